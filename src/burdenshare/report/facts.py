"""Tables of facts in the terminal: values side by side, events and rounds one below another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table as Grid
from rich.text import Text

from burdenshare.facts import Row, Table

if TYPE_CHECKING:
    from rich.console import Console

#: Columns that are shown in another way, or say how the table is kept.
_APART = frozenset({"preferred", "preferred_because", "known_on", "source_id", "source_ids"})


def print_tables(tables: list[Table], console: Console) -> None:
    """Print a line for each table: its name, how many rows it has, and its title."""
    grid = Grid("", "rows", "", box=None, show_header=False, padding=(0, 2, 0, 0))
    for table in tables:
        grid.add_row(table.name, Text(str(len(table.rows)), justify="right"), table.title)
    console.print(grid)


def print_table(table: Table, console: Console) -> None:
    """Print a table with its sources."""
    console.print(Text(table.title, style="bold"))
    console.print(Text(table.about))
    if not table.rows:
        console.print(Text("Nothing of it was known by then."))
        return
    console.print()
    if table.value:
        _print_values(table, console)
    else:
        for row in table.rows:
            _print_row(table, row, console)
    console.print()
    console.print(Text("Sources", style="bold"))
    for name, source in sorted(table.sources.items()):
        about = f"{name}: {source.title}. {source.publisher}, {source.date or 'undated'}. "
        console.print(Text(about + source.url), soft_wrap=False)


def _print_values(table: Table, console: Console) -> None:
    columns = [table.period, *table.key, table.value]
    columns += [name for name in ("currency", "unit") if name in table.columns]
    grid = Grid(*(name.replace("_", " ") for name in columns), "known from", "source", box=None)
    for row in table.rows:
        mark = " *" if row.is_preferred else ""
        told = [row.values[name] + (mark if name == table.value else "") for name in columns]
        known = str(row.known_on) if row.known_on else "-"
        grid.add_row(*told, known, ", ".join(source.id for source in row.sources))
    console.print(grid)
    reasons = sorted({row.reason for row in table.rows if row.is_preferred})
    for reason in reasons:
        console.print(Text(f"* preferred over the others of its kind: {reason}"))


def _print_row(table: Table, row: Row, console: Console) -> None:
    head = "  ".join(row.values[name] for name in (*table.key, table.period))
    console.print(Text(head, style="bold"))
    for name, text in row.values.items():
        if text and name not in _APART and name not in (*table.key, table.period):
            console.print(Text(f"  {name.replace('_', ' ')}: {text}"))
    known = f", known from {row.known_on}" if row.known_on else ""
    console.print(Text(f"  sources: {', '.join(source.id for source in row.sources)}{known}"))
