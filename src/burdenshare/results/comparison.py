"""The answer to: how do two cases differ, or one case at two dates or with two figures?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from burdenshare.money import MoneyBasis
from burdenshare.provenance import Formula, Source
from burdenshare.results.figures import Figure, Sentence
from burdenshare.results.made import Finding, Made, Result, Row, figure_row


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two answers that are compared."""

    made: Made
    title: str
    money: MoneyBasis
    verdict: Sentence
    """The first sentence of its verdict."""
    sources: Mapping[str, Source]


@dataclass(frozen=True, slots=True)
class Line:
    """One headline figure of both, and how much the second is above the first."""

    id: str
    name: str
    first: Figure | None
    """None if the first answer has no such figure."""
    second: Figure | None
    difference: Figure | None
    """None if one is missing, or they are in different money."""


@dataclass(frozen=True, slots=True)
class Comparison(Result):
    """Two answers side by side."""

    first: Side
    second: Side
    lines: tuple[Line, ...]
    findings: tuple[Finding, ...]
    formulas: Mapping[str, Formula]

    def rows(self) -> list[Row]:
        """One row a figure and answer, and one a difference."""
        return [
            {"quantity": line.name, "answer": name, "case": case, **figure_row(figure)}
            for line in self.lines
            for name, case, figure in (
                ("first", self.first.made.case, line.first),
                ("second", self.second.made.case, line.second),
                ("difference", "", line.difference),
            )
            if figure is not None
        ]
