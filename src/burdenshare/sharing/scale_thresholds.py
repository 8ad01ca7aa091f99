"""Where a scale jumps: members near a threshold, and what crossing it would do to their share.

Object and notation. A threshold compares a member's income a head with that of all members. Just
below it a member is relieved, or has a larger discount; just above it pays for the relief of
others, so its share jumps although its income hardly moves. For member i and threshold T the
distance is g_i / T - 1, and the jump is the share at an income a hair above the threshold less
that at an income a hair below it, everything else as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from burdenshare.arrays import Array
from burdenshare.errors import ProblemError
from burdenshare.sharing.scale_bases import Income
from burdenshare.sharing.scale_inputs import Period, ScaleInputs
from burdenshare.sharing.scale_relief import LevelDiscounts, LowIncomeRelief
from burdenshare.sharing.scales import Scale, shares, standings

HAIR = 1e-9
"""How far on each side of a threshold the share is computed, as a fraction of income."""


@dataclass(frozen=True, slots=True, eq=False)
class Threshold:
    """One threshold of a scale in one base period, as every member stands to it."""

    step: str
    level: str
    """The level below the threshold; empty for relief."""
    period: Period
    distance: Array
    """Income a head over the threshold, less one, shape (n,); below 0 lies below it."""
    factor: Array
    """What the member's income would have to be multiplied by to reach it, (n,); 0 if nothing."""
    jump: Array
    """Share just above less share just below, shape (n,), unrounded; 0 where nothing jumps."""


Place = Callable[[ScaleInputs], Array]
"""Income a head over a threshold, less one, shape (..., n)."""


def thresholds(scale: Scale, inputs: ScaleInputs) -> list[Threshold]:
    """Find the thresholds of a scale, and how far each member is from each.

    Parameters
    ----------
    scale : Scale
        A scale; one that begins with anything but an income has no thresholds that are looked at.
    inputs : ScaleInputs
        Members and series without draws: shapes (years, n).

    Returns
    -------
    list of Threshold
        In the order of the steps.

    Raises
    ------
    ProblemError
        As `burdenshare.sharing.scales.assess`, or if the inputs have draws.
    """
    if not isinstance(scale.first, Income):
        return []
    if any(one.values.ndim > 2 for one in inputs.series.values()):
        raise ProblemError("thresholds: the inputs have draws; give the numbers of one draw")
    bare = scale.unrounded()
    found: list[Threshold] = []
    for number, step in enumerate(scale.steps):
        if isinstance(step, LowIncomeRelief):
            before = Scale(scale.first, scale.steps[:number], scale.total)
            for place, period in enumerate(scale.first.periods):
                found.append(_of_relief(bare, before, step, place, period, inputs))
        elif isinstance(step, LevelDiscounts):
            found += [
                _of_level(bare, step, level, bound, inputs)
                for level, bound in sorted(step.below.items(), key=lambda item: -item[1])
            ]
    return found


def _of_relief(
    scale: Scale,
    before: Scale,
    step: LowIncomeRelief,
    number: int,
    period: Period,
    inputs: ScaleInputs,
) -> Threshold:
    assert isinstance(scale.first, Income)
    name, periods = scale.first.series, scale.first.periods

    def place(changed: ScaleInputs) -> Array:
        return step.place(standings(before, changed)[-1], changed)[..., number, :]

    def varied(factors: Array) -> ScaleInputs:
        return inputs.with_factor(name, _one_at_a_time(factors, number, len(periods)), periods)

    return _found(scale, step.id, "", period, inputs, place, varied)


def _of_level(
    scale: Scale, step: LevelDiscounts, level: str, bound: float, inputs: ScaleInputs
) -> Threshold:
    def place(changed: ScaleInputs) -> Array:
        return step.place(changed)[..., 0, :] / bound - 1.0

    def varied(factors: Array) -> ScaleInputs:
        return inputs.with_factor(step.income, _one_at_a_time(factors, 0, 1), step.periods)

    return _found(scale, step.id, level, step.periods[0], inputs, place, varied)


def _one_at_a_time(factors: Array, number: int, periods: int) -> Array:
    """Change one member's income in one period in each row, shape (rows, periods, n).

    `factors` has shape (..., n): in the row (..., i) member i is changed, and nobody else.
    """
    members = factors.shape[-1]
    each = np.ones((*factors.shape, periods, members))
    own = np.arange(members)
    each[..., own, number, own] = factors
    return each


def _found(
    scale: Scale,
    step: str,
    level: str,
    period: Period,
    inputs: ScaleInputs,
    place: Place,
    varied: Callable[[Array], ScaleInputs],
) -> Threshold:
    distance = place(inputs)
    factor = _factor_to_reach(distance, lambda factors: _own(place(varied(factors))))
    reached = factor > 0
    sides = np.where(reached, factor, 1.0) * np.array([[1 - HAIR], [1 + HAIR]])
    below, above = _own(shares(scale, varied(sides)))
    # A smooth share moves by some hairs too: that is no jump.
    jumps = reached & (np.abs(above - below) > 1e3 * HAIR * np.maximum(above, below))
    jump = np.where(jumps, above - below, 0.0)
    return Threshold(step, level, period, distance, factor, jump)


def _own(values: Array) -> Array:
    """Take member i's number from row i, shape (..., n)."""
    return np.diagonal(values, axis1=-2, axis2=-1)


def _factor_to_reach(distance: Array, at: Callable[[Array], Array]) -> Array:
    """Find what each member's income is to be multiplied by, by the secant rule.

    Income a head and the average are both linear in a member's income, so few rounds do.
    """
    old, old_gap = np.ones_like(distance), distance
    new = np.where(distance < 0, 1.1, 0.9)
    for _ in range(60):
        gap = at(new)
        slope = (gap - old_gap) / np.where(new != old, new - old, 1.0)
        # A member that is most of the average can bring its income a head no nearer.
        moves = (np.abs(gap) > 1e-13) & (slope > 1e-12)
        step = np.where(moves, gap / np.where(slope > 1e-12, slope, 1.0), 0.0)
        if not moves.any():
            break
        old, old_gap = new, gap
        new = np.clip(new - step, new / 10, new * 10)
    reached = (np.abs(at(new)) < 1e-11) & (distance < 1e8)
    return np.where(reached, new, 0.0)
