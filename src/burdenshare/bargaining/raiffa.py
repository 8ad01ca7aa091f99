"""The two Raiffa solutions: agreement reached by small steps that are never taken back.

Object. A `BargainingSet`: a convex set of payoff pairs with free disposal. From an interim
agreement `m`, which starts at the disagreement point, the best each party could still get is

    best(m) = (reach(m_2), height(m_1))        hope = best(m) - m

and the interim agreement moves on in proportion to hope: by half of it at a time (discrete), or in
steps of no length, `dm/dt = hope` (continuous), until no hope is left.

Between the corners of a polygon the continuous path obeys a linear equation, which is solved in
closed form from corner to corner. Under a curve the path is followed by the Runge-Kutta method.

References
----------
H. Raiffa (1953), Arbitration schemes for generalized two-person games, Annals of Mathematics
Studies 28, 361-387.
"""

from __future__ import annotations

import math

import numpy as np

from burdenshare.arrays import Vector
from burdenshare.bargaining.line_search import zero_crossing
from burdenshare.bargaining.sets import BargainingSet
from burdenshare.errors import ConvergenceError

_LONG = 60.0
"""Time by which hope, which falls at least as fast as exp(-t), is lost in rounding."""


def raiffa_discrete(
    problem: BargainingSet, *, tolerance: float = 1e-13, max_steps: int = 1000
) -> Vector:
    """Give the discrete Raiffa solution: step by step, halfway to the best each can still get.

    Parameters
    ----------
    problem : BargainingSet
        What the parties can get together, and alone. [utility]
    tolerance : float
        Remaining hope at which to stop, in units of the first hope. [pure number]
    max_steps : int
        Most steps to take; each at least halves the remaining hope.

    Returns
    -------
    ndarray, shape (2,)
        Payoffs.

    Raises
    ------
    ConvergenceError
        If `max_steps` were not enough.

    References
    ----------
    H. Raiffa (1953), Arbitration schemes for generalized two-person games, Annals of Mathematics
    Studies 28, 361-387; R. D. Luce and H. Raiffa (1957), Games and Decisions, section 6.7.

    Examples
    --------
    >>> from burdenshare.bargaining.sets import polygon_set
    >>> raiffa_discrete(polygon_set([[0, 4], [10, 0]]))
    array([5., 2.])
    """
    if not problem.exists:
        return problem.disagreement.copy()
    at = problem.disagreement.copy()
    scale = np.maximum(problem.ideal - at, np.finfo(float).tiny)
    hope = scale
    for step in range(max_steps + 1):
        before, hope = hope, _hope(problem, at)
        over = hope > tolerance * scale
        # Hope halves or better with each step; a little that does not is rounding.
        if not over.any() or (
            step and (over & (hope > 0.75 * before)).any() and _little(hope, scale)
        ):
            return at
        at = at + hope / 2
    raise ConvergenceError(
        "raiffa_discrete: hope is left after the last step; raise max_steps or tolerance",
        iterations=max_steps,
        residual=float((hope / scale).max()),
    )


def _little(hope: Vector, scale: Vector) -> bool:
    """Whether what is left could be the rounding of large payoffs about small gains."""
    return bool((hope <= 1e-6 * scale).all())


def raiffa_continuous(
    problem: BargainingSet, *, step: float = 0.02, horizon: float = 20.0
) -> Vector:
    """Give the continuous Raiffa solution: the path that always heads for the best of both.

    Parameters
    ----------
    problem : BargainingSet
        What the parties can get together, and alone. [utility]
    step, horizon : float
        Step and end of the path under a curve; hope falls about as exp(-2 t). A polygon's path is
        exact and needs neither. [pure number]

    Returns
    -------
    ndarray, shape (2,)
        Payoffs.

    References
    ----------
    H. Raiffa (1953); Z. Livne (1989), On the status quo sets induced by the Raiffa solution to
    the two-person bargaining problem, Mathematics of Operations Research 14, 688-692.

    Examples
    --------
    >>> from burdenshare.bargaining.sets import polygon_set
    >>> raiffa_continuous(polygon_set([[0, 4], [10, 0]]))
    array([5., 2.])
    """
    if not problem.exists:
        return problem.disagreement.copy()
    if problem.curve is None:
        return _path_in_polygon(problem)
    return _path_under_curve(problem, step, horizon)


def _path_under_curve(problem: BargainingSet, step: float, horizon: float) -> Vector:
    x, y = (np.ascontiguousarray(column) for column in problem.frontier.T)
    x_back, y_back = np.ascontiguousarray(x[::-1]), np.ascontiguousarray(y[::-1])

    def hope(at: Vector) -> Vector:
        return np.array([np.interp(at[1], y_back, x_back), np.interp(at[0], x, y)]) - at

    at = problem.disagreement.copy()
    for _ in range(math.ceil(horizon / step)):
        k1 = hope(at)
        k2 = hope(at + step / 2 * k1)
        k3 = hope(at + step / 2 * k2)
        k4 = hope(at + step * k3)
        at = at + step / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
    return at


def _path_in_polygon(problem: BargainingSet) -> Vector:
    """Follow the path from one pair of opposite edges to the next."""
    chain, at = problem.frontier, problem.disagreement.copy()
    if len(chain) == 1:
        return np.array(chain[0])
    x, y = chain.T
    slopes = -np.diff(y) / np.diff(x)
    # Edge above the point and edge beside it; -1 is the flat top, the last the right wall.
    above = int(np.searchsorted(x, at[0], side="right")) - 1
    beside = len(chain) - 1 - int(np.searchsorted(y[::-1], at[1], side="right"))
    while above < beside:
        fall = slopes[above] if above >= 0 else 0.0
        lean = 1 / slopes[beside] if beside < len(slopes) else 0.0
        hope, corner = _hope(problem, at), np.array([x[above + 1], y[beside]])
        time = _time_to(corner, at, hope, fall, lean)
        at = at + _advance(time, hope, fall, lean)
        if time >= _LONG:
            return at
        above, beside = above + int(at[0] >= corner[0]), beside - int(at[1] >= corner[1])
    return at + _hope(problem, at) / 2


def _time_to(corner: Vector, at: Vector, hope: Vector, fall: float, lean: float) -> float:
    """When the path from `at` first passes the corner in either payoff."""

    def past(time: float) -> float:
        return float((at + _advance(time, hope, fall, lean) - corner).max())

    # The equation holds until the corner is passed, and hope lasts longer; beyond the time at
    # which its solution would lose hope it turns back.
    end = min(
        _hope_ends(float(hope[0]), lean * float(hope[1]), fall, lean),
        _hope_ends(float(hope[1]), fall * float(hope[0]), fall, lean),
    )
    return zero_crossing(past, 0.0, end)


def _hope_ends(own: float, pull: float, fall: float, lean: float) -> float:
    """When one party's hope is used up, if it starts at `own` and at first falls by `pull` more."""
    rate = math.sqrt(fall * lean)
    if pull <= 0 or own * rate >= pull:
        return _LONG
    ratio = own / pull
    return min(math.atanh(ratio * rate) / rate if rate > 1e-8 else ratio, _LONG)


def _advance(time: float, hope: Vector, fall: float, lean: float) -> Vector:
    """How far the path comes in some time under an edge of slope -fall, left of one of -1/lean.

    Hope obeys h' = -h + N h with N = -[[0, lean], [fall, 0]], whose square is `fall * lean`.
    """
    turn = -np.array([lean * hope[1], fall * hope[0]])
    rate = math.sqrt(fall * lean)
    slow = time if rate == 1 else -math.expm1(-(1 - rate) * time) / (1 - rate)
    fast = -math.expm1(-(1 + rate) * time) / (1 + rate)
    if rate < 1e-8:
        straight, bent = -math.expm1(-time), 1 - (1 + time) * math.exp(-time)
    else:
        straight, bent = (slow + fast) / 2, (slow - fast) / (2 * rate)
    return straight * hope + bent * turn


def _hope(problem: BargainingSet, at: Vector) -> Vector:
    """How much better the best is that each party could still get."""
    return np.array([problem.reach(at[1]), problem.height(at[0])]) - at
