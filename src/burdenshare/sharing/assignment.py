"""Assignment games: two sides, each member dealing with at most one of the other side.

The object is a matrix ``a`` of shape (rows, columns); ``a_ij >= 0`` is what row member ``i`` and
column member ``j`` make together, and nobody makes anything alone. A coalition makes the most
that pairing its members can give. The core is the set of prices at which everyone is content
with an optimal pairing; it is never empty, and has one point that is best for all of one side
and one that is best for all of the other. Between them no side's members differ about the
direction that is better.

In a market for equal goods the matrix is ``max(buyer value - seller cost, 0)`` and the core has
a single price for all trades.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from burdenshare.arrays import Array, Vector, as_array, as_vectors
from burdenshare.errors import ProblemError


class Pairing(NamedTuple):
    """An optimal pairing of two sides, with payoffs that prove it."""

    partner_of_row: NDArray[np.int64]
    """Column paired with each row, shape (rows,); -1 where there is none."""

    row_payoffs: Vector
    """Payoffs of the row side in some core allocation, shape (rows,). [unit of the matrix]"""

    column_payoffs: Vector
    """Payoffs of the column side in it, shape (columns,). [unit of the matrix]"""

    value: float
    """What everyone makes together; equal to the sum of all payoffs. [unit of the matrix]"""


class CoreEnds(NamedTuple):
    """The two ends of the core of an assignment game; each payoff vector holds rows, columns."""

    row_optimal: Vector
    """Best for all rows and worst for all columns. [unit of the matrix]"""

    column_optimal: Vector
    """Best for all columns and worst for all rows. [unit of the matrix]"""


class PriceRange(NamedTuple):
    """Trade in a market for equal goods."""

    low: float
    """Lowest price in the core. [unit of the values]"""

    high: float
    """Highest price in the core. [unit of the values]"""

    trades: int
    """How many goods change hands."""


def optimal_pairing(matrix: ArrayLike) -> Pairing:
    """Pair two sides so that together they make the most.

    Parameters
    ----------
    matrix : array_like, shape (rows, columns)
        What each pair makes, not negative. [any one currency]

    Returns
    -------
    Pairing
        The pairing, one core allocation and the value of the game.

    Raises
    ------
    ProblemError
        If the matrix is empty, has a negative entry, or one that is not finite.

    References
    ----------
    H. W. Kuhn (1955), The Hungarian method for the assignment problem, Naval Research Logistics
    Quarterly 2, 83-97.

    Examples
    --------
    >>> optimal_pairing([[5, 8, 2], [7, 9, 6], [2, 3, 0]]).value
    16.0
    """
    a = _matrix(matrix)
    if a.shape[0] > a.shape[1]:
        turned = optimal_pairing(a.T)
        partners = np.full(len(a), -1, dtype=np.int64)
        partners[turned.partner_of_row] = np.arange(a.shape[1])
        return Pairing(partners, turned.column_payoffs, turned.row_payoffs, turned.value)
    owner, rows, columns = _shortest_augmentation(-a)
    partners = np.empty(len(a), dtype=np.int64)
    taken = owner >= 0
    partners[owner[taken]] = np.flatnonzero(taken)
    value = float(a[np.arange(len(a)), partners].sum())
    return Pairing(partners, -rows, -columns, value)


def assignment_core_ends(matrix: ArrayLike) -> CoreEnds:
    """Find the core allocation that is best for one side, and the one best for the other.

    At the end that is best for its side a member gets all that it adds to the value.

    Parameters
    ----------
    matrix : array_like, shape (rows, columns)
        What each pair makes, not negative. [any one currency]

    Returns
    -------
    CoreEnds
        Payoffs of the rows followed by those of the columns, at both ends.

    Raises
    ------
    ProblemError
        If the matrix is empty, has a negative entry, or one that is not finite.

    References
    ----------
    L. S. Shapley and M. Shubik (1971), The assignment game I: the core, International Journal
    of Game Theory 1, 111-130. G. Demange (1982), Strategyproofness in the assignment market
    game, Ecole Polytechnique.

    Examples
    --------
    >>> assignment_core_ends([[5, 8, 2], [7, 9, 6], [2, 3, 0]]).row_optimal
    array([5., 6., 1., 1., 3., 0.])
    """
    a = _matrix(matrix)
    pairing = optimal_pairing(a)
    best_rows, worst_columns = _best_for_rows(a, pairing.partner_of_row)
    partner_of_column = np.full(a.shape[1], -1, dtype=np.int64)
    matched = pairing.partner_of_row >= 0
    partner_of_column[pairing.partner_of_row[matched]] = np.flatnonzero(matched)
    best_columns, worst_rows = _best_for_rows(a.T, partner_of_column)
    return CoreEnds(
        np.concatenate([best_rows, worst_columns]), np.concatenate([worst_rows, best_columns])
    )


def core_prices(seller_costs: ArrayLike, buyer_values: ArrayLike) -> PriceRange:
    """Find the prices of a market for equal goods at which nobody can do better elsewhere.

    Parameters
    ----------
    seller_costs : array_like, shape (sellers,)
        What the one good of each seller is worth to the seller. [any one currency]
    buyer_values : array_like, shape (buyers,)
        What one good is worth to each buyer. [unit of `seller_costs`]

    Returns
    -------
    PriceRange
        Lowest and highest price, and the number of trades; a good worth as much to both counts
        as traded. Without trade the prices run from the highest value to the lowest cost.

    Raises
    ------
    ProblemError
        If a side is empty, or a number is not finite.

    References
    ----------
    E. von Bohm-Bawerk (1889), Positive Theorie des Kapitales; L. S. Shapley and M. Shubik
    (1971), The assignment game I: the core, International Journal of Game Theory 1, 111-130.

    Examples
    --------
    >>> core_prices([10, 14, 20], [18, 16, 9])
    PriceRange(low=14.0, high=16.0, trades=2)
    """
    costs = np.sort(as_vectors(seller_costs, "seller_costs").ravel())
    values = np.sort(as_vectors(buyer_values, "buyer_values").ravel())[::-1]
    both = min(len(costs), len(values))
    trades = int((values[:both] >= costs[:both]).sum())
    low = [*costs[trades - 1 : trades], *values[trades : trades + 1]] if trades else [values[0]]
    high = [*values[trades - 1 : trades], *costs[trades : trades + 1]] if trades else [costs[0]]
    return PriceRange(float(max(low)), float(min(high)), trades)


def _matrix(matrix: ArrayLike) -> Array:
    """Check what pairs make."""
    a = as_array(matrix, "matrix")
    if a.ndim != 2 or not a.size:
        raise ProblemError(f"matrix: expected a row and a column at least, got shape {a.shape}")
    if (a < 0).any():
        i, j = np.argwhere(a < 0)[0]
        raise ProblemError(
            f"matrix: {a[i, j]:g} at row {i}, column {j} is negative; a pair that should not "
            "form makes 0"
        )
    return a


def _shortest_augmentation(costs: Array) -> tuple[NDArray[np.int64], Vector, Vector]:
    """Assign every row at the least cost, with no more rows than columns.

    Rows are added one by one along the shortest path of reduced costs. The dual prices returned
    satisfy ``rows + columns <= costs``, with equality on the assignment; a column stays at 0
    until it is used.
    """
    n, m = costs.shape
    owner = np.full(m, -1, dtype=np.int64)
    rows, columns = np.zeros(n), np.zeros(m)
    for first in range(n):
        distance, before = np.full(m, np.inf), np.full(m, -1, dtype=np.int64)
        done = np.zeros(m, dtype=bool)
        i, at, last = first, 0.0, -1
        while True:
            reduced = at + costs[i] - rows[i] - columns
            closer = ~done & (reduced < distance)
            distance[closer], before[closer] = reduced[closer], last
            last = int(np.where(done, np.inf, distance).argmin())
            at = float(distance[last])
            done[last] = True
            if owner[last] < 0:
                break
            i = int(owner[last])
        rows[first] += at
        passed = done & (owner >= 0)
        rows[owner[passed]] += at - distance[passed]
        columns[passed] -= at - distance[passed]
        while last >= 0:
            previous = int(before[last])
            owner[last] = owner[previous] if previous >= 0 else first
            last = previous
    return owner, rows, columns


def _best_for_rows(matrix: Array, partner: NDArray[np.int64]) -> tuple[Vector, Vector]:
    """Give the payoffs of both sides when columns get the least that keeps the pairing.

    A column must get what the rows could gain by turning to it: starting from nothing, payoffs
    of the columns are raised until no row would rather have another column. As in shortest
    paths, as many rounds as there are rows are enough.
    """
    n, m = matrix.shape
    matched = np.flatnonzero(partner >= 0)
    own = np.zeros(n)
    own[matched] = matrix[matched, partner[matched]]
    columns = np.zeros(m)
    for _ in range(n + 1):
        rows = own.copy()
        rows[matched] -= columns[partner[matched]]
        columns = np.maximum(columns, (matrix - rows[:, None]).max(axis=0))
    rows = own.copy()
    rows[matched] -= columns[partner[matched]]
    return np.maximum(rows, 0), columns
