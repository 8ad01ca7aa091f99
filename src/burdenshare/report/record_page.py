"""The track record as one HTML file: in short, charts, every round, formulas."""

from __future__ import annotations

from collections.abc import Iterator

from burdenshare.report.document.parts import Section, Table, kept
from burdenshare.report.document.record import kinds_table, tables
from burdenshare.report.html import Page, Writer, write_page
from burdenshare.report.record_charts import (
    coverage_chart,
    lapses_chart,
    ranks_chart,
    rounds_chart,
    rules_chart,
)
from burdenshare.results import Figure, TrackRecord
from burdenshare.results.figures import capital

TITLE = "Track record: past rounds, forecast blind and scored"
DESCRIPTION = (
    "Each past round in the library was forecast as of its own date, from what was known of it "
    "then and from rounds that had been settled before, and the forecast set beside naive rules. "
    "The rounds were chosen because something is known of them; they are no sample of all rounds."
)


def render_record(record: TrackRecord) -> str:
    """Give a track record as one HTML document; every number names its origin."""
    origins = {f"formula:{f.id}": f.name for f in record.formulas.values()}
    named = f"past rounds forecast blind, {record.draws:,} draws a forecast"
    return write_page(
        "record.html.j2",
        Page(sections(record), Writer(origins), named, origins),
        title=TITLE,
        kicker="Cost sharing: how far forecasts can be trusted",
        description=DESCRIPTION,
        version=record.version,
        legend="",
        record=record,
    )


def sections(record: TrackRecord) -> list[Section]:
    """Give the sections of the page."""
    summary = record.summary
    others = (kinds_table([record.without_rents]),) if record.without_rents else ()
    return [
        Section("scores", "Against naive rules", (), kept(rules_chart(summary)),
                (*tables(summary), *others)),
        Section("rounds", "Every round", (), kept(rounds_chart(record)), (_rounds(record),),),
        Section(
            "reliability",
            "Do the intervals and probabilities mean what they say?",
            (),
            kept(coverage_chart(summary), ranks_chart(record), lapses_chart(record)),
        ),
        Section(
            "later",
            "On the last day with news before the outcome",
            (*record.later.sentences[1:2],),
            (),
            tables(record.later)[:2],
        ),
        Section(
            "left-out",
            "Cases that are no rounds",
            tuple(capital(finding.text) for finding in record.left_out),
        ),
        Section("formulas", "How the numbers were computed", (), (), (_formulas(record),)),
    ]  # fmt: skip


def _rounds(record: TrackRecord) -> Table:
    head = ("Round", "Asked on", "Kind", "Forecast", "What came", "Score", "Naive score",
            "Chance of a lapse", "Lapse")  # fmt: skip
    rows = tuple(
        (
            line.case,
            line.as_of.isoformat(),
            capital(line.kind),
            line.forecast,
            line.happened,
            line.score,
            line.best,
            line.lapse or "",
            "" if line.lapsed is None else "yes" if line.lapsed else "no",
        )
        for line in record.cases
    )
    caption = "Every round: first payment as a multiple of the present one, forecast and come"
    return Table(caption, head, rows, frozenset({3, 4, 5, 6, 7}))


def _formulas(record: TrackRecord) -> Table:
    used = {figure.origin.ref for figure in _figures(record)}
    rows = tuple(
        (f.id, capital(f.name), f.expression, f.reference)
        for f in record.formulas.values()
        if f.id in used
    )
    anchors = tuple(f"formula-{row[0]}" for row in rows)
    return Table("Formulas", ("Id", "Number", "Formula", "Reference"), rows, anchors=anchors)


def _figures(record: TrackRecord) -> Iterator[Figure]:
    """Every figure that the page shows."""
    summary = record.summary
    for rule in (*summary.terms, *summary.timing):
        yield from (f for f in (rule.score, rule.error, rule.skill) if f is not None)
    for entry in summary.coverage:
        yield from (entry.level, entry.held)
    yield from record.ranks
    yield summary.rounds
    for line in record.cases:
        yield from (line.forecast, line.happened, line.score)
