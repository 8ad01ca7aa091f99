"""Axiomatic solutions of a two-party bargaining problem.

Object. A `BargainingSet`: a convex set of payoff pairs with free disposal, and a disagreement
point `d`. With the Pareto frontier `(x_0, y_0), ..., (x_m, y_m)` and gains `g = (x, y) - d`:

    Nash                 largest g_1^w_1 g_2^w_2
    Kalai-Smorodinsky    g in proportion to what each could gain at best
    egalitarian          g_1 = g_2; proportional: g_1 / p_1 = g_2 / p_2
    utilitarian          largest w_1 x + w_2 y
    equal area           the line from d through the point halves the set of gains
    Perles-Maschler      the point halves the length, the integral of sqrt(-dx dy)
    Raiffa, discrete     again and again, half of the way to what each could still get at best
    Raiffa, continuous   the same in steps of no length, always towards the best of both

Polygons are solved exactly, edge by edge. Under a curve the edge of its chain is found first and
the point is then searched on the curve itself; equal area and Perles-Maschler take the chain for
the curve. If no agreement is as good as disagreement for both, every solution is `d` itself;
`BargainingSet.exists` tells.

References
----------
W. Thomson (1994), Cooperative models of bargaining, in Handbook of Game Theory 2, chapter 35.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from burdenshare.arrays import Matrix, Vector, as_array, as_nonnegative
from burdenshare.bargaining.line_search import largest_at, zero_crossing
from burdenshare.bargaining.raiffa import raiffa_continuous, raiffa_discrete
from burdenshare.bargaining.sets import BargainingSet
from burdenshare.errors import ProblemError


def nash(problem: BargainingSet, weights: ArrayLike = (1.0, 1.0)) -> Vector:
    """Give the Nash solution: the largest product of gains, each to the power of its weight.

    Parameters
    ----------
    problem : BargainingSet
        What the parties can get together, and alone. [utility]
    weights : array_like, shape (2,)
        Bargaining power of each, not negative; only their ratio matters. [pure number]

    Returns
    -------
    ndarray, shape (2,)
        Payoffs. A party of no weight gets what is left when the other has the most it can.

    Raises
    ------
    ProblemError
        If a weight is negative or both are 0.

    References
    ----------
    J. F. Nash (1950), The bargaining problem, Econometrica 18, 155-162; J. Harsanyi and R. Selten
    (1972), A generalized Nash solution, Management Science 18, P80-P106.

    Examples
    --------
    >>> from burdenshare.bargaining.sets import polygon_set
    >>> nash(polygon_set([[0, 4], [10, 0]]))
    array([5., 2.])
    """
    first, second = _weights(weights)
    if len(problem.frontier) < 2:
        return _only_point(problem)
    gains = problem.frontier - problem.disagreement
    (a, b), (up, down) = gains[:-1].T, np.diff(gains, axis=0).T
    stationary = -(first * up * b + second * down * a)
    slope = (first + second) * up * down
    share = np.where(slope != 0, stationary / np.where(slope != 0, slope, 1.0), 0.0).clip(0, 1)
    found = gains[:-1] + share[:, None] * np.diff(gains, axis=0)
    best = int(np.argmax(_log_product(found.T, first, second)))

    def product(x: float, y: float) -> float:
        d = problem.disagreement
        return float(_log_product(np.array([x - d[0], y - d[1]]), first, second))

    return _largest_on_curve(problem, best, product, problem.disagreement + found[best])


def kalai_smorodinsky(problem: BargainingSet, ideal: ArrayLike | None = None) -> Vector:
    """Give the Kalai-Smorodinsky solution: equal fractions of the gains each could hope for.

    Parameters
    ----------
    problem : BargainingSet
        What the parties can get together, and alone. [utility]
    ideal : array_like, shape (2,), optional
        The best each hopes for; by default the best it can get in `problem` if the other gets
        its disagreement payoff. Another point makes the restricted and the claims solutions.
        [utility]

    Returns
    -------
    ndarray, shape (2,)
        Payoffs.

    Raises
    ------
    ProblemError
        If `ideal` lies below disagreement for someone, or above it for nobody.

    References
    ----------
    E. Kalai and M. Smorodinsky (1975), Other solutions to Nash's bargaining problem, Econometrica
    43, 513-518.

    Examples
    --------
    >>> from burdenshare.bargaining.sets import polygon_set
    >>> kalai_smorodinsky(polygon_set([[0, 1], [0.75, 0.75], [1, 0]]))
    array([0.75, 0.75])
    """
    if ideal is None:
        hopes = problem.ideal - problem.disagreement
        return _along(problem, hopes) if hopes.any() else _only_point(problem)
    return _along(problem, _weights(as_array(ideal, "ideal") - problem.disagreement, "ideal"))


def egalitarian(problem: BargainingSet) -> Vector:
    """Give the egalitarian solution: the largest equal gains.

    Someone may still gain without cost to the other; `lexicographic_egalitarian` lets them.

    Parameters
    ----------
    problem : BargainingSet
        What the parties can get together, and alone. [utility]

    Returns
    -------
    ndarray, shape (2,)
        Payoffs.

    References
    ----------
    E. Kalai (1977), Proportional solutions to bargaining situations, Econometrica 45, 1623-1630.

    Examples
    --------
    >>> from burdenshare.bargaining.sets import polygon_set
    >>> egalitarian(polygon_set([[0, 1], [3, 1], [4, 0]]))
    array([1., 1.])
    """
    return proportional(problem, (1.0, 1.0))


def proportional(problem: BargainingSet, weights: ArrayLike) -> Vector:
    """Give the proportional solution: the largest gains in a given proportion.

    Parameters
    ----------
    problem : BargainingSet
        What the parties can get together, and alone. [utility]
    weights : array_like, shape (2,)
        Proportion of the gains, not negative. [pure number]

    Returns
    -------
    ndarray, shape (2,)
        Payoffs.

    Raises
    ------
    ProblemError
        If a weight is negative or both are 0.

    References
    ----------
    E. Kalai (1977), Econometrica 45, 1623-1630.

    Examples
    --------
    >>> from burdenshare.bargaining.sets import polygon_set
    >>> proportional(polygon_set([[0, 6], [6, 0]]), [1, 2])
    array([2., 4.])
    """
    return _along(problem, _weights(weights))


def lexicographic_egalitarian(problem: BargainingSet) -> Vector:
    """Give equal gains, then whatever one party can still gain at no cost to the other.

    Parameters
    ----------
    problem : BargainingSet
        What the parties can get together, and alone. [utility]

    Returns
    -------
    ndarray, shape (2,)
        Payoffs on the Pareto frontier.

    References
    ----------
    H. Imai (1983), Individual monotonicity and lexicographic maxmin solution, Econometrica 51,
    389-401.

    Examples
    --------
    >>> from burdenshare.bargaining.sets import polygon_set
    >>> lexicographic_egalitarian(polygon_set([[0, 1], [3, 1], [4, 0]]))
    array([3., 1.])
    """
    equal = egalitarian(problem)
    if not problem.exists:
        return equal
    if equal[0] < problem.frontier[0, 0]:
        return np.array(problem.frontier[0])
    if equal[1] < problem.frontier[-1, 1]:
        return np.array(problem.frontier[-1])
    return equal


def utilitarian(
    problem: BargainingSet,
    weights: ArrayLike = (1.0, 1.0),
    *,
    tie: Literal["middle", "first", "second"] = "middle",
    individually_rational: bool = True,
    tolerance: float = 1e-12,
) -> Vector:
    """Give the utilitarian solution: the largest weighted sum of payoffs.

    Parameters
    ----------
    problem : BargainingSet
        What the parties can get together, and alone. [utility]
    weights : array_like, shape (2,)
        Weight of each party's payoff, not negative. [pure number]
    tie : {"middle", "first", "second"}
        Which of the best points to take where a whole edge is best: its middle, or the end that
        suits the first or the second party.
    individually_rational : bool
        Whether nobody may end below disagreement. If False, the disagreement point is not looked
        at, as in the classical definition.
    tolerance : float
        Difference of two sums that counts as a tie, in units of the largest. [pure number]

    Returns
    -------
    ndarray, shape (2,)
        Payoffs.

    Raises
    ------
    ProblemError
        If a weight is negative, both are 0, or the tie rule is unknown.

    References
    ----------
    R. Myerson (1981), Utilitarianism, egalitarianism, and the timing effect in social choice
    problems, Econometrica 49, 883-897.

    Examples
    --------
    >>> from burdenshare.bargaining.sets import polygon_set
    >>> utilitarian(polygon_set([[0, 6], [6, 0]]))
    array([3., 3.])
    """
    if tie not in ("middle", "first", "second"):
        raise ProblemError(f"tie: expected 'middle', 'first' or 'second', got {tie!r:.40}")
    first, second = _weights(weights)
    chain = problem.frontier if individually_rational else problem.whole
    if not len(chain):
        return problem.disagreement.copy()
    sums = chain @ np.array([first, second])
    best = np.flatnonzero(sums >= sums.max() - tolerance * np.abs(sums).max())
    ends = chain[best[[0, -1]]]
    found = {"middle": ends.mean(axis=0), "first": ends[1], "second": ends[0]}[tie]
    if not individually_rational or len(best) > 3:
        return np.array(found)
    return _largest_on_curve(
        problem, int(best[len(best) // 2]), lambda x, y: first * x + second * y, found
    )


def equal_area(problem: BargainingSet) -> Vector:
    """Give the equal area solution: the line from disagreement to it halves the set of gains.

    Parameters
    ----------
    problem : BargainingSet
        What the parties can get together, and alone. [utility]

    Returns
    -------
    ndarray, shape (2,)
        Payoffs.

    References
    ----------
    N. Anbarci and J. Bigelow (1994), The area monotonic solution to the cooperative bargaining
    problem, Mathematical Social Sciences 28, 133-142.

    Examples
    --------
    >>> from burdenshare.bargaining.sets import polygon_set
    >>> equal_area(polygon_set([[0, 1], [1, 1], [2, 0]]))
    array([1.25, 0.75])
    """
    if not problem.exists:
        return problem.disagreement.copy()
    d, ideal = problem.disagreement, problem.ideal
    chain = np.vstack([[d[0], ideal[1]], problem.frontier, [ideal[0], d[1]]])
    (a, b), (c, e) = (chain[:-1] - d).T, (chain[1:] - d).T
    return _halfway(chain, b * c - a * e, problem)


def perles_maschler(problem: BargainingSet) -> Vector:
    """Give the Perles-Maschler solution: halfway along the frontier, measured by sqrt(-dx dy).

    It is the one solution that is super-additive: settling two independent matters at once never
    gives less than settling them apart.

    Parameters
    ----------
    problem : BargainingSet
        What the parties can get together, and alone. [utility]

    Returns
    -------
    ndarray, shape (2,)
        Payoffs.

    References
    ----------
    M. Perles and M. Maschler (1981), The super-additive solution for the Nash bargaining game,
    International Journal of Game Theory 10, 163-193.

    Examples
    --------
    >>> from burdenshare.bargaining.sets import polygon_set
    >>> perles_maschler(polygon_set([[0, 4], [10, 0]]))
    array([5., 2.])
    """
    if not problem.exists:
        return problem.disagreement.copy()
    up, down = np.diff(problem.frontier, axis=0).T
    return _halfway(problem.frontier, np.sqrt(np.maximum(-up * down, 0.0)), problem)


class Solution(NamedTuple):
    """An entry of the table of axiomatic solutions."""

    name: str
    """What the solution is called."""

    function: Callable[[BargainingSet], Vector]
    """Gives its payoffs, with no more than the problem to go by."""

    reference: str
    """Who proposed it, and when."""


SOLUTIONS: dict[str, Solution] = {
    "nash": Solution("Nash", nash, "Nash 1950"),
    "kalai_smorodinsky": Solution(
        "Kalai-Smorodinsky", kalai_smorodinsky, "Kalai and Smorodinsky 1975"
    ),
    "egalitarian": Solution("Egalitarian", egalitarian, "Kalai 1977"),
    "lexicographic_egalitarian": Solution(
        "Lexicographic egalitarian", lexicographic_egalitarian, "Imai 1983"
    ),
    "utilitarian": Solution("Utilitarian", utilitarian, "Myerson 1981"),
    "equal_area": Solution("Equal area", equal_area, "Anbarci and Bigelow 1994"),
    "perles_maschler": Solution("Perles-Maschler", perles_maschler, "Perles and Maschler 1981"),
    "raiffa_discrete": Solution("Raiffa, discrete", raiffa_discrete, "Raiffa 1953"),
    "raiffa_continuous": Solution("Raiffa, continuous", raiffa_continuous, "Raiffa 1953"),
}
"""The solutions that need nothing but the problem, by id."""


def _along(problem: BargainingSet, direction: Vector) -> Vector:
    """Go from disagreement in a direction as far as the set allows."""
    if not problem.exists:
        return problem.disagreement.copy()
    gains = problem.frontier - problem.disagreement
    # Rising along the frontier; negative where it runs above the ray.
    side = gains[:, 0] * direction[1] - gains[:, 1] * direction[0]
    if side[0] >= 0 or side[-1] <= 0:
        corner = gains[0] if side[0] >= 0 else gains[-1]
        length = min(g / p for g, p in zip(corner, direction, strict=True) if p > 0)
        return np.asarray(problem.disagreement + length * direction)
    edge = int(np.searchsorted(side, 0.0, side="right")) - 1
    share = -side[edge] / (side[edge + 1] - side[edge])
    found = problem.frontier[edge] + share * (problem.frontier[edge + 1] - problem.frontier[edge])
    if problem.curve is None or problem.parameters is None:
        return np.array(found)
    curve, d = problem.curve, problem.disagreement

    def beyond(s: float) -> float:
        x, y = curve(s)
        return float((x - d[0]) * direction[1] - (y - d[1]) * direction[0])

    low, high = problem.parameters[edge], problem.parameters[edge + 1]
    return np.array(curve(zero_crossing(beyond, float(low), float(high))))


def _largest_on_curve(
    problem: BargainingSet, edge: int, value: Callable[[float, float], float], found: Vector
) -> Vector:
    """Search the curve around an edge of its chain; a polygon's point stands as found."""
    curve, parameters = problem.curve, problem.parameters
    if curve is None or parameters is None:
        return np.array(found)
    low, high = parameters[max(edge - 1, 0)], parameters[min(edge + 2, len(parameters) - 1)]
    return np.array(curve(largest_at(lambda s: value(*curve(s)), float(low), float(high))))


def _halfway(chain: Matrix, measure: Vector, problem: BargainingSet) -> Vector:
    """Find the point of a chain before which half of a measure of its edges lies."""
    total = float(measure.sum())
    if not total > 0:
        return _only_point(problem)
    before = np.concatenate([[0.0], np.cumsum(measure)])
    edge = int(np.searchsorted(before, total / 2, side="left")) - 1
    share = (total / 2 - before[edge]) / measure[edge]
    return np.array(chain[edge] + share * (chain[edge + 1] - chain[edge]))


def _log_product(gains: Matrix, first: float, second: float) -> Vector:
    """Weighted sum of the logarithms of gains, shape (2, ...); a weight of 0 counts nothing."""
    with np.errstate(divide="ignore"):
        logs = np.log(np.maximum(gains, 0.0))
    parts = [
        w * log if w > 0 else np.zeros_like(log)
        for w, log in zip((first, second), logs, strict=True)
    ]
    return np.asarray(parts[0] + parts[1])


def _only_point(problem: BargainingSet) -> Vector:
    """Give the frontier's one point, or disagreement if there is none."""
    return np.array(problem.frontier[0] if problem.exists else problem.disagreement)


def _weights(values: ArrayLike, name: str = "weights") -> Vector:
    pair = as_nonnegative(values, name)
    if pair.shape != (2,) or not pair.any():
        raise ProblemError(f"{name}: expected two numbers, not both 0, got {values!r:.60}")
    return pair
