"""Alternating offers at the edges: patience without end, no surplus, leaving, deadlines."""

import numpy as np
import pytest

from burdenshare.bargaining.alternating import (
    alternating_offers,
    finite_alternating_offers,
    fixed_delay_costs,
    quick_offers,
)
from burdenshare.bargaining.multilateral import exit_shares, quota_division, unanimity_shares
from burdenshare.errors import ProblemError


def test_patience_without_end_splits_evenly():
    even = np.full((2, 2), 0.5)
    np.testing.assert_allclose(alternating_offers([1, 1]).payoffs, even)
    np.testing.assert_allclose(quick_offers([0, 0]).payoffs, even)
    np.testing.assert_allclose(exit_shares([1, 1, 1, 1]), np.full(4, 0.25))
    np.testing.assert_allclose(unanimity_shares([1, 1, 1, 1]), np.full(4, 0.25))


def test_the_one_who_can_wait_for_ever_takes_all():
    np.testing.assert_allclose(alternating_offers([1, 0.9]).payoffs[:, 0], [1, 1])
    np.testing.assert_allclose(exit_shares([0.5, 1, 0.9]), [0, 1, 0])
    np.testing.assert_allclose(unanimity_shares([0.5, 1, 0.9]), [0, 1, 0], atol=1e-15)


def test_the_one_who_cannot_wait_takes_what_it_is_offered():
    np.testing.assert_allclose(alternating_offers([0.9, 0]).payoffs, [[1, 0], [0.9, 0.1]])
    np.testing.assert_allclose(exit_shares([0, 0, 0]), [1, 0, 0])


def test_too_small_a_pie_leaves_talks_without_end():
    found = alternating_offers([0.9, 0.9], 1, inside=[0.7, 0.5])
    assert not found.exists
    np.testing.assert_allclose(found.payoffs, [[0.7, 0.5], [0.7, 0.5]])
    assert not found.at_once.any()
    quick = quick_offers([0.1, 0.1], flows=[0.06, 0.05])
    assert not quick.exists
    np.testing.assert_allclose(quick.payoffs, [[0.6, 0.5], [0.6, 0.5]])


def test_who_leaves_takes_both_out_of_the_talks():
    for found in (
        alternating_offers([0.9, 0.9], 1, outside=[0.6, 0.5]),
        quick_offers([0.1, 0.1], 1, outside=[0.6, 0.5]),
        # The first would talk for ever, but not alone.
        quick_offers([0.1, 0.1], 1, flows=[0.09, 0.01], outside=[0.6, 0.5]),
    ):
        assert not found.exists
        np.testing.assert_allclose(found.payoffs, [[0.6, 0.5], [0.6, 0.5]])
    # Left behind by one who leaves, a party has what a collapse leaves it. One leaves on an offer.
    alone = alternating_offers([0.9, 0.9], outside=[2, -np.inf], after_breakdown=[0, 0.1])
    np.testing.assert_allclose(alone.payoffs, [[1.8, 0.09], [2, 0.1]])


def test_a_threat_to_leave_ends_talks_that_the_other_enjoys():
    # Talks are worth 0.7 and 0.5, more than the pie; but the second leaves for 0.6 instead. The
    # first offers it that, and when the second is to offer they let the period pass.
    found = alternating_offers([0.9, 0.9], 1, inside=[0.7, 0.5], outside=[0.2, 0.6])
    assert found.exists
    np.testing.assert_allclose(found.payoffs, [[0.4, 0.6], [0.07 + 0.9 * 0.4, 0.05 + 0.9 * 0.6]])
    np.testing.assert_array_equal(found.at_once, [True, False])
    quick = quick_offers([0.1, 0.1], flows=[0.07, 0.05], outside=[0.2, 0.6])
    np.testing.assert_allclose(quick.payoffs, [[0.4, 0.6], [0.4, 0.6]])


def test_an_outside_option_beyond_the_others_inside_option_is_no_floor_of_ones_own_offer():
    # Talks are worth 0.4 to the second, and the first would leave for 0.7. Offered 0.7 it takes
    # it, but its own offer must leave the second what a period of talks and 0.3 are worth.
    found = alternating_offers([0.9, 0.9], inside=[0.0, 0.4], outside=[0.7, 0.0])
    second = 0.1 * 0.4 + 0.9 * 0.3
    np.testing.assert_allclose(found.payoffs, [[1 - second, second], [0.7, 0.3]])
    assert found.at_once.all()
    # One who cannot wait would rather have a whole period pass than give in now.
    slow = alternating_offers([0.9, 0.1], inside=[0.0, 0.9], outside=[0.7, 0.0])
    np.testing.assert_allclose(slow.payoffs, [[0.9 * 0.7, 0.81 + 0.1 * 0.3], [0.7, 0.3]])
    np.testing.assert_array_equal(slow.at_once, [False, True])


def test_inside_options_shift_where_outside_options_hold():
    shifted = alternating_offers([0.9, 0.9], inside=[0.2, 0.0]).payoffs[0]
    np.testing.assert_allclose(shifted, [0.2 + 0.8 / 1.9, 0.8 * 0.9 / 1.9])
    held = quick_offers([0.1, 0.1], outside=[[0.2, 0.0], [0.7, 0.0]]).payoffs[:, 0, 0]
    np.testing.assert_allclose(held, [0.5, 0.7])


def test_breakdown_alone_splits_the_difference_of_what_it_leaves():
    # Without discounting, a small chance of breakdown is all that moves anyone.
    found = alternating_offers([1, 1], breakdown=1e-9, after_breakdown=[0.3, 0.1]).payoffs
    np.testing.assert_allclose(found[:, 0], [0.6, 0.6], atol=1e-8)
    certain = alternating_offers([1, 1], breakdown=1, after_breakdown=[0.3, 0.1]).payoffs
    np.testing.assert_allclose(certain, [[0.9, 0.1], [0.3, 0.7]])


def test_draws_broadcast_over_every_argument():
    found = alternating_offers(np.full((3, 1, 2), 0.9), np.ones(4), breakdown=np.zeros((2, 1, 1)))
    assert found.payoffs.shape == (2, 3, 4, 2, 2)
    assert found.exists.shape == (2, 3, 4)


def test_costs_of_delay_that_exceed_the_pie_leave_it_all_to_the_proposer():
    np.testing.assert_allclose(fixed_delay_costs([3, 2], 1), [1, 1])
    np.testing.assert_allclose(fixed_delay_costs([0, 0], 1), [0, 1])


def test_the_last_mover_takes_what_the_deadline_leaves():
    found = finite_alternating_offers([0.5, 0.8], 2, first=1, at_deadline=[0.0, 0.25])
    np.testing.assert_allclose(found, [[0.4, 0.6], [0.8, 0.2]])


def test_walking_away_before_the_deadline():
    # The second party would rather leave with 0.6 than wait for the deadline.
    found = finite_alternating_offers([0.5, 0.5], 1, outside=[-np.inf, 0.6])
    np.testing.assert_allclose(found, [[0.4, 0.6]])
    # There is nothing left for an offer: it leaves, and the first has what the deadline gives.
    nothing = finite_alternating_offers([1, 1], 1, outside=[-np.inf, 0.8], at_deadline=[0.3, 0])
    np.testing.assert_allclose(nothing, [[0.3, 0.8]])


def test_talks_worth_more_than_the_pie_run_to_the_deadline():
    found = finite_alternating_offers([0.5, 0.5], 2, inside=[1, 1], at_deadline=[1, 1])
    np.testing.assert_allclose(found, [[1, 1], [1, 1]])


def test_a_quota_of_all_is_unanimity():
    division = quota_division(3, 0.9, 3)
    assert division.proposer == pytest.approx(0.4)
    assert division.partners == 2
    assert quota_division(4, 1).partners == 2  # three votes are a majority of four
    assert quota_division(1, 0.9).proposer == 1


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: alternating_offers([0.9]), "discounts: expected one number for each of two"),
        (lambda: alternating_offers([1.2, 0.9]), "discounts: 1.2"),
        (lambda: alternating_offers([0.9, 0.9], breakdown=2), "breakdown: 2"),
        (lambda: alternating_offers([0.9, 0.9], outside=[np.inf, 0]), "outside: expected finite"),
        (lambda: alternating_offers(np.ones((3, 2)), np.ones(2)), "shapes do not fit"),
        (lambda: quick_offers([-1, 1]), "rates: -1"),
        (lambda: quick_offers([1, 1], hazard=-1), "hazard: -1"),
        (lambda: quick_offers([0, 1], flows=[1, 0]), "flows: a party that knows neither"),
        (lambda: fixed_delay_costs([0.1, 0.1], -1), "pie: -1 is negative"),
        (lambda: finite_alternating_offers([1, 1], 0), "at least one period"),
        (lambda: finite_alternating_offers([1, 1], 1, first=2), "first 0 or 1"),
        (lambda: unanimity_shares([1, 1, 0.9]), "not determined"),
        (lambda: exit_shares(0.9), "discounts: expected one factor a member"),
        (lambda: quota_division(3, 0.9, 4), "quota: expected 1 to 3 votes of 3, got 4"),
    ],
)
def test_bad_input_is_named(call, words):
    with pytest.raises(ProblemError, match=words):
        call()
