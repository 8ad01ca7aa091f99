"""Values of single inputs at which amounts come to a figure, against solutions by hand."""

import numpy as np
import pytest

from burdenshare.analysis.joint_change import Aim
from burdenshare.analysis.scenes import inputs_read
from burdenshare.analysis.single_change import Family, single_changes
from burdenshare.model import Draws, Input
from burdenshare.provenance import Origin
from burdenshare.uncertainty.distributions import Constant

JUDGED = Origin("judgement", "x", "invented")


def aim(name, amount):
    return Aim("fair", name, "", "", "", amount)


def reach(amounts, medians, figure, units=None):
    """Give by aim and input the values found, all amounts looked into together."""
    draws = Draws({path: np.array([value]) for path, value in medians.items()})
    entries = [
        Input(path, path, Constant(value), (units or {}).get(path, "number"), JUDGED)
        for path, value in medians.items()
    ]
    aims = [aim(str(place), amount) for place, amount in enumerate(amounts)]
    family = Family(aims, lambda at: [amount(at) for amount in amounts])
    found = single_changes(family, draws, entries, figure)
    return {(int(change.aim.name), change.entry.path): change.needed for change in found}


def test_each_amount_is_solved_for_each_input_by_itself():
    found = reach(
        [lambda d: d["a"] + 2 * d["b"], lambda d: d["a"] * d["b"]], {"a": 3.0, "b": 5.0}, 30.0
    )
    assert found == pytest.approx(
        {(0, "a"): 20.0, (0, "b"): 13.5, (1, "a"): 6.0, (1, "b"): 10.0}, rel=1e-5
    )


def test_they_come_in_the_order_of_the_amounts_and_of_the_inputs():
    found = reach(
        [lambda d: d["a"] + d["b"], lambda d: d["b"] - d["a"]], {"a": 1.0, "b": 2.0}, 10.0
    )
    assert list(found) == [(0, "a"), (0, "b"), (1, "b")]


def test_of_two_crossings_the_one_nearest_to_the_median_counts():
    def hump(d):
        return -np.abs(d["a"] - 4.0)

    assert reach([hump], {"a": 4.5}, -1.0)[0, "a"] == pytest.approx(5.0, rel=1e-4)
    assert reach([hump], {"a": 3.5}, -1.0)[0, "a"] == pytest.approx(3.0, rel=1e-4)


def test_a_jump_is_found_where_it_is_and_what_is_undefined_reaches_nothing():
    step = reach([lambda d: np.where(d["a"] > 2.0, 10.0, 1.0)], {"a": 1.0}, 5.0)
    assert step[0, "a"] == pytest.approx(2.0, rel=1e-4)
    assert not reach([lambda d: np.where(d["a"] > 2.0, 10.0, -np.inf)], {"a": 1.0}, 5.0)


def test_a_share_stays_within_0_and_1():
    units = {"a": "share, 0 to 1"}
    found = reach([lambda d: 10 * d["a"]], {"a": 0.5}, 9.0, units)
    assert found[0, "a"] == pytest.approx(0.9, rel=1e-4)
    assert not reach([lambda d: 10 * d["a"]], {"a": 0.5}, 11.0, units)


def test_an_input_at_or_below_zero_goes_to_both_sides():
    assert reach([lambda d: d["a"]], {"a": 0.0}, -3.0)[0, "a"] == pytest.approx(-3.0, abs=1e-3)
    assert reach([lambda d: d["a"]], {"a": -2.0}, 3.0)[0, "a"] == pytest.approx(3.0, abs=0.02)


def test_what_is_read_is_noted_even_if_it_is_only_looked_for():
    draws = Draws({name: np.ones(1) for name in "abc"})

    def amount(at):
        return at["a"] if "b" in at and at.get("missing") is None else at["c"]

    assert inputs_read(draws, amount) == {"a", "b"}
