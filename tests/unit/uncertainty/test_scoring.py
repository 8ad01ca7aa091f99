"""Scores against naive sums, quadrature and theorems."""

import numpy as np
import pytest
import scipy.integrate
import scipy.stats as st
from hypothesis import given, settings
from hypothesis import strategies as hs
from hypothesis.extra.numpy import arrays

from burdenshare.errors import ProblemError
from burdenshare.uncertainty.scoring import (
    brier,
    covers,
    crps,
    crps_normal,
    paired_bootstrap,
    rank,
    skill_bootstrap,
)

VALUES = hs.floats(-100, 100)


def naive_crps(draws, outcome):
    """The definition, pair by pair."""
    m = len(draws)
    error = sum(abs(x - outcome) for x in draws) / m
    return error - sum(abs(x - y) for x in draws for y in draws) / (2 * m * m)


@settings(max_examples=60, deadline=None)
@given(arrays(float, hs.integers(1, 12), elements=VALUES), VALUES)
def test_crps_is_its_definition(draws, outcome):
    assert crps(draws, outcome) == pytest.approx(naive_crps(draws, outcome), abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(arrays(float, hs.integers(1, 12), elements=VALUES), VALUES)
def test_crps_is_the_integral_of_squared_distance_of_distributions(draws, outcome):
    ends = np.sort(np.append(draws, outcome))
    middles, widths = (ends[1:] + ends[:-1]) / 2, np.diff(ends)
    below = (draws[None, :] <= middles[:, None]).mean(axis=1)
    integral = (widths * (below - (outcome <= middles)) ** 2).sum()
    assert crps(draws, outcome) == pytest.approx(integral, abs=1e-9)


@pytest.mark.parametrize("size", [1, 2, 7, 100, 1001])
def test_crps_of_certainty_is_nothing_and_never_less(size):
    assert crps(np.full(size, 0.1), 0.1) == 0
    assert crps(np.full(size, 0.1), 0.3) == pytest.approx(0.2)


def test_crps_of_large_numbers_close_together_keeps_its_digits():
    near = np.array([0.25, 1.5, 4.0])
    assert crps(near + 2.0**40, 2.0 + 2.0**40) == pytest.approx(float(crps(near, 2.0)), rel=1e-12)


def test_normal_crps_is_the_integral():
    for mean, sd, outcome in [(0, 1, 0.3), (2, 0.5, 5), (-1, 3, -4)]:
        cdf = st.norm(mean, sd).cdf
        left = scipy.integrate.quad(lambda x, cdf=cdf: cdf(x) ** 2, -60, outcome, limit=500)[0]
        right = scipy.integrate.quad(lambda x, cdf=cdf: (1 - cdf(x)) ** 2, outcome, 60, limit=500)[
            0
        ]
        assert crps_normal(mean, sd, outcome) == pytest.approx(left + right, abs=1e-6)


def test_a_normal_without_spread_scores_its_absolute_error():
    assert crps_normal(2, 0, 5) == 3
    with pytest.raises(ProblemError):
        crps_normal(0, -1, 0)


def test_draws_of_a_normal_score_like_the_normal():
    draws = st.norm(1, 2).ppf((np.arange(20_000) + 0.5) / 20_000)
    assert crps(draws, 2.5) == pytest.approx(float(crps_normal(1, 2, 2.5)), abs=1e-3)


@pytest.mark.parametrize("score", ["crps", "brier"])
def test_the_truth_scores_best_in_expectation(score):
    rng = np.random.default_rng(3)
    if score == "crps":
        happened = rng.normal(0, 1, 4000)
        loss = {m: float(crps_normal(m, 1, happened).mean()) for m in (-0.5, 0, 0.5)}
        loss |= {s: float(crps_normal(0, s, happened).mean()) for s in (0.5, 2.0)}
        assert min(loss, key=loss.__getitem__) == 0
    else:
        happened = rng.random(4000) < 0.3
        loss = {p: float(brier(np.full(4000, p), happened).mean()) for p in (0.1, 0.3, 0.6)}
        assert min(loss, key=loss.__getitem__) == 0.3


def test_coverage_and_ranks_of_calibrated_forecasts():
    rng = np.random.default_rng(4)
    draws, happened = rng.normal(size=(2000, 200)), rng.normal(size=2000)
    assert covers(draws, happened, 0.8).mean() == pytest.approx(0.8, abs=0.03)
    assert st.kstest(rank(draws, happened), "uniform").pvalue > 1e-3
    with pytest.raises(ProblemError):
        covers(draws, happened, 1.2)


def test_the_bootstrap_agrees_with_the_normal_theory_of_means():
    rng = np.random.default_rng(5)
    first, second = rng.normal(0.2, 1, 400), rng.normal(0, 1, 400)
    found = paired_bootstrap(first, second, rng)
    error = (first - second).std() / 20
    assert found.low == pytest.approx(found.mean - 1.645 * error, abs=0.2 * error)
    assert found.high == pytest.approx(found.mean + 1.645 * error, abs=0.2 * error)


def test_clusters_that_move_together_widen_the_interval():
    rng = np.random.default_rng(6)
    cluster = np.repeat(np.arange(20), 20)
    first = rng.normal(0, 1, 20)[cluster] + 0.1 * rng.normal(size=400)
    alone = paired_bootstrap(first, np.zeros(400), rng)
    together = paired_bootstrap(first, np.zeros(400), rng, clusters=cluster)
    assert together.high - together.low > 3 * (alone.high - alone.low)


def test_the_bootstrap_is_repeatable_and_checks_its_input():
    scores = np.arange(10.0)
    results = [paired_bootstrap(scores, scores[::-1], np.random.default_rng(1)) for _ in range(2)]
    assert results[0] == results[1]
    with pytest.raises(ProblemError, match="same length"):
        paired_bootstrap([1, 2], [1], np.random.default_rng(0))


@settings(max_examples=30, deadline=None)
@given(arrays(float, 6, elements=hs.floats(0, 10)), arrays(float, 6, elements=hs.floats(0.1, 10)))
def test_skill_is_one_less_the_ratio_of_sums(ours, theirs):
    found = skill_bootstrap(ours, theirs, np.random.default_rng(0), resamples=50)
    assert found.mean == pytest.approx(1 - ours.sum() / theirs.sum(), abs=1e-12)
    assert found.low <= found.high


def test_skill_resamples_whole_clusters():
    ours, theirs, labels = [1.0, 3.0, 2.0], [2.0, 4.0, 8.0], ["a", "a", "b"]
    found = skill_bootstrap(
        ours, theirs, np.random.default_rng(3), clusters=labels, resamples=2000, level=0.98
    )
    # Two clusters: their own skills are the ends, and nothing lies beyond them.
    assert (found.low, found.high) == pytest.approx((1 - 4 / 6, 1 - 2 / 8))


def test_skill_against_a_rule_that_is_never_wrong():
    rng = np.random.default_rng(0)
    assert skill_bootstrap([0.0, 0.0], [0.0, 0.0], rng).mean == 0
    assert skill_bootstrap([1.0, 0.0], [0.0, 0.0], rng).mean == -1


@pytest.mark.parametrize(
    ("ours", "theirs", "clusters"),
    [([1.0], [1.0, 2.0], None), ([-1.0], [1.0], None), ([1.0], [1.0], ["a", "b"])],
)
def test_skill_asks_for_scores_that_belong_together(ours, theirs, clusters):
    with pytest.raises(ProblemError):
        skill_bootstrap(ours, theirs, np.random.default_rng(0), clusters=clusters)
