"""Forecasts of issues that many decide, as a page in the terminal."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from burdenshare.report.terminal_parts import heading, print_made
from burdenshare.results.decisions import Decision, Decisions
from burdenshare.results.figures import capital


def print_decisions(answer: Decisions, console: Console) -> None:
    """Print each issue: the forecast in words, the models beside it, and who wants what."""
    heading(console, answer.title)
    for issue in answer.issues:
        for sentence in issue.sentences:
            console.print(Text(sentence.text))
            console.print()
        _models(issue, console)
        _stances(issue, console)
    for finding in answer.findings:
        console.print(Text(f"Note: {finding.text}", style="dim"))
    print_made(answer.made, console)


def _models(issue: Decision, console: Console) -> None:
    table = Table(box=None, padding=(0, 1), pad_edge=False, header_style="bold")
    table.add_column("Forecast", overflow="fold")
    table.add_column(capital(issue.unit), justify="right", overflow="fold")
    table.add_row("Pooled density, median and 90% interval", issue.outcome.full_text)
    for point in issue.points:
        table.add_row(point.name, point.outcome.full_text)
    if issue.reference is not None:
        table.add_row("If nothing is decided", issue.reference.full_text)
    console.print(table)
    console.print()


def _stances(issue: Decision, console: Console) -> None:
    table = Table(box=None, padding=(0, 1), pad_edge=False, header_style="bold")
    table.add_column("Actor", overflow="fold")
    for name in ("Wants", "Cares", "Weight"):
        table.add_column(name, justify="right", overflow="fold")
    for stance in sorted(issue.stances, key=lambda each: each.position.value):
        cares = "not said" if stance.salience is None else stance.salience.full_text
        table.add_row(stance.name, stance.position.full_text, cares, stance.weight.text)
    console.print(table)
    console.print()
