"""Measures of inequality and of agreement between rankings, against scipy and at the edges."""

import numpy as np
import pytest
from scipy import stats

from burdenshare.errors import ProblemError
from burdenshare.sharing.inequality import (
    gini,
    kendall_w,
    lorenz_curve,
    ranks,
    shares,
    spearman,
)


def test_gini_is_half_the_relative_mean_difference() -> None:
    values = np.random.default_rng(0).lognormal(0, 1, (5, 9))
    apart = np.abs(values[:, :, None] - values[:, None, :]).mean(axis=(1, 2))
    np.testing.assert_allclose(gini(values), apart / (2 * values.mean(axis=1)))


def test_gini_is_twice_the_area_above_the_lorenz_curve() -> None:
    values = np.random.default_rng(1).random((4, 7))
    curve = lorenz_curve(values)
    area = ((curve[:, 1:] + curve[:, :-1]) / 2).mean(axis=1)
    np.testing.assert_allclose(gini(values), 1 - 2 * area)


@pytest.mark.parametrize(
    ("values", "expected"), [([3], 0), ([0, 0], 0), ([5, 5, 5], 0), ([1e308, 1e308], 0)]
)
def test_gini_of_equals_is_nothing(values, expected) -> None:
    assert gini(values) == expected


def test_shares_of_nothing_are_equal() -> None:
    np.testing.assert_array_equal(shares([[0, 0], [1, 3]]), [[0.5, 0.5], [0.25, 0.75]])
    np.testing.assert_allclose(lorenz_curve([0, 0]), [0, 0.5, 1])
    np.testing.assert_array_equal(shares([1e308, 1e308]), [0.5, 0.5])


@pytest.mark.parametrize("measure", [gini, shares, lorenz_curve])
def test_negative_values_are_refused(measure) -> None:
    with pytest.raises(ProblemError, match="values: -1 at index"):
        measure([1, -1])


def test_ranks_share_ties_as_scipy_does() -> None:
    values = np.random.default_rng(2).integers(0, 5, (6, 8))
    np.testing.assert_array_equal(ranks(values), stats.rankdata(values, axis=1))
    np.testing.assert_array_equal(ranks(values, descending=True), stats.rankdata(-values, axis=1))


@pytest.mark.parametrize("size", [3, 4, 5, 6, 13, 40])
def test_spearman_and_its_chance_agree_with_scipy(size) -> None:
    rng = np.random.default_rng(size)
    first, second = rng.integers(0, 9, (20, size)), rng.random((20, size))
    first[:, 0] = 9
    found = spearman(first, second)
    for row in range(20):
        sign = "greater" if found.coefficient[row] > 0 else "less"
        known = stats.spearmanr(first[row], second[row], alternative=sign)
        np.testing.assert_allclose(found.coefficient[row], known.statistic, atol=1e-14)
        np.testing.assert_allclose(found.p_one_tailed[row], known.pvalue, atol=1e-13)


def test_a_perfect_ranking_leaves_nothing_to_chance() -> None:
    found = spearman([1, 2, 3, 4], [[10, 20, 30, 40], [4, 3, 2, 1]])
    np.testing.assert_allclose(found.coefficient, [1, -1])
    np.testing.assert_allclose(found.p_one_tailed, [0, 0], atol=1e-12)


@pytest.mark.parametrize(
    ("first", "second", "message"),
    [
        ([1, 2], [1, 2], "first: expected at least 3 members, got 2"),
        ([1, 2, 3], [1, 2, 3, 4], "second: 4 members, but first has 3"),
        ([1, 2, 3], [7, 7, 7], "second: all values are equal, so they give no ranking"),
    ],
)
def test_what_cannot_be_correlated_is_refused(first, second, message) -> None:
    with pytest.raises(ProblemError) as caught:
        spearman(first, second)
    assert message in str(caught.value)


@pytest.mark.parametrize(("judges", "size"), [(3, 3), (4, 4), (5, 7), (12, 6)])
def test_kendall_w_is_friedmans_chi_square(judges, size) -> None:
    rankings = np.random.default_rng(size).integers(0, 6, (judges, size))
    rankings[:, 0] = 7
    found = kendall_w(rankings)
    known = stats.friedmanchisquare(*rankings.T)
    np.testing.assert_allclose(judges * (size - 1) * found.coefficient, known.statistic)
    np.testing.assert_allclose(found.p_value, known.pvalue, atol=1e-13)


def test_kendall_w_is_the_mean_spearman_between_judges() -> None:
    rankings = np.array([[1, 6, 3, 2, 5, 4], [1, 5, 6, 4, 2, 3], [6, 3, 2, 5, 4, 1]])
    found = kendall_w(rankings)
    pairs = [spearman(rankings[i], rankings[j]).coefficient for i, j in ((0, 1), (0, 2), (1, 2))]
    np.testing.assert_allclose((3 * found.coefficient - 1) / 2, np.mean(pairs))
    assert found.sum_of_squares == 25.5


def test_ties_keep_judges_who_agree_from_one_unless_corrected() -> None:
    rankings = [[1, 1, 2, 3], [1, 1, 2, 3]]
    assert kendall_w(rankings).coefficient == pytest.approx(1)
    assert kendall_w(rankings, correct_ties=False).coefficient == pytest.approx(0.9)


def test_judges_who_tell_nothing_apart_do_not_agree() -> None:
    found = kendall_w([[2, 2, 2], [5, 5, 5]])
    assert found.coefficient == 0
    assert found.p_value == pytest.approx(1)


@pytest.mark.parametrize("rankings", [[1, 2, 3], [[1, 2, 3]], [[1], [1]]])
def test_too_few_judges_or_items_are_refused(rankings) -> None:
    with pytest.raises(ProblemError, match="expected at least 2 rows"):
        kendall_w(rankings)
