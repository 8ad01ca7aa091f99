"""The value that one input would need for an amount to come to a figure, all others at medians.

Each input goes over a wide grid of values; between the neighbours where an amount crosses the
figure, nearest to where the input is now, it goes over a finer grid, and so on. The grids of all
inputs, for all amounts that come from one computation, are put end to end, so that each pass is one
evaluation of the model.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from burdenshare.analysis.joint_change import Aim
from burdenshare.arrays import Array, Vector
from burdenshare.model import Draws, Input

GRID = 25
"""Values tried of each input in each pass."""

PASSES = 5
"""Passes over ever finer grids; the last one's values lie within 1e-5 of one another."""

STRETCH = 200.0
"""How many times smaller and larger than its median an amount is tried."""

_FINE = np.linspace(0.0, 1.0, GRID)


class Family(NamedTuple):
    """Statements whose amounts come from one computation."""

    aims: Sequence[Aim]

    amounts: Callable[[Draws], Sequence[Array]]
    """The amount of each aim, shape (draws,) or (1,)."""

    def at(self, draws: Draws, points: int) -> Array:
        """Give all amounts at some points, shape (aims, points)."""
        return np.stack([np.broadcast_to(each, (points,)) for each in self.amounts(draws)])


class SingleChange(NamedTuple):
    """A value of one input at which an amount comes to the figure."""

    aim: Aim
    entry: Input
    needed: float
    """[unit of the input]"""


class _Brackets(NamedTuple):
    """Pairs of an aim and an input, and neighbouring values that the crossing lies between."""

    aim: NDArray[np.intp]
    entry: NDArray[np.intp]
    low: Vector
    high: Vector


def single_changes(
    family: Family, medians: Draws, entries: Sequence[Input], figure: float
) -> Iterator[SingleChange]:
    """Give the values of single inputs at which amounts come to a figure.

    Parameters
    ----------
    family : Family
        The amounts.
    medians : Draws
        Every input at its median.
    entries : sequence of Input
        The inputs that may move, one at a time.
    figure : float
        [unit of the amounts]

    Yields
    ------
    SingleChange
        Aims in their order, for each the inputs in theirs that can bring it about; the crossing
        nearest to the median counts.
    """
    now = np.array([medians[entry.path][0] for entry in entries])
    found = _coarse(family, medians, entries, figure)
    for _ in range(PASSES - 1):
        if not found.aim.size:
            return
        found = _finer(family, medians, entries, figure, found, now)
    order = np.lexsort((found.entry, found.aim))
    for place in order:
        aim, entry = family.aims[found.aim[place]], entries[found.entry[place]]
        low, high = found.low[place], found.high[place]
        yield SingleChange(aim, entry, float(low + (high - low) * 0.5))


def _coarse(family: Family, medians: Draws, entries: Sequence[Input], figure: float) -> _Brackets:
    """Look for crossings along a wide grid of each input."""
    grids = [_values_to_try(entry, float(medians[entry.path][0])) for entry in entries]
    ends = np.cumsum([0, *(grid.size for grid in grids)])
    values = dict(medians.values)
    for entry, grid, start in zip(entries, grids, ends, strict=False):
        column = np.full(ends[-1], medians[entry.path][0])
        column[start : start + grid.size] = grid
        values[entry.path] = column
    amounts = family.at(Draws(values), int(ends[-1]))
    parts = []
    for place, (entry, grid, start) in enumerate(zip(entries, grids, ends, strict=False)):
        curves = amounts[:, start : start + grid.size]
        aims, low, high = _crossed(grid[None, :], curves, figure, medians[entry.path])
        parts.append(_Brackets(aims, np.full(aims.size, place), low, high))
    return _Brackets(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))


def _finer(
    family: Family,
    medians: Draws,
    entries: Sequence[Input],
    figure: float,
    found: _Brackets,
    now: Vector,
) -> _Brackets:
    """Look for crossings along a finer grid between each pair of neighbouring values."""
    grids = found.low[:, None] + (found.high - found.low)[:, None] * _FINE
    values = dict(medians.values)
    for place in np.unique(found.entry):
        column = np.full(grids.shape, now[place])
        moved = found.entry == place
        column[moved] = grids[moved]
        values[entries[place].path] = column.ravel()
    amounts = family.at(Draws(values), grids.size).reshape(-1, *grids.shape)
    curves = amounts[found.aim, np.arange(found.aim.size)]
    kept, low, high = _crossed(grids, curves, figure, now[found.entry])
    return _Brackets(found.aim[kept], found.entry[kept], low, high)


def _values_to_try(entry: Input, median: float) -> Vector:
    """A wide grid of values of one input around its median."""
    if entry.unit.startswith("share"):
        return np.linspace(0.0, 1.0, GRID)
    if median > 0:
        return median * np.geomspace(1 / STRETCH, STRETCH, 2 * GRID)
    reach = STRETCH * max(abs(median), 0.05)
    return np.linspace(median - reach, median + reach, 2 * GRID)


def _crossed(
    grids: Array, curves: Array, figure: float, now: Vector
) -> tuple[NDArray[np.intp], Vector, Vector]:
    """Give the curves that cross the figure, and the neighbouring values where each does.

    Of several crossings the one nearest to where the input is `now` counts. `grids` has a row for
    each curve, or one for all.
    """
    above = curves >= figure
    crosses = above[:, 1:] != above[:, :-1]
    crosses &= np.isfinite(curves[:, 1:] + curves[:, :-1])
    distance = np.where(crosses, np.abs(grids[:, :-1] - now[:, None]), np.inf)
    rows = np.flatnonzero(crosses.any(axis=1))
    places = distance[rows].argmin(axis=1)
    of = rows if grids.shape[0] > 1 else np.zeros_like(rows)
    return rows, grids[of, places], grids[of, places + 1]
