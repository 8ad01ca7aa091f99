"""Zeros of many functions at once."""

import numpy as np
import pytest

from burdenshare.bargaining.root_finding import crossing
from burdenshare.errors import ConvergenceError


def test_many_cube_roots_to_the_last_digits():
    target = np.random.default_rng(0).uniform(-5, 5, 500)
    found = crossing(lambda x: x**3 - target, np.full(500, -10.0), np.full(500, 10.0))
    np.testing.assert_allclose(found, np.cbrt(target), rtol=1e-14)


def test_values_may_be_infinite_at_the_ends():
    odds = np.array([0.1, 1.0, 9.0])
    found = crossing(lambda x: 1 / (1 - x) - odds / x, np.zeros(3), np.ones(3))
    np.testing.assert_allclose(found, odds / (1 + odds), rtol=1e-13)


def test_without_a_sign_change_the_closer_end_is_given():
    np.testing.assert_array_equal(crossing(lambda x: x + 1, np.zeros(2), np.ones(2)), [0, 0])
    np.testing.assert_array_equal(crossing(lambda x: x - 2, np.zeros(2), np.ones(2)), [1, 1])


def test_zero_at_an_end_or_of_a_jump():
    assert crossing(lambda x: x, np.zeros(()), np.ones(())) == 0
    jump = crossing(lambda x: np.where(x < 0.3, -1.0, 1.0), np.zeros(()), np.ones(()))
    np.testing.assert_allclose(jump, 0.3, atol=1e-14)


def test_too_few_steps_are_an_error_with_their_number():
    with pytest.raises(ConvergenceError) as caught:
        crossing(lambda x: x**3 - 2, np.zeros(()), np.full((), 10.0), steps=3)
    assert caught.value.iterations == 3
    assert caught.value.residual > 0


def test_a_jump_over_nothing_is_found():
    found = crossing(lambda x: np.where(x < 0, 1.0, -1e9), np.array([-1.0]), np.array([1e-9]))
    np.testing.assert_allclose(found, 0.0, atol=1e-25)
