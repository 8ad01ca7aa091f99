"""Where a round stands at a date: the last figures of both sides, and the time that is left.

Only a case that is cut at the date is read. Figures are logs of a yearly payment over the present
one. A side's last figure is that of its latest demand or offer, or of a report of one; of two that
are dated alike the demand or offer serves. Statements are left out: they may name any sum. A date
without a day counts from its first, as that of an opening does.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

import numpy as np

from burdenshare.analysis.amounts import payment_of
from burdenshare.cases.schema import Position, PositionKind
from burdenshare.model import Model

MONTH = 30.4375
"""Days of a month, on average."""

_FIGURES = (PositionKind.DEMAND, PositionKind.OFFER, PositionKind.REPORT)


@dataclass(frozen=True, slots=True)
class Standing:
    """What past rounds can be asked about a round at a date."""

    kind: str
    payer: str
    payee: str
    as_of: date
    payee_figure: float | None
    """Log of the payee's last figure over the present payment, if it was known."""
    payer_figure: float | None
    """Log of the payer's last figure over the present payment, if it was known."""
    months_left: float | None
    """Months to the end of the present terms, below 0 after it; None if they have none."""

    @property
    def dyad(self) -> str:
        """Payer and payee, as keys of beliefs name them."""
        return f"{self.payer}-{self.payee}"

    @property
    def gap(self) -> tuple[float, float] | None:
        """The ends between which a settlement is looked for; None if the payee named no figure.

        Without a figure of the payer the present payment stands in for it, or the payee's own
        figure if that is lower.
        """
        if self.payee_figure is None:
            return None
        low = min(0.0, self.payee_figure) if self.payer_figure is None else self.payer_figure
        return min(low, self.payee_figure), max(low, self.payee_figure)

    @property
    def bounds(self) -> tuple[float, float]:
        """Least and most that the figures themselves leave open."""
        known = [f for f in (self.payer_figure, self.payee_figure) if f is not None]
        if len(known) == 2:
            return min(known), max(known)
        low = -math.inf if self.payer_figure is None else self.payer_figure
        high = math.inf if self.payee_figure is None else self.payee_figure
        return low, high


def standing(model: Model) -> Standing:
    """Say where the round of a model stands at the model's date."""
    payment = payment_of(model)
    expiry = payment.expires.latest if payment.expires else None
    return Standing(
        kind=payment.kind,
        payer=payment.payer,
        payee=payment.payee,
        as_of=model.as_of,
        payee_figure=_last_figure(model, payment.payee),
        payer_figure=_last_figure(model, payment.payer),
        months_left=None if expiry is None else (expiry - model.as_of).days / MONTH,
    )


def _last_figure(model: Model, party: str) -> float | None:
    named = [p for p in model.case.positions if p.party == party and p.kind in _FIGURES]
    figures = [(p, _figure(model, p)) for p in named]
    known = [(p, figure) for p, figure in figures if figure is not None and figure > 0]
    if not known:
        return None
    order = [(p.date.earliest, p.kind is not PositionKind.REPORT) for p, _ in known]
    last = max(range(len(known)), key=lambda place: (order[place], place))
    return math.log(known[last][1])


def _figure(model: Model, position: Position) -> float | None:
    """A position's figure over the present payment."""
    if position.amount is not None:
        present = middle(model, "payment.current")
        return middle(model, f"positions.{position.id}.amount") / present if present > 0 else None
    if position.rise is not None:
        return 1 + middle(model, f"positions.{position.id}.rise")
    return None


def middle(model: Model, path: str) -> float:
    """Give the median of an input."""
    return float(model.inputs[path].distribution.quantile(np.array([0.5]))[0])
