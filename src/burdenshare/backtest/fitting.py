"""Beliefs about hyperparameters, fitted on rounds that were settled before a date.

Each belief is updated from the weak one by what the rounds show of it, by conjugate rules where
there are such, else by moments with the weak belief counted as `GUESS` rounds:

- growth: partial pooling of rounds in dyads and of dyads in their kind of dispute;
- gap_conceded: where between the sides' figures each round settled, overall and by kind;
- positions_weight: how well the figures foretold each round, against the record, each as of the
  opening of that round and on rounds settled before it;
- bounded: how many settlements stayed between the figures;
- early_hazard, by_expiry, late_hazard: when agreement came, for rounds whose old terms had an end;
- session_pace, deadline_mass, lapse_pace, relenting: the same through the eyes of histories, by the
  likelihood of each date (`timing`);
- obstinacy: how many sides moved from the figure that they had named by the opening of a round;
- ceiling_bias: how far settlements passed ceilings that had been announced.

Friction, the weight of a case's own reservation values, the anchor and the noise about
a structural model cannot be told from settlements alone (two of them move each settlement in the
same direction); they stay as they are.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache

import numpy as np

from burdenshare.analysis.past_rounds import DEADLINE, ROUNDING, components
from burdenshare.analysis.standing import MONTH
from burdenshare.arrays import Array
from burdenshare.backtest.rounds import PastRound
from burdenshare.backtest.timing import Rates, log_likelihood, posterior
from burdenshare.facts.priors import (
    WEAK,
    BetaBelief,
    Fitted,
    GammaBelief,
    NormalBelief,
    Priors,
    StudentT,
)
from burdenshare.uncertainty.pooling import PoolingPrior, pool
from burdenshare.uncertainty.student import fit_student

GUESS = 4.0
"""How many rounds a weak belief about a part or a spread counts for."""
CEILING_SD = 0.02
"""How far a body's true limit lies about the settlement that it accepted, in logs."""
RATES = ("session_pace", "deadline_mass", "lapse_pace", "relenting")
"""Names of the rates of histories."""
PREVAILS = 1 / 3
"""How often the figure of a side that would have moved is agreed to all the same."""
_DRAWS = 4000
_SWEEPS = 100
_QUANTILES = 500

POOLING: Mapping[str, PoolingPrior] = {
    "rent": PoolingPrior(
        centre=0.2, between_families=0.5, between_groups=0.3, within=0.5, resolution=0.005
    )
}
"""What is believed of the growth of a kind of dispute before any round of it; as in `WEAK`."""
_ANY = PoolingPrior(
    centre=0.05, between_families=0.1, between_groups=0.05, within=0.08, resolution=0.005
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """How dense each way of forecasting a round was at what came of it."""

    kind: str
    record: float
    figures: float
    credit: float
    """Part of their weight that the distance of the figures left."""


@dataclass(frozen=True, slots=True)
class OfKind:
    """Beliefs about the growth of a kind of dispute and its dyads."""

    beliefs: dict[str, StudentT]
    new: Array
    """Draws for a dyad not yet seen."""


@dataclass
class Fitter:
    """Fits beliefs to rounds; what it has worked out for one date serves the next."""

    rounds: Sequence[PastRound]
    seed: int = 0
    _fits: dict[tuple[str, ...], Priors] = field(default_factory=dict)
    _kinds: dict[tuple[str, ...], OfKind] = field(default_factory=dict)
    _evidence: dict[str, Evidence | None] = field(default_factory=dict)
    _dates: dict[str, Array] = field(default_factory=dict)
    _rates: Rates | None = None

    def before(self, day: date) -> Priors:
        """Give the beliefs that a forecast of a day may use."""
        seen = sorted((r for r in self.rounds if r.settled < day), key=lambda r: r.slug)
        return self._fit(tuple(seen))

    def fits(self) -> tuple[Fitted, ...]:
        """Give the beliefs after each day on which a round was settled."""
        days = sorted({each.settled for each in self.rounds})
        return tuple(
            Fitted(day, self.before(date.fromordinal(day.toordinal() + 1))) for day in days
        )

    def _fit(self, seen: tuple[PastRound, ...]) -> Priors:
        key = tuple(each.slug for each in seen)
        if key not in self._fits:
            self._fits[key] = self._fitted(seen) if seen else WEAK
        return self._fits[key]

    def _fitted(self, seen: tuple[PastRound, ...]) -> Priors:
        conceded, conceded_by = _gap_conceded(seen)
        weight, weight_by = self._weights(seen)
        early, by_expiry, late = _timing(seen)
        fitted = replace(
            WEAK,
            rounds=tuple(each.slug for each in seen),
            growth=self._growth_beliefs(seen),
            gap_conceded=conceded,
            gap_conceded_by_kind=conceded_by,
            positions_weight=weight,
            positions_weight_by_kind=weight_by,
            bounded=_bounded(seen),
            early_hazard=early,
            by_expiry=by_expiry,
            late_hazard=late,
            ceiling_bias=_ceiling_bias(seen),
            obstinacy=_obstinacy(seen),
        )
        fitted = self._with_rates(fitted, seen)
        return replace(fitted, fitted=_moved(fitted))

    # --- the rates of histories ------------------------------------------------------------------

    def _with_rates(self, fitted: Priors, seen: tuple[PastRound, ...]) -> Priors:
        if self._rates is None:
            self._rates = Rates.spread(self.seed)
        for each in seen:
            if each.slug not in self._dates:
                before = self.before(each.opened)
                self._dates[each.slug] = log_likelihood(each, before, self._rates, self.seed)
        moved = posterior(self._rates, np.sum([self._dates[each.slug] for each in seen], axis=0))
        return replace(fitted, **{name: getattr(moved, name) for name in RATES})

    # --- growth ----------------------------------------------------------------------------------

    def _growth_beliefs(self, seen: tuple[PastRound, ...]) -> dict[str, StudentT]:
        beliefs = dict(WEAK.growth)
        news: list[Array] = []
        for kind in sorted({each.opening.kind for each in seen}):
            members = tuple(each for each in seen if each.opening.kind == kind)
            of_kind = self._of_kind(kind, members)
            beliefs |= of_kind.beliefs
            news.append(of_kind.new)
        beliefs[""] = _summary(np.concatenate([*news, self._weak_draws()]))
        return beliefs

    def _weak_draws(self) -> Array:
        belief, rng = WEAK.growth[""], np.random.default_rng([self.seed, 1])
        draws: Array = belief.centre + belief.scale * rng.standard_t(belief.freedom, _DRAWS)
        return draws

    def _of_kind(self, kind: str, members: tuple[PastRound, ...]) -> OfKind:
        key = (kind, *(each.slug for each in members))
        if key not in self._kinds:
            self._kinds[key] = self._pooled(kind, members)
        return self._kinds[key]

    def _pooled(self, kind: str, members: tuple[PastRound, ...]) -> OfKind:
        dyads = sorted({each.opening.dyad for each in members})
        rng = np.random.default_rng([self.seed, 2, _number(kind), len(members)])
        posterior = pool(
            [each.growth for each in members],
            [dyads.index(each.opening.dyad) for each in members],
            [0] * len(dyads),
            rng,
            prior=POOLING.get(kind, _ANY),
            draws=_DRAWS,
            sweeps=_SWEEPS,
        )
        beliefs = {
            f"{kind}/{dyad}": _summary(posterior.predict(place, 0, rng))
            for place, dyad in enumerate(dyads)
        }
        new = posterior.predict(None, 0, rng)
        return OfKind(beliefs | {kind: _summary(new)}, new)

    # --- the weight of figures -------------------------------------------------------------------

    def _weights(self, seen: tuple[PastRound, ...]) -> tuple[BetaBelief, dict[str, BetaBelief]]:
        known = [found for each in seen if (found := self._evidence_of(each)) is not None]
        kinds = sorted({each.kind for each in known})
        by_kind = {kind: _weight([e for e in known if e.kind == kind]) for kind in kinds}
        return _weight(known), by_kind

    def _evidence_of(self, each: PastRound) -> Evidence | None:
        if each.slug not in self._evidence:
            self._evidence[each.slug] = self._weighed(each)
        return self._evidence[each.slug]

    def _weighed(self, each: PastRound) -> Evidence | None:
        rng = np.random.default_rng([self.seed, 3, _number(each.slug)])
        drawn = components(each.opening, self.before(each.opened), rng, _DRAWS)
        if drawn.figures is None:
            return None
        return Evidence(
            each.opening.kind,
            _density(drawn.record, each.growth),
            _density(drawn.figures, each.growth),
            drawn.credit,
        )


@cache
def fitter_of(rounds: tuple[PastRound, ...], seed: int) -> Fitter:
    """Give the fitter of some rounds, which keeps what it has worked out."""
    return Fitter(rounds, seed)


def _number(text: str) -> int:
    return zlib.crc32(text.encode())


def _summary(draws: Array) -> StudentT:
    # Evenly spaced quantiles stand for the draws: as good a fit in a tenth of the time.
    fit = fit_student(np.quantile(draws, (np.arange(_QUANTILES) + 0.5) / _QUANTILES))
    return StudentT(fit.centre, fit.scale, fit.freedom)


def _density(draws: Array, at: float) -> float:
    """Density of draws at a point, smoothed over what rounding leaves open at least."""
    low, high = np.quantile(draws, [0.25, 0.75])
    width = max(1.5 * ROUNDING, 0.2 * (high - low) * draws.size**-0.2)
    return float(np.exp(-(((draws - at) / width) ** 2) / 2).mean() / (width * np.sqrt(2 * np.pi)))


_GRID = (np.arange(100) + 0.5) / 100
_FLOOR = 1e-3
"""Added to each density: what neither way foresaw says nothing about their weights."""


def _weight(known: Sequence[Evidence]) -> BetaBelief:
    """Posterior of the weight of figures, as a beta distribution of the same moments."""
    weak = WEAK.positions_weight
    log = (weak.a - 1) * np.log(_GRID) + (weak.b - 1) * np.log1p(-_GRID)
    for each in known:
        share = each.credit * _GRID
        log = log + np.log(share * each.figures + (1 - share) * each.record + _FLOOR)
    mass = np.exp(log - log.max())
    mass /= mass.sum()
    mean = float((mass * _GRID).sum())
    return _of_moments(mean, float((mass * (_GRID - mean) ** 2).sum()))


def _of_moments(mean: float, variance: float) -> BetaBelief:
    """The beta distribution of a mean and a variance, as far as there is one."""
    total = max(mean * (1 - mean) / variance - 1, 0.5)
    return BetaBelief(mean * total, (1 - mean) * total)


# --- the gap -------------------------------------------------------------------------------------


def _gap_conceded(seen: Sequence[PastRound]) -> tuple[BetaBelief, dict[str, BetaBelief]]:
    parts = [(each.opening.kind, part) for each in seen if (part := _part(each)) is not None]
    overall = _updated(WEAK.gap_conceded, [part for _, part in parts])
    kinds = sorted({kind for kind, _ in parts})
    return overall, {
        k: _updated(overall, [part for kind, part in parts if kind == k]) for k in kinds
    }


def _part(each: PastRound) -> float | None:
    """Part of the gap that a round covered, from 0 to 1; None if there was no gap."""
    gap = each.opening.gap
    if gap is None or gap[0] == gap[1]:
        return None
    return min(max((each.growth - gap[0]) / (gap[1] - gap[0]), 0.0), 1.0)


def _updated(belief: BetaBelief, parts: Sequence[float]) -> BetaBelief:
    """Move the mean and the spread of a belief toward those of the parts that were seen."""
    total = belief.a + belief.b
    guess = belief.a / total
    spread = guess * (1 - guess) / (total + 1)
    count = GUESS + len(parts)
    mean = (GUESS * guess + sum(parts)) / count
    variance = (GUESS * spread + sum((part - mean) ** 2 for part in parts)) / count
    return _of_moments(mean, variance)


def _bounded(seen: Sequence[PastRound]) -> BetaBelief:
    inside = outside = 0
    for each in seen:
        low, high = each.opening.bounds
        if low > -np.inf or high < np.inf:
            stayed = low - 2 * ROUNDING <= each.growth <= high + 2 * ROUNDING
            inside, outside = inside + stayed, outside + (not stayed)
    return BetaBelief(WEAK.bounded.a + inside, WEAK.bounded.b + outside)


# --- timing --------------------------------------------------------------------------------------


def _timing(seen: Sequence[PastRound]) -> tuple[GammaBelief, BetaBelief, GammaBelief]:
    """Rates of agreement far from the end of the old terms and past it, and the mass at it."""
    early = late = on_time = lapses = 0
    far = past = 0.0
    for each in seen:
        left, delay = each.opening.months_left, each.delay
        if left is None or delay is None:
            continue
        taken = (each.agreed - each.opened).days / MONTH
        edge = max(left - DEADLINE, 0.0)
        far += min(taken, edge)
        past += delay
        if taken < edge:
            early += 1
        elif each.lapsed:
            lapses, late = lapses + 1, late + 1
        else:
            on_time += 1
    weak = WEAK.by_expiry
    return (
        _rate(WEAK.early_hazard, early, far),
        BetaBelief(weak.a + on_time, weak.b + lapses),
        _rate(WEAK.late_hazard, late, past),
    )


def _rate(belief: GammaBelief, events: int, months: float) -> GammaBelief:
    shape = belief.shape + events
    return GammaBelief(shape, shape / (belief.shape / belief.mean + months))


# --- sides ---------------------------------------------------------------------------------------


def _obstinacy(seen: Sequence[PastRound]) -> BetaBelief:
    """Update by sides that moved from their figures, and by those whose figures prevailed.

    A side whose figure prevailed may have been obstinate, or may have been met: it counts as
    obstinate by the chance of that, given that `PREVAILS` of the others are met.
    """
    belief = WEAK.obstinacy
    a, b = belief.a, belief.b
    for each in sorted(seen, key=lambda r: (r.settled, r.slug)):
        for figure in (each.opening.payee_figure, each.opening.payer_figure):
            if figure is None:
                continue
            if abs(each.growth - figure) > 2 * ROUNDING:
                b += 1
            else:
                firm = a / (a + PREVAILS * b)
                a, b = a + firm, b + 1 - firm
    return BetaBelief(a, b)


# --- ceilings ------------------------------------------------------------------------------------


def _ceiling_bias(seen: Sequence[PastRound]) -> NormalBelief:
    """Update by settlements above a ceiling; those below one say nothing about it."""
    weak = WEAK.ceiling_bias
    passed = [over for each in seen for over in each.over_ceilings if 0 <= over < 0.2]
    precision = 1 / weak.sd**2 + len(passed) / CEILING_SD**2
    mean = (weak.mean / weak.sd**2 + sum(passed) / CEILING_SD**2) / precision
    return NormalBelief(mean, precision**-0.5)


def _moved(fitted: Priors) -> tuple[str, ...]:
    """Names of the beliefs that are not the weak ones any more."""
    named = (
        "growth",
        "gap_conceded",
        "positions_weight",
        "bounded",
        "ceiling_bias",
        "early_hazard",
        "by_expiry",
        "late_hazard",
        *RATES,
        "obstinacy",
    )
    return tuple(name for name in named if getattr(fitted, name) != getattr(WEAK, name))
