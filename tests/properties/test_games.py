"""Solutions of games against slow versions, another library, and theorems."""

from __future__ import annotations

import itertools

import coopgame
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import naive_structured as naive

from burdenshare.errors import ProblemError
from burdenshare.sharing import compromises, nuclei, stability, values
from burdenshare.sharing.claims import RULES
from burdenshare.sharing.excess_programs import lexicographic_least_excess
from burdenshare.sharing.game_properties import is_concave, is_convex
from burdenshare.sharing.games import Game, coalition_sums
from burdenshare.sharing.kernel import in_kernel
from burdenshare.sharing.nuclei_draws import nucleolus_charges


@st.composite
def worths(draw: st.DrawFn, least: int = 1, most: int = 4) -> np.ndarray:
    """Values by bitmask: small whole numbers with many ties, or floats over six decades."""
    size = draw(st.integers(least, most))
    whole = st.integers(-3, 9).map(float)
    wide = st.builds(lambda m, e: m * 10.0**e, st.floats(-9, 9), st.integers(-3, 3))
    kind = draw(st.sampled_from([whole, wide]))
    listed = draw(st.lists(kind, min_size=(1 << size) - 1, max_size=(1 << size) - 1))
    return np.array([0.0, *listed])


def as_function(table: np.ndarray) -> naive.Game:
    return lambda group: float(table[sum(1 << member for member in group)])


def imputable(table: np.ndarray) -> np.ndarray:
    """Raise v(N) so that everyone may get at least v(i)."""
    size = table.size.bit_length() - 1
    table = table.copy()
    table[-1] = max(table[-1], table[1 << np.arange(size)].sum()) if size > 1 else table[-1]
    return table


def near(found, expected, table: np.ndarray, tolerance: float = 1e-9) -> None:
    scale = max(1.0, float(np.abs(table).max()))
    np.testing.assert_allclose(found, expected, rtol=0, atol=tolerance * scale)


# --- values --------------------------------------------------------------------------------------


@settings(max_examples=50, deadline=None)
@given(table=worths(most=5))
def test_shapley_averages_over_all_orders(table: np.ndarray) -> None:
    size = table.size.bit_length() - 1
    near(values.shapley(Game(table)), naive.shapley_by_orders(as_function(table), size), table)


@pytest.mark.parametrize("size", [9, 11])
def test_shapley_of_many_is_that_of_few(size: int) -> None:
    """Beyond eight members another way is taken; members who add nothing change nobody's charge."""
    rng = np.random.default_rng(size)
    small = Game(np.concatenate([[0], rng.normal(size=63)]))
    padded = Game(np.tile(small.values, 1 << (size - 6)))
    np.testing.assert_allclose(values.shapley(padded)[:6], values.shapley(small), atol=1e-12)
    np.testing.assert_allclose(values.shapley(padded)[6:], 0, atol=1e-12)


@settings(max_examples=40, deadline=None)
@given(table=worths(least=2, most=5))
def test_values_agree_with_another_library(table: np.ndarray) -> None:
    ours, theirs = Game(table, "value"), coopgame.Game(table[1:].tolist())
    near(values.shapley(ours), coopgame.shapley(theirs), table)
    near(values.banzhaf_value(ours), coopgame.banzhaf(theirs), table)
    near(values.solidarity(ours), coopgame.solidarity(theirs), table)
    unions = [[0], list(range(1, ours.size))]
    near(values.owen(ours, unions), coopgame.owen(theirs, unions), table)
    edges = [(i, i + 1) for i in range(ours.size - 1)]
    near(values.myerson(ours, edges), coopgame.myerson(theirs, edges), table)


@settings(max_examples=40, deadline=None)
@given(table=worths(most=4), weights=st.lists(st.floats(0.1, 10), min_size=4, max_size=4))
def test_weighted_shapley_draws_orders_by_weights(table: np.ndarray, weights: list[float]) -> None:
    """Orders built from the back, each next member drawn by weight (Kalai and Samet 1987)."""
    size = table.size.bit_length() - 1
    game, charges = as_function(table), np.zeros(size)
    for order in itertools.permutations(range(size)):
        chance, left = 1.0, list(range(size))
        for member in reversed(order):
            chance *= weights[member] / sum(weights[i] for i in left)
            left.remove(member)
        for place, member in enumerate(order):
            before = frozenset(order[:place])
            charges[member] += chance * (game(before | {member}) - game(before))
    near(values.weighted_shapley(Game(table), weights[:size]), charges, table)


@settings(max_examples=40, deadline=None)
@given(table=worths(most=5))
def test_dividends_add_up_to_the_game(table: np.ndarray) -> None:
    parts = values.dividends(Game(table))
    for mask in range(table.size):
        inside = [part for part in range(table.size) if part & mask == part]
        near(parts[inside].sum(), table[mask], table)
    alike = values.weighted_shapley(Game(table), [2.0] * Game(table).size)
    near(alike, values.shapley(Game(table)), table)


@settings(max_examples=30, deadline=None)
@given(table=worths(most=4))
def test_myerson_and_owen_at_their_ends_are_shapley(table: np.ndarray) -> None:
    game = Game(table)
    everyone = list(range(game.size))
    near(values.owen(game, [everyone]), values.shapley(game), table)
    near(values.owen(game, [[i] for i in everyone]), values.shapley(game), table)
    near(
        values.myerson(game, list(itertools.combinations(everyone, 2))), values.shapley(game), table
    )
    near(values.myerson(game, []), game.singles, table)


# --- compromises ---------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(table=worths(least=2, most=5))
def test_tau_and_gately_agree_with_another_library(table: np.ndarray) -> None:
    ours, theirs = Game(table, "value"), coopgame.Game(table[1:].tolist())
    bounds = coopgame.utopia_payoffs(theirs)
    near(compromises.utopia_payoffs(ours), bounds["utopia"], table)
    near(compromises.minimal_rights(ours), bounds["minimal_rights"], table)
    room = ours.separable - ours.singles
    # The other library asks for something to gain together, and of everyone to bring some of it.
    wide = room.sum() > 1e-6 * np.abs(table).max() and (room >= 0).all()
    if wide and table[-1] > ours.singles.sum():
        near(compromises.gately_point(ours), coopgame.gately_point(theirs), table, 1e-6)
    if compromises.is_quasi_balanced(ours, tolerance=0.0):
        near(compromises.tau(ours), coopgame.tau_value(theirs), table, 1e-6)


def test_tau_of_a_bankruptcy_game_is_adjusted_proportional() -> None:
    """Curiel, Maschler and Tijs (1987)."""
    rng = np.random.default_rng(4)
    for _ in range(50):
        claims = rng.integers(0, 9, 4)
        endowment = float(rng.uniform(0, claims.sum()))
        game = Game(np.maximum(0, endowment - claims.sum() + coalition_sums(claims)), "value")
        expected = RULES["adjusted_proportional"](endowment, claims)
        np.testing.assert_allclose(compromises.tau(game), expected, atol=1e-9)


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_the_egalitarian_point_lorenz_dominates_the_core(data: st.DataObject) -> None:
    """Dutta and Ray (1989): partial sums from the poorest are no smaller than at any core point."""
    size = data.draw(st.integers(1, 4))
    parts = data.draw(
        st.lists(st.integers(0, 5), min_size=(1 << size) - 1, max_size=(1 << size) - 1)
    )
    table = np.array([0.0, *parts])
    for member in range(size):
        table.reshape(-1, 2, 1 << member)[:, 1] += table.reshape(-1, 2, 1 << member)[:, 0]
    game = Game(table, "value")
    assert is_convex(game)
    equal = np.sort(compromises.dutta_ray_egalitarian(game)).cumsum()
    for corner in stability.core_vertices(game):
        assert (equal >= np.sort(corner).cumsum() - 1e-9 * max(1, table[-1])).all()
    mirrored = Game(-table, "cost")
    assert is_concave(mirrored)
    near(
        compromises.dutta_ray_egalitarian(mirrored), -compromises.dutta_ray_egalitarian(game), table
    )


# --- nuclei --------------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(table=worths(most=4))
def test_the_prenucleolus_is_that_of_successive_programs(table: np.ndarray) -> None:
    size = table.size.bit_length() - 1
    slow = naive.nucleolus_of_costs(lambda group: -as_function(table)(group), size)
    found = nuclei.prenucleolus(Game(table, "value"))
    near(found.charges, -slow, table, 1e-6)
    assert found.residual() < 1e-9


@settings(max_examples=60, deadline=None)
@given(table=worths(least=2, most=6))
def test_nuclei_agree_with_another_library(table: np.ndarray) -> None:
    table = imputable(table)
    ours, theirs = Game(table, "value"), coopgame.Game(table[1:].tolist())
    pairs = [
        (nuclei.nucleolus(ours), coopgame.nucleolus(theirs)["allocation"]),
        (nuclei.prenucleolus(ours), coopgame.prenucleolus(theirs)["allocation"]),
        (nuclei.per_capita_nucleolus(ours), coopgame.per_capita_nucleolus(theirs)["allocation"]),
    ]
    for found, other in pairs:
        near(found.charges, other, table, 1e-7)
        assert found.residual() < 1e-8
        last = len(found.levels) - 1
        if last >= 0:
            assert (found.balanced(last).weights > 0).all()
    assert in_kernel(ours, pairs[0][0].charges, tolerance=1e-7)


@settings(max_examples=40, deadline=None)
@given(table=worths(least=2, most=5))
def test_two_methods_give_one_nucleolus(table: np.ndarray) -> None:
    simplex = lexicographic_least_excess(table)
    highs = lexicographic_least_excess(table, method="highs")
    near(simplex.payments, highs.payments, table, 1e-7)


@settings(max_examples=60, deadline=None)
@given(
    tables=st.integers(1, 4).flatmap(lambda n: st.lists(worths(n, n), min_size=1, max_size=4)),
    excess=st.sampled_from(["plain", "per capita"]),
    kind=st.sampled_from(["value", "cost"]),
)
def test_draws_are_solved_as_if_each_were_alone(
    tables: list[np.ndarray], excess: str, kind: str
) -> None:
    many = np.array([imputable(table) for table in tables])
    game = Game(many if kind == "value" else -many, kind)
    for domain in ("imputations", "preimputations"):
        found = nucleolus_charges(game, domain=domain, excess=excess)
        for charges, row in zip(found, game.values, strict=True):
            one = Game(row, kind)
            solve = nuclei.per_capita_nucleolus(one, domain=domain)
            if excess == "plain":
                plain = {"imputations": nuclei.nucleolus, "preimputations": nuclei.prenucleolus}
                solve = plain[domain](one)
            near(charges, solve.charges, row)


def test_draws_with_clashing_coalitions_have_no_proportional_nucleolus() -> None:
    """c(3) = c(13) = c(23) = c(12) = 0 leave nobody to pay the one unit that all cost."""
    table = [2.0, 6.0, 0.0, 0.0, 0.0, 0.0, 1.0]
    for solve in (
        lambda game: nuclei.proportional_nucleolus(game),
        lambda game: nucleolus_charges(game, excess="proportional"),
    ):
        with pytest.raises(ProblemError, match="cannot all be left at nothing"):
            solve(Game.from_vector(table, kind="cost"))


def test_games_of_five_and_six_members_are_solved_one_by_one() -> None:
    rng = np.random.default_rng(6)
    for size in (5, 6):
        table = np.concatenate([np.zeros((5, 1)), rng.uniform(0, 9, (5, (1 << size) - 1))], axis=1)
        table[:, -1] = 60
        found = nucleolus_charges(Game(table, "value"))
        for charges, row in zip(found, table, strict=True):
            near(charges, nuclei.nucleolus(Game(row, "value")).charges, row)


def test_talmud_is_the_nucleolus_of_the_bankruptcy_game_of_many() -> None:
    """Aumann and Maschler (1985), for games too large for the naive version."""
    rng = np.random.default_rng(12)
    for size in (8, 12, 14):
        claims = rng.integers(1, 30, size).astype(float)
        for part in (0.2, 0.5, 0.8):
            endowment = part * claims.sum()
            left = endowment - claims.sum() + coalition_sums(claims)
            found = nuclei.nucleolus(Game(np.maximum(0.0, left), "value"))
            np.testing.assert_allclose(found.charges, RULES["talmud"](endowment, claims), atol=1e-7)
            assert found.residual() < 1e-8


# --- the core ------------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(table=worths(most=4))
def test_the_core_is_empty_or_not_with_a_proof(table: np.ndarray) -> None:
    game = Game(table, "value")
    found = stability.core(game)
    size = game.size
    np.testing.assert_allclose(found.balanced.coverage(size), 1, atol=1e-9)
    if found:
        assert stability.in_core(game, found.point, tolerance=1e-7)
    else:
        worth = found.balanced.weights @ table[found.balanced.coalitions]
        assert worth > table[-1] + 1e-10 * np.abs(table).max()
    if size > 1:
        assert bool(found) == coopgame.Game(table[1:].tolist()).has_nonempty_core()


@settings(max_examples=40, deadline=None)
@given(table=worths(least=2, most=4))
def test_bounds_corners_and_centre_of_the_core_go_together(table: np.ndarray) -> None:
    game = Game(imputable(table), "value")
    corners = stability.core_vertices(game)
    if not len(corners):
        assert not stability.core(game)
        return
    scale = max(1.0, float(np.abs(game.values).max()))
    bounds = stability.core_bounds(game)
    np.testing.assert_allclose(bounds[:, 0], corners.min(axis=0), atol=1e-6 * scale)
    np.testing.assert_allclose(bounds[:, 1], corners.max(axis=0), atol=1e-6 * scale)
    centre = stability.core_centre(game)
    for point in (*corners, centre):
        assert stability.in_core(game, point, tolerance=1e-6)
    mirrored = Game(-game.values, "cost")
    np.testing.assert_allclose(stability.core_centre(mirrored), -centre, atol=1e-9 * scale)


@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_the_corners_of_a_convex_core_are_the_orders_of_arrival(data: st.DataObject) -> None:
    """Shapley (1971)."""
    size = data.draw(st.integers(2, 4))
    parts = data.draw(
        st.lists(st.integers(0, 4), min_size=(1 << size) - 1, max_size=(1 << size) - 1)
    )
    table = np.array([0.0, *parts])
    for member in range(size):
        table.reshape(-1, 2, 1 << member)[:, 1] += table.reshape(-1, 2, 1 << member)[:, 0]
    game = as_function(table)
    arrivals = set()
    for order in itertools.permutations(range(size)):
        adds = [0.0] * size
        for place, member in enumerate(order):
            before = frozenset(order[:place])
            adds[member] = game(before | {member}) - game(before)
        arrivals.add(tuple(adds))
    corners = stability.core_vertices(Game(table, "value"))
    assert {tuple(corner) for corner in corners.round(6).tolist()} == arrivals


def test_core_centre_is_the_mean_of_points_drawn_in_the_core() -> None:
    """Points drawn evenly over the simplex and kept where they are in the core."""
    rng = np.random.default_rng(9)
    game = Game.from_vector([0, 0, 0, 0, 2, 3, 1, 1, 2, 2, 4, 5, 3, 4, 10], "value")
    points = 10 * rng.dirichlet(np.ones(4), 400_000)
    inside = (coalition_sums(points) >= game.values - 1e-9).all(axis=1)
    assert inside.sum() > 10_000
    np.testing.assert_allclose(stability.core_centre(game), points[inside].mean(axis=0), atol=0.03)


def test_the_core_of_one_member_is_its_own_cost() -> None:
    game = Game.from_vector([3])
    assert stability.core_vertices(game).tolist() == [[3.0]]
    assert stability.core_centre(game).tolist() == [3.0]
    assert stability.core_bounds(game).tolist() == [[3.0, 3.0]]


def test_a_core_thinner_than_rounding_has_a_centre() -> None:
    """Its corners are lost in the tolerance, yet one of its points is found."""
    worths = [-1.0, 1.86e-9, 1.2e-29, -1.1e-21, 1.9e-18, -8.9e-24, -2.5e-21]
    game = Game.from_vector(worths, "value")
    assert stability.core(game)
    assert stability.in_core(game, stability.core_centre(game))
    huge = Game(game.values * 1e250, "value")
    assert np.isfinite(stability.core_centre(huge)).all()
