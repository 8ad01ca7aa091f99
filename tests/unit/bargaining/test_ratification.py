"""Settlements that have to pass at home."""

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
from burdenshare.bargaining.ratification import (
    announced_ceiling,
    ceiling_bias,
    constrained_offers,
    involuntary_defection,
    known_ratifiers,
    pivotal_ceiling,
    shaded_nash,
)
from burdenshare.errors import ProblemError

LAWS = {
    "logistic": (LogisticBelief(1.2, 0.15), stats.logistic(1.2, 0.15)),
    "normal": (NormalBelief(1.2, 0.3), stats.norm(1.2, 0.3)),
    "uniform": (UniformBelief(0.7, 2.0), stats.uniform(0.7, 1.3)),
}


@pytest.mark.parametrize("power", [0.1, 0.5, 0.6, 0.9])
@pytest.mark.parametrize("name", LAWS)
def test_shaded_settlement_by_search(name, power):
    belief, law = LAWS[name]
    deal = shaded_nash(0.2, 2.5, power, ceiling=belief)
    np.testing.assert_allclose(deal.payment, naive.shaded_nash(0.2, 2.5, power, law.sf), atol=2e-7)
    np.testing.assert_allclose(deal.ratified, law.sf(deal.payment))
    assert deal.payment <= deal.unshaded + 1e-12


def test_worked_example():
    deal = shaded_nash(0.2, 2.5, 0.6, ceiling=LogisticBelief(1.2, 0.15))
    assert round(float(deal.payment), 2) == 0.87
    assert round(float(deal.unshaded), 2) == 1.58


@pytest.mark.parametrize("name", LAWS)
def test_first_order_condition_to_machine_precision(name):
    belief, _ = LAWS[name]
    power = np.linspace(0.05, 0.95, 19)
    deal = shaded_nash(0.2, 2.5, power, ceiling=belief)
    inside = deal.payment > belief.support[0] + 1e-9
    pull = power / (deal.payment - 0.2) - (1 - power) / (2.5 - deal.payment)
    margin = (pull - belief.hazard(deal.payment))[inside]
    np.testing.assert_allclose(margin, 0, atol=2e-13)
    assert inside.any()


def test_ratifiers_on_both_sides_by_search():
    ceiling, floor = LogisticBelief(1.2, 0.15), NormalBelief(0.9, 0.1)
    deal = shaded_nash(0.2, 2.5, 0.6, ceiling=ceiling, floor=floor)
    high, low = stats.logistic(1.2, 0.15), stats.norm(0.9, 0.1)
    best = naive.shaded_nash(0.2, 2.5, 0.6, lambda t: high.sf(t) * low.cdf(t))
    np.testing.assert_allclose(deal.payment, best, atol=2e-7)
    np.testing.assert_allclose(
        involuntary_defection(deal.payment, ceiling=ceiling, floor=floor), 1 - deal.ratified
    )


def test_floor_mirrors_ceiling():
    up = shaded_nash(0.2, 2.5, 0.6, ceiling=LogisticBelief(1.2, 0.15)).payment
    down = shaded_nash(-2.5, -0.2, 0.4, floor=LogisticBelief(-1.2, 0.15)).payment
    np.testing.assert_allclose(down, -up, rtol=1e-14)


def test_draws_by_search():
    draws = np.random.default_rng(0).logistic(1.2, 0.15, 60)
    deal = shaded_nash(0.2, 2.5, 0.6, ceiling=EmpiricalBelief(draws))
    tried = np.sort(np.concatenate([np.linspace(0.2001, 2.4999, 20_001), draws]))
    chance = np.array([(draws >= t).mean() for t in tried])
    product = chance * (tried - 0.2) ** 0.6 * (2.5 - tried) ** 0.4
    np.testing.assert_allclose(deal.payment, tried[np.argmax(product)])


def test_many_draws_are_close_to_the_smooth_answer():
    quantiles = stats.logistic(1.2, 0.15).ppf((np.arange(3000) + 0.5) / 3000)
    drawn = shaded_nash(0.2, 2.5, [0.3, 0.6], ceiling=EmpiricalBelief(quantiles))
    smooth = shaded_nash(0.2, 2.5, [0.3, 0.6], ceiling=LogisticBelief(1.2, 0.15))
    np.testing.assert_allclose(drawn.payment, smooth.payment, atol=5e-3)


def test_certain_ratifier_is_a_known_one():
    for ceiling in (0.5, 1.0, 2.0):
        risky = shaded_nash(0.2, 2.5, 0.6, ceiling=UniformBelief(ceiling, ceiling))
        known = known_ratifiers(0.2, 2.5, 0.6, ceiling=ceiling)
        np.testing.assert_allclose(risky.payment, known.payment)
        assert risky.ratified == 1
        assert risky.exists
        assert known.exists


def test_no_settlement():
    low = shaded_nash(3.0, 2.5, 0.6, ceiling=LogisticBelief(1.2, 0.15))
    blocked = shaded_nash(1.0, 2.5, 0.6, ceiling=UniformBelief(0.2, 0.8))
    crossed = shaded_nash(
        0.2, 2.5, 0.6, ceiling=UniformBelief(0.5, 1.0), floor=UniformBelief(1.5, 2.0)
    )
    for deal in (low, blocked, crossed):
        assert not deal.exists
        assert deal.ratified == 0
        assert np.isfinite(deal.payment)


def test_extreme_power_and_a_zone_of_one_point():
    all_to_host = shaded_nash(0.2, 2.5, 0.0, ceiling=LogisticBelief(1.2, 0.15))
    assert all_to_host.payment == pytest.approx(0.2)
    point = shaded_nash(1.0, 1.0, 0.5, ceiling=LogisticBelief(1.2, 0.15))
    assert point.payment == 1.0
    assert point.exists
    drawn = shaded_nash(1.0, 1.0, 0.5, ceiling=EmpiricalBelief([0.9, 1.1]))
    assert drawn.payment == 1.0
    assert drawn.ratified == 0.5


def test_without_ratifiers_it_is_nash():
    deal = shaded_nash(0.2, [2.2, 0.1], 0.5)
    np.testing.assert_allclose(deal.payment, [1.2, 0.15])
    np.testing.assert_array_equal(deal.exists, [True, False])
    np.testing.assert_array_equal(deal.ratified, [1.0, 0.0])


def test_known_limits_bind_or_do_nothing():
    answer = known_ratifiers(0.0, 1.0, ceiling=[0.25, 0.75, 0.4], floor=[-np.inf, 0.6, 0.45])
    np.testing.assert_allclose(answer.payment[:2], [0.25, 0.6])
    np.testing.assert_array_equal(answer.exists, [True, True, False])


def test_constrained_offers_by_iteration():
    rng = np.random.default_rng(2)
    discounts, least = rng.uniform(0.1, 0.98, (200, 2)), rng.uniform(0, 0.6, (200, 2))
    answer = constrained_offers(discounts, least)
    for d, c, share, exists in zip(discounts, least, *answer, strict=True):
        assert exists == (c.sum() <= 1)
        if exists:
            np.testing.assert_allclose(share, naive.constrained_offers(d, c), atol=1e-12)
        else:
            np.testing.assert_array_equal(share, 0)


def test_pivot_by_counting_votes():
    rng = np.random.default_rng(3)
    ceilings, votes = rng.uniform(0, 1, (50, 7)), rng.integers(1, 40, (50, 7)).astype(float)
    quota = votes.sum(axis=-1) / 2
    answer = pivotal_ceiling(ceilings, quota, votes=votes)
    for limits, seats, need, found in zip(ceilings, votes, quota, answer, strict=True):
        passing = [t for t in limits if seats[limits >= t].sum() >= need]
        assert found == max(passing)


def test_bias_of_announced_ceilings():
    bias = ceiling_bias([900.0, 1000.0], [920.0, 1038.9])
    logs = np.log([920 / 900, 1038.9 / 1000])
    np.testing.assert_allclose([bias.mean, bias.deviation], [logs.mean(), logs.std(ddof=1)])
    assert bias.cases == 2
    assert ceiling_bias([900.0], [920.0]).deviation == 0
    belief = announced_ceiling(1000.0, bias=0.03, deviation=0.02)
    np.testing.assert_allclose(belief.survival(1030.0), 0.5)
    np.testing.assert_allclose(belief.survival(1050.0), stats.norm.sf(1))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: shaded_nash(0.0, 1.0, 1.5), "power"),
        (
            lambda: shaded_nash(
                0.0, 1.0, ceiling=EmpiricalBelief([1.0]), floor=UniformBelief(0.0, 1.0)
            ),
            "one belief is empirical",
        ),
        (lambda: constrained_offers([1.0, 1.0], [0.1, 0.1]), "both are 1"),
        (lambda: pivotal_ceiling([1.0, 2.0], 3), "quota"),
        (lambda: pivotal_ceiling([1.0, 2.0], 0), "quota"),
        (lambda: ceiling_bias([0.0], [1.0]), "announced"),
        (lambda: announced_ceiling(1000.0, deviation=0.0), "deviation"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ProblemError, match=message):
        call()
