"""A case as the course of its talks, and what past rounds say of what nobody observes.

What the theory of histories needs is read off a model here: when the talks opened, which figures
were named and refused, what lies ahead; and, draw by draw, limits, frictions and hyperparameters.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from burdenshare.analysis import amounts
from burdenshare.analysis import zone as agreed
from burdenshare.analysis.past_rounds import credit
from burdenshare.analysis.standing import MONTH, standing
from burdenshare.analysis.threat import departures_of
from burdenshare.arrays import Array
from burdenshare.bargaining import history
from burdenshare.bargaining.history_premises import (
    PAYEE,
    PAYER,
    Beliefs,
    CaseLimits,
    Departure,
    Figures,
    Refusal,
    Talks,
    TypeChange,
)
from burdenshare.cases.schema import CalendarEvent, Disagreement, Position, PositionKind
from burdenshare.facts.priors import (
    BetaBelief,
    GammaBelief,
    NormalBelief,
    Priors,
    gap_conceded_for,
    growth_for,
    positions_weight_for,
)
from burdenshare.model import Draws, Model
from burdenshare.uncertainty.distributions import Beta
from burdenshare.uncertainty.sampling import Block, stream

HORIZON = 36
"""Months that a forecast looks ahead."""

REFUSED_IN_SHOW = 0.2
"""Chance that a figure refused outright could have been accepted."""

ANSWERED_IN_SHOW = 0.5
"""The same of a figure that was answered by another one, or by leaving the room."""

SESSIONS_A_MONTH = 1.0
"""Sessions that a side may leave."""

PRIOR_SESSIONS = (0.5, 9.5)
"""Sessions that ended with a walkout and that did not, which a case's own are added to."""

IMPATIENCE = 0.06
"""Yearly discount rate of a side of which the case says nothing."""

OPENING_STEPS = (
    PositionKind.SESSION, PositionKind.DEMAND, PositionKind.OFFER, PositionKind.REFUSAL,
    PositionKind.WALKOUT,
)  # fmt: skip
"""Steps of which the first opens the talks."""

FIGURE_STEPS = (PositionKind.DEMAND, PositionKind.OFFER, PositionKind.REPORT)
"""Steps that put a side's figure on the table. Statements may name any sum."""


def beliefs(model: Model) -> Priors:
    """Give what past rounds taught by the date of a model about how talks go."""
    return model.priors


@dataclass(frozen=True, slots=True)
class Calendar:
    """Months from the opening of the talks, and back to dates."""

    opening: date

    def months(self, day: date) -> float:
        """Give the months from the opening to a day."""
        return (day - self.opening).days / MONTH

    def day(self, months: float) -> date:
        """Give the day that lies so many months after the opening."""
        return self.opening + timedelta(days=round(months * MONTH))


def calendar_of(model: Model) -> Calendar:
    """Count from the first step of the talks that was known, or else from the date of the case."""
    steps = [p for p in model.case.positions if p.kind in OPENING_STEPS]
    return Calendar(min([model.as_of, *(step.date.earliest for step in steps)]))


def horizon_of(model: Model) -> date:
    """Give the last day that a forecast looks at."""
    day = model.as_of
    # The 29th of February has no like in most years.
    return day.replace(
        year=day.year + HORIZON // 12, day=min(day.day, 28) if day.month == 2 else day.day
    )


def expiry_of(model: Model) -> date | None:
    """Give the day on which the present agreement ends, if it does."""
    expires = amounts.payment_of(model).expires
    return expires.latest if expires else None


# --- the course of the talks ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Change:
    """An election that may change a side, and when the new government can act."""

    event: CalendarEvent
    acts: date


def changes_of(model: Model, calendar: Calendar) -> list[Change]:
    """Give the events since the opening that may change a side, in order.

    A government that is elected acts from its inauguration, if the calendar has it within half a
    year of the election.
    """
    sides = amounts.sides(model)
    found = []
    for event in model.case.calendar:
        if event.party not in sides or event.type_change is None:
            continue
        day = event.date.latest
        begins = [
            other.date.latest
            for other in model.case.calendar
            if other.kind == "inauguration" and other.party == event.party
            and day <= other.date.latest <= day + timedelta(days=183)
        ]  # fmt: skip
        acts = min(begins, default=day)
        if acts > calendar.opening:
            found.append(Change(event, acts))
    return sorted(found, key=lambda change: (change.acts, change.event.id))


def talks_of(model: Model, draws: Draws, calendar: Calendar) -> Talks:
    """Give the course of the talks as the theory of histories takes it."""
    expiry = expiry_of(model)
    steps = list(figures_named(model, draws, calendar))
    walkouts = [p for p in model.case.positions if p.kind is PositionKind.WALKOUT]
    deadlines = [e.date.latest for e in model.case.calendar if e.kind == "deadline"]
    last = max((_day(model, p) for p in walkouts), default=None)
    return Talks(
        as_of=calendar.months(model.as_of),
        horizon=calendar.months(horizon_of(model)) - calendar.months(model.as_of),
        expiry=None if expiry is None else calendar.months(expiry),
        deadlines=tuple(sorted({calendar.months(day) for day in deadlines} - {0.0})),
        changes=tuple(
            TypeChange(
                calendar.months(change.acts),
                _side(model, change.event.party),
                draws[f"calendar.{change.event.id}.type_change"],
                draws.get(f"calendar.{change.event.id}.new_settlement"),
            )
            for change in changes_of(model, calendar)
        ),
        figures=tuple(steps),
        refusals=tuple(_refusals(model, draws, calendar)),
        departures=tuple(
            Departure(_chance_of(model, draws, o), ends_all(model, o)) for o in departures_of(model)
        ),
        rests_until=0.0 if last is None else calendar.months(last) + history.REST,
    )


def _side(model: Model, party: str | None) -> int:
    return PAYER if party == amounts.sides(model)[0] else PAYEE


def _day(model: Model, position: Position) -> date:
    """The last day that a step may have been on, no later than today."""
    return min(position.date.latest, model.as_of)


def _figure(model: Model, draws: Draws, position: Position) -> Array | None:
    """The yearly payment that a step names."""
    start = f"positions.{position.id}"
    if f"{start}.amount" in draws:
        return draws[f"{start}.amount"]
    if f"{start}.rise" in draws:
        return amounts.present_payment(draws) * (1 + draws[f"{start}.rise"])
    return None


def _named(model: Model, draws: Draws) -> list[tuple[date, Position, Array]]:
    """Figures put on the table by either side, in order; a demand comes after a report of it."""
    sides = amounts.sides(model)
    found = []
    for position in model.case.positions:
        figure = _figure(model, draws, position)
        if position.kind in FIGURE_STEPS and position.party in sides and figure is not None:
            found.append((_day(model, position), position, figure))
    return sorted(found, key=lambda each: (each[0], each[1].kind is not PositionKind.REPORT))


def figures_named(model: Model, draws: Draws, calendar: Calendar) -> Iterator[Figures]:
    """Figures with their dates; what a side refuses the other has offered, or asked, at least."""
    steps: list[tuple[date, int, Array]] = [
        (day, _side(model, position.party), figure)
        for day, position, figure in _named(model, draws)
    ]
    steps += [(day, 1 - side, figure) for day, side, figure in _refused(model, draws)]
    steps.sort(key=lambda step: step[0])
    last: dict[int, tuple[date, Array]] = {}
    for day, side, figure in steps:
        # An offer is not taken back; but one of the same day is another account of it.
        if side == PAYER and PAYER in last and last[PAYER][0] < day:
            figure = np.maximum(figure, last[PAYER][1])
        last[side] = day, figure
        demand, offer = (figure, None) if side == PAYEE else (None, figure)
        yield Figures(calendar.months(day), demand, offer)


def _refused(model: Model, draws: Draws) -> Iterator[tuple[date, int, Array]]:
    """Figures that a side refused in so many words."""
    sides = amounts.sides(model)
    for position in model.case.positions:
        figure = _figure(model, draws, position)
        if position.kind is PositionKind.REFUSAL and position.party in sides and figure is not None:
            yield _day(model, position), _side(model, position.party), figure


def _refusals(model: Model, draws: Draws, calendar: Calendar) -> Iterator[Refusal]:
    """Refusals outright; figures that were answered by another; figures left on the table."""
    for day, side, figure in _refused(model, draws):
        yield Refusal(calendar.months(day), side, figure, REFUSED_IN_SHOW)
    last: dict[int, Array] = {}
    steps: list[tuple[date, int, Array | None]] = [
        (day, _side(model, position.party), figure)
        for day, position, figure in _named(model, draws)
    ]
    steps += [
        (_day(model, p), _side(model, p.party), None)
        for p in model.case.positions
        if p.kind is PositionKind.WALKOUT and p.party in amounts.sides(model)
    ]
    for day, side, answer in sorted(steps, key=lambda step: step[0]):
        if 1 - side in last:
            yield Refusal(calendar.months(day), side, last[1 - side], ANSWERED_IN_SHOW)
        if answer is not None:
            last[side] = answer


def _chance_of(model: Model, draws: Draws, outcome: Disagreement) -> Array:
    """The chance of an outcome within a year of disagreement, as an observer sees it."""
    given = draws.get(f"disagreement.{outcome.id}.probability")
    if given is not None:
        return given
    every = amounts.probabilities(model, draws, amounts.sides(model)[1])
    return every[model.case.disagreement.index(outcome)]


def ends_all(model: Model, outcome: Disagreement) -> bool:
    """Tell whether an outcome leaves nothing to bargain over."""
    entry = model.inputs.get(f"disagreement.{outcome.id}.withdrawn")
    return entry is None or float(entry.distribution.quantile(np.array([0.5]))[0]) >= 0.999


# --- what nobody observes ------------------------------------------------------------------------


def walkout_rate(model: Model) -> float:
    """Give the rate a month at which a side leaves the room, from the sessions so far."""
    kinds = [position.kind for position in model.case.positions]
    left = kinds.count(PositionKind.WALKOUT)
    stayed = max(kinds.count(PositionKind.SESSION) - left, 0)
    ended, not_ended = PRIOR_SESSIONS
    return SESSIONS_A_MONTH * (ended + left) / (ended + not_ended + left + stayed)


@dataclass(frozen=True, slots=True)
class Hyper:
    """Draws of what past rounds teach, block by block, each from a stream of its own."""

    seed: int
    block: Block

    def _stream(self, name: str) -> np.random.Generator:
        return stream(self.seed, f"forecast.{name}", self.block.number)

    def beta(self, name: str, belief: BetaBelief) -> Array:
        """Draw shares."""
        rng = self._stream(name)
        if min(belief.a, belief.b) >= 0.5:
            return Beta(belief.a, belief.b).sample(rng, self.block.size)
        return rng.beta(belief.a, belief.b, self.block.size)

    def gamma(self, name: str, belief: GammaBelief) -> Array:
        """Draw positive numbers."""
        drawn = self._stream(name).standard_gamma(belief.shape, self.block.size)
        return np.asarray(drawn * (belief.mean / belief.shape))

    def normal(self, name: str, belief: NormalBelief) -> Array:
        """Draw numbers of either sign."""
        drawn = self._stream(name).standard_normal(self.block.size)
        return np.asarray(belief.mean + belief.sd * drawn)

    def growth(self, name: str, model: Model, priors: Priors) -> Array:
        """Draw the log of a settlement over the present payment."""
        payment = amounts.payment_of(model)
        belief = growth_for(priors, payment.kind, payment.payer, payment.payee)
        drawn = self._stream(name).standard_t(belief.freedom, self.block.size)
        # A fat tail has no bound, but nobody has seen a payment change by a factor of twenty.
        return np.minimum(np.maximum(belief.centre + belief.scale * drawn, -3.0), 3.0)


def drawn_beliefs(
    model: Model,
    draws: Draws,
    priors: Priors,
    hyper: Hyper,
    limits: amounts.Reservation | None,
) -> Beliefs:
    """Give what the theory of histories takes as believed, for one block of draws.

    `draws` and `limits` are those of the block; no limits for a case that gives none.
    """
    payer, payee = amounts.sides(model)
    kind = amounts.payment_of(model).kind
    power = draws.get("bargaining.power")
    ceiling = agreed.ceiling(model, draws)
    bias = priors.ceiling_bias
    return Beliefs(
        present=amounts.present_payment(draws),
        growth=hyper.growth("growth", model, priors),
        later_growth=hyper.growth("later-growth", model, priors),
        friction=(
            hyper.gamma("friction.payee", priors.friction),
            hyper.gamma("friction.payer", priors.friction),
        ),
        typical_friction=priors.friction.mean,
        impatience=(_impatience(draws, payee), _impatience(draws, payer)),
        obstinacy=(
            draws[f"bargaining.obstinacy.{payee}"],
            draws[f"bargaining.obstinacy.{payer}"],
        ),
        power=hyper.beta("power", BetaBelief(4.0, 4.0)) if power is None else power,
        by_expiry=draws["bargaining.by_expiry"],
        early_pace=hyper.gamma("early-pace", priors.session_pace),
        pace=hyper.gamma("pace", priors.lapse_pace),
        relenting=hyper.gamma("relenting", priors.relenting),
        gap_conceded=hyper.beta("gap", gap_conceded_for(priors, kind)),
        anchor=draws["bargaining.anchor"],
        noise=hyper.gamma("noise", priors.noise),
        positions_weight=figures_weight(model, priors),
        bounded=_mean(priors.bounded),
        case_weight=_mean(priors.case_weight),
        walkouts=np.full(1, walkout_rate(model)),
        limits=None if limits is None else _case_limits(model, draws, limits),
        ceiling=ceiling,
        floor=agreed.floor(model, draws),
        ceiling_bias=hyper.normal("ceiling-bias", bias) if ceiling is not None else None,
        room=bias.mean - 1.645 * bias.sd,
    )


def figures_weight(model: Model, priors: Priors) -> float:
    """Give the chance that the figures on the table decide the terms, once the payee named one.

    Figures that lie far out have less of it, by the width of the gap as it stands at the date.
    """
    weight = _mean(positions_weight_for(priors, amounts.payment_of(model).kind))
    now = standing(model)
    return weight if now.gap is None else weight * credit(now, priors)


def _mean(belief: BetaBelief) -> float:
    return belief.a / (belief.a + belief.b)


def _impatience(draws: Draws, side: str) -> Array:
    rate = draws.get(f"bargaining.discount_rates.{side}")
    return np.full(1, IMPATIENCE) if rate is None else np.maximum(rate, 0.0)


def has_limits(model: Model) -> bool:
    """Tell whether a case says what each side would rather have than disagree."""
    return bool(model.case.disagreement) or set(amounts.sides(model)) <= set(model.case.reservation)


def _case_limits(model: Model, draws: Draws, limits: amounts.Reservation) -> CaseLimits:
    payer, payee = amounts.sides(model)
    going_on = [outcome for outcome in model.case.disagreement if outcome.withdrawn is None]
    friction = None
    if going_on:
        friction = (
            amounts.loss_in(model, draws, going_on[0], payee),
            amounts.loss_in(model, draws, going_on[0], payer),
        )
    return CaseLimits(
        limits.least, limits.most, limits.outside_least, limits.outside_most, friction
    )
