"""Time the claims rules on drawn problems: median seconds for 100,000 draws of 20 claims.

Run: python benchmarks/claims.py [draws] [members]

Rules whose time grows with the number of subsets are timed on fewer draws and scaled up.
"""

import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from burdenshare.sharing.claims import RULES

REPEATS = 5
TARGET = 0.5
SAMPLED = {"random_arrival": 100, "average_of_awards": 50}
"""Rules timed on one in so many draws."""


def drawn(draws: int, members: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    claims = rng.lognormal(0, 1, (draws, members))
    return claims.sum(axis=1) * rng.uniform(0.1, 0.9, draws), claims


def median_seconds(rule: str, endowment: np.ndarray, claims: np.ndarray, repeats: int) -> float:
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        RULES[rule](endowment, claims)
        times.append(time.perf_counter() - start)
    return float(np.median(times))


def timed(draws: int, members: int) -> Iterator[tuple[str, float, str]]:
    """Give each rule, its median seconds and a note on how it was timed."""
    endowment, claims = drawn(draws, members)
    for rule, entry in RULES.items():
        if entry.claimants is not None:
            part = slice(None), slice(entry.claimants)
            amounts, wanted = claims[part].sum(axis=1) * 0.4, claims[part]
            seconds = median_seconds(rule, amounts, wanted, REPEATS)
            yield rule, seconds, f"{entry.claimants} claims each"
            continue
        share = SAMPLED.get(rule, 1) if members > 4 else 1
        count = max(1, draws // share)
        repeats = REPEATS if share == 1 else 3
        seconds = median_seconds(rule, endowment[:count], claims[:count], repeats) * draws / count
        yield rule, seconds, "" if share == 1 else f"scaled up from {count:,} draws"


def main(draws: int = 100_000, members: int = 20) -> None:
    print(f"{draws} draws of {members} claims, median seconds (target {TARGET} s)")
    for rule, seconds, note in timed(draws, members):
        print(f"{rule:<26}{seconds:>10.3f}   {note}".rstrip())


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
