"""Reservation values of the small case, worked out by hand.

A lapse keeps 20 paid and costs AAA 4 and BBB 6. Leaving loses AAA 60 - 100 = -40 and BBB 120. With
a chance of 1/4: least = 3/4 (20 - 4) + 1/4 * 40 = 22; most = 3/4 (20 + 6) + 1/4 * 120 = 49.5.
"""

import pytest
from tests.small_case import plain, read

from burdenshare.analysis import run


def direct(least, most):
    return {"AAA": {"value": least, "source": "s"}, "BBB": {"value": most, "source": "s"}}


def zone_of(data):
    return run(read(data), draws=8, threads=1).zone


def solutions(zone):
    return {solution.id: solution.payment.value for solution in zone.solutions}


def test_reservation_values_follow_from_what_disagreement_would_be():
    zone = zone_of(plain())
    assert (zone.least.value, zone.most.value) == pytest.approx((22, 49.5))
    assert zone.exists.value == 1
    assert zone.figure_inside.value == 0


def test_solutions_divide_the_surplus_as_their_definitions_say():
    found = solutions(zone_of(plain()))
    assert found["nash"] == found["egalitarian"] == pytest.approx(35.75)
    assert found["kalai-smorodinsky"] == pytest.approx(35.75)
    assert found["asymmetric-nash"] == pytest.approx(22 + 0.75 * 27.5)
    # Equal patience around the flows of a lapse, 16 to 26; leaving would pay AAA 40 at once.
    assert found["alternating-offers"] == pytest.approx(40)


def test_beliefs_may_differ_from_side_to_side():
    data = plain()
    data["disagreement"][1]["beliefs"] = {"BBB": 0}
    zone = zone_of(data)
    assert (zone.least.value, zone.most.value) == pytest.approx((22, 26))


def test_reservation_values_given_directly_are_taken():
    data = plain()
    data["reservation"] = {
        s: {"value": v, "source": "s"} for s, v in {"AAA": 30, "BBB": 40}.items()
    }
    zone = zone_of(data)
    assert (zone.least.value, zone.most.value) == pytest.approx((30, 40))


def test_a_ceiling_moves_kalai_smorodinsky_before_nash():
    data = plain()
    data["ratification"] = [
        {"id": "house", "party": "BBB", "body": "House", "ceiling": 40, "source": "s"}
    ]
    found = solutions(zone_of(data))
    assert found["nash"] == pytest.approx(35.75)
    # Best gains are 18 for AAA (up to the ceiling) and 27.5 for BBB: equal fractions of both.
    fraction = 27.5 / (18 + 27.5)
    assert found["kalai-smorodinsky"] == pytest.approx(22 + fraction * 18)


def test_waiting_for_an_election_caps_what_the_payer_would_pay():
    data = plain()
    data["calendar"] = [
        {"id": "vote", "date": "2021-06-30", "kind": "election", "party": "AAA", "name": "Vote",
         "type_change": 0.5, "new_settlement": 21, "source": "s"}
    ]  # fmt: skip
    waited = 365 / 365.25 / 4
    expected = waited * 26 + (1 - waited) * (0.5 * 21 + 0.5 * 49.5)
    assert zone_of(data).most.value == pytest.approx(expected)


def test_an_election_that_is_over_is_not_waited_for():
    data = plain()
    data["calendar"] = [
        {"id": "vote", "date": "2020-03-30", "kind": "election", "party": "AAA", "name": "Vote",
         "type_change": 0.5, "new_settlement": 21, "source": "s"}
    ]  # fmt: skip
    assert zone_of(data).most.value == pytest.approx(49.5)


def test_no_zone_in_any_draw_is_a_finding_in_words():
    data = plain()
    data["reservation"] = {
        s: {"value": v, "source": "s"} for s, v in {"AAA": 50, "BBB": 40}.items()
    }
    answer = run(read(data), draws=8, threads=1)
    assert answer.zone.exists.value == 0
    assert answer.zone.solutions == ()
    assert any(finding.id == "no-zone" for finding in answer.zone.findings)
    assert "no payment suits both" in answer.verdict.text
    assert "nan" not in answer.to_json().lower()


def test_without_disagreement_or_reservation_the_case_must_be_mended():
    from burdenshare.errors import CaseError

    data = plain()
    del data["disagreement"]
    with pytest.raises(CaseError, match="disagreement"):
        run(read(data), draws=4)
