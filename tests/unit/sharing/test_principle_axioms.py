"""What each principle promises: kept on every drawn problem, or broken on some of them."""

import numpy as np
import pytest

from burdenshare.errors import ProblemError
from burdenshare.sharing.principle_axioms import PROMISES, BurdenCase
from burdenshare.sharing.principles import PRINCIPLES, Charges, CostProblem, equal

DRAWS = 150

PROPORTIONAL = {"full_cost", "no_gifts", "cost_monotonicity", "cost_additivity"}
DEAF = PROPORTIONAL | {"benefit_monotonicity", "no_gain_by_understating"}
DEAF_TO_COSTS = {"no_gain_by_understating_cost"}
BEARABLE = {"full_cost", "no_gifts", "within_benefit", "cost_monotonicity", "benefit_monotonicity"}
OF_TWO = {"full_cost", "no_gifts", "stand_alone", "no_subsidy", "cost_monotonicity"}
OF_TWO |= {"benefit_monotonicity"}

KEPT = {
    "equal": DEAF | DEAF_TO_COSTS,
    "per-head": DEAF | DEAF_TO_COSTS,
    "ability-gdp": DEAF | DEAF_TO_COSTS,
    "ability-gni": DEAF | DEAF_TO_COSTS,
    "ability-relief": DEAF | DEAF_TO_COSTS,
    "cost-causation": DEAF | DEAF_TO_COSTS,
    "benefit": PROPORTIONAL | DEAF_TO_COSTS | {"benefit_monotonicity", "within_benefit"},
    "scrb": OF_TWO | {"within_benefit"},
    "aca": OF_TWO | {"cost_additivity", "no_gain_by_understating"},
    "shapley": OF_TWO | {"cost_additivity", "no_gain_by_understating"},
    "claims-equal-awards": BEARABLE | DEAF_TO_COSTS,
    "claims-equal-losses": BEARABLE | DEAF_TO_COSTS,
    "claims-talmud": BEARABLE | DEAF_TO_COSTS,
}
"""Promises kept where working together pays: costs between the dearer aim alone and their sum,
and no more than the benefits come to."""


def drawn(rng):
    """A problem of two members for whom working together pays."""
    alone = rng.uniform(1, 10, 2)
    cost = np.array(rng.uniform(alone.max(), alone.sum()))
    benefit = rng.uniform(0.2, 10, 2)
    benefit *= max(1.0, rng.uniform(1, 2) * cost / benefit.sum())
    part = rng.uniform(0, 1)
    return CostProblem(
        cost=cost,
        members=2,
        population=rng.uniform(1, 10, 2),
        income=rng.uniform(1, 10, 2),
        national_income=rng.uniform(1, 10, 2),
        benefit=benefit,
        stand_alone=alone,
        attributable=cost * np.array([part, 1 - part]),
    )


@pytest.fixture(scope="module")
def problems():
    rng = np.random.default_rng(11)
    return [drawn(rng) for _ in range(DRAWS)]


@pytest.mark.parametrize("principle", KEPT)
@pytest.mark.parametrize("promise", PROMISES)
def test_a_principle_keeps_what_the_table_says_and_nothing_else(problems, principle, promise):
    rule, check = PRINCIPLES[principle].function, PROMISES[promise].function
    answered = [problem for problem in problems if rule(problem).defined.all()]
    assert len(answered) > DRAWS / 10
    broken = [found for problem in answered if not (found := check(rule, problem))]
    assert (not broken) == (promise in KEPT[principle])
    for found in broken:
        assert found.promise == promise
        assert found.violation.startswith(f"member {found.member} is charged")
        assert all(np.isfinite(amount) for amount in found.amounts.values())


def test_charges_that_do_not_add_up_are_told():
    def half(problem):
        charges, defined = equal(problem)
        return Charges(charges / 2, defined)

    check = PROMISES["full_cost"].function(half, CostProblem(np.array(10.0), 2))
    assert not check
    assert check.violation == "The charges come to 5, the cost to 10."


def test_waste_that_pays_is_told():
    def contrary(problem):
        first = 20 - problem.cost
        charges = np.stack([first, problem.cost - first], axis=-1)
        return Charges(charges, np.ones(problem.cost.shape, dtype=bool))

    check = PROMISES["cost_monotonicity"].function(contrary, CostProblem(np.array(10.0), 2))
    assert check.violation == "member 0 is charged 10, but 9 if the cost were 11."


def test_a_promise_is_asked_of_one_problem_that_has_an_answer():
    with pytest.raises(ProblemError, match="checked on one problem, got 2 draws"):
        BurdenCase(equal, CostProblem(np.array([1.0, 2.0]), 2), 1e-9)
    poor = CostProblem(np.array(10.0), 2, benefit=np.array([1.0, 2.0]))
    with pytest.raises(ProblemError, match="the principle has no answer"):
        PROMISES["full_cost"].function(PRINCIPLES["claims-talmud"].function, poor)
    many = CostProblem(np.array(10.0), 3, stand_alone=np.ones(3))
    with pytest.raises(ProblemError, match="what each of 3 members adds is known only with"):
        PROMISES["no_subsidy"].function(equal, many)


def test_a_promise_applies_where_the_problem_says_enough():
    bare = CostProblem(np.array(10.0), 2)
    assert [entry.id for entry in PROMISES.values() if entry.applies(bare)] == [
        "full_cost",
        "no_gifts",
        "cost_monotonicity",
        "cost_additivity",
    ]
    three = CostProblem(np.array(10.0), 3, stand_alone=np.ones(3))
    assert not PROMISES["no_subsidy"].applies(three)
    assert PROMISES["stand_alone"].applies(three)


def test_a_changed_problem_without_an_answer_is_passed_over():
    # A tenth more would exceed the benefits, to which the rule has no answer.
    tight = CostProblem(np.array(10.0), 2, benefit=np.array([4.0, 6.5]))
    rule = PRINCIPLES["claims-equal-losses"].function
    assert PROMISES["cost_monotonicity"].function(rule, tight)
