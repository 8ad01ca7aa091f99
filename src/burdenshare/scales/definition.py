"""What a scale file may hold: the head, where its data stands, and its steps.

The fields of these classes, and those of the steps in `burdenshare.sharing.scales`, are the fields
of the file: `reading` reads them by their types.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from burdenshare.sharing.scale_bases import SeriesName
from burdenshare.sharing.scales import Scale

FORMAT_VERSION = 1


@dataclass(frozen=True, slots=True)
class DataFile:
    """A table of the folder with the data: one row a member, or a member and year."""

    file: str
    """Name of a CSV file with a row of headings."""
    series: Mapping[str, str]
    """Name of each series that the steps use, and the column it stands in."""
    member: str = "iso3"
    """Column with the code of the member."""
    name: str = ""
    """Column with the name of the member, if there is one."""
    year: str = ""
    """Column with the year; without it the numbers hold for any period."""
    where: Mapping[str, str] = field(default_factory=dict)
    """Columns and the text that a row must have there to be read."""


@dataclass(frozen=True, slots=True)
class Published:
    """Where the published shares stand, to compare with; nothing is computed from them."""

    file: str
    """Name of a CSV file with a row of headings."""
    column: str
    """Column with the published share."""
    member: str = "iso3"
    """Column with the code of the member."""
    where: Mapping[str, str] = field(default_factory=dict)
    """Columns and the text that a row must have there to be read."""
    unit: Literal["percent", "share", "money"] = "percent"
    """What the column is counted in; money is divided by the total of the column."""


@dataclass(frozen=True, slots=True)
class Members:
    """Who takes part: all members in the data, but for these lists."""

    only: tuple[str, ...] = ()
    """Codes of the members; empty for all in the first table."""
    excepted: tuple[str, ...] = ()
    """Codes of members in the data that take no part."""


@dataclass(frozen=True, slots=True)
class Head:
    """The fields of a scale file beside its steps."""

    slug: str
    """Short name of the scale."""
    title: str
    """One line."""
    description: str
    """What it shares, and how far its data carries."""
    reference: str
    """The rule that it follows: a resolution, a statute, a decision."""
    data: tuple[DataFile, ...] = ()
    """The tables that it reads; a scale that begins with another takes that one's."""
    begins_with: str = ""
    """Slug of a shipped scale whose steps, data and members come first."""
    members: Members = field(default_factory=Members)
    """Who takes part."""
    total: float | SeriesName | None = None
    """What the members pay together, in money, or the series of which it is the sum."""
    money: str = ""
    """What the total is counted in, such as million EUR."""
    published: Published | None = None
    """Published shares to compare with."""


@dataclass(frozen=True, slots=True)
class Definition:
    """A scale file: the head and the steps."""

    head: Head
    scale: Scale
    digest: str
    """Fingerprint of the text."""
