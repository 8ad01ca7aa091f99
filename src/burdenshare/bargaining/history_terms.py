"""What the sides of one negotiation would settle on: limits, figures, and consent at home.

Object. `t_min` and `t_max` are the limits of payee and payer, `a` the payee's power, `f_P` and
`f_H` what a year of lapse costs each side. In a draw that follows the record of past rounds the
settlement `c = t_0 e^g` is predicted, and frictions make the zone about it,

    t_min = c - a (f_P + f_H),    t_max = c + (1 - a) (f_P + f_H),

so that the Nash payment is `c`. In a draw that follows the case the limits are its own. Once the
payee has named a figure `d`, a part of the draws settles by figures instead, on `o (d / o)^k`: `o`
is the payer's figure, or the present payment, and `k` the part of the gap that is conceded. Who
gives in moves the terms by the part `YIELD` of what the other claims beyond half of the surplus.

Arrays have shape (n,), one number a draw. An unknown demand is plus infinity, an unknown offer
minus infinity; nobody ever compares the two.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from burdenshare.arrays import Array, Flags
from burdenshare.bargaining.history_premises import (
    PAYEE,
    PAYER,
    Beliefs,
    CaseLimits,
    Figures,
    TypeChange,
)

YIELD = 0.25
"""Part of the other's claim beyond half of the surplus that who gives in grants."""

USUAL_CLAIM = 0.6
"""Share of the surplus that a side is taken to claim while its figure is not known."""

CLAIMS = (0.55, 0.95)
"""Claims below and above these are moved to them: nobody asks for less than half, and a figure
beyond the other's limit counts as one near it."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What each draw would settle on now; arrays of shape (n,)."""

    least: Array
    most: Array
    target: Array
    """The settlement that limits and power give."""
    demand: Array
    offer: Array
    by_figures: Flags
    """Whether known figures decide the terms."""
    bounded: Flags
    """Whether the settlement stays between known figures."""
    follows_case: Flags
    """Whether the limits are those of the case, which no settlement passes."""
    gap: Array
    power: Array
    width: Array
    """Sum of the frictions, the width of a zone that follows the record. [money a year]"""
    present: Array
    cap: Array
    """The most that negotiators dare to sign; infinite if no body at home is known."""
    cost: tuple[Array, Array]
    """What a year of lapse costs each side, over what it costs both on average."""
    outside_least: Array
    outside_most: Array
    noise: Array
    """Factor of what no model explains."""

    def taken(self, places: NDArray[np.int64]) -> Self:
        """Give the terms of some draws."""
        kept: dict[str, Any] = {}
        for each in fields(self):
            values = getattr(self, each.name)
            is_pair = isinstance(values, tuple)
            kept[each.name] = tuple(v[places] for v in values) if is_pair else values[places]
        return replace(self, **kept)

    @property
    def exists(self) -> Flags:
        """Whether some payment suits both sides, and passes."""
        return np.asarray(self.least <= np.minimum(self.most, self.cap))

    def claims(self) -> tuple[Array, Array]:
        """Give the share of the surplus that each side claims."""
        # A surplus of next to nothing is all claimed by any figure that is off it.
        small = 1e-9 * (np.abs(self.present) + np.abs(self.least)) + 1e-100
        surplus = np.maximum(self.most - self.least, small)
        return (
            _claim(self.demand, self.least, surplus, 1.0),
            _claim(self.offer, self.most, surplus, -1.0),
        )

    def settled(self) -> Array:
        """Give the payment that both would sign if neither had to give in."""
        known = self.by_figures & np.isfinite(self.demand)
        if not known.any():
            return self.target
        demand = np.where(known, self.demand, self.present)
        offer = np.where(known & np.isfinite(self.offer), self.offer, self.present)
        offer = np.where(np.isfinite(self.offer), offer, np.minimum(offer, demand))
        in_logs = (offer > 0) & (demand > 0)
        ratio = np.where(in_logs, demand, 1.0) / np.where(in_logs, offer, 1.0)
        between = np.where(in_logs, offer * ratio**self.gap, offer + self.gap * (demand - offer))
        return np.where(known, between, self.target)

    def within(self, payment: Array) -> Array:
        """Move payments to within the limits of the case, and between known figures."""
        low = np.where(self.follows_case, self.least, -np.inf)
        high = np.where(self.follows_case, np.maximum(self.most, self.least), np.inf)
        payment = np.minimum(np.maximum(payment, low), high)
        low = np.where(self.bounded, np.minimum(self.offer, self.demand), -np.inf)
        high = np.where(self.bounded, np.maximum(self.offer, self.demand), np.inf)
        return np.minimum(np.maximum(payment, low), high)


def _claim(figure: Array, limit: Array, surplus: Array, sign: float) -> Array:
    """Give the share of the surplus that a figure leaves its side; the usual one if unknown."""
    known = np.isfinite(figure)
    if not known.any():
        return np.full(figure.shape, USUAL_CLAIM)
    share = sign * (np.where(known, figure, limit) - limit) / surplus
    share = np.minimum(np.maximum(share, CLAIMS[0]), CLAIMS[1])
    return share if known.all() else np.where(known, share, USUAL_CLAIM)


def first_terms(
    beliefs: Beliefs,
    rng: np.random.Generator,
    size: int,
    off: frozenset[str],
    demand: Array | None,
) -> Terms:
    """Give the terms at the opening of the talks.

    `demand` is the payee's last one as known today, for the anchor.
    """

    def full(values: Array) -> Array:
        return np.broadcast_to(values, (size,))

    present = full(beliefs.present)
    growth = np.zeros(size) if "record" in off else full(beliefs.growth)
    if demand is not None and "anchor" not in off:
        multiple = np.maximum(demand / np.maximum(present, 1e-300), 1.0)
        growth = growth + beliefs.anchor * np.log(multiple)
    settlement = present * np.exp(growth)
    width = (beliefs.friction[PAYEE] + beliefs.friction[PAYER]) * present
    power = full(beliefs.power)
    least, most = settlement - power * width, settlement + (1 - power) * width
    usual = 2 * max(beliefs.typical_friction, 1e-300)
    cost = (full(beliefs.friction[PAYEE] / usual), full(beliefs.friction[PAYER] / usual))
    outside = np.full(size, -np.inf), np.full(size, np.inf)
    limits = None if "case-limits" in off else beliefs.limits
    follows_case = rng.random(size) < (1.0 if "record" in off else beliefs.case_weight)
    if limits is not None:
        least = np.where(follows_case, limits.least, least)
        most = np.where(follows_case, limits.most, most)
        settlement = np.where(follows_case, least + power * (most - least), settlement)
        outside = _outside(limits, follows_case, outside)
        if limits.friction is not None:
            # Where nothing is paid now, the most that may be paid stands in for its size.
            size_of = np.where(present > 0, present, np.maximum(np.abs(limits.most), 1.0))
            scale = usual * size_of
            cost = (
                np.where(follows_case, np.maximum(limits.friction[PAYEE], 0) / scale, cost[PAYEE]),
                np.where(follows_case, np.maximum(limits.friction[PAYER], 0) / scale, cost[PAYER]),
            )
    spread = rng.standard_normal(size) * beliefs.noise
    return Terms(
        least=least,
        most=most,
        target=settlement,
        demand=np.full(size, np.inf),
        offer=np.full(size, -np.inf),
        by_figures=rng.random(size) < beliefs.positions_weight,
        bounded=rng.random(size) < beliefs.bounded,
        follows_case=follows_case if limits is not None else np.zeros(size, dtype=bool),
        gap=full(beliefs.gap_conceded),
        power=power,
        width=full(width),
        present=present,
        cap=_dared(beliefs, size, off),
        cost=cost,
        outside_least=outside[0],
        outside_most=outside[1],
        noise=np.ones(size) if "noise" in off else np.exp(spread),
    )


def _outside(
    limits: CaseLimits, follows_case: Flags, none: tuple[Array, Array]
) -> tuple[Array, Array]:
    """Outside options hold in draws that follow the case."""
    least, most = limits.outside_least, limits.outside_most
    return (
        none[0] if least is None else np.where(follows_case, least, none[0]),
        none[1] if most is None else np.where(follows_case, most, none[1]),
    )


def _dared(beliefs: Beliefs, size: int, off: frozenset[str]) -> Array:
    if beliefs.ceiling is None or "ratification" in off:
        return np.full(size, np.inf)
    return np.broadcast_to(beliefs.ceiling * np.exp(beliefs.room), (size,))


def with_figures(terms: Terms, figures: Figures, source: NDArray[np.int64]) -> Terms:
    """Give the terms once a figure is on the table."""
    demand, offer = terms.demand, terms.offer
    if figures.demand is not None:
        demand = _of(figures.demand, source)
    if figures.offer is not None:
        offer = _of(figures.offer, source)
    return replace(terms, demand=demand, offer=offer)


def _of(values: Array, source: NDArray[np.int64]) -> Array:
    """Give values of the draws that histories are made from."""
    return np.broadcast_to(values if values.size == 1 else values[source], source.shape)


def changed_terms(
    terms: Terms,
    changed: Flags,
    change: TypeChange,
    beliefs: Beliefs,
    source: NDArray[np.int64],
    off: frozenset[str],
) -> Terms:
    """Give the terms where a new government has come in: its figures are open, its aims its own."""
    if change.settlement is not None:
        settlement = _of(change.settlement, source)
    elif "record" in off:
        settlement = terms.present
    else:
        settlement = terms.present * np.exp(_of(beliefs.later_growth, source))
    usual = 2 * max(beliefs.typical_friction, 1e-300)
    cost = [
        np.where(changed, _of(beliefs.friction[side], source) / usual, terms.cost[side])
        for side in (PAYEE, PAYER)
    ]
    power, width = terms.power, terms.width
    return replace(
        terms,
        target=np.where(changed, settlement, terms.target),
        least=np.where(changed, settlement - power * width, terms.least),
        most=np.where(changed, settlement + (1 - power) * width, terms.most),
        demand=np.where(changed, np.inf, terms.demand) if change.side == PAYEE else terms.demand,
        offer=np.where(changed, -np.inf, terms.offer) if change.side == PAYER else terms.offer,
        by_figures=terms.by_figures & ~changed,
        follows_case=terms.follows_case & ~changed,
        cost=(cost[PAYEE], cost[PAYER]),
        outside_least=np.where(changed, -np.inf, terms.outside_least),
        outside_most=np.where(changed, np.inf, terms.outside_most),
    )


def payment_agreed(terms: Terms, way: NDArray[np.int8], demanded: Array) -> Array:
    """Give what the sides sign, by how they come to agree.

    `way` holds numbers of `history.Way`: 1 the payee gives in, 2 the payer does, 3 the payer
    accepts the demand of a session, which is `demanded`, 4 both meet at a deadline, 5 what kept
    them from meeting has given way.
    """
    claims = terms.claims()
    surplus = terms.most - terms.least
    settled = terms.settled()
    less = -(claims[PAYER] - 0.5) * surplus
    more = (claims[PAYEE] - 0.5) * surplus
    moved = np.where(way == 1, less, np.where(way == 2, more, demanded - settled))
    payment = np.where(way >= 4, settled, settled + YIELD * moved)
    return np.minimum(terms.within(payment * terms.noise), terms.cap)


class AtHome(NamedTuple):
    """What those at home say to an agreement."""

    accepted: Flags
    best: Array
    """What the sides sign instead once they know what passes. [money a year]"""


def asked_at_home(payment: Array, beliefs: Beliefs, source: NDArray[np.int64]) -> AtHome:
    """Say whether an agreement passes at home.

    The payer's ceiling passes by more or less than was announced; a payee's floor is known.
    """
    ceiling, bias = beliefs.ceiling, beliefs.ceiling_bias
    passes = np.full(payment.shape, np.inf)
    if ceiling is not None:
        passes = _of(ceiling, source) * (1.0 if bias is None else np.exp(_of(bias, source)))
    floor = np.full(1, -np.inf) if beliefs.floor is None else _of(beliefs.floor, source)
    accepted = (payment <= passes) & (payment >= floor)
    return AtHome(accepted, np.maximum(np.minimum(payment, passes), floor))
