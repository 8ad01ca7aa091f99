"""`run`, `why` and `compare`: answer a case, or two side by side."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from burdenshare.cli.forecasting import decide
from burdenshare.cli.options import (
    Amount,
    Asked,
    Day,
    Draws,
    Given,
    ManyDraws,
    as_of_option,
    asking_options,
    figure_option,
    load,
    overlay_option,
)
from burdenshare.cli.output import console, must_be_writable, progress, write_text

if TYPE_CHECKING:
    from rich.console import Console

    from burdenshare.cases.schema import Case
    from burdenshare.report.document import Document
    from burdenshare.results import Answer, Reported, SharedCost


@click.command()
@click.argument("case")
# Beyond a million draws an answer keeps none, so there may be as many as wanted.
@asking_options(ManyDraws())
@as_of_option
@figure_option
@overlay_option
@click.option("--out", type=click.Path(path_type=Path), help="Where to write the HTML report.")
@click.option("--no-report", is_flag=True, help="Write no report.")
def run(
    case: str,
    asked: Asked,
    as_of: date | None,
    figure: float | None,
    out: Path | None,
    no_report: bool,
) -> None:
    """Answer a case: verdict, fair shares, zone of agreement, report.

    CASE is the name of a case that ships (see `burdenshare cases`) or the path of a file. The
    report goes to NAME.html in the current folder unless --out names a file.
    """
    wants_report = not no_report and (out is not None or not asked.as_json)
    if out is not None:
        must_be_writable(out)
    loaded = load(case)
    if wants_report:
        from burdenshare.report.render import warm_up

        warm_up()
    answer = answer_any(loaded, asked, as_of, figure)
    if wants_report:
        from burdenshare.report.document import document
        from burdenshare.report.render import draw_ahead

        made = document(answer)
        # The charts are drawn while the answer is printed.
        draw_ahead([chart.spec for section in made.sections for chart in section.charts])
    if asked.as_json:
        click.echo(answer.to_json())
    else:
        _print(answer, console(asked.no_color))
    if wants_report:
        _write_report(made, out or Path(f"{answer.made.case}.html"), asked)


def answer_any(
    loaded: Case, asked: Asked, as_of: date | None = None, figure: float | None = None
) -> Reported:
    """Answer a case: a payment between two sides, a cost that members share, or issues."""
    if loaded.issues and loaded.payment is None and loaded.sharing is None:
        return decide(loaded, asked, as_of, figure=figure)
    if loaded.payment is None and loaded.sharing is not None:
        return _answer_members(loaded, asked, as_of, figure)
    return answer_case(loaded, asked, as_of, figure)


def _answer_members(
    loaded: Case, asked: Asked, as_of: date | None, figure: float | None
) -> SharedCost:
    """Answer a case in which members share a cost and nobody pays another."""
    from burdenshare.analysis.shared_cost import shared_cost

    if figure is not None:
        raise click.UsageError("--figure judges a payment, and this case has none: members share")
    if asked.draws > Draws.most:
        raise click.UsageError(f"--draws: members are answered from at most {Draws.most:,} draws")
    with progress(_answering(loaded, asked), asked.quiet):
        return shared_cost(loaded, as_of=as_of, **asked.how)


def answer_case(
    loaded: Case, asked: Asked, as_of: date | None = None, figure: float | None = None
) -> Answer:
    """Answer a case about a payment, with a word of progress for whoever waits."""
    from burdenshare.analysis.any_case import answer_payment

    with progress(_answering(loaded, asked), asked.quiet):
        return answer_payment(loaded, as_of=as_of, figure=figure, **asked.how)


def _answering(loaded: Case, asked: Asked) -> str:
    return f"Answering {loaded.slug} with {asked.draws:,} draws"


def _print(answer: Reported, console: Console) -> None:
    from burdenshare.results import Decisions, SharedCost

    if isinstance(answer, Decisions):
        from burdenshare.report.decisions_terminal import print_decisions

        print_decisions(answer, console)
        return
    if isinstance(answer, SharedCost):
        from burdenshare.report.shared_terminal import print_shared_cost

        print_shared_cost(answer, console)
        return
    from burdenshare.report.terminal import print_answer

    print_answer(answer, console)


def _write_report(made: Document, path: Path, asked: Asked) -> None:
    from burdenshare.report.html import render_document

    with progress("Drawing the report", asked.quiet):
        text = render_document(made)
    write_text(path, text)
    click.echo(f"Report: {path}", err=asked.as_json)


@click.command()
@click.argument("case")
@click.option(
    "--figure", type=Amount(), required=True, help="Yearly payment, in the money of the case."
)
@overlay_option
@as_of_option
@asking_options()
@click.option(
    "--all", "show_all", is_flag=True, help="Show everything that would do, not the nearest."
)
def why(
    case: str,
    figure: float,
    asked: Asked,
    as_of: date | None,
    show_all: bool,
) -> None:
    """Say what would have to be true for a figure to be fair, acceptable or the settlement."""
    loaded = load(case)
    from burdenshare.analysis import why as ask
    from burdenshare.report.terminal import print_requirements

    with progress(f"Asking what would have to be true for {figure:g}", asked.quiet):
        answer = ask(loaded, figure, as_of=as_of, **asked.how)
    if asked.as_json:
        click.echo(answer.to_json())
    else:
        most = len(answer.requirements) if show_all else 12
        print_requirements(answer, console(asked.no_color), most=most)


@click.command()
@click.argument("first")
@click.argument("second")
@click.option(
    "--as-of",
    type=Day(),
    multiple=True,
    help="Date for both; given twice, for the first and for the second.",
)
@click.option(
    "--figure",
    type=Amount(),
    multiple=True,
    help="Yearly payment for both; given twice, for the first and for the second.",
)
@asking_options()
def compare(
    first: str,
    second: str,
    as_of: tuple[date, ...],
    figure: tuple[float, ...],
    asked: Asked,
) -> None:
    """Put two cases, or one case at two dates or with two figures, side by side.

    FIRST and SECOND are names of cases that ship or paths of files; they may be the same.
    """
    dates = _one_each(as_of, "--as-of")
    figures = _one_each(figure, "--figure")
    first_answer, second_answer = (
        answer_case(load(name), asked, day, amount)
        for name, day, amount in zip((first, second), dates, figures, strict=True)
    )
    from burdenshare.analysis.comparison import compare as put_side_by_side

    comparison = put_side_by_side(first_answer, second_answer)
    if asked.as_json:
        click.echo(comparison.to_json())
        return
    from burdenshare.report.comparison import print_comparison

    print_comparison(comparison, console(asked.no_color))


def _one_each(given: tuple[Given, ...], option: str) -> tuple[Given | None, Given | None]:
    """Give an option's value for each of two cases: none, one for both, or one each."""
    match given:
        case ():
            return None, None
        case (both,):
            return both, both
        case (one, other):
            return one, other
    raise click.UsageError(f"{option} is given {len(given)} times; once or twice will do")
