"""The Sobol' sequence against SciPy's, and what it is good for."""

import numpy as np
import pytest
from scipy.stats import qmc

from burdenshare.errors import ProblemError
from burdenshare.uncertainty.distributions import Normal, Uniform
from burdenshare.uncertainty.quasi import (
    DIMENSIONS,
    INITIAL,
    POINTS,
    POLYNOMIALS,
    sobol_integers,
    sobol_uniforms,
)
from burdenshare.uncertainty.sampling import Block, Plan, Threads, draw, draw_block


def test_all_dimensions_are_those_of_scipy():
    theirs = qmc.Sobol(DIMENSIONS, scramble=False, bits=32).random_base2(10)
    theirs = (theirs * POINTS).astype(np.uint32)
    number = np.arange(1024)
    # SciPy goes through the points in the order of Gray codes.
    gray = number ^ (number >> 1)
    for dimension in range(DIMENSIONS):
        np.testing.assert_array_equal(
            sobol_integers(dimension, 0, 1024)[gray], theirs[:, dimension]
        )


def test_points_far_out_are_those_of_scipy():
    sequence = qmc.Sobol(5, scramble=False, bits=32)
    sequence.fast_forward(2**17)
    theirs = (sequence.random(2**13) * POINTS).astype(np.uint32)
    number = np.arange(2**17, 2**17 + 2**13)
    gray = number ^ (number >> 1)
    first = int(gray.min())
    for dimension in range(5):
        ours = sobol_integers(dimension, first, 2**13)
        np.testing.assert_array_equal(ours[gray - first], theirs[:, dimension])


def test_polynomials_are_primitive_and_numbers_odd_and_small():
    def order(polynomial):
        degree, state, steps = polynomial.bit_length() - 1, 2, 1
        while state != 1 and steps <= 1 << degree:
            state <<= 1
            if state >> degree & 1:
                state ^= polynomial
            steps += 1
        return steps

    for polynomial, numbers in zip(POLYNOMIALS[1:], INITIAL[1:], strict=True):
        degree = polynomial.bit_length() - 1
        assert order(polynomial) == 2**degree - 1
        assert len(numbers) == degree
        assert all(m % 2 and m < 1 << k for k, m in enumerate(numbers, start=1))
    assert list(POLYNOMIALS) == sorted(set(POLYNOMIALS))


@pytest.mark.parametrize("start", [0, 5, 8190, 8192, 100_000])
def test_a_run_of_points_can_begin_anywhere(start):
    whole = sobol_integers(7, 0, 120_000)
    np.testing.assert_array_equal(sobol_integers(7, start, 9000), whole[start : start + 9000])


def test_a_shift_keeps_the_points_a_net():
    uniforms = sobol_uniforms(3, 0, 1024, 0x9E3779B9)
    assert np.bincount((uniforms * 1024).astype(int), minlength=1024).tolist() == [1] * 1024
    assert 0 < uniforms.min() < uniforms.max() < 1


def test_no_more_points_than_there_are():
    with pytest.raises(ProblemError, match="only 4,294,967,296 exist"):
        sobol_integers(0, POINTS - 1, 2)
    with pytest.raises(ProblemError, match="dimension"):
        sobol_integers(DIMENSIONS, 0, 1)
    with pytest.raises(ProblemError, match="points"):
        Plan(POINTS + 1, quasi=("a",))


INPUTS = {"a": Normal(0, 1), "b": Uniform(0, 1), "c": Uniform(5, 9)}
QUASI = Plan(4096, seed=3, block_size=500, quasi=("b", "a"))


def test_quasi_random_draws_do_not_depend_on_blocks_threads_or_other_inputs():
    whole = draw(INPUTS, QUASI, Threads(1))
    other = draw(INPUTS, Plan(4096, seed=3, block_size=1024, quasi=("b", "a")), Threads(2))
    np.testing.assert_array_equal(whole["a"], other["a"])
    alone = draw({"a": INPUTS["a"]}, QUASI, Threads(1))
    np.testing.assert_array_equal(whole["a"], alone["a"])
    block = draw_block(INPUTS, QUASI, Block(2, 1000, 500))
    np.testing.assert_array_equal(whole["b"][1000:1500], block["b"])


def test_names_that_are_not_listed_keep_their_streams():
    plain = draw(INPUTS, Plan(4096, seed=3, block_size=500), Threads(1))
    mixed = draw(INPUTS, QUASI, Threads(1))
    np.testing.assert_array_equal(plain["c"], mixed["c"])
    assert (plain["a"] != mixed["a"]).any()


def test_names_beyond_the_last_dimension_are_random():
    names = tuple(f"n{i}" for i in range(DIMENSIONS + 1))
    last = {names[-1]: Uniform(0, 1)}
    plan = Plan(1000, quasi=names)
    np.testing.assert_array_equal(
        draw(last, plan, Threads(1))[names[-1]], draw(last, Plan(1000), Threads(1))[names[-1]]
    )


def test_means_converge_faster_and_have_no_bias():
    def error(quasi, seed):
        drawn = draw(INPUTS, Plan(2048, seed, quasi=quasi), Threads(1))
        return float((np.exp(0.3 * drawn["a"]) * drawn["b"] * drawn["c"]).mean()) - 3.5 * np.exp(
            0.045
        )

    seeds = range(40)
    plain = np.array([error((), seed) for seed in seeds])
    quasi = np.array([error(("a", "b", "c"), seed) for seed in seeds])
    assert np.sqrt((quasi**2).mean()) < 0.15 * np.sqrt((plain**2).mean())
    assert abs(quasi.mean()) < 4 * quasi.std() / np.sqrt(len(quasi))
