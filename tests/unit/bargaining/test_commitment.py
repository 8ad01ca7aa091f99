"""Commitments that can be taken back at a price, or that may fail."""

import numpy as np
import pytest
from tests import naive_bargaining_models as naive

from burdenshare.bargaining.commitment import (
    commitment_attempts,
    muthoo_shares,
    sticking_point,
)
from burdenshare.errors import ProblemError


@pytest.mark.parametrize("costs", [(1.0, 1.0), (2.0, 0.5), (0.2, 3.0)])
def test_muthoo_demands_are_best_replies(costs):
    shares = muthoo_shares(costs)
    for side in (0, 1):
        kept = naive.muthoo_utility(shares, costs, side)
        np.testing.assert_allclose(kept, shares[side], atol=1e-4)
        for other in np.linspace(0, 1, 41):
            demands = shares.copy()
            demands[side] = other
            assert naive.muthoo_utility(demands, costs, side) <= kept + 1e-3


@pytest.mark.parametrize(
    ("success", "costs", "demands"),
    [
        ((0.5, 0.5), (0.05, 0.05), (1.0, 1.0)),
        ((0.9, 0.4), (0.02, 0.02), (1.0, 1.0)),
        ((1.0, 1.0), (0.1, 0.2), (1.0, 1.0)),
        ((0.5, 0.5), (0.4, 0.05), (1.0, 1.0)),
        ((0.5, 0.5), (0.4, 0.4), (1.0, 1.0)),
        ((0.95, 0.9), (0.01, 0.05), (0.8, 0.7)),
    ],
)
def test_attempts_are_best_replies(success, costs, demands):
    answer = commitment_attempts(success, costs, demands=demands)
    for side in (0, 1):
        other = answer.attempts[1 - side]

        def payoff(tries, side=side, other=other):
            args = (side, success, costs, demands, (0.5, 0.5))
            against = naive.attempt_payoff(tries, True, *args)
            alone = naive.attempt_payoff(tries, False, *args)
            return other * against + (1 - other) * alone

        tries, waits = payoff(True), payoff(False)
        attempts = answer.attempts[side]
        np.testing.assert_allclose(
            answer.payoffs[side], attempts * tries + (1 - attempts) * waits, rtol=1e-12
        )
        if 0 < attempts < 1:
            np.testing.assert_allclose(tries, waits, rtol=1e-12)
        else:
            assert (tries > waits) == (attempts == 1)


def test_uncertain_commitments_conflict_with_the_square_of_success():
    q = np.linspace(0.1, 0.9, 9)
    answer = commitment_attempts(np.stack([q, q], axis=-1), [1e-6, 1e-6])
    np.testing.assert_array_equal(answer.attempts, 1.0)
    np.testing.assert_allclose(answer.conflict, q**2)


def test_commitments_that_never_fail_are_a_game_of_chicken():
    answer = commitment_attempts([1.0, 1.0], [0.05, 0.05])
    np.testing.assert_allclose(answer.attempts, 0.9)
    np.testing.assert_allclose(answer.conflict, 0.81)


@pytest.mark.parametrize(
    ("demands", "highest"),
    [
        ((0.75, 0.75), (1.0, 1.0)),
        ((0.8, 0.6), (0.9, 1.5)),
        ((0.9, 0.9), (0.05, 0.05)),
        ((1.0, 1.0), (1.0, 1.0)),
        ((0.6, 0.7), (0.3, 0.3)),
    ],
)
def test_sticking_is_a_best_reply_to_sticking(demands, highest):
    answer = sticking_point(demands, highest)
    costs = (np.arange(20_001) + 0.5) / 20_001
    for side in (0, 1):
        other = answer.sticks[1 - side]
        cost = costs * highest[side]
        stand = (1 - other) * demands[side]
        back = other * (1 - demands[1 - side]) + (1 - other) * 0.5 - cost
        np.testing.assert_allclose(np.mean(stand > back), answer.sticks[side], atol=1e-3)
    np.testing.assert_allclose(answer.impasse, answer.sticks.prod())


def test_alike_sides_stick_alike():
    answer = sticking_point([0.9, 0.9], [0.05, 0.05])
    np.testing.assert_allclose(answer.sticks[0], answer.sticks[1])
    assert 0 < answer.sticks[0] < 1


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: muthoo_shares([-1.0, 0.0]), "revocation_costs"),
        (lambda: commitment_attempts([1.5, 0.5]), "success"),
        (lambda: commitment_attempts([0.5, 0.5], demands=[0.5, 0.5]), "demands"),
        (lambda: commitment_attempts([0.5, 0.5], split=[0.5, 0.4]), "split"),
        (lambda: sticking_point([0.9, 0.4], [1.0, 1.0]), "demands"),
        (lambda: sticking_point([0.9, 0.9], [0.0, 1.0]), "highest_costs"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ProblemError, match=message):
        call()
