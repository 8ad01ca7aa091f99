"""The document that reports an assessment scale: sections of sentences, tables and charts."""

from __future__ import annotations

from burdenshare.report.document.parts import LEGEND, Section, Table, kept
from burdenshare.report.html import Page, Writer, write_page
from burdenshare.report.scale_charts import shares_chart, waterfall_chart, what_if_chart
from burdenshare.results.scales import ScaleAnswer


def render_scale(answer: ScaleAnswer) -> str:
    """Give the report of a scale as one HTML document.

    Every number of the answer stands in a ``data`` element that names its origin.
    """
    origins = {f"formula:{one.id}": one.name for one in answer.formulas.values()}
    origins |= {f"source:{one.id}": one.title for one in answer.sources.values()}
    made = answer.made
    named = f"scale {made.scale} ({made.digest})"
    return write_page(
        "scale.html.j2",
        Page(sections(answer), Writer(origins), named, origins),
        title=answer.title,
        kicker="Assessment scale: who pays what share",
        description=answer.description,
        version=made.version,
        legend=LEGEND,
        answer=answer,
    )


def sections(answer: ScaleAnswer) -> list[Section]:
    """Give the sections of the document in their order."""
    made = (
        _shares(answer),
        _steps(answer),
        _inputs(answer),
        _thresholds(answer),
        *_what_ifs(answer),
        _formulas(answer),
        _sources(answer),
    )
    return [section for section in made if section is not None]


def _shares(answer: ScaleAnswer) -> Section:
    paid = any(one.payment is not None for one in answer.members)
    published = any(one.published is not None for one in answer.members)
    head = ["Member", "Code", "Share"]
    head += ["Payment"] if paid else []
    head += ["Published share", "Computed less published, in points"] if published else []
    rows = tuple(
        (
            one.name,
            one.code,
            one.share,
            *((one.payment or "",) if paid else ()),
            *((one.published or "not published", one.error or "") if published else ()),
        )
        for one in answer.members
    )
    every = Table("Shares of all members", tuple(head), rows, frozenset(range(2, len(head))))
    return Section("shares", "Who pays what", charts=(shares_chart(answer),), folded=(every,))


def _steps(answer: ScaleAnswer) -> Section:
    steps = Table(
        "Steps in their order",
        ("Step", "Id", "Parameters", "Moves, percent of the whole"),
        tuple((one.name, one.id, one.parameters, one.moved) for one in answer.steps),
        frozenset({3}),
        tuple(f"step-{one.id}" for one in answer.steps),
    )
    first, *later = answer.steps
    effects = Table(
        "Effect of each step on each member, in percentage points",
        ("Member", f"After {first.id}, percent", *(one.id for one in later), "Share"),
        tuple((one.name, one.base, *one.effects, one.share) for one in answer.members),
        frozenset(range(1, len(answer.steps) + 2)),
    )
    chart = waterfall_chart(answer)
    return Section(
        "steps", "What each step does", charts=kept(chart), tables=(steps,), folded=(effects,)
    )


def _inputs(answer: ScaleAnswer) -> Section | None:
    rows = tuple(
        (one.name, entry.series, entry.period, entry.figure)
        for one in answer.members
        for entry in one.inputs
    )
    if not rows:
        return None
    table = Table(
        "What the scale used of them, averaged over each base period",
        ("Member", "Series", "Years", "Number"),
        rows,
        frozenset({3}),
    )
    return Section("inputs", "Inputs of the members asked about", tables=(table,))


def _thresholds(answer: ScaleAnswer) -> Section | None:
    if not answer.near:
        return None
    drawn = any(one.below is not None for one in answer.near)
    head = ["Member", "Threshold", "Years", "Distance, percent", "Change of income to it, percent",
            "Jump there, points"]  # fmt: skip
    rows = tuple(
        (
            one.name,
            f"{one.step}, level {one.level}" if one.level else one.step,
            one.period,
            one.distance,
            one.needed,
            one.jump,
            *((one.below or "",) if drawn else ()),
        )
        for one in answer.near
    )
    head += ["Chance of lying below"] if drawn else []
    table = Table("Members near a threshold", tuple(head), rows, frozenset(range(3, len(head))))
    return Section(
        "thresholds",
        "Where a share would jump",
        (
            "At a threshold a member stops being relieved and begins to pay for the relief of "
            "others, so that its share jumps although its income hardly moves.",
        ),
        points=tuple(one.sentence for one in answer.near[:5]),
        tables=(table,),
    )


def _what_ifs(answer: ScaleAnswer) -> list[Section]:
    return [
        Section(
            f"what-if-{number}",
            f"What if {change.text}",
            (change.sentence,),
            kept(what_if_chart(change, number)),
            points=tuple(finding.text for finding in change.findings),
            folded=(
                Table(
                    "All shares that change",
                    ("Member", "Before", "After", "Change, points"),
                    tuple((one.name, one.before, one.after, one.change) for one in change.changes),
                    frozenset({1, 2, 3}),
                ),
            ),
        )
        for number, change in enumerate(answer.what_ifs, start=1)
    ]


def _formulas(answer: ScaleAnswer) -> Section:
    used = {step.formula for step in answer.steps}
    shown = [f for f in answer.formulas.values() if not f.id.startswith("step.") or f.id in used]
    table = Table(
        "Formulas",
        ("Id", "Number", "Formula", "Reference"),
        tuple((one.id, one.name, one.expression, one.reference) for one in shown),
        anchors=tuple(f"formula-{one.id}" for one in shown),
    )
    return Section("formulas", "How the numbers were computed", folded=(table,))


def _sources(answer: ScaleAnswer) -> Section:
    table = Table(
        "Tables read",
        ("File", "What it holds", "Fingerprint"),
        tuple(
            (one.id, one.title, answer.made.tables.get(one.id, ""))
            for one in answer.sources.values()
        ),
        anchors=tuple(f"source-{one.id}" for one in answer.sources.values()),
    )
    return Section("sources", "Where the numbers come from", tables=(table,))
