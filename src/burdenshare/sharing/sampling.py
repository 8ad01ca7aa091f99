"""Sampled Shapley values, with error bars, for large games without a structure to use.

A game is a function that takes coalitions as rows of a boolean matrix, shape (rows, n), and
gives the value of each. Members arrive in random orders; the mean of what each adds on arrival
estimates the Shapley value without bias, and every order divides the value of the whole exactly.

Orders come in independent groups, and the spread between groups gives the standard errors. A
group is one order; or an order and its reverse, which evens out games whose marginal values rise
or fall steadily; or the ``n`` rotations of an order, in which each member takes each place once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from burdenshare.arrays import Array, Vector, as_array, frozen
from burdenshare.errors import ProblemError

CharacteristicFunction: TypeAlias = Callable[[NDArray[np.bool_]], ArrayLike]
"""Gives the values of coalitions, which are rows of a boolean matrix."""

CELLS_AT_ONCE = 4_000_000
"""Cells of the coalition matrix handed to the game in one call, about."""


class SampledShapley(NamedTuple):
    """Estimates of a Shapley value and how far they may be off."""

    values: Vector
    """Estimates, shape (n,), summing to the value of the whole. [unit of the game]"""

    standard_errors: Vector
    """Standard deviation of each estimate, shape (n,). [unit of the game]"""

    orders: int
    """How many orders of arrival were used."""


def sampled_shapley(
    characteristic_function: CharacteristicFunction,
    members: int,
    rng: np.random.Generator,
    *,
    orders: int = 1_000,
    design: str = "reversed",
) -> SampledShapley:
    """Estimate the Shapley value from random orders of arrival.

    Parameters
    ----------
    characteristic_function : callable
        Takes a boolean matrix of shape (rows, members), gives one value a row. [any unit]
    members : int
        Number of members, at least 1.
    rng : numpy.random.Generator
        Source of randomness.
    orders : int
        Orders to use at the least; they are rounded up to whole groups, and to two groups.
    design : {"independent", "reversed", "rotated"}
        Groups of one order, of an order and its reverse, or of all rotations of an order.

    Returns
    -------
    SampledShapley
        Estimates, standard errors and the number of orders used.

    Raises
    ------
    ProblemError
        If a number is below 1, the design is unknown, or the game does not give one finite
        value for each coalition.

    References
    ----------
    J. Castro, D. Gomez and J. Tejada (2009), Polynomial calculation of the Shapley value based
    on sampling, Computers and Operations Research 36, 1726-1730. R. Mitchell, J. Cooper, E.
    Frank and G. Holmes (2022), Sampling permutations for Shapley value estimation, Journal of
    Machine Learning Research 23, 1-46.

    Examples
    --------
    >>> votes = np.array([3, 2, 1, 1])
    >>> estimate = sampled_shapley(
    ...     lambda coalitions: coalitions @ votes >= 4, 4, np.random.default_rng(7), orders=4_000
    ... )
    >>> estimate.values.round(1), float(estimate.standard_errors.max()) < 0.02
    (array([0.5, 0.2, 0.2, 0.2]), True)
    """
    if members < 1 or orders < 1:
        raise ProblemError(
            f"members, orders: expected at least 1 of each, got {members} and {orders}"
        )
    sizes = {"independent": 1, "reversed": 2, "rotated": members}
    if design not in sizes:
        raise ProblemError(f"design: {design!r} is none of {', '.join(sizes)}")
    groups = max(2, -(-orders // sizes[design]))
    at_once = max(1, CELLS_AT_ONCE // (sizes[design] * members * (members + 1)))
    # Means and squares are kept as they come (Chan's update), so memory does not grow.
    done, mean, squares = 0, np.zeros(members), np.zeros(members)
    while done < groups:
        number = min(at_once, groups - done)
        found = _group_means(characteristic_function, _groups(rng, number, members, design))
        shift = found.mean(axis=0) - mean
        squares += ((found - found.mean(axis=0)) ** 2).sum(axis=0)
        squares += shift**2 * (done * number / (done + number))
        mean = mean + shift * (number / (done + number))
        done += number
    errors = np.sqrt(squares / (groups - 1) / groups)
    return SampledShapley(frozen(mean), frozen(errors), groups * sizes[design])


def _groups(rng: np.random.Generator, number: int, members: int, design: str) -> NDArray[np.int64]:
    """Draw groups of orders, shape (groups, orders of a group, members)."""
    first = rng.permuted(np.tile(np.arange(members), (number, 1)), axis=1)
    if design == "independent":
        return first[:, None, :]
    if design == "reversed":
        return np.stack([first, first[:, ::-1]], axis=1)
    places = (np.arange(members)[:, None] + np.arange(members)) % members
    return np.asarray(first[:, places])


def _group_means(
    characteristic_function: CharacteristicFunction, orders: NDArray[np.int64]
) -> Array:
    """Give what each member adds on arrival, averaged over each group of orders."""
    groups, size, members = orders.shape
    at_once = max(1, CELLS_AT_ONCE // (members * (members + 1)))
    if size <= at_once:
        added = _added(characteristic_function, orders.reshape(-1, members))
        return np.asarray(added.reshape(groups, size, members).mean(axis=1))
    total = np.zeros((groups, members))
    for start in range(0, size, at_once):
        some = orders[:, start : start + at_once].reshape(-1, members)
        total += _added(characteristic_function, some).reshape(groups, -1, members).sum(axis=1)
    return np.asarray(total / size)


def _added(characteristic_function: CharacteristicFunction, orders: NDArray[np.int64]) -> Array:
    """Give what each member adds on arrival in each order."""
    count, members = orders.shape
    arrival = np.argsort(orders, axis=-1)
    present = arrival[:, None, :] < np.arange(members + 1)[:, None]
    values = as_array(
        characteristic_function(present.reshape(-1, members)), "characteristic_function"
    )
    if values.shape != (count * (members + 1),):
        raise ProblemError(
            f"characteristic_function: expected {count * (members + 1)} values, one for each "
            f"coalition, got shape {values.shape}"
        )
    added = np.diff(values.reshape(count, members + 1), axis=-1)
    return np.take_along_axis(added, arrival, axis=-1)
