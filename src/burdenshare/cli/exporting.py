"""`export`: a case for other programs."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from burdenshare.cli.options import Draws, as_of_option, load, seed_option
from burdenshare.cli.output import must_be_writable, write_folder, write_text


@click.command()
@click.argument("case")
@click.option(
    "--format",
    "form",
    type=click.Choice(["efg", "negmas"]),
    required=True,
    help="efg: the offer game for Gambit. negmas: the items on the table, for NegMAS and Genius.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    help="File to write (efg), or folder to make (negmas).",
)
@click.option(
    "--offers",
    type=click.IntRange(2, 1000),
    default=11,
    show_default=True,
    help="efg: payments that may be proposed.",
)
@click.option(
    "--rounds",
    type=click.IntRange(1, 50),
    default=3,
    show_default=True,
    help="efg: rounds of offers, a month each.",
)
@click.option(
    "--levels",
    type=click.IntRange(2, 101),
    default=3,
    show_default=True,
    help="negmas: parts of an item that the payer may bear.",
)
@click.option("--draws", type=Draws(), default=100_000, show_default=True, help="How many draws.")
@seed_option
@as_of_option
def export(
    case: str,
    form: str,
    out: Path,
    offers: int,
    rounds: int,
    levels: int,
    draws: int,
    seed: int,
    as_of: date | None,
) -> None:
    """Write a case for other programs: its offer game, or its items as a package.

    Medians stand for what is uncertain.
    """
    if form == "efg":
        must_be_writable(out)
    elif out.exists():
        raise click.UsageError(f"{out} is there already; name a folder to be made")
    from burdenshare.analysis import inquire

    inquiry = inquire(load(case), as_of=as_of, draws=draws, seed=seed)
    if form == "efg":
        from burdenshare.exchange.efg import offer_game_efg
        from burdenshare.exchange.from_case import offer_game

        write_text(out, offer_game_efg(offer_game(inquiry, offers=offers, rounds=rounds)))
    else:
        from burdenshare.exchange.from_case import package_domain
        from burdenshare.exchange.genius import genius_files

        write_folder(out, genius_files(package_domain(inquiry, levels=levels)))
    click.echo(f"Wrote {out}.")
