"""Searches along one line: where a function crosses zero, where it is largest.

Object. A function of one number on an interval `[low, high]`. Both searches shrink the interval
by a fixed ratio, ask for nothing but values, and stop when floating point can tell no more.
"""

from __future__ import annotations

import math
from collections.abc import Callable

_GOLDEN = (math.sqrt(5) - 1) / 2


def zero_crossing(
    function: Callable[[float], float], low: float, high: float, *, steps: int = 200
) -> float:
    """Find where an increasing function turns positive, by bisection.

    Parameters
    ----------
    function : callable
        Increasing on the interval; need not be continuous.
    low, high : float
        Ends of the interval. [unit of the argument]
    steps : int
        Most halvings to make.

    Returns
    -------
    float
        The crossing, to the last bit; `low` or `high` if there is none between them.

    Examples
    --------
    >>> round(zero_crossing(lambda x: x**2 - 2, 0, 2), 12)
    1.414213562373
    """
    if function(low) >= 0:
        return low
    if function(high) <= 0:
        return high
    for _ in range(steps):
        middle = low + (high - low) / 2
        if middle in (low, high):
            break
        if function(middle) < 0:
            low = middle
        else:
            high = middle
    return high


def largest_at(
    function: Callable[[float], float], low: float, high: float, *, steps: int = 100
) -> float:
    """Find where a function with one peak is largest, by golden section.

    Parameters
    ----------
    function : callable
        Rises, then falls, on the interval; `-inf` is a value like any other.
    low, high : float
        Ends of the interval. [unit of the argument]
    steps : int
        Most cuts to make.

    Returns
    -------
    float
        The argument of the peak, to about the square root of the machine's precision.

    Examples
    --------
    >>> round(largest_at(lambda x: -(x - 0.3) ** 2, 0, 1), 6)
    0.3
    """
    left, right = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
    at_left, at_right = function(left), function(right)
    for _ in range(steps):
        if at_left > at_right:
            high, right, at_right = right, left, at_left
            left = high - _GOLDEN * (high - low)
            at_left = function(left)
        else:
            low, left, at_left = left, right, at_right
            right = low + _GOLDEN * (high - low)
            at_right = function(right)
        if not low < left < right < high:
            break
    return low + (high - low) / 2
