"""The answer to: what does this settlement do to the next talks?"""

from __future__ import annotations

from dataclasses import dataclass

from burdenshare.money import MoneyBasis
from burdenshare.results.figures import Figure, Sentence
from burdenshare.results.made import Finding, Made, Result, Row, figure_row


@dataclass(frozen=True, slots=True)
class LinkedTable:
    """Talks that this settlement moves, and what the figure would move there."""

    id: str
    name: str
    party: str
    date: str
    pass_through: Figure
    """Change there for each unit of change here."""
    yearly: Figure
    """What the figure, against the present payment, moves there a year."""


@dataclass(frozen=True, slots=True)
class WithAndWithout:
    """A quantity as it is if this table stood alone, and counting the tables that follow."""

    id: str
    name: str
    alone: Figure
    counting: Figure


@dataclass(frozen=True, slots=True)
class Stake:
    """What the figure, against the present payment, is worth to one side today."""

    party: str
    what: str
    one_term: Figure
    for_ever: Figure
    """If the change carries over to every later term."""


@dataclass(frozen=True, slots=True)
class Precedent(Result):
    """What each side gains or loses elsewhere by this settlement, and what that does here."""

    made: Made
    money: MoneyBasis
    payee: str
    payer: str
    figure: Figure
    present: Figure
    tables: tuple[LinkedTable, ...]
    """In the order in which they meet; empty if nothing is linked."""
    multiplier: Figure
    """What a unit of payment here is worth to the payee once the tables that follow count."""
    elsewhere: Figure
    """What the figure, against the present payment, moves at all these tables a year."""
    effects: tuple[WithAndWithout, ...]
    """Least payment, settlement, best single demand, and reputation that suffices."""
    pays: Figure
    """Probability that firmness here pays for itself by what it brings elsewhere."""
    stakes: tuple[Stake, ...]
    sentences: tuple[Sentence, ...]
    findings: tuple[Finding, ...]

    @property
    def text(self) -> str:
        """The sentences for a reader."""
        return " ".join(sentence.text for sentence in self.sentences)

    def rows(self) -> list[Row]:
        """One row a quantity."""
        named = [("multiplier", self.multiplier), ("money elsewhere a year", self.elsewhere)]
        for table in self.tables:
            named += [(f"pass-through, {table.name}", table.pass_through)]
            named += [(f"money a year, {table.name}", table.yearly)]
        for effect in self.effects:
            named += [(f"{effect.name}, alone", effect.alone)]
            named += [(f"{effect.name}, with precedent", effect.counting)]
        for stake in self.stakes:
            named += [(f"{stake.what}, one term, {stake.party}", stake.one_term)]
            named += [(f"{stake.what}, for ever, {stake.party}", stake.for_ever)]
        return [
            {"case": self.made.case, "quantity": name, **figure_row(figure)}
            for name, figure in [*named, ("probability that firmness pays", self.pays)]
        ]
