"""What a settlement here moves elsewhere."""

import numpy as np
import pytest
from scipy import stats
from tests import naive_bargaining_models as naive

from burdenshare.bargaining.precedent import (
    demand_with_precedent,
    money_elsewhere,
    precedent_multiplier,
    settlement_with_precedent,
    stake,
)
from burdenshare.errors import ProblemError


def test_multiplier_adds_up():
    found = precedent_multiplier([0.5, 0.25], sizes=[2.0, 4.0], delays=[1.0, 2.0], discount=0.9)
    np.testing.assert_allclose(found, 1 + 0.5 * 2 * 0.9 + 0.25 * 4 * 0.81)


@pytest.mark.parametrize(("own", "other"), [(1.0, 1.0), (1.6, 1.0), (1.3, 1.4)])
def test_settlement_by_search(own, other):
    t = np.linspace(-500, 3000, 3_500_001)
    gain, loss = own * t - 800, 2000 - other * t
    inside = (gain > 0) & (loss > 0)
    product = np.where(inside, gain, 0) ** 0.6 * np.where(inside, loss, 0) ** 0.4
    found = settlement_with_precedent(
        800, 2000, 0.6, provider_multiplier=own, host_multiplier=other
    )
    np.testing.assert_allclose(found.payment, t[np.argmax(product)], atol=2e-3)


def test_precedent_can_open_or_close_the_zone():
    open_ = settlement_with_precedent(1200, 1000, provider_multiplier=[1.0, 1.5])
    np.testing.assert_array_equal(open_.exists, [False, True])
    closed = settlement_with_precedent(800, 1000, host_multiplier=[1.0, 1.5])
    np.testing.assert_array_equal(closed.exists, [True, False])


@pytest.mark.parametrize(("deal", "refusal"), [(3.0, 0.0), (0.0, 3.0), (1.0, 1.0)])
def test_demand_by_search(deal, refusal):
    found = demand_with_precedent(
        0, 10, deal_value=deal, refusal_value=refusal, provider_multiplier=1.5
    )
    law = stats.uniform(0, 10)
    demand, refused, worth = naive.best_demand(
        law.sf, 0, 10, deal / 1.5, refusal / 1.5, points=1_000_001
    )
    np.testing.assert_allclose([found.demand, found.refusal], [demand, refused], atol=2e-5)
    np.testing.assert_allclose(found.worth, 1.5 * worth, rtol=1e-9)
    np.testing.assert_allclose(found.demand, (10 + (refusal - deal) / 1.5) / 2)


@pytest.mark.parametrize("growth", [0.0, 0.03, 0.05, 0.05 + 1e-13, 0.08])
def test_stake_is_the_sum_of_its_payments(growth):
    found = stake(100.0, 0.05, growth=growth, years=12)
    np.testing.assert_allclose(found, naive.annuity(100.0, 0.05, growth, 12), rtol=1e-9)


@pytest.mark.parametrize("gap", [1e-9, 1e-11, 3e-13, -1e-11])
def test_stake_keeps_its_digits_where_growth_is_near_the_rate(gap):
    even = stake(100.0, 0.05, growth=0.05, years=12)
    assert even == pytest.approx(12 * 100 / 1.05, rel=1e-15)
    assert stake(100.0, 0.05, growth=0.05 - gap, years=12) == pytest.approx(
        float(even) * (1 - 5.5 * gap / 1.05), rel=1e-13
    )


def test_stake_without_end():
    found = stake([100.0, 200.0], 0.05, growth=0.03)
    np.testing.assert_allclose(found, [5000.0, 10000.0])
    np.testing.assert_allclose(found[0], naive.annuity(100.0, 0.05, 0.03, 3000))


def test_money_elsewhere_by_the_year_and_carried_on():
    yearly = money_elsewhere([100.0, -50.0], [0.5, 0.25], sizes=[2.0, 1.0])
    np.testing.assert_allclose(yearly, [[100.0, 25.0], [-50.0, -12.5]])
    carried = money_elsewhere(100.0, [0.5, 0.25], sizes=[2.0, 1.0], rate=0.05)
    np.testing.assert_allclose(carried, yearly[0] / 0.05)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: precedent_multiplier([-2.0]), "multiplier"),
        (lambda: precedent_multiplier([0.2], delays=[-1.0]), "delays"),
        (lambda: settlement_with_precedent(0, 1, provider_multiplier=0.0), "provider_multiplier"),
        (lambda: stake(100.0, 0.03, growth=0.03), "give the number of years"),
        (lambda: stake(100.0, -1.0), "rate, growth"),
        (lambda: stake(100.0, 0.05, years=-1), "years"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ProblemError, match=message):
        call()
