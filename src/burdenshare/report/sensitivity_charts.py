"""Charts of what matters: Sobol' indices of one headline, and its tornado."""

from __future__ import annotations

from collections.abc import Sequence

from burdenshare.report.charts import BLUE, CONFIG, INK, ORANGE, Chart, Spec, row_labels, wrapped
from burdenshare.results import Effect, Moved
from burdenshare.results.figures import Unit, capital

LONGEST_LINE = 52
"""Letters of an input's name on one line; longer names take several."""

_WORDS = ((1e12, " trillion"), (1e9, " billion"), (1e6, " million"), (1e3, " thousand"), (1.0, ""))


def indices_chart(moved: Moved) -> Chart | None:
    """Total indices as range bars with their intervals, first-order ones as open diamonds."""
    effects = [effect for effect in moved.effects if effect.total is not None]
    if not effects:
        return None
    values = [
        {
            "name": _name(effect),
            "first": effect.first.value,
            "total": effect.total.value,
            "low": effect.total.value if effect.total.low is None else effect.total.low,
            "high": effect.total.value if effect.total.high is None else effect.total.high,
        }
        for effect in effects
        if effect.total is not None
    ]
    x = {
        "type": "quantitative",
        "title": "Share of the variance: bar, total index; line, its 90% interval; diamond, first "
        "order",
        "scale": {"domain": [0, 1]},
        "axis": {"format": ".0%", "tickCount": 5},
    }
    y = _inputs([_name(effect) for effect in effects])
    layer = [
        {
            "mark": {"type": "bar", "color": BLUE, "opacity": 0.5, "height": 11},
            "encoding": {"y": y, "x": {"field": "total", **x}},
        },
        {
            "mark": {"type": "rule", "color": INK, "strokeWidth": 1.4},
            "encoding": {"y": y, "x": {"field": "low", **x}, "x2": {"field": "high"}},
        },
        {
            "mark": {"type": "point", "shape": "diamond", "color": ORANGE, "size": 60,
                     "filled": False, "strokeWidth": 2},
            "encoding": {"y": y, "x": {"field": "first", **x}},
        },
    ]  # fmt: skip
    return Chart(
        f"indices-{moved.id}",
        f"Which inputs move {moved.name}",
        "Sobol' indices of the inputs that matter most, with 90% intervals. The total index is the "
        "share of the variance in which an input has a part, the first-order index the share that "
        "would go if it were known.",
        {"data": {"values": values}, "width": 380, "height": _step(effects),
         "layer": [*layer, *row_labels(y["sort"], y)], "config": CONFIG},
        ("Input", "First-order index", "Total index"),
        tuple((e.input_name, e.first, e.total) for e in effects if e.total is not None),
    )  # fmt: skip


def tornado_chart(moved: Moved) -> Chart | None:
    """The headline with each input at either end of its interval, around where it is now."""
    effects = [e for e in moved.effects if e.at_low is not None and e.at_high is not None]
    effects.sort(key=_swing, reverse=True)
    if not effects:
        return None
    divisor, title = _scale(moved)
    ends = ("Input low", "Input high")
    values = [
        {
            "name": _name(effect),
            "end": end,
            "middle": moved.middle.value / divisor,
            "value": figure.value / divisor,
        }
        for effect in effects
        for end, figure in zip(ends, (effect.at_low, effect.at_high), strict=True)
        if figure is not None
    ]
    x: Spec = {
        "type": "quantitative",
        "title": title,
        "scale": {"zero": False, "nice": True},
        "axis": {"tickCount": 6} | ({"format": ".0%"} if moved.middle.unit.kind != "money" else {}),
    }
    y = _inputs([_name(effect) for effect in effects])
    color = {
        "field": "end",
        "type": "nominal",
        "title": None,
        "scale": {"domain": list(ends), "range": [ORANGE, BLUE]},
        "legend": {"orient": "top", "labelFontSize": 12, "symbolType": "square"},
    }
    layer = [
        {
            "mark": {"type": "bar", "height": 12},
            "encoding": {
                "y": y,
                "x": {"field": "middle", **x},
                "x2": {"field": "value"},
                "color": color,
                # In grey the two ends differ by how dark they are.
                "opacity": {**color, "scale": {"domain": list(ends), "range": [0.5, 0.9]}},
            },
        },
        {
            "data": {"values": [{"middle": moved.middle.value / divisor}]},
            "mark": {"type": "rule", "color": INK, "strokeWidth": 1.4},
            "encoding": {"x": {"field": "middle", **x}},
        },
    ]
    return Chart(
        f"tornado-{moved.id}",
        f"{capital(moved.name)}, one input at a time",
        f"Each input is set to the lower and the upper end of its 90% interval, all others as "
        f"drawn. The line is the headline as things are, {moved.middle.text}.",
        {"data": {"values": values}, "width": 380, "height": _step(effects),
         "layer": [*layer, *row_labels(y["sort"], y)], "config": CONFIG},
        ("Input", "Input now", "With it low", "With it high"),
        tuple((e.input_name, e.now, e.at_low or "", e.at_high or "") for e in effects),
    )  # fmt: skip


def _swing(effect: Effect) -> float:
    assert effect.at_low is not None
    assert effect.at_high is not None
    return abs(effect.at_high.value - effect.at_low.value)


def _inputs(names: list[str]) -> Spec:
    return {
        "field": "name",
        "type": "nominal",
        "sort": list(dict.fromkeys(names)),
        "title": None,
        "axis": {"labels": False, "ticks": False},
    }


def _name(effect: Effect) -> str:
    return wrapped(capital(effect.input_name), LONGEST_LINE)


def _step(effects: Sequence[Effect]) -> Spec:
    """The height of a row: more where a name takes several lines."""
    lines = max((_name(effect).count("\n") + 1 for effect in effects), default=1)
    return {"step": 7 + 13 * lines}


def _scale(moved: Moved) -> tuple[float, str]:
    """What the headline is divided by on the axis, and the title of the axis."""
    unit: Unit = moved.middle.unit
    if unit.kind != "money":
        return 1.0, "Probability"
    biggest = abs(moved.middle.value) * unit.multiplier
    scale, word = next(((s, w) for s, w in _WORDS if biggest >= s), (1.0, ""))
    return scale / unit.multiplier, f"{unit.currency}{word} a year"
