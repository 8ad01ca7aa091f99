"""How such forecasts did before: the track record beside a forecast."""

from __future__ import annotations

from collections.abc import Sequence

from burdenshare.report.document.parts import Cell, Section, Table, kept
from burdenshare.report.record_charts import coverage_chart, rules_chart
from burdenshare.results import Answer, RecordSummary
from burdenshare.results.figures import capital
from burdenshare.results.records import KindScore, RuleScore


def record(answer: Answer) -> Section:
    """How forecasts of rounds settled before the date did."""
    summary = answer.record
    return Section(
        "record",
        "How such forecasts did before",
        (*summary.sentences, *(finding.text for finding in summary.findings)),
        charts=kept(rules_chart(summary), coverage_chart(summary)),
        folded=tables(summary),
    )


def tables(summary: RecordSummary) -> tuple[Table, ...]:
    """Give the scores of a record as tables: terms, timing, kinds of dispute, coverage."""
    if not summary.terms:
        return ()
    made = [_rules("Score of the first payment under new terms", "Mean error", summary.terms)]
    if summary.timing:
        made.append(_rules("Score of a lapse of the old terms", "Score of delay", summary.timing))
    return (*made, kinds_table(summary.kinds), _coverage(summary))


def _rules(caption: str, second: str, rules: Sequence[RuleScore]) -> Table:
    head = ("Way of forecasting", "Score", second, "The forecast is better by")
    rows = tuple(
        (capital(rule.name), rule.score, _or_empty(rule.error), _or_empty(rule.skill))
        for rule in rules
    )
    return Table(caption, head, rows, frozenset({1, 2, 3}))


def _or_empty(cell: Cell | None) -> Cell:
    return "" if cell is None else cell


def kinds_table(kinds: Sequence[KindScore]) -> Table:
    """Set our scores of terms by kind of dispute beside the best naive rule there."""
    head = ("Kind of dispute", "Rounds", "Forecast", "Best naive rule", "Its score",
            "The forecast is better by")  # fmt: skip
    rows = tuple(
        (capital(kind.name), kind.rounds, kind.ours, kind.best_name, kind.best, kind.skill)
        for kind in kinds
    )
    return Table("Score of terms by kind of dispute", head, rows, frozenset({1, 2, 4, 5}))


def _coverage(summary: RecordSummary) -> Table:
    rows = tuple((entry.level, entry.held) for entry in summary.coverage)
    head = ("Interval", "Share of rounds that it held")
    return Table("What intervals of the first payment held", head, rows, frozenset({0, 1}))
