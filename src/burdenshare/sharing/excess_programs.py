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
infinitesimal change of the objective, says which leaves. Above `LARGEST_FULL_PRICING` members rows
are generated: a pool is priced at each step and all coalitions only when the pool has nothing to
say. If the method stalls, HiGHS solves the same level on generated rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from burdenshare.arrays import Matrix, Vector
from burdenshare.errors import ConvergenceError, ProblemError
from burdenshare.sharing.games import Masks, coalition_sums, membership
from burdenshare.sharing.row_generation import GeneratedProgram

LARGEST_FULL_PRICING = 13
"""Up to this many members all coalitions are priced at each step."""

VIOLATION = 1e-10
"""A row is met if it fails by less than this, in units of the largest value."""

PIVOT = 1e-9
"""Numbers below this are taken for zero in bases of rows of zeros and ones."""

REFRESH = 40
"""Steps after which the inverse of the basis is computed afresh."""


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


class Stalled(Exception):  # noqa: N818 - a signal between two methods, never shown
    """The dual simplex method took too many steps."""


@dataclass(slots=True)
class Rows:
    """The rows of one level: every coalition, then the bounds of the members.

    Row r < 2**n is coalition r; row 2**n + i is the bound of member i. `demand` is what a row
    asks for, minus infinity once it is closed.
    """

    count: int
    demand: Vector
    weights: Vector | None
    bounds: Vector | None
    tolerance: float
    matrix: Matrix | None = None
    _low: int = 0
    _buffer: Vector = field(default_factory=lambda: np.empty(0))

    def __post_init__(self) -> None:
        """Lay out the rows in full if there are few, or in blocks of coalitions."""
        if self.count <= LARGEST_FULL_PRICING:
            self.matrix = np.empty((self.demand.size, self.count + 1))
            self.matrix[: 1 << self.count, :-1] = membership(self.count)
            self.matrix[: 1 << self.count, -1] = 1.0 if self.weights is None else self.weights
            if self.bounds is not None:
                self.matrix[1 << self.count :, :-1] = np.eye(self.count)
                self.matrix[1 << self.count :, -1] = 0.0
        else:
            self._low = self.count - 6
            self._buffer = np.empty(1 << self._low)

    def weight(self, row: int) -> float:
        """Give the coefficient of the excess in a row."""
        if row >= 1 << self.count:
            return 0.0
        return 1.0 if self.weights is None else float(self.weights[row])

    def members(self, row: int) -> int:
        """Give the bitmask of the members in a row."""
        whole = 1 << self.count
        return row if row < whole else 1 << (row - whole)

    def vector(self, row: int) -> Vector:
        """Give the coefficients of payments and excess in a row."""
        if self.matrix is not None:
            found: Vector = self.matrix[row]
            return found
        mask = self.members(row)
        bits = [float(mask >> member & 1) for member in range(self.count)]
        return np.array([*bits, self.weight(row)])

    def close(self, direction: Vector) -> None:
        """Close the rows that a generic direction of the remaining freedom leaves as they are."""
        if self.matrix is not None:
            self.demand[np.abs(self.matrix[:, :-1] @ direction) < PIVOT] = -np.inf
            return
        whole = 1 << self.count
        low = coalition_sums(direction[: self._low])
        high = coalition_sums(direction[self._low :])
        for start, shift in zip(range(0, whole, low.size), high, strict=True):
            np.add(low, shift, out=self._buffer)
            np.abs(self._buffer, out=self._buffer)
            self.demand[start : start + low.size][self._buffer < PIVOT] = -np.inf
        if self.bounds is not None:
            self.demand[whole:][np.abs(direction) < PIVOT] = -np.inf

    def failing(self, point: Vector) -> list[int]:
        """Give up to 64 rows that fail at a point, worst first."""
        if self.matrix is None:
            return self.most_violated(point)
        gaps = self.demand - self.matrix @ point
        worst = np.argsort(-gaps)[:64]
        return [int(row) for row in worst if gaps[row] > self.tolerance]

    def most_violated(self, point: Vector) -> list[int]:
        """Give rows that fail at payments and excess `point`, the worst of each block."""
        whole = 1 << self.count
        excess = float(point[-1])
        low = coalition_sums(point[: self._low])
        high = coalition_sums(point[self._low : -1])
        found: list[tuple[float, int]] = []
        for start, shift in zip(range(0, whole, low.size), high, strict=True):
            block = slice(start, start + low.size)
            np.subtract(self.demand[block], low, out=self._buffer)
            if self.weights is None:
                offset = shift + excess
            else:
                self._buffer -= excess * self.weights[block]
                offset = shift
            worst = int(self._buffer.argmax())
            found.append((float(self._buffer[worst]) - float(offset), start + worst))
        if self.bounds is not None:
            gaps = self.demand[whole:] - point[:-1]
            found += [(float(gap), whole + member) for member, gap in enumerate(gaps)]
        found.sort(reverse=True)
        return [row for gap, row in found if gap > self.tolerance]


@dataclass(slots=True)
class Pool:
    """The rows generated so far, for games with too many coalitions to price each time."""

    rows: Rows
    ids: list[int] = field(default_factory=list)
    matrix: Matrix = field(default_factory=lambda: np.empty((0, 0)))
    demand: Vector = field(default_factory=lambda: np.empty(0))

    def add(self, new: Sequence[int]) -> None:
        """Take in rows that are not there yet."""
        known = set(self.ids)
        fresh = [row for row in dict.fromkeys(new) if row not in known]
        if not fresh:
            return
        block = np.array([self.rows.vector(row) for row in fresh])
        self.matrix = np.concatenate([self.matrix, block]) if self.ids else block
        self.demand = np.concatenate([self.demand, self.rows.demand[fresh]])
        self.ids += fresh

    def reopen(self) -> None:
        """Drop the rows that the last level closed."""
        open_rows = np.isfinite(self.rows.demand[self.ids]) if self.ids else np.zeros(0, bool)
        self.ids = [row for row, keep in zip(self.ids, open_rows, strict=True) if keep]
        self.matrix = self.matrix[open_rows]
        self.demand = self.demand[open_rows]

    def price(self, point: Vector) -> tuple[int, float]:
        """Give the row most violated at `point` and by how much, or (-1, 0) if none is."""
        rows = self.rows
        if rows.matrix is not None:
            gaps = rows.demand - rows.matrix @ point
            row = int(gaps.argmax())
            return (row, float(gaps[row])) if gaps[row] > rows.tolerance else (-1, 0.0)
        for _ in range(2):
            if self.ids:
                gaps = self.demand - self.matrix @ point
                worst = int(gaps.argmax())
                if gaps[worst] > rows.tolerance:
                    return self.ids[worst], float(gaps[worst])
            self.add(rows.most_violated(point))
        return -1, 0.0


@dataclass(slots=True)
class Basis:
    """The n + 1 rows that hold payments and excess in place, and the inverse of their matrix.

    A free slot holds a row of `Rows`; the others hold settled equations, whose multipliers may
    have either sign.
    """

    ids: list[int]
    free: list[int]
    matrix: Matrix
    demand: Vector
    inverse: Matrix = field(default_factory=lambda: np.empty((0, 0)))
    point: Vector = field(default_factory=lambda: np.empty(0))
    tie_breaker: Vector = field(default_factory=lambda: np.empty(0))

    def refresh(self) -> None:
        """Invert the matrix afresh."""
        self.inverse = np.asarray(np.linalg.inv(self.matrix), dtype=np.float64)
        self.point = self.inverse @ self.demand

    def polish(self) -> None:
        """Take out the rounding that the steps have left in the point."""
        self.point = self.inverse @ self.demand
        self.point += self.inverse @ (self.demand - self.matrix @ self.point)

    def start(self) -> None:
        """Make ready for a level: the objective is the excess, plus a trace of every row."""
        self.refresh()
        self.tie_breaker = _GENERIC[: len(self.free)] @ self.matrix[self.free]

    def leaving(self, coefficients: Vector) -> int:
        """Choose the slot to give up for a row with these coefficients in the basis, or -1."""
        # Plain numbers: the basis has a score of slots at most, fewer than numpy pays off for.
        multipliers = self.inverse[-1].tolist()
        pivots = coefficients.tolist()
        ratios = {
            slot: multipliers[slot] / pivots[slot] for slot in self.free if pivots[slot] > PIVOT
        }
        if not ratios:
            return -1
        least = min(ratios.values()) + 1e-11
        near = [slot for slot, ratio in ratios.items() if ratio <= least]
        if len(near) == 1:
            return near[0]
        second = (self.tie_breaker @ self.inverse).tolist()
        return min(near, key=lambda slot: float(second[slot] / pivots[slot]))

    def enter(self, row: int, vector: Vector, demand: float, gap: float) -> bool:
        """Bring a violated row in; say whether a slot could be given up for it."""
        coefficients = vector @ self.inverse
        slot = self.leaving(coefficients)
        if slot < 0:
            return False
        self.point += self.inverse[:, slot] * (gap / coefficients[slot])
        self._exchange(slot, row, vector, demand, coefficients)
        return True

    def _exchange(
        self, slot: int, row: int, vector: Vector, demand: float, coefficients: Vector
    ) -> None:
        column = self.inverse[:, slot] / coefficients[slot]
        coefficients = coefficients.copy()
        coefficients[slot] -= 1.0
        self.inverse -= column[:, None] * coefficients
        self.ids[slot] = row
        self.matrix[slot] = vector
        self.demand[slot] = demand


_PRIMES = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83]

_GENERIC = 1.0 + np.modf(np.sqrt(np.array([*_PRIMES, 89, 97, 101]) * 1.0))[0]
"""Numbers between 1 and 2, independent over the fractions, for ties and for directions."""


def lexicographic_least_excess(
    values: Vector,
    *,
    weights: Vector | None = None,
    bounds: Vector | None = None,
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
        If no payments meet the bounds, or zero weights leave the payments undetermined.
    ConvergenceError
        If HiGHS too stops short.
    """
    count = values.size.bit_length() - 1
    if count == 1:
        return Optimum(values[1:].copy(), ())
    singles = values[1 << np.arange(count)]
    shifted = values - coalition_sums(singles)
    scale = float(np.abs(shifted).max()) or 1.0
    shifted /= scale
    unit = 1.0
    if weights is not None:
        unit = float(weights.max()) or 1.0
        weights = weights / unit
    floors = None
    if bounds is not None:
        floors = (bounds - singles) / scale
        if shifted[-1] - floors.sum() < -VIOLATION:
            raise ProblemError(
                f"game: the members' bounds add up to {bounds.sum():g}, more than the "
                f"{values[-1]:g} to share, so no payments meet them; use the prenucleolus"
            )
    found = _successive(shifted, weights, floors, levels, method)
    return Optimum(
        found.payments * scale + singles,
        tuple(level._replace(excess=level.excess * scale / unit) for level in found.levels),
    )


def _successive(
    values: Vector, weights: Vector | None, bounds: Vector | None, limit: int | None, method: str
) -> Optimum:
    """Solve level after level until the payments are fixed."""
    count = values.size.bit_length() - 1
    rows = _open_rows(count, values, weights, bounds)
    pool = Pool(rows)
    basis = _first_basis(count, rows, float(values[-1]))
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


def _open_rows(count: int, values: Vector, weights: Vector | None, bounds: Vector | None) -> Rows:
    """Rows of the first level: all coalitions but the empty and the grand one."""
    demand = values.copy() if bounds is None else np.concatenate([values, bounds])
    demand[0] = demand[(1 << count) - 1] = -np.inf
    return Rows(count, demand, weights, bounds, VIOLATION)


def _first_basis(count: int, rows: Rows, total: float) -> Basis:
    """Start from the single members, whose rows add up to the grand coalition."""
    matrix = np.zeros((count + 1, count + 1))
    matrix[0, :-1] = 1.0
    matrix[1:, :-1] = np.eye(count)
    singles = 1 << np.arange(count)
    matrix[1:, -1] = 1.0 if rows.weights is None else rows.weights[singles]
    demand = np.concatenate([[total], rows.demand[singles]])
    basis = Basis([(1 << count) - 1, *singles.tolist()], list(range(1, count + 1)), matrix, demand)
    if rows.weights is not None and matrix[1:, -1].min() <= PIVOT:
        _insert_pair(basis, rows, Pool(rows), 1)
    return basis


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
    generic = directions @ _GENERIC[: len(basis.free)]
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
    program.minimise(
        objective, rows.failing, lambda row: (rows.vector(row), float(rows.demand[row]))
    )
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
