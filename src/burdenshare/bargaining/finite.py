"""Choosing one of finitely many agreements, without lotteries.

Object. `payoffs` of shape (..., k, n): what each of `n` parties gets from each of `k` possible
agreements, and a `disagreement` point of shape (..., n); leading axes may be draws. An agreement
is individually rational if nobody gets less than from disagreement; gains are payoffs less
disagreement. With lotteries between agreements, use `polygon_set`.

Each choice is an index along the axis of agreements, or -1 where no agreement is individually
rational. Ties go to the agreement with the larger sum of gains, then to the first in order.

References
----------
M. Mariotti (1998), Nash bargaining theory when the number of alternatives can be finite, Social
Choice and Welfare 15, 413-421.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from burdenshare.arrays import Array, as_array, as_nonnegative
from burdenshare.errors import ProblemError


def individually_rational(payoffs: ArrayLike, disagreement: ArrayLike) -> NDArray[np.bool_]:
    """Tell which agreements leave nobody below disagreement.

    Parameters
    ----------
    payoffs : array_like, shape (..., k, n)
        What each party gets from each agreement. [utility]
    disagreement : array_like, shape (..., n)
        What each gets without. [utility]

    Returns
    -------
    ndarray of bool, shape (..., k)

    Raises
    ------
    ProblemError
        If the shapes do not fit or a number is not finite.

    Examples
    --------
    >>> individually_rational([[4, 1], [1, 4], [2, 2]], [2, 1])
    array([ True, False,  True])
    """
    return np.asarray((_gains(payoffs, disagreement) >= 0).all(axis=-1))


def pareto_efficient(payoffs: ArrayLike) -> NDArray[np.bool_]:
    """Tell which agreements no other one betters for someone and worsens for nobody.

    Parameters
    ----------
    payoffs : array_like, shape (..., k, n)
        What each party gets from each agreement. [utility]

    Returns
    -------
    ndarray of bool, shape (..., k)
        True for every copy of an efficient agreement.

    Raises
    ------
    ProblemError
        If there are no agreements or a number is not finite.

    Examples
    --------
    >>> pareto_efficient([[4, 1], [1, 4], [2, 2], [1, 2]])
    array([ True,  True,  True, False])
    """
    points = as_array(payoffs, "payoffs")
    _check_agreements(points)
    if points.shape[-1] == 2:
        return _efficient_pairs(points)
    flat = points.reshape(-1, *points.shape[-2:])
    return np.array([_efficient_among(table) for table in flat]).reshape(points.shape[:-1])


def nash_outcome(
    payoffs: ArrayLike,
    disagreement: ArrayLike,
    weights: ArrayLike | None = None,
    *,
    tolerance: float = 1e-12,
) -> NDArray[np.intp]:
    """Choose the agreement with the largest product of gains, each to the power of its weight.

    Parameters
    ----------
    payoffs : array_like, shape (..., k, n)
        What each party gets from each agreement. [utility]
    disagreement : array_like, shape (..., n)
        What each gets without. [utility]
    weights : array_like, shape (..., n), optional
        Bargaining power, not negative; equal by default. [pure number]
    tolerance : float
        Difference in the logarithm of the product that counts as a tie. [pure number]

    Returns
    -------
    ndarray of int, shape (...)
        Index of the agreement, or -1. If every product is 0, the sum of gains decides.

    Raises
    ------
    ProblemError
        If the shapes do not fit, a number is not finite or a weight is negative.

    References
    ----------
    J. F. Nash (1950), The bargaining problem, Econometrica 18, 155-162.

    Examples
    --------
    >>> int(nash_outcome([[4, 1], [1, 4], [2, 2]], [1, 1]))
    2
    """
    gains = _gains(payoffs, disagreement)
    power = as_nonnegative(np.ones(gains.shape[-1]) if weights is None else weights, "weights")
    with np.errstate(divide="ignore"):
        logs = np.log(np.maximum(gains, 0.0))
    with np.errstate(invalid="ignore"):
        product = np.where(power[..., None, :] > 0, logs * power[..., None, :], 0.0).sum(axis=-1)
    return _best(gains, [product], tolerance)


def kalai_smorodinsky_outcome(
    payoffs: ArrayLike, disagreement: ArrayLike, *, tolerance: float = 1e-12
) -> NDArray[np.intp]:
    """Choose the agreement whose smallest fraction of a party's best gain is largest.

    A party's best gain is taken over the individually rational agreements; who can gain nothing
    does not count. Between equals the next smallest fraction decides, and so on.

    Parameters
    ----------
    payoffs : array_like, shape (..., k, n)
        What each party gets from each agreement. [utility]
    disagreement : array_like, shape (..., n)
        What each gets without. [utility]
    tolerance : float
        Difference of fractions that counts as a tie. [pure number]

    Returns
    -------
    ndarray of int, shape (...)
        Index of the agreement, or -1.

    Raises
    ------
    ProblemError
        If the shapes do not fit or a number is not finite.

    References
    ----------
    E. Kalai and M. Smorodinsky (1975), Econometrica 43, 513-518.

    Examples
    --------
    >>> int(kalai_smorodinsky_outcome([[4, 1], [1, 9], [2, 4]], [0, 0]))
    2
    """
    gains = _gains(payoffs, disagreement)
    allowed = (gains >= 0).all(axis=-1, keepdims=True)
    best = np.where(allowed, gains, 0.0).max(axis=-2, keepdims=True)
    fractions = np.where(best > 0, gains / np.where(best > 0, best, 1.0), 1.0)
    return _best(gains, list(np.moveaxis(np.sort(fractions, axis=-1), -1, 0)), tolerance)


def egalitarian_outcome(
    payoffs: ArrayLike, disagreement: ArrayLike, *, tolerance: float = 1e-12
) -> NDArray[np.intp]:
    """Choose the agreement whose smallest gain is largest; then the next smallest, and so on.

    Parameters
    ----------
    payoffs : array_like, shape (..., k, n)
        What each party gets from each agreement. [utility]
    disagreement : array_like, shape (..., n)
        What each gets without. [utility]
    tolerance : float
        Difference of gains that counts as a tie. [utility]

    Returns
    -------
    ndarray of int, shape (...)
        Index of the agreement, or -1.

    Raises
    ------
    ProblemError
        If the shapes do not fit or a number is not finite.

    References
    ----------
    E. Kalai (1977), Econometrica 45, 1623-1630; H. Imai (1983), Econometrica 51, 389-401.

    Examples
    --------
    >>> int(egalitarian_outcome([[4, 1], [1, 9], [2, 4]], [0, 0]))
    2
    """
    gains = _gains(payoffs, disagreement)
    return _best(gains, list(np.moveaxis(np.sort(gains, axis=-1), -1, 0)), tolerance)


def utilitarian_outcome(
    payoffs: ArrayLike,
    disagreement: ArrayLike,
    weights: ArrayLike | None = None,
    *,
    tolerance: float = 1e-12,
) -> NDArray[np.intp]:
    """Choose the individually rational agreement with the largest weighted sum of payoffs.

    Parameters
    ----------
    payoffs : array_like, shape (..., k, n)
        What each party gets from each agreement. [utility]
    disagreement : array_like, shape (..., n)
        What each gets without. [utility]
    weights : array_like, shape (..., n), optional
        Weight of each party's payoff, not negative; equal by default. [pure number]
    tolerance : float
        Difference of sums that counts as a tie. [utility]

    Returns
    -------
    ndarray of int, shape (...)
        Index of the agreement, or -1.

    Raises
    ------
    ProblemError
        If the shapes do not fit, a number is not finite or a weight is negative.

    Examples
    --------
    >>> int(utilitarian_outcome([[4, 1], [1, 9], [2, 4]], [0, 0]))
    1
    """
    gains = _gains(payoffs, disagreement)
    power = as_nonnegative(np.ones(gains.shape[-1]) if weights is None else weights, "weights")
    return _best(gains, [(gains * power[..., None, :]).sum(axis=-1)], tolerance)


def _best(gains: Array, keys: list[Array], tolerance: float) -> NDArray[np.intp]:
    """First individually rational agreement, largest by the keys in turn, then by summed gains."""
    left = (gains >= 0).all(axis=-1)
    none = ~left.any(axis=-1)
    for key in [*keys, gains.sum(axis=-1)]:
        value = np.where(left, key, -np.inf)
        most = value.max(axis=-1, keepdims=True)
        with np.errstate(invalid="ignore"):
            left = left & ((value >= most - tolerance) | (value == most))
    return np.asarray(np.where(none, -1, np.argmax(left, axis=-1)))


def _efficient_pairs(points: Array) -> NDArray[np.bool_]:
    """Efficiency of pairs by one sort: walking down in x, y must reach a new high."""
    x, y = points[..., 0], points[..., 1]
    order = np.lexsort((-y, -x), axis=-1)
    sorted_x, sorted_y = (np.take_along_axis(z, order, axis=-1) for z in (x, y))
    high = np.maximum.accumulate(sorted_y, axis=-1)
    before = np.concatenate([np.full_like(high[..., :1], -np.inf), high[..., :-1]], axis=-1)
    new_high = sorted_y > before
    # A copy of an efficient pair follows it directly in this order and is efficient too.
    first = np.maximum.accumulate(np.where(new_high, np.arange(high.shape[-1]), -1), axis=-1)
    same = (sorted_x == np.take_along_axis(sorted_x, first, axis=-1)) & (sorted_y == high)
    efficient = np.empty(x.shape, dtype=np.bool_)
    np.put_along_axis(efficient, order, new_high | same, axis=-1)
    return efficient


def _efficient_among(table: Array) -> NDArray[np.bool_]:
    """Efficiency for any number of parties, one agreement at a time."""
    efficient = np.ones(len(table), dtype=np.bool_)
    for i, row in enumerate(table):
        better = (table >= row).all(axis=-1) & (table > row).any(axis=-1)
        efficient[i] = not better.any()
    return efficient


def _gains(payoffs: ArrayLike, disagreement: ArrayLike) -> Array:
    points, d = as_array(payoffs, "payoffs"), as_array(disagreement, "disagreement")
    _check_agreements(points)
    if d.ndim < 1 or d.shape[-1] != points.shape[-1]:
        raise ProblemError(
            f"disagreement: expected {points.shape[-1]} payoffs, got shape {d.shape}"
        )
    return points - d[..., None, :]


def _check_agreements(points: Array) -> None:
    if points.ndim < 2 or not points.shape[-2] or not points.shape[-1]:
        raise ProblemError(
            f"payoffs: expected shape (..., agreements, parties), got {points.shape}"
        )
