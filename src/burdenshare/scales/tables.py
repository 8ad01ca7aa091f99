"""The data of a scale, read from a folder that the user names; none of it ships.

A table is a CSV file with a row of headings: one row a member, or a member and year. An empty cell
means not known. Members are those of the first table, in its order, unless the scale lists them.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from burdenshare.arrays import Array
from burdenshare.cases.hints import did_you_mean, listed
from burdenshare.errors import FactError
from burdenshare.facts.catalog import read_rows
from burdenshare.scales.definition import DataFile, Definition, Head, Members, Published
from burdenshare.sharing.scale_inputs import ScaleInputs, Series, series

MOST_YEARS = 400


@dataclass(frozen=True, slots=True)
class TableRead:
    """One table as read: cells by series, member and year, and the names of members."""

    file: str
    digest: str
    """Fingerprint of the file."""
    cells: Mapping[str, Mapping[tuple[str, int], float]]
    """By series, then by member and year; the year is 0 in a table without years."""
    names: Mapping[str, str]
    """Members in the order of the table, with their names."""
    years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder with tables, each of them read once."""

    path: Path
    _rows: dict[str, list[dict[str, str]]] = field(default_factory=dict)

    def rows(self, file: str, columns: tuple[str, ...]) -> list[dict[str, str]]:
        """Give the rows of a table that has some columns.

        Raises
        ------
        FactError
            If there is no such folder or file in it, it is empty or not text, or lacks a column.
        """
        if file not in self._rows:
            self._rows[file] = self._read(file, columns)
        rows = self._rows[file]
        for column in columns:
            if column not in rows[0]:
                known = [name for name in rows[0] if name]
                hint = did_you_mean(column, known, f"It has {listed(known, 20)}.")
                raise FactError(f"{self.path / file}: there is no column {column!r}. {hint}")
        return rows

    def _read(self, file: str, columns: tuple[str, ...]) -> list[dict[str, str]]:
        if not self.path.is_dir():
            raise FactError(f"{self.path} is no folder; --data names the folder with the tables")
        if Path(file).name != file:
            raise FactError(f"{file!r} is not the plain name of a file in the folder")
        path = self.path / file
        if not path.is_file():
            wanted = listed([name for name in columns if name], 20)
            raise FactError(
                f"{self.path} holds no {file}; put it there, with the columns {wanted}. The data "
                "of scales does not ship: docs/how-to/compute-a-scale.md says where to find it"
            )
        try:
            rows = read_rows(path)
        except UnicodeDecodeError:
            raise FactError(f"{path} is not UTF-8 text") from None
        if not rows:
            raise FactError(f"{path} has no rows")
        return rows

    def digest(self, file: str) -> str:
        """Give the fingerprint of a table."""
        return hashlib.sha256((self.path / file).read_bytes()).hexdigest()[:16]


def read_tables(definition: Definition, folder: Folder) -> tuple[TableRead, ...]:
    """Read the tables that a scale names.

    Raises
    ------
    FactError
        If a table or column is missing, a cell is no number, or a member stands twice in a year.
    """
    return tuple(_read_table(about, folder) for about in definition.head.data)


def _read_table(about: DataFile, folder: Folder) -> TableRead:
    columns = (about.member, about.year, about.name, *about.where, *about.series.values())
    rows = folder.rows(about.file, tuple(name for name in columns if name))
    cells: dict[str, dict[tuple[str, int], float]] = {name: {} for name in about.series}
    names: dict[str, str] = {}
    seen: set[tuple[str, int]] = set()
    for line, row in enumerate(rows, start=2):
        member = (row[about.member] or "").strip()
        if not member or any(row[column] != text for column, text in about.where.items()):
            continue
        where = f"{folder.path / about.file}:{line}"
        year = _year(row[about.year], where) if about.year else 0
        if (member, year) in seen:
            of = f" of {year}" if year else ""
            raise FactError(f"{where}: {member} has a row{of} already; name one under 'where'")
        seen.add((member, year))
        names.setdefault(member, (row[about.name] or member) if about.name else member)
        for name, column in about.series.items():
            number = _number(row[column], f"{where}: {column}")
            if number is not None:
                cells[name][member, year] = number
    if not seen:
        raise FactError(f"{folder.path / about.file}: no row has {_conditions(about.where)}")
    years = tuple(sorted({year for _, year in seen})) if about.year else ()
    if len(years) > MOST_YEARS:
        raise FactError(f"{folder.path / about.file}: {len(years)} years are too many")
    return TableRead(about.file, folder.digest(about.file), cells, names, years)


def _conditions(where: Mapping[str, str]) -> str:
    return " and ".join(f"{column} = {text}" for column, text in where.items()) or "a member"


def _year(text: str | None, where: str) -> int:
    if text is None or not text.strip().isdigit() or len(text.strip()) > 4:
        raise FactError(f"{where}: {text!r} is not a year")
    return int(text)


def _number(text: str | None, where: str) -> float | None:
    if text is None or not text.strip():
        return None
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise FactError(f"{where}: {text!r} is not a number; leave the cell empty if not known")
    return number


def build_inputs(tables: tuple[TableRead, ...], members: Members) -> ScaleInputs:
    """Put tables together as the inputs of a scale.

    Raises
    ------
    FactError
        If a member that the scale lists stands in no table, or nobody is left.
    """
    there = {name for table in tables for name in table.names}
    missing = [code for code in members.only if code not in there]
    if missing:
        hint = did_you_mean(missing[0], sorted(there))
        raise FactError(f"the data has no member {listed(missing)}. {hint}".rstrip())
    wanted = members.only or tuple(tables[0].names)
    taking_part = tuple(code for code in wanted if code not in members.excepted)
    if not taking_part:
        raise FactError("no member is left")
    found = {
        name: _series(cells, taking_part, table.years)
        for table in tables
        for name, cells in table.cells.items()
    }
    return ScaleInputs(taking_part, found)


def _series(
    cells: Mapping[tuple[str, int], float], members: tuple[str, ...], years: tuple[int, ...]
) -> Series:
    grid = [[cells.get((code, year)) for code in members] for year in years or (0,)]
    known = np.array([[cell is not None for cell in row] for row in grid])
    values = np.array([[cell or 0.0 for cell in row] for row in grid])
    # Years that the table lacks altogether stay out, so that a gap is an error and not a zero.
    return series(values, years, known) if years else series(values[0], (), known[0])


def read_published(
    head: Head, folder: Folder, members: tuple[str, ...]
) -> tuple[Array, tuple[bool, ...]] | None:
    """Read the published shares, if the folder has them.

    Returns
    -------
    (ndarray, tuple of bool) or None
        Shares, shape (n,), zero where not published, and where they are; None without a table.

    Raises
    ------
    FactError
        If the table is there and cannot be read.
    """
    about = head.published
    if about is None or not (folder.path / about.file).is_file():
        return None
    cells = _published_cells(about, folder)
    if not cells:
        return None
    divisor = {"percent": 100.0, "share": 1.0, "money": sum(cells.values()) or 1.0}[about.unit]
    values = np.array([cells.get(code, 0.0) / divisor for code in members])
    return values, tuple(code in cells for code in members)


def _published_cells(about: Published, folder: Folder) -> dict[str, float]:
    rows = folder.rows(about.file, (about.member, about.column, *about.where))
    cells: dict[str, float] = {}
    for line, row in enumerate(rows, start=2):
        if all(row[column] == text for column, text in about.where.items()):
            where = f"{folder.path / about.file}:{line}: {about.column}"
            number = _number(row[about.column], where)
            if number is not None and row[about.member]:
                cells[row[about.member]] = number
    return cells
