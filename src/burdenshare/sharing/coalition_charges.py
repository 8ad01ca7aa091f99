"""Principles that rest on what coalitions would pay for themselves, for any number of members.

The object. A `CostProblem` whose `coalitions` hold c(S) for every coalition S of its n members, of
shape (..., 2**n) with draws in front; or an airport, whose users are the `landings` of each
member; or `links`, from which a network is built. Each function gives the charges of all draws,
and marks the draws in which the solution does not exist.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from burdenshare.arrays import Array, Flags
from burdenshare.sharing import airport, compromises, spanning_trees, values
from burdenshare.sharing.cost_problem import Charges, CostProblem, given, undefined_as_equal
from burdenshare.sharing.games import Game

_SLACK = 1e-9


def game_of(problem: CostProblem) -> Game:
    """Give the cost game of a problem whose coalitions are known."""
    return Game(given(problem.coalitions), "cost")


def shapley_value(problem: CostProblem) -> Charges:
    """Charge each member its marginal cost, averaged over all orders of arrival."""
    if problem.landings is not None:
        return _of_airport(problem, airport.sequential_equal_contributions)
    return _everywhere(values.shapley(game_of(problem)))


def rest_equally(problem: CostProblem) -> Charges:
    """Charge separable costs, and the rest in equal parts."""
    return _everywhere(compromises.equal_nonseparable_cost(game_of(problem)))


def costs_avoided(problem: CostProblem) -> Charges:
    """Charge separable costs, and the rest in proportion to what each saves by joining."""
    game = game_of(problem)
    return _by_room(game, game.singles)


def remaining_benefits(problem: CostProblem) -> Charges:
    """Charge separable costs, and the rest in proportion to remaining benefits."""
    game = game_of(problem)
    return _by_room(game, np.minimum(game.singles, given(problem.benefit)))


def nucleolus_of_the_game(problem: CostProblem) -> Charges:
    """Leave no coalition with more to complain of than need be."""
    if problem.landings is not None:
        return _of_airport(problem, airport.slack_maximizer)
    return _nucleolus(problem, "plain")


def nucleolus_per_capita(problem: CostProblem) -> Charges:
    """Leave no coalition with more to complain of, a head, than need be."""
    return _nucleolus(problem, "per capita")


def tau_value(problem: CostProblem) -> Charges:
    """Compromise between separable costs and the least that each can be asked to bear."""
    game = game_of(problem)
    fine = compromises.is_quasi_balanced(game)
    return _where(game, fine, compromises.tau)


def bird(problem: CostProblem) -> Charges:
    """Let each member pay for its own link of the cheapest network."""
    return _everywhere(spanning_trees.bird_rule(given(problem.links)))


def folk(problem: CostProblem) -> Charges:
    """Share each link of the cheapest network as groups join."""
    return _everywhere(spanning_trees.folk_rule(given(problem.links)))


# --- what a structure makes of coalitions ---------------------------------------------------------


def airport_coalitions(costs: Array) -> Array:
    """Give what each coalition pays whose members need facilities of different sizes.

    Parameters
    ----------
    costs : ndarray, shape (..., n)
        Cost of the facility that each member needs. [any one currency]

    Returns
    -------
    ndarray, shape (..., 2**n)
        The largest cost among the members of each coalition, by bitmask. [unit of `costs`]

    Examples
    --------
    >>> airport_coalitions(np.array([8.0, 11.0]))
    array([ 0.,  8., 11., 11.])
    """
    count = costs.shape[-1]
    largest = np.zeros((*costs.shape[:-1], 1 << count))
    for member in range(count):
        half = 1 << member
        upper = largest[..., half : 2 * half]
        np.maximum(largest[..., :half], costs[..., member, None], out=upper)
    return largest


def link_coalitions(links: Array) -> Array:
    """Give what each coalition pays for the cheapest links that join its members to the source.

    Parameters
    ----------
    links : ndarray, shape (..., n+1, n+1)
        Cost of linking each two, symmetric; place 0 is the source. [any one currency]

    Returns
    -------
    ndarray, shape (..., 2**n)
        Cost of the cheapest network of each coalition, by bitmask. [unit of `links`]

    Examples
    --------
    >>> link_coalitions(np.array([[0.0, 10, 10], [10, 0, 3], [10, 3, 0]]))
    array([ 0., 10., 10., 13.])
    """
    count = links.shape[-1] - 1
    costs = np.zeros((*links.shape[:-2], 1 << count))
    for mask in range(1, 1 << count):
        inside = [0, *(member + 1 for member in range(count) if mask >> member & 1)]
        part = links[..., inside, :][..., :, inside]
        costs[..., mask] = spanning_trees.minimum_cost_spanning_tree(part).costs.sum(axis=-1)
    return costs


# --- common to them -------------------------------------------------------------------------------


def _everywhere(charges: Array) -> Charges:
    return Charges(charges, np.ones(charges.shape[:-1], dtype=np.bool_))


def _of_airport(problem: CostProblem, rule: Callable[[ArrayLike], Array]) -> Charges:
    """Charge each landing as a user of its own, and add up the landings of each member."""
    landings: NDArray[np.int64] | None = problem.landings
    assert landings is not None, "asked of an airport"
    each = airport.contributions_per_type(rule, given(problem.stand_alone), landings)
    return _everywhere(np.asarray(each * landings))


def _by_room(game: Game, most: Array) -> Charges:
    """Charge separable costs, and the rest in proportion to the room up to the most."""
    separable = game.separable
    room = most - separable
    rest = game.grand - separable.sum(axis=-1)
    slack = _SLACK * np.abs(game.values).max(axis=-1)
    total = room.sum(axis=-1)
    defined = (room >= -slack[..., None]).all(axis=-1) & ((total > slack) | (np.abs(rest) <= slack))
    parts = room / np.where(total > slack, total, 1.0)[..., None]
    charges = separable + rest[..., None] * parts
    charges = charges + ((game.grand - charges.sum(axis=-1)) / game.size)[..., None]
    return undefined_as_equal(game.grand, charges, defined)


def _nucleolus(problem: CostProblem, excess: str) -> Charges:
    from burdenshare.sharing.nuclei_draws import nucleolus_charges

    game = game_of(problem)
    slack = _SLACK * np.abs(game.values).max(axis=-1)
    acceptable = game.singles.sum(axis=-1) >= game.grand - slack
    return _where(game, acceptable, lambda fine: nucleolus_charges(fine, excess=excess))


def _where(game: Game, defined: Flags, solve: Callable[[Game], Array]) -> Charges:
    """Solve the games that have the solution; the others are split equally and marked."""
    defined = np.asarray(defined)
    if defined.all():
        return Charges(solve(game), defined)
    charges = np.zeros((*game.values.shape[:-1], game.size))
    if defined.any():
        charges[defined] = solve(Game(game.values[defined], "cost"))
    return undefined_as_equal(game.grand, charges, defined)
