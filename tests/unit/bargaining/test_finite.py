"""Choosing among agreements: ties, nobody's agreement, and many draws at once."""

import numpy as np
import pytest

from burdenshare.bargaining.finite import (
    egalitarian_outcome,
    individually_rational,
    kalai_smorodinsky_outcome,
    nash_outcome,
    pareto_efficient,
    utilitarian_outcome,
)
from burdenshare.errors import ProblemError

CHOICES = [nash_outcome, kalai_smorodinsky_outcome, egalitarian_outcome, utilitarian_outcome]


@pytest.mark.parametrize("choose", CHOICES)
def test_no_agreement_is_minus_one(choose):
    assert choose([[4, 1], [1, 4]], [2, 2]) == -1


@pytest.mark.parametrize("choose", CHOICES)
def test_each_draw_chooses_for_itself(choose):
    tables = np.array([[[4, 1], [1, 9]], [[5, 5], [1, 1]], [[0, 9], [9, 0]]])
    together = choose(tables, [1.0, 1.0])
    apart = [int(choose(table, [1.0, 1.0])) for table in tables]
    np.testing.assert_array_equal(together, apart)
    assert together[1:].tolist() == [0, -1]


def test_products_of_nothing_are_broken_by_the_sum():
    assert nash_outcome([[3, 1], [5, 1], [5, 1]], [1, 1]) == 1


def test_power_moves_the_choice():
    table = [[9, 2], [5, 5], [2, 9]]
    assert [int(nash_outcome(table, [0, 0], w)) for w in ([9, 1], [1, 1], [1, 9], [1, 0])] == [
        0,
        1,
        2,
        0,
    ]


def test_fractions_go_by_the_next_smallest_when_the_smallest_tie():
    assert kalai_smorodinsky_outcome([[5, 5], [5, 8], [10, 0], [0, 10]], [0, 0]) == 1
    assert egalitarian_outcome([[5, 5, 6], [5, 6, 6], [6, 5, 5]], [0, 0, 0]) == 1


def test_who_can_gain_nothing_does_not_count():
    assert kalai_smorodinsky_outcome([[0, 3], [0, 4]], [0, 0]) == 1


def test_copies_are_efficient_together():
    assert pareto_efficient([[2, 2], [2, 2], [2, 1], [1, 2]]).tolist() == [True, True, False, False]
    assert pareto_efficient([[2, 2, 0], [2, 2, 0], [1, 1, 1], [2, 1, 0]]).tolist() == [
        True,
        True,
        True,
        False,
    ]


def test_efficiency_of_many_draws():
    tables = np.random.default_rng(7).integers(0, 4, (20, 9, 2)).astype(float)
    apart = [pareto_efficient(table) for table in tables]
    np.testing.assert_array_equal(pareto_efficient(tables), apart)


def test_bad_shapes_are_named():
    with pytest.raises(ProblemError, match="payoffs: expected shape"):
        pareto_efficient([1, 2])
    with pytest.raises(ProblemError, match="disagreement: expected 2 payoffs"):
        individually_rational([[1, 2]], [1, 2, 3])
    with pytest.raises(ProblemError, match="weights"):
        nash_outcome([[1, 2]], [0, 0], [-1, 1])
