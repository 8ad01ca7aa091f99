"""Many possible histories of one negotiation: when it ends, on what terms, and what happens first.

Object. Payer and payee bargain over a yearly payment. Months count from the opening of the talks;
`as_of` is today, and histories run `horizon` months on from it. One history is one draw. All arrays
have shape (n,), one number a draw, or (1,); where there is an axis of sides the payee stands first
(`PAYEE`), the payer second (`PAYER`), as provider and host do elsewhere.

A history is made of these mechanisms, each of which can be switched off by name:

    record         the settlement grows as it did in past rounds, log growth g: c = t_0 e^g
    case-limits    in a part of the draws the reservation values are those that the case gives
    positions      known figures: o (d / o)^k, k the part of a gap that is conceded, and mostly no
                   settlement outside of them while those who named them are in office
    anchor         a demand of m times the present payment lifts c by the factor m^a
    screening      before the expiry the demand falls from the most that may be hoped for to the
                   best single demand; payers with a high limit accept it early
    deadline       a share b of the talks that are open on the day of the expiry succeeds on it
    attrition      afterwards each side gives in at a rate; obstinate sides never do
    lapse          past the expiry friction costs both sides, which is what makes them give in
    elections      on dated events a side may change: new figures, new obstinacy, new terms
    ratification   terms stay below what passes at home, and may fail there all the same
    departure      forces leave, in part or in whole, while there is no agreement
    walkout        a side leaves the room; talks rest for a while
    refusals       what was refused bounds what the side that refused would accept
    noise          what no model explains

**How time is drawn.** Nothing is stepped month by month. The dates at which something changes
(expiry, deadlines, elections, new figures, refusals) cut the time ahead into segments in which all
rates are constant, so that the cumulative hazard is piecewise linear with atoms on deadlines. Each
cause of an agreement has a threshold, exponential for deadlines and sessions, and that of the war
of attrition for the two sides; the date is where the cumulative hazard passes it, by inversion
inside the segment. Departures and walkouts, whose rates do not change, are drawn by one inversion
each. What is drawn event by event is only which of the dated elections brings a change.

**How it is conditioned.** Each draw is weighted by the chance that what has happened until `as_of`
would have happened in it: no agreement so far, in closed form for each cause, and the refusals, of
which some are insincere. Histories are then drawn again in proportion to their weights, by
systematic resampling, so that all that are given count the same. Time ahead is drawn from what is
left of each distribution, so no draw is wasted.

References
----------
D. Abreu and F. Gul (2000), Bargaining and reputation, Econometrica 68, 85-117.
O. Compte and P. Jehiel (2002), On the role of outside options in bargaining with obstinate
parties, Econometrica 70, 1477-1517.
M. Ekmekci, O. Gossner and A. Wilson (2012), Impermanent types and permanent reputations, Journal of
Economic Theory 147, 162-178.
J. D. Fearon (1995), Rationalist explanations for war, International Organization 49, 379-414.
A. E. Roth, J. K. Murnighan and F. Schoumaker (1988), The deadline effect in bargaining, American
Economic Review 78, 806-823.
N. J. Gordon, D. J. Salmond and A. F. M. Smith (1993), Novel approach to nonlinear/non-Gaussian
Bayesian state estimation, IEE Proceedings F 140, 107-113: sampling by importance and resampling.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from burdenshare.arrays import Array
from burdenshare.bargaining.history_premises import NEVER, PAYEE, Beliefs, Refusal, Talks
from burdenshare.bargaining.history_terms import (
    Terms,
    asked_at_home,
    changed_terms,
    first_terms,
    payment_agreed,
    with_figures,
)
from burdenshare.bargaining.history_time import Clock, Segment, segments
from burdenshare.errors import ProblemError

MECHANISMS = (
    "record", "case-limits", "positions", "anchor", "screening", "deadline", "attrition", "lapse",
    "relenting", "elections", "ratification", "departure", "walkout", "refusals", "noise",
)  # fmt: skip
"""Names by which mechanisms are switched off."""


class Way:
    """How an agreement comes about."""

    NONE, PAYEE_YIELDS, PAYER_YIELDS, SESSION, DEADLINE, RELENTING = range(6)


@dataclass(frozen=True, slots=True)
class Histories:
    """Histories that count the same; shapes (n,) unless said otherwise.

    Times are months from the opening of the talks, `NEVER` for what does not happen by the end of
    the horizon.
    """

    date: Array
    """When the sides agree."""
    payment: Array
    """What they agree on, or would have; meaningful where `date` is finite. [money a year]"""
    way: NDArray[np.int8]
    """How they come to agree: a number of `Way`."""
    changed: NDArray[np.bool_]
    """Which of the type changes came about before the agreement, shape (changes, n)."""
    refused_at_home: Array
    """When a first agreement failed at home."""
    departs: Array
    """When forces leave, shape (departures, n)."""
    walkout: Array
    """When a side next leaves the room."""
    source: NDArray[np.int64]
    """Which draw of the beliefs each history is made from."""
    effective: float
    """Effective number of draws behind the histories, of all, 0 to 1."""


def simulate(
    talks: Talks,
    beliefs: Beliefs,
    rng: np.random.Generator,
    *,
    size: int,
    without: Collection[str] = (),
) -> Histories:
    """Draw histories of a negotiation, given what has happened so far.

    Parameters
    ----------
    talks : Talks
        What is known of their course. [months]
    beliefs : Beliefs
        What is not known, `size` draws of each, or one that holds for all.
    rng : numpy.random.Generator
        Source of randomness.
    size : int
        How many histories.
    without : collection of str
        Mechanisms that are switched off, names of `MECHANISMS`.

    Returns
    -------
    Histories
        Where no agreement is possible in any draw, every `date` is `NEVER`.

    Raises
    ------
    ProblemError
        If a mechanism has no such name.

    Examples
    --------
    >>> import numpy as np
    >>> one = np.ones(1)
    >>> sure = Beliefs(
    ...     present=100 * one, growth=0 * one, later_growth=0 * one,
    ...     friction=(0.1 * one, 0.1 * one), typical_friction=0.1,
    ...     impatience=(0.05 * one, 0.05 * one), obstinacy=(0 * one, 0 * one),
    ...     power=0.5 * one, by_expiry=one, early_pace=0 * one, pace=one, gap_conceded=0.5 * one,
    ...     anchor=0 * one, noise=0 * one, positions_weight=0.0, bounded=1.0, case_weight=0.0,
    ...     walkouts=0 * one)
    >>> talks = Talks(as_of=0.0, expiry=6.0)
    >>> found = simulate(talks, sure, np.random.default_rng(0), size=3, without=["screening"])
    >>> found.date, found.payment.round(6)
    (array([6., 6., 6.]), array([100., 100., 100.]))
    """
    run = _Run(talks, beliefs, rng, size, _switched_off(without))
    run.live_through_the_past()
    run.resample()
    run.look_ahead()
    return run.histories()


def open_until(
    talks: Talks,
    beliefs: Beliefs,
    rng: np.random.Generator,
    *,
    size: int,
    without: Collection[str] = (),
) -> Array:
    """Give the chance, in each draw, of all that has happened: refusals, and no agreement so far.

    The ratio of two means of it, of a later and an earlier `as_of`, is the chance that talks which
    were open at the earlier are open at the later still.

    Parameters
    ----------
    talks, beliefs, rng, size, without
        As `simulate` takes them.

    Returns
    -------
    ndarray, shape (size,)
        Probabilities.

    Raises
    ------
    ProblemError
        If a mechanism has no such name.

    Examples
    --------
    >>> import numpy as np
    >>> one = np.ones(1)
    >>> sure = Beliefs(
    ...     present=100 * one, growth=0 * one, later_growth=0 * one,
    ...     friction=(0.1 * one, 0.1 * one), typical_friction=0.1,
    ...     impatience=(0.05 * one, 0.05 * one), obstinacy=(0 * one, 0 * one),
    ...     power=0.5 * one, by_expiry=0.75 * one, early_pace=0 * one, pace=one,
    ...     gap_conceded=0.5 * one, anchor=0 * one, noise=0 * one, positions_weight=0.0,
    ...     bounded=1.0, case_weight=0.0, walkouts=0 * one)
    >>> off = ["attrition", "screening"]
    >>> open_until(Talks(6.0, expiry=6.0), sure, np.random.default_rng(0), size=1, without=off)
    array([0.25])
    """
    run = _Run(talks, beliefs, rng, size, _switched_off(without))
    run.live_through_the_past()
    return np.exp(run.log_weight)


def _switched_off(without: Collection[str]) -> frozenset[str]:
    unknown = sorted(set(without) - set(MECHANISMS))
    if unknown:
        raise ProblemError(f"without: {unknown[0]!r} is no mechanism; use {', '.join(MECHANISMS)}")
    return frozenset(without)


class _Run:
    """One simulation: the state of every draw, moved from segment to segment."""

    def __init__(
        self,
        talks: Talks,
        beliefs: Beliefs,
        rng: np.random.Generator,
        size: int,
        off: frozenset[str],
    ) -> None:
        self.talks, self.beliefs, self.rng, self.size, self.off = talks, beliefs, rng, size, off
        self.end = talks.as_of + talks.horizon
        self.changes = () if "elections" in off else talks.changes
        self.changed = np.zeros((len(talks.changes), size), dtype=bool)
        self.terms: Terms = first_terms(beliefs, rng, size, off, _last_demand(talks))
        self.clock = Clock.at_opening(talks, beliefs, self.terms, rng, off)
        self.log_weight = np.zeros(size)
        self.source = np.arange(size)
        self.live = np.arange(size)
        """Places of the histories that go on; the state is kept of these alone."""
        self.effective = 1.0
        self.date = np.full(size, NEVER)
        self.way = np.zeros(size, dtype=np.int8)
        self.payment = np.zeros(size)

    # --- the past --------------------------------------------------------------------------------

    def live_through_the_past(self) -> None:
        """Weigh each draw by the chance of what has happened in it."""
        for segment in segments(self.talks, 0.0, self.talks.as_of, self.off, first=True):
            self._enter(segment)
            self.log_weight += self.clock.survive(segment, self.terms)
        self.log_weight += self.clock.settle_the_past()

    def resample(self) -> None:
        """Draw histories again in proportion to their weights; then all count the same."""
        top = self.log_weight.max()
        if self.log_weight.min() == top:
            return
        weight = np.exp(self.log_weight - top)
        total = np.cumsum(weight)
        self.effective = float(total[-1] ** 2 / (weight @ weight) / self.size)
        places = (np.arange(self.size) + self.rng.random()) * (total[-1] / self.size)
        self.source = np.minimum(np.searchsorted(total, places, side="right"), self.size - 1)
        self.terms = self.terms.taken(self.source)
        self.clock.take(self.source)
        self.changed = self.changed[:, self.source]

    # --- what lies ahead -------------------------------------------------------------------------

    def look_ahead(self) -> None:
        """Draw when and how each history ends."""
        self.clock.draw_bearing(self.terms)
        walked_away = self.clock.walked_away
        for segment in segments(self.talks, self.talks.as_of, self.end, self.off, first=False):
            self._enter(segment)
            when, way = self.clock.pass_through(segment, self.terms)
            now = np.flatnonzero(np.isfinite(when) & np.isinf(self.date[self.live]))
            if now.size:
                self._agree(now, when[now], way[now])
                self._leave_out_the_ended()
        self.live = np.arange(self.size)
        if "walkout" not in self.off:
            self._rest_after_walkouts()
        else:
            self.walkout = np.full(self.size, NEVER)
        self._ask_at_home()
        self._depart(walked_away)
        late = self.date > self.end
        self.date[late], self.way[late] = NEVER, Way.NONE
        gone = self.date < NEVER
        self.walkout[(self.walkout > self.end) | (gone & (self.walkout >= self.date))] = NEVER

    def _enter(self, segment: Segment) -> None:
        """Let happen what is dated to the beginning of a segment."""
        for figures in segment.figures:
            if "positions" not in self.off:
                self.terms = with_figures(self.terms, figures, self._sources())
        for refusal in segment.refusals:
            self._weigh(refusal)
        for place in segment.changes:
            change = self.talks.changes[place]
            changed = self.rng.random(self.live.size) < self._of(change.chance)
            self.changed[place, self.live] = changed
            ended = self.clock.new_government(changed, change.side, change.time)
            if not self.clock.ahead:
                self.log_weight += ended
            self.terms = changed_terms(
                self.terms, changed, change, self.beliefs, self._sources(), self.off
            )

    def _sources(self) -> NDArray[np.int64]:
        """Give the draws that the histories which go on are made from."""
        return self.source if self.live.size == self.size else self.source[self.live]

    def _of(self, values: Array) -> Array:
        """Give a belief of the draw that each history is made from."""
        return values if values.size == 1 else values[self._sources()]

    def _weigh(self, refusal: Refusal) -> None:
        if "refusals" in self.off or self.clock.ahead:
            return
        asked = self._of(refusal.payment)
        is_payee = refusal.side == PAYEE
        meant = asked < self.terms.least if is_payee else asked > self.terms.most
        with np.errstate(divide="ignore"):
            self.log_weight += np.where(meant, 0.0, np.log(refusal.insincere))

    def _agree(self, now: NDArray[np.int64], when: Array, way: NDArray[np.int8]) -> None:
        terms, places = self.terms.taken(now), self.live[now]
        self.date[places], self.way[places] = when, way
        self.payment[places] = payment_agreed(terms, way, self.clock.demanded(when, terms, now))

    def _leave_out_the_ended(self) -> None:
        """Once a good part has ended, go on with the others alone."""
        open_still = np.isinf(self.date[self.live])
        if np.count_nonzero(open_still) < WORTH_CUTTING * self.live.size:
            going_on = np.flatnonzero(open_still)
            self.live = self.live[going_on]
            self.terms = self.terms.taken(going_on)
            self.clock.take(going_on)

    def _rest_after_walkouts(self) -> None:
        """A side may leave the room before an agreement; talks rest until a deadline calls."""
        rate = np.maximum(self._of(self.beliefs.walkouts), 1e-300)
        self.walkout = self.talks.as_of + self.rng.standard_exponential(self.size) / rate
        called = (self.walkout >= self.date) | (self.way == Way.DEADLINE)
        rested = np.where(called, 0.0, self.walkout + REST)
        self.date = np.maximum(self.date, rested)

    def _ask_at_home(self) -> None:
        """Ask those at home, who may refuse; then the sides meet once more."""
        self.refused = np.full(self.size, NEVER)
        known = self.beliefs.ceiling is not None or self.beliefs.floor is not None
        if "ratification" in self.off or not known:
            return
        home = asked_at_home(self.payment, self.beliefs, self.source)
        pace = np.maximum(self._of(self.beliefs.pace), 1e-300)
        wait = VOTE + self.rng.standard_exponential(self.size) / pace
        fails = ~home.accepted & np.isfinite(self.date) & (self.date <= self.end)
        self.refused = np.where(fails, self.date + VOTE, NEVER)
        self.date = np.where(fails, self.date + wait, self.date)
        self.payment = np.where(fails, home.best, self.payment)

    def _depart(self, walked_away: Array) -> None:
        """Forces may leave for as long as there is no agreement."""
        self.departs = np.full((len(self.talks.departures), self.size), NEVER)
        if "departure" in self.off:
            return
        start = self.talks.as_of
        if self.talks.expiry is not None:
            start = max(start, self.talks.expiry)
        for place, departure in enumerate(self.talks.departures):
            rate = -np.log1p(-np.minimum(self._of(departure.chance), 1 - 1e-12)) / 12
            when = start + self.rng.standard_exponential(self.size) / np.maximum(rate, 1e-300)
            if departure.ends and place == len(self.talks.departures) - 1:
                when = np.minimum(when, walked_away)
            happens = (when < self.date) & (when <= self.end)
            self.departs[place] = np.where(happens, when, NEVER)
            if departure.ends:
                self.date = np.where(happens, NEVER, self.date)
                self.way = np.where(happens, Way.NONE, self.way).astype(np.int8)

    def histories(self) -> Histories:
        """Give what was drawn."""
        for place, change in enumerate(self.talks.changes):
            self.changed[place] &= self.date > change.time
        return Histories(
            date=self.date,
            payment=self.payment,
            way=self.way.astype(np.int8),
            changed=self.changed,
            refused_at_home=self.refused,
            departs=self.departs,
            walkout=self.walkout,
            source=self.source,
            effective=self.effective,
        )


REST = 1.0
"""Months for which talks rest after a walkout."""

WORTH_CUTTING = 0.6
"""Share of histories that still go on below which those that have ended are left out."""

VOTE = 3.0
"""Months from an agreement to the vote at home."""


def _last_demand(talks: Talks) -> Array | None:
    demands = [figures.demand for figures in talks.figures if figures.demand is not None]
    return demands[-1] if demands else None
