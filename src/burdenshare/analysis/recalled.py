"""Fair shares of which most have been computed before, for other draws of a few inputs.

A page that moves one number among a hundred has most of the grid of fair shares computed already.
A `Memory` holds each thing that was computed together with the very draws that it was computed
from; while those draws stay, the thing does. The numbers are those of a grid computed from nothing.
"""

from __future__ import annotations

import operator
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from burdenshare.analysis import amounts
from burdenshare.analysis.grid import (
    GRID_BLOCK,
    BaseColumn,
    BaseDraws,
    Column,
    answering,
    base_draws,
    implied_payment,
    known_bases,
)
from burdenshare.arrays import Array
from burdenshare.model import Draws, Model
from burdenshare.sharing.principles import Principle
from burdenshare.uncertainty.sampling import Block, Executor, Plan

Sums = tuple[Array, Array]
"""What a base comes to, and what the payer bears of it beside the payment."""


class Memory:
    """What was computed before, each thing with the very objects that it was computed from."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._kept: dict[tuple[str, ...], tuple[tuple[object, ...], Any]] = {}
        self._size = 0

    def serve(self, size: int) -> None:
        """Serve so many draws; sums over another number of them are worth nothing."""
        if size != self._size:
            self._kept.clear()
            self._size = size

    def recall(self, name: tuple[str, ...], made_from: Sequence[object]) -> Any:
        """Give the thing of a name if it was made from these very objects, else None."""
        before, thing = self._kept.get(name, ((), None))
        same = len(before) == len(made_from) and all(map(operator.is_, before, made_from))
        return thing if same else None

    def keep(self, name: tuple[str, ...], made_from: Sequence[object], thing: Any) -> None:
        """Keep a thing under its name, in place of the one before."""
        self._kept[name] = tuple(made_from), thing


def recalled_grid(
    model: Model, draws: Draws, executor: Executor, memory: Memory
) -> Iterator[BaseColumn]:
    """Give what `grid_of` gives, and compute only that of which the draws have changed."""
    memory.serve(draws.size)
    blocks = list(Plan(draws.size, block_size=GRID_BLOCK).blocks())
    parts = [draws.part(block.start, block.start + block.size) for block in blocks]
    members: list[amounts.MemberData] = []
    for on in known_bases(model, draws.part(0, 1)):
        reads = {
            principle.id: _read(model, draws, on, principle.needs) for principle in answering(on)
        }
        columns = {
            name: memory.recall(("column", on.base.id, name), read) for name, read in reads.items()
        }
        amounts_read = _read(model, draws, on, ())
        sums: Sums | None = memory.recall(("sums", on.base.id), amounts_read)
        work = [principle for principle in answering(on) if columns[principle.id] is None]
        if work or sums is None:
            # What is known of members is needed of no base that is recalled as a whole.
            members = members or executor.map(lambda part: amounts.member_data(model, part), parts)
            computing = _Computing(model, on, parts, members, work, sums)
            executor.map(computing.fill, blocks)
            sums = computing.sums()
            memory.keep(("sums", on.base.id), amounts_read, sums)
            for column in computing.columns():
                name = column.principle.id
                columns[name] = column
                memory.keep(("column", on.base.id, name), reads[name], column)
        yield BaseColumn(on, *sums, [columns[principle.id] for principle in answering(on)])


def _read(model: Model, draws: Draws, on: BaseDraws, needs: Sequence[str]) -> list[Array | None]:
    paths = amounts.paths_read(model, on.items, needs, is_whole=on.base.whole)
    return [draws.get(path) for path in paths]


class _Computing:
    """Some columns of a base, computed block by block into memory of their own."""

    def __init__(
        self,
        model: Model,
        on: BaseDraws,
        parts: Sequence[Draws],
        members: Sequence[amounts.MemberData],
        work: Sequence[Principle],
        before: Sums | None,
    ) -> None:
        size = sum(max(1, part.size) for part in parts)
        self.model, self.on, self.parts, self.members = model, on, parts, members
        self.work, self.before = work, before
        self.total, self.outside = np.empty((2, size))
        self.payments = np.empty((len(work), size))
        self.defined = np.ones((len(work), size), dtype=np.bool_)
        self.charged = np.zeros((len(parts), len(work), 2))
        self.certain = (False, False)
        self.causes = any("attributable" in principle.needs for principle in work)

    def fill(self, block: Block) -> None:
        """Compute one block."""
        here = slice(block.start, block.start + block.size)
        on = base_draws(
            self.model,
            self.parts[block.number],
            self.on.base,
            self.members[block.number],
            causes=self.causes,
            sums=None if self.before is None else _cut(self.before, here),
        )
        self.total[here], self.outside[here] = on.problem.cost, on.outside
        self.certain = on.problem.cost.size == 1, on.outside.size == 1
        for row, principle in enumerate(self.work):
            payment, charge, answered = implied_payment(principle, on)
            self.payments[row, here], self.defined[row, here] = payment, answered
            charges = np.broadcast_to(charge, (block.size,))
            costs = np.broadcast_to(on.problem.cost, (block.size,))
            if not answered.all():
                kept = np.broadcast_to(answered, (block.size,))
                charges, costs = charges[kept], costs[kept]
            self.charged[block.number, row] = charges.sum(), costs.sum()

    def sums(self) -> Sums:
        """What the base comes to, in the shape in which it came.

        So sums over it go the same way the next time, to the last digit.
        """
        if self.before is not None:
            return self.before
        total, outside = (
            values[:1] if certain else values
            for values, certain in zip((self.total, self.outside), self.certain, strict=True)
        )
        return total, outside

    def columns(self) -> Iterator[Column]:
        """The columns that were computed."""
        for row, (principle, (charge, cost)) in enumerate(
            zip(self.work, self.charged.sum(axis=0).tolist(), strict=True)
        ):
            answered = float(self.defined[row].mean())
            kept = self.payments[row] if answered == 1 else self.payments[row][self.defined[row]]
            yield Column(principle, kept, charge / cost if cost else 0.0, answered)


def _cut(sums: Sums, here: slice) -> Sums:
    total, outside = (values if values.size == 1 else values[here] for values in sums)
    return total, outside
