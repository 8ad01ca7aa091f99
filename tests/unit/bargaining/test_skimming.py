"""Demand after demand."""

import numpy as np
import pytest
from tests import naive_bargaining_models as naive

from burdenshare.bargaining.skimming import (
    demand_path,
    demand_path_on_grid,
    endless_path,
    stationary_rule,
)
from burdenshare.errors import ProblemError


@pytest.mark.parametrize("d", [0.0, 0.3, 0.8, 0.99])
def test_two_periods_closed_form_and_search(d):
    path = demand_path(1.0, 2, discount_provider=d, discount_host=d)
    cutoff = (2 - d) / (4 - 3 * d)
    np.testing.assert_allclose(path.demands, [(2 - d) ** 2 / (2 * (4 - 3 * d)), cutoff / 2])
    np.testing.assert_allclose(path.cutoffs, [1, cutoff, cutoff / 2])
    first, left, second = naive.two_periods(d)
    np.testing.assert_allclose(
        [first, left, second], [*path.demands[:1], cutoff, cutoff / 2], atol=2e-3
    )


@pytest.mark.parametrize(("own", "other"), [(0.9, 0.9), (0.7, 0.95), (0.95, 0.5)])
def test_four_periods_against_backward_induction(own, other):
    path = demand_path(1.0, 4, discount_provider=own, discount_host=other)
    gain = naive.demand_gain(4, own, other, points=1600)
    np.testing.assert_allclose(path.gain, gain, atol=2e-3)
    paid = np.sum(path.accepted * path.demands * own ** np.arange(4))
    np.testing.assert_allclose(path.gain, paid, rtol=1e-13)


def test_marginal_hosts_are_indifferent():
    path = demand_path(1.0, 6, discount_provider=0.9, discount_host=0.8)
    margin = path.cutoffs[1:-1]
    np.testing.assert_allclose(
        margin - path.demands[:-1], 0.8 * (margin - path.demands[1:]), rtol=1e-12
    )


def test_path_moves_with_units_and_fallback():
    plain = demand_path(1.0, 3, discount_provider=0.9, discount_host=0.9)
    moved = demand_path(1200.0, 3, fallback=200.0, discount_provider=0.9, discount_host=0.9)
    np.testing.assert_allclose(moved.demands, 200 + 1000 * plain.demands)
    np.testing.assert_allclose(moved.gain, 1000 * plain.gain)
    np.testing.assert_allclose(moved.accepted, plain.accepted)


def test_nothing_to_gain():
    path = demand_path(1.0, 3, fallback=2.0, discount_provider=0.9)
    np.testing.assert_array_equal(path.demands, [2.0, 2.0, 2.0])
    assert path.gain == 0
    assert path.accepted.sum() == 0


def test_stationary_rule_is_the_limit_of_long_horizons():
    long = demand_path(1.0, 400, discount_provider=0.8, discount_host=0.7)
    endless = endless_path(1.0, 5, discount_provider=0.8, discount_host=0.7)
    np.testing.assert_allclose(endless.demands, long.demands[:5], rtol=1e-10)
    np.testing.assert_allclose(endless.gain, long.gain, rtol=1e-10)


@pytest.mark.parametrize("d", [0.0, 0.5, 0.75, 0.96])
def test_stationary_closed_form(d):
    rule, root = stationary_rule(discount_provider=d, discount_host=d), np.sqrt(1 - d)
    np.testing.assert_allclose(rule.accepts_up_to, root)
    np.testing.assert_allclose(rule.shrinks_to, 1 / (1 + root))
    np.testing.assert_allclose(rule.first_demand, root / (1 + root))


def test_infinite_patience_on_one_side():
    patient_provider = stationary_rule(discount_provider=1.0, discount_host=0.5)
    assert (patient_provider.accepts_up_to, patient_provider.gain) == (1.0, 0.5)
    patient_host = stationary_rule(discount_provider=0.5, discount_host=1.0)
    assert (patient_host.first_demand, patient_host.gain) == (0.0, 0.0)


@pytest.mark.parametrize("chance_high", [0.3, 0.55, 0.7, 0.8, 0.95])
def test_two_types_two_periods(chance_high):
    path = demand_path_on_grid(
        [1.0, 2.0],
        [1 - chance_high, chance_high],
        2,
        discount_provider=0.8,
        discount_host=0.8,
        pieces=200,
    )
    np.testing.assert_allclose(path.gain, naive.two_types(1.0, 2.0, chance_high, 0.8), atol=0.01)


def test_grid_of_many_types_is_close_to_the_continuum():
    m = 300
    grid = demand_path_on_grid(
        (np.arange(m) + 0.5) / m, np.full(m, 1 / m), 3, discount_provider=0.9, discount_host=0.8
    )
    exact = demand_path(1.0, 3, discount_provider=0.9, discount_host=0.8)
    np.testing.assert_allclose(grid.gain, exact.gain, atol=3e-3)
    np.testing.assert_allclose(grid.demands, exact.demands, atol=0.01)


def test_grid_over_draws_is_each_draw():
    limits = np.random.default_rng(0).uniform(0, 2, (3, 12))
    chances = np.random.default_rng(1).dirichlet(np.ones(12), 3)
    many = demand_path_on_grid(limits, chances, 3, fallback=0.2, discount_provider=0.9)
    for i in range(3):
        one = demand_path_on_grid(limits[i], chances[i], 3, fallback=0.2, discount_provider=0.9)
        for left, right in zip(many, one, strict=True):
            np.testing.assert_allclose(left[i], right)


def test_grid_serves_nobody_below_the_fallback():
    path = demand_path_on_grid([1.0, 2.0], [0.5, 0.5], 2, fallback=1.5, discount_provider=0.9)
    np.testing.assert_allclose(path.accepted.sum(), 0.5)
    none = demand_path_on_grid([1.0, 2.0], [0.5, 0.5], 2, fallback=3.0)
    assert none.gain == 0
    assert none.accepted.sum() == 0


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: demand_path(1.0, 0), "periods"),
        (lambda: demand_path(1.0, 2, discount_host=1.5), "discount_host"),
        (lambda: stationary_rule(discount_provider=1.0, discount_host=1.0), "both are 1"),
        (lambda: demand_path_on_grid([1.0], [0.5], 1), "chances"),
        (lambda: demand_path_on_grid([1.0], [1.0], 1, pieces=0), "pieces"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ProblemError, match=message):
        call()
