"""Slow, obvious versions of what the bargaining package computes."""

import itertools
import math

import numpy as np


def mixtures(vertices, steps=2001):
    """Points on the segments between all pairs of vertices: the whole boundary and more."""
    shares = np.linspace(0, 1, steps)[:, None]
    vertices = np.asarray(vertices, dtype=float)
    pairs = itertools.combinations_with_replacement(vertices, 2)
    return np.vstack([shares * a + (1 - shares) * b for a, b in pairs])


def best_mixture(vertices, d, score):
    """Search the mixtures no worse than disagreement for the best score; None if there are none."""
    points = mixtures(vertices)
    points = points[(points >= np.asarray(d) - 1e-12).all(axis=1)]
    return points[np.argmax(score((points - d).T))] if len(points) else None


def furthest(vertices, d, direction):
    """Walk from disagreement in a direction until free disposal no longer reaches the point."""
    points, low, high = mixtures(vertices), 0.0, 1e3
    for _ in range(60):
        middle = (low + high) / 2
        reached = (points >= np.asarray(d) + middle * np.asarray(direction) - 1e-9).all(axis=1)
        low, high = (middle, high) if reached.any() else (low, middle)
    return np.asarray(d) + low * np.asarray(direction)


def height_and_reach(vertices, d):
    """The most for one party given what the other gets, by trying the edges one at a time."""
    points = mixtures(vertices)

    def height(first):
        return points[points[:, 0] >= first - 1e-12][:, 1].max()

    def reach(second):
        return points[points[:, 1] >= second - 1e-12][:, 0].max()

    return height, reach


def areas_beside(vertices, slope, steps=1500):
    """Areas of the gains over (0, 0) above and below a ray from there, in thin columns."""
    height, reach = height_and_reach(vertices, (0, 0))
    width = reach(0) / steps
    columns = (np.arange(steps) + 0.5) * width
    heights = np.array([height(x) for x in columns])
    ray = np.minimum(slope * columns, heights)
    return (heights - ray).sum() * width, ray.sum() * width


def raiffa_by_small_steps(vertices, d, step=1e-3, rounds=12_000):
    """Euler steps towards the best of both."""
    height, reach = height_and_reach(vertices, d)
    at = np.array(d, dtype=float)
    for _ in range(rounds):
        at = at + step * (np.array([reach(at[1]), height(at[0])]) - at)
    return at


def capped_division(surplus, power, room):
    """Raise a common level until the gains, none beyond its room, use up the surplus."""
    low, high = 0.0, 1e9
    for _ in range(200):
        level = (low + high) / 2
        if sum(min(level * p, r) for p, r in zip(power, room, strict=True)) < surplus:
            low = level
        else:
            high = level
    return [min(high * p, r) for p, r in zip(power, room, strict=True)]


def play_offers(
    payoffs, proposers, discounts, deadline, inside=(0, 0), outside=None, breakdown=0.0,
    broken=(0, 0), accepts_ties=True, round_=0,
):  # fmt: skip
    """Walk the whole tree of a game of offers, every history apart; give the first round's value.

    No offers are compared before each has been played to its end.
    """
    if round_ == len(proposers):
        return deadline
    proposer = proposers[round_]
    answerer = 1 - proposer
    results = []
    for offer in [None, *payoffs]:
        later = play_offers(
            payoffs, proposers, discounts, deadline, inside, outside, breakdown, broken,
            accepts_ties, round_ + 1,
        )  # fmt: skip
        stay = [
            (1 - breakdown) * (inside[i] + discounts[i] * later[i]) + breakdown * broken[i]
            for i in (0, 1)
        ]
        leave = outside is not None and outside[answerer] > stay[answerer] + 1e-12
        refused = list(outside) if leave else stay
        gain = -math.inf if offer is None else offer[answerer] - refused[answerer]
        accepted = gain >= -1e-12 if accepts_ties else gain > 1e-12
        results.append((list(offer) if accepted else refused, accepted))
    most = max(value[proposer] for value, _ in results)
    best = [result for result in results if result[0][proposer] >= most - 1e-12]
    agreed = [value for value, accepted in best if accepted]
    return max(agreed, key=lambda value: value[answerer]) if agreed else best[0][0]


def rounds_of_offers(pie, discounts, periods, first, end):
    """Split a pie backwards from the deadline, with plain numbers."""
    value = list(end)
    table = []
    for period in reversed(range(periods)):
        proposer = (first + period) % 2
        wait = [discounts[i] * value[i] for i in (0, 1)]
        value = list(wait)
        value[proposer] = max(pie - wait[1 - proposer], wait[proposer])
        table.append(value)
    return table[::-1]
