"""A cooperative game: what every coalition of members would cost, or gain, on its own.

The object. Members N = {1, ..., n}; a *coalition* S is a set of members. A *cost game* c gives the
cost c(S) of serving S alone; a *value game* v gives what S can gain alone. An allocation x charges
(or pays) x_i to member i, and x(S) is the sum of x over S. c(N) is the amount to share.

Storage. Coalition S is the whole number whose bit i is set if member i (counted from 0) is in S,
so a game is an array of 2**n numbers whose entry 0, the empty coalition, is 0. Arrays of shape
(..., 2**n) hold many games of the same members, for example one per draw. Published vectors list
the non-empty coalitions by size, then lexicographically: 1, 2, 3, 12, 13, 23, 123.

A cost game is read as the value game -c with payments -x: all results hold for both kinds, with
inequalities turned round.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from burdenshare.arrays import Array, Vector, as_array, as_vectors, frozen
from burdenshare.errors import ProblemError
from burdenshare.sharing.coalitions import (
    LARGEST_GAME,
    Masks,
    check_count,
    coalition_sizes,
    coalition_sums,
    lexicographic_masks,
    maxima_by_member,
    members_of_array,
    membership,
    sums_by_member,
)

__all__ = [
    "LARGEST_GAME",
    "Game",
    "Kind",
    "Masks",
    "as_allocation",
    "coalition_sizes",
    "coalition_sums",
    "lexicographic_masks",
    "maxima_by_member",
    "members_of_array",
    "membership",
    "one_game",
    "sums_by_member",
]

Kind: TypeAlias = Literal["cost", "value"]
"""Whether a game lists costs (to be kept low) or values (to be kept high)."""


@dataclass(frozen=True, slots=True, eq=False)
class Game:
    """A cost game or a value game, or many games of the same members.

    Attributes
    ----------
    values : ndarray, shape (..., 2**n)
        Cost or value of each coalition by bitmask, read-only. [any one currency and price year]
    kind : {"cost", "value"}
        How the values are read.
    members : tuple of str
        Names of the members, ``"1"`` to ``"n"`` unless given.

    Examples
    --------
    >>> game = Game.from_vector([4, 5, 7], kind="cost", members=["north", "south"])
    >>> game.cost_of(["north", "south"])
    7.0
    >>> Game.from_table({"north": 4, "south": 5, "north+south": 7}).values
    array([0., 4., 5., 7.])
    """

    values: Array
    kind: Kind = "cost"
    members: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Check the shape, the empty coalition, the kind and the names."""
        values = as_vectors(self.values, "values", least=2)
        count = members_of_array(values.shape[-1])
        if self.kind not in ("cost", "value"):
            raise ProblemError(f"kind: {self.kind!r} is neither 'cost' nor 'value'")
        if (values[..., 0] != 0).any():
            raise ProblemError("values: the empty coalition, entry 0, must be 0")
        object.__setattr__(self, "values", frozen(values))
        object.__setattr__(self, "members", _names(self.members, count))

    @classmethod
    def from_vector(
        cls, vector: ArrayLike, kind: Kind = "cost", members: Sequence[str] | None = None
    ) -> Game:
        """Make a game from a vector of the non-empty coalitions, by size then lexicographically.

        Parameters
        ----------
        vector : array_like, shape (..., 2**n - 1)
            Costs or values in the order 1, 2, ..., n, 12, 13, ..., 12...n. [any unit]
        kind : {"cost", "value"}
            How the vector is read.
        members : sequence of str, optional
            Names of the members.

        Raises
        ------
        ProblemError
            If the length is not 2**n - 1, or a number is missing or not finite.

        Examples
        --------
        >>> Game.from_vector([1, 2, 3, 12, 13, 23, 123]).values
        array([  0.,   1.,   2.,  12.,   3.,  13.,  23., 123.])
        """
        listed = as_vectors(vector, "vector")
        count = _members_of_vector(listed.shape[-1])
        values = np.zeros((*listed.shape[:-1], 1 << count))
        values[..., lexicographic_masks(count)] = listed
        return cls(values, kind, tuple(members or ()))

    @classmethod
    def from_function(
        cls,
        members: int | Sequence[str],
        function: Callable[[tuple[str, ...]], float],
        kind: Kind = "cost",
    ) -> Game:
        """Make a game by asking `function` for the cost or value of every coalition.

        Parameters
        ----------
        members : int or sequence of str
            How many members, or their names.
        function : callable
            Takes the names in a coalition, in the order of `members`; gives a number.
        kind : {"cost", "value"}
            How the numbers are read.

        Raises
        ------
        ProblemError
            If there are more than `LARGEST_GAME` members, or an answer is not a finite number.

        Examples
        --------
        >>> Game.from_function(3, lambda coalition: float(len(coalition) > 1), "value").values
        array([0., 0., 0., 1., 0., 1., 1., 1.])
        """
        count = members if isinstance(members, int) else len(members)
        check_count(count)
        names = _names(() if isinstance(members, int) else tuple(members), count)
        values = [0.0] + [function(_pick(names, mask)) for mask in range(1, 1 << count)]
        return cls(as_array(values, "function"), kind, names)

    @classmethod
    def from_table(cls, table: Mapping[str | Iterable[str], float], kind: Kind = "cost") -> Game:
        """Make a game from a table of coalitions and their costs or values.

        Parameters
        ----------
        table : mapping
            Keys are names joined by ``+`` or tuples or sets of names; every non-empty coalition
            must be there once. Members take the order in which they first appear.
        kind : {"cost", "value"}
            How the numbers are read.

        Raises
        ------
        ProblemError
            If a coalition is missing, given twice or empty; the message names it.

        Examples
        --------
        >>> Game.from_table({"a": 1, "b": 1, ("a", "b"): 1}).members
        ('a', 'b')
        """
        coalitions = [_names_in(key) for key in table]
        names = tuple(dict.fromkeys(name for coalition in coalitions for name in coalition))
        check_count(len(names))
        bit = {name: 1 << position for position, name in enumerate(names)}
        values = np.full(1 << len(names), np.nan)
        values[0] = 0.0
        for coalition, value in zip(coalitions, table.values(), strict=True):
            mask = sum(bit[name] for name in dict.fromkeys(coalition))
            if not np.isnan(values[mask]):
                raise ProblemError(f"table: the coalition {'+'.join(coalition)!r} is there twice")
            values[mask] = as_array(value, f"table: {'+'.join(coalition)}")
        for mask in np.flatnonzero(np.isnan(values))[:1]:
            missing = "+".join(_pick(names, int(mask)))
            raise ProblemError(
                f"table: the coalition {missing!r} is missing; "
                f"{len(names)} members need {(1 << len(names)) - 1} coalitions"
            )
        return cls(values, kind, names)

    @property
    def size(self) -> int:
        """How many members there are."""
        return len(self.members)

    @property
    def grand(self) -> Array:
        """Cost or value of all members together, shape (...)."""
        return self.values[..., -1]

    @property
    def singles(self) -> Array:
        """Stand-alone cost or value of each member, shape (..., n)."""
        return self.values[..., 1 << np.arange(self.size)]

    @property
    def separable(self) -> Array:
        """What each member adds to all the others, c(N) - c(N without i), shape (..., n)."""
        whole = (1 << self.size) - 1
        return self.values[..., [whole]] - self.values[..., whole - (1 << np.arange(self.size))]

    @property
    def gains(self) -> Array:
        """The game read as values: v for a value game, -c for a cost game."""
        return -self.values if self.kind == "cost" else self.values

    @property
    def sign(self) -> int:
        """-1 for a cost game, 1 for a value game: `gains` is `sign * values`."""
        return -1 if self.kind == "cost" else 1

    def mask(self, coalition: Iterable[str]) -> int:
        """Give the bitmask of a coalition of names.

        Raises
        ------
        ProblemError
            If a name is not a member's.
        """
        return sum(1 << self.position(name) for name in dict.fromkeys(coalition))

    def position(self, member: str | int) -> int:
        """Give the position, from 0, of a member given by name or by position.

        Raises
        ------
        ProblemError
            If there is no such member.
        """
        if isinstance(member, str) and member in self.members:
            return self.members.index(member)
        if not isinstance(member, str) and 0 <= member < self.size:
            return int(member)
        raise ProblemError(f"no member {member!r} among {', '.join(self.members)}")

    def coalition(self, mask: int) -> tuple[str, ...]:
        """Give the names in the coalition with this bitmask."""
        return _pick(self.members, mask)

    def label(self, mask: int) -> str:
        """Give the coalition as text, names joined by ``+``."""
        return "+".join(self.coalition(mask)) or "nobody"

    def cost_of(self, coalition: Iterable[str]) -> float:
        """Give the cost, or value, of one coalition of a single game."""
        return float(one_game(self).values[self.mask(coalition)])

    def to_vector(self) -> Array:
        """Give the non-empty coalitions by size then lexicographically, shape (..., 2**n - 1)."""
        return self.values[..., lexicographic_masks(self.size)]

    def as_kind(self, kind: Kind) -> Game:
        """Give the same numbers read as costs or as values."""
        return Game(self.values, kind, self.members)

    def dual(self) -> Game:
        """Give the dual game: what is left for S when the others are served first.

        The dual is c*(S) = c(N) - c(N without S), of the same kind. The core of a cost game is
        the core of its dual read as values, ``game.dual().as_kind("value")``.

        Examples
        --------
        >>> Game.from_vector([4, 5, 7]).dual().values
        array([0., 2., 3., 7.])
        """
        return Game(self.values[..., -1:] - self.values[..., ::-1], self.kind, self.members)

    def savings(self) -> Game:
        """Give the value game of what each coalition saves: sum of c(i) less c(S).

        Raises
        ------
        ProblemError
            If this is a value game, which has no costs to save: use `zero_normalized`.

        Examples
        --------
        >>> Game.from_vector([300, 270, 280, 410, 410, 410, 550]).savings().to_vector()
        array([  0.,   0.,   0., 160., 170., 140., 300.])
        """
        if self.kind != "cost":
            raise ProblemError("savings: this is a value game; use zero_normalized() instead")
        return Game(coalition_sums(self.singles) - self.values, "value", self.members)

    def zero_normalized(self) -> Game:
        """Give the game less what members cost or gain alone: c(S) minus the sum of c(i)."""
        return Game(self.values - coalition_sums(self.singles), self.kind, self.members)

    def restricted(self, coalition: Iterable[str]) -> Game:
        """Give the game among the members of one coalition alone.

        Examples
        --------
        >>> Game.from_vector([1, 2, 3, 12, 13, 23, 123]).restricted(["1", "3"]).to_vector()
        array([ 1.,  3., 13.])
        """
        wanted = self.mask(coalition)
        inside = [position for position in range(self.size) if wanted >> position & 1]
        if not inside:
            raise ProblemError("restricted: the coalition has no member")
        masks = coalition_sums(1 << np.array(inside, dtype=np.int64)).astype(np.int64)
        return Game(self.values[..., masks], self.kind, self.coalition(wanted))


def one_game(game: Game) -> Game:
    """Give back `game` if it is a single one.

    Raises
    ------
    ProblemError
        If it holds many games, of shape (..., 2**n).
    """
    if game.values.ndim != 1:
        raise ProblemError(
            f"game: expected one game, got many of shape {game.values.shape[:-1]}; "
            "take them one by one"
        )
    return game


def as_allocation(allocation: ArrayLike, game: Game, name: str = "allocation") -> Vector:
    """Turn `allocation` into one finite number a member of a single game.

    Raises
    ------
    ProblemError
        If it has another number of members, or is not finite.
    """
    charges = as_vectors(allocation, name)
    if charges.shape != (game.size,):
        raise ProblemError(
            f"{name}: expected {game.size} numbers, one a member, got shape {charges.shape}"
        )
    return charges


def _pick(names: tuple[str, ...], mask: int) -> tuple[str, ...]:
    """Names whose bit is set."""
    return tuple(name for position, name in enumerate(names) if mask >> position & 1)


def _names(given: Sequence[str], count: int) -> tuple[str, ...]:
    """Names of the members, checked, or ``"1"`` to ``"n"``."""
    names = tuple(str(name) for name in given) or tuple(str(i + 1) for i in range(count))
    if len(names) != count:
        raise ProblemError(f"members: {len(names)} names for a game of {count} members")
    for name in names:
        if names.count(name) > 1:
            raise ProblemError(f"members: the name {name!r} is there twice")
    return names


def _names_in(key: str | Iterable[str]) -> tuple[str, ...]:
    """Names in a key of a table."""
    names = key.split("+") if isinstance(key, str) else _in_order(key)
    found = tuple(name.strip() for name in names)
    if not found or not all(found):
        raise ProblemError(f"table: the key {key!r} names no coalition")
    return found


def _in_order(names: Iterable[str]) -> list[str]:
    """Names in the order given, or sorted when a set gives none."""
    return sorted(names) if isinstance(names, Set) else list(names)


def _members_of_vector(length: int) -> int:
    """How many members a vector of 2**n - 1 numbers is about."""
    count = (length + 1).bit_length() - 1
    if length + 1 != 1 << count:
        raise ProblemError(
            f"vector: {length} numbers are not 2**n - 1, one for every non-empty coalition; "
            f"{count} members need {(1 << count) - 1}, {count + 1} need {(1 << count + 1) - 1}"
        )
    check_count(count)
    return count
