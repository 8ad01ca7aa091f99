"""Values of a game: averages of what a member adds to coalitions.

The object. When member i joins coalition S the cost, or the value, rises by its *marginal
contribution* c(S + i) - c(S). A value weighs these contributions: by orders of arrival (Shapley),
equally over coalitions (Banzhaf), shared with those present (solidarity), along a graph of
links (Myerson) or within unions formed beforehand (Owen). Equivalently it shares the *dividend*
of each coalition, what its members make together beyond all smaller coalitions.

All functions here take one game or many, of shape (..., 2**n), and treat costs and values alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from math import comb, factorial

import numpy as np
from numpy.typing import ArrayLike

from burdenshare.arrays import Array, Matrix, Vector, as_vectors
from burdenshare.errors import ProblemError
from burdenshare.sharing.games import (
    Game,
    Masks,
    coalition_sizes,
    coalition_sums,
    membership,
    sums_by_member,
)

LARGEST_MATRIX = 8
"""Up to this many members a value is one product with a matrix of 2**n rows."""


def shapley(game: Game) -> Array:
    """Charge each member its marginal cost, averaged over all orders of arrival.

    Parameters
    ----------
    game : Game
        One cost or value game, or many. [any unit]

    Returns
    -------
    ndarray, shape (..., n)
        Charges adding up to c(N). [unit of the game]

    References
    ----------
    L. S. Shapley (1953), A value for n-person games, in Contributions to the Theory of Games II,
    307-317.

    Examples
    --------
    >>> shapley(Game.from_vector([4, 5, 7]))
    array([3., 4.])
    """
    count = game.size
    if count <= LARGEST_MATRIX:
        return game.values @ _shapley_matrix(count)
    joined, apart = _shapley_weights(count)
    sizes = coalition_sizes(count)
    with_member = sums_by_member(game.values * (joined + apart)[sizes])
    total: Array = game.values @ apart[sizes]
    return with_member - total[..., None]


def weighted_shapley(game: Game, weights: ArrayLike) -> Array:
    """Share the dividend of each coalition in proportion to its members' weights.

    With equal weights this is the Shapley value. In a cost game a greater weight takes a greater
    part of savings as well as of costs: it is the part of what coalitions make together.

    Parameters
    ----------
    game : Game
        One cost or value game, or many. [any unit]
    weights : array_like, shape (n,) or (..., n)
        Weights of the members, all above zero. [ratio]

    Returns
    -------
    ndarray, shape (..., n)
        Charges adding up to c(N). [unit of the game]

    Raises
    ------
    ProblemError
        If a weight is zero or negative, or there are not as many as members.

    References
    ----------
    E. Kalai and D. Samet (1987), On weighted Shapley values, Int. J. Game Theory 16, 205-222.

    Examples
    --------
    >>> weighted_shapley(Game.from_vector([0, 0, 6], "value"), [1, 2])
    array([2., 4.])
    """
    given = as_vectors(weights, "weights")
    if given.shape[-1] != game.size:
        raise ProblemError(f"weights: {given.shape[-1]} numbers for {game.size} members")
    if (given <= 0).any():
        raise ProblemError(
            f"weights: {given.min():g} is not above zero; for members who pay only what others "
            "leave, play the game without them first"
        )
    together = coalition_sums(given)
    together[..., 0] = 1.0
    return given * sums_by_member(dividends(game) / together)


def dividends(game: Game) -> Array:
    """Give what each coalition makes beyond all smaller ones (Harsanyi dividends).

    Returns
    -------
    ndarray, shape (..., 2**n)
        Dividend of each coalition by bitmask; those of all subsets of S add up to c(S).

    Examples
    --------
    >>> dividends(Game.from_vector([4, 5, 7]))
    array([ 0.,  4.,  5., -2.])
    """
    parts = game.values.copy()
    for member in range(game.size):
        split = parts.reshape(*parts.shape[:-1], -1, 2, 1 << member)
        split[..., 1, :] -= split[..., 0, :]
    return parts


def banzhaf_value(game: Game) -> Array:
    """Average each member's marginal contribution equally over all coalitions of the others.

    The raw value: it need not add up to c(N).

    Parameters
    ----------
    game : Game
        One cost or value game, or many. [any unit]

    Returns
    -------
    ndarray, shape (..., n)
        Mean contributions. [unit of the game]

    References
    ----------
    G. Owen (1975), Multilinear extensions and the Banzhaf value, Naval Research Logistics
    Quarterly 22, 741-750.

    Examples
    --------
    >>> banzhaf_value(Game.from_vector([0, 0, 0, 1, 2, 1, 3], "value"))
    array([1.25, 0.75, 1.25])
    """
    swings = 2.0 * sums_by_member(game.values) - game.values.sum(axis=-1, keepdims=True)
    return np.asarray(swings / 2.0 ** (game.size - 1))


def solidarity(game: Game) -> Array:
    """Give each member of a growing coalition the mean of its members' marginal contributions.

    Those who add much support those who add little: a member that adds nothing is still given
    something.

    Parameters
    ----------
    game : Game
        One cost or value game, or many. [any unit]

    Returns
    -------
    ndarray, shape (..., n)
        Charges adding up to c(N). [unit of the game]

    References
    ----------
    A. S. Nowak and T. Radzik (1994), A solidarity value for n-person transferable utility games,
    Int. J. Game Theory 23, 43-48.

    Examples
    --------
    >>> solidarity(Game.from_vector([0, 0, 0, 1, 0, 0, 1], "value")).round(4)
    array([0.3889, 0.3889, 0.2222])
    """
    count = game.size
    sizes = coalition_sizes(count)
    contributions = game.values * sizes
    for member in range(count):
        shape = (*game.values.shape[:-1], -1, 2, 1 << member)
        contributions.reshape(shape)[..., 1, :] -= game.values.reshape(shape)[..., 0, :]
    per_member = np.array([0.0, *(1.0 / (s * s * comb(count, s)) for s in range(1, count + 1))])
    return sums_by_member(contributions * per_member[sizes])


def myerson(game: Game, edges: Iterable[tuple[int | str, int | str]]) -> Array:
    """Take the Shapley value of the game in which only linked members can work together.

    Parameters
    ----------
    game : Game
        One cost or value game, or many. [any unit]
    edges : iterable of pairs
        Links between members, by name or by position from 0.

    Returns
    -------
    ndarray, shape (..., n)
        Charges that add up over each connected component to its own cost. [unit of the game]

    Raises
    ------
    ProblemError
        If an edge names no member, or links a member to itself.

    References
    ----------
    R. B. Myerson (1977), Graphs and cooperation in games, Mathematics of Operations Research 2,
    225-229.

    Examples
    --------
    >>> game = Game.from_vector([0, 0, 0, 12, 6, 6, 12], "value")
    >>> myerson(game, [("1", "2"), ("2", "3")])
    array([4., 7., 1.])
    """
    return shapley(graph_restricted(game, edges))


def graph_restricted(game: Game, edges: Iterable[tuple[int | str, int | str]]) -> Game:
    """Give the game in which a coalition splits into its connected parts.

    Examples
    --------
    >>> graph_restricted(Game.from_vector([1, 2, 9], "value"), []).values
    array([0., 1., 2., 3.])
    """
    neighbours = _neighbours(game, edges)
    rest = np.arange(1 << game.size, dtype=np.int64)
    values = np.zeros_like(game.values)
    while rest.any():
        part = _first_component(rest, neighbours, game.size)
        values += game.values[..., part]
        rest = rest & ~part
    return Game(values, game.kind, game.members)


def owen(game: Game, unions: Sequence[Sequence[int | str]]) -> Array:
    """Take the Shapley value when members arrive union by union.

    Unions share as if each were one member; inside a union members share by what they could get
    by dealing with the other unions on their own.

    Parameters
    ----------
    game : Game
        One cost or value game, or many. [any unit]
    unions : sequence of sequences
        Members of each union, by name or by position from 0; every member in exactly one.

    Returns
    -------
    ndarray, shape (..., n)
        Charges adding up to c(N). [unit of the game]

    Raises
    ------
    ProblemError
        If a member is in no union or in two, or a union is empty.

    References
    ----------
    G. Owen (1977), Values of games with a priori unions, in Mathematical Economics and Game
    Theory, 76-88.

    Examples
    --------
    >>> game = Game.from_vector([0, 0, 0, 1, 1, 0, 1], "value")
    >>> owen(game, [["1", "2"], ["3"]])
    array([0.75, 0.25, 0.  ])
    """
    parts = _partition(game, unions)
    whole = [sum(1 << member for member in part) for part in parts]
    charges = np.empty((*game.values.shape[:-1], game.size))
    for own, part in enumerate(parts):
        others = _unions_of([mask for union, mask in enumerate(whole) if union != own])
        inside = _unions_of([1 << member for member in part])
        sizes = np.bitwise_count(np.arange(len(others)))
        arrival = _shapley_weights(len(parts))[1][sizes]
        # What a part of the union would be charged if it alone dealt with the other unions.
        steps = game.values[..., others[:, None] | inside] - game.values[..., others[:, None]]
        charges[..., part] = shapley(Game(np.einsum("o,...oi->...i", arrival, steps), game.kind))
    return charges


def quotient_game(game: Game, unions: Sequence[Sequence[int | str]]) -> Game:
    """Give the game whose members are the unions.

    Examples
    --------
    >>> game = Game.from_vector([0, 0, 0, 1, 1, 0, 1], "value")
    >>> quotient_game(game, [["1", "2"], ["3"]]).to_vector()
    array([1., 0., 1.])
    """
    parts = _partition(game, unions)
    masks = _unions_of([sum(1 << member for member in part) for part in parts])
    names = tuple("+".join(game.members[member] for member in part) for part in parts)
    return Game(game.values[..., masks], game.kind, names)


@lru_cache(maxsize=32)
def _shapley_weights(count: int) -> tuple[Vector, Vector]:
    """Weight of v(S) for a member inside, and minus that for one outside, by size of S."""
    inside = [0.0] + [1.0 / (s * comb(count, s)) for s in range(1, count + 1)]
    outside = [factorial(s) * factorial(count - s - 1) / factorial(count) for s in range(count)] + [
        0.0
    ]
    return np.array(inside), np.array(outside)


@lru_cache(maxsize=32)
def _shapley_matrix(count: int) -> Matrix:
    """Matrix that takes values by bitmask to Shapley values, shape (2**n, n)."""
    inside, outside = _shapley_weights(count)
    sizes = coalition_sizes(count)[:, None]
    matrix = np.where(membership(count) > 0, inside[sizes], -outside[sizes])
    matrix.flags.writeable = False
    return matrix


def _neighbours(game: Game, edges: Iterable[tuple[int | str, int | str]]) -> list[int]:
    """Bitmask of each member and those it is linked to."""
    linked = [1 << member for member in range(game.size)]
    for edge in edges:
        one, other = (game.position(end) for end in edge)
        if one == other:
            raise ProblemError(f"edges: {game.members[one]} is linked to itself")
        linked[one] |= 1 << other
        linked[other] |= 1 << one
    return linked


def _first_component(coalitions: Masks, neighbours: list[int], count: int) -> Masks:
    """Connected part of each coalition that holds its first member."""
    reached = coalitions & -coalitions
    while True:
        wider = reached.copy()
        for member in range(count):
            wider |= np.where(reached >> member & 1, neighbours[member], 0)
        wider &= coalitions
        if (wider == reached).all():
            return reached
        reached = wider


def _partition(game: Game, unions: Sequence[Sequence[int | str]]) -> list[list[int]]:
    """Positions of the members of each union, checked."""
    parts = [[game.position(member) for member in union] for union in unions]
    for number, part in enumerate(parts):
        if not part:
            raise ProblemError(f"unions: union {number + 1} is empty")
    listed = sorted(member for part in parts for member in part)
    for member in range(game.size):
        if listed.count(member) != 1:
            times = "in no union" if member not in listed else "in more than one union"
            raise ProblemError(f"unions: {game.members[member]} is {times}")
    return parts


def _unions_of(masks: Sequence[int]) -> Masks:
    """Union of every subset of disjoint coalitions, by bitmask over the subsets."""
    unions = np.zeros(1, dtype=np.int64)
    for mask in masks:
        unions = np.concatenate([unions, unions | mask])
    return unions
