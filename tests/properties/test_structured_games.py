"""Theorems about airport, tree, spanning-tree and voting games, and axioms that fail."""

from fractions import Fraction
from itertools import permutations
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import naive_structured as naive

from burdenshare.sharing import airport, spanning_trees, trees, voting, voting_games
from burdenshare.sharing.airport_core import is_free_of_subsidy, no_subsidy_centre

few = settings(max_examples=40, deadline=None)

FREE_OF_SUBSIDY = [
    airport.sequential_equal_contributions,
    airport.sequential_full_contributions,
    airport.constrained_equal_contributions,
    airport.constrained_proportional_contributions,
    airport.constrained_equal_benefits,
    airport.slack_maximizer,
    no_subsidy_centre,
]
each_rule = pytest.mark.parametrize("rule", FREE_OF_SUBSIDY, ids=lambda rule: rule.__name__)


def costs(most: int = 6):
    """Whole costs with ties and zeros, or costs of any size."""
    whole = st.integers(0, 6).map(float)
    return st.lists(whole | st.floats(0, 1e6, width=32), min_size=1, max_size=most).map(np.array)


@st.composite
def fixed_trees(draw, most: int = 5):
    """Parents, edge costs and where members live; some nodes empty, some shared."""
    nodes = draw(st.integers(1, most))
    parents = [draw(st.integers(-1, node - 1)) for node in range(nodes)]
    edges = draw(st.lists(st.integers(0, 9), min_size=nodes, max_size=nodes))
    homes = draw(
        st.just(list(range(nodes)))
        | st.lists(st.integers(-1, nodes - 1), min_size=1, max_size=most)
    )
    return parents, edges, homes


@st.composite
def cost_matrices(draw, most: int = 5):
    """Symmetric whole costs with ties; the source is row 0."""
    size = draw(st.integers(2, most + 1))
    matrix = np.zeros((size, size))
    upper = np.triu_indices(size, 1)
    matrix[upper] = draw(
        st.lists(st.integers(0, 7), min_size=len(upper[0]), max_size=len(upper[0]))
    )
    return matrix + matrix.T


@st.composite
def drawn_votes(draw, most: int = 6, criteria: int = 1):
    """Whole votes, some zero, and quotas that can be reached."""
    members = draw(st.integers(1, most))
    rows, quotas = [], []
    for _ in range(criteria):
        row = draw(st.lists(st.integers(0, 9), min_size=members, max_size=members).filter(any))
        rows.append(row)
        quotas.append(draw(st.integers(1, sum(row))))
    return rows, quotas


# Airport problems


@each_rule
@few
@given(c=costs())
def test_rules_pay_for_the_facility_and_subsidise_nobody(rule, c):
    assert is_free_of_subsidy(c, rule(c), tolerance=1e-9)


@each_rule
@few
@given(c=costs(), scale=st.floats(1e-3, 1e3))
def test_rules_do_not_depend_on_the_unit(rule, c, scale):
    np.testing.assert_allclose(rule(scale * c), scale * rule(c), rtol=1e-6, atol=1e-7 * c.max())


@each_rule
@few
@given(c=costs())
def test_larger_needs_pay_and_save_no_less(rule, c):
    ascending = np.sort(c)
    paid, slack = rule(ascending), 1e-9 * c.max()
    assert (np.diff(ascending - paid) >= -slack).all()
    if rule is not airport.sequential_full_contributions:
        assert (np.diff(paid) >= -slack).all()


def test_full_contributions_let_a_larger_need_pay_less():
    assert np.diff(airport.sequential_full_contributions([5, 6])) < 0


@pytest.mark.parametrize(
    "rule",
    [
        airport.sequential_equal_contributions,
        airport.constrained_equal_benefits,
        airport.slack_maximizer,
        no_subsidy_centre,
    ],
    ids=lambda rule: rule.__name__,
)
@few
@given(c=costs(), more=st.floats(0, 100))
def test_a_longer_last_segment_is_the_last_members_own(rule, c, more):
    longer = np.sort(c)
    before = rule(longer)
    longer[-1] += more
    np.testing.assert_allclose(
        rule(longer) - before, [0] * (len(c) - 1) + [more], atol=1e-9 * max(longer[-1], 1)
    )


def test_other_rules_share_a_longer_last_segment():
    for rule in (
        airport.constrained_equal_contributions,
        airport.constrained_proportional_contributions,
    ):
        assert rule([6, 7, 9])[1] != pytest.approx(rule([6, 7, 10])[1])
    assert airport.sequential_full_contributions([9, 9])[0] != pytest.approx(
        airport.sequential_full_contributions([9, 10])[0]
    )


@few
@given(c=costs())
def test_sequential_equal_contributions_are_the_shapley_value(c):
    np.testing.assert_allclose(
        airport.sequential_equal_contributions(c),
        naive.shapley(naive.airport_game(c), len(c)),
        rtol=1e-9,
        atol=1e-9,
    )


@few
@given(c=costs(4))
def test_they_are_the_mean_over_all_priorities(c):
    mean = np.mean(
        [airport.priority_contributions(c, order) for order in permutations(range(len(c)))], axis=0
    )
    np.testing.assert_allclose(
        airport.sequential_equal_contributions(c), mean, rtol=1e-9, atol=1e-9
    )


@few
@given(c=st.lists(st.integers(0, 20), min_size=1, max_size=5))
def test_slack_maximizer_is_the_nucleolus(c):
    np.testing.assert_allclose(
        airport.slack_maximizer(c),
        naive.nucleolus_of_costs(naive.airport_game(c), len(c)),
        atol=1e-7,
    )


@few
@given(c=costs())
def test_equal_contributions_are_the_most_equal_in_the_core(c):
    equal = np.sort(airport.constrained_equal_contributions(c))
    for rule in FREE_OF_SUBSIDY:
        other = np.sort(rule(c))
        assert (np.cumsum(equal) >= np.cumsum(other) - 1e-9 * c.max()).all()


@few
@given(c=costs())
def test_equal_benefits_are_the_most_equal_savings_in_the_core(c):
    equal = np.sort(c - airport.constrained_equal_benefits(c))
    for rule in FREE_OF_SUBSIDY:
        other = np.sort(c - rule(c))
        assert (np.cumsum(equal) >= np.cumsum(other) - 1e-9 * c.max()).all()


@few
@given(
    c=st.lists(st.integers(1, 9), min_size=1, max_size=5),
    counts=st.lists(st.integers(1, 3), min_size=5, max_size=5),
)
def test_a_weight_of_two_is_two_equal_members(c, counts):
    counts = counts[: len(c)]
    for rule in (
        airport.sequential_equal_contributions,
        airport.constrained_equal_contributions,
        airport.constrained_proportional_contributions,
    ):
        together = airport.contributions_per_type(rule, c, counts) * counts
        np.testing.assert_allclose(rule(c, counts), together, rtol=1e-9)


@few
@given(c=st.lists(st.integers(1, 30), min_size=1, max_size=6))
def test_centre_of_the_core_is_the_exact_integral(c):
    np.testing.assert_allclose(
        no_subsidy_centre(sorted(c)), naive.core_centre_of_airport(c), rtol=1e-9, atol=1e-9
    )


# Fixed trees


@few
@given(tree=fixed_trees())
def test_tree_solutions_by_enumeration(tree):
    parents, edges, homes = tree
    game, n = naive.tree_game(*tree), len(homes)
    np.testing.assert_allclose(
        trees.standard_tree_shapley(parents, edges, homes), naive.shapley(game, n), atol=1e-9
    )
    np.testing.assert_allclose(
        trees.standard_tree_nucleolus(parents, edges, homes),
        naive.nucleolus_of_costs(game, n),
        atol=1e-7,
    )


@few
@given(tree=fixed_trees(most=7))
def test_tree_solutions_are_in_the_core(tree):
    parents, edges, homes = tree
    game = naive.tree_game(*tree)
    for solve in (trees.standard_tree_shapley, trees.standard_tree_nucleolus):
        paid = solve(parents, edges, homes)
        assert paid.sum() == pytest.approx(game(frozenset(range(len(homes)))))
        for group in naive.coalitions(len(homes)):
            assert paid[list(group)].sum() <= game(group) + 1e-9


@few
@given(c=costs(30))
def test_a_tree_without_branches_is_an_airport(c):
    chain, edges = list(range(-1, len(c) - 1)), np.diff(np.sort(c), prepend=0.0)
    for on_tree, at_airport in (
        (trees.standard_tree_shapley, airport.sequential_equal_contributions),
        (trees.standard_tree_nucleolus, airport.slack_maximizer),
    ):
        np.testing.assert_allclose(
            on_tree(chain, edges), at_airport(np.sort(c)), rtol=1e-9, atol=1e-9 * c.max()
        )


@few
@given(tree=fixed_trees())
def test_peer_groups_by_enumeration(tree):
    parents, worths, _ = tree
    game = naive.peer_group_game(parents, worths)
    np.testing.assert_allclose(
        trees.peer_group_shapley(parents, worths), naive.shapley(game, len(parents)), atol=1e-9
    )


# Spanning trees


@few
@given(matrix=cost_matrices())
def test_spanning_tree_rules_by_enumeration(matrix):
    n = len(matrix) - 1
    lowest = spanning_trees.irreducible_costs(matrix)
    for i, j in permutations(range(n + 1), 2):
        assert lowest[i, j] == naive.dearest_edge_on_best_path(matrix, i, j, range(n + 1))
    folk = spanning_trees.folk_rule(matrix)
    for game in (
        naive.spanning_tree_game(lowest),
        naive.optimistic_spanning_tree_game(matrix),
    ):
        np.testing.assert_allclose(folk, naive.shapley(game, n), atol=1e-9)
    complete = spanning_trees.cycle_complete_costs(matrix)
    np.testing.assert_allclose(
        spanning_trees.cycle_complete_rule(matrix),
        naive.shapley(naive.spanning_tree_game(complete), n),
        atol=1e-9,
    )


@few
@given(matrix=cost_matrices())
def test_spanning_tree_rules_are_in_the_core(matrix):
    game, n = naive.spanning_tree_game(matrix), len(matrix) - 1
    for rule in (
        spanning_trees.bird_rule,
        spanning_trees.folk_rule,
        spanning_trees.cycle_complete_rule,
    ):
        paid = rule(matrix)
        assert paid.sum() == pytest.approx(game(frozenset(range(n))))
        for group in naive.coalitions(n):
            assert paid[list(group)].sum() <= game(group) + 1e-9


@few
@given(matrix=cost_matrices())
def test_lowered_matrices_keep_the_cost_of_the_tree(matrix):
    nodes = range(len(matrix))
    whole = naive.spanning_tree_cost(matrix, nodes)
    lowest = spanning_trees.irreducible_costs(matrix)
    complete = spanning_trees.cycle_complete_costs(matrix)
    assert naive.spanning_tree_cost(lowest, nodes) == whole
    assert naive.spanning_tree_cost(complete, nodes) == whole
    assert (lowest <= complete).all()
    assert (complete <= matrix).all()


def test_bird_jumps_and_folk_does_not():
    def matrix(first, second):
        return [[0, first, second], [first, 0, 1], [second, 1, 0]]

    jump = spanning_trees.bird_rule(matrix(5, 5.001)) - spanning_trees.bird_rule(matrix(5.001, 5))
    assert np.abs(jump).max() > 3
    moved = spanning_trees.folk_rule(matrix(5, 5.001)) - spanning_trees.folk_rule(matrix(5.001, 5))
    assert np.abs(moved).max() < 0.01


# Voting


@few
@given(game=drawn_votes())
def test_power_by_enumeration(game):
    check_power(*game)


@few
@given(game=drawn_votes(most=5, criteria=2))
def test_power_under_two_criteria_by_enumeration(game):
    check_power(*game)


def check_power(rows, quotas):
    check_swings(rows, quotas)
    check_coalitions(rows, quotas)
    # Small games are listed; with no lists allowed the tables have to find the same.
    with patch.object(voting_games, "MOST_LISTED", 0):
        check_swings(rows, quotas)
        if len(rows) == 1:
            check_coalitions(rows, quotas)


def as_given(rows, quotas):
    return (rows[0], quotas[0]) if len(rows) == 1 else (rows, quotas)


def check_swings(rows, quotas):
    wins, n = naive.weighted_majority(rows, quotas), len(rows[0])
    assert list(voting.banzhaf_swings(*as_given(rows, quotas))) == naive.swings(wins, n)
    exact = voting.shapley_shubik_fractions(*as_given(rows, quotas))
    assert sum(exact) == 1
    np.testing.assert_allclose(
        [float(share) for share in exact], naive.shapley(lambda g: int(wins(g)), n), atol=1e-12
    )


def check_coalitions(rows, quotas):
    wins, n = naive.weighted_majority(rows, quotas), len(rows[0])
    for index, slow in (
        (voting.deegan_packel, naive.deegan_packel),
        (voting.public_good_index, naive.public_good),
        (voting.johnston, naive.johnston),
    ):
        expected = [float(share) for share in slow(wins, n)]
        np.testing.assert_allclose(index(*as_given(rows, quotas)), expected, atol=1e-12)


@few
@given(game=drawn_votes(most=12))
def test_more_votes_never_mean_less_power(game):
    (votes,), (quota,) = game
    order = np.argsort(votes)
    for index in (voting.shapley_shubik, voting.banzhaf_normalized, voting.johnston):
        assert (np.diff(index(votes, quota)[order]) >= -1e-12).all()


def test_more_votes_may_mean_less_power_by_minimal_coalitions():
    votes, quota = [35, 20, 15, 15, 15], 51
    for index in (voting.deegan_packel, voting.public_good_index):
        assert index(votes, quota)[1] < index(votes, quota)[2]


@few
@given(game=drawn_votes(most=12))
def test_a_game_and_its_dual_have_the_same_power(game):
    (votes,), (quota,) = game
    dual = sum(votes) + 1 - quota
    assert voting.banzhaf_swings(votes, quota) == voting.banzhaf_swings(votes, dual)
    assert voting.shapley_shubik_fractions(votes, quota) == voting.shapley_shubik_fractions(
        votes, dual
    )


@few
@given(game=drawn_votes(most=14))
def test_shares_add_up_exactly(game):
    (votes,), (quota,) = game
    assert sum(voting.shapley_shubik_fractions(votes, quota), Fraction(0)) == 1
