"""Tests of burdens against scipy, brute force and numpy's least squares."""

from itertools import product

import numpy as np
import pytest
from scipy import stats

from burdenshare.errors import ProblemError
from burdenshare.sharing.burden_tests import (
    benefit_shares,
    reaction_function,
    spill_ins,
    wilcoxon_signed_rank,
)


@pytest.mark.parametrize("seed", range(8))
def test_signed_ranks_without_ties_are_those_of_scipy(seed):
    rng = np.random.default_rng(seed)
    first, second = rng.normal(size=(2, 5 + 3 * seed))
    found = wilcoxon_signed_rank(first, second)
    expected = stats.wilcoxon(first, second, mode="exact", alternative="two-sided")
    assert found.p_value == pytest.approx(expected.pvalue, abs=1e-12)
    count = found.pairs
    assert min(found.statistic, count * (count + 1) / 2 - found.statistic) == expected.statistic


@pytest.mark.parametrize("differences", [[1, 1, -1, 2, 3], [2, -2, 2, 2], [0, 1, -3, 3, 5, 5, -1]])
def test_signed_ranks_with_ties_count_every_assignment_of_signs(differences):
    found = wilcoxon_signed_rank(differences, np.zeros(len(differences)))
    kept = np.array([d for d in differences if d])
    ranks = stats.rankdata(np.abs(kept))
    sums = np.array([ranks @ np.array(s) for s in product((0, 1), repeat=len(kept))])
    observed = ranks[kept > 0].sum()
    expected = 2 * min((sums <= observed).mean(), (sums >= observed).mean())
    assert found.statistic == observed
    assert found.p_value == pytest.approx(min(1, expected), abs=1e-12)


def test_pairs_that_are_all_equal_are_refused():
    with pytest.raises(ProblemError, match="nothing to test"):
        wilcoxon_signed_rank([1, 2], [1, 2])
    with pytest.raises(ProblemError, match="expected the same"):
        wilcoxon_signed_rank([1, 2], [1, 2, 3])


@pytest.mark.parametrize("lag", [False, True])
def test_the_reaction_function_is_least_squares(lag):
    rng = np.random.default_rng(4)
    years = 30
    income = rng.uniform(1e6, 2e6, years)
    others, price, threat = rng.uniform(1, 9, (3, years))
    spent = 3 + 2e-6 * income - 0.4 * others + 0.2 * threat + rng.normal(0, 0.1, years)
    found = reaction_function(spent, income, others, price=price, threat=threat, lag=lag)
    columns = [np.ones(years), income, price, others, threat]
    if lag:
        columns = [column[1:] for column in columns] + [spent[:-1]]
    design, observed = np.column_stack(columns), spent[1:] if lag else spent
    expected, _, _, _ = np.linalg.lstsq(design, observed, rcond=None)
    assert found.coefficients == pytest.approx(expected, rel=1e-7)
    residual = observed - design @ expected
    freedom = len(observed) - len(expected)
    variance = residual @ residual / freedom
    errors = np.sqrt(np.diag(variance * np.linalg.inv(design.T @ design)))
    assert found.standard_errors == pytest.approx(errors, rel=1e-5)
    tails = 2 * stats.t.sf(np.abs(expected / errors), freedom)
    assert found.p_values == pytest.approx(tails, rel=1e-4, abs=1e-12)
    assert dict(zip(found.names, found.coefficients, strict=True))["spill-in"] < 0


def test_what_is_explained_and_what_cannot_be_told_apart():
    rng = np.random.default_rng(1)
    income, others = rng.normal(size=(2, 20))
    spent = 2 * income + rng.normal(size=20)
    both = reaction_function(spent, income, others)
    explained = 1 - np.var(both.residuals) / np.var(spent)
    assert both.r_squared == pytest.approx(explained, abs=1e-12)
    with pytest.raises(ProblemError, match="combination"):
        reaction_function(others, income, 3 * income)
    with pytest.raises(ProblemError, match="cannot tell"):
        reaction_function([1, 2, 3], [1, 2, 4], [3, 1, 2])


def test_spill_ins_are_what_the_others_spend():
    assert spill_ins([[1, 2, 3], [0, 0, 5]]).tolist() == [[5, 4, 3], [5, 5, 0]]


def test_benefit_shares_are_means_of_shares():
    found = benefit_shares([1, 3], [1, 1], [0, 4])
    assert found.tolist() == pytest.approx([(0.25 + 0.5 + 0) / 3, (0.75 + 0.5 + 1) / 3])
    with pytest.raises(ProblemError, match="zero for every"):
        benefit_shares([0, 0])
