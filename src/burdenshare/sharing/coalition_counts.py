"""Exact counts of the coalitions of a weighted voting game, by generating functions.

Counts are coefficients of products such as ``(1 + z x^w_1) ... (1 + z x^w_n)``, where the power
of ``x`` is the weight and that of ``z`` the size of a coalition. A table holds, for each size and
each weight up to a bound in every criterion, how many coalitions weigh *at most* so much: the
product divided by ``1 - x``. Dividing it by ``1 + z x^w`` takes one member out again, and at a
single weight needs only an alternating sum along the table, so that no count has to be
recomputed for each member.

Counts outgrow machine integers. They are found modulo ``2**64`` and, beyond 63 members, modulo
further numbers without a common factor, and put together by the Chinese remainder theorem. They
are therefore exact.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from math import gcd
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Counts: TypeAlias = NDArray[Any]
"""Python integers, one row a member and one column a size."""

Weights: TypeAlias = NDArray[np.int64]
"""Whole weights, shape (criteria, members)."""

Residues: TypeAlias = NDArray[np.uint64]
"""Counts modulo one number."""


LONG_ROW = 4_096
"""Cells from which on a row of a table is worth a call of its own."""


def swing_counts(weights: Weights, rooms: tuple[int, ...], *, by_size: bool) -> Counts:
    """Count the coalitions without a member that fit into a box, and with it no longer do.

    Parameters
    ----------
    weights : ndarray of int, shape (criteria, n)
        Weight of each member by each criterion, not negative. [votes]
    rooms : tuple of int
        The most that a coalition may weigh by each criterion, at least 0. [votes]
    by_size : bool
        Whether to count each size apart.

    Returns
    -------
    ndarray of int, shape (n, n + 1) or (n, 1)
        Counts; column k holds the coalitions of k other members, if sizes are counted apart.

    Examples
    --------
    >>> swing_counts(np.array([[2, 1, 1]]), (2,), by_size=False)[:, 0].tolist()
    [3, 1, 1]
    """
    # What does not fit by itself swings alike, however heavy it is.
    capped = np.minimum(weights, np.asarray(rooms)[:, None] + 1)
    kinds, kind_of = np.unique(capped, axis=1, return_inverse=True)
    n = weights.shape[1]

    def residues(modulus: int) -> Residues:
        table = _Table(n, rooms, modulus, by_size)
        for column in capped.T.tolist():
            table.add(tuple(column))
        return np.array(
            [table.window(tuple(kind), rooms, tuple(kind)) for kind in kinds.T.tolist()]
        )

    lightest = min((w for w in capped.ravel().tolist() if w), default=1)
    terms = n if by_size else max(rooms) // lightest + 1
    counts: Counts = _recombined(residues, n, terms)[kind_of.ravel()]
    return counts


def minimal_winning_counts(weights: Weights, quota: int) -> Counts:
    """Count the minimal winning coalitions of each member by size, under one criterion.

    With members in descending order of weight, a coalition is minimal if it wins with its last
    member and loses without it.

    Parameters
    ----------
    weights : ndarray of int, shape (n,)
        Weight of each member, not negative. [votes]
    quota : int
        What a coalition needs to win, at least 1. [votes]

    Returns
    -------
    ndarray of int, shape (n, n + 1)
        Counts; column k holds the minimal winning coalitions of k members.

    Examples
    --------
    >>> minimal_winning_counts(np.array([2, 1, 1]), 3)[:, 2].tolist()
    [2, 1, 1]
    """
    order = np.argsort(-weights, kind="stable")
    n = len(weights)
    # Nobody without votes is in a minimal coalition.
    falling = [min(w, quota) for w in weights[order].tolist() if w > 0]

    def residues(modulus: int) -> Residues:
        table = _Table(n, (quota - 1,), modulus, True)
        counts = np.zeros((n, n + 1), dtype=np.uint64)
        for i, weight in enumerate(falling):
            counts[i, 1:] = table.losing_by_less_than(weight, quota)[:-1]
            for first, stop in _runs(falling[:i]):
                other = falling[first]
                inside = table.window((other,), (quota - 1 - other,), (weight,))
                counts[first:stop, 2:] = table.sum(counts[first:stop, 2:], inside[:-2])
            table.add((weight,))
        return counts

    counts = _recombined(residues, n, n)
    restored = np.empty_like(counts)
    restored[order] = counts
    return restored


def vulnerable_counts(weights: Weights, quota: int) -> Counts:
    """Count the coalitions in which a member is critical, by how many members are critical.

    In a coalition that exceeds the quota by ``e`` the critical members are those heavier than
    ``e``. Between two neighbouring weights the same members are heavy enough, and a table in
    which only they count towards the size gives the numbers.

    Parameters
    ----------
    weights : ndarray of int, shape (n,)
        Weight of each member, not negative. [votes]
    quota : int
        What a coalition needs to win, at least 1. [votes]

    Returns
    -------
    ndarray of int, shape (n, n + 1)
        Counts; column k holds the coalitions with k critical members, this one among them.

    Examples
    --------
    >>> vulnerable_counts(np.array([2, 1, 1]), 3)[0].tolist()
    [0, 1, 2, 0]
    """
    kinds, kind_of = np.unique(weights, return_inverse=True)
    ascending = kinds.tolist()
    n, total = len(weights), int(weights.sum())

    def residues(modulus: int) -> Residues:
        counts = np.zeros((len(ascending), n + 1), dtype=np.uint64)
        for level, heavy in enumerate(ascending):
            if heavy == 0:
                continue
            lighter = ascending[level - 1] if level else 0
            top = min(quota + heavy - 1, total)
            if top < quota + lighter:
                continue
            table = _Table(n, (top,), modulus, True)
            for weight in weights.tolist():
                table.add((weight,), counted=weight >= heavy)
            for kind in range(level, len(ascending)):
                weight = ascending[kind]
                width = top + 1 - quota - lighter
                inside = table.window((weight,), (top - weight,), (width,))
                counts[kind, 1:] = table.sum(counts[kind, 1:], inside[:-1])
        return counts

    counts: Counts = _recombined(residues, n, n)[kind_of.ravel()]
    return counts


class _Table:
    """How many coalitions of the members added so far have each size and at most each weight."""

    def __init__(self, members: int, rooms: tuple[int, ...], modulus: int, by_size: bool) -> None:
        self.modulus = modulus
        self.by_size = by_size
        self.cells = np.zeros(
            (members + 1 if by_size else 1, *(room + 1 for room in rooms)), dtype=np.uint64
        )
        self.cells[0] = 1
        self.counted = 0
        self.sums_before_reduction = self.sums_left = 64 - modulus.bit_length()

    def add(self, weight: tuple[int, ...], *, counted: bool = True) -> None:
        """Let one more member join; `counted` says whether it adds to the size."""
        step = 1 if counted and self.by_size else 0
        rows = self.counted + 1
        self.counted += step
        if any(w >= side for w, side in zip(weight, self.cells.shape[1:], strict=True)):
            return
        into = tuple(slice(w, None) for w in weight)
        out_of = tuple(
            slice(0, side - w) for w, side in zip(weight, self.cells.shape[1:], strict=True)
        )
        if step and self.cells[0].size > LONG_ROW:
            # From the largest size down no row is read after it has changed, so that long rows
            # need no copy of the whole table.
            for size in range(rows - 1, -1, -1):
                self.cells[size + 1][into] += self.cells[size][out_of]
        else:
            self.cells[(slice(step, rows + step), *into)] += self.cells[(slice(rows), *out_of)]
        if self.modulus < 1 << 64:
            self.sums_left -= 1
            if self.sums_left == 0:
                self._reduce()

    def window(
        self, member: tuple[int, ...], top: tuple[int, ...], width: tuple[int, ...]
    ) -> Residues:
        """Count, without one member, coalitions within `top` but not within `top - width`."""
        below = tuple(t - w for t, w in zip(top, width, strict=True))
        return self.sum(self._without(member, top), self._without(member, below), minus=True)

    def losing_by_less_than(self, weight: int, quota: int) -> Residues:
        """Count, by size, the losing coalitions that a newcomer of some weight makes win."""
        self._reduce()
        at_most = self.cells[:, quota - 1]
        return (
            at_most
            if weight >= quota
            else self.sum(at_most, self.cells[:, quota - 1 - weight], minus=True)
        )

    def sum(self, left: Residues, right: Residues, *, minus: bool = False) -> Residues:
        """Add or subtract residues."""
        if self.modulus == 1 << 64:
            return left - right if minus else left + right
        m = np.uint64(self.modulus)
        return (left + (m - right) if minus else left + right) % m

    def _reduce(self) -> None:
        if self.modulus < 1 << 64 and self.sums_left < self.sums_before_reduction:
            self.cells %= np.uint64(self.modulus)
            self.sums_left = self.sums_before_reduction

    def _without(self, member: tuple[int, ...], top: tuple[int, ...]) -> Residues:
        """Take a counted member out of the column of coalitions within `top`.

        The column is the alternating sum of the columns ``top - j * member``, each moved by j
        sizes; a member without weight stays in, which is harmless as it makes no difference.
        """
        sizes = len(self.cells)
        if min(top) < 0:
            return np.zeros(sizes, dtype=np.uint64)
        self._reduce()
        most = min((t // w for t, w in zip(top, member, strict=True) if w), default=0)
        if self.by_size:
            most = min(most, sizes - 1)
        steps = np.arange(most + 1)
        reached = tuple(t - steps * w for t, w in zip(top, member, strict=True))
        columns = np.moveaxis(self.cells, 0, -1)[reached]
        if not self.by_size:
            even, odd = columns[::2].sum(axis=0), columns[1::2].sum(axis=0)
        else:
            even, odd = np.zeros(sizes, dtype=np.uint64), np.zeros(sizes, dtype=np.uint64)
            for j, column in enumerate(np.ascontiguousarray(columns)):
                (odd if j % 2 else even)[j:] += column[: sizes - j]
        if self.modulus < 1 << 64:
            even, odd = even % np.uint64(self.modulus), odd % np.uint64(self.modulus)
        return self.sum(even, odd, minus=True)


def _runs(falling: list[int]) -> list[tuple[int, int]]:
    """Give the first and the stop of each run of equal numbers."""
    starts = [i for i, w in enumerate(falling) if i == 0 or falling[i - 1] != w]
    return list(pairwise([*starts, len(falling)]))


def _recombined(residues: Callable[[int], Residues], members: int, terms: int) -> Counts:
    """Find counts below ``2**members`` from their residues, where sums have so many terms."""
    modulus = 1 << 64
    counts: Counts = residues(modulus).astype(object)
    bits = min(50, 62 - terms.bit_length())
    candidate, reach = (1 << bits) - 1, modulus
    while reach.bit_length() <= members + 1:
        if gcd(candidate, reach) == 1:
            inverse = pow(reach, -1, candidate)
            counts = counts + reach * (
                (residues(candidate).astype(object) - counts) * inverse % candidate
            )
            reach *= candidate
        candidate -= 2
    return counts
