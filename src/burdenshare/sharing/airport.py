r"""Airport problems: sharing a facility in which one member's need contains another's.

The object is a vector of costs ``c`` of shape (..., n), with a problem in each row. Member ``i``
alone would need a facility of cost ``c_i``; the facility that serves everyone costs ``max c``,
and the one that serves a group ``S`` costs ``c(S) = max {c_i : i in S}``. A runway, an
irrigation ditch, a pipeline, a logistics chain to the furthest base are of this kind.

Notation: members stand in the order of their costs, ``c_1 <= ... <= c_n`` with ``c_0 = 0``;
segment ``k`` costs ``c_k - c_{k-1}`` and serves members ``k, ..., n``. An answer ``x`` divides
``c_n``. It is free of subsidy if ``x >= 0`` and ``x_1 + ... + x_k <= c_k`` for each ``k``: no
group pays more than its own facility would cost. These answers are the core of the game, which
is never empty. Every rule here sorts once and then needs time linear in the number of members.

The answers come in the order of the given costs. Members with equal costs and equal weights
pay the same. A member whose cost is zero pays nothing. If all costs are zero nobody pays. Rules
for members who pay in turn or in groups are written in `airport_groups`, and can be had here.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from burdenshare.arrays import Array, as_nonnegative, as_vectors
from burdenshare.errors import ProblemError
from burdenshare.sharing.airport_groups import (
    Rule,
    contributions_in_stages,
    contributions_per_type,
    priority_contributions,
)
from burdenshare.sharing.airport_rates import binding_rates

__all__ = [
    "Rule",
    "constrained_equal_benefits",
    "constrained_equal_contributions",
    "constrained_proportional_contributions",
    "contributions_in_stages",
    "contributions_per_type",
    "priority_contributions",
    "proportional_contributions",
    "sequential_equal_contributions",
    "sequential_full_contributions",
    "slack_family",
    "slack_maximizer",
]

WIDEST_WEIGHTS = 1e12
"""Largest ratio of two weights; beyond it sums of weights would lose the smaller one."""


def sequential_equal_contributions(costs: ArrayLike, weights: ArrayLike | None = None) -> Array:
    """Share each segment equally among the members who use it.

    This is the Shapley value of the airport game, known as the Baker-Thompson rule. With
    weights, a segment is shared in proportion to the weights of its users.

    Parameters
    ----------
    costs : array_like, shape (..., n)
        Cost of the facility that each member needs, not negative. [any one currency]
    weights : array_like, shape (n,) or (..., n), optional
        Positive weight of each member; equal if left out. [no unit]

    Returns
    -------
    ndarray, shape (..., n)
        Contributions in the order of `costs`, summing to the largest cost. [unit of `costs`]

    Raises
    ------
    ProblemError
        If a cost is negative, a weight is not positive or 1e12 times another, or a number is
        not finite.

    References
    ----------
    S. C. Littlechild and G. Owen (1973), A simple expression for the Shapley value in a special
    case, Management Science 20, 370-372.

    Examples
    --------
    >>> sequential_equal_contributions([8, 11, 13, 18])
    array([2., 3., 4., 9.])
    """
    c, w, order = _ordered(costs, weights)
    users = np.cumsum(w[..., ::-1], axis=-1)[..., ::-1]
    shares = w * np.cumsum(_segments(c) / users, axis=-1)
    return _restored(shares, order)


def sequential_full_contributions(costs: ArrayLike, weights: ArrayLike | None = None) -> Array:
    """Let each member pay the whole of the segment that only larger members share with it.

    Members with the same cost share their segment equally, or in proportion to their weights.

    Parameters
    ----------
    costs : array_like, shape (..., n)
        Cost of the facility that each member needs, not negative. [any one currency]
    weights : array_like, shape (n,) or (..., n), optional
        Positive weight of each member; equal if left out. [no unit]

    Returns
    -------
    ndarray, shape (..., n)
        Contributions in the order of `costs`, summing to the largest cost. [unit of `costs`]

    Raises
    ------
    ProblemError
        If a cost is negative, a weight is not positive or 1e12 times another, or a number is
        not finite.

    References
    ----------
    W. Thomson (2024), Cost allocation and airport problems, Mathematical Social Sciences 131,
    17-31.

    Examples
    --------
    >>> sequential_full_contributions([1, 3, 3, 10])
    array([1., 1., 1., 7.])
    """
    c, w, order = _ordered(costs, weights)
    steps = _segments(c)
    opens = steps > 0
    opens[..., 0] = True
    starts = np.flatnonzero(opens)
    together = np.add.reduceat(w.ravel(), starts)
    rates = np.repeat(steps.ravel()[starts] / together, np.diff(starts, append=w.size))
    return _restored(w * rates.reshape(w.shape), order)


def constrained_equal_contributions(costs: ArrayLike, weights: ArrayLike | None = None) -> Array:
    """Share the cost as equally as the absence of subsidy allows.

    It is the Dutta-Ray egalitarian solution of the airport game. With weights the
    contributions are as nearly in proportion to them as no subsidy allows.

    Parameters
    ----------
    costs : array_like, shape (..., n)
        Cost of the facility that each member needs, not negative. [any one currency]
    weights : array_like, shape (n,) or (..., n), optional
        Positive weight of each member; equal if left out. [no unit]

    Returns
    -------
    ndarray, shape (..., n)
        Contributions in the order of `costs`, summing to the largest cost. [unit of `costs`]

    Raises
    ------
    ProblemError
        If a cost is negative, a weight is not positive or 1e12 times another, or a number is
        not finite.

    References
    ----------
    D. Aadland and V. Kolpin (1998), Shared irrigation costs: an empirical and axiomatic
    analysis, Mathematical Social Sciences 35, 203-218.

    Examples
    --------
    >>> constrained_equal_contributions([1, 3, 7, 10])
    array([1. , 2. , 3.5, 3.5])
    >>> constrained_equal_contributions([6, 7, 9])
    array([3., 3., 3.])
    """
    c, w, order = _ordered(costs, weights)
    return _restored(w * binding_rates(c, w), order)


def constrained_proportional_contributions(
    costs: ArrayLike, weights: ArrayLike | None = None
) -> Array:
    """Share in proportion to the members' costs as nearly as no subsidy allows.

    With weights it is the products of cost and weight that count.

    Parameters
    ----------
    costs : array_like, shape (..., n)
        Cost of the facility that each member needs, not negative. [any one currency]
    weights : array_like, shape (n,) or (..., n), optional
        Positive weight of each member; equal if left out. [no unit]

    Returns
    -------
    ndarray, shape (..., n)
        Contributions in the order of `costs`, summing to the largest cost. [unit of `costs`]

    Raises
    ------
    ProblemError
        If a cost is negative, a weight is not positive or 1e12 times another, or a number is
        not finite.

    References
    ----------
    W. Thomson (2024), Cost allocation and airport problems, Mathematical Social Sciences 131,
    17-31.

    Examples
    --------
    >>> constrained_proportional_contributions([4, 4, 4, 8])
    array([1.33333333, 1.33333333, 1.33333333, 4.        ])
    """
    c, w, order = _ordered(costs, weights)
    return _restored(w * c * binding_rates(c, w * c), order)


def proportional_contributions(costs: ArrayLike) -> Array:
    """Share in proportion to the members' costs, whether or not some then subsidise others.

    A group of members with small costs may pay more than its own facility would cost, as in the
    example, where three of four would build for 4 and pay 4.8 together.

    Parameters
    ----------
    costs : array_like, shape (..., n)
        Cost of the facility that each member needs, not negative. [any one currency]

    Returns
    -------
    ndarray, shape (..., n)
        Contributions in the order of `costs`, summing to the largest cost. [unit of `costs`]

    Raises
    ------
    ProblemError
        If a cost is negative or a number is not finite.

    References
    ----------
    W. Thomson (2024), Cost allocation and airport problems, Mathematical Social Sciences 131,
    17-31.

    Examples
    --------
    >>> proportional_contributions([4, 4, 4, 8])
    array([1.6, 1.6, 1.6, 3.2])
    """
    c = as_nonnegative(costs, "costs")
    largest = c.max(axis=-1, keepdims=True)
    # Dividing by the largest cost first keeps sums of huge or tiny costs within range.
    relative = np.divide(c, largest, out=np.zeros_like(c), where=largest > 0)
    total = np.maximum(relative.sum(axis=-1, keepdims=True), 1)
    return np.asarray(relative / total * largest)


def constrained_equal_benefits(costs: ArrayLike, weights: ArrayLike | None = None) -> Array:
    """Let everyone save the same amount on building alone, save that nobody is paid.

    The contribution is ``max(c_i - b, 0)`` with the one ``b`` that pays for the facility. It is
    the modified nucleolus of the airport game as first defined, ``modiclus(game, proper=False)``.
    With weights, savings are in proportion to them.

    Parameters
    ----------
    costs : array_like, shape (..., n)
        Cost of the facility that each member needs, not negative. [any one currency]
    weights : array_like, shape (n,) or (..., n), optional
        Positive weight of each member in the savings; equal if left out. [no unit]

    Returns
    -------
    ndarray, shape (..., n)
        Contributions in the order of `costs`, summing to the largest cost. [unit of `costs`]

    Raises
    ------
    ProblemError
        If a cost is negative, a weight is not positive or 1e12 times another, or a number is
        not finite.

    References
    ----------
    J. Potters and P. Sudholter (1999), Airport problems and consistent allocation rules,
    Mathematical Social Sciences 38, 83-102.

    Examples
    --------
    >>> constrained_equal_benefits([1, 3, 7, 10])
    array([0. , 0. , 3.5, 6.5])
    """
    c = as_nonnegative(costs, "costs")
    w = _weights(weights, c)
    order = np.argsort(c / w, axis=-1, kind="stable")
    c_tail = np.cumsum(np.take_along_axis(c, order, -1)[..., ::-1], axis=-1)
    w_tail = np.cumsum(np.take_along_axis(w, order, -1)[..., ::-1], axis=-1)
    # What is paid is the largest of the lines c_tail - b w_tail, so b is the largest root.
    benefit = ((c_tail - c.max(axis=-1, keepdims=True)) / w_tail).max(axis=-1, keepdims=True)
    return np.asarray(np.maximum(c - np.maximum(benefit, 0) * w, 0))


def slack_maximizer(costs: ArrayLike) -> Array:
    """Make the smallest gain of any group as large as can be, then the next: the nucleolus.

    Parameters
    ----------
    costs : array_like, shape (..., n)
        Cost of the facility that each member needs, not negative. [any one currency]

    Returns
    -------
    ndarray, shape (..., n)
        The nucleolus of the airport game, in the order of `costs`. [unit of `costs`]

    Raises
    ------
    ProblemError
        If a cost is negative or a number is not finite.

    References
    ----------
    S. C. Littlechild (1974), A simple expression for the nucleolus in a special case,
    International Journal of Game Theory 3, 21-29.

    Examples
    --------
    >>> slack_maximizer([8, 11, 13, 18])
    array([3.25, 3.25, 3.25, 8.25])
    """
    return slack_family(costs, 1.0)


def slack_family(costs: ArrayLike, parameter: float) -> Array:
    """Share by one rule of the family between equal contributions and the nucleolus.

    Members in turn pay ``min over r`` of ``(c_r - paid) / (r - i + 1 + a)``, where ``a`` is the
    parameter and counts as nothing for the largest member. A parameter of 0 gives constrained
    equal contributions and 1 gives the slack maximizer.

    Parameters
    ----------
    costs : array_like, shape (..., n)
        Cost of the facility that each member needs, not negative. [any one currency]
    parameter : float
        Between 0 and 1. [no unit]

    Returns
    -------
    ndarray, shape (..., n)
        Contributions in the order of `costs`, summing to the largest cost. [unit of `costs`]

    Raises
    ------
    ProblemError
        If a cost is negative, the parameter is not between 0 and 1, or a number is not finite.

    References
    ----------
    J. R. G. van Gellekom and J. A. M. Potters (1999), Consistent solution rules for standard
    tree enterprises, Report 9910, University of Nijmegen.

    Examples
    --------
    >>> slack_family([8, 11, 13, 18], 0.5)
    array([3.71428571, 3.71428571, 3.71428571, 6.85714286])
    """
    if not 0 <= parameter <= 1:
        raise ProblemError(f"parameter: {parameter} is not between 0 and 1")
    c, w, order = _ordered(costs, None)
    return _restored(binding_rates(c, w, parameter), order)


def _weights(weights: ArrayLike | None, costs: Array) -> Array:
    """Give a positive weight for each cost."""
    if weights is None:
        return np.ones_like(costs)
    w = as_vectors(weights, "weights")
    if (w <= 0).any():
        raise ProblemError(f"weights: {w.min():g} is not above 0; leave the member out instead")
    if w.max() > WIDEST_WEIGHTS * w.min():
        raise ProblemError(
            f"weights: {w.min():g} and {w.max():g} are too far apart to compare; the largest may "
            f"be {WIDEST_WEIGHTS:g} times the smallest"
        )
    if w.shape[-1] != costs.shape[-1]:
        raise ProblemError(
            f"weights: expected {costs.shape[-1]}, one for each cost, got {w.shape[-1]}"
        )
    try:
        return np.broadcast_to(w, costs.shape)
    except ValueError as error:
        raise ProblemError(
            f"weights: shape {w.shape} does not fit costs of shape {costs.shape}"
        ) from error


def _ordered(costs: ArrayLike, weights: ArrayLike | None) -> tuple[Array, Array, NDArray[np.int64]]:
    """Sort costs upwards and weights with them; the last array says where each came from."""
    c = as_nonnegative(costs, "costs")
    order = np.argsort(c, axis=-1, kind="stable")
    w = np.take_along_axis(_weights(weights, c), order, -1)
    return np.take_along_axis(c, order, -1), w, order


def _restored(values: Array, order: NDArray[np.int64]) -> Array:
    """Put sorted values back in the order of the given costs."""
    restored = np.empty_like(values)
    np.put_along_axis(restored, order, values, -1)
    return restored


def _segments(costs: Array) -> Array:
    """Give what each cost adds to the one before."""
    return np.diff(costs, axis=-1, prepend=0.0)
