"""A number fit to be shown: its value, interval, unit and origin; and sentences made of such."""

from __future__ import annotations

import string
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from burdenshare.money import UNITS, MoneyBasis
from burdenshare.provenance import Origin

Kind = Literal["money", "share", "ratio", "count", "years", "number"]


@dataclass(frozen=True, slots=True)
class Unit:
    """What a figure is counted in, and how it is written for a reader."""

    kind: Kind
    label: str
    currency: str = ""
    multiplier: float = 1.0

    @classmethod
    def money(cls, basis: MoneyBasis) -> Unit:
        """A yearly amount in a money basis."""
        return cls("money", basis.per_year, basis.currency, UNITS[basis.unit])


SHARE = Unit("share", "share, 0 to 1")
RATIO = Unit("ratio", "ratio")
COUNT = Unit("count", "number")
YEARS = Unit("years", "years")


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its 90% interval, if it is uncertain, its unit and its origin.

    ``value`` is the median of the draws, or the number itself where it is certain.
    """

    value: float
    unit: Unit
    origin: Origin
    low: float | None = None
    high: float | None = None

    @property
    def text(self) -> str:
        """The value for a reader, rounded, with its unit."""
        return number_text(self.value, self.unit)

    @property
    def interval_text(self) -> str:
        """The 90% interval for a reader, or nothing if the number is certain."""
        if self.low is None or self.high is None:
            return ""
        return range_text(self.low, self.high, self.unit)

    @property
    def full_text(self) -> str:
        """The value with its interval in brackets."""
        interval = self.interval_text
        return f"{self.text} ({interval})" if interval else self.text

    def to_dict(self) -> dict[str, Any]:
        """Give the figure as a plain mapping."""
        plain: dict[str, Any] = {"value": self.value}
        if self.low is not None:
            plain |= {"low": self.low, "high": self.high}
        return plain | {"unit": self.unit.label, "origin": self.origin.to_dict()}


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words with figures in them: ``template`` names each figure in braces.

    ``{name}`` stands for the value, ``{name:full}`` for the value and its interval and
    ``{name:range}`` for the interval alone.
    """

    template: str
    figures: Mapping[str, Figure]

    @property
    def text(self) -> str:
        """The sentence for a reader."""
        return "".join(
            literal + (figure_text(self.figures[name], form) if name else "")
            for literal, name, form in self.parts()
        )

    def parts(self) -> list[tuple[str, str, str]]:
        """Give the words, and after each the name of the figure that follows and its form."""
        parsed = string.Formatter().parse(self.template)
        return [(literal, name or "", form or "") for literal, name, form, _ in parsed]

    def to_dict(self) -> dict[str, Any]:
        """Give the sentence and its figures as a plain mapping."""
        figures = {name: figure.to_dict() for name, figure in self.figures.items()}
        return {"text": self.text, "figures": figures}


def figure_text(figure: Figure, form: str) -> str:
    """Write a figure in one of the forms of a `Sentence`."""
    match form:
        case "full":
            return figure.full_text
        case "range":
            return figure.interval_text or figure.text
    return figure.text


_SCALES = ((1e12, " trillion"), (1e9, " billion"), (1e6, " million"), (1e3, " thousand"), (1.0, ""))


def number_text(value: float, unit: Unit) -> str:
    """Write a number for a reader: rounded to what its size deserves, with its unit."""
    match unit.kind:
        case "money":
            scale, word = _scale(abs(value) * unit.multiplier)
            return f"{unit.currency} {_digits(value * unit.multiplier / scale)}{word}"
        case "share":
            return _percent(value)
        case "ratio":
            return f"{_digits(value)} times"
        case "count":
            return f"{value:,.0f}"
        case "years":
            return f"{_digits(value)} years"
    return _digits(value)


def range_text(low: float, high: float, unit: Unit) -> str:
    """Write an interval for a reader, naming the unit once."""
    if unit.kind == "money":
        scale, word = _scale(max(abs(low), abs(high)) * unit.multiplier)
        ends = [_digits(end * unit.multiplier / scale) for end in (low, high)]
        return f"{unit.currency} {ends[0]} to {ends[1]}{word}"
    if unit.kind == "share":
        return f"{_percent(low).removesuffix('%')} to {_percent(high)}"
    low_text, high_text = number_text(low, unit), number_text(high, unit)
    tail = {"ratio": " times", "years": " years"}.get(unit.kind, "")
    return f"{low_text.removesuffix(tail) if tail else low_text} to {high_text}"


def _scale(amount: float) -> tuple[float, str]:
    for scale, word in _SCALES:
        # An amount that would round up to a thousand is written in the next scale.
        if amount >= scale * 0.9995:
            return scale, word
    return 1.0, ""


def _digits(value: float) -> str:
    """Three significant digits, no more than two decimals, no trailing noise."""
    size = abs(value)
    if size >= 1e15:
        return f"{value:.2e}"
    decimals = 0 if size >= 99.95 else 1 if size >= 9.995 else 2
    text = f"{value:,.{decimals}f}"
    return (
        text.replace("-", "\N{MINUS SIGN}") if float(text.replace(",", "")) else f"{0:.{decimals}f}"
    )


def _percent(value: float) -> str:
    percent = 100 * value
    if 0 < percent < 0.1:
        return "less than 0.1%"
    if 99.9 < percent < 100:
        return "more than 99.9%"
    decimals = 0 if 9.95 <= percent <= 90.05 or percent in (0, 100) else 1
    return f"{percent:.{decimals}f}%".replace("-", "\N{MINUS SIGN}")
