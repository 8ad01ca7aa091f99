"""Assessment scales: who pays what share of a common budget, as a list of steps.

Object and notation. Members i = 1..n pay shares s_i of a whole. A scale begins with a step that
says what each is assessed on (income over one or several base periods, a blend of keys), and goes
on with steps that relieve, charge, bound and round. Applying it gives the shares after every step,
so that the effect of each step on each member can be read off. Everything is vectorised: inputs of
shape (..., years, n), with draws in front, give shares of shape (..., n).

The steps are in `scale_bases`, `scale_relief`, `scale_limits` and `scale_corrections`; `STEPS` is
their one table. Their order matters: see ``docs/theory/assessment-scales.md``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple, TypeAlias

import numpy as np

from burdenshare.arrays import Array
from burdenshare.errors import ProblemError
from burdenshare.sharing.scale_bases import Average, Blend, Income, Power
from burdenshare.sharing.scale_corrections import Correction, FixedReductions
from burdenshare.sharing.scale_inputs import ScaleInputs
from burdenshare.sharing.scale_limits import Ceiling, Floor, Rounding
from burdenshare.sharing.scale_relief import (
    DebtRelief,
    LevelDiscounts,
    LowIncomeRelief,
    Reallocation,
)
from burdenshare.sharing.scale_standing import Note, Standing

AnyFirstStep: TypeAlias = Income | Blend
AnyStep: TypeAlias = (
    Average | Power | DebtRelief | LowIncomeRelief | Reallocation | LevelDiscounts | Floor
    | Ceiling | FixedReductions | Correction | Rounding
)  # fmt: skip

FIRST_STEPS: Mapping[str, type[AnyFirstStep]] = {step.kind: step for step in (Income, Blend)}
"""Steps that a scale begins with, by kind."""

LATER_STEPS: Mapping[str, type[AnyStep]] = {
    step.kind: step
    for step in (
        DebtRelief, LowIncomeRelief, Reallocation, Floor, Ceiling, Average, Power, LevelDiscounts,
        FixedReductions, Correction, Rounding,
    )
}  # fmt: skip
"""Steps that a scale goes on with, by kind."""

STEPS: Mapping[str, type[AnyFirstStep] | type[AnyStep]] = {**FIRST_STEPS, **LATER_STEPS}
"""All steps by kind, in the order in which they are shown."""


class Assessment(NamedTuple):
    """What a scale gives."""

    shares: Array
    """Share of each member, shape (..., n), summing to 1."""
    after: Array
    """Share of each member after each step, shape (steps, ..., n), averaged over base periods.

    They sum to 1, less what has been released and not yet been charged.
    """
    notes: tuple[Note, ...]
    """What the steps met that a reader should know."""


@dataclass(frozen=True, slots=True)
class Scale:
    """A list of steps, and what the members pay together where a step needs it.

    Raises
    ------
    ProblemError
        If two steps have one id.

    Examples
    --------
    Three members with incomes of 60, 30 and 10 and a ceiling of half the budget:

    >>> from burdenshare.sharing.scale_inputs import Period, series
    >>> scale = Scale(Income("income", (Period(2020, 2020),)), (Ceiling(0.5), Rounding(1)))
    >>> inputs = ScaleInputs(("A", "B", "C"), {"income": series([[60, 30, 10]], [2020])})
    >>> found = assess(scale, inputs)
    >>> found.shares
    array([0.5  , 0.375, 0.125])
    >>> found.after[0]
    array([0.6, 0.3, 0.1])
    """

    first: AnyFirstStep
    steps: tuple[AnyStep, ...] = ()
    total: float | str | None = None
    """What the members pay together, or the series of which it is the sum. [money]"""

    def __post_init__(self) -> None:
        """Check that ids tell the steps apart."""
        ids = [step.id for step in self.all_steps]
        twice = sorted({name for name in ids if ids.count(name) > 1})
        if twice:
            raise ProblemError(f"two steps have the id {', '.join(twice)}; give one of them an id")

    @property
    def all_steps(self) -> tuple[AnyFirstStep | AnyStep, ...]:
        """The steps in order."""
        return (self.first, *self.steps)

    def without(self, step: str) -> Scale:
        """Give the scale without one of its later steps.

        Raises
        ------
        ProblemError
            If there is no such later step.
        """
        if step not in {later.id for later in self.steps}:
            raise ProblemError(f"there is no step {step!r} that the scale could do without")
        return replace(self, steps=tuple(later for later in self.steps if later.id != step))

    def unrounded(self) -> Scale:
        """Give the scale without its steps of rounding."""
        return replace(self, steps=tuple(s for s in self.steps if not isinstance(s, Rounding)))


def standings(scale: Scale, inputs: ScaleInputs) -> list[Standing]:
    """Give where members stand after each step.

    Raises
    ------
    ProblemError
        As `assess`.
    """
    now = scale.first.begin(inputs)
    now = replace(now, amount=_amount(scale, inputs, now))
    found = [now]
    for step in scale.steps:
        if isinstance(step, Rounding):
            finished(now, step.id)
        now = step.apply(now, inputs)
        found.append(now)
    return found


def assess(scale: Scale, inputs: ScaleInputs) -> Assessment:
    """Compute the shares of a scale, and the shares after each of its steps.

    Parameters
    ----------
    scale : Scale
        The steps.
    inputs : ScaleInputs
        Members and series, of shape (..., years, n) with draws in front.

    Returns
    -------
    Assessment
        Shares, shares after each step, and notes. Nothing in it is NaN.

    Raises
    ------
    ProblemError
        If a series or year is missing; floors or ceilings cannot all hold; points are left that
        nobody can pay; or relief or base periods are left that no step settles.

    References
    ----------
    UN General Assembly resolution 79/249 (2024), Scale of assessments for the apportionment of the
    expenses of the United Nations.
    """
    found = standings(scale, inputs)
    last = found[-1]
    finished(last)
    after = [standing.shares.mean(axis=-2) for standing in found]
    shape = np.broadcast_shapes(*(one.shape for one in after))
    notes = tuple(dict.fromkeys((*last.notes, *_limits_left(scale, last, inputs))))
    return Assessment(
        last.shares[..., 0, :], np.stack([np.broadcast_to(one, shape) for one in after]), notes
    )


def shares(scale: Scale, inputs: ScaleInputs) -> Array:
    """Compute the shares of a scale alone, shape (..., n); quicker than `assess` for many draws.

    Raises
    ------
    ProblemError
        As `assess`.
    """
    last = standings(scale, inputs)[-1]
    finished(last)
    return last.shares[..., 0, :]


def payments(shares: Array, total: float, decimals: int = 2) -> Array:
    """Turn shares into money, each rounded to the cent by itself.

    Parameters
    ----------
    shares : ndarray, shape (..., n)
        Shares, as a scale gives them.
    total : float
        What the members pay together. [money]
    decimals : int
        Decimals of the money.

    Returns
    -------
    ndarray, shape (..., n)
        Halves are rounded up, as in subscriptions to capital. [unit of `total`]

    Examples
    --------
    >>> payments(np.array([0.024175]), 10_825_007_069.61)
    array([2.61694546e+08])
    """
    unit = 10.0**decimals
    rounded: Array = np.floor(np.asarray(shares) * total * unit + 0.5) / unit
    return rounded


def _amount(scale: Scale, inputs: ScaleInputs, standing: Standing) -> Array | None:
    if scale.total is None:
        return None
    if isinstance(scale.total, str):
        amount: Array = inputs.average(scale.total, standing.periods).sum(axis=-1)
        return amount
    return np.array(float(scale.total))


def finished(standing: Standing, where: str = "the end of the scale") -> None:
    """Refuse a standing in which base periods or released points are left unsettled.

    Raises
    ------
    ProblemError
        If some are.
    """
    if standing.base.shape[-2] > 1:
        raise ProblemError(
            f"{where}: there are {standing.base.shape[-2]} base periods and no step averages them; "
            "add an average step"
        )
    left = np.abs(standing.pool / standing.total[..., 0]).max()
    if left > 1e-12:
        raise ProblemError(
            f"{where}: {left:.3%} of the whole was released and charged to nobody; add a "
            "reallocation step"
        )


def _limits_left(scale: Scale, last: Standing, inputs: ScaleInputs) -> tuple[Note, ...]:
    """Note members that later steps moved past a floor or ceiling again."""
    bare = replace(last, notes=())
    for step in scale.steps:
        if isinstance(step, Ceiling):
            past = step.holds_for(last, inputs) & (last.shares > step.most * (1 + 1e-9))
            bare = bare.noted(step.id, "above-limit", past, inputs)
        elif isinstance(step, Floor):
            past = last.shares < step.least * (1 - 1e-9)
            bare = bare.noted(step.id, "below-limit", past, inputs)
    return bare.notes
