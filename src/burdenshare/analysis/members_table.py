"""Compare principles on a table of members: shares with weights, caps, floors and blends."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from burdenshare.analysis.figures import certain
from burdenshare.analysis.formulas import FORMULAS_OF_MANY
from burdenshare.analysis.members_file import (
    MembersFile,
    members_of_rows,
    plain_name,
    read_members,
)
from burdenshare.arrays import Array, Vector
from burdenshare.cases.hints import did_you_mean, listed
from burdenshare.errors import ProblemError
from burdenshare.results.figures import PORTION, Unit
from burdenshare.results.members_table import Criterion, SharesTable
from burdenshare.sharing.bounded_shares import bounded_shares, largest_remainder
from burdenshare.sharing.compromises import proportional_charges
from burdenshare.sharing.principles import NEED_NAMES, PRINCIPLES, CostProblem

COLUMNS_OF_FIELDS: Mapping[str, tuple[str, ...]] = {
    "population": ("population", "pop"),
    "income": ("gdp", "income"),
    "national_income": ("gni", "national_income"),
    "benefit": ("benefit", "benefits"),
    "stand_alone": ("stand_alone_cost", "cost_alone", "stand_alone"),
    "use": ("use", "usage", "demand"),
    "border": ("border", "exposed_border"),
}
"""Columns that principles read what they need from."""

Bound = float | Mapping[str, float]


class _Way(NamedTuple):
    """One way of sharing, before weights and bounds."""

    id: str
    name: str
    formula: str
    shares: Vector


def share(
    table: str | Path | Iterable[Mapping[str, Any]],
    *,
    by: Sequence[str] = (),
    blends: Sequence[Mapping[str, float]] = (),
    weights: Mapping[str, float] | None = None,
    caps: Bound | None = None,
    floors: Bound | None = None,
    cost: float | None = None,
    present: str | None = None,
    decimals: int = 2,
) -> SharesTable:
    """Compare ways of sharing a cost on a table of members.

    Parameters
    ----------
    table : str, Path or iterable of mappings
        A CSV or XLSX file with a line of column names, or one mapping a member.
    by : sequence of str
        Columns to share in proportion to, and ids of principles; every column of numbers unless
        given.
    blends : sequence of mappings
        Each a weighted mean of the shares by several columns: ``{"gdp": 0.5, "population": 0.5}``.
    weights : mapping, optional
        Multiplies the part of single members before shares are formed, such as a discount.
    caps, floors : float or mapping, optional
        Greatest and least share, 0 to 1, of all members or by name.
    cost : float, optional
        What is to be shared, in any unit; amounts are then given as well.
    present : str, optional
        Column of what members bear now, as shares or amounts.
    decimals : int
        Decimals of a per cent to which shares are rounded.

    Returns
    -------
    SharesTable
        Shares that sum to exactly 100 per cent after rounding, by largest remainders.

    Raises
    ------
    CaseError
        If the table needs mending; the message names the cell.
    ProblemError
        If a column or member is not there, or caps or floors cannot all hold.

    Examples
    --------
    >>> found = share(
    ...     [{"member": "A", "gdp": 60}, {"member": "B", "gdp": 30}, {"member": "C", "gdp": 10}],
    ...     caps={"A": 0.5}, cost=200,
    ... )
    >>> [amount.value for amount in found.criteria[0].amounts]
    [100.0, 75.0, 25.0]
    """
    file = read_members(table) if isinstance(table, str | Path) else members_of_rows(table)
    if not 0 <= decimals <= 8:
        raise ProblemError(f"decimals: from 0 to 8, got {decimals}")
    if cost is not None and not cost > 0:
        raise ProblemError(f"cost: an amount above 0 is needed, got {cost:g}")
    multiplied = _by_member(file, weights or {}, 1.0, "weights")
    least, most = _by_member(file, floors, 0.0, "floors"), _by_member(file, caps, 1.0, "caps")
    now = _present(file, present)
    chosen, skipped = _ways(file, by, blends, present)
    criteria = tuple(
        _criterion(file, way, multiplied, least, most, cost, decimals, now) for way in chosen
    )
    return SharesTable(
        source=file.source,
        members=file.members,
        criteria=criteria,
        present=tuple(certain(value, PORTION, "known-shares") for value in now),
        cost=None if cost is None else certain(cost, _UNIT_OF_COST, "shared-cost"),
        decimals=decimals,
        notes=tuple(_notes(criteria, weights or {}, skipped)),
        formulas=FORMULAS_OF_MANY,
    )


_UNIT_OF_COST = Unit("number", "in the unit of the cost")


def _by_member(file: MembersFile, given: Bound | None, otherwise: float, name: str) -> Vector:
    """Spread a bound or weight over the members."""
    if given is None:
        return np.full(len(file.members), otherwise)
    if not isinstance(given, Mapping):
        return np.full(len(file.members), float(given))
    values = np.full(len(file.members), otherwise)
    places = {plain_name(member): place for place, member in enumerate(file.members)}
    for member, value in given.items():
        if plain_name(member) not in places:
            hint = did_you_mean(member, file.members, f"There are: {listed(file.members, 8)}.")
            raise ProblemError(f"{name}: no member is called {member!r}. {hint}")
        values[places[plain_name(member)]] = value
    if (values < 0).any():
        raise ProblemError(f"{name}: {values.min():g} is negative")
    return values


def _present(file: MembersFile, column: str | None) -> Vector:
    if column is None:
        return np.zeros(0)
    numbers = np.array(file.numbers(_column_name(file, column)))
    if not numbers.sum() > 0:
        raise ProblemError(f"present: the column {column} is zero for every member")
    return np.asarray(numbers / numbers.sum())


def _column_name(file: MembersFile, name: str) -> str:
    plain = plain_name(name)
    if plain not in file.columns:
        known = [*file.columns, *PRINCIPLES]
        hint = did_you_mean(plain, known, f"Columns: {listed(list(file.columns), 8)}.")
        raise ProblemError(f"{file.source}: no column is called {name!r}. {hint}")
    return plain


# --- ways of sharing ------------------------------------------------------------------------------


def _ways(
    file: MembersFile, by: Sequence[str], blends: Sequence[Mapping[str, float]], present: str | None
) -> tuple[list[_Way], list[str]]:
    skipped: list[str] = []
    chosen = list(by)
    if not chosen and not blends:
        for name, column in file.columns.items():
            if present is not None and name == plain_name(present):
                continue
            if column.problems or None in column.numbers:
                skipped.append(
                    f"The column {column.name} was left out: not every cell of it is a number."
                )
            else:
                chosen.append(name)
    ways = [_way(file, name) for name in chosen] + [_blend(file, blend) for blend in blends]
    if not ways:
        raise ProblemError(f"{file.source}: it has no column of numbers to share by")
    return list({way.id: way for way in ways}.values()), skipped


def _way(file: MembersFile, name: str) -> _Way:
    if plain_name(name) in file.columns or name not in PRINCIPLES:
        return _by_column(file, _column_name(file, name))
    principle = PRINCIPLES[name]
    problem = _problem(file, {*principle.needs, *principle.needs_of_many})
    missing = principle.missing(problem)
    if missing:
        needs = " and ".join(NEED_NAMES[field] for field in missing)
        told = " A table of members cannot give it; a case can."
        if all(field in COLUMNS_OF_FIELDS for field in missing):
            columns = "; ".join(" or ".join(COLUMNS_OF_FIELDS[field]) for field in missing)
            told = f" Add a column: {columns}."
        raise ProblemError(f"{name}: it needs {needs.replace('each side', 'each member')}.{told}")
    charges, defined = principle.function(problem)
    if not np.all(defined):
        raise ProblemError(f"{name}: it has no answer for these members, who could bear too little")
    shares = np.broadcast_to(charges, (1, len(file.members)))[0]
    return _Way(principle.id, principle.name, principle.formula_for(3), shares)


def _by_column(file: MembersFile, name: str) -> _Way:
    column = file.columns[name]
    unit = f" ({column.unit})" if column.unit else ""
    numbers = file.numbers(name)
    if not sum(numbers) > 0:
        raise ProblemError(f"{file.source}: the column {column.name} is zero for every member")
    shares = proportional_charges(1.0, numbers)
    return _Way(name, f"by {column.name}{unit}", f"x_i = C {name}_i / sum {name}", shares)


def _blend(file: MembersFile, parts: Mapping[str, float]) -> _Way:
    total = sum(parts.values())
    if any(part < 0 for part in parts.values()) or not total > 0:
        raise ProblemError("blend: parts must not be negative, and not all zero")
    ways = [(_way(file, name), part / total) for name, part in parts.items()]
    shares = sum((way.shares * part for way, part in ways), np.zeros(len(file.members)))
    words = " + ".join(f"{part:.3g} {way.id}" for way, part in ways)
    name = "blend-" + "-".join(f"{way.id}-{100 * part:.3g}" for way, part in ways)
    return _Way(name, f"blend of {words}", f"x_i = C ({words}), as shares", np.asarray(shares))


def _problem(file: MembersFile, needed: set[str]) -> CostProblem:
    """What a principle reads from the columns of a table, with a cost of 1."""
    fields: dict[str, Array | None] = {}
    for field, names in COLUMNS_OF_FIELDS.items():
        there = [name for name in names if name in file.columns and field in needed]
        fields[field] = np.array([file.numbers(there[0])]) if there else None
    read: Callable[[str], Array | None] = fields.get
    return CostProblem(
        cost=np.ones(1),
        members=len(file.members),
        population=read("population"),
        income=read("income"),
        national_income=read("national_income"),
        benefit=read("benefit"),
        stand_alone=read("stand_alone"),
        use=read("use"),
        border=read("border"),
    )


def _criterion(
    file: MembersFile,
    way: _Way,
    weights: Vector,
    floors: Vector,
    caps: Vector,
    cost: float | None,
    decimals: int,
    now: Vector,
) -> Criterion:
    weighted = np.maximum(way.shares, 0.0) * weights
    exact = bounded_shares(weighted, floors=floors, caps=caps)
    units = 100 * 10**decimals
    rounded = largest_remainder(exact, units, floors=floors, caps=caps) / units
    free = weighted / weighted.sum()
    held = [
        tuple(m for m, hit in zip(file.members, hits, strict=True) if hit)
        for hits in (
            (exact >= caps - 1e-12) & (free > caps + 1e-12),
            (exact <= floors + 1e-12) & (free < floors - 1e-12),
        )
    ]
    amounts: tuple[float, ...] = ()
    if cost is not None:
        cents = round(cost * 100)
        amounts = (
            tuple((largest_remainder(exact, cents, floors=floors, caps=caps) / 100).tolist())
            if cents >= 1
            else ()
        )
    return Criterion(
        id=way.id,
        name=way.name,
        formula=way.formula,
        shares=tuple(certain(value, PORTION, "table-share") for value in rounded.tolist()),
        amounts=tuple(certain(value, _UNIT_OF_COST, "table-share") for value in amounts),
        changes=tuple(
            certain(value, PORTION, "table-change")
            for value in ((rounded - now).tolist() if now.size else ())
        ),
        capped=held[0],
        floored=held[1],
    )


def _notes(
    criteria: Sequence[Criterion], weights: Mapping[str, float], skipped: Sequence[str]
) -> Iterable[str]:
    for criterion in criteria:
        for members, verb in ((criterion.capped, "held at the cap"),
                              (criterion.floored, "raised to the floor")):  # fmt: skip
            if members:
                name = criterion.name[:1].upper() + criterion.name[1:]
                yield f"{name}: {verb}: {listed(members, 8)}."
    if weights:
        told = ", ".join(f"{member} {weight:g}" for member, weight in weights.items())
        yield f"Members' parts were multiplied before shares were formed: {told}."
    yield from skipped
