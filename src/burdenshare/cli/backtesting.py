"""`backtest`: past rounds, forecast blind and scored."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from burdenshare.cli.exits import EXIT_CHECK_FAILED
from burdenshare.cli.options import Draws, seed_option, showing_options, with_options
from burdenshare.cli.output import console, must_be_writable, progress, write_text

if TYPE_CHECKING:
    from burdenshare.results.records import TrackRecord

_File = click.Path(path_type=Path)


@click.command()
@click.option(
    "--dataset",
    type=click.Choice(["cases", "deu3"]),
    default="cases",
    show_default=True,
    help="cases: the rounds that ship. deu3: issues that many decide, from --data.",
)
@click.option(
    "--data",
    type=click.Path(path_type=Path, exists=True),
    help="deu3: a wide table of issues (CSV), or a folder with deu3_wide.csv.",
)
@click.option(
    "--test",
    type=click.Path(path_type=Path, exists=True),
    help="deu3: learn from --data alone, and score this table.",
)
@click.option(
    "--write-density", type=_File, help="deu3: write the density fitted on all of --data."
)
@click.option(
    "--draws", type=Draws(), default=4000, show_default=True, help="Draws of each forecast."
)
@seed_option
@click.option(
    "--model",
    type=click.Choice(["histories", "record"]),
    default="histories",
    show_default=True,
    help="Forecast by histories, as `run` does, or from the record and the figures alone.",
)
@click.option("--out", type=_File, help="Write the record with its charts to this HTML file.")
@click.option(
    "--min-skill",
    type=click.FloatRange(max=1),
    help="Exit with 1 if terms are not forecast better than the best naive rule by this part.",
)
@click.option(
    "--write-priors", type=_File, help="Write the beliefs fitted on past rounds, date by date."
)
@click.option("--write-record", type=_File, help="Write the scores, round by round.")
@with_options(*showing_options)
def backtest(
    dataset: str,
    data: Path | None,
    test: Path | None,
    write_density: Path | None,
    draws: int,
    seed: int,
    model: str,
    out: Path | None,
    min_skill: float | None,
    write_priors: Path | None,
    write_record: Path | None,
    as_json: bool,
    no_color: bool,
    quiet: bool,
) -> None:
    """Forecast past rounds on what was settled before them, and score the forecasts.

    Each case that ships and was settled is forecast as of its own dates, with beliefs fitted on
    rounds settled earlier alone, and set beside naive rules.
    """
    for path in (out, write_priors, write_record, write_density):
        if path is not None:
            must_be_writable(path)
    if dataset == "deu3":
        if out or min_skill is not None or write_priors or write_record:
            raise click.UsageError(
                "--out, --min-skill, --write-priors and --write-record go with --dataset cases"
            )
        _score_issues(data, test, write_density, seed, as_json, no_color, quiet)
        return
    if data is not None or test is not None or write_density is not None:
        raise click.UsageError("--data, --test and --write-density go with --dataset deu3")
    if write_priors is not None:
        _write_priors(write_priors, seed, quiet)
    from burdenshare.backtest import DATASETS

    with progress("Forecasting past rounds", quiet):
        record = DATASETS["cases"](draws=draws, seed=seed, forecast=model)
    if write_record is not None:
        _write_record(write_record, record)
    if as_json:
        click.echo(record.to_json())
    else:
        from burdenshare.report.record import print_record

        print_record(record, console(no_color))
    if out is not None:
        _write_report(out, record, quiet, as_json)
    _check_skill(record, min_skill)


def _write_priors(path: Path, seed: int, quiet: bool) -> None:
    from burdenshare.backtest import fitter_of, past_rounds
    from burdenshare.facts.priors import priors_text

    with progress("Fitting beliefs to past rounds", quiet):
        fits = fitter_of(past_rounds(), seed).fits()
    write_text(path, priors_text(fits))
    click.echo(f"Wrote {path}: beliefs after {len(fits)} dates.", err=True)


def _write_record(path: Path, record: TrackRecord) -> None:
    from burdenshare.backtest import openings
    from burdenshare.facts.track_record import scores_text

    write_text(path, scores_text(openings(record.scores)))
    click.echo(f"Wrote {path}: the scores of {len(record.cases)} rounds.", err=True)


def _write_report(path: Path, record: TrackRecord, quiet: bool, as_json: bool) -> None:
    from burdenshare.report.record_page import render_record

    with progress("Drawing the record", quiet):
        text = render_record(record)
    write_text(path, text)
    click.echo(f"Report: {path}", err=as_json)


def _check_skill(record: TrackRecord, least: float | None) -> None:
    if least is None:
        return
    skills = [rule.skill.value for rule in record.summary.terms if rule.skill is not None]
    if min(skills) < least:
        click.echo(
            f"Terms are forecast better than the best naive rule by {min(skills):.1%}, less than "
            f"the {least:.1%} asked for.",
            err=True,
        )
        raise click.exceptions.Exit(EXIT_CHECK_FAILED)


def _score_issues(
    data: Path | None,
    test: Path | None,
    write_density: Path | None,
    seed: int,
    as_json: bool,
    no_color: bool,
    quiet: bool,
) -> None:
    """Score spatial models on issues that the user keeps."""
    if data is None:
        raise click.UsageError("--dataset deu3 needs --data: the table of issues does not ship")
    from burdenshare.backtest import fitted_density, score_issues

    if write_density is not None:
        from burdenshare.facts.spatial_beliefs import density_text

        write_text(write_density, density_text(fitted_density(data)))
        click.echo(f"Wrote {write_density}.", err=True)
    with progress("Forecasting issues from those of other proposals", quiet):
        record = score_issues(data, seed=seed, test=test)
    if as_json:
        click.echo(record.to_json())
        return
    from burdenshare.report.spatial_record import print_spatial_record

    print_spatial_record(record, console(no_color))
