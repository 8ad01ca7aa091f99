"""Packages: settling several issues at once, and what trading between them gains.

Object. Issues, each with some options; a package picks one option of every issue. What party `i`
gets from a package is a weighted sum over the issues,

    u_i(package) = sum over issues j of  salience_ij  value_ij(option)

for `n` parties. There are as many packages as the product of the numbers of options. Package
number `p` picks the options that `p` has as digits, the last issue turning fastest.

Logrolling is giving way on what matters less to get one's way on what matters more. Its gain is
measured against settling every issue by itself at the same terms: the fraction of the way from
one party's best to the other's. If both find the issues equally salient there is nothing to trade
and the gain is zero.

References
----------
H. Raiffa (1982), The Art and Science of Negotiation, Harvard University Press, chapters 10-11.
R. Keeney and H. Raiffa (1976), Decisions with Multiple Objectives, Wiley.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from burdenshare.arrays import Array, Vector, as_array, as_nonnegative
from burdenshare.bargaining import axiomatic
from burdenshare.bargaining.finite import nash_outcome, pareto_efficient
from burdenshare.bargaining.sets import polygon_set
from burdenshare.errors import ProblemError


class Package(NamedTuple):
    """A package chosen by a solution."""

    options: NDArray[np.intp]
    """Number of the option taken on each issue, shape (issues,); all -1 for no agreement."""

    payoffs: Vector
    """What each party gets, shape (parties,); the disagreement payoffs for no agreement."""


class Lottery(NamedTuple):
    """Two packages and the chance of the first; the same twice if no lottery is needed."""

    options: NDArray[np.intp]
    """Options of both packages, shape (2, issues); all -1 for no agreement."""

    chance: float
    """Chance of the first package; the second has the rest."""

    payoffs: Vector
    """What each party can expect, shape (2,)."""


def package_payoffs(
    values: Sequence[ArrayLike], salience: ArrayLike | None = None, *, limit: int = 2_000_000
) -> Array:
    """Give what each party gets from every package.

    Parameters
    ----------
    values : sequence of array_like, each of shape (options, n)
        For each issue, the value of its options to each party. [utility]
    salience : array_like, shape (n, issues), optional
        How much each issue matters to each party, not negative; 1 by default. [pure number]
    limit : int
        Most packages to list.

    Returns
    -------
    ndarray, shape (packages, n)
        Payoffs, the last issue turning fastest. [utility]

    Raises
    ------
    ProblemError
        If there is no issue, the shapes do not fit, a salience is negative, or there are more
        packages than the limit.

    Examples
    --------
    >>> package_payoffs([[[0, 1], [1, 0]], [[0, 1], [1, 0]]], [[3, 1], [1, 3]])
    array([[0., 4.],
           [1., 1.],
           [3., 3.],
           [4., 0.]])
    """
    issues = _issues(values)
    weights = _salience(salience, issues)
    count = math.prod(len(issue) for issue in issues)
    if count > limit:
        raise ProblemError(
            f"values: {count} packages are more than the limit of {limit}; leave out options or "
            "issues that nobody disputes, or raise the limit"
        )
    payoffs = np.zeros((1, issues[0].shape[1]))
    for j, issue in enumerate(issues):
        payoffs = (payoffs[:, None, :] + issue * weights[:, j]).reshape(-1, issue.shape[1])
    return payoffs


def options_of(package: ArrayLike, sizes: Sequence[int]) -> NDArray[np.intp]:
    """Give the option that a package takes on each issue.

    Parameters
    ----------
    package : array_like of int, shape (...)
        Numbers of packages.
    sizes : sequence of int
        Number of options of each issue.

    Returns
    -------
    ndarray of int, shape (..., issues)

    Raises
    ------
    ProblemError
        If there is no such package.

    Examples
    --------
    >>> options_of([0, 5], [2, 3])
    array([[0, 0],
           [1, 2]])
    """
    try:
        return np.stack(np.unravel_index(np.asarray(package), tuple(sizes)), axis=-1)
    except (ValueError, TypeError) as error:
        raise ProblemError(
            f"package: expected numbers from 0 to {math.prod(sizes) - 1}, got {package!r:.60}"
        ) from error


def nash_package(
    values: Sequence[ArrayLike],
    disagreement: ArrayLike,
    salience: ArrayLike | None = None,
    *,
    power: ArrayLike | None = None,
) -> Package:
    """Choose the package with the largest product of gains.

    Parameters
    ----------
    values : sequence of array_like, each of shape (options, n)
        For each issue, the value of its options to each party. [utility]
    disagreement : array_like, shape (n,)
        What each party has if nothing is agreed. [utility]
    salience : array_like, shape (n, issues), optional
        How much each issue matters to each party; 1 by default. [pure number]
    power : array_like, shape (n,), optional
        Bargaining power of each; equal by default. [pure number]

    Returns
    -------
    Package
        Options and payoffs; options of -1 if no package is as good as disagreement for all.

    Raises
    ------
    ProblemError
        As `package_payoffs` does, or if a power is negative.

    References
    ----------
    J. F. Nash (1950), Econometrica 18, 155-162: the barter of Bill and Jack.

    Examples
    --------
    >>> nash_package([[[0, 1], [1, 0]], [[0, 1], [1, 0]]], [0, 0], [[3, 1], [1, 3]])
    Package(options=array([1, 0]), payoffs=array([3., 3.]))
    """
    issues = _issues(values)
    payoffs = package_payoffs(issues, salience)
    d = as_array(disagreement, "disagreement")
    best = int(nash_outcome(payoffs, d, power))
    if best < 0:
        return Package(np.full(len(issues), -1), d.copy())
    return Package(options_of(best, [len(issue) for issue in issues]), payoffs[best])


def package_frontier(
    values: Sequence[ArrayLike], salience: ArrayLike | None = None
) -> tuple[NDArray[np.intp], Array]:
    """List the packages that no other betters for someone and worsens for nobody.

    Parameters
    ----------
    values : sequence of array_like, each of shape (options, n)
        For each issue, the value of its options to each party. [utility]
    salience : array_like, shape (n, issues), optional
        How much each issue matters to each party; 1 by default. [pure number]

    Returns
    -------
    options : ndarray of int, shape (m, issues)
        The efficient packages, the first party's payoff rising.
    payoffs : ndarray, shape (m, n)
        What each party gets from them. [utility]

    Raises
    ------
    ProblemError
        As `package_payoffs` does.

    Examples
    --------
    >>> package_frontier([[[0, 1], [1, 0]], [[0, 1], [1, 0]]], [[3, 1], [1, 3]])[1]
    array([[0., 4.],
           [3., 3.],
           [4., 0.]])
    """
    issues = _issues(values)
    payoffs = package_payoffs(issues, salience)
    efficient = np.flatnonzero(pareto_efficient(payoffs))
    order = efficient[np.argsort(payoffs[efficient, 0], kind="stable")]
    return options_of(order, [len(issue) for issue in issues]), payoffs[order]


def lottery_over_packages(
    values: Sequence[ArrayLike],
    disagreement: ArrayLike,
    salience: ArrayLike | None = None,
    *,
    solution: str = "nash",
) -> Lottery:
    """Settle two parties' issues by a solution that may toss a coin between two packages.

    Parameters
    ----------
    values : sequence of array_like, each of shape (options, 2)
        For each issue, the value of its options to each party. [utility]
    disagreement : array_like, shape (2,)
        What each party has if nothing is agreed. [utility]
    salience : array_like, shape (2, issues), optional
        How much each issue matters to each party; 1 by default. [pure number]
    solution : str
        Id of a solution in `axiomatic.SOLUTIONS`.

    Returns
    -------
    Lottery
        The packages on either side of the solution and the chance of the first. Payoffs thrown
        away, as the egalitarian solution may want, are those that no lottery gives back: the
        packages then are the nearest ones on the frontier.

    Raises
    ------
    ProblemError
        If there are not two parties, the solution is unknown, or as `package_payoffs` does.

    Examples
    --------
    >>> lottery = lottery_over_packages([[[0, 1], [1, 0]]], [0, 0])
    >>> lottery.chance, lottery.payoffs
    (0.5, array([0.5, 0.5]))
    """
    if solution not in axiomatic.SOLUTIONS:
        known = ", ".join(axiomatic.SOLUTIONS)
        raise ProblemError(f"solution: {solution!r:.40} is not one of {known}")
    issues = _issues(values)
    if issues[0].shape[1] != 2:
        raise ProblemError(f"values: lotteries need two parties, got {issues[0].shape[1]}")
    payoffs = package_payoffs(issues, salience)
    problem = polygon_set(payoffs, disagreement)
    point = axiomatic.SOLUTIONS[solution].function(problem)
    if not problem.exists:
        return Lottery(np.full((2, len(issues)), -1), 1.0, point)
    chain = problem.whole
    right = min(int(np.searchsorted(chain[:, 0], point[0])), len(chain) - 1)
    left = max(right - 1, 0)
    span = chain[right, 0] - chain[left, 0]
    chance = (chain[right, 0] - point[0]) / span if span > 0 else 1.0
    ends = [int(np.flatnonzero((payoffs == chain[k]).all(axis=1))[0]) for k in (left, right)]
    return Lottery(
        options_of(ends, [len(issue) for issue in issues]), float(np.clip(chance, 0, 1)), point
    )


class LogrollingGain(NamedTuple):
    """What trading between issues gives both parties beyond settling issue by issue."""

    apart: Vector
    """Gains over disagreement if every issue is settled by itself, shape (2,)."""

    together: Vector
    """Gains if issues may be traded, shape (2,)."""

    gain: Vector
    """The difference, shape (2,), not negative."""


def logrolling_gain(
    salience: ArrayLike, share: float = 0.5, *, fair: bool = True
) -> LogrollingGain:
    """Measure what two parties gain by trading issues that can be settled anywhere in between.

    On every issue the first party wants one end and the second the other; what is worth 1 to the
    one at its own end is worth 0 to it at the other. Settled apart, every issue gives the first
    party `share` of what it wants and the second the rest. Settled together, the issues that
    matter more to the first are turned its way until both have gained in the same proportion.

    Parameters
    ----------
    salience : array_like, shape (2, issues)
        How much each issue matters to each party, not negative, not all 0. [pure number]
    share : float
        Fraction of the way to the first party's end at which issues are settled apart, 0 to 1.
    fair : bool
        Whether both gain by the same factor. If not, the second party is kept at what it has
        apart and the first takes the whole gain.

    Returns
    -------
    LogrollingGain
        In units of each party's salience, scaled to sum to 1.

    Raises
    ------
    ProblemError
        If the shape is not (2, issues), a salience is negative, all are 0, or `share` is none.

    Examples
    --------
    >>> logrolling_gain([[3, 1], [1, 3]]).gain
    array([0.25, 0.25])
    >>> logrolling_gain([[1, 2], [2, 4]]).gain
    array([0., 0.])
    """
    weights = as_nonnegative(salience, "salience")
    if weights.ndim != 2 or len(weights) != 2 or not weights.any(axis=1).all():
        raise ProblemError(
            f"salience: expected shape (2, issues), not all 0 for a party, got {weights.shape}"
        )
    if not 0 <= share <= 1:
        raise ProblemError(f"share: {share:g} is not between 0 and 1")
    own, other = weights / weights.sum(axis=1, keepdims=True)
    apart = np.array([share, 1 - share])
    # Turning issues to the first party in the order of its advantage traces the frontier.
    ratio = np.where(own > 0, other / np.where(own > 0, own, 1.0), np.inf)
    order = np.argsort(ratio, kind="stable")
    chain = np.vstack([[0.0, 1.0], np.stack([own[order].cumsum(), 1 - other[order].cumsum()], 1)])
    problem = polygon_set(chain)
    together = axiomatic.proportional(problem, apart) if fair else apart.copy()
    if not fair:
        together[0] = problem.reach(apart[1])
    gain = np.maximum(together - apart, 0.0)
    gain[gain < 1e-12] = 0.0
    return LogrollingGain(apart, apart + gain, gain)


def _issues(values: Sequence[ArrayLike]) -> list[Array]:
    issues = [as_array(issue, f"values[{j}]") for j, issue in enumerate(values)]
    if not issues:
        raise ProblemError("values: expected at least one issue")
    for j, issue in enumerate(issues):
        if issue.ndim != 2 or not issue.size or issue.shape[1] != issues[0].shape[-1]:
            raise ProblemError(
                f"values[{j}]: expected shape (options, parties) with the same parties as the "
                f"first issue, got {issue.shape}"
            )
    return issues


def _salience(salience: ArrayLike | None, issues: list[Array]) -> Array:
    shape = (issues[0].shape[1], len(issues))
    weights = as_nonnegative(np.ones(shape) if salience is None else salience, "salience")
    if weights.shape != shape:
        raise ProblemError(
            f"salience: expected shape {shape} (parties, issues), got {weights.shape}"
        )
    return weights
