"""The report as one HTML file: inline pictures, no script, nothing fetched from anywhere."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from burdenshare.report.charts import Chart
from burdenshare.report.document import Cell, Document, Run, document, runs
from burdenshare.report.document.layout import origin_note
from burdenshare.report.document.parts import unbroken
from burdenshare.report.render import svg
from burdenshare.results import Answer


def render_html(answer: Answer) -> str:
    """Give the report of an answer as one HTML document."""
    return render_document(document(answer))


def render_document(document: Document) -> str:
    """Give a document as one HTML file.

    Every number of the answer stands in a ``data`` element that names its origin.
    """
    writer = _Writer(document)
    charts = [chart for section in document.sections for chart in section.charts]
    return (
        _environment()
        .get_template("report.html.j2")
        .render(
            document=document,
            drawn={chart.id: Markup(picture(chart)) for chart in charts},
            notes={chart.id: writer.write(origin_note(document, chart)) for chart in charts},
            show=writer.show,
            twins={name: t for section in document.sections for name, t in section.twins().items()},
        )
    )


def picture(chart: Chart) -> str:
    """Give a chart as an SVG element that says in words what it shows."""
    return svg(chart.spec, label=f"{chart.title}. {chart.description}", prefix=chart.id)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("burdenshare.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


class _Writer:
    """Writes what a cell holds as HTML."""

    def __init__(self, document: Document) -> None:
        self.origins = document.origins
        self.anchors = document.anchors()

    def show(self, cell: Cell) -> Markup:
        """Write a text, a figure with its interval, a sentence or a link."""
        return self.write(runs(cell))

    def write(self, pieces: list[Run]) -> Markup:
        """Write words, figures and links one after another."""
        return Markup("").join(map(self._piece, pieces))

    def _piece(self, run: Run) -> Markup:
        if run.figure is not None:
            return self._figure(run)
        if run.target.startswith("#") and run.target[1:] not in self.anchors:
            return escape(run.text)
        if run.target:
            return Markup('<a href="{}">{}</a>').format(run.target, run.text)
        return escape(run.text)

    def _figure(self, run: Run) -> Markup:
        assert run.figure is not None
        origin = run.figure.origin
        key = f"{origin.kind}:{origin.ref}"
        title = self.origins.get(key, "Judgement; its reasons stand below")
        judged = Markup(' class="judged"') if run.is_judged else ""
        return Markup('<data{} value="{}" data-origin="{}" title="{}">{}</data>').format(
            judged, repr(run.figure.value), key, title, unbroken(run.text)
        )
