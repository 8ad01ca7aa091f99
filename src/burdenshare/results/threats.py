"""The answer to: is the threat to leave worth believing, and what can it extract?"""

from __future__ import annotations

from dataclasses import dataclass

from burdenshare.money import MoneyBasis
from burdenshare.results.figures import Figure, Sentence
from burdenshare.results.made import Finding, Made, Result, Row, figure_row


@dataclass(frozen=True, slots=True)
class Departure:
    """One way in which the threat may be carried out, in part or in whole."""

    id: str
    name: str
    staying: Figure
    """What going on at the present payment is worth to who threatens, a year, over leaving."""
    audience_cost_needed: Figure
    """What backing down would have to cost who threatens, for leaving to be the better course."""
    leaves_gladly: Figure
    """Probability that leaving is the better course even if backing down costs nothing."""
    payoffs_say: Figure
    """Probability that leaving is the better course, counting the cost of backing down."""
    carried_out: Figure
    """Probability that a refused threat is carried out: payoffs and record together."""
    threatener_believes: Figure
    target_believes: Figure
    target_loss: Figure
    """What the other side would lose by it a year, against going on at the present payment."""
    supports: Figure
    """The payment that this threat supports, believed as the payoffs and the record say."""
    belief_needed: Figure
    """How strongly the threat must be believed for the figure to be met; 1 if that is too weak."""
    suffices: Figure
    """Probability that a threat believed for certain would support the figure."""


@dataclass(frozen=True, slots=True)
class Threat(Result):
    """Whether the threat to leave is worth believing, and the payment that it supports."""

    made: Made
    money: MoneyBasis
    threatener: str
    target: str
    figure: Figure
    present: Figure
    audience_cost: Figure
    """What backing down is taken to cost who threatens, a year."""
    departures: tuple[Departure, ...]
    """From the mildest to the gravest; empty if the case knows of none."""
    supports: Figure
    """The payment that all of it supports, believed as the other side believes it."""
    record: Figure
    """Share of past talks with a threat to leave that ended so."""
    sanctions: Figure
    """Share of threats of sanctions carried out once resisted: an upper bound."""
    sentences: tuple[Sentence, ...]
    findings: tuple[Finding, ...]

    @property
    def text(self) -> str:
        """The sentences for a reader."""
        return " ".join(sentence.text for sentence in self.sentences)

    def rows(self) -> list[Row]:
        """One row a quantity."""
        named = [
            ("payment that the threat supports", "", self.supports),
            ("audience cost", "", self.audience_cost),
            *(
                (name, departure.id, figure)
                for departure in self.departures
                for name, figure in _named(departure)
            ),
        ]
        return [
            {"case": self.made.case, "departure": departure, "quantity": name, **figure_row(figure)}
            for name, departure, figure in named
        ]


def _named(departure: Departure) -> list[tuple[str, Figure]]:
    """Name the figures of a departure for a table."""
    return [
        ("worth of staying over leaving", departure.staying),
        ("audience cost needed", departure.audience_cost_needed),
        ("probability that it leaves gladly", departure.leaves_gladly),
        ("probability by the payoffs", departure.payoffs_say),
        ("probability that it is carried out", departure.carried_out),
        ("probability as the threatening side believes", departure.threatener_believes),
        ("probability as the other side believes", departure.target_believes),
        ("loss of the other side", departure.target_loss),
        ("payment supported by payoffs and record", departure.supports),
        ("belief needed for the figure", departure.belief_needed),
        ("probability that a certain threat suffices", departure.suffices),
    ]
