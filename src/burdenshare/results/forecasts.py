"""The answer to: what will be agreed, and when?"""

from __future__ import annotations

from dataclasses import dataclass

from burdenshare.money import MoneyBasis
from burdenshare.provenance import Origin
from burdenshare.results.figures import Figure, Sentence, literal
from burdenshare.results.made import Finding, Made, Result, Row, figure_row


@dataclass(frozen=True, slots=True)
class Chance:
    """The probability of something that may happen."""

    id: str
    name: str
    probability: Figure


@dataclass(frozen=True, slots=True)
class DealBy:
    """The probability of an agreement by a date."""

    id: str
    name: str
    day: Figure
    probability: Figure


@dataclass(frozen=True, slots=True)
class YearPaid:
    """What is paid in a calendar year."""

    year: str
    payment: Figure
    """Median and 90% interval."""
    half: Figure
    """Median and 50% interval."""


@dataclass(frozen=True, slots=True)
class Survival:
    """The chance that nothing has been agreed, by months from the date of the question."""

    months: tuple[float, ...]
    open: tuple[float, ...]
    unit: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class TypicalHistory:
    """One history that stands for many, told as the record of a negotiation."""

    id: str
    name: str
    share: Figure
    """Share of all histories of its sort."""
    months: Figure
    """Months to the agreement in histories of its sort; to the horizon where there is none."""
    payment: Figure
    """Payment in histories of its sort: as agreed, or what goes on being paid."""
    sentences: tuple[Sentence, ...]

    @property
    def text(self) -> str:
        """The sentences for a reader."""
        return self.told.text

    @property
    def told(self) -> Sentence:
        """All sentences as one, each with its own figures."""
        words, figures = [], {}
        for place, sentence in enumerate(self.sentences):
            pieces = []
            for words_before, name, form in sentence.parts():
                pieces.append(literal(words_before))
                if name:
                    figures[f"{name}_{place}"] = sentence.figures[name]
                    pieces.append("{" + f"{name}_{place}" + (f":{form}" if form else "") + "}")
            words.append("".join(pieces))
        return Sentence(" ".join(words), figures)


@dataclass(frozen=True, slots=True)
class NaiveForecast:
    """What a rule without a model would say of the settlement."""

    id: str
    name: str
    payment: Figure


@dataclass(frozen=True, slots=True)
class Forecast(Result):
    """When the two sides will agree, on what, and what happens first."""

    made: Made
    money: MoneyBasis
    payee: str
    payer: str
    figure: Figure
    present: Figure
    is_over: bool
    """Whether the outcome was known by the date; then it stands in place of a forecast."""
    horizon: Figure
    """The day up to which histories run."""
    agreed: Figure
    """Probability of an agreement by the horizon."""
    payment: Figure
    """What is agreed, where something is."""
    growth: Figure
    """How much that is above the present payment."""
    reaches: Figure
    """Probability that the figure is agreed, or more, by the horizon."""
    months: Figure
    """Months to the agreement, where there is one."""
    agreement: Figure
    """Month of the agreement, where there is one."""
    deals: tuple[DealBy, ...]
    events: tuple[Chance, ...]
    """Lapse, walkout, departures, refusal at home, change of government."""
    lapse: Figure
    """Length of the lapse where there is one, cut off at the horizon. [months]"""
    years: tuple[YearPaid, ...]
    survival: Survival
    histories: tuple[TypicalHistory, ...]
    comparators: tuple[NaiveForecast, ...]
    effective: Figure
    """Effective share of the draws that agree with what has happened so far."""
    sentences: tuple[Sentence, ...]
    findings: tuple[Finding, ...]

    @property
    def text(self) -> str:
        """The sentences for a reader."""
        return " ".join(sentence.text for sentence in self.sentences)

    def chance(self, name: str) -> Figure | None:
        """Give the probability of one of the events, if it may happen."""
        return next((e.probability for e in self.events if e.id == name), None)

    def rows(self) -> list[Row]:
        """One row a quantity."""
        named = [
            ("settlement", "", self.payment),
            ("growth of the settlement", "", self.growth),
            ("probability of an agreement", str(self.horizon.text), self.agreed),
            ("probability that the figure is agreed", "", self.reaches),
            ("months to the agreement", "", self.months),
            ("months of lapse", "", self.lapse),
            *(
                ("probability of an agreement", deal.day.text, deal.probability)
                for deal in self.deals
            ),
            *((event.name, "", event.probability) for event in self.events),
            *(("payment in the year", year.year, year.payment) for year in self.years),
            *(("share of histories", history.name, history.share) for history in self.histories),
            *(("naive forecast", naive.name, naive.payment) for naive in self.comparators),
        ]
        return [
            {"case": self.made.case, "quantity": name, "of": of, **figure_row(figure)}
            for name, of, figure in named
        ]


@dataclass(frozen=True, slots=True)
class Moves(Result):
    """One forecast at several dates."""

    title: str
    forecasts: tuple[Forecast, ...]

    def rows(self) -> list[Row]:
        """Rows of all forecasts, each with its date."""
        return [
            {"as_of": forecast.made.as_of.isoformat(), **row}
            for forecast in self.forecasts
            for row in forecast.rows()
        ]
