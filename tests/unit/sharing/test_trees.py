"""Trees: edges, shapes and messages."""

import numpy as np
import pytest

from burdenshare.errors import ProblemError
from burdenshare.sharing import spanning_trees, trees

FIXED = [trees.standard_tree_shapley, trees.standard_tree_nucleolus]
SPANNING = [
    spanning_trees.bird_rule,
    spanning_trees.folk_rule,
    spanning_trees.cycle_complete_rule,
]
fixed = pytest.mark.parametrize("solve", FIXED, ids=lambda solve: solve.__name__)
spanning = pytest.mark.parametrize("rule", SPANNING, ids=lambda rule: rule.__name__)


def random_matrices(*shape: int, seed: int = 0) -> np.ndarray:
    half = np.random.default_rng(seed).integers(0, 9, shape).astype(float)
    matrix = half + np.swapaxes(half, -1, -2)
    matrix[..., np.arange(shape[-1]), np.arange(shape[-1])] = 0
    return matrix


@fixed
def test_separate_branches_pay_for_themselves(solve):
    np.testing.assert_allclose(solve([-1, 0, -1], [2, 3, 7])[2], 7)


@fixed
def test_members_at_the_root_pay_nothing(solve):
    np.testing.assert_allclose(solve([-1, 0], [2, 3], [-1, 1, -1]), [0, 5, 0])


@fixed
def test_an_edge_without_users_is_not_built(solve):
    np.testing.assert_allclose(solve([-1, 0, 0], [2, 3, 50], [0, 1]).sum(), 5)


@fixed
def test_neighbours_share_equally(solve):
    np.testing.assert_allclose(solve([-1], [9], [0, 0, 0]), [3, 3, 3])


@fixed
def test_parents_may_come_after_their_children(solve):
    straight = solve([-1, 0, 1, 1], [4, 3, 2, 6])
    np.testing.assert_allclose(solve([1, 2, -1, 1], [6, 3, 4, 2]), straight[[3, 1, 0, 2]])


@fixed
def test_many_costs_at_once(solve):
    costs = np.random.default_rng(2).integers(0, 7, (3, 2, 4)).astype(float)
    together = solve([-1, 0, 0, 2], costs, [0, 3, 3, 1, 2])
    assert together.shape == (3, 2, 5)
    for row in np.ndindex(3, 2):
        np.testing.assert_allclose(together[row], solve([-1, 0, 0, 2], costs[row], [0, 3, 3, 1, 2]))


@fixed
def test_costs_of_zero(solve):
    np.testing.assert_array_equal(solve([-1, 0, 0], [0, 0, 0]), [0, 0, 0])


@fixed
@pytest.mark.parametrize(
    ("parents", "costs", "locations", "message"),
    [
        ([1, 0], [1, 2], None, "parents: the way up from node 0 runs in a circle"),
        ([-1, 2], [1, 2], None, "parents: there is no node 2; nodes are 0 to 1"),
        ([-1, -2], [1, 2], None, "parents: there is no node -2"),
        ([-1], [1, 2], None, "parents: expected 2, one for each node, got 1"),
        ([-1, 0.0], [1, 2], None, "parents: expected whole numbers"),
        ([-1, 0], [1, -2], None, "costs: -2 at index"),
        ([-1, 0], [1, 2], [0, 5], "locations: there is no node 5"),
        ([-1, 0], [1, 2], [], "locations: expected whole numbers"),
    ],
)
def test_bad_trees(solve, parents, costs, locations, message):
    with pytest.raises(ProblemError, match=message):
        solve(parents, costs, locations)


def test_peer_group_of_one_and_of_equals():
    np.testing.assert_array_equal(trees.peer_group_shapley([-1], [5]), [5])
    np.testing.assert_array_equal(trees.peer_group_shapley([-1, -1], [5, 2]), [5, 2])
    np.testing.assert_array_equal(
        trees.peer_group_shapley([-1, 0], [[2, 4], [0, 6]]), [[4, 2], [3, 3]]
    )


def test_bad_peer_group():
    with pytest.raises(ProblemError, match="runs in a circle"):
        trees.peer_group_shapley([1, 0], [1, 1])
    with pytest.raises(ProblemError, match="worths: nan"):
        trees.peer_group_shapley([-1, 0], [1, np.nan])


@spanning
def test_one_member_pays_its_edge(rule):
    np.testing.assert_array_equal(rule([[0, 4], [4, 0]]), [4])


@spanning
def test_everyone_at_no_cost(rule):
    np.testing.assert_array_equal(rule(np.zeros((4, 4))), [0, 0, 0])


@spanning
def test_many_matrices_at_once(rule):
    matrices = random_matrices(3, 2, 5, 5)
    together = rule(matrices)
    assert together.shape == (3, 2, 4)
    for row in np.ndindex(3, 2):
        np.testing.assert_allclose(together[row], rule(matrices[row]))


@spanning
def test_the_diagonal_is_not_read(rule):
    matrix = random_matrices(4, 4, seed=5)
    np.testing.assert_allclose(rule(matrix + 7 * np.eye(4)), rule(matrix))


@spanning
@pytest.mark.parametrize(
    ("matrix", "message"),
    [
        ([[0, 1], [2, 0]], r"cost_matrix: 1 at \(0, 1\) differs from its mirror image"),
        ([[0, -1], [-1, 0]], r"cost_matrix: -1 at \(0, 1\) is negative"),
        ([[0]], "cost_matrix: expected a square matrix of the source and at least one member"),
        ([[0, 1, 2], [1, 0, 3]], "cost_matrix: expected a square matrix"),
        ([[0, np.inf], [np.inf, 0]], "cost_matrix: inf"),
    ],
)
def test_bad_matrices(rule, matrix, message):
    with pytest.raises(ProblemError, match=message):
        rule(matrix)


def test_bird_takes_the_first_of_equal_members():
    # Both may be the one to pay for the way to the source; the first listed does.
    np.testing.assert_array_equal(
        spanning_trees.bird_rule([[0, 5, 5], [5, 0, 1], [5, 1, 0]]), [5, 1]
    )


def test_folk_and_cycle_complete_differ_by_unused_links():
    # Only the second rule sees how dear the unused link of member 2 to the source is.
    matrix = [[0, 4, 6], [4, 0, 2], [6, 2, 0]]
    np.testing.assert_allclose(spanning_trees.folk_rule(matrix), [3, 3])
    np.testing.assert_allclose(spanning_trees.cycle_complete_rule(matrix), [2, 4])
    cheaper = [[0, 4, 5], [4, 0, 2], [5, 2, 0]]
    np.testing.assert_allclose(spanning_trees.folk_rule(cheaper), [3, 3])
    np.testing.assert_allclose(spanning_trees.cycle_complete_rule(cheaper), [2.5, 3.5])


def test_tree_of_thousands_matches_its_parts():
    tree = spanning_trees.minimum_cost_spanning_tree(random_matrices(400, 400, seed=1))
    assert sorted(tree.order.tolist()) == list(range(1, 400))
    place = {0: -1, **{m: k for k, m in enumerate(tree.order.tolist())}}
    assert all(place[p] < place[m] for m, p in enumerate(tree.parents.tolist(), start=1))


def test_a_free_edge_to_a_node_where_nobody_lives_changes_nothing() -> None:
    # Every coalition needs the same single edge, so all three members pay alike.
    shares = trees.standard_tree_nucleolus([-1, 0, 0, 1], [1, 0, 0, 0], [0, 3, 3])
    np.testing.assert_allclose(shares, np.full(3, 1 / 3))
