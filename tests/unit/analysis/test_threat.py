"""The threat of the small case, worked out by hand.

AAA, which is paid 20, loses 60 - 100 = -40 by leaving, and the payment besides: staying is worth
20 - 40 = -20 over leaving. BBB loses 120 and saves the payment of 20: 100.
"""

import csv
import re
from datetime import date
from importlib import resources

import pytest
from tests.small_case import plain, read

from burdenshare.analysis import run
from burdenshare.analysis.threat_priors import (
    SANCTIONS_BY_THE_US,
    THREATENED_ENDS,
    sanction_threats,
    threatened_ends,
)
from burdenshare.provenance import PartialDate


def threat_of(data, **options):
    return run(read(data), draws=options.pop("draws", 8), threads=1, **options).threat


def dear_to_leave():
    """AAA gains 130 from the presence: staying is worth 20 + 130 - 100 = 50 over leaving."""
    data = plain()
    data["benefits"][0]["amount"] = 130
    return data


def ids(threat):
    return [finding.id for finding in threat.findings]


def test_who_gains_by_leaving_needs_no_audience():
    threat = threat_of(plain())
    (leave,) = threat.departures
    assert leave.staying.value == pytest.approx(-20)
    assert leave.audience_cost_needed.value == 0
    assert leave.leaves_gladly.value == leave.payoffs_say.value == 1
    assert "leaving-is-better" in ids(threat)
    assert "is no worse" in threat.sentences[0].text


def test_staying_counts_payment_benefit_and_cost():
    (leave,) = threat_of(dear_to_leave()).departures
    assert leave.staying.value == leave.audience_cost_needed.value == pytest.approx(50)
    assert leave.leaves_gladly.value == 0
    # At most three tenths of the rise of 35 would be lost by backing down.
    assert leave.payoffs_say.value == 0


def test_what_it_supports_is_belief_times_loss():
    threat = threat_of(plain())
    (leave,) = threat.departures
    assert leave.target_loss.value == pytest.approx(100)
    assert leave.target_believes.value == pytest.approx(0.25)
    assert threat.supports.value == pytest.approx(20 + 0.25 * 100)
    assert leave.belief_needed.value == pytest.approx((55 - 20) / 100)
    assert leave.suffices.value == 1


def test_each_side_may_believe_differently():
    data = plain()
    data["disagreement"][1]["beliefs"] = {"AAA": 0.1, "BBB": 0.6}
    threat = threat_of(data)
    (leave,) = threat.departures
    assert leave.threatener_believes.value == pytest.approx(0.1)
    assert leave.target_believes.value == pytest.approx(0.6)
    assert threat.supports.value == pytest.approx(80)


def test_payoffs_and_record_join_in_a_beta_belief():
    data = dear_to_leave()
    data["as_of"] = "2020-06-30"
    (leave,) = threat_of(data).departures
    rate = 349 / 489
    # Five past talks were known by then; one ended so. The payoffs count as ten that did not.
    assert leave.carried_out.value == pytest.approx((2 * rate + 1) / (2 + 5 + 10))
    assert leave.carried_out.low < leave.carried_out.value < leave.carried_out.high
    assert leave.supports.value == pytest.approx(20 + leave.carried_out.value * 100)


def test_a_figure_beyond_the_loss_is_beyond_any_threat():
    (leave,) = threat_of(plain(), figure=130.0).departures
    assert leave.belief_needed.value == 1
    assert leave.suffices.value == 0
    assert "Even believed for certain" in threat_of(plain(), figure=130.0).text


def test_a_figure_that_asks_nothing_needs_no_threat():
    threat = threat_of(plain(), figure=20.0)
    assert threat.departures[0].belief_needed.value == 0
    assert threat.audience_cost.value == 0
    assert "nothing-asked" in ids(threat)


def test_a_threat_that_harms_nobody_supports_the_present_payment():
    data = plain()
    data["benefits"][1]["amount"] = 5
    threat = threat_of(data)
    assert threat.departures[0].target_loss.value == pytest.approx(5 - 20)
    assert threat.supports.value == pytest.approx(20)
    assert "threat-harms-nobody" in ids(threat)


def test_a_case_without_departure_has_no_threat():
    data = plain()
    del data["disagreement"][1]
    threat = threat_of(data)
    assert threat.departures == threat.sentences == ()
    assert ids(threat) == ["no-threat"]
    assert threat.supports.value == 20


def test_an_outcome_with_losses_alone_is_a_way_to_leave():
    data = plain()
    data["disagreement"][1] = {
        "id": "departure", "name": "Gone", "probability": 0.25, "losses": {"AAA": 3, "BBB": 70},
        "source": "s",
    }  # fmt: skip
    (leave,) = threat_of(data).departures
    assert leave.staying.value == pytest.approx(20 + 3)
    assert leave.target_loss.value == pytest.approx(70 - 20)


def spoken_by(party):
    data = plain()
    data["positions"].append(
        {"id": "dare", "date": "2020-06-01", "party": party, "kind": "threat", "text": "Or else.",
         "source": "s"}
    )  # fmt: skip
    return data


def test_the_payer_may_be_the_one_who_threatens():
    threat = threat_of(spoken_by("BBB"), figure=5.0)
    (leave,) = threat.departures
    assert (threat.threatener, threat.target) == ("Bland", "Aland")
    # BBB would save 20 and lose 120; AAA would lose the 20 and gain 40.
    assert leave.staying.value == pytest.approx(120 - 20)
    assert leave.target_loss.value == pytest.approx(20 - 40)
    assert threat.supports.value == pytest.approx(20)
    data = spoken_by("BBB")
    data["benefits"][0]["amount"] = 130
    threat = threat_of(data, figure=5.0)
    # Now AAA would lose 30 + 20; with a chance of a quarter it takes 12.5 less rather than that.
    assert threat.supports.value == pytest.approx(20 - 0.25 * 50)
    assert threat.departures[0].belief_needed.value == pytest.approx(15 / 50)


def test_whether_anybody_threatened_is_said():
    assert "threat-unspoken" in ids(threat_of(plain()))
    assert "threat-unspoken" not in ids(threat_of(spoken_by("AAA")))


def test_a_milder_way_has_a_sentence_of_its_own():
    data = dear_to_leave()
    data["disagreement"].insert(
        1,
        {"id": "half", "name": "Half leave", "probability": 0.1, "withdrawn": 0.5, "payment": 20,
         "saves": ["operations", "pay"], "source": "s"},
    )  # fmt: skip
    threat = threat_of(data)
    assert [d.id for d in threat.departures] == ["half", "leave"]
    assert threat.departures[0].staying.value == pytest.approx(0.5 * 30)
    # 0.1 * 60 by half leaving, 0.25 * 100 by all leaving.
    assert threat.supports.value == pytest.approx(20 + 6 + 25)
    assert "half leave" in threat.sentences[-1].text


@pytest.mark.parametrize("low", [0, 40, 90])
def test_the_chance_by_the_payoffs_is_that_of_the_audience_cost(low):
    data = dear_to_leave()
    data["benefits"][0]["amount"] = {"low": 90, "high": 90 + low + 1, "source": "s"}
    threat = threat_of(data, draws=4000, figure=220.0)
    (leave,) = threat.departures
    assert leave.leaves_gladly.value <= leave.payoffs_say.value <= 1
    assert 0 <= threat.audience_cost.low <= threat.audience_cost.high <= 0.3 * 200


# --- the record ----------------------------------------------------------------------------------


def test_the_record_is_that_of_the_table_of_facts():
    text = (resources.files("burdenshare") / "facts/data/cost_demand_cases.csv").read_text()
    rows = [r for r in csv.DictReader(text.splitlines()) if r["withdrawal_or_exit_threat"] == "1"]
    assert {row["case_id"]: row["result"] != "agreed" for row in rows} == {
        entry.case: entry.ended for entry in THREATENED_ENDS
    }
    known = {row["case_id"]: PartialDate.parse(row["known_on"]).latest for row in rows}
    assert known == {entry.case: entry.known_on for entry in THREATENED_ENDS}


def test_no_later_end_is_counted():
    assert threatened_ends(date(1984, 1, 1)) == ()
    assert len(threatened_ends(date(2019, 11, 19))) == 5
    assert sum(entry.ended for entry in threatened_ends(date(2019, 11, 19))) == 1


def test_two_in_three_resisted_sanctions_of_the_us_were_carried_out():
    assert sanction_threats("USA") is SANCTIONS_BY_THE_US
    assert pytest.approx(0.66, abs=0.005) == SANCTIONS_BY_THE_US.rate
    assert sanction_threats("KGZ").rate == pytest.approx(349 / 489)


def test_words_of_the_case_stay_words():
    data = plain()
    data["disagreement"][1]["name"] = "{out} goes"
    data["parties"]["AAA"]["name"] = "{x}"
    assert "{x}" in threat_of(data).text
    assert not re.search("nan", threat_of(data).text)
