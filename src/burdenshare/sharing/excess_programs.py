"""Make the largest excess small, then the next: successive linear programs over coalitions.

The object. Values v(S), positive or zero weights w(S), and payments x with x(N) = v(N). Level k
solves::

    minimise t  subject to  x(S) + w(S) t >= v(S)    for every coalition S still open
                            x(S) = v(S) - w(S) t_j   for S that level j < k has settled
                            x_i >= b_i               where payments are bounded below

and settles the coalitions with a positive multiplier at the optimum; those in the span of the
settled ones have a fixed excess and are closed. Each level adds at least one dimension, so there
are at most n - 1 levels, and the multipliers prove each of them optimal.

The method. A level has n + 1 unknowns and up to 2**n rows, of which n + 1 form the basis of a dual
simplex method: the row most violated enters, and the ratio test, with ties broken by an
infinitesimal change of the objective, says which leaves. In games of many members rows
are generated: a pool is priced at each step and all coalitions only when the pool has nothing to
say. If the method stalls, HiGHS solves the same level on generated rows.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from burdenshare.arrays import Matrix, Vector
from burdenshare.errors import ConvergenceError, ProblemError
from burdenshare.sharing.coalition_rows import GENERIC, PIVOT, VIOLATION, Basis, Pool, Rows
from burdenshare.sharing.games import Masks, coalition_sums
from burdenshare.sharing.row_generation import GeneratedProgram, InfeasibleError

REFRESH = 40
"""Steps after which the inverse of the basis is computed afresh."""

ROUNDING = 4 * np.finfo(np.float64).eps
"""Part of the largest value, a member, up to which a difference of values is mere rounding."""

SLACK_OF_BOUNDS = 1e-9
"""Part of the largest value by which bounds may exceed what there is, and are then lowered."""

CLASH = (
    "game: coalitions that cost or gain nothing on their own cannot all be left at nothing, so "
    "there are no excesses in proportion to worth to compare; use the per-capita nucleolus"
)
"""Why some games have no proportional nucleolus."""


class Level(NamedTuple):
    """The optimum of one linear program and the multipliers that prove it.

    The multipliers add the rows up: the sum over all coalitions of multiplier times coalition is
    zero in every member, those of `coalitions` and `bounded` being positive.
    """

    excess: float
    """Largest weighted excess of the open coalitions, the least that can be had."""

    coalitions: tuple[int, ...]
    """Coalitions settled here, as bitmasks: tight in every optimum."""

    weights: tuple[float, ...]
    """Their multipliers, positive."""

    bounded: tuple[int, ...]
    """Members, by position, whose lower bound is tight in every optimum."""

    bound_weights: tuple[float, ...]
    """Multipliers of the bounds, positive."""

    earlier: tuple[int, ...]
    """Coalitions settled by earlier levels, and the grand coalition."""

    earlier_weights: tuple[float, ...]
    """Their multipliers, of either sign."""


class Optimum(NamedTuple):
    """Payments and the levels that lead to them."""

    payments: Vector
    levels: tuple[Level, ...]


class Program(NamedTuple):
    """What is asked: values, weights, bounds and which coalitions count, in units of the game."""

    values: Vector
    weights: Vector | None
    bounds: Vector | None
    counted: NDArray[np.bool_] | None


class Stalled(Exception):  # noqa: N818 - a signal between two methods, never shown
    """The dual simplex method took too many steps."""


def lexicographic_least_excess(
    values: Vector,
    *,
    weights: Vector | None = None,
    bounds: Vector | None = None,
    counted: NDArray[np.bool_] | None = None,
    levels: int | None = None,
    method: str = "simplex",
) -> Optimum:
    """Make the sorted weighted excesses lexicographically as small as can be.

    Parameters
    ----------
    values : ndarray, shape (2**n,)
        Values of the coalitions by bitmask. [any unit]
    weights : ndarray, shape (2**n,), optional
        What the excess v(S) - x(S) is divided by; not negative; 1 unless given. A coalition of
        weight zero must not be paid less than its value.
    bounds : ndarray, shape (n,), optional
        Least payment of each member; none unless given. [unit of `values`]
    counted : ndarray of bool, shape (2**n,), optional
        Which coalitions have a say; all proper ones unless given. With their complements they
        must determine the payments.
    levels : int, optional
        Stop after this many levels; the payments are then those of one optimum.
    method : {"simplex", "highs"}
        The dual simplex method on coalitions, or HiGHS on generated rows.

    Returns
    -------
    Optimum
        Payments, and the levels with their multipliers. [unit of `values`]

    Raises
    ------
    ProblemError
        If no payments meet the bounds and the coalitions of weight zero, or zero weights leave
        the payments undetermined.
    ConvergenceError
        If HiGHS too stops short.
    """
    count = values.size.bit_length() - 1
    if count == 1:
        return Optimum(values[1:].copy(), ())
    singles = values[1 << np.arange(count)]
    shifted = values - coalition_sums(singles)
    # What members make together beyond their own values may be no more than rounding.
    size = float(np.abs(values).max())
    shifted[np.abs(shifted) <= ROUNDING * count * size] = 0.0
    scale = float(np.abs(shifted).max()) or 1.0
    shifted /= scale
    unit = 1.0
    if weights is not None:
        unit = float(weights.max()) or 1.0
        weights = weights / unit
    floors = None
    if bounds is not None:
        floors = (bounds - singles) / scale
        missing = float(floors.sum() - shifted[-1])
        if missing > max(VIOLATION, SLACK_OF_BOUNDS * size / scale):
            raise ProblemError(
                f"game: the members' bounds add up to {bounds.sum():g}, more than the "
                f"{values[-1]:g} to share, so no payments meet them; use the prenucleolus"
            )
        floors -= max(missing, 0.0) / count
    found = _successive(Program(shifted, weights, floors, counted), levels, method)
    return Optimum(
        found.payments * scale + singles,
        tuple(level._replace(excess=level.excess * scale / unit) for level in found.levels),
    )


def _successive(program: Program, limit: int | None, method: str) -> Optimum:
    """Solve level after level until the payments are fixed."""
    rows = _open_rows(program)
    pool = Pool(rows)
    basis = _first_basis(rows, program)
    levels: list[Level] = []
    while True:
        try:
            if method == "highs":
                raise Stalled
            _descend(basis, pool)
        except Stalled:
            _hand_over(basis, pool)
        levels.append(_level(basis, rows))
        if limit is not None and len(levels) >= limit:
            return Optimum(basis.point[:-1].copy(), tuple(levels))
        if not _settle(basis, pool):
            return Optimum(_settled_payments(basis), tuple(levels))


def _open_rows(program: Program) -> Rows:
    """Rows of the first level: all coalitions that count, but the empty and the grand one."""
    values, bounds = program.values, program.bounds
    demand = values.copy() if bounds is None else np.concatenate([values, bounds])
    demand[0] = demand[values.size - 1] = -np.inf
    if program.counted is not None:
        demand[: values.size][~program.counted] = -np.inf
    return Rows(values.size.bit_length() - 1, demand, program.weights, bounds, VIOLATION)


def _first_basis(rows: Rows, program: Program) -> Basis:
    """Start from the single members, whose rows add up to the grand coalition.

    Where they do not count, or have no weight, start from independent rows and a pair that does.
    """
    count = rows.count
    whole = (1 << count) - 1
    singles = [1 << member for member in range(count)]
    first = singles if program.counted is None else _independent(program.counted, count)
    matrix = np.zeros((count + 1, count + 1))
    matrix[0, :-1] = 1.0
    for slot, row in enumerate(first, start=1):
        matrix[slot] = rows.vector(row)
    demand = np.concatenate([[program.values[-1]], rows.demand[first]])
    basis = Basis([whole, *first], list(range(1, count + 1)), matrix, demand)
    if program.counted is not None or matrix[1:, -1].min() <= PIVOT:
        _insert_pair(basis, rows, Pool(rows), 1)
    return basis


def _independent(counted: NDArray[np.bool_], count: int) -> list[int]:
    """Small coalitions that count and, with the grand coalition, determine the payments.

    The first is there to fill a slot that a pair of coalitions will take.
    """
    masks = np.flatnonzero(counted)
    masks = masks[np.argsort(np.bitwise_count(masks), kind="stable")]
    found: list[int] = [int(masks[0])]
    directions = [np.full(count, count**-0.5)]
    for mask in masks:
        vector = (mask >> np.arange(count) & 1).astype(np.float64)
        for direction in directions:
            vector -= (vector @ direction) * direction
        length = float(np.sqrt(vector @ vector))
        if length > PIVOT * 1e3:
            directions.append(vector / length)
            found.append(int(mask))
        if len(found) == count:
            return found
    raise ProblemError("game: the coalitions that count do not determine the payments")


def _descend(basis: Basis, pool: Pool) -> None:
    """Run the dual simplex method to the optimum of a level."""
    basis.start()
    rows = pool.rows
    steps = 0
    limit = 200 + 60 * len(basis.ids)
    while True:
        row, gap = pool.price(basis.point)
        if row < 0:
            basis.polish()
            row, gap = pool.price(basis.point)
            if row < 0:
                return
        vector = rows.vector(row)
        if steps >= limit or not basis.enter(row, vector, float(rows.demand[row]), gap):
            raise Stalled
        steps += 1
        if steps % REFRESH == 0:
            basis.refresh()


def _level(basis: Basis, rows: Rows) -> Level:
    """Read the optimum and its multipliers off the basis."""
    multipliers = basis.inverse[-1].tolist()
    whole = 1 << rows.count
    coalitions: list[tuple[int, float]] = []
    bounded: list[tuple[int, float]] = []
    for slot in basis.free:
        row, weight = basis.ids[slot], multipliers[slot]
        if weight > PIVOT:
            kind = coalitions if row < whole else bounded
            kind.append((row if row < whole else row - whole, weight))
    settled = [slot for slot in range(len(basis.ids)) if slot not in basis.free]
    earlier = [(rows.members(basis.ids[slot]), multipliers[slot]) for slot in settled]
    excess = float(basis.point[-1])
    return Level(excess, *_columns(coalitions), *_columns(bounded), *_columns(earlier))


def _columns(pairs: list[tuple[int, float]]) -> tuple[tuple[int, ...], tuple[float, ...]]:
    """Two tuples from a list of pairs."""
    return tuple(pair[0] for pair in pairs), tuple(pair[1] for pair in pairs)


def _settle(basis: Basis, pool: Pool) -> bool:
    """Turn the rows with positive multipliers into equations; say whether freedom is left."""
    rows = pool.rows
    multipliers = basis.inverse[-1].tolist()
    support = [slot for slot in basis.free if multipliers[slot] > PIVOT]
    for slot in support:
        basis.demand[slot] -= basis.matrix[slot, -1] * basis.point[-1]
        basis.matrix[slot, -1] = 0.0
    # One of the settled rows follows from the others: its slot becomes free.
    spare = support[0]
    basis.free = [slot for slot in basis.free if slot not in support]
    if not basis.free:
        return False
    kept = [slot for slot in range(len(basis.ids)) if slot != spare]
    directions = np.linalg.inv(basis.matrix[kept, :-1])[:, [kept.index(s) for s in basis.free]]
    generic = directions @ GENERIC[: len(basis.free)]
    rows.close(generic / np.abs(generic).max())
    if rows.matrix is None:
        pool.reopen()
    basis.ids[spare] = -1
    _insert_pair(basis, rows, pool, spare)
    return True


def _insert_pair(basis: Basis, rows: Rows, pool: Pool, spare: int) -> None:
    """Put an open coalition and its complement into the basis, which bounds the excess below.

    Together they make the grand coalition, so their rows have positive multipliers and all
    others zero: a start from which the dual simplex method only goes up.
    """
    count = rows.count
    whole = (1 << count) - 1
    if rows.matrix is not None or not pool.ids:
        masks = np.arange(1, whole)
    else:
        masks = np.array([row for row in pool.ids if row <= whole], dtype=np.int64)
    pair = _best_pair(masks, rows, basis)
    if pair is None and rows.matrix is None:
        pair = _best_pair(np.arange(1, whole), rows, basis)
    if pair is None:
        raise ProblemError(
            "game: the coalitions whose worth is not zero do not determine the payments, so "
            "excesses in proportion to worth single out no allocation; use the nucleolus"
        )
    matrix = basis.matrix
    vectors = [rows.vector(mask) for mask in (pair, whole - pair)]
    # Exchange one of the free rows for the coalition, so that the payments stay determined.
    kept = [slot for slot in range(len(basis.ids)) if slot != spare]
    coefficients = np.abs(np.linalg.solve(matrix[kept, :-1].T, vectors[0][:-1]))
    free = [slot for slot in basis.free if slot != spare]
    other = max(free, key=lambda slot: float(coefficients[kept.index(slot)]))
    basis.free = sorted([*free, spare])
    for place, mask, vector in zip((spare, other), (pair, whole - pair), vectors, strict=True):
        basis.ids[place] = mask
        matrix[place] = vector
        basis.demand[place] = rows.demand[mask]


def _best_pair(masks: Masks, rows: Rows, basis: Basis) -> int | None:
    """Open coalition that bounds the excess most, together with its complement."""
    whole = (1 << rows.count) - 1
    total = float(basis.demand[basis.ids.index(whole)])
    asked = rows.demand[masks] + rows.demand[whole - masks] - total
    if rows.weights is None:
        asked *= 0.5
    else:
        weights = rows.weights[masks] + rows.weights[whole - masks]
        asked = np.where(weights > PIVOT, asked / np.maximum(weights, PIVOT), -np.inf)
    best = int(asked.argmax()) if asked.size else -1
    return int(masks[best]) if best >= 0 and np.isfinite(asked[best]) else None


def _settled_payments(basis: Basis) -> Vector:
    """Solve the settled equations, one of which follows from the others, for the payments."""
    payments = np.linalg.lstsq(basis.matrix[:, :-1], basis.demand)[0]
    return np.asarray(payments, dtype=np.float64)


def _hand_over(basis: Basis, pool: Pool) -> None:
    """Let HiGHS solve the level on generated rows, then take over its basis."""
    rows = pool.rows
    program = GeneratedProgram(len(basis.ids))
    settled = [slot for slot in range(len(basis.ids)) if slot not in basis.free]
    program.add([-1 - slot for slot in settled], *_slots(basis, settled), equal=True)
    program.add([basis.ids[slot] for slot in basis.free], *_slots(basis, basis.free))
    objective = np.zeros(len(basis.ids))
    objective[-1] = 1.0
    try:
        program.minimise(
            objective, rows.failing, lambda row: (rows.vector(row), float(rows.demand[row]))
        )
    except InfeasibleError as error:
        if rows.weights is None:
            raise
        raise ProblemError(CLASH) from error
    tight = program.tight()
    fresh = [row for row in tight if row >= 0]
    if len(tight) != len(basis.ids) or len(fresh) != len(basis.free):
        raise ConvergenceError("the basis that HiGHS ends with does not fix the payments")
    for slot, row in zip(basis.free, fresh, strict=True):
        basis.ids[slot] = row
        basis.matrix[slot] = rows.vector(row)
        basis.demand[slot] = rows.demand[row]
    try:
        _descend(basis, pool)
    except Stalled as error:
        raise ConvergenceError("coalitions still fail after HiGHS found an optimum") from error


def _slots(basis: Basis, slots: list[int]) -> tuple[Matrix, Vector]:
    """Rows in these slots and what they ask for."""
    return basis.matrix[slots], basis.demand[slots]
