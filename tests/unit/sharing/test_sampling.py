"""Sampled Shapley values: calibration, designs, blocks and messages."""

import numpy as np
import pytest

from burdenshare.errors import ProblemError
from burdenshare.sharing import sampling
from burdenshare.sharing.airport import sequential_equal_contributions
from burdenshare.sharing.sampling import sampled_shapley

COSTS = np.array([2.0, 3, 5, 5, 7, 11, 13, 20])

each_design = pytest.mark.parametrize("design", ["independent", "reversed", "rotated"])


def airport_cost(coalitions):
    return (coalitions * COSTS).max(axis=1)


@each_design
def test_estimates_are_within_their_errors(design):
    estimate = sampled_shapley(
        airport_cost, 8, np.random.default_rng(5), orders=8_000, design=design
    )
    exact = sequential_equal_contributions(COSTS)
    assert estimate.values.sum() == pytest.approx(20, rel=1e-12)
    assert (np.abs(estimate.values - exact) <= 4 * estimate.standard_errors + 1e-12).all()
    assert (estimate.standard_errors < 0.1).all()


@each_design
def test_errors_are_as_large_as_they_say(design):
    rng = np.random.default_rng(11)
    found = [sampled_shapley(airport_cost, 8, rng, orders=400, design=design) for _ in range(80)]
    misses = np.array([estimate.values for estimate in found])
    misses -= sequential_equal_contributions(COSTS)
    stated = np.array([estimate.standard_errors for estimate in found])
    assert (stated**2).mean() == pytest.approx((misses**2).mean(), rel=0.25)


def test_additive_games_are_exact():
    worths = np.array([1.0, 4, 9])
    estimate = sampled_shapley(lambda s: s @ worths, 3, np.random.default_rng(0), orders=5)
    np.testing.assert_allclose(estimate.values, worths, rtol=1e-12)
    np.testing.assert_allclose(estimate.standard_errors, 0, atol=1e-12)


def test_reversed_orders_are_exact_for_pairwise_games():
    # What a member adds is linear in who is there, so an order and its reverse balance.
    estimate = sampled_shapley(lambda s: s.sum(axis=1) ** 2.0, 6, np.random.default_rng(0))
    np.testing.assert_allclose(estimate.values, 6, rtol=1e-12)
    np.testing.assert_allclose(estimate.standard_errors, 0, atol=1e-12)


def test_rotations_are_exact_for_symmetric_games():
    estimate = sampled_shapley(
        lambda s: np.sqrt(s.sum(axis=1)), 5, np.random.default_rng(0), orders=10, design="rotated"
    )
    np.testing.assert_allclose(estimate.values, np.sqrt(5) / 5, rtol=1e-12)
    assert estimate.orders == 10


@each_design
def test_blocks_do_not_change_the_answer(design, monkeypatch):
    def run():
        rng = np.random.default_rng(3)
        return sampled_shapley(airport_cost, 8, rng, orders=24, design=design)

    whole = run()
    monkeypatch.setattr(sampling, "CELLS_AT_ONCE", 300)
    calls = []

    def watched(coalitions):
        calls.append(len(coalitions))
        return airport_cost(coalitions)

    parts = sampled_shapley(watched, 8, np.random.default_rng(3), orders=24, design=design)
    assert max(calls) <= 4 * 9
    assert parts.orders == whole.orders == 24
    assert parts.values.sum() == pytest.approx(20)
    if design != "rotated":
        assert len(calls) > 1


def test_orders_are_rounded_up_to_two_groups():
    for design, orders in [("independent", 2), ("reversed", 4), ("rotated", 16)]:
        found = sampled_shapley(airport_cost, 8, np.random.default_rng(0), orders=1, design=design)
        assert found.orders == orders


def test_the_value_of_nobody_is_taken_off():
    estimate = sampled_shapley(lambda s: s.sum(axis=1) + 10.0, 3, np.random.default_rng(0))
    np.testing.assert_allclose(estimate.values, 1)


def test_the_same_seed_gives_the_same_numbers():
    runs = [sampled_shapley(airport_cost, 8, np.random.default_rng(4)) for _ in range(2)]
    np.testing.assert_array_equal(runs[0].values, runs[1].values)


@pytest.mark.parametrize(
    ("keywords", "message"),
    [
        ({"members": 0}, "members, orders: expected at least 1 of each, got 0 and 1000"),
        ({"orders": 0}, "members, orders: expected at least 1 of each"),
        ({"design": "latin"}, "design: 'latin' is none of independent, reversed, rotated"),
        ({"characteristic_function": lambda s: s.sum()}, "characteristic_function: expected"),
        (
            {"characteristic_function": lambda s: np.full(len(s), np.nan)},
            "characteristic_function: nan",
        ),
    ],
)
def test_bad_input(keywords, message):
    given = {"characteristic_function": airport_cost, "members": 8, **keywords}
    with pytest.raises(ProblemError, match=message):
        sampled_shapley(rng=np.random.default_rng(0), **given)
