"""How long assessment scales take: 193 members, two base periods, all steps of the UN scale.

Run: python benchmarks/scales.py [draws] [folder with un_scale_inputs.csv]

Without a folder, members are invented; the steps are the same and so is the work.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
from _harness import median_seconds

from burdenshare.scales.draws import BLOCK_SIZE, drawn_shares
from burdenshare.scales.load import load_scale
from burdenshare.scales.tables import Folder, build_inputs, read_tables
from burdenshare.sharing.scale_inputs import ScaleInputs, series
from burdenshare.sharing.scale_thresholds import thresholds
from burdenshare.sharing.scales import assess
from burdenshare.uncertainty.sampling import Plan

RUNS = 3
MEMBERS = 193


def invented() -> ScaleInputs:
    """Give 193 members over the nine years that the scale reads."""
    rng = np.random.default_rng(0)
    years = tuple(range(2014, 2023))
    population = rng.lognormal(9, 2, MEMBERS)
    income = population * rng.lognormal(2, 1.3, MEMBERS)
    growth = 1 + rng.normal(0.02, 0.04, (len(years), MEMBERS)).cumsum(axis=0)
    poor = income / population < np.quantile(income / population, 0.23)
    members = ("USA", *(f"M{number}" for number in range(1, MEMBERS)))
    return ScaleInputs(
        members,
        {
            "gni": series(income * growth, years),
            "population": series(population * np.ones_like(growth), years),
            "debt": series(income * growth * rng.uniform(0, 0.5, MEMBERS), years),
            "ldc": series(poor.astype(float)),
        },
    )


def main(draws: int = 100_000, folder: str | None = None) -> None:
    definition = load_scale("un-2025")
    scale = definition.scale
    if folder is None:
        inputs = invented()
    else:
        inputs = build_inputs(
            read_tables(definition, Folder(Path(folder))), definition.head.members
        )
    spread = {"gni": 0.05}

    def drawn(threads: int) -> Callable[[], object]:
        return lambda: drawn_shares(scale, inputs, spread, Plan(draws, 0, BLOCK_SIZE), threads)

    rows = [
        ("one scale, every step", median_seconds(lambda: assess(scale, inputs), RUNS), ""),
        ("thresholds of all members", median_seconds(lambda: thresholds(scale, inputs), RUNS), ""),
        (f"{draws:,} drawn scales, one thread", median_seconds(drawn(1), RUNS), ""),
        (
            f"{draws:,} drawn scales, two threads",
            median_seconds(drawn(2), RUNS),
            "10 s for 100,000",
        ),
    ]
    print(f"{len(inputs.members)} members, median of {RUNS}")
    for name, seconds, target in rows:
        print(f"{name:42}{seconds:9.4f} s   {target}")


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:2]), *sys.argv[2:])
