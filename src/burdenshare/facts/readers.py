"""Readers of tables that users download themselves: World Bank, SIPRI, NATO, and tidy CSV files.

None of these tables ships. Every reader gives `Observation` rows: one number for one country and
year, with the name of the series it belongs to. Cells that say "not available" are left out; a
number that the publisher calls an estimate is marked. The layouts are those of the publishers'
own download pages; a layout that is not recognised is an error, never a guess.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from burdenshare.errors import FactError, MissingPackageError
from burdenshare.facts.catalog import read_rows

Cell = str | int | float | None
Grid = Sequence[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Observation:
    """One number for one country and year."""

    series: str
    country: str
    iso3: str
    """Three-letter code; empty where the publisher gives none."""
    year: int
    value: float
    is_estimate: bool = False


# --- World Bank ----------------------------------------------------------------------------------


def read_world_bank(path: str | Path) -> tuple[Observation, ...]:
    """Read an indicator as the World Bank's site gives it for download, CSV or XLSX.

    The table has a row of headings ``Country Name, Country Code, Indicator Name, Indicator Code``
    (or ``Series Name, Series Code``) and then years; rows above it name the source and the day of
    the last update, which `world_bank_date` reads.

    Raises
    ------
    FactError
        If the file cannot be read or has no such row of headings.
    """
    path = Path(path)
    grid = _grid(path, "Data")
    head = _row_with(grid, "Country Code", path)
    names = [str(cell or "").strip() for cell in grid[head]]
    title = next((i for i, n in enumerate(names) if n in ("Indicator Name", "Series Name")), None)
    if title is None:
        raise FactError(f"{path}: no column 'Indicator Name' or 'Series Name'")
    country, code = names.index("Country Name"), names.index("Country Code")
    years = _years(grid[head])
    return tuple(
        Observation(str(row[title]), str(row[country]), str(row[code]), year, number, estimated)
        for row in grid[head + 1 :]
        if len(row) > code and row[code]
        for place, (year, estimated) in years.items()
        if (number := _number(row, place)) is not None
    )


def world_bank_date(path: str | Path) -> str:
    """Give the day of the last update that a World Bank file names; empty if it names none."""
    for row in _grid(Path(path), "Data")[:10]:
        if row and str(row[0]).strip() == "Last Updated Date":
            return str(row[1])[:10]
    return ""


# --- SIPRI ---------------------------------------------------------------------------------------


def read_sipri(path: str | Path, sheet: str = "Current US$") -> tuple[Observation, ...]:
    """Read one sheet of the SIPRI military expenditure workbook.

    Countries stand under a row of headings that begins with ``Country`` and ends with years; rows
    of regions have no numbers and are passed over, as are ``...`` and ``xxx``.

    Parameters
    ----------
    path : str or Path
        The workbook, an XLSX file.
    sheet : str
        Name of the sheet, such as ``Current US$`` (million) or ``Share of GDP`` (fractions).

    Raises
    ------
    FactError
        If the file cannot be read, or has no such sheet or no such row of headings.
    MissingPackageError
        If openpyxl is not installed.
    """
    path = Path(path)
    grid = _sheet(path, sheet)
    head = _row_with(grid, "Country", path)
    country = [str(cell or "").strip() for cell in grid[head]].index("Country")
    years = _years(grid[head])
    return tuple(
        Observation(sheet, str(row[country]).strip(), "", year, number, estimated)
        for row in grid[head + 1 :]
        if len(row) > country and row[country]
        for place, (year, estimated) in years.items()
        if (number := _number(row, place)) is not None
    )


# --- NATO ----------------------------------------------------------------------------------------


def read_nato(path: str | Path, sheet: str = "Table 3") -> tuple[Observation, ...]:
    """Read one table of NATO's workbook on the defence expenditure of its countries.

    A table has a row of years, of which later ones end in ``e`` for estimates, and below it blocks
    of countries, each under a heading of its own, such as "Share of real GDP (%)". The heading is
    the name of the series. Stars and other marks behind a country's name are taken off.

    Parameters
    ----------
    path : str or Path
        The workbook, an XLSX file.
    sheet : str
        Name of the sheet, such as ``Table 2`` (million US dollars) or ``Table 3`` (shares of GDP).

    Raises
    ------
    FactError
        If the file cannot be read, or has no such sheet or no row of years.
    MissingPackageError
        If openpyxl is not installed.
    """
    path = Path(path)
    grid = _sheet(path, sheet)
    head = next((i for i, row in enumerate(grid) if len(_years(row)) >= _FEWEST_YEARS), None)
    if head is None:
        raise FactError(f"{path}: the sheet {sheet!r} has no row of years")
    return tuple(_blocks(grid[head + 1 :], _years(grid[head]), _above(grid[:head])))


_FEWEST_YEARS = 3


def _above(rows: Grid) -> str:
    """The last line of text above the years, which names a table of a single block."""
    lines = [text for row in rows if (text := _only_text(row))]
    return lines[-1] if lines else ""


def _blocks(
    rows: Grid, years: Mapping[int, tuple[int, bool]], heading: str
) -> Iterator[Observation]:
    first = min(years)
    for row in rows:
        numbers = {place: _number(row, place) for place in years}
        names = [str(cell).strip() for cell in row[:first] if cell not in (None, "")]
        if names and any(number is not None for number in numbers.values()):
            country = names[-1].rstrip("*†‡ ")
            for place, number in numbers.items():
                if number is not None:
                    year, estimated = years[place]
                    yield Observation(heading, country, "", year, number, estimated)
        elif text := _only_text(row):
            heading = text


def _only_text(row: Sequence[Cell]) -> str:
    filled = [cell for cell in row if cell not in (None, "")]
    return filled[0].strip() if len(filled) == 1 and isinstance(filled[0], str) else ""


# --- tidy tables ---------------------------------------------------------------------------------


def read_tidy(
    path: str | Path, value: str, *, iso3: str = "iso3", year: str = "year", country: str = ""
) -> tuple[Observation, ...]:
    """Read one column of a CSV file that has one row a country and year.

    Parameters
    ----------
    path : str or Path
        The file.
    value, iso3, year, country : str
        Names of the columns; `country` may be left out.

    Raises
    ------
    FactError
        If the file cannot be read or lacks a column.
    """
    rows = read_rows(Path(path))
    for column in (value, iso3, year, country):
        if column and rows and column not in rows[0]:
            raise FactError(f"{path}: no column {column!r}; there are {', '.join(rows[0])}")
    return tuple(
        Observation(value, row[country] if country else "", row[iso3], int(row[year]), number)
        for row in rows
        if (number := _as_number(row[value])) is not None
    )


# --- cells ---------------------------------------------------------------------------------------

_YEAR = re.compile(r"(\d{4})(e?)(?: \[YR\d{4}\])?")


def _years(row: Sequence[Cell]) -> dict[int, tuple[int, bool]]:
    """Places of the cells of a row that are years, with the year and whether it is estimated."""
    found: dict[int, tuple[int, bool]] = {}
    for place, cell in enumerate(row):
        text = str(int(cell)) if isinstance(cell, float) and cell == int(cell) else str(cell)
        match = _YEAR.fullmatch(text.strip())
        if match:
            found[place] = int(match[1]), bool(match[2])
    return found


def _number(row: Sequence[Cell], place: int) -> float | None:
    return _as_number(row[place]) if place < len(row) else None


def _as_number(cell: Cell) -> float | None:
    if cell is None or isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):
        return float(cell)
    try:
        return float(cell.replace(",", ""))
    except ValueError:
        return None


def _row_with(grid: Grid, heading: str, path: Path) -> int:
    for place, row in enumerate(grid):
        if heading in (str(cell).strip() for cell in row if cell is not None) and _years(row):
            return place
    raise FactError(f"{path}: no row of headings with {heading!r} and years")


def _grid(path: Path, sheet: str) -> Grid:
    if path.suffix.lower() == ".xlsx":
        return _sheet(path, sheet)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.reader(file))
    except OSError as error:
        raise FactError(f"{path} cannot be read: {error.strerror}") from None


def _sheet(path: Path, sheet: str) -> Grid:
    try:
        import openpyxl
    except ImportError:
        raise MissingPackageError("openpyxl", "report", "Reading a workbook") from None
    try:
        book: Any = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except OSError as error:
        raise FactError(f"{path} cannot be read: {error.strerror}") from None
    except Exception as error:  # openpyxl raises what its zip and XML readers raise
        raise FactError(f"{path} is not a workbook that can be read: {error}") from None
    try:
        if sheet not in book.sheetnames:
            raise FactError(f"{path}: no sheet {sheet!r}; there are {', '.join(book.sheetnames)}")
        return [list(row) for row in book[sheet].iter_rows(values_only=True)]
    finally:
        book.close()
