"""What past rounds alone say of a round: growth, pulled and bounded by the sides' figures; timing.

Notation. g is the log of the first payment under new terms over the present one, G the growth that
the record of rounds predicts, [L, U] the gap between the sides' last figures (`Standing.gap`), f
the part of it that is conceded. With the weight w of figures,

    g = L + f (U - L)     with chance w c, if the payee has named a figure
    g = G                 else, held between the last figures with chance b

and a rounding error. A figure says less the further it lies from what such rounds come to: of a gap
as wide as `FAR` scales of the record, half the weight is left, c = 1 / (1 + ((U - L) / FAR s)^2).

Agreement comes at a rate a month while the end of the present terms is further than `DEADLINE`
away; then, with the mass that a deadline draws, by that end; else at another rate after it.
Everything that is not known of a round is drawn from `Priors`.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from burdenshare.analysis.standing import Standing
from burdenshare.arrays import Array
from burdenshare.facts.priors import (
    BetaBelief,
    GammaBelief,
    Priors,
    gap_conceded_for,
    growth_for,
    positions_weight_for,
)

DEADLINE = 0.5
"""Months before the end of the present terms within which the deadline draws an agreement."""
ROUNDING = 0.01
"""Standard deviation of g for figures that are known to about one per cent."""
FAR = 20.0
"""Width of a gap, in scales of the record of growth, that halves the weight of figures."""


class Components(NamedTuple):
    """Draws of g by the two ways in which it is had, before they are mixed."""

    record: Array
    figures: Array | None
    """None if the payee has named no figure, or one that leaves no gap."""
    weight: Array
    """Weight of the figures, draw by draw, before what their distance takes from it."""
    credit: float
    """Part of the weight that the width of the gap leaves, 0 to 1."""


def components(
    standing: Standing, priors: Priors, rng: np.random.Generator, draws: int
) -> Components:
    """Draw the growth of a round both ways, from the record and from the figures.

    Parameters
    ----------
    standing : Standing
        Where the round stands.
    priors : Priors
        What past rounds taught by then.
    rng : Generator
        Draws everything, always in the same order.
    draws : int
        How many draws.
    """
    belief = growth_for(priors, standing.kind, standing.payer, standing.payee)
    record = belief.centre + belief.scale * rng.standard_t(belief.freedom, draws)
    holds = rng.random(draws) < _beta(priors.bounded, rng, draws)
    record = np.where(holds, np.clip(record, *standing.bounds), record)
    part = _beta(gap_conceded_for(priors, standing.kind), rng, draws)
    weight = _beta(positions_weight_for(priors, standing.kind), rng, draws)
    gap = standing.gap
    if gap is None or gap[0] == gap[1]:
        return Components(record, None, weight, 0.0)
    figures = gap[0] + part * (gap[1] - gap[0])
    return Components(record, figures, weight, credit(standing, priors))


def credit(standing: Standing, priors: Priors) -> float:
    """Give the part of the weight of figures that the width of their gap leaves, 0 to 1.

    Examples
    --------
    >>> from datetime import date
    >>> from burdenshare.facts.priors import WEAK
    >>> now = Standing("support", "KOR", "USA", date(2019, 11, 19), FAR * 0.12, None, None)
    >>> credit(now, WEAK)
    0.5
    """
    gap = standing.gap
    if gap is None:
        return 0.0
    scale = growth_for(priors, standing.kind, standing.payer, standing.payee).scale
    return 1 / (1 + ((gap[1] - gap[0]) / (FAR * scale)) ** 2)


def growth_draws(standing: Standing, priors: Priors, rng: np.random.Generator, draws: int) -> Array:
    """Draw the log of the first payment under new terms over the present one, shape (draws,)."""
    record, figures, weight, part = components(standing, priors, rng, draws)
    chosen, noise = rng.random(draws) < part * weight, ROUNDING * rng.standard_normal(draws)
    growth: Array = (record if figures is None else np.where(chosen, figures, record)) + noise
    return growth


def month_draws(standing: Standing, priors: Priors, rng: np.random.Generator, draws: int) -> Array:
    """Draw the months from the date of a round's standing to the agreement, shape (draws,)."""
    early = rng.standard_exponential(draws) / _gamma(priors.early_hazard, rng, draws)
    late = rng.standard_exponential(draws) / _gamma(priors.late_hazard, rng, draws)
    by_expiry = rng.random(draws) < _beta(priors.by_expiry, rng, draws)
    within = rng.random(draws)
    left = standing.months_left
    if left is None:
        return early
    if left <= 0:
        return late
    window = min(DEADLINE, left)
    at_deadline = np.where(by_expiry, left - window * within, left + late)
    months: Array = np.where(early < left - window, early, at_deadline)
    return months


def _beta(belief: BetaBelief, rng: np.random.Generator, draws: int) -> Array:
    return rng.beta(belief.a, belief.b, draws)


def _gamma(belief: GammaBelief, rng: np.random.Generator, draws: int) -> Array:
    return rng.gamma(belief.shape, belief.mean / belief.shape, draws)
