"""Time `burdenshare.sharing` beside coopgame-py, pyCoopGame, shapley-value and a naive version.

Run with ``python benchmarks/sharing.py [--skip-peers]``. Medians of several runs, in one process
here and in one for pyCoopGame and shapley-value, which are installed from the package index into a
virtual environment in a temporary folder; where that cannot be had they are left out, with the
reason. Games are drawn from a fixed seed, and answers are compared where there are two.
Claims rules and structured games are timed by `claims.py` and `structured_games.py`, which also
run on their own.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from itertools import permutations
from math import factorial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parent))

import claims as claims_times
import structured_games

from burdenshare.sharing.games import Game, coalition_sizes
from burdenshare.sharing.nuclei import nucleolus
from burdenshare.sharing.nuclei_draws import nucleolus_charges
from burdenshare.sharing.values import shapley

PEERS = ("pyCoopGame==0.0.6", "shapley-value==0.0.9", "pandas", "pyomo", "highspy")
"""What the other environment needs; pyCoopGame names none of its own needs."""

SIZES = range(5, 21)
DRAWS = 100_000
SLOWER_AT_MOST = 1.5
LARGEST = {
    ("pyCoopGame", "shapley"): 10,
    ("pyCoopGame", "nucleolus"): 6,
    ("shapley-value", "shapley"): 14,
    ("naive", "shapley"): 8,
}
"""Members beyond which a package would take minutes."""


class Row(NamedTuple):
    """What was timed, how long it took, and how long it may take."""

    name: str
    seconds: float
    target: float | None
    others: str = ""

    @property
    def text(self) -> str:
        """One line of the table."""
        mark = (
            "" if self.target is None else ("  ok" if self.seconds <= self.target else "  MISSED")
        )
        target = "" if self.target is None else f"(target {1000 * self.target:,.0f} ms)"
        return f"{1000 * self.seconds:12,.2f} ms  {self.name:<44} {target:<20}{mark}  {self.others}"


def median_seconds(call: Callable[[], object], most_seconds: float = 2.0) -> float:
    """Give the median of up to nine runs, after one that is not counted."""
    start = time.perf_counter()
    call()
    once = max(time.perf_counter() - start, 1e-7)
    runs = int(min(9, max(3, most_seconds / once)))
    repeats = max(1, int(2e-4 / once))
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        for _ in range(repeats):
            call()
        times.append((time.perf_counter() - start) / repeats)
    return statistics.median(times)


# --- peers ---------------------------------------------------------------------------------------


class Peers:
    """The process of pyCoopGame and shapley-value, or the reason why there is none."""

    def __init__(self, folder: Path) -> None:
        """Make a virtual environment and start the process in it."""
        self.reason = ""
        try:
            python = _installed(folder)
        except (OSError, subprocess.SubprocessError) as error:
            self.reason = f"not installed: {type(error).__name__}"
            return
        self.process = subprocess.Popen(
            [python, str(Path(__file__).with_name("peers.py"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def solve(self, package: str, solution: str, values: Sequence[float]) -> dict[str, Any]:
        """Give seconds and charges, or a reason."""
        if self.reason:
            return {"reason": self.reason}
        asked = {"package": package, "solution": solution, "values": list(values), "runs": 3}
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        return answer

    def close(self) -> None:
        """End the process."""
        if not self.reason:
            self.process.terminate()
            self.process.wait()


class NoPeers:
    """Stands in for peers that nobody wants."""

    reason = "skipped"

    def solve(self, *_: object) -> dict[str, Any]:
        """Give a reason."""
        return {"reason": self.reason}

    def close(self) -> None:
        """There is nothing to end."""


def _installed(folder: Path) -> str:
    venv.create(folder, with_pip=True)
    python = str(folder / ("Scripts" if sys.platform == "win32" else "bin") / "python")
    command = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PEERS]
    subprocess.run(command, check=True, capture_output=True, timeout=600)
    return python


def beside(
    peers: Peers | NoPeers, solution: str, game: Game, ours: np.ndarray, seconds: float
) -> tuple[str, float | None]:
    """Time the others on one game; give the text, and how many times slower we are than coopgame.

    A difference between answers is told, since it makes a comparison of times void.
    """
    parts, ratio = [], None
    if find_spec("coopgame"):
        import coopgame

        theirs = coopgame.Game(game.values[1:].tolist())
        solve = {
            "shapley": lambda: coopgame.shapley(theirs),
            "nucleolus": lambda: coopgame.nucleolus(theirs)["allocation"],
        }[solution]
        taken = median_seconds(solve)
        ratio = seconds / taken
        parts.append(f"coopgame-py {1000 * taken:,.2f} ms{_apart(solve(), ours)}")
    for package in ("pyCoopGame", "shapley-value"):
        if game.size > LARGEST.get((package, solution), 0):
            continue
        answer = peers.solve(package, solution, game.values.tolist())
        told = answer.get("reason") or f"{1000 * answer['seconds']:,.2f} ms"
        parts.append(f"{package} {told}{_apart(answer.get('charges'), ours)}")
    if solution == "shapley" and game.size <= LARGEST["naive", "shapley"]:
        start = time.perf_counter()
        slow = shapley_by_orders(game)
        parts.append(f"naive {1000 * (time.perf_counter() - start):,.2f} ms{_apart(slow, ours)}")
    return "; ".join(parts), ratio


def _apart(charges: Sequence[float] | None, ours: np.ndarray) -> str:
    if charges is None:
        return ""
    gap = float(np.abs(np.asarray(charges) - ours).max()) / float(np.abs(ours).max())
    return "" if gap < 1e-6 else f" (differs by {gap:.0e})"


def shapley_by_orders(game: Game) -> list[float]:
    """Run through every order of arrival."""
    charges = [0.0] * game.size
    for order in permutations(range(game.size)):
        mask = 0
        for member in order:
            charges[member] += game.values[mask | 1 << member] - game.values[mask]
            mask |= 1 << member
    return [charge / factorial(game.size) for charge in charges]


# --- what is timed -------------------------------------------------------------------------------


def drawn_game(rng: np.random.Generator, size: int, kind: str) -> Game:
    """Draw a value game with room for imputations: continuous worths, or whole ones with ties."""
    sizes = coalition_sizes(size).astype(np.float64)
    if kind == "continuous":
        values = rng.uniform(0, 1, 1 << size) * sizes
        values[-1] = size
    else:
        values = rng.integers(1, 50 * size + 1, 1 << size).astype(np.float64)
        values[1 << np.arange(size)] = 0
        values[-1] = rng.integers(50 * (size - 2), 50 * size + 1)
    values[0] = 0
    return Game(values, "value")


def one_game(rng: np.random.Generator, peers: Peers | NoPeers) -> Iterator[Row]:
    for size in SIZES:
        game = drawn_game(rng, size, "continuous")
        seconds = median_seconds(lambda g=game: shapley(g))
        others, _ = beside(peers, "shapley", game, shapley(game), seconds)
        yield Row(f"Shapley, {size} members", seconds, 0.15 if size == 20 else None, others)
    for kind in ("continuous", "whole"):
        for size in SIZES:
            game = drawn_game(rng, size, kind)
            seconds = median_seconds(lambda g=game: nucleolus(g))
            found = nucleolus(game)
            others, ratio = beside(peers, "nucleolus", game, found.charges, seconds)
            told = "" if ratio is None else f"; {ratio:.2f} times coopgame-py"
            if ratio is not None and ratio > SLOWER_AT_MOST:
                told += f" MISSED (at most {SLOWER_AT_MOST})"
            certified = f"; certificate fails by {found.residual():.0e}" if size <= 14 else ""
            name = f"nucleolus, {size} members, {kind} worths"
            yield Row(name, seconds, 1.5 if size == 20 else None, others + told + certified)


def drawn_games(rng: np.random.Generator) -> Iterator[Row]:
    for size, target in ((3, None), (4, 2.0)):
        values = rng.uniform(0, 1, (DRAWS, 1 << size)) * coalition_sizes(size)
        values[:, 0], values[:, -1] = 0, size
        game = Game(values, "value")
        shapley_target = 0.2 if size == 4 else None
        name = f"{DRAWS:,} drawn games of {size} members"
        yield Row(f"Shapley, {name}", median_seconds(lambda g=game: shapley(g)), shapley_target)
        seconds = median_seconds(lambda g=game: nucleolus_charges(g))
        few = nucleolus_charges(Game(values[:200], "value"))
        single = [nucleolus(Game(row, "value")).charges for row in values[:200]]
        gap = float(np.abs(few - single).max())
        yield Row(f"nucleolus, {name}", seconds, target, f"one by one differs by {gap:.0e}")


def structured(rng: np.random.Generator) -> Iterator[Row]:
    parts = (
        structured_games.airports,
        structured_games.networks,
        structured_games.votes,
        structured_games.samples,
    )
    for part in parts:
        for name, seconds, target in part(rng):
            yield Row(name, seconds, target)


def claims(_: np.random.Generator) -> Iterator[Row]:
    for name, seconds, note in claims_times.timed(DRAWS, 20):
        target = None if name in claims_times.SAMPLED else claims_times.TARGET
        yield Row(f"{name}, {DRAWS:,} x 20 claims", seconds, target, note)


def main(arguments: Sequence[str]) -> int:
    """Print all rows; give 1 if a target is missed."""
    missed = []
    if hasattr(os, "getloadavg"):
        print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} at the start")
    with tempfile.TemporaryDirectory() as folder:
        peers = NoPeers() if "--skip-peers" in arguments else Peers(Path(folder) / "peers")
        if peers.reason:
            print(f"pyCoopGame and shapley-value: {peers.reason}")
        parts = (lambda rng: one_game(rng, peers), drawn_games, structured, claims)
        for number, part in enumerate(parts):
            for row in part(np.random.default_rng(number)):
                print(row.text.rstrip(), flush=True)
                missed += [row.name] if "MISSED" in row.text else []
        peers.close()
    print(f"targets missed: {', '.join(missed) or 'none'}")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
