"""The core of an airport problem: contributions that make nobody subsidise another.

With members in the order of their costs ``c_1 <= ... <= c_n``, contributions ``x`` that sum to
``c_n`` are in the core if ``x >= 0`` and ``s_k = x_1 + ... + x_k <= c_k`` for each ``k``. In the
partial sums the core is ``{0 <= s_1 <= ... <= s_{n-1}, s_k <= c_k}``.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from burdenshare.arrays import Array, as_nonnegative, as_vectors
from burdenshare.errors import ProblemError

MOST_MEMBERS_OF_CENTRE = 300
"""The centre of the core is found for up to this many members."""


def is_free_of_subsidy(
    costs: ArrayLike, contributions: ArrayLike, tolerance: float = 1e-9
) -> NDArray[np.bool_]:
    """Say whether no group pays more than the facility it needs would cost.

    This is membership of the core of the airport game, tested without listing the groups.

    Parameters
    ----------
    costs : array_like, shape (..., n)
        Cost of the facility that each member needs, not negative. [any one currency]
    contributions : array_like, shape (..., n)
        What each member pays. [unit of `costs`]
    tolerance : float
        Error allowed, as a share of the largest cost of each problem. [no unit]

    Returns
    -------
    ndarray of bool, shape (...)
        True where the contributions pay for the facility and subsidise nobody.

    Raises
    ------
    ProblemError
        If a cost is negative, a number is not finite, or the numbers of members differ.

    References
    ----------
    W. Thomson (2024), Cost allocation and airport problems, Mathematical Social Sciences 131,
    17-31.

    Examples
    --------
    >>> is_free_of_subsidy([4, 4, 4, 8], [1.6, 1.6, 1.6, 3.2])
    np.False_
    """
    c = as_nonnegative(costs, "costs")
    x = as_vectors(contributions, "contributions")
    if x.shape[-1] != c.shape[-1]:
        raise ProblemError(
            f"contributions: expected {c.shape[-1]} members as in costs, got {x.shape[-1]}"
        )
    c, x = np.broadcast_arrays(c, x)
    order = np.argsort(c, axis=-1, kind="stable")
    need = np.take_along_axis(c, order, -1)
    paid = np.cumsum(np.take_along_axis(x, order, -1), axis=-1)
    slack = tolerance * need[..., -1]
    fair = (paid <= need + slack[..., None]).all(axis=-1) & (x >= -slack[..., None]).all(axis=-1)
    return np.asarray(fair & (np.abs(paid[..., -1] - need[..., -1]) <= slack))[()]


def no_subsidy_centre(costs: ArrayLike) -> Array:
    """Give the centre of gravity of the contributions that subsidise nobody: the core-centre.

    The volume of the core and the means of the partial sums are repeated integrals of
    polynomials. Kept in the Bernstein basis their coefficients never turn negative, so nothing
    cancels and the result is exact up to rounding. Members with equal costs pay the same. The
    work grows with the fourth power of the number of members.

    Parameters
    ----------
    costs : array_like, shape (..., n)
        Cost of the facility that each member needs, not negative. [any one currency]

    Returns
    -------
    ndarray, shape (..., n)
        Contributions in the order of `costs`, summing to the largest cost. [unit of `costs`]

    Raises
    ------
    ProblemError
        If a cost is negative or not finite, or there are more than 300 members.

    References
    ----------
    J. Gonzalez-Diaz, M. A. Miras Calvo, C. Quinteiro Sandomingo and E. Sanchez-Rodriguez (2016),
    Airport games: the core and its center, Mathematical Social Sciences 82, 105-115.

    Examples
    --------
    >>> no_subsidy_centre([2, 6])
    array([1., 5.])
    """
    c = as_nonnegative(costs, "costs")
    n = c.shape[-1]
    if n > MOST_MEMBERS_OF_CENTRE:
        raise ProblemError(
            f"costs: {n} members are too many for the centre of the core, at most "
            f"{MOST_MEMBERS_OF_CENTRE}; slack_maximizer takes any number"
        )
    order = np.argsort(c, axis=-1, kind="stable")
    ascending = np.take_along_axis(c, order, -1)
    sums = np.concatenate([_mean_partial_sums(ascending), ascending[..., -1:]], axis=-1)
    centre = np.empty_like(c)
    np.put_along_axis(centre, order, np.diff(sums, axis=-1, prepend=0.0), -1)
    return np.maximum(centre, 0)


def _mean_partial_sums(costs: Array) -> Array:
    """Give the means of s_1 to s_{n-1} over the core, by integration from the last to the first.

    ``volume`` is the volume of the later partial sums as a function of the one before them, and
    row k of ``moments`` the same integral with s_k as a factor, on the range from 0 to c_k.
    """
    n = costs.shape[-1]
    volume = np.ones((*costs.shape[:-1], 1, 1))
    moments = np.ones((*costs.shape[:-1], 0, 2))
    for k in range(n - 2, -1, -1):
        upper, lower = costs[..., k + 1], costs[..., k]
        part = np.divide(lower, upper, out=np.ones_like(lower), where=upper > 0)[..., None, None]
        volume, moments = _restricted(volume, part), _restricted(moments, part)
        degree = volume.shape[-1]
        shifted = lower[..., None, None] * volume * (np.arange(1, degree + 1) / degree)
        first_moment = np.concatenate([np.zeros_like(volume[..., :1]), shifted], axis=-1)
        moments = _integrated(np.concatenate([first_moment, moments], axis=-2))
        volume = _integrated(volume)
        scale = volume[..., :1]
        volume, moments = volume / scale, moments / scale
    return np.asarray(moments[..., 0] / volume[..., 0])


def _restricted(coefficients: Array, part: Array) -> Array:
    """Give the Bernstein coefficients on the first part of the range (de Casteljau)."""
    inner = coefficients.copy()
    for k in range(1, inner.shape[-1]):
        inner[..., k:] = (1 - part) * inner[..., k - 1 : -1] + part * inner[..., k:]
    return inner


def _integrated(coefficients: Array) -> Array:
    """Give the coefficients of the integral from a point to the end, over the range's length.

    The length is left out because it cancels between the volume and the moments.
    """
    tails = np.cumsum(coefficients[..., ::-1], axis=-1)[..., ::-1] / coefficients.shape[-1]
    return np.concatenate([tails, np.zeros_like(tails[..., :1])], axis=-1)
