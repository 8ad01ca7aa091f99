"""What the timings share: medians after a warm-up, processes with their memory, and tables."""

from __future__ import annotations

import compileall
import importlib.metadata
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "benchmarks")]


@dataclass(frozen=True)
class Row:
    """One measurement beside what it should reach."""

    name: str
    measured: float
    unit: str = "s"
    target: float | None = None
    is_least: bool = False
    """Whether the target is a number to reach rather than one not to pass."""
    note: str = ""

    @property
    def verdict(self) -> str:
        """Whether the target is met."""
        if self.target is None or self.measured != self.measured:
            return ""
        met = self.measured >= self.target if self.is_least else self.measured <= self.target
        return "met" if met else "not met"

    def cells(self) -> tuple[str, ...]:
        """The row as words."""
        wanted = "" if self.target is None else _number(self.target, self.unit)
        return (self.name, _number(self.measured, self.unit), wanted, self.verdict, self.note)


def _number(value: float, unit: str) -> str:
    if value != value:
        return ""
    digits = f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
    return f"{digits} {unit}".strip()


HEAD = ("what", "median", "target", "", "remark")


def median_seconds(call: Callable[[], object], runs: int = 7) -> float:
    """Give the median seconds of a call, after one that is not counted."""
    call()
    return statistics.median(seconds(call) for _ in range(runs))


def seconds(call: Callable[[], object]) -> float:
    """Give the seconds of one call."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


@dataclass(frozen=True)
class Ran:
    """A process that has ended: how long it took, and its largest memory."""

    seconds: float
    peak_mb: float
    out: str


def process(*words: str, folder: str | None = None) -> Ran:
    """Run a process to its end; its peak memory is that of the process alone."""
    paths = [str(ROOT / "src"), os.environ.get("PYTHONPATH", "")]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))}
    start = time.perf_counter()
    child = subprocess.Popen(
        words, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert child.stdout is not None
    out = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    took = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise RuntimeError(f"{' '.join(words)[:80]} ended with {child.returncode}")
    kilobytes = usage.ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    return Ran(took, kilobytes / 1024, out)


def python(code: str, *words: str) -> Ran:
    """Run a piece of Python as a process of its own in an empty folder."""
    with tempfile.TemporaryDirectory() as folder:
        return process(sys.executable, "-c", code, *words, folder=folder)


@cache
def compile_all() -> None:
    """Compile the package, as an installer does; else an edited file is compiled at each start."""
    compileall.compile_dir(ROOT / "src", quiet=1)


def burdenshare(*words: str) -> Ran:
    """Run burdenshare as a process of its own in an empty folder."""
    compile_all()
    with tempfile.TemporaryDirectory() as folder:
        return process(sys.executable, "-m", "burdenshare", *words, folder=folder)


def median_process(run: Callable[[], Ran], runs: int = 5) -> Ran:
    """Give the process of median length, after one that is not counted."""
    run()
    ran = sorted((run() for _ in range(runs)), key=lambda each: each.seconds)
    return ran[len(ran) // 2]


def machine() -> str:
    """Say on what is measured."""
    model = platform.processor() or platform.machine()
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        model = next(x.split(":")[1].strip() for x in lines if x.startswith("model name"))
    except (OSError, StopIteration):
        pass
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{model}, {cores} cores, {platform.system()} {platform.machine()}"


def versions(*names: str) -> str:
    """Say which versions are measured."""
    told = [f"Python {platform.python_version()}"]
    for name in names:
        try:
            told.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            told.append(f"{name} not installed")
    return ", ".join(told)


def load() -> str:
    """Say how busy the machine is besides."""
    if not hasattr(os, "getloadavg"):
        return "unknown"
    return f"{os.getloadavg()[0]:.1f} processes on average over the last minute"


def table(rows: Iterable[tuple[str, ...]], head: tuple[str, ...] = HEAD) -> str:
    """Give a table in Markdown."""
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    lines += ["| " + " | ".join(cells) + " |" for cells in rows]
    return "\n".join(lines)
