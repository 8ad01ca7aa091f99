"""Raising the stakes in public: a war of attrition with audience costs.

Object. Two sides want a good worth 1. At any time each may back down, hold on, or strike. Who backs
down at time `t` pays the audience cost `a_i t` for having held on so long, and the other has the
good. A strike is worth `w_i` to side `i`, which it alone knows: uniform from `-c_i` to 0. All
arrays have shape (..., 2), one number a side; leading axes may be draws.

    horizon   T     after which nobody backs down
    locked in       those for whom striking is better than backing down at T: chance a_i T / c_i
    hazard          a_j / (1 + a_j t) at which i backs down before T, so that j is content to wait
    at once   q_i   chance that i backs down at time 0, for one side at most

The chance that `i` still holds on falls as `(1 - q_i) / (1 + a_j t)`. At `T` it must be that of
being locked in, for both sides; the horizon is the first time at which this holds with `q >= 0`:

    (1 + a_j T) a_i T / c_i = 1    for the side that does not back down at once

The side whose audience costs rise faster, or whose strike costs less, is locked in sooner, and the
other is the likelier to back down. What both would gain by a deal is not in the model.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from burdenshare.arrays import Array
from burdenshare.bargaining.elementwise import above_zero, not_negative, sides, swapped
from burdenshare.errors import ProblemError

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(96)


class Escalation(NamedTuple):
    """How a public crisis ends; shapes (..., 2) unless said otherwise."""

    horizon: Array
    """When nobody backs down any more, shape (...). [time]"""

    at_once: Array
    """Chance that a side backs down at time 0; at most one of a pair is above 0."""

    locked_in: Array
    """Chance that a side would rather strike than back down at the horizon."""

    backs_down: Array
    """Chance that a side is the one to back down, sooner or later."""

    strike: Array
    """Chance that neither does and the horizon ends in a strike, shape (...)."""


def audience_cost_crisis(slopes: ArrayLike, strike_costs: ArrayLike) -> Escalation:
    """Give the equilibrium of a crisis in which holding on makes backing down ever dearer.

    Parameters
    ----------
    slopes : array_like, shape (..., 2)
        How fast the audience cost of each side rises, not negative and not both 0.
        [parts of the good, per unit of time]
    strike_costs : array_like, shape (..., 2)
        Most that a strike may cost each side, above 0; the cost is uniform from 0 up and seen by
        that side alone. [parts of the good]

    Returns
    -------
    Escalation
        Leading axes as the arguments broadcast. The chances that the one side backs down, that the
        other does, and of a strike add up to 1. A side without audience costs is never locked in
        and backs down at once.

    Raises
    ------
    ProblemError
        If a slope is negative or both are 0, a cost is not above 0, or shapes do not fit.

    References
    ----------
    J. D. Fearon (1994), Domestic political audiences and the escalation of international disputes,
    American Political Science Review 88, 577-592.

    Examples
    --------
    >>> crisis = audience_cost_crisis([2.0, 1.0], [1.0, 1.0])
    >>> float(crisis.horizon.round(4)), crisis.at_once.round(4), crisis.locked_in.round(4)
    (0.366, array([0.   , 0.366]), array([0.7321, 0.366 ]))
    >>> crisis.backs_down.round(4), float(crisis.strike.round(4))
    (array([0.1311, 0.6009]), 0.2679)
    """
    slope, cost = sides(
        slopes=not_negative(slopes, "slopes"),
        strike_costs=above_zero(strike_costs, "strike_costs"),
    )
    if (slope == 0).all(axis=-1).any():
        raise ProblemError(
            "slopes: both are 0, so that holding on binds nobody and the crisis has no end; take "
            "one of them above 0"
        )
    theirs = swapped(slope)
    rising = slope > 0
    root = slope + np.sqrt(slope**2 + 4 * slope * theirs * cost)
    own = np.where(rising, 2 * cost / np.where(rising, root, 1.0), np.inf)
    horizon = own.min(axis=-1)
    time = horizon[..., None]
    locked_in = np.minimum(slope * time / cost, 1.0)
    at_once = np.where(own > time, 1.0 - np.minimum(locked_in * (1 + theirs * time), 1.0), 0.0)
    strike = np.asarray(locked_in.prod(axis=-1))
    backs_down = at_once + (1 - at_once) * (1 - swapped(at_once)) * _later(slope, theirs, time)
    return Escalation(np.asarray(horizon), at_once, locked_in, np.asarray(backs_down), strike)


def _later(slope: Array, theirs: Array, time: Array) -> Array:
    """Chance that a side is the first to back down between 0 and the horizon.

    It is the integral of `b / ((1 + a t) (1 + b t)**2)`, a the own slope and b the other's, taken
    over the logarithm of 1 + b t, in which it is smooth whatever the slopes.
    """
    top = np.log1p(theirs * time)
    depth = top[..., None] * (_NODES + 1) / 2
    steep = theirs[..., None] > 0
    passed = np.where(steep, np.expm1(depth) / np.where(steep, theirs[..., None], 1.0), 0.0)
    held = np.exp(-depth) / (1 + slope[..., None] * passed)
    return np.asarray((held * _WEIGHTS).sum(axis=-1) * top / 2)
