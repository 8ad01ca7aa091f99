"""`sensitivity`: which inputs move the answers to a case."""

from __future__ import annotations

from datetime import date

import click

from burdenshare.cli.options import (
    Asked,
    as_of_option,
    asking_options,
    figure_option,
    load,
    overlay_option,
)
from burdenshare.cli.output import console, progress


@click.command()
@click.argument("case")
@as_of_option
@asking_options()
@figure_option
@overlay_option
def sensitivity(
    case: str,
    asked: Asked,
    as_of: date | None,
    figure: float | None,
) -> None:
    """Say which inputs move each headline, and at which values it flips."""
    loaded = load(case)
    from burdenshare.analysis import inquire
    from burdenshare.analysis import sensitivity as ask
    from burdenshare.report.terminal import print_sensitivity

    with progress(f"Asking what moves the answers to {loaded.slug}", asked.quiet):
        inquiry = inquire(loaded, as_of=as_of, figure=figure, **asked.how)
        answer = ask(inquiry.model, inquiry.draws, inquiry.figure, inquiry.made)
    if asked.as_json:
        click.echo(answer.to_json())
    else:
        print_sensitivity(answer, console(asked.no_color))
