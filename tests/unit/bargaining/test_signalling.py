"""Challenge and resistance; crises of rising audience costs."""

import numpy as np
import pytest
from scipy import stats
from tests import naive_bargaining_models as naive

from burdenshare.bargaining.signalling import (
    SignallingPayoffs,
    rising_audience_costs,
    signalling_equilibrium,
)
from burdenshare.errors import ProblemError

GAMES = [
    (0.0, 1.0, -0.5, -0.5, -1.0, -1.5, 0.0),
    (0.0, 2.0, -0.2, -1.5, -0.5, -0.6, 0.3),
    (0.5, 0.8, -1.0, 0.2, -2.0, -3.0, 0.0),
]


@pytest.mark.parametrize("means", GAMES)
def test_simulated_best_replies_reproduce_the_equilibrium(means):
    answer = signalling_equilibrium(SignallingPayoffs(*means))
    challenge, firm, resist = naive.signalling(means, answer.resist, np.random.default_rng(0))
    np.testing.assert_allclose(answer.challenge, challenge, atol=5e-3)
    np.testing.assert_allclose(answer.stand_firm, firm, atol=8e-3)
    np.testing.assert_allclose(answer.resist, resist, atol=0.015)
    np.testing.assert_allclose(answer.outcomes.sum(), 1.0)


@pytest.mark.parametrize("means", GAMES)
def test_chances_by_the_bivariate_normal(means):
    answer = signalling_equilibrium(SignallingPayoffs(*means))
    sq, va, wa, back, cb, wb, vb = means
    least = (sq - (1 - answer.resist) * va) / answer.resist
    law = stats.multivariate_normal(cov=[[1, np.sqrt(0.5)], [np.sqrt(0.5), 1]])
    joint = law.cdf([wa - least, (wa - back) / np.sqrt(2)])
    challenge = 1 - stats.norm.cdf(least - wa) * stats.norm.cdf(least - back)
    np.testing.assert_allclose(answer.challenge, challenge, rtol=1e-9)
    np.testing.assert_allclose(answer.stand_firm, joint / challenge, rtol=1e-6)
    firm = answer.stand_firm
    resist = stats.norm.sf((cb - (1 - firm) * vb) / firm - wb)
    np.testing.assert_allclose(answer.resist, resist, rtol=1e-9)


@pytest.mark.parametrize("spreads", [(0.3, 2.0), (2.0, 0.3)])
def test_unequal_spreads_by_quadrature(spreads):
    game = SignallingPayoffs(*GAMES[0], *spreads)
    answer = signalling_equilibrium(game)
    rng, draws = np.random.default_rng(1), 400_000
    fight = -0.5 + spreads[0] * rng.standard_normal(draws)
    back = -0.5 + spreads[1] * rng.standard_normal(draws)
    challenges = answer.resist * np.maximum(fight, back) + (1 - answer.resist) >= 0
    np.testing.assert_allclose(answer.challenge, challenges.mean(), atol=4e-3)
    np.testing.assert_allclose(answer.stand_firm, (fight >= back)[challenges].mean(), atol=6e-3)


def test_arrays_are_each_solved_alone():
    fight = np.linspace(-2, 1, 7)
    many = signalling_equilibrium(SignallingPayoffs(0.0, 1.0, fight, -0.5, -1.0, -1.5, 0.0))
    for i, value in enumerate(fight):
        one = signalling_equilibrium(SignallingPayoffs(0.0, 1.0, value, -0.5, -1.0, -1.5, 0.0))
        np.testing.assert_allclose(many.outcomes[i], one.outcomes, rtol=1e-9)


def test_a_costlier_retreat_makes_the_challenger_firmer():
    shame = np.linspace(0.5, -3, 8)
    answer = signalling_equilibrium(SignallingPayoffs(0.0, 1.0, -0.5, shame, -1.0, -1.5, 0.0))
    assert (np.diff(answer.stand_firm) > 0).all()
    assert (np.diff(answer.resist) < 0).all()


CRISES = [
    ((1.0, 2.0), (1.0, 1.0), (1.0, 1.0)),
    ((1.0, 1.5), (1.0, 3.0), (1.0, 2.0)),
    ((0.3, 0.1), (2.0, 0.5), (1.0, 1.0)),
]


@pytest.mark.parametrize(("rates", "highest", "prizes"), CRISES)
def test_crisis_by_simulation(rates, highest, prizes):
    crisis = rising_audience_costs(rates, highest, prizes)
    first, second, fight = naive.crisis(
        rates,
        highest,
        prizes,
        float(crisis.horizon),
        crisis.quits_at_once,
        np.random.default_rng(0),
    )
    np.testing.assert_allclose(crisis.backs_down, [first, second], atol=5e-3)
    np.testing.assert_allclose(crisis.fight, fight, atol=5e-3)
    np.testing.assert_allclose(crisis.backs_down.sum() + crisis.fight, 1.0, rtol=1e-12)


@pytest.mark.parametrize(("rates", "highest", "prizes"), CRISES)
def test_no_date_of_giving_in_beats_another(rates, highest, prizes):
    crisis = rising_audience_costs(rates, highest, prizes)
    for side in (0, 1):
        payoffs = [
            naive.giving_in_payoff(
                stop, side, rates, prizes, float(crisis.horizon), crisis.quits_at_once
            )
            for stop in (0.0, 0.4 * crisis.horizon, 0.99 * crisis.horizon)
        ]
        np.testing.assert_allclose(payoffs, payoffs[0], atol=1e-9)


def test_types_locked_in_at_the_horizon_are_those_who_never_gave_in():
    crisis = rising_audience_costs([1.0, 2.0], [1.0, 1.0])
    growth, locked = np.array([2.0, 1.0]), np.array([1.0, 2.0]) * crisis.horizon
    np.testing.assert_allclose((1 - crisis.quits_at_once) / (1 + growth * crisis.horizon), locked)


def test_no_audience_at_all_and_on_one_side():
    none = rising_audience_costs([0.0, 0.0], [1.0, 1.0])
    assert none.horizon == np.inf
    assert (none.fight, none.backs_down.sum()) == (0, 0)
    one = rising_audience_costs([1.0, 0.0], [1.0, 1.0])
    np.testing.assert_allclose(one.quits_at_once, [0, 1])
    np.testing.assert_allclose(one.backs_down, [0, 1])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: signalling_equilibrium(SignallingPayoffs(0, 1, 0, 0, 0.5, -1, 0)),
            "target_backdown",
        ),
        (
            lambda: signalling_equilibrium(SignallingPayoffs(0, 1, 0, 0, -1, -1, 0, 0.0)),
            "spread_challenger_fight",
        ),
        (lambda: rising_audience_costs([-1.0, 1.0], [1.0, 1.0]), "audience_rates"),
        (lambda: rising_audience_costs([1.0, 1.0], [0.0, 1.0]), "highest_fight_costs"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ProblemError, match=message):
        call()
