"""Is the threat to leave worth believing, and what can it extract?

The side that threatens compares leaving with going on at the present payment and being seen to
back down. The other side compares paying with the chance that the threat is carried out. What the
payoffs say, what the record of such threats says, and what each side believes are shown apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from burdenshare.analysis import amounts
from burdenshare.analysis.figures import amount_figure, certain, chance, summary
from burdenshare.analysis.formulas import by_formula
from burdenshare.analysis.threat_priors import (
    PAYOFF_CASES,
    PRIOR_CASES,
    sanction_threats,
    threatened_ends,
)
from burdenshare.analysis.threat_words import findings, sentences
from burdenshare.arrays import Array
from burdenshare.bargaining import threats
from burdenshare.cases.schema import Disagreement, Position, PositionKind
from burdenshare.cases.unsaid import AUDIENCE_COST_SHARE, departures
from burdenshare.model import Draws, Model
from burdenshare.results import Figure, Made
from burdenshare.results.figures import PROBABILITY, SHARE
from burdenshare.results.threats import Departure, Threat
from burdenshare.uncertainty.distributions import Beta
from burdenshare.uncertainty.sampling import Executor, Plan, draw


class _Sides(NamedTuple):
    """Who threatens whom, and the sign of a payment to who threatens."""

    threatener: str
    target: str
    sign: float
    """1 if who threatens is paid, -1 if it pays."""


class _Leaving(NamedTuple):
    """A way to leave in draws; each array of shape (draws,) or (1,)."""

    outcome: Disagreement
    staying: Array
    target_loss: Array
    own_belief: Array
    target_belief: Array
    shame: Array
    """What backing down costs who threatens, as a part of the rise asked for."""


class _Demand(NamedTuple):
    """What is asked, what is paid now, and by how much the first is better for who threatens."""

    figure: Figure
    paid: Array
    rise: Array


def threat(
    model: Model,
    draws: Draws,
    figure: Figure,
    present: Figure,
    made: Made,
    plan: Plan,
    executor: Executor,
) -> Threat:
    """Judge the threat to leave: whether it would be carried out, and the payment it supports."""
    sides = _sides(model)
    ways = _ways_to_leave(model, draws, sides)
    asked = _demand(draws, sides, figure)
    loss = sum((way.target_belief * way.target_loss for way in ways), np.zeros(1))
    record = threatened_ends(model.as_of)
    ended = sum(entry.ended for entry in record) / max(len(record), 1)
    answer = Threat(
        made=made,
        money=model.basis,
        threatener=model.case.parties[sides.threatener].prose,
        target=model.case.parties[sides.target].prose,
        figure=figure,
        present=present,
        audience_cost=amount_figure(
            _audience_cost(ways, asked, plan, executor), model.basis, "audience-cost"
        ),
        departures=tuple(_departure(model, sides, way, asked) for way in ways),
        supports=amount_figure(
            _supported(sides, asked.paid, 1.0, loss), model.basis, "threat-supports-believed"
        ),
        record=certain(ended, SHARE, "threat-record"),
        sanctions=certain(sanction_threats(sides.threatener).rate, SHARE, "sanctions-record"),
        sentences=(),
        findings=(),
    )
    return replace(
        answer,
        sentences=tuple(sentences(answer, record)),
        findings=tuple(findings(answer, was_spoken=bool(threats_made(model)))),
    )


def _sides(model: Model) -> _Sides:
    """The side that last threatened, or else the payee, against the other."""
    payer, payee = amounts.sides(model)
    said = [p for p in threats_made(model) if p.party in (payer, payee)]
    if said and max(said, key=lambda p: p.date.latest).party == payer:
        return _Sides(payer, payee, -1.0)
    return _Sides(payee, payer, 1.0)


def supported_payment(model: Model, draws: Draws) -> Array:
    """Give the payment that the threat to leave supports, believed as the other side believes."""
    sides = _sides(model)
    ways = _ways_to_leave(model, draws, sides)
    loss = sum((way.target_belief * way.target_loss for way in ways), np.zeros(1))
    return _supported(sides, amounts.present_payment(draws), 1.0, loss)


def carried_out_from(model: Model, draws: Draws) -> Mapping[str, Array]:
    """Give the figure from which on the payoffs have a refused threat carried out, by outcome.

    A side that is paid carries it out if it asked for that much or more, a side that pays if it
    asked for that much or less; where no figure makes it the better course, or any does, it lies
    beyond all money there is.
    """
    sides = _sides(model)
    paid = amounts.present_payment(draws)
    found = {}
    for way in _ways_to_leave(model, draws, sides):
        need = threats.audience_cost_needed(way.staying, 0.0)
        rise = np.minimum(need / np.maximum(way.shame, 1.0 / BEYOND), BEYOND)
        found[way.outcome.id] = paid + sides.sign * np.where(need > 0, rise, -BEYOND)
    return found


BEYOND = 1e30
"""More than there is of any money."""


def payoffs_say(model: Model, draws: Draws, figure: float) -> Array:
    """Tell in which draws the payoffs have the gravest threat carried out once refused: 1, else 0.

    There is such a threat in the case, and it goes with a demand of the figure.
    """
    *_, start = carried_out_from(model, draws).values()
    return np.where(_sides(model).sign * (figure - start) >= 0, 1.0, 0.0)


def with_record(model: Model, payoffs_say: float) -> float:
    """Give the chance that a refused threat is carried out, by the payoffs and the record."""
    return _carried_out(model, _sides(model), payoffs_say).mean


def payer_threatens(model: Model) -> bool:
    """Tell whether it is the payer that threatens to leave."""
    return _sides(model).sign < 0


def threats_made(model: Model) -> list[Position]:
    """Give the threats that were known."""
    return [p for p in model.case.positions if p.kind is PositionKind.THREAT]


def departures_of(model: Model) -> list[Disagreement]:
    """Give the outcomes in which the undertaking ends in part or in whole."""
    return departures(model.case)


def _ways_to_leave(model: Model, draws: Draws, sides: _Sides) -> list[_Leaving]:
    paid = amounts.present_payment(draws)
    beliefs = [
        dict(zip((o.id for o in model.case.disagreement), given, strict=True))
        for given in (
            amounts.probabilities(model, draws, side) for side in (sides.threatener, sides.target)
        )
    ]
    ways = []
    for outcome in departures_of(model):
        own, other = (
            amounts.loss_in(model, draws, outcome, side)
            for side in (sides.threatener, sides.target)
        )
        lost_payment = sides.sign * (paid - amounts.paid_in(draws, outcome))
        ways.append(
            _Leaving(
                outcome,
                own + lost_payment,
                other - lost_payment,
                beliefs[0][outcome.id],
                beliefs[1][outcome.id],
                np.maximum(draws[f"disagreement.{outcome.id}.audience_cost"], 0.0),
            )
        )
    return ways


def _demand(draws: Draws, sides: _Sides, figure: Figure) -> _Demand:
    paid = amounts.present_payment(draws)
    rise = np.maximum(sides.sign * (figure.value - paid), 0.0)
    return _Demand(figure, paid, rise if rise.any() else np.zeros(1))


def _audience_cost(ways: list[_Leaving], asked: _Demand, plan: Plan, executor: Executor) -> Array:
    """What backing down from the gravest threat costs; from one that the case does not know of,
    what it is taken to cost anywhere."""
    if not asked.rise.any():
        return asked.rise
    if ways:
        return asked.rise * ways[-1].shame
    name = "prior.audience-cost"
    return asked.rise * draw({name: AUDIENCE_COST_SHARE}, plan, executor)[name]


def _departure(model: Model, sides: _Sides, way: _Leaving, asked: _Demand) -> Departure:
    money, outcome = model.basis, way.outcome
    credible = threats.is_credible(way.staying, 0.0, asked.rise * way.shame)
    belief = _carried_out(model, sides, float(credible.mean()))
    paid, figure = sides.sign * asked.paid, sides.sign * asked.figure.value
    enough = figure <= paid + np.maximum(way.target_loss, 0.0)
    needed = np.minimum(threats.belief_needed(paid, figure, way.target_loss), 1.0)
    staying = amount_figure(way.staying, money, "staying")
    return Departure(
        id=outcome.id,
        name=outcome.name,
        staying=staying,
        audience_cost_needed=_audience_cost_needed(staying),
        leaves_gladly=chance(threats.is_credible(way.staying, 0.0), "leaves-gladly"),
        payoffs_say=chance(credible, "payoffs-say"),
        carried_out=_of_beta(belief),
        threatener_believes=summary(way.own_belief, PROBABILITY, by_formula("belief")),
        target_believes=summary(way.target_belief, PROBABILITY, by_formula("belief")),
        target_loss=amount_figure(way.target_loss, money, "target-loss"),
        supports=amount_figure(
            _supported(sides, asked.paid, belief.mean, way.target_loss), money, "threat-supports"
        ),
        belief_needed=summary(needed, PROBABILITY, by_formula("belief-needed")),
        suffices=chance(enough, "threat-suffices"),
    )


def _audience_cost_needed(staying: Figure) -> Figure:
    """What backing down would have to cost; a rising function keeps quantiles in their places."""
    value, *ends = threats.audience_cost_needed(
        [q for q in (staying.value, staying.low, staying.high) if q is not None], 0.0
    ).tolist()
    is_certain = all(end == value for end in ends)
    origin = by_formula("audience-cost-needed")
    return Figure(value, staying.unit, origin, *([] if is_certain else ends))


def _carried_out(model: Model, sides: _Sides, payoffs_say: float) -> Beta:
    """The payoffs and the record together, as a distribution of the probability."""
    record = threatened_ends(model.as_of)
    rate = sanction_threats(sides.threatener).rate
    belief = threats.with_base_rate(
        payoffs_say,
        sum(entry.ended for entry in record),
        len(record),
        weight=PAYOFF_CASES,
        prior=(PRIOR_CASES * rate, PRIOR_CASES * (1 - rate)),
    )
    return Beta(float(belief.a), float(belief.b))


def _of_beta(belief: Beta) -> Figure:
    """The mean of a probability, which is what to reckon with, and its 90% interval."""
    low, high = belief.quantile(np.array([0.05, 0.95])).tolist()
    return Figure(belief.mean, PROBABILITY, by_formula("carried-out"), low, high)


def _supported(sides: _Sides, paid: Array, probability: float, loss: Array) -> Array:
    """The payment that a threat supports; one that harms nobody supports the present payment."""
    most = threats.largest_demand(sides.sign * paid, probability, np.maximum(loss, 0.0))
    return np.asarray(sides.sign * most)
