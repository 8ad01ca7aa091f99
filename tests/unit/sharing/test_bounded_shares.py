"""Shares with bounds against bisection, and rounding that sums exactly."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from burdenshare.errors import ProblemError
from burdenshare.sharing.bounded_shares import bounded_shares, largest_remainder


def by_bisection(weights, floors, caps):
    """The slow way: move the multiplier until the shares sum to 1."""
    low, high = 0.0, 1e9
    weights = np.asarray(weights, float) / np.sum(weights)
    for _ in range(300):
        middle = (low + high) / 2
        if np.clip(middle * weights, floors, caps).sum() < 1:
            low = middle
        else:
            high = middle
    return np.clip(high * weights, floors, caps)


@pytest.mark.parametrize("seed", range(20))
def test_they_are_those_of_bisection(seed):
    rng = np.random.default_rng(seed)
    n = int(rng.integers(2, 30))
    weights = rng.lognormal(0, 2, n)
    floors = np.full(n, rng.uniform(0, 0.5 / n))
    caps = np.maximum(rng.uniform(2 / n, 1, n), floors)
    found = bounded_shares(weights, floors=floors, caps=caps)
    assert found.sum() == pytest.approx(1, abs=1e-14)
    assert (found >= floors - 1e-15).all()
    assert (found <= caps + 1e-15).all()
    assert found == pytest.approx(by_bisection(weights, floors, caps), abs=1e-9)


def test_many_draws_are_each_alone():
    rng = np.random.default_rng(0)
    weights = rng.uniform(0, 1, (50, 6))
    together = bounded_shares(weights, floors=0.05, caps=0.4)
    alone = [bounded_shares(row, floors=0.05, caps=0.4) for row in weights]
    assert together == pytest.approx(np.array(alone), abs=1e-14)


def test_without_bounds_shares_are_in_proportion():
    assert bounded_shares([1, 2, 5]).tolist() == pytest.approx([0.125, 0.25, 0.625])


def test_a_member_without_weight_gets_its_floor():
    assert bounded_shares([1, 0], floors=[0, 0.1]).tolist() == pytest.approx([0.9, 0.1])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"caps": [0.3, 0.3, 0.3]}, "cannot all hold"),
        ({"floors": [0.5, 0.5, 0.5]}, "more than the whole"),
        ({"floors": [0.5, 0, 0], "caps": [0.4, 1, 1]}, "above the cap"),
        ({"caps": 22}, "not between 0 and 1"),
    ],
)
def test_bounds_that_cannot_hold_are_refused(arguments, message):
    with pytest.raises(ProblemError, match=message):
        bounded_shares([1, 2, 3], **arguments)


def test_a_cap_that_only_members_without_weight_could_fill_is_refused():
    with pytest.raises(ProblemError, match="cannot all hold"):
        bounded_shares([1, 0], caps=[0.6, 1])


@given(st.lists(st.floats(0.001, 1000), min_size=1, max_size=200), st.integers(0, 6))
def test_rounding_sums_exactly_and_moves_nobody_by_a_unit(weights, decimals):
    units = 100 * 10**decimals
    shares = np.array(weights) / np.sum(weights)
    rounded = largest_remainder(shares, units)
    assert rounded.sum() == units
    assert (np.abs(rounded - shares * units) < 1 + 1e-6).all()


def test_rounding_keeps_floors_and_caps():
    shares = [0.22, 0.39 + 1e-4, 0.39 - 1e-4]
    assert largest_remainder(shares, 10, caps=[0.22, 1, 1]).tolist() == [2, 4, 4]
    with pytest.raises(ProblemError, match="more decimals"):
        largest_remainder([0.5, 0.5], 1, caps=[0.5, 0.5])
