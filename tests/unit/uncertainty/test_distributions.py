"""Distributions against SciPy, and what an interval means."""

import numpy as np
import pytest
import scipy.stats as st

from burdenshare.errors import ProblemError
from burdenshare.uncertainty.distributions import (
    Beta,
    Constant,
    LogitNormal,
    LogNormal,
    Normal,
    Triangular,
    Uniform,
    at_standard,
    interval,
    pert,
    scaled,
    standard_normal_quantile,
    standardised,
)

U = np.linspace(0.0005, 0.9995, 1999)

PAIRS = {
    "normal": (Normal(2, 3), st.norm(2, 3)),
    "lognormal": (LogNormal(5, 0.4), st.lognorm(0.4, scale=5)),
    "uniform": (Uniform(-1, 4), st.uniform(-1, 5)),
    "triangular": (Triangular(1, 2, 5), st.triang(0.25, 1, 4)),
    "beta": (Beta(2.5, 0.7, 1, 3), st.beta(2.5, 0.7, 1, 2)),
    "pert": (pert(0, 3, 12), st.beta(2, 4, 0, 12)),
}


@pytest.mark.parametrize("name", PAIRS)
def test_quantiles_equal_scipys(name):
    ours, theirs = PAIRS[name]
    np.testing.assert_allclose(ours.quantile(U), theirs.ppf(U), atol=2e-4 * theirs.std())


@pytest.mark.parametrize("name", PAIRS)
def test_means_equal_scipys(name):
    ours, theirs = PAIRS[name]
    assert ours.mean == pytest.approx(theirs.mean())


@pytest.mark.parametrize("name", PAIRS)
def test_draws_have_the_distribution(name):
    ours, theirs = PAIRS[name]
    drawn = ours.sample(np.random.default_rng(5), 20_000)
    assert st.kstest(drawn, theirs.cdf).pvalue > 1e-3


def test_the_normal_quantile_is_right_to_the_last_digits():
    u = np.concatenate([np.geomspace(1e-300, 0.5, 400), 1 - np.geomspace(1e-16, 0.5, 400)])
    u = u[(u > 0) & (u < 1)]
    np.testing.assert_allclose(standard_normal_quantile(u), st.norm.ppf(u), rtol=1e-13, atol=1e-14)


@pytest.mark.parametrize(
    ("low", "high", "share"), [(50, 200, False), (-3, 5, False), (0.1, 0.4, True)]
)
def test_an_interval_holds_nine_tenths(low, high, share):
    ends = interval(low, high, share=share).quantile(np.array([0.05, 0.95]))
    np.testing.assert_allclose(ends, [low, high])


@pytest.mark.parametrize(
    ("a", "b"), [(0.5, 0.5), (0.5, 40), (30, 4), (600, 600), (1e4, 3e4), (1, 1e5), (1e7, 2e7)]
)
def test_a_beta_of_any_size_equals_scipys(a, b):
    # Two shapes of 600 have a density below 1e-320 at its peak, before it is scaled.
    ours, theirs = Beta(a, b), st.beta(a, b)
    nodes = np.arange(1, 128) / 128
    np.testing.assert_allclose(ours.quantile(nodes), theirs.ppf(nodes), atol=1e-3 * theirs.std())


def test_positive_amounts_stay_positive_and_shares_stay_shares():
    rng = np.random.default_rng(1)
    assert interval(1, 1000).sample(rng, 10_000).min() > 0
    for ends in [(0.01, 0.99), (0, 0.3), (0.8, 1)]:
        drawn = interval(*ends, share=True).sample(rng, 10_000)
        assert drawn.min() >= 0
        assert drawn.max() <= 1


def test_ends_that_are_equal_are_certain():
    assert interval(3, 3) == Constant(3)
    assert pert(3, 3, 3) == Constant(3)


@pytest.mark.parametrize(
    "call", [lambda: interval(2, 1), lambda: pert(1, 5, 2), lambda: Beta(0.1, 2)]
)
def test_impossible_parameters_are_refused(call):
    with pytest.raises(ProblemError):
        call()


@pytest.mark.parametrize("name", PAIRS)
def test_scaling_scales_every_quantile(name):
    ours, _ = PAIRS[name]
    np.testing.assert_allclose(scaled(ours, 7).quantile(U), 7 * ours.quantile(U), atol=1e-9)


def test_a_censored_normal_has_the_mean_of_its_draws():
    cut = Normal(0.1, 0.3, 0.0, 1.0)
    assert cut.sample(np.random.default_rng(2), 400_000).mean() == pytest.approx(cut.mean, abs=2e-3)


@pytest.mark.parametrize("name", PAIRS)
def test_standard_normal_numbers_lead_to_values_of_their_probability(name):
    ours, theirs = PAIRS[name]
    z = np.linspace(-3, 3, 61)
    spread = theirs.ppf(0.999) - theirs.ppf(0.001)
    np.testing.assert_allclose(at_standard(ours, z), theirs.ppf(st.norm.cdf(z)), atol=1e-5 * spread)


def test_far_tails_keep_their_digits_between_standard_normal_numbers_and_values():
    z = np.array([-9.0, 0.0, 8.5])
    for ours in (Normal(2, 3), LogNormal(5, 0.4), LogitNormal(0.3, 0.5)):
        back = [standardised(ours, float(value)) for value in at_standard(ours, z)]
        np.testing.assert_allclose(back, z, rtol=1e-9, atol=1e-12)
    np.testing.assert_array_equal(at_standard(Constant(2.0), z), [2.0, 2.0, 2.0])
    np.testing.assert_array_equal(at_standard(Normal(0, 1, -1, 1), z), [-1.0, 0.0, 1.0])


def test_distances_are_normal_quantiles_where_the_shape_allows():
    u = np.array([0.02, 0.3, 0.9])
    for ours in (Normal(2, 3), LogNormal(5, 0.4), LogitNormal(0.3, 0.5)):
        distances = [standardised(ours, float(value)) for value in ours.quantile(u)]
        np.testing.assert_allclose(distances, st.norm.ppf(u), rtol=1e-9)
    assert standardised(Constant(2), 2) == 0
    assert standardised(Constant(2), 3) == np.inf
