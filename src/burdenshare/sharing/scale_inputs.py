"""What an assessment scale is computed from: series of numbers by year and member.

Object and notation. Members i = 1..n. A series is an array of shape (..., years, n), draws in front
and each year's numbers on the last axis: income, population, debt, a mark of a group. A period is a
run of years over which a series is averaged; averages have shape (..., periods, n). What is not
known of a member in a year is marked, and averages go over the years that are known: no array
holds a NaN.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from burdenshare.arrays import Array, Flags, as_array
from burdenshare.errors import ProblemError


class Period(NamedTuple):
    """A run of years, both ends in it."""

    first: int
    last: int

    def __str__(self) -> str:
        """Give the years as they are written in a file."""
        return f"{self.first}-{self.last}" if self.last != self.first else f"{self.first}"


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """Numbers of each member by year; make one with `series`."""

    values: Array
    """Shape (..., years, n), zero where not known; one row if the numbers have no year."""
    years: tuple[int, ...]
    """The years in order; empty if the numbers have no year."""
    known: Flags
    """Shape (years, n): what is known."""
    factor: Array | None = None
    """What averages are multiplied by, shape (..., 1 or periods, n)."""
    factor_periods: tuple[Period, ...] = ()
    """The periods of the factor; averages over others stay. Empty: the factor is for all."""


def series(values: ArrayLike, years: Sequence[int] = (), known: ArrayLike | None = None) -> Series:
    """Make a series.

    Parameters
    ----------
    values : array_like, shape (..., years, n), or (..., n) without years
        Numbers; of any value where `known` says that they are not known. [any unit]
    years : sequence of int, optional
        Years in rising order; without them the numbers hold for any period.
    known : array_like of bool, shape (years, n) or (n,), optional
        What is known; all of it by default.

    Raises
    ------
    ProblemError
        If a known number is not finite, or the shapes do not fit.

    Examples
    --------
    >>> known = [[True, True], [True, False]]
    >>> series([[1.0, 2.0], [3.0, float("nan")]], [2020, 2021], known).values
    array([[1., 2.],
           [3., 0.]])
    """
    raw = np.asarray(values, dtype=np.float64)
    if not years:
        raw = raw[..., None, :] if raw.ndim else raw
    if raw.ndim < 2 or (years and raw.shape[-2] != len(years)):
        raise ProblemError(
            f"series: expected an array of {len(years) or 1} years by members, got shape "
            f"{np.asarray(values).shape}"
        )
    if list(years) != sorted(set(years)):
        raise ProblemError("series: the years must rise")
    marks = np.ones(raw.shape[-2:], np.bool_) if known is None else np.asarray(known, np.bool_)
    marks = np.broadcast_to(marks, raw.shape[-2:])
    filled = as_array(np.where(marks, raw, 0.0), "series")
    return Series(filled, tuple(int(year) for year in years), marks)


@dataclass(frozen=True, slots=True, eq=False)
class ScaleInputs:
    """Members of a scale, and the series that its steps name.

    Raises
    ------
    ProblemError
        If there is no member, one stands twice, or a series has another number of members.
    """

    members: tuple[str, ...]
    series: Mapping[str, Series]

    def __post_init__(self) -> None:
        """Check that members and series agree."""
        if not self.members:
            raise ProblemError("members: a scale needs at least one member")
        if len(set(self.members)) < len(self.members):
            twice = sorted({m for m in self.members if self.members.count(m) > 1})
            raise ProblemError(f"members: {', '.join(twice)} stands twice")
        for name, one in self.series.items():
            if one.values.shape[-1] != len(self.members):
                raise ProblemError(
                    f"{name}: numbers of {one.values.shape[-1]} members for a scale of "
                    f"{len(self.members)}"
                )

    def flags(self, members: Sequence[str]) -> Flags:
        """Mark the members named, shape (n,); names of others are passed over."""
        named = set(members)
        return np.array([member in named for member in self.members], np.bool_)

    def get(self, name: str) -> Series:
        """Give a series by name.

        Raises
        ------
        ProblemError
            If there is none of that name.
        """
        if name not in self.series:
            there = ", ".join(sorted(self.series)) or "none"
            raise ProblemError(f"there is no series {name!r}; there is {there}")
        return self.series[name]

    def _years_of(self, name: str, period: Period) -> slice:
        years = self.get(name).years
        places = [place for place, year in enumerate(years) if period.first <= year <= period.last]
        if len(places) != period.last - period.first + 1:
            have = f"{years[0]} to {years[-1]}"
            raise ProblemError(f"{name}: no data for all of {period}; there is {have}")
        return slice(places[0], places[-1] + 1)

    def average(self, name: str, periods: Sequence[Period]) -> Array:
        """Average a series over periods; over the known years where some are not known.

        Returns
        -------
        ndarray, shape (..., periods, n)
            Zero where nothing is known. [unit of the series]

        Raises
        ------
        ProblemError
            If there is no such series, or it has not all the years.
        """
        one = self.get(name)
        if not one.years:
            averages = one.values
        else:
            spans = [self._years_of(name, period) for period in periods]
            averages = np.stack([_mean(one, span) for span in spans], axis=-2)
        return averages if one.factor is None else averages * _factor(one, periods)

    def average_of_shares(self, name: str, periods: Sequence[Period]) -> Array:
        """Average a member's shares of the yearly totals, times the average total.

        Returns
        -------
        ndarray, shape (..., periods, n)
            [unit of the series]

        Raises
        ------
        ProblemError
            As `average`; or if the members' total of a year is not positive.
        """
        one = self.get(name)
        if one.factor_periods:
            raise ProblemError(f"{name}: shares of single years cannot be changed for one period")
        values = one.values if one.factor is None else one.values * one.factor
        totals = values.sum(axis=-1, keepdims=True)
        if not (totals > 0).all():
            raise ProblemError(f"{name}: the total of a year is not positive")
        shares = replace(one, values=values / totals, factor=None)
        if not one.years:
            return values
        spans = [self._years_of(name, period) for period in periods]
        mean = [_mean(shares, span) * totals[..., span, :].mean(axis=-2) for span in spans]
        return np.stack(mean, axis=-2)

    def known(self, name: str, periods: Sequence[Period]) -> Flags:
        """Tell of which members anything is known in each period, shape (periods, n)."""
        return np.stack([marks.any(axis=0) for marks in self._known(name, periods)])

    def known_throughout(self, name: str, periods: Sequence[Period]) -> Flags:
        """Tell of which members every year of each period is known, shape (periods, n)."""
        return np.stack([marks.all(axis=0) for marks in self._known(name, periods)])

    def _known(self, name: str, periods: Sequence[Period]) -> list[Flags]:
        one = self.get(name)
        if not one.years:
            return [one.known for _ in periods]
        return [one.known[self._years_of(name, period)] for period in periods]

    def with_factor(self, name: str, factor: Array, periods: Sequence[Period] = ()) -> ScaleInputs:
        """Multiply the averages of a series, by member, period and draw.

        Parameters
        ----------
        name : str
            Which series.
        factor : ndarray, shape (..., 1 or periods, n)
            Above zero. [no unit]
        periods : sequence of Period, optional
            Which periods the factor is for, one a row; without them it is one row for all.

        Raises
        ------
        ProblemError
            If the rows are not those of the periods, or the series has a factor for others.
        """
        one, spans = self.get(name), tuple(periods)
        if factor.shape[-2] != max(len(spans), 1):
            raise ProblemError(
                f"{name}: a factor of {factor.shape[-2]} rows for {len(spans)} periods"
            )
        if one.factor is not None:
            if one.factor_periods != spans:
                raise ProblemError(f"{name}: there is a factor for other periods already")
            factor = one.factor * factor
        changed = replace(one, factor=factor, factor_periods=spans)
        return replace(self, series={**self.series, name: changed})

    def without(self, members: Sequence[str]) -> ScaleInputs:
        """Give the inputs of a scale that some members have left.

        Raises
        ------
        ProblemError
            If nobody is left.
        """
        stay = ~self.flags(members)
        kept = {
            name: replace(
                one,
                values=one.values[..., stay],
                known=one.known[..., stay],
                factor=None if one.factor is None else one.factor[..., stay],
            )
            for name, one in self.series.items()
        }
        names = tuple(m for m, stays in zip(self.members, stay, strict=True) if stays)
        return ScaleInputs(names, kept)


def _factor(one: Series, periods: Sequence[Period]) -> Array:
    """Give the factor of averages over periods, shape (..., 1 or periods, n)."""
    assert one.factor is not None
    if not one.factor_periods or tuple(periods) == one.factor_periods:
        return one.factor
    ones = np.ones_like(one.factor[..., 0, :])
    rows = [
        one.factor[..., one.factor_periods.index(period), :]
        if period in one.factor_periods
        else ones
        for period in periods
    ]
    return np.stack(rows, axis=-2)


def _mean(one: Series, span: slice) -> Array:
    """Average over the known years of a span, shape (..., n)."""
    values, known = one.values[..., span, :], one.known[span]
    counts = known.sum(axis=0)
    mean: Array = values.sum(axis=-2) / np.maximum(counts, 1)
    return mean
