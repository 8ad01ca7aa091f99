"""What past rounds taught about parameters that no analyst can know, as of a date.

A `Priors` holds predictive distributions: how payments grow from one round to the next, how much of
a gap is conceded, how long past the expiry talks go on, how far stated ceilings are passed. The
weak ones, which rest on judgement, hold where no round had been settled; `priors_as_of` gives those
that were fitted on rounds settled before a day. The file of fitted ones, ``data/priors.json``, is
written by the backtest, never by hand.

Notation. The growth of a round is the log of the first payment under new terms over the present
one. The gap of a round goes from the payer's last figure, or from the present payment where none is
known (or from the payee's figure if that is lower), up to the payee's last figure, in logs.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from burdenshare.facts.fitted_files import FittedFile

DATA = Path(__file__).parent / "data" / "priors.json"
FILE = FittedFile("fitted beliefs", 1, "burdenshare backtest --write-priors")


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
    fitted: tuple[str, ...] = ()
    """Names of the beliefs that those rounds moved; all others are the weak ones still."""
    growth: Mapping[str, StudentT] = field(
        default_factory=lambda: {"": StudentT(0.05, 0.12, 4.0), "rent": StudentT(0.2, 0.6, 4.0)}
    )
    """Growth as predicted for a new round: by ``kind/PAYER-PAYEE``, by ``kind``, and ``""`` for
    any; the most specific there is serves. A rent has no budget line or index behind it, and a
    host that can end it may ask a multiple; its weak belief is wider for that reason."""
    gap_conceded: BetaBelief = BetaBelief(2.0, 4.0)
    """Part of the gap that the settlement covers, in logs."""
    gap_conceded_by_kind: Mapping[str, BetaBelief] = field(default_factory=dict)
    """The same for kinds of dispute of which a round has been seen."""
    positions_weight: BetaBelief = BetaBelief(2.0, 2.0)
    """Weight of the sides' figures, where the payee's is known, against the record of growth."""
    positions_weight_by_kind: Mapping[str, BetaBelief] = field(default_factory=dict)
    """The same for kinds of dispute of which a round has been seen."""
    bounded: BetaBelief = BetaBelief(9.0, 1.0)
    """Chance that a settlement stays between the sides' last figures, as far as they are known."""
    case_weight: BetaBelief = BetaBelief(2.0, 2.0)
    """Weight of reservation values that a case gives for itself against the record of growth."""
    anchor: BetaBelief = BetaBelief(1.0, 19.0)
    """Growth of the log settlement for one unit of log demand over the present payment."""
    ceiling_bias: NormalBelief = NormalBelief(0.03, 0.03)
    """Log of what a body at home accepts over the ceiling that was announced for it."""
    by_expiry: BetaBelief = BetaBelief(2.0, 2.0)
    """Chance that talks which can succeed do so by the expiry: the mass that a deadline draws."""
    early_hazard: GammaBelief = GammaBelief(1.5, 0.2)
    """Rate at which talks end in agreement while the expiry is far. [a month]"""
    late_hazard: GammaBelief = GammaBelief(1.5, 0.3)
    """Rate at which talks past the expiry end in agreement. [a month]
    This one and the two before it are those of the record alone; the next four are of histories."""
    session_pace: GammaBelief = GammaBelief(1.5, 0.2)
    """Rate at which sessions before the expiry end in agreement in a history. [a month]"""
    deadline_mass: BetaBelief = BetaBelief(2.0, 2.0)
    """Chance that an expiry brings about the agreement of sides that can meet, in a history."""
    lapse_pace: GammaBelief = GammaBelief(1.5, 0.3)
    """Rate at which talks past the expiry end in a history, if each side claims 3/4. [a month]"""
    relenting: GammaBelief = GammaBelief(2.0, 0.08)
    """Rate at which what keeps sides from meeting gives way in a lapse. [a month]"""
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
    return WEAK.growth.get(kind, WEAK.growth[""])


def gap_conceded_for(priors: Priors, kind: str) -> BetaBelief:
    """Give the belief about the part of the gap conceded that serves a kind of dispute.

    Examples
    --------
    >>> gap_conceded_for(WEAK, "share")
    BetaBelief(a=2.0, b=4.0)
    """
    return priors.gap_conceded_by_kind.get(kind, priors.gap_conceded)


def positions_weight_for(priors: Priors, kind: str) -> BetaBelief:
    """Give the belief about the weight of the sides' figures that serves a kind of dispute.

    Examples
    --------
    >>> positions_weight_for(WEAK, "rent")
    BetaBelief(a=2.0, b=2.0)
    """
    return priors.positions_weight_by_kind.get(kind, priors.positions_weight)


# --- the file of fitted beliefs ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Fitted:
    """Beliefs that serve on days after the last of their rounds was settled."""

    after: date
    priors: Priors


def priors_as_of(day: date) -> Priors:
    """Give what rounds settled before a day taught; the weak beliefs if there were none.

    Parameters
    ----------
    day : date
        The day of a forecast. A round settled on that very day is not yet seen.

    Examples
    --------
    >>> priors_as_of(date(1960, 1, 1)) is WEAK
    True
    >>> "us-rok-2018" in priors_as_of(date(2019, 11, 19)).rounds
    True
    >>> "nato-common-funding-2019" in priors_as_of(date(2019, 11, 19)).rounds
    False
    """
    return latest(_shipped(), day)


def latest(fits: Sequence[Fitted], day: date) -> Priors:
    """Give the last beliefs of a list in order of date that a day may see."""
    seen = [fit for fit in fits if fit.after < day]
    return seen[-1].priors if seen else WEAK


@cache
def _shipped() -> tuple[Fitted, ...]:
    return read_priors(DATA.read_text(encoding="utf-8"))


def read_priors(text: str) -> tuple[Fitted, ...]:
    """Read a file of fitted beliefs.

    Raises
    ------
    FactError
        If it is not such a file, or of another version.
    """
    return FILE.read(text, _fits)


def priors_text(fits: Sequence[Fitted]) -> str:
    """Write fitted beliefs as the text of a file, to six significant digits."""
    return FILE.text(fits=[{"after": fit.after, **_parts(fit.priors)} for fit in fits])


def _parts(priors: Priors) -> dict[str, Any]:
    return {entry.name: getattr(priors, entry.name) for entry in dataclasses.fields(priors)}


def _fits(written: dict[str, Any]) -> tuple[Fitted, ...]:
    fits = (Fitted(date.fromisoformat(e.pop("after")), _priors(e)) for e in written["fits"])
    return tuple(sorted(fits, key=lambda fit: fit.after))


def _priors(written: dict[str, Any]) -> Priors:
    read: dict[str, Any] = {}
    for name, value in written.items():
        kind = _BELIEFS.get(name)
        if kind is None:
            read[name] = tuple(value)
        elif name in _BY_KEY:
            read[name] = {key: kind(**item) for key, item in value.items()}
        else:
            read[name] = kind(**value)
    return Priors(**read)


_BY_KEY = ("growth", "gap_conceded_by_kind", "positions_weight_by_kind")
_BELIEFS: Mapping[str, type] = {
    "growth": StudentT,
    "gap_conceded_by_kind": BetaBelief,
    "positions_weight_by_kind": BetaBelief,
} | {
    entry.name: type(getattr(WEAK, entry.name))
    for entry in dataclasses.fields(Priors)
    if entry.name not in (*_BY_KEY, "rounds", "fitted")
}
