"""Baron-Ferejohn with members who differ: closed forms, the equations of equilibrium, iteration."""

import numpy as np
import pytest

from burdenshare.bargaining.legislature import legislature
from burdenshare.bargaining.multilateral import quota_division
from burdenshare.errors import ProblemError


@pytest.mark.parametrize(("members", "quota"), [(3, 2), (5, 3), (9, 7), (4, 4), (6, 1)])
@pytest.mark.parametrize("discount", [0.5, 0.9, 0.999])
def test_members_alike_divide_as_the_closed_form_says(members, quota, discount):
    found = legislature(np.full(members, 1 / members), discount, quota)
    expected = quota_division(members, discount, quota)
    assert found.values == pytest.approx(np.full(members, 1 / members))
    assert found.proposer == pytest.approx(np.full(members, float(expected.proposer)))
    assert found.bought.sum() == pytest.approx(quota - 1)


def drawn(seed):
    rng = np.random.default_rng(seed)
    members = int(rng.integers(2, 12))
    chances = rng.dirichlet(np.full(members, 2.0))
    chances = np.maximum(chances, 1e-3)
    discounts = rng.uniform(0.3, 0.99, members)
    return chances / chances.sum(), discounts, int(rng.integers(1, members + 1))


@pytest.mark.parametrize("seed", range(60))
def test_it_is_an_equilibrium(seed):
    chances, discounts, quota = drawn(seed)
    found = legislature(chances, discounts, quota)
    assert found.values.sum() == pytest.approx(1, abs=1e-9)
    assert found.prices == pytest.approx(discounts * found.values)
    assert found.bought.sum() == pytest.approx(quota - 1, abs=1e-6)
    # A proposer keeps what the cheapest votes of the others leave it.
    for member in range(len(chances)):
        others = np.sort(np.delete(found.prices, member))[: quota - 1]
        assert found.proposer[member] == pytest.approx(1 - others.sum(), abs=1e-6)
    # Its value is what it keeps when it proposes and what it is paid when it is bought.
    again = chances * found.proposer + found.bought * found.prices
    assert found.values == pytest.approx(again, abs=1e-6)


def test_those_who_are_heard_more_do_not_gain_as_much_as_they_are_heard():
    found = legislature([0.6, 0.2, 0.2], 0.95, 2)
    assert found.values[0] > found.values[1]
    assert found.values[0] < 0.6
    assert found.bought[0] < found.bought[1]


def test_unanimity_pays_the_patient():
    found = legislature([0.5, 0.5], [0.9, 0.8], 2)
    # w = p s d / (1 - d): 4.5 s and 2 s, and v adds up to 1.
    assert found.prices == pytest.approx(np.array([4.5, 2.0]) / (5 + 2.5))


@pytest.mark.parametrize(
    ("chances", "discounts", "quota", "message"),
    [
        ([0.5, 0.6], 0.9, 1, "sum to 1"),
        ([1.0, 0.0], 0.9, 1, "above 0"),
        ([0.5, 0.5], 1.1, 1, "between 0 and 1"),
        ([0.5, 0.5], 0.0, 1, "above 0"),
        ([0.5, 0.5], 0.9, 3, "1 to 2 votes"),
        ([0.5, 0.5], 1.0, 2, "endless patience"),
    ],
)
def test_what_is_no_legislature_is_refused(chances, discounts, quota, message):
    with pytest.raises(ProblemError, match=message):
        legislature(chances, discounts, quota)
