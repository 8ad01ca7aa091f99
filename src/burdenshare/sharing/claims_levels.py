"""Claims rules that are read off one common level of awards or of losses.

Object: a claims problem (E, d) with D = sum d_i (see `claims_problem`). Each rule here is

    x_i = r(d_i, level)    with the level chosen so that the awards sum to E,

r piecewise linear. Its inverse is a maximum of linear functions (or a walk over sorted
breakpoints), so the level is found in closed form after one sort.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from burdenshare.arrays import Array
from burdenshare.errors import ProblemError
from burdenshare.sharing.claims_problem import as_claims_problem, as_weights


def constrained_equal_awards(
    endowment: ArrayLike, claims: ArrayLike, *, weights: ArrayLike | None = None
) -> Array:
    """Divide an endowment as equally as the claims allow.

    Everyone gets the same award, save that nobody gets more than their claim:
    x_i = min(d_i, w_i t). Read as cost sharing: small members are charged in full.

    Parameters
    ----------
    endowment : array_like, shape (...)
        Amount to divide, between 0 and the sum of the claims. [unit of `claims`]
    claims : array_like, shape (..., n)
        Claim of each member, not negative. [any one currency and price year]
    weights : array_like, shape (n,) or (..., n), optional
        Positive weights w; awards below the claims are in proportion to them. All 1 if left out.

    Returns
    -------
    ndarray, shape (..., n)
        Awards in the order of `claims`, summing to `endowment`. [unit of `claims`]

    Raises
    ------
    ProblemError
        If a claim is negative, the endowment is negative or exceeds the claims, or a weight is
        not positive.

    References
    ----------
    W. Thomson (2019), How to Divide When There Isn't Enough, Cambridge University Press.
    H. Moulin (2000), Priority rules and other asymmetric rationing methods, Econometrica 68.

    Examples
    --------
    >>> constrained_equal_awards(11, [2, 4, 7, 8])
    array([2., 3., 3., 3.])
    >>> constrained_equal_awards(11, [2, 4, 7, 8], weights=[1, 1, 1, 3])
    array([1.83333333, 1.83333333, 1.83333333, 5.5       ])
    """
    problem = as_claims_problem(endowment, claims)
    scale = None if weights is None else as_weights(weights, problem.claims)
    return _equal_awards(problem.endowment, problem.claims, scale)


def constrained_equal_losses(
    endowment: ArrayLike, claims: ArrayLike, *, weights: ArrayLike | None = None
) -> Array:
    """Divide an endowment so that losses are as equal as the claims allow.

    Everyone loses the same amount, save that nobody gets less than nothing:
    x_i = max(0, d_i - w_i t). It is the dual of constrained equal awards.

    Parameters
    ----------
    endowment : array_like, shape (...)
        Amount to divide, between 0 and the sum of the claims. [unit of `claims`]
    claims : array_like, shape (..., n)
        Claim of each member, not negative. [any one currency and price year]
    weights : array_like, shape (n,) or (..., n), optional
        Positive weights w; losses below the claims are in proportion to them. All 1 if left out.

    Returns
    -------
    ndarray, shape (..., n)
        Awards in the order of `claims`, summing to `endowment`. [unit of `claims`]

    Raises
    ------
    ProblemError
        If a claim is negative, the endowment is negative or exceeds the claims, or a weight is
        not positive.

    References
    ----------
    R. J. Aumann and M. Maschler (1985), Game theoretic analysis of a bankruptcy problem from
    the Talmud, J. Econ. Theory 36.

    Examples
    --------
    >>> constrained_equal_losses(10, [2, 4, 7, 8])
    array([0., 1., 4., 5.])
    """
    problem = as_claims_problem(endowment, claims)
    scale = None if weights is None else as_weights(weights, problem.claims)
    losses = _equal_awards(problem.total - problem.endowment, problem.claims, scale)
    return problem.claims - losses


def talmud(endowment: ArrayLike, claims: ArrayLike, *, weights: ArrayLike | None = None) -> Array:
    """Divide by equal awards up to half of each claim, then by equal losses.

    Up to half of the claims, constrained equal awards on the half-claims; beyond, half of each
    claim and constrained equal losses on the other halves. It is the nucleolus of the
    bankruptcy game and the only rule that agrees with the contested garment for every pair.

    Parameters
    ----------
    endowment : array_like, shape (...)
        Amount to divide, between 0 and the sum of the claims. [unit of `claims`]
    claims : array_like, shape (..., n)
        Claim of each member, not negative. [any one currency and price year]
    weights : array_like, shape (n,) or (..., n), optional
        Positive weights: of awards in the first half and, so that the rule stays self-dual, of
        losses in the second. All 1 if left out.

    Returns
    -------
    ndarray, shape (..., n)
        Awards in the order of `claims`, summing to `endowment`. [unit of `claims`]

    Raises
    ------
    ProblemError
        If a claim is negative, the endowment is negative or exceeds the claims, or a weight is
        not positive.

    References
    ----------
    R. J. Aumann and M. Maschler (1985), J. Econ. Theory 36, 195-213.
    T. Hokari and W. Thomson (2003), Claims problems and weighted generalizations of the Talmud
    rule, Econ. Theory 21.

    Examples
    --------
    >>> talmud([100, 200, 300], [100, 200, 300])
    array([[ 33.33333333,  33.33333333,  33.33333333],
           [ 50.        ,  75.        ,  75.        ],
           [ 50.        , 100.        , 150.        ]])
    """
    problem = as_claims_problem(endowment, claims)
    scale = None if weights is None else as_weights(weights, problem.claims)
    lesser = np.minimum(problem.endowment, problem.total - problem.endowment)
    part = _equal_awards(lesser, problem.claims / 2, scale)
    return np.where(2 * problem.endowment <= problem.total, part, problem.claims - part)


def reverse_talmud(endowment: ArrayLike, claims: ArrayLike) -> Array:
    """Divide by equal losses up to half of each claim, then by equal awards.

    The Talmud rule with its two stages exchanged: constrained equal losses on the half-claims
    first, constrained equal awards on the other halves after.

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
    Y. Chun, J. Schummer and W. Thomson (2001), Constrained egalitarianism: a new solution for
    claims problems, Seoul J. Econ. 14.

    Examples
    --------
    >>> reverse_talmud(10, [2, 4, 7, 8])
    array([0.875, 1.875, 3.375, 3.875])
    """
    problem = as_claims_problem(endowment, claims)
    half = problem.claims / 2
    lesser = np.minimum(problem.endowment, problem.total - problem.endowment)
    part = half - _equal_awards(problem.total / 2 - lesser, half)
    return np.where(2 * problem.endowment <= problem.total, part, problem.claims - part)


def piniles(endowment: ArrayLike, claims: ArrayLike) -> Array:
    """Divide by equal awards on the half-claims, twice.

    Up to half of the claims, constrained equal awards on the half-claims; beyond, half of each
    claim and constrained equal awards on the other halves.

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
    H. M. Piniles (1861), Darkah shel Torah; W. Thomson (2003), Math. Soc. Sci. 45, 249-297.

    Examples
    --------
    >>> piniles(10, [2, 4, 7, 8])
    array([1. , 2. , 3.5, 3.5])
    """
    problem = as_claims_problem(endowment, claims)
    half = problem.claims / 2
    early = 2 * problem.endowment <= problem.total
    rest = np.where(early, problem.endowment, problem.endowment - problem.total / 2)
    part = _equal_awards(rest, half)
    return np.where(early, part, half + part)


def constrained_egalitarian(endowment: ArrayLike, claims: ArrayLike) -> Array:
    """Divide as equally as can be between half of each claim and the whole of it.

    Up to half of the claims x_i = min(d_i / 2, t); beyond, x_i = max(d_i / 2, min(d_i, t)).

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
    Y. Chun, J. Schummer and W. Thomson (2001), Constrained egalitarianism: a new solution for
    claims problems, Seoul J. Econ. 14.

    Examples
    --------
    >>> constrained_egalitarian(13, [2, 4, 7, 8])
    array([2. , 3.5, 3.5, 4. ])
    """
    problem = as_claims_problem(endowment, claims)
    half = problem.claims / 2
    early = 2 * problem.endowment <= problem.total
    low = _equal_awards(np.minimum(problem.endowment, problem.total / 2), half)
    level = _level_between(problem.endowment, half, problem.claims)
    return np.where(early, low, np.maximum(half, np.minimum(problem.claims, level)))


def average_of_equal_awards_and_losses(endowment: ArrayLike, claims: ArrayLike) -> Array:
    """Give the mean of constrained equal awards and constrained equal losses.

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
    W. Thomson (2019), How to Divide When There Isn't Enough, Cambridge University Press.

    Examples
    --------
    >>> average_of_equal_awards_and_losses(6, [2, 4, 6])
    array([1., 2., 3.])
    """
    problem = as_claims_problem(endowment, claims)
    awards = _equal_awards(problem.endowment, problem.claims)
    losses = _equal_awards(problem.total - problem.endowment, problem.claims)
    return (awards + problem.claims - losses) / 2


def contested_garment(
    endowment: ArrayLike, claims: ArrayLike, *, weights: ArrayLike | None = None
) -> Array:
    """Let each of two claimants concede what they do not claim, and halve the rest.

    Also called concede-and-divide: x_i = m_i + (E - m_1 - m_2) / 2 with m_i = max(0, E - d_j),
    what the other leaves. Two garment holders, one claiming all and one half, get 3/4 and 1/4.

    Parameters
    ----------
    endowment : array_like, shape (...)
        Amount to divide, between 0 and the sum of the claims. [unit of `claims`]
    claims : array_like, shape (..., 2)
        Claim of each of the two, not negative. [any one currency and price year]
    weights : array_like, shape (2,) or (..., 2), optional
        Positive weights in which the contested part is divided. Equal if left out.

    Returns
    -------
    ndarray, shape (..., 2)
        Awards in the order of `claims`, summing to `endowment`. [unit of `claims`]

    Raises
    ------
    ProblemError
        If there are not two claims, one is negative, the endowment is negative or exceeds the
        claims, or a weight is not positive.

    References
    ----------
    Mishna, Bava Metzia 2a; R. J. Aumann and M. Maschler (1985), J. Econ. Theory 36.
    T. Hokari and W. Thomson (2003), Econ. Theory 21 (weights).

    Examples
    --------
    >>> contested_garment(1, [1, 0.5])
    array([0.75, 0.25])
    """
    problem = as_claims_problem(endowment, claims)
    if problem.claims.shape[-1] != 2:
        raise ProblemError(
            f"claims: {problem.claims.shape[-1]} claims; the contested garment divides between "
            "two (the Talmud rule extends it to more)"
        )
    conceded = np.maximum(0.0, problem.endowment - problem.claims[..., ::-1])
    contested = problem.endowment - conceded.sum(axis=-1, keepdims=True)
    part = np.full(problem.claims.shape, 0.5)
    if weights is not None:
        scale = as_weights(weights, problem.claims)
        part = scale / scale.sum(axis=-1, keepdims=True)
    # Sums of rounded parts may pass a claim by a last digit.
    return np.asarray(np.clip(conceded + contested * part, 0.0, problem.claims))


def _equal_awards(endowment: Array, caps: Array, weights: Array | None = None) -> Array:
    """Solve sum min(cap_i, w_i t) = endowment for t and give the awards.

    The sum is the least of n linear functions of t (one for each set of members at their
    caps), all increasing, so t is the greatest of their inverses.
    """
    if weights is None:
        ordered = np.sort(caps, axis=-1)
        remaining = np.arange(caps.shape[-1], 0, -1, dtype=np.float64)
    else:
        order = np.argsort(caps / weights, axis=-1)
        ordered = np.take_along_axis(caps, order, axis=-1)
        heavy = np.take_along_axis(weights, order, axis=-1)
        remaining = np.cumsum(heavy[..., ::-1], axis=-1)[..., ::-1]
    # Summed without the claim itself, not taken off again: a great claim would leave no digits.
    served = np.zeros_like(ordered)
    np.cumsum(ordered[..., :-1], axis=-1, out=served[..., 1:])
    np.subtract(endowment, served, out=served)
    served /= remaining
    level = np.maximum(served.max(axis=-1, keepdims=True), 0.0)
    return np.asarray(np.minimum(caps, level if weights is None else weights * level))


def _level_between(endowment: Array, lower: Array, upper: Array) -> Array:
    """Solve sum max(lower_i, min(upper_i, t)) = endowment for t by walking its breakpoints."""
    size = lower.shape[-1]
    points = np.concatenate([lower, upper], axis=-1)
    order = np.argsort(points, axis=-1)
    points = np.take_along_axis(points, order, axis=-1)
    slope = np.cumsum(np.where(order < size, 1.0, -1.0), axis=-1)
    reached = np.cumsum(slope[..., :-1] * np.diff(points, axis=-1), axis=-1)
    reached += lower.sum(axis=-1, keepdims=True)
    position = (reached <= endowment).sum(axis=-1, keepdims=True)
    start = np.take_along_axis(points, position, axis=-1)
    before = np.where(
        position > 0,
        np.take_along_axis(reached, np.maximum(position - 1, 0), axis=-1),
        lower.sum(axis=-1, keepdims=True),
    )
    steepness = np.maximum(np.take_along_axis(slope, position, axis=-1), 1.0)
    return np.asarray(start + np.maximum(endowment - before, 0.0) / steepness)
