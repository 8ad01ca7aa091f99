"""What histories are drawn given: the course of the talks so far, and what is believed of the rest.

Times are months from the opening of the talks. Arrays have shape (n,), one number a draw, or (1,).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from burdenshare.arrays import Array
from burdenshare.errors import ProblemError

PAYEE, PAYER = 0, 1
"""Places of the sides: the payee stands where the provider does in other models."""

NEVER = np.inf
"""The date of what does not happen."""


class CaseLimits(NamedTuple):
    """Reservation values that a case gives, as payments a year."""

    least: Array
    most: Array
    outside_least: Array | None = None
    """Payment as good to the payee as an end of the undertaking."""
    outside_most: Array | None = None
    friction: tuple[Array, Array] | None = None
    """What a year of lapse costs each side, below zero for a gain. [money a year]"""


class TypeChange(NamedTuple):
    """A dated event that may bring another government to one side."""

    time: float
    """When the new government can act. [months from the opening]"""
    side: int
    chance: Array
    settlement: Array | None
    """Payment expected with it, if anybody has said. [money a year]"""


class Figures(NamedTuple):
    """What is on the table from a time on; None for a side that has named no figure."""

    time: float
    demand: Array | None
    offer: Array | None


class Refusal(NamedTuple):
    """A figure that a side would not accept."""

    time: float
    """Months from the opening of the talks."""
    side: int
    payment: Array
    insincere: float
    """Chance that a side which could accept the figure would have refused it all the same."""


class Departure(NamedTuple):
    """An end of the undertaking, in part or in whole, while there is no agreement."""

    chance: Array
    """Chance that it comes about in a year without agreement."""
    ends: bool
    """Whether nothing is left to bargain over."""


@dataclass(frozen=True, slots=True)
class Talks:
    """What is known of the course of the talks; times in months from their opening."""

    as_of: float
    horizon: float = 36.0
    """Months after `as_of` up to which histories run."""
    expiry: float | None = None
    """When the present agreement ends; before it disagreement costs nothing."""
    deadlines: tuple[float, ...] = ()
    changes: tuple[TypeChange, ...] = ()
    figures: tuple[Figures, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    departures: tuple[Departure, ...] = ()
    rests_until: float = 0.0
    """Until when talks rest after a walkout."""

    def __post_init__(self) -> None:
        """Refuse talks that end before they begin."""
        if not 0 <= self.as_of < NEVER:
            raise ProblemError(f"as_of: {self.as_of:g} months is not a time since the opening")
        if not 0 < self.horizon < NEVER:
            raise ProblemError(f"horizon: at least some months are needed, got {self.horizon:g}")


@dataclass(frozen=True, slots=True)
class Beliefs:
    """What is believed of quantities that nobody observes, draw by draw; shapes (n,) or (1,)."""

    present: Array
    """What is paid now. [money a year]"""
    growth: Array
    """Log of the settlement over the present payment, as past rounds predict it."""
    later_growth: Array
    """The same for another government; drawn independently."""
    friction: tuple[Array, Array]
    """What a year of lapse costs each side. [present payments]"""
    typical_friction: float
    """What it costs a side on average over all talks. [present payments]"""
    impatience: tuple[Array, Array]
    """Rate at which each side discounts. [a year]"""
    obstinacy: tuple[Array, Array]
    """Chance that each side never gives in while its government lasts."""
    power: Array
    """Bargaining power of the payee."""
    by_expiry: Array
    """Chance that talks which are open on the day of the expiry, and can succeed, do so on it."""
    early_pace: Array
    """Rate at which talks end in agreement before the expiry, or where there is none. [a month]"""
    pace: Array
    """Rate at which talks past the expiry end in agreement if each side claims `PACED_CLAIM`.
    [a month]"""
    gap_conceded: Array
    """Part of the gap from offer to demand that the settlement covers."""
    anchor: Array
    """Growth of the log settlement for one unit of log demand."""
    noise: Array
    """Standard deviation of the log settlement about what the model says."""
    positions_weight: float
    """Chance that known figures rather than limits decide the terms."""
    bounded: float
    """Chance that the settlement stays between known figures."""
    case_weight: float
    """Chance that the case's own reservation values hold, if it gives them."""
    walkouts: Array
    """Rate at which a side leaves the room for good show. [a month]"""
    limits: CaseLimits | None = None
    ceiling: Array | None = None
    """Most that is announced to pass at the payer's home; the bias of such is in `ceiling_bias`."""
    floor: Array | None = None
    """Least that is announced to pass at the payee's home."""
    ceiling_bias: Array | None = None
    """Log of what passes over what is announced."""
    room: float = 0.0
    """Log of the most that negotiators dare to sign over what is announced."""
    relenting: Array = field(default_factory=lambda: np.zeros(1))
    """Rate at which a lapse ends in agreement where the sides could not meet. [a month]"""
