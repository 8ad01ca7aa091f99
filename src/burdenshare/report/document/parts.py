"""What a document is made of: sections of sentences, tables and charts."""

from __future__ import annotations

from dataclasses import dataclass, field

from burdenshare.report.charts import Chart
from burdenshare.results import Figure, Sentence


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere: an address, or a place in the document."""

    text: str
    target: str


Cell = str | Figure | Sentence | Link
"""What a table's cell may hold."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption; ``numeric`` names the columns that hold numbers."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    numeric: frozenset[int] = frozenset()
    anchors: tuple[str, ...] = ()
    """Ids of the rows, if other places point to them."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the document under one heading."""

    id: str
    title: str
    lead: tuple[Sentence | str, ...] = ()
    charts: tuple[Chart, ...] = ()
    tables: tuple[Table, ...] = ()
    points: tuple[Sentence | str, ...] = ()
    folded: tuple[Table, ...] = field(default=())
    """Tables that a screen shows on request."""


def kept(*charts: Chart | None) -> tuple[Chart, ...]:
    """Give the charts that could be drawn."""
    return tuple(chart for chart in charts if chart is not None)


def upper(text: str) -> str:
    """Begin a text with a capital."""
    return text[:1].upper() + text[1:]
