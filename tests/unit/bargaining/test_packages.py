"""Packages: numbering, frontier, lotteries, and what trading issues gains."""

import itertools

import numpy as np
import pytest

from burdenshare.bargaining.packages import (
    logrolling_gain,
    lottery_over_packages,
    nash_package,
    options_of,
    package_frontier,
    package_payoffs,
)
from burdenshare.errors import ProblemError

VALUES = [[[0, 10], [6, 7], [10, 0]], [[0, 1], [1, 0]], [[2, 2], [0, 3], [3, 0], [1, 1]]]
SALIENCE = [[1, 4, 2], [2, 1, 1]]


def test_packages_are_numbered_with_the_last_issue_turning_fastest():
    payoffs = package_payoffs(VALUES, SALIENCE)
    combinations = list(itertools.product(range(3), range(2), range(4)))
    for number, options in enumerate(combinations):
        for party in (0, 1):
            total = sum(SALIENCE[party][j] * VALUES[j][o][party] for j, o in enumerate(options))
            assert payoffs[number, party] == total
    np.testing.assert_array_equal(options_of(range(24), [3, 2, 4]), combinations)


def test_the_frontier_holds_the_efficient_packages_in_order():
    options, payoffs = package_frontier(VALUES, SALIENCE)
    everything = package_payoffs(VALUES, SALIENCE)
    assert (np.diff(payoffs[:, 0]) >= 0).all()
    for row in payoffs:
        assert not ((everything >= row).all(axis=1) & (everything > row).any(axis=1)).any()
    assert len(options) == len(payoffs)


def test_nash_takes_the_largest_product_of_gains():
    options, payoffs = nash_package(VALUES, [2, 3], SALIENCE)
    everything = package_payoffs(VALUES, SALIENCE) - [2, 3]
    allowed = everything[(everything >= 0).all(axis=1)]
    assert np.prod(payoffs - [2, 3]) == allowed.prod(axis=1).max()
    assert options.shape == (3,)


def test_no_package_is_good_enough():
    options, payoffs = nash_package(VALUES, [100, 100])
    assert options.tolist() == [-1, -1, -1]
    assert payoffs.tolist() == [100, 100]
    lottery = lottery_over_packages(VALUES, [100, 100])
    assert (lottery.options == -1).all()


def test_a_lottery_mixes_the_two_packages_beside_the_solution():
    for solution in ("nash", "kalai_smorodinsky", "raiffa_discrete"):
        lottery = lottery_over_packages(VALUES, [0, 0], SALIENCE, solution=solution)
        payoffs = [
            [
                sum(SALIENCE[party][j] * VALUES[j][o][party] for j, o in enumerate(options))
                for party in (0, 1)
            ]
            for options in lottery.options
        ]
        mixed = lottery.chance * np.array(payoffs[0]) + (1 - lottery.chance) * np.array(payoffs[1])
        np.testing.assert_allclose(mixed, lottery.payoffs, atol=1e-9)


def test_one_package_needs_no_lottery():
    lottery = lottery_over_packages([[[1, 1]]], [0, 0])
    assert lottery.chance == 1
    assert lottery.options.tolist() == [[0], [0]]


def test_three_parties_may_share_packages_but_not_lotteries():
    values = [[[1, 0, 0], [0, 2, 2]], [[3, 1, 1], [0, 0, 0]]]
    assert nash_package(values, [0, 0, 0]).options.tolist() == [1, 0]
    with pytest.raises(ProblemError, match="lotteries need two parties, got 3"):
        lottery_over_packages(values, [0, 0, 0])


def test_what_matters_to_one_alone_is_given_to_it():
    found = logrolling_gain([[1, 0], [0, 1]])
    assert found.together.tolist() == [1, 1]
    selfish = logrolling_gain([[3, 1], [1, 3]], fair=False)
    np.testing.assert_allclose(selfish.gain, [1 / 3, 0])


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: package_payoffs([]), "values: expected at least one issue"),
        (lambda: package_payoffs([[[1, 2]], [[1, 2, 3]]]), r"values\[1\]: expected shape"),
        (lambda: package_payoffs([[[1, 2]]], [[1, 1]]), r"salience: expected shape \(2, 1\)"),
        (lambda: package_payoffs([[[1, 2], [0, 0]]] * 5, limit=10), "32 packages are more than"),
        (lambda: options_of(7, [2, 3]), "package: expected numbers from 0 to 5"),
        (lambda: lottery_over_packages(VALUES, [0, 0], solution="coin"), "is not one of nash,"),
        (lambda: logrolling_gain([[1, 1], [0, 0]]), "salience: expected shape"),
        (lambda: logrolling_gain([[1], [1]], 2), "share: 2 is not between 0 and 1"),
    ],
)
def test_bad_input_is_named(call, words):
    with pytest.raises(ProblemError, match=words):
        call()
