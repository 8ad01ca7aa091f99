"""Bargaining sets: their frontiers, what disagreement cuts off, and what is no set at all."""

import math

import numpy as np
import pytest

from burdenshare.bargaining.line_search import largest_at, zero_crossing
from burdenshare.bargaining.sets import (
    amount_at,
    curve_set,
    frontier_set,
    pie_set,
    polygon_set,
)
from burdenshare.errors import ProblemError


def test_vertices_within_the_hull_change_nothing():
    square = polygon_set([[0, 3], [3, 0], [1, 1], [1.5, 1.5], [0, 0], [2, 1], [1, -4]])
    np.testing.assert_array_equal(square.frontier, [[0, 3], [3, 0]])


def test_disagreement_cuts_the_frontier_but_not_the_whole():
    problem = polygon_set([[0, 4], [4, 0]], [1, 2])
    np.testing.assert_allclose(problem.frontier, [[1, 3], [2, 2]])
    np.testing.assert_allclose(problem.whole, [[0, 4], [4, 0]])
    np.testing.assert_allclose(problem.ideal, [2, 3])


@pytest.mark.parametrize("d", [[5, 0], [0, 5], [3, 3]])
def test_disagreement_out_of_reach_leaves_no_agreement(d):
    problem = polygon_set([[0, 4], [4, 0]], d)
    assert not problem.exists
    np.testing.assert_array_equal(problem.ideal, d)
    assert not curve_set(lambda s: (s, 4 - s), (0, 4), d).exists


def test_disagreement_on_the_frontier_is_the_only_agreement():
    problem = polygon_set([[0, 4], [4, 0]], [1, 3])
    np.testing.assert_allclose(problem.frontier, [[1, 3]])
    assert problem.exists


def test_a_stretch_that_helps_both_is_no_frontier():
    problem = frontier_set(lambda x: 1 - x**2, (-1, 1), (-1, 0))
    np.testing.assert_allclose(problem.ideal, [1, 1], atol=1e-7)
    assert problem.whole[0, 0] == pytest.approx(0, abs=1e-6)


def test_a_curve_is_cut_where_it_is_not_only_at_its_points():
    problem = frontier_set(lambda x: 1 - x**2, (0, 1), (0.1, 0.2))
    np.testing.assert_allclose(problem.ideal, [math.sqrt(0.8), 0.99], atol=1e-14)


def test_amounts_come_back_from_payoffs():
    assert amount_at(pie_set(9, math.sqrt, math.sqrt), [2, 5**0.5]) == pytest.approx(4)
    with pytest.raises(ProblemError, match="polygon or empty"):
        amount_at(polygon_set([[1, 1]]), [1, 1])


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: polygon_set([1, 2]), r"vertices: expected payoff pairs of shape \(k, 2\)"),
        (lambda: polygon_set(np.empty((0, 2))), "vertices"),
        (lambda: polygon_set([[1, 2]], [0, 0, 0]), "disagreement: expected two payoffs"),
        (lambda: polygon_set([[1, math.nan]]), "vertices: nan"),
        (lambda: frontier_set(lambda x: 1 - x, (1, 0)), "bracket"),
        (lambda: frontier_set(lambda x: (1 - x) ** 2, (0, 1)), "not concave"),
        (lambda: curve_set(lambda s: (-s, -s), (0, 1)), "first payoff falls"),
        (lambda: curve_set(lambda s: (s, math.inf), (0, 1)), "two finite payoffs"),
        (lambda: pie_set(0, math.sqrt, math.sqrt), "total: expected an amount above 0"),
    ],
)
def test_what_is_no_bargaining_set_is_refused(call, words):
    with pytest.raises(ProblemError, match=words):
        call()


def test_searches_end_where_there_is_nothing_to_find():
    assert zero_crossing(lambda x: 1.0, 2, 3) == 2
    assert zero_crossing(lambda x: -1.0, 2, 3) == 3
    assert zero_crossing(lambda x: math.copysign(1, x - 2.5), 2, 3) == 2.5
    assert largest_at(lambda x: x, 0, 1) == pytest.approx(1)
    assert largest_at(lambda x: -x, 0, 1) == pytest.approx(0, abs=1e-12)
