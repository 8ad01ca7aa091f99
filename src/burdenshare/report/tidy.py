"""The report as one tidy table: a row for each number that it shows, with unit and origin."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from burdenshare.report.document import Document, Table, plain, runs
from burdenshare.report.document.parts import Cell
from burdenshare.results import Figure

COLUMNS = (
    "case", "as_of", "section", "place", "row", "column",
    "value", "low", "high", "unit", "text", "origin", "origin_ref",
)  # fmt: skip
"""Columns of the table; ``low`` and ``high`` are the ends of the 90% interval."""

Row = tuple[str | float | None, ...]


def render_csv(document: Document) -> str:
    """Give the numbers of a document as comma-separated values, a header first."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(tidy_rows(document))
    return text.getvalue()


def tidy_rows(document: Document) -> Iterator[Row]:
    """Give a row for each number, in the order of the document."""
    made = document.made
    for section, place, row, column, figure in _numbers(document):
        yield (
            made.case, made.as_of.isoformat(), section, place, row, column,
            figure.value, figure.low, figure.high, figure.unit.label, figure.full_text,
            figure.origin.kind, figure.origin.ref,
        )  # fmt: skip


def _numbers(document: Document) -> Iterator[tuple[str, str, str, str, Figure]]:
    for name, figure in document.keys:
        yield "head", "key figures", name, "", figure
    for answer in (document.question, *document.answer):
        yield from _in_words("head", "answer", answer)
    for section in document.sections:
        for sentence in (*section.lead, *section.points):
            yield from _in_words(section.id, "text", sentence)
        for table in (*section.tables, *section.annexed()):
            for row, column, figure in _in_table(table):
                yield section.id, table.caption, row, column, figure


def _in_words(section: str, place: str, words: Cell) -> Iterator[tuple[str, str, str, str, Figure]]:
    """The numbers of a sentence; its words stand for the row."""
    row = plain(words)
    for run in runs(words):
        if run.figure is not None:
            yield section, place, row, "", run.figure


def _in_table(table: Table) -> Iterator[tuple[str, str, Figure]]:
    """The numbers of a table with what names their row: all of its words but long ones."""
    for row in table.rows:
        words = [cell for cell in row if isinstance(cell, str) and cell and len(cell) <= MOST_WORDS]
        name = "; ".join(words) or plain(row[0])
        for head, cell in zip(table.head, row, strict=True):
            for run in runs(cell):
                if run.figure is not None:
                    yield name, head, run.figure


MOST_WORDS = 120
"""Characters above which a cell is a text rather than a name."""
