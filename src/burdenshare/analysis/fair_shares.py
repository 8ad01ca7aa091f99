"""Who should pay what: every principle on every cost base, and a figure's place among them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import NamedTuple

import numpy as np

from burdenshare.analysis import amounts
from burdenshare.analysis.figures import amount_figure, certain, chance
from burdenshare.analysis.grid import (
    BaseAmounts,
    BaseColumn,
    BaseDraws,
    Column,
    grid_of,
)
from burdenshare.analysis.recalled import Memory, recalled_grid
from burdenshare.arrays import Array
from burdenshare.cases.schema import Comparator, CostBase, Measure
from burdenshare.model import Draws, Model
from burdenshare.results import Cell, FairShares, Figure, LeftOut, Made, Reference
from burdenshare.results.answers import Base
from burdenshare.results.figures import COUNT, PROBABILITY, SHARE
from burdenshare.sharing.principles import NEED_NAMES, Principle, principles_for
from burdenshare.uncertainty.sampling import Executor


def fair_shares(
    model: Model,
    draws: Draws,
    figure: Figure,
    present: Figure,
    made: Made,
    executor: Executor,
    memory: Memory | None = None,
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
    memory : Memory, optional
        What was computed of earlier draws, of which this one's may be a part.
    """
    known: list[BaseDraws] = []
    bases: list[Base] = []
    cells: list[Cell] = []
    columns: list[BaseAmounts] = []
    grid = (
        grid_of(model, draws, executor)
        if memory is None
        else recalled_grid(model, draws, executor, memory)
    )
    compared = {comparator.base for comparator in model.case.comparators}
    for on in grid:
        base = on.known.base
        if memory is None:
            found = executor.map(partial(_cell, model, base, figure.value), on.columns)
        else:
            found = _recalled_cells(model, on, figure.value, executor, memory)
        cells += [cell for cell in found if cell is not None]
        known.append(on.known)
        # Of whole columns of draws only those that a comparison with allies needs are kept: its own
        # base, or else the last.
        columns = [kept for kept in columns if kept.base.id in compared]
        columns.append(BaseAmounts(base, on.total, on.outside))
        bases.append(_base(model, on, memory))
    references = [
        _reference(model, entry, figure.value, memory)
        for entry in reference_payments(model, draws, columns)
    ]
    return placed(model, figure, present, made, known, bases, cells, references)


def placed(
    model: Model,
    figure: Figure,
    present: Figure,
    made: Made,
    known: Sequence[BaseDraws],
    bases: Sequence[Base],
    cells: Sequence[Cell],
    references: Sequence[Reference],
) -> FairShares:
    """Put fair shares together, with the place of a figure among them."""
    medians = np.array([c.payment.value for c in cells] + [r.payment.value for r in references])
    return FairShares(
        made=made,
        money=model.basis,
        figure=figure,
        present=present,
        headline=_headline(model, bases),
        bases=tuple(bases),
        cells=tuple(cells),
        references=tuple(references),
        left_out=tuple(_left_out(known, cells)),
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


def _headline(model: Model, bases: Sequence[Base]) -> str:
    chosen = headline_base(model)
    known = [on.id for on in bases]
    return chosen.id if chosen and chosen.id in known else known[-1] if known else ""


def _share_below(medians: Array, figure: float) -> float:
    return float((medians < figure).mean()) if medians.size else 0.0


def _cell(model: Model, base: CostBase, figure: float, column: Column) -> Cell | None:
    """One cell of the grid; None if the principle has no answer in any draw."""
    if not column.payment.size:
        return None
    payment = amount_figure(column.payment, model.basis, f"principle.{column.principle.id}")
    reaches = float((column.payment >= figure).mean())
    return cell(column.principle, base, payment, column.share, reaches, column.defined)


def _recalled_cells(
    model: Model, on: BaseColumn, figure: float, executor: Executor, memory: Memory
) -> list[Cell | None]:
    """Cells of one base; of a column that was there before only the place of the figure is new."""
    names = [("cell", on.known.base.id, column.principle.id) for column in on.columns]
    kept: list[tuple[float, Cell | None] | None] = [
        memory.recall(name, [column]) for name, column in zip(names, on.columns, strict=True)
    ]
    fresh = [place for place, one in enumerate(kept) if one is None or one[0] != figure]

    def compute(place: int) -> Cell | None:
        column, before = on.columns[place], kept[place]
        if before is None or before[1] is None:
            return _cell(model, on.known.base, figure, column)
        return replace(before[1], reaches=chance(column.payment >= figure, "exceedance"))

    for place, found in zip(fresh, executor.map(compute, fresh), strict=True):
        kept[place] = figure, found
        memory.keep(names[place], [on.columns[place]], kept[place])
    return [one[1] for one in kept if one is not None]


def _base(model: Model, on: BaseColumn, memory: Memory | None) -> Base:
    base, made_from = on.known.base, [on.total, on.outside]
    found: Base | None = memory.recall(("base", base.id), made_from) if memory else None
    if found is None:
        found = Base(
            base.id,
            base.name,
            tuple(item.name for item in on.known.items),
            amount_figure(on.total, model.basis, "total"),
            amount_figure(on.outside, model.basis, "borne-outside"),
        )
        if memory:
            memory.keep(("base", base.id), made_from, found)
    return found


def _reference(
    model: Model, entry: ReferencePayment, figure: float, memory: Memory | None
) -> Reference:
    name = "reference", entry.id
    kept: tuple[Array, Figure] | None = memory.recall(name, []) if memory else None
    # Comparing draws is many times quicker than finding their quantiles.
    if kept is not None and np.array_equal(kept[0], entry.payment):
        payment = kept[1]
    else:
        payment = amount_figure(entry.payment, model.basis, entry.formula)
        if memory:
            memory.keep(name, [], (entry.payment, payment))
    reaches = chance(entry.payment >= figure, "exceedance")
    return Reference(entry.id, entry.name, entry.family, payment, reaches)


def cell(
    principle: Principle,
    base: CostBase,
    payment: Figure,
    share: float,
    reaches: float,
    defined: float,
) -> Cell:
    """Label one cell of the grid."""
    return Cell(
        principle=principle.id,
        principle_name=principle.name,
        family=principle.family,
        base=base.id,
        base_name=base.name,
        payment=payment,
        share=certain(share, SHARE, "mean-share"),
        reaches=certain(reaches, PROBABILITY, "exceedance"),
        defined=certain(defined, SHARE, "defined"),
    )


def _left_out(known: Sequence[BaseDraws], cells: Sequence[Cell]) -> Iterator[LeftOut]:
    """Name the principles that could not be computed, and why."""
    answered = {(cell.principle, cell.base) for cell in cells}
    empty = []
    for principle in principles_for(2):
        lacking = [(on, principle.missing(on.problem)) for on in known]
        empty += [
            (principle, on.base)
            for on, missing in lacking
            if not missing and (principle.id, on.base.id) not in answered
        ]
        lacking = [(on, missing) for on, missing in lacking if missing]
        if not known:
            yield LeftOut(principle.id, principle.name, "the case names no cost base known by then")
        elif len(lacking) == len(known):
            needs = " and ".join(NEED_NAMES[field] for field in lacking[0][1])
            yield LeftOut(principle.id, principle.name, f"the case does not give {needs}")
        elif lacking:
            names = "; ".join(on.base.name for on, _ in lacking)
            why = f"not on bases that hold a part of the undertaking's cost: {names}"
            yield LeftOut(principle.id, principle.name, why)
    # Bases lead here, as in the grid.
    for principle, base in sorted(empty, key=lambda pair: [on.base for on in known].index(pair[1])):
        why = f"on {base.name}: no answer, for example because benefits fall short"
        yield LeftOut(principle.id, principle.name, why)


# --- payments that need no principle -------------------------------------------------------------


class ReferencePayment(NamedTuple):
    """A payment that needs no principle, draw by draw."""

    id: str
    name: str
    family: str
    formula: str
    payment: Array


def reference_payments(
    model: Model, draws: Draws, bases: Sequence[BaseAmounts]
) -> Iterator[ReferencePayment]:
    """Give the present payment carried forward, and what the payer would pay as allies do."""
    present = amounts.present_payment(draws)
    for entry in model.case.indexation:
        payment = present * (1 + draws[f"indexation.{entry.id}.growth"])
        yield ReferencePayment(entry.id, entry.name, "indexation", "indexation", payment)
    for comparator in model.case.comparators:
        compared = _compared(model, draws, bases, comparator)
        if compared is not None:
            formula = f"comparator.{comparator.measure.value}"
            yield ReferencePayment(comparator.id, comparator.name, "allies", formula, compared)


def _compared(
    model: Model, draws: Draws, bases: Sequence[BaseAmounts], comparator: Comparator
) -> Array | None:
    """The payment by which the payer would do as an ally does; None if something is not known."""
    start = f"comparators.{comparator.id}"
    value, paid = draws.get(f"{start}.value"), draws.get(f"{start}.amount")
    payer, _ = amounts.sides(model)
    if comparator.measure is Measure.PAYMENT:
        return paid
    if comparator.measure is Measure.SHARE_OF_COST:
        on = next((b for b in bases if b.base.id == comparator.base), bases[-1] if bases else None)
        return None if on is None or value is None else value * on.total - on.outside
    if comparator.measure is Measure.SHARE_OF_GDP:
        income = draws.get(f"parties.{payer}.gdp")
        return None if income is None or value is None else value * income
    troops = draws.get(f"parties.{payer}.troops")
    return None if troops is None or paid is None else paid * troops
