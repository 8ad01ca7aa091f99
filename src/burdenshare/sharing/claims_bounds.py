"""Claims rules built from shares of the claims and from bounds on what each member is due.

Object: a claims problem (E, d) with D = sum d_i (see `claims_problem`). Minimal rights are
m_i = max(0, E - sum of the others' claims); a claim truncated at E is min(d_i, E). The rules
here divide in proportion, after bounds are met, or give each member a bound again and again.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from burdenshare.arrays import Array
from burdenshare.sharing.claims_levels import constrained_equal_awards
from burdenshare.sharing.claims_problem import ClaimsProblem, as_claims_problem, as_weights


def minimal_rights(endowment: ArrayLike, claims: ArrayLike) -> Array:
    """Give what is left for each member when all the others are paid in full.

    Parameters
    ----------
    endowment : array_like, shape (...)
        Amount to divide, between 0 and the sum of the claims. [unit of `claims`]
    claims : array_like, shape (..., n)
        Claim of each member, not negative. [any one currency and price year]

    Returns
    -------
    ndarray, shape (..., n)
        m_i = max(0, E - sum of the others' claims). [unit of `claims`]

    Raises
    ------
    ProblemError
        If a claim is negative, or the endowment is negative or exceeds the claims.

    Examples
    --------
    >>> minimal_rights(18, [2, 4, 7, 8])
    array([0., 1., 4., 5.])
    """
    problem = as_claims_problem(endowment, claims)
    return _minimal_rights(problem)


def proportional(
    endowment: ArrayLike, claims: ArrayLike, *, weights: ArrayLike | None = None
) -> Array:
    """Divide an endowment in proportion to the claims.

    Parameters
    ----------
    endowment : array_like, shape (...)
        Amount to divide, between 0 and the sum of the claims. [unit of `claims`]
    claims : array_like, shape (..., n)
        Claim of each member, not negative. [any one currency and price year]
    weights : array_like, shape (n,) or (..., n), optional
        Positive weights w: awards are min(d_i, w_i d_i t), so weights multiply the part of the
        claim that is met until it is met in full. All 1 if left out.

    Returns
    -------
    ndarray, shape (..., n)
        Awards in the order of `claims`, summing to `endowment`; zero where all claims are zero.
        [unit of `claims`]

    Raises
    ------
    ProblemError
        If a claim is negative, the endowment is negative or exceeds the claims, or a weight is
        not positive.

    References
    ----------
    Aristotle, Nicomachean Ethics V; W. Thomson (2019), How to Divide When There Isn't Enough,
    Cambridge University Press.

    Examples
    --------
    >>> proportional(21, [2, 4, 7, 8])
    array([2., 4., 7., 8.])
    >>> proportional(6, [4, 4, 4], weights=[1, 1, 4])
    array([1., 1., 4.])
    """
    problem = as_claims_problem(endowment, claims)
    if weights is None:
        return problem.claims * _ratio(problem.endowment, problem.total)
    scale = as_weights(weights, problem.claims) * problem.claims
    # A zero claim gets nothing under any weight; 1 keeps the weights positive.
    scale = np.where(problem.claims > 0, scale, 1.0)
    return constrained_equal_awards(problem.endowment[..., 0], problem.claims, weights=scale)


def adjusted_proportional(endowment: ArrayLike, claims: ArrayLike) -> Array:
    """Pay minimal rights, then divide the rest in proportion to what is left of the claims.

    What is left of a claim is the claim less the minimal right, truncated at what is left of
    the endowment. For two claimants it is the contested garment.

    Parameters
    ----------
    endowment : array_like, shape (...)
        Amount to divide, between 0 and the sum of the claims. [unit of `claims`]
    claims : array_like, shape (..., n)
        Claim of each member, not negative. [any one currency and price year]

    Returns
    -------
    ndarray, shape (..., n)
        Awards in the order of `claims`, summing to `endowment`. [unit of `claims`]

    Raises
    ------
    ProblemError
        If a claim is negative, or the endowment is negative or exceeds the claims.

    References
    ----------
    I. J. Curiel, M. Maschler and S. H. Tijs (1987), Bankruptcy games, Zeitschrift für
    Operations Research 31.

    Examples
    --------
    >>> adjusted_proportional(5, [2, 8])
    array([1., 4.])
    """
    problem = as_claims_problem(endowment, claims)
    rights, rest, left = _after_rights(problem)
    return rights + left * _ratio(rest, left.sum(axis=-1, keepdims=True))


def alpha_min(endowment: ArrayLike, claims: ArrayLike) -> Array:
    """Give everyone the smallest claim, then divide in proportion to the rest of the claims.

    If the endowment does not reach to the smallest claim for everyone, it is divided equally.

    Parameters
    ----------
    endowment : array_like, shape (...)
        Amount to divide, between 0 and the sum of the claims. [unit of `claims`]
    claims : array_like, shape (..., n)
        Claim of each member, not negative. [any one currency and price year]

    Returns
    -------
    ndarray, shape (..., n)
        Awards in the order of `claims`, summing to `endowment`. [unit of `claims`]

    Raises
    ------
    ProblemError
        If a claim is negative, or the endowment is negative or exceeds the claims.

    References
    ----------
    J. M. Giménez-Gómez and J. E. Peris (2014), A proportional approach to claims problems with
    a guaranteed minimum, European J. Operational Research 232.

    Examples
    --------
    >>> alpha_min(67, [10, 20, 30, 40])
    array([10. , 14.5, 19. , 23.5])
    """
    problem = as_claims_problem(endowment, claims)
    size = problem.claims.shape[-1]
    floor = np.minimum(problem.claims.min(axis=-1, keepdims=True), problem.endowment / size)
    above = problem.claims - floor
    rest = np.maximum(problem.endowment - size * floor, 0.0)
    return np.asarray(floor + above * _ratio(rest, above.sum(axis=-1, keepdims=True)))


def minimal_overlap(endowment: ArrayLike, claims: ArrayLike) -> Array:
    """Lay the claims on the endowment with as little overlap as can be, and share each part.

    Every part of the endowment is divided equally among those who claim it. When no claim
    exceeds the endowment, claims overlap on [0, t] only and parts beyond t have one owner; t
    solves t + sum max(0, d_i - t) = E. Otherwise claims are truncated at E and nested.

    Parameters
    ----------
    endowment : array_like, shape (...)
        Amount to divide, between 0 and the sum of the claims. [unit of `claims`]
    claims : array_like, shape (..., n)
        Claim of each member, not negative. [any one currency and price year]

    Returns
    -------
    ndarray, shape (..., n)
        Awards in the order of `claims`, summing to `endowment`. [unit of `claims`]

    Raises
    ------
    ProblemError
        If a claim is negative, or the endowment is negative or exceeds the claims.

    References
    ----------
    B. O'Neill (1982), A problem of rights arbitration from the Talmud, Math. Soc. Sci. 2.
    J. Alcalde, M. C. Marco and J. A. Silva (2008), The minimal overlap rule revisited, Social
    Choice and Welfare 31.

    Examples
    --------
    >>> minimal_overlap(6, [2, 4, 6])
    array([0.66666667, 1.66666667, 3.66666667])
    """
    problem = as_claims_problem(endowment, claims)
    size = problem.claims.shape[-1]
    order = np.argsort(problem.claims, axis=-1)
    ordered = np.take_along_axis(problem.claims, order, axis=-1)
    largest = ordered[..., -1:]
    shared = _overlap_end(problem.endowment, ordered)
    nested = np.minimum(ordered, shared)
    steps = np.diff(nested, axis=-1, prepend=0.0) / np.arange(size, 0, -1)
    alone = np.where(problem.endowment > largest, ordered - nested, 0.0)
    awards = np.empty_like(ordered)
    np.put_along_axis(awards, order, np.cumsum(steps, axis=-1) + alone, axis=-1)
    return awards


def dominguez_thomson(endowment: ArrayLike, claims: ArrayLike) -> Array:
    """Give everyone a reasonable lower bound, revise the problem, and go on without end.

    The bound is min(d_i, E) / n. In the limit the whole endowment is awarded. The limit is
    summed in closed form: a claim below what is left of the endowment shrinks by the factor
    (n - 1) / n a round, one above it stays above, so there are at most n stretches of rounds,
    each a geometric series.

    Parameters
    ----------
    endowment : array_like, shape (...)
        Amount to divide, between 0 and the sum of the claims. [unit of `claims`]
    claims : array_like, shape (..., n)
        Claim of each member, not negative. [any one currency and price year]

    Returns
    -------
    ndarray, shape (..., n)
        Awards in the order of `claims`, summing to `endowment` within 1e-12 of it.
        [unit of `claims`]

    Raises
    ------
    ProblemError
        If a claim is negative, or the endowment is negative or exceeds the claims.

    References
    ----------
    D. Dominguez and W. Thomson (2006), A new solution to the problem of adjudicating
    conflicting claims, Economic Theory 28.

    Examples
    --------
    >>> dominguez_thomson(10, [2, 4, 7, 8])
    array([1.1640625, 2.0703125, 3.2578125, 3.5078125])
    """
    problem = as_claims_problem(endowment, claims)
    size = problem.claims.shape[-1]
    flat = np.ascontiguousarray(problem.claims.reshape(-1, size))
    order = np.argsort(flat, axis=-1)
    ordered = np.take_along_axis(flat, order, axis=-1)
    decided = _recursive_bounds(problem.endowment.reshape(-1), ordered)
    awards = np.empty_like(flat)
    np.put_along_axis(awards, order, decided, axis=-1)
    return awards.reshape(problem.claims.shape)


def _ratio(part: Array, whole: Array) -> Array:
    """Divide, with 0 where the whole is 0, and never above 1."""
    quotient = np.divide(part, whole, out=np.zeros(np.shape(whole)), where=whole > 0)
    return np.minimum(quotient, 1.0)


def _minimal_rights(problem: ClaimsProblem) -> Array:
    """Give max(0, E - D + d_i), which is at most d_i."""
    shortage = problem.total - problem.endowment
    return np.maximum(problem.claims - shortage, 0.0)


def _after_rights(problem: ClaimsProblem) -> tuple[Array, Array, Array]:
    """Pay minimal rights; give them, the endowment left, and the claims left and truncated."""
    rights = _minimal_rights(problem)
    rest = np.maximum(problem.endowment - rights.sum(axis=-1, keepdims=True), 0.0)
    return rights, rest, np.minimum(problem.claims - rights, rest)


def _overlap_end(endowment: Array, ordered: Array) -> Array:
    """Solve t + sum max(0, d_i - t) = E; E itself where some claim reaches it.

    The left side is the greatest of n linear functions of t, decreasing or constant, so t is
    the greatest of the inverses of those that decrease.
    """
    size = ordered.shape[-1]
    if size == 1:
        return endowment
    above = np.cumsum(ordered[..., ::-1], axis=-1)[..., :0:-1]
    ends = (above - endowment) / np.arange(size - 1, 0, -1)
    solved = np.maximum(ends.max(axis=-1, keepdims=True), 0.0)
    return np.where(endowment > ordered[..., -1:], solved, endowment)


def _recursive_bounds(endowment: Array, ordered: Array) -> Array:
    """Sum the bounds of all rounds for claims in ascending order, shape (draws, n).

    In stretch m the m greatest claims are at or above what is left of the endowment. With
    q = (n - 1) / n, what is left after k rounds is q^k e_k, where e_{k+1} = (n - m) / (n - 1)
    e_k - C / (n - 1) and C is the sum of the lesser claims; the stretch ends at the first k
    with e_k at most the greatest of them.
    """
    draws, size = ordered.shape
    if size == 1:
        return endowment[:, None].copy()
    # Claims so small beside the others that their quotients would overflow count as none.
    ordered = np.where(ordered > 1e-200 * ordered[:, -1:], ordered, 0.0)
    below = np.cumsum(ordered, axis=-1)
    decay = np.ones(draws)
    left = endowment.copy()
    awards = np.zeros_like(ordered)
    gain = np.zeros(draws)
    for truncated in range(size):
        edge = size - 1 - truncated
        rounds, reached = _stretch(left, below[:, edge], ordered[:, edge], truncated, size)
        slower = decay * np.exp(rounds * np.log1p(-1 / size))
        lesser = below[:, edge] * (decay - slower)
        if truncated:
            gain = np.maximum(left * decay - reached * slower - lesser, 0.0) / truncated
            awards[:, edge + 1 :] += gain[:, None]
        awards[:, edge] = ordered[:, edge] * (1 - slower)
        left, decay = reached, slower
    awards += np.maximum(left * decay, 0.0)[:, None] / size
    # Without a shortage the bounds meet the claims; the series would never end.
    return np.where(endowment[:, None] >= below[:, -1:], ordered, awards)


def _stretch(
    left: Array, lesser: Array, top: Array, truncated: int, size: int
) -> tuple[Array, Array]:
    """Give the rounds until `left` falls to `top`, and what it then is (both before decay)."""
    rounds = np.zeros_like(left)
    reached = left.copy()
    active = (left > top) & (lesser > 0)
    if truncated == 0:
        active &= left < lesser
    e, c, t = left[active], lesser[active], top[active]
    if truncated == 0:
        shortage = c - e
        k = np.log((c - t) / shortage) / -np.log1p(-1 / size)
    elif truncated == 1:
        k = (e - t) * (size - 1) / c
    else:
        pull = c / (truncated - 1)
        k = np.log((t + pull) / (e + pull)) / np.log((size - truncated) / (size - 1))
    k = np.maximum(np.ceil(k), 0.0)
    if truncated == 0:
        end = c - shortage * np.exp(-k * np.log1p(-1 / size))
    elif truncated == 1:
        end = e - k * c / (size - 1)
    else:
        end = (e + pull) * np.exp(k * np.log((size - truncated) / (size - 1))) - pull
    rounds[active] = k
    reached[active] = np.maximum(end, 0.0)
    # Only zero claims are below: the rest goes to the others in equal parts.
    done = (lesser <= 0) & (truncated > 0)
    reached[done] = 0.0
    return rounds, reached
