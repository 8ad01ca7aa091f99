"""`scale`: who pays what share by an assessment scale, step by step, and what if."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from burdenshare.cli.options import (
    Draws,
    seed_option,
    showing_options,
    threads_option,
    with_options,
)
from burdenshare.cli.output import console, must_be_writable, progress, write_text

if TYPE_CHECKING:
    from burdenshare.results.scales import ScaleAnswer


class Spread(click.ParamType[tuple[str, float]]):
    """A series and how far its 90% interval reaches, on the command line."""

    name = "series=percent"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, float]:
        """Read ``gni=5%``."""
        if isinstance(value, tuple):
            return value
        found = re.fullmatch(r"([^=\s]+)=(\d+(?:\.\d+)?)%?", str(value))
        if found is None:
            self.fail(f"{value!r}: write SERIES=PERCENT, such as gni=5%", param, ctx)
        return found[1], float(found[2]) / 100


@click.command()
@click.argument("name", required=False)
@click.option("--list", "wants_list", is_flag=True, help="List the scales that ship.")
@click.option("--data", type=click.Path(path_type=Path), help="Folder with the tables it reads.")
@click.option(
    "--what-if",
    "what_ifs",
    multiple=True,
    help="Change something, such as ceiling.most=0.25, debt-relief=off, input:CHN.gni=+5%, "
    "members=-GBR or total=4e9; several changes stand between semicolons.",
)
@click.option("--member", "members", multiple=True, help="Show this member (its code) in detail.")
@click.option(
    "--uncertain",
    type=Spread(),
    multiple=True,
    help="Take a series as uncertain: gni=5% is a 90% interval from 5% below to 5% above.",
)
@click.option(
    "--draws", type=Draws(), default=10_000, show_default=True, help="Draws, with --uncertain."
)
@seed_option
@threads_option
@click.option("--all", "everyone", is_flag=True, help="Show all members, not the largest.")
@click.option("--out", type=click.Path(path_type=Path), help="Where to write an HTML report.")
@with_options(*showing_options)
def scale(
    name: str | None,
    wants_list: bool,
    data: Path | None,
    what_ifs: tuple[str, ...],
    members: tuple[str, ...],
    uncertain: tuple[tuple[str, float], ...],
    draws: int,
    seed: int,
    threads: int | None,
    everyone: bool,
    out: Path | None,
    as_json: bool,
    no_color: bool,
    quiet: bool,
) -> None:
    """Compute an assessment scale: shares, what each step does, who is near a threshold.

    NAME is the name of a scale that ships (see --list) or the path of a file. The data does not
    ship: --data names a folder with the tables.
    """
    if wants_list:
        _list()
        return
    if name is None:
        raise click.UsageError("name a scale, or ask for --list")
    if data is None:
        raise click.UsageError("--data names the folder with the tables that the scale reads")
    if out is not None:
        must_be_writable(out)
    from burdenshare.scales.answer import answer_scale
    from burdenshare.scales.changes import ChangeError
    from burdenshare.scales.load import load_scale

    definition = load_scale(name)
    try:
        with progress(f"Computing {definition.head.slug}", quiet):
            answer = answer_scale(
                definition, data, what_ifs=what_ifs, members=members, spread=dict(uncertain),
                draws=draws, seed=seed, threads=threads,
            )  # fmt: skip
    except ChangeError as error:
        raise click.UsageError(str(error)) from None
    if as_json:
        click.echo(answer.to_json())
    else:
        from burdenshare.report.scales import print_scale

        print_scale(answer, console(no_color), everyone=everyone)
    if out is not None:
        _write_report(answer, out, quiet, as_json)


def _list() -> None:
    from burdenshare.scales.catalog import scale_titles

    titles = scale_titles()
    width = max(len(slug) for slug in titles)
    for slug, title in titles.items():
        click.echo(f"{slug:<{width}}  {title}")


def _write_report(answer: ScaleAnswer, path: Path, quiet: bool, as_json: bool) -> None:
    from burdenshare.report.scale_document import render_scale

    with progress("Drawing the report", quiet):
        text = render_scale(answer)
    write_text(path, text)
    click.echo(f"Report: {path}", err=as_json)
