"""The answer to: what will many actors decide on an issue, given where each of them stands?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from burdenshare.provenance import Formula, Origin, Source
from burdenshare.results.answers import InputUsed, Step, Verdict
from burdenshare.results.changes import Change
from burdenshare.results.figures import Figure, Sentence
from burdenshare.results.made import Finding, Made, Result, Row, figure_row


@dataclass(frozen=True, slots=True)
class ActorStance:
    """Where one actor stands on an issue."""

    actor: str
    name: str
    position: Figure
    salience: Figure | None
    """None where the case does not say; it then cares as much as the others do on average."""
    weight: Figure
    """Its part of the weight of all."""


@dataclass(frozen=True, slots=True)
class ModelPoint:
    """What one spatial model says of an issue."""

    id: str
    name: str
    outcome: Figure


@dataclass(frozen=True, slots=True)
class Predictive:
    """The predictive distribution of an issue, for charts."""

    edges: tuple[float, ...]
    """Ends of the cells, one more than there are chances. [unit of the issue]"""
    chances: tuple[float, ...]
    """Chance that the outcome lies in each cell."""
    origin: Origin


@dataclass(frozen=True, slots=True)
class Decision:
    """The forecast of one issue."""

    id: str
    name: str
    unit: str
    low: float
    high: float
    outcome: Figure
    """Median and 90% interval of the predictive distribution."""
    near: Figure
    """Probability that the outcome lies within a tenth of the scale of the weighted mean."""
    reference: Figure | None
    decided: Figure | None
    """What was decided, if that was known by then."""
    stances: tuple[ActorStance, ...]
    points: tuple[ModelPoint, ...]
    predictive: Predictive
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Decisions(Result):
    """Forecasts of the issues of a case that many actors decide."""

    made: Made
    title: str
    description: str
    parties: Mapping[str, str]
    """Names of the parties by code."""
    verdict: Verdict
    issues: tuple[Decision, ...]
    findings: tuple[Finding, ...]
    steps: tuple[Step, ...]
    inputs: tuple[InputUsed, ...]
    sources: Mapping[str, Source]
    formulas: Mapping[str, Formula]

    @property
    def changes(self) -> tuple[Change, ...]:
        """What was assumed otherwise than the case has it: nothing, overlays are of payments."""
        return ()

    def rows(self) -> list[Row]:
        """One row an issue and model, the pooled density first."""
        return [
            {"case": self.made.case, "issue": issue.id, "model": model, **figure_row(figure)}
            for issue in self.issues
            for model, figure in (
                ("density", issue.outcome),
                *((point.id, point.outcome) for point in issue.points),
            )
        ]
