"""First steps of a scale, and steps on all members alike: income, blends, powers, averages.

Object and notation as in `scale_standing`: member i has an assessable base a_i; a series of the
inputs gives y_i by year.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Annotated, ClassVar, Literal, TypeAlias

import numpy as np

from burdenshare.errors import ProblemError
from burdenshare.sharing.scale_inputs import Period, ScaleInputs
from burdenshare.sharing.scale_standing import Standing, begun

SeriesName: TypeAlias = Annotated[str, "series"]
"""Name of a series of the inputs; whoever reads a scale from a file can tell it from a text."""


UN_BASE = (
    "UN General Assembly resolution 79/249 (2024), methodology of the scale of assessments: "
    "income measure and base periods"
)


def require(is_right: bool, message: str) -> None:
    """Refuse a parameter; a message begins with its name.

    Raises
    ------
    ProblemError
        If it is not right.
    """
    if not is_right:
        raise ProblemError(message)


@dataclass(frozen=True, slots=True)
class Income:
    """Begin with a series averaged over each of some periods, such as national income.

    ``mean_of`` says what is averaged over the years: amounts, of which shares are then taken, or
    the shares of the single years.
    """

    kind: ClassVar[str] = "income"
    name: ClassVar[str] = "Income"
    formula: ClassVar[str] = "a_i = mean of y_i over the years; share a_i / sum a"
    reference: ClassVar[str] = UN_BASE

    series: SeriesName
    periods: tuple[Period, ...]
    mean_of: Literal["amounts", "shares"] = "amounts"
    id: str = "income"

    def __post_init__(self) -> None:
        """Refuse a scale without a period."""
        require(bool(self.periods), "periods: at least one is needed")

    def begin(self, inputs: ScaleInputs) -> Standing:
        """Give what each member is assessed on, one row a period."""
        average = inputs.average if self.mean_of == "amounts" else inputs.average_of_shares
        standing = begun(average(self.series, self.periods), self.periods, self.id, inputs)
        known = inputs.known(self.series, self.periods)
        partly = known & ~inputs.known_throughout(self.series, self.periods)
        standing = standing.noted(self.id, "unknown", ~known, inputs)
        return standing.noted(self.id, "partly-unknown", partly, inputs)


@dataclass(frozen=True, slots=True)
class Blend:
    """Begin with a weighted mean of shares in several series, such as population and GDP.

    A series that ``periods`` does not name is averaged over all its years.
    """

    kind: ClassVar[str] = "blend"
    name: ClassVar[str] = "Blend of keys"
    formula: ClassVar[str] = "a_i = sum over keys k of w_k y_ik / sum y_k, weights summing to 1"
    reference: ClassVar[str] = "Statute of the ESCB and of the ECB, Article 29"

    weights: Mapping[SeriesName, float]
    periods: Mapping[SeriesName, Period] = field(default_factory=dict)
    mean_of: Literal["amounts", "shares"] = "amounts"
    id: str = "blend"

    def __post_init__(self) -> None:
        """Refuse weights that do not sum to one, and periods of other series."""
        require(bool(self.weights), "weights: at least one is needed")
        require(all(w >= 0 for w in self.weights.values()), "weights: none may be negative")
        total = sum(self.weights.values())
        require(abs(total - 1) < 1e-9, f"weights: they sum to {total:g}, not to 1")
        other = set(self.periods) - set(self.weights)
        require(not other, f"periods: {', '.join(sorted(other))} has no weight")

    def begin(self, inputs: ScaleInputs) -> Standing:
        """Give each member's blended share."""
        blended = np.zeros(len(inputs.members))[None, :]
        unknown = np.zeros_like(blended, np.bool_)
        for name, weight in self.weights.items():
            period = (self.periods[name],) if name in self.periods else _all_years(inputs, name)
            average = inputs.average if self.mean_of == "amounts" else inputs.average_of_shares
            values = np.maximum(average(name, period), 0.0)
            total = values.sum(axis=-1, keepdims=True)
            require(bool((total > 0).all()), f"{self.id}: {name} has no positive total")
            blended = blended + weight * values / total
            unknown = unknown | ~inputs.known(name, period)
        spans = tuple(self.periods.values())
        last = max((span.last for span in spans), default=0)
        years = (Period(min((span.first for span in spans), default=0), last),)
        standing = begun(blended, years, self.id, inputs)
        return standing.noted(self.id, "unknown", unknown, inputs)


def _all_years(inputs: ScaleInputs, name: str) -> tuple[Period, ...]:
    years = inputs.get(name).years
    return (Period(years[0], years[-1]) if years else Period(0, 0),)


@dataclass(frozen=True, slots=True)
class Average:
    """Average the machine scales of several base periods into one."""

    kind: ClassVar[str] = "average"
    name: ClassVar[str] = "Average of the base periods"
    formula: ClassVar[str] = "share_i = mean over base periods of share_i"
    reference: ClassVar[str] = UN_BASE

    id: str = "average"

    def apply(self, standing: Standing, inputs: ScaleInputs) -> Standing:
        """Give the mean share of each member."""
        total = standing.total
        span = Period(min(p.first for p in standing.periods), max(p.last for p in standing.periods))
        amount = standing.amount
        if amount is not None and amount.ndim:
            amount = amount.mean(axis=-1, keepdims=True)
        return replace(
            standing,
            base=standing.shares.mean(axis=-2, keepdims=True),
            initial=(standing.initial / total).mean(axis=-2, keepdims=True),
            pool=(standing.pool / total[..., 0]).mean(axis=-1, keepdims=True),
            periods=(span,),
            relieved=np.asarray(standing.relieved.any(axis=-2, keepdims=True)),
            at_floor=np.asarray(standing.at_floor.all(axis=-2, keepdims=True)),
            at_ceiling=np.asarray(standing.at_ceiling.all(axis=-2, keepdims=True)),
            amount=amount,
        )


@dataclass(frozen=True, slots=True)
class Power:
    """Raise shares to a power and let them sum to one again; below 1 it flattens them."""

    kind: ClassVar[str] = "power"
    name: ClassVar[str] = "Power"
    formula: ClassVar[str] = "share_i = share_i^k / sum share^k"
    reference: ClassVar[str] = "IMF (2008), Reform of quota and voice: compression factor 0.95"

    exponent: float
    id: str = "power"

    def __post_init__(self) -> None:
        """Refuse an exponent that is not above zero."""
        require(self.exponent > 0, f"exponent: {self.exponent:g} is not above 0")

    def apply(self, standing: Standing, inputs: ScaleInputs) -> Standing:
        """Give the powers, with the same total."""
        if (standing.base < 0).any():
            raise ProblemError(f"{self.id}: a share below zero has no power")
        raised = standing.shares**self.exponent
        kept = standing.base.sum(axis=-1, keepdims=True)
        return replace(standing, base=raised / raised.sum(axis=-1, keepdims=True) * kept)
