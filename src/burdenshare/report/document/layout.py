"""How a document is laid out on paper: an annex, widths of columns, notes of origin."""

from __future__ import annotations

import math
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


LINE = 112
"""Letters of a table's size that fit beside one another on a line of paper."""


def weights(table: Table) -> list[float]:
    """Give the widths of a table's columns as parts of the whole, by what stands in them.

    Each column gets what its longest word needs; what is left goes to those with more to say.
    """
    columns = range(len(table.head))
    needs = [
        _need(table.head[c], [_broken(row[c]) for row in table.rows], c in table.numeric)
        for c in columns
    ]
    least = sum(word for word, _ in needs)
    more = sum(wanted for _, wanted in needs) - least
    left = max(LINE - least, 0.0) if more > 0 else 0.0
    widths = [word + (wanted - word) * left / (more or 1.0) for word, wanted in needs]
    return [round(width / sum(widths), 4) for width in widths]


def _broken(cell: Cell) -> list[str]:
    """The pieces of a cell that stand on one line."""
    words = (unbroken(run.text) if run.figure is not None else run.text for run in runs(cell))
    return "".join(words).replace("/", " ").split(" ")


def _need(head: str, cells: list[list[str]], is_numeric: bool) -> tuple[float, float]:
    """Letters that a column needs for its longest word, and those that it would like to have."""
    word = max((len(word) for words in cells for word in words), default=1)
    word = max(word, *(min(len(word), LONGEST_IN_HEAD) for word in head.split()))
    if is_numeric:
        return word + 3.0, word + 5.0
    lengths = sorted(sum(map(len, words)) + len(words) - 1 for words in cells) or [word]
    typical = lengths[int(0.9 * (len(lengths) - 1))]
    rest = max(typical - 24, 0)
    return word + 3.0, max(word + 3.0, min(typical, 24) + 2.0 * math.pow(rest, 0.6))


LONGEST_IN_HEAD = 9
"""Letters of a word in a header after which it may be divided."""

MOST_NAMED = 5
"""Formulas that a note names one by one."""


def origin_note(document: Document, chart: Chart) -> list[Run]:
    """Say where the numbers of a chart come from: the case, its date, formulas and sources."""
    made = document.made
    section = next((s for s in document.sections if chart in s.charts), None)
    figures = figures_of([chart_table(chart)])
    if not figures and section is not None:
        figures = figures_of((*section.tables, *section.folded))
    note = [Run(f"Source: burdenshare, case {made.case} as known on {made.as_of}")]
    for kind, words in (("formula", ". Computed by: "), ("source", ". From: ")):
        refs = dict.fromkeys(f.origin.ref for f in figures if f.origin.kind == kind)
        named = [ref for ref in refs if f"{kind}:{ref}" in document.origins]
        for position, ref in enumerate(named[:MOST_NAMED]):
            note.append(Run("; " if position else words))
            note.append(Run(document.origins[f"{kind}:{ref}"], None, f"#{kind}-{ref}"))
        if len(named) > MOST_NAMED:
            note.append(Run(f" and {len(named) - MOST_NAMED} more"))
    return [*note, Run(".")]
