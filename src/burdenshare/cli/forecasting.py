"""`forecast`: what will be agreed, and when, at one date or at several."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from burdenshare.cli.options import (
    Amount,
    Day,
    drawing,
    drawing_options,
    load,
    load_overlay,
    overlay_option,
)
from burdenshare.cli.output import console, progress

if TYPE_CHECKING:
    from burdenshare.cases.schema import Case
    from burdenshare.results import Decisions


@click.command()
@click.argument("case")
@click.option(
    "--as-of",
    type=Day(),
    multiple=True,
    help="Ask at this date (YYYY-MM-DD), not the case's own; given more than once, shows how the "
    "forecast moved.",
)
@click.option(
    "--figure", type=Amount(), help="Judge this yearly payment, in the money of the case."
)
@click.option(
    "--without",
    multiple=True,
    metavar="MECHANISM",
    help="Switch off a mechanism of the model, such as attrition or elections.",
)
@overlay_option
@drawing_options
def forecast(
    case: str,
    as_of: tuple[date, ...],
    figure: float | None,
    without: tuple[str, ...],
    overlay: str | None,
    draws: int,
    seed: int,
    threads: int | None,
    as_json: bool,
    no_color: bool,
    quiet: bool,
) -> None:
    """Forecast what will be agreed, and when: terms, dates, lapse, and typical histories.

    CASE is the name of a case that ships (see `burdenshare cases`) or the path of a file.
    """
    loaded, assumed = load(case), load_overlay(overlay)
    draws, seed = drawing(assumed, draws, seed)
    if loaded.issues and loaded.payment is None:
        if len(as_of) > 1:
            raise click.UsageError("--as-of is taken once for a case of issues that many decide")
        day = as_of[0] if as_of else None
        decided = decide(
            loaded, day, draws, seed, threads, overlay=overlay, figure=figure,
            without=without or None,
        )  # fmt: skip
        if as_json:
            click.echo(decided.to_json())
            return
        from burdenshare.report.decisions_terminal import print_decisions

        print_decisions(decided, console(no_color))
        return
    from burdenshare.analysis import forecast as foresee
    from burdenshare.bargaining.history import MECHANISMS
    from burdenshare.results.forecasts import Moves

    for name in without:
        if name not in MECHANISMS:
            raise click.UsageError(f"{name!r} is no mechanism; use one of {', '.join(MECHANISMS)}")
    with progress(f"Forecasting {loaded.slug} with {draws:,} histories", quiet):
        found = tuple(
            foresee(
                loaded, as_of=day, draws=draws, seed=seed, threads=threads, figure=figure,
                without=without, assumed=assumed,
            )
            for day in (as_of or (None,))
        )  # fmt: skip
    answer = found[0] if len(found) == 1 else Moves(loaded.title, found)
    if as_json:
        click.echo(answer.to_json())
        return
    from burdenshare.report.forecast_terminal import print_forecast, print_made, print_moves

    page = console(no_color)
    if isinstance(answer, Moves):
        print_moves(answer, page)
    else:
        print_forecast(answer, page, title=loaded.title)
    print_made(found[-1], page)


def decide(
    loaded: Case,
    as_of: date | None,
    draws: int,
    seed: int,
    threads: int | None,
    **of_payments: object,
) -> Decisions:
    """Forecast the issues of a case that many actors decide.

    ``of_payments`` are options that only talks about a payment have, by name; None if not given.
    """
    from burdenshare.analysis.decisions import decisions

    for name, value in of_payments.items():
        if value is not None:
            raise click.UsageError(
                f"--{name} is for talks about a payment; this case decides issues"
            )
    return decisions(loaded, as_of=as_of, draws=draws, seed=seed, threads=threads)
