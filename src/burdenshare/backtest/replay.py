"""Each past round forecast as of its own dates on what was settled before, and scored.

Our forecast and every naive rule see the round as it stood on the day, and the rounds that had been
settled before it. Each forecast has a stream of its own, seeded by the case and the day, so a round
that is added or removed leaves the draws of the others alone.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from burdenshare.analysis.amounts import present_payment
from burdenshare.analysis.histories import simulated
from burdenshare.analysis.past_rounds import growth_draws, month_draws
from burdenshare.analysis.standing import MONTH
from burdenshare.analysis.talks import HORIZON
from burdenshare.arrays import Array
from burdenshare.backtest.fitting import Fitter, fitter_of
from burdenshare.backtest.naive import RULES, TIMING_RULES, NaiveForecasts
from burdenshare.backtest.rounds import PastRound
from burdenshare.facts.priors import Priors
from burdenshare.model import build
from burdenshare.results.records import FORECAST, RoundScore
from burdenshare.uncertainty.sampling import Plan, Threads
from burdenshare.uncertainty.scoring import covers, crps, rank

DRAWS = 4000
"""Draws of each forecast; scores move by less than their third digit with more."""
LEVELS = (0.5, 0.8, 0.9)


@dataclass(frozen=True, slots=True)
class Drawn:
    """Draws of one forecast, shape (draws,)."""

    growth: Array
    months: Array
    """From the day of the forecast to the agreement."""


Forecast = Callable[[PastRound, date, Priors, np.random.Generator, int], Drawn]
"""A way of forecasting a round on a day, with the beliefs of that day."""


def forecast_from_record(
    each: PastRound, day: date, priors: Priors, rng: np.random.Generator, draws: int
) -> Drawn:
    """Forecast a round from the record of earlier ones and the sides' figures."""
    now = each.standing_on(day)
    return Drawn(growth_draws(now, priors, rng, draws), month_draws(now, priors, rng, draws))


def forecast_from_histories(
    each: PastRound, day: date, priors: Priors, rng: np.random.Generator, draws: int
) -> Drawn:
    """Forecast a round by histories of it, as an answer to its case does."""
    model = build(each.case, day, priors=priors)
    plan, executor = Plan(draws, int(rng.integers(2**31))), Threads(1)
    inputs = model.draw(plan, executor)
    histories = simulated(model, inputs, plan, executor)
    agreed = histories.agreed
    paid = np.broadcast_to(histories.of(present_payment(inputs)), agreed.shape)
    # Where no history ends in an agreement, what is paid goes on.
    settled = histories.payment[agreed] / paid[agreed] if agreed.any() else np.ones(1)
    growth = np.log(np.maximum(settled, _LEAST))
    months = np.where(agreed, histories.date - histories.as_of, float(HORIZON))
    return Drawn(growth, months)


_DAY = 0.5 / MONTH
_LEAST = 0.01
"""Part of the present payment below which a settlement counts as that part: logs need one."""

FORECASTS: Mapping[str, Forecast] = {
    "histories": forecast_from_histories,
    "record": forecast_from_record,
}
"""Ways of forecasting by name; the first is that of an answer to a case."""


def replay(
    rounds: tuple[PastRound, ...],
    *,
    draws: int = DRAWS,
    seed: int = 0,
    forecast: Forecast = forecast_from_histories,
    later: bool = True,
) -> tuple[RoundScore, ...]:
    """Forecast and score rounds as of their openings, and on later days of each.

    Parameters
    ----------
    rounds : tuple of PastRound
        What may be forecast, and be learnt from once it is settled.
    draws, seed : int
        Draws of each forecast, and the seed of all.
    forecast : callable
        How our own forecast is made.
    later : bool
        Whether to forecast on days after the opening too.

    Returns
    -------
    tuple of RoundScore
        In the order of openings, then of days.
    """
    fitter, naive = fitter_of(rounds, seed), NaiveForecasts(rounds)
    ordered = sorted(rounds, key=lambda each: (each.opened, each.slug))
    return tuple(
        _score(each, day, fitter, naive, forecast, draws, seed)
        for each in ordered
        for day in (each.opened, *(each.later_days() if later else ()))
    )


def _score(
    each: PastRound,
    day: date,
    fitter: Fitter,
    naive: NaiveForecasts,
    forecast: Forecast,
    draws: int,
    seed: int,
) -> RoundScore:
    now, happened = each.standing_on(day), each.growth
    streams = (
        np.random.default_rng([seed, 4, zlib.crc32(each.slug.encode()), day.toordinal(), place])
        for place in range(1 + len(RULES) + len(TIMING_RULES))
    )
    priors = fitter.before(day)
    ours = forecast(each, day, priors, next(streams), draws)
    growths = {FORECAST: ours.growth}
    for name, rule in RULES.items():
        growths[name] = naive.growth(rule, now, each, next(streams), draws)
    delays: dict[str, Array] = {}
    if now.months_left is not None:
        late = ours.months - now.months_left
        # An agreement on the very day on which the old terms end is in time.
        delays[FORECAST] = np.where(late > _DAY, late, 0.0)
        for name in TIMING_RULES:
            delays[name] = naive.delays(name, now, next(streams), draws)
    low, median, high = np.quantile(ours.growth, [0.05, 0.5, 0.95])
    return RoundScore(
        case=each.slug,
        kind=now.kind,
        dyad=now.dyad,
        as_of=day,
        settled=each.settled,
        rounds_known=len(priors.rounds),
        growth=happened,
        low=float(low),
        median=float(median),
        high=float(high),
        rank=float(rank(ours.growth, happened)),
        covered={
            f"{100 * level:.0f}": bool(covers(ours.growth, happened, level)) for level in LEVELS
        },
        crps={name: float(crps(drawn, happened)) for name, drawn in growths.items()},
        error={name: float(abs(np.median(drawn) - happened)) for name, drawn in growths.items()},
        lapsed=each.lapsed,
        lapse={name: float((drawn > 0).mean()) for name, drawn in delays.items()},
        delay=each.delay,
        delay_crps={name: float(crps(drawn, each.delay)) for name, drawn in delays.items()}
        if each.delay is not None
        else {},
    )
