"""What does this settlement do to the next talks, and they to this one?

Talks that follow move by a part, `pass_through`, of each unit of change here. So a payment counts
`1 + Phi` times for the payee, which lowers the least that it accepts here when limits are known,
changes its best demand when they are not, and gives it a reason to be seen firm by those who wait.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from burdenshare.analysis import amounts
from burdenshare.analysis.figures import amount_figure, certain, chance, input_figure, summary
from burdenshare.analysis.formulas import by_formula
from burdenshare.analysis.precedent_words import findings, sentences
from burdenshare.arrays import Array
from burdenshare.bargaining.precedent import (
    demand_with_precedent,
    precedent_multiplier,
    settlement_with_precedent,
    stake,
)
from burdenshare.bargaining.reputation import yield_threshold
from burdenshare.cases.schema import LinkedTalk
from burdenshare.model import Draws, Model
from burdenshare.results import Figure, Made, Unit
from burdenshare.results.figures import PROBABILITY, RATIO
from burdenshare.results.precedents import LinkedTable, Precedent, Stake, WithAndWithout
from burdenshare.uncertainty.sampling import quantiles

LEAST_MULTIPLIER = 0.05
"""What a unit of payment here counts at least, however much talks that follow would undo."""

YEAR = 365.25


class _Talks(NamedTuple):
    """The talks that follow, in order, and what a unit of payment here counts with them."""

    talks: list[LinkedTalk]
    multiplier: Array
    """`1 + Phi`, shape (draws,) or (1,)."""
    is_held: bool
    """Whether the multiplier was held up in some draws."""


class _Table(NamedTuple):
    """This table in draws, each of shape (draws,) or (1,)."""

    least: Array
    most: Array
    paid: Array
    change: Array


def precedent(
    model: Model,
    draws: Draws,
    figure: Figure,
    present: Figure,
    made: Made,
    limits: amounts.Reservation | None = None,
) -> Precedent:
    """Say what each side gains or loses elsewhere by this settlement, and what that does here.

    `limits` are the reservation values, if they have been computed already.
    """
    payer, payee = amounts.sides(model)
    values = amounts.reservation(model, draws) if limits is None else limits
    paid = amounts.present_payment(draws)
    here = _Table(values.least, values.most, paid, figure.value - paid)
    linked = _talks(model, draws, payee)
    money = model.basis
    elsewhere = here.change * (linked.multiplier - 1)
    effects = tuple(_effects(model, draws, here, linked)) if linked.talks else ()
    answer = Precedent(
        made=made,
        money=money,
        payee=model.case.parties[payee].prose,
        payer=model.case.parties[payer].prose,
        figure=figure,
        present=present,
        tables=tuple(_tables(model, draws, here, linked)),
        multiplier=summary(linked.multiplier, RATIO, by_formula("precedent-multiplier")),
        elsewhere=amount_figure(elsewhere, money, "money-elsewhere"),
        effects=effects,
        pays=_firmness_pays(here, linked, effects),
        stakes=tuple(_stakes(model, draws, here, linked)),
        sentences=(),
        findings=(),
    )
    over = [talk for talk in model.case.linked if not _is_ahead(model, talk)]
    return replace(
        answer,
        sentences=tuple(sentences(answer)),
        findings=tuple(findings(answer, over=[talk.name for talk in over], is_held=linked.is_held)),
    )


def _is_ahead(model: Model, talk: LinkedTalk) -> bool:
    return talk.date is None or talk.date.latest >= model.as_of


def _talks(model: Model, draws: Draws, payee: str) -> _Talks:
    """Linked talks still ahead, those with a date first, discounted to today as the payee does."""
    ahead = [talk for talk in model.case.linked if _is_ahead(model, talk)]
    ahead.sort(key=lambda talk: (talk.date is None, talk.date.latest if talk.date else None))
    if not ahead:
        return _Talks([], np.ones(1), False)
    waits = [_years_until(model, talk) for talk in ahead]
    rate = draws.get(f"bargaining.discount_rates.{payee}")
    factor = 1.0 if rate is None else 1.0 / (1.0 + np.maximum(rate, 0.0))
    through = [draws[f"linked.{talk.id}.pass_through"] for talk in ahead]
    total = np.zeros(1)
    for phi, wait in zip(through, waits, strict=True):
        total = total + (phi * factor**wait if wait else phi)
    is_low = bool((total < LEAST_MULTIPLIER - 1.0).any())
    total = np.maximum(total, LEAST_MULTIPLIER - 1.0)
    return _Talks(ahead, precedent_multiplier(total[..., None]), is_low)


def _years_until(model: Model, talk: LinkedTalk) -> float:
    return (talk.date.latest - model.as_of).days / YEAR if talk.date else 0.0


def _tables(model: Model, draws: Draws, here: _Table, linked: _Talks) -> Iterator[LinkedTable]:
    for talk in linked.talks:
        entry = model.inputs[f"linked.{talk.id}.pass_through"]
        yield LinkedTable(
            id=talk.id,
            name=talk.name,
            party=talk.party or "",
            date=str(talk.date or ""),
            pass_through=input_figure(model, entry),
            yearly=amount_figure(here.change * draws[entry.path], model.basis, "money-at-a-table"),
        )


# --- what it does here ---------------------------------------------------------------------------


def _effects(model: Model, draws: Draws, here: _Table, linked: _Talks) -> Iterator[WithAndWithout]:
    money, multiplier = model.basis, linked.multiplier
    yield WithAndWithout(
        "least",
        "least the payee accepts",
        amount_figure(here.least, money, "least"),
        amount_figure(here.least / multiplier, money, "least-with-precedent"),
    )
    power = draws.get("bargaining.power")
    weight = 0.5 if power is None else power
    alone = settlement_with_precedent(here.least, here.most, weight)
    counting = settlement_with_precedent(
        here.least, here.most, weight, provider_multiplier=multiplier
    )
    exists = alone.exists & counting.exists
    if exists.any():
        first, second = (
            np.broadcast_to(s.payment, exists.shape)[exists] for s in (alone, counting)
        )
        yield WithAndWithout(
            "settlement",
            "settlement with known limits",
            amount_figure(first, money, "nash" if power is None else "asymmetric-nash"),
            amount_figure(second, money, "settlement-with-precedent"),
        )
    low, high = _ends(here.most)
    demands = [
        demand_with_precedent(
            low, high, refusal_value=here.least, provider_multiplier=factor
        ).demand
        for factor in (1.0, multiplier)
    ]
    yield WithAndWithout(
        "demand",
        "best single demand against a limit unseen",
        amount_figure(demands[0], money, "best-demand"),
        amount_figure(demands[1], money, "demand-with-precedent"),
    )
    asked = float(quantiles(demands[0], (0.5,))[0])
    break_even = _break_even(asked, here)
    last = yield_threshold(break_even, 1)
    first_of_many = yield_threshold(break_even, len(linked.talks) + 1)
    yield WithAndWithout(
        "reputation",
        "reputation for firmness that suffices",
        summary(last, PROBABILITY, by_formula("break-even")),
        summary(first_of_many, PROBABILITY, by_formula("yield-threshold")),
    )


def _ends(most: Array) -> tuple[float, float]:
    """Ends of the uniform distribution that has the 5% and 95% quantiles of some draws."""
    low, high = (float(q) for q in quantiles(most, (0.05, 0.95)))
    beyond = (high - low) / 18.0
    return low - beyond, high + beyond


def _break_even(demand: float, here: _Table) -> Array:
    """Chance of failure at which the payer is as well off yielding to a demand."""
    room = here.most - here.paid
    rise = np.maximum(demand - here.paid, 0.0)
    ratio = rise / np.where(room > 0, room, 1.0)
    return np.where(rise > 0, np.where(room > 0, np.minimum(ratio, 1.0), 1.0), 0.0)


def _firmness_pays(here: _Table, linked: _Talks, effects: tuple[WithAndWithout, ...]) -> Figure:
    """Whether what others then pay more is worth a failure here."""
    asked = next((effect.alone.value for effect in effects if effect.id == "demand"), None)
    if asked is None:
        return certain(0.0, PROBABILITY, "firmness-pays")
    gain = np.maximum(asked - here.paid, 0.0) * (linked.multiplier - 1)
    cost = np.maximum(here.paid - here.least, 0.0)
    return chance((gain > 0) & (gain >= cost), "firmness-pays")


# --- money over the years ------------------------------------------------------------------------


def _stakes(model: Model, draws: Draws, here: _Table, linked: _Talks) -> Iterator[Stake]:
    payer, payee = amounts.sides(model)
    term = draws.get("payment.term")
    if term is None:
        return
    unit = Unit("money", str(model.basis), *_currency(model))
    for side in (payee, payer):
        rate = draws.get(f"bargaining.discount_rates.{side}")
        if rate is None or not (rate > 0).all():
            continue
        once, ever = stake(1.0, rate, years=term), stake(1.0, rate)
        moves = [("this table", here.change)]
        if side == payee and linked.talks:
            moves.append(("tables that follow", here.change * (linked.multiplier - 1)))
        for what, change in moves:
            yield Stake(
                model.case.parties[side].prose,
                what,
                summary(change * once, unit, by_formula("stake-term")),
                summary(change * ever, unit, by_formula("stake-for-ever")),
            )


def _currency(model: Model) -> tuple[str, float]:
    yearly = Unit.money(model.basis)
    return yearly.currency, yearly.multiplier
