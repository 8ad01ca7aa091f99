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
    """Neighbouring values of an input between which an amount crosses the figure."""

    pair: NDArray[np.intp]
    """Which amount and input, counted as aim * number of inputs + input."""
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
    count = len(entries)
    now = np.array([medians[entry.path][0] for entry in entries])
    found = _coarse(family, medians, entries, figure, now)
    for _ in range(PASSES - 1):
        if not found.pair.size:
            return
        found = _finer(family, medians, entries, figure, now, found)
    for pair, low, high in zip(*found, strict=True):
        needed = low + (high - low) * 0.5
        yield SingleChange(family.aims[pair // count], entries[pair % count], float(needed))


def _coarse(
    family: Family, medians: Draws, entries: Sequence[Input], figure: float, now: Vector
) -> _Brackets:
    """Look for crossings along a wide grid of each input."""
    grids = [_values_to_try(entry, float(n)) for entry, n in zip(entries, now, strict=True)]
    ends = np.cumsum([0, *(grid.size for grid in grids)])
    values = dict(medians.values)
    for entry, grid, start, middle in zip(entries, grids, ends, now, strict=False):
        column = np.full(ends[-1], middle)
        column[start : start + grid.size] = grid
        values[entry.path] = column
    curves = family.at(Draws(values), int(ends[-1]))
    count, aims = len(entries), len(family.aims)
    moved = np.repeat(np.arange(count), np.diff(ends))
    pair = (np.arange(aims)[:, None] * count + moved).ravel()
    grid = np.tile(np.concatenate(grids), aims)
    return _nearest_crossings(pair, grid, curves.ravel(), figure, now)


def _finer(
    family: Family,
    medians: Draws,
    entries: Sequence[Input],
    figure: float,
    now: Vector,
    found: _Brackets,
) -> _Brackets:
    """Look for crossings along a finer grid between each pair of neighbouring values."""
    grids = found.low[:, None] + (found.high - found.low)[:, None] * _FINE
    aim, moved = np.divmod(found.pair, len(entries))
    values = dict(medians.values)
    for place in np.unique(moved):
        values[entries[place].path] = np.where(moved[:, None] == place, grids, now[place]).ravel()
    every = family.at(Draws(values), grids.size).reshape(-1, *grids.shape)
    curves = every[aim, np.arange(aim.size)]
    pair = np.repeat(found.pair, GRID)
    return _nearest_crossings(pair, grids.ravel(), curves.ravel(), figure, now)


_FACTORS = np.geomspace(1 / STRETCH, STRETCH, 2 * GRID)
_STEPS = np.linspace(-1.0, 1.0, 2 * GRID)


def _values_to_try(entry: Input, median: float) -> Vector:
    """A wide grid of values of one input around its median."""
    if entry.unit.startswith("share"):
        return _FINE
    if median > 0:
        return median * _FACTORS
    return median + STRETCH * max(abs(median), 0.05) * _STEPS


def _nearest_crossings(
    pair: NDArray[np.intp], grid: Vector, curve: Vector, figure: float, now: Vector
) -> _Brackets:
    """Give for each pair the neighbouring values, nearest to `now`, that the figure lies between.

    The grids of all pairs stand end to end, with the amount at each value.
    """
    above = curve >= figure
    crosses = (above[1:] != above[:-1]) & (pair[1:] == pair[:-1])
    crosses &= np.isfinite(curve[1:] + curve[:-1])
    places = np.flatnonzero(crosses)
    distance = np.abs(grid[places] - now[pair[places] % now.size])
    places = places[np.lexsort((distance, pair[places]))]
    pairs, first = np.unique(pair[places], return_index=True)
    return _Brackets(pairs, grid[places[first]], grid[places[first] + 1])
