"""Arguments checked and broadcast, with their names in every error."""

import numpy as np
import pytest

from burdenshare.bargaining.elementwise import above_zero, bound, not_negative, sides, together
from burdenshare.errors import ProblemError


def test_numbers_in_range_come_back_as_they_are():
    np.testing.assert_array_equal(above_zero([1e-300, 2.0], "scale"), [1e-300, 2.0])
    np.testing.assert_array_equal(not_negative([0.0, 2.0], "cost"), [0.0, 2.0])


def test_nothing_binds_without_a_bound():
    assert bound(None, np.inf, "ceiling") == np.inf
    np.testing.assert_array_equal(bound([1.0, np.inf], 0.0, "ceiling"), [1.0, np.inf])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: not_negative([1.0, -2.0], "cost"), "cost: -2 is negative"),
        (lambda: above_zero([1.0, 0.0], "scale"), "scale: 0 is not above 0"),
        (lambda: bound([np.nan], 0.0, "ceiling"), "ceiling: a number is missing"),
        (lambda: bound("high", 0.0, "ceiling"), "ceiling: expected numbers"),
        (lambda: together(low=np.zeros(2), high=np.zeros(3)), r"low \(2,\), high \(3,\)"),
        (lambda: sides(rates=np.zeros(3)), "rates: expected one number for each"),
        (lambda: sides(rates=np.zeros(())), "rates: expected one number for each"),
    ],
)
def test_errors_name_the_argument(call, message):
    with pytest.raises(ProblemError, match=message):
        call()
