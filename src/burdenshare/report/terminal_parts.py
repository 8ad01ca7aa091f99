"""What pages in the terminal share: headings, short amounts, points, and how an answer was made."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.table import Table
from rich.text import Text

from burdenshare.results import Figure, LeftOut, Made

_SHORT = {" trillion": "trn", " billion": "bn", " million": "m", " thousand": "k", " to ": "–"}


def is_unicode(console: Console) -> bool:
    """Tell whether a console can write what is not plain."""
    return (console.encoding or "").lower().replace("-", "").startswith("utf")


def heading(console: Console, text: str) -> None:
    """Print a heading with a line under it."""
    console.print(Text(text, style="bold"))
    line = "─" if is_unicode(console) else "-"
    console.print(Text(line * min(console.width, len(text)), style="dim"))


def short(figure: Figure) -> str:
    """A figure and its interval in few characters: no currency, short names of scales."""
    text = figure.full_text.replace(f"{figure.unit.currency} ", "")
    for long, short in _SHORT.items():
        text = text.replace(long, short)
    return text


def by_reason(left_out: Iterable[LeftOut]) -> dict[str, list[str]]:
    """Give the names of what was left out by the reason."""
    grouped: dict[str, list[str]] = {}
    for left in left_out:
        grouped.setdefault(left.reason, []).append(left.name)
    return grouped


def print_made(made: Made, console: Console) -> None:
    """Print how an answer was made."""
    console.print()
    console.print(
        Text(
            f"As of {made.as_of}. {made.draws:,} draws, seed {made.seed}, burdenshare "
            f"{made.version}, case {made.digest}.",
            style="dim",
        )
    )


def sentence_list(sentences: Iterable[str], console: Console) -> None:
    """Print sentences as points, one below the other."""
    for sentence in sentences:
        point(sentence, console)


def point(text: str, console: Console) -> None:
    """Print a sentence behind a bullet."""
    table = Table.grid(padding=(0, 1))
    table.add_row("•" if is_unicode(console) else "-", text)
    console.print(table)
