"""The past rounds of the library: what was known of each at a date, and what came of it.

A round is opened on the date at which its case is asked. It is settled on the day on which its
outcome became known; from the next day on it may serve the forecast of another.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property

import numpy as np

from burdenshare.analysis.standing import MONTH, Standing, middle, standing
from burdenshare.cases.asof import cut
from burdenshare.cases.catalog import case_slugs
from burdenshare.cases.load import load_case
from burdenshare.cases.schema import Case
from burdenshare.model import Model, build, money_of
from burdenshare.money import UNITS

LEFT_OUT: Mapping[str, str] = {
    "philippines-1991": "the terms were refused by the Senate of the host and never paid",
    "us-germany-2020": "no terms were bargained over, and none were agreed",
}
"""Cases that are no rounds, and why."""


@dataclass(frozen=True, eq=False)
class PastRound:
    """A case that was settled."""

    case: Case
    settled: date
    """When the outcome became known."""
    agreed: date
    expiry: date | None
    growth: float
    """Log of the first payment under the new terms over the present one."""

    @property
    def slug(self) -> str:
        """Name of the case."""
        return self.case.slug

    @property
    def opened(self) -> date:
        """Date at which the case is asked."""
        return self.case.as_of

    @property
    def lapsed(self) -> bool | None:
        """Whether the old terms ended first; None if they had no end."""
        return None if self.expiry is None else self.agreed > self.expiry

    @property
    def delay(self) -> float | None:
        """Months from the end of the old terms to the agreement, at least 0."""
        return None if self.expiry is None else max(0.0, (self.agreed - self.expiry).days / MONTH)

    @cached_property
    def opening(self) -> Standing:
        """Where the round stood when it was opened."""
        return self.standing_on(self.opened)

    @cached_property
    def over_ceilings(self) -> tuple[float, ...]:
        """Log of the settlement over each ceiling that the payer's side had announced by then."""
        model = build(self.case, self.settled)
        present = middle(model, "payment.current")
        paths = [f"ratification.{body.id}.ceiling" for body in model.case.ratification]
        written = [model.inputs[path].distribution for path in paths if path in model.inputs]
        # A ceiling is written as the least that the body was said to accept, and what it may.
        least = [float(drawn.quantile(np.array([0.001]))[0]) for drawn in written]
        return tuple(self.growth - math.log(limit / present) for limit in least if limit > 0)

    def standing_on(self, day: date) -> Standing:
        """Say where the round stood on a day, from what was known then."""
        return standing(build(self.case, day))

    def yearly_growth(self, day: date) -> float:
        """Give the mean yearly growth of the payment so far, in logs; 0 if it is not known."""
        payment = cut(self.case, day).payment
        assert payment is not None, "a round has a payment"
        now = payment.current
        paid = {
            past.year: past.amount.value * UNITS[str(past.amount.unit)]
            for past in payment.history
            if past.amount.value and past.amount.currency == now.currency
        }
        if now.value:
            paid.setdefault(day.year, now.value * UNITS[str(now.unit)])
        years = sorted(paid)
        if len(years) < 2:
            return 0.0
        return math.log(paid[years[-1]] / paid[years[0]]) / (years[-1] - years[0])

    def later_days(self) -> tuple[date, ...]:
        """Give the days after the opening on which a step of the talks became known."""
        days = set()
        for position in self.case.positions:
            day = (position.known_on or position.date).latest
            if self.opened < day < min(self.agreed, self.settled):
                days.add(day)
        return tuple(sorted(days))


def past_rounds(cases: Iterable[Case] | None = None) -> tuple[PastRound, ...]:
    """Give the settled rounds among cases, in the order in which they were settled.

    Parameters
    ----------
    cases : iterable of Case, optional
        Else those that ship.

    Examples
    --------
    >>> len(past_rounds()) >= 20
    True
    """
    if cases is None:
        return _shipped_rounds()
    found = [read for case in cases if (read := read_round(case)) is not None]
    return tuple(sorted(found, key=lambda each: (each.settled, each.slug)))


@cache
def _shipped_rounds() -> tuple[PastRound, ...]:
    return past_rounds(map(load_case, case_slugs()))


def read_round(case: Case) -> PastRound | None:
    """Read a settled round from a case; None if it has no outcome, or is left out."""
    if case.outcome is None or case.payment is None or case.slug in LEFT_OUT:
        return None
    settled = _known(case)
    model = build(case, settled)
    payment, outcome = model.case.payment, model.case.outcome
    assert payment is not None, "a case with a payment keeps it"
    if outcome is None:
        return None
    return PastRound(
        case=case,
        settled=settled,
        agreed=outcome.agreed_on.latest,
        expiry=payment.expires.latest if payment.expires else None,
        growth=_growth(case, model),
    )


def _known(case: Case) -> date:
    """The first day on which the outcome and its amount could be read."""
    assert case.outcome is not None
    sources = [
        entry.date.latest
        for name in (case.outcome.source, case.outcome.amount.source)
        if name in case.sources and (entry := case.sources[str(name)]).date
    ]
    told = [when.latest for when in (case.outcome.known_on, case.outcome.amount.known_on) if when]
    days = {case.outcome.agreed_on.latest, *sources, *told}
    for day in sorted(days):
        if day >= case.as_of and cut(case, day).outcome is not None:
            return day
    return max(days) + timedelta(days=1)


def _growth(case: Case, model: Model) -> float:
    """Log of what was agreed over what was paid when the case was asked."""
    assert model.case.outcome is not None
    opening = build(case)
    assert opening.case.payment is not None
    agreed, present = model.case.outcome.amount, opening.case.payment.current
    if (agreed.currency, agreed.unit) == (present.currency, present.unit):
        # Payments are compared as they were paid, whatever the price years.
        assert agreed.value is not None
        assert present.value is not None
        return math.log(agreed.value / present.value)
    paid = float(money_of(model, agreed).quantile(np.array([0.5]))[0])
    return math.log(paid / middle(opening, "payment.current"))
