"""Axioms for solutions of games catch solutions made to break them, and say where."""

import numpy as np
import pytest

from burdenshare.errors import ProblemError
from burdenshare.sharing.game_axioms import AXIOMS
from burdenshare.sharing.games import Game
from burdenshare.sharing.nuclei import nucleolus
from burdenshare.sharing.values import shapley

COSTS = Game.from_vector([4, 5, 7], members=["north", "south"])
THREE = Game.from_vector([2, 2, 3, 3, 5, 5, 6])
WORTHS = Game.from_vector([0, 0, 0, 6, 0, 0, 6], "value")


def alone(game):
    """Everyone pays the stand-alone cost."""
    return game.singles


def last(game):
    """The member listed last pays it all."""
    return np.eye(game.size)[-1] * game.grand


def equal(game):
    """Everyone pays the same."""
    return np.full(game.size, float(game.grand) / game.size)


def dearest(game):
    """In proportion to the squares of stand-alone costs."""
    squares = np.maximum(game.singles, 1e-9) ** 2
    return game.grand * squares / squares.sum()


def falling(game):
    """Whoever is dearest alone gets the excess of the costs alone over twice the whole."""
    gap = game.singles.sum() - 2 * game.grand
    first = np.eye(game.size)[int(game.singles.argmax())]
    return first * gap + (game.grand - gap) / game.size


@pytest.mark.parametrize(
    ("axiom", "solution", "game", "words"),
    [
        ("efficiency", alone, COSTS, "the charges add up to 9, not to 7"),
        ("equal_treatment", last, Game.from_vector([4, 4, 7]), "to every coalition, at 0 and 7"),
        ("anonymity", last, COSTS, "south is charged 7, but 0 with the members listed"),
        ("null_member", equal, WORTHS, "3 adds nothing to any coalition and gets 2"),
        ("dummy_member", equal, Game.from_vector([3, 4, 7]), "1 adds 3 to every coalition and is"),
        ("covariance", equal, COSTS, "charged 3.5, but 0 when own costs are taken out"),
        ("additivity", dearest, COSTS, "when another game is shared with it"),
        ("marginality", equal, COSTS, "south is charged 3.5, but 7 when north costs 7 more"),
        ("reasonable_bounds", last, COSTS, "north is charged 0, and adds from 2 to 4"),
        ("self_duality", lambda g: nucleolus(g).charges, WORTHS, None),
        ("self_duality", dearest, COSTS, "if coalitions are served last"),
        ("individual_rationality", last, COSTS, "south is charged 7, and would pay 5 alone"),
        ("individual_rationality", lambda g: [-1, 5, 2], WORTHS, "1 gets -1, and would get 0"),
        ("stand_alone", last, COSTS, "south together at 7, alone at 5"),
        ("stand_alone", last, WORTHS, "1+2 together at 0, alone at 6"),
        ("no_subsidy", last, COSTS, "north at 0, adds 2 to the others"),
        ("core_membership", last, COSTS, "south together at 7, alone at 5"),
        ("core_membership", alone, COSTS, "the charges add up to 9, not to 7"),
        ("aggregate_monotonicity", falling, COSTS, "if north+south costs 0.07 more"),
        ("coalitional_monotonicity", falling, THREE, "more"),
        ("population_monotonicity", equal, Game.from_vector([1, 5, 6]), "1 is charged 1, but 3"),
        ("davis_maschler_consistency", shapley, WORTHS, None),
        ("davis_maschler_consistency", dearest, THREE, "share their part anew"),
        ("hart_mas_colell_consistency", dearest, THREE, "share their part anew"),
        ("complement_consistency", dearest, THREE, "share their part anew"),
    ],
)
def test_a_solution_that_breaks_an_axiom_is_shown_to(axiom, solution, game, words) -> None:
    check = AXIOMS[axiom].function(solution, game)
    assert check.axiom == axiom
    assert check.holds is (words is None)
    assert words is None or words in check.violation


@pytest.mark.parametrize("axiom", AXIOMS.values(), ids=lambda axiom: axiom.id)
def test_an_axiom_is_checked_on_one_game(axiom) -> None:
    with pytest.raises(ProblemError, match="expected one game, got many"):
        axiom.function(shapley, Game.from_vector([[1, 2, 3], [1, 2, 4]]))
    with pytest.raises(ProblemError, match="expected 2 numbers, one a member"):
        axiom.function(lambda game: [1.0], COSTS)
    assert axiom.promise.endswith(".")
    assert axiom.function(shapley, COSTS), "the Shapley value of two members keeps everything"


@pytest.mark.parametrize("axiom", AXIOMS.values(), ids=lambda axiom: axiom.id)
def test_the_tolerance_decides_what_counts(axiom) -> None:
    assert axiom.function(dearest, COSTS, tolerance=1e4)


def test_a_relative_for_which_the_solution_is_not_defined_is_passed_over() -> None:
    # The dual of these costs leaves nobody an acceptable charge, so there is nothing to compare.
    assert AXIOMS["self_duality"].function(lambda game: nucleolus(game).charges, COSTS)


def test_a_solution_that_is_not_defined_for_the_game_says_so() -> None:
    with pytest.raises(ProblemError, match="use the prenucleolus"):
        AXIOMS["efficiency"].function(lambda g: nucleolus(g).charges, COSTS.as_kind("value"))


def test_groups_beyond_six_members_are_singles_pairs_and_all_but_one() -> None:
    rng = np.random.default_rng(3)
    game = Game.from_vector(rng.integers(0, 9, 127), "value")
    for axiom in ("coalitional_monotonicity", "hart_mas_colell_consistency"):
        assert AXIOMS[axiom].function(shapley, game)
    assert not AXIOMS["population_monotonicity"].function(shapley, game)
