"""How long the report takes in each format: a cold process, and each writer in a warm one.

Run it with ``python benchmarks/reports.py``; it prints medians of several runs. Timings depend on
the machine and on what else it does, so compare ratios within one run.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from burdenshare.analysis import run
from burdenshare.cases import load_case
from burdenshare.report.document import document
from burdenshare.report.formats import FORMATS

RUNS = 5
CASE = "us-rok-2019"


def cold(*forms: str) -> float:
    """Give the median seconds of a process that answers the case and writes some formats."""
    words = [sys.executable, "-m", "burdenshare", "report", CASE, "-q"]
    words += [word for form in forms for word in ("--format", form)]
    times = []
    for _ in range(RUNS):
        with tempfile.TemporaryDirectory() as folder:
            start = time.perf_counter()
            subprocess.run([*words, "--out", folder], capture_output=True, check=True)
            times.append(time.perf_counter() - start)
            assert len(list(Path(folder).iterdir())) == len(forms)
    return statistics.median(times)


def main() -> None:
    base = cold("html")
    print(f"{'cold, html':24} {base:6.2f} s")
    for form in ("pdf", "docx", "xlsx"):
        print(f"{f'cold, html and {form}':24} {cold('html', form) - base:+6.2f} s")
    answer = run(load_case(CASE))
    made = document(answer)
    for form, entry in FORMATS.items():
        start = time.process_time()
        size = len(entry.write(answer, made))
        spent = time.process_time() - start
        print(f"{f'{form}, processor time':24} {spent:6.2f} s {size / 1000:8,.0f} kB")


if __name__ == "__main__":
    main()
