"""One checked game and its relatives, as the axioms for solutions of games look at it.

Object: a cost game c or a value game v of members N (see `games`), a solution R that gives
charges R(c) to its members, and the difference that counts as none. The relatives are games that
differ from it in one respect: members listed in another order, one coalition's cost raised, some
members gone, or some gone after being settled with (*reduced games*).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from burdenshare.arrays import Array, Vector
from burdenshare.errors import ProblemError
from burdenshare.sharing.checks import AxiomCheck, broken, held
from burdenshare.sharing.games import Game, Masks, as_allocation, coalition_sums, one_game

Solution: TypeAlias = Callable[[Game], ArrayLike]
"""A solution: takes one game, gives one charge (payment in a value game) a member."""

TOLERANCE = 1e-7
"""Difference that counts as none, as part of the largest value; solvers end within 1e-9."""

MOST_GROUPS = 6
"""Up to this many members all groups are tried; beyond, single members, pairs and all but one."""


class GameCase:
    """One checked game and the slack that counts as no difference."""

    def __init__(self, game: Game, tolerance: float) -> None:
        """Check that it is one game."""
        self.game = one_game(game)
        self.size = game.size
        self.whole = (1 << game.size) - 1
        self.scale = float(np.abs(game.values).max()) or 1.0
        self.slack = tolerance * self.scale
        self.word = "is charged" if game.kind == "cost" else "gets"

    def charges(self, solution: Solution) -> Vector:
        """Solve this game."""
        return as_allocation(np.asarray(solution(self.game)), self.game, "solution")

    def elsewhere(self, solution: Solution, game: Game) -> Vector | None:
        """Solve a relative of this game; None if the solution is not defined there."""
        try:
            return as_allocation(np.asarray(solution(game)), game, "solution")
        except ProblemError:
            return None

    def name(self, member: int) -> str:
        """Name a member."""
        return self.game.members[member]

    def compare(
        self, axiom: str, charges: Vector, other: Vector, text: str, members: Masks | None = None
    ) -> AxiomCheck:
        """Check that two ways to the charges agree; `text` says where the other comes from.

        `members` names whose charges they are, if not everyone's.
        """
        apart = np.abs(charges - other)
        worst = int(apart.argmax())
        if apart[worst] <= self.slack:
            return held(axiom)
        member = worst if members is None else int(members[worst])
        told = f"{self.name(member)} {self.word} {charges[worst]:.6g}, but {other[worst]:.6g}"
        return broken(axiom, f"{told} {text}")

    def groups(self) -> Iterator[int]:
        """Give the groups, by bitmask, that are neither empty nor everyone."""
        for mask in range(1, self.whole):
            few = mask.bit_count() <= 2 or mask.bit_count() == self.size - 1
            if self.size <= MOST_GROUPS or few:
                yield mask


def positions(mask: int, size: int) -> Masks:
    """Give the members of a coalition by position."""
    return np.flatnonzero(mask >> np.arange(size) & 1).astype(np.int64)


def reordered(game: Game, order: Masks) -> Game:
    """Give the game whose k-th member is the `order[k]`-th of the given one."""
    masks = coalition_sums(1 << order).astype(np.int64)
    return Game(game.values[masks], game.kind, tuple(game.members[place] for place in order))


def raised(game: Game, mask: int, amount: float) -> Game:
    """Give the game in which one coalition costs, or gains, so much more."""
    values = game.values.copy()
    values[mask] += amount
    return Game(values, game.kind, game.members)


def unanimity(game: Game, mask: int, amount: float) -> Game:
    """Give the game in which coalitions cost, or gain, an amount if they hold a certain one."""
    masks = np.arange(game.values.size)
    return Game(np.where(masks & mask == mask, amount, 0.0), game.kind, game.members)


def added(game: Game, other: Game) -> Game:
    """Give the sum of two games of the same members."""
    return Game(game.values + other.values, game.kind, game.members)


def marginals(game: Game, member: int) -> Array:
    """Give what a member adds to each coalition of the others."""
    split = game.values.reshape(-1, 2, 1 << member)
    return np.asarray((split[:, 1] - split[:, 0]).reshape(-1))


def settled_game(game: Game, group: int, charges: Vector) -> Game:
    """Give the reduced game of Davis and Maschler for a group.

    A part T of the group may take along anyone outside the group who is content with its charge:
    T costs the least, over such companions Q, of c(T and Q) less what Q is charged.
    """
    inside, outside = _subsets(group, game.size), _subsets(game.values.size - 1 - group, game.size)
    paid = game.sign * coalition_sums(charges)
    best = (game.gains[inside[:, None] | outside] - paid[outside]).max(axis=1)
    best[0], best[-1] = 0.0, paid[group]
    return Game(game.sign * best + 0.0, game.kind, game.coalition(group))


def complement_game(game: Game, group: int, charges: Vector) -> Game:
    """Give the reduced game in which all outside the group join, content with their charges."""
    outside = game.values.size - 1 - group
    paid = float(coalition_sums(charges)[outside])
    values = game.values[_subsets(group, game.size) | outside] - paid
    values[0] = 0.0
    return Game(values, game.kind, game.coalition(group))


def own_terms_game(game: Game, group: int, solve: Callable[[int], Vector | None]) -> Game | None:
    """Give the reduced game of Hart and Mas-Colell for a group.

    A part T of the group plays with everyone outside it, who are charged what the solution says
    of just that coalition. `solve` gives the charges of a coalition by bitmask.
    """
    outside = game.values.size - 1 - group
    values = np.zeros(1 << group.bit_count())
    for place, part in enumerate(_subsets(group, game.size).tolist()):
        if not place:
            continue
        found = solve(part | outside)
        if found is None:
            return None
        others = np.isin(positions(part | outside, game.size), positions(outside, game.size))
        values[place] = game.values[part | outside] - found[others].sum()
    return Game(values, game.kind, game.coalition(group))


def _subsets(mask: int, size: int) -> Masks:
    """Give every part of a coalition, in the order of the coalitions of its own members."""
    inside = positions(mask, size)
    if not len(inside):
        return np.zeros(1, dtype=np.int64)
    return coalition_sums(1 << inside).astype(np.int64)
