"""Principles read as solutions of the game that coalitions make."""

import numpy as np
import pytest

from burdenshare.errors import ProblemError
from burdenshare.sharing.cost_problem import CostProblem
from burdenshare.sharing.game_axioms import AXIOMS
from burdenshare.sharing.games import Game
from burdenshare.sharing.principle_axioms import PROMISES
from burdenshare.sharing.principle_games import as_solution, game_of_problem
from burdenshare.sharing.principles import PRINCIPLES
from burdenshare.sharing.solutions import SOLUTIONS

NAMES = ("a", "b", "c")
GAME = Game.from_vector([4, 5, 6, 7, 8, 9, 11], members=NAMES)


def problem(game=GAME, **fields):
    return CostProblem(
        game.grand, game.size, stand_alone=game.singles, coalitions=game.values, **fields
    )


@pytest.mark.parametrize(
    ("principle", "solution"),
    [
        ("equal", "equal"),
        ("equal-savings", "equal_surplus"),
        ("ensc", "ensc"),
        ("aca", "gately"),
        ("shapley", "shapley"),
        ("nucleolus", "nucleolus"),
        ("tau", "tau"),
    ],
)
def test_a_principle_of_coalitions_is_the_solution_of_their_game(principle, solution):
    solve = as_solution(PRINCIPLES[principle].function, problem(), NAMES)
    for game in (GAME, GAME.restricted(["a", "c"]), GAME.restricted(["b"])):
        np.testing.assert_allclose(solve(game), SOLUTIONS[solution](game), atol=1e-9)


def test_what_is_known_of_members_follows_their_names():
    posed = problem(population=np.array([1.0, 2.0, 3.0]))
    solve = as_solution(PRINCIPLES["per-head"].function, posed, NAMES)
    np.testing.assert_allclose(solve(GAME), np.array([1, 2, 3]) * 11 / 6)
    np.testing.assert_allclose(solve(GAME.restricted(["c", "b"])), [9 * 2 / 5, 9 * 3 / 5])


def test_axioms_can_be_asked_of_principles():
    posed = problem(population=np.array([1.0, 1.0, 8.0]))
    per_head = as_solution(PRINCIPLES["per-head"].function, posed, NAMES)
    shapley = as_solution(PRINCIPLES["shapley"].function, posed, NAMES)
    assert AXIOMS["marginality"].function(shapley, GAME)
    check = AXIOMS["core_membership"].function(per_head, GAME)
    assert check.violation == "c together at 8.8, alone at 6"


def test_where_a_principle_has_no_answer_the_game_is_refused():
    worthless = problem(benefit=np.array([1.0, 1.0, 1.0]))
    solve = as_solution(PRINCIPLES["claims-talmud"].function, worthless, NAMES)
    with pytest.raises(ProblemError, match="no answer"):
        solve(GAME)


def test_the_game_of_a_problem_needs_every_coalition_in_one_draw():
    np.testing.assert_array_equal(game_of_problem(problem(), NAMES).values, GAME.values)
    with pytest.raises(ProblemError, match="costs of all coalitions in one draw"):
        game_of_problem(CostProblem(np.array(3.0), 3), NAMES)
    two = Game.from_vector([[4, 5, 6, 7, 8, 9, 11]] * 2)
    with pytest.raises(ProblemError, match="costs of all coalitions in one draw"):
        game_of_problem(problem(two), NAMES)


def test_promises_reach_coalitions():
    """b adds 11 - 8 = 3 to the others and is charged 11 / 4 by a head count of 1, 1 and 2."""
    posed = problem(population=np.array([1.0, 1.0, 2.0]))
    rule = PRINCIPLES["per-head"].function
    check = PROMISES["no_subsidy"].function(rule, posed)
    assert (
        check.violation == "member 1 is charged 2.75, less than the 3 that it adds to the others."
    )
    # If a alone cost a tenth less, 3.6, equal savings would ask it for 4 - 4/3 less 0.4 * 2/3.
    told = PROMISES["no_gain_by_understating_cost"].function(
        PRINCIPLES["equal-savings"].function, problem()
    )
    assert told.member == 2
    assert told.amounts["charge"] - told.amounts["other"] == pytest.approx(0.6 * 2 / 3)
    # Only the whole becomes dearer: what each adds rises with it, and the rest falls.
    assert PROMISES["cost_monotonicity"].function(PRINCIPLES["ensc"].function, problem())


def test_costs_that_follow_from_needs_are_not_changed_by_themselves():
    airport = CostProblem(
        np.array(9.0), 3, stand_alone=np.array([3.0, 5.0, 9.0]), landings=np.array([2, 1, 1])
    )
    asked = [entry.id for entry in PROMISES.values() if entry.applies(airport)]
    assert asked == ["full_cost", "no_gifts", "stand_alone"]
