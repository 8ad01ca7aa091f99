"""The answer to: which inputs move each headline, and at which values does it flip?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from burdenshare.results.figures import Figure, Sentence
from burdenshare.results.made import Finding, Made, Result, Row, figure_row


@dataclass(frozen=True, slots=True)
class Effect:
    """What one input does to one headline."""

    input: str
    input_name: str
    now: Figure
    """The input, with its 90% interval."""
    first: Figure
    """Share of the headline's variance that would go if the input were known."""
    total: Figure | None
    """Share that would stay if all others were known; None where only draws were looked at."""
    at_low: Figure | None
    """The headline with the input at the lower end of its interval, all others as drawn."""
    at_high: Figure | None
    """The headline with the input at the upper end of its interval, all others as drawn."""
    flip: Figure | None
    """The value of the input at which the headline flips; None if none in its range does."""
    is_plausible: bool
    """Whether that value lies inside the 90% interval of the input."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A headline, and the inputs that move it, from the one that matters most."""

    id: str
    name: str
    statement: Sentence
    """What flips: words that are true or false of the headline."""
    holds: bool
    """Whether the statement is true as things are."""
    middle: Figure
    """The headline at the points looked at: a median, or a probability."""
    points: Figure
    """Points of each of the two samples that the indices rest on."""
    effects: tuple[Effect, ...]
    sentences: tuple[Sentence, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Sensitivity(Result):
    """Which inputs move each headline."""

    made: Made
    headlines: tuple[Moved, ...]
    findings: tuple[Finding, ...]

    def rows(self) -> list[Row]:
        """One row an index of an input for a headline."""
        return [
            {
                "case": self.made.case,
                "headline": headline.id,
                "input": effect.input,
                "quantity": quantity,
                **figure_row(figure),
            }
            for headline in self.headlines
            for effect in headline.effects
            for quantity, figure in _named(effect).items()
            if figure is not None
        ]


def _named(effect: Effect) -> Mapping[str, Figure | None]:
    """Name the figures of an effect for a table."""
    return {
        "first-order index": effect.first,
        "total index": effect.total,
        "with the input low": effect.at_low,
        "with the input high": effect.at_high,
        "value at which it flips": effect.flip,
    }
