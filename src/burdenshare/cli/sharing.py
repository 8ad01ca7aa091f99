"""`share`: principles compared on a table of members."""

from __future__ import annotations

from pathlib import Path

import click

from burdenshare.cli.options import colour_option, json_option
from burdenshare.cli.output import console, must_be_writable, write_bytes, write_text


def _list_principles(ctx: click.Context, param: click.Parameter, wanted: bool) -> None:
    """Print the table of principles and end."""
    del param
    if not wanted or ctx.resilient_parsing:
        return
    from burdenshare.sharing.principles import NEED_NAMES, PRINCIPLES

    for principle in PRINCIPLES.values():
        fields = dict.fromkeys((*principle.needs, *principle.needs_of_many))
        needs = "; ".join(dict.fromkeys(NEED_NAMES[field] for field in fields))
        click.echo(f"{principle.id}: {principle.name}")
        click.echo(f"    {principle.formula_for(3)}")
        if needs:
            click.echo(f"    needs {needs.replace('each side', 'each member')}")
        if principle.least_members > 2:
            click.echo(f"    for {principle.least_members} members or more")
    ctx.exit()


OUT_FORMATS = (".csv", ".xlsx", ".html", ".json")


@click.command()
@click.argument("members", type=click.Path(path_type=Path))
@click.option(
    "--by",
    multiple=True,
    metavar="NAMES",
    help="Columns or ids of principles, joined by commas; else every column of numbers.",
)
@click.option(
    "--blend",
    multiple=True,
    metavar="COLUMN=PART,...",
    help="Mean of the shares by several columns: gdp=0.5,population=0.5.",
)
@click.option("--cost", type=float, help="What is to be shared, in any unit.")
@click.option(
    "--cap", multiple=True, metavar="[MEMBER=]SHARE", help="Greatest share, of one or of all."
)
@click.option(
    "--floor", multiple=True, metavar="[MEMBER=]SHARE", help="Least share, of one or of all."
)
@click.option(
    "--weight", multiple=True, metavar="MEMBER=FACTOR", help="Multiplies a member's part."
)
@click.option("--present", metavar="COLUMN", help="Column of what members bear now.")
@click.option(
    "--decimals",
    type=click.IntRange(0, 8),
    default=2,
    show_default=True,
    help="Decimals of a per cent.",
)
@click.option(
    "--out", type=click.Path(path_type=Path), help="Write CSV, XLSX, HTML or JSON, by the ending."
)
@json_option
@colour_option
@click.option(
    "--principles",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_list_principles,
    help="List the ids of principles with their formulas and what they need.",
)
def share(
    members: Path,
    by: tuple[str, ...],
    blend: tuple[str, ...],
    cost: float | None,
    cap: tuple[str, ...],
    floor: tuple[str, ...],
    weight: tuple[str, ...],
    present: str | None,
    decimals: int,
    out: Path | None,
    as_json: bool,
    no_color: bool,
) -> None:
    """Compare ways of sharing a cost on a table of MEMBERS, a CSV or XLSX file.

    \b
    burdenshare share members.csv --by gdp,population --cap USA=0.22 --cost 2600
    """
    if out is not None:
        must_be_writable(out)
        if out.suffix.lower() not in OUT_FORMATS:
            raise click.UsageError(f"{out}: name a file that ends in {', '.join(OUT_FORMATS)}")
    from burdenshare.analysis.members_table import share as compare_shares

    table = compare_shares(
        members,
        by=[name.strip() for each in by for name in each.split(",") if name.strip()],
        blends=[_named_numbers(each, "--blend") for each in blend],
        weights=_merged(weight, "--weight"),
        caps=_bounds(cap, "--cap"),
        floors=_bounds(floor, "--floor"),
        cost=cost,
        present=present,
        decimals=decimals,
    )
    if as_json:
        click.echo(table.to_json())
    else:
        from burdenshare.report.members_table import print_shares

        print_shares(table, console(no_color))
    if out is not None:
        from burdenshare.report import members_table as written

        match out.suffix.lower():
            case ".csv":
                write_text(out, written.shares_csv(table))
            case ".html":
                write_text(out, written.shares_html(table))
            case ".json":
                write_text(out, table.to_json())
            case _:
                write_bytes(out, written.shares_xlsx(table))
        click.echo(f"Wrote {out}.", err=as_json)


def _number(text: str, option: str) -> float:
    import math

    try:
        number = float(text)
    except ValueError:
        raise click.UsageError(f"{option}: {text!r} is not a number") from None
    if not math.isfinite(number):
        raise click.UsageError(f"{option}: {text} is not a finite number")
    return number


def _named_numbers(text: str, option: str) -> dict[str, float]:
    """Read name=number,name=number."""
    found: dict[str, float] = {}
    for part in text.split(","):
        name, equals, number = part.rpartition("=")
        if not equals or not name.strip():
            raise click.UsageError(f"{option}: {part!r}: write NAME=NUMBER, such as gdp=0.5")
        found[name.strip()] = _number(number, option)
    return found


def _merged(texts: tuple[str, ...], option: str) -> dict[str, float]:
    return {k: v for text in texts for k, v in _named_numbers(text, option).items()}


def _bounds(texts: tuple[str, ...], option: str) -> float | dict[str, float] | None:
    """Read bounds for all members, or for some by name."""
    for_all = [text for text in texts if "=" not in text]
    if for_all and len(texts) > 1:
        raise click.UsageError(
            f"{option}: give one number for all members, or MEMBER=SHARE for some"
        )
    shares = {"": _number(for_all[0], option)} if for_all else _merged(texts, option)
    for name, bound in shares.items():
        if not 0 <= bound <= 1:
            hint = f"; did you mean {bound / 100:g}?" if 1 < bound <= 100 else ""
            whose = f" of {name}" if name else ""
            raise click.UsageError(
                f"{option}: the share{whose}, {bound:g}, is not from 0 to 1{hint}"
            )
    if for_all:
        return shares[""]
    return shares or None
