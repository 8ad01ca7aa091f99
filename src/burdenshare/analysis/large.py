"""All answers from more draws than are kept: fair shares and the zone from all, the rest from some.

Up to `KEPT` draws all answers keep them. Beyond that, fair shares and the zone of agreement come
from summaries of all draws; threats, precedent, the forecast and what matters come from the first
`KEPT`, whose sampling error is far below what a figure shows. A finding says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from burdenshare.analysis.fair_shares import cell, placed, reference_payments
from burdenshare.analysis.figures import INTERVAL, certain
from burdenshare.analysis.formulas import by_formula
from burdenshare.analysis.grid import BaseAmounts, answering, known_bases
from burdenshare.analysis.streaming import Tally, job, tallied
from burdenshare.analysis.verdict import verdict
from burdenshare.analysis.zone import HISTOGRAM_BINS, SOLUTION_NAMES
from burdenshare.model import Draws, Model
from burdenshare.results import (
    Answer,
    Densities,
    FairShares,
    Figure,
    Finding,
    Reference,
    Solution,
    Unit,
    Zone,
)
from burdenshare.results.answers import Base, Cell
from burdenshare.results.figures import PROBABILITY
from burdenshare.uncertainty.sampling import Executor, Plan
from burdenshare.uncertainty.summaries import Summary

KEPT = 1_000_000
"""Draws that are kept at most."""


def with_all_draws(
    answer: Answer, model: Model, draws: Draws, plan: Plan, executor: Executor
) -> Answer:
    """Put fair shares and zone of all draws of a plan in the place of those of the draws kept.

    Parameters
    ----------
    answer, model, draws : Answer, Model, Draws
        The answer from the draws that are kept, and what it was made from.
    plan : Plan
        All draws.
    executor : Executor
        Who does the work; it changes no number.
    """
    figure = answer.fair_shares.figure.value
    size = abs(answer.fair_shares.present.value) or abs(figure)
    tally = tallied(job(model, plan, [figure], size, without=("forecast", "threat")), executor)
    made = replace(answer.made, draws=plan.draws)
    shares = _fair_shares(replace(answer.fair_shares, made=made), model, draws, tally)
    zone = _zone(replace(answer.zone, made=made), model, tally)
    kept = Finding(
        "draws-kept",
        f"Fair shares and the zone of agreement are from all {plan.draws:,} draws, by summaries "
        f"that are right to 0.1%; all else is from the first {answer.made.draws:,} of them.",
    )
    return replace(
        answer,
        made=made,
        verdict=verdict(model, shares, zone, answer.forecast),
        fair_shares=shares,
        zone=zone,
        findings=(*answer.findings, kept),
    )


def _read_off(summary: Summary, unit: Unit, formula: str) -> Figure:
    low, middle, high = (summary.quantile(p).value for p in INTERVAL)
    if summary.is_certain:
        return Figure(middle, unit, by_formula(formula))
    return Figure(middle, unit, by_formula(formula), low, high)


def _fair_shares(shares: FairShares, model: Model, draws: Draws, tally: Tally) -> FairShares:
    unit, one = shares.figure.unit, draws.part(0, 1)
    known = known_bases(model, one)
    bases = [
        Base(
            on.base.id,
            on.base.name,
            tuple(item.name for item in on.items),
            _read_off(tally.summary(f"total.{on.base.id}"), unit, "total"),
            _read_off(tally.summary(f"outside.{on.base.id}"), unit, "borne-outside"),
        )
        for on in known
    ]
    cells: list[Cell] = []
    for on in known:
        for principle in answering(on):
            key = f"cell.{on.base.id}.{principle.id}"
            summary = tally.summary(key)
            if summary.size:
                payment = _read_off(summary, unit, f"principle.{principle.id}")
                reaches = float(summary.share_reached()[0])
                defined = summary.size / tally.job.plan.draws
                cells.append(cell(principle, on.base, payment, tally.share(key), reaches, defined))
    columns = [BaseAmounts(on.base, on.problem.cost, on.outside) for on in known]
    references = []
    for entry in reference_payments(model, one, columns):
        summary = tally.summary(f"reference.{entry.id}")
        payment = _read_off(summary, unit, entry.formula)
        reaching = certain(float(summary.share_reached()[0]), PROBABILITY, "exceedance")
        references.append(Reference(entry.id, entry.name, entry.family, payment, reaching))
    return placed(
        model, shares.figure, shares.present, shares.made, known, bases, cells, references
    )


def _zone(zone: Zone, model: Model, tally: Tally) -> Zone:
    least, most, room = (tally.summary(name) for name in ("least", "most", "room"))
    exists = float(room.share_reached()[0])
    below, above = tally.summary("least-agreed"), tally.summary("most-agreed")
    inside = int(below.size - below.reached[0]) - int(above.size - above.reached[0])
    unit = zone.figure.unit
    return replace(
        zone,
        least=_read_off(least, unit, "least"),
        most=_read_off(most, unit, "most"),
        exists=certain(exists, PROBABILITY, "zone"),
        figure_inside=certain(inside / tally.job.plan.draws, PROBABILITY, "inside"),
        solutions=tuple(_solutions(unit, tally)),
        densities=_densities(zone.densities, least, most),
        findings=tuple(_findings(zone, exists)),
    )


def _solutions(unit: Unit, tally: Tally) -> Iterator[Solution]:
    for name, title in SOLUTION_NAMES.items():
        summary = tally.find(f"solution.{name}")
        if summary is not None and summary.size:
            yield Solution(name, title, _read_off(summary, unit, name))


def _findings(zone: Zone, exists: float) -> Iterator[Finding]:
    """What was said of all draws kept may not be true of all draws."""
    untrue = {"no-zone"} if exists > 0 else set()
    untrue |= {"always-zone"} if exists < 1 else set()
    return (finding for finding in zone.findings if finding.id not in untrue)


def _densities(shown: Densities, least: Summary, most: Summary) -> Densities:
    edges = np.linspace(shown.edges[0], shown.edges[-1], HISTOGRAM_BINS + 1)
    return replace(
        shown,
        least=tuple(least.densities(edges).tolist()),
        most=tuple(most.densities(edges).tolist()),
    )
