"""Naive forecasts of a round, each with a spread fitted on how it did on earlier rounds.

A rule of terms names one number, the log of the first payment over the present one. Its forecast is
a Student t distribution about that number; the spread is the root mean square of the rule's own
errors on earlier rounds of the same kind, with a guess of `SPREAD` counted as `GUESS` rounds. Kinds
are kept apart here because one spread for rents and for budget shares alike made every rule worse.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from burdenshare.analysis.standing import Standing
from burdenshare.arrays import Array
from burdenshare.backtest.rounds import PastRound

SPREAD, GUESS = 0.1, 2.0
"""Spread of a naive rule before any round, and how many rounds that guess counts for."""
DELAY = 3.0
"""Months past the end of the old terms that are expected of a lapse before any has been seen."""

Centre = Callable[[Standing, PastRound, Sequence[PastRound]], float]
"""What a rule names for a round at a standing, on earlier rounds."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A naive rule of terms."""

    id: str
    name: str
    centre: Centre


def _no_change(_: Standing, __: PastRound, ___: Sequence[PastRound]) -> float:
    return 0.0


def _past_growth(now: Standing, each: PastRound, earlier: Sequence[PastRound]) -> float:
    """Mean growth of earlier rounds of the dyad; else yearly growth of the payment; else none."""
    own = [other.growth for other in earlier if other.opening.dyad == now.dyad]
    if own:
        return float(np.mean(own))
    return each.yearly_growth(now.as_of)


def _midpoint(now: Standing, _: PastRound, __: Sequence[PastRound]) -> float:
    """Midway between the last figures of both sides; no change unless both are known."""
    if now.payee_figure is None or now.payer_figure is None:
        return 0.0
    return math.log((math.exp(now.payee_figure) + math.exp(now.payer_figure)) / 2)


def _climatology(_: Standing, __: PastRound, earlier: Sequence[PastRound]) -> float:
    """Mean growth of all earlier rounds, no growth counted as the guess."""
    return sum(other.growth for other in earlier) / (GUESS + len(earlier))


def _of_the_kind(now: Standing, each: PastRound, earlier: Sequence[PastRound]) -> float:
    return _climatology(now, each, [e for e in earlier if e.opening.kind == now.kind])


RULES: Mapping[str, Rule] = {
    rule.id: rule
    for rule in (
        Rule("no-change", "no change", _no_change),
        Rule("past-growth", "past growth", _past_growth),
        Rule("midpoint", "midpoint of known figures", _midpoint),
        Rule("climatology", "climatology", _climatology),
        Rule("climatology-kind", "climatology of the kind", _of_the_kind),
    )
}
"""Naive rules of terms by id."""

TIMING_RULES: Mapping[str, str] = {
    "on-time": "always on time",
    "climatology": "climatology",
    "climatology-dyad": "climatology of the sides",
}
"""Names of naive rules of timing by id."""


@dataclass
class NaiveForecasts:
    """Naive forecasts of rounds; errors of a rule on a round are worked out once."""

    rounds: Sequence[PastRound]

    def __post_init__(self) -> None:
        """Begin with no errors known."""
        self._errors: dict[tuple[str, str], float] = {}

    def earlier(self, now: Standing) -> list[PastRound]:
        """Give the rounds settled before a day."""
        return [each for each in self.rounds if each.settled < now.as_of]

    def growth(
        self, rule: Rule, now: Standing, each: PastRound, rng: np.random.Generator, draws: int
    ) -> Array:
        """Draw a rule's forecast of terms."""
        earlier = self.earlier(now)
        errors = [self._error(rule, e) for e in earlier if e.opening.kind == now.kind]
        freedom = GUESS + len(errors)
        scale = math.sqrt((GUESS * SPREAD**2 + sum(e * e for e in errors)) / freedom)
        drawn: Array = rule.centre(now, each, earlier) + scale * rng.standard_t(freedom, draws)
        return drawn

    def _error(self, rule: Rule, each: PastRound) -> float:
        key = (rule.id, each.slug)
        if key not in self._errors:
            said = rule.centre(each.opening, each, self.earlier(each.opening))
            self._errors[key] = each.growth - said
        return self._errors[key]

    def delays(self, rule: str, now: Standing, rng: np.random.Generator, draws: int) -> Array:
        """Draw a rule's forecast of the months past the end of the old terms."""
        timed = [e for e in self.earlier(now) if e.lapsed is not None]
        late, length = rng.random(draws), rng.standard_exponential(draws)
        if now.months_left is not None and now.months_left <= 0:
            late = np.zeros(draws)
        if rule == "on-time":
            return np.full(draws, max(0.0, -(now.months_left or 0.0)))
        chance = _share_late(timed)
        if rule == "climatology-dyad":
            own = [e for e in timed if e.opening.dyad == now.dyad]
            chance = (GUESS * chance + sum(bool(e.lapsed) for e in own)) / (GUESS + len(own))
        known = [e.delay for e in timed if e.lapsed and e.delay is not None]
        mean = (DELAY + sum(known)) / (1 + len(known))
        elapsed = max(0.0, -(now.months_left or 0.0))
        return np.where(late < chance, elapsed + mean * length, elapsed)


def _share_late(timed: Sequence[PastRound]) -> float:
    """Share of rounds that lapsed, one that did and one that did not counted as a guess."""
    return (1 + sum(bool(each.lapsed) for each in timed)) / (2 + len(timed))
