"""Checked float arrays: what the theory packages take in and give back.

A kernel first turns what it was given into arrays with the functions here, which raise
`ProblemError` with the name of the argument, what is wrong with it and where.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from burdenshare.errors import ProblemError

Vector: TypeAlias = NDArray[np.float64]
"""A one-dimensional float array."""

Matrix: TypeAlias = NDArray[np.float64]
"""A two-dimensional float array."""

Array: TypeAlias = NDArray[np.float64]
"""A float array of any shape."""

Flags: TypeAlias = NDArray[np.bool_]
"""An array of true and false of any shape."""


def as_array(values: ArrayLike, name: str) -> Array:
    """Turn `values` into a float array of finite numbers.

    Parameters
    ----------
    values : array_like
        Numbers of any shape. [any unit]
    name : str
        What to call the argument in an error.

    Returns
    -------
    ndarray
        Float64 array; a new one unless `values` already was such an array.

    Raises
    ------
    ProblemError
        If something in it is not a number, is NaN or is infinite.
    """
    try:
        array = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ProblemError(f"{name}: expected numbers, got {values!r:.80}") from error
    if not np.isfinite(array).all():
        index = tuple(int(i) for i in np.argwhere(~np.isfinite(array))[0])
        raise ProblemError(f"{name}: {array[index]} at index {index} is not a finite number")
    return array


def as_vectors(values: ArrayLike, name: str, *, least: int = 1) -> Array:
    """Turn `values` into an array of shape (..., n): one vector of n members, or many.

    Raises
    ------
    ProblemError
        If it has no last axis, or fewer than `least` members, or is not finite.
    """
    array = as_array(values, name)
    if array.ndim == 0:
        raise ProblemError(f"{name}: expected one number a member, got the single number {array}")
    if array.shape[-1] < least:
        raise ProblemError(
            f"{name}: expected at least {least} member{'s' if least != 1 else ''}, "
            f"got {array.shape[-1]}"
        )
    return array


def as_nonnegative(values: ArrayLike, name: str, *, least: int = 1) -> Array:
    """Turn `values` into an array of shape (..., n) with no negative number in it.

    Raises
    ------
    ProblemError
        If a number is negative, or for the reasons of `as_vectors`.
    """
    array = as_vectors(values, name, least=least)
    if (array < 0).any():
        index = tuple(int(i) for i in np.argwhere(array < 0)[0])
        raise ProblemError(f"{name}: {array[index]:g} at index {index} is negative")
    return array


def as_shares(values: ArrayLike, name: str) -> Array:
    """Turn `values` into an array whose numbers all lie between 0 and 1.

    Raises
    ------
    ProblemError
        If a number is below 0 or above 1, or is not finite.
    """
    array = as_array(values, name)
    outside = (array < 0) | (array > 1)
    if outside.any():
        index = tuple(int(i) for i in np.argwhere(outside)[0])
        raise ProblemError(f"{name}: {array[index]:g} is not between 0 and 1")
    return array


def frozen(array: Array) -> Array:
    """Give a read-only view of `array`, as a result keeps it."""
    view = array.view()
    view.flags.writeable = False
    return view
