"""A cost that many members share, in the terminal: verdict, shares, who gains, who would leave."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from burdenshare.report.document.members import FEW_MEMBERS
from burdenshare.report.terminal_parts import by_reason, heading, print_made, short
from burdenshare.results import Figure
from burdenshare.results.figures import capital
from burdenshare.results.shared_cost import Charge, Column, SharedCost

_NAME = 20
_CELL = 8


def print_shared_cost(shared: SharedCost, console: Console) -> None:
    """Print an answer about a cost that many members share."""
    heading(console, shared.title)
    console.print(Text(shared.verdict.question.text, style="italic"))
    console.print()
    for sentence in shared.verdict.sentences:
        console.print(Text(sentence.text))
        console.print()
    for finding in shared.findings:
        console.print(Text(f"Note: {finding.text}", style="dim"))
    print_members(shared, console)
    print_made(shared.made, console)


def print_members(shared: SharedCost, console: Console) -> None:
    """Print the tables and findings about the members."""
    _charges(shared, console)
    _changes(shared, console)
    _sentences(console, "What legislatures accept", shared.limits)
    for effect in shared.proposals:
        _sentences(console, f"{effect.name}, {effect.date}", effect.sentences)
    _standing(shared, console)
    _sentences(
        console,
        "Burdens, benefits and how far principles agree",
        [test.sentence for test in shared.tests],
    )
    _sentences(
        console, "Are printed rows what they claim to be?", [r.sentence for r in shared.printed]
    )
    reasons = by_reason(shared.left_out)
    if reasons:
        console.print()
    for reason, names in reasons.items():
        console.print(Text(f"Left out: {'; '.join(names)}. Reason: {reason}.", style="dim"))


def _charges(shared: SharedCost, console: Console) -> None:
    bases = dict.fromkeys((column.base, column.base_name) for column in shared.columns)
    for base, name in bases:
        columns = [column for column in shared.columns if column.base == base]
        console.print()
        heading(console, f"Shares of {name}, per cent")
        across = len(columns[0].charges) + len(columns[0].groups)
        if len(shared.members) <= FEW_MEMBERS and 34 + across * (_CELL + 1) <= console.width:
            _by_principle(columns, console, _percent)
            console.print()
            heading(console, f"Charges, {shared.money.per_year.split(',')[0]}")
            _by_principle(columns, console, _in_unit)
        else:
            _by_member(shared, columns, console)
    console.print(Text(f"To be shared: {shared.cost.full_text} a year.", style="dim"))


def _percent(charge: Charge) -> str:
    return f"{100 * charge.share.value:.2f}"


def _in_unit(charge: Charge) -> str:
    value = charge.amount.value
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:,.2f}"


def _by_principle(
    columns: Sequence[Column], console: Console, write: Callable[[Charge], str]
) -> None:
    """Principles down, members across."""
    members = [*columns[0].charges, *columns[0].groups]
    width = min(16, max(_CELL, (console.width - 34) // max(len(members), 1) - 1))
    heads = [_cut(capital(_plain(member.name)), width) for member in members]
    table = _table(["Principle", *heads])
    for column in columns:
        cells = [write(charge) for charge in (*column.charges, *column.groups)]
        table.add_row(capital(column.name), *cells)
    console.print(table)


def _cut(name: str, width: int) -> str:
    return name if len(name) <= width else f"{name[: width - 1].rstrip()}."


def _plain(name: str) -> str:
    return name.removeprefix("the ")


def _by_member(shared: SharedCost, columns: Sequence[Column], console: Console) -> None:
    """Members down, principles across; as many principles as the width holds at a time."""
    known = any(member.share is not None for member in shared.members)
    room = max(1, (console.width - _NAME - (_CELL + 1 if known else 0)) // (_CELL + 2))
    for start in range(0, len(columns), room):
        part = columns[start : start + room]
        table = _table(["Member", *(["Now"] if known else []), *(_head(c) for c in part)])
        for place, member in enumerate(shared.members):
            now = [f"{100 * member.share.value:.2f}" if member.share else "?"] if known else []
            cells = [_percent(column.charges[place]) for column in part]
            table.add_row(capital(_plain(member.name))[:_NAME], *now, *cells)
        for place, group in enumerate(part[0].groups):
            cells = [_percent(column.groups[place]) for column in part]
            table.add_row(capital(_plain(group.name))[:_NAME], *([""] if known else []), *cells)
        console.print(table)


_HEADS = {
    "equal": "Equal", "per-head": "Per head", "ability-gdp": "GDP", "ability-gni": "GNI",
    "ability-relief": "GDP, relief", "benefit": "Benefit", "cost-causation": "Caused",
    "use": "Use", "benefit-shares": "Benefit shares", "cost-alone": "Cost alone",
    "equal-savings": "Equal savings", "nucleolus": "Nucleo- lus", "shapley": "Shapley",
}  # fmt: skip
"""Heads of narrow columns; the other principles go by their names."""


def _head(column: Column) -> str:
    name = _HEADS.get(column.principle, capital(column.name))
    return textwrap.fill(name, _CELL + 1)


def _table(heads: Iterable[str]) -> Table:
    table = Table(box=None, padding=(0, 1, 0, 0), header_style="bold", pad_edge=False)
    for place, head in enumerate(heads):
        table.add_column(
            head, justify="right" if place else "left", overflow="fold", vertical="bottom"
        )
    return table


def _changes(shared: SharedCost, console: Console) -> None:
    """Who gains and who loses, for the members whose present share is known."""
    known = [place for place, member in enumerate(shared.members) if member.share is not None]
    if not known or not shared.columns:
        return
    console.print()
    heading(console, "Who gains and who loses, against what is paid now")
    base = shared.columns[0].base
    columns = [column for column in shared.columns if column.base == base]
    table = _table(["Principle", *(capital(_plain(shared.members[p].name)) for p in known[:6])])
    for column in columns:
        table.add_row(capital(column.name), *(_signed(column.charges[p]) for p in known[:6]))
    console.print(table)
    console.print(
        Text(
            f"Yearly amounts, {shared.cost.unit.currency}: + pays more than now, - pays less.",
            "dim",
        )
    )


def _signed(charge: Charge) -> str:
    change = charge.change
    if change is None:
        return "?"
    text = short(Figure(abs(change.value), change.unit, change.origin))
    return ("+" if change.value > 0 else "-" if change.value < 0 else "") + text


def _standing(shared: SharedCost, console: Console) -> None:
    judged = [c for c in shared.columns if c.standing is not None and not c.standing.inside]
    if not judged:
        return
    console.print()
    heading(console, "Coalitions that would do better on their own")
    for column in judged:
        assert column.standing is not None
        text = Text(f"{capital(column.name)}: ", style="bold")
        text.append(f"{column.standing.sentence.text}.", style="not bold")
        console.print(text)


def _sentences(console: Console, title: str, sentences: Sequence[object]) -> None:
    if not sentences:
        return
    console.print()
    heading(console, capital(title))
    for sentence in sentences:
        console.print(Text(str(getattr(sentence, "text", sentence))))
