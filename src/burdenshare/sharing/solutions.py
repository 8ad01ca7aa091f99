"""The one table of solutions for games in which any coalition may have any cost or value.

Object: a game (see `games`) and what it charges, or pays, each member. The solutions are written
in `values`, `compromises`, `nuclei` and `stability`; here each takes one `Game` and gives one
array, so that axioms, tests and tables can treat them alike.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np

from burdenshare.arrays import Array
from burdenshare.errors import ProblemError
from burdenshare.sharing.compromises import (
    dutta_ray_egalitarian,
    equal_nonseparable_cost,
    equal_surplus,
    gately_point,
    tau,
)
from burdenshare.sharing.games import Game
from burdenshare.sharing.nuclei import (
    modiclus,
    nucleolus,
    per_capita_nucleolus,
    prenucleolus,
    proportional_nucleolus,
)
from burdenshare.sharing.stability import core_centre
from burdenshare.sharing.values import banzhaf_value, shapley, solidarity


@dataclass(frozen=True, slots=True)
class GameSolution:
    """A recognised way to share what a game costs."""

    id: str
    """Name in files and on the command line."""

    name: str
    """Name for readers."""

    function: Callable[[Game], Array] = field(repr=False)
    """Takes one game, gives one charge a member."""

    idea: str
    """What the solution does, in one sentence."""

    reference: str
    """Where it comes from."""

    domain: str = "every game"
    """Games for which it is defined; for others it raises a `ProblemError`."""

    def __call__(self, game: Game) -> Array:
        """Share what one game costs."""
        return self.function(game)


def equal_division(game: Game) -> Array:
    """Charge every member the same part of c(N).

    Parameters
    ----------
    game : Game
        One cost or value game, or many. [any unit]

    Returns
    -------
    ndarray, shape (..., n)
        Charges adding up to c(N). [unit of the game]

    Examples
    --------
    >>> equal_division(Game.from_vector([4, 5, 7]))
    array([3.5, 3.5])
    """
    return np.repeat(game.grand[..., None] / game.size, game.size, axis=-1)


_SCHMEIDLER = "Schmeidler (1969), SIAM J. Applied Mathematics 17"

_TABLE = (
    GameSolution(
        "equal", "Equal division", equal_division,
        "Everyone the same.", "van den Brink (2007), J. Economic Theory 136",
    ),
    GameSolution(
        "equal_surplus", "Equal surplus", equal_surplus,
        "The cost of going alone, less an equal part of the savings.",
        "Driessen and Funaki (1991), OR Spektrum 13",
    ),
    GameSolution(
        "ensc", "Equal non-separable cost", equal_nonseparable_cost,
        "What each adds to all others, and an equal part of the rest.",
        "Moulin (1985), J. Economic Theory 36",
    ),
    GameSolution(
        "gately", "Gately point, alternate costs avoided", gately_point,
        "What each adds to all others, and the rest by what each saves.",
        "Gately (1974), Int. Economic Review 15; Straffin and Heaney (1981), Int. J. Game Theory "
        "10",
        "games in which separable costs leave room for the rest",
    ),
    GameSolution(
        "tau", "Tau value", tau,
        "Between what each can insist on and what each can hope for.",
        "Tijs (1981), in Game Theory and Mathematical Economics", "quasi-balanced games",
    ),
    GameSolution(
        "shapley", "Shapley value", shapley,
        "What each adds on arrival, averaged over all orders.",
        "Shapley (1953), Contributions to the Theory of Games II",
    ),
    GameSolution(
        "banzhaf", "Banzhaf value", banzhaf_value,
        "What each adds to a coalition, averaged over all coalitions; it need not add up.",
        "Owen (1975), Naval Research Logistics Quarterly 22",
    ),
    GameSolution(
        "solidarity", "Solidarity value", solidarity,
        "What the members of a growing coalition add on average.",
        "Nowak and Radzik (1994), Int. J. Game Theory 23",
    ),
    GameSolution(
        "nucleolus", "Nucleolus", lambda game: nucleolus(game).charges,
        "The greatest complaint as small as can be, then the next, nobody worse than alone.",
        _SCHMEIDLER, "games in which all together do no worse than each alone",
    ),
    GameSolution(
        "prenucleolus", "Prenucleolus", lambda game: prenucleolus(game).charges,
        "The greatest complaint as small as can be, then the next.", _SCHMEIDLER,
    ),
    GameSolution(
        "per_capita", "Per-capita prenucleolus",
        lambda game: per_capita_nucleolus(game, domain="preimputations").charges,
        "The same for complaints per member.", "Grotte (1970), Cornell University",
    ),
    GameSolution(
        "proportional_nucleolus", "Proportional nucleolus",
        lambda game: proportional_nucleolus(game).charges,
        "The same for complaints in proportion to cost, nobody worse than alone.",
        "Young, Okada and Hashimoto (1982), Water Resources Research 18",
        "games without negative values, in which all together do no worse than each alone",
    ),
    GameSolution(
        "modiclus", "Modiclus", modiclus,
        "The greatest difference between two coalitions' complaints as small as can be.",
        "Sudholter (1997), Int. J. Game Theory 26",
    ),
    GameSolution(
        "core_centre", "Core centre", core_centre,
        "The centre of gravity of all charges that no coalition would leave.",
        "Gonzalez-Diaz and Sanchez-Rodriguez (2007), Int. J. Game Theory 36",
        "games with a core, of at most six members",
    ),
    GameSolution(
        "dutta_ray", "Egalitarian solution", dutta_ray_egalitarian,
        "As equal as can be without a coalition that would leave.",
        "Dutta and Ray (1989), Econometrica 57", "convex value games, concave cost games",
    ),
)  # fmt: skip

SOLUTIONS: Mapping[str, GameSolution] = MappingProxyType(
    {solution.id: solution for solution in _TABLE}
)
"""Every solution by its id, in the order in which they are listed."""


def game_solution(solution: str) -> GameSolution:
    """Find a solution by its id.

    Raises
    ------
    ProblemError
        If there is no such solution; the message lists those there are.

    Examples
    --------
    >>> game_solution("shapley")(Game.from_vector([4, 5, 7]))
    array([3., 4.])
    """
    try:
        return SOLUTIONS[solution]
    except KeyError:
        listed = ", ".join(SOLUTIONS)
        raise ProblemError(f"solution: no solution {solution!r}; there are {listed}") from None
