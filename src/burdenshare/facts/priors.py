"""What past rounds taught about parameters that no analyst can know, as of a date.

A `Priors` holds predictive distributions: how payments grow from one round to the next, how much of
a gap is conceded, how long past the expiry talks go on, how far stated ceilings are passed. The
weak ones, which rest on judgement, hold where no round had been settled; `priors_as_of` gives those
that were fitted on rounds settled before a day. The file of fitted ones is written by the backtest,
never by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class StudentT:
    """A location-scale t distribution. [unit of its centre]"""

    centre: float
    scale: float
    freedom: float


@dataclass(frozen=True, slots=True)
class BetaBelief:
    """A Beta distribution on 0 to 1."""

    a: float
    b: float


@dataclass(frozen=True, slots=True)
class GammaBelief:
    """A Gamma distribution by its shape and mean. [unit of the mean]"""

    shape: float
    mean: float


@dataclass(frozen=True, slots=True)
class NormalBelief:
    """A normal distribution. [unit of its mean]"""

    mean: float
    sd: float


@dataclass(frozen=True, slots=True)
class Priors:
    """Beliefs about hyperparameters, fitted on the rounds named, or weak where there were none."""

    rounds: tuple[str, ...] = ()
    """Slugs of the rounds that they were fitted on; none for the weak ones."""
    growth: Mapping[str, StudentT] = field(default_factory=lambda: {"": StudentT(0.05, 0.12, 4.0)})
    """Log of first payment under new terms over the present one, as predicted for a new round: by
    ``kind/PAYER-PAYEE``, by ``kind``, and ``""`` for any; the most specific there is serves."""
    gap_conceded: BetaBelief = BetaBelief(2.0, 4.0)
    """Part of the gap from the payer's last figure to the payee's that the settlement covers."""
    positions_weight: BetaBelief = BetaBelief(2.0, 2.0)
    """Weight of the two sides' figures, where both are known, against the record of growth."""
    case_weight: BetaBelief = BetaBelief(2.0, 2.0)
    """Weight of reservation values that a case gives for itself against the record of growth."""
    anchor: BetaBelief = BetaBelief(1.0, 19.0)
    """Growth of the log settlement for one unit of log demand over the present payment."""
    ceiling_bias: NormalBelief = NormalBelief(0.03, 0.03)
    """Log of what a body at home accepts over the ceiling that was announced for it."""
    by_expiry: BetaBelief = BetaBelief(2.0, 2.0)
    """Chance that talks which can succeed do so by the expiry: the mass that a deadline draws."""
    late_hazard: GammaBelief = GammaBelief(1.5, 0.3)
    """Rate at which talks past the expiry end in agreement. [a month]"""
    obstinacy: BetaBelief = BetaBelief(1.0, 6.0)
    """Chance that a side never moves from its figure while its government lasts."""
    friction: GammaBelief = GammaBelief(2.0, 0.15)
    """What a year of lapse costs a side. [present payments]"""
    noise: GammaBelief = GammaBelief(4.0, 0.04)
    """Standard deviation of the log settlement about what the model says."""


WEAK = Priors()
"""Beliefs before any round: judgements, wide on purpose."""


def growth_for(priors: Priors, kind: str, payer: str, payee: str) -> StudentT:
    """Give the most specific belief about growth that there is for a round.

    Examples
    --------
    >>> growth_for(WEAK, "support", "KOR", "USA").centre
    0.05
    """
    for key in (f"{kind}/{payer}-{payee}", kind, ""):
        if key in priors.growth:
            return priors.growth[key]
    return WEAK.growth[""]
