"""Voting power: exactness, scale, several criteria and messages."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from burdenshare.errors import ProblemError
from burdenshare.sharing import coalition_counts, voting, voting_games

SHARES = [
    voting.shapley_shubik,
    voting.banzhaf_normalized,
    voting.deegan_packel,
    voting.public_good_index,
    voting.johnston,
]
each_share = pytest.mark.parametrize("index", SHARES, ids=lambda index: index.__name__)


@each_share
def test_a_dictator_has_all_power(index):
    np.testing.assert_array_equal(index([6, 2, 2], 6), [1, 0, 0])


@each_share
def test_one_member_decides(index):
    np.testing.assert_array_equal(index([3], 2), [1])


@each_share
def test_unanimity_is_equal(index):
    np.testing.assert_allclose(index([5, 1, 3], 9), [1 / 3, 1 / 3, 1 / 3])


@each_share
def test_nobody_without_votes_has_power(index):
    np.testing.assert_array_equal(index([0, 2, 0, 2], 3)[[0, 2]], [0, 0])


@each_share
def test_the_unit_of_votes_does_not_matter(index):
    np.testing.assert_array_equal(
        index([4_000_000, 3_000_000, 2_000_000], 5_000_000), index([4, 3, 2], 5)
    )


@each_share
def test_more_than_half_may_be_said_by_a_half_vote(index):
    np.testing.assert_array_equal(index([4, 3, 2, 1], 5.5), index([4, 3, 2, 1], 6))


@each_share
def test_decimals_are_read_as_written(index):
    # In binary 0.1 + 0.2 exceeds 0.3 and 0.3 - 0.1 falls short of 0.2.
    by_tenths = index([1, 2, 3, 3], 3)
    np.testing.assert_array_equal(index([0.1, 0.2, 0.3, 0.3], 0.3), by_tenths)
    np.testing.assert_array_equal(index(np.array([0.1, 0.2, 0.3, 0.3]), np.float64(0.3)), by_tenths)
    tenths = [Fraction(1, 10), Decimal("0.2"), 0.3, Fraction(3, 10)]
    np.testing.assert_array_equal(index(tenths, Decimal("0.3")), by_tenths)


@each_share
def test_weights_of_many_digits_are_listed(index):
    weights = [np.pi, np.e, np.sqrt(2), 1.0, 0.1]
    np.testing.assert_allclose(index(weights, 5), index([31416, 27183, 14142, 10000, 1000], 50000))


@each_share
@pytest.mark.parametrize("members", [7, 16])
def test_lists_and_tables_agree(index, members, monkeypatch):
    weights = np.random.default_rng(members).integers(0, 40, members)
    quota = int(weights.sum()) * 3 // 5
    monkeypatch.setattr(voting_games, "MOST_STATES", 0)
    listed = index(weights, quota)
    monkeypatch.undo()
    monkeypatch.setattr(voting_games, "MOST_LISTED", 0)
    np.testing.assert_array_equal(index(weights, quota), listed)


@each_share
def test_a_table_of_two_criteria_and_a_list_agree(index, monkeypatch):
    weights, quotas = [[9, 7, 5, 5, 2, 2, 1], [1, 2, 1, 2, 1, 2, 1]], [17, 6]
    listed = index(weights, quotas)
    monkeypatch.setattr(voting_games, "MOST_LISTED", 0)
    if index in {voting.shapley_shubik, voting.banzhaf_normalized}:
        np.testing.assert_array_equal(index(weights, quotas), listed)
    else:
        with pytest.raises(ProblemError, match="7 members under 2 criteria"):
            index(weights, quotas)


@each_share
def test_a_veto_is_a_criterion_of_its_own(index):
    np.testing.assert_allclose(
        index([2, 1, 1, 1], 3, vetoes=[3]), index([[2, 1, 1, 1], [0, 0, 0, 1]], [3, 1])
    )


@each_share
@pytest.mark.parametrize(
    ("weights", "quota", "message"),
    [
        ([3, -1, 2], 2, "weights: -1 of member 1 is negative"),
        ([3, 1], 0, "quota: 0 is not above 0 and at most the 4 votes"),
        ([3, 1], 5, "quota: 5 is not above 0 and at most the 4 votes"),
        ([3, 1], [2, 2], "quota: expected 1, one for each row of weights, got 2"),
        ([[3, 1], [1, 1]], 2, "quota: expected 2, one for each row of weights, got 1"),
        ([[3, 1], [1]], [2, 1], "in every row, got rows of 2, 1"),
        ([], 1, "weights: expected a vote for each of at least one member"),
        ([float("nan"), 1], 1, "weights: nan is not a finite number"),
        ([1, 1], float("inf"), "quota: inf is not a finite number"),
        (["3", 1], 1, "weights: '3' is not a finite number"),
        (7, 1, "weights: expected the votes of each member, got 7"),
    ],
)
def test_bad_games(index, weights, quota, message):
    with pytest.raises(ProblemError, match=message):
        index(weights, quota)


@each_share
def test_bad_vetoes(index):
    with pytest.raises(ProblemError, match="vetoes: expected members from 0 to 1"):
        index([1, 1], 1, vetoes=[2])


@each_share
def test_too_large_without_structure(index):
    weights = np.random.default_rng(0).uniform(0, 1, 21)
    with pytest.raises(ProblemError, match="round the votes to fewer digits"):
        index(weights, weights.sum() / 2)


def test_two_criteria_need_listing_for_minimal_coalitions():
    with pytest.raises(ProblemError, match="21 members under 2 criteria"):
        voting.deegan_packel([[1] * 21, [2] * 21], [11, 20])


def test_counts_beyond_machine_integers_are_exact():
    # With equal votes and 151 of 300 needed, a member swings with 150 of the other 299.
    from math import comb

    assert set(voting.banzhaf_swings([1] * 300, 151)) == {comb(299, 150)}
    shares = voting.shapley_shubik_fractions([2] * 120 + [3] * 30, 166)
    assert sum(shares) == 1
    assert min(shares) > 0


def test_minimal_and_vulnerable_counts_beyond_machine_integers():
    # One member with 2 votes, 79 with 1, quota 41 of 81.
    from math import comb

    weights = np.array([2] + [1] * 79)
    minimal = coalition_counts.minimal_winning_counts(weights, 41)
    assert minimal[0, 40] == comb(79, 39)
    assert minimal[1, 40] == comb(78, 38)
    assert minimal[1, 41] == comb(78, 40)
    vulnerable = coalition_counts.vulnerable_counts(weights, 41)
    # The first is alone critical in a coalition that exceeds the quota by one.
    assert vulnerable[0, 1] == comb(79, 40)
    assert vulnerable[0, 40] == comb(79, 39)


def test_long_and_short_rows_give_the_same_counts(monkeypatch):
    weights = np.random.default_rng(1).integers(1, 30, 70)
    quota = int(weights.sum()) // 2
    short = voting.shapley_shubik_fractions(weights, quota)
    monkeypatch.setattr(coalition_counts, "LONG_ROW", 0)
    assert voting.shapley_shubik_fractions(weights, quota) == short


def test_power_of_three_types_by_hand():
    assert voting.banzhaf_swings([4, 2, 1], 5) == (3, 1, 1)
    np.testing.assert_array_equal(voting.banzhaf_absolute([4, 2, 1], 5), [0.75, 0.25, 0.25])
    assert voting.shapley_shubik_fractions([4, 2, 1], 5)[0] == Fraction(2, 3)


def test_passing_under_either_of_two_conditions():
    # Two thirds of the votes, or half the votes with half the members: values add up.
    votes, heads, n = [4, 2, 1, 1], [1, 1, 1, 1], 4
    alone = voting.shapley_shubik(votes, 6)
    with_heads = voting.shapley_shubik([votes, heads], [4, 2])
    both = voting.shapley_shubik([votes, heads], [6, 2])
    from tests import naive_structured as naive

    first = naive.weighted_majority([votes], [6])
    second = naive.weighted_majority([votes, heads], [4, 2])
    expected = naive.shapley(lambda group: int(first(group) or second(group)), n)
    np.testing.assert_allclose(alone + with_heads - both, expected, atol=1e-12)
