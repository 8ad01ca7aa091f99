"""Steps that relieve some members: for debt, for low income a head, by level; and who pays for it.

Object and notation as in `scale_standing`. Member i has an assessable base a_i and N_i people;
relief takes points off a member, and the pool holds them until a reallocation charges them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar, Literal

import numpy as np

from burdenshare.arrays import Array, Flags
from burdenshare.sharing.scale_bases import SeriesName, require
from burdenshare.sharing.scale_inputs import Period, ScaleInputs
from burdenshare.sharing.scale_standing import Standing, charged

UN_METHOD = "UN General Assembly resolution 79/249 (2024), methodology of the scale of assessments"


TIE = 1e-12
"""A member this near to a threshold, as a part of it, stands at it: rounding decides nothing."""


@dataclass(frozen=True, slots=True)
class DebtRelief:
    """Take a part of external debt off the base; nobody is charged, only proportions change."""

    kind: ClassVar[str] = "debt-relief"
    name: ClassVar[str] = "Debt relief"
    formula: ClassVar[str] = "a_i = max(0, a_i - rate x mean debt stock)"
    reference: ClassVar[str] = f"{UN_METHOD}: debt burden adjustment, debt-stock approach"

    series: SeriesName = "debt"
    rate: float = 0.125
    excepted: tuple[str, ...] = ()
    id: str = "debt-relief"

    def __post_init__(self) -> None:
        """Refuse a rate outside 0 and 1."""
        require(0 <= self.rate <= 1, f"rate: {self.rate:g} is not between 0 and 1")

    def apply(self, standing: Standing, inputs: ScaleInputs) -> Standing:
        """Give the base less the part of debt."""
        debt = inputs.average(self.series, standing.periods)
        debt = np.where(inputs.flags(self.excepted), 0.0, debt)
        left = standing.base - self.rate * debt
        standing = standing.absent(self.id, self.excepted, inputs)
        standing = standing.noted(self.id, "negative", left < 0, inputs)
        return replace(standing, base=np.maximum(left, 0.0))


@dataclass(frozen=True, slots=True)
class LowIncomeRelief:
    """Relieve members whose base a head lies below the average of all members.

    The average is of what all were assessed on at first, before any relief. A member at the
    threshold gets none. What is released stays in the pool until a reallocation charges it.
    """

    kind: ClassVar[str] = "low-income-relief"
    name: ClassVar[str] = "Relief for low income a head"
    formula: ClassVar[str] = (
        "a_i = a_i (1 - gradient (T - a_i / N_i) / T) if a_i / N_i < T; "
        "T = threshold x sum of incomes / sum of people"
    )
    reference: ClassVar[str] = f"{UN_METHOD}: low per capita income adjustment"

    gradient: float = 0.8
    threshold: float = 1.0
    population: SeriesName = "population"
    id: str = "low-income-relief"

    def __post_init__(self) -> None:
        """Refuse a gradient outside 0 and 1, and a threshold that is not above 0."""
        require(0 <= self.gradient <= 1, f"gradient: {self.gradient:g} is not between 0 and 1")
        require(self.threshold > 0, f"threshold: {self.threshold:g} is not above 0")

    def place(self, standing: Standing, inputs: ScaleInputs) -> Array:
        """Give income a head over the threshold, less one: below 0 is relieved, (..., periods, n).

        A member without people stands far above.
        """
        people = inputs.average(self.population, standing.periods)
        all_people = people.sum(axis=-1, keepdims=True)
        require(bool((all_people > 0).all()), f"{self.id}: the members have no people")
        rate = all_people / (self.threshold * standing.initial.sum(axis=-1, keepdims=True))
        inhabited = people > 0
        a_head = standing.base * rate / np.where(inhabited, people, 1.0)
        return np.where(inhabited, a_head - 1.0, 1e9)

    def apply(self, standing: Standing, inputs: ScaleInputs) -> Standing:
        """Take the relief off members below the threshold and put it into the pool."""
        place = self.place(standing, inputs)
        low = place < -TIE
        released = standing.base * np.where(low, -self.gradient * place, 0.0)
        standing = standing.noted(self.id, "no-population", place >= 1e9, inputs)
        standing = standing.noted(self.id, "tie", np.abs(place) <= TIE, inputs)
        return replace(
            standing,
            base=standing.base - released,
            pool=standing.pool + released.sum(axis=-1),
            relieved=standing.relieved | low,
        )


@dataclass(frozen=True, slots=True)
class Reallocation:
    """Charge the pool to members in proportion to what they are assessed on.

    With the ceiling member among the ``excepted`` the others do not pay back a part of their own
    relief when that member is cut to its ceiling.
    """

    kind: ClassVar[str] = "reallocation"
    name: ClassVar[str] = "Reallocation"
    formula: ClassVar[str] = "a_i = a_i + pool x a_i / sum of a over the payers"
    reference: ClassVar[str] = f"{UN_METHOD}: low per capita income adjustment"

    paid_by: Literal["not-relieved", "all"] = "not-relieved"
    excepted: tuple[str, ...] = ()
    id: str = "reallocation"

    def apply(self, standing: Standing, inputs: ScaleInputs) -> Standing:
        """Charge the pool."""
        payers = np.broadcast_to(~inputs.flags(self.excepted), standing.base.shape)
        if self.paid_by == "not-relieved":
            payers = payers & ~standing.relieved
        free, weights = payers & ~standing.held, standing.base
        base = charged(weights, standing.pool, free, weights, self.id, otherwise=payers)
        standing = standing.absent(self.id, self.excepted, inputs)
        return replace(standing, base=base, pool=np.zeros_like(standing.pool))


@dataclass(frozen=True, slots=True)
class LevelDiscounts:
    """Take a discount off each member by its level; the members of one level pay for all.

    A member has the level that ``members`` or ``groups`` give it; else the level with the lowest
    bound in ``below`` that its income a head, over that of all members, lies under; else
    ``otherwise``. A member at a bound has the level above it.
    """

    kind: ClassVar[str] = "level-discounts"
    name: ClassVar[str] = "Discounts by level"
    formula: ClassVar[str] = (
        "s_i (1 - d_i); payers s_i (1 + k), k = sum of s d / sum of s over the payers"
    )
    reference: ClassVar[str] = "UN General Assembly resolutions 55/235 and 55/236"

    discounts: Mapping[str, float]
    paid_by: str
    otherwise: str
    income: SeriesName
    periods: tuple[Period, ...]
    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    groups: Mapping[str, SeriesName] = field(default_factory=dict)
    below: Mapping[str, float] = field(default_factory=dict)
    population: SeriesName = "population"
    id: str = "level-discounts"

    def __post_init__(self) -> None:
        """Refuse discounts outside 0 and 1, levels without one, and payers with one."""
        levels = {*self.members, *self.groups, *self.below, self.otherwise, self.paid_by}
        missing = sorted(levels - set(self.discounts))
        require(not missing, f"discounts: level {', '.join(missing)} has none")
        outside = [name for name, d in self.discounts.items() if not 0 <= d <= 1]
        require(not outside, f"discounts: that of {', '.join(outside)} is not between 0 and 1")
        free = self.discounts.get(self.paid_by, 0.0) == 0
        require(free, f"paid_by: level {self.paid_by} has a discount itself")
        require(len(self.periods) == 1, "periods: exactly one is needed")

    def place(self, inputs: ScaleInputs) -> Array:
        """Give income a head over that of all members, shape (..., 1, n)."""
        income = inputs.average(self.income, self.periods)
        people = inputs.average(self.population, self.periods)
        average = income.sum(axis=-1, keepdims=True) / people.sum(axis=-1, keepdims=True)
        a_head = income / np.where(people > 0, people, 1.0)
        return np.where(people > 0, a_head / average, 1e9)

    def levels(self, inputs: ScaleInputs) -> dict[str, Flags]:
        """Mark the members of each level, shape (..., 1, n)."""
        place = self.place(inputs)
        left = np.ones(place.shape, np.bool_)
        marked = {name: np.zeros(place.shape, np.bool_) for name in self.discounts}
        fixed = [(level, inputs.flags(named)) for level, named in self.members.items()]
        fixed += [
            (level, inputs.average(name, self.periods) > 0) for level, name in self.groups.items()
        ]
        bounded = sorted(self.below.items(), key=lambda item: item[1])
        fixed += [(level, place < bound * (1 - TIE)) for level, bound in bounded]
        for level, who in fixed:
            marked[level] = marked[level] | (who & left)
            left = left & ~who
        marked[self.otherwise] = marked[self.otherwise] | left
        return marked

    def apply(self, standing: Standing, inputs: ScaleInputs) -> Standing:
        """Take the discounts off and charge them to the level that pays."""
        levels = self.levels(inputs)
        rate = sum((self.discounts[name] * who for name, who in levels.items()), np.zeros(1))
        off = standing.base * rate
        base = standing.base - off
        payers = np.broadcast_to(levels[self.paid_by], base.shape)
        named = tuple(name for names in self.members.values() for name in names)
        standing = standing.absent(self.id, named, inputs)
        bounds = np.array([*self.below.values()])
        at_bound = (np.abs(self.place(inputs)[..., None] / bounds - 1) <= TIE).any(axis=-1)
        standing = standing.noted(self.id, "tie", at_bound, inputs)
        return replace(standing, base=charged(base, off.sum(axis=-1), payers, base, self.id))
