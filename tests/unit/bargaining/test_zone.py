"""The two-party problem: reservation values, payments, and what there is where no zone exists."""

import math

import numpy as np
import pytest

from burdenshare.bargaining.zone import (
    alternating_offers_payment,
    effective_power,
    egalitarian_payment,
    kalai_smorodinsky_payment,
    nash_payment,
    surplus,
)
from burdenshare.errors import ProblemError


def best_payment(t_min, t_max, power, exponents=(1, 1), cap=math.inf, floor=-math.inf):
    """Search a fine grid for the payment with the largest Nash product."""
    payments = np.linspace(t_min, t_max, 200_001)
    payments = payments[(payments <= cap) & (payments >= floor)]
    own = (payments - t_min) ** (exponents[0] * power)
    other = (t_max - payments) ** (exponents[1] * (1 - power))
    return payments[np.argmax(own * other)]


def play_alternating(inside, rates, hazard, outside, period, first, rounds=4_000):
    """Fold the offers back from a far horizon, one turn at a time."""
    low, high = inside
    kept = [math.exp(-(rate + hazard) * period) for rate in rates]
    broken = [inside[i] if not math.isfinite(outside[i]) else outside[i] for i in (0, 1)]
    still = [(rates[i] * inside[i] + hazard * broken[i]) / (rates[i] + hazard) for i in (0, 1)]
    payment = (low + high) / 2
    mover = 0 if (first == "provider") == (rounds % 2 == 1) else 1
    for _ in range(rounds):
        answerer = 1 - mover
        wait = (1 - kept[answerer]) * still[answerer] + kept[answerer] * payment
        payment = max(wait, outside[0]) if answerer == 0 else min(wait, outside[1])
        mover = answerer
    return payment


def test_surplus_may_be_negative():
    np.testing.assert_allclose(surplus([900.0, 1200.0], 1000.0), [100.0, -200.0])


@pytest.mark.parametrize("power", [0.2, 0.5, 0.8])
@pytest.mark.parametrize("exponents", [(1, 1), (0.5, 1), (0.4, 1.6)])
@pytest.mark.parametrize("cap", [math.inf, 930.0])
def test_nash_payment_has_the_largest_product(power, exponents, cap):
    settled = nash_payment(
        900, 1000, power, exponent_provider=exponents[0], exponent_host=exponents[1], cap=cap
    )
    assert settled.payment == pytest.approx(
        best_payment(900, 1000, power, exponents, cap), abs=1e-3
    )


def test_risk_aversion_lowers_the_share_of_whoever_has_it():
    assert effective_power(0.5, exponent_provider=0.5) < 0.5 < effective_power(0.5, 1.0, 0.5)


def test_all_solutions_agree_on_an_uncapped_zone():
    for settle in (nash_payment, egalitarian_payment, kalai_smorodinsky_payment):
        assert settle(900.0, 1000.0).payment == 950.0


def test_only_kalai_smorodinsky_heeds_a_cap_that_does_not_bind():
    assert nash_payment(0, 100, cap=60).payment == 50
    assert egalitarian_payment(0, 100, cap=60).payment == 50
    # Ideals 60 and 100, so 100 * 60 / 160.
    assert kalai_smorodinsky_payment(0, 100, cap=60).payment == pytest.approx(37.5)
    assert kalai_smorodinsky_payment(0, 100, floor=40).payment == pytest.approx(62.5)


@pytest.mark.parametrize("settle", [nash_payment, egalitarian_payment, kalai_smorodinsky_payment])
def test_no_zone_gives_the_midpoint_and_says_so(settle):
    payment, exists = settle(
        [100.0, 100.0, 100.0, 100.0],
        [80.0, 100.0, 120.0, 120.0],
        cap=[np.inf, np.inf, 90.0, 110.0],
        floor=[0.0, 0.0, 0.0, 115.0],
    )
    np.testing.assert_array_equal(exists, [False, True, False, False])
    np.testing.assert_allclose(payment, [90.0, 100.0, 110.0, 110.0])


def test_a_single_number_in_gives_a_single_number_out():
    payment, exists = nash_payment(900, 1000)
    assert payment.shape == exists.shape == ()


def test_axes_broadcast():
    payment, exists = nash_payment(np.zeros((3, 1)), np.ones(5), np.full((2, 1, 1), 0.3))
    assert payment.shape == exists.shape == (2, 3, 5)


@pytest.mark.parametrize("first", ["provider", "host"])
@pytest.mark.parametrize("hazard", [0.0, 0.4])
@pytest.mark.parametrize(
    "outside",
    [
        (-math.inf, math.inf),
        (850.0, 1300.0),
        (1090.0, 1300.0),
        (850.0, 1020.0),
        (1050.0, 1060.0),
        (1250.0, 1290.0),
        (700.0, 880.0),
    ],
)
def test_alternating_offers_are_what_backward_induction_gives(first, hazard, outside):
    settled = alternating_offers_payment(
        900, 1200, 0.05, 0.12, hazard, *outside, first_mover=first, period=0.25
    )
    slow = play_alternating((900, 1200), (0.05, 0.12), hazard, outside, 0.25, first)
    # An option outside the reach of the talks is met in full: no offer may fall short of it.
    slow = min(max(slow, outside[0]), outside[1])
    assert settled.exists
    assert settled.payment == pytest.approx(slow, abs=1e-6)


def test_quick_offers_are_the_limit_of_short_periods():
    given = {
        "inside_provider": 900,
        "inside_host": 1200,
        "discount_rate_provider": 0.05,
        "discount_rate_host": 0.12,
        "breakdown_hazard": 0.1,
        "outside_host": 1190.0,
    }
    limit = alternating_offers_payment(**given).payment
    for first in ("provider", "host"):
        near = alternating_offers_payment(**given, first_mover=first, period=1e-7).payment
        assert near == pytest.approx(limit, abs=1e-4)


def test_breakdown_moves_the_split_to_its_own_reservation_values():
    quiet = alternating_offers_payment(900, 1200, 0.05, 0.15, 0.0, 1000, 1100)
    noisy = alternating_offers_payment(900, 1200, 0.05, 0.15, 1e9, 1000, 1100)
    assert quiet.payment == pytest.approx(1100)  # 1125, held down by the host's way out
    assert noisy.payment == pytest.approx(1050, abs=1e-3)


def test_patience_without_end_has_an_answer():
    assert alternating_offers_payment(0, 100, 0, 0).payment == 50
    assert alternating_offers_payment(0, 100, 0, 0, period=1.0).payment == 50
    assert alternating_offers_payment(0, 100, 0, 0.1, period=1.0).payment == pytest.approx(100)
    assert alternating_offers_payment(0, 100, 0.1, 0, period=1.0).payment == pytest.approx(0)


def test_options_that_leave_nothing_to_share_end_the_talks():
    inside = alternating_offers_payment(1200, 900, 0.1, 0.1)
    outside = alternating_offers_payment(900, 1200, 0.1, 0.1, 0.0, 1150, 1000)
    assert not inside.exists
    assert not outside.exists
    assert inside.payment == outside.payment == 1050


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: nash_payment(0, np.nan), "t_max: nan"),
        (lambda: nash_payment(0, 1, 1.5), "power: 1.5 is not between 0 and 1"),
        (lambda: nash_payment(0, 1, exponent_host=0), "exponent_host: 0 is not above 0"),
        (lambda: nash_payment([0, 1], [1, 2, 3]), r"t_min \(2,\), t_max \(3,\)"),
        (lambda: nash_payment(0, 1, cap=np.nan), "cap: expected finite numbers, or inf"),
        (lambda: nash_payment(0, 1, floor=np.inf), "floor: expected finite numbers, or -inf"),
        (lambda: alternating_offers_payment(0, 1, -0.1, 0), "discount_rate_provider: -0.1"),
        (lambda: alternating_offers_payment(0, 1, 0, 0, period=-1), "period: -1 is negative"),
        (lambda: alternating_offers_payment(0, 1, 0, 0, first_mover="US"), "first_mover: expected"),
    ],
)
def test_bad_input_is_named(call, words):
    with pytest.raises(ProblemError, match=words):
        call()
