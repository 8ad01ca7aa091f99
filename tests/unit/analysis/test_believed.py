"""What past rounds taught is an input like any other: listed, drawn as ever, and put otherwise."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from tests.small_case import plain, read

from burdenshare.analysis import inquire, run
from burdenshare.analysis.sweep import Over, plan_sweep, run_sweep
from burdenshare.cases import load_case
from burdenshare.cases.overlay import assumptions
from burdenshare.cases.unsaid import AUDIENCE_COST_SHARE
from burdenshare.errors import CaseError
from burdenshare.facts.priors import WEAK, BetaBelief, priors_as_of
from burdenshare.model import build
from burdenshare.uncertainty.distributions import Beta, Constant
from burdenshare.uncertainty.executors import Threads
from burdenshare.uncertainty.sampling import Plan, stream

DAY = date(2020, 6, 30)
BELIEVED = (
    "bargaining.obstinacy.BBB", "bargaining.obstinacy.AAA", "bargaining.by_expiry",
    "bargaining.anchor", "disagreement.leave.audience_cost",
)  # fmt: skip


def assumed(changes):
    return assumptions({"case": "small", "changes": changes})


def dear_to_leave():
    """Staying is worth 50 over leaving; 55 is asked, a rise of 35."""
    data = plain()
    data["benefits"][0]["amount"] = 130
    return data


def test_a_silent_case_has_them_as_inputs():
    answer = run(read(plain()), draws=8, threads=1)
    inputs = {one.path: one for one in answer.inputs}
    assert [path for path in inputs if path in BELIEVED] == list(BELIEVED)
    firm = inputs["bargaining.obstinacy.AAA"]
    assert firm.label == "the chance that Aland never gives in"
    assert firm.figure.origin.kind == "formula"
    assert firm.figure.origin.ref in answer.formulas
    assert f"{len(priors_as_of(DAY).rounds)} past rounds" in firm.note
    shame = inputs["disagreement.leave.audience_cost"]
    assert shame.figure.origin.kind == inputs["bargaining.anchor"].figure.origin.kind == "judgement"
    assert shame.note
    belief = priors_as_of(DAY).obstinacy
    ends = Beta(belief.a, belief.b).quantile(np.array([0.05, 0.95]))
    assert [firm.figure.low, firm.figure.high] == ends.tolist()


def test_before_any_round_they_are_judgements():
    model = build(read({**plain(), "as_of": "1960-01-01"} | _known(date(1950, 1, 1))))
    assert model.priors is WEAK
    kinds = {model.inputs[path].origin.kind for path in BELIEVED}
    assert kinds == {"judgement"}


def _known(day):
    return {
        "sources": {"s": {"title": "A source", "publisher": "A press", "date": day.isoformat()}},
        "positions": [],
    }


def test_each_is_drawn_from_the_stream_that_it_always_had():
    draws = inquire(read(plain()), draws=40, seed=3, threads=1).draws
    taught = priors_as_of(DAY)
    for path, name, belief in (
        ("bargaining.obstinacy.AAA", "forecast.obstinacy.payee", taught.obstinacy),
        ("bargaining.obstinacy.BBB", "forecast.obstinacy.payer", taught.obstinacy),
        ("bargaining.by_expiry", "forecast.by-expiry", taught.deadline_mass),
        ("bargaining.anchor", "forecast.anchor", taught.anchor),
    ):
        expected = Beta(belief.a, belief.b).quantile(stream(3, name, 0).random(40))
        assert np.array_equal(draws[path], expected), path
    expected = AUDIENCE_COST_SHARE.quantile(stream(3, "prior.audience-cost", 0).random(40))
    assert np.array_equal(draws["disagreement.leave.audience_cost"], expected)


def test_a_case_says_otherwise():
    data = plain()
    data["bargaining"] |= {"obstinacy": {"AAA": 0.25}, "by_expiry": 0.5, "anchor": 0.125}
    data["disagreement"][1]["audience_cost"] = 1.5
    model = build(read(data))
    assert model.unsaid == ("bargaining.obstinacy.BBB",)
    given = [model.inputs[path].distribution for path in BELIEVED if path not in model.unsaid]
    assert given == [Constant(0.25), Constant(0.5), Constant(0.125), Constant(1.5)]
    assert model.inputs["bargaining.obstinacy.AAA"].origin.ref == "s"


def test_a_case_without_talks_of_two_sides_has_none_of_them():
    assert build(load_case("tva-1938")).unsaid == ()


def test_what_happened_leaves_nothing_to_believe_but_of_the_threat():
    data = plain()
    data["outcome"] = {"agreed_on": "2020-06-01", "first_year": 2021, "amount": 22,
                       "text": "Agreed.", "source": "s"}  # fmt: skip
    assert build(read(data)).unsaid == ("disagreement.leave.audience_cost",)


def test_rounds_that_are_handed_in_serve_in_place_of_the_record():
    taught = replace(WEAK, obstinacy=BetaBelief(3.0, 5.0), fitted=("obstinacy",), rounds=("one",))
    model = build(read(plain()), priors=taught)
    assert model.inputs["bargaining.obstinacy.BBB"].distribution == Beta(3.0, 5.0)
    assert model.inputs["bargaining.by_expiry"].distribution == Beta(2.0, 2.0)


def test_an_overlay_puts_them_otherwise_and_says_what_was_believed():
    changes = {"bargaining.obstinacy.BBB": {"low": 0.2, "high": 0.6, "note": "They said so."}}
    own = run(read(plain()), draws=8, threads=1)
    answer = run(read(plain()), draws=8, threads=1, assumed=assumed(changes))
    (change,) = answer.changes
    before = next(i.figure for i in own.inputs if i.path == change.path)
    assert (change.own, change.note) == (before, "They said so.")
    assert {i.path for i in answer.inputs} == {i.path for i in own.inputs}
    assert answer.zone.rows() == own.zone.rows()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"bargaining.obstinacy.AAA": {"value": 1.4}}, "1.4 is not between 0 and 1"),
        ({"bargaining.obstinacy.CCC": {"value": 0.4}}, "no number there"),
        ({"bargaining.obstinacy": {"value": 0.4}}, "no number there"),
        ({"disagreement.leave.audience_cost": {"value": -0.1}}, "-0.1 is negative"),
        ({"bargaining.anchor": {"value": 0.1, "currency": "USD"}}, "no amount of money"),
    ],
)
def test_an_overlay_that_does_not_fit_is_refused(changes, words):
    with pytest.raises(CaseError, match=words):
        run(read(plain()), draws=8, threads=1, assumed=assumed(changes))


# --- what rests on them ---------------------------------------------------------------------------


@pytest.mark.parametrize(("ratio", "chance"), [(0, 0), (1.4, 0), (1.5, 1), (2, 1)])
def test_a_threat_is_carried_out_where_backing_down_costs_as_much_as_leaving(ratio, chance):
    """Leaving costs 50, and 35 times the ratio is lost by backing down."""
    data = dear_to_leave()
    data["disagreement"][1]["audience_cost"] = ratio
    threat = run(read(data), draws=8, threads=1).threat
    assert threat.departures[0].payoffs_say.value == chance
    assert threat.audience_cost.value == pytest.approx(35 * ratio)


def test_each_threat_has_its_own_audience():
    data = dear_to_leave()
    part = {"id": "part", "name": "Half leaves", "probability": 0.1, "withdrawn": 0.5,
            "saves": ["operations", "pay"], "audience_cost": 2, "source": "s"}  # fmt: skip
    data["disagreement"].insert(1, part)
    data["disagreement"][2]["audience_cost"] = 0.5
    threat = run(read(data), draws=8, threads=1).threat
    assert [departure.payoffs_say.value for departure in threat.departures] == [1, 0]
    assert threat.audience_cost.value == pytest.approx(35 * 0.5)


def test_a_sweep_over_the_audience_cost(tmp_path):
    """A rise of r is carried out where the ratio times r comes to 50."""
    inquiry = inquire(read(dear_to_leave()), draws=64, threads=1)
    path = "disagreement.leave.audience_cost"
    over = [Over(path, (0.0, 1.0, 2.0)), Over("demand", (20.0, 44.0, 46.0, 75.0))]
    sweep = run_sweep(plan_sweep(inquiry, over, 64), tmp_path, Threads(1))
    said = [[judged.payoffs_say["leave"].value for judged in p.judged] for p in sweep.points]
    assert said == [[0, 0, 0, 0], [0, 0, 0, 1], [0, 0, 1, 1]]
    out = [[judged.carried_out["leave"].value for judged in p.judged] for p in sweep.points]
    data = dear_to_leave()
    data["disagreement"][1]["audience_cost"] = 2
    for place, figure in enumerate((20.0, 44.0, 46.0, 75.0)):
        threat = run(read(data), draws=8, threads=1, figure=figure).threat
        assert out[2][place] == pytest.approx(threat.departures[0].carried_out.value)


def test_a_sweep_where_the_payer_threatens(tmp_path):
    """BBB loses 120 - 20 = 100 by leaving, and asks to pay less."""
    data = plain()
    data["positions"].append({"id": "out", "date": "2020-06-01", "party": "BBB", "kind": "threat",
                              "text": "Threatens.", "source": "s"})  # fmt: skip
    inquiry = inquire(read(data), draws=64, threads=1)
    over = [Over("disagreement.leave.audience_cost", (4.0, 8.0)), Over("demand", (5.0, 10.0, 30.0))]
    sweep = run_sweep(plan_sweep(inquiry, over, 64), tmp_path, Threads(1))
    said = [[judged.payoffs_say["leave"].value for judged in p.judged] for p in sweep.points]
    assert said == [[0, 0, 0], [1, 0, 0]]


def test_a_sweep_over_obstinacy_moves_the_talks(tmp_path):
    inquiry = inquire(load_case("us-rok-2018"), draws=64, threads=1)
    over = [Over("bargaining.obstinacy.USA", (0.0, 0.9))]
    sweep = run_sweep(plan_sweep(inquiry, over, 2000), tmp_path, Threads(1))
    chances = [
        next(q.figure.value for q in point.quantities if q.id == "deal-by.12")
        for point in sweep.points
    ]
    assert chances[0] > chances[1] + 0.3


def test_sensitivity_sees_both():
    case = load_case("us-rok-2018")
    changes = {"bargaining.obstinacy.USA": {"low": 0.1, "high": 0.9}}
    believed = assumptions({"case": case.slug, "changes": changes})
    moved = run(case, draws=8000, threads=1, assumed=believed).sensitivity
    deal = next(one for one in moved.headlines if one.id == "forecast-deal")
    assert deal.effects[0].input == "bargaining.obstinacy.USA"

    data = dear_to_leave()
    data["disagreement"][1]["audience_cost"] = {"low": 0.5, "high": 3}
    found = run(read(data), draws=4000, threads=1).sensitivity
    credible = next(one for one in found.headlines if one.id == "threat-credible")
    (effect,) = credible.effects
    assert effect.input == "disagreement.leave.audience_cost"
    assert effect.first.value == pytest.approx(1, abs=0.05)
    # The median of the ratio is above 50 / 35, at which it flips.
    assert effect.flip.value == pytest.approx(50 / 35, rel=0.1)


def test_draws_of_a_block_do_not_depend_on_how_they_are_asked_for():
    model = build(read(plain()))
    drawn = model.draw(Plan(60, 1, block_size=25), Threads(2))
    again = model.draw(Plan(60, 1, block_size=25), Threads(1))
    for path in BELIEVED:
        assert np.array_equal(drawn[path], again[path])


def test_an_overlay_may_say_how_impatient_a_side_is_where_the_case_does_not():
    data = plain()
    del data["bargaining"]["discount_rates"]
    changes = {"bargaining.discount_rates.AAA": {"value": 0.2}}
    answer = run(read(data), draws=8, threads=1, assumed=assumed(changes))
    (change,) = answer.changes
    assert (change.own, change.assumed.value) == (None, 0.2)
