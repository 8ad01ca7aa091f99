"""Solutions of games: what the theory proves of each, and games on which it disproves the rest."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from burdenshare.errors import ProblemError
from burdenshare.sharing.compromises import gately_point
from burdenshare.sharing.game_axioms import AXIOMS
from burdenshare.sharing.games import Game, Kind
from burdenshare.sharing.solutions import SOLUTIONS

ALIKE = {"equal_treatment", "anonymity"}
SHARED = ALIKE | {"efficiency"}
DUMMIES = {"null_member", "dummy_member"}
REASONABLE = SHARED | DUMMIES | {"covariance", "reasonable_bounds"}
MONOTONE = {"aggregate_monotonicity", "coalitional_monotonicity"}
LINEAR = {"covariance", "additivity"}
STABLE = {"individual_rationality", "stand_alone", "no_subsidy", "core_membership"}

SATISFIED: dict[str, set[str]] = {
    "equal": SHARED
    | MONOTONE
    | {"additivity", "self_duality", "davis_maschler_consistency"}
    | {"hart_mas_colell_consistency", "complement_consistency"},
    "equal_surplus": SHARED | MONOTONE | LINEAR,
    "ensc": SHARED | MONOTONE | LINEAR | {"complement_consistency"},
    "gately": SHARED | DUMMIES | {"covariance"},
    # The dual of a quasi-balanced game is not one, save where nothing is to be shared.
    "tau": REASONABLE | {"individual_rationality", "self_duality"},
    "shapley": REASONABLE
    | MONOTONE
    | {"additivity", "marginality", "self_duality", "hart_mas_colell_consistency"},
    "banzhaf": ALIKE
    | DUMMIES
    | MONOTONE
    | LINEAR
    | {"marginality", "reasonable_bounds", "self_duality"},
    "solidarity": SHARED | MONOTONE | {"additivity"},
    "nucleolus": REASONABLE | {"individual_rationality"},
    "prenucleolus": REASONABLE | {"davis_maschler_consistency"},
    "per_capita": SHARED | {"covariance", "aggregate_monotonicity"},
    "proportional_nucleolus": (REASONABLE - {"covariance"}) | {"individual_rationality"},
    "modiclus": REASONABLE | {"self_duality"},
    # The dual of a game with a core has none, save where the core is a point.
    "core_centre": REASONABLE | STABLE | {"self_duality"},
    "dutta_ray": (REASONABLE - {"covariance"})
    | STABLE
    | {"self_duality", "aggregate_monotonicity", "population_monotonicity"}
    | {"davis_maschler_consistency", "hart_mas_colell_consistency"},
}

UNDECIDED = {
    ("dutta_ray", "coalitional_monotonicity"): "no proof known to us, and no counter-example found"
}

ON_CONVEX_GAMES: dict[str, set[str]] = {
    "equal_surplus": {"individual_rationality"},
    "gately": {"individual_rationality"},
    "shapley": STABLE | {"population_monotonicity"},
    "nucleolus": (STABLE - {"individual_rationality"}) | {"davis_maschler_consistency"},
    "prenucleolus": STABLE,
    "per_capita": STABLE | DUMMIES,
    "proportional_nucleolus": STABLE - {"individual_rationality"},
    "modiclus": STABLE,
}
"""What holds besides on convex value games and concave cost games."""

COUNTEREXAMPLES: dict[tuple[str, str], tuple[Kind, list[int]]] = {
    ("equal", "null_member"): ("cost", [0, 1, 1]),
    ("equal", "dummy_member"): ("cost", [0, 1, 1]),
    ("equal", "covariance"): ("cost", [0, 0, 0]),
    ("equal", "marginality"): ("cost", [0, 0, 0]),
    ("equal", "reasonable_bounds"): ("cost", [0, 1, 1]),
    ("equal", "individual_rationality"): ("cost", [0, 0, 1]),
    ("equal", "stand_alone"): ("cost", [0, 0, 1]),
    ("equal", "no_subsidy"): ("cost", [0, 0, 1]),
    ("equal", "core_membership"): ("cost", [0, 0, 1]),
    ("equal", "population_monotonicity"): ("cost", [0, 0, 1]),
    ("equal_surplus", "null_member"): ("cost", [0, 0, 0, 1, 0, 0, 1]),
    ("equal_surplus", "dummy_member"): ("cost", [0, 0, 0, 1, 0, 0, 1]),
    ("equal_surplus", "marginality"): ("cost", [0, 0, 0, 0, 0, 0, 0]),
    ("equal_surplus", "reasonable_bounds"): ("cost", [0, 0, 0, 1, 0, 0, 1]),
    ("equal_surplus", "self_duality"): ("value", [0, 1, 0, 0, 0, 0, 0]),
    ("equal_surplus", "individual_rationality"): ("cost", [0, 0, 1]),
    ("equal_surplus", "stand_alone"): ("cost", [0, 0, 1]),
    ("equal_surplus", "no_subsidy"): ("cost", [0, 0, 1]),
    ("equal_surplus", "core_membership"): ("cost", [0, 0, 1]),
    ("equal_surplus", "population_monotonicity"): ("cost", [0, 0, 1]),
    ("equal_surplus", "davis_maschler_consistency"): ("value", [0, 1, 0, 0, 0, 0, 0]),
    ("equal_surplus", "hart_mas_colell_consistency"): ("value", [0, 1, 0, 0, 0, 0, 0]),
    ("equal_surplus", "complement_consistency"): ("value", [0, 1, 0, 0, 0, 0, 0]),
    ("ensc", "null_member"): ("cost", [0, 0, 0, 1, 0, 0, 1]),
    ("ensc", "dummy_member"): ("cost", [0, 0, 0, 1, 0, 0, 1]),
    ("ensc", "marginality"): ("cost", [0, 0, 0, 0, 0, 0, 0]),
    ("ensc", "reasonable_bounds"): ("cost", [0, 0, 0, 1, 0, 0, 1]),
    ("ensc", "self_duality"): ("value", [0, 1, 0, 0, 0, 0, 0]),
    ("ensc", "individual_rationality"): ("cost", [0, 0, 1]),
    ("ensc", "stand_alone"): ("cost", [0, 0, 1]),
    ("ensc", "no_subsidy"): ("cost", [0, 0, 1]),
    ("ensc", "core_membership"): ("cost", [0, 0, 1]),
    ("ensc", "population_monotonicity"): ("cost", [0, 0, 1]),
    ("ensc", "davis_maschler_consistency"): ("value", [0, 1, 0, 0, 0, 0, 0]),
    ("ensc", "hart_mas_colell_consistency"): ("value", [0, 1, 0, 0, 0, 0, 0]),
    ("gately", "additivity"): ("cost", [0, 0, 0, 0, 0, 0, 1]),
    ("gately", "marginality"): ("cost", [0, 0, 0, 0, 0, 0, 1]),
    ("gately", "reasonable_bounds"): ("cost", [0, 0, 0, 4, 0, 0, 1]),
    ("gately", "self_duality"): ("cost", [0, 4, 0, 2, 5, 1, 4]),
    ("gately", "individual_rationality"): ("cost", [0, 0, 1]),
    ("gately", "stand_alone"): ("cost", [0, 0, 1]),
    ("gately", "no_subsidy"): ("cost", [0, 0, 1]),
    ("gately", "core_membership"): ("cost", [0, 0, 1]),
    ("gately", "aggregate_monotonicity"): ("value", [0, 1, 0, 0, 0, 0, 0]),
    ("gately", "coalitional_monotonicity"): ("cost", [0, 0, 0, 0, 0, 0, 1]),
    ("gately", "population_monotonicity"): ("cost", [0, 0, 1]),
    ("gately", "davis_maschler_consistency"): ("value", [0, 1, 0, 0, 0, 0, 0]),
    ("gately", "hart_mas_colell_consistency"): ("value", [0, 1, 0, 0, 0, 0, 0]),
    ("gately", "complement_consistency"): ("cost", [0, 0, 0, 1, 0, 0, 1]),
    ("tau", "additivity"): ("value", [0, 0, 0, 0, 0, 0, 1]),
    ("tau", "marginality"): ("value", [0, 0, 0, 0, 0, 0, 1]),
    ("tau", "stand_alone"): ("value", [0, 0, 0, 0, 4, 3, 0, 0, 0, 0, 0, 0, 0, 1, 4]),
    ("tau", "no_subsidy"): ("value", [0, 0, 0, 0, 4, 3, 0, 0, 0, 0, 0, 0, 0, 1, 4]),
    ("tau", "core_membership"): ("value", [0, 0, 0, 0, 4, 3, 0, 0, 0, 0, 0, 0, 0, 1, 4]),
    ("tau", "aggregate_monotonicity"): ("value", [0, 0, 0, 0, 4, 3, 0, 0, 0, 0, 0, 0, 0, 1, 4]),
    ("tau", "coalitional_monotonicity"): ("cost", [0, 0, 4, 6, 3, 0, 0]),
    ("tau", "population_monotonicity"): ("cost", [0, 4, 0, 0, 0, 0, 0]),
    ("tau", "davis_maschler_consistency"): ("value", [0, 0, 0, 0, 1, 0, 2]),
    ("tau", "hart_mas_colell_consistency"): ("value", [0, 0, 0, 0, 1, 0, 2]),
    ("tau", "complement_consistency"): ("value", [0, 0, 0, 0, 0, 1, 1]),
    ("shapley", "individual_rationality"): ("cost", [0, 0, 1]),
    ("shapley", "stand_alone"): ("cost", [0, 0, 1]),
    ("shapley", "no_subsidy"): ("cost", [0, 0, 1]),
    ("shapley", "core_membership"): ("cost", [0, 0, 1]),
    ("shapley", "population_monotonicity"): ("cost", [0, 0, 1]),
    ("shapley", "davis_maschler_consistency"): ("value", [0, 1, 0, 0, 0, 0, 0]),
    ("shapley", "complement_consistency"): ("value", [0, 1, 0, 0, 0, 0, 0]),
    ("banzhaf", "efficiency"): ("cost", [0, 0, 0, 0, 0, 0, 1]),
    ("banzhaf", "individual_rationality"): ("cost", [0, 0, 1]),
    ("banzhaf", "stand_alone"): ("cost", [0, 0, 1]),
    ("banzhaf", "no_subsidy"): ("cost", [0, 0, 1]),
    ("banzhaf", "core_membership"): ("cost", [0, 0, 1]),
    ("banzhaf", "population_monotonicity"): ("cost", [0, 0, 1]),
    ("banzhaf", "davis_maschler_consistency"): ("value", [0, 1, 0, 0, 0, 0, 0]),
    ("banzhaf", "hart_mas_colell_consistency"): ("cost", [0, 0, 0, 0, 0, 0, 1]),
    ("banzhaf", "complement_consistency"): ("cost", [0, 0, 0, 0, 0, 0, 1]),
    ("solidarity", "null_member"): ("cost", [0, 1, 1]),
    ("solidarity", "dummy_member"): ("cost", [0, 1, 1]),
    ("solidarity", "covariance"): ("cost", [0, 0, 0]),
    ("solidarity", "marginality"): ("cost", [0, 0, 0]),
    ("solidarity", "reasonable_bounds"): ("cost", [0, 1, 1]),
    ("solidarity", "self_duality"): ("value", [0, 1, 0, 0, 0, 0, 0]),
    ("solidarity", "individual_rationality"): ("cost", [0, 0, 1]),
    ("solidarity", "stand_alone"): ("cost", [0, 0, 1]),
    ("solidarity", "no_subsidy"): ("cost", [0, 0, 1]),
    ("solidarity", "core_membership"): ("cost", [0, 0, 1]),
    ("solidarity", "population_monotonicity"): ("cost", [0, 0, 1]),
    ("solidarity", "davis_maschler_consistency"): ("value", [0, 1, 0, 0, 0, 0, 0]),
    ("solidarity", "hart_mas_colell_consistency"): ("value", [0, 1, 0, 0, 0, 0, 0]),
    ("solidarity", "complement_consistency"): ("value", [0, 1, 0, 0, 0, 0, 0]),
    ("nucleolus", "additivity"): ("value", [0, 0, 0, 0, 0, 0, 1]),
    ("nucleolus", "marginality"): ("value", [0, 0, 0, 0, 0, 0, 1]),
    ("nucleolus", "self_duality"): ("cost", [2, 0, 2, 0, 0, 0, 3]),
    ("nucleolus", "stand_alone"): ("value", [0, 0, 0, 2, 0, 3, 0]),
    ("nucleolus", "no_subsidy"): ("value", [0, 0, 0, 2, 0, 3, 0]),
    ("nucleolus", "core_membership"): ("value", [0, 0, 0, 2, 0, 3, 0]),
    ("nucleolus", "aggregate_monotonicity"): (
        "value",
        [0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 5, 6],
    ),
    ("nucleolus", "coalitional_monotonicity"): (
        "value",
        [0, 0, 0, 0, 0, 1, 0, 2, 0, 0, 3, 0, 0, 0, 6],
    ),
    ("nucleolus", "population_monotonicity"): ("cost", [0, 4, 0, 0, 0, 0, 0]),
    ("nucleolus", "davis_maschler_consistency"): (
        "value",
        [0, 0, 0, 0, 0, 1, 0, 0, 4, 4, 0, 0, 0, 0, 4],
    ),
    ("nucleolus", "hart_mas_colell_consistency"): ("value", [0, 0, 0, 0, 1, 0, 2]),
    ("nucleolus", "complement_consistency"): ("value", [0, 0, 0, 0, 0, 1, 1]),
    ("prenucleolus", "additivity"): ("cost", [0, 0, 0, 0, 0, 0, 1]),
    ("prenucleolus", "marginality"): ("cost", [0, 0, 0, 0, 0, 0, 1]),
    ("prenucleolus", "self_duality"): ("value", [0, 1, 0, 0, 0, 0, 0]),
    ("prenucleolus", "individual_rationality"): ("cost", [0, 0, 1]),
    ("prenucleolus", "stand_alone"): ("cost", [0, 0, 1]),
    ("prenucleolus", "no_subsidy"): ("cost", [0, 0, 1]),
    ("prenucleolus", "core_membership"): ("cost", [0, 0, 1]),
    ("prenucleolus", "aggregate_monotonicity"): (
        "value",
        [0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 5, 6],
    ),
    ("prenucleolus", "coalitional_monotonicity"): (
        "value",
        [0, 0, 0, 0, 0, 1, 0, 2, 0, 0, 3, 0, 0, 0, 6],
    ),
    ("prenucleolus", "population_monotonicity"): ("cost", [0, 0, 1]),
    ("prenucleolus", "hart_mas_colell_consistency"): ("value", [0, 1, 0, 0, 0, 0, 0]),
    ("prenucleolus", "complement_consistency"): ("value", [0, 1, 0, 0, 0, 0, 0]),
    ("per_capita", "null_member"): ("cost", [0, 0, 0, 1, 0, 0, 1]),
    ("per_capita", "dummy_member"): ("cost", [0, 0, 0, 1, 0, 0, 1]),
    ("per_capita", "additivity"): ("value", [0, 1, 0, 0, 0, 0, 0]),
    ("per_capita", "marginality"): ("cost", [0, 0, 0, 0, 0, 0, 0]),
    ("per_capita", "reasonable_bounds"): ("cost", [0, 0, 0, 1, 0, 0, 1]),
    ("per_capita", "self_duality"): ("value", [0, 1, 0, 0, 0, 0, 0]),
    ("per_capita", "individual_rationality"): ("cost", [0, 0, 1]),
    ("per_capita", "stand_alone"): ("cost", [0, 0, 1]),
    ("per_capita", "no_subsidy"): ("cost", [0, 0, 1]),
    ("per_capita", "core_membership"): ("cost", [0, 0, 1]),
    ("per_capita", "coalitional_monotonicity"): (
        "value",
        [0, 0, 0, 0, 0, 1, 0, 2, 0, 0, 3, 0, 0, 0, 6],
    ),
    ("per_capita", "population_monotonicity"): ("cost", [0, 0, 1]),
    ("per_capita", "davis_maschler_consistency"): ("value", [0, 1, 0, 0, 0, 0, 0]),
    ("per_capita", "hart_mas_colell_consistency"): ("value", [0, 1, 0, 0, 0, 0, 0]),
    ("per_capita", "complement_consistency"): ("value", [0, 1, 0, 0, 0, 0, 0]),
    ("proportional_nucleolus", "covariance"): ("cost", [0, 1, 0]),
    ("proportional_nucleolus", "additivity"): ("value", [0, 0, 0, 0, 1, 2, 2]),
    ("proportional_nucleolus", "marginality"): ("cost", [0, 1, 0]),
    ("proportional_nucleolus", "self_duality"): ("value", [0, 0, 0, 3, 1, 3, 3]),
    ("proportional_nucleolus", "stand_alone"): ("value", [0, 0, 0, 2, 0, 3, 0]),
    ("proportional_nucleolus", "no_subsidy"): ("value", [0, 0, 0, 2, 0, 3, 0]),
    ("proportional_nucleolus", "core_membership"): ("value", [0, 0, 0, 2, 0, 3, 0]),
    ("proportional_nucleolus", "aggregate_monotonicity"): ("cost", [2, 6, 0, 4, 0, 0, 0]),
    ("proportional_nucleolus", "coalitional_monotonicity"): ("cost", [2, 6, 0, 4, 0, 0, 0]),
    ("proportional_nucleolus", "population_monotonicity"): ("cost", [3, 5, 0, 1, 0, 2, 1]),
    ("proportional_nucleolus", "davis_maschler_consistency"): ("value", [1, 0, 0, 1, 1, 2, 4]),
    ("proportional_nucleolus", "hart_mas_colell_consistency"): ("cost", [1, 3, 1, 1, 0, 3, 3]),
    ("proportional_nucleolus", "complement_consistency"): ("cost", [1, 1, 1, 1, 2, 2, 2]),
    ("modiclus", "additivity"): ("cost", [0, 0, 0, 0, 0, 0, 1]),
    ("modiclus", "marginality"): ("cost", [0, 0, 0, 0, 0, 0, 1]),
    ("modiclus", "individual_rationality"): ("cost", [0, 0, 1]),
    ("modiclus", "stand_alone"): ("cost", [0, 0, 1]),
    ("modiclus", "no_subsidy"): ("cost", [0, 0, 1]),
    ("modiclus", "core_membership"): ("cost", [0, 0, 1]),
    ("modiclus", "aggregate_monotonicity"): ("cost", [0, 0, 3, 0, 0, 2, 0, 0, 0, 3, 0, 5, 3, 0, 0]),
    ("modiclus", "coalitional_monotonicity"): ("cost", [0, 0, 0, 0, 1, 0, 3]),
    ("modiclus", "population_monotonicity"): ("cost", [0, 0, 1]),
    ("modiclus", "davis_maschler_consistency"): ("value", [1, 0, 1, 0, 0, 0, 0]),
    ("modiclus", "hart_mas_colell_consistency"): ("value", [0, 1, 0, 0, 0, 0, 0]),
    ("modiclus", "complement_consistency"): ("value", [0, 1, 0, 0, 0, 0, 0]),
    ("core_centre", "additivity"): ("value", [0, 0, 0, 0, 0, 0, 1]),
    ("core_centre", "marginality"): ("value", [0, 0, 0, 0, 0, 0, 1]),
    ("core_centre", "aggregate_monotonicity"): (
        "value",
        [0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 5, 6],
    ),
    ("core_centre", "coalitional_monotonicity"): (
        "value",
        [0, 0, 0, 0, 0, 1, 0, 2, 0, 0, 3, 0, 0, 0, 6],
    ),
    ("core_centre", "population_monotonicity"): ("cost", [0, 4, 0, 0, 0, 0, 0]),
    ("core_centre", "davis_maschler_consistency"): ("value", [0, 0, 0, 0, 1, 0, 2]),
    ("core_centre", "hart_mas_colell_consistency"): ("value", [0, 0, 0, 0, 1, 0, 2]),
    ("core_centre", "complement_consistency"): ("value", [0, 0, 0, 0, 0, 1, 1]),
    ("dutta_ray", "covariance"): ("cost", [0, 1, 0]),
    ("dutta_ray", "additivity"): ("value", [0, 1, 1]),
    ("dutta_ray", "marginality"): ("cost", [0, 1, 0]),
    ("dutta_ray", "complement_consistency"): ("cost", [0, 2, 2, 2, 2, 3, 3]),
}


@st.composite
def games(draw: st.DrawFn, most: int = 4) -> Game:
    """Games of few members: whole numbers with ties, some with members who add nothing."""
    size = draw(st.integers(1, most))
    numbers = st.integers(draw(st.sampled_from([-4, 0])), 8).map(float)
    values = draw(st.lists(numbers, min_size=(1 << size) - 1, max_size=(1 << size) - 1))
    game = Game.from_vector(values, draw(st.sampled_from(["cost", "value"])))
    shape = draw(st.sampled_from(["as drawn", "zero-normalized", "with a dummy"]))
    if shape == "zero-normalized":
        return game.zero_normalized()
    if shape == "with a dummy" and size < most:
        own = draw(st.integers(0, 3))
        return Game(np.concatenate([game.values, game.values + own]), game.kind)
    return game


@st.composite
def convex_games(draw: st.DrawFn, most: int = 4) -> Game:
    """Convex value games, whose dividends are not negative, and their duals, concave cost games."""
    size = draw(st.integers(1, most))
    values = np.array(
        [
            0.0,
            *draw(st.lists(st.integers(0, 5), min_size=(1 << size) - 1, max_size=(1 << size) - 1)),
        ]
    )
    for member in range(size):
        split = values.reshape(-1, 2, 1 << member)
        split[:, 1] += split[:, 0]
    game = Game(values, "value")
    return game if draw(st.booleans()) else game.dual().as_kind("cost")


def defined(solution: str, game: Game) -> bool:
    try:
        SOLUTIONS[solution](game)
    except ProblemError:
        return False
    return True


def test_every_verdict_is_given_once() -> None:
    for solution in SOLUTIONS:
        disproved = {axiom for name, axiom in COUNTEREXAMPLES if name == solution}
        undecided = {axiom for name, axiom in UNDECIDED if name == solution}
        assert SATISFIED[solution].isdisjoint(disproved)
        assert undecided.isdisjoint(SATISFIED[solution] | disproved)
        assert SATISFIED[solution] | disproved | undecided == set(AXIOMS)
        assert ON_CONVEX_GAMES.get(solution, set()) <= disproved


@pytest.mark.parametrize("solution", SOLUTIONS)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_axioms_proved_for_a_solution_hold(solution: str, data: st.DataObject) -> None:
    games_of_it = convex_games() if solution in ("dutta_ray", "core_centre") else games()
    game = data.draw(games_of_it)
    assume(defined(solution, game))
    for axiom in sorted(SATISFIED[solution]):
        check = AXIOMS[axiom].function(SOLUTIONS[solution], game)
        assert check.holds, check
        assert check.violation == ""


@pytest.mark.parametrize("solution", ON_CONVEX_GAMES)
@settings(max_examples=20, deadline=None)
@given(game=convex_games())
def test_axioms_proved_on_convex_games_hold_there(solution: str, game: Game) -> None:
    assume(defined(solution, game))
    for axiom in sorted(ON_CONVEX_GAMES[solution]):
        check = AXIOMS[axiom].function(SOLUTIONS[solution], game)
        assert check.holds, check


@pytest.mark.parametrize(("solution", "axiom"), COUNTEREXAMPLES)
def test_axioms_disproved_for_a_solution_are_violated(solution: str, axiom: str) -> None:
    kind, vector = COUNTEREXAMPLES[solution, axiom]
    check = AXIOMS[axiom].function(SOLUTIONS[solution], Game.from_vector(vector, kind))
    assert not check.holds
    assert check.axiom == axiom
    assert any(character.isdigit() for character in check.violation)


@settings(max_examples=60, deadline=None)
@given(game=games())
def test_alternate_costs_avoided_are_self_dual_where_they_say_anything(game: Game) -> None:
    assume(abs((game.singles - game.separable).sum()) > 1e-9)
    np.testing.assert_allclose(gately_point(game), gately_point(game.dual()), atol=1e-9)


def test_axioms_that_single_a_solution_out() -> None:
    """Young (1985), Sobolev (1975) and Moulin (1985) characterise one solution each."""
    for axioms, only in (
        ({"efficiency", "equal_treatment", "marginality"}, "shapley"),
        ({"anonymity", "covariance", "davis_maschler_consistency"}, "prenucleolus"),
        ({"equal_treatment", "covariance", "complement_consistency"}, "ensc"),
    ):
        assert [solution for solution in SOLUTIONS if axioms <= SATISFIED[solution]] == [only]
