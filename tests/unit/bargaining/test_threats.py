"""Threats: credible, believed, and what they extract."""

import numpy as np
import pytest
from scipy import stats

from burdenshare.bargaining.threats import (
    audience_cost_needed,
    belief_needed,
    execution_probability,
    is_credible,
    largest_demand,
    staying_value,
    with_base_rate,
)
from burdenshare.errors import ProblemError


def test_the_cost_needed_is_just_enough():
    rng = np.random.default_rng(0)
    stay, leave = staying_value(rng.normal(900, 50, 99), 2000, rng.normal(1500, 400, 99)), 100.0
    needed = audience_cost_needed(stay, leave)
    assert is_credible(stay, leave, needed * (1 + 1e-12) + 1e-9).all()
    assert not is_credible(stay, leave, needed - 1e-6 * (needed > 0))[needed > 0].any()
    assert is_credible(stay, leave)[needed == 0].all()


def test_indifference_counts_as_carrying_it_out():
    assert is_credible(400.0, 300.0, 100.0)


def test_execution_probability_of_normal_draws():
    rng = np.random.default_rng(1)
    stay, cost = rng.normal(300, 100, (2, 100_000)), rng.gamma(2, 50, 100_000)
    found = execution_probability(stay, 100.0, cost)
    expected = stats.gamma(2, scale=50).expect(lambda a: stats.norm.cdf(100 + a, 300, 100))
    np.testing.assert_allclose(found, [expected, expected], atol=6e-3)


def test_a_demand_and_the_belief_it_needs_invert_one_another():
    rng = np.random.default_rng(2)
    current, chance, loss = rng.uniform(500, 1000, 50), rng.random(50), rng.uniform(1, 900, 50)
    demand = largest_demand(current, chance, loss)
    np.testing.assert_allclose(belief_needed(current, demand, loss), chance, rtol=1e-9)
    # The host is as well off paying as refusing and taking the risk.
    worth = 2000.0
    refusing = chance * (worth - current - loss) + (1 - chance) * (worth - current)
    np.testing.assert_allclose(worth - demand, refusing)


def test_a_host_better_off_alone_cannot_be_threatened():
    assert largest_demand(900.0, 1.0, -100.0) == 800.0
    assert belief_needed(900.0, 1000.0, -100.0) == np.inf
    assert belief_needed(900.0, 900.0, 0.0) == 0.0


def test_base_rate_is_bayes_by_grid():
    belief = with_base_rate(0.1, 23, 50, weight=8, prior=(2.0, 3.0))
    p = (np.arange(100_000) + 0.5) / 100_000
    density = p ** (1 + 23 + 0.8) * (1 - p) ** (2 + 27 + 7.2)
    np.testing.assert_allclose(belief.mean, (p * density).sum() / density.sum(), rtol=1e-9)


def test_base_rate_alone_and_model_alone():
    np.testing.assert_allclose(with_base_rate(0.1, 23, 50, weight=0).mean, 24 / 52)
    np.testing.assert_allclose(with_base_rate(0.1, 23, 50, weight=1e9).mean, 0.1, rtol=1e-5)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: is_credible(1.0, 0.0, -1.0), "audience_cost"),
        (lambda: execution_probability(1.0, 0.0), "last axis"),
        (lambda: largest_demand(1.0, 1.5, 1.0), "probability"),
        (lambda: with_base_rate(0.5, 5, 4), "happened"),
        (lambda: with_base_rate(0.5, 1, 4, prior=(0.0, 1.0)), "prior"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ProblemError, match=message):
        call()
