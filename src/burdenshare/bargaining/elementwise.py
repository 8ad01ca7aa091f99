"""Arguments that work elementwise: checked, and broadcast against one another.

Object. Numbers or arrays whose leading axes may be draws. Each function names the argument at
fault, so that a caller can hand over what it was given.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from burdenshare.arrays import Array, as_array
from burdenshare.errors import ProblemError


def not_negative(values: ArrayLike, name: str) -> Array:
    """Turn `values` into an array of any shape with nothing below 0 in it.

    Raises
    ------
    ProblemError
        If a number is negative or not finite.

    Examples
    --------
    >>> not_negative([0, 2], "cost")
    array([0., 2.])
    """
    array = as_array(values, name)
    if (array < 0).any():
        raise ProblemError(f"{name}: {array[array < 0][0]:g} is negative")
    return array


def above_zero(values: ArrayLike, name: str) -> Array:
    """Turn `values` into an array of any shape with nothing but numbers above 0 in it.

    Raises
    ------
    ProblemError
        If a number is 0, negative or not finite.

    Examples
    --------
    >>> above_zero(3, "scale")
    array(3.)
    """
    array = as_array(values, name)
    if (array <= 0).any():
        raise ProblemError(f"{name}: {array[array <= 0][0]:g} is not above 0")
    return array


def bound(values: ArrayLike | None, missing: float, name: str) -> Array:
    """Turn a cap or floor into an array; an infinite number, or nothing, stands for none.

    Raises
    ------
    ProblemError
        If something in it is not a number.

    Examples
    --------
    >>> bound(None, float("inf"), "ceiling")
    array(inf)
    """
    try:
        array = np.asarray(missing if values is None else values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ProblemError(f"{name}: expected numbers, got {values!r:.80}") from error
    if np.isnan(array).any():
        raise ProblemError(f"{name}: a number is missing (NaN); use inf where nothing binds")
    return array


def together(**arrays: Array) -> tuple[Array, ...]:
    """Broadcast arrays against one another, in the order given.

    Raises
    ------
    ProblemError
        If the shapes do not fit; the message lists them by name.

    Examples
    --------
    >>> [a.shape for a in together(low=np.zeros(3), high=np.ones((2, 1)))]
    [(2, 3), (2, 3)]
    """
    try:
        return tuple(np.broadcast_arrays(*arrays.values()))
    except ValueError as error:
        shapes = ", ".join(f"{name} {array.shape}" for name, array in arrays.items())
        raise ProblemError(f"shapes do not broadcast: {shapes}") from error


def sides(**arrays: Array) -> tuple[Array, ...]:
    """Broadcast arrays of shape (..., 2), one number a side, against one another.

    Raises
    ------
    ProblemError
        If the last axis of one is not 2, or the leading axes do not broadcast.

    Examples
    --------
    >>> [a.shape for a in sides(demands=np.ones((5, 2)), rates=np.ones(2))]
    [(5, 2), (5, 2)]
    """
    for name, array in arrays.items():
        if array.ndim == 0 or array.shape[-1] != 2:
            raise ProblemError(
                f"{name}: expected one number for each of the two sides, got shape {array.shape}"
            )
    return together(**arrays)


def swapped(array: Array) -> Array:
    """Give each side the other's number.

    Examples
    --------
    >>> swapped(np.array([[1.0, 2.0]]))
    array([[2., 1.]])
    """
    return array[..., ::-1]
