"""Games that bear a name have the solutions that theory gives them, and refuse bad numbers."""

import numpy as np
import pytest

from burdenshare.errors import ProblemError
from burdenshare.sharing import airport, voting
from burdenshare.sharing.claims import RULES
from burdenshare.sharing.compromises import tau
from burdenshare.sharing.game_properties import is_concave, is_convex
from burdenshare.sharing.named_games import (
    airport_game,
    bankruptcy_game,
    glove_game,
    unanimity_game,
    weighted_majority_game,
)
from burdenshare.sharing.nuclei_draws import nucleolus_charges
from burdenshare.sharing.stability import core_vertices
from burdenshare.sharing.values import dividends, shapley

RNG = np.random.default_rng(8)


def test_claims_rules_are_solutions_of_the_bankruptcy_game():
    claims = RNG.integers(0, 12, (40, 4)).astype(float)
    endowment = RNG.uniform(0, 1, 40) * claims.sum(axis=1)
    games = bankruptcy_game(endowment, claims)
    assert is_convex(games).all()
    for rule, charges in (
        ("random_arrival", shapley(games)),
        ("talmud", nucleolus_charges(games)),
        ("adjusted_proportional", tau(games)),
    ):
        np.testing.assert_allclose(charges, RULES[rule](endowment, claims), atol=1e-9)


def test_airport_rules_are_solutions_of_the_airport_game():
    costs = RNG.integers(0, 20, (40, 4)).astype(float)
    games = airport_game(costs)
    assert is_concave(games).all()
    paid = airport.sequential_equal_contributions(costs)
    np.testing.assert_allclose(shapley(games), paid, atol=1e-9)
    np.testing.assert_allclose(nucleolus_charges(games), airport.slack_maximizer(costs), atol=1e-9)


def test_power_is_the_shapley_value_of_the_majority_game():
    weights = RNG.integers(1, 9, 7)
    quota = int(weights.sum()) * 2 // 3
    game = weighted_majority_game(weights, quota)
    np.testing.assert_allclose(shapley(game), voting.shapley_shubik(weights, quota), atol=1e-12)


def test_a_unanimity_game_is_one_dividend():
    game = unanimity_game(["a", "b", "c"], ["c", "a"], 6)
    assert np.flatnonzero(dividends(game)).tolist() == [0b101]
    assert shapley(game).tolist() == [3, 0, 3]
    assert unanimity_game(3, [1], kind="cost").kind == "cost"


def test_the_scarce_glove_takes_all_in_the_core():
    assert core_vertices(glove_game(1, 2)).round(9).tolist() == [[1, 0, 0]]
    np.testing.assert_allclose(shapley(glove_game(1, 2)), [2 / 3, 1 / 6, 1 / 6])


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: bankruptcy_game(9, [1, 2]), "exceeds the sum of the claims"),
        (lambda: bankruptcy_game(1, [-1, 2]), "is negative"),
        (lambda: bankruptcy_game(1, np.ones(60)), "60 members have .* too many to list"),
        (lambda: airport_game(np.ones(60)), "60 members"),
        (lambda: weighted_majority_game(np.ones(60), 3), "60 members"),
        (lambda: glove_game(30, 30), "60 members"),
        (lambda: airport_game([1, -2]), "is negative"),
        (lambda: airport_game([np.nan]), "not a finite number"),
        (lambda: unanimity_game(2, []), "nobody in it"),
        (lambda: unanimity_game(2, [2]), "no member 2"),
        (lambda: weighted_majority_game([1, 2], 4), "quota: 4 is not above 0 and at most the 3"),
        (lambda: weighted_majority_game([1, 2], 0), "quota: 0"),
        (lambda: weighted_majority_game([[1, 2]], 1), "one vote a member"),
        (lambda: glove_game(0, 0), "no numbers of members"),
    ],
)
def test_bad_numbers_are_refused_in_words(make, words):
    with pytest.raises(ProblemError, match=words):
        make()
