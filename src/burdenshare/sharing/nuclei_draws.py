"""Nuclei of many drawn games at once.

The object. At each level of the nucleolus the least excess is the largest, over the minimal
balanced collections of the open coalitions, of a weighted sum of values; and which collection
attains it says which coalitions are settled. For up to four members all minimal balanced
collections are listed, so a level is one product of matrices for all games together, after which
the games part by the collection that decided. Collections are found once for every set of settled
coalitions that comes up, and kept.

This is a closed form: no tolerance enters, and ties between collections may go either way, since
the other one decides at the next level with the same excess.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from burdenshare.arrays import Array, Matrix, Vector
from burdenshare.errors import ProblemError
from burdenshare.sharing.excess_programs import CLASH, lexicographic_least_excess
from burdenshare.sharing.games import Game, coalition_sums
from burdenshare.sharing.nuclei import Domain, excess_weights

LARGEST_LISTED = 4
"""Up to this many members minimal balanced collections are listed."""

BLOCK = 8_192
"""Games whose collections are compared at a time, which takes some 10 MB."""

Flat = tuple[tuple[float, ...], ...]
"""Independent rows, in reduced echelon form, of the sums of payments that are settled."""


class Collections(NamedTuple):
    """The minimal balanced collections of one set of settled sums."""

    weights: Matrix
    """Weight of each row (coalitions by bitmask, then bounds) in each, shape (k, 2**n + n)."""

    settled: Matrix
    """What they cover, in terms of the settled sums, shape (k, r)."""


class Step(NamedTuple):
    """What follows when one collection decides: the new settled sums and how to get them."""

    flat: Flat
    """Settled sums afterwards."""

    rows: NDArray[np.int64]
    """Rows that the collection settles."""

    transform: Matrix
    """Takes earlier sums, then those of `rows`, to the new ones."""


def nucleolus_charges(
    game: Game, *, domain: Domain = "imputations", excess: str = "plain"
) -> Array:
    """Find the nucleolus of every game of an array.

    Parameters
    ----------
    game : Game
        One cost or value game, or many. [any unit]
    domain : {"imputations", "preimputations"}
        Whether no member may be charged more than its stand-alone cost.
    excess : {"plain", "per capita", "proportional"}
        What the complaint of a coalition is divided by: nothing, its members, or its worth.

    Returns
    -------
    ndarray, shape (..., n)
        Charges adding up to c(N), equal to those of `nucleolus` and its kin. Games of up to
        `LARGEST_LISTED` members are solved together, larger ones one by one. [unit of the game]

    Raises
    ------
    ProblemError
        If a game has no imputation, or no proportional nucleolus; the message says which game.

    References
    ----------
    E. Kohlberg (1971), On the nucleolus of a characteristic function game, SIAM J. Applied
    Mathematics 20, 62-66. B. Peleg (1965), An inductive method for constructing minimal balanced
    collections of finite sets, Naval Research Logistics Quarterly 12, 155-162.

    Examples
    --------
    >>> draws = Game.from_vector([[0, 0, 0, 0, 0, 0, 6], [0, 0, 0, 0, 0, 4, 6]], "value")
    >>> nucleolus_charges(draws).round(9).tolist()
    [[2.0, 2.0, 2.0], [1.0, 2.5, 2.5]]
    """
    if domain not in ("imputations", "preimputations"):
        raise ProblemError(f"domain: {domain!r} is neither 'imputations' nor 'preimputations'")
    lead = game.values.shape[:-1]
    flat = Game(game.values.reshape(-1, 1 << game.size), game.kind, game.members)
    gains = flat.gains
    singles = gains[:, 1 << np.arange(game.size)]
    if domain == "imputations":
        _require_imputations(gains, singles, lead)
    weights = excess_weights(flat, excess)
    bounded = domain == "imputations"
    if game.size > LARGEST_LISTED:
        payments = _one_by_one(gains, weights, singles if bounded else None)
    else:
        payments = _together(gains, weights, singles, bounded)
    return np.asarray(game.sign * payments.reshape(*lead, game.size) + 0.0)


def _require_imputations(gains: Matrix, singles: Matrix, lead: tuple[int, ...]) -> None:
    """Refuse games whose members' stand-alone values add up to more than there is."""
    scale = np.abs(gains).max(axis=1)
    short = singles.sum(axis=1) - gains[:, -1] > 1e-9 * scale
    if short.any():
        index = tuple(int(i) for i in np.unravel_index(int(short.argmax()), lead)) if lead else ()
        raise ProblemError(
            f"game{f' {index}' if index else ''}: its members do better alone than together, so "
            "no charges are acceptable to each; use domain='preimputations'"
        )


def _one_by_one(gains: Matrix, weights: Array | None, singles: Matrix | None) -> Matrix:
    """Solve games in turn."""
    found = np.empty((len(gains), gains.shape[1].bit_length() - 1))
    for index, values in enumerate(gains):
        own = weights if weights is None or weights.ndim == 1 else weights[index]
        bounds = None if singles is None else singles[index]
        found[index] = lexicographic_least_excess(values, weights=own, bounds=bounds).payments
    return found


def _together(gains: Matrix, weights: Array | None, singles: Matrix, bounded: bool) -> Matrix:
    """Solve games of few members by listed collections."""
    count = singles.shape[1]
    rows = np.concatenate([gains - coalition_sums(singles), np.zeros_like(singles)], axis=1)
    divisors = np.zeros(rows.shape if weights is not None and weights.ndim > 1 else rows.shape[1])
    divisors[..., : 1 << count] = 1.0 if weights is None else weights
    whole = tuple([1.0] * count)
    total = rows[:, (1 << count) - 1 : 1 << count]
    return _level(rows, divisors, (whole,), total, bounded) + singles


def _level(rows: Matrix, divisors: Array, flat: Flat, sums: Matrix, bounded: bool) -> Matrix:
    """Decide one level of every game and go on, group by group; give the payments."""
    count = _members(rows)
    if len(flat) == count:
        return sums
    deciding, excesses = _decided(rows, divisors, flat, sums, bounded)
    order = np.argsort(deciding, kind="stable")
    starts = np.flatnonzero(np.diff(deciding[order], prepend=-1))
    found = np.empty((len(rows), count))
    for group in np.split(order, starts[1:]):
        step = _step(count, flat, bounded, int(deciding[group[0]]))
        part = rows[group]
        own = divisors if divisors.ndim == 1 else divisors[group]
        fixed = part[:, step.rows] - own[..., step.rows] * excesses[group, None]
        known = np.concatenate([sums[group], fixed], axis=1) @ step.transform.T
        found[group] = _level(part, own, step.flat, known, bounded)
    return found


def _decided(
    rows: Matrix, divisors: Array, flat: Flat, sums: Matrix, bounded: bool
) -> tuple[NDArray[np.int64], Vector]:
    """Find the collection that decides each game, and the excess that it asks for."""
    listed = _collections(_members(rows), flat, bounded)
    deciding = np.empty(len(rows), dtype=np.int64)
    excesses = np.empty(len(rows))
    for start in range(0, len(rows), BLOCK):
        block = slice(start, start + BLOCK)
        asked = rows[block] @ listed.weights.T
        asked -= sums[block] @ listed.settled.T
        over = (divisors if divisors.ndim == 1 else divisors[block]) @ listed.weights.T
        positive = over > 1e-12
        if not positive.all():
            _refuse_unbounded(rows[block], asked, positive)
            asked[np.broadcast_to(~positive, asked.shape)] = -np.inf
        asked /= np.where(positive, over, 1.0)
        deciding[block] = asked.argmax(axis=1)
        excesses[block] = np.take_along_axis(asked, deciding[block, None], axis=1)[:, 0]
    return deciding, excesses


def _refuse_unbounded(rows: Matrix, asked: Matrix, positive: NDArray[np.bool_]) -> None:
    """Refuse games in which coalitions of weight zero clash, or leave payments undetermined."""
    if (~positive & (asked > 1e-9 * np.abs(rows).max(axis=1, keepdims=True))).any():
        raise ProblemError(CLASH)
    if not positive.any(axis=-1).all():
        raise ProblemError(
            "game: the coalitions whose worth is not zero do not determine the payments, so "
            "excesses in proportion to worth single out no allocation; use the nucleolus"
        )


def _members(rows: Matrix) -> int:
    """Number of members n of games with 2**n + n rows."""
    return int(rows.shape[1]).bit_length() - 1


@lru_cache(maxsize=4096)
def _collections(count: int, flat: Flat, bounded: bool) -> Collections:
    """List the minimal collections that cover a settled sum, by trying every basis."""
    settled = np.array(flat)
    rows = _row_members(count)
    free = _null_space(settled)
    projected = rows @ free
    usable = np.flatnonzero(np.abs(projected).max(axis=1) > 1e-9)
    if not bounded:
        usable = usable[usable < 1 << count]
    size = free.shape[1] + 1
    bases = np.array(list(combinations(usable.tolist(), size)))
    systems = np.concatenate([projected[bases], np.ones((*bases.shape, 1))], axis=2)
    sound = np.abs(np.linalg.det(systems)) > 1e-9
    bases, systems = bases[sound], systems[sound]
    target = np.zeros((len(bases), size, 1))
    target[:, -1] = 1.0
    solved = np.linalg.solve(systems.transpose(0, 2, 1), target)[..., 0]
    solved[np.abs(solved) < 1e-9] = 0.0
    weights = np.zeros((len(bases), len(rows)))
    np.put_along_axis(weights, bases, solved, axis=1)
    weights = weights[(weights >= 0).all(axis=1)]
    weights = weights[np.unique(weights.round(9), axis=0, return_index=True)[1]]
    # A collection of bounds alone says that imputations exist, not what the excess is.
    weights = weights[weights[:, : 1 << count].sum(axis=1) > 0]
    covered = np.linalg.lstsq(settled.T, (weights @ rows).T)[0].T
    return Collections(weights, np.asarray(covered, dtype=np.float64))


@lru_cache(maxsize=65536)
def _step(count: int, flat: Flat, bounded: bool, choice: int) -> Step:
    """Add the rows of the deciding collection to the settled sums."""
    listed = _collections(count, flat, bounded)
    rows = np.flatnonzero(listed.weights[choice] > 0)
    known = np.concatenate([np.array(flat), _row_members(count)[rows]])
    echelon = _echelon(known)
    transform = np.linalg.lstsq(known.T, echelon.T)[0].T
    return Step(tuple(map(tuple, echelon.tolist())), rows, np.asarray(transform))


@lru_cache(maxsize=8)
def _row_members(count: int) -> Matrix:
    """Members of each row: coalitions by bitmask, then single members for bounds."""
    masks = np.concatenate([np.arange(1 << count), 1 << np.arange(count)])
    return np.asarray(masks[:, None] >> np.arange(count) & 1, dtype=np.float64)


def _null_space(matrix: Matrix) -> Matrix:
    """Orthonormal directions that independent rows do not see."""
    return np.asarray(np.linalg.svd(matrix)[2][len(matrix) :].T)


def _echelon(matrix: Matrix) -> Matrix:
    """Reduced echelon form without its zero rows; entries are small fractions."""
    rest = matrix.copy()
    rank = 0
    for column in range(rest.shape[1]):
        pivot = rank + int(np.abs(rest[rank:, column]).argmax()) if rank < len(rest) else -1
        if pivot < 0 or abs(rest[pivot, column]) < 1e-9:
            continue
        rest[[rank, pivot]] = rest[[pivot, rank]]
        rest[rank] /= rest[rank, column]
        others: Vector = rest[:, column].copy()
        others[rank] = 0.0
        rest -= others[:, None] * rest[rank]
        rank += 1
    # Equal sets of sums must give equal keys, to the last bit.
    exact = [
        [float(Fraction(x).limit_denominator(60)) for x in row] for row in rest[:rank].tolist()
    ]
    return np.array(exact)
