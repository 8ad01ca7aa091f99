"""Weighted voting games in whole numbers, and what is counted in them.

Object: votes and quotas as people write them, under one criterion or several, with vetoes (see
`voting`). They become whole numbers without common factors. Swings, minimal winning coalitions and
vulnerable coalitions are counted by generating functions (`coalition_counts`), or by listing every
coalition where that is quicker or the only way.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import gcd, isfinite, lcm, prod
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from burdenshare.errors import ProblemError
from burdenshare.sharing.coalition_counts import (
    Counts,
    minimal_winning_counts,
    swing_counts,
    vulnerable_counts,
)

Number: TypeAlias = int | float | Fraction | Decimal | np.integer | np.floating
"""An exact number of votes."""

Votes: TypeAlias = Sequence[Number] | Sequence[Sequence[Number]] | NDArray[np.generic]
"""Votes of each member, or a row of them for each criterion."""

Quota: TypeAlias = Number | Sequence[Number] | NDArray[np.generic]
"""Votes needed, or a number for each criterion."""

MOST_STATES = 20_000_000
"""Cells of the largest table that generating functions may fill."""

MOST_LISTED = 20
"""Members up to which every coalition may be listed."""


class VotingGame(NamedTuple):
    """A voting game in whole numbers without common factors."""

    weights: tuple[tuple[int, ...], ...]
    quotas: tuple[int, ...]

    @property
    def members(self) -> int:
        """How many members there are."""
        return len(self.weights[0])

    @property
    def spare(self) -> tuple[int, ...]:
        """What may be missing from the whole, by each criterion, for the rest to win."""
        return tuple(sum(row) - q for row, q in zip(self.weights, self.quotas, strict=True))


class _Listed(NamedTuple):
    """The three kinds of counts, with a row for each member and a column for each size."""

    swings: Counts
    minimal: Counts
    vulnerable: Counts


def swings_of(game: VotingGame, *, by_size: bool) -> Counts:
    """Count each member's swings, in column k those with k or with n - 1 - k others.

    A coalition wins if those it leaves out fit into what may be missing. Under one criterion the
    losing coalitions may be counted as well, and the smaller table is taken. The orders of
    voting, and so the indices, are the same either way.
    """
    rooms, n = game.spare, game.members
    if len(rooms) == 1:
        rooms = (min(rooms[0], game.quotas[0] - 1),)
    states = (n + 1 if by_size else 1) * prod(room + 1 for room in rooms)
    if _is_listed(states, n):
        return _listed(game, states).swings
    return swing_counts(_capped(game, [room + 1 for room in rooms]), rooms, by_size=by_size)


def minimal_of(game: VotingGame) -> Counts:
    """Count each member's minimal winning coalitions by size."""
    states = (game.members + 1) * game.quotas[0]
    if len(game.quotas) > 1 or _is_listed(states, game.members):
        return _listed(game, states).minimal
    return minimal_winning_counts(_capped(game, game.quotas)[0], game.quotas[0])


def vulnerable_of(game: VotingGame) -> Counts:
    """Count the coalitions in which each member is critical by the number who are."""
    heaviest = min(max(game.weights[0]), game.quotas[0])
    states = (game.members + 1) * (game.quotas[0] + heaviest)
    if len(game.quotas) > 1 or _is_listed(states, game.members):
        return _listed(game, states).vulnerable
    return vulnerable_counts(_capped(game, game.quotas)[0], game.quotas[0])


def _is_listed(states: int, members: int) -> bool:
    """Say whether a table is too large, or larger than the list of all coalitions."""
    return states > MOST_STATES or (members <= MOST_LISTED and states > 1 << members)


def _capped(game: VotingGame, most: Sequence[int]) -> NDArray[np.int64]:
    """Give the weights, none above a number from which on a member's weight is all the same."""
    rows = [[min(w, cap) for w in row] for row, cap in zip(game.weights, most, strict=True)]
    return np.array(rows, dtype=np.int64)


def _listed(game: VotingGame, states: int) -> _Listed:
    """Count by listing every coalition."""
    n = game.members
    if n > MOST_LISTED:
        criteria = len(game.quotas)
        raise ProblemError(
            f"weights: {n} members under {criteria} criteri{'on' if criteria == 1 else 'a'} would "
            f"need {states:,} cells or all coalitions listed, beyond {MOST_STATES:,} cells and "
            f"{MOST_LISTED} members; round the votes to fewer digits"
        )
    wins = np.ones(1 << n, dtype=bool)
    for row, quota in zip(game.weights, game.quotas, strict=True):
        wins &= _sums(row) >= quota
    critical = np.zeros((n, 1 << n), dtype=bool)
    for i in range(n):
        paired = wins.reshape(-1, 2, 1 << i)
        critical[i].reshape(paired.shape)[:, 1] = paired[:, 1] & ~paired[:, 0]
    sizes, needed = _sums((1,) * n), critical.sum(axis=0)

    def tally(chosen: NDArray[np.bool_], by: NDArray[np.int64]) -> Counts:
        counts = [np.bincount(by[row & chosen], minlength=n + 1) for row in critical]
        return np.array(counts).astype(object)

    everything = np.ones(1 << n, dtype=bool)
    return _Listed(
        np.roll(tally(everything, sizes), -1, axis=1),
        tally(needed == sizes, sizes),
        tally(everything, needed),
    )


def _sums(row: Sequence[int]) -> NDArray[np.int64]:
    """Give the sum over every coalition, numbered by its members as bits."""
    sums = np.zeros(1, dtype=np.int64 if sum(row) < 1 << 62 else object)
    for w in row:
        sums = np.concatenate([sums, sums + w])
    return sums


def voting_game(weights: Votes, quota: Quota, vetoes: Sequence[int]) -> VotingGame:
    """Check a voting game and put it into whole numbers."""
    if not isinstance(weights, Sequence | np.ndarray):
        raise ProblemError(f"weights: expected the votes of each member, got {weights!r:.80}")
    rows = list(weights)
    table = rows if rows and isinstance(rows[0], list | tuple | np.ndarray) else [rows]
    needed = list(quota) if isinstance(quota, Sequence | np.ndarray) else [quota]
    if len(table) != len(needed):
        raise ProblemError(
            f"quota: expected {len(table)}, one for each row of weights, got {len(needed)}"
        )
    n = len(table[0])
    if n == 0 or any(len(row) != n for row in table):
        raise ProblemError(
            "weights: expected a vote for each of at least one member in every row, got rows of "
            + ", ".join(str(len(row)) for row in table)
        )
    criteria = [_criterion(row, q) for row, q in zip(table, needed, strict=True)]
    criteria += _veto_criterion(vetoes, n)
    return VotingGame(tuple(row for row, _ in criteria), tuple(q for _, q in criteria))


def _criterion(row: Sequence[Number], quota: Number) -> tuple[tuple[int, ...], int]:
    """Check the votes and the quota of one criterion; scale both to small whole numbers."""
    votes = [_exact(w, "weights") for w in row]
    least, total = _exact(quota, "quota"), sum(votes)
    if min(votes) < 0:
        i = votes.index(min(votes))
        raise ProblemError(f"weights: {row[i]} of member {i} is negative")
    if not 0 < least <= total:
        raise ProblemError(f"quota: {quota} is not above 0 and at most the {float(total):g} votes")
    scale = lcm(*(w.denominator for w in votes))
    whole = [int(w * scale) for w in votes]
    unit = gcd(*whole)
    return tuple(w // unit for w in whole), -int(-least * scale // unit)


def _exact(value: Number, name: str) -> Fraction:
    """Read a number exactly as it is written."""
    if isinstance(value, int | Fraction | np.integer):
        return Fraction(value if isinstance(value, Fraction) else int(value))
    known = isinstance(value, float | Decimal | np.floating)
    if known and isfinite(value):
        return Fraction(str(value if isinstance(value, Decimal) else float(value)))
    raise ProblemError(f"{name}: {value!r:.80} is not a finite number")


def _veto_criterion(vetoes: Sequence[int], n: int) -> list[tuple[tuple[int, ...], int]]:
    """Turn vetoes into a criterion that only coalitions with all of these members meet."""
    named = {int(i) for i in vetoes}
    if not named:
        return []
    if not named <= set(range(n)):
        raise ProblemError(f"vetoes: expected members from 0 to {n - 1}, got {sorted(named)}")
    return [(tuple(int(i in named) for i in range(n)), len(named))]
