"""Where a number comes from: a source, somebody's judgement, or a formula.

Every number that reaches a person carries an `Origin`. A `Source` says who published a number,
when and where; a `Formula` says how a number was computed and who described the method.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal


class Basis(StrEnum):
    """What kind of statement a number is."""

    DOCUMENT = "document"
    """Printed in the source that is named."""
    ESTIMATE = "estimate"
    """Worked out from sources, with a width that says how well."""
    JUDGEMENT = "judgement"
    """Somebody's opinion; the note gives the reasoning."""


@dataclass(frozen=True, slots=True)
class Source:
    """Who published a number, when and where."""

    id: str
    title: str
    publisher: str
    date: str
    url: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Formula:
    """How a number was computed, and who described the method."""

    id: str
    name: str
    expression: str
    reference: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Why a number may be shown: `kind` says which table `ref` is to be looked up in.

    For a judgement `ref` is the path of the input in the case, and `note` is the reasoning.
    """

    kind: Literal["source", "judgement", "formula"]
    ref: str
    note: str = ""

    def to_dict(self) -> dict[str, str]:
        """Give the origin as a plain mapping."""
        plain = {"kind": self.kind, "ref": self.ref}
        return {**plain, "note": self.note} if self.note else plain


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date of which the month or the day may be unknown: 2019, 2019-07 or 2019-07-05.

    A fact dated to a month or a year counts as known on its last day, so that nothing is used
    before it can have been public.
    """

    earliest: date
    latest: date

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``.

        Raises
        ------
        ValueError
            If the text has another form, or names a day that does not exist.
        """
        match = re.fullmatch(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", text.strip())
        if match is None:
            raise ValueError(f"{text!r} is not a date; write YYYY-MM-DD, YYYY-MM or YYYY")
        year, month, day = (int(part) if part else None for part in match.groups())
        assert year is not None
        if not 1 <= year <= 9999:
            raise ValueError(f"{text!r}: the year must lie between 0001 and 9999")
        if month is None:
            return cls(date(year, 1, 1), date(year, 12, 31))
        if not 1 <= month <= 12:
            raise ValueError(f"{text!r}: there is no month {month}")
        length = calendar.monthrange(year, month)[1]
        if day is None:
            return cls(date(year, month, 1), date(year, month, length))
        if not 1 <= day <= length:
            raise ValueError(f"{text!r}: {calendar.month_name[month]} {year} has {length} days")
        return cls(date(year, month, day), date(year, month, day))

    def __str__(self) -> str:
        """Give the date with as much precision as is known."""
        if self.earliest == self.latest:
            return self.earliest.isoformat()
        if self.earliest.month == self.latest.month:
            return f"{self.earliest:%Y-%m}"
        return f"{self.earliest:%Y}"
