"""What rules without a model would say of a settlement; they stand beside every forecast."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from burdenshare.analysis import amounts
from burdenshare.analysis.figures import amount_figure
from burdenshare.analysis.formulas import by_formula
from burdenshare.analysis.talks import Hyper, calendar_of, talks_of
from burdenshare.facts.priors import Priors
from burdenshare.model import Draws, Model, point
from burdenshare.results import Figure
from burdenshare.results.forecasts import NaiveForecast
from burdenshare.uncertainty.sampling import BLOCK_SIZE, Block

PAST_YEARS = 10
"""Years of past payments from which growth is reckoned."""


def naive_forecasts(
    model: Model, draws: Draws, present: Figure, priors: Priors, seed: int
) -> Iterator[NaiveForecast]:
    """Give no change, past growth, the midpoint of figures, and past rounds."""
    yield NaiveForecast("no-change", "no change", present)
    growth = past_growth(model)
    paid = amounts.present_payment(draws)
    if growth is not None:
        figure = amount_figure(paid * (1 + growth), model.basis, "naive-past-growth")
        yield NaiveForecast("past-growth", "past growth of this payment", figure)
    known = talks_of(model, draws.part(0, 1), calendar_of(model)).figures
    demands = [float(f.demand[0]) for f in known if f.demand is not None]
    offers = [float(f.offer[0]) for f in known if f.offer is not None]
    if demands and offers:
        middle = (demands[-1] + offers[-1]) / 2
        figure = amount_figure(np.array([middle]), model.basis, "naive-midpoint")
        yield NaiveForecast("midpoint", "midpoint of the last two figures", figure)
    grown = Hyper(seed, Block(0, 0, BLOCK_SIZE)).growth("climatology", model, priors)
    middle_paid = np.full(1, present.value)
    origin = by_formula("naive-past-rounds")
    rounds = amount_figure(middle_paid * np.exp(grown), model.basis, origin.ref)
    yield NaiveForecast("past-rounds", "first year of past rounds", rounds)


def past_growth(model: Model) -> float | None:
    """Give the mean growth a year of past payments in the currency of the present one."""
    payment = amounts.payment_of(model)
    currency = payment.current.currency
    rows = [
        (past.year, point(past.amount))
        for past in payment.history
        if past.amount.currency == currency and past.amount.unit == payment.current.unit
    ]
    rows = sorted(row for row in rows if row[1] > 0)[-PAST_YEARS - 1 :]
    if len(rows) < 2:
        return None
    (first, start), (last, end) = rows[0], rows[-1]
    return math.expm1(math.log(end / start) / (last - first))
