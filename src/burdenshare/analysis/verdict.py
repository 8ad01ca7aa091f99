"""The verdict: the question, and the answer in three sentences with numbers.

Whether a figure is called balanced follows from one rule: the share of all fair shares (principle
by cost base, and references) whose median lies below it. Up to 75% it lies within what principles
ask, up to 90% at the upper end, beyond that above nearly all of them.
"""

from __future__ import annotations

import numpy as np

from burdenshare.analysis import amounts
from burdenshare.analysis.figures import certain
from burdenshare.analysis.formulas import by_formula
from burdenshare.model import Model
from burdenshare.results import (
    Cell,
    FairShares,
    Figure,
    Forecast,
    Reference,
    Sentence,
    Verdict,
    Zone,
)
from burdenshare.results.figures import RATIO, Unit
from burdenshare.uncertainty.sampling import quantiles

UPPER_END, ABOVE_NEARLY_ALL = 0.75, 0.9
"""Shares of the fair shares below a figure at which the verdict changes its words."""


def verdict(model: Model, shares: FairShares, zone: Zone, forecast: Forecast) -> Verdict:
    """Say in words how a figure lies among fair shares, what could be agreed, and what will be."""
    answers = (_fairness(model, shares), _agreement(zone), forecast.sentences[0])
    return Verdict(_question(model, shares), answers)


def _question(model: Model, shares: FairShares) -> Sentence:
    if model.case.question.text:
        text = model.case.question.text.replace("{", "{{").replace("}", "}}")
        return Sentence(text, {})
    payer = model.case.parties[amounts.sides(model)[0]].name.replace("{", "{{").replace("}", "}}")
    template = f"Is {{figure}} a year a balanced price for {payer}, and what could be agreed?"
    return Sentence(template, {"figure": shares.figure})


def _fairness(model: Model, shares: FairShares) -> Sentence:
    figures = {"figure": shares.figure, "present": shares.present}
    ratio = shares.figure.value / shares.present.value if shares.present.value else 0.0
    says_more = ratio and abs(ratio - 1) > 0.005
    multiple = ", {multiple} the present payment," if says_more else ""
    figures["multiple"] = certain(ratio, RATIO, "multiple")
    count = int(shares.counted.value)
    if count == 0:
        return Sentence(
            "No fair share could be computed, so nothing can be said of {figure} a year.", figures
        )
    figures |= {"reached": shares.reached, "counted": shares.counted, "spread": _spread(shares)}
    figures["nearest"] = _nearest(shares).payment
    reached = "none" if shares.reached.value == 0 else "{reached}"
    template = (
        f"{_opening(shares.percentile.value)} {{figure}} a year{multiple} is reached by {reached} "
        "of the {counted} fair shares computed, each recognised principle on each cost base; half "
        "of them lie below {spread} and nine in ten between {spread:between}; the nearest to it, "
        f"{_name(_nearest(shares))}, comes to {{nearest:full}}."
    )
    return Sentence(template, figures)


def _opening(below: float) -> str:
    if below > ABOVE_NEARLY_ALL:
        return "No:"
    if below > UPPER_END:
        return "Only at the upper end of what principles ask:"
    if below == 0:
        return "It is no more than any principle asks:"
    return "It lies within what recognised principles ask:"


def _spread(shares: FairShares) -> Figure:
    """Median and 90% interval of the medians of all fair shares."""
    medians = [c.payment.value for c in shares.cells] + [r.payment.value for r in shares.references]
    low, middle, high = (float(q) for q in quantiles(np.array(medians), (0.05, 0.5, 0.95)))
    return Figure(middle, Unit.money(shares.money), by_formula("spread"), low, high)


def _nearest(shares: FairShares) -> Cell | Reference:
    """The fair share that reaches the figure most narrowly, or else falls short by least."""
    every: list[Cell | Reference] = [*shares.cells, *shares.references]
    return min(every, key=lambda entry: abs(entry.payment.value - shares.figure.value))


def _name(entry: Cell | Reference) -> str:
    name = f"{entry.principle_name} on {entry.base_name}" if isinstance(entry, Cell) else entry.name
    return name.replace("{", "{{").replace("}", "}}")


def _agreement(zone: Zone) -> Sentence:
    payer, payee = (name.replace("{", "{{").replace("}", "}}") for name in (zone.payer, zone.payee))
    figures = {
        "most": zone.most,
        "least": zone.least,
        "exists": zone.exists,
        "figure": zone.figure,
        "inside": zone.figure_inside,
    }
    opening = (
        f"Rather than disagree, {payer} would pay at most {{most:full}} and {payee} would accept "
        "no less than {least:full}"
    )
    if not zone.solutions:
        return Sentence(f"{opening}, so that no payment suits both.", figures)
    figures["nash"] = zone.solutions[0].payment
    return Sentence(
        f"{opening}; a payment that suits both exists with probability {{exists}}, {{figure}} is "
        "one with probability {inside}, and bargaining with equal power would settle near "
        "{nash:full}.",
        figures,
    )
