"""The Nash solution within the core against a general optimiser and games solved by hand."""

import numpy as np
import pytest
from scipy.optimize import minimize

from burdenshare.bargaining.nash_in_core import nash_in_core
from burdenshare.errors import ProblemError


def coalition_sums(charges):
    members = np.arange(len(charges))
    return np.array([charges[(s >> members) & 1 > 0].sum() for s in range(1 << len(charges))])


def best_by_optimiser(costs, weights, caps):
    """Maximise the sum of weighted logs by sequential quadratic programming, from five starts."""
    count = len(weights)
    alone = costs[1 << np.arange(count)]

    def loss(x):
        return -float(weights @ np.log(np.maximum(alone - x, 1e-9)))

    limits = [
        {"type": "eq", "fun": lambda x: x.sum() - costs[-1]},
        {"type": "ineq", "fun": lambda x: (costs - coalition_sums(x))[1:-1]},
        {"type": "ineq", "fun": lambda x: caps - x},
    ]
    rng = np.random.default_rng(0)
    found = [
        minimize(
            loss,
            alone - (alone.sum() - costs[-1]) * rng.dirichlet(np.ones(count)),
            constraints=limits,
            method="SLSQP",
            options={"maxiter": 500, "ftol": 1e-13},
        )
        for _ in range(5)
    ]
    return min((answer.fun, tuple(answer.x)) for answer in found if answer.success)


@pytest.mark.parametrize("seed", range(12))
def test_no_optimiser_finds_better(seed):
    rng = np.random.default_rng(seed)
    count = int(rng.integers(2, 5))
    # The cost of a coalition grows less than its members' together, so that the core has room.
    costs = coalition_sums(rng.uniform(1, 5, count)) ** rng.uniform(0.5, 0.9)
    weights = rng.uniform(0.3, 2, count)
    caps = np.full(count, np.inf)
    caps[0] = costs[1] * rng.uniform(0.8, 1)
    found = nash_in_core(costs, weights, caps=caps)
    _, theirs = best_by_optimiser(costs, weights, np.where(np.isinf(caps), 1e3, caps))
    assert found.exists
    np.testing.assert_allclose(found.charges, theirs, atol=2e-5)
    np.testing.assert_allclose(found.charges.sum(), costs[-1], rtol=1e-9)
    assert (coalition_sums(found.charges) <= costs + 1e-9).all()


def test_two_members_split_what_they_save_by_weight():
    np.testing.assert_allclose(nash_in_core([0, 2, 3, 4]).charges, [1.5, 2.5], atol=1e-6)
    np.testing.assert_allclose(nash_in_core([0, 2, 3, 4], [3, 1]).charges, [1.25, 2.75], atol=1e-6)


def test_a_pair_that_would_leave_holds_out_for_its_own_cost():
    # Equal gains give charges of 1 each; members 0 and 1 have 1.5 by themselves.
    found = nash_in_core([0, 2, 2, 1.5, 2, 3, 3, 3])
    np.testing.assert_allclose(found.charges, [0.75, 0.75, 1.5], atol=1e-6)
    assert found.binding == (0b011,)


def test_a_core_of_one_point_treats_equals_alike():
    found = nash_in_core([0, 2, 2, 2, 2, 2, 2, 3])
    np.testing.assert_allclose(found.charges, [1, 1, 1], atol=1e-5)
    assert found.binding == ()


def test_bounds_of_ratifiers_hold():
    assert nash_in_core([0, 2, 3, 4], floors=[1.9, 0]).charges == pytest.approx(
        [1.9, 2.1], abs=1e-6
    )
    assert nash_in_core([0, 2, 3, 4], caps=[1.2, np.inf]).charges == pytest.approx(
        [1.2, 2.8], abs=1e-6
    )
    assert not nash_in_core([0, 2, 3, 4], caps=[1.2, 2.5]).exists


@pytest.mark.parametrize("costs", [[0, 1, 1, 2], [0, 1, 1, 3], [0, 0, 0, 0]])
def test_nothing_to_gain_is_a_finding(costs):
    found = nash_in_core(costs)
    assert not found.exists
    np.testing.assert_array_equal(found.charges, costs[1:3])


@pytest.mark.parametrize("unit", [1e-9, 1e12])
def test_the_unit_of_money_does_not_matter(unit):
    costs = np.array([0, 2, 2, 1.5, 2, 3, 3, 3])
    found, scaled = nash_in_core(costs), nash_in_core(costs * unit)
    np.testing.assert_allclose(scaled.charges, found.charges * unit, rtol=1e-9)
    assert scaled.binding == found.binding


@pytest.mark.parametrize(
    ("costs", "weights", "words"),
    [
        ([0, 1, 1], None, "2\\*\\*n"),
        ([1, 1, 1, 1], None, "first of them 0"),
        ([0, 1, 1, 1], [1, 0], "weights"),
    ],
)
def test_problems_are_told(costs, weights, words):
    with pytest.raises(ProblemError, match=words):
        nash_in_core(costs, weights)
