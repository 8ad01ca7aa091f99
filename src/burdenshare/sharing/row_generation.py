"""Linear programs with far more rows than matter: solve with a few, add those that fail, repeat.

The object. Minimise c z over free unknowns z, subject to some equations and to inequalities
a z >= b too many to list. An oracle, given z, names rows that fail there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from burdenshare.arrays import Matrix, Vector
from burdenshare.errors import ConvergenceError

if TYPE_CHECKING:
    from highspy._core import _Highs

Separation: TypeAlias = Callable[[Vector], list[int]]
"""Names rows that fail at a point, by whole numbers; none if all hold."""

FEASIBILITY = 1e-10
"""How far HiGHS may miss a row: the least that it allows."""

MOST_ROUNDS = 2_000
"""Rounds of adding rows before the method is said to have stopped short."""


class InfeasibleError(ConvergenceError):
    """No point meets all rows."""


class GeneratedProgram:
    """A linear program whose rows are added as they are found to fail."""

    def __init__(self, unknowns: int) -> None:
        """Start with free unknowns and no row."""
        self.unknowns = unknowns
        self.ids: list[int] = []
        self._solver = _solver(unknowns)

    def add(self, ids: list[int], matrix: Matrix, least: Vector, *, equal: bool = False) -> None:
        """Add rows; `ids` are the caller's names for them."""
        upper = least if equal else np.full(least.size, np.inf)
        starts = np.arange(0, matrix.size, self.unknowns, dtype=np.int32)
        columns = np.tile(np.arange(self.unknowns, dtype=np.int32), len(ids))
        self._solver.addRows(
            len(ids),
            least,
            upper,
            matrix.size,
            starts,
            columns,
            np.ascontiguousarray(matrix).ravel(),
        )
        self.ids += ids

    def minimise(
        self,
        objective: Vector,
        separate: Separation,
        row: Callable[[int], tuple[Vector, float]],
    ) -> Vector:
        """Give the unknowns that make `objective` least, adding rows until none fails.

        Raises
        ------
        ConvergenceError
            If HiGHS finds no optimum, an `InfeasibleError` if no point meets all rows, or rows
            keep failing.
        """
        columns = np.arange(self.unknowns, dtype=np.int32)
        self._solver.changeColsCost(self.unknowns, columns, objective)
        for _ in range(MOST_ROUNDS):
            point = self._solve()
            known = set(self.ids)
            failing = [index for index in separate(point) if index not in known]
            if not failing:
                return point
            found = [row(index) for index in failing]
            self.add(
                failing,
                np.array([vector for vector, _ in found]),
                np.array([least for _, least in found]),
            )
        raise ConvergenceError(
            f"rows still fail after {MOST_ROUNDS} rounds of adding them", iterations=MOST_ROUNDS
        )

    def tight(self) -> list[int]:
        """Give the names of the rows that hold the last point in place."""
        from highspy import HighsBasisStatus

        status = self._solver.getBasis().row_status
        return [
            index
            for index, state in zip(self.ids, status, strict=True)
            if state != HighsBasisStatus.kBasic
        ]

    def _solve(self) -> Vector:
        from highspy import HighsModelStatus

        self._solver.run()
        status = self._solver.getModelStatus()
        if status != HighsModelStatus.kOptimal:
            info = self._solver.getInfo()
            stop = InfeasibleError if status == HighsModelStatus.kInfeasible else ConvergenceError
            raise stop(
                f"HiGHS found no optimum: {self._solver.modelStatusToString(status)}",
                iterations=max(0, int(info.simplex_iteration_count)),
                residual=float(info.max_primal_infeasibility),
            )
        return np.array(self._solver.getSolution().col_value)


def _solver(unknowns: int) -> _Highs:
    """Make a silent solver with free unknowns."""
    # The class that highspy shows to users writes a banner on standard output when it is made,
    # before it can be told to be silent; the one below it does not.
    from highspy._core import _Highs

    solver = _Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("presolve", "off")
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("primal_feasibility_tolerance", FEASIBILITY)
    solver.setOptionValue("dual_feasibility_tolerance", FEASIBILITY)
    free = np.full(unknowns, np.inf)
    solver.addVars(unknowns, -free, free)
    return solver
