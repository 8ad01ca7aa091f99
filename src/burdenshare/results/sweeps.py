"""The answer to: how do the headlines change over a grid of assumptions?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from burdenshare.money import MoneyBasis
from burdenshare.provenance import Formula
from burdenshare.results.figures import Figure
from burdenshare.results.made import Finding, Made, Result, Row, figure_row


@dataclass(frozen=True, slots=True)
class Varied:
    """An input that was set to several values, or the figure asked about."""

    path: str
    name: str
    values: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A headline under one assumption, from all draws."""

    id: str
    name: str
    base: str
    """Name of the cost base, for fair shares."""
    figure: Figure
    """Median and 90% interval, or a probability."""
    error: Figure
    """How far median and interval may be from those of all draws kept."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A figure asked about, under one assumption."""

    figure: Figure
    inside: Figure
    """Probability that the figure suits both sides."""
    reached: Figure
    """How many fair shares have a median at or above it."""
    percentile: Figure
    """Share of the fair shares with a median below it."""
    reaches: Mapping[str, Figure]
    """Probability that each fair share, solution and forecast is at least the figure, by id."""
    carried_out: Mapping[str, Figure]
    """Probability that a refused threat is carried out if it goes with the figure, by outcome."""
    payoffs_say: Mapping[str, Figure]
    """The same by the payoffs alone, without the record of such threats."""


@dataclass(frozen=True, slots=True)
class Point:
    """One assumption of the grid."""

    assumed: tuple[Figure, ...]
    """A value of each varied input, in the order of the inputs."""
    quantities: tuple[Quantity, ...]
    judged: tuple[Judged, ...]


@dataclass(frozen=True, slots=True)
class Sweep(Result):
    """Headlines over a grid of assumptions."""

    made: Made
    money: MoneyBasis
    block_size: int
    quasi: bool
    inputs: tuple[Varied, ...]
    points: tuple[Point, ...]
    findings: tuple[Finding, ...]
    formulas: Mapping[str, Formula]

    def rows(self) -> list[Row]:
        """One row a headline, assumption and figure; a column for each varied input."""
        return [row for point in self.points for row in self._rows_of(point)]

    def _rows_of(self, point: Point) -> list[Row]:
        at = {v.path: f.value for v, f in zip(self.inputs, point.assumed, strict=True)}
        rows = [
            {**at, "asked": None, "quantity": q.id, "base": q.base, **figure_row(q.figure),
             "error": q.error.value}
            for q in point.quantities
        ]  # fmt: skip
        for judged in point.judged:
            named = {"inside": judged.inside, "reached": judged.reached,
                     "percentile": judged.percentile}  # fmt: skip
            named |= {f"reaches.{name}": figure for name, figure in judged.reaches.items()}
            named |= {f"carried-out.{name}": figure for name, figure in judged.carried_out.items()}
            named |= {f"payoffs-say.{name}": figure for name, figure in judged.payoffs_say.items()}
            rows += [
                {**at, "asked": judged.figure.value, "quantity": name, "base": "",
                 **figure_row(figure), "error": 0.0}
                for name, figure in named.items()
            ]  # fmt: skip
        return rows
