"""Shares in proportion to something, with least and greatest shares, and rounded to sum exactly.

The object. Members i = 1..n have weights w_i, such as incomes. Without bounds member i bears the
share w_i / sum w. With a floor f_i and a cap g_i it bears the share x_i = min(max(k w_i, f_i),
g_i), where k is the one number that makes the shares sum to 1: whoever is capped leaves the rest
to the others in proportion to their weights, and floors are financed in the same way. Assessment
scales and rationing with priorities are of this kind.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from burdenshare.arrays import Array, as_nonnegative, as_shares
from burdenshare.errors import ProblemError

_SLACK = 1e-12


def bounded_shares(weights: ArrayLike, *, floors: ArrayLike = 0.0, caps: ArrayLike = 1.0) -> Array:
    """Give shares in proportion to weights, none below its floor or above its cap.

    Parameters
    ----------
    weights : array_like, shape (..., n)
        Weights, not negative, not all zero. [any one unit]
    floors, caps : array_like, shape (..., n) or broadcast to it
        Least and greatest share of each member, 0 to 1. [share of the whole]

    Returns
    -------
    ndarray, shape (..., n)
        Shares that sum to 1. Found by the points at which members reach a bound, not by
        iteration: exact up to rounding.

    Raises
    ------
    ProblemError
        If a weight is negative or all are zero, a floor is above its cap, the floors sum to more
        than 1, or the caps cannot all hold because they leave a part of the whole to nobody.

    References
    ----------
    H. Moulin (2000), Priority rules and other asymmetric rationing methods, Econometrica 68,
    643-684. UN General Assembly resolution 55/5 B: floor and ceiling of the scale of assessments.

    Examples
    --------
    >>> bounded_shares([60, 30, 10], caps=[0.5, 1, 1]).round(4).tolist()
    [0.5, 0.375, 0.125]
    >>> bounded_shares([98, 1, 1], floors=0.05).round(4).tolist()
    [0.9, 0.05, 0.05]
    """
    given = as_nonnegative(weights, "weights")
    least, most = (
        np.broadcast_to(as_shares(bound, name), given.shape)
        for bound, name in ((floors, "floors"), (caps, "caps"))
    )
    _check(given, least, most)
    scaled = given / given.sum(axis=-1, keepdims=True)
    level = _level(scaled, least, most)
    shares = np.clip(level[..., None] * scaled, least, most)
    # What rounding leaves over goes to those who stand at no bound, or else to whoever has room.
    free = (shares > least) & (shares < most)
    gap = 1.0 - shares.sum(axis=-1, keepdims=True)
    some = free.any(axis=-1, keepdims=True)
    return np.asarray(shares + gap * free / np.where(some, free.sum(axis=-1, keepdims=True), 1))


def _check(weights: Array, least: Array, most: Array) -> None:
    if (weights.sum(axis=-1) <= 0).any():
        raise ProblemError("weights: all are zero, so they give no proportion; use equal weights")
    above = least > most
    if above.any():
        index = tuple(int(i) for i in np.argwhere(above)[0])
        raise ProblemError(
            f"floors: {least[index]:g} at index {index} is above the cap there, {most[index]:g}"
        )
    lowest = float(least.sum(axis=-1).max())
    if lowest > 1 + _SLACK:
        raise ProblemError(f"floors: they sum to {lowest:g}, more than the whole; lower some")
    # A member without weight never rises above its floor.
    highest = float(np.where(weights > 0, most, least).sum(axis=-1).min())
    if highest < 1 - _SLACK:
        raise ProblemError(
            f"caps: they cannot all hold: together members bear at most {highest:.6g} of the "
            "whole; raise a cap or drop one"
        )


def _level(weights: Array, least: Array, most: Array) -> Array:
    """Find the number k by which weights are multiplied: the total is piecewise linear in it."""
    positive = weights > 0
    safe = np.where(positive, weights, 1.0)
    points = np.concatenate(
        [np.where(positive, least / safe, 0.0), np.where(positive, most / safe, 0.0)], axis=-1
    )
    points = np.sort(points, axis=-1)
    totals = np.clip(
        points[..., :, None] * weights[..., None, :], least[..., None, :], most[..., None, :]
    ).sum(axis=-1)
    place = np.clip((totals < 1.0).sum(axis=-1), 1, points.shape[-1] - 1)[..., None]
    ends = [np.take_along_axis(points, place - shift, axis=-1)[..., 0] for shift in (1, 0)]
    reached = [np.take_along_axis(totals, place - shift, axis=-1)[..., 0] for shift in (1, 0)]
    rise = reached[1] - reached[0]
    part = np.where(rise > 0, (1.0 - reached[0]) / np.where(rise > 0, rise, 1.0), 0.0)
    return np.asarray(ends[0] + np.clip(part, 0.0, 1.0) * (ends[1] - ends[0]))


def largest_remainder(
    shares: ArrayLike, units: int, *, floors: ArrayLike = 0.0, caps: ArrayLike = 1.0
) -> NDArray[np.int64]:
    """Round shares to whole units that sum exactly, the largest remainders first.

    Parameters
    ----------
    shares : array_like, shape (n,)
        Shares that sum to 1. [share of the whole]
    units : int
        How many units make the whole: 10,000 for hundredths of a per cent.
    floors, caps : array_like, shape (n,) or broadcast to it
        Bounds that rounding may not cross, where they leave a choice. [share of the whole]

    Returns
    -------
    ndarray of int, shape (n,)
        Units of each member, each within one of its exact share, summing to `units`. Among equal
        remainders the member listed first is rounded up.

    Raises
    ------
    ProblemError
        If the shares do not sum to 1, or the bounds leave no rounding that sums exactly.

    References
    ----------
    M. Balinski and H. P. Young (1982), Fair Representation, Yale University Press.

    Examples
    --------
    >>> largest_remainder([1 / 3, 1 / 3, 1 / 3], 100).tolist()
    [34, 33, 33]
    """
    given = as_nonnegative(shares, "shares")
    if given.ndim != 1:
        raise ProblemError(f"shares: expected one list of members, got shape {given.shape}")
    if units < 1:
        raise ProblemError(f"units: at least 1 is needed, got {units}")
    if abs(float(given.sum()) - 1.0) > 1e-6:
        raise ProblemError(f"shares: they sum to {given.sum():g}, not to 1")
    exact = given * units
    # A share that is whole but for rounding errors is whole.
    exact = np.where(np.abs(exact - np.round(exact)) < 1e-7, np.round(exact), exact)
    least = np.ceil(np.broadcast_to(as_shares(floors, "floors"), given.shape) * units - 1e-7)
    most = np.floor(np.broadcast_to(as_shares(caps, "caps"), given.shape) * units + 1e-7)
    most = np.maximum(most, least)
    whole = np.clip(np.floor(exact), least, most).astype(np.int64)
    missing = units - int(whole.sum())
    step = 1 if missing > 0 else -1
    remainder = step * (exact - whole)
    for place in np.argsort(-remainder, kind="stable"):
        if missing == 0:
            break
        moved = whole[place] + step
        if least[place] <= moved <= most[place]:
            whole[place] = moved
            missing -= step
    if missing:
        raise ProblemError(
            f"units: no rounding to {units:,} units keeps all floors and caps; take more decimals"
        )
    return whole
