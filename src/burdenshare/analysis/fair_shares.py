"""Who should pay what: every principle on every cost base, and a figure's place among them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from burdenshare.analysis import amounts
from burdenshare.analysis.figures import amount_figure, certain, chance
from burdenshare.arrays import Array, Flags
from burdenshare.cases.schema import Comparator, CostBase, CostItem, Measure
from burdenshare.model import Draws, Model
from burdenshare.results import Cell, FairShares, Figure, LeftOut, Made, Reference
from burdenshare.results.answers import Base
from burdenshare.results.figures import COUNT, SHARE
from burdenshare.sharing.principles import NEED_NAMES, PRINCIPLES, CostProblem, Principle
from burdenshare.uncertainty.sampling import Block, Executor, Plan


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


def fair_shares(
    model: Model, draws: Draws, figure: Figure, present: Figure, made: Made, executor: Executor
) -> FairShares:
    """Compute every principle on every cost base, and references that need no base.

    Parameters
    ----------
    model, draws : Model, Draws
        A case at a date and its draws.
    figure, present : Figure
        The figure asked about and the present payment, in the money of the model.
    made : Made
        How the answer is made.
    executor : Executor
        Runs cells side by side.
    """
    members = amounts.member_data(model, draws)
    bases = [base_draws(model, draws, base, members) for base in model.case.cost_bases]
    bases = [on for on in bases if on.items]
    work = [(p, on) for on in bases for p in PRINCIPLES.values() if not p.missing(on.problem)]
    columns = _columns(model, draws, [(p, on.base) for p, on in work], executor)
    pairs = zip(work, columns, strict=True)
    found = executor.map(lambda pair: _cell(model, *pair[0], pair[1], figure.value), pairs)
    cells = tuple(cell for cell in found if cell is not None)
    references = tuple(_references(model, draws, bases, figure.value))
    medians = np.array([c.payment.value for c in cells] + [r.payment.value for r in references])
    return FairShares(
        made=made,
        money=model.basis,
        figure=figure,
        present=present,
        headline=_headline(model, bases),
        bases=tuple(_base(model, on) for on in bases),
        cells=cells,
        references=references,
        left_out=tuple(_left_out(bases, work, found)),
        reached=certain(float((medians >= figure.value).sum()), COUNT, "count"),
        counted=certain(float(medians.size), COUNT, "count"),
        percentile=certain(_share_below(medians, figure.value), SHARE, "percentile"),
    )


def headline_base(model: Model) -> CostBase | None:
    """Give the cost base that the question names, else the first whole one, else the last."""
    bases = model.case.cost_bases
    named = [base for base in bases if base.id == model.case.question.base]
    whole = [base for base in bases if base.whole]
    return next(iter([*named, *whole, *reversed(bases)]), None)


def _headline(model: Model, bases: Sequence[BaseDraws]) -> str:
    chosen = headline_base(model)
    known = [on.base.id for on in bases]
    return chosen.id if chosen and chosen.id in known else known[-1] if known else ""


def _share_below(medians: Array, figure: float) -> float:
    return float((medians < figure).mean()) if medians.size else 0.0


class Column(NamedTuple):
    """What one principle asks on one base, over all draws in which it has an answer."""

    payment: Array
    share: float
    """The payer's share of the expected cost."""
    defined: float
    """Share of draws in which there is an answer."""


def _columns(
    model: Model,
    draws: Draws,
    work: Sequence[tuple[Principle, CostBase]],
    executor: Executor,
) -> list[Column]:
    """Compute all cells block by block, so that what is in between stays in the cache."""
    size = draws.size
    payments = np.empty((len(work), size))
    defined = np.ones((len(work), size), dtype=np.bool_)
    blocks = list(Plan(size).blocks())
    sums = np.zeros((len(blocks), len(work), 2))
    bases = {base.id: base for _, base in work}

    def fill(block: Block) -> None:
        part = draws.part(block.start, block.start + block.size)
        members = amounts.member_data(model, part)
        on = {name: base_draws(model, part, base, members) for name, base in bases.items()}
        columns = slice(block.start, block.start + block.size)
        for row, (principle, base) in enumerate(work):
            payment, charge, answered = implied_payment(principle, on[base.id])
            payments[row, columns] = payment
            cost = np.broadcast_to(on[base.id].problem.cost, (block.size,))
            charge = np.broadcast_to(charge, (block.size,))
            if answered.all():
                sums[block.number, row] = charge.sum(), cost.sum()
            else:
                defined[row, columns] = answered
                sums[block.number, row] = charge[answered].sum(), cost[answered].sum()

    executor.map(fill, blocks)
    totals = sums.sum(axis=0)
    return [
        Column(
            payments[row] if (every := defined[row].all()) else payments[row][defined[row]],
            float(totals[row, 0] / totals[row, 1]) if totals[row, 1] else 0.0,
            1.0 if every else float(defined[row].mean()),
        )
        for row in range(len(work))
    ]


def _cell(
    model: Model, principle: Principle, on: BaseDraws, column: Column, figure: float
) -> Cell | None:
    """One cell of the grid; None if the principle has no answer in any draw."""
    if not column.payment.size:
        return None
    return Cell(
        principle=principle.id,
        principle_name=principle.name,
        family=principle.family,
        base=on.base.id,
        base_name=on.base.name,
        payment=amount_figure(column.payment, model.basis, f"principle.{principle.id}"),
        share=certain(column.share, SHARE, "mean-share"),
        reaches=chance(column.payment >= figure, "exceedance"),
        defined=certain(column.defined, SHARE, "defined"),
    )


def _base(model: Model, on: BaseDraws) -> Base:
    return Base(
        on.base.id,
        on.base.name,
        tuple(item.name for item in on.items),
        amount_figure(on.problem.cost, model.basis, "total"),
        amount_figure(on.outside, model.basis, "borne-outside"),
    )


def _left_out(
    bases: Sequence[BaseDraws],
    work: Sequence[tuple[Principle, BaseDraws]],
    found: Sequence[Cell | None],
) -> Iterator[LeftOut]:
    """Name the principles that could not be computed, and why."""
    for principle in PRINCIPLES.values():
        lacking = [(on, principle.missing(on.problem)) for on in bases]
        lacking = [(on, missing) for on, missing in lacking if missing]
        if not bases:
            yield LeftOut(principle.id, principle.name, "the case names no cost base known by then")
        elif len(lacking) == len(bases):
            needs = " and ".join(NEED_NAMES[field] for field in lacking[0][1])
            yield LeftOut(principle.id, principle.name, f"the case does not give {needs}")
        elif lacking:
            names = "; ".join(on.base.name for on, _ in lacking)
            why = f"not on bases that hold a part of the undertaking's cost: {names}"
            yield LeftOut(principle.id, principle.name, why)
    for (principle, on), cell in zip(work, found, strict=True):
        if cell is None:
            why = f"on {on.base.name}: it has no answer, for example because benefits fall short"
            yield LeftOut(principle.id, principle.name, why)


# --- payments that need no principle -------------------------------------------------------------


def _references(
    model: Model, draws: Draws, bases: Sequence[BaseDraws], figure: float
) -> Iterator[Reference]:
    present = amounts.present_payment(draws)
    for entry in model.case.indexation:
        payment = present * (1 + draws[f"indexation.{entry.id}.growth"])
        yield _reference(model, entry.id, entry.name, "indexation", "indexation", payment, figure)
    for comparator in model.case.comparators:
        compared = _compared(model, draws, bases, comparator)
        if compared is not None:
            formula = f"comparator.{comparator.measure.value}"
            yield _reference(
                model, comparator.id, comparator.name, "allies", formula, compared, figure
            )


def _reference(
    model: Model, name: str, title: str, family: str, formula: str, payment: Array, figure: float
) -> Reference:
    return Reference(
        name,
        title,
        family,
        amount_figure(payment, model.basis, formula),
        chance(payment >= figure, "exceedance"),
    )


def _compared(
    model: Model, draws: Draws, bases: Sequence[BaseDraws], comparator: Comparator
) -> Array | None:
    """The payment by which the payer would do as an ally does; None if something is not known."""
    start = f"comparators.{comparator.id}"
    value, paid = draws.get(f"{start}.value"), draws.get(f"{start}.amount")
    payer, _ = amounts.sides(model)
    if comparator.measure is Measure.PAYMENT:
        return paid
    if comparator.measure is Measure.SHARE_OF_COST:
        on = next((b for b in bases if b.base.id == comparator.base), bases[-1] if bases else None)
        return None if on is None or value is None else value * on.problem.cost - on.outside
    if comparator.measure is Measure.SHARE_OF_GDP:
        income = draws.get(f"parties.{payer}.gdp")
        return None if income is None or value is None else value * income
    troops = draws.get(f"parties.{payer}.troops")
    return None if troops is None or paid is None else paid * troops
