"""How a document is laid out on paper: an annex, widths of columns, notes of origin."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from burdenshare.report.charts import Chart
from burdenshare.report.document.parts import (
    Cell,
    Document,
    Link,
    Run,
    Section,
    Table,
    chart_table,
    figures_of,
    runs,
    unbroken,
)
from burdenshare.results import Sentence


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a document on paper: a section, or the tables of one in the annex."""

    id: str
    title: str
    lead: tuple[Sentence | str, ...] = ()
    charts: tuple[Chart, ...] = ()
    points: tuple[Sentence | str, ...] = ()
    tables: tuple[Table, ...] = ()
    more: Link | None = None
    """Where the other tables of the section stand."""
    opens_annex: bool = False


def on_paper(document: Document) -> list[Part]:
    """Give the parts of a document in the order of paper: what a screen folds goes to an annex."""
    body, annex = [], []
    for section in document.sections:
        later = section.annexed()
        if not later:
            body.append(_part(section))
        elif not (section.lead or section.charts or section.points or section.tables):
            annex.append(Part(section.id, f"Annex: {section.title}", tables=later))
        else:
            name = f"annex-{section.id}"
            body.append(_part(section, Link("More tables stand in the annex.", f"#{name}")))
            annex.append(Part(name, f"Annex: {section.title}", tables=later))
    if annex:
        annex[0] = Part(annex[0].id, annex[0].title, tables=annex[0].tables, opens_annex=True)
    return body + annex


def _part(section: Section, more: Link | None = None) -> Part:
    return Part(
        section.id,
        section.title,
        section.lead,
        section.charts,
        section.points,
        section.tables,
        more,
    )


SHORT_ROWS, SHORT_LETTERS = 14, 2000
"""Rows and letters up to which a table is kept on one page of paper."""

LINE = 950.0
"""Letters that fit on a line of paper, times the size of the type. [points]"""


def type_size(table: Table) -> float:
    """Give the size of a table's type: smaller the more columns it has. [points]"""
    columns = len(table.head)
    return 8.5 if columns <= 5 else 7.5 if columns <= 7 else 7.0


def is_short(table: Table) -> bool:
    """Tell whether a table is so short that it should stand on one page."""
    letters = sum(len(word) for row in table.rows for cell in row for word in _broken(cell))
    return len(table.rows) <= SHORT_ROWS and letters <= SHORT_LETTERS


def weights(table: Table) -> list[float]:
    """Give the widths of a table's columns as parts of the whole, by what stands in them.

    If every cell fits on a line of its own, each column gets what its longest cell needs. Else it
    gets what its longest word needs, and what is left goes to those with more to say.
    """
    room = LINE / type_size(table)
    needs = [
        _need(head, [_broken(row[c]) for row in table.rows], c in table.numeric)
        for c, head in enumerate(table.head)
    ]
    whole = [max(longest, word) for word, _, longest in needs]
    widths = whole
    if sum(whole) > room:
        least = sum(word for word, _, _ in needs)
        more = sum(wanted for _, wanted, _ in needs) - least
        left = max(room - least, 0.0) / (more or 1.0)
        widths = [word + (wanted - word) * left for word, wanted, _ in needs]
    return [round(width / sum(widths), 4) for width in widths]


def _broken(cell: Cell) -> list[str]:
    """The pieces of a cell that stand on one line."""
    words = (unbroken(run.text) if run.figure is not None else run.text for run in runs(cell))
    return "".join(words).replace("/", " ").split(" ")


def _need(head: str, cells: list[list[str]], is_numeric: bool) -> tuple[float, float, float]:
    """Letters that a column needs for its longest word, would like to have, and could use."""
    word = max((len(word) for words in cells for word in words), default=1)
    word = max(word, *(min(len(word), LONGEST_IN_HEAD) for word in head.split()))
    lengths = sorted(sum(map(len, words)) + len(words) - 1 for words in cells) or [word]
    if is_numeric:
        return word + 3.0, word + 4.0, lengths[-1] + 3.0
    typical = lengths[int(0.9 * (len(lengths) - 1))]
    wanted = min(typical, 24) + 2.0 * math.pow(max(typical - 24, 0), 0.6)
    return word + 3.0, max(word + 3.0, wanted), lengths[-1] + 3.0


LONGEST_IN_HEAD = 9
"""Letters of a word in a header after which it may be divided."""

MOST_NAMED = 5
"""Formulas that a note names one by one."""


def origin_note(document: Document, chart: Chart) -> list[Run]:
    """Say where the numbers of a chart of a document come from: the case, formulas, sources."""
    return chart_note(document.named, document.origins, document.sections, chart)


def chart_note(
    named: str, origins: Mapping[str, str], sections: Sequence[Section], chart: Chart
) -> list[Run]:
    """Say where the numbers of a chart come from.

    Parameters
    ----------
    named : str
        Whose numbers they are, such as the case and its date.
    origins : mapping
        What each formula and source is called, by ``kind:id``.
    sections : sequence of Section
        The sections of the document; a chart without a table of its own shows the numbers of the
        tables beside it.
    chart : Chart
        The chart.
    """
    figures = figures_of([chart_table(chart)])
    section = next((s for s in sections if chart in s.charts), None)
    if not figures and section is not None:
        figures = figures_of((*section.tables, *section.folded))
    note = [Run(f"Source: burdenshare, {named}")]
    for kind, words in (("formula", ". Computed by: "), ("source", ". From: ")):
        refs = dict.fromkeys(f.origin.ref for f in figures if f.origin.kind == kind)
        known = [ref for ref in refs if f"{kind}:{ref}" in origins]
        for position, ref in enumerate(known[:MOST_NAMED]):
            note.append(Run("; " if position else words))
            note.append(Run(origins[f"{kind}:{ref}"], None, f"#{kind}-{ref}"))
        if len(known) > MOST_NAMED:
            note.append(Run(f" and {len(known) - MOST_NAMED} more"))
    return [*note, Run(".")]
