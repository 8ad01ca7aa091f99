"""How long models of many parties on one scale take.

Run: python benchmarks/spatial.py [folder with the DEU data]
"""

from __future__ import annotations

import sys
from collections.abc import Callable

import numpy as np
from _harness import median_seconds

from burdenshare.bargaining.challenge import VARIANTS, challenge
from burdenshare.bargaining.spatial import (
    nash_with_failure_cost,
    weighted_mean,
    weighted_median,
)
from burdenshare.bargaining.spatial_density import issues
from burdenshare.facts.spatial_beliefs import shipped_density

RUNS = 3
ACTORS, DIMENSIONS, DRAWS = 13, 2, 1_000
MANY = 100_000


def main(folder: str | None = None) -> None:
    rng = np.random.default_rng(0)
    places = rng.random((DRAWS, ACTORS, DIMENSIONS))
    salience = rng.random((DRAWS, ACTORS, DIMENSIONS)) / DIMENSIONS
    power = rng.random((DRAWS, ACTORS))
    print(
        f"challenge model, {ACTORS} actors, {DIMENSIONS} dimensions, {DRAWS:,} draws (target 5 s)"
    )
    for name in VARIANTS:
        seconds = median_seconds(
            lambda name=name: challenge(places, salience, power, variant=name, dimensions=True),
            RUNS,
        )
        print(f"  {name:<20}{seconds:8.2f} s")
    flat, caring, strength = rng.random((3, MANY, ACTORS))
    models: dict[str, Callable[[], object]] = {
        "weighted mean": lambda: weighted_mean(flat, caring, strength),
        "weighted median": lambda: weighted_median(flat, caring, strength),
        "Nash, failing costs 1": lambda: nash_with_failure_cost(
            flat, 0.5, 1.0, caring, strength, span=1.0
        ),
        "pooled density": lambda: shipped_density().predict(
            issues(flat[:10_000], caring[:10_000], strength[:10_000], 0.5)
        ),
    }
    print(f"{MANY:,} issues of {ACTORS} actors (the density: 10,000)")
    for name, call in models.items():
        print(f"  {name:<24}{median_seconds(call, RUNS):8.3f} s")
    if folder is not None:
        from burdenshare.backtest.spatial import cross_validated, fit_density, scorable
        from burdenshare.facts.deu import read_deu

        known = scorable(read_deu(folder))
        print(f"{known.outcomes.size} decisions of the European Union")
        print(
            f"  {'fit of the density':<24}{median_seconds(lambda: fit_density(known), RUNS):8.3f} s"
        )
        crossed = median_seconds(lambda: cross_validated(known, np.random.default_rng(0)), RUNS)
        print(f"  {'cross-validation':<24}{crossed:8.2f} s")


if __name__ == "__main__":
    main(*sys.argv[1:2])
