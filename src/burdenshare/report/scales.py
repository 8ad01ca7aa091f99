"""An assessment scale as a page in the terminal: shares, steps, thresholds and what-ifs."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from burdenshare.results.figures import Figure
from burdenshare.results.scales import MemberShare, NearThreshold, ScaleAnswer, WhatIf

MOST_MEMBERS = 20
MOST_NEAR = 8
MOST_CHANGES = 8


def print_scale(answer: ScaleAnswer, console: Console, *, everyone: bool = False) -> None:
    """Print a scale: who pays what, what each step does, who is near a threshold, what-ifs."""
    console.print(Text(answer.title, style="bold"))
    console.print(Text(f"Rule: {answer.reference}", style="dim"))
    console.print()
    for sentence in answer.sentences:
        console.print(Text(sentence.text))
    for finding in answer.findings:
        console.print(Text(f"Note: {finding.text}", style="dim"))
    _shares(answer, console, everyone=everyone)
    _steps(answer, console)
    for code in answer.asked:
        _member(answer, answer.member(code), console)
    _near(answer.near, console)
    for change in answer.what_ifs:
        _what_if(change, console, everyone=everyone)
    _made(answer, console)


def _heading(console: Console, text: str) -> None:
    console.print()
    console.print(Text(text, style="bold"))


def _grid(*names: str) -> Table:
    """A table with words in its first column and numbers in the others."""
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold")
    table.add_column(names[0], overflow="fold")
    for name in names[1:]:
        table.add_column(name, justify="right", no_wrap=True)
    return table


def _text(figure: Figure | None) -> str:
    return "" if figure is None else figure.text


def _shares(answer: ScaleAnswer, console: Console, *, everyone: bool) -> None:
    _heading(console, "Who pays what")
    shown = [
        one
        for place, one in enumerate(answer.members)
        if everyone or place < MOST_MEMBERS or one.code in answer.asked
    ]
    drawn = any(one.share.low is not None for one in answer.members)
    paid = any(one.payment is not None for one in answer.members)
    published = any(one.published is not None for one in answer.members)
    compared = published and not (drawn and paid)  # else the line is too long
    names = ["", "", "share"]
    names += ["9 in 10"] if drawn else []
    names += [_money(answer)] if paid else []
    names += ["published"] if published else []
    names += ["difference"] if compared else []
    table = _grid(*names)
    for one in shown:
        table.add_row(
            Text(one.name),
            one.code,
            one.share.text,
            *([one.share.interval_text] if drawn else []),
            *([_text(one.payment)] if paid else []),
            *([_text(one.published)] if published else []),
            *([_text(one.error)] if compared else []),
        )
    console.print(table)
    left = len(answer.members) - len(shown)
    if left:
        console.print(Text(f"{left} more members; --all shows them.", style="dim"))


def _money(answer: ScaleAnswer) -> str:
    payment = next(one.payment for one in answer.members if one.payment is not None)
    return payment.unit.label


def _steps(answer: ScaleAnswer, console: Console) -> None:
    _heading(console, "What each step does")
    table = _grid("step", "moves", "pay more", "pay less", "")
    table.columns[-1].justify = "left"
    table.columns[-1].no_wrap = False
    for step in answer.steps:
        table.add_row(
            Text(step.id),
            step.moved.text,
            f"{step.payers}",
            f"{step.relieved}",
            Text(step.parameters, style="dim"),
        )
    console.print(table)


def _member(answer: ScaleAnswer, member: MemberShare, console: Console) -> None:
    _heading(console, f"{member.name}, step by step")
    table = _grid("step", "points", "share after")
    now = member.base.value
    table.add_row(answer.steps[0].id, "", member.base.text)
    for step, effect in zip(answer.steps[1:], member.effects, strict=True):
        now += effect.value
        after = Figure(now, member.base.unit, effect.origin)
        table.add_row(Text(step.id), effect.text, after.text)
    console.print(table)
    for entry in member.inputs:
        period = f" {entry.period}" if entry.period else ""
        about = f"{entry.series}{period}: {entry.figure.text} ({entry.figure.unit.label})"
        console.print(Text(f"  {about}, {entry.figure.origin.ref}", style="dim"))


def _near(near: tuple[NearThreshold, ...], console: Console) -> None:
    if not near:
        return
    _heading(console, "Where a share would jump")
    drawn = any(one.below is not None for one in near)
    table = _grid("", "threshold", "years", "distance", "income", "jump",
                  *(["chance below"] if drawn else []))  # fmt: skip
    for one in near[:MOST_NEAR]:
        step = f"{one.step} {one.level}".strip()
        table.add_row(
            Text(one.name), Text(step), one.period, f"{one.distance.text}%", f"{one.needed.text}%",
            one.jump.text, *([_text(one.below)] if drawn else []),
        )  # fmt: skip
    console.print(table)
    console.print(
        Text(
            "distance: income a head from the threshold; income: what would bring it there; jump: "
            "points of share there.",
            style="dim",
        )
    )
    if len(near) > MOST_NEAR:
        console.print(Text(f"{len(near) - MOST_NEAR} more in --json and --out.", style="dim"))


def _what_if(change: WhatIf, console: Console, *, everyone: bool) -> None:
    _heading(console, f"What if {change.text}")
    console.print(Text(change.sentence.text))
    for finding in change.findings:
        console.print(Text(f"Note: {finding.text}", style="dim"))
    shown = change.changes if everyone else change.changes[:MOST_CHANGES]
    if not shown:
        return
    table = _grid("", "before", "after", "change")
    for one in shown:
        table.add_row(Text(one.name), one.before.text, one.after.text, one.change.text)
    console.print(table)
    left = len(change.changes) - len(shown)
    if left:
        console.print(Text(f"{left} more change; --all shows them.", style="dim"))


def _made(answer: ScaleAnswer, console: Console) -> None:
    made = answer.made
    tables = ", ".join(f"{file} {digest}" for file, digest in made.tables.items())
    draws = f" {made.draws:,} draws, seed {made.seed}." if made.draws else ""
    console.print()
    console.print(
        Text(f"Scale {made.scale} {made.digest}; {tables}.{draws} burdenshare {made.version}.",
             style="dim")
    )  # fmt: skip
