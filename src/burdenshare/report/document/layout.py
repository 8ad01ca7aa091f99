"""How a document is laid out on paper: an annex, widths of columns, notes of origin."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from burdenshare.report.charts import Chart
from burdenshare.report.document.parts import (
    Document,
    Link,
    Run,
    Section,
    Table,
    chart_table,
    figures_of,
    plain,
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
            annex.append(Part(section.id, f"Annex: {_lower(section.title)}", tables=later))
        else:
            name = f"annex-{section.id}"
            body.append(_part(section, Link("More tables stand in the annex.", f"#{name}")))
            annex.append(Part(name, f"Annex: {_lower(section.title)}", tables=later))
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


def _lower(title: str) -> str:
    return title[:1].lower() + title[1:]


def weights(table: Table) -> list[float]:
    """Give the widths of a table's columns as parts of the whole, by what stands in them."""
    columns = range(len(table.head))
    wanted = [_weight([table.head[c], *(plain(row[c]) for row in table.rows)]) for c in columns]
    return [round(weight / sum(wanted), 4) for weight in wanted]


def _weight(texts: list[str]) -> float:
    """What a column needs: room for its longest word, and more for long texts, but ever less."""
    word = max((len(word) for text in texts for word in re.split(r"[\s/-]", text)), default=1)
    lengths = sorted(len(text) for text in texts)
    typical = lengths[int(0.9 * (len(lengths) - 1))]
    rest = max(typical - 24, 0)
    return max(word + 2.0, min(typical, 24) + 2.0 * math.pow(rest, 0.6))


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
    for kind, words in (("formula", "; computed by "), ("source", "; from ")):
        refs = dict.fromkeys(f.origin.ref for f in figures if f.origin.kind == kind)
        named = [ref for ref in refs if f"{kind}:{ref}" in document.origins]
        for position, ref in enumerate(named[:MOST_NAMED]):
            note.append(Run(", " if position else words))
            name = document.origins[f"{kind}:{ref}"]
            note.append(Run(_lower(name) if kind == "formula" else name, None, f"#{kind}-{ref}"))
        if len(named) > MOST_NAMED:
            note.append(Run(f" and {len(named) - MOST_NAMED} more"))
    return [*note, Run(".")]
