"""Dividing one amount: caps, nothing to gain, no power, and costs."""

import numpy as np
import pytest

from burdenshare.bargaining.division import (
    egalitarian_division,
    kalai_smorodinsky_division,
    nash_division,
)
from burdenshare.errors import ProblemError


@pytest.mark.parametrize(
    "divide", [nash_division, egalitarian_division, kalai_smorodinsky_division]
)
def test_nothing_to_gain_leaves_disagreement(divide):
    amounts, exists = divide([5, 6, 7], [2, 4])
    assert exists.tolist() == [False, True, True]
    np.testing.assert_allclose(amounts, [[2, 4], [2, 4], [2.5, 4.5]])


def test_caps_that_leave_some_of_it_over_mean_no_agreement():
    for divide in (nash_division, kalai_smorodinsky_division):
        amounts, exists = divide(10, [0, 0], caps=[[4, 6], [4, 5], [-1, 20]])
        assert exists.tolist() == [True, False, False]
        np.testing.assert_allclose(amounts, [[4, 6], [0, 0], [0, 0]])


def test_caps_bind_one_after_another():
    amounts = nash_division(12, [0, 0, 0], [3, 2, 1], caps=[3, 5, np.inf]).amounts
    np.testing.assert_allclose(amounts, [3, 5, 4])


def test_the_powerless_get_nothing_even_if_caps_bind():
    assert not nash_division(6, [0, 0], [1, 0], caps=[4, 9]).exists
    np.testing.assert_allclose(nash_division(6, [0, 0], [1, 0], caps=[9, 1]).amounts, [6, 0])
    np.testing.assert_allclose(
        nash_division(6, [0, 0, 0], [1, 0, 1], caps=[np.inf, 1, np.inf]).amounts, [3, 0, 3]
    )


def test_risk_aversion_costs_its_owner():
    np.testing.assert_allclose(nash_division(3, [0, 0], exponents=[0.5, 1]).amounts, [1, 2])


def test_a_cost_is_a_negative_amount():
    # A bill of 90; alone, members would pay up to 60 and 50.
    np.testing.assert_allclose(nash_division(-90, [-60, -50]).amounts, [-50, -40])


def test_draws_and_weights_broadcast():
    amounts, exists = nash_division(np.ones(4), np.zeros(3), np.ones((5, 1, 3)))
    assert amounts.shape == (5, 4, 3)
    assert exists.shape == (5, 4)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: nash_division(1, [0, 0], [0, 0]), "weights: all are 0"),
        (lambda: nash_division(1, [0, 0], [1, -1]), "weights: -1"),
        (lambda: nash_division(1, [0, 0], exponents=[0, 1]), "exponents: expected numbers above 0"),
        (lambda: nash_division(1, [0, 0], [1, 1, 1]), "shapes do not fit"),
        (lambda: nash_division(1, [0, 0], caps=[np.nan, 1]), "caps: expected finite numbers"),
        (lambda: kalai_smorodinsky_division(1, 0), "disagreement: expected one number a member"),
    ],
)
def test_bad_input_is_named(call, words):
    with pytest.raises(ProblemError, match=words):
        call()
