"""Draws made into figures: the median, the 90% interval, the unit and the formula."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from burdenshare.analysis.formulas import by_formula
from burdenshare.arrays import Array, Flags, Vector
from burdenshare.model import Input, Model
from burdenshare.money import MoneyBasis
from burdenshare.provenance import Origin
from burdenshare.results.figures import COUNT, PROBABILITY, RATIO, SHARE, YEARS, Figure, Unit
from burdenshare.uncertainty.distributions import Distribution
from burdenshare.uncertainty.sampling import quantiles

INTERVAL = (0.05, 0.5, 0.95)
"""Ends and middle of the interval that every figure shows."""


def summary(values: Array, unit: Unit, origin: Origin) -> Figure:
    """Give the figure of some draws; one draw, or draws all alike, are certain."""
    low, middle, high = (float(q) for q in quantiles(values, INTERVAL))
    if low == high:
        return Figure(middle, unit, origin)
    return Figure(middle, unit, origin, low, high)


def amount_figure(values: Array, basis: MoneyBasis, formula: str) -> Figure:
    """Give the figure of a yearly amount that a formula gave."""
    return summary(values, Unit.money(basis), by_formula(formula))


def certain(value: float, unit: Unit, formula: str) -> Figure:
    """Give the figure of a computed number that has no interval."""
    return Figure(float(value), unit, by_formula(formula))


def chance(values: Flags, formula: str) -> Figure:
    """Give the probability that a statement about each draw is true."""
    return certain(float(values.mean()), PROBABILITY, formula)


def input_figure(model: Model, entry: Input) -> Figure:
    """Give the figure of an input: the quantiles of its distribution, as the case writes it."""
    low, middle, high = values_at(entry.distribution, INTERVAL).tolist()
    unit = input_unit(model, entry)
    if entry.is_certain or low == high:
        return Figure(middle, unit, entry.origin)
    return Figure(middle, unit, entry.origin, low, high)


def values_at(distribution: Distribution, probabilities: tuple[float, ...]) -> Vector:
    """Give the values of an input at some probabilities, which answers ask for many times."""
    return _values_at(distribution, probabilities)  # type: ignore[arg-type]  # all are frozen


@lru_cache(maxsize=8192)
def _values_at(distribution: Distribution, probabilities: tuple[float, ...]) -> Vector:
    values = np.asarray(distribution.quantile(np.array(probabilities)), dtype=np.float64)
    values.flags.writeable = False
    return values


def input_unit(model: Model, entry: Input) -> Unit:
    """Give the unit of an input for a figure."""
    if entry.unit == model.basis.per_year:
        return Unit.money(model.basis)
    return _PLAIN_UNITS.get(entry.unit) or Unit("number", entry.unit)


_PLAIN_UNITS = {unit.label: unit for unit in (SHARE, YEARS, COUNT, RATIO)}
