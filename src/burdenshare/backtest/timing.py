"""The rates of histories, fitted on the dates at which past rounds were agreed.

Object and notation. A history has rates that no round shows by itself: that of sessions before the
expiry, the mass of the expiry, the pace of a lapse, and the rate at which obstacles to a meeting
give way. Let `theta` stand for the four. With everything else of a round drawn from the beliefs of
its opening, `S(t; theta)` is the chance that histories are still open at `t`, the mean over draws
of `history.open_until`. A round that was opened at `s` and agreed within a window from `u` to `v`
has the likelihood

    (S(u; theta) - S(v; theta)) / S(s; theta).

So what slows talks in the model, such as figures that lie far apart or a side that is obstinate, is
in the likelihood as it is in the forecast, and the rates come out such that histories take as long
as past rounds did. The posterior stands on `POINTS` quasi-random values of `theta`, weighted by the
weak beliefs and by the likelihoods of all rounds seen; the `LATENT` draws of all else are the same
at each of them, so that likelihoods differ by the rates alone.

References
----------
D. J. C. MacKay (2003), Information Theory, Inference, and Learning Algorithms, Cambridge University
Press, chapter 29: importance sampling.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

import numpy as np

from burdenshare.analysis import amounts
from burdenshare.analysis.past_rounds import DEADLINE
from burdenshare.analysis.talks import Hyper, calendar_of, drawn_beliefs, has_limits, talks_of
from burdenshare.arrays import Array
from burdenshare.backtest.rounds import PastRound
from burdenshare.bargaining.history import open_until
from burdenshare.bargaining.history_premises import Beliefs, Talks
from burdenshare.facts.priors import WEAK, BetaBelief, GammaBelief, Priors
from burdenshare.model import build
from burdenshare.uncertainty.distributions import standard_normal_quantile
from burdenshare.uncertainty.quasi import sobol_uniforms
from burdenshare.uncertainty.sampling import Block, Plan, Threads

T = TypeVar("T", Beliefs, Talks)

POINTS, LATENT = 1024, 64
"""Values of the rates, and draws of all else for each of them."""

SPREAD = 1.0
"""Standard deviation of the logs of the points about the means of the weak beliefs."""

WINDOW = DEADLINE
"""Months within which an agreement counts as one of its date."""


@dataclass(frozen=True, slots=True)
class Rates:
    """Points at which rates of histories are looked at, and their weights; shape (points,)."""

    session: Array
    mass: Array
    lapse: Array
    relenting: Array
    log_weight: Array
    """Log of the density of the weak beliefs over that of the points."""

    @classmethod
    def spread(cls, seed: int) -> Rates:
        """Spread points wider than the weak beliefs, by a Sobol' sequence."""
        shifts = np.random.default_rng([seed, 5]).integers(2**32, size=4)
        first, second, third, mass = (
            sobol_uniforms(dimension, 0, POINTS, int(shift))
            for dimension, shift in enumerate(shifts)
        )
        weak = WEAK.deadline_mass
        log_weight = (weak.a - 1) * np.log(mass) + (weak.b - 1) * np.log1p(-mass)
        rates = []
        beliefs = WEAK.session_pace, WEAK.lapse_pace, WEAK.relenting
        for uniforms, belief in zip((first, second, third), beliefs, strict=True):
            normal = standard_normal_quantile(uniforms)
            rate = belief.mean * np.exp(SPREAD * normal)
            log_weight += belief.shape * (np.log(rate) - rate / belief.mean) + normal**2 / 2
            rates.append(rate)
        return cls(rates[0], mass, rates[1], rates[2], log_weight)


def log_likelihood(each: PastRound, priors: Priors, rates: Rates, seed: int) -> Array:
    """Give the log likelihood of a round's date at each of the rates, shape (points,).

    Parameters
    ----------
    each : PastRound
        A round that was settled.
    priors : Priors
        Beliefs about all else, as of its opening.
    rates : Rates
        Where to look.
    seed : int
        Seed of all draws; the round has a stream of its own.
    """
    model = build(each.case, each.opened, priors=priors)
    number, calendar = zlib.crc32(each.slug.encode()), calendar_of(model)
    draws = model.draw(Plan(LATENT, number), Threads(1))
    limits = amounts.reservation(model, draws) if has_limits(model) else None
    hyper = Hyper(number, Block(0, 0, LATENT))
    believed = replace(
        _tiled_fields(drawn_beliefs(model, draws, priors, hyper, limits)),
        early_pace=np.repeat(rates.session, LATENT),
        by_expiry=np.repeat(rates.mass, LATENT),
        pace=np.repeat(rates.lapse, LATENT),
        relenting=np.repeat(rates.relenting, LATENT),
    )
    talks = _tiled_fields(talks_of(model, draws, calendar))

    def still_open(months: float) -> Array:
        rng, then = _Repeated([seed, 6, number]), replace(talks, as_of=months)
        chances = open_until(then, believed, rng, size=POINTS * LATENT)
        means: Array = chances.reshape(POINTS, LATENT).mean(axis=1)
        return means

    begin, end = _window(talks, calendar.months(each.agreed))
    happened = still_open(begin) - still_open(end)
    opening = np.maximum(still_open(talks.as_of), _LEAST)
    logs: Array = np.log(np.maximum(happened / opening, _LEAST))
    return logs


_LEAST = 1e-9


class _Repeated(np.random.Generator):
    """A generator that draws the same for each of the points: likelihoods differ by rates alone."""

    def __init__(self, seed: list[int]) -> None:
        super().__init__(np.random.PCG64(np.random.SeedSequence(seed)))

    def random(self, size: int) -> Array:  # type: ignore[override]
        return np.tile(super().random(size // POINTS), POINTS)

    def standard_normal(self, size: int) -> Array:  # type: ignore[override]
        return np.tile(super().standard_normal(size // POINTS), POINTS)


def _tiled_fields(whole: T) -> T:
    """Repeat all arrays of a dataclass for each of the points."""
    return replace(whole, **{f.name: _tiled(getattr(whole, f.name)) for f in fields(whole)})


def _tiled(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return np.tile(value, POINTS) if value.size > 1 else value
    if isinstance(value, tuple):
        parts = [_tiled(part) for part in value]
        return type(value)(*parts) if hasattr(value, "_fields") else tuple(parts)
    return value


def _window(talks: Talks, agreed: float) -> tuple[float, float]:
    """Give the window of an agreement: the last half month before an expiry, else about its date.

    No window holds both an expiry and what comes after it.
    """
    begin = max(agreed - WINDOW / 2, talks.as_of)
    expiry = talks.expiry
    if expiry is None or agreed <= talks.as_of:
        return begin, begin + WINDOW
    if expiry - WINDOW < agreed <= expiry:
        return max(expiry - WINDOW, talks.as_of), expiry
    if agreed > expiry:
        begin = max(begin, expiry)
        return begin, begin + WINDOW
    return begin, min(begin + WINDOW, expiry - 1e-6)


def posterior(rates: Rates, logs: Array) -> Priors:
    """Sum up rates by their moments, as weak beliefs with those of the rates moved.

    Parameters
    ----------
    rates : Rates
        Points with their weights.
    logs : ndarray, shape (points,)
        Log likelihood of all rounds seen at each.

    Examples
    --------
    >>> from burdenshare.backtest.timing import Rates, posterior
    >>> rates = Rates.spread(0)
    >>> waited = posterior(rates, 3 * np.log(rates.session) - 20 * rates.session)
    >>> round(waited.session_pace.mean, 2)  # (1.5 + 3) / (1.5 / 0.2 + 20)
    0.16
    """
    logs = logs + rates.log_weight
    weight = np.exp(logs - logs.max())
    weight /= weight.sum()

    def moments(values: Array) -> tuple[float, float]:
        mean = float(weight @ values)
        return mean, float(weight @ (values - mean) ** 2)

    return replace(
        WEAK,
        session_pace=_gamma(*moments(rates.session)),
        deadline_mass=_beta(*moments(rates.mass)),
        lapse_pace=_gamma(*moments(rates.lapse)),
        relenting=_gamma(*moments(rates.relenting)),
    )


def _gamma(mean: float, variance: float) -> GammaBelief:
    return GammaBelief(mean * mean / variance, mean)


def _beta(mean: float, variance: float) -> BetaBelief:
    total = max(mean * (1 - mean) / variance - 1, 0.5)
    return BetaBelief(mean * total, (1 - mean) * total)
