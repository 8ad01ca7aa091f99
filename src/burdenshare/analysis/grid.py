"""The grid of fair shares draw by draw: every principle on every cost base, block by block."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from burdenshare.analysis import amounts
from burdenshare.arrays import Array, Flags
from burdenshare.cases.schema import CostBase, CostItem
from burdenshare.model import Draws, Model
from burdenshare.sharing.principles import CostProblem, Principle, principles_for
from burdenshare.uncertainty.sampling import Block, Executor, Plan

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
    model: Model, draws: Draws, base: CostBase, members: amounts.MemberData
) -> BaseDraws:
    """Gather what principles need to know of a cost base."""
    items = amounts.base_items(model, base)
    problem = amounts.cost_problem(draws, items, members, is_whole=base.whole)
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


def compute_grid(model: Model, draws: Draws, executor: Executor) -> Grid:
    """Compute every principle on every cost base.

    The work goes block by block, so that what is in between stays in the cache.
    """
    known = known_bases(model, draws.part(0, 1))
    work = [(principle, row) for row, on in enumerate(known) for principle in answering(on)]
    size = draws.size
    totals, outside = np.empty((2, len(known), size))
    payments, defined = np.empty((len(work), size)), np.ones((len(work), size), dtype=np.bool_)
    blocks = list(Plan(size, block_size=GRID_BLOCK).blocks())
    sums = np.zeros((len(blocks), len(work), 2))

    def fill(block: Block) -> None:
        part = draws.part(block.start, block.start + block.size)
        members = amounts.member_data(model, part)
        columns = slice(block.start, block.start + block.size)
        bases = [base_draws(model, part, on.base, members) for on in known]
        for row, on in enumerate(bases):
            totals[row, columns], outside[row, columns] = on.problem.cost, on.outside
        for row, (principle, base) in enumerate(work):
            payment, charge, answered = implied_payment(principle, bases[base])
            payments[row, columns] = payment
            charges = np.broadcast_to(charge, (block.size,))
            costs = np.broadcast_to(bases[base].problem.cost, (block.size,))
            if not answered.all():
                defined[row, columns] = answered
                charges, costs = charges[answered], costs[answered]
            sums[block.number, row] = charges.sum(), costs.sum()

    executor.map(fill, blocks)
    return Grid(
        tuple(BaseColumn(on, totals[row], outside[row]) for row, on in enumerate(known)),
        tuple(
            _column(principle, known[base].base, payments[row], defined[row], *whole)
            for row, ((principle, base), whole) in enumerate(
                zip(work, sums.sum(axis=0).tolist(), strict=True)
            )
        ),
    )


def _column(
    principle: Principle, base: CostBase, payment: Array, defined: Flags, charge: float, cost: float
) -> Column:
    answered = float(defined.mean())
    kept = payment if answered == 1 else payment[defined]
    return Column(principle, base, kept, charge / cost if cost else 0.0, answered)
