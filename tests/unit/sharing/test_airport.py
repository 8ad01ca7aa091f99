"""Airport problems: edges, weights, shapes and messages."""

import numpy as np
import pytest
from tests import naive_structured as naive

from burdenshare.errors import ProblemError
from burdenshare.sharing import airport, airport_rates
from burdenshare.sharing.airport_core import is_free_of_subsidy, no_subsidy_centre
from burdenshare.sharing.airport_rates import binding_rates

RULES = [
    airport.sequential_equal_contributions,
    airport.sequential_full_contributions,
    airport.constrained_equal_contributions,
    airport.constrained_proportional_contributions,
    airport.constrained_equal_benefits,
    airport.slack_maximizer,
    airport.proportional_contributions,
    no_subsidy_centre,
]
each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
each_weighted = pytest.mark.parametrize("rule", RULES[:5], ids=lambda rule: rule.__name__)


@each_rule
def test_one_member_pays_the_whole(rule):
    np.testing.assert_allclose(rule([7]), [7])


@each_rule
def test_nobody_pays_for_nothing(rule):
    np.testing.assert_array_equal(rule([0, 0, 0]), [0, 0, 0])


@each_rule
def test_equals_pay_equally(rule):
    np.testing.assert_allclose(rule([6, 6, 6]), [2, 2, 2], rtol=1e-12)


@each_rule
def test_a_member_without_need_pays_nothing(rule):
    costs = [0, 5, 0, 9]
    np.testing.assert_allclose(rule(costs)[[1, 3]], rule([5, 9]), rtol=1e-12)
    np.testing.assert_array_equal(rule(costs)[[0, 2]], [0, 0])


@each_rule
def test_many_problems_at_once_are_as_one_by_one(rule):
    costs = np.random.default_rng(3).integers(0, 6, (2, 5, 4)).astype(float)
    together = rule(costs)
    assert together.shape == costs.shape
    for row in np.ndindex(2, 5):
        np.testing.assert_allclose(together[row], rule(costs[row]), rtol=1e-12, atol=1e-12)


@each_rule
def test_order_of_members_does_not_matter(rule):
    costs, order = np.array([3.0, 9, 1, 4, 4]), [2, 0, 4, 3, 1]
    np.testing.assert_allclose(rule(costs[order]), rule(costs)[order], rtol=1e-12)


@each_rule
def test_given_costs_are_left_alone(rule):
    costs = np.array([3.0, 1, 2])
    rule(costs)
    np.testing.assert_array_equal(costs, [3, 1, 2])


@each_rule
@pytest.mark.parametrize(
    ("costs", "message"),
    [
        ([1, -2], r"costs: -2 at index \(1,\) is negative"),
        ([1, np.nan], "costs: nan at index"),
        ([], "costs: expected at least 1 member"),
        (3, "costs: expected one number a member"),
        (["a"], "costs: expected numbers"),
    ],
)
def test_bad_costs(rule, costs, message):
    with pytest.raises(ProblemError, match=message):
        rule(costs)


@each_rule
def test_thousands_of_members(rule):
    if rule is no_subsidy_centre:
        with pytest.raises(ProblemError, match="301 members are too many"):
            rule(np.ones(301))
        return
    costs = np.random.default_rng(0).uniform(0, 100, 3_000)
    contributions = rule(costs)
    assert contributions.sum() == pytest.approx(costs.max(), rel=1e-10)
    assert is_free_of_subsidy(costs, contributions)


def test_shares_in_proportion_may_subsidise():
    assert not is_free_of_subsidy([4, 4, 4, 8], airport.proportional_contributions([4, 4, 4, 8]))


@each_weighted
def test_equal_weights_are_no_weights(rule):
    costs = [4.0, 1, 6, 6]
    np.testing.assert_allclose(rule(costs, [3, 3, 3, 3]), rule(costs), rtol=1e-12)


@each_weighted
def test_weights_go_with_their_members(rule):
    costs, weights, order = (
        np.array([3.0, 9, 1, 4, 4]),
        np.array([1, 2, 3, 4, 5.0]),
        [2, 0, 4, 3, 1],
    )
    np.testing.assert_allclose(
        rule(costs[order], weights[order]), rule(costs, weights)[order], rtol=1e-12
    )


@each_weighted
def test_weighted_problems_are_free_of_subsidy(rule):
    rng = np.random.default_rng(1)
    costs, weights = rng.uniform(0, 9, (50, 6)), rng.uniform(0.1, 3, 6)
    assert is_free_of_subsidy(costs, rule(costs, weights)).all()


@each_weighted
@pytest.mark.parametrize(
    ("weights", "message"),
    [
        ([1, 0], "weights: 0 is not above 0"),
        ([1, 1e13], r"weights: 1 and 1e\+13 are too far apart"),
        ([1, 1, 1], "weights: expected 2, one for each cost, got 3"),
        (np.ones((3, 2)), r"weights: shape \(3, 2\) does not fit costs of shape \(2,\)"),
    ],
)
def test_bad_weights(rule, weights, message):
    with pytest.raises(ProblemError, match=message):
        rule([1, 2], weights)


def test_weighted_rules_by_hand():
    # A segment of 2 for all, then one of 4 for the last two.
    np.testing.assert_allclose(
        airport.sequential_equal_contributions([2, 6, 6], [1, 1, 2]),
        [0.5, 0.5 + 4 / 3, 1 + 8 / 3],
    )
    np.testing.assert_allclose(
        airport.sequential_full_contributions([2, 6, 6], [1, 1, 3]), [2, 1, 3]
    )
    np.testing.assert_allclose(
        airport.constrained_equal_contributions([2, 6, 6], [2, 1, 1]), [2, 2, 2]
    )
    # Savings 8 in all, at most 2 for the first member, the rest 1 : 2 between the others.
    np.testing.assert_allclose(airport.constrained_equal_benefits([2, 6, 6], [4, 1, 2]), [0, 4, 2])


def test_sequential_rules_with_ties():
    np.testing.assert_allclose(
        airport.sequential_full_contributions([3, 3, 8, 8]), [1.5, 1.5, 2.5, 2.5]
    )


@pytest.mark.parametrize("allowance", [0.0, 0.3, 1.0])
@pytest.mark.parametrize("members", [1, 2, 3, 7, 40])
def test_walk_along_hulls_is_the_definition(members, allowance):
    rng = np.random.default_rng(members)
    for costs in (
        np.sort(rng.uniform(0, 10, members)),
        np.sort(rng.integers(1, 5, members)).astype(float),
        np.arange(1.0, members + 1) ** 2,
        np.sqrt(np.arange(1.0, members + 1)),
        np.arange(1.0, members + 1),
    ):
        steps = np.ones(members) if allowance else rng.uniform(0.2, 2, members)
        expected = naive.constrained_rates(costs, steps, allowance)
        alone = binding_rates(costs, steps, allowance) * steps
        beside = binding_rates(costs[None], steps[None], allowance)[0] * steps
        np.testing.assert_allclose(alone, expected, rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(beside, expected, rtol=1e-9, atol=1e-12)


def test_hulls_that_shrink_slowly():
    # Each round drops only the last inner point of this curve, so the sure way has to finish.
    costs = np.cumsum(np.append(1_000 + 0.001 * np.arange(119), 0.0))
    assert airport_rates._slopes_of_hull(np.arange(1.0, 121), costs) is None
    expected = naive.constrained_rates(costs, np.ones(120))
    np.testing.assert_allclose(binding_rates(costs, np.ones(120)), expected, rtol=1e-9)


def test_slack_family_ends():
    costs = [2.0, 5, 5, 11]
    np.testing.assert_allclose(
        airport.slack_family(costs, 0), airport.constrained_equal_contributions(costs)
    )
    np.testing.assert_allclose(airport.slack_family(costs, 1), airport.slack_maximizer(costs))
    with pytest.raises(ProblemError, match=r"parameter: 1.5 is not between 0 and 1"):
        airport.slack_family(costs, 1.5)


def test_priority():
    np.testing.assert_array_equal(airport.priority_contributions([3, 7, 5]), [3, 4, 0])
    np.testing.assert_array_equal(
        airport.priority_contributions([[3, 7, 5], [9, 1, 1]], [1, 2, 0]), [[0, 7, 0], [8, 1, 0]]
    )


@pytest.mark.parametrize("order", [[0, 1], [0, 1, 1], [1, 2, 3]])
def test_bad_priority(order):
    with pytest.raises(ProblemError, match="order: expected each of 0 to 2 once"):
        airport.priority_contributions([1, 2, 3], order)


def test_stages_of_one_are_priorities():
    costs = [[4.0, 9, 6, 6], [1, 2, 3, 4]]
    np.testing.assert_allclose(
        airport.contributions_in_stages(airport.slack_maximizer, costs, [[2], [0], [3], [1]]),
        airport.priority_contributions(costs, [2, 0, 3, 1]),
    )


@pytest.mark.parametrize("stages", [[[0, 1]], [[0, 1], [1, 2]], [[0, 1, 2], []]])
def test_bad_stages(stages):
    with pytest.raises(ProblemError, match="stages: expected each of 0 to 2 in one stage"):
        airport.contributions_in_stages(airport.slack_maximizer, [1, 2, 3], stages)


def test_types_are_members_counted_together():
    found = airport.contributions_per_type(airport.slack_maximizer, [4, 9], [3, 2])
    np.testing.assert_allclose(found, airport.slack_maximizer([4, 4, 4, 9, 9])[[0, 3]])


@pytest.mark.parametrize("counts", [[1], [0, 2], [1.5, 2]])
def test_bad_counts(counts):
    with pytest.raises(ProblemError, match="counts: expected 2 whole numbers of at least 1"):
        airport.contributions_per_type(airport.slack_maximizer, [4, 9], counts)


def test_no_subsidy_by_hand():
    assert is_free_of_subsidy([2, 6], [2, 4])
    assert not is_free_of_subsidy([2, 6], [2.1, 3.9])
    assert not is_free_of_subsidy([2, 6], [-0.1, 6.1])
    assert not is_free_of_subsidy([2, 6], [1, 4])
    assert is_free_of_subsidy([[6, 2], [6, 2]], [[4, 2], [2, 4]]).tolist() == [True, False]
    with pytest.raises(ProblemError, match="contributions: expected 2 members"):
        is_free_of_subsidy([2, 6], [2, 4, 0])


@pytest.mark.parametrize("costs", [[2, 6], [1, 3, 7, 10], [4, 4, 4], [1, 1, 2, 3, 5, 8]])
def test_centre_is_the_exact_integral(costs):
    np.testing.assert_allclose(
        no_subsidy_centre(costs), naive.core_centre_of_airport(costs), rtol=1e-12
    )


def test_centre_of_many_members_keeps_its_precision():
    centre = no_subsidy_centre(np.full(80, 5.0))
    np.testing.assert_allclose(centre, 5 / 80, rtol=1e-12)
