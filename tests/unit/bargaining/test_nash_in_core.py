"""The Nash solution within the core, against an optimiser, closed forms and the core test."""

import numpy as np
import pytest
from scipy.optimize import minimize

from burdenshare.bargaining.division import nash_division
from burdenshare.bargaining.multilateral import exit_shares, quota_division
from burdenshare.bargaining.nash_in_core import nash_in_core
from burdenshare.errors import ProblemError
from burdenshare.sharing.games import Game
from burdenshare.sharing.stability import core


def drawn_game(seed):
    rng = np.random.default_rng(seed)
    count = int(rng.integers(2, 6))
    alone = rng.uniform(1, 10, count)
    costs = np.zeros(1 << count)
    for mask in range(1, 1 << count):
        inside = [i for i in range(count) if mask >> i & 1]
        costs[mask] = alone[inside].sum() * (1 - 0.08 * (len(inside) - 1)) * rng.uniform(0.93, 1)
    return costs, rng.uniform(0.2, 2, count)


@pytest.mark.parametrize("seed", range(25))
def test_nothing_better_is_found_by_a_general_optimiser(seed):
    costs, weights = drawn_game(seed)
    found = nash_in_core(costs, weights)
    game = Game(costs, "cost")
    assert found.exists == core(game).nonempty
    assert found.charges.sum() == pytest.approx(costs[-1])
    count = game.size
    rows = np.array([[m >> i & 1 for i in range(count)] for m in range(1, (1 << count) - 1)], float)
    assert (rows @ found.charges <= costs[1:-1] + 1e-6).all()

    def loss(x):
        return -weights @ np.log(np.maximum(costs[1 << np.arange(count)] - x, 1e-12))

    other = minimize(
        loss,
        (core(game).point + found.charges) / 2,
        constraints=[
            {"type": "ineq", "fun": lambda x: costs[1:-1] - rows @ x},
            {"type": "eq", "fun": lambda x: x.sum() - costs[-1]},
        ],
        method="SLSQP",
        options={"ftol": 1e-13, "maxiter": 500},
    )
    assert loss(found.charges) <= other.fun + 1e-6
    assert found.charges == pytest.approx(other.x, abs=2e-3)


def test_where_no_coalition_matters_savings_are_shared_by_power():
    costs = np.array([0, 10, 12, 20, 14, 22, 24, 27.0])
    weights = np.array([2.0, 1.0, 1.0])
    found = nash_in_core(costs, weights)
    expected = -nash_division(-27.0, [-10, -12, -14], weights).amounts
    assert found.charges == pytest.approx(expected, abs=1e-6)
    assert found.binding == ()


def test_caps_and_floors_hold():
    costs = np.array([0, 10, 12, 20, 14, 22, 24, 27.0])
    found = nash_in_core(costs, caps=[5, np.inf, np.inf], floors=[-np.inf, 10.5, -np.inf])
    assert found.charges == pytest.approx([5, 10.5, 11.5], abs=1e-6)


def test_an_empty_core_has_no_solution():
    found = nash_in_core([0, 10, 10, 15, 10, 15, 15, 24])
    assert not found.exists
    assert found.charges.tolist() == [10, 10, 10]


def test_a_core_of_one_point_is_found():
    found = nash_in_core([0, 10, 10, 16, 10, 16, 16, 24])
    assert found.exists
    assert found.charges == pytest.approx([8, 8, 8], abs=1e-4)


def test_a_member_that_cannot_gain_does_not_join():
    assert not nash_in_core([0, 3, 4, 7]).exists


@pytest.mark.parametrize("costs", [[0, 1, 2], [1, 1, 2, 3], np.zeros(1 << 11)])
def test_what_is_no_game_is_refused(costs):
    with pytest.raises(ProblemError):
        nash_in_core(costs)


@pytest.mark.parametrize(("members", "quota"), [(3, 2), (5, 3), (9, 7), (4, 4)])
def test_a_division_by_quota_is_a_fixed_point_of_its_values(members, quota):
    discount, value = 0.9, np.full(members, 0.5 / members)
    for _ in range(500):
        # A proposer buys the q - 1 votes at hand, each for what waiting is worth, and keeps the
        # rest; partners are drawn by lot, and each member proposes with the same chance.
        keeps = 1 - (quota - 1) * discount * value
        is_partner = (quota - 1) / (members - 1)
        value = keeps / members + (1 - 1 / members) * is_partner * discount * value
    found = quota_division(members, discount, quota)
    assert found.ex_ante_value == pytest.approx(value[0])
    assert found.proposer == pytest.approx(1 - (quota - 1) * discount * value[0])


@pytest.mark.parametrize("members", [2, 3, 7])
def test_exit_shares_leave_everybody_what_its_own_offer_would(members):
    discounts = np.linspace(0.6, 0.95, members)
    first = exit_shares(discounts)
    assert first.sum() == pytest.approx(1)
    for other in range(1, members):
        order = [other, *(i for i in range(members) if i != other)]
        own = exit_shares(discounts[order])
        # Relative to the first proposer, a responder waits a period for the part it would propose.
        assert first[other] / first[0] == pytest.approx(
            discounts[other] * (1 - discounts[0]) / (1 - discounts[other])
        )
        assert own[0] > first[other]
