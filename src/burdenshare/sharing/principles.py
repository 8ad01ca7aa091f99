"""The one table of principles by which a cost can be shared.

Object and notation. Members i = 1..n share a cost C. Of each member may be known its population
N_i, income Y_i, benefit b_i from the undertaking, the cost c_i of serving its own aims alone, and
the cost a_i that arises for its sake. A principle gives charges x_i with sum C. All arrays have
shape (..., n) with draws in front, the cost has shape (...).

A principle that has no answer for a draw (the benefits do not cover the cost, say) marks that
draw as undefined; its charges there are an equal split, so that no array holds a NaN.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from burdenshare.arrays import Array
from burdenshare.sharing import claims

RELIEF_GRADIENT = 0.8
"""Share of the gap to average income per head that relief takes off, as in the UN scale."""


@dataclass(frozen=True, slots=True)
class CostProblem:
    """A cost to share, and what is known of each member. [one currency and price year]"""

    cost: Array
    """Cost to share, shape (...)."""
    members: int
    """How many share it."""
    population: Array | None = None
    """People of each member, shape (..., n). [any one unit]"""
    income: Array | None = None
    """Gross domestic product of each member, shape (..., n)."""
    national_income: Array | None = None
    """Gross national income of each member, shape (..., n)."""
    benefit: Array | None = None
    """What the undertaking is worth to each member, shape (..., n)."""
    stand_alone: Array | None = None
    """What serving its own aims alone would cost each member, shape (..., n)."""
    attributable: Array | None = None
    """Part of the cost that arises for the sake of each member, shape (..., n), summing to it."""


class Charges(NamedTuple):
    """What each member would pay, and in which draws the principle has an answer."""

    charges: Array
    """Shape (..., n), summing to the cost."""
    defined: NDArray[np.bool_]
    """Shape (...)."""


@dataclass(frozen=True, slots=True)
class Principle:
    """One recognised answer to the question who should pay what."""

    id: str
    name: str
    family: str
    function: Callable[[CostProblem], Charges]
    formula: str
    reference: str
    needs: tuple[str, ...] = ()
    """Fields of `CostProblem` without which it says nothing."""

    def missing(self, problem: CostProblem) -> tuple[str, ...]:
        """Fields that the principle needs and the problem lacks."""
        return tuple(field for field in self.needs if getattr(problem, field) is None)


NEED_NAMES: Mapping[str, str] = {
    "population": "the population of each side",
    "income": "the GDP of each side",
    "national_income": "the gross national income of each side",
    "benefit": "what the undertaking is worth to each side",
    "stand_alone": "what each side's own aims would cost it alone",
    "attributable": "for whose sake each cost arises",
}
"""What a principle needs, in words for a reader."""


# --- charges in proportion to something ----------------------------------------------------------


def _given(field: Array | None) -> Array:
    assert field is not None, "a principle is called with what it needs"
    return field


def _proportional(cost: Array, weights: Array) -> Charges:
    """Charge in proportion to weights, which must not be negative and not all zero."""
    total = weights.sum(axis=-1)
    defined = (total > 0) & (weights >= 0).all(axis=-1)
    if not defined.all():
        weights = np.where(defined[..., None], weights, 1.0)
        total = np.where(defined, total, float(weights.shape[-1]))
    rate = cost / total
    # One member after the other: an inner loop over a few members would be slow.
    charges = np.stack([rate * weights[..., i] for i in range(weights.shape[-1])])
    return Charges(np.moveaxis(charges, 0, -1), np.broadcast_to(defined, rate.shape))


def equal(problem: CostProblem) -> Charges:
    """Charge every member the same."""
    return _proportional(problem.cost, np.ones(problem.members))


def per_head(problem: CostProblem) -> Charges:
    """Charge members in proportion to their population."""
    return _proportional(problem.cost, _given(problem.population))


def ability_gdp(problem: CostProblem) -> Charges:
    """Charge members in proportion to gross domestic product."""
    return _proportional(problem.cost, _given(problem.income))


def ability_gni(problem: CostProblem) -> Charges:
    """Charge members in proportion to gross national income."""
    return _proportional(problem.cost, _given(problem.national_income))


def ability_relief(problem: CostProblem) -> Charges:
    """Charge in proportion to GDP less relief for a member poorer a head than the average.

    A member whose income a head lies a fraction g below the average of all members is assessed on
    (1 - 0.8 g) of its income.
    """
    income, population = _given(problem.income), _given(problem.population)
    average = income.sum(axis=-1, keepdims=True) / population.sum(axis=-1, keepdims=True)
    gap = np.maximum(0.0, 1.0 - income / population / average)
    return _proportional(problem.cost, income * (1.0 - RELIEF_GRADIENT * gap))


def benefit(problem: CostProblem) -> Charges:
    """Charge members in proportion to what the undertaking is worth to them."""
    return _proportional(problem.cost, np.maximum(_given(problem.benefit), 0.0))


def cost_causation(problem: CostProblem) -> Charges:
    """Charge each member the cost that arises for its sake."""
    return _proportional(problem.cost, _given(problem.attributable))


# --- charges from what each would pay alone ------------------------------------------------------


def _separable_and_remaining(cost: Array, separable: Array, remaining: Array) -> Charges:
    """Charge separable costs, and the rest in proportion to remaining benefits."""
    left = cost - separable.sum(axis=-1)
    total = remaining.sum(axis=-1)
    defined = (remaining >= 0).all(axis=-1) & (total > 0)
    shares = np.where(defined[..., None], remaining, 1.0)
    shares = shares / shares.sum(axis=-1, keepdims=True)
    charges = separable + left[..., None] * shares
    equal_split = np.broadcast_to(cost[..., None] / separable.shape[-1], charges.shape)
    return Charges(np.where(defined[..., None], charges, equal_split), defined)


def _separable(problem: CostProblem) -> Array:
    """Cost that would vanish without each of two members: the whole less the other's own cost."""
    alone = _given(problem.stand_alone)
    return problem.cost[..., None] - alone[..., ::-1]


def alternative_cost_avoided(problem: CostProblem) -> Charges:
    """Charge two members separable cost, the rest in proportion to what each saves by joining."""
    separable = _separable(problem)
    return _separable_and_remaining(
        problem.cost, separable, _given(problem.stand_alone) - separable
    )


def separable_costs_remaining_benefits(problem: CostProblem) -> Charges:
    """Charge two members separable cost, the rest in proportion to remaining benefits."""
    separable = _separable(problem)
    justified = np.minimum(_given(problem.benefit), _given(problem.stand_alone))
    return _separable_and_remaining(problem.cost, separable, justified - separable)


def shapley_for_two(problem: CostProblem) -> Charges:
    """Charge two members their own cost less half of what joining saves.

    For two members this is the Shapley value, the nucleolus and the equal split of savings.
    """
    alone = _given(problem.stand_alone)
    saving = alone.sum(axis=-1) - problem.cost
    charges = alone - saving[..., None] / 2
    return Charges(charges, np.ones(charges.shape[:-1], dtype=np.bool_))


# --- charges as claims on a budget ---------------------------------------------------------------


ClaimsRule = Callable[[Array, Array], Array]
"""Awards of shape (..., n) from an endowment of shape (...) and claims of shape (..., n)."""


def _by_claims_rule(rule: ClaimsRule, of_two: ClaimsRule) -> Callable[[CostProblem], Charges]:
    """Read the cost as an endowment, and what a member can bear, its benefit, as its claim.

    `of_two` is the closed form that the rule has for two claimants.
    """

    def charges(problem: CostProblem) -> Charges:
        bearable = np.maximum(_given(problem.benefit), 0.0)
        most = bearable.sum(axis=-1)
        defined = (problem.cost <= most) & (problem.cost >= 0)
        cost = np.where(defined, problem.cost, 0.0)
        if problem.members == 2:
            first = of_two(cost, bearable)
            awards = np.moveaxis(np.stack((first, cost - first)), 0, -1)
        else:
            bearable = np.broadcast_to(bearable, (*cost.shape, problem.members))
            awards = rule(cost, bearable)
        if not defined.all():
            equal_split = problem.cost[..., None] / problem.members
            awards = np.where(defined[..., None], awards, equal_split)
        return Charges(awards, defined)

    charges.__name__ = rule.__name__
    charges.__doc__ = f"Apply {rule.__name__} with benefits as the most each member can bear."
    return charges


def equal_awards_of_two(endowment: Array, claims: Array) -> Array:
    """Give the first of two claimants its constrained equal award."""
    return np.clip(endowment / 2, endowment - claims[..., 1], claims[..., 0])


def equal_losses_of_two(endowment: Array, claims: Array) -> Array:
    """Give the first of two claimants its award under constrained equal losses."""
    return np.clip((endowment + claims[..., 0] - claims[..., 1]) / 2, 0.0, endowment)


def contested_garment_of_two(endowment: Array, claims: Array) -> Array:
    """Give the first of two claimants what the other concedes, and half of what neither does."""
    conceded_to_first = np.maximum(endowment - claims[..., 1], 0.0)
    conceded_to_second = np.maximum(endowment - claims[..., 0], 0.0)
    first: Array = (endowment + conceded_to_first - conceded_to_second) / 2
    return first


YOUNG_1994 = "Young (1994), Cost allocation, Handbook of Game Theory II, ch. 34"
THOMSON_2019 = "Thomson (2019), How to Divide When There Isn't Enough, Cambridge University Press"

_TABLE = (
    Principle(
        "equal", "equal split", "equality", equal, "x_i = C / n",
        "Moulin (2002), Axiomatic cost and surplus sharing, Handbook of Social Choice, ch. 6",
    ),
    Principle(
        "per-head", "per head of population", "equality", per_head,
        "x_i = C N_i / sum N", YOUNG_1994, ("population",),
    ),
    Principle(
        "ability-gdp", "ability to pay (GDP)", "ability to pay", ability_gdp,
        "x_i = C Y_i / sum Y",
        "Sandler & Hartley (2001), Economics of alliances, Journal of Economic Literature 39",
        ("income",),
    ),
    Principle(
        "ability-gni", "ability to pay (GNI)", "ability to pay", ability_gni,
        "x_i = C G_i / sum G, G the gross national income",
        "Sandler & Hartley (2001), Economics of alliances, Journal of Economic Literature 39",
        ("national_income",),
    ),
    Principle(
        "ability-relief", "ability to pay (GDP, relief for low income a head)",
        "ability to pay", ability_relief,
        "x_i = C A_i / sum A, A_i = Y_i (1 - 0.8 max(0, 1 - y_i / y)), y income a head",
        "UN General Assembly resolution 79/249: low per capita income adjustment, gradient 80%",
        ("income", "population"),
    ),
    Principle(
        "benefit", "benefit received", "benefit", benefit, "x_i = C b_i / sum b",
        "Lindahl (1919), Just taxation: a positive solution; " + YOUNG_1994, ("benefit",),
    ),
    Principle(
        "cost-causation", "cost causation", "cost", cost_causation,
        "x_i = sum over items of the part that arises for i", YOUNG_1994, ("attributable",),
    ),
    Principle(
        "scrb", "separable costs, remaining benefits", "cost", separable_costs_remaining_benefits,
        "s_i = C - c_j; r_i = min(b_i, c_i) - s_i; x_i = s_i + r_i (C - sum s) / sum r",
        "James & Lee (1971), Economics of Water Resources Planning; Young, Okada & Hashimoto "
        "(1982), Cost allocation in water resources, Water Resources Research 18",
        ("benefit", "stand_alone"),
    ),
    Principle(
        "aca", "alternative cost avoided", "cost", alternative_cost_avoided,
        "as separable costs, remaining benefits with r_i = c_i - s_i", YOUNG_1994,
        ("stand_alone",),
    ),
    Principle(
        "shapley", "Shapley value", "cooperative game",
        shapley_for_two, "x_i = c_i - (c_1 + c_2 - C) / 2",
        "Shapley (1953), A value for n-person games; Schmeidler (1969), The nucleolus of a "
        "characteristic function game", ("stand_alone",),
    ),
    Principle(
        "claims-equal-awards", "equal charges within benefits", "claims",
        _by_claims_rule(claims.constrained_equal_awards, equal_awards_of_two),
        "x_i = min(b_i, m), with m such that sum x = C", THOMSON_2019, ("benefit",),
    ),
    Principle(
        "claims-equal-losses", "equal remaining benefits", "claims",
        _by_claims_rule(claims.constrained_equal_losses, equal_losses_of_two),
        "x_i = max(0, b_i - m), with m such that sum x = C", THOMSON_2019, ("benefit",),
    ),
    Principle(
        "claims-talmud", "Talmud rule on benefits", "claims",
        _by_claims_rule(claims.talmud, contested_garment_of_two),
        "equal charges up to half the benefits, equal remaining benefits beyond",
        "Aumann & Maschler (1985), Game theoretic analysis of a bankruptcy problem from the "
        "Talmud, Journal of Economic Theory 36", ("benefit",),
    ),
)  # fmt: skip

PRINCIPLES: Mapping[str, Principle] = {principle.id: principle for principle in _TABLE}
"""The principles by id, in the order in which they are shown."""
