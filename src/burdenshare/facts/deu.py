"""Reader of the DEU data on decisions of the European Union, as users keep it on their own disk.

The wide table has a row an issue: `isnr`, `prnr` (its proposal), positions `p<actor>` and saliences
`s<actor>` from 0 to 100, `rp` the reference point and `out` the outcome. Nothing of it ships; R.
Thomson, J. Arregui and their colleagues offer it, and ask to be cited.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from burdenshare.arrays import Array
from burdenshare.errors import FactError

WIDE, POWER = "deu3_wide.csv", "actor_gdp_as_found.csv"
"""Names of the files in a folder: issues, and the power of actors if it is there."""


@dataclass(frozen=True, slots=True, eq=False)
class SpatialIssues:
    """Issues with positions, salience and power, as a table; blanks are NaN."""

    ids: tuple[str, ...]
    proposals: tuple[str, ...]
    """Proposal that each issue belongs to; issues of one proposal are not independent."""
    actors: tuple[str, ...]
    positions: Array
    """Shape (issues, actors). [0 to 100]"""
    salience: Array
    """Shape (issues, actors). [0 to 100]"""
    power: Array
    """Shape (actors,). [any one scale]"""
    reference: Array
    """Shape (issues,). [0 to 100]"""
    outcome: Array
    """Shape (issues,). [0 to 100]"""
    has_power: bool
    """Whether the power of actors was read, rather than taken as equal."""


def read_deu(path: str | Path) -> SpatialIssues:
    """Read issues from a wide table, or from a folder that holds one.

    Parameters
    ----------
    path : path
        A CSV file, or a folder with ``deu3_wide.csv``. The power of actors is read from
        ``actor_gdp_as_found.csv`` beside it, two columns, actor and power; without that file all
        actors have power 1.

    Raises
    ------
    FactError
        If a file is missing, a column is, or a cell holds no number.
    """
    place = Path(path)
    file = place / WIDE if place.is_dir() else place
    rows = _rows(file)
    if not rows:
        raise FactError(f"{file}: holds no issue")
    missing = [name for name in ("isnr", "prnr", "out", "rp") if name not in rows[0]]
    actors = tuple(
        name[1:] for name in rows[0] if name.startswith("p") and f"s{name[1:]}" in rows[0]
    )
    if missing or not actors:
        what = ", ".join(missing) if missing else "p<actor> and s<actor>"
        raise FactError(f"{file}: no column {what}; this is not a wide table of issues")
    power = _power(file.parent / POWER, actors)
    return SpatialIssues(
        ids=tuple(row["isnr"] for row in rows),
        proposals=tuple(row["prnr"] for row in rows),
        actors=actors,
        positions=_columns(file, rows, [f"p{name}" for name in actors]),
        salience=_columns(file, rows, [f"s{name}" for name in actors]),
        power=np.ones(len(actors)) if power is None else power,
        reference=_columns(file, rows, ["rp"])[:, 0],
        outcome=_columns(file, rows, ["out"])[:, 0],
        has_power=power is not None,
    )


def _rows(file: Path) -> list[dict[str, str]]:
    try:
        with file.open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream))
    except (OSError, UnicodeDecodeError) as error:
        raise FactError(f"{file}: cannot be read: {error}") from None


def _power(file: Path, actors: tuple[str, ...]) -> Array | None:
    if not file.is_file():
        return None
    rows = [list(row.values()) for row in _rows(file)]
    known = {row[0]: _number(file, line, "power", row[1]) for line, row in enumerate(rows, start=2)}
    absent = [name for name in actors if not known.get(name, 0) > 0]
    if absent:
        raise FactError(f"{file}: no power for {', '.join(absent)}")
    return np.array([known[name] for name in actors])


def _columns(file: Path, rows: list[dict[str, str]], names: list[str]) -> Array:
    return np.array(
        [
            [_number(file, line, name, row[name]) for name in names]
            for line, row in enumerate(rows, start=2)
        ]
    )


def _number(file: Path, line: int, name: str, text: str | None) -> float:
    if text is None or not text.strip():
        return float("nan")
    try:
        number = float(text)
    except ValueError:
        raise FactError(f"{file}:{line}: {name}: {text!r} is not a number") from None
    if not np.isfinite(number):
        raise FactError(f"{file}:{line}: {name}: {text!r} is not a finite number")
    return number
