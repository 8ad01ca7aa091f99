"""Charts of a cost that many members share: one row a member, range bars and dots along shares."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from burdenshare.report.charts import BLUE, CONFIG, GREY, INK, ORANGE, Chart, Spec, wrapped
from burdenshare.results.figures import Figure, capital
from burdenshare.results.shared_cost import Column, MemberNow, SharedCost

_GREEN = "#2f7d5b"
_MEMBERS: Spec = {
    "labelLimit": 0,
    "labelExpr": "upper(slice(datum.label, 0, 1)) + slice(datum.label, 1)",
}
"""Names of members on an axis begin with a capital."""

WIDE_RANGE = 40.0
"""From this ratio of the greatest to the least share the axis is one of square roots."""

MOST_PANELS = 9
"""Most principles that have a panel each."""


def members_chart(shared: SharedCost) -> Chart | None:
    """What principles ask of each member, what it bears now and what was proposed."""
    if not shared.columns:
        return None
    base = shared.columns[0].base
    columns = [column for column in shared.columns if column.base == base]
    order = [member.name for member in _by_size(shared)]
    dots = [
        {"name": charge.name, "share": 100 * charge.share.value, "kind": "A principle"}
        for column in columns
        for charge in column.charges
    ]
    now = [_mark(m.name, m.share, "Borne now") for m in shared.members if m.share]
    latest = shared.proposals[-1:] if shared.proposals else ()
    title = capital(latest[0].name) if latest else ""
    moved = [_mark(m.name, m.proposed, title) for effect in latest for m in effect.moves]
    ranges = [
        {"name": m.name, "low": 100 * m.lowest.value, "high": 100 * m.highest.value}
        for m in shared.members
    ]
    y = {"field": "name", "type": "nominal", "sort": order, "title": None,
         "axis": _MEMBERS}  # fmt: skip
    kinds = ["A principle", *(["Borne now"] if now else []), *([title] if moved else [])]
    looks = {
        "A principle": (BLUE, "circle"),
        "Borne now": (INK, "stroke"),
        title: (ORANGE, "diamond"),
    }
    x = _axis([m.highest for m in shared.members] + [m.lowest for m in shared.members])
    layers: list[Spec] = [
        {
            "data": {"values": ranges},
            "mark": {"type": "rule", "color": GREY, "strokeWidth": 1.5, "opacity": 0.7},
            "encoding": {"y": y, "x": {"field": "low", **x}, "x2": {"field": "high"}},
        },
        _dots(dots + now + moved, y, x, kinds, looks),
    ]
    core = _core_layer(shared, y, x)
    return Chart(
        "members",
        f"What principles ask of each member: shares of {shared.name}",
        _described(bool(now), title if moved else "", bool(core)),
        {"width": 480, "height": {"step": 22}, "layer": [*core, *layers], "config": CONFIG},
        ("Member", "Borne now", "Least that a principle asks", "Most that a principle asks"),
        tuple(
            (m.name, m.share if m.share is not None else "not known", m.lowest, m.highest)
            for m in _by_size(shared)
        ),
    )


def _described(now: bool, proposal: str, core: bool) -> str:
    text = "Each dot is what one principle asks; the line joins the least and the most of them."
    text += " The upright stroke is what the member bears now, where that is known." if now else ""
    text += f" Diamonds: {proposal}." if proposal else ""
    return text + (" The pale bar is the range that the core leaves the member." if core else "")


def _core_layer(shared: SharedCost, y: Spec, x: Spec) -> list[Spec]:
    whole = shared.cost.value
    values = [
        {"name": m.name, "low": 100 * m.core_least.value / whole,
         "high": 100 * m.core_most.value / whole}
        for m in shared.members
        if m.core_least is not None and m.core_most is not None and whole
    ]  # fmt: skip
    if not values:
        return []
    return [
        {
            "data": {"values": values},
            "mark": {"type": "rule", "color": _GREEN, "strokeWidth": 11, "opacity": 0.22},
            "encoding": {"y": y, "x": {"field": "low", **x}, "x2": {"field": "high"}},
        }
    ]


def _mark(name: str, share: Figure, kind: str) -> dict[str, Any]:
    return {"name": name, "share": 100 * share.value, "kind": kind}


def _by_size(shared: SharedCost) -> list[MemberNow]:
    """Members in the order of what the principles ask of them on average."""
    asked = {member.member: 0.0 for member in shared.members}
    for column in shared.columns:
        for charge in column.charges:
            asked[charge.member] += charge.share.value
    return sorted(shared.members, key=lambda member: -asked[member.member])


def _axis(figures: Sequence[Figure]) -> Spec:
    shares = [f.value for f in figures if f.value > 0] or [1.0]
    wide = max(shares) > WIDE_RANGE * min(shares)
    scale: Spec = {"type": "pow", "exponent": 0.5} if wide else {"type": "linear"}
    title = "Per cent of the cost" + (" (axis of square roots)" if wide else "")
    top = 100 * max(shares) * 1.04
    axis: Spec = {"tickCount": 6}
    if wide:
        axis["labelOverlap"] = False
        axis["values"] = [v for v in (0, 1, 5, 10, 20, 30, 40, 50, 60, 80, 100) if v <= top]
    return {
        "type": "quantitative",
        "title": title,
        "scale": {**scale, "domain": [0, top], "nice": False, "zero": True},
        "axis": axis,
    }


def _dots(
    values: list[dict[str, Any]], y: Spec, x: Spec, kinds: list[str],
    looks: dict[str, tuple[str, str]],
) -> Spec:  # fmt: skip
    legend = {"orient": "top", "labelFontSize": 12, "labelLimit": 360, "title": None}
    return {
        "data": {"values": values},
        "mark": {"type": "point", "size": 70, "opacity": 0.85, "filled": True, "strokeWidth": 2},
        "encoding": {
            "y": y,
            "x": {"field": "share", **x},
            "color": {
                "field": "kind", "type": "nominal", "title": None, "legend": legend,
                "scale": {"domain": kinds, "range": [looks[kind][0] for kind in kinds]},
            },
            "shape": {
                "field": "kind", "type": "nominal", "title": None, "legend": legend,
                "scale": {
                    "domain": kinds,
                    "range": [_SHAPES[looks[kind][1]] for kind in kinds],
                },
            },
        },
    }  # fmt: skip


_SHAPES = {"circle": "circle", "diamond": "diamond", "stroke": "M-0.12,-1.2h0.24v2.4h-0.24z"}


def principles_chart(shared: SharedCost) -> Chart | None:
    """What each principle asks, a panel each: range bars by member, with what is borne now."""
    columns = [c for c in shared.columns if c.base == shared.columns[0].base]
    if len(columns) < 2 or len(columns[0].charges) > 12:
        return None
    shown = columns[:MOST_PANELS]
    whole = shared.cost.value or 1.0
    values = [row for column in shown for row in _panel_rows(column, whole)]
    order = [member.name for member in _by_size(shared)]
    y = {"field": "name", "type": "nominal", "sort": order, "title": None,
         "axis": _MEMBERS}  # fmt: skip
    x = _axis([m.highest for m in shared.members])
    x["title"] = "Per cent of the cost"
    x["axis"] = {"tickCount": 3}
    layer: list[Spec] = [
        {
            "mark": {"type": "rule", "color": BLUE, "strokeWidth": 5, "opacity": 0.45},
            "encoding": {"y": y, "x": {"field": "low", **x}, "x2": {"field": "high"}},
        },
        {
            "mark": {"type": "point", "filled": True, "color": BLUE, "size": 55, "opacity": 1},
            "encoding": {"y": y, "x": {"field": "share", **x}},
        },
    ]
    return Chart(
        "principles",
        "What each principle asks of the members",
        "One panel for each principle; dots are medians, bars 90% intervals where something is "
        "uncertain."
        + (f" The first {MOST_PANELS} principles are shown." if len(columns) > len(shown) else ""),
        {
            "data": {"values": values},
            "facet": {"field": "principle", "type": "nominal", "title": None,
                      "sort": [_title(c) for c in shown],
                      "header": {"labelAnchor": "start",
                                 "labelExpr": "split(datum.label, '\\n')"}},
            "columns": 3,
            "spec": {"width": 120, "height": {"step": 18}, "layer": layer},
            "config": CONFIG,
        },
    )  # fmt: skip


def _panel_rows(column: Column, whole: float) -> list[dict[str, Any]]:
    name = _title(column)
    rows = []
    for charge in column.charges:
        low = charge.amount.low if charge.amount.low is not None else charge.amount.value
        high = charge.amount.high if charge.amount.high is not None else charge.amount.value
        rows.append(
            {
                "principle": name,
                "name": charge.name,
                "share": 100 * charge.share.value,
                "low": 100 * low / whole,
                "high": 100 * high / whole,
            }
        )
    return rows


def _title(column: Column) -> str:
    """The name of a principle over its panel."""
    return wrapped(capital(column.name), 24)
