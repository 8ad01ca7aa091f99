"""The nearest joint change: against the closed form, single inputs, and what cannot be had."""

import math

import numpy as np
import pytest
from tests.small_case import plain, read

from burdenshare.analysis import why
from burdenshare.analysis.joint_change import BELIEVED, Aim, nearest
from burdenshare.model import Draws, Input
from burdenshare.provenance import Origin
from burdenshare.results import Finding
from burdenshare.uncertainty.distributions import LogNormal, Normal, Uniform

JUDGED = Origin("judgement", "x", "invented")


def entry(path, distribution):
    return Input(path, path, distribution, "number", JUDGED)


def reach(amount, entries, figure):
    medians = Draws({e.path: e.distribution.quantile(np.array([0.5])) for e in entries})
    return nearest(Aim("fair", "", "", "", "", amount), medians, entries, figure)


def test_a_sum_of_normal_numbers_is_moved_along_its_weights():
    entries = [entry("a", Normal(10, 3)), entry("b", Normal(20, 4))]
    place, reached = reach(lambda d: d["a"] + d["b"], entries, 40.0)
    assert reached
    # The sum has a standard deviation of 5, so that 10 more lie 2 of them off.
    assert math.hypot(*place) == pytest.approx(2.0, rel=1e-4)
    assert place == pytest.approx([2 * 3 / 5, 2 * 4 / 5], rel=1e-3)


def test_a_product_of_lognormal_numbers_is_linear_in_logs():
    entries = [entry("a", LogNormal(2.0, 0.3)), entry("b", LogNormal(5.0, 0.4))]
    place, reached = reach(lambda d: np.log(d["a"] * d["b"]), entries, math.log(20.0))
    assert reached
    assert math.hypot(*place) == pytest.approx(math.log(2) / 0.5, rel=1e-4)


def test_a_bend_is_followed():
    """The point of a circle nearest to the middle, checked against a fine search."""
    entries = [entry("a", Normal(1, 1)), entry("b", Normal(0.5, 1))]
    place, reached = reach(lambda d: d["a"] ** 2 + d["b"] ** 2, entries, 9.0)
    assert reached
    angle = np.linspace(0, 2 * np.pi, 100_001)
    gaps = np.hypot(3 * np.cos(angle) - 1, 3 * np.sin(angle) - 0.5)
    assert math.hypot(*place) == pytest.approx(gaps.min(), rel=1e-3)


def test_what_lies_beyond_all_that_is_possible_is_not_reached():
    entries = [entry("a", Uniform(0, 1))]
    _, reached = reach(lambda d: d["a"], entries, 2.0)
    assert not reached


def test_what_no_input_moves_is_not_reached():
    _, reached = reach(lambda d: np.ones(1), [entry("a", Normal(0, 1))], 2.0)
    assert not reached


@pytest.fixture
def uncertain():
    data = plain()
    data["costs"][1]["amount"] = {"low": 45, "high": 75}
    data["costs"][2]["amount"] = {"low": 30, "high": 50}
    data["disagreement"][0]["losses"] = {"AAA": {"low": 2, "high": 6}, "BBB": {"low": 3, "high": 9}}
    return read(data)


def test_a_joint_change_is_never_further_than_a_single_one(uncertain):
    answer = why(uncertain, 58, draws=500, threads=1)
    (joint,) = [c for c in answer.together if c.goal == "fair"]
    single = [
        abs(r.distance.value)
        for r in answer.requirements
        if (r.goal, r.principle, r.base) == ("fair", "equal", joint.base)
        and r.distance.unit.label.startswith("standard")
    ]
    assert joint.distance.value <= min(single) + 1e-3
    assert sum(move.share.value for move in joint.moves) == pytest.approx(1, abs=0.02)
    names = {move.input for move in joint.moves}
    assert names == {"costs.operations.amount", "costs.pay.amount"}
    assert "standard deviations off" in joint.sentence.text


def test_the_figure_is_met_at_the_point_that_is_named(uncertain):
    answer = why(uncertain, 58, draws=500, threads=1)
    (joint,) = [c for c in answer.together if c.goal == "fair"]
    moved = {move.input: move.needed.value for move in joint.moves}
    total = 20 + 10 + moved["costs.operations.amount"] + moved["costs.pay.amount"]
    assert total / 2 - 10 == pytest.approx(58, rel=1e-3)


def test_the_middle_of_the_forecast_is_one_of_the_statements(uncertain):
    answer = why(uncertain, 30, draws=500, threads=1)
    joint = [c for c in answer.together if c.goal == "forecast"]
    assert len(joint) == 1
    assert {r.goal for r in answer.requirements} >= {"fair", "zone", "settlement", "forecast"}
    assert any(move.input == "record.settlement" for move in joint[0].moves)


def test_a_change_that_nobody_believes_is_told_in_words_without_its_numbers(uncertain):
    near, far = (why(uncertain, figure, draws=500, threads=1) for figure in (30, 24))
    assert all(change.distance.value <= BELIEVED for change in (*near.together, *far.together))
    assert not [c for c in far.together if c.goal == "forecast"]
    (told,) = [f.text for f in far.no_joint_change if ".forecast." in f.id]
    assert "lies within 3 standard deviations of what is believed of them together" in told


def test_a_statement_out_of_reach_is_said_in_words(uncertain):
    answer = why(uncertain, 5000, draws=500, threads=1)
    told = [f for f in answer.no_joint_change if isinstance(f, Finding)]
    assert any("no joint change of inputs would do" in finding.text for finding in told)
