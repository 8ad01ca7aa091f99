"""Audience costs in a crisis: nobody gains by another date, and the chances add up."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from burdenshare.bargaining.escalation import audience_cost_crisis
from burdenshare.errors import ProblemError

positive = st.floats(0.01, 100)


@settings(max_examples=200, deadline=None)
@given(st.tuples(positive, positive), st.tuples(positive, positive))
def test_somebody_backs_down_or_both_strike(slopes, costs):
    crisis = audience_cost_crisis(slopes, costs)
    assert crisis.backs_down.sum() + crisis.strike == pytest.approx(1, abs=1e-9)
    assert crisis.at_once.min() == 0
    assert 0 < crisis.horizon < np.inf


def holding_on(crisis, slopes, side, times):
    """Chance that a side still holds on at each time before the horizon."""
    return (1 - crisis.at_once[side]) / (1 + slopes[1 - side] * times)


@settings(max_examples=60, deadline=None)
@given(st.tuples(positive, positive), st.tuples(positive, positive))
def test_nobody_gains_by_another_date(slopes, costs):
    crisis = audience_cost_crisis(slopes, costs)
    times = np.linspace(0, crisis.horizon, 201)
    for side in (0, 1):
        other = holding_on(crisis, slopes, 1 - side, times)
        # The good if the other has backed down by then, else the cost of backing down oneself.
        quits = (1 - other) - other * slopes[side] * times
        np.testing.assert_allclose(quits, crisis.at_once[1 - side], atol=1e-9)
        # The last who hold on are those for whom a strike is better than backing down.
        assert holding_on(crisis, slopes, side, crisis.horizon) == pytest.approx(
            crisis.locked_in[side], rel=1e-9
        )
        edge = slopes[side] * crisis.horizon
        for war in (-costs[side], -edge * 1.01, -edge * 0.99, 0.0):
            strikes = (1 - other) + other * war
            best = strikes.max()
            if -war < edge:
                assert best == pytest.approx(strikes[-1])
                assert best > quits[-1] - 1e-12
            elif -war > edge:
                assert strikes[-1] < quits[-1] + 1e-12


def test_alike_they_give_in_alike():
    crisis = audience_cost_crisis([0.5, 0.5], [2.0, 2.0])
    # (1 + T / 2) T / 4 = 1
    assert crisis.horizon == pytest.approx(2.0)
    np.testing.assert_array_equal(crisis.at_once, [0, 0])
    np.testing.assert_allclose(crisis.locked_in, [0.5, 0.5])
    np.testing.assert_allclose(crisis.backs_down, [(1 - 0.25) / 2] * 2)
    assert crisis.strike == pytest.approx(0.25)


def test_the_side_whose_public_minds_more_backs_down_less():
    """Fearon (1994), the main result, whatever costs and slopes of equals are changed."""
    slopes = np.stack([np.linspace(0.1, 3, 30), np.ones(30)], axis=-1)
    crisis = audience_cost_crisis(slopes, [1.5, 1.5])
    assert (np.diff(crisis.backs_down[:, 0]) < 0).all()
    assert ((crisis.backs_down[:, 0] < crisis.backs_down[:, 1]) == (slopes[:, 0] > 1)).all()
    cheaper = audience_cost_crisis([1.0, 1.0], [[0.5, 1.5], [1.5, 1.5]])
    assert cheaper.backs_down[0, 0] < cheaper.backs_down[1, 0]


def test_who_fears_no_audience_backs_down_at_once():
    crisis = audience_cost_crisis([0.0, 1.0], [2.0, 3.0])
    np.testing.assert_array_equal(crisis.at_once, [1, 0])
    np.testing.assert_array_equal(crisis.backs_down, [1, 0])
    assert crisis.strike == 0
    assert audience_cost_crisis(np.ones((3, 1, 2)), np.ones((4, 2))).backs_down.shape == (3, 4, 2)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: audience_cost_crisis([0, 0], [1, 1]), "slopes: both are 0"),
        (lambda: audience_cost_crisis([-1, 1], [1, 1]), "slopes: -1 is negative"),
        (lambda: audience_cost_crisis([1, 1], [0, 1]), "strike_costs: 0 is not above 0"),
        (lambda: audience_cost_crisis([1], [1]), "expected one number for each"),
    ],
)
def test_bad_input_is_named(call, words):
    with pytest.raises(ProblemError, match=words):
        call()
