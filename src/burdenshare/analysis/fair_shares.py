"""Who should pay what: every principle on every cost base, and a figure's place among them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from burdenshare.analysis import amounts
from burdenshare.analysis.figures import amount_figure, certain, chance
from burdenshare.analysis.grid import BaseColumn, Column, Grid, Memory, compute_grid
from burdenshare.arrays import Array
from burdenshare.cases.schema import Comparator, CostBase, Measure
from burdenshare.model import Draws, Model
from burdenshare.results import Cell, FairShares, Figure, LeftOut, Made, Reference
from burdenshare.results.answers import Base
from burdenshare.results.figures import COUNT, SHARE
from burdenshare.sharing.principles import NEED_NAMES, PRINCIPLES
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
    grid = compute_grid(model, draws, executor, memory)
    kept = memory or Memory()
    cells = tuple(_cells(model, grid, figure.value, executor, kept))
    references = tuple(_references(model, draws, grid.bases, figure.value, kept))
    medians = np.array([c.payment.value for c in cells] + [r.payment.value for r in references])
    return FairShares(
        made=made,
        money=model.basis,
        figure=figure,
        present=present,
        headline=_headline(model, grid),
        bases=tuple(_base(model, on, kept) for on in grid.bases),
        cells=cells,
        references=references,
        left_out=tuple(_left_out(grid)),
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


def _headline(model: Model, grid: Grid) -> str:
    chosen = headline_base(model)
    known = [on.base.id for on in grid.bases]
    return chosen.id if chosen and chosen.id in known else known[-1] if known else ""


def _share_below(medians: Array, figure: float) -> float:
    return float((medians < figure).mean()) if medians.size else 0.0


def _cells(
    model: Model, grid: Grid, figure: float, executor: Executor, memory: Memory
) -> Iterator[Cell]:
    """Cells of the grid, but for principles without an answer in any draw."""
    answered = [column for column in grid.columns if column.payment.size]
    found: dict[tuple[str, str], tuple[float, Cell]] = {}
    fresh = []
    for column in answered:
        kept = memory.recall(_cell_name(column), [column])
        if kept is not None and kept[0] == figure:
            found[_cell_name(column)[1:]] = kept
        else:
            fresh.append((column, kept))

    def compute(work: tuple[Column, tuple[float, Cell] | None]) -> Cell:
        column, kept = work
        reaches = chance(column.payment >= figure, "exceedance")
        return replace(kept[1], reaches=reaches) if kept else _new_cell(model, column, reaches)

    for (column, _), cell in zip(fresh, executor.map(compute, fresh), strict=True):
        memory.keep(_cell_name(column), [column], (figure, cell))
        found[_cell_name(column)[1:]] = figure, cell
    for column in answered:
        yield found[_cell_name(column)[1:]][1]


def _cell_name(column: Column) -> tuple[str, str, str]:
    return "cell", column.principle.id, column.base.id


def _new_cell(model: Model, column: Column, reaches: Figure) -> Cell:
    principle, base = column.principle, column.base
    return Cell(
        principle=principle.id,
        principle_name=principle.name,
        family=principle.family,
        base=base.id,
        base_name=base.name,
        payment=amount_figure(column.payment, model.basis, f"principle.{principle.id}"),
        share=certain(column.share, SHARE, "mean-share"),
        reaches=reaches,
        defined=certain(column.defined, SHARE, "defined"),
    )


def _base(model: Model, on: BaseColumn, memory: Memory) -> Base:
    name = "base", on.base.id
    found: Base | None = memory.recall(name, [on])
    if found is None:
        found = Base(
            on.base.id,
            on.base.name,
            tuple(item.name for item in on.known.items),
            amount_figure(on.total, model.basis, "total"),
            amount_figure(on.outside, model.basis, "borne-outside"),
        )
        memory.keep(name, [on], found)
    return found


def _left_out(grid: Grid) -> Iterator[LeftOut]:
    """Name the principles that could not be computed, and why."""
    for principle in PRINCIPLES.values():
        lacking = [(on, principle.missing(on.known.problem)) for on in grid.bases]
        lacking = [(on, missing) for on, missing in lacking if missing]
        if not grid.bases:
            yield LeftOut(principle.id, principle.name, "the case names no cost base known by then")
        elif len(lacking) == len(grid.bases):
            needs = " and ".join(NEED_NAMES[field] for field in lacking[0][1])
            yield LeftOut(principle.id, principle.name, f"the case does not give {needs}")
        elif lacking:
            names = "; ".join(on.base.name for on, _ in lacking)
            why = f"not on bases that hold a part of the undertaking's cost: {names}"
            yield LeftOut(principle.id, principle.name, why)
    for column in grid.columns:
        if not column.payment.size:
            why = f"on {column.base.name}: no answer, for example because benefits fall short"
            yield LeftOut(column.principle.id, column.principle.name, why)


# --- payments that need no principle -------------------------------------------------------------


def _references(
    model: Model, draws: Draws, bases: Sequence[BaseColumn], figure: float, memory: Memory
) -> Iterator[Reference]:
    present = amounts.present_payment(draws)
    payer, _ = amounts.sides(model)
    for entry in model.case.indexation:
        growth = draws[f"indexation.{entry.id}.growth"]
        name, read = ("indexation", entry.id), [present, growth]
        kept = memory.recall(name, read)
        if kept is None or kept[0] != figure:
            payment = present * (1 + growth)
            kept = (
                figure,
                _reference(
                    model, entry.id, entry.name, "indexation", "indexation", payment, figure
                ),
            )
            memory.keep(name, read, kept)
        yield kept[1]
    of_payer = [draws.get(f"parties.{payer}.{field}") for field in ("gdp", "troops")]
    for comparator in model.case.comparators:
        start = f"comparators.{comparator.id}"
        name = "comparator", comparator.id
        own = [draws.get(f"{start}.value"), draws.get(f"{start}.amount")]
        read_here = [*own, *of_payer, *bases]
        kept = memory.recall(name, read_here)
        if kept is None or kept[0] != figure:
            compared = _compared(model, draws, bases, comparator)
            formula = f"comparator.{comparator.measure.value}"
            kept = (
                figure,
                None
                if compared is None
                else _reference(
                    model, comparator.id, comparator.name, "allies", formula, compared, figure
                ),
            )
            memory.keep(name, read_here, kept)
        if kept[1] is not None:
            yield kept[1]


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
    model: Model, draws: Draws, bases: Sequence[BaseColumn], comparator: Comparator
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
