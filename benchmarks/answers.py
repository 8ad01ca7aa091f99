"""How long answers take: all answers of the flagship in process, help, and a cold run.

Run it with ``python benchmarks/answers.py``; it prints medians of several runs. Timings depend on
the machine and on what else it does, so compare ratios within one run.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable

from burdenshare.analysis import inquire, run
from burdenshare.cases import load_case

RUNS = 7


def median(call: Callable[[], object], runs: int = RUNS) -> float:
    """Give the median seconds of a call, after one that is not counted."""
    call()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def command(*arguments: str) -> Callable[[], object]:
    """Give a call that runs burdenshare as a process of its own in an empty folder."""

    def call() -> object:
        with tempfile.TemporaryDirectory() as folder:
            words = [sys.executable, "-m", "burdenshare", *arguments]
            return subprocess.run(words, cwd=folder, capture_output=True, check=True)

    return call


def main() -> None:
    """Print a table of medians against their targets."""
    case = load_case("us-rok-2019")
    rows: list[tuple[str, float, str]] = [
        ("--help", median(command("--help")), "0.15 s"),
        ("run us-rok-2019, cold, with report", median(command("run", "us-rok-2019")), "2.5 s"),
        ("all answers, 100,000 draws", median(lambda: run(case)), "0.25 s"),
        ("  of it: model and draws", median(lambda: inquire(case)), ""),
        ("all answers, 100,000 draws, one thread", median(lambda: run(case, threads=1)), ""),
        ("all answers, 1,000,000 draws", median(lambda: run(case, draws=10**6), 3), "2.5 s"),
    ]
    for name, seconds, target in rows:
        print(f"{name:45}{seconds:8.3f} s   {target}")


if __name__ == "__main__":
    main()
