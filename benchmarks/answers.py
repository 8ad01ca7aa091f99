"""How long answers take: all answers of the flagship in process, help, and a cold run.

Run it with ``python benchmarks/answers.py``; it prints medians of several runs. Timings depend on
the machine and on what else it does, so compare ratios within one run.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable

from _harness import median_seconds

from burdenshare.analysis import inquire, run
from burdenshare.cases import load_case


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
        ("--help", median_seconds(command("--help")), "0.15 s"),
        (
            "run us-rok-2019, cold, with report",
            median_seconds(command("run", "us-rok-2019")),
            "2.5 s",
        ),
        ("all answers, 100,000 draws", median_seconds(lambda: run(case)), "0.25 s"),
        ("  of it: model and draws", median_seconds(lambda: inquire(case)), ""),
        (
            "all answers, 100,000 draws, one thread",
            median_seconds(lambda: run(case, threads=1)),
            "",
        ),
        (
            "all answers, 1,000,000 draws",
            median_seconds(lambda: run(case, draws=10**6), 3),
            "2.5 s",
        ),
    ]
    for name, seconds, target in rows:
        print(f"{name:45}{seconds:8.3f} s   {target}")


if __name__ == "__main__":
    main()
