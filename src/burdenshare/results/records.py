"""The answer to: how far can such a forecast be trusted, by how earlier ones did?

A `RoundScore` holds what one forecast of one past round scored, beside naive rules. Scores of terms
are those of the log of the first payment over the present one: 0.05 is about five per cent of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from burdenshare.provenance import Formula
from burdenshare.results.figures import Figure, Sentence
from burdenshare.results.made import Finding, Result, Row, figure_row

FORECAST = "forecast"
"""Id of our forecast among the rules."""


@dataclass(frozen=True, slots=True)
class RoundScore:
    """What the forecasts of one past round, made at one date, scored; rules go by their ids."""

    case: str
    kind: str
    dyad: str
    as_of: date
    """Day of the forecast."""
    settled: date
    """Day on which the outcome became known."""
    rounds_known: int
    """How many rounds had been settled before the day of the forecast."""
    growth: float
    """What happened: log of the first payment over the present one."""
    low: float
    """5% quantile of our forecast of it."""
    median: float
    high: float
    """95% quantile of our forecast of it."""
    rank: float
    """Place of what happened among our draws, 0 to 1."""
    covered: Mapping[str, bool]
    """Whether our central interval of 50, 80, 90 per cent held it."""
    crps: Mapping[str, float]
    error: Mapping[str, float]
    """Distance of the median from what happened."""
    lapsed: bool | None
    """Whether the old terms ended before the agreement; None if they had no end."""
    lapse: Mapping[str, float]
    """Probability of that."""
    delay: float | None
    """Months from the end of the old terms to the agreement, at least 0."""
    delay_crps: Mapping[str, float]

    @property
    def is_timed(self) -> bool:
        """Whether the timing of the round could be forecast."""
        return self.lapsed is not None


@dataclass(frozen=True, slots=True)
class RuleScore:
    """How one way of forecasting did on all rounds."""

    id: str
    name: str
    score: Figure
    """Mean score; less is better."""
    error: Figure | None
    """Mean distance of the median from what happened, for terms; mean delay score for timing."""
    skill: Figure | None
    """By what part our forecast scored less, with a 90% interval; None for our own."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How often central intervals of one width held what happened."""

    level: Figure
    held: Figure


@dataclass(frozen=True, slots=True)
class KindScore:
    """How our forecast of terms did on some rounds, against the best naive rule on them."""

    name: str
    rounds: Figure
    ours: Figure
    best_name: str
    best: Figure
    skill: Figure


@dataclass(frozen=True, slots=True)
class RecordSummary(Result):
    """How forecasts of rounds settled before a day did."""

    as_of: date
    """Rounds settled on this day or later do not count."""
    rounds: Figure
    timed: Figure
    """Rounds whose timing could be forecast."""
    terms: tuple[RuleScore, ...]
    """Our forecast first, then the naive rules; empty if no round counts."""
    timing: tuple[RuleScore, ...]
    coverage: tuple[Coverage, ...]
    kinds: tuple[KindScore, ...]
    own: KindScore | None
    """Rounds of the kind of dispute that is asked about; None if there are none, or no kind is."""
    sentences: tuple[Sentence, ...]
    findings: tuple[Finding, ...]

    @property
    def text(self) -> str:
        """The sentences for a reader."""
        return " ".join(sentence.text for sentence in self.sentences)

    def rows(self) -> list[Row]:
        """One row a quantity."""
        named: list[tuple[str, Figure]] = [("rounds", self.rounds), ("rounds timed", self.timed)]
        for rule in self.terms:
            named += [(f"mean CRPS of log growth, {rule.name}", rule.score)]
            named += [(f"better by, than {rule.name}", rule.skill)] if rule.skill else []
        for rule in self.timing:
            named += [(f"mean Brier score of a lapse, {rule.name}", rule.score)]
        if self.own is not None:
            named += [(f"mean CRPS of log growth, {self.own.name}", self.own.ours)]
            named += [(f"better by, {self.own.name}", self.own.skill)]
        named += [(f"held by the {c.level.text} interval", c.held) for c in self.coverage]
        return [{"quantity": name, **figure_row(figure)} for name, figure in named]


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One past round in the table of all: what was forecast, what happened, how it scored."""

    case: str
    kind: str
    as_of: date
    forecast: Figure
    """First payment over the present one as it was forecast, with its 90% interval."""
    happened: Figure
    """First payment over the present one as it came."""
    score: Figure
    best_name: str
    """The naive rule that did best over all rounds."""
    best: Figure
    lapse: Figure | None
    """Probability of a lapse, if the old terms had an end."""
    lapsed: bool | None


@dataclass(frozen=True, slots=True)
class TrackRecord(Result):
    """Past rounds forecast as of their own dates on earlier rounds alone, and scored."""

    dataset: str
    draws: int
    seed: int
    version: str
    summary: RecordSummary
    """As of the opening of each round."""
    later: RecordSummary
    """As of the last day before the outcome on which a step of the talks became known."""
    without_rents: KindScore | None
    cases: tuple[CaseLine, ...]
    ranks: tuple[Figure, ...]
    """Place of what happened among our draws, round by round."""
    scores: tuple[RoundScore, ...]
    """All forecasts that were scored, those at later dates too."""
    left_out: tuple[Finding, ...]
    formulas: Mapping[str, Formula]

    def rows(self) -> list[Row]:
        """One row a forecast of a round and a rule."""
        return [
            {
                "case": score.case,
                "kind": score.kind,
                "as_of": score.as_of.isoformat(),
                "rule": rule,
                "happened": score.growth,
                "crps": crps,
                "error": score.error[rule],
                "lapsed": score.lapsed,
                "lapse": score.lapse.get(rule),
                "delay_crps": score.delay_crps.get(rule),
                "unit": "log of the first payment over the present one; delays in months",
            }
            for score in self.scores
            for rule, crps in score.crps.items()
        ]
