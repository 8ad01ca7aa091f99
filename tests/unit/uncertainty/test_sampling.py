"""Blocks, streams and quantiles."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from burdenshare.errors import ProblemError
from burdenshare.uncertainty.distributions import Constant, Normal, Uniform
from burdenshare.uncertainty.sampling import (
    Block,
    Plan,
    Threads,
    draw,
    draw_block,
    quantiles,
    stream,
)

INPUTS = {"a": Normal(0, 1), "b": Uniform(0, 1), "c": Constant(4)}


def test_blocks_cover_the_draws_once():
    blocks = list(Plan(100, block_size=30).blocks())
    assert blocks == [Block(0, 0, 30), Block(1, 30, 30), Block(2, 60, 30), Block(3, 90, 10)]


@pytest.mark.parametrize("threads", [1, 2, 8])
def test_draws_do_not_depend_on_threads(threads):
    plan = Plan(1000, seed=5, block_size=64)
    alone = draw(INPUTS, plan, Threads(1))
    drawn = draw(INPUTS, plan, Threads(threads))
    assert all((alone[name] == drawn[name]).all() for name in INPUTS)


def test_a_block_can_be_drawn_by_itself():
    plan = Plan(100, seed=5, block_size=30)
    whole = draw(INPUTS, plan, Threads(1))
    block = draw_block(INPUTS, plan, Block(2, 60, 30))
    np.testing.assert_array_equal(whole["a"][60:90], block["a"])


def test_more_draws_begin_with_the_same_ones():
    few = draw(INPUTS, Plan(64, block_size=64), Threads(1))
    many = draw(INPUTS, Plan(640, block_size=64), Threads(1))
    np.testing.assert_array_equal(few["b"], many["b"][:64])


def test_streams_differ_by_name_block_and_seed():
    first = {stream(s, n, b).random() for s in (0, 1) for n in ("x", "y") for b in (0, 1)}
    assert len(first) == 8


def test_an_input_taken_as_certain_has_one_draw():
    assert draw(INPUTS, Plan(10), Threads(1))["c"].tolist() == [4]


@pytest.mark.parametrize(
    "bad", [{"draws": 0}, {"draws": 5, "seed": -1}, {"draws": 5, "block_size": 0}]
)
def test_a_plan_without_sense_is_refused(bad):
    with pytest.raises(ProblemError):
        Plan(**bad)


@settings(max_examples=30, deadline=None)
@example(seed=0, size=100, kind="normal")
@example(seed=0, size=10_000, kind="normal")
@example(seed=0, size=80_000, kind="heavy")
@example(seed=0, size=10_000, kind="near")
@example(seed=0, size=10_000, kind="far")
@given(
    seed=st.integers(0, 1000),
    size=st.integers(1, 40_000),
    kind=st.sampled_from(["normal", "ties", "heavy", "same", "near", "far"]),
)
def test_quantiles_are_observations_of_the_right_rank(seed, size, kind):
    rng = np.random.default_rng(seed)
    values = {
        "normal": rng.standard_normal(size),
        "ties": rng.integers(0, 3, size).astype(float),
        "heavy": np.exp(5 * rng.standard_normal(size)),
        "same": np.full(size, 2.5),
        "near": 5e-324 * rng.integers(0, 100, size),
        "far": rng.choice([-1.7e308, 0.0, 1.7e308], size),
    }[kind]
    probabilities = [0.0, 0.05, 0.07, 0.5, 0.55, 0.95, 1.0]
    ordered = np.sort(values)
    exact = [math.ceil(Fraction(str(p)) * size) for p in probabilities]
    expected = [ordered[max(rank - 1, 0)] for rank in exact]
    np.testing.assert_array_equal(quantiles(values, probabilities), expected)
