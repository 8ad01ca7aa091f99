"""Airport problems in which members pay in turn, in stages, or many at a time.

Object: costs ``c`` of shape (..., n) as in `airport`, and besides an order of the members, groups
that pay one after another, or the number of members of each type.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from burdenshare.arrays import Array, as_nonnegative
from burdenshare.errors import ProblemError

Rule = Callable[[ArrayLike], Array]
"""What divides one or many airport problems."""


def priority_contributions(costs: ArrayLike, order: Sequence[int] | None = None) -> Array:
    """Let members pay one after another whatever the earlier ones have left to be built.

    The average over all orders is the rule of sequential equal contributions.

    Parameters
    ----------
    costs : array_like, shape (..., n)
        Cost of the facility that each member needs, not negative. [any one currency]
    order : sequence of int, optional
        The members, as places from 0, in the order in which they pay; as given if left out.

    Returns
    -------
    ndarray, shape (..., n)
        Contributions in the order of `costs`, summing to the largest cost. [unit of `costs`]

    Raises
    ------
    ProblemError
        If a cost is negative, or `order` does not name every member once.

    References
    ----------
    W. Thomson (2024), Cost allocation and airport problems, Mathematical Social Sciences 131,
    17-31.

    Examples
    --------
    >>> priority_contributions([1, 3, 7, 10], order=[1, 0, 3, 2])
    array([0., 3., 0., 7.])
    """
    c = as_nonnegative(costs, "costs")
    n = c.shape[-1]
    chosen = np.arange(n) if order is None else np.asarray(order)
    if chosen.shape != (n,) or sorted(chosen.tolist()) != list(range(n)):
        raise ProblemError(f"order: expected each of 0 to {n - 1} once, got {order!r:.80}")
    contributions = np.empty_like(c)
    contributions[..., chosen] = np.diff(
        np.maximum.accumulate(c[..., chosen], axis=-1), axis=-1, prepend=0.0
    )
    return contributions


def contributions_in_stages(rule: Rule, costs: ArrayLike, stages: Sequence[Sequence[int]]) -> Array:
    """Let one group after another share, by a rule, what the earlier groups have left to build.

    The first group divides the cost of its own facility; for the next one only what lies beyond
    is left, and so on. Groups of one member each give `priority_contributions`.

    Parameters
    ----------
    rule : callable
        A rule of `airport`, which takes costs and gives contributions.
    costs : array_like, shape (..., n)
        Cost of the facility that each member needs, not negative. [any one currency]
    stages : sequence of sequences of int
        The groups, as places from 0, in the order in which they pay; each member once.

    Returns
    -------
    ndarray, shape (..., n)
        Contributions in the order of `costs`, summing to the largest cost. [unit of `costs`]

    Raises
    ------
    ProblemError
        If a cost is negative, or the stages do not name every member once.

    References
    ----------
    W. Thomson (2024), Cost allocation and airport problems, Mathematical Social Sciences 131,
    17-31.

    Examples
    --------
    >>> from burdenshare.sharing.airport import sequential_equal_contributions
    >>> contributions_in_stages(sequential_equal_contributions, [2, 6, 4, 9], [[0, 2], [1, 3]])
    array([1., 1., 3., 4.])
    """
    c = as_nonnegative(costs, "costs")
    n = c.shape[-1]
    named = sorted(int(i) for stage in stages for i in stage)
    if named != list(range(n)) or not all(len(stage) for stage in stages):
        raise ProblemError(f"stages: expected each of 0 to {n - 1} in one stage, got {named}")
    contributions = np.empty_like(c)
    built = np.zeros((*c.shape[:-1], 1))
    for stage in stages:
        group = np.asarray(stage)
        contributions[..., group] = rule(np.maximum(c[..., group] - built, 0))
        built = np.maximum(built, c[..., group].max(axis=-1, keepdims=True))
    return contributions


def contributions_per_type(
    rule: Rule, costs: ArrayLike, counts: Sequence[int] | NDArray[np.int64]
) -> Array:
    """Give what one member of each type pays, when a type has many members.

    Multiply by `counts` for the total of each type.

    Parameters
    ----------
    rule : callable
        A rule of `airport` that treats equals equally.
    costs : array_like, shape (..., types)
        Cost of the facility that a member of each type needs. [any one currency]
    counts : sequence of int, shape (types,)
        How many members each type has, such as yearly movements of an aircraft; at least one.

    Returns
    -------
    ndarray, shape (..., types)
        Contribution of one member of each type. [unit of `costs`]

    Raises
    ------
    ProblemError
        If a count is not a positive whole number, or there is not one for each type.

    References
    ----------
    S. C. Littlechild and G. F. Thompson (1977), Aircraft landing fees: a game theory approach,
    Bell Journal of Economics 8, 186-204.

    Examples
    --------
    >>> from burdenshare.sharing.airport import sequential_equal_contributions
    >>> contributions_per_type(sequential_equal_contributions, [6, 10], [2, 1])
    array([2., 6.])
    """
    c = as_nonnegative(costs, "costs")
    number = np.asarray(counts)
    if number.shape != c.shape[-1:] or number.dtype.kind not in "iu" or (number < 1).any():
        raise ProblemError(
            f"counts: expected {c.shape[-1]} whole numbers of at least 1, got {counts!r:.80}"
        )
    everyone = rule(np.repeat(c, number, axis=-1))
    return np.asarray(everyone[..., np.cumsum(number) - number])
