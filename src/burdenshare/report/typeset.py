"""The report as a tagged PDF, typeset without a browser.

The document goes to the template ``report.typ`` as data, never as markup. Charts stay drawings, and
charts and text are set in the fonts that ship beside this module, so that a page looks the same on
every machine. The file conforms to PDF/UA-1: headings, tables and pictures are tagged, and each
picture has words for those who cannot see it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib.resources import as_file, files
from typing import Any

from burdenshare.errors import MissingPackageError
from burdenshare.report.charts import Chart
from burdenshare.report.document.layout import (
    Part,
    is_short,
    on_paper,
    origin_note,
    type_size,
    weights,
)
from burdenshare.report.document.parts import Cell, Document, Run, Table, runs, unbroken
from burdenshare.report.lettering import is_covered
from burdenshare.report.render import drawing, width_of

Data = dict[str, Any]

WIDEST, SCALE = 476.0, 0.66
"""Width of the text, and what a pixel of a chart is to be. [points]"""


def render_pdf(document: Document) -> bytes:
    """Give a document as a PDF/UA file; the same document gives the same bytes.

    Raises
    ------
    MissingPackageError
        If Typst is not installed; the extra ``report`` brings it.
    """
    try:
        import typst
    except ImportError:
        raise MissingPackageError("typst", "report", "A report in PDF") from None
    compile_typst: Any = typst.compile
    day = document.made.as_of
    data = json.dumps(_Writer(document).data(), ensure_ascii=False)
    template = files("burdenshare.report").joinpath("templates", "report.typ").read_bytes()
    with as_file(files("burdenshare.report").joinpath("fonts")) as fonts:
        compiled = compile_typst(
            template,
            font_paths=[str(fonts)],
            ignore_system_fonts=is_covered(data),
            sys_inputs={"data": data},
            pdf_standards=["ua-1"],
            timestamp=datetime(day.year, day.month, day.day, tzinfo=UTC),
        )
    return bytes(compiled)


class _Writer:
    """Makes a document into what the template reads."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.anchors = document.anchors() | {part.id for part in on_paper(document)}

    def data(self) -> Data:
        """Give all that the template reads."""
        document, made = self.document, self.document.made
        parts = [self._section(part) for part in on_paper(document)]
        return {
            "kicker": document.kicker,
            "title": document.title,
            "description": document.description,
            "author": f"burdenshare {made.version}",
            "year": made.as_of.year,
            "month": made.as_of.month,
            "day": made.as_of.day,
            "as_of": f"As known on {made.as_of}",
            "footer": f"burdenshare {made.version}, case {made.case} ({made.digest})",
            "standing": document.standing,
            "question": self._runs(document.question),
            "answer": [self._runs(sentence) for sentence in document.answer],
            "findings": list(document.findings),
            "keys": [{"name": n, "runs": self._runs(figure)} for n, figure in document.keys],
            "legend": self._runs(document.legend),
            "sections": parts,
            "made": self._runs(document.how_made),
            "command": document.command,
        }

    def _section(self, part: Part) -> Data:
        data: Data = {
            "id": part.id,
            "title": part.title,
            "lead": [self._runs(sentence) for sentence in part.lead],
            "charts": [self._chart(chart) for chart in part.charts],
            "points": [self._runs(point) for point in part.points],
            "tables": [self._table(table) for table in part.tables],
        }
        if part.more is not None:
            data["more"] = self._runs(part.more)
        return data | {"annex": True} if part.opens_annex else data

    def _chart(self, chart: Chart) -> Data:
        drawn = drawing(chart.spec)
        return {
            "title": chart.title,
            "description": chart.description,
            "alt": f"{chart.title}. {chart.description}",
            "svg": drawn,
            "width": min(WIDEST, SCALE * width_of(drawn)),
            "note": self._pieces(origin_note(self.document, chart)),
        }

    def _table(self, table: Table) -> Data:
        return {
            "caption": table.caption,
            "head": list(table.head),
            "rows": [[self._runs(cell) for cell in row] for row in table.rows],
            "numeric": sorted(table.numeric),
            "weights": weights(table),
            "anchors": list(table.anchors),
            "size": type_size(table),
            "whole": is_short(table),
        }

    def _runs(self, cell: Cell) -> list[Data]:
        return self._pieces(runs(cell))

    def _pieces(self, pieces: Iterable[Run]) -> list[Data]:
        return [self._piece(run) for run in pieces]

    def _piece(self, run: Run) -> Data:
        piece: Data = {"t": run.text if run.figure is None else unbroken(run.text)}
        if run.is_judged:
            piece["j"] = True
        if run.target.startswith("#") and run.target[1:] in self.anchors:
            piece["a"] = run.target[1:]
        elif run.target.startswith(("https://", "http://")):
            piece["l"] = run.target
        return piece
