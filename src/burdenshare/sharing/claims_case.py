"""One checked claims problem, as the axioms for claims rules look at it.

Object: an endowment E and claims d of n members (see `claims_problem`), and the difference that
counts as none. Members are named by their index, from 0.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from burdenshare.arrays import Array, Vector
from burdenshare.errors import ProblemError
from burdenshare.sharing.checks import AxiomCheck, broken, held
from burdenshare.sharing.claims_problem import as_claims_problem

Rule: TypeAlias = Callable[[ArrayLike, ArrayLike], Array]
"""A claims rule: endowment of shape (...) and claims of shape (..., n) to awards (..., n)."""

TOLERANCE = 1e-9
"""Difference that counts as none, as part of the sum of the claims."""


class ClaimsCase:
    """One checked problem and the slack that counts as no difference."""

    def __init__(self, endowment: float, claims: ArrayLike, tolerance: float) -> None:
        """Check the problem."""
        problem = as_claims_problem(endowment, claims)
        if problem.claims.ndim != 1:
            raise ProblemError(
                f"claims: shape {problem.claims.shape}; an axiom is checked on one problem, "
                "expected one claim a member"
            )
        self.claims: Vector = problem.claims
        self.endowment = float(problem.endowment[0])
        self.size = len(self.claims)
        self.slack = tolerance * float(problem.total[0])

    def divide(
        self, rule: Rule, endowment: float | None = None, claims: Vector | None = None
    ) -> Vector:
        """Divide this problem, or one with another endowment or other claims."""
        wanted = self.claims if claims is None else np.maximum(claims, 0.0)
        amount = self.endowment if endowment is None else endowment
        # A derived problem may miss its bounds by rounding; nothing else is hidden by this.
        return np.asarray(rule(min(max(amount, 0.0), float(wanted.sum())), wanted))

    def member(self, index: int) -> str:
        """Name a member with the claim."""
        return f"member {index} (claim {self.claims[index]:.6g})"

    def pair(self, awards: Vector, first: int, second: int) -> str:
        """Say what two members with the same claim get."""
        amounts = f"{awards[first]:.6g} and {awards[second]:.6g}"
        return f"members {first} and {second} (claims {self.claims[first]:.6g}) get {amounts}"

    def compare(
        self, axiom: str, awards: Vector, other: Vector, shown: Vector, text: str
    ) -> AxiomCheck:
        """Check that two ways to the awards agree; `text` shows what the other way gives."""
        index = first_above(np.abs(awards - other), self.slack)
        if index is None:
            return held(axiom)
        told = text.format(shown[index])
        joint = " " if text.startswith("of ") else ", "
        return broken(axiom, f"{self.member(index)} gets {awards[index]:.6g}{joint}{told}")


def first_above(excess: Array, slack: float) -> int | None:
    """Give the place, in the flat array, of the first number above the slack."""
    places = np.flatnonzero(np.ravel(excess) > slack)
    return int(places[0]) if len(places) else None
