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

import numpy as np

from burdenshare.arrays import Array
from burdenshare.sharing import claims, coalition_charges
from burdenshare.sharing.cost_problem import Charges, CostProblem, given, proportional

__all__ = ["NEED_NAMES", "PRINCIPLES", "Charges", "CostProblem", "Principle", "principles_for"]

RELIEF_GRADIENT = 0.8
"""Share of the gap to average income per head that relief takes off, as in the UN scale."""


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
    formula_of_many: str = ""
    """The formula for any number of members, if `formula` is that for two."""
    needs_of_many: tuple[str, ...] = ()
    """Fields that it needs besides where more than two share."""
    least_members: int = 1
    """Fewest members among whom it is asked for: among two some principles are one another."""

    def missing(self, problem: CostProblem) -> tuple[str, ...]:
        """Fields that the principle needs and the problem lacks."""
        needs = self.needs if problem.members <= 2 else (*self.needs, *self.needs_of_many)
        return tuple(field for field in needs if getattr(problem, field) is None)

    def formula_for(self, members: int) -> str:
        """Give the formula as it is written for so many members."""
        return self.formula_of_many or self.formula if members > 2 else self.formula


NEED_NAMES: Mapping[str, str] = {
    "population": "the population of each side",
    "income": "the GDP of each side",
    "national_income": "the gross national income of each side",
    "benefit": "what the undertaking is worth to each side",
    "stand_alone": "what each side's own aims would cost it alone",
    "attributable": "for whose sake each cost arises",
    "use": "how much each member uses",
    "border": "the protected border of each member",
    "coalitions": "what each coalition would pay for itself",
    "groups": "what each coalition would pay for itself",
    "links": "what linking each two members would cost",
}
"""What a principle needs, in words for a reader."""


# --- charges in proportion to something ----------------------------------------------------------


def equal(problem: CostProblem) -> Charges:
    """Charge every member the same."""
    return proportional(problem.cost, np.ones(problem.members))


def per_head(problem: CostProblem) -> Charges:
    """Charge members in proportion to their population."""
    return proportional(problem.cost, given(problem.population))


def ability_gdp(problem: CostProblem) -> Charges:
    """Charge members in proportion to gross domestic product."""
    return proportional(problem.cost, given(problem.income))


def ability_gni(problem: CostProblem) -> Charges:
    """Charge members in proportion to gross national income."""
    return proportional(problem.cost, given(problem.national_income))


def ability_relief(problem: CostProblem) -> Charges:
    """Charge in proportion to GDP less relief for a member poorer a head than the average.

    A member whose income a head lies a fraction g below the average of all members is assessed on
    (1 - 0.8 g) of its income.
    """
    income, population = given(problem.income), given(problem.population)
    average = income.sum(axis=-1, keepdims=True) / population.sum(axis=-1, keepdims=True)
    gap = np.maximum(0.0, 1.0 - income / population / average)
    return proportional(problem.cost, income * (1.0 - RELIEF_GRADIENT * gap))


def benefit(problem: CostProblem) -> Charges:
    """Charge members in proportion to what the undertaking is worth to them."""
    return proportional(problem.cost, np.maximum(given(problem.benefit), 0.0))


def by_use(problem: CostProblem) -> Charges:
    """Charge members in proportion to how much they use."""
    return proportional(problem.cost, given(problem.use))


def by_cost_alone(problem: CostProblem) -> Charges:
    """Charge members in proportion to what serving their own aims alone would cost them."""
    alone = given(problem.stand_alone)
    landings = problem.landings
    return proportional(problem.cost, alone if landings is None else alone * landings)


def benefit_shares(problem: CostProblem) -> Charges:
    """Charge by the mean of a member's shares of income, population and, if known, border."""
    known = [given(problem.income), given(problem.population)]
    known += [problem.border] if problem.border is not None else []
    totals = [each.sum(axis=-1, keepdims=True) for each in known]
    parts = [each / np.where(t > 0, t, 1.0) for each, t in zip(known, totals, strict=True)]
    mean = parts[0]
    for part in parts[1:]:
        mean = mean + part
    return proportional(problem.cost, mean)


def equal_savings(problem: CostProblem) -> Charges:
    """Charge each member its own cost alone, less an equal part of what joining saves."""
    alone = given(problem.stand_alone)
    saving = alone.sum(axis=-1) - problem.cost
    charges = alone - saving[..., None] / problem.members
    return Charges(charges, np.ones(charges.shape[:-1], dtype=np.bool_))


def cost_causation(problem: CostProblem) -> Charges:
    """Charge each member the cost that arises for its sake."""
    return proportional(problem.cost, given(problem.attributable))


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


def _of_any_number(
    of_two: Callable[[CostProblem], Charges], of_many: Callable[[CostProblem], Charges]
) -> Callable[[CostProblem], Charges]:
    """Charge two members by their closed form, and more by what their coalitions cost."""

    def charges(problem: CostProblem) -> Charges:
        return (of_two if problem.members <= 2 else of_many)(problem)

    charges.__name__ = of_many.__name__
    charges.__doc__ = of_many.__doc__
    return charges


def _separable(problem: CostProblem) -> Array:
    """Cost that would vanish without each of two members: the whole less the other's own cost."""
    alone = given(problem.stand_alone)
    return problem.cost[..., None] - alone[..., ::-1]


def alternative_cost_avoided(problem: CostProblem) -> Charges:
    """Charge two members separable cost, the rest in proportion to what each saves by joining."""
    separable = _separable(problem)
    return _separable_and_remaining(problem.cost, separable, given(problem.stand_alone) - separable)


def separable_costs_remaining_benefits(problem: CostProblem) -> Charges:
    """Charge two members separable cost, the rest in proportion to remaining benefits."""
    separable = _separable(problem)
    justified = np.minimum(given(problem.benefit), given(problem.stand_alone))
    return _separable_and_remaining(problem.cost, separable, justified - separable)


def shapley_for_two(problem: CostProblem) -> Charges:
    """Charge two members their own cost less half of what joining saves.

    For two members this is the Shapley value, the nucleolus and the equal split of savings.
    """
    alone = given(problem.stand_alone)
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
        bearable = np.maximum(given(problem.benefit), 0.0)
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
        "scrb", "separable costs, remaining benefits", "cost",
        _of_any_number(separable_costs_remaining_benefits, coalition_charges.remaining_benefits),
        "s_i = C - c_j; r_i = min(b_i, c_i) - s_i; x_i = s_i + r_i (C - sum s) / sum r",
        "James & Lee (1971), Economics of Water Resources Planning; Young, Okada & Hashimoto "
        "(1982), Cost allocation in water resources, Water Resources Research 18",
        ("benefit", "stand_alone"),
        "s_i = C - c(N - i); r_i = min(b_i, c_i) - s_i; x_i = s_i + r_i (C - sum s) / sum r",
        ("coalitions",),
    ),
    Principle(
        "aca", "alternative cost avoided", "cost",
        _of_any_number(alternative_cost_avoided, coalition_charges.costs_avoided),
        "as separable costs, remaining benefits with r_i = c_i - s_i", YOUNG_1994,
        ("stand_alone",), needs_of_many=("coalitions",),
    ),
    Principle(
        "shapley", "Shapley value", "cooperative game",
        _of_any_number(shapley_for_two, coalition_charges.shapley_value),
        "x_i = c_i - (c_1 + c_2 - C) / 2",
        "Shapley (1953), A value for n-person games; Schmeidler (1969), The nucleolus of a "
        "characteristic function game", ("stand_alone",),
        "x_i = mean over all orders of arrival of what i adds to the cost of those before it",
        ("groups",),
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
    Principle(
        "use", "in proportion to use", "use", by_use, "x_i = C u_i / sum u", YOUNG_1994, ("use",),
        least_members=3,
    ),
    Principle(
        "benefit-shares", "benefit by shares of income and population", "benefit", benefit_shares,
        "x_i = C times the mean of the shares of GDP, population and, if known, protected border",
        "Sandler & Forbes (1980), Burden sharing, strategy, and the design of NATO, Economic "
        "Inquiry 18; Kim & Sandler (2020), NATO at 70, Defence and Peace Economics 31",
        ("income", "population"), least_members=3,
    ),
    Principle(
        "cost-alone", "in proportion to cost alone", "cost", by_cost_alone,
        "x_i = C c_i / sum c", YOUNG_1994, ("stand_alone",), least_members=3,
    ),
    Principle(
        "equal-savings", "cost alone, less equal savings", "cost", equal_savings,
        "x_i = c_i - (sum c - C) / n",
        "Moulin (2002), Axiomatic cost and surplus sharing, Handbook of Social Choice, ch. 6",
        ("stand_alone",), needs_of_many=("coalitions",), least_members=3,
    ),
    Principle(
        "ensc", "separable costs, the rest equally", "cost", coalition_charges.rest_equally,
        "x_i = s_i + (C - sum s) / n, s_i = C - c(N - i)",
        "Moulin (1985), The separability axiom and equal-sharing methods, Journal of Economic "
        "Theory 36", ("coalitions",), least_members=3,
    ),
    Principle(
        "nucleolus", "nucleolus", "cooperative game", coalition_charges.nucleolus_of_the_game,
        "the largest x(S) - c(S) made least, then the next, among x with x_i <= c_i",
        "Schmeidler (1969), The nucleolus of a characteristic function game, SIAM Journal on "
        "Applied Mathematics 17", ("stand_alone", "groups"), least_members=3,
    ),
    Principle(
        "nucleolus-per-capita", "per-capita nucleolus", "cooperative game",
        coalition_charges.nucleolus_per_capita,
        "the largest (x(S) - c(S)) / |S| made least, then the next, among x with x_i <= c_i",
        "Young, Okada & Hashimoto (1982), Cost allocation in water resources, Water Resources "
        "Research 18", ("coalitions",), least_members=3,
    ),
    Principle(
        "tau", "tau value", "cooperative game", coalition_charges.tau_value,
        "the point that sums to C on the line from separable costs to concession costs",
        "Tijs (1981), Bounds for the core and the tau-value, Game Theory and Mathematical "
        "Economics", ("coalitions",), least_members=3,
    ),
    Principle(
        "bird", "each its own link of the cheapest network", "network", coalition_charges.bird,
        "x_i = cost of the link that joins i to the cheapest tree grown from the source",
        "Bird (1976), On cost allocation for a spanning tree, Networks 6", ("links",),
        least_members=3,
    ),
    Principle(
        "folk", "links shared as groups join", "network", coalition_charges.folk,
        "Shapley value of the network with every link as cheap as the tree lets it be",
        "Bergantinos & Vidal-Puga (2007), A fair rule in minimum cost spanning tree problems, "
        "Journal of Economic Theory 137", ("links",), least_members=3,
    ),
)  # fmt: skip

PRINCIPLES: Mapping[str, Principle] = {principle.id: principle for principle in _TABLE}
"""The principles by id, in the order in which they are shown."""


def principles_for(members: int) -> tuple[Principle, ...]:
    """Give the principles that are asked for among so many members.

    Examples
    --------
    >>> "nucleolus" in {principle.id for principle in principles_for(2)}
    False
    """
    return tuple(p for p in PRINCIPLES.values() if p.least_members <= max(members, 2))
