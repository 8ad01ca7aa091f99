"""Measure every target of the project in one run, and print them as a table.

Run with ``python benchmarks/targets.py [--quick] [--write] [--peers FOLDER]``. ``--write`` keeps
the table with machine, versions and date in ``docs/performance.md``; ``--quick`` leaves out what
takes minutes. Peers (NegMAS, pygambit) are installed from the package index into an environment
in FOLDER, else in a temporary one, and run as processes of their own; where that cannot be had
they are left out, with the reason. Timings depend on what else the machine does: compare ratios
within one run.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Iterator, Sequence
from pathlib import Path

from _harness import (
    ROOT,
    Row,
    burdenshare,
    load,
    machine,
    median_process,
    median_seconds,
    python,
    seconds,
    table,
    versions,
)

CASE = "us-rok-2019"


def shell() -> Iterator[Row]:
    """The command line as its users start it."""
    help_ = median_process(lambda: burdenshare("--help"), 9)
    yield Row("`burdenshare --help`", help_.seconds, target=0.15)
    cold = median_process(lambda: burdenshare("run", CASE))
    yield Row(
        "`burdenshare run` cold, 100,000 draws, terminal and report", cold.seconds, target=2.5
    )
    yield Row("the same, memory", cold.peak_mb, "MB", 300)


def answers(quick: bool) -> Iterator[Row]:
    """All answers in process, by the number of draws."""
    from burdenshare.analysis import run
    from burdenshare.cases import load_case

    case = load_case(CASE)
    base = median_seconds(lambda: run(case))
    yield Row("all answers, 100,000 draws, in process", base, target=0.25)
    one = median_seconds(lambda: run(case, threads=1), 3)
    yield Row("the same on one thread", one)
    few = median_seconds(lambda: run(case, draws=10_000), 3)
    yield Row("all answers, 10,000 draws", few)
    million = python(TIMED, str(10**6), "3")
    yield Row("all answers, 1,000,000 draws", float(million.out), target=2.5)
    yield Row("the same, memory of the process", million.peak_mb, "MB", 1024)
    if not quick:
        ten = python(TIMED, str(10**7), "1")
        note = f"{float(ten.out) / float(million.out):.1f} times a million"
        yield Row("all answers, 10,000,000 draws", float(ten.out), note=note)
        yield Row("the same, memory of the process", ten.peak_mb, "MB", 1024)


TIMED = f"""
import statistics, sys, time
from burdenshare.analysis import run
from burdenshare.cases import load_case
case, draws, times = load_case({CASE!r}), int(sys.argv[1]), []
run(case, draws=20_000)
for _ in range(int(sys.argv[2])):
    start = time.perf_counter()
    run(case, draws=draws)
    times.append(time.perf_counter() - start)
print(statistics.median(times))
"""

STREAMED = f"""
import sys, time
from burdenshare.analysis import inquire
from burdenshare.analysis.streaming import job, tallied
from burdenshare.cases import load_case
from burdenshare.uncertainty.executors import Processes, Threads
from burdenshare.uncertainty.sampling import Plan

if __name__ == "__main__":
    inquiry = inquire(load_case({CASE!r}), draws=20_000)
    figures = (inquiry.figure.value,)
    def done(draws):
        plan = Plan(draws, 0, 8192)
        work = job(inquiry.model, plan, figures, inquiry.present.value)
        start = time.perf_counter()
        tallied(work, Threads(1))
        return time.perf_counter() - start
    done(16384)
    print(done(int(float(sys.argv[1]))))
"""


def streams(quick: bool) -> Iterator[Row]:
    """Draws that are not kept: cost a draw, and memory."""
    first = 0.0
    for draws in (10**5, 10**6) if quick else (10**5, 10**6, 10**7):
        ran = python(STREAMED, str(draws))
        cost = 1e6 * float(ran.out) / draws
        first = first or cost
        note = "" if cost == first else f"{cost / first:.2f} times the cost at 100,000"
        name = f"headlines from {draws:,} draws not kept, one thread"
        yield Row(name, cost, "µs a draw", note=note)
        yield Row("the same, memory of the process", ran.peak_mb, "MB")


def cluster(draws: int) -> Iterator[Row]:
    """A sweep on a local Dask cluster of two workers."""
    try:
        from distributed import LocalCluster
    except ImportError:
        yield Row("sweep on two Dask workers: distributed is not installed", float("nan"))
        return
    from burdenshare.analysis import inquire
    from burdenshare.analysis.cluster import Cluster
    from burdenshare.analysis.streaming import job, tallied
    from burdenshare.cases import load_case
    from burdenshare.uncertainty.executors import Threads
    from burdenshare.uncertainty.sampling import Plan

    inquiry = inquire(load_case(CASE), draws=20_000)
    figures = (inquiry.figure.value,)
    part = draws // 2
    small = job(inquiry.model, Plan(part, 0, 8192), figures, inquiry.present.value)
    whole = job(inquiry.model, Plan(draws, 0, 8192), figures, inquiry.present.value)
    os.environ["PYTHONPATH"] = str(ROOT / "src")
    alone = part / seconds(lambda: tallied(small, Threads(1)))
    with (
        LocalCluster(
            n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address="127.0.0.1:0",
            silence_logs=50,
        ) as started,
        Cluster.at(started.scheduler_address) as workers,
    ):  # fmt: skip
        warm = job(inquiry.model, Plan(65_536, 0, 8192), figures, inquiry.present.value)
        tallied(warm, workers)
        speed = draws / seconds(lambda: tallied(whole, workers))
    yield Row(
        f"sweep on 2 local Dask workers, {draws:,} draws", speed, "draws/s",
        note=f"{speed / (2 * alone):.0%} of twice one thread's {alone:,.0f} draws/s, same minute",
    )  # fmt: skip
    hours = 1e9 / speed / 3600
    yield Row("1,000,000,000 draws so", hours, "h", note=f"extrapolated from {draws:,} draws")


def theory() -> Iterator[Row]:
    """Kernels of the theory packages."""
    import numpy as np
    from bargaining import HISTORIES, histories

    from burdenshare.sharing.games import Game, coalition_sizes
    from burdenshare.sharing.nuclei import nucleolus
    from burdenshare.sharing.nuclei_draws import nucleolus_charges
    from burdenshare.sharing.values import shapley

    took = median_seconds(lambda: histories(0.0), 3)
    yield Row("simulated negotiations of up to 36 months", HISTORIES / took, "a second", 1e6, True)
    rng = np.random.default_rng(0)
    from sharing import drawn_game

    large = drawn_game(rng, 20, "continuous")
    values = rng.uniform(0, 1, (100_000, 16)) * coalition_sizes(4)
    values[:, 0], values[:, -1] = 0, 4
    many = Game(values, "value")
    for name, call, target in (
        ("Shapley value, exact, 20 members", lambda: shapley(large), 0.15),
        ("nucleolus, exact, 20 members", lambda: nucleolus(large), 1.5),
        ("Shapley value of 100,000 drawn games, 4 members", lambda: shapley(many), 0.2),
        ("nucleolus of 100,000 drawn games, 4 members", lambda: nucleolus_charges(many), 2.0),
    ):
        yield Row(name, median_seconds(call, 3), target=target)


PEER = """
import json, sys, time
from importlib.metadata import version
found = {}
try:
    from negmas import SAOMechanism, TimeBasedConcedingNegotiator, make_issue
    from negmas.preferences import LinearAdditiveUtilityFunction as U
    from negmas.preferences.value_fun import AffineFun, IdentityFun
    def once():
        issues = [make_issue(values=101, name="payment")]
        session = SAOMechanism(issues=issues, n_steps=100)
        for sign, bias in ((0.01, 0.0), (-0.01, 1.0)):
            u = U(values=[AffineFun(sign, bias=bias)], issues=issues, reserved_value=0.1)
            session.add(TimeBasedConcedingNegotiator(), preferences=u)
        session.run()
    once()
    start, count = time.perf_counter(), 0
    while time.perf_counter() - start < 5:
        once(); count += 1
    took = time.perf_counter() - start
    found["negmas"] = {"version": version("negmas"), "a_second": count / took}
except Exception as error:
    found["negmas"] = {"reason": f"{type(error).__name__}: {error}"[:200]}
try:
    import pygambit
    game = pygambit.read_efg(sys.argv[1])
    solve = pygambit.nash.lcp_solve
    start = time.perf_counter()
    solve(game, rational=False)
    found["pygambit"] = {"version": version("pygambit"), "seconds": time.perf_counter() - start}
except Exception as error:
    found["pygambit"] = {"reason": f"{type(error).__name__}: {error}"[:200]}
print(json.dumps(found))
"""

OFFERS, ROUNDS = 3, 2
"""Size of the game of offers that pygambit is given."""


def peers(folder: str | None) -> Iterator[Row]:
    """Other packages beside ours, in an environment and processes of their own."""
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(folder or temporary)
        interpreter = place / ("Scripts" if os.name == "nt" else "bin") / "python"
        if not interpreter.exists():
            venv.create(place, with_pip=True)
            # One at a time, so that the other is there where one cannot be had; pygambit takes
            # very long to build where no wheel fits.
            for words in (["negmas"], ["--only-binary", "pygambit", "pygambit"]):
                pip = [interpreter, "-m", "pip", "install", "--quiet", *words]
                subprocess.run(pip, capture_output=True, check=False)
        burdenshare_efg = Path(temporary) / "offers.efg"
        _write_game(burdenshare_efg)
        words = [str(interpreter), "-c", PEER, str(burdenshare_efg)]
        try:
            ran = subprocess.run(words, capture_output=True, text=True, check=False, timeout=120)
        except subprocess.TimeoutExpired:
            yield Row("peers", float("nan"), note="did not end within two minutes")
            return
        if ran.returncode:
            yield Row("peers ended badly", float("nan"), note=ran.stderr[-80:])
            return
        yield from _beside(json.loads(ran.stdout.splitlines()[-1]))


def _write_game(path: Path) -> None:
    from burdenshare.analysis import inquire
    from burdenshare.cases import load_case
    from burdenshare.exchange.efg import offer_game_efg
    from burdenshare.exchange.from_case import offer_game

    asked = inquire(load_case(CASE), draws=1000)
    path.write_text(offer_game_efg(offer_game(asked, offers=OFFERS, rounds=ROUNDS)), "utf-8")


def _beside(found: dict[str, dict[str, object]]) -> Iterator[Row]:
    from bargaining import HISTORIES, game, histories

    negmas, gambit = found["negmas"], found["pygambit"]
    if "reason" in negmas:
        yield Row("NegMAS", float("nan"), note=str(negmas["reason"]))
    else:
        theirs = float(str(negmas["a_second"]))
        ours = HISTORIES / seconds(lambda: histories(0.0))
        name = f"NegMAS {negmas['version']}: bilateral negotiations of up to 100 steps"
        note = f"histories here: {ours / theirs:,.0f} times as many"
        yield Row(name, theirs, "a second", note=note)
    if "reason" in gambit:
        yield Row("pygambit", float("nan"), note=str(gambit["reason"]))
    else:
        theirs = float(str(gambit["seconds"]))
        ours = median_seconds(lambda: game(OFFERS, ROUNDS))
        game_name = f"{OFFERS} offers, {ROUNDS} rounds"
        name = f"pygambit {gambit['version']}: one equilibrium of a game of {game_name}"
        yield Row(name, theirs, note=f"backward induction here: {theirs / ours:,.0f} times as fast")


def slider() -> Iterator[Row]:
    """The page, timed by the tests of the page where they are."""
    script = ROOT / "benchmarks" / "page.py"
    if not script.exists():
        yield Row("slider to redrawn charts", float("nan"), note="no timing of the page here")
        return
    words = [sys.executable, str(script)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    try:
        told = json.loads(done.stdout.strip().splitlines()[-1])
    except (IndexError, ValueError):
        yield Row("slider to redrawn charts", float("nan"), note="the page could not be timed here")
        return
    yield Row("slider to redrawn charts in Chromium", told["median_ms"], "ms", 100)
    yield Row("the same, 95% of moves", told["p95_ms"], "ms", 200)


def profile() -> str:
    """The three largest costs of the flagship run on one thread."""
    import cProfile
    import pstats

    from burdenshare.analysis import run
    from burdenshare.cases import load_case

    case = load_case(CASE)
    run(case, threads=1)
    profiler = cProfile.Profile()
    profiler.runcall(run, case, threads=1)
    stats = pstats.Stats(profiler)
    whole = stats.total_tt
    parts = [
        (cumulative / whole, name)
        for (file, _, name), (_, _, _, cumulative, _) in stats.stats.items()
        if "analysis" in file and name in PARTS
    ]
    told = sorted(parts, reverse=True)
    return table([(PARTS[name], f"{share:.0%}") for share, name in told], ("part", "of the time"))


PARTS = {
    "inquire": "model and draws of all inputs",
    "fair_shares": "fair shares: every principle on every cost base, summed up",
    "simulated": "histories of the talks",
    "requirements": "what would have to be true",
    "sensitivity": "which inputs matter",
    "zone": "zone of agreement and solutions",
    "threat": "threat",
    "precedent": "precedent",
    "promises": "what principles promise",
}


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--peers")
    parser.add_argument("--sweep", type=float, default=2e6, help="draws of the sweep on Dask")
    asked = parser.parse_args(arguments)
    rows: list[Row] = []
    for part in (
        shell(), answers(asked.quick), streams(asked.quick), cluster(int(asked.sweep)), theory(),
        slider(), peers(asked.peers),
    ):  # fmt: skip
        for row in part:
            rows.append(row)
            print("  ".join(filter(None, row.cells())), flush=True)
    made = versions("burdenshare", "numpy", "highspy", "distributed")
    text = "\n\n".join(
        (
            f"Measured on {time.strftime('%d %B %Y')}: {machine()}; {made}. Load: {load()}.",
            table(row.cells() for row in rows),
            "Where the time of the flagship run goes, on one thread:",
            profile(),
        )
    )
    print("\n" + text)
    if asked.write:
        keep(text)


MARKS = ("<!-- measured -->", "<!-- end of what was measured -->")


def keep(text: str) -> None:
    """Put a run between the marks of the page that keeps it."""
    page = ROOT / "docs" / "performance.md"
    old = page.read_text(encoding="utf-8")
    before, _, rest = old.partition(MARKS[0])
    _, _, after = rest.partition(MARKS[1])
    page.write_text(f"{before}{MARKS[0]}\n\n{text}\n\n{MARKS[1]}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
