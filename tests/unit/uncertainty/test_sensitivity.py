"""Sobol' indices against closed forms, SciPy and chance; flips against roots."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import sobol_indices, uniform

from burdenshare.errors import ProblemError
from burdenshare.uncertainty.sensitivity import (
    FEW_EDGES,
    POINTS_AT_ONCE,
    Flip,
    bin_of_each,
    design_rows,
    first_order_from_draws,
    flips,
    indices_of,
    pick_freeze,
    turns,
    with_each_set,
)


def two_samples(names, points, draw, seed=0):
    rng = np.random.default_rng(seed)
    return [{name: draw(rng, points) for name in names} for _ in range(2)]


def ishigami(at):
    """Ishigami & Homma (1990), with a = 7 and b = 0.1."""
    return np.sin(at["x1"]) + 7 * np.sin(at["x2"]) ** 2 + 0.1 * at["x3"] ** 4 * np.sin(at["x1"])


def ishigami_indices(a=7.0, b=0.1):
    """Closed form: variances of the terms of the Ishigami function."""
    v1 = (1 + b * math.pi**4 / 5) ** 2 / 2
    v2 = a**2 / 8
    v13 = b**2 * math.pi**8 * (1 / 18 - 1 / 50)
    whole = v1 + v2 + v13
    return np.array([v1, v2, 0]) / whole, np.array([v1 + v13, v2, v13]) / whole


def between_pi(rng, points):
    return rng.uniform(-math.pi, math.pi, points)


def test_ishigami():
    a, b = two_samples(("x1", "x2", "x3"), 60_000, between_pi)
    found = pick_freeze(ishigami, a, b, ("x1", "x2", "x3"))
    first, total = ishigami_indices()
    np.testing.assert_allclose(found.first, first, atol=4 * found.first_error.max())
    np.testing.assert_allclose(found.total, total, atol=4 * found.total_error.max())
    assert found.total_error.max() < 0.01
    variance = 49 / 8 + 0.1**2 * math.pi**8 / 18 + 0.1 * math.pi**4 / 5 + 0.5
    assert found.variance == pytest.approx(variance, rel=0.02)


def test_sobol_g_function():
    """Saltelli & Sobol' (1995): V_i = 1 / (3 (1 + a_i)^2), totals by products."""
    a_values = np.array([0.0, 1.0, 4.5, 9.0])
    parts = 1 / (3 * (1 + a_values) ** 2)
    variance = np.prod(1 + parts) - 1
    total = np.array([p * np.prod(1 + np.delete(parts, i)) for i, p in enumerate(parts)]) / variance
    names = ("a", "b", "c", "d")

    def g(at):
        pairs = zip(names, a_values, strict=True)
        return np.prod([(np.abs(4 * at[n] - 2) + w) / (1 + w) for n, w in pairs], axis=0)

    first, second = two_samples(names, 60_000, lambda rng, n: rng.random(n))
    found = pick_freeze(g, first, second, names)
    np.testing.assert_allclose(found.first, parts / variance, atol=4 * found.first_error.max())
    np.testing.assert_allclose(found.total, total, atol=4 * found.total_error.max())


def test_linear_gaussian_both_ways():
    weights = {"x": 3.0, "y": 2.0, "z": 1.0}
    squares = np.array([9.0, 4.0, 1.0]) / 14
    a, b = two_samples(weights, 50_000, lambda rng, n: rng.normal(size=n))

    def linear(at):
        return sum(weight * at[name] for name, weight in weights.items())

    found = pick_freeze(linear, a, b, tuple(weights))
    np.testing.assert_allclose(found.first, squares, atol=0.03)
    np.testing.assert_allclose(found.total, squares, atol=0.02)
    for name, share in zip(weights, squares, strict=True):
        given_data = first_order_from_draws(a[name], linear(a), bins=100)
        assert given_data.share == pytest.approx(share, abs=0.02)


def test_the_same_numbers_as_scipy():
    def function(x):
        return ishigami({"x1": x[0], "x2": x[1], "x3": x[2]})

    design = {}

    def remember(f_A, f_B, f_AB):
        design.update(a=f_A, b=f_B, mixed=f_AB)
        return np.zeros((1, 3)), np.zeros((1, 3))

    dists = [uniform(loc=-np.pi, scale=2 * np.pi)] * 3
    theirs = sobol_indices(func=function, n=1024, dists=dists, rng=np.random.default_rng(1))
    sobol_indices(func=function, n=1024, dists=dists, rng=np.random.default_rng(1), method=remember)
    ours = indices_of(design["a"][0], design["b"][0], design["mixed"][:, 0])
    np.testing.assert_allclose(ours.first, theirs.first_order, atol=1e-12)
    np.testing.assert_allclose(ours.total, theirs.total_order, atol=1e-12)


def test_the_intervals_cover_the_truth():
    first, total = ishigami_indices()
    names = ("x1", "x2", "x3")
    covered = np.zeros((2, 3))
    for seed in range(200):
        found = pick_freeze(ishigami, *two_samples(names, 500, between_pi, seed), names)
        for row, (truth, index, error) in enumerate(
            ((first, found.first, found.first_error), (total, found.total, found.total_error))
        ):
            covered[row] += np.abs(index - truth) <= 1.645 * error
    # 90% of 200 is 180; four standard deviations of a binomial are 17.
    assert (covered >= 163).all()
    assert (covered <= 199).all() or total[1] == first[1]


@given(
    st.lists(st.floats(-5, 5), min_size=2, max_size=4),
    st.floats(-1e6, 1e6),
    st.floats(1e-3, 1e3),
)
@settings(max_examples=40, deadline=None)
def test_indices_ignore_shifts_and_units(weights, shift, unit):
    names = tuple(f"x{i}" for i in range(len(weights)))
    a, b = two_samples(names, 200, lambda rng, n: rng.normal(size=n))

    def linear(at):
        return sum((w + 0.1) * at[n] for n, w in zip(names, weights, strict=True))

    one = pick_freeze(linear, a, b, names)
    two = pick_freeze(lambda at: shift + unit * linear(at), a, b, names)
    if one.variance > 1e-6 and unit**2 * one.variance > 1e-6:
        np.testing.assert_allclose(one.total, two.total, atol=1e-5)
        np.testing.assert_allclose(one.first, two.first, atol=1e-5)


def test_an_input_that_does_nothing_has_a_total_index_of_nothing():
    a, b = two_samples("xy", 400, lambda rng, n: rng.random(n))
    found = pick_freeze(lambda at: at["x"] + 0 * at["y"], a, b, ("x", "y"))
    assert found.total[1] == 0
    assert found.first[1] == 0
    assert found.total[0] == pytest.approx(1, abs=0.1)


def test_an_output_that_does_not_vary_has_no_indices():
    a, b = two_samples("x", 50, lambda rng, n: rng.random(n))
    found = pick_freeze(lambda at: 0 * at["x"] + 1e9 + 0.1, a, b, ("x",))
    assert found.variance == 0
    assert found.total.tolist() == [0]
    assert first_order_from_draws(a["x"].repeat(2), np.ones(100)).share == 0


def test_draws_of_unrelated_inputs_show_nothing():
    rng = np.random.default_rng(3)
    found = [first_order_from_draws(*rng.normal(size=(2, 4000))).share for _ in range(50)]
    assert np.mean(found) < 0.01


def test_an_input_with_few_values_can_be_binned():
    rng = np.random.default_rng(0)
    coin = rng.integers(0, 2, 10_000) * 1.0
    found = first_order_from_draws(coin, coin + rng.normal(0, 0.5, 10_000))
    assert found.share == pytest.approx(0.5, abs=0.03)


def test_several_outputs_come_from_one_call():
    a, b = two_samples("xy", 30, lambda rng, n: rng.random(n))
    calls = []

    def both(at):
        calls.append(1)
        return np.stack((at["x"] + at["y"], at["x"] * at["y"]))

    rows = design_rows(both, a, b, ("x", "y"))
    assert rows.shape == (2, 4, 30)
    assert len(calls) == 1
    np.testing.assert_array_equal(rows[1, 2], b["x"] * a["y"])
    np.testing.assert_array_equal(rows[1, 3], a["x"] * b["y"])


def test_inputs_are_set_one_at_a_time():
    base = {"x": np.array([1.0, 2.0, 3.0]), "y": np.array([10.0]), "z": np.array([0.0, 1.0, 2.0])}
    set_to = {"x": np.array([5.0, 6.0]), "z": np.array([7.0, 8.0])}
    found = with_each_set(lambda at: at["x"] * at["y"] + at["z"], base, set_to)
    np.testing.assert_array_equal(found["x"][0], 50 + base["z"])
    np.testing.assert_array_equal(found["z"][1], 10 * base["x"] + 8)
    assert with_each_set(lambda at: at["x"], base, {}) == {}


@pytest.mark.parametrize("points", [POINTS_AT_ONCE // 3, POINTS_AT_ONCE + 1])
def test_many_points_are_worked_on_a_few_at_a_time(points):
    a, b = two_samples("xyz", points, lambda rng, n: rng.random(n))
    a["w"] = b["w"] = np.array([3.0])
    sizes = []

    def output(at):
        sizes.append(at["x"].size)
        return at["w"] * at["x"] + at["y"] * at["z"]

    rows = design_rows(output, a, b, ("x", "z"))
    at_x = with_each_set(output, a, {"x": np.array([1.0, 2.0, 4.0])})["x"]
    assert max(sizes) <= max(POINTS_AT_ONCE, points)
    np.testing.assert_array_equal(rows[1], 3 * b["x"] + b["y"] * b["z"])
    np.testing.assert_array_equal(rows[2], 3 * b["x"] + a["y"] * a["z"])
    np.testing.assert_array_equal(rows[3], 3 * a["x"] + a["y"] * b["z"])
    np.testing.assert_array_equal(at_x[2], 12 + a["y"] * a["z"])


@pytest.mark.parametrize("number", [3, FEW_EDGES + 1])
def test_values_are_put_between_edges(number):
    rng = np.random.default_rng(1)
    edges = np.sort(rng.integers(0, 10 * number, number)) * 1.0
    values = rng.integers(-5, 10 * number + 5, 500) * 1.0
    naive = [sum(edge < value for edge in edges) for value in values]
    assert bin_of_each(values, edges).tolist() == naive


def test_the_nearest_flip_is_found():
    def holds(at):
        return {name: np.sin(values) > 0 for name, values in at.items()}

    grids = {"x": np.linspace(1.0, 10.0, 19)}
    for now, root in ((2.5, math.pi), (5.9, 2 * math.pi), (9.9, 3 * math.pi)):
        found = flips(holds, turns(holds(grids), grids, {"x": now}), {"x": now}, passes=9)
        assert found["x"].middle == pytest.approx(root, abs=1e-6)
    nowhere = {"x": np.linspace(1.0, 3.0, 5)}
    assert turns(holds(nowhere), nowhere, {"x": 2.0}) == {}
    assert flips(holds, {}, {}) == {}
    assert Flip(1.0, 3.0).middle == 2


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: indices_of([1, 2], [1, 2, 3], [[1, 2]]), "same length"),
        (lambda: indices_of([1], [1], [[1]]), "at least 2"),
        (lambda: indices_of([1, np.nan], [1, 2], [[1, 2]]), "not a finite number"),
        (lambda: first_order_from_draws([1, 2], [1, 2]), "at least 64"),
        (lambda: first_order_from_draws([1, 2], [1]), "same length"),
    ],
)
def test_what_cannot_be_answered_says_why(call, words):
    with pytest.raises(ProblemError, match=words):
        call()
