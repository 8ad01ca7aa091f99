"""What the first of two members pays by each principle, with work that problems share done once.

Object and notation. Two members share costs C on several problems; of each member may be known its
population, income and benefit, which are the same on all problems. A principle that charges in
proportion to something gives the first member the same share s of every cost, so x_1 = s C; claims
rules need the two claims and their sum once. All arrays have shape (...), one number a draw.

The charges are those of `burdenshare.sharing.principles`, up to the last bit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast

import numpy as np

from burdenshare.arrays import Array, Flags
from burdenshare.sharing.principles import (
    PRINCIPLES,
    RELIEF_GRADIENT,
    CostProblem,
    Principle,
)

T = TypeVar("T")

Share = tuple[Array, Flags]
"""The first member's share of any cost, and where it is defined."""


class FirstOfTwo:
    """Charges of the first of two members whose data do not change from problem to problem."""

    def __init__(self, problem: CostProblem) -> None:
        """Keep a problem from which the members' data are read when they are needed."""
        self._of = problem
        self._shares: dict[str, Share] = {}
        self._claims: tuple[Array, Array, Array] | None = None
        self._done: dict[str, tuple[Array, Any]] = {}
        """What several principles need to know of a cost, with that cost."""

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
        if principle.id in _REMAINING:
            separable = self._once("separable", cost, lambda: _separable(problem))
            return _remaining_shared(cost, separable, _REMAINING[principle.id](problem))
        if principle.id == "shapley":
            first, second = _pair(problem.stand_alone)
            charge = first - (first + second - cost) / 2
            return charge, np.ones(charge.shape, dtype=np.bool_)
        charges, defined = principle.function(problem)
        return charges[..., 0], defined

    def _award(self, rule: Callable[[Array, Array, Array], Array], cost: Array) -> Share:
        if self._claims is None:
            first, second = (np.maximum(claim, 0.0) for claim in _pair(self._of.benefit))
            self._claims = first, second, first + second
        first, second, most = self._claims
        asked, defined = self._once("asked", cost, lambda: _within(cost, most))
        award = rule(asked, first, second)
        return (award if asked is cost else np.where(defined, award, cost / 2)), defined

    def _once(self, name: str, cost: Array, work: Callable[[], T]) -> T:
        """Give what is known of a cost, worked out when the first principle asks for it."""
        of, known = self._done.get(name, (None, None))
        if of is not cost:
            known = work()
            self._done[name] = cost, known
        return cast(T, known)


def _pair(values: Array | None) -> tuple[Array, Array]:
    assert values is not None, "a principle is called with what it needs"
    return values[..., 0], values[..., 1]


def _share(first: Array, second: Array) -> Share:
    total = first + second
    defined = (total > 0) & (first >= 0) & (second >= 0)
    if defined.all():
        return first / total, defined
    return np.where(defined, first, 1.0) / np.where(defined, total, 2.0), defined


def _within(cost: Array, most: Array) -> Share:
    """Costs that claims cover, 0 in the place of others, and which those are."""
    defined = (cost <= most) & (cost >= 0)
    return (cost if defined.all() else np.where(defined, cost, 0.0)), defined


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


def _separable(problem: CostProblem) -> tuple[Array, Array, Array]:
    """Separable costs of both, and what they leave of the cost."""
    first, second = (problem.cost - alone for alone in reversed(_pair(problem.stand_alone)))
    return first, second, problem.cost - (first + second)


def _justified(problem: CostProblem) -> tuple[Array, Array]:
    """What each would spend by itself at most: its benefit, if serving its aims costs more."""
    benefits, alone = _pair(problem.benefit), _pair(problem.stand_alone)
    return np.minimum(benefits[0], alone[0]), np.minimum(benefits[1], alone[1])


def _remaining_shared(
    cost: Array, separable: tuple[Array, Array, Array], spent: tuple[Array, Array]
) -> Share:
    """Separable cost, and a part of what is left in proportion to what remains of a spending."""
    first, second, left = separable
    share, defined = _share(spent[0] - first, spent[1] - second)
    charge = first + left * share
    return (charge if defined.all() else np.where(defined, charge, cost / 2)), defined


_REMAINING: Mapping[str, Callable[[CostProblem], tuple[Array, Array]]] = {
    "scrb": _justified,
    "aca": lambda problem: _pair(problem.stand_alone),
}
"""What each of two would spend by itself, of which the part beyond its separable cost counts."""

CLOSED_FORMS = frozenset({"equal", "cost-causation", "shapley", *_WEIGHTS, *_AWARDS, *_REMAINING})
"""Principles that have a closed form here; the others are called as they are."""

assert set(PRINCIPLES) >= CLOSED_FORMS, "closed forms are of principles of the table"
