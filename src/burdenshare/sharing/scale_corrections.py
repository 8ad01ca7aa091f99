"""Reductions and corrections in money that the members of a scale finance among themselves.

Object and notation as in `scale_standing`. The members pay an amount M together, so a sum of money
x is x / M of the whole. Both steps move money between members; the total stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from burdenshare.arrays import Array, Flags
from burdenshare.errors import ProblemError
from burdenshare.sharing.scale_bases import SeriesName, require
from burdenshare.sharing.scale_inputs import ScaleInputs
from burdenshare.sharing.scale_standing import Standing, charged


@dataclass(frozen=True, slots=True)
class FixedReductions:
    """Take fixed sums off some members; all members, they included, finance them.

    ``index`` carries the sums from the prices that they are written in to those of the amount that
    is shared. All pay in proportion to ``financed_by``, or to their shares if it is not given.
    """

    kind: ClassVar[str] = "fixed-reductions"
    name: ClassVar[str] = "Fixed reductions"
    formula: ClassVar[str] = (
        "M s_i = M s_i - index x reduction_i + r y_i, r = index x sum of reductions / sum y"
    )
    reference: ClassVar[str] = "Council Decision (EU, Euratom) 2020/2053, Article 2(4)"

    reductions: Mapping[str, float]
    index: float = 1.0
    financed_by: SeriesName = ""
    id: str = "fixed-reductions"

    def __post_init__(self) -> None:
        """Refuse negative sums and an index that is not above zero."""
        negative = [name for name, sum_ in self.reductions.items() if sum_ < 0]
        require(not negative, f"reductions: that of {', '.join(negative)} is negative")
        require(self.index > 0, f"index: {self.index:g} is not above 0")

    def apply(self, standing: Standing, inputs: ScaleInputs) -> Standing:
        """Take the reductions off and charge them to all."""
        money = money_in_base(standing, self.id)
        sums = np.array([self.reductions.get(member, 0.0) for member in inputs.members])
        off = self.index * sums * money
        key = financing_key(standing, inputs, self.financed_by)
        everyone = np.ones(len(inputs.members), np.bool_)
        base = charged(standing.base - off, off.sum(axis=-1), everyone, key, self.id)
        standing = standing.absent(self.id, tuple(self.reductions), inputs)
        standing = standing.noted(self.id, "below-zero", base < 0, inputs)
        return replace(standing, base=base)


@dataclass(frozen=True, slots=True)
class Correction:
    """Give one member a correction that the others finance, some of them at a part of their share.

    The others pay in proportion to ``financed_by``, or to their shares if it is not given. The
    ``reduced`` pay only ``part`` of their normal share; the rest is spread over the others. An
    amount that is the name of a series is what stands there for the member, whatever its sign.
    """

    kind: ClassVar[str] = "correction"
    name: ClassVar[str] = "Correction"
    formula: ClassVar[str] = (
        "n_i = y_i / sum of y without the member; reduced: part x n_i; others: "
        "n_i (1 - part x sum of reduced n) / (1 - sum of reduced n)"
    )
    reference: ClassVar[str] = "Council Decision 2014/335/EU, Euratom, Articles 4 and 5"

    member: str
    amount: float | SeriesName
    reduced: tuple[str, ...] = ()
    part: float = 0.25
    financed_by: SeriesName = ""
    id: str = "correction"

    def __post_init__(self) -> None:
        """Refuse a part outside 0 and 1, and a member that finances its own correction."""
        require(0 <= self.part <= 1, f"part: {self.part:g} is not between 0 and 1")
        require(self.member not in self.reduced, f"reduced: {self.member} gets the correction")

    def apply(self, standing: Standing, inputs: ScaleInputs) -> Standing:
        """Take the correction off the member and charge it to the others."""
        standing = standing.absent(self.id, (self.member, *self.reduced), inputs)
        if self.member not in inputs.members:
            return standing
        member, reduced = inputs.flags((self.member,)), inputs.flags(self.reduced)
        money = self._sum(standing, inputs, member) * money_in_base(standing, self.id)[..., 0]
        key = np.where(member, 0.0, financing_key(standing, inputs, self.financed_by))
        normal = key / key.sum(axis=-1, keepdims=True)
        paid = np.where(reduced, self.part * normal, 0.0)
        base = standing.base - money[..., None] * member + money[..., None] * paid
        rest = money * (1.0 - paid.sum(axis=-1))
        base = charged(base, rest, ~member & ~reduced, normal, self.id)
        standing = standing.noted(self.id, "below-zero", base < 0, inputs)
        return replace(standing, base=base)

    def _sum(self, standing: Standing, inputs: ScaleInputs, member: Flags) -> Array:
        if not isinstance(self.amount, str):
            return np.array(float(self.amount))
        found: Array = np.abs((inputs.average(self.amount, standing.periods) * member).sum(axis=-1))
        return found


def money_in_base(standing: Standing, step: str) -> Array:
    """Give what a unit of money is in the unit of the base, shape (..., periods, 1).

    Raises
    ------
    ProblemError
        If it is not known what the members pay together, or it is not above zero.
    """
    if standing.amount is None:
        raise ProblemError(f"{step}: say what the members pay together, as 'total' of the scale")
    if not (standing.amount > 0).all():
        raise ProblemError(f"{step}: what the members pay together is not above zero")
    amount = standing.amount[..., None] if standing.amount.ndim else standing.amount
    return standing.total / amount


def financing_key(standing: Standing, inputs: ScaleInputs, name: str) -> Array:
    """Give the numbers in proportion to which members finance something, not negative."""
    key = inputs.average(name, standing.periods) if name else standing.base
    return np.maximum(key, 0.0)
