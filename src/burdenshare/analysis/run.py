"""All answers to one case in one go, and the pieces that every answer needs."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np

from burdenshare._version import __version__
from burdenshare.analysis import amounts
from burdenshare.analysis.figures import input_figure, summary
from burdenshare.analysis.forecast import forecast as foresee
from burdenshare.analysis.formulas import FORMULAS
from burdenshare.analysis.parts import Inquiry, Parts
from burdenshare.analysis.requirements import requirements
from burdenshare.analysis.track_record import track_record
from burdenshare.analysis.verdict import verdict
from burdenshare.cases.overlay import Assumptions
from burdenshare.cases.schema import Case, Position
from burdenshare.model import Draws, Model, build
from burdenshare.provenance import Origin
from burdenshare.results import Answer, Figure, Finding, Forecast, Made, Requirements, Unit
from burdenshare.results.answers import InputUsed, Step
from burdenshare.results.changes import Change
from burdenshare.uncertainty.sampling import Executor, Plan, Threads

DRAWS = 100_000
"""Draws of an answer unless something else is asked for."""


def default_threads() -> int:
    """Give the number of processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def inquire(
    case: Case,
    *,
    as_of: date | None = None,
    draws: int = DRAWS,
    seed: int = 0,
    threads: int | None = None,
    figure: float | None = None,
    assumed: Assumptions | None = None,
) -> Inquiry:
    """Build the model of a case at a date and draw its inputs.

    Parameters
    ----------
    case : Case
        A case as read from its file.
    as_of : date, optional
        The day at which it is asked; else the one that the case names.
    draws, seed : int
        How many draws, from which seed. The same seed gives the same numbers.
    threads : int, optional
        How many threads work side by side; else one a processor. It changes no number.
    figure : float, optional
        Yearly payment to judge, in the money of the case; else the one that the case asks about.
    assumed : Assumptions, optional
        An overlay: numbers put otherwise than the case has them, and the date and figure asked
        about where those are not given here.
    """
    model = build(case, as_of, assumed)
    plan = Plan(draws, seed)
    executor = Threads(default_threads() if threads is None else threads)
    drawn = model.draw(plan, executor)
    return inquiry_of(model, drawn, plan, executor, figure, assumed)


def inquiry_of(
    model: Model,
    drawn: Draws,
    plan: Plan,
    executor: Executor,
    figure: float | None = None,
    assumed: Assumptions | None = None,
) -> Inquiry:
    """Join a model and its draws with the figure that is asked about."""
    if figure is None and assumed is not None:
        figure = assumed.overlay.figure
    made = made_of(model, plan)
    present = _present(model, drawn)
    asked, findings = _asked(model, drawn, figure, present)
    findings = (*findings, *_case_has_changed(model, assumed))
    return Inquiry(model, drawn, plan, executor, asked, present, made, findings)


def made_of(model: Model, plan: Plan) -> Made:
    """Say how an answer from some draws of a model is made."""
    return Made(
        model.case.slug,
        model.digest,
        model.as_of,
        plan.draws,
        plan.seed,
        __version__,
        np.__version__,
    )


def _case_has_changed(model: Model, assumed: Assumptions | None) -> Iterator[Finding]:
    written = assumed.overlay.digest if assumed is not None else None
    if written is not None and written != model.own_digest:
        text = (
            f"The overlay was written for another state of the case ({written}) than is read here "
            f"({model.own_digest}), or for another date, so its author may have seen other numbers."
        )
        yield Finding("case-has-changed", text)


def _present(model: Model, draws: Draws) -> Figure:
    amounts.payment_of(model)
    entry = model.inputs["payment.current"]
    return input_figure(model, entry)


def _asked(
    model: Model, draws: Draws, figure: float | None, present: Figure
) -> tuple[Figure, tuple[Finding, ...]]:
    """The figure to judge: the one given, the case's own, or else the present payment."""
    if figure is not None:
        origin = Origin("judgement", "figure", "The figure that was asked about.")
        return Figure(float(figure), Unit.money(model.basis), origin), ()
    path = amounts.figure_path(model)
    asked = amounts.asked_figure(model, draws)
    if path is None or asked is None:
        text = "No demand with a figure was known by then, so the present payment is judged."
        return present, (Finding("no-demand", text),)
    middle = summary(asked, Unit.money(model.basis), model.inputs[path].origin)
    return Figure(middle.value, middle.unit, middle.origin), ()


def run(
    case: Case,
    *,
    as_of: date | None = None,
    draws: int = DRAWS,
    seed: int = 0,
    threads: int | None = None,
    figure: float | None = None,
    assumed: Assumptions | None = None,
) -> Answer:
    """Answer every question of a case; `inquire` says what the parameters mean.

    No more than `burdenshare.analysis.large.KEPT` draws are kept; of more, those that follow go
    into summaries block by block.
    """
    from burdenshare.analysis.large import KEPT

    inquiry = inquire(
        case,
        as_of=as_of,
        draws=min(draws, KEPT),
        seed=seed,
        threads=threads,
        figure=figure,
        assumed=assumed,
    )
    return answer_from(inquiry, draws)


def answer_from(inquiry: Inquiry, draws: int) -> Answer:
    """Answer every question of an inquiry from as many draws, of which it may keep the first."""
    answered = answer(inquiry)
    if draws <= inquiry.plan.draws:
        return answered
    from burdenshare.analysis.large import with_all_draws

    plan = replace(inquiry.plan, draws=draws)
    return with_all_draws(answered, inquiry.model, inquiry.draws, plan, inquiry.executor)


def answer(inquiry: Inquiry) -> Answer:
    """Answer every question of an inquiry."""
    return answer_of(Parts(inquiry))


def answer_of(parts: Parts) -> Answer:
    """Put every part of an answer together; parts that are not there are computed."""
    inquiry = parts.inquiry
    model, draws = inquiry.model, inquiry.draws
    parts.limits()
    # What goes over all draws in pieces is shared out piece by piece.
    shares = parts.fair_shares()
    parts.histories()
    foreseen = parts.forecast()
    # Other questions over many draws do not wait for one another.
    questions: tuple[Callable[[], Any], ...] = (
        parts.zone,
        parts.threat,
        parts.precedent,
        parts.sensitivity,
    )
    agreed, threatened, elsewhere, moved = inquiry.executor.map(lambda ask: ask(), questions)
    # The last two work on a few numbers at a time: beside others they would only take turns.
    needed, promised = parts.requirements(), parts.promises()
    return Answer(
        made=inquiry.made,
        title=model.case.title,
        description=model.case.description,
        money=model.basis,
        parties={code: party.name for code, party in model.case.parties.items()},
        verdict=verdict(model, shares, agreed, foreseen),
        fair_shares=shares,
        promises=promised,
        requirements=needed,
        zone=agreed,
        forecast=foreseen,
        threat=threatened,
        precedent=elsewhere,
        sensitivity=moved,
        record=track_record(model.as_of, model.case.slug, amounts.payment_of(model).kind),
        findings=inquiry.findings,
        steps=steps_so_far(model, draws),
        inputs=inputs_used(model, draws),
        sources=model.sources,
        formulas=FORMULAS,
        changes=tuple(changes_made(model)),
    )


def why(
    case: Case,
    figure: float,
    *,
    as_of: date | None = None,
    draws: int = DRAWS,
    seed: int = 0,
    threads: int | None = None,
    assumed: Assumptions | None = None,
) -> Requirements:
    """Say what would have to be true for a figure to be fair, acceptable, and the settlement."""
    inquiry = inquire(
        case,
        as_of=as_of,
        draws=draws,
        seed=seed,
        threads=threads,
        figure=figure,
        assumed=assumed,
    )
    return requirements(inquiry.model, inquiry.draws, inquiry.figure, inquiry.made)


def forecast(
    case: Case,
    *,
    as_of: date | None = None,
    draws: int = DRAWS,
    seed: int = 0,
    threads: int | None = None,
    figure: float | None = None,
    without: Collection[str] = (),
    assumed: Assumptions | None = None,
) -> Forecast:
    """Say what will be agreed, and when; `inquire` says what the parameters mean.

    `without` names mechanisms that are switched off, so that their effect can be seen.
    """
    inquiry = inquire(
        case,
        as_of=as_of,
        draws=draws,
        seed=seed,
        threads=threads,
        figure=figure,
        assumed=assumed,
    )
    return foresee(
        inquiry.model,
        inquiry.draws,
        inquiry.figure,
        inquiry.present,
        inquiry.made,
        inquiry.plan,
        inquiry.executor,
        without=without,
    )


def steps_so_far(model: Model, draws: Draws) -> tuple[Step, ...]:
    """Give what has happened so far, for the reader."""
    return tuple(_step(model, draws, position) for position in model.case.positions)


def inputs_used(model: Model, draws: Draws) -> tuple[InputUsed, ...]:
    """Give every input as it entered the draws."""
    return tuple(_inputs(model, draws))


def _step(model: Model, draws: Draws, position: Position) -> Step:
    start = f"positions.{position.id}"
    figure = None
    if f"{start}.amount" in draws:
        figure = input_figure(model, model.inputs[f"{start}.amount"])
    elif f"{start}.rise" in draws:
        paid = amounts.present_payment(draws) * (1 + draws[f"{start}.rise"])
        figure = summary(paid, Unit.money(model.basis), model.inputs[f"{start}.rise"].origin)
    return Step(
        date=str(position.date),
        party=position.party,
        kind=position.kind.value,
        text=position.text,
        amount=figure,
        source=position.source or "",
    )


def _inputs(model: Model, draws: Draws) -> Iterator[InputUsed]:
    for path, entry in model.inputs.items():
        figure = input_figure(model, entry)
        yield InputUsed(path, entry.label, figure, entry.known_on, entry.origin.note)


def changes_made(model: Model) -> Iterator[Change]:
    """Give what is assumed otherwise than the case has it."""
    for path, own in model.own.items():
        entry = model.inputs[path]
        before = None if own is None else input_figure(model, own)
        yield Change(path, entry.label, before, input_figure(model, entry), entry.origin.note)
