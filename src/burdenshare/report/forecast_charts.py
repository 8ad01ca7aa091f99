"""Charts of a forecast: how long nothing is agreed, what is paid, how it may go, naive rules."""

from __future__ import annotations

from burdenshare.report.charts import (
    BLUE,
    CONFIG,
    GREY,
    MUTED,
    ORANGE,
    Chart,
    MoneyAxis,
    Spec,
    ranges,
)
from burdenshare.results import Answer
from burdenshare.results.figures import capital


def survival_chart(answer: Answer) -> Chart | None:
    """The chance that nothing has been agreed, by months from the date of the question."""
    forecast = answer.forecast
    if not forecast.survival.months:
        return None
    curve = forecast.survival
    values = [
        {"month": month, "open": 100 * share}
        for month, share in zip(curve.months, curve.open, strict=True)
    ]
    x: Spec = {
        "field": "month", "type": "quantitative", "title": f"Months from {answer.made.as_of}",
        "axis": {"tickMinStep": 6, "values": [0, 6, 12, 18, 24, 30, 36]},
        "scale": {"domain": [0, curve.months[-1]], "nice": False},
    }  # fmt: skip
    y: Spec = {
        "field": "open", "type": "quantitative", "title": "Chance that nothing is agreed, %",
        "scale": {"domain": [0, 100]}, "axis": {"tickCount": 5},
    }  # fmt: skip
    day = answer.made.as_of.toordinal()
    dated: list[Spec] = [
        {"month": (deal.day.value - day) / 30.4375, "name": capital(deal.name)}
        for deal in forecast.deals
        if not deal.id.startswith("quarter") and deal.id != "horizon"
    ]
    marks: list[Spec] = [
        {
            "data": {"values": values},
            "mark": {"type": "area", "interpolate": "step-after", "color": BLUE, "opacity": 0.2,
                     "line": {"color": BLUE, "strokeWidth": 2}},
            "encoding": {"x": x, "y": y},
        },
    ]  # fmt: skip
    marks += _dated_events(sorted(dated, key=lambda event: event["month"]), x)
    return Chart(
        "survival",
        "How long nothing is agreed",
        "The chance that the sides have not agreed, by months from the date of the question; "
        "dotted lines mark dated events.",
        {"width": 640, "height": SURVIVAL_HEIGHT, "layer": marks, "config": CONFIG},
        ("Day", "Chance of an agreement by it"),
        tuple((f"{deal.day.text}: {deal.name}", deal.probability) for deal in forecast.deals),
    )


SURVIVAL_HEIGHT = 220


def _dated_events(dated: list[Spec], x: Spec) -> list[Spec]:
    """Lines at the days of events, their names in steps above the chart, the first at the top."""
    marks: list[Spec] = []
    for position, event in enumerate(dated):
        top = 14 * (position - len(dated))
        late = event["month"] > 24
        words = {"align": "right" if late else "left", "dx": -4 if late else 4}
        place = {**x, "field": "month"}
        marks += [
            {
                "data": {"values": [event]},
                "mark": {"type": "rule", "color": MUTED, "strokeDash": [2, 3]},
                "encoding": {"x": place, "y": {"value": top}, "y2": {"value": SURVIVAL_HEIGHT}},
            },
            {
                "data": {"values": [event]},
                "mark": {"type": "text", "baseline": "top", "color": MUTED, "fontSize": 11,
                         **words},
                "encoding": {"x": place, "y": {"value": top}, "text": {"field": "name"}},
            },
        ]  # fmt: skip
    return marks


def payments_chart(answer: Answer) -> Chart | None:
    """What is paid year by year: a fan of the middle half and of nine tenths."""
    forecast = answer.forecast
    if len(forecast.years) < 2:
        return None
    figures = [year.payment for year in forecast.years]
    axis = MoneyAxis.of(answer, figures, around=True)
    values = []
    for year in forecast.years:
        five, half = axis.row(year.payment), axis.row(year.half)
        values.append(
            {"year": year.year, "value": five["value"], "low": five["low"], "high": five["high"],
             "lower": half["low"], "upper": half["high"]}
        )  # fmt: skip
    y: Spec = {**axis.encoding, "axis": {"tickCount": 6}}
    lows = [row["low"] for row in values if isinstance(row["low"], float)]
    room = 0.1 * max((axis.high - min(lows)), 1e-9)
    bottom = max(0.0, min(lows) - room) if min(lows) >= 0 else axis.low
    y["scale"] = {"domain": [bottom, axis.high], "nice": False, "zero": False}
    x: Spec = {"field": "year", "type": "ordinal", "title": None, "axis": {"labelAngle": 0}}

    def band(low: str, high: str, opacity: float) -> Spec:
        return {
            "mark": {"type": "area", "color": BLUE, "opacity": opacity, "interpolate": "linear"},
            "encoding": {"x": x, "y": {**y, "field": low}, "y2": {"field": high}},
        }

    line: Spec = {
        "mark": {"type": "line", "color": BLUE, "point": {"filled": True, "size": 45}},
        "encoding": {"x": x, "y": {**y, "field": "value"}},
    }
    paid = answer.forecast.present.value / axis.divisor
    now: Spec = {
        "data": {"values": [{"place": paid}]},
        "mark": {"type": "rule", "color": GREY, "strokeDash": [2, 2]},
        "encoding": {"y": {**y, "field": "place"}},
    }
    return Chart(
        "payments",
        "What is paid, year by year",
        "Median of the yearly payment, with the middle half (dark) and nine tenths (light) of all "
        "histories; the dotted line is the present payment.",
        {
            "width": 640, "height": 220, "data": {"values": values},
            "layer": [band("low", "high", 0.18), band("lower", "upper", 0.3), line, now],
            "config": CONFIG,
        },
        ("Year", "Payment, nine in ten", "Payment, one in two"),
        tuple((year.year, year.payment, year.half) for year in forecast.years),
    )  # fmt: skip


def histories_chart(answer: Answer) -> Chart | None:
    """How the talks may go: the share of each sort of history."""
    told = answer.forecast.histories
    if not told:
        return None
    names = [capital(history.name) for history in told]
    values = [
        {"name": name, "share": 100 * history.share.value, "text": history.share.text}
        for name, history in zip(names, told, strict=True)
    ]
    y: Spec = {"field": "name", "type": "nominal", "sort": names, "title": None,
               "axis": {"labelLimit": 330}}  # fmt: skip
    x: Spec = {"field": "share", "type": "quantitative", "title": "Share of all histories, %",
               "axis": {"tickCount": 5}}  # fmt: skip
    bar: Spec = {"mark": {"type": "bar", "color": ORANGE, "opacity": 0.75, "height": 12},
                 "encoding": {"y": y, "x": x}}  # fmt: skip
    text: Spec = {"mark": {"type": "text", "align": "left", "dx": 4},
                  "encoding": {"y": y, "x": x, "text": {"field": "text"}}}  # fmt: skip
    return Chart(
        "histories",
        "How the talks may go",
        "The commonest sorts of history, each with its share of all.",
        {
            "width": 360, "height": {"step": 24}, "data": {"values": values},
            "layer": [bar, text], "config": CONFIG,
        },
        ("Sort of history", "Share", "Months", "Payment a year"),
        tuple(
            (name, history.share, history.months, history.payment)
            for name, history in zip(names, told, strict=True)
        ),
    )  # fmt: skip


def comparators_chart(answer: Answer) -> Chart | None:
    """The forecast beside what rules without a model would say."""
    forecast = answer.forecast
    if not forecast.comparators:
        return None
    rows = [("This forecast", "", forecast.payment)]
    rows += [(capital(n.name), "", n.payment) for n in forecast.comparators]
    axis = MoneyAxis.of(answer, [figure for _, _, figure in rows], around=True)
    return Chart(
        "comparators",
        "The forecast beside naive rules",
        "The settlement that is forecast, with its 90% interval, and what rules without a model "
        "would say. The present payment is drawn across.",
        ranges(answer, rows, axis, groups=False),
        ("Forecast or rule", "Payment a year"),
        tuple((name, figure) for name, _, figure in rows),
    )
