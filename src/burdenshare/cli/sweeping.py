"""`sweep`: headlines over a grid of assumptions, from very many draws."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from burdenshare.cli.options import (
    ManyDraws,
    as_of_option,
    load,
    seed_option,
    showing_options,
    with_options,
)
from burdenshare.cli.output import console, write_text

if TYPE_CHECKING:
    from burdenshare.results.sweeps import Sweep
    from burdenshare.uncertainty.executors import Executor


@click.command()
@click.argument("case")
@click.option(
    "--over",
    multiple=True,
    help="NAME=START:STOP:STEP or NAME=VALUE,...: demand, or an input by path. May be repeated.",
)
@click.option("--out", type=click.Path(path_type=Path), required=True, help="Folder of the sweep.")
@click.option(
    "--draws",
    type=ManyDraws(),
    default=1_000_000,
    show_default=True,
    help="How many draws under each assumption.",
)
@click.option(
    "--executor",
    type=click.Choice(["threads", "processes", "dask"]),
    default="threads",
    show_default=True,
    help="Who does the work. Changes no number.",
)
@click.option(
    "--workers", type=click.IntRange(1, 1024), help="Threads or processes; else one a processor."
)
@click.option(
    "--address", help="dask: the scheduler, tcp://HOST:8786; else DASK_SCHEDULER_ADDRESS."
)
@seed_option
@as_of_option
@click.option("--quasi", is_flag=True, help="Draw inputs from a Sobol' sequence.")
@click.option(
    "--block",
    type=click.IntRange(64, 1 << 20),
    default=8192,
    show_default=True,
    help="Draws at once. Another number gives other draws.",
)
@click.option("--restart", is_flag=True, help="Drop what is finished in the folder and begin anew.")
@with_options(*showing_options)
def sweep(
    case: str,
    over: tuple[str, ...],
    out: Path,
    draws: int,
    executor: str,
    workers: int | None,
    address: str | None,
    seed: int,
    as_of: date | None,
    quasi: bool,
    block: int,
    restart: bool,
    as_json: bool,
    no_color: bool,
    quiet: bool,
) -> None:
    """Compute headlines over a grid of assumptions, from as many draws as you like.

    Finished work is kept in the folder: the same command goes on where it was stopped.
    """
    if address is not None and executor != "dask":
        raise click.UsageError("--address goes with --executor dask")
    if out.exists() and not out.is_dir():
        raise click.UsageError(f"{out} is a file; name a folder")
    from burdenshare.analysis import inquire
    from burdenshare.analysis.sweep import CHECKPOINT, parse_over, plan_sweep, run_sweep
    from burdenshare.errors import ProblemError

    try:
        axes = [parse_over(text) for text in over]
    except ProblemError as error:
        raise click.UsageError(f"--over {error}") from None
    inquiry = inquire(load(case), as_of=as_of, draws=min(draws, FEW), seed=seed)
    planned = plan_sweep(inquiry, axes, draws, block, quasi)
    out.mkdir(parents=True, exist_ok=True)
    if restart:
        (out / CHECKPOINT).unlink(missing_ok=True)
    with _workers(executor, workers, address) as doing:
        found = run_sweep(planned, out, doing, None if quiet else _progress(draws))
    if not quiet and sys.stderr.isatty():
        click.echo("", err=True)
    paths = _write(found, out)
    if as_json:
        click.echo(found.to_json())
    else:
        from burdenshare.report.sweeps import print_sweep

        print_sweep(found, console(no_color))
    for path in paths:
        click.echo(f"Wrote {path}", err=as_json)


FEW = 100_000
"""Draws from which the figure asked about is read, where it is uncertain."""


@contextmanager
def _workers(name: str, workers: int | None, address: str | None) -> Iterator[Executor]:
    from burdenshare.analysis.run import default_threads
    from burdenshare.uncertainty.executors import Processes, Threads

    if name == "dask":
        from burdenshare.analysis.cluster import Cluster

        with Cluster.at(address) as cluster:
            yield cluster
        return
    count = default_threads() if workers is None else workers
    yield Processes(count) if name == "processes" else Threads(count)


def _progress(draws: int) -> Callable[[int], None]:
    """Tell on standard error how far a sweep is: on one line of a terminal, else in tenths."""
    started = time.monotonic()
    first: list[int] = []
    last = [0.0, -1.0]

    def told(finished: int) -> None:
        first[:] = first or [finished]
        now, share = time.monotonic(), finished / draws
        speed = (finished - first[0]) / max(now - started, 1e-9)
        left = f", {_clock((draws - finished) / speed)} left" if speed and finished < draws else ""
        text = f"{share:6.1%} of {draws:,} draws; {speed:,.0f} a second{left}"
        if sys.stderr.isatty():
            if now - last[0] > 0.2 or finished == draws:
                last[0] = now
                click.echo(f"\r{text:<70}", nl=False, err=True)
        elif int(share * 10) > last[1]:
            last[1] = int(share * 10)
            click.echo(text, err=True)

    return told


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _write(found: Sweep, out: Path) -> list[Path]:
    """Write the results: JSON, and a table in Parquet or else in CSV."""
    from burdenshare.report.sweeps import csv_text, write_parquet

    paths = [out / "sweep.json"]
    write_text(paths[0], found.to_json(indent=1))
    if write_parquet(found, out / "sweep.parquet"):
        return [*paths, out / "sweep.parquet"]
    write_text(out / "sweep.csv", csv_text(found))
    click.echo(
        "The table is in CSV; pip install 'burdenshare[data]' brings what Parquet needs.", err=True
    )
    return [*paths, out / "sweep.csv"]
