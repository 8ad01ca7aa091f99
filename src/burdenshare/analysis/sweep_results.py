"""What the summaries of a sweep say: headlines under each assumption, as figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from burdenshare.analysis.fair_shares import reference_payments
from burdenshare.analysis.figures import INTERVAL, certain, input_unit
from burdenshare.analysis.formulas import FORMULAS, by_formula
from burdenshare.analysis.grid import BaseAmounts, answering, known_bases
from burdenshare.analysis.parts import Inquiry
from burdenshare.analysis.scenes import Assumed
from burdenshare.analysis.streaming import THREAT_DOWN, THREAT_UP, Tally
from burdenshare.analysis.threat import departures_of, with_record
from burdenshare.analysis.zone import SOLUTION_NAMES
from burdenshare.provenance import Origin
from burdenshare.results import Figure, Finding, Unit
from burdenshare.results.figures import COUNT, MONTHS, PROBABILITY, SHARE
from burdenshare.results.sweeps import Judged, Point, Quantity, Sweep, Varied
from burdenshare.uncertainty.summaries import Summary

DEALS = (3, 6, 12, 24, 36)
"""Months ahead by which the chance of an agreement is shown."""


class _Label(NamedTuple):
    """A quantity as readers know it."""

    id: str
    name: str
    base: str
    formula: str
    kind: str
    """``share`` for fair shares and references, ``other`` for all else."""


def summed_up(inquiry: Inquiry, tally: Tally) -> Sweep:
    """Read the headlines off the summaries of a job.

    Parameters
    ----------
    inquiry : Inquiry
        The case at a date with a few draws, and the figure that it is asked about.
    tally : Tally
        Summaries of all draws under all assumptions.
    """
    work, model = tally.job, inquiry.model
    labels = list(_labels(inquiry))
    points = tuple(_point(inquiry, tally, labels, assumed) for assumed in work.assumptions())
    varied = tuple(
        Varied(
            axis.path,
            model.inputs[axis.path].label,
            tuple(_set_to(inquiry, axis.path, value) for value in axis.values),
        )
        for axis in work.axes
    )
    return Sweep(
        made=replace(inquiry.made, draws=work.plan.draws),
        money=model.basis,
        block_size=work.plan.block_size,
        quasi=bool(work.plan.quasi),
        inputs=varied,
        points=points,
        findings=tuple(_findings(points)),
        formulas=FORMULAS,
    )


def _set_to(inquiry: Inquiry, path: str, value: float) -> Figure:
    origin = Origin("judgement", path, "A value that the sweep sets this input to.")
    return Figure(value, input_unit(inquiry.model, inquiry.model.inputs[path]), origin)


def _asked(inquiry: Inquiry, value: float) -> Figure:
    if value == inquiry.figure.value:
        return inquiry.figure
    origin = Origin("judgement", "figure", "A figure that the sweep asks about.")
    return Figure(value, inquiry.figure.unit, origin)


def _labels(inquiry: Inquiry) -> Iterator[_Label]:
    """Name the quantities of a model, from one of its draws."""
    model, one = inquiry.model, inquiry.draws.part(0, 1)
    yield _Label("least", "least the payee accepts", "", "least", "other")
    yield _Label("most", "most the payer pays", "", "most", "other")
    for name, title in SOLUTION_NAMES.items():
        yield _Label(f"solution.{name}", title, "", name, "other")
    known = known_bases(model, one)
    for on in known:
        yield _Label(f"total.{on.base.id}", "cost of the base", on.base.name, "total", "other")
        for principle in answering(on):
            key, formula = f"cell.{on.base.id}.{principle.id}", f"principle.{principle.id}"
            yield _Label(key, principle.name, on.base.name, formula, "share")
    columns = [BaseAmounts(on.base, on.problem.cost, on.outside) for on in known]
    for entry in reference_payments(model, one, columns):
        yield _Label(f"reference.{entry.id}", entry.name, "", entry.formula, "share")
    if model.case.outcome is None:
        name = "settlement forecast, where the talks end in one"
        yield _Label("forecast.payment", name, "", "forecast-payment", "other")


def _point(inquiry: Inquiry, tally: Tally, labels: Sequence[_Label], assumed: Assumed) -> Point:
    found = {label: tally.find(label.id, assumed) for label in labels}
    summaries = {label: s for label, s in found.items() if s is not None and s.size}
    money = Unit.money(inquiry.model.basis)
    quantities = [
        *_chances(tally, assumed),
        *(
            Quantity(label.id, label.name, label.base, *_figures(summary, money, label.formula))
            for label, summary in summaries.items()
        ),
        *_months(tally, assumed),
    ]
    values = dict(assumed)
    return Point(
        tuple(_set_to(inquiry, axis.path, values[axis.path]) for axis in tally.job.axes),
        tuple(quantities),
        tuple(
            _judged(inquiry, tally, summaries, assumed, place)
            for place in range(len(tally.job.figures))
        ),
    )


def _figures(summary: Summary, unit: Unit, formula: str) -> tuple[Figure, Figure]:
    """The median with its interval, and how far any of them may be off."""
    low, middle, high = (summary.quantile(p) for p in INTERVAL)
    origin = by_formula(formula)
    error = certain(max(low.error, middle.error, high.error), unit, "summary-error")
    if summary.is_certain:
        return Figure(middle.value, unit, origin), error
    return Figure(middle.value, unit, origin, low.value, high.value), error


def _exactly(id_: str, name: str, share: float, formula: str) -> Quantity:
    """A probability, which is counted and so has no error of a summary."""
    none = certain(0.0, PROBABILITY, "summary-error")
    return Quantity(id_, name, "", certain(share, PROBABILITY, formula), none)


def _chances(tally: Tally, assumed: Assumed) -> Iterator[Quantity]:
    room = tally.summary("room", assumed)
    exists = float(room.share_reached()[0])
    yield _exactly("zone", "probability that some payment suits both", exists, "zone")


def _months(tally: Tally, assumed: Assumed) -> Iterator[Quantity]:
    """When the talks end, and the chance that they have by some months ahead."""
    waits = tally.find("forecast.months", assumed)
    if waits is None:
        return
    for months in DEALS:
        done = waits.size - int(waits.reached[months - 1])
        name = f"probability of an agreement within {months} months"
        yield _exactly(f"deal-by.{months}", name, done / tally.job.plan.draws, "agreed-by")
    if waits.size:
        figure, error = _figures(waits, MONTHS, "forecast-months")
        name = "months to the agreement, where there is one"
        yield Quantity("forecast.months", name, "", figure, error)


def _judged(
    inquiry: Inquiry,
    tally: Tally,
    summaries: Mapping[_Label, Summary],
    assumed: Assumed,
    place: int,
) -> Judged:
    figure = tally.job.figures[place]
    draws = tally.job.plan.draws
    shares = {label: s for label, s in summaries.items() if label.kind == "share"}
    medians = np.array([summary.quantile(0.5).value for summary in shares.values()])
    below, above = tally.summary("least-agreed", assumed), tally.summary("most-agreed", assumed)
    # Inside are all that have a zone, but those whose least is above or whose most is below.
    inside = int(below.size - below.reached[place]) - int(above.size - above.reached[place])
    credible = dict(_credible(inquiry, tally, assumed, place))
    reaches = {
        label.id: certain(
            # A settlement that does not come about does not reach anything.
            int(s.reached[place]) / (draws if label.id.startswith("forecast") else s.size),
            PROBABILITY,
            "forecast-reaches" if label.id.startswith("forecast") else "exceedance",
        )
        for label, s in summaries.items()
        if not label.id.startswith("total.")
    }
    return Judged(
        figure=_asked(inquiry, figure),
        inside=certain(inside / draws, PROBABILITY, "inside"),
        reached=certain(float((medians >= figure).sum()), COUNT, "count"),
        percentile=certain(
            float((medians < figure).mean()) if medians.size else 0.0, SHARE, "percentile"
        ),
        reaches=reaches,
        carried_out={
            name: certain(with_record(inquiry.model, share), PROBABILITY, "carried-out")
            for name, share in credible.items()
        },
        payoffs_say={
            name: certain(share, PROBABILITY, "payoffs-say") for name, share in credible.items()
        },
    )


def _credible(
    inquiry: Inquiry, tally: Tally, assumed: Assumed, place: int
) -> Iterator[tuple[str, float]]:
    """The chance, by the payoffs alone, that each threat is carried out once refused."""
    for outcome in departures_of(inquiry.model):
        up = tally.find(f"{THREAT_UP}.{outcome.id}", assumed)
        down = tally.find(f"{THREAT_DOWN}.{outcome.id}", assumed)
        if up is not None:
            yield outcome.id, 1 - float(up.share_reached()[place])
        if down is not None:
            yield outcome.id, float(down.share_reached()[place])


def _findings(points: Sequence[Point]) -> Iterator[Finding]:
    chances = [q.figure.value for point in points for q in point.quantities if q.id == "zone"]
    if max(chances, default=1.0) <= 0:
        yield Finding("no-zone", "Under none of the assumptions does any payment suit both sides.")
