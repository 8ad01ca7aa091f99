"""The answer to: how well are issues that many decide forecast, model by model?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from burdenshare.provenance import Formula
from burdenshare.results.figures import Figure, Sentence
from burdenshare.results.made import Finding, Result, Row, figure_row


@dataclass(frozen=True, slots=True)
class SpatialScore:
    """Scores of one forecaster over all issues."""

    id: str
    name: str
    crps: Figure
    """Mean score, with the interval that resampled proposals give. [points of 100]"""
    error: Figure
    """Mean distance of the median, or point, from the outcome. [points of 100]"""
    near: Figure
    """Share of issues whose outcome lay within 10 points of it."""
    covered: Figure
    """Share of issues whose outcome the 90% interval held."""
    behind: Figure | None
    """Mean score less that of the pooled density; None for the density itself."""


@dataclass(frozen=True, slots=True)
class SpatialRecord(Result):
    """Forecasters of issues that many decide, scored on data that the user keeps."""

    dataset: str
    issues: Figure
    proposals: Figure
    scores: tuple[SpatialScore, ...]
    """The pooled density first, then by mean score."""
    weights: tuple[tuple[str, Figure], ...]
    """Weights of the density's components as fitted on all issues."""
    width: Figure
    sentences: tuple[Sentence, ...]
    findings: tuple[Finding, ...]
    seed: int
    version: str
    formulas: Mapping[str, Formula]

    def rows(self) -> list[Row]:
        """One row a forecaster and score."""
        return [
            {"dataset": self.dataset, "forecaster": score.id, "score": name, **figure_row(figure)}
            for score in self.scores
            for name, figure in (
                ("crps", score.crps),
                ("error", score.error),
                ("near", score.near),
                ("covered", score.covered),
            )
        ]
