"""What parts of a case are made of: words, dates, and numbers with where they come from.

Every number is a `Quantity`: its value or its distribution, its source, and the date on which it
became known. An `Entry` names source, date and basis for all numbers in it.
"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    model_validator,
)
from pydantic_core import PydanticCustomError

from burdenshare.cases.hints import clipped, did_you_mean, shown
from burdenshare.money import CURRENCIES, UNITS
from burdenshare.provenance import Basis, PartialDate

SUPPLY = "source"
"""What links lead to in the end: the well, the port, the exchange that members want to reach."""


def wrong(message: str, hint: str = "") -> PydanticCustomError:
    """An error in plain words; they travel beside the template, so that braces stay braces."""
    return PydanticCustomError("case", "{message}", {"message": message, "hint": hint})


# --- words and dates -----------------------------------------------------------------------------


def _identifier(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9_.-]{0,79}", text):
        raise wrong(
            f"{clipped(repr(text))} is not an id",
            "An id has small letters, digits, '-', '_' and '.', and begins with a letter or digit.",
        )
    return text


def _party_code(text: str) -> str:
    if re.fullmatch(r"[A-Z]{2}", text):
        raise wrong(
            f"{text!r} is a two-letter code",
            "Countries are named by their three-letter ISO code, such as NOR for Norway.",
        )
    if not re.fullmatch(r"[A-Z][A-Z0-9_]{2,15}", text):
        raise wrong(
            f"{clipped(repr(text))} is not the code of a party",
            "Use the three-letter ISO code of a country, such as KOR, or capitals such as NATO.",
        )
    return text


def _party_or_both(text: str) -> str:
    return text if text == "both" else _party_code(text)


def _coalition(text: str) -> str:
    codes = [_party_code(code.strip()) for code in text.split("+")]
    twice = [code for code in codes if codes.count(code) > 1]
    if twice:
        raise wrong(f"{twice[0]} stands in this coalition twice", "Name each member once.")
    return "+".join(codes)


def _party_or_source(text: str) -> str:
    return text if text == SUPPLY else _party_code(text)


def _link(text: str) -> str:
    if text and not re.match(r"https?://[^\s/]", text):
        raise wrong(
            f"{clipped(repr(text))} is not an address", "It begins with https:// or http://."
        )
    return text


def _currency(text: str) -> str:
    if text not in CURRENCIES:
        raise wrong(
            f"{clipped(repr(text))} is not a currency known here",
            did_you_mean(text, CURRENCIES, "Use an ISO 4217 code such as USD, KRW or EUR."),
        )
    return text


def _unit(text: str) -> str:
    if text not in UNITS:
        raise wrong(f"{clipped(repr(text))} is not a unit", f"Use one of {', '.join(UNITS)}.")
    return text


def _date(value: Any) -> PartialDate:
    if isinstance(value, PartialDate):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if value is None:
        raise wrong("there is no date here", "Write it as YYYY-MM-DD.")
    if not isinstance(value, str):
        raise wrong(f"expected a date, got {shown(value)}", "Write it as YYYY-MM-DD.")
    try:
        return PartialDate.parse(value)
    except ValueError as error:
        written = clipped(repr(value))
        raise wrong(str(error).replace(repr(value), written)) from None


def _day(value: Any) -> date:
    if isinstance(value, date):
        return value
    partial = _date(value)
    if partial.earliest != partial.latest:
        raise wrong(f"{value} has no day", "This date needs year, month and day: YYYY-MM-DD.")
    return partial.earliest


#: A year alone is a number in YAML.
_DATE_SCHEMA: dict[str, Any] = {
    "type": ["string", "integer"],
    "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$",
    "minimum": 1000,
    "maximum": 9999,
}
_DAY_SCHEMA = {"type": "string", "format": "date"}

Id = Annotated[str, AfterValidator(_identifier)]
Link = Annotated[str, AfterValidator(_link)]
PartyCode = Annotated[str, AfterValidator(_party_code)]
PartyOrBoth = Annotated[str, AfterValidator(_party_or_both)]
CoalitionKey = Annotated[str, AfterValidator(_coalition)]
PartyOrSource = Annotated[str, AfterValidator(_party_or_source)]
Currency = Annotated[
    str, AfterValidator(_currency), Field(json_schema_extra={"enum": [*CURRENCIES]})
]
Unit = Annotated[str, AfterValidator(_unit), Field(json_schema_extra={"enum": [*UNITS]})]
When = Annotated[
    PartialDate,
    BeforeValidator(_date, json_schema_input_type=str),
    Field(json_schema_extra=_DATE_SCHEMA),
]
Day = Annotated[
    date, BeforeValidator(_day, json_schema_input_type=str), Field(json_schema_extra=_DAY_SCHEMA)
]
Text = Annotated[str, Field(min_length=1, max_length=4000)]
Year = Annotated[int, Field(strict=True, ge=1800, le=2200)]
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]


class Part(BaseModel):
    """A part of a case: frozen, and without unknown fields."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", arbitrary_types_allowed=True, str_strip_whitespace=True
    )


# --- numbers -------------------------------------------------------------------------------------


class Shape(StrEnum):
    """The named distributions an uncertain number may have."""

    NORMAL = "normal"
    LOGNORMAL = "lognormal"
    UNIFORM = "uniform"
    TRIANGULAR = "triangular"
    BETA = "beta"


class Distribution(Part):
    """A named distribution with its parameters, for those who know which one they mean."""

    name: Shape
    mean: Number | None = Field(None, description="normal: mean")
    sd: Annotated[Number, Field(ge=0)] | None = Field(
        None, description="normal: standard deviation"
    )
    median: Annotated[Number, Field(gt=0)] | None = Field(None, description="lognormal: median")
    sigma: Annotated[Number, Field(ge=0)] | None = Field(
        None, description="lognormal: standard deviation of the logarithm"
    )
    low: Number | None = Field(None, description="uniform, triangular, beta: least value")
    mode: Number | None = Field(None, description="triangular: most likely value")
    high: Number | None = Field(None, description="uniform, triangular, beta: greatest value")
    a: Annotated[Number, Field(gt=0)] | None = Field(None, description="beta: first shape")
    b: Annotated[Number, Field(gt=0)] | None = Field(None, description="beta: second shape")

    @model_validator(mode="after")
    def _complete(self) -> Self:
        needed = NEEDED_PARAMETERS[self.name]
        given = {name for name in type(self).model_fields if getattr(self, name) is not None}
        missing = [name for name in needed if name not in given]
        extra = sorted(given - {"name", *needed})
        if missing or extra:
            told = [f"{', '.join(missing)} missing"] if missing else []
            told += [f"{', '.join(extra)} not used by it"] if extra else []
            raise wrong(
                f"a {self.name.value} distribution takes {', '.join(needed)}: {'; '.join(told)}"
            )
        _in_order(self.low, self.mode, self.high)
        return self


NEEDED_PARAMETERS: dict[Shape, tuple[str, ...]] = {
    Shape.NORMAL: ("mean", "sd"),
    Shape.LOGNORMAL: ("median", "sigma"),
    Shape.UNIFORM: ("low", "high"),
    Shape.TRIANGULAR: ("low", "mode", "high"),
    Shape.BETA: ("a", "b", "low", "high"),
}


def _in_order(low: float | None, mode: float | None, high: float | None) -> None:
    if low is not None and high is not None and low > high:
        raise wrong(f"low {low:g} is above high {high:g}", "Swap them, or mend the wrong one.")
    if mode is not None and low is not None and high is not None and not low <= mode <= high:
        raise wrong(f"mode {mode:g} lies outside low {low:g} to high {high:g}")


class Quantity(Part):
    """A number with its uncertainty, its source and the date on which it became known.

    A bare number is a value. ``{low, high}`` is a 90% interval, ``{low, mode, high}`` a PERT
    distribution between those ends, ``distribution`` a named one. A list is the same number as it
    became known at several dates: the last that was known is used.
    """

    value: Number | None = Field(None, description="the number, if it is taken as certain")
    low: Number | None = Field(None, description="5% quantile; with mode, the least value")
    mode: Number | None = Field(None, description="most likely value of a PERT distribution")
    high: Number | None = Field(None, description="95% quantile; with mode, the greatest value")
    distribution: Distribution | None = None
    source: Id | None = Field(None, description="id of an entry under sources")
    known_on: When | None = Field(None, description="when it became known; else its source's date")
    basis: Basis | None = Field(None, description="document, estimate or judgement")
    note: Text | None = Field(None, description="reasoning, or how the number was had")
    versions: tuple[Quantity, ...] = Field((), description="how a list is kept; not for files")

    @model_validator(mode="before")
    @classmethod
    def _shorthand(cls, data: Any) -> Any:
        if isinstance(data, bool):
            raise wrong(f"expected a number, got {shown(data)}")
        if isinstance(data, int | float):
            return {"value": data}
        if isinstance(data, list | tuple):
            if not data:
                raise wrong("the list is empty", "Give the number, or leave the field out.")
            return {"versions": data}
        if isinstance(data, str):
            raise wrong(
                f"expected a number, got {shown(data)}",
                "Write 5000 or 5e3, without thousands separators, units or quotation marks.",
            )
        return data

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        forms = {
            "value": self.value is not None,
            "low and high": (self.low, self.mode, self.high) != (None, None, None),
            "distribution": self.distribution is not None,
            "versions": bool(self.versions),
        }
        used = [form for form, is_used in forms.items() if is_used]
        if not used:
            raise wrong(
                "there is no number here",
                "Give value, or low and high, or low, mode and high, or distribution.",
            )
        if len(used) > 1:
            raise wrong(f"{' and '.join(used)} are both given", "Keep one of them.")
        if any(version.versions for version in self.versions):
            raise wrong("a list of versions stands in a list", "Write one list.")
        if used == ["low and high"]:
            if self.low is None or self.high is None:
                end = "low" if self.low is None else "high"
                raise wrong(f"{end} is missing", "An interval has both ends.")
            _in_order(self.low, self.mode, self.high)
        return self

    @property
    def ends(self) -> tuple[float, ...]:
        """The numbers that were written down: value, or low, mode and high as far as given."""
        written = (self.value, self.low, self.mode, self.high)
        return tuple(number for number in written if number is not None)

    @property
    def written(self) -> tuple[float, ...]:
        """Every number that says how large it is, those of a distribution too."""
        shape = self.distribution
        if shape is None:
            return self.ends
        written = (shape.low, shape.mode, shape.high, shape.mean, shape.median)
        return tuple(number for number in written if number is not None)


class Amount(Quantity):
    """An amount of money; without currency, unit or price year it is in those of the case."""

    currency: Currency | None = Field(None, description="else that of the case")
    unit: Unit | None = Field(None, description="else that of the case")
    price_year: Year | None = Field(None, description="else that of the case")
    versions: tuple[Amount, ...] = Field((), description="how a list is kept; not for files")


class Share(Quantity):
    """A share or a probability, from 0 to 1."""

    versions: tuple[Share, ...] = Field((), description="how a list is kept; not for files")

    @model_validator(mode="after")
    def _between_0_and_1(self) -> Self:
        for number in self.written:
            if not 0 <= number <= 1:
                hint = f"Did you mean {number / 100:g}?" if 1 < number <= 100 else ""
                raise wrong(f"{number:g} is not between 0 and 1", hint)
        return self


class NotNegative(Quantity):
    """A number that is not negative."""

    @model_validator(mode="after")
    def _not_negative(self) -> Self:
        for number in self.written:
            if number < 0:
                raise wrong(f"{number:g} is negative")
        return self


class Count(NotNegative):
    """How many there are of something: not negative."""

    versions: tuple[Count, ...] = Field((), description="how a list is kept; not for files")


class Ratio(NotNegative):
    """A part of something, which may exceed the whole: not negative."""

    versions: tuple[Ratio, ...] = Field((), description="how a list is kept; not for files")


class Rate(Quantity):
    """A growth, discount or exchange rate, or an index; a growth of 0.05 is five per cent."""

    versions: tuple[Rate, ...] = Field((), description="how a list is kept; not for files")


class Point(Quantity):
    """A point on the scale of an issue."""

    versions: tuple[Point, ...] = Field((), description="how a list is kept; not for files")


class Entry(Part):
    """A part that may name the source, date and basis for all numbers in it."""

    source: Id | None = Field(
        None, description="id of an entry under sources, for all numbers here"
    )
    known_on: When | None = Field(
        None, description="when this became known; else the source's date"
    )
    basis: Basis | None = Field(
        None, description="document, estimate or judgement, for all numbers here"
    )
    note: Text | None = Field(None, description="reasoning, or what to keep in mind")
