"""The report as one HTML file: inline pictures, no script, nothing fetched from anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from burdenshare.report.charts import Chart
from burdenshare.report.document import Cell, Link, sections
from burdenshare.report.render import svg
from burdenshare.results import Answer, Figure, Sentence, SharedCost
from burdenshare.results.figures import figure_text


def render_html(answer: Answer | SharedCost) -> str:
    """Give the report of an answer as one HTML document.

    Every number of the answer stands in a ``data`` element that names its origin.
    """
    parts = sections(answer)
    titles = {f"formula:{f.id}": f"Formula: {f.name}" for f in answer.formulas.values()}
    titles |= {
        f"source:{s.id}": f"Source: {s.publisher}, {s.date}" for s in answer.sources.values()
    }
    writer = Writer(titles)
    drawn = {c.id: Markup(picture(c)) for part in parts for c in part.charts}
    template = environment().get_template("report.html.j2")
    return template.render(
        answer=answer, sections=parts, drawn=drawn, show=writer.show, keys=_keys(answer)
    )


def _keys(answer: Answer | SharedCost) -> list[tuple[str, Figure]]:
    """The few numbers that stand under the verdict."""
    if isinstance(answer, SharedCost):
        return [("To be shared, a year", answer.cost)]
    return [
        ("Asked", answer.fair_shares.figure),
        ("Paid now", answer.fair_shares.present),
        (f"Least {answer.zone.payee} accepts", answer.zone.least),
        (f"Most {answer.zone.payer} pays", answer.zone.most),
    ]


def picture(chart: Chart) -> str:
    """Draw a chart as an SVG element."""
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

    def __init__(self, titles: Mapping[str, str]) -> None:
        """Keep what is said of each origin when a reader points at a number."""
        self.titles = titles

    def show(self, cell: Cell) -> Markup:
        """Write a text, a figure with its interval, a sentence or a link."""
        match cell:
            case Figure():
                return self._figure(cell, "full")
            case Sentence():
                return Markup("").join(
                    escape(words) + (self._figure(cell.figures[name], form) if name else "")
                    for words, name, form in cell.parts()
                )
            case Link():
                return self._link(cell)
        return escape(cell)

    def _figure(self, figure: Figure, form: str) -> Markup:
        origin = figure.origin
        key = f"{origin.kind}:{origin.ref}"
        title = self.titles.get(key, "Judgement; the reasoning stands in the table of judgements")
        kind = " judged" if origin.kind == "judgement" else ""
        return Markup(
            '<data class="figure{}" value="{}" data-origin="{}" title="{}">{}</data>'
        ).format(kind, repr(figure.value), key, title, figure_text(figure, form))

    def _link(self, link: Link) -> Markup:
        return Markup('<a href="{}">{}</a>').format(link.target, link.text)
