"""Solutions at the edges: no agreement, one agreement, flat tops, ties and no weight."""

import numpy as np
import pytest

from burdenshare.bargaining.axiomatic import (
    SOLUTIONS,
    egalitarian,
    kalai_smorodinsky,
    lexicographic_egalitarian,
    nash,
    proportional,
    utilitarian,
)
from burdenshare.bargaining.raiffa import raiffa_continuous, raiffa_discrete
from burdenshare.bargaining.sets import frontier_set, polygon_set
from burdenshare.errors import ConvergenceError, ProblemError


@pytest.mark.parametrize("name", SOLUTIONS)
def test_without_agreement_disagreement_stands(name):
    solve = SOLUTIONS[name].function
    np.testing.assert_array_equal(solve(polygon_set([[0, 4], [4, 0]], [3, 3])), [3, 3])
    np.testing.assert_array_equal(solve(frontier_set(lambda x: 4 - x, (0, 4), [3, 3])), [3, 3])


@pytest.mark.parametrize("name", SOLUTIONS)
def test_disagreement_on_the_frontier_stands(name):
    point = SOLUTIONS[name].function(polygon_set([[0, 4], [4, 0]], [1, 3]))
    np.testing.assert_allclose(point, [1, 3])


@pytest.mark.parametrize("name", [name for name in SOLUTIONS if name != "egalitarian"])
@pytest.mark.parametrize("corner", [[2, 3], [0, 3], [2, 0]])
def test_one_agreement_best_for_both_is_taken(name, corner):
    np.testing.assert_allclose(SOLUTIONS[name].function(polygon_set([corner])), corner, atol=1e-9)


@pytest.mark.parametrize("name", SOLUTIONS)
def test_a_polygon_far_from_disagreement_has_a_flat_top_and_a_steep_side(name):
    # Free disposal adds the rectangle below (1, 3) and (3, 1).
    point = SOLUTIONS[name].function(polygon_set([[1, 3], [3, 1]]))
    np.testing.assert_allclose(point, [2, 2], atol=1e-9)


def test_weight_alone_decides_between_the_ends():
    problem = polygon_set([[1, 4], [4, 1]])
    np.testing.assert_allclose(nash(problem, [1, 0]), [4, 1])
    np.testing.assert_allclose(nash(problem, [0, 1]), [1, 4])
    np.testing.assert_allclose(proportional(problem, [1, 0]), [4, 0])


def test_lexicographic_gains_go_beyond_equal_ones_on_either_side():
    np.testing.assert_allclose(egalitarian(polygon_set([[3, 1], [4, 0]])), [1, 1])
    np.testing.assert_allclose(lexicographic_egalitarian(polygon_set([[3, 1], [4, 0]])), [3, 1])
    np.testing.assert_allclose(lexicographic_egalitarian(polygon_set([[1, 3], [0, 4]])), [1, 3])


def test_ties_of_sums_are_broken_by_name():
    problem = polygon_set([[0, 4], [3, 1], [3.5, 0]])
    np.testing.assert_allclose(utilitarian(problem), [1.5, 2.5])
    np.testing.assert_allclose(utilitarian(problem, tie="first"), [3, 1])
    np.testing.assert_allclose(utilitarian(problem, tie="second"), [0, 4])


def test_the_classical_sum_does_not_look_at_disagreement():
    problem = polygon_set([[0, 6], [4, 0]], [2, 0])
    np.testing.assert_allclose(utilitarian(problem), [2, 3])
    np.testing.assert_allclose(utilitarian(problem, individually_rational=False), [0, 6])


def test_hopes_beyond_the_set_make_the_claims_solution():
    problem = polygon_set([[0, 6], [6, 0]])
    np.testing.assert_allclose(kalai_smorodinsky(problem, ideal=[6, 3]), [4, 2])


def test_raiffa_says_when_its_steps_run_out():
    with pytest.raises(ConvergenceError) as caught:
        raiffa_discrete(polygon_set([[0, 2], [2, 1], [3, 0]]), max_steps=1)
    assert caught.value.iterations == 1
    assert 0 < caught.value.residual < 1


def test_raiffa_takes_the_corner_it_passes_first():
    # Followed by hand: v = u-path of v' = 3 - 8u - v, u' = 1 - u crosses 1 at t with 2 t = 1.
    point = raiffa_continuous(polygon_set([[0, 3], [1, 1]]))
    u = 1 - np.exp(-0.5)
    np.testing.assert_allclose(point, [(u + 1) / 2, 3 - (u + 1)], atol=1e-12)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda p: nash(p, [1, -1]), "weights: -1"),
        (lambda p: nash(p, [0, 0]), "weights: expected two numbers, not both 0"),
        (lambda p: nash(p, [1, 1, 1]), "weights: expected two numbers"),
        (lambda p: kalai_smorodinsky(p, [-1, 2]), "ideal: -1"),
        (lambda p: utilitarian(p, tie="coin"), "tie: expected"),
    ],
)
def test_bad_input_is_named(call, words):
    with pytest.raises(ProblemError, match=words):
        call(polygon_set([[0, 1], [1, 0]]))


@pytest.mark.parametrize("name", SOLUTIONS)
@pytest.mark.parametrize("start", [(900.1, 1200.7), (12345.678, 98765.4), (1e5 / 3, -1e5 / 7)])
def test_small_gains_about_large_payoffs_are_no_trouble(name, start):
    """Their rounding is more than the last steps of a method that goes by halves."""
    solve = SOLUTIONS[name].function
    for gains in ([[0.1, 0.9], [0.5, 0.8], [0.9, 0.3]], [[0, 0.3], [0.5, 0.2], [1.1, 0]]):
        found = solve(polygon_set(np.array(gains) + start, start)) - start
        np.testing.assert_allclose(found, solve(polygon_set(gains)), atol=1e-9)
