"""The grid of fair shares draw by draw: every principle on every cost base, block by block."""

from __future__ import annotations

import operator
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

import numpy as np

from burdenshare.analysis import amounts
from burdenshare.arrays import Array, Flags
from burdenshare.cases.schema import CostBase, CostItem
from burdenshare.model import Draws, Model
from burdenshare.sharing.principles import CostProblem, Principle, principles_for
from burdenshare.uncertainty.sampling import Block, Executor, Plan

Found = TypeVar("Found")

GRID_BLOCK = 50_000
"""Draws that are worked on at once; larger than when drawing, since each step does more."""


class BaseDraws(NamedTuple):
    """A cost base with the draws that principles need."""

    base: CostBase
    items: tuple[CostItem, ...]
    problem: CostProblem
    outside: Array
    """What the payer bears beside the payment."""


def base_draws(
    model: Model,
    draws: Draws,
    base: CostBase,
    members: amounts.MemberData,
    *,
    causes: bool = True,
    sums: tuple[Array, Array] | None = None,
) -> BaseDraws:
    """Gather what principles need to know of a cost base.

    For whose sake its cost arises is left out if it is not wanted; what it comes to, and what the
    payer bears of it beside the payment, are taken from `sums` if they have been computed before.
    """
    items = amounts.base_items(model, base)
    cost = None if sums is None else sums[0]
    problem = amounts.cost_problem(
        draws, items, members, is_whole=base.whole, causes=causes, cost=cost
    )
    if sums is not None:
        return BaseDraws(base, items, problem, sums[1])
    return BaseDraws(base, items, problem, amounts.borne_outside(model, draws, items))


def implied_payment(principle: Principle, on: BaseDraws) -> tuple[Array, Array, Flags]:
    """Give the payment that a principle implies on a base, the payer's charge, and where defined.

    The payment is the payer's charge less what it bears of the base beside the payment.
    """
    charges, defined = principle.function(on.problem)
    charge = charges[..., amounts.PAYER]
    return charge - on.outside, charge, defined


class Column(NamedTuple):
    """What one principle asks on one base, over all draws in which it has an answer."""

    principle: Principle
    base: CostBase
    payment: Array
    share: float
    """The payer's share of the expected cost."""
    defined: float
    """Share of draws in which there is an answer."""


class BaseAmounts(NamedTuple):
    """What a cost base comes to, draw by draw, and what the payer bears of it outside."""

    base: CostBase
    total: Array
    outside: Array


class BaseColumn(NamedTuple):
    """A cost base with what it comes to, draw by draw."""

    known: BaseDraws
    """The base at the first draw, which tells what is known of it."""
    total: Array
    outside: Array
    """What the payer bears of it beside the payment."""

    @property
    def base(self) -> CostBase:
        """The base itself."""
        return self.known.base


class Grid(NamedTuple):
    """All cost bases that hold anything, and all principles on them."""

    bases: tuple[BaseColumn, ...]
    columns: tuple[Column, ...]


def known_bases(model: Model, draws: Draws) -> list[BaseDraws]:
    """Give the cost bases of which some item was known."""
    members = amounts.member_data(model, draws)
    found = [base_draws(model, draws, base, members) for base in model.case.cost_bases]
    return [on for on in found if on.items]


def answering(on: BaseDraws) -> list[Principle]:
    """Give the principles for which all that they need is known of a base."""
    return [p for p in principles_for(2) if not p.missing(on.problem)]


class Memory:
    """What was computed before, each thing with the very draws that it was computed from.

    While those draws stay, the thing does. A page that moves one number among a hundred has most
    of the grid computed already.
    """

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


def compute_grid(
    model: Model, draws: Draws, executor: Executor, memory: Memory | None = None
) -> Grid:
    """Compute every principle on every cost base.

    The work goes block by block, so that what is in between stays in the cache. With a `memory`
    only that is computed whose draws have changed since.
    """
    memory = memory or Memory()
    memory.serve(draws.size)
    known = known_bases(model, draws.part(0, 1))
    every = [(principle, row) for row, on in enumerate(known) for principle in answering(on)]
    recalled = _Recalled(model, draws, known, memory)
    work = [(principle, row) for principle, row in every if recalled.column(principle, row) is None]
    rows = [row for row, _ in enumerate(known) if recalled.base(row) is None]
    sums = {row: recalled.sums(row) for row, _ in enumerate(known) if row not in rows}
    computed = _compute(model, draws, executor, known, work, rows, sums)
    for row, base in zip(rows, computed.bases, strict=True):
        recalled.keep_base(row, base)
    for (principle, row), column in zip(work, computed.columns, strict=True):
        recalled.keep_column(principle, row, column)
    return Grid(
        tuple(_there(recalled.base(row)) for row, _ in enumerate(known)),
        tuple(_there(recalled.column(principle, row)) for principle, row in every),
    )


def _there(found: Found | None) -> Found:
    assert found is not None, "what was not recalled has been computed"
    return found


class _Recalled:
    """What a memory holds of a grid, looked up by what each part of it reads."""

    def __init__(
        self, model: Model, draws: Draws, known: Sequence[BaseDraws], memory: Memory
    ) -> None:
        self.known, self.memory = known, memory
        self._model, self._draws = model, draws

    def column(self, principle: Principle, row: int) -> Column | None:
        found = self.memory.recall(self._name(principle, row), self._read(row, principle.needs))
        return found if found is None or isinstance(found, Column) else None

    def base(self, row: int) -> BaseColumn | None:
        found = self.memory.recall((self.known[row].base.id,), self._read(row, ()))
        return found if found is None or isinstance(found, BaseColumn) else None

    def sums(self, row: int) -> tuple[Array, Array]:
        base = _there(self.base(row))
        return base.total, base.outside

    def keep_column(self, principle: Principle, row: int, column: Column) -> None:
        self.memory.keep(self._name(principle, row), self._read(row, principle.needs), column)

    def keep_base(self, row: int, base: BaseColumn) -> None:
        self.memory.keep((self.known[row].base.id,), self._read(row, ()), base)

    def _name(self, principle: Principle, row: int) -> tuple[str, str]:
        return principle.id, self.known[row].base.id

    def _read(self, row: int, needs: Sequence[str]) -> list[Array | None]:
        on = self.known[row]
        paths = amounts.paths_read(self._model, on.items, needs, is_whole=on.base.whole)
        return [self._draws.get(path) for path in paths]


def _compute(
    model: Model,
    draws: Draws,
    executor: Executor,
    known: Sequence[BaseDraws],
    work: Sequence[tuple[Principle, int]],
    rows: Sequence[int],
    sums_before: Mapping[int, tuple[Array, Array]],
) -> Grid:
    """Compute some columns, and what some bases come to, block by block.

    What the other bases come to is known from before.
    """
    size = draws.size
    places = {row: place for place, row in enumerate(rows)}
    totals, outside = np.empty((2, len(rows), size))
    payments, defined = np.empty((len(work), size)), np.ones((len(work), size), dtype=np.bool_)
    blocks = list(Plan(size, block_size=GRID_BLOCK).blocks())
    sums = np.zeros((len(blocks), len(work), 2))
    used = sorted({*rows, *(row for _, row in work)})
    certain: dict[int, tuple[bool, bool]] = {}
    causes = {row for principle, row in work if "attributable" in principle.needs}

    def fill(block: Block) -> None:
        part = draws.part(block.start, block.start + block.size)
        members = amounts.member_data(model, part)
        columns = slice(block.start, block.start + block.size)
        bases = {
            row: base_draws(
                model,
                part,
                known[row].base,
                members,
                causes=row in causes,
                sums=_cut(sums_before[row], columns) if row in sums_before else None,
            )
            for row in used
        }
        for row, place in places.items():
            totals[place, columns] = bases[row].problem.cost
            outside[place, columns] = bases[row].outside
            certain[row] = bases[row].problem.cost.size == 1, bases[row].outside.size == 1
        for place, (principle, row) in enumerate(work):
            payment, charge, answered = implied_payment(principle, bases[row])
            payments[place, columns] = payment
            charges = np.broadcast_to(charge, (block.size,))
            costs = np.broadcast_to(bases[row].problem.cost, (block.size,))
            if not answered.all():
                defined[place, columns] = answered
                charges, costs = charges[answered], costs[answered]
            sums[block.number, place] = charges.sum(), costs.sum()

    if used:
        executor.map(fill, blocks)
    whole = sums.sum(axis=0).tolist()

    def kept(values: Array, is_certain: bool) -> Array:
        # Of the shape in which it came, so that sums over it go the same way the next time.
        return values[:1] if is_certain and size > 1 else values

    return Grid(
        tuple(
            BaseColumn(
                known[row], kept(totals[p], certain[row][0]), kept(outside[p], certain[row][1])
            )
            for row, p in places.items()
        ),
        tuple(
            _column(principle, known[row].base, payments[p], defined[p], *whole[p])
            for p, (principle, row) in enumerate(work)
        ),
    )


def _cut(sums: tuple[Array, Array], columns: slice) -> tuple[Array, Array]:
    total, outside = (values if values.size == 1 else values[columns] for values in sums)
    return total, outside


def _column(
    principle: Principle, base: CostBase, payment: Array, defined: Flags, charge: float, cost: float
) -> Column:
    answered = float(defined.mean())
    kept = payment if answered == 1 else payment[defined]
    return Column(principle, base, kept, charge / cost if cost else 0.0, answered)
