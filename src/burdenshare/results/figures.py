"""A number fit to be shown: its value, interval, unit and origin; and sentences made of such."""

from __future__ import annotations

import re
import string
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Literal

from burdenshare.money import UNITS, MoneyBasis
from burdenshare.provenance import Origin

Kind = Literal[
    "money", "share", "portion", "probability", "ratio", "count", "years", "months", "day", "month",
    "number", "rate", "points",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unit:
    """What a figure is counted in, and how it is written for a reader."""

    kind: Kind
    label: str
    currency: str = ""
    multiplier: float = 1.0
    decimals: int | None = None
    """How many decimals are written; else as many as the size of the number deserves."""

    @staticmethod
    def money(basis: MoneyBasis) -> Unit:
        """A yearly amount in a money basis."""
        return _yearly(basis)

    @classmethod
    def rate(cls, decimals: int) -> Unit:
        """A share of a scale, written in percent with the decimals of the scale."""
        return cls("rate", "share, 0 to 1", decimals=decimals)

    @classmethod
    def points(cls, decimals: int) -> Unit:
        """A change of such a share, written in percentage points with its sign."""
        return cls("points", "change of share, 1 = 100 points", decimals=decimals)


@lru_cache(maxsize=256)
def _yearly(basis: MoneyBasis) -> Unit:
    """Give the one unit of all the amounts of an answer."""
    return Unit("money", basis.per_year, basis.currency, UNITS[basis.unit])


SHARE = Unit("share", "share, 0 to 1")
PORTION = Unit("portion", "share of the cost, 0 to 1")
"""A member's share of a common cost, of which hundredths of a per cent matter."""
PROBABILITY = Unit("probability", "probability, 0 to 1")
RATIO = Unit("ratio", "ratio")
COUNT = Unit("count", "number")
YEARS = Unit("years", "years")
MONTHS = Unit("months", "months")
DAY = Unit("day", "day, counted from 0001-01-01 as 1")
MONTH = Unit("month", "day, counted from 0001-01-01 as 1, read as its month")


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
        """The value with its interval in brackets, both in the unit that the value asks for."""
        if self.low is None or self.high is None:
            return self.text
        ends = _end_texts(self.low, self.high, self.unit, self.value)
        middle = _coarser(self.text, _decimals_in(ends), self.value, self.unit)
        return f"{middle} ({ends[0]} to {ends[1]}{_tail(self.unit)})"

    def to_dict(self) -> dict[str, Any]:
        """Give the figure as a plain mapping."""
        plain: dict[str, Any] = {"value": self.value}
        if self.low is not None:
            plain |= {"low": self.low, "high": self.high}
        return plain | {"unit": self.unit.label, "origin": self.origin.to_dict()}


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words with figures in them: ``template`` names each figure in braces.

    ``{name}`` stands for the value, ``{name:full}`` for the value and its interval,
    ``{name:range}`` for the interval alone and ``{name:between}`` for its two ends.
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


def literal(words: str) -> str:
    """Write words so that a template of a `Sentence` holds them as they are.

    >>> Sentence(literal("The {odd} party pays."), {}).text
    'The {odd} party pays.'
    """
    return words.replace("{", "{{").replace("}", "}}")


def capital(words: str) -> str:
    """Begin words with a capital; the other letters stay as they are.

    >>> capital("principle of EU law")
    'Principle of EU law'
    """
    return words[:1].upper() + words[1:]


def figure_text(figure: Figure, form: str) -> str:
    """Write a figure in one of the forms of a `Sentence`."""
    match form:
        case "full":
            return figure.full_text
        case "range":
            return figure.interval_text or figure.text
        case "between":
            return figure.interval_text.replace(" to ", " and ") or figure.text
    return figure.text


_SCALES = ((1e12, " trillion"), (1e9, " billion"), (1e6, " million"), (1e3, " thousand"), (1.0, ""))


def number_text(value: float, unit: Unit) -> str:
    """Write a number for a reader: rounded to what its size deserves, with its unit."""
    (plain,) = _plain_texts((value,), unit, value)
    match unit.kind:
        case "money":
            return f"{unit.currency} {plain}{_scale(abs(value) * unit.multiplier)[1]}"
        case "probability" if value <= 0 or value >= 1:
            return "less than 0.1%" if value <= 0 else "more than 99.9%"
    return plain + _tail(unit)


def range_text(low: float, high: float, unit: Unit) -> str:
    """Write an interval for a reader, naming the unit once."""
    widest = max(abs(low), abs(high))
    ends = " to ".join(_end_texts(low, high, unit, widest))
    if unit.kind == "money":
        return f"{unit.currency} {ends}{_scale(widest * unit.multiplier)[1]}"
    return ends + _tail(unit)


_PERCENTAGES = ("share", "probability")
NARROW = 0.02
"""Width up to which both ends of an interval of shares are written with tenths of a per cent."""


def _end_texts(low: float, high: float, unit: Unit, guide: float) -> list[str]:
    """Write the ends of an interval with as many decimals each, so that neither seems surer."""
    if unit.decimals is not None or unit.kind not in (*_PERCENTAGES, *_FREE):
        return _plain_texts((low, high), unit, guide)
    if unit.kind in _PERCENTAGES:
        fine = high - low < NARROW or high < 0.0995 or low > 0.9005
        return [_whole_percent(end) if not fine else _tenths_percent(end) for end in (low, high)]
    scale = 1.0
    if unit.kind == "money":
        scale = _scale(abs(guide) * unit.multiplier)[0] / unit.multiplier
    ends = [low / scale, high / scale]
    decimals = _decimals(max(map(abs, ends)))
    if all(end == round(end) for end in ends):
        decimals = 0
    while decimals < 2 and any(end and not round(end, decimals) for end in ends):
        decimals += 1
    return [_digits(end, decimals) for end in ends]


def _decimals_in(texts: list[str]) -> int:
    """The most decimals that some numbers are written with."""
    return max(len(text.partition(".")[2]) for text in texts)


def _coarser(text: str, decimals: int, value: float, unit: Unit) -> str:
    """Write a value no finer than its interval, unless it would vanish."""
    if unit.decimals is not None or unit.kind not in (*_PERCENTAGES, *_FREE):
        return text
    if len(re.sub(r"[^\d.]", "", text).partition(".")[2]) <= decimals:
        return text
    scale = 0.01 if unit.kind in _PERCENTAGES else 1.0
    if unit.kind == "money":
        scale = _scale(abs(value) * unit.multiplier)[0] / unit.multiplier
    short = f"{value / scale:,.{decimals}f}".replace("-", "\N{MINUS SIGN}")
    gone = short.strip("\N{MINUS SIGN}0.") == "" or (short, unit.kind) in _SURE
    return text if gone else re.sub(r"\N{MINUS SIGN}?\d[\d,.]*", short, text, count=1)


_SURE = {("100", kind) for kind in _PERCENTAGES}

_FREE = ("money", "ratio", "years", "months", "number")
"""Kinds of numbers whose decimals depend on their size."""


def _whole_percent(value: float) -> str:
    """A share in whole per cents, without the sign."""
    percent = 100 * value
    if 0 < percent < 0.5:
        return "less than 1"
    if 99.5 < percent < 100:
        return "more than 99"
    return f"{percent:.0f}".replace("-", "\N{MINUS SIGN}")


def _tenths_percent(value: float) -> str:
    """A share in per cents with tenths, without the sign."""
    percent = 100 * value
    if 0 < percent < 0.1:
        return "less than 0.1"
    if 99.9 < percent < 100:
        return "more than 99.9"
    return f"{percent:.{0 if percent in (0, 100) else 1}f}".replace("-", "\N{MINUS SIGN}")


def _tail(unit: Unit) -> str:
    """What is written behind a number of a unit; money is written otherwise."""
    tails = {
        "share": "%", "portion": "%", "probability": "%", "ratio": " times", "years": " years",
        "months": " months", "rate": "%",
    }  # fmt: skip
    return tails.get(unit.kind, "")


def _plain_texts(values: tuple[float, ...], unit: Unit, guide: float) -> list[str]:
    """Write numbers without their unit; amounts of money in the scale that `guide` asks for."""
    if unit.decimals is not None:
        return [_fixed(value, unit, unit.decimals) for value in values]
    match unit.kind:
        case "money":
            scale, _ = _scale(abs(guide) * unit.multiplier)
            return [_digits(value * unit.multiplier / scale) for value in values]
        case "share" | "probability":
            return [_percent(value) for value in values]
        case "portion":
            return [f"{100 * value:.2f}".replace("-", "\N{MINUS SIGN}") for value in values]
        case "count":
            return [f"{value:,.0f}" for value in values]
        case "day":
            return [
                f"{(day := date.fromordinal(round(v))).day} {day:%B} {day.year}" for v in values
            ]
        case "month":
            return [f"{(day := date.fromordinal(round(v))):%B} {day.year}" for v in values]
    return [_digits(value) for value in values]


def _scale(amount: float) -> tuple[float, str]:
    for scale, word in _SCALES:
        # An amount that would round up to a thousand is written in the next scale.
        if amount >= scale * 0.9995:
            return scale, word
    return 1.0, ""


def _decimals(size: float) -> int:
    """Decimals of three significant digits, two at most."""
    return 0 if size >= 99.95 else 1 if size >= 9.995 else 2


def _digits(value: float, decimals: int | None = None) -> str:
    """Three significant digits, no more than two decimals, none for a whole number."""
    size = abs(value)
    if size >= 1e15:
        return f"{value:.2e}"
    if decimals is None:
        decimals = 0 if value == round(value) else _decimals(size)
    text = f"{value:,.{decimals}f}"
    if not float(text.replace(",", "")):
        return f"{0:.{decimals}f}"
    return text.replace("-", "\N{MINUS SIGN}")


def _fixed(value: float, unit: Unit, decimals: int) -> str:
    """As many decimals as the unit has; shares in percent, changes with their sign."""
    shown = 100 * value if unit.kind in ("rate", "points") else value
    sign = "+" if unit.kind == "points" and round(shown, decimals) else ""
    text = f"{shown:{sign},.{decimals}f}"
    plain = text.lstrip("+-")
    is_nothing = not float(plain.replace(",", ""))
    return plain if is_nothing else text.replace("-", "\N{MINUS SIGN}")


def _percent(value: float) -> str:
    """A share in percent, without the sign: whole numbers in the middle, tenths at the ends."""
    percent = 100 * value
    if 0 < percent < 0.1:
        return "less than 0.1"
    if 99.9 < percent < 100:
        return "more than 99.9"
    decimals = 0 if 9.95 <= percent <= 90.05 or percent in (0, 100) else 1
    return f"{percent:.{decimals}f}".replace("-", "\N{MINUS SIGN}")
