"""A cost to share, and what is known of each of the members who share it.

Object and notation. Members i = 1..n share a cost C. All arrays have shape (..., n) with draws in
front, the cost has shape (...). Charges x_i have sum C; where a principle has no answer for a
draw they are an equal split that is marked as undefined, so that no array holds a NaN.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from burdenshare.arrays import Array


@dataclass(frozen=True, slots=True)
class CostProblem:
    """A cost to share, and what is known of each member. [one currency and price year]"""

    cost: Array
    """Cost to share, shape (...)."""
    members: int
    """How many share it."""
    population: Array | None = None
    """People of each member, shape (..., n). [any one unit]"""
    income: Array | None = None
    """Gross domestic product of each member, shape (..., n)."""
    national_income: Array | None = None
    """Gross national income of each member, shape (..., n)."""
    benefit: Array | None = None
    """What the undertaking is worth to each member, shape (..., n)."""
    stand_alone: Array | None = None
    """What serving its own aims alone would cost each member, shape (..., n)."""
    attributable: Array | None = None
    """Part of the cost that arises for the sake of each member, shape (..., n), summing to it."""
    use: Array | None = None
    """How much each member uses, shape (..., n). [any one unit]"""
    border: Array | None = None
    """Length of each member's border that is protected, shape (..., n). [any one unit]"""
    coalitions: Array | None = None
    """What each coalition would pay for itself, by bitmask as in `Game`, shape (..., 2**n)."""
    landings: NDArray[np.int64] | None = None
    """Landings of each member of an airport, shape (n,): each landing is a user of its own, which
    needs a facility that costs `stand_alone`."""
    links: Array | None = None
    """Cost of linking each two of the source (place 0) and the members, shape (..., n+1, n+1)."""

    @property
    def groups(self) -> Array | NDArray[np.int64] | None:
        """What says how costs grow with the group: coalitions, or the landings of an airport."""
        return self.coalitions if self.landings is None else self.landings


class Charges(NamedTuple):
    """What each member would pay, and in which draws the principle has an answer."""

    charges: Array
    """Shape (..., n), summing to the cost."""
    defined: NDArray[np.bool_]
    """Shape (...)."""


def given(field: Array | None) -> Array:
    """Give a field that a principle needs; the table of principles has seen to it."""
    assert field is not None, "a principle is called with what it needs"
    return field


def proportional(cost: Array, weights: Array) -> Charges:
    """Charge in proportion to weights, which must not be negative and not all zero."""
    total = weights.sum(axis=-1)
    defined = (total > 0) & (weights >= 0).all(axis=-1)
    if not defined.all():
        weights = np.where(defined[..., None], weights, 1.0)
        total = np.where(defined, total, float(weights.shape[-1]))
    rate = cost / total
    # One member after the other: an inner loop over a few members would be slow.
    charges = np.stack([rate * weights[..., i] for i in range(weights.shape[-1])])
    return Charges(np.moveaxis(charges, 0, -1), np.broadcast_to(defined, rate.shape))


def undefined_as_equal(cost: Array, charges: Array, defined: NDArray[np.bool_]) -> Charges:
    """Put an equal split where a principle has no answer."""
    equal_split = np.broadcast_to(cost[..., None] / charges.shape[-1], charges.shape)
    return Charges(np.where(defined[..., None], charges, equal_split), defined)
