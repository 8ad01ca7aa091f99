"""The tables that ship, by name; ``data/catalog.yaml`` says how each is read."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from burdenshare.errors import FactError
from burdenshare.facts.table import Row, Table
from burdenshare.provenance import PartialDate, Source

DATA = Path(__file__).parent / "data"

_SOURCE_COLUMNS = ("source_id", "source_ids")


@cache
def _catalog() -> dict[str, dict[str, Any]]:
    import yaml

    text = (DATA / "catalog.yaml").read_text(encoding="utf-8")
    read: dict[str, dict[str, Any]] = yaml.safe_load(text)
    return read


def table_names() -> tuple[str, ...]:
    """Give the names of the tables that ship, in the order of the catalogue.

    Examples
    --------
    >>> table_names()[:2]
    ('korea_sma_payments', 'korea_sma_rounds')
    """
    return tuple(_catalog())


@cache
def load_table(name: str) -> Table:
    """Read a table that ships.

    Parameters
    ----------
    name : str
        One of `table_names`.

    Raises
    ------
    FactError
        If there is no table of that name.

    Examples
    --------
    >>> table = load_table("offset_germany")
    >>> [row.number("agreed_musd") for row in table.rows][0]
    1300.0
    """
    if name not in _catalog():
        raise FactError(f"there is no table {name!r}; the tables are {', '.join(table_names())}")
    how = _catalog()[name]
    raw = read_rows(DATA / f"{name}.csv")
    return Table(
        name=name,
        title=how["title"],
        about=how["about"],
        key=tuple(how["key"]),
        period=how["period"],
        value=how.get("value", ""),
        numbers=tuple(how["numbers"]),
        columns=tuple(raw[0]),
        rows=tuple(_row(values) for values in raw),
    )


@cache
def all_sources() -> Mapping[str, Source]:
    """Give every source that a shipped table may quote, by id."""
    return {
        row["source_id"]: Source(
            row["source_id"], row["title"], row["publisher"], row["date"], row["url"], row["kind"]
        )
        for row in read_rows(DATA / "sources.csv")
    }


def read_rows(path: Path) -> list[dict[str, str]]:
    """Read a table with one row of headings as rows of text.

    Raises
    ------
    FactError
        If there is no such file.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [dict(row) for row in csv.DictReader(file)]
    except OSError as error:
        raise FactError(f"{path} cannot be read: {error.strerror}") from None


def _row(values: dict[str, str]) -> Row:
    column = next(name for name in _SOURCE_COLUMNS if name in values)
    sources = tuple(all_sources()[name] for name in values[column].split(";"))
    return Row(values, sources, _known_on(values, sources))


def _known_on(values: Mapping[str, str], sources: tuple[Source, ...]) -> PartialDate | None:
    """The day that the row names, else that of the last of its sources."""
    if values.get("known_on"):
        return PartialDate.parse(values["known_on"])
    dates = [PartialDate.parse(source.date) for source in sources if source.date]
    return max(dates, key=lambda day: day.latest) if len(dates) == len(sources) else None
