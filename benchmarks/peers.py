"""Time two other packages on games given on standard input; run by `sharing.py` in their own place.

Reads lines of JSON ``{"package", "solution", "values", "runs"}``, values by bitmask; writes a line
``{"seconds", "charges"}`` or ``{"reason"}`` for each. pyCoopGame solves its linear program by glpk;
here HiGHS takes its place, since glpk is a program of its own.
"""

import contextlib
import io
import itertools
import json
import statistics
import sys
import time
from typing import Any


class Highs:
    """Stands in for the solver that pyCoopGame asks for by name."""

    def __init__(self, solver: Any) -> None:
        """Keep the solver."""
        self.solver = solver

    def solve(self, instance: Any, **_: Any) -> Any:
        """Solve without the options of glpk."""
        return self.solver.solve(instance)


def named(count: int) -> list[str]:
    """Names that sort as the members are listed, which shapley-value relies on."""
    return [f"{i + 1:02d}" for i in range(count)]


def coalitions(count: int) -> list[tuple[str, ...]]:
    return [
        group for size in range(count + 1) for group in itertools.combinations(named(count), size)
    ]


def solver(package: str, solution: str, values: list[float]) -> Any:
    """Give a function without arguments that solves the game and gives charges by name."""
    count = len(values).bit_length() - 1
    listed = coalitions(count)
    worth = [values[sum(1 << int(name) - 1 for name in group)] for group in listed]
    if package == "shapley-value":
        from shapley_value import ShapleyValue

        table = dict(zip(listed, worth, strict=True))
        return lambda: ShapleyValue(named(count), dict(table)).calculate_shapley_values()
    import pandas as pd
    from pyCoopGame import Nucleolus, Shapley

    frame = pd.DataFrame({"coalition": [list(group) for group in listed], "value": worth})
    if solution == "shapley":
        return lambda: Shapley.Shapley(frame)
    from unittest import mock

    highs = Highs(Nucleolus.pyo.SolverFactory("appsi_highs"))

    def nucleolus() -> Any:
        with mock.patch.object(Nucleolus.pyo, "SolverFactory", return_value=highs):
            return Nucleolus.nucleolus(frame)

    return nucleolus


def timed(package: str, solution: str, values: list[float], runs: int) -> dict[str, Any]:
    solve = solver(package, solution, values)
    seconds, charges = [], {}
    for _ in range(runs):
        with contextlib.redirect_stdout(io.StringIO()):
            start = time.perf_counter()
            charges = solve()
            seconds.append(time.perf_counter() - start)
    ordered = [float(charges[name]) for name in sorted(charges)]
    return {"seconds": statistics.median(seconds), "charges": ordered}


def main() -> None:
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            answer = timed(**asked)
        except Exception as error:
            answer = {"reason": f"{type(error).__name__}: {error}".splitlines()[0]}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
