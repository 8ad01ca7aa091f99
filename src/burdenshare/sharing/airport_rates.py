"""Rates at which the members of an airport problem pay when the absence of subsidy binds.

Several rules let members pay in the order of their costs. Member ``i`` counts for a step
``s_i`` and pays ``s_i`` times the rate

    min over r >= i of (c_r - paid so far) / (s_i + ... + s_r + a),

where the allowance ``a`` is left out for ``r = n``. Steps of 1 and no allowance give constrained
equal contributions, steps ``c_i`` constrained proportional ones, steps and allowance of 1 the
nucleolus. Without an allowance the rates are the slopes of the lower convex hull of the points
``(s_1 + ... + s_k, c_k)``.
"""

from __future__ import annotations

import numpy as np

from burdenshare.arrays import Array

LARGEST_BATCHED = 256
"""Up to this many members, many problems are solved side by side rather than one by one."""

MOST_ROUNDS = 50
"""Rounds of dropping points before the slower but sure way along the hull is taken."""


def binding_rates(costs: Array, steps: Array, allowance: float = 0.0) -> Array:
    """Give the rate at which each member pays, its contribution being the rate times its step.

    Parameters
    ----------
    costs : ndarray, shape (..., n)
        Costs of each problem, in ascending order. [any one currency]
    steps : ndarray, shape (..., n)
        What a member counts for; 0 only where its cost is 0. [no unit]
    allowance : float
        The ``a`` of the formula above. [unit of `steps`]

    Returns
    -------
    ndarray, shape (..., n)
        Rates, which never fall from one member to the next. [unit of `costs` over `steps`]

    Examples
    --------
    >>> binding_rates(np.array([1.0, 3.0, 7.0, 10.0]), np.ones(4))
    array([1. , 2. , 3.5, 3.5])
    """
    n = costs.shape[-1]
    reach = np.cumsum(steps, axis=-1)
    if costs.ndim > 1 and n <= LARGEST_BATCHED:
        return _rates_side_by_side(costs, steps, reach, allowance)
    rates = np.empty_like(costs)
    for row in np.ndindex(costs.shape[:-1]):
        rates[row] = _rates_of_one(costs[row], reach[row], allowance)
    return rates


def _rates_side_by_side(costs: Array, steps: Array, reach: Array, allowance: float) -> Array:
    """Find the rates of many problems, one member after another."""
    n = costs.shape[-1]
    limits = reach + allowance * (np.arange(n) < n - 1)
    rates = np.zeros_like(costs)
    paid = np.zeros(costs.shape[:-1])
    for i in range(n):
        before = (reach[..., i] - steps[..., i])[..., None]
        left = np.maximum(costs[..., i:] - paid[..., None], 0)
        # A member without a cost has no length of its own; it cannot bind and pays nothing.
        slopes = np.divide(
            left,
            limits[..., i:] - before,
            out=np.full_like(left, np.inf),
            where=costs[..., i:] > 0,
        )
        lowest = slopes.min(axis=-1)
        rates[..., i] = np.where(costs[..., i] > 0, lowest, 0)
        paid += rates[..., i] * steps[..., i]
    return rates


def _rates_of_one(costs: Array, reach: Array, allowance: float) -> Array:
    """Find the rates of one problem in linear time, walking along lower convex hulls.

    Members are points ``(reach, cost)``, the last moved left by the allowance. From a start to
    the left of the points not yet passed, the least slope leads to a point of their lower hull;
    all members up to it pay that slope, and the next start lies on the same line, as far left
    of the point reached as the allowance says.
    """
    n = len(costs)
    first = int(np.searchsorted(costs, 0, side="right"))
    if first == n:
        return np.zeros(n)
    if not allowance:
        before = reach[first - 1] if first else 0.0
        slopes_of_hull = _slopes_of_hull(reach[first:] - before, costs[first:])
        if slopes_of_hull is not None:
            return np.concatenate([np.zeros(first), slopes_of_hull])
    y: list[float] = costs.tolist()
    ends: list[float] = reach.tolist()
    x = [*ends[:-1], ends[-1] - allowance]
    following = _hull_successors(x, y, first)
    x_start, paid = (ends[first - 1] if first else 0.0) - allowance, 0.0
    lengths, slopes = [first], [0.0]
    i = first
    while i < n:
        r, slope = i, (y[i] - paid) / (x[i] - x_start)
        while r < n - 1:
            k = following[r]
            next_slope = (y[k] - paid) / (x[k] - x_start)
            if next_slope > slope:
                break
            r, slope = k, next_slope
        lengths.append(r + 1 - i)
        slopes.append(slope)
        x_next = ends[r] - allowance
        paid += slope * (x_next - x_start)
        x_start, i = x_next, r + 1
    return np.repeat(slopes, lengths)


def _slopes_of_hull(x: Array, y: Array) -> Array | None:
    """Give the slopes of the lower convex hull from the origin, or None where that takes long.

    Every point on or above the line between its neighbours is dropped, all at once, until
    none is left. A corner of the hull is never dropped. Each round tends to halve the points,
    but need not.
    """
    corners = np.arange(len(x) + 1)
    x, y = np.append(0.0, x), np.append(0.0, y)
    for _ in range(MOST_ROUNDS):
        slopes = np.diff(y[corners]) / np.diff(x[corners])
        stays = np.append(True, np.append(slopes[:-1] < slopes[1:], True))
        if stays.all():
            return np.repeat(slopes, np.diff(corners))
        corners = corners[stays]
    return None


def _hull_successors(x: list[float], y: list[float], first: int) -> list[int]:
    """Give for each point the next one on the lower convex hull of itself and all after it."""
    n = len(x)
    following = [n] * n
    for r in range(n - 2, first - 1, -1):
        k = r + 1
        x_r, y_r = x[r], y[r]
        rise, run = y[k] - y_r, x[k] - x_r
        while k < n - 1:
            k_next = following[k]
            rise_next, run_next = y[k_next] - y_r, x[k_next] - x_r
            if rise * run_next < rise_next * run:
                break
            k, rise, run = k_next, rise_next, run_next
        following[r] = k
    return following
