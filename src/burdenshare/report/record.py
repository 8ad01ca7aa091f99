"""The track record as a page in the terminal, in 80 columns or more."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from burdenshare.report.terminal_parts import heading
from burdenshare.results.figures import Figure, capital
from burdenshare.results.records import CaseLine, KindScore, RecordSummary, RuleScore, TrackRecord


def print_record(record: TrackRecord, console: Console) -> None:
    """Print the record: in words, rules of terms and timing, kinds, coverage, every case."""
    summary = record.summary
    heading(console, "Past rounds, forecast on what was settled before them")
    for sentence in summary.sentences:
        console.print(Text(sentence.text))
    for finding in summary.findings:
        console.print(Text(f"Note: {finding.text}", style="dim"))
    _terms(console, "First payment under new terms: mean score of its log growth", summary)
    _timing(console, summary)
    kinds = (*summary.kinds, *([record.without_rents] if record.without_rents else []))
    _kinds(console, kinds)
    _coverage(console, summary)
    _cases(console, record.cases)
    _terms(console, "The same on the last day with news before the outcome", record.later)
    console.print()
    for finding in record.left_out:
        console.print(Text(f"Left out: {finding.text}", style="dim"))
    made = f"{record.draws:,} draws a forecast, seed {record.seed}, burdenshare {record.version}."
    console.print(Text(f"Less is better in every score. {made}", style="dim"))


def _table(*columns: str) -> Table:
    table = Table(box=None, padding=(0, 1), pad_edge=False, header_style="bold")
    for place, name in enumerate(columns):
        justify = "left" if place == 0 else "right"
        table.add_column(name, justify=justify, overflow="fold")  # type: ignore[arg-type]
    return table


def _terms(console: Console, title: str, summary: RecordSummary) -> None:
    console.print()
    heading(console, title)
    table = _table("", "Score (90% interval)", "Mean error", "Ours is better by")
    _rules(table, summary.terms)
    console.print(table)


def _timing(console: Console, summary: RecordSummary) -> None:
    if not summary.timing:
        return
    console.print()
    heading(console, f"Lapse of the old terms, on {summary.timed.text} rounds")
    table = _table("", "Brier score", "Delay, months", "Ours is better by")
    _rules(table, summary.timing)
    console.print(table)


def _rules(table: Table, rules: Sequence[RuleScore]) -> None:
    for rule in rules:
        error = rule.error.text if rule.error is not None else ""
        skill = rule.skill.full_text if rule.skill is not None else ""
        name = capital(rule.name)
        table.add_row(name, rule.score.full_text, error, skill)


def _kinds(console: Console, kinds: Sequence[KindScore]) -> None:
    console.print()
    heading(console, "By kind of dispute, against the naive rule that did best there")
    table = _table("", "Rounds", "Ours", "Naive", "Ours is better by")
    for kind in kinds:
        name = f"{capital(kind.name)} ({kind.best_name})"
        table.add_row(name, kind.rounds.text, kind.ours.text, kind.best.text, kind.skill.full_text)
    console.print(table)


def _coverage(console: Console, summary: RecordSummary) -> None:
    console.print()
    said = "; ".join(f"{c.level.text} intervals held {c.held.full_text}" for c in summary.coverage)
    console.print(Text(f"{said}."))


def _cases(console: Console, lines: Sequence[CaseLine]) -> None:
    if not lines:
        return
    console.print()
    heading(
        console, "Every round as of its opening: first payment as a multiple of the present one"
    )
    table = _table("", "Forecast (90% interval)", "Came", "Score", "Naive", "Lapse")
    for line in lines:
        table.add_row(
            line.case,
            line.forecast.full_text,
            line.happened.text,
            line.score.text,
            line.best.text,
            _lapse(line.lapse, line.lapsed),
        )
    console.print(table)
    console.print(Text(f"Naive: {lines[0].best_name}, the best over all rounds.", style="dim"))


def _lapse(said: Figure | None, happened: bool | None) -> str:
    if said is None:
        return ""
    return f"{said.text} {'yes' if happened else 'no'}"
