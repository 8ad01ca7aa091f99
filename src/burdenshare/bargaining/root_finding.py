"""Where many functions of one number cross zero, all at once.

Object. An elementwise function and, for every element, two arguments `low < high` at which its
signs differ. The bracket shrinks by inverse quadratic interpolation where the last three points
make that safe and by halving where they do not, so that a smooth root costs about ten calls and
no root more than a bisection would. Values may be infinite; their sign is what counts.

References
----------
T. R. Chandrupatla (1997), A new hybrid quadratic/bisection algorithm for finding the zero of a
nonlinear function without using derivatives, Advances in Engineering Software 28, 145-149.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from burdenshare.arrays import Array
from burdenshare.errors import ConvergenceError


def crossing(
    function: Callable[[Array], Array],
    low: Array,
    high: Array,
    *,
    tolerance: float = 1e-15,
    steps: int = 200,
) -> Array:
    """Find the zero of each function in its bracket.

    Parameters
    ----------
    function : callable
        Takes and gives arrays of the shape of `low`; monotone in each element for one answer.
    low, high : ndarray
        Ends of the brackets, of one shape. [unit of the argument]
    tolerance : float
        Width of a bracket at which to stop, as a part of the argument. [share]
    steps : int
        Most calls of `function`.

    Returns
    -------
    ndarray
        The zeros. Where the signs at both ends agree, the end with the value closer to zero.

    Raises
    ------
    ConvergenceError
        If a bracket is still wider than `tolerance` after all steps.

    Examples
    --------
    >>> crossing(lambda x: x**2 - np.array([4.0, 9.0]), np.zeros(2), np.full(2, 10.0)).round(12)
    array([2., 3.])
    """
    a, b = (np.array(end, dtype=np.float64) for end in np.broadcast_arrays(low, high))
    with np.errstate(all="ignore"):
        at_a, at_b = function(a) + 0.0 * a, function(b) + 0.0 * b
        fixed = np.where(np.abs(at_a) <= np.abs(at_b), a, b)
        crosses = (np.sign(at_a) * np.sign(at_b) < 0) & (a != b)
        c, at_c = a.copy(), at_a.copy()
        share = np.full(a.shape, 0.5)
        # A zero at 0 itself, where a function jumps, has no relative precision to reach.
        nothing = np.finfo(float).eps * tolerance * np.abs(b - a) + 2 * np.finfo(float).tiny
        for _ in range(steps):
            x = a + share * (b - a)
            at_x = function(x)
            same = np.sign(at_x) == np.sign(at_a)
            c, at_c, b, at_b = (
                np.where(same, a, b),
                np.where(same, at_a, at_b),
                np.where(same, b, a),
                np.where(same, at_b, at_a),
            )
            a, at_a = x, at_x
            best = np.where(np.abs(at_a) < np.abs(at_b), a, b)
            least = 2 * tolerance * np.abs(best) + nothing
            margin = least / np.abs(b - a)
            done = ~crosses | (margin > 0.5) | (at_a == 0) | ~(np.abs(b - a) > 0)
            if done.all():
                return np.where(crosses, np.where(at_a == 0, a, best), fixed)
            share = _next_share(a, b, c, at_a, at_b, at_c, np.minimum(margin, 0.5))
            share = np.where(done, 0.0, share)
    raise ConvergenceError(
        f"no zero found to {tolerance:g} in {steps} steps",
        iterations=steps,
        residual=float(np.abs(at_a[~done]).max()),
    )


def _next_share(
    a: Array, b: Array, c: Array, at_a: Array, at_b: Array, at_c: Array, margin: Array
) -> Array:
    """Give the next point as a part of the way from a to b: a parabola's, or the middle."""
    place, height = (a - b) / (c - b), (at_a - at_b) / (at_c - at_b)
    safe = (height**2 < place) & ((1 - height) ** 2 < 1 - place)
    parabola = at_a / (at_b - at_a) * at_c / (at_b - at_c) + (c - a) / (b - a) * at_a / (
        at_c - at_a
    ) * at_b / (at_c - at_b)
    share = np.where(safe & np.isfinite(parabola), parabola, 0.5)
    return np.clip(share, margin, 1 - margin)
