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


def test_too_small_a_pie_leaves_everyone_with_the_better_alternative():
    found = alternating_offers([0.9, 0.9], 1, inside=[0.7, 0.5], outside=[0.2, 0.6])
    assert not found.exists
    np.testing.assert_allclose(found.payoffs, [[0.7, 0.6], [0.7, 0.6]])
    assert not alternating_offers([0.9, 0.9], 1, outside=[0.6, 0.5]).exists
    assert not quick_offers([0.1, 0.1], flows=[0.06, 0.05]).exists


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
