"""The first of two members pays what the table of principles says."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from burdenshare.sharing.first_of_two import CLOSED_FORMS, FirstOfTwo
from burdenshare.sharing.principles import (
    PRINCIPLES,
    Charges,
    CostProblem,
    Principle,
    principles_for,
)

NOT_NEGATIVE = st.integers(0, 10**9).map(lambda n: n / 1000)
ANY = st.integers(-(10**9), 10**9).map(lambda n: n / 1000)
POSITIVE = st.integers(1, 10**9).map(lambda n: n / 1000)


def pairs(numbers):
    return st.lists(st.tuples(numbers, numbers), min_size=4, max_size=4).map(np.array)


@given(
    costs=st.lists(ANY, min_size=4, max_size=4).map(np.array),
    other=st.lists(NOT_NEGATIVE, min_size=4, max_size=4).map(np.array),
    population=pairs(POSITIVE),
    income=pairs(POSITIVE),
    benefit=pairs(ANY),
    stand_alone=pairs(NOT_NEGATIVE),
    caused=pairs(NOT_NEGATIVE),
)
@settings(max_examples=150, deadline=None)
def test_the_same_charges(costs, other, population, income, benefit, stand_alone, caused):
    problems = [
        CostProblem(
            cost,
            2,
            population=population,
            income=income,
            national_income=income[:, ::-1],
            benefit=benefit,
            stand_alone=stand_alone,
            attributable=caused,
        )
        for cost in (costs, other)
    ]
    known = FirstOfTwo(problems[0])
    for problem in problems:
        for principle in principles_for(2):
            if principle.missing(problem):
                continue
            charges, defined = principle.function(problem)
            charge, answered = known.charge(principle, problem)
            np.testing.assert_array_equal(np.broadcast_to(answered, 4), defined)
            size = np.abs(problem.cost).max() + np.abs(benefit).max()
            np.testing.assert_allclose(charge, charges[..., 0], rtol=1e-12, atol=1e-12 * size)


def test_a_share_is_computed_once():
    calls = []

    class Once(CostProblem):
        def __getattribute__(self, name):
            if name == "population":
                calls.append(name)
            return super().__getattribute__(name)

    problem = Once(np.array([5.0]), 2, population=np.array([[1.0, 3.0]]))
    known = FirstOfTwo(problem)
    for cost in (5.0, 8.0):
        found, _ = known.charge(PRINCIPLES["per-head"], CostProblem(np.array([cost]), 2))
        assert found[0] == cost / 4
    assert calls == ["population"]


@pytest.mark.parametrize("principle", ["scrb", "aca", "shapley"])
def test_what_is_known_of_one_cost_is_not_taken_for_another(principle):
    pairs = {"benefit": np.array([[9.0, 7.0]]), "stand_alone": np.array([[8.0, 6.0]])}
    problems = [CostProblem(np.array([cost]), 2, **pairs) for cost in (10.0, 12.0, 10.0, 40.0)]
    known = FirstOfTwo(problems[0])
    for problem in problems:
        charges, defined = PRINCIPLES[principle].function(problem)
        charge, answered = known.charge(PRINCIPLES[principle], problem)
        assert (charge[0], answered[0]) == (charges[0, 0], defined[0])


@pytest.mark.parametrize("principle", ["scrb", "aca", "shapley"])
@given(
    costs=st.lists(ANY, min_size=4, max_size=4).map(np.array),
    benefit=pairs(ANY),
    stand_alone=pairs(NOT_NEGATIVE),
)
@settings(max_examples=60, deadline=None)
def test_savings_are_shared_to_the_last_bit(principle, costs, benefit, stand_alone):
    problem = CostProblem(costs, 2, benefit=benefit, stand_alone=stand_alone)
    charges, defined = PRINCIPLES[principle].function(problem)
    charge, answered = FirstOfTwo(problem).charge(PRINCIPLES[principle], problem)
    np.testing.assert_array_equal(charge, charges[..., 0])
    np.testing.assert_array_equal(answered, defined)


def test_a_principle_without_a_closed_form_is_called_as_it_is():
    def all_of_it(problem):
        return Charges(problem.cost[..., None] * [1.0, 0.0], problem.cost >= 0)

    other = Principle("other", "all of it", "test", all_of_it, "x_1 = C", "")
    assert other.id not in CLOSED_FORMS
    problem = CostProblem(np.array([10.0, -1.0]), 2)
    charge, answered = FirstOfTwo(problem).charge(other, problem)
    assert charge.tolist() == [10.0, -1.0]
    assert answered.tolist() == [True, False]
