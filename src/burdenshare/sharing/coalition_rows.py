"""Coalitions as rows of a linear program, and the few of them that form its basis.

The object. Unknowns are the payments x of n members and an excess t. Coalition S is the row
x(S) + w(S) t >= v(S), and the bound of member i is x_i >= b_i. A basis holds n + 1 rows, settled
equations among them, whose inverse gives the unknowns and the multipliers of the objective t.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from burdenshare.arrays import Matrix, Vector
from burdenshare.sharing.games import coalition_sums, membership

LARGEST_FULL_PRICING = 13
"""Up to this many members all coalitions are priced at each step."""

VIOLATION = 1e-10
"""A row is met if it fails by less than this, in units of the largest value."""

PIVOT = 1e-9
"""Numbers below this are taken for zero in bases of rows of zeros and ones."""


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
        self.tie_breaker = GENERIC[: len(self.free)] @ self.matrix[self.free]

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

GENERIC = 1.0 + np.modf(np.sqrt(np.array([*_PRIMES, 89, 97, 101]) * 1.0))[0]
"""Numbers between 1 and 2, independent over the fractions, for ties and for directions."""
