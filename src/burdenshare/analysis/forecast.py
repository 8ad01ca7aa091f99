"""What will be agreed, and when: histories of a case, and what they say.

What is shown are shares and quantiles of histories, given what has happened by the date of the
question. If the outcome was known
by that date it stands in place of a forecast.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np

from burdenshare.analysis import amounts
from burdenshare.analysis.figures import amount_figure, certain, chance, summary
from burdenshare.analysis.forecast_words import findings, sentences
from burdenshare.analysis.formulas import by_formula
from burdenshare.analysis.histories import Simulated, simulated
from burdenshare.analysis.naive_forecasts import naive_forecasts
from burdenshare.analysis.talks import (
    HORIZON,
    beliefs,
    changes_of,
    ends_all,
    expiry_of,
    horizon_of,
)
from burdenshare.analysis.threat import departures_of
from burdenshare.analysis.typical import typical_histories
from burdenshare.arrays import Array
from burdenshare.errors import FactError
from burdenshare.model import Draws, Model, money_of
from burdenshare.provenance import Origin
from burdenshare.results import Figure, Made, Unit
from burdenshare.results.figures import DAY, MONTH, MONTHS, PROBABILITY, SHARE
from burdenshare.results.forecasts import Chance, DealBy, Forecast, Survival, YearPaid
from burdenshare.uncertainty.sampling import Executor, Plan, quantiles


def forecast(
    model: Model,
    draws: Draws,
    figure: Figure,
    present: Figure,
    made: Made,
    plan: Plan,
    executor: Executor,
    limits: amounts.Reservation | None = None,
    without: Collection[str] = (),
    drawn: Simulated | None = None,
) -> Forecast:
    """Forecast what the two sides agree on, and when.

    Parameters
    ----------
    model, draws : Model, Draws
        A case at a date, and its draws.
    figure, present : Figure
        The yearly payment asked about, and what is paid now.
    made, plan, executor : Made, Plan, Executor
        How the answer is made.
    limits : Reservation, optional
        The reservation values, if they have been computed already.
    without : collection of str
        Mechanisms that are switched off, names of `burdenshare.bargaining.history.MECHANISMS`.
    drawn : Simulated, optional
        The histories, if they have been drawn already.

    Raises
    ------
    ProblemError
        If a mechanism has no such name.
    """
    if model.case.outcome is not None:
        return _known(model, figure, present, made)
    if drawn is None:
        drawn = simulated(model, draws, plan, executor, limits, without)
    payer, payee = amounts.sides(model)
    paid = amounts.present_payment(draws)
    ends = drawn.agreed
    settled = drawn.payment[ends] if ends.any() else np.full(1, present.value)
    before = drawn.of(paid)
    if before.size > 1:
        before = before[ends] if ends.any() else np.full(1, present.value)
    grown = settled / np.where(before == 0, 1.0, before) - 1
    waits = drawn.date[ends] - drawn.as_of if ends.any() else np.full(1, float(HORIZON))
    # What is read off the histories does not wait for one another, so it is read side by side.
    parts: tuple[Callable[[], Any], ...] = (
        lambda: tuple(typical_histories(model, draws, drawn, present)),
        lambda: (
            amount_figure(settled, model.basis, "forecast-payment"),
            summary(grown, SHARE, by_formula("forecast-growth")),
            summary(waits, MONTHS, by_formula("forecast-months")),
            _month(drawn, waits),
        ),
        lambda: tuple(_years(model, draws, drawn)),
        lambda: (_lapse(drawn), _survival(drawn)),
        lambda: (tuple(_deals(model, drawn)), tuple(_events(model, drawn))),
        lambda: tuple(naive_forecasts(model, draws, present, beliefs(model), plan.seed)),
    )
    told, terms, years, lengths, chances, naive = executor.map(lambda part: part(), parts)
    answer = Forecast(
        made=made,
        money=model.basis,
        payee=model.case.parties[payee].prose,
        payer=model.case.parties[payer].prose,
        figure=figure,
        present=present,
        is_over=False,
        horizon=certain(horizon_of(model).toordinal(), DAY, "horizon"),
        agreed=chance(ends, "agreed-by"),
        payment=terms[0],
        growth=terms[1],
        reaches=chance(ends & (drawn.payment >= figure.value), "forecast-reaches"),
        months=terms[2],
        agreement=terms[3],
        deals=chances[0],
        events=chances[1],
        lapse=lengths[0],
        years=years,
        survival=lengths[1],
        histories=told,
        comparators=naive,
        effective=certain(drawn.effective, SHARE, "effective"),
        sentences=(),
        findings=(),
    )
    return replace(
        answer,
        sentences=tuple(sentences(answer, expiry_of(model))),
        findings=tuple(findings(model, answer, beliefs(model))),
    )


def _month(drawn: Simulated, waits: Array) -> Figure:
    """The month of the agreement; dates keep the order of waits."""
    ends = [float(q) for q in quantiles(waits, (0.05, 0.5, 0.95))]
    low, middle, high = (drawn.calendar.day(drawn.as_of + q).toordinal() for q in ends)
    origin = by_formula("forecast-date")
    return Figure(
        middle, MONTH, origin, None if low == high else low, None if low == high else high
    )


# --- what may happen -----------------------------------------------------------------------------


def _deals(model: Model, drawn: Simulated) -> Iterator[DealBy]:
    """The chance of an agreement by the expiry, quarter ends, dated events, and the horizon."""
    for day, (name, title) in sorted(_dates(model, drawn).items()):
        share = float((drawn.date <= drawn.calendar.months(day) + 1e-9).mean())
        yield DealBy(
            name,
            title,
            certain(day.toordinal(), DAY, "dated"),
            certain(share, PROBABILITY, "agreed-by"),
        )


def _dates(model: Model, drawn: Simulated) -> dict[date, tuple[str, str]]:
    last = horizon_of(model)
    found = {
        day: (f"quarter.{day}", "end of a quarter") for day in _quarter_ends(model.as_of, last)
    }
    for event in model.case.calendar:
        if event.kind in ("election", "deadline", "inauguration"):
            found[event.date.latest] = (f"calendar.{event.id}", event.name)
    expiry = expiry_of(model)
    if expiry is not None:
        found[expiry] = ("expiry", "the present agreement ends")
    found[last] = ("horizon", "the horizon of the forecast")
    return {day: named for day, named in found.items() if model.as_of < day <= last}


QUARTERS = 6
"""Ends of quarters ahead at which the chance of an agreement is given."""


def _quarter_ends(as_of: date, last: date) -> list[date]:
    ends: list[date] = []
    year, quarter = as_of.year, (as_of.month - 1) // 3 + 1
    while len(ends) < QUARTERS:
        begins = date(year + quarter // 4, 3 * (quarter % 4) + 1, 1)
        end = begins - timedelta(days=1)
        if as_of < end <= last:
            ends.append(end)
        elif end > last:
            break
        year, quarter = (year + 1, 1) if quarter == 4 else (year, quarter + 1)
    return ends


def _events(model: Model, drawn: Simulated) -> Iterator[Chance]:
    """The chances of a lapse, walkout, change, departure and refusal at home."""
    if drawn.expiry is not None and drawn.expiry > drawn.as_of:
        lapsed = drawn.date > drawn.expiry + 1e-9
        title = "lapse of the present agreement"
        yield Chance("lapse", title, chance(lapsed, "lapse"))
    yield Chance("walkout", "a walkout from the talks", chance(np.isfinite(drawn.walkout), "event"))
    for place, change in enumerate(changes_of(model, drawn.calendar)):
        if change.acts > model.as_of:
            yield Chance(
                f"change.{change.event.id}",
                f"no agreement before a change with this event: {change.event.name}",
                chance(drawn.changed[place], "event"),
            )
    for place, outcome in enumerate(departures_of(model)):
        left = chance(np.isfinite(drawn.departs[place]), "event")
        yield Chance(f"departure.{outcome.id}", outcome.name, left)
    if any(body.ceiling or body.floor for body in model.case.ratification):
        refused = chance(np.isfinite(drawn.refused_at_home), "event")
        yield Chance("home", "an agreement that is turned down at home", refused)


def _lapse(drawn: Simulated) -> Figure:
    """How long the lapse lasts where there is one, up to the horizon."""
    if drawn.expiry is None:
        return certain(0.0, MONTHS, "lapse-length")
    stops = np.minimum(drawn.date, drawn.end)
    if drawn.departs.size:
        stops = np.minimum(stops, drawn.departs[-1])
    lengths = stops[stops > drawn.expiry + 1e-9] - drawn.expiry
    if not lengths.size:
        return certain(0.0, MONTHS, "lapse-length")
    return summary(lengths, MONTHS, by_formula("lapse-length"))


# --- what is paid --------------------------------------------------------------------------------


def _years(model: Model, draws: Draws, drawn: Simulated) -> Iterator[YearPaid]:
    """What is paid in each calendar year up to the horizon, in the money of the case.

    New terms hold from the year in which they are agreed, though not before the present agreement
    has ended; until then the interim payment, or the present one, goes on.
    """
    paid = amounts.present_payment(draws)
    interim = draws.get("payment.interim")
    open_paid = paid if interim is None else interim
    expiry = expiry_of(model)
    first = model.as_of.year if expiry is None else (expiry + timedelta(days=1)).year
    gone = _ended(model, drawn)
    for year in range(model.as_of.year, horizon_of(model).year + 1):
        last = drawn.calendar.months(date(year, 12, 31))
        if last > drawn.end + 1e-9 and year > model.as_of.year:
            break
        old = drawn.of(open_paid if year >= first else paid)
        new = drawn.date <= min(last, drawn.end) if year >= first else np.zeros(1, dtype=bool)
        amount = np.where(gone <= last, 0.0, np.where(new, drawn.payment, old))
        money = Unit.money(model.basis)
        five = [float(q) for q in quantiles(amount, (0.05, 0.25, 0.5, 0.75, 0.95))]
        origin = by_formula("year-paid")
        yield YearPaid(
            str(year),
            _with_ends(five[2], money, origin, five[0], five[4]),
            _with_ends(five[2], money, origin, five[1], five[3]),
        )


def _with_ends(value: float, unit: Unit, origin: Origin, low: float, high: float) -> Figure:
    return Figure(value, unit, origin) if low == high else Figure(value, unit, origin, low, high)


def _ended(model: Model, drawn: Simulated) -> Array:
    """When the undertaking ends altogether."""
    whole = [drawn.departs[k] for k, o in enumerate(departures_of(model)) if ends_all(model, o)]
    return np.minimum.reduce(whole) if whole else np.full(1, np.inf)


def _survival(drawn: Simulated) -> Survival:
    """The chance that nothing has been agreed, by quarters of a month.

    Whole months would put the fall on a deadline up to a month after it.
    """
    months = np.arange(4 * HORIZON + 1) / 4
    dates = np.sort(drawn.date)
    passed = np.searchsorted(dates, drawn.as_of + months + 1e-9, side="right")
    share = 1.0 - passed / dates.size
    return Survival(
        tuple(months.tolist()),
        tuple(share.tolist()),
        "probability, 0 to 1, by months from the date of the question",
        by_formula("survival"),
    )


# --- an outcome that is known --------------------------------------------------------------------


def _known(model: Model, figure: Figure, present: Figure, made: Made) -> Forecast:
    """Put the outcome in the place of a forecast."""
    outcome = model.case.outcome
    assert outcome is not None
    payer, payee = amounts.sides(model)
    origin = Origin("source", outcome.amount.source or outcome.source or "", outcome.text)
    if not origin.ref:
        origin = by_formula("outcome")
    money = Unit.money(model.basis)
    notes = []
    try:
        amount = float(money_of(model, outcome.amount).quantile(np.array([0.5]))[0])
    except FactError as error:
        amount = present.value
        notes.append(str(error))
    day = outcome.agreed_on.latest
    expiry = expiry_of(model)
    late = 0.0 if expiry is None else max((day - expiry).days / 30.4375, 0.0)
    agreed_on = Figure(day.toordinal(), DAY, origin)
    answer = Forecast(
        made=made,
        money=model.basis,
        payee=model.case.parties[payee].prose,
        payer=model.case.parties[payer].prose,
        figure=figure,
        present=present,
        is_over=True,
        horizon=Figure(model.as_of.toordinal(), DAY, by_formula("horizon")),
        agreed=certain(1.0, PROBABILITY, "outcome"),
        payment=Figure(amount, money, origin),
        growth=certain(amount / present.value - 1 if present.value else 0.0, SHARE, "outcome"),
        reaches=certain(float(amount >= figure.value), PROBABILITY, "outcome"),
        months=certain(0.0, MONTHS, "outcome"),
        agreement=agreed_on,
        deals=(),
        events=(),
        lapse=certain(late, MONTHS, "outcome"),
        years=(),
        survival=Survival((), (), "probability, 0 to 1", by_formula("survival")),
        histories=(),
        comparators=(),
        effective=certain(1.0, SHARE, "effective"),
        sentences=(),
        findings=(),
    )
    return replace(
        answer,
        sentences=tuple(sentences(answer, expiry, outcome.text, notes)),
        findings=(),
    )
