"""Linear pools: one predictive distribution as a weighted mean of several, weights fitted by CRPS.

Object and notation. `k` components give cumulative distributions `F_j` of each of `m` events on a
grid of `g` cells; the pool is `F = sum v_j F_j` with `v >= 0`, `sum v = 1`. The score of a forecast
`F` of an outcome `y` is

    CRPS(F, y) = integral of (F(x) - 1{y <= x})^2 dx

so the mean score is quadratic in the weights, and the best weights solve least squares on the
simplex. With few components that is solved exactly: the optimum has some support, on which its
equations are linear, and all supports are tried.

References
----------
T. Gneiting and A. Raftery (2007), Strictly proper scoring rules, prediction, and estimation,
Journal of the American Statistical Association 102, 359-378.
J. Geweke and G. Amisano (2011), Optimal prediction pools, Journal of Econometrics 164, 130-141.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike

from burdenshare.arrays import Array, Vector, as_array
from burdenshare.errors import ProblemError

MOST_COMPONENTS = 12
"""Beyond so many components there are too many supports to try."""


def crps_on_grid(cdf: ArrayLike, outcomes: ArrayLike, edges: ArrayLike) -> Array:
    """Score distributions that are constant on the cells of a grid.

    Parameters
    ----------
    cdf : array_like, shape (..., m, g)
        Value of each cumulative distribution on each cell, 0 to 1. [probability]
    outcomes : array_like, shape (m,)
        Within the grid; an outcome within a cell counts from that cell's lower edge.
        [unit of `edges`]
    edges : array_like, shape (g + 1,)
        Ends of the cells, rising. [any unit]

    Returns
    -------
    ndarray, shape (..., m)
        [unit of `edges`]

    Raises
    ------
    ProblemError
        If shapes do not match or an outcome lies off the grid.

    Examples
    --------
    >>> crps_on_grid([[0.0, 1.0]], [1.0], [0.0, 1.0, 2.0])
    array([0.])
    >>> crps_on_grid([[0.5, 1.0]], [1.0], [0.0, 1.0, 2.0])
    array([0.25])
    """
    values, ends = as_array(cdf, "cdf"), as_array(edges, "edges")
    happened = as_array(outcomes, "outcomes")
    if values.ndim < 2 or values.shape[-2:] != (happened.size, ends.size - 1):
        raise ProblemError(
            f"cdf: expected shape (..., {happened.size}, {ends.size - 1}), got {values.shape}"
        )
    return np.asarray((values - steps(happened, ends)) ** 2 @ np.diff(ends))


def steps(outcomes: ArrayLike, edges: ArrayLike) -> Array:
    """Give the distribution that is certain of each outcome, on the cells of a grid.

    Parameters
    ----------
    outcomes : array_like, shape (...)
        Within the grid. [unit of `edges`]
    edges : array_like, shape (g + 1,)
        Ends of the cells, rising.

    Returns
    -------
    ndarray, shape (..., g)
        0 below the cell that holds the outcome, 1 from it on.

    Raises
    ------
    ProblemError
        If an outcome lies off the grid.

    Examples
    --------
    >>> steps([0.0, 1.5, 2.0], [0.0, 1.0, 2.0])
    array([[1., 1.],
           [0., 1.],
           [0., 1.]])
    """
    happened, ends = as_array(outcomes, "outcomes"), as_array(edges, "edges")
    if (happened < ends[0]).any() or (happened > ends[-1]).any():
        raise ProblemError(f"outcomes: must lie between {ends[0]:g} and {ends[-1]:g}")
    cell = np.clip(np.searchsorted(ends, happened, side="right") - 1, 0, ends.size - 2)
    return (np.arange(ends.size - 1) >= cell[..., None]).astype(np.float64)


def fit_weights(components: ArrayLike, outcomes: ArrayLike, edges: ArrayLike) -> Vector:
    """Give the weights of the linear pool with the least mean CRPS.

    Parameters
    ----------
    components : array_like, shape (k, m, g)
        Cumulative distributions of `m` events by `k` components. [probability]
    outcomes : array_like, shape (m,)
        What happened. [unit of `edges`]
    edges : array_like, shape (g + 1,)
        Ends of the cells.

    Returns
    -------
    ndarray, shape (k,)
        Not negative, summing to 1. Of several optima the one on the smallest support, first in
        order, is given.

    Raises
    ------
    ProblemError
        If there are more than `MOST_COMPONENTS`, no event, or shapes do not match.

    Examples
    --------
    >>> sure = [[[0.0, 1.0]], [[1.0, 1.0]]]
    >>> fit_weights(sure, [1.0], [0.0, 1.0, 2.0])
    array([1., 0.])
    """
    values, ends = as_array(components, "components"), as_array(edges, "edges")
    happened = as_array(outcomes, "outcomes")
    if values.ndim != 3 or values.shape[1:] != (happened.size, ends.size - 1):
        raise ProblemError(
            f"components: expected shape (k, {happened.size}, {ends.size - 1}), got {values.shape}"
        )
    count, events = values.shape[0], values.shape[1]
    if not 1 <= count <= MOST_COMPONENTS or not events:
        raise ProblemError(
            f"components: expected 1 to {MOST_COMPONENTS} of them and at least one event, got "
            f"{count} and {events}"
        )
    errors = (values - steps(happened, ends)) * np.sqrt(np.diff(ends))
    flat = errors.reshape(count, -1)
    # The weights sum to 1, so the pool's error is the same mean of the components' errors.
    return _least_on_simplex(flat @ flat.T / events)


#: A support of more components must beat a smaller one by this part of the score to be taken.
_GAIN = 1e-12


def _least_on_simplex(products: Array) -> Vector:
    """Minimise v'Pv over the simplex, P positive semidefinite, by trying every support."""
    count = products.shape[0]
    best, weights = np.inf, np.zeros(count)
    for size in range(1, count + 1):
        for support in combinations(range(count), size):
            found = _on_support(products[np.ix_(support, support)])
            if found is None:
                continue
            score = float(found @ products[np.ix_(support, support)] @ found)
            if score < best - _GAIN * abs(best if np.isfinite(best) else 0.0):
                best, weights = score, np.zeros(count)
                weights[list(support)] = found
    return weights


def _on_support(products: Array) -> Vector | None:
    """Minimise with all weights free but for their sum; None unless all are positive."""
    size = products.shape[0]
    system = np.ones((size + 1, size + 1))
    system[:size, :size] = products
    system[size, size] = 0.0
    target = np.zeros(size + 1)
    target[size] = 1.0
    try:
        found = np.linalg.solve(system, target)[:size]
    except np.linalg.LinAlgError:
        # Components that say the same: a smaller support does as well.
        return None
    return np.asarray(found / found.sum()) if (found > 0).all() else None
