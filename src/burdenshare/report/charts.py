"""Charts as plain Vega-Lite specifications, each with a title in words and a table of its numbers.

A chart is data: the same specification is drawn to SVG for a document and live on the page.
Colours are safe for the colour-blind and differ in grey; marks differ in shape as well.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from burdenshare.results import Answer, Figure, Unit
from burdenshare.results.figures import capital, number_text

Spec = dict[str, Any]

INK, MUTED, GRID = "#1b1f24", "#5b636e", "#e3e6ea"
BLUE, ORANGE, GREY = "#1f5fa8", "#c2560c", "#8a929c"
FONT = "Liberation Sans"

CONFIG: Spec = {
    "font": FONT,
    "background": None,
    "view": {"stroke": None},
    "axis": {
        "labelColor": INK, "titleColor": MUTED, "gridColor": GRID, "domainColor": GREY,
        "tickColor": GREY, "labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal",
        # Names are broken into lines, never cut; a limit would have each measured several times.
        "labelLimit": 0,
    },
    "header": {
        "labelColor": INK, "labelFontSize": 12, "labelFontWeight": "bold", "labelLimit": 0,
    },
    "legend": {"labelColor": INK, "titleColor": MUTED},
    "aria": False,
    "text": {"color": INK, "fontSize": 12},
}  # fmt: skip


_PANEL = 225
"""Width of a panel of the grid. [pixels]"""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: what it shows, how, and its numbers in words for those who cannot see it."""

    id: str
    title: str
    description: str
    spec: Spec
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str | Figure, ...], ...] = field(default=())


def charts(answer: Answer) -> list[Chart]:
    """Give the charts of an answer in the order of the document."""
    drawn = [
        headline_chart(answer),
        grid_chart(answer),
        zone_chart(answer),
        solutions_chart(answer),
    ]
    return [chart for chart in drawn if chart is not None]


# --- fair shares ---------------------------------------------------------------------------------


def headline_chart(answer: Answer) -> Chart | None:
    """Fair shares on the base that matters most, and the references, as range bars."""
    shares = answer.fair_shares
    cells = [
        (capital(cell.principle_name), "By principle", cell.payment)
        for cell in shares.cells
        if cell.base == shares.headline
    ]
    references = [
        (capital(r.name), "Carried forward, or as allies pay", r.payment) for r in shares.references
    ]
    rows = [*cells, *references]
    if not rows:
        return None
    unit = MoneyAxis.of(answer, [figure for _, _, figure in rows])
    base = next((b.name for b in shares.bases if b.id == shares.headline), "")
    spec = ranges(answer, rows, unit, groups=len({group for _, group, _ in rows}) > 1)
    return Chart(
        "fair-shares",
        f"Fair shares of {base}" if base else "Reference payments",
        f"Yearly payments that each principle asks, with 90% intervals; the figure asked about, "
        f"{shares.figure.text}, and the present payment, {shares.present.text}, are drawn across."
        + (CUT_NOTE if unit.cuts(figure for _, _, figure in rows) else ""),
        spec,
        ("Principle or reference", "Payment a year", "Probability of reaching the figure"),
        tuple(
            [
                (capital(c.principle_name), c.payment, c.reaches)
                for c in shares.cells
                if c.base == shares.headline
            ]
            + [(capital(r.name), r.payment, r.reaches) for r in shares.references]
        ),
    )


def grid_chart(answer: Answer) -> Chart | None:
    """Every principle on every cost base, one panel a base."""
    shares = answer.fair_shares
    if len(shares.bases) < 2 or not shares.cells:
        return None
    figures = [cell.payment for cell in shares.cells]
    unit = MoneyAxis.of(answer, figures, width=_PANEL)
    values = [
        {
            **unit.row(cell.payment),
            "name": capital(cell.principle_name),
            "base": wrapped(capital(cell.base_name), 38),
        }
        for cell in shares.cells
    ]
    fullest = max(shares.bases, key=lambda base: sum(c.base == base.id for c in shares.cells))
    ordered = sorted(shares.cells, key=lambda cell: cell.base != fullest.id)
    principles = list(dict.fromkeys(capital(cell.principle_name) for cell in ordered))
    order = [wrapped(capital(base.name), 38) for base in shares.bases]
    y = {"field": "name", "type": "nominal", "sort": principles, "title": None}
    panel = _range_layers(answer, unit, y, labelled=False)
    payments = {(capital(cell.principle_name), cell.base): cell.payment for cell in shares.cells}
    spec = {
        "data": {"values": values},
        "facet": {"field": "base", "type": "nominal", "sort": order, "title": None,
                  "header": {"labelAnchor": "start", "labelExpr": "split(datum.label, '\\n')"}},
        "columns": 2,
        "spec": {"width": _PANEL, "height": {"step": 16}, "layer": panel},
        "config": CONFIG,
    }  # fmt: skip
    return Chart(
        "grid",
        "Every principle on every cost base",
        "One panel for each cost base; range bars show the yearly payment that a principle asks "
        "with its 90% interval. Drawn across: the figure asked about (solid line) and the present "
        "payment (dotted line)." + (CUT_NOTE if unit.cuts(figures) else ""),
        spec,
        ("Principle", *(capital(base.name) for base in shares.bases)),
        tuple(
            (name, *(payments.get((name, base.id), "") for base in shares.bases))
            for name in principles
        ),
    )


ROOM_BESIDE = 1.0
"""An axis shows whole intervals if that makes it longer, at either end, by no more than this part
of what medians and marked amounts take."""

CUT = 0.15
"""How far an axis that cuts intervals goes beyond these, as a part of what they take."""

CUT_NOTE = (
    " An arrow at the edge marks an interval that goes on; where it ends stands beside the arrow."
)


@dataclass(frozen=True, slots=True)
class MoneyAxis:
    """The scale of an axis of money: how amounts are divided, the axis title, the ends."""

    divisor: float
    title: str
    low: float
    high: float
    first: float
    last: float
    """Where intervals are cut: the ends of the axis, or before them where arrows need room."""

    @classmethod
    def of(
        cls, answer: Answer, figures: Sequence[Figure], *, around: bool = False, width: float = 420
    ) -> MoneyAxis:
        """Choose a scale that shows all medians, the present payment, and mostly all intervals.

        With `around` it shows all intervals, and the figure asked about only where it comes;
        otherwise the figure too, and it cuts intervals that would make the rest small. The width
        of the chart says how much room an arrow takes. [pixels]
        """
        shares = answer.fair_shares
        marked = [shares.present.value] if around else [shares.present.value, shares.figure.value]
        medians = [f.value for f in figures]
        starts = [f.value if f.low is None else f.low for f in figures]
        ends = [f.value if f.high is None else f.high for f in figures]
        if around:
            marked = [*marked, *starts, *ends]
        high, low = max([*medians, *marked, 0.0]), min([*medians, 0.0])
        low = min([low, *starts]) if around else low
        unit = shares.figure.unit
        words = {1e12: " trillion", 1e9: " billion", 1e6: " million", 1e3: " thousand", 1.0: ""}
        biggest = max(abs(high), abs(low)) * unit.multiplier
        scale = next((s for s in words if biggest >= s), 1.0)
        title = f"{unit.currency}{words[scale]} a year, {answer.money.price_year} prices"
        divisor = scale / unit.multiplier
        span = high - low or 1.0
        last, is_cut_above = _reach(high, ends, span)
        first, is_cut_below = _reach(-low, [-start for start in starts], span)
        first, span = -first, last + first
        room, arrow = 0.04 * span, ARROW / width * span
        top = last + (arrow if is_cut_above else room)
        bottom = first - (arrow if is_cut_below else room if first < 0 else 0.0)
        places = (bottom, top, first if is_cut_below else bottom, last if is_cut_above else top)
        return cls(divisor, title, *(place / divisor for place in places))

    def row(self, figure: Figure) -> dict[str, float | str]:
        """A figure in the axis' scale; where its interval is cut, an arrow and where it ends."""
        low = (figure.value if figure.low is None else figure.low) / self.divisor
        high = (figure.value if figure.high is None else figure.high) / self.divisor
        return {
            "value": figure.value / self.divisor,
            "low": max(low, self.first),
            "high": min(high, self.last),
            "under": f"{number_text(low, _PLAIN)} {_LEFT}" if low < self.first else "",
            "over": f"{_RIGHT} {number_text(high, _PLAIN)}" if high > self.last else "",
        }

    def cuts(self, figures: Iterable[Figure]) -> bool:
        """Tell whether some interval goes on beyond the axis."""
        rows = (self.row(figure) for figure in figures)
        return any(row["under"] or row["over"] for row in rows)

    @property
    def encoding(self) -> Spec:
        """The x axis."""
        return {
            "type": "quantitative",
            "title": self.title,
            "scale": {"domain": [self.low, self.high], "nice": False, "zero": False},
            "axis": {"tickCount": 6},
        }


_PLAIN = Unit("number", "")
_LEFT, _RIGHT = "\N{BLACK LEFT-POINTING POINTER}", "\N{BLACK RIGHT-POINTING POINTER}"
ARROW = 44
"""Room for an arrow and the amount beside it. [pixels]"""


def _reach(inner: float, ends: Sequence[float], span: float) -> tuple[float, bool]:
    """Give where an axis ends that must show `inner`, and whether it cuts one of the ends."""
    near = [end for end in ends if end <= inner + ROOM_BESIDE * span]
    if len(near) == len(ends):
        return max([inner, *near]), False
    return max([inner + CUT * span, *near]), True


def _range_layers(answer: Answer, unit: MoneyAxis, y: Spec, *, labelled: bool = True) -> list[Spec]:
    """Rules for the present payment and the figure, then bars and dots."""
    lines = _marked_lines(answer, unit)
    if not labelled:
        lines = [mark for mark in lines if mark["mark"]["type"] == "rule"]
    return [
        *lines,
        {
            "mark": {"type": "rule", "color": BLUE, "strokeWidth": 5, "opacity": 0.45},
            "encoding": {
                "y": y,
                "x": {"field": "low", **unit.encoding},
                "x2": {"field": "high"},
            },
        },
        {
            "mark": {"type": "point", "filled": True, "color": BLUE, "size": 55, "opacity": 1},
            "encoding": {"y": y, "x": {"field": "value", **unit.encoding}},
        },
        # Always there, with no words where nothing is cut: a page draws the same layers again.
        *(
            {
                "mark": {"type": "text", "color": BLUE, "fontSize": 11, "baseline": "middle",
                         "align": align, "dx": offset},
                "encoding": {"y": y, "x": {"field": end, **unit.encoding},
                             "text": {"field": words, "type": "nominal"}},
            }
            for end, words, align, offset in (
                ("low", "under", "right", 2), ("high", "over", "left", -2)
            )
        ),
    ]  # fmt: skip


def ranges(
    answer: Answer, rows: Sequence[tuple[str, str, Figure]], unit: MoneyAxis, *, groups: bool
) -> Spec:
    """A chart of range bars, in groups one below another."""
    values = [
        {**unit.row(figure), "name": wrapped(name, 46), "group": group}
        for name, group, figure in rows
    ]
    names = list(dict.fromkeys(wrapped(name, 46) for name, _, _ in rows))
    y = {"field": "name", "type": "nominal", "sort": names, "title": None,
         "axis": {"labels": False, "ticks": False}}  # fmt: skip
    layer = [*_range_layers(answer, unit, y), *row_labels(names, y)]
    panel = {"width": 420, "height": {"step": 20 if _lines(names) < 2 else 27}, "layer": layer}
    spec: Spec = {"data": {"values": values}, "config": CONFIG}
    if not groups:
        return spec | panel
    order = list(dict.fromkeys(group for _, group, _ in rows))
    return spec | {
        "facet": {"row": {"field": "group", "type": "nominal", "sort": order, "title": None,
                          "header": {"labelOrient": "top", "labelAnchor": "start"}}},
        "spec": panel,
        "resolve": {"scale": {"y": "independent"}},
    }  # fmt: skip


# --- what could be agreed ------------------------------------------------------------------------


def zone_chart(answer: Answer) -> Chart | None:
    """Densities of the two reservation values, with the figure and the present payment."""
    zone = answer.zone
    densities = zone.densities
    middles = [(a + b) / 2 for a, b in zip(densities.edges[:-1], densities.edges[1:], strict=True)]
    ends = (densities.edges[0], densities.edges[-1])
    far = zone.figure.value > ends[1] + 6 * (ends[1] - ends[0])
    axis = MoneyAxis.of(answer, [zone.least, zone.most], around=far)
    names = (f"Least {zone.payee} accepts", f"Most {zone.payer} pays")
    peak = max((*densities.least, *densities.most)) or 1.0
    values = [
        {"x": middle / axis.divisor, "density": value / peak, "side": name}
        for name, heights in zip(names, (densities.least, densities.most), strict=True)
        for middle, value in zip(middles, heights, strict=True)
    ]
    color = {
        "field": "side",
        "type": "nominal",
        "title": None,
        "sort": list(names),
        "scale": {"domain": list(names), "range": [BLUE, ORANGE]},
        "legend": {
            "orient": "top",
            "labelLimit": 320,
            "labelFontSize": 12,
            "symbolType": "stroke",
            "symbolStrokeWidth": 3,
            "symbolSize": 600,
        },
    }
    height = {
        "field": "density", "type": "quantitative", "stack": None, "title": "How likely",
        "axis": {"labels": False, "ticks": False, "grid": False},
    }  # fmt: skip
    places = {"x": {"field": "x", **axis.encoding}, "y": height, "color": color}
    # In grey the two sides differ by their lines alone.
    dashes = {"domain": list(names), "range": [[1, 0], [6, 3]]}
    lines = {"strokeDash": {**color, "scale": dashes}}
    area = {
        "data": {"values": values},
        "layer": [
            {"mark": {"type": "area", "opacity": 0.4}, "encoding": places},
            {"mark": "line", "encoding": places | lines},
        ],
    }  # fmt: skip
    marks = _marked_lines(answer, axis)
    note = f" The figure asked about, {zone.figure.text}, lies off the chart." if far else ""
    return Chart(
        "zone",
        "What each side would rather have than disagree",
        f"How likely each value is of the least that {zone.payee} accepts and of the most that "
        f"{zone.payer} pays.{note}",
        {"width": 640, "height": 200, "layer": [area, *marks], "config": CONFIG},
        ("Reservation value", "Payment a year"),
        ((names[0], zone.least), (names[1], zone.most)),
    )


def _marked_lines(answer: Answer, axis: MoneyAxis) -> list[Spec]:
    """The present payment and the figure as lines across the chart, with their names."""
    shares = answer.fair_shares
    lines = (
        (shares.present.value / axis.divisor, f"paid now {shares.present.text}", MUTED, [2, 2]),
        (shares.figure.value / axis.divisor, f"asked {shares.figure.text}", ORANGE, [1, 0]),
    )
    marks: list[Spec] = []
    crowded = abs(lines[0][0] - lines[1][0]) < 0.5 * (axis.high - axis.low)
    for number, (place, text, color, dash) in enumerate(lines):
        if not axis.low <= place <= axis.high:
            continue
        # Data of its own, or the line would be drawn once for each row of the chart.
        data = {"values": [{"place": place}]}
        x = {"field": "place", **axis.encoding}
        is_left = place < (axis.low + axis.high) / 2
        words = {"align": "left" if is_left else "right", "dx": 6 if is_left else -6}
        # Names that could meet stand one above the other.
        words["y"] = -17 if crowded and number else -3
        marks += [
            {
                "data": data,
                "mark": {"type": "rule", "color": color, "strokeDash": dash, "strokeWidth": 1.6},
                "encoding": {"x": x},
            },
            {
                "data": data,
                "mark": {"type": "text", "baseline": "bottom", "color": color, **words},
                "encoding": {"x": x, "text": {"value": text}},
            },
        ]
    return marks


def solutions_chart(answer: Answer) -> Chart | None:
    """Payments on which bargaining solutions would settle."""
    zone = answer.zone
    if not zone.solutions:
        return None
    rows = [(solution.name, "", solution.payment) for solution in zone.solutions]
    unit = MoneyAxis.of(answer, [figure for _, _, figure in rows], around=True)
    return Chart(
        "solutions",
        "Where bargaining would settle",
        "Yearly payments that recognised bargaining solutions give, with 90% intervals, in the "
        "draws in which some payment suits both. The present payment is drawn across.",
        ranges(answer, rows, unit, groups=False),
        ("Solution", "Payment a year"),
        tuple((name, figure) for name, _, figure in rows),
    )


def row_labels(names: Sequence[str], y: Spec) -> list[Spec]:
    """The names of rows at the left, those of several lines moved up by half their height."""
    mark = {"type": "text", "align": "right", "baseline": "middle", "x": -7, "lineBreak": "\n"}
    return [
        {
            "transform": [
                {"filter": f"length(split(datum.name, '\\n')) == {lines}"},
                # A row may have several marks, and has one name.
                {"aggregate": [{"op": "count", "as": "marks"}], "groupby": ["name"]},
            ],
            "mark": {**mark, "dy": -6.5 * (lines - 1), "lineHeight": 13},
            "encoding": {"y": y, "text": {"field": "name", "type": "nominal"}},
        }
        for lines in range(1, _lines(names) + 1)
    ]


@lru_cache(4096)
def wrapped(text: str, most: int) -> str:
    """Break a label into lines of about equal length, none much longer than ``most``."""
    if len(text) <= most:
        return text
    lines = -(-len(text) // most)
    return "\n".join(textwrap.wrap(text, max(-(-len(text) // lines) + 4, 12)))


def _lines(labels: Sequence[str]) -> int:
    """The most lines that a label has."""
    return max((label.count("\n") + 1 for label in labels), default=1)
