"""A few histories that stand for many, told as the record of a negotiation.

Histories are sorted by how they end. Of each sort that is common enough, the one told is its
medoid: the history nearest, in time and in the log of the payment, to the medians of its sort. The
same histories give the same choice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from burdenshare.analysis import amounts
from burdenshare.analysis.figures import amount_figure, certain, summary
from burdenshare.analysis.formulas import by_formula
from burdenshare.analysis.talks import changes_of, ends_all, talks_of
from burdenshare.analysis.threat import departures_of
from burdenshare.analysis.threat_words import plain
from burdenshare.arrays import Array, Flags
from burdenshare.bargaining.history import Way
from burdenshare.cases.schema import PositionKind
from burdenshare.model import Draws, Model
from burdenshare.results import Figure, Sentence, Unit
from burdenshare.results.figures import DAY, MONTH, MONTHS, SHARE
from burdenshare.results.forecasts import TypicalHistory

if TYPE_CHECKING:
    from burdenshare.analysis.histories import Simulated

MOST = 5
"""Histories that are told."""

COMMON = 0.02
"""Share below which a sort of history is not told."""

SHORT = 6.0
"""Months up to which a lapse is called short."""


class _Sort(NamedTuple):
    """A sort of history: how it is called, and which ones are of it."""

    id: str
    name: str
    members: Flags


def typical_histories(
    model: Model, draws: Draws, drawn: Simulated, present: Figure
) -> Iterator[TypicalHistory]:
    """Give the commonest sorts of history, each told by one that stands for it."""
    sorts = [sort for sort in _sorts(model, drawn) if sort.members.mean() >= COMMON]
    sorts.sort(key=lambda sort: -int(sort.members.sum()))
    interim = draws.get("payment.interim")
    going_on = drawn.of(amounts.present_payment(draws) if interim is None else interim)
    paid = np.where(drawn.agreed, drawn.payment, going_on)
    named = talks_of(model, draws.part(0, 1), drawn.calendar).figures
    demands = [float(each.demand[0]) for each in named if each.demand is not None]
    asked = demands[-1] if demands else None
    for sort in sorts[:MOST]:
        place = _medoid(drawn, paid, sort.members)
        waits = np.minimum(drawn.date[sort.members], drawn.end) - drawn.as_of
        teller = _Teller(model, drawn, place, float(paid[place]), present, asked)
        yield TypicalHistory(
            id=sort.id,
            name=sort.name,
            share=certain(sort.members.mean(), SHARE, "typical-share"),
            months=summary(waits, MONTHS, by_formula("forecast-months")),
            payment=amount_figure(paid[sort.members], model.basis, "typical-payment"),
            sentences=tuple(teller.sentences()),
        )


def _sorts(model: Model, drawn: Simulated) -> Iterator[_Sort]:
    """Sort histories by how they end; every history is of one sort."""
    left = np.ones(drawn.date.size, dtype=bool)

    def take(name: str, title: str, members: Flags) -> _Sort:
        nonlocal left
        chosen = left & members
        left = left & ~members
        return _Sort(name, title, chosen)

    for place, outcome in enumerate(departures_of(model)):
        if ends_all(model, outcome):
            yield take("end", "the undertaking ends", np.isfinite(drawn.departs[place]))
    turned = np.isfinite(drawn.refused_at_home)
    yield take("home", "an agreement is turned down at home", turned)
    if drawn.expiry is not None and drawn.expiry > drawn.as_of:
        by_expiry = drawn.date <= drawn.expiry + 1e-9
        yield take("in-time", "an agreement before the present one ends", by_expiry)
    for place, change in enumerate(changes_of(model, drawn.calendar)):
        if change.acts > model.as_of:
            after = drawn.agreed & drawn.changed[place]
            party = model.case.parties[change.event.party or ""].prose
            title = f"another government of {party} settles"
            yield take(f"change.{change.event.id}", title, after)
    partly = np.isfinite(drawn.departs).any(axis=0)
    yield take("drawdown", "an agreement after forces have been cut", drawn.agreed & partly)
    start = drawn.as_of if drawn.expiry is None else max(drawn.expiry, drawn.as_of)
    soon, later = ("after a short lapse", "after a long lapse")
    if drawn.expiry is None:
        soon, later = ("within half a year", "after more than half a year")
    elif drawn.expiry <= drawn.as_of:
        soon, later = ("within half a year", "after a longer stalemate")
    yield take("soon", f"an agreement {soon}", drawn.date <= start + SHORT)
    yield take("later", f"an agreement {later}", drawn.agreed)
    yield _Sort("open", "no agreement within the time looked at", left)


def _medoid(drawn: Simulated, paid: Array, members: Flags) -> int:
    """Give the history nearest to the medians of its sort."""
    places = np.flatnonzero(members)
    when = np.minimum(drawn.date[places], drawn.end)
    money = np.log(np.maximum(paid[places], 1e-12))
    gap = np.zeros(places.size)
    for values in (when, money):
        from_middle = np.abs(values - np.median(values))
        gap += from_middle / max(float(np.median(from_middle)), 1e-9)
    # Histories with something to tell are no better than others, but a walkout or a departure
    # that few of the sort have would mislead.
    odd = np.isfinite(drawn.walkout[places]).astype(float)
    usual = float(odd.mean()) >= 0.5
    gap += np.where((odd > 0) == usual, 0.0, 1.0)
    return int(places[np.argmin(gap)])


@dataclass(frozen=True, slots=True)
class _Teller:
    """Tells one history: what happens in it, when, who does it and why."""

    model: Model
    drawn: Simulated
    place: int
    paid: float
    present: Figure
    asked: float | None
    """The payee's last figure, if one was known."""

    def sentences(self) -> Iterator[Sentence]:
        """Tell the history in the order of its dates."""
        events = sorted(self._events(), key=lambda event: event[0])
        for _, sentence in events:
            yield sentence

    def _events(self) -> Iterator[tuple[float, Sentence]]:
        drawn, place = self.drawn, self.place
        date_agreed = float(drawn.date[place])
        stop = min(date_agreed, drawn.end, self._gone())
        walkout = float(drawn.walkout[place])
        if walkout < stop:
            yield (
                walkout,
                self._sentence(
                    f"In {{month}} {self._who_walks()} leaves the table, and talks rest for some "
                    "weeks.",
                    walkout,
                ),
            )
        if drawn.expiry is not None and drawn.as_of < drawn.expiry < stop - 1e-9:
            yield drawn.expiry, self._lapses()
        for k, outcome in enumerate(departures_of(self.model)):
            when = float(drawn.departs[k, place])
            if np.isfinite(when):
                name = plain(outcome.name[:1].lower() + outcome.name[1:])
                yield (
                    when,
                    self._sentence(
                        f"In {{month}}, with nothing agreed, it comes to this: {name}.", when
                    ),
                )
        for k, change in enumerate(changes_of(self.model, drawn.calendar)):
            acts = drawn.calendar.months(change.acts)
            if drawn.changed[k, place] and drawn.as_of < acts < stop:
                party = plain(self.model.case.parties[change.event.party or ""].prose)
                yield (
                    acts,
                    self._sentence(
                        f"In {{month}} another government speaks for {party}, with figures and "
                        "reasons of its own.",
                        acts,
                    ),
                )
        refused = float(drawn.refused_at_home[place])
        if np.isfinite(refused):
            yield (
                refused,
                self._sentence(
                    f"A first text is signed, but in {{month}} {self._body()} turns it down as too "
                    "dear, and the sides meet once more.",
                    refused,
                ),
            )
        yield self._end(date_agreed)

    def _end(self, when: float) -> tuple[float, Sentence]:
        if not np.isfinite(when):
            if np.isfinite(self._gone()):
                return np.inf, Sentence("There is nothing left to bargain over.", {})
            figures = {"day": self._day(self.drawn.end), "paid": self._money(self.paid)}
            payer, payee = self._sides()
            return np.inf, Sentence(
                f"By {{day}} {payer} and {payee} have signed nothing: neither has come far enough "
                "to meet the other, and {paid} a year goes on being paid.",
                figures,
            )
        return when, self._agreement(when)

    def _gone(self) -> float:
        """When the undertaking ends; infinite if it does not."""
        every = enumerate(departures_of(self.model))
        ends = [self.drawn.departs[k, self.place] for k, o in every if ends_all(self.model, o)]
        return float(min(ends, default=np.inf))

    def _agreement(self, when: float) -> Sentence:
        payer, payee = self._sides()
        way = int(self.drawn.way[self.place])
        at_deadline = way == Way.DEADLINE
        figures = {
            "when": self._day(when) if at_deadline else self._month(when),
            "paid": self._money(self.paid),
            "rise": self._rise(),
        }
        than = "{rise} more than now" if self.paid >= self.present.value else "{rise} less than now"
        if abs(figures["rise"].value) < 0.005:
            than = "hardly other than now"
        opening = {
            Way.PAYEE_YIELDS: f"In {{when}} {payee}{self._had_asked(figures)} comes down"
            f"{self._why(when, payee=True)}",
            Way.PAYER_YIELDS: f"In {{when}} {payer} goes up{self._why(when, payee=False)}",
            Way.SESSION: f"At a session in {{when}} {payee}'s demand has come down to what "
            f"{payer} can accept",
            Way.DEADLINE: f"In the last hours before {{when}}, {self._deadline(when)}, both give "
            "way",
            Way.RELENTING: f"In {{when}} what kept {payee} and {payer} apart gives way",
        }[way]
        closing = f", and {self._body()} consents" if self._has_body() else ""
        return Sentence(f"{opening}: they sign for {{paid}} a year, {than}{closing}.", figures)

    def _had_asked(self, figures: dict[str, Figure]) -> str:
        """Recall the payee's figure, if it was known and the same government still speaks."""
        payee = amounts.sides(self.model)[1]
        for k, change in enumerate(changes_of(self.model, self.drawn.calendar)):
            if self.drawn.changed[k, self.place] and change.event.party == payee:
                return ""
        if self.asked is None or self.asked <= self.paid:
            return ""
        figures["asked"] = self._money(self.asked)
        return ", which had asked for {asked},"

    def _why(self, when: float, *, payee: bool) -> str:
        """Why a side gives in at that time."""
        drawn = self.drawn
        for k, change in enumerate(changes_of(self.model, drawn.calendar)):
            acts = drawn.calendar.months(change.acts)
            if drawn.changed[k, self.place] and acts <= when <= acts + 6:
                payer_code, payee_code = amounts.sides(self.model)
                if change.event.party == (payee_code if payee else payer_code):
                    return ", for the quarrel is not the new government's own"
                return ", glad to begin anew with another government"
        if drawn.expiry is not None and when > drawn.expiry:
            return ", for the lapse costs it more than the last step would"
        if drawn.expiry is None:
            return ", for going on costs it more than the last step would"
        return ", seeing that the other side will not"

    def _deadline(self, when: float) -> str:
        drawn = self.drawn
        if drawn.expiry is not None and abs(when - drawn.expiry) < 0.02:
            return "when the agreement ends"
        for event in self.model.case.calendar:
            if abs(drawn.calendar.months(event.date.latest) - when) < 0.02:
                name = event.name[:1].lower() + event.name[1:]
                return plain(f"the day of this: {name}")
        return "a day that both had set themselves"

    def _lapses(self) -> Sentence:
        assert self.drawn.expiry is not None
        return Sentence(
            "On {day} the agreement ends without a successor; the forces stay, and the last "
            "payment goes on."
            if departures_of(self.model)
            else "On {day} the agreement ends without a successor, and the last payment goes on.",
            {"day": self._day(self.drawn.expiry)},
        )

    def _who_walks(self) -> str:
        before = [p for p in self.model.case.positions if p.kind is PositionKind.WALKOUT]
        if before and before[-1].party in self.model.case.parties:
            again = self.model.case.parties[before[-1].party]
            return f"the team of {plain(again.prose)} again"
        return "one of the teams"

    def _has_body(self) -> bool:
        return any(body.ceiling or body.floor for body in self.model.case.ratification)

    def _body(self) -> str:
        known = [body for body in self.model.case.ratification if body.ceiling or body.floor]
        name = plain(known[0].body)
        return name if name.lower().startswith("the ") else f"the {name}"

    def _sides(self) -> tuple[str, str]:
        payer, payee = amounts.sides(self.model)
        return plain(self.model.case.parties[payer].prose), plain(
            self.model.case.parties[payee].prose
        )

    def _sentence(self, text: str, months: float) -> Sentence:
        return Sentence(text, {"month": self._month(months)})

    def _month(self, months: float) -> Figure:
        return certain(self.drawn.calendar.day(months).toordinal(), MONTH, "typical-history")

    def _day(self, months: float) -> Figure:
        day: date = self.drawn.calendar.day(months)
        return certain(day.toordinal(), DAY, "typical-history")

    def _money(self, value: float) -> Figure:
        return certain(value, Unit.money(self.model.basis), "typical-history")

    def _rise(self) -> Figure:
        rise = abs(self.paid / self.present.value - 1) if self.present.value else 0.0
        return certain(rise, SHARE, "typical-history")
