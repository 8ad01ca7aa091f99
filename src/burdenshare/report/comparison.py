"""Two answers side by side as a page in the terminal."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from burdenshare.results import Figure
from burdenshare.results.comparison import Comparison, Side
from burdenshare.results.figures import Unit, capital, number_text


def print_comparison(comparison: Comparison, console: Console) -> None:
    """Print the headline figures of two answers with their differences."""
    sides = (comparison.first, comparison.second)
    for mark, side in zip(("First", "Second"), sides, strict=True):
        console.print(Text(f"{mark}: {side.title}, as of {side.made.as_of}", style="bold"))
        console.print(Text(side.verdict.text))
        console.print()
    table = Table(box=None, padding=(0, 1), pad_edge=False, header_style="bold")
    table.add_column("", overflow="fold", ratio=5)
    for name in ("First", "Second", "Change"):
        table.add_column(name, justify="right", overflow="fold", ratio=3)
    for line in comparison.lines:
        name = capital(line.name)
        table.add_row(name, _cell(line.first), _cell(line.second), _change(line.difference))
    console.print(table)
    for finding in comparison.findings:
        console.print(Text(f"Note: {finding.text}", style="dim"))
    console.print()
    console.print(Text(_made(comparison.first), style="dim"))


def _cell(figure: Figure | None) -> str:
    if figure is None:
        return "none"
    return figure.text


def _change(figure: Figure | None) -> str:
    """A difference with its sign; of shares and probabilities in percentage points."""
    if figure is None:
        return ""
    if figure.value == 0:
        return "same"
    sign = "+" if figure.value > 0 else "\N{MINUS SIGN}"
    if figure.unit.kind in ("share", "probability"):
        points = Unit("number", "points")
        return f"{sign}{number_text(100 * abs(figure.value), points)} points"
    return f"{sign}{number_text(abs(figure.value), figure.unit)}"


def _made(side: Side) -> str:
    made = side.made
    return f"{made.draws:,} draws, seed {made.seed}, burdenshare {made.version}."
