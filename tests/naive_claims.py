"""Slow, obvious claims rules to compare with: from the definitions, in exact arithmetic.

Everything here works with fractions (floats are exact fractions) unless it says otherwise.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import combinations, pairwise, permutations
from math import comb

import numpy as np
from scipy.optimize import linprog
from scipy.spatial import Delaunay

Numbers = Sequence[Fraction]


def exact(values: Sequence[float]) -> list[Fraction]:
    """Turn floats into the fractions they are."""
    return [Fraction(float(value)) for value in values]


def random_arrival(endowment: float, claims: Sequence[float]) -> list[float]:
    """Run through all orders of arrival."""
    wanted = exact(claims)
    totals = [Fraction(0)] * len(wanted)
    orders = 0
    for order in permutations(range(len(wanted))):
        left = Fraction(float(endowment))
        orders += 1
        for member in order:
            taken = min(wanted[member], left)
            totals[member] += taken
            left -= taken
    return [float(total / orders) for total in totals]


def random_arrival_of_whole_claims(endowment: int, claims: Sequence[int]) -> list[float]:
    """Count, for whole claims, the sets of each size and sum that may have come before."""
    size = len(claims)
    awards = []
    for member, claim in enumerate(claims):
        before: Counter[tuple[int, int]] = Counter({(0, 0): 1})
        for other in (*claims[:member], *claims[member + 1 :]):
            for (number, total), ways in list(before.items()):
                before[number + 1, total + other] += ways
        mean = Fraction(0)
        for (number, total), ways in before.items():
            taken = min(claim, max(0, endowment - total))
            mean += Fraction(ways * taken, size * comb(size - 1, number))
        awards.append(float(mean))
    return awards


def average_of_awards(endowment: float, claims: Sequence[float]) -> list[float]:
    """Inclusion and exclusion over all subsets."""
    wanted = exact(claims)
    signed: Counter[Fraction] = Counter({Fraction(0): 1})
    for claim in filter(None, wanted):
        signed = _times_one_less(signed, claim)
    return _centre(Fraction(float(endowment)), wanted, signed)


def _times_one_less(signed: Counter[Fraction], claim: Fraction) -> Counter[Fraction]:
    """Multiply a polynomial, exponent to coefficient, by 1 - z^claim."""
    product = Counter(signed)
    for total, ways in signed.items():
        product[total + claim] -= ways
    return Counter({total: ways for total, ways in product.items() if ways})


def _centre(endowment: Fraction, claims: Numbers, signed: Counter[Fraction]) -> list[float]:
    """Centre of the slice from sums over S of (-1)^|S| (E - d(S))^k, with S holding i or not."""
    members = [i for i, claim in enumerate(claims) if claim > 0]
    size = len(members)
    below = {total: ways for total, ways in signed.items() if total < endowment}
    volume = sum(ways * (endowment - total) ** (size - 1) for total, ways in below.items())
    moment = sum(ways * (endowment - total) ** size for total, ways in below.items())
    awards = [0.0] * len(claims)
    for member in members:
        others: Counter[Fraction] = Counter({Fraction(0): 1})
        for other in members:
            if other != member:
                others = _times_one_less(others, claims[other])
        beyond = sum(
            ways * (endowment - claims[member] - total) ** (size - 1)
            for total, ways in others.items()
            if total + claims[member] < endowment
        )
        awards[member] = float((moment / size - claims[member] * beyond) / volume)
    return awards


def average_of_awards_by_triangles(endowment: float, claims: Sequence[float]) -> np.ndarray:
    """Cut the polytope of awards into simplices; in floats, for 3 to 5 positive claims."""
    wanted = np.asarray(claims, dtype=float)
    size = len(wanted)
    corners = []
    for free in range(size):
        others = [i for i in range(size) if i != free]
        for number in range(size):
            for full in combinations(others, number):
                corner = np.zeros(size)
                corner[list(full)] = wanted[list(full)]
                corner[free] = endowment - corner.sum()
                if 0 <= corner[free] <= wanted[free]:
                    corners.append(corner)
    points = np.unique(np.array(corners).round(12), axis=0)
    flat = points[:, :-1]
    total, centre = 0.0, np.zeros(size)
    for simplex in Delaunay(flat).simplices:
        volume = abs(np.linalg.det(flat[simplex[1:]] - flat[simplex[0]]))
        total += volume
        centre += volume * points[simplex].mean(axis=0)
    return centre / total


def dominguez_thomson(endowment: float, claims: Sequence[float]) -> list[float]:
    """Add up rounds of min(d_i, E) / n until next to nothing is left."""
    left, wanted = Fraction(float(endowment)), exact(claims)
    awards = [Fraction(0)] * len(wanted)
    for _ in range(400):
        bounds = [min(claim, left) / len(wanted) for claim in wanted]
        # Rounding to 200 binary digits keeps the fractions short.
        bounds = [Fraction(int(bound * 2**200), 2**200) for bound in bounds]
        awards = [award + bound for award, bound in zip(awards, bounds, strict=True)]
        wanted = [claim - bound for claim, bound in zip(wanted, bounds, strict=True)]
        left -= sum(bounds)
    return [float(award) for award in awards]


def minimal_overlap(endowment: float, claims: Sequence[float]) -> list[float]:
    """Lay out the claims on the endowment and share each part among those who claim it."""
    amount, wanted = Fraction(float(endowment)), exact(claims)
    if max(wanted) >= amount:
        shared, alone = amount, [Fraction(0)] * len(wanted)
    else:
        shared = _root(lambda t: t + sum(max(c - t, Fraction(0)) for c in wanted), amount, wanted)
        alone = [max(claim - shared, Fraction(0)) for claim in wanted]
    edges = sorted({Fraction(0), shared, *(min(claim, shared) for claim in wanted)})
    awards = list(alone)
    for low, high in pairwise(edges):
        owners = [i for i, claim in enumerate(wanted) if claim >= high]
        for owner in owners:
            awards[owner] += (high - low) / len(owners)
    return [float(award) for award in awards]


def _root(function: Callable[[Fraction], Fraction], value: Fraction, claims: Numbers) -> Fraction:
    """Solve a piecewise linear equation by trying every piece between two breakpoints."""
    edges = sorted({Fraction(0), *claims})
    for low, high in pairwise(edges):
        at_low, at_high = function(low), function(high)
        if min(at_low, at_high) <= value <= max(at_low, at_high):
            if at_low == at_high:
                return high
            return low + (high - low) * (value - at_low) / (at_high - at_low)
    raise AssertionError("no root")


def by_level(
    award: Callable[[Fraction, Fraction], Fraction], endowment: float, claims: Sequence[float]
) -> list[float]:
    """Find by bisection the level at which awards r(claim, level) sum to the endowment."""
    amount, wanted = Fraction(float(endowment)), exact(claims)
    low, high = Fraction(0), max(wanted)
    rising = sum(award(claim, high) for claim in wanted) >= sum(award(c, low) for c in wanted)
    for _ in range(90):
        middle = (low + high) / 2
        enough = sum(award(claim, middle) for claim in wanted) >= amount
        if enough == rising:
            high = middle
        else:
            low = middle
    return [float(award(claim, high)) for claim in wanted]


def bankruptcy_game(endowment: float, claims: Sequence[float]) -> np.ndarray:
    """What each coalition gets when the others are paid in full; bit i is member i."""
    wanted = np.asarray(claims, dtype=float)
    members = np.arange(1 << len(wanted))[:, None] >> np.arange(len(wanted)) & 1
    return np.maximum(0.0, endowment - (1 - members) @ wanted)


def nucleolus(values: np.ndarray, size: int) -> np.ndarray:
    """Raise the least excess again and again, by linear programs; in floats.

    A coalition is settled when no optimal division gives it more than the least excess.
    """
    coalitions = list(range(1, (1 << size) - 1))
    rows = {s: np.array([s >> i & 1 for i in range(size)], dtype=float) for s in coalitions}
    settled: dict[int, float] = {}
    while True:
        open_ones = [s for s in coalitions if s not in settled]
        equal = [np.append(np.ones(size), 0.0)] + [np.append(rows[s], 0.0) for s in settled]
        right = [values[-1], *(values[s] + settled[s] for s in settled)]
        if np.linalg.matrix_rank(np.array(equal)[:, :size]) == size:
            return np.linalg.lstsq(np.array(equal)[:, :size], np.array(right), rcond=None)[0]
        upper = [np.append(-rows[s], 1.0) for s in open_ones]
        bound = [-values[s] for s in open_ones]
        least = _best(np.append(np.zeros(size), 1.0), upper, bound, equal, right)
        fixed = [*equal, np.append(np.zeros(size), 1.0)], [*right, least]
        for s in open_ones:
            most = _best(np.append(rows[s], 0.0), upper, bound, *fixed) - values[s]
            if most <= least + 1e-8:
                settled[s] = least


def _best(
    objective: np.ndarray,
    upper: list[np.ndarray],
    bound: list[float],
    equal: list[np.ndarray],
    right: list[float],
) -> float:
    result = linprog(
        -objective,
        A_ub=np.array(upper),
        b_ub=np.array(bound),
        A_eq=np.array(equal),
        b_eq=np.array(right),
        bounds=[(None, None)] * len(objective),
    )
    assert result.status == 0, result.message
    return float(-result.fun)
