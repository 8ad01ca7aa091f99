"""What could be agreed: reservation values, the chance of a zone, and bargaining solutions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from burdenshare.analysis import amounts
from burdenshare.analysis.figures import amount_figure, chance
from burdenshare.analysis.formulas import by_formula
from burdenshare.arrays import Array, Flags
from burdenshare.bargaining.zone import (
    Settlement,
    alternating_offers_payment,
    egalitarian_payment,
    kalai_smorodinsky_payment,
    nash_payment,
)
from burdenshare.model import Draws, Model
from burdenshare.results import Densities, Figure, Finding, Made, Solution, Unit, Zone

HISTOGRAM_BINS = 60


def zone(
    model: Model,
    draws: Draws,
    figure: Figure,
    present: Figure,
    made: Made,
    limits: amounts.Reservation | None = None,
) -> Zone:
    """Compute the zone of agreement and the solutions of the recognised bargaining models.

    Solutions are given for the draws in which there is a zone. `limits` are the reservation values,
    if they have been computed already.
    """
    payer, payee = amounts.sides(model)
    values = amounts.reservation(model, draws) if limits is None else limits
    least, most = np.broadcast_arrays(values.least, values.most)
    exists = least <= most
    money = model.basis
    return Zone(
        made=made,
        money=money,
        payee=model.case.parties[payee].prose,
        payer=model.case.parties[payer].prose,
        least=amount_figure(least, money, "least"),
        most=amount_figure(most, money, "most"),
        exists=chance(exists, "zone"),
        figure=figure,
        figure_inside=_inside(values, figure),
        present=present,
        solutions=tuple(_solutions(model, draws, values, exists)),
        densities=_densities(least, most, figure.unit),
        findings=tuple(_findings(model, exists, payee, payer)),
    )


def judged(found: Zone, values: amounts.Reservation, figure: Figure) -> Zone:
    """Give a zone of agreement with another figure judged; nothing else in it hangs on that."""
    return replace(found, figure=figure, figure_inside=_inside(values, figure))


def _inside(values: amounts.Reservation, figure: Figure) -> Figure:
    return chance((values.least <= figure.value) & (figure.value <= values.most), "inside")


def settlements(model: Model, draws: Draws, values: amounts.Reservation) -> dict[str, Settlement]:
    """Give the payment of each bargaining solution, draw by draw, by the id of its formula."""
    payer, payee = amounts.sides(model)
    limits = {"cap": ceiling(model, draws), "floor": floor(model, draws)}
    found = {"nash": nash_payment(values.least, values.most)}
    power = draws.get("bargaining.power")
    if power is not None:
        found["asymmetric-nash"] = nash_payment(values.least, values.most, power)
    found["kalai-smorodinsky"] = kalai_smorodinsky_payment(values.least, values.most, **limits)
    found["egalitarian"] = egalitarian_payment(values.least, values.most, **limits)
    rates = [draws.get(f"bargaining.discount_rates.{side}") for side in (payee, payer)]
    if rates[0] is not None and rates[1] is not None:
        hazard = draws.get("bargaining.breakdown_hazard")
        found["alternating-offers"] = alternating_offers_payment(
            values.inside_least,
            values.inside_most,
            rates[0],
            rates[1],
            0.0 if hazard is None else hazard,
            values.outside_least,
            values.outside_most,
            "host" if model.case.bargaining.first_mover == payer else "provider",
        )
    return found


def ceiling(model: Model, draws: Draws) -> Array | None:
    """Give the largest payment that the payer's ratifiers accept, if any is known."""
    payer, _ = amounts.sides(model)
    return _tightest(model, draws, payer, "ceiling", np.minimum)


def floor(model: Model, draws: Draws) -> Array | None:
    """Give the least payment that the payee's ratifiers accept, if any is known."""
    _, payee = amounts.sides(model)
    return _tightest(model, draws, payee, "floor", np.maximum)


def _tightest(model: Model, draws: Draws, side: str, field: str, tighter: np.ufunc) -> Array | None:
    bodies = [body for body in model.case.ratification if body.party == side]
    values = [draws.get(f"ratification.{body.id}.{field}") for body in bodies]
    known = [value for value in values if value is not None]
    if not known:
        return None
    result = known[0]
    for value in known[1:]:
        result = tighter(result, value)
    return result


SOLUTION_NAMES: Mapping[str, str] = {
    "nash": "Nash (equal power)",
    "asymmetric-nash": "Nash (power as judged)",
    "kalai-smorodinsky": "Kalai-Smorodinsky",
    "egalitarian": "Egalitarian",
    "alternating-offers": "Alternating offers",
}


def _solutions(
    model: Model, draws: Draws, values: amounts.Reservation, zone_exists: Flags
) -> Iterator[Solution]:
    for name, settlement in settlements(model, draws, values).items():
        payment, exists = np.broadcast_arrays(settlement.payment, settlement.exists & zone_exists)
        if exists.any():
            figure = amount_figure(payment[exists], model.basis, name)
            yield Solution(name, SOLUTION_NAMES[name], figure)


def _findings(model: Model, exists: Flags, payee: str, payer: str) -> Iterator[Finding]:
    names = model.case.parties
    if not exists.any():
        yield Finding(
            "no-zone",
            f"There is no zone of agreement in any draw: {names[payee].prose} always asks for more "
            f"than {names[payer].prose} would pay rather than disagree. "
            "On these inputs the talks fail whatever is asked.",
        )
    elif exists.all():
        yield Finding("always-zone", "There is a zone of agreement in every draw.")
    if not any(body.ceiling for body in model.case.ratification):
        yield Finding(
            "no-ratifier",
            "The case knows no limit that a legislature sets, so the solutions are not capped.",
        )


def _densities(least: Array, most: Array, unit: Unit) -> Densities:
    """Densities of both reservation values on common edges."""
    ends = [np.quantile(values, (0.005, 0.995)) for values in (least, most)]
    low, high = min(e[0] for e in ends), max(e[1] for e in ends)
    if high <= low:
        low, high = low - 1.0, high + 1.0
    edges = np.linspace(low, high, HISTOGRAM_BINS + 1)
    counts = [np.histogram(values, HISTOGRAM_BINS, (low, high))[0] for values in (least, most)]
    width = edges[1] - edges[0]
    return Densities(
        edges=tuple(edges.tolist()),
        least=tuple((counts[0] / (least.size * width)).tolist()),
        most=tuple((counts[1] / (most.size * width)).tolist()),
        unit=unit.label,
        origin=by_formula("density"),
    )
