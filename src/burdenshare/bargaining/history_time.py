"""When the sides of one negotiation come to agree: segments of time, and hazards in them.

Object. The time of the talks is cut into segments in which every rate is constant. Before the
expiry `T` agreement comes in sessions. The payee's demand falls along a line from the most that a
payer may accept, `h`, to its best single demand `max(l, (h + t_min) / 2)`, where `l` and `h` are
the 5% and 95% quantiles of the payer's limit over all draws. It passes a payer's own limit after
the part `y` of the time, and from then on the rate is `e / (1 - mean of y)`, so that the record's
rate `e` holds on average. The expiry itself is an atom of `B = -ln(1 - b)`, with `b` the chance
that talks which are open on that day, and can succeed, do so; another deadline has a part of it.

In the war of attrition side `i` claims the share `a_i` of the surplus, `D = a_1 + a_2 - 1`, and a
year costs side `j` its impatience on what it would get, `r_j (1 - a_i)`, and in a lapse its
friction `phi_j`, as a share of what frictions come to on average. It is kept waiting at no loss if

    l_i = pace ((r_j (1 - a_i) + phi_j) / D) / R,

`R` being the sum of both for usual frictions and claims of `PACED_CLAIM` each, which is about what
figures come to where they are known; the two rates then add up to the pace. A side that is
obstinate with probability `z` holds out past the time at which its cumulative hazard is `L` with
probability `e^-L`; who is not obstinate gives in by `e^-L = z`. After a change of government the
chance that a side gives in at once, `1 - z_i e^(l_i T)`, is spread over the `SETTLING` months in
which a new government finds its feet; where surely neither is obstinate neither is the weaker, and
nobody gives in at once. At the first deadline it is not added, since the record's share `b` holds
it already.

In a lapse sides that cannot meet, because obstinate figures do not suit the other or consent at
home is short, agree at a rate all the same: governments and circumstances change that no calendar
names, so no type lasts for ever (Ekmekci, Gossner & Wilson 2012). Limits that a case itself gives,
and that leave no zone, stay.

Whoever would rather leave for good than grant what the other claims makes the other's obstinacy
pointless: who is not obstinate then gives in at the pace of past rounds, who is will be left.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from burdenshare.arrays import Array, Flags
from burdenshare.bargaining.history_premises import PAYEE, PAYER, Beliefs, Figures, Refusal, Talks
from burdenshare.bargaining.history_terms import Terms

SETTLING = 3.0
"""Months over which giving in at once to a new government, or by one, is spread."""

PACED_CLAIM = 0.75
"""Share of the surplus that each side claims in the talks whose rate of agreement is the pace."""

LESSER_DEADLINE = 0.5
"""Part of the pull of an expiry that another deadline has."""

TINY = 1e-300


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of time in which nothing dated happens but at its ends; months."""

    start: float
    end: float
    figures: tuple[Figures, ...]
    refusals: tuple[Refusal, ...]
    changes: tuple[int, ...]
    """Places of the type changes that come about at its start."""
    pull: float
    """Part of the mass of an expiry that falls on its end."""
    rests: bool
    costs: bool
    """Whether disagreement costs friction."""


def segments(
    talks: Talks, start: float, stop: float, off: frozenset[str], *, first: bool
) -> Iterator[Segment]:
    """Cut a stretch of time, open at its start and closed at its end, where something is dated.

    The first stretch of all holds what is dated to the opening, or to before it.
    """
    changes = () if "elections" in off else talks.changes
    ahead = [(k, c) for k, c in enumerate(changes) if c.time <= stop and (first or c.time > start)]
    figures = [f for f in talks.figures if f.time <= stop and (first or f.time > start)]
    refusals = [r for r in talks.refusals if r.time <= stop and (first or r.time > start)]
    pulls = _pulls(talks, off)
    dated = [*(f.time for f in figures), *(r.time for r in refusals)]
    cuts = {start, stop, *(max(time, start) for time in dated)}
    # A government that came in before the start may still be settling.
    for change in changes:
        cuts |= {max(change.time, start), change.time + SETTLING}
    cuts |= {*pulls, talks.rests_until, talks.expiry if talks.expiry is not None else start}
    edges = sorted(cut for cut in cuts if start <= cut <= stop)
    # What is dated to the very end still happens: it has a segment without length.
    for begin, end in itertools.pairwise([*edges, stop]):
        here = _Here(begin, is_first=begin == start)
        expired = talks.expiry is None or begin >= talks.expiry
        yield Segment(
            start=begin,
            end=end,
            figures=tuple(f for f in figures if here.holds(f.time)),
            refusals=tuple(r for r in refusals if here.holds(r.time)),
            changes=tuple(k for k, change in ahead if here.holds(change.time)),
            pull=pulls.get(end, 0.0) if end > begin else 0.0,
            rests=begin < talks.rests_until,
            costs=expired and "lapse" not in off,
        )


@dataclass(frozen=True, slots=True)
class _Here:
    """The beginning of a segment, which holds all that is dated to it."""

    begin: float
    is_first: bool

    def holds(self, time: float) -> bool:
        return time == self.begin or (self.is_first and time < self.begin)


def main_deadline(talks: Talks) -> float | None:
    """Give the time of the expiry, if it came after the opening."""
    return talks.expiry if talks.expiry is not None and talks.expiry > 0 else None


def _pulls(talks: Talks, off: frozenset[str]) -> dict[float, float]:
    """Part of `B` that falls on each deadline."""
    if "deadline" in off:
        return {}
    pulls = {time: LESSER_DEADLINE for time in talks.deadlines if time > 0}
    main = main_deadline(talks)
    return pulls if main is None else {**pulls, main: 1.0}


class Clock:
    """The hazards of all draws, moved from segment to segment."""

    def __init__(self, off: frozenset[str], rng: np.random.Generator, size: int) -> None:
        """Begin with nothing known of who holds out; `at_opening` fills in the rest."""
        self.off, self.rng, self.size = off, rng, size
        self.fresh = np.zeros(size, dtype=bool)
        self.boost = [np.zeros(size), np.zeros(size)]
        self.boost_until = np.full(size, -np.inf)
        self.worn = [np.zeros(size), np.zeros(size)]
        self.ahead = False
        self.view: _View | None = None

    @classmethod
    def at_opening(
        cls,
        talks: Talks,
        beliefs: Beliefs,
        terms: Terms,
        rng: np.random.Generator,
        off: frozenset[str],
    ) -> Clock:
        """Set the clock at the opening of the talks."""
        size = terms.least.size
        clock = cls(off, rng, size)

        def full(values: Array) -> Array:
            return np.broadcast_to(values, (size,))

        obstinacy = (np.zeros(1),) * 2 if "attrition" in off else beliefs.obstinacy
        clock.prior = (full(obstinacy[PAYEE]), full(obstinacy[PAYER]))
        clock.stubborn = [rng.random(size) < z for z in clock.prior]
        clock.z = [*clock.prior]
        clock.pace = full(beliefs.early_pace if talks.expiry is None else beliefs.pace)
        clock.early = full(beliefs.early_pace)
        clock.relenting = full(beliefs.relenting)
        clock.impatience = (full(beliefs.impatience[PAYEE]), full(beliefs.impatience[PAYER]))
        clock.needed = full(-np.log1p(-np.minimum(beliefs.by_expiry, 1 - 1e-12)))
        clock.main = main_deadline(talks)
        clock._plan_sessions(terms)
        clock.as_of = talks.as_of
        return clock

    prior: tuple[Array, Array]
    stubborn: list[Flags]
    z: list[Array]
    pace: Array
    early: Array
    relenting: Array
    impatience: tuple[Array, Array]
    needed: Array
    main: float | None
    as_of: float
    high: float
    last_demand: Array
    crossing: Array
    bears: list[Array]
    patience: Array
    walked_away: Array

    def _plan_sessions(self, terms: Terms) -> None:
        """Lay out how the demand falls, and when it passes each payer's limit."""
        low, self.high = _ends(terms.most)
        self.last_demand = np.maximum(low, (self.high + terms.least) / 2)
        fall = self.high - self.last_demand
        place = (self.high - terms.most) / np.where(fall > 0, fall, 1.0)
        place = np.where(fall > 0, np.minimum(np.maximum(place, 0.0), 1.0), 0.0)
        self.crossing = place * (self.main or 0.0)
        self.early = self.early / max(1.0 - float(place.mean()), LATEST)

    def demanded(self, when: Array, terms: Terms, places: NDArray[np.int64]) -> Array:
        """Give the payee's demand in a session, as far as it lies within the limits.

        `when` and `terms` are those of the draws in `places`.
        """
        gone = np.minimum(when / (self.main or 1.0), 1.0)
        demand = self.high - (self.high - self.last_demand[places]) * gone
        return np.maximum(np.minimum(demand, terms.most), terms.least)

    # --- rates -----------------------------------------------------------------------------------

    def _possible(self, terms: Terms) -> tuple[Flags, Flags, Flags]:
        """Whether payee and payer could give in, were they not obstinate; whether they can meet."""
        hopeless = self.stubborn[PAYEE] & np.isfinite(terms.demand) & (terms.demand > terms.most)
        too_low = self.stubborn[PAYER] & np.isfinite(terms.offer) & (terms.offer < terms.least)
        exists = terms.exists
        # Nobody sees who is obstinate: the hazard of its population wears on for such a side too.
        payee, payer = exists & ~too_low, exists & ~hopeless
        both = self.stubborn[PAYEE] & self.stubborn[PAYER]
        return payee, payer, exists & ~both & ~hopeless & ~too_low

    def _look(self, terms: Terms) -> _View:
        """Work out once what follows from terms, and serves until they change."""
        if self.view is None or self.view.terms is not terms:
            payee, payer, meet = self._possible(terms)
            claims = terms.claims()
            leaves = self._would_leave(terms, claims)
            relents = ~meet & (terms.exists | ~terms.follows_case)
            self.view = _View(terms, claims, leaves, payee, payer, meet, relents, {})
        return self.view

    def _hazards(self, segment: Segment, view: _View) -> tuple[Array, Array]:
        """Rate a month at which each side gives in; 0 for a side that cannot."""
        if segment.costs not in view.hazards:
            view.hazards[segment.costs] = self._plain_hazards(view, costs=segment.costs)
        rates = view.hazards[segment.costs]
        if self.fresh.any():
            self._give_in_at_once(rates)
        settling = segment.start < self.boost_until
        if settling.any():
            return (
                (rates[PAYEE] + self.boost[PAYEE] * settling) * view.payee,
                (rates[PAYER] + self.boost[PAYER] * settling) * view.payer,
            )
        return rates[PAYEE] * view.payee, rates[PAYER] * view.payer

    def _plain_hazards(self, view: _View, *, costs: bool) -> tuple[Array, Array]:
        """Rates of sides that can give in, apart from what a new government does."""
        if "attrition" in self.off:
            rate = self.pace / 2 if costs else np.zeros(self.size)
            return rate, rate
        claims = view.claims
        stake = claims[PAYEE] + claims[PAYER] - 1.0
        usual = (self.impatience[PAYEE] + self.impatience[PAYER]) * (1 - PACED_CLAIM) + 1.0
        scale = self.pace * (2 * PACED_CLAIM - 1) / (usual * stake)
        rates = []
        for side, other in ((PAYEE, PAYER), (PAYER, PAYEE)):
            waits = self.impatience[other] * (1 - claims[side])
            rate = scale * (waits + view.terms.cost[other] if costs else waits)
            gone = view.leaves[other]
            rates.append(rate if gone is None else np.where(gone, self.pace, rate))
        return rates[PAYEE], rates[PAYER]

    def _would_leave(
        self, terms: Terms, claims: tuple[Array, Array]
    ) -> tuple[Flags | None, Flags | None]:
        """Whether each side would rather leave for good than grant the other's claim."""
        surplus = terms.most - terms.least
        payee = terms.outside_least > terms.least + (1 - claims[PAYER]) * surplus
        payer = terms.outside_most < terms.least + claims[PAYEE] * surplus
        return (payee if payee.any() else None), (payer if payer.any() else None)

    def _give_in_at_once(self, rates: tuple[Array, Array]) -> None:
        """Spread what a side gives in at once after a change over the months that follow."""
        own = [
            np.where(rate > 0, -np.log(np.maximum(z, TINY)) / np.maximum(rate, TINY), np.inf)
            for z, rate in zip(self.z, rates, strict=True)
        ]
        horizon = np.minimum(own[0], own[1])
        disputed = (self.z[0] > 0) | (self.z[1] > 0)
        for side, rate in enumerate(rates):
            with np.errstate(invalid="ignore"):
                reached = np.where(rate > 0, rate * horizon, 0.0)
            left = np.where(own[side] > horizon, self.z[side] * np.exp(np.minimum(reached, 700)), 1)
            boost = -np.log(np.minimum(np.maximum(left, TINY), 1.0)) / SETTLING * disputed
            self.boost[side] = np.where(self.fresh, np.minimum(boost, AT_ONCE), self.boost[side])
        self.fresh = np.zeros(self.size, dtype=bool)

    def _rates(self, segment: Segment, terms: Terms) -> tuple[Array, Array, _Joint | None, Flags]:
        """Rates of both sides and of what they do jointly, and whether the two can meet."""
        view = self._look(terms)
        payee, payer = self._hazards(segment, view)
        if segment.rests:
            return np.zeros(self.size), np.zeros(self.size), None, view.meet
        # A side with nothing to give in to has no hazard: holding out says nothing about it.
        return payee, payer, self._joint(segment, view), view.meet

    def _joint(self, segment: Segment, view: _View) -> _Joint | None:
        """Sessions before the expiry; in a lapse, an end of what keeps the sides from meeting."""
        if self.main is not None and segment.end <= self.main:
            if "screening" in self.off:
                return None
            return _Joint(self.early * view.meet, np.maximum(segment.start, self.crossing), 3)
        if not segment.costs or "relenting" in self.off:
            return None
        return _Joint(self.relenting * view.relents, np.full(1, segment.start), 5)

    # --- the past --------------------------------------------------------------------------------

    def survive(self, segment: Segment, terms: Terms) -> Array:
        """Give the log of the chance that a segment brings no deal by session or deadline.

        What the war of attrition adds is known once it ends, by a change or today.
        """
        payee, payer, joint, meet = self._rates(segment, terms)
        self._wear(payee, payer, segment.end - segment.start)
        met = np.zeros(self.size) if joint is None else joint.until(segment.end)
        if segment.pull:
            met = met + segment.pull * self.needed * meet
        return -met

    def _wear(self, payee: Array, payer: Array, length: float) -> None:
        """Add to the cumulative hazards."""
        if length > 0:
            self.worn[PAYEE] = self.worn[PAYEE] + payee * length
            self.worn[PAYER] = self.worn[PAYER] + payer * length

    def _held_out(self) -> Array:
        """Log of the chance that sides which are not obstinate have held out so far."""
        total = np.zeros(self.size)
        for side in (PAYEE, PAYER):
            z = self.z[side]
            share = (np.exp(-self.worn[side]) - z) / np.maximum(1.0 - z, TINY)
            total += np.where(self.stubborn[side], 0.0, np.log(np.maximum(share, TINY)))
        return total

    def settle_the_past(self) -> Array:
        """Give the log of the chance that both have held out until today."""
        return self._held_out()

    def take(self, places: NDArray[np.int64]) -> None:
        """Keep the draws in some places, which may come more than once."""
        self.size, self.view = places.size, None
        names = ["worn", "boost", "z", "stubborn", *(["bears"] if self.ahead else [])]
        for name in names:
            setattr(self, name, [values[places] for values in getattr(self, name)])
        single = [
            "fresh",
            "boost_until",
            "pace",
            "early",
            "relenting",
            "needed",
            "last_demand",
            "crossing",
        ]
        for name in [*single, *(["patience"] if self.ahead else [])]:
            setattr(self, name, getattr(self, name)[places])
        for name in ("prior", "impatience"):
            first, second = getattr(self, name)
            setattr(self, name, (first[places], second[places]))

    def new_government(self, changed: Flags, side: int, time: float) -> Array:
        """Begin a new war of attrition where a side has changed; weigh the one that ended."""
        ended = np.where(changed, self._held_out(), 0.0)
        other = 1 - side
        believed = np.minimum(self.z[other] * np.exp(np.minimum(self.worn[other], 700.0)), 1.0)
        self.z[other] = np.where(changed, believed, self.z[other])
        self.z[side] = np.where(changed, self.prior[side], self.z[side])
        born = self.rng.random(self.size) < self.prior[side]
        self.stubborn[side] = np.where(changed, born, self.stubborn[side])
        for each in (PAYEE, PAYER):
            self.worn[each] = np.where(changed, 0.0, self.worn[each])
        if "attrition" not in self.off:
            self.fresh = self.fresh | changed
            self.boost_until = np.where(changed, time + SETTLING, self.boost_until)
        if self.ahead:
            self._draw_bearing(changed)
        return ended

    # --- what lies ahead -------------------------------------------------------------------------

    def draw_bearing(self, terms: Terms) -> None:
        """Draw how much each side bears, from what is left of its distribution."""
        self.ahead = True
        self.bears = [np.zeros(self.size), np.zeros(self.size)]
        self._draw_bearing(np.ones(self.size, dtype=bool))
        self.patience = self.rng.standard_exponential(self.size)
        self.walked_away = np.full(self.size, np.inf)
        leaves = self._would_leave(terms, terms.claims())
        for side, other in ((PAYEE, PAYER), (PAYER, PAYEE)):
            gone = leaves[side]
            if gone is not None and "attrition" not in self.off:
                wait = self.rng.standard_exponential(self.size) / np.maximum(self.pace, TINY)
                left = gone & self.stubborn[other] & ~self.stubborn[side]
                self.walked_away = np.where(left, self.as_of + wait, self.walked_away)

    def _draw_bearing(self, where: Flags) -> None:
        """Draw how much more of its cumulative hazard each side bears before it gives in."""
        for side in (PAYEE, PAYER):
            z, left = self.z[side], np.exp(-self.worn[side])
            reached = z + self.rng.random(self.size) * np.maximum(left - z, 0.0)
            with np.errstate(divide="ignore"):
                bears = np.log(left / np.maximum(reached, TINY))
            bears = np.where(self.stubborn[side], np.inf, bears)
            self.bears[side] = np.where(where, bears, self.bears[side])

    def pass_through(self, segment: Segment, terms: Terms) -> tuple[Array, NDArray[np.int8]]:
        """Give when and how the sides agree in a segment; infinite where they do not."""
        payee, payer, joint, meet = self._rates(segment, terms)
        length = segment.end - segment.start
        with np.errstate(divide="ignore", invalid="ignore"):
            waits = self.bears[PAYEE] / payee, self.bears[PAYER] / payer
        first = np.fmin(waits[PAYEE], waits[PAYER])
        way = np.where(waits[PAYER] < waits[PAYEE], 2, 1).astype(np.int8)
        when = np.where(first <= length, first + segment.start, np.inf)
        if length > 0:
            self._wear(payee, payer, length)
            self.bears[PAYEE] = self.bears[PAYEE] - payee * length
            self.bears[PAYER] = self.bears[PAYER] - payer * length
        if joint is not None:
            met = joint.until(segment.end)
            with np.errstate(divide="ignore", invalid="ignore"):
                agreed = joint.begun + self.patience / joint.rate
            earlier = (met > self.patience) & (agreed < when)
            when = np.where(earlier, agreed, when)
            way = np.where(earlier, joint.way, way).astype(np.int8)
            self.patience = self.patience - met
        if segment.pull:
            atom = segment.pull * self.needed * meet
            pulled = np.isinf(when) & (atom > self.patience)
            when = np.where(pulled, segment.end, when)
            way = np.where(pulled, 4, way).astype(np.int8)
            self.patience = self.patience - atom
        return when, way


@dataclass(frozen=True, slots=True)
class _Joint:
    """A way to agree that is not one side's giving in, in a segment."""

    rate: Array
    begun: Array
    """From when on the rate holds."""
    way: int
    """A number of `history.Way`."""

    def until(self, end: float) -> Array:
        """Give the cumulative hazard by the end of the segment."""
        return self.rate * np.maximum(end - self.begun, 0.0)


@dataclass(frozen=True, slots=True)
class _View:
    """What follows from terms while they hold."""

    terms: Terms
    claims: tuple[Array, Array]
    leaves: tuple[Flags | None, Flags | None]
    payee: Flags
    """Whether the payee can give in, unless it is obstinate."""
    payer: Flags
    meet: Flags
    """Whether the two can meet."""
    relents: Flags
    """Whether what keeps them apart may give way: limits that a case gives do not."""
    hazards: dict[bool, tuple[Array, Array]]
    """Rates by whether disagreement costs friction."""


LATEST = 0.1
"""Least part of the time before the expiry in which sessions are taken to help, on average."""

AT_ONCE = 3.0
"""Highest rate a month that giving in at once is spread to."""


def _ends(values: Array) -> tuple[float, float]:
    """Give the 5% and 95% quantiles, as ranks."""
    ranks = [int(0.05 * (values.size - 1)), int(0.95 * (values.size - 1))]
    ordered = np.partition(values, ranks)
    return float(ordered[ranks[0]]), float(ordered[ranks[1]])
