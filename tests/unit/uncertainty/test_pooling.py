"""Partial pooling: limits, calibration by simulation, and bad input."""

import numpy as np
import pytest
import scipy.stats as st

from burdenshare.errors import ProblemError
from burdenshare.uncertainty.pooling import PoolingPrior, pool
from burdenshare.uncertainty.scoring import rank


def test_without_values_the_posterior_is_the_prior():
    prior = PoolingPrior(centre=0.3, between_families=0.2)
    found = pool([], [], [0], np.random.default_rng(0), prior=prior, draws=8000)
    assert st.kstest(found.family_means[:, 0], st.norm(0.3, 0.2).cdf).pvalue > 1e-3
    t2 = found.between_groups**2
    assert st.kstest(t2, st.invgamma(2, scale=2 * 0.05**2).cdf).pvalue > 1e-3


def test_a_group_with_many_values_keeps_its_own_mean_and_spread():
    rng = np.random.default_rng(1)
    values = np.concatenate([rng.normal(0.5, 0.02, 300), rng.normal(0, 0.2, 300)])
    found = pool(values, np.repeat([0, 1], 300), [0, 0], rng, draws=2000)
    assert found.group_means[:, 0].mean() == pytest.approx(values[:300].mean(), abs=2e-3)
    assert found.group_sds[:, 0].mean() == pytest.approx(0.02, rel=0.15)
    assert found.group_sds[:, 1].mean() == pytest.approx(0.2, rel=0.15)


def test_a_group_with_one_value_is_drawn_towards_its_family():
    values = [0.1] * 10 + [0.5]
    prior = PoolingPrior(resolution=0.05)
    found = pool(values, [0] * 10 + [1], [0, 0], np.random.default_rng(2), prior=prior)
    alone = pool([0.5], [0], [0], np.random.default_rng(2), prior=prior)
    assert 0.1 < found.group_means[:, 1].mean() < 0.5
    assert 0 < alone.group_means[:, 0].mean() < 0.5


def test_equal_values_are_not_taken_for_certainty():
    sds = [
        pool(
            [0.1] * 5, [0] * 5, [0], np.random.default_rng(2), prior=PoolingPrior(resolution=r)
        ).group_sds.mean()
        for r in (0.0, 0.02)
    ]
    assert 2 * sds[0] < 0.015 < sds[1]


def test_a_new_group_is_less_sure_than_a_known_one():
    rng = np.random.default_rng(3)
    values = rng.normal(0.05, 0.02, 20)
    found = pool(values, np.repeat([0, 1], 10), [0, 0], rng)
    known = found.predict(0, 0, rng).std()
    assert known < found.predict(None, 0, rng).std() < found.predict(None, None, rng).std()


def test_forecasts_of_simulated_groups_are_calibrated():
    """Simulation-based calibration: parameters from the prior, forecast of one more value."""
    rng = np.random.default_rng(4)
    prior, ranks = PoolingPrior(), []
    families, groups = np.array([0, 0, 1]), np.array([0, 0, 0, 1, 1, 2])
    for _ in range(150):
        means = rng.normal(prior.centre, prior.between_families, 2)
        within = rng.gamma(2, prior.within**2 / 2)
        between = 2 * prior.between_groups**2 / rng.gamma(2)
        mu = rng.normal(means[families], np.sqrt(between))
        sd = np.sqrt(2 * within / rng.gamma(2, 1, 3))
        values = rng.normal(mu[groups], sd[groups])
        found = pool(values, groups, families, rng, draws=200, sweeps=60)
        ranks.append(rank(found.predict(0, 0, rng), rng.normal(mu[0], sd[0])))
    assert st.kstest(np.array(ranks), "uniform").pvalue > 1e-3


def test_the_same_generator_gives_the_same_draws():
    one, two = (pool([1.0, 2.0], [0, 1], [0, 0], np.random.default_rng(5)) for _ in range(2))
    np.testing.assert_array_equal(one.group_means, two.group_means)


@pytest.mark.parametrize(
    ("groups", "families", "words"),
    [([0], [0], "one label for each value"), ([0, 2], [0], "one label for each of 3"),
     ([0, -1], [0], "negative"), ([0.5, 0.5], [0], "whole numbers")],
)  # fmt: skip
def test_labels_that_do_not_fit_are_refused(groups, families, words):
    with pytest.raises(ProblemError, match=words):
        pool([1.0, 2.0], groups, families, np.random.default_rng(0))


def _density_of_group_mean(values, prior, grid):
    """The posterior of one group's mean by quadrature over the two spreads above it."""
    spreads = np.exp(np.linspace(np.log(1e-8), np.log(1e3), 601))
    step = np.gradient(spreads)
    between = st.invgamma.pdf(spreads, prior.weight, scale=prior.weight * prior.between_groups**2)
    variance = prior.between_families**2 + spreads
    level = st.norm.pdf(grid[:, None], prior.centre, np.sqrt(variance)) @ (between * step)
    guesses = st.gamma.pdf(spreads, prior.weight, scale=prior.within**2 / prior.weight)
    of_guess = st.invgamma.pdf(spreads[:, None], prior.weight, scale=prior.weight * spreads)
    within = of_guess @ (guesses * step)
    seen = np.prod([st.norm.pdf(y, grid[:, None], np.sqrt(spreads)) for y in values], axis=0) @ (
        within * step
    )
    density = level * seen
    return density / np.trapezoid(density, grid)


@pytest.mark.parametrize("values", [[0.2], [0.0, 0.1, 0.3]])
def test_one_group_agrees_with_quadrature(values):
    prior = PoolingPrior(0.05, 0.1, 0.08, 0.1, weight=3.0)
    grid = np.linspace(-1.0, 1.5, 801)
    density = _density_of_group_mean(values, prior, grid)
    mean = np.trapezoid(grid * density, grid)
    sd = np.sqrt(np.trapezoid((grid - mean) ** 2 * density, grid))
    rng = np.random.default_rng(5)
    drawn = pool(values, [0] * len(values), [0], rng, prior=prior, draws=20_000, sweeps=40)
    means = drawn.group_means[:, 0]
    assert means.mean() == pytest.approx(mean, abs=4 * sd / 141)
    assert means.std() == pytest.approx(sd, rel=0.03)
