"""The core of a game: charges that no coalition would do better to walk away from.

The object. In a cost game the core holds the charges x with x(N) = c(N) and x(S) <= c(S) for every
coalition S; in a value game x(S) >= v(S). The *excess* of S is what it would gain by leaving,
x(S) - c(S) or v(S) - x(S); the *least core* makes the largest excess of a proper coalition as
small as can be. That number is above zero exactly when the core is empty, and a *balanced*
collection of coalitions then proves it: weights that cover every member once, at a total cost
below c(N) (value above v(N)).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from burdenshare.arrays import Matrix, Vector, frozen
from burdenshare.errors import ProblemError
from burdenshare.sharing.coalition_rows import VIOLATION, Rows
from burdenshare.sharing.excess_programs import lexicographic_least_excess
from burdenshare.sharing.games import Game, as_allocation, coalition_sums, one_game
from burdenshare.sharing.nuclei import BalancedCollection
from burdenshare.sharing.polytopes import centroid, vertices
from burdenshare.sharing.row_generation import GeneratedProgram

LARGEST_CORE_SHAPE = 6
"""Most members for which the corners of the core are listed."""


class CoreMembership(NamedTuple):
    """Whether charges are in the core, and if not, who would walk away."""

    inside: bool
    """Whether every coalition does at least as well as alone, up to the tolerance."""

    coalition: tuple[str, ...]
    """Coalition with most to gain by leaving; empty if charges are inside."""

    gain: float
    """What it gains by leaving, 0 if charges are inside. [unit of the game]"""

    words: str
    """The verdict as a sentence, with numbers."""

    def __bool__(self) -> bool:
        """Whether the charges are in the core."""
        return self.inside


class Core(NamedTuple):
    """Whether a game has a core, with the proof of the answer."""

    nonempty: bool
    """Whether there are charges that no coalition would walk away from."""

    point: Vector
    """Charges in the core, or in the least core where the core is empty. [unit of the game]"""

    excess: float
    """Largest excess at `point`, the least that can be had; -inf for one member. [same unit]"""

    balanced: BalancedCollection
    """Balanced coalitions whose weighted costs (values) bound the excess from below: they prove
    that the core is empty when `excess` is above zero."""

    words: str
    """The verdict as a sentence, with numbers."""

    def __bool__(self) -> bool:
        """Whether the core is not empty."""
        return self.nonempty


class LeastCore(NamedTuple):
    """The smallest largest excess, charges that attain it, and the coalitions that forbid less."""

    excess: float
    """Least possible maximum, over proper coalitions, of x(S) - c(S), or v(S) - x(S)."""

    point: Vector
    """Charges that attain it. [unit of the game]"""

    balanced: BalancedCollection
    """Coalitions that have this excess in every such charge, balanced by their weights."""


def in_core(game: Game, charges: ArrayLike, *, tolerance: float = 1e-9) -> CoreMembership:
    """Say whether charges are in the core, and name the coalition with most reason to leave.

    Parameters
    ----------
    game : Game
        A single cost or value game. [any unit]
    charges : array_like, shape (n,)
        Charges (payments in a value game). [unit of the game]
    tolerance : float
        How far a coalition may fail, relative to the largest value.

    Returns
    -------
    CoreMembership
        The verdict; charges that do not add up to c(N) are outside, with no coalition named
        unless they ask for too little, or pay out too much, for the whole.

    Examples
    --------
    >>> game = Game.from_vector([4, 5, 7], members=["north", "south"])
    >>> print(in_core(game, [1, 6]).words)
    south would pay 5 on its own and is charged 6: it gains 1 by leaving
    """
    given = as_allocation(charges, one_game(game), "charges")
    excesses = game.gains - game.sign * coalition_sums(given)
    slack = tolerance * (float(np.abs(game.values).max()) or 1.0)
    gap = float(given.sum() - game.values[-1])
    if abs(gap) > slack:
        text = f"the charges add up to {given.sum():g}, not to {game.values[-1]:g}"
        return CoreMembership(False, (), abs(gap), text)
    worst = int(excesses.argmax())
    if excesses[worst] <= slack:
        return CoreMembership(True, (), 0.0, "no coalition does better on its own")
    return CoreMembership(
        False, game.coalition(worst), float(excesses[worst]), _leaving(game, given, worst)
    )


def least_core(game: Game) -> LeastCore:
    """Find the least largest excess of proper coalitions, and charges that attain it.

    Parameters
    ----------
    game : Game
        A single cost or value game of two members or more. [any unit]

    Returns
    -------
    LeastCore
        Excess, charges and the balanced coalitions that prove it. [unit of the game]

    Raises
    ------
    ProblemError
        If there is one member, so no proper coalition.

    References
    ----------
    M. Maschler, B. Peleg and L. S. Shapley (1979), Geometric properties of the kernel, nucleolus,
    and related solution concepts, Mathematics of Operations Research 4, 303-338.

    Examples
    --------
    >>> round(least_core(Game.from_vector([0, 0, 0, 1, 1, 1, 1], "value")).excess, 9)
    0.333333333
    """
    if game.size < 2:
        raise ProblemError("least_core: one member has no proper coalition")
    found = lexicographic_least_excess(one_game(game).gains, levels=1)
    level = found.levels[0]
    order = np.argsort(level.coalitions)
    # The rows add up to zero: what the settled coalitions cover, the grand one takes back.
    balanced = BalancedCollection(
        np.array(level.coalitions, dtype=np.int64)[order],
        np.array(level.weights)[order] / -level.earlier_weights[0],
    )
    return LeastCore(level.excess, frozen(game.sign * found.payments + 0.0), balanced)


def core(game: Game, *, tolerance: float = 1e-9) -> Core:
    """Say whether the core is empty, and prove it by charges or by a balanced collection.

    Parameters
    ----------
    game : Game
        A single cost or value game. [any unit]
    tolerance : float
        Excess up to which a point counts as inside, relative to the largest value.

    Returns
    -------
    Core
        The verdict with its proof. [unit of the game]

    References
    ----------
    O. N. Bondareva (1963), Problemy Kibernetiki 10, 119-139. L. S. Shapley (1967), On balanced
    sets and cores, Naval Research Logistics Quarterly 14, 453-460.

    Examples
    --------
    >>> print(core(Game.from_vector([0, 0, 0, 1, 1, 1, 1], "value")).words)
    the core is empty: 1/2 of 1+2, 1/2 of 1+3, 1/2 of 2+3 make 1.5 together, more than 1
    """
    if one_game(game).size == 1:
        nothing = BalancedCollection(np.array([1]), np.array([1.0]))
        whole = frozen(game.values[1:])
        return Core(True, whole, -np.inf, nothing, "the only member pays its own cost")
    found = least_core(game)
    slack = tolerance * (float(np.abs(game.values).max()) or 1.0)
    nonempty = found.excess <= slack
    words = "no coalition does better on its own" if nonempty else _emptiness(game, found)
    return Core(nonempty, found.point, found.excess, found.balanced, words)


def is_balanced(game: Game, *, tolerance: float = 1e-9) -> bool:
    """Say whether the game is balanced, which is to say that its core is not empty.

    Examples
    --------
    >>> is_balanced(Game.from_vector([4, 5, 7]))
    True
    """
    return core(game, tolerance=tolerance).nonempty


def core_bounds(game: Game, *, tolerance: float = 1e-9) -> Matrix:
    """Find the least and the most that each member is charged anywhere in the core.

    Parameters
    ----------
    game : Game
        A single cost or value game whose core is not empty. [any unit]
    tolerance : float
        Excess up to which the core counts as not empty, relative to the largest value.

    Returns
    -------
    ndarray, shape (n, 2)
        Least and most of each member. [unit of the game]

    Raises
    ------
    ProblemError
        If the core is empty; the message gives the coalitions that prove it.

    Examples
    --------
    >>> core_bounds(Game.from_vector([4, 5, 7])).round(9).tolist()
    [[2.0, 4.0], [3.0, 5.0]]
    """
    found = _require_core(game, tolerance)
    count = game.size
    if count == 1:
        return np.repeat(found.point[:, None], 2, axis=1)
    # Where the core is a point, rounding must not make it empty.
    slack = max(0.0, found.excess)
    scale = float(np.abs(game.values).max()) or 1.0
    demand = (game.gains - slack) / scale
    demand[-1] = game.gains[-1] / scale
    rows = Rows(count, np.where(_proper(count), demand, -np.inf), None, None, VIOLATION)
    program = GeneratedProgram(count)
    program.add([-1], np.ones((1, count)), demand[-1:], equal=True)
    singles = 1 << np.arange(count)
    program.add(singles.tolist(), np.eye(count), demand[singles])
    ends = np.empty((count, 2))
    for member in range(count):
        for column, direction in enumerate((1.0, -1.0)):
            point = program.minimise(
                direction * np.eye(count)[member],
                lambda point: rows.failing(np.append(point, 0.0)),
                lambda row: (rows.vector(row)[:-1], float(rows.demand[row])),
            )
            ends[member, column] = point[member]
    ends = ends * scale * game.sign
    return ends if game.sign > 0 else ends[:, ::-1].copy()


def core_vertices(game: Game, *, tolerance: float = 1e-9) -> Matrix:
    """List the corners of the core.

    Parameters
    ----------
    game : Game
        A single game of at most `LARGEST_CORE_SHAPE` members. [any unit]
    tolerance : float
        Distances below this, relative to the largest value, are taken for zero.

    Returns
    -------
    ndarray, shape (k, n)
        Corners in lexicographic order; no rows if the core is empty. [unit of the game]

    Raises
    ------
    ProblemError
        If there are more members.

    Examples
    --------
    >>> core_vertices(Game.from_vector([0, 1, 2, 3, 4, 5, 6], "value")).round(9).tolist()
    [[1.0, 2.0, 3.0]]
    """
    corners, _, scale = _scaled_core(game, tolerance)
    return game.sign * scale * corners[:: game.sign] + 0.0


def core_centre(game: Game, *, tolerance: float = 1e-9) -> Vector:
    """Find the centre of gravity of the core, in the dimension that the core has.

    Parameters
    ----------
    game : Game
        A single game of at most `LARGEST_CORE_SHAPE` members with a core. [any unit]
    tolerance : float
        Distances below this, relative to the largest value, are taken for zero.

    Returns
    -------
    ndarray, shape (n,)
        The mean of the uniform distribution over the core. [unit of the game]

    Raises
    ------
    ProblemError
        If there are more members, or the core is empty.

    References
    ----------
    J. Gonzalez-Diaz and E. Sanchez-Rodriguez (2007), A natural selection from the core of a TU
    game: the core-center, Int. J. Game Theory 36, 27-46.

    Examples
    --------
    >>> core_centre(Game.from_vector([0, 0, 0, 0, 0, 0, 6], "value")).round(9).tolist()
    [2.0, 2.0, 2.0]
    """
    corners, rows, scale = _scaled_core(game, tolerance)
    if game.size == 1:
        return frozen(game.values[1:])
    if not len(corners):
        # Empty, or so thin that rounding leaves no corner: then any of its points will do.
        return _require_core(game, tolerance).point
    tight = np.abs(corners @ rows[:, :-1].T - rows[:, -1]) < 1e-9
    return frozen(game.sign * scale * centroid(corners, tight) + 0.0)


def _scaled_core(game: Game, tolerance: float) -> tuple[Matrix, Matrix, float]:
    """Corners of the core of the game read as values, its rows [members, least sum], and the unit.

    Corners and rows are in units of the largest value.
    """
    count = one_game(game).size
    if count > LARGEST_CORE_SHAPE:
        raise ProblemError(
            f"game: the corners of the core are listed for at most {LARGEST_CORE_SHAPE} members, "
            f"not {count}; use core_bounds for the range of each charge"
        )
    scale = float(np.abs(game.values).max()) or 1.0
    values = game.gains / scale
    masks = np.arange(1, (1 << count) - 1)
    bits = (masks[:, None] >> np.arange(count) & 1).astype(np.float64)
    rows = np.column_stack([bits, values[masks]])
    corners = vertices(rows[np.argsort(bits.sum(axis=1), kind="stable")], values[-1], tolerance)
    return corners, rows, scale


def _require_core(game: Game, tolerance: float) -> Core:
    """Give the core of a game that has one."""
    found = core(game, tolerance=tolerance)
    if not found.nonempty:
        raise ProblemError(f"game: {found.words}; see least_core for the closest to one")
    return found


def _proper(count: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Which coalitions are neither empty nor the grand one."""
    flags = np.ones(1 << count, dtype=bool)
    flags[[0, -1]] = False
    return flags


def _leaving(game: Game, charges: Vector, mask: int) -> str:
    """Sentence on a coalition that does better alone."""
    alone = game.values[mask]
    together = sum(charges[member] for member in range(game.size) if mask >> member & 1)
    gain = abs(together - alone)
    one = mask.bit_count() == 1
    does = "it gains" if one else "they gain"
    if game.kind == "cost":
        return (
            f"{game.label(mask)} would pay {alone:.6g} on {'its' if one else 'their'} own and "
            f"{'is' if one else 'are'} charged {together:.6g}: {does} {gain:.6g} by leaving"
        )
    return (
        f"{game.label(mask)} can make {alone:.6g} on {'its' if one else 'their'} own and "
        f"{'gets' if one else 'get'} {together:.6g}: {does} {gain:.6g} by leaving"
    )


def _emptiness(game: Game, found: LeastCore) -> str:
    """Sentence on the balanced collection that leaves no core."""
    parts = [
        f"{_fraction(weight)} of {game.label(int(mask))}"
        for mask, weight in zip(*found.balanced, strict=True)
    ]
    total = float(found.balanced.weights @ game.values[found.balanced.coalitions])
    verb, side = ("cost", "less") if game.kind == "cost" else ("make", "more")
    return (
        f"the core is empty: {', '.join(parts)} {verb} {total:.6g} together, {side} than "
        f"{game.values[-1]:.6g}"
    )


def _fraction(weight: float) -> str:
    """A weight as a small fraction where it is one."""
    for below in range(1, 61):
        above = round(weight * below)
        if abs(weight * below - above) < 1e-9:
            return f"{above}/{below}" if below > 1 else str(above)
    return f"{weight:.4g}"
