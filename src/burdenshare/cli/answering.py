"""`run`, `why` and `compare`: answer a case, or two side by side."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from burdenshare.cli.forecasting import decide
from burdenshare.cli.options import (
    Amount,
    Day,
    Draws,
    Given,
    ManyDraws,
    drawing,
    drawing_options,
    load,
    load_overlay,
    overlay_option,
    shared_options,
)
from burdenshare.cli.output import console, must_be_writable, progress, write_text

if TYPE_CHECKING:
    from rich.console import Console

    from burdenshare.cases.overlay import Assumptions
    from burdenshare.cases.schema import Case
    from burdenshare.report.document import Document
    from burdenshare.results import Answer, Reported, SharedCost


@click.command()
@click.argument("case")
# Beyond a million draws an answer keeps none, so there may be as many as wanted.
@partial(shared_options, draws=ManyDraws())
@click.option(
    "--figure", type=Amount(), help="Judge this yearly payment, in the money of the case."
)
@overlay_option
@click.option("--out", type=click.Path(path_type=Path), help="Where to write the HTML report.")
@click.option("--no-report", is_flag=True, help="Write no report.")
def run(
    case: str,
    draws: int,
    seed: int,
    as_of: date | None,
    threads: int | None,
    as_json: bool,
    no_color: bool,
    quiet: bool,
    figure: float | None,
    overlay: str | None,
    out: Path | None,
    no_report: bool,
) -> None:
    """Answer a case: verdict, fair shares, zone of agreement, report.

    CASE is the name of a case that ships (see `burdenshare cases`) or the path of a file. The
    report goes to NAME.html in the current folder unless --out names a file.
    """
    wants_report = not no_report and (out is not None or not as_json)
    if out is not None:
        must_be_writable(out)
    loaded, assumed = load(case), load_overlay(overlay)
    draws, seed = drawing(assumed, draws, seed)
    if wants_report:
        from burdenshare.report.render import warm_up

        warm_up()
    answer = answer_any(loaded, draws, seed, as_of, threads, figure, quiet, assumed)
    if wants_report:
        from burdenshare.report.document import document
        from burdenshare.report.render import draw_ahead

        made = document(answer)
        # The charts are drawn while the answer is printed.
        draw_ahead([chart.spec for section in made.sections for chart in section.charts])
    if as_json:
        click.echo(answer.to_json())
    else:
        _print(answer, console(no_color))
    if wants_report:
        _write_report(made, out or Path(f"{answer.made.case}.html"), quiet, as_json)


def answer_any(
    loaded: Case,
    draws: int,
    seed: int,
    as_of: date | None,
    threads: int | None,
    figure: float | None,
    quiet: bool,
    assumed: Assumptions | None = None,
) -> Reported:
    """Answer a case: a payment between two sides, a cost that members share, or issues."""
    if loaded.issues and loaded.payment is None and loaded.sharing is None:
        return decide(loaded, as_of, draws, seed, threads, overlay=assumed, figure=figure)
    if loaded.payment is None and loaded.sharing is not None:
        return _answer_members(loaded, draws, seed, as_of, threads, figure, quiet, assumed)
    return answer_case(loaded, draws, seed, as_of, threads, figure, quiet, assumed)


def _answer_members(
    loaded: Case,
    draws: int,
    seed: int,
    as_of: date | None,
    threads: int | None,
    figure: float | None,
    quiet: bool,
    assumed: Assumptions | None,
) -> SharedCost:
    """Answer a case in which members share a cost and nobody pays another."""
    from burdenshare.analysis.shared_cost import shared_cost

    if figure is not None:
        raise click.UsageError("--figure judges a payment, and this case has none: members share")
    if draws > Draws.most:
        raise click.UsageError(f"--draws: members are answered from at most {Draws.most:,} draws")
    with progress(f"Answering {loaded.slug} with {draws:,} draws", quiet):
        return shared_cost(
            loaded, as_of=as_of, draws=draws, seed=seed, threads=threads, assumed=assumed
        )


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


def answer_case(
    loaded: Case,
    draws: int,
    seed: int,
    as_of: date | None,
    threads: int | None,
    figure: float | None,
    quiet: bool,
    assumed: Assumptions | None = None,
) -> Answer:
    """Answer a case, with a word of progress for whoever waits."""
    from burdenshare.analysis.any_case import answer_payment

    with progress(f"Answering {loaded.slug} with {draws:,} draws", quiet):
        return answer_payment(
            loaded,
            as_of=as_of,
            draws=draws,
            seed=seed,
            threads=threads,
            figure=figure,
            assumed=assumed,
        )


def _write_report(made: Document, path: Path, quiet: bool, as_json: bool) -> None:
    from burdenshare.report.html import render_document

    with progress("Drawing the report", quiet):
        text = render_document(made)
    write_text(path, text)
    click.echo(f"Report: {path}", err=as_json)


@click.command()
@click.argument("case")
@click.option(
    "--figure", type=Amount(), required=True, help="Yearly payment, in the money of the case."
)
@overlay_option
@shared_options
@click.option(
    "--all", "show_all", is_flag=True, help="Show everything that would do, not the nearest."
)
def why(
    case: str,
    figure: float,
    overlay: str | None,
    draws: int,
    seed: int,
    as_of: date | None,
    threads: int | None,
    as_json: bool,
    no_color: bool,
    quiet: bool,
    show_all: bool,
) -> None:
    """Say what would have to be true for a figure to be fair, acceptable or the settlement."""
    loaded, assumed = load(case), load_overlay(overlay)
    draws, seed = drawing(assumed, draws, seed)
    from burdenshare.analysis import why as ask
    from burdenshare.report.terminal import print_requirements

    with progress(f"Asking what would have to be true for {figure:g}", quiet):
        answer = ask(
            loaded,
            figure,
            as_of=as_of,
            draws=draws,
            seed=seed,
            threads=threads,
            assumed=assumed,
        )
    if as_json:
        click.echo(answer.to_json())
    else:
        most = len(answer.requirements) if show_all else 12
        print_requirements(answer, console(no_color), most=most)


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
@drawing_options
def compare(
    first: str,
    second: str,
    as_of: tuple[date, ...],
    figure: tuple[float, ...],
    draws: int,
    seed: int,
    threads: int | None,
    as_json: bool,
    no_color: bool,
    quiet: bool,
) -> None:
    """Put two cases, or one case at two dates or with two figures, side by side.

    FIRST and SECOND are names of cases that ship or paths of files; they may be the same.
    """
    dates = _one_each(as_of, "--as-of")
    figures = _one_each(figure, "--figure")
    first_answer, second_answer = (
        answer_case(load(name), draws, seed, day, threads, asked, quiet)
        for name, day, asked in zip((first, second), dates, figures, strict=True)
    )
    from burdenshare.analysis.comparison import compare as put_side_by_side

    comparison = put_side_by_side(first_answer, second_answer)
    if as_json:
        click.echo(comparison.to_json())
        return
    from burdenshare.report.comparison import print_comparison

    print_comparison(comparison, console(no_color))


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
