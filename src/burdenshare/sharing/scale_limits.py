"""Floors and ceilings of a scale, and the rounding that lets it sum exactly.

Object and notation as in `scale_standing`: shares s_i of the whole.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar, Literal

import numpy as np

from burdenshare.arrays import Array, Flags
from burdenshare.errors import ProblemError
from burdenshare.sharing.scale_bases import SeriesName, require
from burdenshare.sharing.scale_inputs import ScaleInputs
from burdenshare.sharing.scale_relief import UN_METHOD
from burdenshare.sharing.scale_standing import Standing, charged


@dataclass(frozen=True, slots=True)
class Floor:
    """Raise shares below a least share to it, at the cost of the others.

    ``repeat`` goes on until nobody who paid lies below it; without it a member just above the floor
    may end a little below, as in the scale of the United Nations.
    """

    kind: ClassVar[str] = "floor"
    name: ClassVar[str] = "Floor"
    formula: ClassVar[str] = "s_i = max(s_i, least); the others pay in proportion to s"
    reference: ClassVar[str] = f"{UN_METHOD}: minimum assessment rate"

    least: float
    excepted: tuple[str, ...] = ()
    repeat: bool = False
    id: str = "floor"

    def __post_init__(self) -> None:
        """Refuse a share outside 0 and 1."""
        require(0 <= self.least <= 1, f"least: {self.least:g} is not between 0 and 1")

    def apply(self, standing: Standing, inputs: ScaleInputs) -> Standing:
        """Raise and charge."""
        members = len(inputs.members)
        if self.least * members > 1 + 1e-12:
            raise ProblemError(
                f"{self.id}: floors of {self.least:.4%} for {members} members come to "
                f"{self.least * members:.1%} of the whole; lower the floor"
            )
        free = ~inputs.flags(self.excepted)
        standing = standing.absent(self.id, self.excepted, inputs)
        for _ in range(members if self.repeat else 1):
            low = standing.shares < self.least
            if not low.any():
                break
            raised = replace(standing, at_floor=standing.at_floor | low)
            others = standing.at_ceiling & ~standing.at_floor & free
            standing = _moved_to(raised, self.least, low, free, others & ~low, self.id)
        at_floor = standing.at_floor | (standing.shares <= self.least)
        return replace(standing, at_floor=at_floor)


@dataclass(frozen=True, slots=True)
class Ceiling:
    """Cut shares above a most share to it, at the cost of the others.

    It holds for all members, for those named, or for a group: those with a mark above zero in a
    series. ``repeat`` goes on until nobody it holds for lies above it.
    """

    kind: ClassVar[str] = "ceiling"
    name: ClassVar[str] = "Ceiling"
    formula: ClassVar[str] = "s_i = min(s_i, most); the others pay in proportion to s"
    reference: ClassVar[str] = f"{UN_METHOD}: maximum assessment rates"

    most: float
    members: tuple[str, ...] = ()
    group: SeriesName = ""
    excepted: tuple[str, ...] = ()
    repeat: bool = False
    id: str = "ceiling"

    def __post_init__(self) -> None:
        """Refuse a share outside 0 and 1."""
        require(0 <= self.most <= 1, f"most: {self.most:g} is not between 0 and 1")
        require(not (self.members and self.group), "group: name members or a group, not both")

    def holds_for(self, standing: Standing, inputs: ScaleInputs) -> Flags:
        """Mark whom the ceiling holds for, shape (periods, n) or (n,)."""
        if self.group:
            return inputs.average(self.group, standing.periods) > 0
        return inputs.flags(self.members or inputs.members)

    def apply(self, standing: Standing, inputs: ScaleInputs) -> Standing:
        """Cut and charge."""
        bound = self.holds_for(standing, inputs)
        if bound.all() and self.most * len(inputs.members) < 1 - 1e-12:
            raise ProblemError(
                f"{self.id}: ceilings of {self.most:.4%} for all {len(inputs.members)} members "
                f"come to {self.most * len(inputs.members):.1%} of the whole; raise the ceiling"
            )
        free = ~inputs.flags(self.excepted)
        standing = standing.absent(self.id, (*self.members, *self.excepted), inputs)
        for _ in range(len(inputs.members) if self.repeat else 1):
            over = bound & (standing.shares > self.most)
            if not over.any():
                break
            cut = replace(standing, at_ceiling=standing.at_ceiling | over)
            others = standing.at_floor & ~standing.at_ceiling & free
            standing = _moved_to(cut, self.most, over, free, others & ~over, self.id)
        at_ceiling = standing.at_ceiling | (bound & (standing.shares >= self.most))
        return replace(standing, at_ceiling=at_ceiling)


def _moved_to(
    standing: Standing, share: float, who: Flags, free: Flags, otherwise: Flags, step: str
) -> Standing:
    """Move members to a share, and charge the difference to those who are free to pay.

    Members at the other limit pay only `otherwise`: where nobody else can.
    """
    target = share * standing.total
    change = np.where(who, standing.base - target, 0.0).sum(axis=-1)
    base = np.where(who, target, standing.base)
    payers = ~standing.held & free
    return replace(standing, base=charged(base, change, payers, base, step, otherwise=otherwise))


@dataclass(frozen=True, slots=True)
class Rounding:
    """Round shares in percent to some decimals so that they sum exactly to 100.

    ``largest-remainder`` rounds down and gives the units that are left to the largest remainders.
    ``smallest-first`` rounds to the nearest and adds what is missing to the smallest shares in
    rising order, or takes what is too much from the largest in falling order.
    """

    kind: ClassVar[str] = "rounding"
    name: ClassVar[str] = "Rounding"
    formula: ClassVar[str] = "share in percent to d decimals, total exactly 100"
    reference: ClassVar[str] = (
        "Hamilton's method: Balinski & Young (2001), Fair Representation, ch. 2; smallest first: "
        "Council Decision 98/382/EC, on the capital key of the ECB"
    )

    decimals: int
    method: Literal["largest-remainder", "smallest-first"] = "largest-remainder"
    id: str = "rounding"

    def __post_init__(self) -> None:
        """Refuse decimals that a float cannot tell apart."""
        require(0 <= self.decimals <= 9, f"decimals: {self.decimals} is not between 0 and 9")

    def apply(self, standing: Standing, inputs: ScaleInputs) -> Standing:
        """Round, in whole units."""
        whole = 10.0 ** (self.decimals + 2)
        rounds = _largest_remainder if self.method == "largest-remainder" else _smallest_first
        # Kept in whole units, so that the total is exact and each share the nearest number to it.
        units = rounds(standing.shares * whole, round(whole))
        initial = standing.initial / standing.total * whole
        return replace(standing, base=units, initial=initial)


def _largest_remainder(units: Array, whole: int) -> Array:
    # A share meant to be whole may lie a hair below it.
    down = np.floor(units + 1e-7)
    left = whole - down.sum(axis=-1)
    down += np.trunc(left / units.shape[-1])[..., None]
    left = whole - down.sum(axis=-1)
    return down + _first(units - down, left.astype(np.int64))


def _smallest_first(units: Array, whole: int) -> Array:
    near = np.floor(units + 0.5)
    left = (whole - near.sum(axis=-1)).astype(np.int64)
    missing = _first(-units, np.maximum(left, 0))
    return near + missing - _first(units, np.maximum(-left, 0))


def _first(scores: Array, counts: Array) -> Array:
    """Mark in each row the `counts` highest scores with 1, the earlier member first in a tie."""
    members = scores.shape[-1]
    counts = np.clip(counts, 0, members)
    rising = np.sort(scores, axis=-1)
    place = np.clip(members - counts, 0, members - 1)[..., None].astype(np.int64)
    least = np.take_along_axis(rising, place, axis=-1)
    above = scores > least
    tied = scores == least
    room = counts[..., None] - above.sum(axis=-1, keepdims=True)
    chosen = above | (tied & (np.cumsum(tied, axis=-1) <= room))
    return np.where(counts[..., None] > 0, chosen, False).astype(np.float64)
