"""A table of members read from CSV or XLSX, with every problem at its cell.

The first line holds the names of the columns; a unit may follow a name in brackets, as in
``gdp [USD billion]``. One column names the members: the one called member, name, country or iso3,
or else the first. Numbers are plain: 1234.5, without separators, units or per cent signs.
"""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from burdenshare.cases.hints import clipped
from burdenshare.errors import CaseError, CaseProblem, MissingPackageError

MAX_BYTES = 20_000_000
MOST_MEMBERS = 10_000
_NAME_COLUMNS = ("member", "members", "name", "country", "party", "iso3", "code")


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of numbers: its name, its unit, and where each number stands."""

    name: str
    unit: str
    numbers: tuple[float | None, ...]
    """None where a cell is empty."""
    problems: tuple[CaseProblem, ...] = ()
    """Cells that hold something else; raised once the column is used."""
    place: int = 0
    """Place of the column in the file, from 1."""


@dataclass(frozen=True, slots=True)
class MembersFile:
    """Members with what is known of them."""

    source: str
    members: tuple[str, ...]
    columns: Mapping[str, TableColumn]
    lines: tuple[int, ...] = field(default=())
    """Line of each member in the file."""

    def numbers(self, name: str) -> tuple[float, ...]:
        """Give a column of which every cell is a number.

        Raises
        ------
        CaseError
            If a cell is empty, negative or no number; every such cell is named.
        """
        column = self.columns[name]
        if not column.problems and set(column.numbers) == {None}:
            message = "there is no number in this column"
            place = (self.lines[0], column.place)
            raise CaseError([CaseProblem(self.source, *place, name, message)])
        problems = list(column.problems)
        bad = {problem.line for problem in problems}
        for member, line, number in zip(self.members, self.lines, column.numbers, strict=True):
            if line in bad:
                continue
            if number is None:
                message = f"there is no number here for {member}"
                hint = "Fill it in, leave the member out, or do not share by this column."
            elif number < 0:
                message, hint = f"{number:g} is negative", "Shares are in proportion to amounts."
            else:
                continue
            problems.append(CaseProblem(self.source, line, column.place, name, message, hint))
        if problems:
            raise CaseError(problems[:100])
        return tuple(number for number in column.numbers if number is not None)


def plain_name(name: str) -> str:
    """Give the name of a column as options write it: small letters, joined by underscores."""
    return re.sub(r"[^a-z0-9]+", "_", name.strip().casefold()).strip("_")


def read_members(path: str | Path) -> MembersFile:
    """Read a table of members from a CSV or XLSX file.

    Raises
    ------
    CaseError
        If the file cannot be read, has no columns, or two members or columns have one name.
    MissingPackageError
        If it is an XLSX file and openpyxl is not installed.
    """
    file = Path(path)
    try:
        size = file.stat().st_size
        if size > MAX_BYTES:
            raise _problem(file, f"it has {size / 1e6:.0f} MB; a table of members has at most "
                           f"{MAX_BYTES / 1e6:.0f}")  # fmt: skip
        rows = _xlsx(file) if file.suffix.lower() == ".xlsx" else _csv(file)
    except FileNotFoundError:
        raise _problem(file, "there is no such file") from None
    except IsADirectoryError:
        raise _problem(file, "it is a folder", "Name a CSV or XLSX file.") from None
    except UnicodeDecodeError:
        raise _problem(file, "it is not text in UTF-8", "Save it as CSV in UTF-8.") from None
    except OSError as error:
        raise _problem(file, f"it cannot be read: {error.strerror or error}") from None
    return _table(str(path), rows)


def members_of_rows(rows: Iterable[Mapping[str, Any]], source: str = "table") -> MembersFile:
    """Read a table of members from mappings, one a member, such as rows of a data frame."""
    listed = [dict(row) for row in rows]
    if not listed:
        raise CaseError([CaseProblem(source, 0, 0, "", "the table has no members")])
    head = list(dict.fromkeys(str(name) for row in listed for name in row))
    body = [[row.get(name) for name in head] for row in listed]
    return _table(source, [(1, head), *((n + 2, cells) for n, cells in enumerate(body))])


Line = tuple[int, Sequence[Any]]


def _csv(file: Path) -> list[Line]:
    with file.open(encoding="utf-8-sig", newline="") as handle:
        sample = handle.read(8192)
        handle.seek(0)
        head = sample.split("\n", 1)[0]
        delimiter = max(",;\t", key=head.count)
        reader = csv.reader(handle, delimiter=delimiter)
        try:
            return [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
        except csv.Error as error:
            raise _problem(file, f"line {reader.line_num} is not CSV: {error}") from None


def _xlsx(file: Path) -> list[Line]:
    try:
        import openpyxl
    except ImportError:
        raise MissingPackageError("openpyxl", "report", "Reading an XLSX file") from None
    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True)
    except Exception:
        # The package raises errors of many kinds for files that are no workbooks.
        raise _problem(file, "it is not an XLSX workbook") from None
    try:
        rows = [
            (number + 1, list(row))
            for number, row in enumerate(book.worksheets[0].iter_rows(values_only=True))
        ]
    finally:
        book.close()
    return [(n, row) for n, row in rows if any(cell not in (None, "") for cell in row)]


def _table(source: str, rows: Sequence[Line]) -> MembersFile:
    if len(rows) < 2:
        hint = "The first line names the columns; each line after it is a member."
        raise CaseError([CaseProblem(source, 0, 0, "", "the table has no members", hint)])
    if len(rows) > MOST_MEMBERS + 1:
        message = f"it has {len(rows) - 1:,} members; at most {MOST_MEMBERS:,} are shared among"
        raise CaseError([CaseProblem(source, 0, 0, "", message)])
    line, head = rows[0]
    names = [str(cell).strip() if cell is not None else "" for cell in head]
    split = [_name_and_unit(name) for name in names]
    plain = [plain_name(name) for name, _ in split]
    key = next((plain.index(name) for name in _NAME_COLUMNS if name in plain), 0)
    problems = [
        CaseProblem(source, line, place + 1, name, "another column has this name already",
                    "Give each column a name of its own.")
        for place, name in enumerate(plain) if name and name in plain[:place]
    ]  # fmt: skip
    members: list[str] = []
    lines: list[int] = []
    for number, cells in rows[1:]:
        name = str(cells[key]).strip() if key < len(cells) and cells[key] is not None else ""
        if not name:
            problems.append(CaseProblem(source, number, key + 1, names[key], "the name is missing"))
        elif plain_name(name) in ("sum", "total", "all"):
            message = f"{clipped(name)} is a sum of members, not a member"
            hint = "Leave lines of sums out of the table."
            problems.append(CaseProblem(source, number, key + 1, names[key], message, hint))
        elif name in members:
            first = lines[members.index(name)]
            message = f"{clipped(name)} stands on line {first} already"
            problems.append(CaseProblem(source, number, key + 1, names[key], message))
        members.append(name)
        lines.append(number)
        if len(cells) > len(names) and any(cell not in (None, "") for cell in cells[len(names) :]):
            message = f"{len(cells)} cells, but {len(names)} columns have names"
            hint = "Put text that holds a comma in quotation marks."
            problems.append(CaseProblem(source, number, len(names) + 1, "", message, hint))
    if problems:
        raise CaseError(problems[:100])
    columns = {
        plain[place]: _column(source, rows[1:], place, split[place])
        for place in range(len(names))
        if place != key and plain[place]
    }
    return MembersFile(source, tuple(members), columns, tuple(lines))


def _name_and_unit(head: str) -> tuple[str, str]:
    found = re.fullmatch(r"(.*?)\s*[\[(](.*)[\])]\s*", head)
    return (found[1], found[2].strip()) if found and found[1] else (head, "")


def _column(source: str, rows: Sequence[Line], place: int, named: tuple[str, str]) -> TableColumn:
    name, unit = named
    numbers: list[float | None] = []
    problems = []
    for line, cells in rows:
        cell = cells[place] if place < len(cells) else None
        number, message = _number(cell)
        numbers.append(number)
        if message:
            problems.append(CaseProblem(source, line, place + 1, plain_name(name), message, _PLAIN))
    return TableColumn(name, unit, tuple(numbers), tuple(problems), place + 1)


_PLAIN = "Write 1234.5, without separators, units or per cent signs."


def _number(cell: Any) -> tuple[float | None, str]:
    """Read a cell: its number, or what is wrong with it; an empty cell is neither."""
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return None, ""
    if isinstance(cell, bool):
        return None, f"{cell} is not a number"
    try:
        number = float(cell)
    except (TypeError, ValueError):
        return None, f"{clipped(repr(cell))} is not a number"
    if math.isnan(number) and not isinstance(cell, str):
        return None, ""  # how data frames write an empty cell
    if not math.isfinite(number):
        return None, f"{clipped(repr(cell))} is not a finite number"
    return number, ""


def _problem(file: Path, message: str, hint: str = "") -> CaseError:
    return CaseError([CaseProblem(str(file), 0, 0, "", message, hint)])
