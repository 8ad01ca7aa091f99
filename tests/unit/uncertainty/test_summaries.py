"""Summaries: quantiles within their bound, exact sums, the same bits however parts are cut."""

import json
import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from burdenshare.errors import ProblemError
from burdenshare.uncertainty.sampling import quantiles
from burdenshare.uncertainty.summaries import (
    RELATIVE_ERROR,
    Scale,
    Summary,
    count_at_least,
    exact,
    inexact,
)

NUMBERS = st.floats(-1e7, 1e7, allow_nan=False)
PROBABILITIES = (0.0, 0.05, 0.25, 0.5, 0.95, 1.0)


def summed(values, parts=1, size=900.0, thresholds=()):
    summary = Summary(Scale.of(size), thresholds)
    for part in np.array_split(np.asarray(values, dtype=float), parts):
        summary.add(part)
    return summary


@given(st.lists(NUMBERS, min_size=1, max_size=60), st.sampled_from([0.5, 900.0, 4e6]))
@settings(max_examples=200, deadline=None)
def test_a_quantile_lies_within_its_bound(values, size):
    summary = summed(values, size=size)
    true = quantiles(np.array(values), PROBABILITIES)
    top = math.ldexp(1.0, summary.scale.exponent + 12)
    for probability, number in zip(PROBABILITIES, true, strict=True):
        value, error = summary.quantile(probability)
        # The middle of a bucket is rounded to a float as well.
        assert abs(value - number) <= error + np.spacing(error + abs(number))
        if abs(number) < top:
            assert error <= max(abs(number) * RELATIVE_ERROR * (1 + 1e-9), summary.scale.floor)


@given(st.lists(NUMBERS, min_size=2, max_size=40), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_parts_merge_to_the_same_bits_in_any_order(values, shuffler):
    blocks = [np.array(values[i : i + 5]) for i in range(0, len(values), 5)]
    whole = Summary(Scale.of(900), (0.0, 10.0))
    for block in blocks:
        whole.add(block)
    order = list(range(len(blocks)))
    shuffler.shuffle(order)
    merged = Summary(Scale.of(900), (0.0, 10.0))
    for place in order:
        part = Summary(Scale.of(900), (0.0, 10.0))
        part.add(blocks[place])
        merged.merge(Summary.from_plain(json.loads(json.dumps(part.to_plain()))))
    assert merged.to_plain() == whole.to_plain()
    assert merged.mean == whole.mean


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=30))
def test_sums_are_exact(values):
    assert Fraction(sum(map(exact, values)), 1 << 1074) == sum(map(Fraction, values))
    assert [inexact(exact(value)) for value in values] == values


def test_a_mean_has_the_rounding_of_one_block():
    values = np.random.default_rng(0).normal(0.1, 1e8, 10_000)
    assert summed(values, 10).mean == pytest.approx(math.fsum(values) / values.size, rel=1e-12)


@given(st.lists(NUMBERS, max_size=30), st.lists(NUMBERS, min_size=1, max_size=12, unique=True))
def test_what_reaches_a_threshold_is_counted_exactly(values, thresholds):
    thresholds = np.array(sorted(thresholds))
    values = np.array([*values, *thresholds])
    naive = [int((values >= t).sum()) for t in thresholds]
    assert count_at_least(values, thresholds).tolist() == naive
    assert summed(values, thresholds=thresholds).reached.tolist() == naive


def test_values_all_alike_are_certain():
    summary = summed([5.0, 5.0, 5.0])
    assert summary.quantile(0.5) == (5.0, 0.0)
    assert summary.mean == 5.0


def test_values_beyond_the_scale_are_counted_and_their_bound_says_so():
    summary = summed([1e12, 2e12, 3e12], size=1.0)
    value, error = summary.quantile(0.5)
    assert abs(value - 2e12) <= error


def test_densities_integrate_to_what_lies_between_the_edges():
    values = np.random.default_rng(0).normal(1000, 100, 20_000)
    edges = np.linspace(600, 1400, 61)
    density = summed(values).densities(edges)
    assert (density * np.diff(edges)).sum() == pytest.approx(1, abs=1e-3)
    exactly = np.histogram(values, edges, density=True)[0]
    assert np.abs(density - exactly).max() < 0.1 * exactly.max()


def test_what_does_not_fit_together_is_refused():
    with pytest.raises(ProblemError, match="different scales"):
        summed([1.0]).merge(summed([1.0], size=1e9))
    with pytest.raises(ProblemError, match="ascend"):
        Summary(Scale.of(1), (2.0, 1.0))
    with pytest.raises(ProblemError, match="no quantiles"):
        Summary(Scale.of(1)).quantile(0.5)
