"""One demand against an unseen limit."""

import numpy as np
import pytest
from scipy import stats
from tests import naive_bargaining_models as naive

from burdenshare.bargaining.beliefs import (
    EmpiricalBelief,
    LogisticBelief,
    NormalBelief,
    UniformBelief,
)
from burdenshare.bargaining.screening import (
    best_demand,
    best_demand_on_grid,
    crisis_demand,
    crisis_range,
)
from burdenshare.errors import ProblemError

VALUES = [(0.0, 0.0), (0.5, 0.0), (0.0, 0.8), (3.0, 0.5)]


@pytest.mark.parametrize(("deal", "refusal"), VALUES)
@pytest.mark.parametrize(
    ("belief", "law"),
    [
        (UniformBelief(0.5, 2.0), stats.uniform(0.5, 1.5)),
        (NormalBelief(1.0, 0.3), stats.norm(1, 0.3)),
        (LogisticBelief(1.0, 0.2), stats.logistic(1, 0.2)),
    ],
)
def test_against_a_grid_of_demands(belief, law, deal, refusal):
    answer = best_demand(belief, deal_value=deal, refusal_value=refusal)
    demand, refused, worth = naive.best_demand(law.sf, -4, 6, deal, refusal)
    np.testing.assert_allclose(answer.demand, demand, atol=2e-4)
    np.testing.assert_allclose(answer.refusal, refused, atol=3e-4)
    np.testing.assert_allclose(answer.worth, worth, atol=1e-7)


def test_smooth_beliefs_meet_the_first_order_condition():
    belief = NormalBelief(np.linspace(-2, 2, 41), 0.3)
    answer = best_demand(belief, deal_value=0.4, refusal_value=0.1)
    margin = answer.demand + 0.4 - 0.1 - belief.mills(answer.demand)
    np.testing.assert_allclose(margin, 0, atol=1e-13)


def test_draws_one_at_a_time():
    draws = np.random.default_rng(1).normal(1, 0.5, (6, 40))
    answer = best_demand(EmpiricalBelief(draws), deal_value=0.2, refusal_value=0.1)
    for row, demand, refused, worth in zip(draws, *answer, strict=True):
        kept = np.array([(row >= x).mean() for x in row])
        tried = kept * (row + 0.2) + (1 - kept) * 0.1
        np.testing.assert_allclose([worth, demand], [tried.max(), row[tried.argmax()]])
        np.testing.assert_allclose(refused, 1 - kept[tried.argmax()])


def test_grid_is_exact_for_a_bent_line():
    limits, cdf = np.array([0.0, 1.0, 3.0, 4.0]), np.array([0.1, 0.5, 0.5, 1.0])
    answer = best_demand_on_grid(limits, cdf, deal_value=0.3)

    def survival(x):
        return np.where(x <= 0, 1.0, 1 - np.interp(x, limits, cdf))

    demand, refused, worth = naive.best_demand(survival, -1, 5, 0.3, points=600_001)
    np.testing.assert_allclose([answer.demand, answer.refusal], [demand, refused], atol=2e-5)
    np.testing.assert_allclose(answer.worth, worth, rtol=1e-9)


def test_mass_at_the_first_point_is_asked_for_less():
    answer = best_demand_on_grid([1.0, 2.0], [0.9, 1.0])
    assert (answer.demand, answer.refusal) == (1.0, 0.0)


def test_uniform_and_grid_and_many_draws_agree():
    exact = best_demand(UniformBelief(0.0, 10.0), deal_value=2.0)
    grid = best_demand_on_grid([0.0, 10.0], [0.0, 1.0], deal_value=2.0)
    drawn = best_demand(EmpiricalBelief((np.arange(5000) + 0.5) / 500), deal_value=2.0)
    np.testing.assert_allclose(grid, exact, rtol=1e-14)
    np.testing.assert_allclose(drawn, exact, atol=2e-3)


@pytest.mark.parametrize(
    ("low", "high", "deal", "refusal", "demand", "refused"),
    [
        (5.0, 5.0, 0.0, 0.0, 5.0, 0.0),  # a known limit is asked for in full
        (5.0, 5.0, 0.0, 7.0, 7.0, 1.0),  # unless no deal is better
        (0.0, 10.0, 20.0, 0.0, 0.0, 0.0),  # a precious deal: no risk at all
        (0.0, 10.0, 0.0, 15.0, 15.0, 1.0),  # no acceptable demand is worth it
    ],
)
def test_degenerate_beliefs(low, high, deal, refusal, demand, refused):
    answer = best_demand(UniformBelief(low, high), deal_value=deal, refusal_value=refusal)
    assert (answer.demand, answer.refusal) == (demand, refused)
    assert answer.worth >= refusal


def test_crisis_formula_and_range():
    p, own, top = 0.3, np.array([0.05, 0.1, 0.4]), 0.3
    answer = crisis_demand(p, own, top)
    np.testing.assert_allclose(answer.demand, np.maximum(p + (top - own) / 2, p))
    np.testing.assert_allclose(answer.refusal, np.maximum((top - own) / (2 * top), 0))
    least, most = crisis_range(p, own, top)
    np.testing.assert_allclose(least, p - own)
    np.testing.assert_allclose(most, np.full(3, 0.6))


def test_crisis_demand_stops_at_the_whole():
    capped = crisis_demand(0.9, 0.05, 0.6)
    free = crisis_demand(0.9, 0.05, 0.6, whole=np.inf)
    assert capped.demand == 1.0 < free.demand
    assert capped.refusal < free.refusal
    assert capped.worth < free.worth


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: best_demand_on_grid([0.0, 0.0], [0.0, 1.0]), "limits"),
        (lambda: best_demand_on_grid([0.0, 1.0], [0.5, 0.4]), "cdf"),
        (lambda: best_demand_on_grid([0.0, 1.0], [0.0, 0.4]), "cdf"),
        (lambda: best_demand_on_grid([0.0, 1.0], [0.0, 2.0]), "cdf"),
        (lambda: crisis_demand(1.2, 0.1, 0.1), "odds"),
        (lambda: crisis_range(0.5, -0.1, 0.1), "cost_demander"),
        (lambda: best_demand(UniformBelief(0.0, 1.0), deal_value=np.nan), "deal_value"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ProblemError, match=message):
        call()
