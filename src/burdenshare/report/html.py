"""The report as one HTML file: inline pictures, no script, nothing fetched from anywhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from burdenshare.report.charts import Chart
from burdenshare.report.document import Cell, Document, Run, Section, Table, document, runs
from burdenshare.report.document.layout import chart_note
from burdenshare.report.document.parts import unbroken
from burdenshare.report.render import svg
from burdenshare.results import Figure, Reported


def render_html(answer: Reported) -> str:
    """Give the report of an answer as one HTML document."""
    return render_document(document(answer))


def render_document(document: Document) -> str:
    """Give a document as one HTML file.

    Every number of the answer stands in a ``data`` element that names its origin.
    """
    writer = Writer(document.origins, document.anchors())
    return write_page(
        "report.html.j2",
        Page(document.sections, writer, document.named, document.origins),
        title=document.title,
        kicker=document.kicker,
        description=document.description,
        version=document.made.version,
        legend=document.legend,
        document=document,
    )


class Page:
    """What the macros of sections ask for: charts as drawn, and how a cell is written."""

    def __init__(
        self,
        sections: Sequence[Section],
        writer: Writer,
        named: str,
        origins: Mapping[str, str],
    ) -> None:
        """Draw the charts of some sections; ``named`` says whose numbers they show."""
        self.sections, self.show, self.common_of = sections, writer.show, writer.common_of
        charts = [chart for section in sections for chart in section.charts]
        self.drawn = {chart.id: Markup(picture(chart)) for chart in charts}
        self.notes = {
            chart.id: writer.write(chart_note(named, origins, sections, chart)) for chart in charts
        }
        self.twins = {name: t for section in sections for name, t in section.twins().items()}


def write_page(template: str, page: Page, **parts: object) -> str:
    """Write a page of sections with the head and the foot that a template gives it."""
    macros = environment().get_template("sections.html.j2").module
    return (
        environment()
        .get_template(template)
        .render(page=page, sections=page.sections, macros=macros, **parts)
    )


def picture(chart: Chart) -> str:
    """Give a chart as an SVG element that says in words what it shows."""
    return svg(chart.spec, label=f"{chart.title}. {chart.description}", prefix=chart.id)


@cache
def environment() -> Environment:
    """Give the environment that templates of documents are written in."""
    return Environment(
        loader=PackageLoader("burdenshare.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


class Writer:
    """Writes what a cell holds as HTML."""

    def __init__(self, titles: Mapping[str, str], anchors: frozenset[str] | None = None) -> None:
        """Keep what is said of each origin, and the places that a link may lead to, if known."""
        self.origins = titles
        self.anchors = anchors

    def show(self, cell: Cell, titled: bool = True) -> Markup:
        """Write a text, a figure with its interval, a sentence or a link."""
        return self.write(runs(cell), titled)

    def write(self, pieces: list[Run], titled: bool = True) -> Markup:
        """Write words, figures and links one after another."""
        return Markup("").join(self._piece(run, titled) for run in pieces)

    def common_of(self, table: Table) -> list[str]:
        """Give what all figures of each column come from; nothing where they differ."""
        columns = [[cell for cell in column if isinstance(cell, Figure)]
                   for column in zip(*table.rows, strict=True)]  # fmt: skip
        named = [{self._origin(figure) for figure in figures} for figures in columns]
        return [next(iter(names)) if len(names) == 1 else "" for names in named]

    def _origin(self, figure: Figure) -> str:
        key = f"{figure.origin.kind}:{figure.origin.ref}"
        return self.origins.get(key, "")

    def _piece(self, run: Run, titled: bool) -> Markup:
        if run.figure is not None:
            return self._figure(run, titled)
        inside = run.target.startswith("#")
        if inside and self.anchors is not None and run.target[1:] not in self.anchors:
            return escape(run.text)
        if run.target:
            return Markup('<a href="{}">{}</a>').format(run.target, run.text)
        return escape(run.text)

    def _figure(self, run: Run, titled: bool) -> Markup:
        assert run.figure is not None
        origin = run.figure.origin
        judged = Markup(' class="judged"') if run.is_judged else ""
        name = self._origin(run.figure) if titled else ""
        title = Markup(' title="{}"').format(name) if name else ""
        return Markup('<data{} value="{:.9g}" data-origin="{}:{}"{}>{}</data>').format(
            judged, run.figure.value, origin.kind, origin.ref, title, unbroken(run.text)
        )
