"""Toughness as an investment."""

import numpy as np
import pytest
from tests.naive_bargaining_models import ReputationGame

from burdenshare.bargaining.reputation import (
    fight_probability,
    fight_to_reach,
    queue_equilibrium,
    queue_path,
    yield_threshold,
)
from burdenshare.errors import ProblemError

RNG = np.random.default_rng(7)
QUEUES = [
    ([0.5] * 4, [2.0] * 4, [1.0] * 4, 1.0),
    ([0.5] * 4, [0.6] * 4, [1.0] * 4, 0.9),
    ([0.3, 0.6, 0.4, 0.7, 0.5], [3.0, 1.0, 2.5, 0.8, 1.5], [1.0, 0.5, 0.7, 0.6, 1.0], 0.95),
    *[
        (RNG.uniform(0.2, 0.9, 6), RNG.uniform(0.2, 3, 6), RNG.uniform(0.1, 1.5, 6), 0.9)
        for _ in range(12)
    ],
]


def test_hosts_alike_are_the_published_thresholds():
    queue = queue_equilibrium([0.4] * 5, [2.0] * 5, [1.0] * 5)
    left = np.arange(5, 0, -1)
    np.testing.assert_allclose(queue.threshold, yield_threshold(0.4, left))
    np.testing.assert_allclose(queue.needed[:-1], 0.4 ** left[1:])
    np.testing.assert_allclose(queue.yields_then[:-1], 1 / 2)
    for m, p in ((0, 0.005), (2, 0.03), (4, 0.2)):
        np.testing.assert_allclose(
            fight_to_reach(p, queue.needed[m]), fight_probability(p, 0.4, left[m])
        )


@pytest.mark.parametrize("setup", QUEUES)
@pytest.mark.parametrize("reputation", [0.004, 0.06, 0.2, 0.45, 0.8])
def test_nobody_gains_by_deviating(setup, reputation):
    queue = queue_equilibrium(*setup[:3], discount=setup[3])
    game = ReputationGame(queue, *setup)
    states = [(m, reputation, None) for m in range(len(setup[0]))]
    states += [
        (m, queue.needed[last], last)
        for last in range(len(setup[0]))
        for m in range(last + 1, len(setup[0]))
        if queue.needed[last] < 1
    ]
    for m, p, last in states:
        tough, chance = game.tough(m, p), game.yields(m, p, last)
        if chance == 1:
            assert tough >= setup[0][m] - 1e-12
        elif chance == 0:
            assert tough <= setup[0][m] + 1e-12
        else:
            np.testing.assert_allclose(tough, setup[0][m])
        fights, worth = game.fights(m, p), game.fight_value(m, p) if game.fights(m, p) else None
        if fights == 1:
            assert worth >= -1e-12
        elif fights > 0:
            np.testing.assert_allclose(worth, 0, atol=1e-12)


@pytest.mark.parametrize("setup", QUEUES[:4])
def test_path_by_simulation(setup):
    queue = queue_equilibrium(*setup[:3], discount=setup[3])
    game = ReputationGame(queue, *setup)
    rng, n, draws = np.random.default_rng(0), len(setup[0]), 8000
    counts = np.zeros((3, n))
    for _ in range(draws):
        tough, p, last = rng.random() < 0.15, 0.15, None
        for m in range(n):
            if rng.random() < (game.yields(m, p, last) if p > 0 else 0.0):
                counts[0, m] += 1
                continue
            mix = game.fights(m, p) if p > 0 else 0.0
            if tough or rng.random() < mix:
                counts[1, m] += 1
                p, last = p / (p + (1 - p) * mix), m
            else:
                counts[2, m] += 1
                p, last = 0.0, None
    path = queue_path(0.15, queue)
    np.testing.assert_allclose(np.array(path), counts / draws, atol=0.02)
    np.testing.assert_allclose(np.sum(path, axis=0), 1.0)


def test_longer_queues_need_less_reputation():
    found = yield_threshold(0.6, np.arange(1, 8))
    assert (np.diff(found) < 0).all()
    path = queue_path(0.1, queue_equilibrium([0.5] * 6, [2.0] * 6, [1.0] * 6))
    assert (path.yields[:3] == 1).all()
    assert (path.yields[3:] < 1).all()


def test_leading_axes_are_draws():
    chance = RNG.uniform(0.2, 0.9, (5, 4))
    many = queue_equilibrium(chance, 2.0, 1.0, discount=[0.5, 0.7, 0.9, 1.0, 0.0])
    path = queue_path(0.2, many)
    for i, discount in enumerate([0.5, 0.7, 0.9, 1.0, 0.0]):
        one = queue_equilibrium(chance[i], 2.0, 1.0, discount=discount)
        for left, right in zip((*many, *path), (*one, *queue_path(0.2, one)), strict=True):
            np.testing.assert_allclose(left[i], right)


def test_without_a_future_only_the_tough_fight():
    queue = queue_equilibrium([0.5, 0.5], [2.0, 2.0], [1.0, 1.0], discount=0.0)
    np.testing.assert_array_equal(queue.threshold, [0.5, 0.5])
    path = queue_path(0.3, queue)
    np.testing.assert_allclose(path.fights, [0.3, 0.0])
    np.testing.assert_allclose(path.yields, [0.0, 0.3])


def test_free_fights_and_fearless_hosts():
    free = queue_path(0.0, queue_equilibrium([0.5, 0.5], [1.0, 1.0], [0.0, 0.0]))
    np.testing.assert_array_equal(free.yields, [1.0, 1.0])
    fearless = queue_path(0.5, queue_equilibrium([1.0, 1.0], [1.0, 1.0], [0.5, 0.5]))
    assert (fearless.yields < 1).all()


def test_certainty_of_toughness():
    np.testing.assert_array_equal(fight_to_reach([1.0, 1.0, 0.0], [0.5, 1.0, 0.5]), [1, 0, 0])
    path = queue_path(1.0, queue_equilibrium([0.5, 0.9], [1.0, 1.0], [0.5, 0.5]))
    np.testing.assert_array_equal(path.yields, [1.0, 1.0])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: yield_threshold(0.5, 0), "talks_left"),
        (lambda: fight_probability(0.5, 1.5, 1), "break_even"),
        (lambda: queue_equilibrium([0.5], [-1.0], [1.0]), "gains"),
        (lambda: queue_path(1.5, queue_equilibrium([0.5], [1.0], [1.0])), "reputation"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ProblemError, match=message):
        call()
