"""What is written for other programs, made out of a case: its offer game and its package of items.

Both are certain games of two sides, so medians stand for draws.
"""

from __future__ import annotations

import numpy as np

from burdenshare.analysis import amounts
from burdenshare.analysis.parts import Inquiry
from burdenshare.arrays import Array
from burdenshare.cases.schema import CostItem
from burdenshare.errors import CaseConsistencyError, CaseProblem
from burdenshare.exchange.efg import OfferGame
from burdenshare.exchange.genius import Issue, PackageDomain
from burdenshare.uncertainty.sampling import quantiles

OWN_SAKE = 0.5
"""How much a payer minds paying for what it causes itself, against paying for the other's sake."""


def offer_game(inquiry: Inquiry, *, offers: int = 11, rounds: int = 3) -> OfferGame:
    """Make the game of monthly alternating offers of a case.

    Parameters
    ----------
    inquiry : Inquiry
        A case with its draws.
    offers : int
        Payments that may be proposed, evenly from the least that the payee accepts to the most
        that the payer pays, both at their medians.
    rounds : int
        Months; the first proposal is that of the side that the case names, or the payee's.

    Returns
    -------
    OfferGame
        The payee is the first player. A payoff is what a side gains over disagreement, a year, in
        the money of the case; a month discounts it at the median rate of its side.

    Raises
    ------
    CaseConsistencyError
        If both limits are the same, so that there is nothing to offer.
    """
    model, draws = inquiry.model, inquiry.draws
    payer, payee = amounts.sides(model)
    values = amounts.reservation(model, draws)
    least, most = _median(values.least), _median(values.most)
    if least == most:
        raise CaseConsistencyError([_problem(model.case.slug, "reservation", "both limits agree")])
    payments = np.linspace(min(least, most), max(least, most), offers)
    decimals = max(0, 3 - int(np.floor(np.log10(abs(most - least) / max(offers - 1, 1)))))
    first = 1 if model.case.bargaining.first_mover == payer else 0
    rates = [draws.get(f"bargaining.discount_rates.{side}") for side in (payee, payer)]
    monthly = [1.0 if r is None else (1.0 + max(_median(r), 0.0)) ** (-1 / 12) for r in rates]
    return OfferGame(
        title=f"{model.case.title}, offers as of {model.as_of}",
        comment=f"Payments a year in {model.basis}; payoffs are gains over disagreement.",
        players=(model.case.parties[payee].name, model.case.parties[payer].name),
        offers=tuple(f"{payment:.{decimals}f}" for payment in payments),
        payoffs=tuple((float(x - least), float(most - x)) for x in payments),
        proposers=tuple((first + t) % 2 for t in range(rounds)),
        discounts=(monthly[0], monthly[1]),
    )


def package_domain(inquiry: Inquiry, *, levels: int = 3) -> PackageDomain:
    """Make the package of items on the table: of each, the part that the payer bears.

    Parameters
    ----------
    inquiry : Inquiry
        A case with its draws.
    levels : int
        Parts of an item that the payer may bear, evenly from nothing to all of it.

    Returns
    -------
    PackageDomain
        The payee is the first side and weighs items by their amount. The payer weighs them so too,
        save that the part which arises for its own sake counts half. Reservation values follow
        from the least and most payment, spread evenly over the items.

    Raises
    ------
    CaseConsistencyError
        If the case has no items on the table, or they come to nothing.
    """
    model, draws = inquiry.model, inquiry.draws
    payer, payee = amounts.sides(model)
    items = [item for item in model.case.costs if item.on_table != "no"]
    sums = [_median(amounts.amount(draws, item)) for item in items]
    total = sum(sums)
    if total <= 0:
        raise CaseConsistencyError(
            [_problem(model.case.slug, "costs", "no cost item is on the table")]
        )
    minded = [
        s * _minded(draws.get(f"costs.{i.id}.caused_by_payer"))
        for s, i in zip(sums, items, strict=True)
    ]
    values = amounts.reservation(model, draws)
    least, most = (_median(v) / total for v in (values.least, values.most))
    parts = np.linspace(0.0, 1.0, levels)
    return PackageDomain(
        name=model.case.slug,
        sides=(payee, payer),
        issues=tuple(
            _issue(item, parts, (own / total, other / sum(minded)))
            for item, own, other in zip(items, sums, minded, strict=True)
        ),
        reservations=(min(max(least, 0.0), 1.0), min(max(1.0 - most, 0.0), 1.0)),
    )


def _issue(item: CostItem, parts: Array, weights: tuple[float, float]) -> Issue:
    return Issue(
        name=item.name,
        options=tuple(f"{100 * part:.4g}%" for part in parts),
        weights=weights,
        evaluations=(tuple(parts.tolist()), tuple((1.0 - parts).tolist())),
    )


def _minded(caused: Array | None) -> float:
    return 1.0 if caused is None else 1.0 - OWN_SAKE * _median(caused)


def _median(values: Array) -> float:
    return float(quantiles(values, (0.5,))[0])


def _problem(slug: str, field: str, what: str) -> CaseProblem:
    hint = "Items are on the table if on_table says covered or new." if field == "costs" else ""
    return CaseProblem(slug, 0, 0, field, f"{what}, so there is nothing to export", hint)
