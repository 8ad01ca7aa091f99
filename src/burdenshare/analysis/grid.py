"""The grid of fair shares draw by draw: every principle on every cost base."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np

from burdenshare.analysis import amounts
from burdenshare.arrays import Array, Flags
from burdenshare.cases.schema import CostBase, CostItem
from burdenshare.model import Draws, Model
from burdenshare.sharing.first_of_two import FirstOfTwo
from burdenshare.sharing.principles import CostProblem, Principle, principles_for
from burdenshare.uncertainty.sampling import Block, Executor, Plan

GRID_BLOCK = 50_000
"""Draws that are worked on at once; larger than when drawing, since each step does more."""


SHARED_UP_TO = 400_000
"""Draws up to which members' data and shares, 150 bytes a draw, are kept for all bases."""


class BaseDraws(NamedTuple):
    """A cost base with the draws that principles need."""

    base: CostBase
    items: tuple[CostItem, ...]
    problem: CostProblem
    outside: Array
    """What the payer bears beside the payment."""
    payers: FirstOfTwo
    """The payer's charges; what bases share is computed once."""


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
    keep = any(other.includes == base.id for other in model.case.cost_bases)
    cost = None if sums is None else sums[0]
    problem = amounts.cost_problem(
        draws, items, members, is_whole=base.whole, causes=causes, cost=cost, keep=keep
    )
    if sums is not None:
        return BaseDraws(base, items, problem, sums[1], members.payers)
    outside = amounts.borne_outside(model, draws, items, members.sums, keep=keep)
    return BaseDraws(base, items, problem, outside, members.payers)


def implied_payment(
    principle: Principle, on: BaseDraws, out: Array | None = None
) -> tuple[Array, Array, Flags]:
    """Give the payment that a principle implies on a base, the payer's charge, and where defined.

    The payment is the payer's charge less what it bears of the base beside the payment; it is
    written to `out` if that is given.
    """
    charge, defined = on.payers.charge(principle, on.problem)
    return np.subtract(charge, on.outside, out=out), charge, defined


def payment_if_any(principle: Principle, on: BaseDraws) -> Array:
    """Give the payment that a principle implies, where it has no answer one that reaches nothing.

    That is minus infinity, which is below every figure.
    """
    payment, _, defined = implied_payment(principle, on)
    return payment if defined.all() else np.where(defined, payment, -np.inf)


class BaseAmounts(NamedTuple):
    """What a cost base comes to, draw by draw, and what the payer bears of it outside."""

    base: CostBase
    total: Array
    outside: Array


def known_bases(model: Model, draws: Draws) -> list[BaseDraws]:
    """Give the cost bases of which some item was known."""
    members = amounts.member_data(model, draws)
    found = [base_draws(model, draws, base, members) for base in model.case.cost_bases]
    return [on for on in found if on.items]


def answering(on: BaseDraws) -> list[Principle]:
    """Give the principles for which all that they need is known of a base."""
    return [p for p in principles_for(2) if not p.missing(on.problem)]


class Column(NamedTuple):
    """What one principle asks on one base in all draws; the payments hold until the next base."""

    principle: Principle
    payment: Array
    """Payments in the draws in which there is an answer."""
    share: float
    """The payer's share of the expected cost."""
    defined: float
    """Share of draws in which there is an answer."""


class BaseColumn(NamedTuple):
    """A cost base with what it comes to, draw by draw, and what principles ask on it."""

    known: BaseDraws
    """The base at the first draw, which tells what is known of it."""
    total: Array
    outside: Array
    """What the payer bears of it beside the payment."""
    columns: list[Column]


def grid_of(model: Model, draws: Draws, executor: Executor) -> Iterator[BaseColumn]:
    """Compute every principle on one cost base after the other.

    The work goes block by block, so that what is in between stays in the cache. All bases use the
    same memory for their payments, so a base must be summed up before the next is asked for.
    """
    known = known_bases(model, draws.part(0, 1))
    size, most = draws.size, max((len(answering(on)) for on in known), default=0)
    payments = np.empty((most, size))
    defined = np.empty((most, size), dtype=np.bool_)
    blocks = list(Plan(size, block_size=GRID_BLOCK).blocks())
    parts = [draws.part(block.start, block.start + block.size) for block in blocks]
    # What bases have in common is kept from one to the next, as long as that takes little memory.
    keep = size <= SHARED_UP_TO
    members = executor.map(partial(amounts.member_data, model), parts) if keep else []
    for on in known:
        work = answering(on)
        whole = BaseColumn(on, np.empty(size), np.empty(size), [])
        sums = np.zeros((len(blocks), len(work), 2))
        fill = partial(_fill, model, parts, members, whole, work, payments, defined, sums)
        executor.map(fill, blocks)
        for row, (principle, (charge, cost)) in enumerate(
            zip(work, sums.sum(axis=0).tolist(), strict=True)
        ):
            answered = float(defined[row].mean())
            kept = payments[row] if answered == 1 else payments[row][defined[row]]
            whole.columns.append(Column(principle, kept, charge / cost if cost else 0.0, answered))
        yield whole


def _fill(
    model: Model,
    parts: Sequence[Draws],
    members: Sequence[amounts.MemberData],
    whole: BaseColumn,
    work: Sequence[Principle],
    payments: Array,
    defined: Flags,
    sums: Array,
    block: Block,
) -> None:
    """Compute what all principles ask on a base in one block of draws."""
    part = parts[block.number]
    known = members[block.number] if members else amounts.member_data(model, part)
    on = base_draws(model, part, whole.known.base, known)
    here = slice(block.start, block.start + block.size)
    whole.total[here], whole.outside[here] = on.problem.cost, on.outside
    for row, principle in enumerate(work):
        _, charge, answered = implied_payment(principle, on, payments[row, here])
        defined[row, here] = answered
        sums[block.number, row] = _charged(charge, on.problem.cost, answered, block.size)


def _charged(charge: Array, cost: Array, answered: Flags, size: int) -> tuple[float, float]:
    """Give the sums of charges and costs over the draws that have an answer."""
    charges, costs = (np.broadcast_to(values, (size,)) for values in (charge, cost))
    if not answered.all():
        kept = np.broadcast_to(answered, (size,))
        charges, costs = charges[kept], costs[kept]
    return float(charges.sum()), float(costs.sum())
