"""A claims problem: an endowment to be divided among claims that it cannot all meet.

Object: a pair (E, d) with an endowment E >= 0 and claims d in R^n, d_i >= 0, D = sum d_i >= E.
An award vector x has 0 <= x_i <= d_i and sum x_i = E. Read as cost sharing, E is the bill and
d_i the most that member i can be asked to bear.

Every rule takes claims of shape (..., n) and an endowment of shape (...): the leading axes are
draws and are broadcast together; the answer has shape (..., n).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from burdenshare.arrays import Array, as_array, as_nonnegative
from burdenshare.errors import ProblemError

# Sums of many floats differ in their last digits, so an endowment that was itself obtained by
# adding up the claims may seem to exceed them by this relative amount; it is then set to them.
ROUNDING = 1e-12


class ClaimsProblem(NamedTuple):
    """Checked and broadcast endowments and claims."""

    endowment: Array
    """Shape (..., 1)."""

    claims: Array
    """Shape (..., n)."""

    total: Array
    """Sum of the claims, shape (..., 1)."""


def as_claims_problem(endowment: ArrayLike, claims: ArrayLike) -> ClaimsProblem:
    """Check an endowment and claims and broadcast them against each other.

    Parameters
    ----------
    endowment : array_like, shape (...)
        Amount to divide, between 0 and the sum of the claims. [unit of `claims`]
    claims : array_like, shape (..., n)
        Claim of each member, not negative. [any one currency and price year]

    Returns
    -------
    ClaimsProblem
        The endowment and the total with a last axis of length 1, the claims with one of length n.

    Raises
    ------
    ProblemError
        If a number is not finite, a claim or an endowment is negative, the endowment exceeds
        the sum of the claims, or the shapes do not fit.

    Examples
    --------
    >>> as_claims_problem([10, 20], [2, 4, 7, 8]).claims.shape
    (2, 4)
    """
    demanded = as_nonnegative(claims, "claims")
    available = as_array(endowment, "endowment")
    try:
        leading = np.broadcast_shapes(available.shape, demanded.shape[:-1])
    except ValueError as error:
        raise ProblemError(
            f"endowment: shape {available.shape} does not fit claims of shape {demanded.shape}; "
            f"expected {demanded.shape[:-1]} or a single number"
        ) from error
    with np.errstate(over="ignore"):
        total = demanded.sum(axis=-1, keepdims=True)
    if not np.isfinite(total).all():
        raise ProblemError("claims: their sum is too large for a number; use a larger unit")
    available = np.broadcast_to(available, leading)[..., None]
    demanded = np.broadcast_to(demanded, (*leading, demanded.shape[-1]))
    total = np.broadcast_to(total, (*leading, 1))
    _refuse_outside(available, total)
    return ClaimsProblem(np.minimum(available, total), demanded, total)


def as_weights(weights: ArrayLike, claims: Array) -> Array:
    """Check positive weights and broadcast them to the shape of `claims`.

    Raises
    ------
    ProblemError
        If a weight is zero, negative or not finite, or the number of weights is not n.
    """
    array = as_nonnegative(weights, "weights")
    if (array == 0).any():
        index = tuple(int(i) for i in np.argwhere(array == 0)[0])
        raise ProblemError(
            f"weights: 0 at index {index}; expected positive weights "
            "(leave the member out, or put it in a later priority class)"
        )
    if array.shape[-1] != claims.shape[-1]:
        raise ProblemError(
            f"weights: {array.shape[-1]} weights for {claims.shape[-1]} claims; "
            "expected one a claim"
        )
    try:
        return np.broadcast_to(array, claims.shape)
    except ValueError as error:
        raise ProblemError(
            f"weights: shape {array.shape} does not fit claims of shape {claims.shape}"
        ) from error


def _refuse_outside(endowment: Array, total: Array) -> None:
    """Raise if an endowment is negative or exceeds the claims."""
    if (endowment < 0).any():
        index = tuple(int(i) for i in np.argwhere(endowment < 0)[0])
        raise ProblemError(f"endowment: {endowment[index]:g} is negative{_at(index)}")
    excess = endowment > total * (1 + ROUNDING)
    if excess.any():
        index = tuple(int(i) for i in np.argwhere(excess)[0])
        raise ProblemError(
            f"endowment: {endowment[index]:.10g} exceeds the sum of the claims, "
            f"{total[index]:.10g}{_at(index)}; there is nothing to ration"
        )


def _at(index: tuple[int, ...]) -> str:
    """Say where in the leading axes, or nothing for a single problem."""
    return f" at index {index[:-1]}" if len(index) > 1 else ""
