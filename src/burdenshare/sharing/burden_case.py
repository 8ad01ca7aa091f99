"""One problem of sharing a cost, and its relatives, as the promises of principles look at it.

Object: a `CostProblem` of one draw, the charges that a principle gives, and the difference that
counts as none. The relatives differ in one respect: the cost, one member's benefit, or what one
member's own aims would cost alone.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from burdenshare.arrays import Array, Vector
from burdenshare.errors import ProblemError
from burdenshare.sharing.cost_problem import Charges, CostProblem

BurdenRule: TypeAlias = Callable[[CostProblem], Charges]
"""What charges members for a problem: the function of a principle."""

TOLERANCE = 1e-9
"""Difference that counts as none, as part of the cost."""

CHANGE = 0.1
"""By which part an amount is changed to see what follows."""


class PromiseCheck(NamedTuple):
    """The verdict on one promise for one principle and problem."""

    promise: str
    """Id of the promise."""

    holds: bool
    """Whether it is kept, up to the tolerance."""

    template: str
    """How it is broken: words with ``{member}`` for a name and other braces for amounts."""

    member: int | None
    """The member that the words speak of; none if they speak of all."""

    amounts: Mapping[str, float]
    """Amounts by name in the template. [unit of the problem]"""

    def __bool__(self) -> bool:
        """Whether the promise is kept."""
        return self.holds

    @property
    def violation(self) -> str:
        """What breaks it, members named by index from 0; empty if it is kept."""
        numbers = {name: f"{amount:.6g}" for name, amount in self.amounts.items()}
        return self.template.format(member=f"member {self.member}", **numbers)


class BurdenCase:
    """One problem, the charges that a principle gives, and the slack that counts as none."""

    def __init__(self, rule: BurdenRule, problem: CostProblem, tolerance: float) -> None:
        """Charge the members.

        Raises
        ------
        ProblemError
            If the problem holds many draws, or the principle has no answer to it.
        """
        if np.size(problem.cost) != 1:
            raise ProblemError(
                f"problem: a promise is checked on one problem, got {np.size(problem.cost)} draws"
            )
        self.rule, self.problem = rule, problem
        self.cost = float(np.reshape(problem.cost, -1)[0])
        self.slack = tolerance * (abs(self.cost) or 1.0)
        charges = self.charges_of(problem)
        if charges is None:
            raise ProblemError("problem: the principle has no answer to it")
        self.charges = charges

    def charges_of(self, problem: CostProblem) -> Vector | None:
        """Charge the members of a problem; None where the principle has no answer."""
        charges, defined = self.rule(problem)
        if not np.all(defined):
            return None
        return np.array(charges, dtype=np.float64).reshape(problem.members)

    def known(self, name: str) -> Vector:
        """Give what is known of each member, such as its benefit."""
        values: Array = getattr(self.problem, name)
        return np.array(values, dtype=np.float64).reshape(self.problem.members)

    def changed(self, member: int, name: str, factor: float) -> CostProblem:
        """Give the problem in which one member's benefit, say, is a multiple of what it is."""
        values = self.known(name)
        values[member] *= factor
        fields: dict[str, Any] = {name: values.reshape(getattr(self.problem, name).shape)}
        if name == "stand_alone" and self.problem.coalitions is not None:
            coalitions = self.problem.coalitions.copy()
            coalitions[..., 1 << member] *= factor
            fields["coalitions"] = coalitions
        return dataclasses.replace(self.problem, **fields)

    def scaled_cost(self, factor: float) -> CostProblem:
        """Give the problem in which the cost that is shared is a multiple of what it is.

        What coalitions, or members alone, would pay stays as it is.
        """
        arising, coalitions = self.problem.attributable, self.problem.coalitions
        if coalitions is not None:
            coalitions = coalitions.copy()
            coalitions[..., -1] *= factor
        return dataclasses.replace(
            self.problem,
            cost=self.problem.cost * factor,
            attributable=None if arising is None else arising * factor,
            coalitions=coalitions,
        )

    def half(self) -> CostProblem:
        """Give half of the undertaking: half its cost, and half of what own aims would cost."""
        alone, groups = self.problem.stand_alone, self.problem.coalitions
        return dataclasses.replace(
            self.scaled_cost(0.5),
            stand_alone=None if alone is None else alone / 2,
            coalitions=None if groups is None else groups / 2,
        )

    def added_costs(self) -> Vector:
        """Give what each member adds to the cost of all others."""
        if self.problem.coalitions is not None:
            costs = self.problem.coalitions.reshape(-1)
            return np.asarray(costs[-1] - costs[-1 - (1 << np.arange(self.problem.members))])
        return np.asarray(self.cost - self.known("stand_alone")[::-1])

    def worst(
        self, promise: str, excess: Vector, template: str, **amounts: Vector | float
    ) -> PromiseCheck:
        """Say who exceeds a bound most, if it is by more than the slack."""
        member = int(excess.argmax())
        if excess[member] <= self.slack:
            return PromiseCheck(promise, True, "", None, {})
        named = {
            name: float(amount[member] if isinstance(amount, np.ndarray) else amount)
            for name, amount in amounts.items()
        }
        return PromiseCheck(promise, False, template, member, named)
