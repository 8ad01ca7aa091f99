"""What many actors will decide on the issues of a case, given where each of them stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import NamedTuple

import numpy as np

from burdenshare.analysis.figures import certain, input_figure, summary
from burdenshare.analysis.formulas import FORMULAS_OF_ISSUES, by_formula
from burdenshare.analysis.formulas_spatial import SPATIAL_FORMULAS
from burdenshare.analysis.run import (
    DRAWS,
    default_threads,
    inputs_used,
    made_of,
    steps_so_far,
)
from burdenshare.arrays import Array
from burdenshare.bargaining.challenge import challenge
from burdenshare.bargaining.spatial import (
    nash_with_failure_cost,
    weighted_mean,
    weighted_median,
)
from burdenshare.bargaining.spatial_density import (
    CELLS,
    EDGES,
    Issues,
    issues,
    quantile_on_grid,
    weights_of,
)
from burdenshare.cases.schema import Case
from burdenshare.cases.schema_issues import Issue
from burdenshare.errors import CaseConsistencyError, CaseProblem
from burdenshare.facts.spatial_beliefs import LEARNT_UNTIL, shipped_density
from burdenshare.model import Draws, Input, Model, build, point
from burdenshare.provenance import Origin
from burdenshare.results import Figure, Finding, Sentence, Unit
from burdenshare.results.answers import InputUsed, Verdict
from burdenshare.results.decisions import (
    ActorStance,
    Decision,
    Decisions,
    ModelPoint,
    Predictive,
)
from burdenshare.results.figures import PROBABILITY, SHARE, literal
from burdenshare.uncertainty.sampling import Plan, Threads

MOST_SOLVED = 2048
"""Draws for which distributions and models are solved: an interval of a tenth of the scale is then
told to within a thousandth, and more would cost time without a digit that anyone reads."""

NEAR = 0.1
"""What counts as near, in lengths of the scale."""


def decisions(
    case: Case,
    *,
    as_of: date | None = None,
    draws: int = DRAWS,
    seed: int = 0,
    threads: int | None = None,
) -> Decisions:
    """Forecast the issues of a case that many actors decide.

    Parameters
    ----------
    case : Case
        A case with `issues`.
    as_of, draws, seed, threads
        As for `inquire`; positions that are uncertain are drawn, at most `MOST_SOLVED` times.

    Raises
    ------
    CaseConsistencyError
        If it has no issue on which two actors' positions were known by then.
    """
    model = build(case, as_of)
    plan = Plan(min(draws, MOST_SOLVED), seed)
    drawn = model.draw(plan, Threads(default_threads() if threads is None else threads))
    usable = [issue for issue in model.case.issues if len(issue.stances) >= 2]
    if not usable:
        raise CaseConsistencyError(
            [
                CaseProblem(
                    model.case.slug, 0, 0, "issues",
                    f"no issue on which two actors' positions were known by {model.as_of}",
                    "Add issues to the case, or ask later.",
                )
            ]
        )  # fmt: skip
    decided = tuple(_decision(model, drawn, issue) for issue in usable)
    return Decisions(
        made=made_of(model, plan),
        title=model.case.title,
        description=model.case.description,
        parties={code: party.name for code, party in model.case.parties.items()},
        verdict=_verdict(decided),
        issues=decided,
        findings=tuple(_findings(model)),
        steps=steps_so_far(model, drawn),
        inputs=tuple(_inputs(model, drawn)),
        sources=model.sources,
        formulas=FORMULAS_OF_ISSUES,
    )


def _verdict(issues: tuple[Decision, ...]) -> Verdict:
    """What is asked, and the forecast of each issue in a sentence."""
    *others, last = (issue.name for issue in issues)
    names = f"{', '.join(others)} and {last}" if others else last
    said = tuple(sentence for issue in issues for sentence in issue.sentences)
    return Verdict(Sentence(f"What will be decided on {literal(names)}?", {}), said)


def _inputs(model: Model, drawn: Draws) -> Iterator[InputUsed]:
    """Every input; those on the scale of an issue in its unit."""
    units = {f"issues.{issue.id}": Unit("number", issue.unit) for issue in model.case.issues}
    for entry in inputs_used(model, drawn):
        start, _, last = entry.path.rpartition(".")
        unit = next((units[name] for name in units if f"{start}.".startswith(f"{name}.")), None)
        if unit is not None and last in ("position", "reference"):
            entry = replace(entry, figure=replace(entry.figure, unit=unit))
        yield entry


class _Solved(NamedTuple):
    """An issue with its actors on a scale from 0 to 1, one row a draw."""

    given: Issues
    weight: Array
    mean: Array


def _decision(model: Model, draws: Draws, issue: Issue) -> Decision:
    solved = _solve(draws, issue)
    density = shipped_density()
    cdf = density.predict(solved.given).mean(axis=0)
    unit = Unit("number", issue.unit)
    origin = by_formula("spatial-density")
    low, middle, high = (
        _from_scale(issue, float(quantile_on_grid(cdf, p))) for p in (0.05, 0.5, 0.95)
    )
    outcome = Figure(middle, unit, origin, low, high)
    centre = float(np.median(solved.mean))
    near = certain(_mass(cdf, centre - NEAR, centre + NEAR), PROBABILITY, "spatial-near")
    points = tuple(_points(issue, solved, unit))
    reference = model.inputs.get(f"issues.{issue.id}.reference")
    return Decision(
        id=issue.id,
        name=issue.name,
        unit=issue.unit,
        low=issue.low,
        high=issue.high,
        outcome=outcome,
        near=near,
        reference=None if reference is None else _on_issue(model, reference, unit),
        decided=_decided(issue, unit),
        stances=tuple(_stances(model, issue, solved, unit)),
        points=points,
        predictive=Predictive(
            tuple((issue.low + (issue.high - issue.low) * EDGES).tolist()),
            tuple(np.diff(cdf, prepend=0.0).tolist()),
            origin,
        ),
        sentences=tuple(_words(issue, outcome, near, points, _decided(issue, unit))),
    )


def _solve(draws: Draws, issue: Issue) -> _Solved:
    start = f"issues.{issue.id}"
    size = draws.size
    held = [draws[f"{start}.stances.{code}.position"] for code in issue.stances]
    caring = [draws.get(f"{start}.stances.{code}.salience") for code in issue.stances]
    power = [draws.get(f"{start}.stances.{code}.power") for code in issue.stances]
    told = [value for value in caring if value is not None]
    usual = np.mean(np.broadcast_arrays(*told), axis=0) if told else np.ones(1)
    reference = draws.get(f"{start}.reference")
    given = issues(
        np.clip(_to_scale(issue, _rows(held, size)), 0.0, 1.0),
        _rows([usual if value is None else value for value in caring], size),
        _rows([np.ones(1) if value is None else value for value in power], size),
        None
        if reference is None
        else np.clip(_to_scale(issue, np.broadcast_to(reference, (size,))), 0.0, 1.0),
    )
    weight = weights_of(given)
    return _Solved(given, weight, weighted_mean(given.actors.positions, weight))


def _rows(values: list[Array], size: int) -> Array:
    """Put the draws of actors side by side, one row a draw."""
    return np.stack([np.broadcast_to(value, (size,)) for value in values], axis=-1)


def _to_scale(issue: Issue, values: Array) -> Array:
    return (values - issue.low) / (issue.high - issue.low)


def _from_scale(issue: Issue, value: float) -> float:
    return issue.low + value * (issue.high - issue.low)


def _mass(cdf: Array, low: float, high: float) -> float:
    """Chance of an outcome between two points of the scale, by whole cells."""
    before = int(np.clip(np.floor(low * CELLS), 0, CELLS))
    until = int(np.clip(np.ceil(high * CELLS), 1, CELLS))
    return float(cdf[until - 1] - (cdf[before - 1] if before else 0.0))


def _points(issue: Issue, solved: _Solved, unit: Unit) -> Iterator[ModelPoint]:
    """What each model says, draw by draw."""
    places = solved.given.actors.positions
    said: list[tuple[str, Array]] = [
        ("weighted-mean", solved.mean),
        ("weighted-median", weighted_median(places, solved.weight)),
    ]
    if solved.given.has_reference.all():
        found = nash_with_failure_cost(places, solved.given.reference, 1.0, solved.weight, span=1.0)
        said.append(("nash", found.outcome))
    caring, power = np.clip(solved.given.actors.salience, 0.0, 1.0), solved.given.actors.power
    said.append(("challenge", challenge(places, caring, np.sqrt(power), span=1.0).median))
    names = {formula.id: formula.name for formula in SPATIAL_FORMULAS}
    for name, values in said:
        formula = f"spatial-{name}"
        scaled = issue.low + values * (issue.high - issue.low)
        figure = summary(np.atleast_1d(scaled), unit, by_formula(formula))
        yield ModelPoint(name, names[formula], figure)


def _stances(model: Model, issue: Issue, solved: _Solved, unit: Unit) -> Iterator[ActorStance]:
    share = solved.weight / solved.weight.sum(axis=-1, keepdims=True)
    for place, code in enumerate(issue.stances):
        start = f"issues.{issue.id}.stances.{code}"
        salience = model.inputs.get(f"{start}.salience")
        yield ActorStance(
            actor=code,
            name=model.case.parties[code].name,
            position=_on_issue(model, model.inputs[f"{start}.position"], unit),
            salience=None if salience is None else input_figure(model, salience),
            weight=summary(share[:, place], SHARE, by_formula("spatial-weight")),
        )


def _on_issue(model: Model, entry: Input, unit: Unit) -> Figure:
    """The figure of an input that is counted on the scale of the issue."""
    plain = input_figure(model, entry)
    return Figure(plain.value, unit, plain.origin, plain.low, plain.high)


def _decided(issue: Issue, unit: Unit) -> Figure | None:
    if issue.outcome is None:
        return None
    value = issue.outcome.point
    return Figure(point(value), unit, Origin("source", value.source or "", value.note or ""))


def _words(
    issue: Issue,
    outcome: Figure,
    near: Figure,
    points: tuple[ModelPoint, ...],
    decided: Figure | None,
) -> Iterator[Sentence]:
    figures = {"outcome": outcome, "near": near, "mean": points[0].outcome}
    name, unit = literal(issue.name), literal(issue.unit)
    yield Sentence(
        f"On {name} the actors are forecast to decide for {{outcome}} {unit}, nine "
        "times in ten between {outcome:between}; their weighted mean is {mean}, and with "
        "probability {near} the outcome lies within a tenth of the scale of it.",
        figures,
    )
    if decided is not None:
        yield Sentence(
            f"What was decided was already known by then: {{decided}} {unit}.",
            {"decided": decided},
        )


def _findings(model: Model) -> Iterator[Finding]:
    for issue in model.case.issues:
        if len(issue.stances) < 2:
            yield Finding(
                f"one-stance-{issue.id}",
                f"On {issue.name} fewer than two positions were known by then, so nothing is "
                "forecast.",
            )
    if model.as_of.year <= LEARNT_UNTIL:
        yield Finding(
            "hindsight-of-method",
            "How much each part of the forecast counts was learnt from decisions of the European "
            f"Union up to {LEARNT_UNTIL}, some of them later than the date asked about. That is "
            "hindsight about the method; no fact of this case later than its date is used.",
        )
