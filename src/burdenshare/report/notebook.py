"""Answers as a notebook shows them: their sentences, their main chart and their table.

All words are escaped, charts stand inline as SVG, and nothing is executed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape
from types import SimpleNamespace
from typing import Any

from burdenshare.report.charts import Chart, headline_chart, zone_chart
from burdenshare.report.decision_charts import density_chart
from burdenshare.report.forecast_charts import survival_chart
from burdenshare.report.record_charts import rules_chart
from burdenshare.report.render import svg
from burdenshare.report.sensitivity_charts import tornado_chart
from burdenshare.report.shared_charts import members_chart
from burdenshare.results import Answer, Decisions, Made, Result, Sentence, SharedCost
from burdenshare.results.figures import capital
from burdenshare.results.made import Row

MOST_ROWS = 12
"""Rows above which a table unfolds on request."""

STYLE = "max-width:52rem;font-family:'Liberation Sans',Arial,sans-serif"


def as_html(result: Result) -> str:
    """Give an answer as HTML: a heading, sentences, a chart and a table."""
    chart = main_chart(result)
    pieces = [f"<p><strong>{escape(heading(result))}</strong></p>"]
    pieces += [f"<p>{escape(sentence.text)}</p>" for sentence in sentences(result)]
    if chart is not None:
        pieces.append(_figure(chart))
    pieces.append(_table(result.rows()))
    return f'<div class="burdenshare" style="{STYLE}">{"".join(pieces)}</div>'


def as_text(result: Result) -> str:
    """Give an answer as plain text: its heading and its sentences, or what its table holds."""
    said = [sentence.text for sentence in sentences(result)]
    if not said:
        rows = result.rows()
        said = [f"{len(rows)} rows: to_frame() gives them as a table."]
    return "\n".join([heading(result), *said])


def heading(result: Any) -> str:
    """Say what an answer is, of which case and date."""
    kind = type(result).__name__
    words = "".join(f" {sign.lower()}" if sign.isupper() else sign for sign in kind).strip()
    made = getattr(result, "made", None)
    title = getattr(result, "title", capital(words))
    return f"{title}: {made.case}, as of {made.as_of}" if isinstance(made, Made) else title


def sentences(result: Any) -> Sequence[Sentence]:
    """Give what an answer says in words."""
    if isinstance(result, Answer | SharedCost | Decisions):
        return (result.verdict.question, *result.verdict.sentences)
    said: Sequence[Sentence] = getattr(result, "sentences", ())
    return said


# --- charts --------------------------------------------------------------------------------------


def main_chart(result: Any) -> Chart | None:
    """Give the chart that shows an answer best, if it has one."""
    draw = _MAIN.get(type(result).__name__)
    return None if draw is None else draw(_within_answer(result))


def _within_answer(result: Any) -> Any:
    """What a chart reads of an answer, made of one of its parts alone."""
    if isinstance(result, Answer | SharedCost | Decisions):
        return result
    part = {"FairShares": "fair_shares", "Zone": "zone", "Forecast": "forecast"}
    name = part.get(type(result).__name__, "part")
    marks = SimpleNamespace(
        figure=getattr(result, "figure", None), present=getattr(result, "present", None)
    )
    parts = {"fair_shares": marks, name: result}
    return SimpleNamespace(
        made=getattr(result, "made", None), money=getattr(result, "money", None), **parts
    )


def _sensitive(answer: Any) -> Chart | None:
    headlines = answer.part.headlines
    return tornado_chart(headlines[0]) if headlines else None


_MAIN: Mapping[str, Callable[[Any], Chart | None]] = {
    "Answer": headline_chart,
    "AnswerAmongMany": headline_chart,
    "SharedCost": members_chart,
    "Decisions": lambda answer: density_chart(answer.issues[0]),
    "FairShares": headline_chart,
    "Zone": zone_chart,
    "Forecast": survival_chart,
    "RecordSummary": lambda answer: rules_chart(answer.part),
    "Sensitivity": _sensitive,
}


def _figure(chart: Chart) -> str:
    caption = f"<strong>{escape(chart.title)}.</strong> {escape(chart.description)}"
    drawn = svg(chart.spec, label=f"{chart.title}. {chart.description}", prefix=chart.id)
    paper = "background:#fff;padding:.5rem"
    return (
        f'<figure style="margin:.6rem 0"><div style="{paper}">{drawn}</div>'
        f'<figcaption style="font-size:.85em">{caption}</figcaption></figure>'
    )


# --- tables --------------------------------------------------------------------------------------


def _table(rows: list[Row]) -> str:
    if not rows:
        return "<p>Nothing to show.</p>"
    names = list(dict.fromkeys(name for row in rows for name in row))
    head = "".join(f"<th>{escape(str(name))}</th>" for name in names)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(_cell(row.get(name)))}</td>" for name in names) + "</tr>"
        for row in rows
    )
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    if len(rows) <= MOST_ROWS:
        return table
    return f"<details><summary>All {len(rows)} rows</summary>{table}</details>"


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.4g}"
    return "" if value is None else str(value)
