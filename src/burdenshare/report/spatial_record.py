"""Scores of spatial models as a page in the terminal, in 80 columns or more."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from burdenshare.report.terminal_parts import heading
from burdenshare.results.spatial_record import SpatialRecord


def print_spatial_record(record: SpatialRecord, console: Console) -> None:
    """Print the record: in words, then every forecaster, then what the density is made of."""
    heading(console, f"Issues that many decide, {record.dataset}")
    console.print(
        Text(f"{record.issues.text} issues of {record.proposals.text} proposals, 0 to 100 points.")
    )
    for sentence in record.sentences:
        console.print(Text(sentence.text))
    for finding in record.findings:
        console.print(Text(f"Note: {finding.text}", style="dim"))
    console.print()
    table = Table(box=None, padding=(0, 1), pad_edge=False, header_style="bold")
    table.add_column("", overflow="fold")
    for name in ("Mean CRPS", "Mean error", "Near", "Behind by"):
        table.add_column(name, justify="right", overflow="fold")
    for score in record.scores:
        behind = "" if score.behind is None else score.behind.full_text
        table.add_row(score.name, score.crps.full_text, score.error.text, score.near.text, behind)
    console.print(table)
    made = "; ".join(f"{name} {weight.text}" for name, weight in record.weights)
    console.print()
    console.print(Text(f"The density: {made}; width {record.width.text} points."))
    console.print(
        Text(
            "Less is better in scores and errors; near is within 10 points. Intervals hold nine "
            f"times in ten. Seed {record.seed}, burdenshare {record.version}.",
            style="dim",
        )
    )
