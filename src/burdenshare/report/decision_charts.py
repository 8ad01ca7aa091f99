"""Charts of an issue that many decide: what will be decided, and where each actor stands."""

from __future__ import annotations

from typing import Any

from burdenshare.report.charts import BLUE, CONFIG, GREY, INK, MUTED, ORANGE, Chart, Spec, wrapped
from burdenshare.results.decisions import Decision
from burdenshare.results.figures import Figure, capital

WIDTH = 480
"""Width of the chart of an issue. [pixels]"""

BARS = 20
"""Parts into which the scale of an issue is cut: more would show little but the positions."""


def density_chart(issue: Decision) -> Chart:
    """How likely each outcome is, with what models and the lack of a decision would give."""
    edges, chances = issue.predictive.edges, issue.predictive.chances
    step = max(1, len(chances) // BARS)
    starts = range(0, len(chances), step)
    values = [
        {
            "from": edges[start],
            "to": edges[min(start + step, len(chances))],
            "chance": 100 * sum(chances[start : start + step]),
        }
        for start in starts
    ]
    x = _axis(issue)
    y: Spec = {
        "field": "chance", "type": "quantitative", "title": "Chance, %", "axis": {"tickCount": 4},
    }  # fmt: skip
    bars: Spec = {
        "data": {"values": values},
        "mark": {"type": "bar", "color": BLUE, "opacity": 0.55, "binSpacing": 1},
        "encoding": {"x": {"field": "from", **x, "bin": {"binned": True}}, "x2": {"field": "to"},
                     "y": y},
    }  # fmt: skip
    marked = _marked(issue)
    layer = [bars, *_lines(issue, marked)]
    told = tuple(f"{name} ({dash})" for name, _, _, dash in marked)
    return Chart(
        f"density-{issue.id}",
        f"What will be decided on {issue.name}",
        f"The chance of each of {len(values)} equal parts of the scale, in {issue.unit}; "
        f"drawn across: {', '.join(told)}.",
        {"width": WIDTH, "height": 170, "layer": layer, "config": CONFIG},
        ("Forecast", f"In {issue.unit}"),
        (
            ("Forecast, median and 90% interval", issue.outcome),
            *((name, figure) for name, figure, _, _ in marked if figure != issue.outcome),
        ),
    )


_DASHES = {"solid line": [1, 0], "dashed line": [6, 3], "dotted line": [2, 2]}


def _marked(issue: Decision) -> list[tuple[str, Figure, str, str]]:
    """What is drawn across: its name, its value, its colour and its line."""
    mean = next(point for point in issue.points if point.id == "weighted-mean")
    marked = [("the weighted mean of the positions", mean.outcome, ORANGE, "dashed line")]
    if issue.reference is not None:
        marked.append(("what holds if nothing is decided", issue.reference, MUTED, "dotted line"))
    if issue.decided is not None:
        marked.append(("what was decided", issue.decided, INK, "solid line"))
    return marked


def _lines(issue: Decision, marked: list[tuple[str, Figure, str, str]]) -> list[Spec]:
    layers: list[Spec] = []
    names = {"the weighted mean of the positions": "weighted mean",
             "what holds if nothing is decided": "if nothing is decided",
             "what was decided": "decided"}  # fmt: skip
    for number, (name, figure, color, dash) in enumerate(marked):
        is_left = figure.value < (issue.low + issue.high) / 2
        words = {"align": "left" if is_left else "right", "dx": 5 if is_left else -5}
        data = {"values": [{"place": figure.value}]}
        x = {"field": "place", **_axis(issue)}
        top = -3 - 14 * (len(marked) - 1 - number)
        layers += [
            {
                "data": data,
                "mark": {"type": "rule", "color": color, "strokeWidth": 1.6,
                         "strokeDash": _DASHES[dash]},
                "encoding": {"x": x},
            },
            {
                "data": data,
                "mark": {"type": "text", "baseline": "bottom", "color": color, "y": top, **words},
                "encoding": {"x": x, "text": {"value": f"{names[name]} {figure.text}"}},
            },
        ]  # fmt: skip
    return layers


def stances_chart(issue: Decision) -> Chart:
    """Where each actor stands, dots as large as the actor's weight, with the forecast behind."""
    ordered = sorted(issue.stances, key=lambda stance: stance.position.value)
    rows = [
        {
            "name": wrapped(capital(stance.name), 40),
            "value": stance.position.value,
            "low": _end(stance.position, stance.position.low),
            "high": _end(stance.position, stance.position.high),
            "weight": 100 * stance.weight.value,
        }
        for stance in ordered
    ]
    y: Spec = {
        "field": "name", "type": "nominal", "sort": [row["name"] for row in rows], "title": None,
        "axis": {"labelExpr": "split(datum.label, '\\n')"},
    }  # fmt: skip
    x = _axis(issue)
    size: Spec = {
        "field": "weight", "type": "quantitative", "title": "Weight, %",
        "scale": {"domain": [0, 100], "range": [10, 900]},
        "legend": {"values": [10, 25, 50], "symbolFillColor": BLUE, "symbolStrokeWidth": 0},
    }  # fmt: skip
    layer: list[Spec] = [
        {
            "data": {"values": [{"low": issue.outcome.low, "high": issue.outcome.high}]},
            "mark": {"type": "rect", "color": GREY, "opacity": 0.22},
            "encoding": {"x": {"field": "low", **x}, "x2": {"field": "high"}},
        },
        {
            "data": {"values": [{"place": issue.outcome.value}]},
            "mark": {"type": "rule", "color": INK, "strokeWidth": 1.4},
            "encoding": {"x": {"field": "place", **x}},
        },
        {
            "mark": {"type": "rule", "color": BLUE, "strokeWidth": 3, "opacity": 0.6},
            "encoding": {"y": y, "x": {"field": "low", **x}, "x2": {"field": "high"}},
        },
        {
            "mark": {"type": "point", "filled": True, "color": BLUE, "opacity": 0.9},
            "encoding": {"y": y, "x": {"field": "value", **x}, "size": size},
        },
    ]
    return Chart(
        f"stances-{issue.id}",
        f"Where each actor stands on {issue.name}",
        "Dots are the positions, larger the more an actor weighs, lines their 90% intervals; the "
        "upright line is the median of the forecast and the grey band its 90% interval.",
        {"data": {"values": rows}, "width": WIDTH - 60, "height": {"step": 26}, "layer": layer,
         "config": CONFIG},
        ("Actor", "Wants", "Weight"),
        tuple((stance.name, stance.position, stance.weight) for stance in ordered),
    )  # fmt: skip


def _end(figure: Figure, end: float | None) -> float:
    return figure.value if end is None else end


def _axis(issue: Decision) -> dict[str, Any]:
    """The scale of the issue, from one end to the other."""
    return {
        "type": "quantitative",
        "title": capital(issue.unit),
        "scale": {"domain": [issue.low, issue.high], "nice": False, "zero": False},
        "axis": {"tickCount": 6},
    }
