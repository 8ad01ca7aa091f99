"""The middle of a forecast without drawing histories, so that many values can be tried.

Where the histories mix two ways of settling, the weighted mean of the logs of both stands for the
median of the mixture, and the means of hyperparameters for what they are drawn from. Each is held
under what passes at home before they are mixed, and the mixture between known figures, as most
histories are.
"""

from __future__ import annotations

import math

import numpy as np

from burdenshare.analysis import amounts
from burdenshare.analysis import zone as agreed
from burdenshare.analysis.talks import (
    beliefs,
    calendar_of,
    changes_of,
    figures_named,
    figures_weight,
    has_limits,
)
from burdenshare.arrays import Array
from burdenshare.facts.priors import (
    BetaBelief,
    gap_conceded_for,
    growth_for,
)
from burdenshare.model import Draws, Input, Model
from burdenshare.provenance import Origin
from burdenshare.uncertainty.distributions import Constant, LogNormal

RECORD = "record.settlement"
"""Path of the payment that past rounds suggest, which is an input like those of the case."""


def record_input(model: Model) -> Input:
    """Give the payment that past rounds suggest, as an input."""
    payment = amounts.payment_of(model)
    belief = growth_for(beliefs(model), payment.kind, payment.payer, payment.payee)
    paid = float(model.inputs["payment.current"].distribution.quantile(np.array([0.5]))[0])
    # A lognormal with the same quarter and three quarters as the fat-tailed growth.
    spread = belief.scale * (1 + 0.2 / belief.freedom)
    middle = paid * math.exp(belief.centre)
    distribution = LogNormal(middle, spread) if middle > 0 else Constant(paid)
    label = "the payment with which past rounds would have it begin"
    return Input(RECORD, label, distribution, model.basis.per_year, Origin("formula", RECORDED))


RECORDED = "naive-past-rounds"


def middle_of_forecast(model: Model, draws: Draws) -> Array:
    """Give the payment about which histories settle, draw by draw.

    Parameters
    ----------
    model, draws : Model, Draws
        A case at a date, and values of its inputs; `RECORD` may be among them.

    Returns
    -------
    ndarray, shape (draws,) or (1,)
        [money of the model, a year]
    """
    priors, payment = beliefs(model), amounts.payment_of(model)
    paid = amounts.present_payment(draws)
    known = list(figures_named(model, draws, calendar_of(model)))
    demand = next((f.demand for f in reversed(known) if f.demand is not None), None)
    offer = next((f.offer for f in reversed(known) if f.offer is not None), None)
    record = draws.get(RECORD)
    if record is None:
        belief = growth_for(priors, payment.kind, payment.payer, payment.payee)
        record = paid * math.exp(belief.centre)
    if demand is not None:
        multiple = np.maximum(demand / np.maximum(paid, 1e-300), 1.0)
        record = record * multiple ** _mean(priors.anchor)
    cap = _dared(model, draws)
    middle = np.minimum(record, cap)
    if has_limits(model):
        by_case = np.minimum(_by_case(model, draws), cap)
        middle = _mixed(middle, by_case, _mean(priors.case_weight))
    if demand is not None:
        low = np.minimum(paid, demand) if offer is None else offer
        high = demand
        part = _mean(gap_conceded_for(priors, payment.kind))
        weight = figures_weight(model, priors)
        middle = _mixed(middle, np.minimum(_mixed(low, high, part), cap), weight)
    middle = _after_changes(model, draws, middle)
    if demand is not None or offer is not None:
        ends = [figure for figure in (demand, offer) if figure is not None]
        low = offer if offer is not None else np.full(1, -np.inf)
        high = demand if demand is not None else np.full(1, np.inf)
        if len(ends) == 2:
            low, high = np.minimum(*ends), np.maximum(*ends)
        middle = np.minimum(np.maximum(middle, low), high)
    return np.minimum(middle, cap)


def _dared(model: Model, draws: Draws) -> Array:
    """Give the most that negotiators dare to sign."""
    ceiling = agreed.ceiling(model, draws)
    if ceiling is None:
        return np.full(1, np.inf)
    bias = beliefs(model).ceiling_bias
    return ceiling * math.exp(bias.mean - 1.645 * bias.sd)


def _by_case(model: Model, draws: Draws) -> Array:
    limits = amounts.reservation(model, draws)
    power = draws.get("bargaining.power")
    weight = np.full(1, 0.5) if power is None else power
    return limits.least + weight * (limits.most - limits.least)


def _after_changes(model: Model, draws: Draws, middle: Array) -> Array:
    """Mix in what is expected of a government that may have come in already."""
    for change in changes_of(model, calendar_of(model)):
        expected = draws.get(f"calendar.{change.event.id}.new_settlement")
        if expected is not None and change.acts <= model.as_of:
            chance = draws[f"calendar.{change.event.id}.type_change"]
            middle = _mixed(middle, expected, chance)
    return middle


def _mixed(first: Array, second: Array, weight: float | Array) -> Array:
    """Give the weighted mean of logs, or of the amounts themselves where one is not above 0."""
    positive = (first > 0) & (second > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        logs = (1 - weight) * np.log(np.where(positive, first, 1.0)) + weight * np.log(
            np.where(positive, second, 1.0)
        )
    plain = (1 - weight) * first + weight * second
    return np.asarray(np.where(positive, np.exp(logs), plain))


def _mean(belief: BetaBelief) -> float:
    return belief.a / (belief.a + belief.b)
