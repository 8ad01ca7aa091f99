"""`backtest`: past rounds, forecast blind and scored."""

from __future__ import annotations

from pathlib import Path

import click

from burdenshare.cli.output import must_be_writable, progress, write_text


@click.command()
@click.option(
    "--seed",
    type=click.IntRange(0),
    default=0,
    show_default=True,
    help="Seed of the draws; the same seed gives the same numbers.",
)
@click.option(
    "--write-priors",
    type=click.Path(path_type=Path),
    help="Write the beliefs fitted on past rounds, date by date, to this file.",
)
@click.option("-q", "--quiet", is_flag=True, help="No progress on standard error.")  # fmt: skip
def backtest(seed: int, write_priors: Path | None, quiet: bool) -> None:
    """Forecast past rounds on what was settled before them, and score the forecasts."""
    from burdenshare.backtest import Fitter, past_rounds
    from burdenshare.facts.priors import priors_text

    if write_priors is not None:
        must_be_writable(write_priors)
        with progress("Fitting beliefs to past rounds", quiet):
            fits = Fitter(past_rounds(), seed).fits()
        write_text(write_priors, priors_text(fits))
        click.echo(f"Wrote {write_priors}: beliefs after {len(fits)} dates.")
