"""Charts of the track record: scores by rule, reliability of intervals and lapses, ranks, rounds.

Each is a Vega-Lite specification with a title, a description, units and its numbers as a table.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from burdenshare.report.charts import BLUE, CONFIG, GREY, ORANGE, Chart
from burdenshare.results import Figure, RecordSummary, TrackRecord
from burdenshare.results.figures import capital

_WIDTH = 420


def rules_chart(summary: RecordSummary) -> Chart | None:
    """Mean score of our forecast and of each naive rule, with intervals."""
    if not summary.terms:
        return None
    values = [
        {"name": capital(rule.name), **_ends(rule.score, 100), "ours": rule.skill is None}
        for rule in summary.terms
    ]
    x = {"type": "quantitative", "title": "score, per cent of the payment (log); less is better",
         "scale": {"zero": True}}  # fmt: skip
    y = {"field": "name", "type": "nominal", "sort": None, "title": None}
    color = {"condition": {"test": "datum.ours", "value": BLUE}, "value": GREY}
    spec = {
        "data": {"values": values},
        "width": _WIDTH,
        "height": {"step": 24},
        "encoding": {"y": y},
        "layer": [
            {
                "mark": {"type": "rule", "strokeWidth": 3},
                "encoding": {"x": {"field": "low", **x}, "x2": {"field": "high"}, "color": color},
            },
            {
                "mark": {"type": "point", "filled": True, "size": 90, "opacity": 1},
                "encoding": {"x": {"field": "value", **x}, "color": color},
            },
        ],
        "config": CONFIG,
    }
    return Chart(
        "record-rules",
        "Score of forecasts of the first payment",
        f"Mean score over {summary.rounds.text} past rounds, less is better, with 90% intervals: "
        "our forecast first, then naive rules.",
        spec,
        ("Way of forecasting", "Score"),
        tuple((capital(rule.name), rule.score) for rule in summary.terms),
    )


def coverage_chart(summary: RecordSummary) -> Chart | None:
    """Share of rounds that intervals held, against the share they are meant to hold."""
    if not summary.coverage:
        return None
    values = [
        {"level": 100 * entry.level.value, **_ends(entry.held, 100)} for entry in summary.coverage
    ]
    y = {"type": "quantitative", "title": "rounds held, per cent", "scale": {"domain": [0, 100]}}
    spec = {
        "width": 260,
        "height": 220,
        "layer": [
            _diagonal(),
            {
                "data": {"values": values},
                "mark": {"type": "rule", "strokeWidth": 3, "color": BLUE},
                "encoding": {
                    "x": _share("level", "interval, per cent"),
                    "y": {"field": "low", **y},
                    "y2": {"field": "high"},
                },
            },
            {
                "data": {"values": values},
                "mark": {"type": "point", "filled": True, "size": 90, "color": BLUE, "opacity": 1},
                "encoding": {
                    "x": _share("level", "interval, per cent"),
                    "y": {"field": "value", **y},
                },
            },
        ],
        "config": CONFIG,
    }
    return Chart(
        "record-coverage",
        "Reliability of the intervals",
        "How often intervals of the first payment held what happened, with 90% intervals of that "
        "share. Points on the dashed line keep their promise; above it intervals are too wide.",
        spec,
        ("Interval", "Share of rounds that it held"),
        tuple((entry.level.text, entry.held) for entry in summary.coverage),
    )


_BINS = 5


def ranks_chart(record: TrackRecord) -> Chart | None:
    """How often what happened fell into each fifth of its forecast."""
    if not record.ranks:
        return None
    counts = [0] * _BINS
    for figure in record.ranks:
        counts[min(int(figure.value * _BINS), _BINS - 1)] += 1
    values = [
        {"part": f"{100 * place // _BINS} to {100 * (place + 1) // _BINS}", "rounds": count}
        for place, count in enumerate(counts)
    ]
    expected = len(record.ranks) / _BINS
    spec = {
        "width": _WIDTH,
        "height": 180,
        "layer": [
            {
                "data": {"values": values},
                "mark": {"type": "bar", "color": BLUE},
                "encoding": {
                    "x": {
                        "field": "part",
                        "type": "ordinal",
                        "sort": None,
                        "title": "place of what happened in its forecast, per cent",
                        "axis": {"labelAngle": 0},
                    },
                    "y": {
                        "field": "rounds",
                        "type": "quantitative",
                        "title": "number of rounds",
                        "axis": {"tickMinStep": 1},
                    },
                },
            },
            {
                "data": {"values": [{"expected": expected}]},
                "mark": {"type": "rule", "color": ORANGE, "strokeDash": [5, 4]},
                "encoding": {"y": {"field": "expected", "type": "quantitative"}},
            },
        ],
        "config": CONFIG,
    }
    return Chart(
        "record-ranks",
        "Ranks of what happened",
        "Number of rounds whose first payment fell into each fifth of its forecast. Bars level "
        "with the dashed line are well spread forecasts; a heap in the middle means too wide ones.",
        spec,
        ("Round", "Place of what happened"),
        tuple((line.case, figure) for line, figure in zip(record.cases, record.ranks, strict=True)),
    )


def lapses_chart(record: TrackRecord) -> Chart | None:
    """Forecast probability of a lapse of each round, by whether there was one."""
    timed = [line for line in record.cases if line.lapse is not None]
    if not timed:
        return None
    values = [
        {
            "case": line.case,
            "said": 100 * line.lapse.value,
            "came": "lapse" if line.lapsed else "in time",
        }
        for line in timed
        if line.lapse is not None
    ]
    spec = {
        "data": {"values": values},
        "width": _WIDTH,
        "height": {"step": 18},
        "mark": {"type": "point", "filled": True, "size": 90, "opacity": 1},
        "encoding": {
            "x": _share("said", "forecast probability of a lapse, per cent"),
            "y": {"field": "case", "type": "nominal", "title": None, "sort": "x"},
            "shape": {
                "field": "came",
                "type": "nominal",
                "title": "what came",
                "scale": {"domain": ["in time", "lapse"], "range": ["circle", "triangle-up"]},
            },
            "color": {
                "field": "came",
                "type": "nominal",
                "title": "what came",
                "scale": {"domain": ["in time", "lapse"], "range": [BLUE, ORANGE]},
            },
        },
        "config": CONFIG,
    }
    return Chart(
        "record-lapses",
        "Forecasts of a lapse",
        "Probability that the old terms would end before the agreement, as it was forecast at the "
        "opening of each round; triangles mark rounds that did lapse.",
        spec,
        ("Round", "Probability of a lapse", "What came"),
        tuple(
            (line.case, line.lapse, "lapse" if line.lapsed else "in time")
            for line in timed
            if line.lapse is not None
        ),
    )


def rounds_chart(record: TrackRecord) -> Chart | None:
    """Forecast and outcome of every round."""
    if not record.cases:
        return None
    values = [
        {"case": line.case, **_ends(line.forecast, 1), "came": line.happened.value}
        for line in record.cases
    ]
    x = {"type": "quantitative", "scale": {"type": "log"},
         "title": "first payment over the present one, times (log scale)"}  # fmt: skip
    spec = {
        "data": {"values": values},
        "width": _WIDTH,
        "height": {"step": 18},
        "encoding": {"y": {"field": "case", "type": "nominal", "title": None, "sort": None}},
        "layer": [
            {
                "mark": {"type": "rule", "strokeWidth": 3, "color": BLUE, "opacity": 0.55},
                "encoding": {"x": {"field": "low", **x}, "x2": {"field": "high"}},
            },
            {
                "mark": {"type": "tick", "thickness": 3, "size": 12, "color": BLUE},
                "encoding": {"x": {"field": "value", **x}},
            },
            {
                "mark": {
                    "type": "point",
                    "filled": True,
                    "size": 70,
                    "color": ORANGE,
                    "shape": "diamond",
                    "opacity": 1,
                },
                "encoding": {"x": {"field": "came", **x}},
            },
        ],
        "config": CONFIG,
    }
    return Chart(
        "record-rounds",
        "Every round: what was forecast and what came",
        "Median and 90% interval of the first payment over the present one, as forecast at the "
        "opening; diamonds mark what came. The axis is logarithmic.",
        spec,
        ("Round", "Forecast", "What came"),
        tuple((line.case, line.forecast, line.happened) for line in record.cases),
    )


def record_charts(record: TrackRecord) -> list[Chart]:
    """Give the charts of a track record in the order of its page."""
    drawn: Sequence[Chart | None] = (
        rules_chart(record.summary),
        rounds_chart(record),
        coverage_chart(record.summary),
        ranks_chart(record),
        lapses_chart(record),
    )
    return [chart for chart in drawn if chart is not None]


def _ends(figure: Figure, factor: float) -> dict[str, float]:
    low = figure.value if figure.low is None else figure.low
    high = figure.value if figure.high is None else figure.high
    return {"value": factor * figure.value, "low": factor * low, "high": factor * high}


def _share(field: str, title: str) -> dict[str, Any]:
    return {
        "field": field,
        "type": "quantitative",
        "title": title,
        "scale": {"domain": [0, 100]},
    }


def _diagonal() -> dict[str, Any]:
    return {
        "data": {"values": [{"level": 0, "value": 0}, {"level": 100, "value": 100}]},
        "mark": {"type": "line", "color": GREY, "strokeDash": [5, 4]},
        "encoding": {
            "x": _share("level", "interval, per cent"),
            "y": {"field": "value", "type": "quantitative", "title": "rounds held, per cent"},
        },
    }
