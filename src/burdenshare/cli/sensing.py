"""`sensitivity`: which inputs move the answers to a case."""

from __future__ import annotations

from datetime import date

import click

from burdenshare.cli.options import (
    Amount,
    drawing,
    load,
    load_overlay,
    overlay_option,
    shared_options,
)
from burdenshare.cli.output import console, progress


@click.command()
@click.argument("case")
@shared_options
@click.option(
    "--figure", type=Amount(), help="Judge this yearly payment, in the money of the case."
)
@overlay_option
def sensitivity(
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
) -> None:
    """Say which inputs move each headline, and at which values it flips."""
    loaded, assumed = load(case), load_overlay(overlay)
    draws, seed = drawing(assumed, draws, seed)
    from burdenshare.analysis import inquire
    from burdenshare.analysis import sensitivity as ask
    from burdenshare.report.terminal import print_sensitivity

    with progress(f"Asking what moves the answers to {loaded.slug}", quiet):
        inquiry = inquire(
            loaded,
            as_of=as_of,
            draws=draws,
            seed=seed,
            threads=threads,
            figure=figure,
            assumed=assumed,
        )
        answer = ask(inquiry.model, inquiry.draws, inquiry.figure, inquiry.made)
    if as_json:
        click.echo(answer.to_json())
    else:
        print_sensitivity(answer, console(no_color))
