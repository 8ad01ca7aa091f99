"""Coalitions as whole numbers, and sums over them.

Object: coalition S of members 0, ..., n - 1 is the whole number whose bit i is set if i is in S, so
that what belongs to coalitions is an array whose last axis has 2**n entries, the empty coalition
first. Published vectors list the non-empty coalitions by size, then lexicographically.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from burdenshare.arrays import Array, as_vectors
from burdenshare.errors import ProblemError

Masks: TypeAlias = NDArray[np.int64]
"""Coalitions as whole numbers, bit i for member i."""

LARGEST_GAME = 24
"""Most members whose 2**n coalitions are listed one by one."""


def coalition_sums(amounts: ArrayLike) -> Array:
    """Sum members' amounts over every coalition.

    Parameters
    ----------
    amounts : array_like, shape (..., n)
        One amount a member. [any unit]

    Returns
    -------
    ndarray, shape (..., 2**n)
        Sums by bitmask; 0 for the empty coalition. [unit of `amounts`]

    Examples
    --------
    >>> coalition_sums([1, 2, 4])
    array([0., 1., 2., 3., 4., 5., 6., 7.])
    """
    each = as_vectors(amounts, "amounts")
    count = each.shape[-1]
    sums = np.zeros((*each.shape[:-1], 1 << count))
    for member in range(count):
        half = 1 << member
        np.add(sums[..., :half], each[..., member, None], out=sums[..., half : 2 * half])
    return sums


def sums_by_member(amounts: Array) -> Array:
    """Sum an array over the coalitions that hold each member.

    Parameters
    ----------
    amounts : ndarray, shape (..., 2**n)
        One amount a coalition.

    Returns
    -------
    ndarray, shape (..., n)
        Entry i is the sum over all S with i in S. Takes of the order of 2**n steps, not n 2**n:
        once a member is counted, coalitions with and without it are added up.
    """
    count = members_of_array(amounts.shape[-1])
    result = np.empty((*amounts.shape[:-1], count))
    for member in range(count - 1, -1, -1):
        half = 1 << member
        upper = amounts[..., half:]
        result[..., member] = upper.sum(axis=-1)
        amounts = amounts[..., :half] + upper
    return result


def maxima_by_member(amounts: Array) -> Array:
    """Give the largest entry among the coalitions that hold each member, shape (..., n)."""
    count = members_of_array(amounts.shape[-1])
    result = np.empty((*amounts.shape[:-1], count))
    for member in range(count - 1, -1, -1):
        half = 1 << member
        upper = amounts[..., half:]
        result[..., member] = upper.max(axis=-1)
        amounts = np.maximum(amounts[..., :half], upper)
    return result


@lru_cache(maxsize=8)
def coalition_sizes(count: int) -> NDArray[np.uint8]:
    """Give how many members each of the 2**n coalitions has, by bitmask."""
    sizes = np.bitwise_count(np.arange(1 << count, dtype=np.uint32))
    sizes.flags.writeable = False
    return sizes


@lru_cache(maxsize=16)
def membership(count: int) -> Array:
    """Give the matrix of coalitions (rows, by bitmask) and members (columns): 1 if inside."""
    masks = np.arange(1 << count, dtype=np.int64)
    matrix: Array = (masks[:, None] >> np.arange(count) & 1).astype(np.float64)
    matrix.flags.writeable = False
    return matrix


@lru_cache(maxsize=4)
def lexicographic_masks(count: int) -> Masks:
    """Give the masks of the non-empty coalitions by size, then lexicographically.

    Examples
    --------
    >>> lexicographic_masks(3).tolist()
    [1, 2, 4, 3, 5, 6, 7]
    """
    check_count(count)
    masks = np.arange(1 << count, dtype=np.int64)
    reversed_bits = np.zeros_like(masks)
    for position in range(count):
        reversed_bits |= (masks >> position & 1) << (count - 1 - position)
    # Among coalitions of one size the first is the one with the earliest members, so with the
    # largest number once member 1 is made the highest bit.
    key = (coalition_sizes(count).astype(np.int64) << count) - reversed_bits
    order: Masks = np.argsort(key)[1:]  # the empty coalition comes first
    order.flags.writeable = False
    return order


def members_of_array(length: int) -> int:
    """Give how many members an array of 2**n numbers is about.

    Raises
    ------
    ProblemError
        If `length` is not a power of two, or there are more than `LARGEST_GAME` members.
    """
    count = length.bit_length() - 1
    if length != 1 << count:
        raise ProblemError(f"values: {length} numbers are not 2**n, one for every coalition")
    check_count(count)
    return count


def check_count(count: int) -> None:
    """Refuse a game with no member, or with too many to list its coalitions.

    Raises
    ------
    ProblemError
        If there is no member, or there are more than `LARGEST_GAME`.
    """
    if count < 1:
        raise ProblemError("game: there is no member")
    if count > LARGEST_GAME:
        raise ProblemError(
            f"game: {count} members have 2**{count} coalitions, too many to list (at most "
            f"{LARGEST_GAME} members); use a structured game (airport, tree, weighted voting) or "
            "a sampled value"
        )
