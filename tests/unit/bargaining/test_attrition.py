"""Wars of attrition between sides that may be obstinate."""

import itertools

import numpy as np
import pytest
from tests import naive_bargaining_models as naive

from burdenshare.bargaining.attrition import (
    NOBODY,
    agreed_by,
    attrition_outcomes,
    compte_jehiel,
    conceded_by,
    obstinate_after,
    sample_concession,
    war_of_attrition,
)
from burdenshare.errors import ProblemError

WARS = [
    ((0.6, 0.7), (0.2, 0.05), (0.1, 0.3)),
    ((0.9, 0.55), (0.1, 0.1), (0.2, 0.1)),
    ((0.6, 0.6), (0.05, 0.05), (0.1, 0.1)),
]


@pytest.mark.parametrize(("demands", "obstinate", "rates"), WARS)
def test_no_date_of_giving_in_beats_another(demands, obstinate, rates):
    war = war_of_attrition(demands, obstinate, rates)
    for side in (0, 1):
        payoffs = [
            naive.attrition_payoff(
                stop, side, demands, war.at_once, war.hazards, float(war.horizon), rates
            )
            for stop in (0.0, 0.3 * war.horizon, war.horizon)
        ]
        np.testing.assert_allclose(payoffs, war.payoffs[side], rtol=1e-9)
        late = naive.attrition_payoff(
            2 * war.horizon, side, demands, war.at_once, war.hazards, float(war.horizon), rates
        )
        assert late < war.payoffs[side]


@pytest.mark.parametrize(("demands", "obstinate", "rates"), WARS)
def test_both_reputations_reach_certainty_together(demands, obstinate, rates):
    war = war_of_attrition(demands, obstinate, rates)
    np.testing.assert_allclose(obstinate_after(war, war.horizon), 1.0)
    np.testing.assert_allclose(conceded_by(war, war.horizon), 1 - np.array(obstinate))
    assert (obstinate_after(war, 0.99 * war.horizon) < 1).all()
    assert war.at_once.min() == 0


def test_formula_of_the_initial_concession():
    war = war_of_attrition([0.6, 0.7], [0.2, 0.05], [0.1, 0.3])
    weak, strong = 1, 0
    ratio = war.hazards[weak] / war.hazards[strong]
    np.testing.assert_allclose(war.at_once[weak], 1 - 0.05 * 0.2**-ratio)


@pytest.mark.parametrize(("demands", "obstinate", "rates"), WARS)
def test_outcomes_by_simulation(demands, obstinate, rates):
    war = war_of_attrition(demands, obstinate, rates)
    end = attrition_outcomes(war)
    drawn = sample_concession(np.random.default_rng(3), war, size=(100_000,))
    for side in (0, 1):
        np.testing.assert_allclose(np.mean(drawn.side == side), end.gives_in[side], atol=5e-3)
    np.testing.assert_allclose(np.mean(drawn.side == NOBODY), end.impasse, atol=2e-3)
    np.testing.assert_allclose(end.impasse, np.prod(obstinate))
    finite = drawn.time[np.isfinite(drawn.time)]
    np.testing.assert_allclose(finite.mean(), end.delay, rtol=0.02)
    for time in (0.0, 1.0, 5.0):
        np.testing.assert_allclose(np.mean(drawn.time <= time), agreed_by(war, time), atol=6e-3)


def test_sampling_after_a_time_without_concession():
    war = war_of_attrition(*WARS[0])
    drawn = sample_concession(np.random.default_rng(4), war, size=(200_000,))
    kept = drawn.time > 1.5
    later = sample_concession(np.random.default_rng(5), war, size=(100_000,), elapsed=1.5)
    assert later.time.min() >= 1.5
    for time in (2.0, 3.0, 6.0):
        np.testing.assert_allclose(
            np.mean(later.time <= time), np.mean(drawn.time[kept] <= time), atol=0.01
        )
    np.testing.assert_allclose(np.mean(later.side == 0), np.mean(drawn.side[kept] == 0), atol=0.01)


def test_draws_on_leading_axes_keep_their_order():
    demands, obstinate, rates = (np.array(column) for column in zip(*WARS, strict=True))
    many = war_of_attrition(demands, obstinate, rates)
    for i, each in enumerate(WARS):
        one = war_of_attrition(*each)
        for left, right in zip(many, one, strict=True):
            np.testing.assert_allclose(left[i], right)
    drawn = sample_concession(np.random.default_rng(0), many, size=(2, 4))
    assert drawn.time.shape == drawn.side.shape == (2, 4, 3)


def test_demands_that_do_not_conflict():
    war = war_of_attrition([0.5, 0.3], [0.1, 0.2], [0.1, 0.1])
    np.testing.assert_allclose(war.payoffs, [0.6, 0.4])
    assert not war.conflict
    assert war.horizon == 0
    assert agreed_by(war, 0.0) == 1
    end = attrition_outcomes(war)
    assert (end.impasse, end.delay, end.gives_in.sum()) == (0, 0, 0)
    drawn = sample_concession(np.random.default_rng(0), war)
    assert (drawn.time, drawn.side) == (0.0, NOBODY)


@pytest.mark.parametrize(
    ("obstinate", "at_once", "horizon", "impasse"),
    [
        ((0.0, 0.1), (1.0, 0.0), -np.log(0.1) / 0.2, 0.0),
        ((1.0, 0.3), (0.0, 0.7), 0.0, 0.3),
        ((1.0, 1.0), (0.0, 0.0), 0.0, 1.0),
        ((0.0, 0.0), (0.0, 0.0), np.inf, 0.0),
        ((1.0, 0.0), (0.0, 1.0), 0.0, 0.0),
    ],
)
def test_certain_types(obstinate, at_once, horizon, impasse):
    war = war_of_attrition([0.6, 0.6], obstinate, [0.1, 0.1])
    np.testing.assert_allclose(war.at_once, at_once)
    np.testing.assert_allclose(war.horizon, horizon)
    np.testing.assert_allclose(attrition_outcomes(war).impasse, impasse)


def test_one_infinitely_patient_side_wins_at_once():
    war = war_of_attrition([0.6, 0.6], [0.1, 0.1], [0.0, 0.1])
    np.testing.assert_allclose(war.hazards, [0.2, 0.0], rtol=1e-12)
    np.testing.assert_allclose(war.at_once, [0.0, 0.9])
    near = war_of_attrition([0.6, 0.6], [0.1, 0.1], [1e-9, 0.1])
    np.testing.assert_allclose(near.at_once, war.at_once, atol=1e-6)


def test_both_infinitely_patient_is_the_limit_of_equal_patience():
    both = war_of_attrition([0.6, 0.8], [0.2, 0.05], [0.0, 0.0])
    near = war_of_attrition([0.6, 0.8], [0.2, 0.05], [1e-9, 1e-9])
    np.testing.assert_allclose(both.at_once, near.at_once, atol=1e-12)
    assert both.horizon == np.inf
    np.testing.assert_allclose(attrition_outcomes(both).gives_in, both.at_once)


def test_every_degenerate_combination_adds_up():
    chances = [(0, 0), (0, 0.1), (1, 0.3), (1, 1), (0.2, 0.05), (1e-300, 1e-200)]
    asked = [(0.6, 0.7), (0.5, 0.5), (1, 1), (1, 0.5)]
    patience = [(0.1, 0.2), (0, 0.2), (0, 0)]
    for each in itertools.product(asked, chances, patience):
        war = war_of_attrition(*each)
        end = attrition_outcomes(war)
        assert not any(np.isnan(part).any() for part in (*war, *end))
        np.testing.assert_allclose(end.gives_in.sum() + end.impasse, war.conflict, atol=1e-12)
        for time in (0.0, 3.0, 1e9):
            assert not np.isnan(obstinate_after(war, time)).any()
        outside = compte_jehiel(*each, (0.45, 0.2))
        np.testing.assert_allclose(sum(outside[1:]), 1.0)


def test_outside_options_below_what_giving_in_pays_change_nothing():
    demands, obstinate, rates = WARS[0]
    end = compte_jehiel(demands, obstinate, rates, [0.3, 0.4])
    war = war_of_attrition(demands, obstinate, rates)
    assert end.obstinacy_pays.all()
    np.testing.assert_allclose(end.agreed_at_once, war.at_once.sum())
    np.testing.assert_allclose(end.impasse, np.prod(obstinate))
    assert end.walkout == 0


def test_one_good_outside_option_disarms_the_other_side():
    end = compte_jehiel([0.6, 0.7], [0.2, 0.05], [0.1, 0.3], [0.35, 0.0])
    np.testing.assert_array_equal(end.obstinacy_pays, [True, False])
    np.testing.assert_allclose(end[1:], [0.95, 0.0, 0.05 * 0.8, 0.05 * 0.2])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: war_of_attrition([1.2, 0.5], [0.1, 0.1], [0.1, 0.1]), "demands"),
        (lambda: war_of_attrition([0.6, 0.5], [0.1, -0.1], [0.1, 0.1]), "obstinate"),
        (lambda: war_of_attrition([0.6, 0.5], [0.1, 0.1], [0.1, -0.1]), "rates: -0.1 is negative"),
        (lambda: war_of_attrition([0.6, 0.5, 0.1], [0.1, 0.1], [0.1, 0.1]), "each of the two"),
        (lambda: conceded_by(war_of_attrition(*WARS[0]), -1.0), "time"),
        (
            lambda: agreed_by(war_of_attrition(np.ones((3, 2)), [0.1] * 2, [0.1] * 2), [1.0, 2.0]),
            "does not broadcast",
        ),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ProblemError, match=message):
        call()
