"""Assignment games: against another solver, edges and messages."""

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from burdenshare.errors import ProblemError
from burdenshare.sharing.assignment import (
    PriceRange,
    assignment_core_ends,
    core_prices,
    optimal_pairing,
)


def best_value(matrix):
    rows, columns = linear_sum_assignment(matrix, maximize=True)
    return matrix[rows, columns].sum()


@pytest.mark.parametrize("shape", [(1, 1), (1, 4), (4, 1), (3, 5), (5, 3), (6, 6)])
def test_pairing_and_core_against_another_solver(shape):
    rng = np.random.default_rng(sum(shape))
    for _ in range(20):
        matrix = rng.integers(0, 9, shape).astype(float)
        value, pairing = best_value(matrix), optimal_pairing(matrix)
        assert pairing.value == value
        assert pairing.row_payoffs.sum() + pairing.column_payoffs.sum() == pytest.approx(value)
        assert min(pairing.row_payoffs.min(), pairing.column_payoffs.min()) >= 0
        assert (np.add.outer(pairing.row_payoffs, pairing.column_payoffs) >= matrix - 1e-9).all()
        ends = assignment_core_ends(matrix)
        alone = [value - best_value(np.delete(matrix, i, 0)) for i in range(shape[0])]
        np.testing.assert_allclose(ends.row_optimal[: shape[0]], alone, atol=1e-9)
        alone = [value - best_value(np.delete(matrix, j, 1)) for j in range(shape[1])]
        np.testing.assert_allclose(ends.column_optimal[shape[0] :], alone, atol=1e-9)
        for end in ends:
            assert end.sum() == pytest.approx(value)
            outer = np.add.outer(end[: shape[0]], end[shape[0] :])
            assert (outer >= matrix - 1e-9).all()


def test_partners_are_who_makes_the_value():
    matrix = np.array([[5.0, 8, 2], [7, 9, 6], [2, 3, 0], [9, 0, 0]])
    pairing = optimal_pairing(matrix)
    paired = pairing.partner_of_row >= 0
    assert paired.sum() == 3
    assert matrix[paired, pairing.partner_of_row[paired]].sum() == pairing.value


def test_hundreds_on_each_side():
    matrix = np.random.default_rng(0).uniform(0, 1, (150, 120))
    assert optimal_pairing(matrix).value == pytest.approx(best_value(matrix))


def test_prices_are_the_core_of_the_assignment_game():
    costs, values = np.array([10.0, 14, 20]), np.array([18.0, 16, 9])
    ends = assignment_core_ends(np.maximum(values - costs[:, None], 0))
    prices = core_prices(costs, values)
    np.testing.assert_allclose(ends.row_optimal[:2], prices.high - costs[:2])
    np.testing.assert_allclose(ends.column_optimal[:2], prices.low - costs[:2])


def test_markets_at_their_edges():
    assert core_prices([5], [9]) == PriceRange(5, 9, 1)
    assert core_prices([9], [5]) == PriceRange(5, 9, 0)
    assert core_prices([5], [5]) == PriceRange(5, 5, 1)
    assert core_prices([1, 1], [4]) == PriceRange(1, 1, 1)


@pytest.mark.parametrize(
    ("matrix", "message"),
    [
        ([[1, -2]], "matrix: -2 at row 0, column 1 is negative"),
        ([1, 2], "matrix: expected a row and a column at least"),
        (np.ones((0, 2)), "matrix: expected a row and a column at least"),
        ([[np.nan]], "matrix: nan"),
    ],
)
def test_bad_matrices(matrix, message):
    for solve in (optimal_pairing, assignment_core_ends):
        with pytest.raises(ProblemError, match=message):
            solve(matrix)


def test_bad_markets():
    with pytest.raises(ProblemError, match="seller_costs: expected at least 1 member"):
        core_prices([], [1])
