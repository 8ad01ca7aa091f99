"""Charts of an assessment scale: waterfalls of the steps, shares, and what changes in a what-if."""

from __future__ import annotations

from collections.abc import Sequence

from burdenshare.report.charts import BLUE, CONFIG, GREY, INK, ORANGE, Chart, Spec
from burdenshare.results import Figure
from burdenshare.results.scales import MemberShare, ScaleAnswer, WhatIf

MOST_PANELS = 8
MOST_BARS = 20


def shown_members(answer: ScaleAnswer) -> list[MemberShare]:
    """Give the members whose steps are drawn: those asked about, else those moved most."""
    if answer.asked:
        return [answer.member(code) for code in answer.asked[:MOST_PANELS]]
    by_movement = sorted(
        answer.members, key=lambda one: -sum(abs(effect.value) for effect in one.effects)
    )
    chosen = {one.code for one in by_movement[:6]}
    return [one for one in answer.members if one.code in chosen]


def waterfall_chart(answer: ScaleAnswer) -> Chart | None:
    """What each step does to the share of each member shown, one panel a member."""
    members = shown_members(answer)
    if len(answer.steps) < 2:
        return None
    names = [step.name if step.name else step.id for step in answer.steps]
    labels = [f"{name} ({step.id})" if names.count(name) > 1 else name
              for name, step in zip(names, answer.steps, strict=True)]  # fmt: skip
    order = [*labels, "Share"]
    values = [row for member in members for row in _panel_rows(member, labels)]
    y = {"field": "step", "type": "nominal", "sort": order, "title": None,
         "axis": {"labelLimit": 240, "grid": True, "domain": False, "ticks": False}}  # fmt: skip
    x = {"type": "quantitative", "title": "percent of the whole",
         "scale": {"zero": False, "nice": True, "padding": 30},
         "axis": {"tickCount": 4, "grid": False}}  # fmt: skip
    color = {
        "field": "way", "type": "nominal", "title": None,
        "scale": {"domain": ["pays more", "pays less"], "range": [ORANGE, BLUE]},
        "legend": {"orient": "top", "symbolType": "square", "labelFontSize": 12},
    }  # fmt: skip
    moved = {"filter": "datum.kind == 'effect'"}
    fixed = {"filter": "datum.kind != 'effect'"}
    layer: list[Spec] = [
        {
            "transform": [moved],
            "mark": {"type": "bar", "height": 9},
            "encoding": {"y": y, "x": {"field": "low", **x}, "x2": {"field": "high"},
                         "color": color},
        },
        {
            "transform": [fixed],
            "mark": {"type": "point", "filled": True, "color": INK, "size": 60, "opacity": 1},
            "encoding": {"y": y, "x": {"field": "high", **x}},
        },
        {
            "mark": {"type": "text", "align": "left", "dx": 6, "fontSize": 11, "color": INK},
            "encoding": {"y": y, "x": {"field": "high", **x}, "text": {"field": "text"}},
        },
    ]  # fmt: skip
    spec: Spec = {
        "data": {"values": values},
        "facet": {"field": "member", "type": "nominal", "title": None,
                  "sort": [member.name for member in members],
                  "header": {"labelAnchor": "start", "labelLimit": 260}},
        "columns": 2,
        "spec": {"width": 235, "height": {"step": 17}, "layer": layer},
        "resolve": {"scale": {"x": "independent"}},
        "config": CONFIG,
    }  # fmt: skip
    head = ("Member", labels[0], *labels[1:], "Share")
    rows: tuple[tuple[str | Figure, ...], ...] = tuple(
        (one.name, one.base, *one.effects, one.share) for one in members
    )
    return Chart(
        "waterfall",
        "Step by step",
        "One panel for each member. The first dot is the share after the first step, the last the "
        "share that the scale gives; each bar is the change made by a step, in percentage points. "
        "Axes do not begin at zero.",
        spec,
        head,
        rows,
    )


def _panel_rows(member: MemberShare, labels: Sequence[str]) -> list[Spec]:
    def row(step: str, low: float, high: float, text: str, kind: str, way: str = "") -> Spec:
        return {"member": member.name, "step": step, "low": 100 * low, "high": 100 * high,
                "text": text, "kind": kind, "way": way}  # fmt: skip

    now = member.base.value
    rows = [row(labels[0], now, now, member.base.text, "start")]
    for label, effect in zip(labels[1:], member.effects, strict=True):
        after = now + effect.value
        way = "pays more" if effect.value > 0 else "pays less"
        nothing = effect.text.strip("0.") == ""
        low, high = min(now, after), max(now, after)
        rows.append(row(label, low, high, "" if nothing else effect.text, "effect", way))
        now = after
    return [*rows, row("Share", now, now, member.share.text, "end")]


def shares_chart(answer: ScaleAnswer) -> Chart:
    """The largest shares, with intervals and published shares where there are any."""
    members = answer.members[:MOST_BARS]
    values = [
        {
            "name": one.name,
            "value": 100 * one.share.value,
            "low": 100 * (one.share.value if one.share.low is None else one.share.low),
            "high": 100 * (one.share.value if one.share.high is None else one.share.high),
            "published": None if one.published is None else 100 * one.published.value,
        }
        for one in members
    ]
    y = {"field": "name", "type": "nominal", "sort": [one.name for one in members],
         "title": None, "axis": {"labelLimit": 340}}  # fmt: skip
    x = {"type": "quantitative", "title": "percent of the whole", "axis": {"tickCount": 6}}
    published = any(one.published is not None for one in members)
    layer: list[Spec] = [
        {"mark": {"type": "bar", "color": BLUE, "opacity": 0.55, "height": 10},
         "encoding": {"y": y, "x": {"field": "value", **x}}},
        {"mark": {"type": "rule", "color": INK, "strokeWidth": 1.5},
         "encoding": {"y": y, "x": {"field": "low", **x}, "x2": {"field": "high"}}},
    ]  # fmt: skip
    if published:
        layer.append(
            {"transform": [{"filter": "datum.published != null"}],
             "mark": {"type": "tick", "color": ORANGE, "thickness": 3, "height": 16},
             "encoding": {"y": y, "x": {"field": "published", **x}}}
        )  # fmt: skip
    beside = " The upright marks are the published shares." if published else ""
    head = ("Member", "Share", "Published share") if published else ("Member", "Share")
    return Chart(
        "shares",
        "The largest shares",
        f"Bars are the shares that the scale gives, lines their 90% intervals where inputs are "
        f"uncertain.{beside}",
        {"width": 430, "height": {"step": 20}, "data": {"values": values}, "layer": layer,
         "config": CONFIG},
        head,
        tuple(
            (one.name, one.share, *((one.published or "not published",) if published else ()))
            for one in members
        ),
    )  # fmt: skip


def what_if_chart(change: WhatIf, number: int) -> Chart | None:
    """Who pays more and who pays less in a what-if."""
    if not change.changes:
        return None
    largest = sorted(change.changes[:MOST_BARS], key=lambda one: -one.change.value)
    values = [
        {"name": one.name, "value": 100 * one.change.value, "text": one.change.text,
         "way": "pays more" if one.change.value > 0 else "pays less"}
        for one in largest
    ]  # fmt: skip
    y = {"field": "name", "type": "nominal", "sort": [one.name for one in largest],
         "title": None, "axis": {"labelLimit": 340}}  # fmt: skip
    x = {"field": "value", "type": "quantitative", "title": "change in percentage points",
         "axis": {"tickCount": 6}}  # fmt: skip
    color = {
        "field": "way", "type": "nominal", "title": None,
        "scale": {"domain": ["pays more", "pays less"], "range": [ORANGE, BLUE]},
        "legend": {"orient": "top", "symbolType": "square", "labelFontSize": 12},
    }  # fmt: skip
    spec: Spec = {
        "width": 430,
        "height": {"step": 20},
        "data": {"values": values},
        "layer": [
            {"mark": {"type": "bar", "height": 10}, "encoding": {"y": y, "x": x, "color": color}},
            {"mark": {"type": "rule", "color": GREY}, "encoding": {"x": {"datum": 0}}},
        ],
        "config": CONFIG,
    }
    return Chart(
        f"what-if-{number}",
        f"With {change.text}",
        "Changes of the shares that change most, in percentage points.",
        spec,
        ("Member", "Share before", "Share after", "Change"),
        tuple((one.name, one.before, one.after, one.change) for one in largest),
    )
