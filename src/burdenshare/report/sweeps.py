"""A sweep as a table in the terminal, in CSV and in Parquet."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from burdenshare.results.figures import Figure, number_text
from burdenshare.results.sweeps import Judged, Point, Sweep

MOST_LINES = 40
"""Assumptions and figures that a terminal shows; files have all of them."""

_NUMBERS = ("asked", "value", "low", "high", "error")


def print_sweep(sweep: Sweep, console: Console) -> None:
    """Print for each assumption and figure what matters most."""
    made = sweep.made
    console.print(
        Text(f"{made.case}: {made.draws:,} draws under each of {len(sweep.points):,} assumptions")
    )
    table = Table(box=None, padding=(0, 1), pad_edge=False, header_style="bold")
    for varied in sweep.inputs:
        table.add_column(varied.path, overflow="fold")
    for name in (
        "Figure",
        "Some payment suits both",
        "Figure does",
        "Settlement",
        "Fair shares below",
    ):
        table.add_column(name, justify="right", overflow="fold")
    told = {
        figure.text
        for point in sweep.points
        for judged in point.judged
        for figure in _gravest(judged)
    }
    if len(told) > 1:
        table.add_column("Threat carried out", justify="right", overflow="fold")
    lines = [line for point in sweep.points for line in _lines(point, threat=len(told) > 1)]
    for line in lines[:MOST_LINES]:
        table.add_row(*line)
    console.print(table)
    if len(lines) > MOST_LINES:
        console.print(Text(f"{len(lines) - MOST_LINES:,} more lines are in the files.", "dim"))
    for finding in sweep.findings:
        console.print(Text(f"Note: {finding.text}", style="dim"))
    console.print(
        Text(
            f"As of {made.as_of}. Seed {made.seed}, blocks of {sweep.block_size:,}, burdenshare "
            f"{made.version}, case {made.digest}.",
            style="dim",
        )
    )


def _gravest(judged: Judged) -> list[Figure]:
    """The chance that the gravest threat is carried out once refused, if the case has one."""
    return list(judged.carried_out.values())[-1:]


def _lines(point: Point, *, threat: bool) -> list[list[str]]:
    quantities = {quantity.id: quantity.figure for quantity in point.quantities}
    assumed = [number_text(figure.value, figure.unit) for figure in point.assumed]
    settled = quantities.get("solution.asymmetric-nash", quantities.get("solution.nash"))
    return [
        [
            *assumed,
            judged.figure.text,
            quantities["zone"].text,
            judged.inside.text,
            "none" if settled is None else settled.text,
            judged.percentile.text,
            *(figure.text for figure in _gravest(judged) if threat),
        ]
        for judged in point.judged
    ]


def csv_text(sweep: Sweep) -> str:
    """Give the rows of a sweep as CSV."""
    rows = sweep.rows()
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def write_parquet(sweep: Sweep, path: Path) -> bool:
    """Write the rows of a sweep as Parquet, whole or not at all; False where DuckDB is missing."""
    try:
        import duckdb
    except ImportError:
        return False
    rows = sweep.rows()
    temporary = path.with_name(f".{path.name}.new")
    columns = []
    for name in rows[0]:
        kind = "DOUBLE" if _is_number(sweep, name) else "VARCHAR"
        quoted = name.replace('"', '""')
        columns.append(f'CAST(unnest(?) AS {kind}) AS "{quoted}"')
    with duckdb.connect() as connection:
        connection.execute(
            f"CREATE TABLE sweep AS SELECT {', '.join(columns)}",
            [[row[name] for row in rows] for name in rows[0]],
        )
        target = str(temporary).replace("'", "''")
        connection.execute(f"COPY sweep TO '{target}' (FORMAT parquet, COMPRESSION zstd)")
    temporary.replace(path)
    return True


def _is_number(sweep: Sweep, column: str) -> bool:
    return column in _NUMBERS or any(varied.path == column for varied in sweep.inputs)
