"""Which inputs matter, in the small case and in the flagship."""

import json
from dataclasses import replace

import numpy as np
import pytest
from tests.small_case import plain, read

from burdenshare.analysis import amounts, inquire, run, sensitivity, sensitivity_words
from burdenshare.cases import load_case
from burdenshare.model import _inside


def asked(data, draws=8192, **options):
    inquiry = inquire(read(data), draws=draws, **options)
    return inquiry, sensitivity(inquiry.model, inquiry.draws, inquiry.figure, inquiry.made)


def headline(answer, name):
    return next(moved for moved in answer.headlines if moved.id == name)


@pytest.fixture
def uncertain():
    """The least is 0.75 * 16 + 0.25 * (-60 + 100), the most 0.75 * 26 + 0.25 * 120."""
    data = plain()
    data["disagreement"][0]["losses"] = {
        "AAA": {"distribution": {"name": "normal", "mean": 4, "sd": 8}},
        "BBB": {"distribution": {"name": "normal", "mean": 6, "sd": 4}},
    }
    return data


def test_indices_of_a_linear_settlement_are_squares(uncertain):
    # t = (1 - a) least + a most with a = 0.75: -0.75 * 0.25 * 8 against 0.75 * 0.75 * 4.
    _, answer = asked(uncertain)
    moved = headline(answer, "settlement")
    found = {effect.input: effect for effect in moved.effects}
    assert set(found) == {"disagreement.lapse.losses.AAA", "disagreement.lapse.losses.BBB"}
    own, other = (0.25 * 8) ** 2, (0.75 * 4) ** 2
    for path, share in (("AAA", own), ("BBB", other)):
        effect = found[f"disagreement.lapse.losses.{path}"]
        assert effect.total.value == pytest.approx(share / (own + other), abs=0.06)
        assert effect.first.value == pytest.approx(share / (own + other), abs=0.1)
        assert effect.total.low <= effect.total.value <= effect.total.high
    assert moved.effects[0].input.endswith("BBB")


def test_the_tornado_is_the_headline_with_one_input_set(uncertain):
    inquiry, answer = asked(uncertain)
    effect = headline(answer, "settlement").effects[0]
    low = inquiry.model.inputs[effect.input].distribution.quantile(np.array([0.05]))
    at = inquiry.draws.part(0, 512)
    changed = type(at)({**at.values, effect.input: low})
    limits = amounts.reservation(inquiry.model, changed)
    naive = np.median(0.25 * limits.least + 0.75 * limits.most)
    assert effect.at_low.value == pytest.approx(naive, rel=1e-12)


def test_a_flip_turns_the_statement(uncertain):
    inquiry, answer = asked(uncertain, figure=45.0)
    moved = headline(answer, "settlement")
    turning = [effect for effect in moved.effects if effect.flip is not None]
    assert turning
    for effect in turning:
        sides = []
        for nudge in (-0.05, 0.05):
            at = inquiry.draws.part(0, 512)
            set_to = np.array([effect.flip.value + nudge])
            changed = type(at)({**at.values, effect.input: set_to})
            limits = amounts.reservation(inquiry.model, changed)
            payment = 0.25 * limits.least + 0.75 * limits.most
            sides.append(bool(np.median(payment) >= 45))
        assert sides[0] != sides[1]
        assert effect.is_plausible == (effect.now.low <= effect.flip.value <= effect.now.high)
    assert any("By itself" in sentence.text for sentence in moved.sentences)


def test_where_nothing_is_uncertain_a_finding_says_so():
    data = plain()
    data["bargaining"] |= {"obstinacy": {"AAA": 0.1, "BBB": 0.1}, "by_expiry": 0.5, "anchor": 0}
    data["disagreement"][1]["audience_cost"] = 0.1
    _, answer = asked(data)
    assert answer.headlines == ()
    assert "taken as certain" in answer.findings[0].text


def test_where_a_headline_does_not_move_a_finding_says_so():
    data = plain()
    data["costs"][2]["amount"] = {"low": 30, "high": 50}
    _, answer = asked(data)
    assert headline(answer, "threat").effects == ()
    assert headline(answer, "threat").findings[0].id == "unmoved.threat"
    assert headline(answer, "fair-share").effects[0].input == "costs.pay.amount"


def test_few_draws_say_nothing(uncertain):
    _, answer = asked(uncertain, draws=50)
    assert "fewer than 128 draws" in answer.findings[0].text


def test_the_answer_does_not_depend_on_how_many_draws_follow():
    case = load_case("us-rok-2019")
    few, many = (run(case, draws=draws).sensitivity for draws in (20_000, 40_000))
    for one, other in zip(few.headlines, many.headlines, strict=True):
        assert one.effects == other.effects


def test_a_payer_that_threatens_is_asked_the_other_way_round(uncertain):
    data = uncertain
    data["positions"].append(
        {"id": "out", "date": "2020-06-01", "party": "BBB", "kind": "threat",
         "text": "May send the forces home.", "source": "s"}
    )  # fmt: skip
    _, answer = asked(data)
    assert "brings the payment down to" in headline(answer, "threat").statement.text


def test_all_of_it_goes_into_json_and_rows(uncertain):
    _, answer = asked(uncertain)
    assert json.loads(answer.to_json())["headlines"][0]["effects"]
    assert {row["quantity"] for row in answer.rows()} >= {"total index", "with the input low"}


def test_no_headline_is_said_to_go_from_a_number_to_that_very_number(uncertain):
    _, answer = asked(uncertain, figure=45.0)
    moved = next(m for m in answer.headlines if any("it goes from" in s.text for s in m.sentences))
    first = replace(moved.effects[0], at_high=moved.effects[0].at_low)
    still = replace(moved, effects=(first, *moved.effects[1:]))
    assert "it goes from" not in next(sensitivity_words.sentences(still)).text


def test_an_article_that_begins_a_name_is_small_within_a_sentence_and_an_acronym_is_not():
    names = {"parties.USA": "United States"}
    assert _inside("A part of the forces", names) == "a part of the forces"
    assert _inside("US military pay", names) == "US military pay"
