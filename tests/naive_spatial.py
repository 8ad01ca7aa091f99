"""Slow, obvious versions of the models of many parties on a line, to compare with."""

from itertools import product

import numpy as np


def pairwise_winners(positions, weights):
    """Positions that no other position beats in a weighted vote by linear distance."""
    unbeaten = []
    for a in positions:
        against = [
            sum(w * (abs(x - b) - abs(x - a)) for x, w in zip(positions, weights, strict=True))
            for b in positions
        ]
        if min(against) >= -1e-9:
            unbeaten.append(a)
    return unbeaten


def nash_on_grid(positions, weights, reference, cost, points=200_001):
    """Maximise the sum of weighted log gains on a fine grid of 0 to 1."""
    grid = np.linspace(-0.2, 1.2, points)
    total = np.zeros(points)
    for x, w in zip(positions, weights, strict=True):
        if w == 0:
            continue
        gain = (x - reference) ** 2 + cost - (grid - x) ** 2
        with np.errstate(invalid="ignore", divide="ignore"):
            total = np.where(gain > 0, total + w * np.log(np.maximum(gain, 1e-300)), -np.inf)
    return grid[int(np.argmax(total))] if np.isfinite(total.max()) else None


def held_in_the_long_run(wins, steps, rng):
    """Put random pairs to the vote, the winner staying on, and count who is held."""
    count = len(wins)
    held, times = 0, np.zeros(count)
    for _ in range(steps):
        challenger = rng.integers(count - 1)
        challenger += challenger >= held
        if rng.random() < wins[challenger][held]:
            held = challenger
        times[held] += 1
    return times / steps


def one_round(positions, salience, power, variant):
    """One round of challenges by loops over actors, in one dimension, Q = 1."""
    n = len(positions)
    span = max(positions) - min(positions)

    def vote(k, a, b, r):
        return (
            power[k]
            * salience[k]
            * ((abs(positions[k] - b) / span) ** r[k] - (abs(positions[k] - a) / span) ** r[k])
        )

    def chance(i, j, r):
        bent = r if variant.bent_votes else [1.0] * n
        votes = [vote(k, positions[i], positions[j], bent) for k in range(n)]
        if variant.chances == "all-pairs":
            between = sum(
                abs(vote(k, positions[a], positions[b], bent))
                for k, a, b in product(range(n), repeat=3)
            )
        else:
            between = sum(abs(v) for v in votes)
        won = max(sum(votes), 0) if variant.chances == "net" else sum(max(v, 0) for v in votes)
        return won / between if between > 0 else 0.0

    def expects(i, j, viewer, r):
        d, e = abs(positions[i] - positions[j]) / span, r[viewer]
        winning, losing = 2 - 4 * (0.5 - d / 2) ** e, 2 - 4 * (0.5 + d / 2) ** e
        p = chance(i, j, r)
        contested = p * winning + (1 - p) * losing
        return salience[j] * contested + (1 - salience[j]) * winning - (2 - 4 * 0.5**e)

    one = [1.0] * n
    danger = [sum(expects(j, i, j, one) for j in range(n) if j != i) for i in range(n)]
    most, least = max(danger), min(danger)
    relative = [(2 * d - most - least) / (most - least) if most > least else 0.0 for d in danger]
    r = [(1 - x / 3) / (1 + x / 3) for x in relative]
    after = list(positions)
    for i in range(n):
        offers = []
        for j in range(n):
            if positions[i] == positions[j]:
                continue
            own, other = expects(i, j, i, r), expects(j, i, i, r)
            if other <= 0:
                continue
            apart = positions[j] - positions[i]
            met = (abs(own) * positions[i] + abs(other) * positions[j]) / (abs(own) + abs(other))
            if 0 < own < other:
                offers.append((0, apart, other, abs(apart)))
            elif own < 0 and abs(own) < other:
                offers.append((1, apart * abs(own / other), other, met))
            elif own < 0:
                offers.append((2, apart, other, abs(apart)))
        if not offers:
            continue
        if variant.choice == "nearest":
            chosen = min(offers, key=lambda o: abs(o[1]))
        elif variant.choice == "strongest":
            chosen = max(offers, key=lambda o: o[2])
        else:
            chosen = min(offers, key=lambda o: (o[0], o[3]))
        after[i] = positions[i] + chosen[1]
    return r, after
