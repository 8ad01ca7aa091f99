"""What the first of two members pays by each principle, with work that problems share done once.

Object and notation. Two members share costs C on several problems; of each member may be known its
population, income and benefit, which are the same on all problems. A principle that charges in
proportion to something gives the first member the same share s of every cost, so x_1 = s C; claims
rules need the two claims and their sum once. All arrays have shape (...), one number a draw.

The charges are those of `burdenshare.sharing.principles`, up to the last bit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from burdenshare.arrays import Array, Flags
from burdenshare.sharing.principles import (
    PRINCIPLES,
    RELIEF_GRADIENT,
    CostProblem,
    Principle,
)

Share = tuple[Array, Flags]
"""The first member's share of any cost, and where it is defined."""


class FirstOfTwo:
    """Charges of the first of two members whose data do not change from problem to problem."""

    def __init__(self, problem: CostProblem) -> None:
        """Keep a problem from which the members' data are read when they are needed."""
        self._of = problem
        self._shares: dict[str, Share] = {}
        self._claims: tuple[Array, Array, Array] | None = None

    def charge(self, principle: Principle, problem: CostProblem) -> Share:
        """Give the first member's charge on a problem, and where the principle has an answer.

        Parameters
        ----------
        principle : Principle
            One of the table.
        problem : CostProblem
            Two members with the same data as before; cost and what belongs to it may differ.

        Returns
        -------
        charge, defined : ndarray, ndarray of bool, shape (...)
        """
        cost = problem.cost
        if principle.id == "equal":
            return cost / 2, np.ones(cost.shape, dtype=np.bool_)
        if principle.id in _WEIGHTS:
            if principle.id not in self._shares:
                self._shares[principle.id] = _share(*_WEIGHTS[principle.id](self._of))
            share, defined = self._shares[principle.id]
            return cost * share, defined
        if principle.id == "cost-causation":
            share, defined = _share(*_pair(problem.attributable))
            return cost * share, defined
        if principle.id in _AWARDS:
            return self._award(_AWARDS[principle.id], cost)
        charges, defined = principle.function(problem)
        return charges[..., 0], defined

    def _award(self, rule: Callable[[Array, Array, Array], Array], cost: Array) -> Share:
        if self._claims is None:
            first, second = (np.maximum(claim, 0.0) for claim in _pair(self._of.benefit))
            self._claims = first, second, first + second
        first, second, most = self._claims
        defined = (cost <= most) & (cost >= 0)
        if defined.all():
            return rule(cost, first, second), defined
        award = rule(np.where(defined, cost, 0.0), first, second)
        return np.where(defined, award, cost / 2), defined


def _pair(values: Array | None) -> tuple[Array, Array]:
    assert values is not None, "a principle is called with what it needs"
    return values[..., 0], values[..., 1]


def _share(first: Array, second: Array) -> Share:
    total = first + second
    defined = (total > 0) & (first >= 0) & (second >= 0)
    if defined.all():
        return first / total, defined
    return np.where(defined, first, 1.0) / np.where(defined, total, 2.0), defined


def _relief(problem: CostProblem) -> tuple[Array, Array]:
    """Incomes, that of the member poorer a head than both together assessed in part only."""
    incomes, heads = _pair(problem.income), _pair(problem.population)
    average = (incomes[0] + incomes[1]) / (heads[0] + heads[1])
    first, second = (
        income * (1.0 - RELIEF_GRADIENT * np.maximum(0.0, 1.0 - income / people / average))
        for income, people in zip(incomes, heads, strict=True)
    )
    return first, second


def _benefits(problem: CostProblem) -> tuple[Array, Array]:
    first, second = _pair(problem.benefit)
    return np.maximum(first, 0.0), np.maximum(second, 0.0)


_WEIGHTS: Mapping[str, Callable[[CostProblem], tuple[Array, Array]]] = {
    "per-head": lambda problem: _pair(problem.population),
    "ability-gdp": lambda problem: _pair(problem.income),
    "ability-gni": lambda problem: _pair(problem.national_income),
    "ability-relief": _relief,
    "benefit": _benefits,
}
"""What principles charge in proportion to."""


def _equal_awards(cost: Array, first: Array, second: Array) -> Array:
    return np.minimum(np.maximum(cost / 2, cost - second), first)


def _equal_losses(cost: Array, first: Array, second: Array) -> Array:
    return np.minimum(np.maximum((cost + first - second) / 2, 0.0), cost)


def _contested_garment(cost: Array, first: Array, second: Array) -> Array:
    conceded = np.maximum(cost - second, 0.0) - np.maximum(cost - first, 0.0)
    award: Array = (cost + conceded) / 2
    return award


_AWARDS: Mapping[str, Callable[[Array, Array, Array], Array]] = {
    "claims-equal-awards": _equal_awards,
    "claims-equal-losses": _equal_losses,
    "claims-talmud": _contested_garment,
}
"""Closed forms of claims rules for two."""

CLOSED_FORMS = frozenset({"equal", "cost-causation", *_WEIGHTS, *_AWARDS})
"""Principles that have a closed form here; the others are called as they are."""

assert set(PRINCIPLES) >= CLOSED_FORMS, "closed forms are of principles of the table"
