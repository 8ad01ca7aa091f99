"""`forecast`: what will be agreed, and when, at one date or at several."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from burdenshare.cli.options import Asked, Day, asking_options, figure_option, load, overlay_option
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
@figure_option
@click.option(
    "--without",
    multiple=True,
    metavar="MECHANISM",
    help="Switch off a mechanism of the model, such as attrition or elections.",
)
@overlay_option
@asking_options()
def forecast(
    case: str,
    as_of: tuple[date, ...],
    figure: float | None,
    without: tuple[str, ...],
    asked: Asked,
) -> None:
    """Forecast what will be agreed, and when: terms, dates, lapse, and typical histories.

    CASE is the name of a case that ships (see `burdenshare cases`) or the path of a file.
    """
    loaded = load(case)
    if loaded.issues and loaded.payment is None:
        if len(as_of) > 1:
            raise click.UsageError("--as-of is taken once for a case of issues that many decide")
        day = as_of[0] if as_of else None
        decided = decide(loaded, asked, day, figure=figure, without=without or None)
        if asked.as_json:
            click.echo(decided.to_json())
            return
        from burdenshare.report.decisions_terminal import print_decisions

        print_decisions(decided, console(asked.no_color))
        return
    from burdenshare.analysis import forecast as foresee
    from burdenshare.bargaining.history import MECHANISMS
    from burdenshare.results.forecasts import Moves

    for name in without:
        if name not in MECHANISMS:
            raise click.UsageError(f"{name!r} is no mechanism; use one of {', '.join(MECHANISMS)}")
    with progress(f"Forecasting {loaded.slug} with {asked.draws:,} histories", asked.quiet):
        found = tuple(
            foresee(loaded, as_of=day, figure=figure, without=without, **asked.how)
            for day in (as_of or (None,))
        )
    answer = found[0] if len(found) == 1 else Moves(loaded.title, found)
    if asked.as_json:
        click.echo(answer.to_json())
        return
    from burdenshare.report.forecast_terminal import print_forecast, print_made, print_moves

    page = console(asked.no_color)
    if isinstance(answer, Moves):
        print_moves(answer, page)
    else:
        print_forecast(answer, page, title=loaded.title)
    print_made(found[-1], page)


def decide(loaded: Case, asked: Asked, as_of: date | None, **of_payments: object) -> Decisions:
    """Forecast the issues of a case that many actors decide.

    ``of_payments`` are options that only talks about a payment have, by name; None if not given.
    """
    from burdenshare.analysis.decisions import decisions

    for name, value in {"overlay": asked.assumed, **of_payments}.items():
        if value is not None:
            raise click.UsageError(
                f"--{name} is for talks about a payment; this case decides issues"
            )
    return decisions(loaded, as_of=as_of, draws=asked.draws, seed=asked.seed, threads=asked.threads)
