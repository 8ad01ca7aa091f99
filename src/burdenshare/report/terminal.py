"""An answer as a page in the terminal: the verdict, then range bars, in 80 columns or more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table
from rich.text import Text

from burdenshare.report.forecast_terminal import print_summary
from burdenshare.report.terminal_parts import (
    by_reason,
    heading,
    is_unicode,
    point,
    print_made,
    sentence_list,
    short,
)
from burdenshare.results import (
    Answer,
    AnswerAmongMany,
    Figure,
    Precedent,
    RecordSummary,
    Requirements,
    Sensitivity,
    Threat,
)
from burdenshare.results.figures import number_text


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The characters that range bars are drawn with."""

    axis: str
    bar: str
    middle: str
    present: str
    figure: str
    under: str
    over: str


UNICODE = Glyphs("\N{MIDDLE DOT}", "━", "●", "│", "┃", "◀", "▶")
ASCII = Glyphs(".", "=", "o", "|", "#", "<", ">")


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis of amounts laid over some columns, with the two amounts that are marked on it."""

    low: float
    high: float
    columns: int
    present: float
    figure: float
    glyphs: Glyphs

    def column(self, value: float) -> int:
        """Give the column of an amount; amounts off the axis go to its ends."""
        place = (value - self.low) / (self.high - self.low) * (self.columns - 1)
        return round(min(max(place, 0), self.columns - 1))

    def bar(self, figure: Figure) -> Text:
        """Draw a figure: its interval as a bar, its median as a dot, and both marks.

        A bar that goes on beyond the axis ends in an arrow.
        """
        cells = [self.glyphs.axis] * self.columns
        styles = ["dim"] * self.columns
        for value, glyph in (
            (self.present, self.glyphs.present),
            (self.figure, self.glyphs.figure),
        ):
            cells[self.column(value)], styles[self.column(value)] = glyph, "yellow"
        if figure.low is not None and figure.high is not None:
            for place in range(self.column(figure.low), self.column(figure.high) + 1):
                cells[place], styles[place] = self.glyphs.bar, "cyan"
            if figure.low < self.low:
                cells[0], styles[0] = self.glyphs.under, "cyan"
            if figure.high > self.high:
                cells[-1], styles[-1] = self.glyphs.over, "cyan"
        cells[self.column(figure.value)] = self.glyphs.middle
        styles[self.column(figure.value)] = "bold cyan"
        text = Text(no_wrap=True)
        for cell, style in zip(cells, styles, strict=True):
            text.append(cell, style)
        return text


def print_answer(answer: Answer, console: Console) -> None:
    """Print an answer: the verdict first, then each question in turn."""
    heading(console, answer.title)
    console.print(Text(answer.verdict.question.text, style="italic"))
    console.print()
    for sentence in answer.verdict.sentences:
        console.print(Text(sentence.text))
        console.print()
    for change in answer.changes:
        own = change.own.full_text if change.own else "derived, or not given"
        text = f"Assumed: {change.label} {change.assumed.full_text}; the case's own: {own}."
        console.print(Text(text, style="yellow"))
    for finding in (*answer.findings, *answer.zone.findings):
        console.print(Text(f"Note: {finding.text}", style="dim"))
    if isinstance(answer, AnswerAmongMany):
        from burdenshare.report.shared_terminal import print_members

        for finding in answer.shared.findings:
            console.print(Text(f"Note: {finding.text}", style="dim"))
        print_members(answer.shared, console)
    _fair_shares(answer, console)
    _agreement(answer, console)
    _forecast(answer, console)
    _in_words("Is the threat to leave worth believing?", answer.threat, console)
    _in_words("What it does to the next talks", answer.precedent, console)
    _record(answer.record, console)
    _requirements(answer.requirements, console)
    _what_matters(answer.sensitivity, console)
    print_made(answer.made, console)


def print_requirements(requirements: Requirements, console: Console, *, most: int) -> None:
    """Print what would have to be true, the nearest first."""
    heading(console, f"What would have to be true for {requirements.figure.text} a year")
    headlines = requirements.headlines()
    others = [r for r in requirements.requirements if r not in headlines]
    shown = [*headlines, *others[: max(most - len(headlines), 0)]]
    sentence_list([entry.sentence.text for entry in shown], console)
    together = [change.sentence.text for change in requirements.together]
    together += [finding.text for finding in requirements.no_joint_change]
    if together:
        console.print()
        console.print(Text("All inputs moved together", style="bold"))
        sentence_list(together, console)
    rest = len(requirements.requirements) - most
    if rest > 0:
        console.print(Text(f"{rest} more stand further off; --all shows them.", style="dim"))
    if requirements.impossible and rest <= 0:
        for finding in requirements.impossible:
            console.print(Text(f"Note: {finding.text}", style="dim"))


def print_sensitivity(sensitivity: Sensitivity, console: Console) -> None:
    """Print for each headline the indices of its inputs, and what would flip it."""
    for moved in sensitivity.headlines:
        heading(console, f"What moves {moved.name}: {moved.middle.text}")
        table = Table(box=None, padding=(0, 1), pad_edge=False, header_style="bold")
        table.add_column("Input", overflow="fold", ratio=4)
        for name in ("First order", "Total", "If low", "If high", "Flips at"):
            table.add_column(name, justify="right", overflow="fold", ratio=1)
        for effect in moved.effects:
            figures = (effect.first, effect.total, effect.at_low, effect.at_high, effect.flip)
            name = effect.input_name[:1].upper() + effect.input_name[1:]
            table.add_row(name, *("" if f is None else f.text for f in figures))
        console.print(table)
        for sentence in moved.sentences:
            point(sentence.text, console)
        for finding in moved.findings:
            console.print(Text(f"Note: {finding.text}", style="dim"))
        console.print()
    for finding in sensitivity.findings:
        console.print(Text(f"Note: {finding.text}", style="dim"))


def _scale(answer: Answer, console: Console, figures: Iterable[Figure], columns: int) -> Scale:
    """An axis from nothing, or the lowest median, to the figure or the highest median."""
    present, figure = answer.fair_shares.present.value, answer.fair_shares.figure.value
    medians = [entry.value for entry in figures]
    low = min([0.0, *medians])
    high = max([present, figure, *medians]) * 1.02
    glyphs = UNICODE if is_unicode(console) else ASCII
    return Scale(low, high if high > low else low + 1.0, columns, present, figure, glyphs)


def _bars(
    answer: Answer, console: Console, title: str, rows: list[tuple[str, Figure]], scale: Scale
) -> None:
    if not rows:
        return
    console.print()
    heading(console, title)
    if console.width < NARROW:
        for name, figure in rows:
            console.print(Text(name[:1].upper() + name[1:]))
            console.print(Text.assemble("  ", scale.bar(figure), f" {short(figure)}"))
        return
    names = max(18, console.width - scale.columns - 26)
    table = Table.grid(padding=(0, 1))
    table.add_column(width=names, overflow="fold")
    table.add_column(width=scale.columns, no_wrap=True)
    table.add_column(overflow="fold")
    for name, figure in rows:
        table.add_row(name[:1].upper() + name[1:], scale.bar(figure), short(figure))
    console.print(table)


NARROW = 60
"""Columns below which a name has a line of its own above its bar."""


def _columns(console: Console) -> int:
    if console.width < NARROW:
        return max(8, console.width - 25)
    return max(12, min(48, console.width - 26 - 28))


def _fair_shares(answer: Answer, console: Console) -> None:
    shares = answer.fair_shares
    if not shares.cells and not shares.references:
        return
    base = next((b for b in shares.bases if b.id == shares.headline), None)
    cells = [cell for cell in shares.cells if base is not None and cell.base == base.id]
    rows = [(cell.principle_name, cell.payment) for cell in cells]
    references = [(entry.name, entry.payment) for entry in shares.references]
    scale = _scale(answer, console, [f for _, f in rows + references], _columns(console))
    if base is not None:
        _bars(answer, console, f"Fair shares of {base.name}", rows, scale)
    _bars(
        answer,
        console,
        "The present payment carried forward, and what allies pay",
        references,
        scale,
    )
    _legend(answer, console, scale)
    if len(shares.bases) > 1:
        others, bases = len(shares.cells) - len(cells), len(shares.bases) - 1
        noun = "cost base" if bases == 1 else "cost bases"
        console.print(Text(f"The report has {others} more, on {bases} other {noun}.", "dim"))
    for reason, names in by_reason(shares.left_out).items():
        console.print(Text(f"Left out: {'; '.join(names)}. Reason: {reason}.", style="dim"))


def _legend(answer: Answer, console: Console, scale: Scale) -> None:
    glyphs = scale.glyphs
    present, figure = answer.fair_shares.present, answer.fair_shares.figure
    console.print(
        Text(
            f"{glyphs.present} paid now {present.text}   {glyphs.figure} asked {figure.text}   "
            f"{glyphs.bar} 90% interval   {glyphs.middle} median; a year",
            style="dim",
        )
    )


def _agreement(answer: Answer, console: Console) -> None:
    zone = answer.zone
    rows = [(f"least {zone.payee} accepts", zone.least), (f"most {zone.payer} pays", zone.most)]
    rows += [(solution.name, solution.payment) for solution in zone.solutions]
    near = [f.high if f.high is not None else f.value for _, f in rows]
    top = max([answer.fair_shares.present.value, *near])
    low = min([0.0, *(f.low if f.low is not None else f.value for _, f in rows)])
    scale = _scale(answer, console, [], _columns(console))
    scale = Scale(low, top * 1.02 or 1.0, scale.columns, scale.present, scale.figure, scale.glyphs)
    _bars(answer, console, "What could be agreed", rows, scale)
    zone_text = number_text(zone.exists.value, zone.exists.unit)
    console.print(Text(f"A payment that suits both exists with probability {zone_text}.", "dim"))


def _forecast(answer: Answer, console: Console) -> None:
    console.print()
    heading(console, "What will be agreed, and when")
    print_summary(answer.forecast, console)


def _in_words(title: str, part: Threat | Precedent, console: Console) -> None:
    """Print the first sentence of an answer that is told rather than drawn; a report has all."""
    console.print()
    heading(console, title)
    for sentence in part.sentences[:1]:
        console.print(Text(sentence.text))
    for finding in part.findings:
        console.print(Text(f"Note: {finding.text}", style="dim"))


def _record(record: RecordSummary, console: Console) -> None:
    """Print how such forecasts did before."""
    console.print()
    heading(console, "How such forecasts did before")
    for sentence in record.sentences[:3]:
        console.print(Text(sentence.text))
    for finding in record.findings:
        console.print(Text(f"Note: {finding.text}", style="dim"))


def _requirements(requirements: Requirements, console: Console) -> None:
    if not requirements.requirements:
        return
    console.print()
    heading(console, f"What would have to be true for {requirements.figure.text} a year")
    told = [entry.sentence.text for entry in requirements.headlines()]
    told += [change.sentence.text for change in requirements.together[-1:]]
    told += [finding.text for finding in requirements.no_joint_change[-1:]]
    sentence_list(told, console)


def _what_matters(sensitivity: Sensitivity, console: Console) -> None:
    """Print what moves the first headlines most; `print_sensitivity` has all of it."""
    leading = [sentence for moved in sensitivity.headlines[:2] for sentence in moved.sentences[:1]]
    if not leading and not sensitivity.findings:
        return
    console.print()
    heading(console, "Which inputs matter")
    sentence_list((sentence.text for sentence in leading), console)
    for finding in sensitivity.findings:
        console.print(Text(f"Note: {finding.text}", style="dim"))
