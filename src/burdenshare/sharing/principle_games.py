"""A principle of burden sharing read as a solution of the game of its coalitions.

Object: a problem whose coalitions have costs (see `cost_problem`), the cost game c that they make,
and a principle R. Asked for another game of the same members, or of some of them, the principle
is given that game's costs, and of each member what the problem says: its benefit, population and
so on. So the axioms of `game_axioms` can be asked of any principle.
"""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np

from burdenshare.arrays import Vector
from burdenshare.errors import ProblemError
from burdenshare.sharing.burden_case import BurdenRule
from burdenshare.sharing.cost_problem import CostProblem
from burdenshare.sharing.game_case import Solution
from burdenshare.sharing.games import Game

OF_MEMBERS = ("population", "income", "national_income", "benefit", "use", "border")
"""What is known of each member whatever the game."""


def game_of_problem(problem: CostProblem, names: tuple[str, ...]) -> Game:
    """Give the cost game of a problem of one draw.

    Parameters
    ----------
    problem : CostProblem
        A problem of one draw whose coalitions have costs. [any one currency and price year]
    names : tuple of str
        Names of the members.

    Raises
    ------
    ProblemError
        If the costs of coalitions are not known, or there are many draws.
    """
    if problem.coalitions is None or problem.coalitions.size != 1 << problem.members:
        raise ProblemError("problem: expected the costs of all coalitions in one draw")
    return Game(problem.coalitions.reshape(-1), "cost", names)


def as_solution(rule: BurdenRule, problem: CostProblem, names: tuple[str, ...]) -> Solution:
    """Read a principle as a solution of games of the members of a problem, or of some of them.

    Parameters
    ----------
    rule : callable
        The function of a principle.
    problem : CostProblem
        Says what is known of each member; of one draw.
    names : tuple of str
        Names of the members, by which those of a game are found.

    Returns
    -------
    callable
        Takes a game, gives one charge a member; raises a `ProblemError` where the principle has
        no answer.

    Examples
    --------
    >>> from burdenshare.sharing.principles import PRINCIPLES
    >>> problem = CostProblem(np.array(7.0), 2, population=np.array([1.0, 3.0]))
    >>> solve = as_solution(PRINCIPLES["per-head"].function, problem, ("a", "b"))
    >>> solve(Game.from_vector([4, 5, 8], members=["b", "a"]))
    array([6., 2.])
    """
    known = {
        field: np.reshape(value, problem.members)
        for field in OF_MEMBERS
        if (value := getattr(problem, field)) is not None
    }

    def solve(game: Game) -> Vector:
        places = [names.index(member) for member in game.members]
        fields: dict[str, Any] = {field: value[places] for field, value in known.items()}
        posed = dataclasses.replace(
            CostProblem(game.grand, game.size),
            stand_alone=game.singles,
            coalitions=game.values,
            **fields,
        )
        charges, defined = rule(posed)
        if not np.all(defined):
            raise ProblemError("problem: the principle has no answer to it")
        return np.array(charges, dtype=np.float64).reshape(game.size)

    return solve
