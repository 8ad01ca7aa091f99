"""A game is read from a vector, a function or a table, and refused in words where it is none."""

import numpy as np
import pytest

from burdenshare.errors import ProblemError
from burdenshare.sharing.game_properties import (
    is_concave,
    is_convex,
    is_essential,
    is_monotonic,
    is_subadditive,
    is_superadditive,
)
from burdenshare.sharing.games import (
    Game,
    as_allocation,
    coalition_sums,
    lexicographic_masks,
    one_game,
    sums_by_member,
)

DIGITS = [1, 2, 3, 12, 13, 23, 123]


def test_a_vector_a_function_and_a_table_are_one_game():
    listed = Game.from_vector(DIGITS)
    asked = Game.from_function(3, lambda names: float("".join(names)))
    tabled = Game.from_table(
        {"1": 1, "2": 2, "3": 3, "1+2": 12, ("1", "3"): 13, frozenset({"2", "3"}): 23,
         ("1", "2", "3"): 123}
    )  # fmt: skip
    for game in (asked, tabled):
        np.testing.assert_array_equal(game.values, listed.values)
        assert game.members == ("1", "2", "3")
    np.testing.assert_array_equal(listed.to_vector(), DIGITS)


def test_published_vectors_list_coalitions_by_size_then_lexicographically():
    game = Game.from_function(5, lambda names: float("".join(names)))
    by_hand = [1, 2, 3, 4, 5, 12, 13, 14, 15, 23, 24, 25, 34, 35, 45, 123, 124, 125, 134, 135, 145,
               234, 235, 245, 345, 1234, 1235, 1245, 1345, 2345, 12345]  # fmt: skip
    np.testing.assert_array_equal(game.to_vector(), by_hand)
    assert sorted(lexicographic_masks(5).tolist()) == list(range(1, 32))


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Game.from_vector([1, 2, 3, 4]), r"4 numbers are not 2\*\*n - 1, one for every non-"
         r"empty coalition; 2 members need 3, 3 need 7"),
        (lambda: Game.from_vector([1, np.nan, 3]), "vector: nan at .* is not a finite number"),
        (lambda: Game.from_vector([1, np.inf, 3]), "vector: inf at index"),
        (lambda: Game.from_vector(["a", "b", "c"]), "vector: expected numbers"),
        (lambda: Game.from_vector(3), "vector: expected one number a member"),
        (lambda: Game.from_vector([1, 2, 3], members=["a"]), "1 names for a game of 2 members"),
        (lambda: Game.from_vector([1, 2, 3], members=["a", "a"]), "the name 'a' is there twice"),
        (lambda: Game(np.array([1.0, 2.0])), "the empty coalition, entry 0, must be 0"),
        (lambda: Game(np.zeros(3)), r"3 numbers are not 2\*\*n"),
        (lambda: Game(np.zeros(2), "kost"), "'kost' is neither 'cost' nor 'value'"),
        (lambda: Game.from_function(25, len), "25 members have 2.*too many to list.*structured"),
        (lambda: Game.from_function(0, len), "there is no member"),
        (lambda: Game.from_function(2, lambda names: np.nan), "not a finite number"),
        (lambda: Game.from_table({"a": 1, "a+b": 2}), "the coalition 'b' is missing"),
        (lambda: Game.from_table({"a": 1, "b": 1, "a+b": 2, ("b", "a"): 2}), "is there twice"),
        (lambda: Game.from_table({"a": 1, "": 2}), "names no coalition"),
        (lambda: Game.from_table({"a": np.nan}), "table: a: nan"),
    ],
)  # fmt: skip
def test_what_is_no_game_is_refused_in_words(make, words):
    with pytest.raises(ProblemError, match=words):
        make()


def test_members_are_found_by_name_or_position():
    game = Game.from_vector(DIGITS, members=["a", "b", "c"])
    assert game.mask(["a", "c"]) == 5
    assert game.coalition(6) == ("b", "c")
    assert (game.label(6), game.label(0)) == ("b+c", "nobody")
    assert (game.position("c"), game.position(2)) == (2, 2)
    assert game.cost_of(["b", "a"]) == 12
    for missing in ("d", 3, -1):
        with pytest.raises(ProblemError, match="among a, b, c"):
            game.position(missing)


def test_the_dual_of_the_dual_is_the_game():
    game = Game.from_vector(np.random.default_rng(1).normal(size=(4, 31)))
    np.testing.assert_allclose(game.dual().dual().values, game.values, atol=1e-12)
    np.testing.assert_allclose(game.dual().singles, game.separable)


def test_savings_and_zero_normalized_games_take_out_what_members_do_alone():
    game = Game.from_vector([4, 5, 7])
    np.testing.assert_array_equal(game.savings().values, [0, 0, 0, 2])
    np.testing.assert_array_equal(game.zero_normalized().values, [0, 0, 0, -2])
    assert game.savings().kind == "value"
    with pytest.raises(ProblemError, match=r"use zero_normalized\(\) instead"):
        game.as_kind("value").savings()


def test_a_subgame_keeps_names_and_costs():
    part = Game.from_vector(DIGITS, members=["a", "b", "c"]).restricted(["c", "a"])
    assert part.members == ("a", "c")
    np.testing.assert_array_equal(part.to_vector(), [1, 3, 13])
    with pytest.raises(ProblemError, match="has no member"):
        part.restricted([])


def test_many_games_are_told_from_one():
    many = Game.from_vector([DIGITS, DIGITS])
    np.testing.assert_array_equal(many.singles, [[1, 2, 3]] * 2)
    with pytest.raises(ProblemError, match=r"got many of shape \(2,\)"):
        one_game(many)
    with pytest.raises(ProblemError, match="charges: expected 3 numbers, one a member"):
        as_allocation([1, 2], Game.from_vector(DIGITS), "charges")


def test_values_cannot_be_changed_by_accident():
    game = Game.from_vector(DIGITS)
    with pytest.raises(ValueError, match="read-only"):
        game.values[1] = 7


def test_sums_over_coalitions_and_by_member():
    amounts = np.random.default_rng(2).normal(size=(3, 4))
    sums = coalition_sums(amounts)
    assert sums.shape == (3, 16)
    np.testing.assert_allclose(sums[:, 0b1010], amounts[:, 1] + amounts[:, 3])
    by_member = sums_by_member(sums)
    inside = [[mask for mask in range(16) if mask >> i & 1] for i in range(4)]
    for i, masks in enumerate(inside):
        np.testing.assert_allclose(by_member[:, i], sums[:, masks].sum(axis=1))


@pytest.mark.parametrize(
    ("vector", "properties"),
    [
        ([0, 0, 0, 1, 1, 1, 3], {"monotonic", "convex", "superadditive", "essential"}),
        ([0, 0, 0, 2, 2, 2, 3], {"monotonic", "superadditive", "essential"}),
        ([1, 1, 1, 1, 1, 1, 1], {"monotonic", "concave", "subadditive"}),
        ([1, 1, 1, 0, 0, 0, 0], {"subadditive"}),
        ([1, 2, 3, 3, 4, 5, 6], {"monotonic", "convex", "concave", "superadditive", "subadditive"}),
        ([0, 0, 0, 5, 5, 5, 4], {"essential"}),
    ],
)
def test_properties_of_a_game(vector, properties):
    checks = {
        "monotonic": is_monotonic,
        "convex": is_convex,
        "concave": is_concave,
        "superadditive": is_superadditive,
        "subadditive": is_subadditive,
        "essential": is_essential,
    }
    game = Game.from_vector(vector, "value")
    assert {name for name, check in checks.items() if check(game)} == properties
    both = Game.from_vector([vector, vector], "value")
    assert {name for name, check in checks.items() if check(both).all()} == properties


def test_superadditivity_of_many_members_is_refused_in_words():
    with pytest.raises(ProblemError, match=r"16 members make 3.*a convexity test takes fewer"):
        is_superadditive(Game(np.zeros(1 << 16), "value"))
