r"""Weighted voting games: how much power votes carry.

Member ``i`` has ``w_i`` votes and a coalition wins if its votes reach the quota. With several
criteria (votes, heads, population) `weights` has a row and `quota` a number for each, and a
coalition wins if it reaches them all. Members named in `vetoes` must be in every winning
coalition. A member is critical in a winning coalition that loses without it; each such pair is
a swing. A coalition is vulnerable if somebody is critical in it and minimal if everybody is.

| index | what it counts |
| --- | --- |
| Shapley-Shubik | swings, a coalition weighing as much as its share of the orders of voting |
| Banzhaf | swings, all alike |
| Deegan-Packel | minimal winning coalitions, each shared equally |
| public good (Holler) | minimal winning coalitions, each counted for every member of it |
| Johnston | vulnerable coalitions, each shared equally among its critical members |

Weights and quotas are exact numbers: whole numbers, fractions, or decimals read as they are
written, so that 0.1 and 0.2 reach a quota of 0.3. All counts are exact, and the indices are
rounded once at the end. Where the votes are whole numbers of moderate size (after dividing
by common factors) generating functions take hundreds of members. Otherwise every coalition is
listed, for up to 20 members, as it also is where that is quicker.

For a rule that passes under one of two conditions, values add up: those of each condition alone
less those of both required together, for Shapley-Shubik shares and for numbers of swings.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import factorial, gcd, isfinite, lcm, prod
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from burdenshare.arrays import Vector
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


def shapley_shubik(weights: Votes, quota: Quota, vetoes: Sequence[int] = ()) -> Vector:
    """Give the chance of each member to turn a losing coalition into a winning one.

    Members join one by one, in every order equally likely; one of them is pivotal. It is the
    Shapley value of the voting game.

    Parameters
    ----------
    weights : sequence of numbers, shape (n,) or (criteria, n)
        Votes of each member, not negative. [votes]
    quota : number or sequence of numbers, shape (criteria,)
        Votes needed by each criterion, above 0 and no more than there are. [votes]
    vetoes : sequence of int
        Members, as places from 0, without whom nothing passes.

    Returns
    -------
    ndarray, shape (n,)
        Shares of power, summing to 1. [no unit]

    Raises
    ------
    ProblemError
        If votes or quota are out of range, or the game is too large.

    References
    ----------
    L. S. Shapley and M. Shubik (1954), A method for evaluating the distribution of power in a
    committee system, American Political Science Review 48, 787-792.

    Examples
    --------
    >>> shapley_shubik([10, 10, 20, 30], 50)
    array([0.08333333, 0.08333333, 0.25      , 0.58333333])
    """
    return np.array([float(share) for share in shapley_shubik_fractions(weights, quota, vetoes)])


def shapley_shubik_fractions(
    weights: Votes, quota: Quota, vetoes: Sequence[int] = ()
) -> tuple[Fraction, ...]:
    """Give the Shapley-Shubik index as exact fractions.

    Parameters
    ----------
    weights : sequence of numbers, shape (n,) or (criteria, n)
        Votes of each member, not negative. [votes]
    quota : number or sequence of numbers, shape (criteria,)
        Votes needed by each criterion, above 0 and no more than there are. [votes]
    vetoes : sequence of int
        Members, as places from 0, without whom nothing passes.

    Returns
    -------
    tuple of Fraction
        Shares of power, summing to 1. [no unit]

    Raises
    ------
    ProblemError
        If votes or quota are out of range, or the game is too large.

    References
    ----------
    I. Mann and L. S. Shapley (1962), Values of large games VI: evaluating the Electoral College
    exactly, RAND Memorandum RM-3158-PR.

    Examples
    --------
    >>> shapley_shubik_fractions([50, 49, 1], 51)
    (Fraction(2, 3), Fraction(1, 6), Fraction(1, 6))
    """
    game = _game(weights, quota, vetoes)
    n = game.members
    orders = [factorial(k) * factorial(n - 1 - k) for k in range(n)]
    known: dict[tuple[int, ...], Fraction] = {}
    shares = []
    for row in _swings(game, by_size=True).tolist():
        counts = tuple(row[:n])
        if counts not in known:
            pivots = sum(count * order for count, order in zip(counts, orders, strict=True))
            known[counts] = Fraction(pivots, factorial(n))
        shares.append(known[counts])
    return tuple(shares)


def banzhaf_swings(weights: Votes, quota: Quota, vetoes: Sequence[int] = ()) -> tuple[int, ...]:
    """Count the winning coalitions that would lose without each member.

    Parameters
    ----------
    weights : sequence of numbers, shape (n,) or (criteria, n)
        Votes of each member, not negative. [votes]
    quota : number or sequence of numbers, shape (criteria,)
        Votes needed by each criterion, above 0 and no more than there are. [votes]
    vetoes : sequence of int
        Members, as places from 0, without whom nothing passes.

    Returns
    -------
    tuple of int
        Exact numbers of swings. [coalitions]

    Raises
    ------
    ProblemError
        If votes or quota are out of range, or the game is too large.

    References
    ----------
    J. F. Banzhaf (1965), Weighted voting doesn't work: a mathematical analysis, Rutgers Law
    Review 19, 317-343.

    Examples
    --------
    >>> banzhaf_swings([8, 6, 4, 2], 12)
    (5, 3, 3, 1)
    """
    game = _game(weights, quota, vetoes)
    return tuple(int(sum(row)) for row in _swings(game, by_size=False).tolist())


def banzhaf_normalized(weights: Votes, quota: Quota, vetoes: Sequence[int] = ()) -> Vector:
    """Give each member's share of all swings.

    Parameters
    ----------
    weights : sequence of numbers, shape (n,) or (criteria, n)
        Votes of each member, not negative. [votes]
    quota : number or sequence of numbers, shape (criteria,)
        Votes needed by each criterion, above 0 and no more than there are. [votes]
    vetoes : sequence of int
        Members, as places from 0, without whom nothing passes.

    Returns
    -------
    ndarray, shape (n,)
        Shares of power, summing to 1. [no unit]

    Raises
    ------
    ProblemError
        If votes or quota are out of range, or the game is too large.

    References
    ----------
    D. S. Felsenthal and M. Machover (1998), The Measurement of Voting Power, Edward Elgar.

    Examples
    --------
    >>> banzhaf_normalized([50, 49, 1], 51)
    array([0.6, 0.2, 0.2])
    """
    return _shares([Fraction(count) for count in banzhaf_swings(weights, quota, vetoes)])


def banzhaf_absolute(weights: Votes, quota: Quota, vetoes: Sequence[int] = ()) -> Vector:
    """Give the chance that a member decides when all others vote yes or no by a fair coin.

    Parameters
    ----------
    weights : sequence of numbers, shape (n,) or (criteria, n)
        Votes of each member, not negative. [votes]
    quota : number or sequence of numbers, shape (criteria,)
        Votes needed by each criterion, above 0 and no more than there are. [votes]
    vetoes : sequence of int
        Members, as places from 0, without whom nothing passes.

    Returns
    -------
    ndarray, shape (n,)
        Probabilities, which need not sum to 1: the Penrose-Banzhaf measure. [no unit]

    Raises
    ------
    ProblemError
        If votes or quota are out of range, or the game is too large.

    References
    ----------
    L. S. Penrose (1946), The elementary statistics of majority voting, Journal of the Royal
    Statistical Society 109, 53-57.

    Examples
    --------
    >>> banzhaf_absolute([50, 49, 1], 51)
    array([0.75, 0.25, 0.25])
    """
    swings = banzhaf_swings(weights, quota, vetoes)
    return np.array([float(Fraction(count, 2 ** (len(swings) - 1))) for count in swings])


def deegan_packel(weights: Votes, quota: Quota, vetoes: Sequence[int] = ()) -> Vector:
    """Give the chance to be picked from a minimal winning coalition that is itself picked.

    Parameters
    ----------
    weights : sequence of numbers, shape (n,) or (criteria, n)
        Votes of each member, not negative. [votes]
    quota : number or sequence of numbers, shape (criteria,)
        Votes needed by each criterion, above 0 and no more than there are. [votes]
    vetoes : sequence of int
        Members, as places from 0, without whom nothing passes.

    Returns
    -------
    ndarray, shape (n,)
        Shares of power, summing to 1. [no unit]

    Raises
    ------
    ProblemError
        If votes or quota are out of range, or the game is too large.

    References
    ----------
    J. Deegan and E. W. Packel (1978), A new index of power for simple n-person games,
    International Journal of Game Theory 7, 113-123.

    Examples
    --------
    >>> deegan_packel([35, 20, 15, 15, 15], 51)
    array([0.3       , 0.15      , 0.18333333, 0.18333333, 0.18333333])
    """
    return _shares(_over_sizes(_minimal(_game(weights, quota, vetoes))))


def public_good_index(weights: Votes, quota: Quota, vetoes: Sequence[int] = ()) -> Vector:
    """Give each member's share of all memberships of minimal winning coalitions: Holler's index.

    Parameters
    ----------
    weights : sequence of numbers, shape (n,) or (criteria, n)
        Votes of each member, not negative. [votes]
    quota : number or sequence of numbers, shape (criteria,)
        Votes needed by each criterion, above 0 and no more than there are. [votes]
    vetoes : sequence of int
        Members, as places from 0, without whom nothing passes.

    Returns
    -------
    ndarray, shape (n,)
        Shares of power, summing to 1. [no unit]

    Raises
    ------
    ProblemError
        If votes or quota are out of range, or the game is too large.

    References
    ----------
    M. J. Holler (1982), Forming coalitions and measuring voting power, Political Studies 30,
    262-271.

    Examples
    --------
    >>> public_good_index([35, 20, 15, 15, 15], 51)
    array([0.26666667, 0.13333333, 0.2       , 0.2       , 0.2       ])
    """
    counts = _minimal(_game(weights, quota, vetoes))
    return _shares([Fraction(sum(row)) for row in counts.tolist()])


def johnston(weights: Votes, quota: Quota, vetoes: Sequence[int] = ()) -> Vector:
    """Share each vulnerable coalition equally among its critical members.

    Parameters
    ----------
    weights : sequence of numbers, shape (n,) or (criteria, n)
        Votes of each member, not negative. [votes]
    quota : number or sequence of numbers, shape (criteria,)
        Votes needed by each criterion, above 0 and no more than there are. [votes]
    vetoes : sequence of int
        Members, as places from 0, without whom nothing passes.

    Returns
    -------
    ndarray, shape (n,)
        Shares of power, summing to 1. [no unit]

    Raises
    ------
    ProblemError
        If votes or quota are out of range, or the game is too large.

    References
    ----------
    R. J. Johnston (1978), On the measurement of power: some reactions to Laver, Environment and
    Planning A 10, 907-914.

    Examples
    --------
    >>> johnston([5, 1, 1, 1], 6)
    array([0.78571429, 0.07142857, 0.07142857, 0.07142857])
    """
    return _shares(_over_sizes(_vulnerable(_game(weights, quota, vetoes))))


class _Game(NamedTuple):
    """A voting game in whole numbers without common factors."""

    weights: tuple[tuple[int, ...], ...]
    quotas: tuple[int, ...]

    @property
    def members(self) -> int:
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


def _swings(game: _Game, *, by_size: bool) -> Counts:
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


def _minimal(game: _Game) -> Counts:
    """Count each member's minimal winning coalitions by size."""
    states = (game.members + 1) * game.quotas[0]
    if len(game.quotas) > 1 or _is_listed(states, game.members):
        return _listed(game, states).minimal
    return minimal_winning_counts(_capped(game, game.quotas)[0], game.quotas[0])


def _vulnerable(game: _Game) -> Counts:
    """Count the coalitions in which each member is critical by the number who are."""
    heaviest = min(max(game.weights[0]), game.quotas[0])
    states = (game.members + 1) * (game.quotas[0] + heaviest)
    if len(game.quotas) > 1 or _is_listed(states, game.members):
        return _listed(game, states).vulnerable
    return vulnerable_counts(_capped(game, game.quotas)[0], game.quotas[0])


def _is_listed(states: int, members: int) -> bool:
    """Say whether a table is too large, or larger than the list of all coalitions."""
    return states > MOST_STATES or (members <= MOST_LISTED and states > 1 << members)


def _capped(game: _Game, most: Sequence[int]) -> NDArray[np.int64]:
    """Give the weights, none above a number from which on a member's weight is all the same."""
    rows = [[min(w, cap) for w in row] for row, cap in zip(game.weights, most, strict=True)]
    return np.array(rows, dtype=np.int64)


def _listed(game: _Game, states: int) -> _Listed:
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


def _over_sizes(counts: Counts) -> list[Fraction]:
    """Add up the counts of each member, each divided by its size."""
    return [
        sum((Fraction(count, k) for k, count in enumerate(row) if count), Fraction(0))
        for row in counts.tolist()
    ]


def _shares(scores: Sequence[Fraction]) -> Vector:
    """Divide scores by their sum."""
    total = sum(scores)
    return np.array([float(score / total) for score in scores])


def _game(weights: Votes, quota: Quota, vetoes: Sequence[int]) -> _Game:
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
    return _Game(tuple(row for row, _ in criteria), tuple(q for _, q in criteria))


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
