"""Two-party bargaining sets: what the parties could get together, and what each has alone.

Object. A set of payoff pairs and a disagreement point `d`. Payoffs can be thrown away: with a
pair, every pair between it and `d` is feasible too, so the set is known by its Pareto frontier,
a chain of points from the best for the second party to the best for the first:

    (x_0, y_0), ..., (x_m, y_m)          x rising, y falling, slopes falling (the set is convex)

Only the part that leaves neither party below `d` counts; it is empty if no agreement is as good
as disagreement. A polygon is kept as its vertices and solved exactly. A smooth frontier is kept
as its curve and as a fine chain of points on it, dense towards both ends where slopes may vanish
or grow without bound.

References
----------
W. Thomson (1994), Cooperative models of bargaining, in Handbook of Game Theory 2, chapter 35.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from burdenshare.arrays import Array, Matrix, Vector, as_array, frozen
from burdenshare.bargaining.line_search import largest_at, zero_crossing
from burdenshare.errors import ProblemError

Curve: TypeAlias = Callable[[float], tuple[float, float]]
"""A frontier by its parameter: what both parties get at `s`."""


@dataclass(frozen=True, slots=True, eq=False)
class BargainingSet:
    """A convex set of payoff pairs with free disposal, and its disagreement point."""

    disagreement: Vector
    """What each party has without agreement, shape (2,)."""

    frontier: Matrix
    """Pareto frontier no worse than disagreement, shape (m, 2), first payoff rising; m may be 0."""

    whole: Matrix
    """Pareto frontier before the disagreement point cuts it, shape (k, 2)."""

    curve: Curve | None = None
    """The smooth frontier through the points, if they are not all of it."""

    parameters: Vector | None = None
    """Parameter of the curve at each point of `frontier`, shape (m,)."""

    @property
    def exists(self) -> bool:
        """Whether some agreement is at least as good as disagreement for both."""
        return len(self.frontier) > 0

    @property
    def ideal(self) -> Vector:
        """The best each party could get if the other got its disagreement payoff, shape (2,)."""
        if not self.exists:
            return self.disagreement.copy()
        return np.array([self.frontier[-1, 0], self.frontier[0, 1]])

    def height(self, first: float) -> float:
        """Give the most the second party can get if the first gets `first`."""
        return float(np.interp(first, self.frontier[:, 0], self.frontier[:, 1]))

    def reach(self, second: float) -> float:
        """Give the most the first party can get if the second gets `second`."""
        return float(np.interp(second, self.frontier[::-1, 1], self.frontier[::-1, 0]))


def polygon_set(vertices: ArrayLike, disagreement: ArrayLike = (0.0, 0.0)) -> BargainingSet:
    """Make the bargaining set of all lotteries over some payoff pairs.

    Parameters
    ----------
    vertices : array_like, shape (k, 2)
        Payoff pairs in any order; those within the convex hull of others change nothing.
        [utility]
    disagreement : array_like, shape (2,)
        What each party has without agreement. [utility]

    Returns
    -------
    BargainingSet
        The set, with an empty frontier if no lottery is as good as disagreement for both.

    Raises
    ------
    ProblemError
        If the shapes are not (k, 2) and (2,), or a number is not finite.

    Examples
    --------
    >>> polygon_set([[4, 1], [1, 4], [2, 2]], [1, 1]).frontier
    array([[1., 4.],
           [4., 1.]])
    """
    points = _pairs(vertices, "vertices")
    d = _pair(disagreement)
    whole = _pareto_hull(points)
    return BargainingSet(frozen(d), frozen(_cut(whole, d)), frozen(whole))


def curve_set(
    curve: Curve,
    bracket: tuple[float, float],
    disagreement: ArrayLike = (0.0, 0.0),
    *,
    points: int = 16_385,
    tolerance: float = 1e-9,
) -> BargainingSet:
    """Make the bargaining set under a smooth frontier given by a parameter.

    Parameters
    ----------
    curve : callable
        What both parties get at parameter `s`: the first payoff rises with `s`, the second is
        concave in the first. A stretch on which both rise is no part of the frontier.
    bracket : (float, float)
        Range of the parameter. [unit of `s`]
    disagreement : array_like, shape (2,)
        What each party has without agreement. [utility]
    points : int
        Length of the chain that stands for the curve where areas and lengths are wanted.
    tolerance : float
        How far a chord may lie above the curve, in units of the set's width, before the frontier
        is said not to be concave.

    Returns
    -------
    BargainingSet
        The set, with an empty frontier if no agreement is as good as disagreement for both.

    Raises
    ------
    ProblemError
        If the bracket is empty, a payoff is not finite or the frontier is not concave.

    Examples
    --------
    >>> circle = curve_set(lambda s: (np.sin(s), np.cos(s)), (0, np.pi / 2))
    >>> circle.ideal
    array([1., 1.])
    """
    low, high = (float(end) for end in bracket)
    if not low < high:
        raise ProblemError(f"bracket: expected a lower end below the upper one, got {bracket}")
    d = _pair(disagreement)
    low = _top(curve, low, high)
    whole, _ = _sample(curve, low, high, points)
    _check_concave(whole, tolerance)
    nothing = BargainingSet(frozen(d), frozen(np.empty((0, 2))), frozen(whole))
    if curve(high)[0] < d[0] or curve(low)[1] < d[1]:
        return nothing
    left = zero_crossing(lambda s: curve(s)[0] - d[0], low, high)
    right = zero_crossing(lambda s: d[1] - curve(s)[1], low, high)
    if left > right:
        return nothing
    chain, parameters = _sample(curve, left, right, points if left < right else 1)
    chain = np.maximum(chain, d)
    return BargainingSet(frozen(d), frozen(chain), frozen(whole), curve, frozen(parameters))


def frontier_set(
    height: Callable[[float], float],
    bracket: tuple[float, float],
    disagreement: ArrayLike = (0.0, 0.0),
) -> BargainingSet:
    """Make the bargaining set under a concave function.

    Parameters
    ----------
    height : callable
        The most the second party can get as a function of what the first gets. [utility]
    bracket : (float, float)
        Range of the first party's payoff. [utility]
    disagreement : array_like, shape (2,)
        What each party has without agreement. [utility]

    Returns
    -------
    BargainingSet
        As `curve_set` gives it.

    Raises
    ------
    ProblemError
        As `curve_set` does.

    Examples
    --------
    >>> frontier_set(lambda x: 1 - x**2, (0, 1), (0.6, 0)).ideal
    array([1.  , 0.64])
    """
    return curve_set(lambda x: (x, float(height(x))), bracket, disagreement)


def pie_set(
    total: float,
    utility_first: Callable[[float], float],
    utility_second: Callable[[float], float],
    disagreement: ArrayLike = (0.0, 0.0),
) -> BargainingSet:
    """Make the bargaining set of dividing an amount between two parties averse to risk.

    The parameter of its curve is what the first party gets; `amount_at` gives it back.

    Parameters
    ----------
    total : float
        Amount to divide, above 0. [any one currency]
    utility_first, utility_second : callable
        Utility of an amount to each party, rising and concave. [utility]
    disagreement : array_like, shape (2,)
        What each party has without agreement. [utility]

    Returns
    -------
    BargainingSet
        As `curve_set` gives it.

    Raises
    ------
    ProblemError
        If the total is not above 0, or as `curve_set` does.

    Examples
    --------
    >>> pie_set(1, np.sqrt, lambda x: x).ideal
    array([1., 1.])
    """
    if not total > 0:
        raise ProblemError(f"total: expected an amount above 0 to divide, got {total}")
    return curve_set(
        lambda s: (float(utility_first(s)), float(utility_second(total - s))),
        (0.0, float(total)),
        disagreement,
    )


def amount_at(problem: BargainingSet, payoffs: ArrayLike) -> float:
    """Give the parameter at which the curve of a set comes through some payoffs.

    Parameters
    ----------
    problem : BargainingSet
        A set with a curve. [utility]
    payoffs : array_like, shape (2,)
        A point of its frontier, such as a solution. [utility]

    Returns
    -------
    float
        The parameter; for a pie, the first party's amount.

    Raises
    ------
    ProblemError
        If the set has no curve, or no agreement as good as disagreement.

    Examples
    --------
    >>> round(amount_at(pie_set(1, np.sqrt, lambda x: x), [0.5, 0.75]), 6)
    0.25
    """
    curve, parameters = problem.curve, problem.parameters
    if curve is None or parameters is None:
        raise ProblemError("problem: expected a set under a curve; this one is a polygon or empty")
    first = float(as_array(payoffs, "payoffs")[0])
    return zero_crossing(lambda s: curve(s)[0] - first, float(parameters[0]), float(parameters[-1]))


def _pareto_hull(points: Array) -> Matrix:
    """Vertices of the upper right boundary of the convex hull, first payoff rising."""
    chain: list[Vector] = []
    for point in points[np.lexsort((-points[:, 1], -points[:, 0]))]:
        if chain and point[1] <= chain[-1][1]:
            continue
        while len(chain) > 1 and _turn(chain[-2], chain[-1], point) <= 0:
            chain.pop()
        chain.append(point)
    return np.array(chain[::-1])


def _turn(a: Vector, b: Vector, c: Vector) -> float:
    """Above 0 if the path from `a` over `b` to `c` turns left."""
    return float((b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0]))


def _cut(chain: Matrix, d: Vector) -> Matrix:
    """Keep the part of a Pareto chain that leaves neither party below `d`."""
    x, y = chain.T
    if d[0] > x[-1] or d[1] > y[0]:
        return np.empty((0, 2))
    low = max(d[0], x[0])
    high = float(np.interp(d[1], y[::-1], x[::-1]))
    if low > high:
        return np.empty((0, 2))
    first, last = [low, np.interp(low, x, y)], [high, max(d[1], y[-1])]
    if low == high:
        return np.array([first])
    return np.vstack([first, chain[(x > low) & (x < high)], last])


def _top(curve: Curve, low: float, high: float) -> float:
    """Where the second payoff is largest: its curve may rise before it falls."""
    peak = largest_at(lambda s: curve(s)[1], low, high)
    return low if curve(low)[1] >= curve(peak)[1] else peak


def _sample(curve: Curve, low: float, high: float, points: int) -> tuple[Matrix, Vector]:
    """Take points on the curve, close together near both ends."""
    u = np.linspace(0.0, 1.0, points)
    parameters = low + (high - low) * u**3 * (10 - 15 * u + 6 * u**2)
    chain = np.array([curve(float(s)) for s in parameters], dtype=np.float64)
    if chain.shape != (points, 2) or not np.isfinite(chain).all():
        raise ProblemError("curve: expected two finite payoffs for every parameter in the bracket")
    return chain, parameters


def _check_concave(chain: Matrix, tolerance: float) -> None:
    """Refuse a frontier that sags below its chords: it is no bargaining set of this kind."""
    every = max(1, len(chain) // 256)
    x, y = chain[::every].T
    if (np.diff(x) < 0).any():
        raise ProblemError("curve: the first payoff falls as the parameter rises")
    sag = np.interp(x[1:-1], x[::2], y[::2]) - y[1:-1]
    if sag.max(initial=0.0) > tolerance * max(np.ptp(y), np.ptp(x)):
        raise ProblemError(
            "curve: the frontier is not concave; give its points to polygon_set (with lotteries) "
            "or choose among finitely many agreements"
        )


def _pairs(values: ArrayLike, name: str) -> Array:
    points = as_array(values, name)
    if points.ndim != 2 or points.shape[1] != 2 or not len(points):
        raise ProblemError(f"{name}: expected payoff pairs of shape (k, 2), got {points.shape}")
    return points


def _pair(values: ArrayLike) -> Vector:
    d = as_array(values, "disagreement")
    if d.shape != (2,):
        raise ProblemError(f"disagreement: expected two payoffs, got shape {d.shape}")
    return d.copy()
