"""Time the structured games: medians of several runs, beside a slow version where one can finish.

Run with ``python benchmarks/structured_games.py``.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from math import factorial

import numpy as np
from _harness import median_seconds

from burdenshare.sharing import airport, spanning_trees, trees, voting
from burdenshare.sharing.airport_core import no_subsidy_centre
from burdenshare.sharing.sampling import sampled_shapley


def airports(rng: np.random.Generator) -> Iterator[tuple[str, float, float | None]]:
    costs = rng.uniform(0, 100, 10_000)
    for rule in (
        airport.sequential_equal_contributions,
        airport.sequential_full_contributions,
        airport.constrained_equal_contributions,
        airport.constrained_proportional_contributions,
        airport.constrained_equal_benefits,
        airport.slack_maximizer,
    ):
        yield f"{rule.__name__}, 10,000 members", median_seconds(lambda r=rule: r(costs)), 0.010
    convex = np.arange(1.0, 10_001) ** 2
    yield (
        "slack_maximizer, 10,000 members, every constraint binding",
        median_seconds(lambda: airport.slack_maximizer(convex)),
        0.010,
    )
    drawn = rng.uniform(0, 100, (100_000, 6))
    for rule in (airport.sequential_equal_contributions, airport.slack_maximizer):
        yield (
            f"{rule.__name__}, 100,000 draws of 6 members",
            median_seconds(lambda r=rule: r(drawn)),
            None,
        )
    yield (
        "no_subsidy_centre, 150 members",
        median_seconds(lambda: no_subsidy_centre(costs[:150]), 3),
        None,
    )


def networks(rng: np.random.Generator) -> Iterator[tuple[str, float, float | None]]:
    nodes = 5_000
    parents = [int(rng.integers(-1, node)) for node in range(nodes)]
    edges = rng.uniform(0, 1, nodes)
    for solve in (trees.standard_tree_shapley, trees.standard_tree_nucleolus):
        seconds = median_seconds(lambda f=solve: f(parents, edges))
        yield f"{solve.__name__}, 5,000 members", seconds, None
    half = rng.uniform(0, 1, (1_001, 1_001))
    matrix = half + half.T
    for rule in (spanning_trees.bird_rule, spanning_trees.folk_rule):
        yield (
            f"{rule.__name__}, 1,000 members",
            median_seconds(lambda r=rule: r(matrix), 3),
            None,
        )


def votes(rng: np.random.Generator) -> Iterator[tuple[str, float, float | None]]:
    for most in (10, 100):
        weights = rng.integers(1, most + 1, 200)
        quota = int(weights.sum()) // 2 + 1
        name = f"200 voters with 1 to {most} votes, {weights.sum():,} in all"
        yield (
            f"shapley_shubik, {name}",
            median_seconds(lambda w=weights, q=quota: voting.shapley_shubik(w, q), 3),
            1.0,
        )
        yield (
            f"banzhaf_normalized, {name}",
            median_seconds(lambda w=weights, q=quota: voting.banzhaf_normalized(w, q), 3),
            None,
        )
    weights = rng.integers(1, 31, 60)
    quota = int(weights.sum()) // 2 + 1
    for index in (voting.deegan_packel, voting.public_good_index, voting.johnston):
        seconds = median_seconds(lambda f=index: f(weights, quota), 3)
        yield f"{index.__name__}, 60 voters with 1 to 30 votes", seconds, None
    small = weights[:15].tolist()
    quota = sum(small) // 2 + 1
    yield (
        "shapley_shubik, 15 voters",
        median_seconds(lambda: voting.shapley_shubik(small, quota)),
        None,
    )
    yield (
        "the same by enumeration in plain Python",
        median_seconds(lambda: shapley_shubik_by_enumeration(small, quota), 1),
        None,
    )


def samples(rng: np.random.Generator) -> Iterator[tuple[str, float, float | None]]:
    costs = rng.uniform(0, 100, 100)
    for design in ("independent", "reversed", "rotated"):
        call = lambda d=design: sampled_shapley(  # noqa: E731
            lambda s: (s * costs).max(axis=1), 100, np.random.default_rng(1), design=d
        )
        error = call().standard_errors.mean()
        name = f"sampled_shapley, 100 members, 1,000 orders, {design}, mean error {error:.3f}"
        yield name, median_seconds(call, 3), None


def shapley_shubik_by_enumeration(weights: list[int], quota: int) -> list[float]:
    n, shares = len(weights), []
    for i, own in enumerate(weights):
        others = weights[:i] + weights[i + 1 :]
        shares.append(
            sum(
                factorial(size) * factorial(n - 1 - size)
                for size in range(n)
                for group in combinations(others, size)
                if quota - own <= sum(group) < quota
            )
            / factorial(n)
        )
    return shares


def main() -> None:
    rng = np.random.default_rng(0)
    for part in (airports, networks, votes, samples):
        for name, seconds, target in part(rng):
            verdict = "" if target is None else f"  (target {1000 * target:,.0f} ms)"
            print(f"{1000 * seconds:10.2f} ms  {name}{verdict}")


if __name__ == "__main__":
    main()
