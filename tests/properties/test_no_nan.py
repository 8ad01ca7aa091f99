"""Whatever the numbers, a rule or solution gives finite charges that add up, or says why not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from burdenshare.errors import ProblemError
from burdenshare.sharing import airport
from burdenshare.sharing.claims import RULES
from burdenshare.sharing.games import Game
from burdenshare.sharing.solutions import SOLUTIONS
from burdenshare.sharing.stability import core

AIRPORT_RULES = (
    airport.sequential_equal_contributions,
    airport.sequential_full_contributions,
    airport.constrained_equal_contributions,
    airport.constrained_proportional_contributions,
    airport.constrained_equal_benefits,
    airport.proportional_contributions,
    airport.slack_maximizer,
)

AMOUNTS = st.one_of(
    st.just(0.0),
    st.integers(1, 3).map(float),
    st.builds(lambda m, e: m * 10.0**e, st.floats(1, 10), st.integers(-250, 250)),
)


@pytest.mark.parametrize("rule", RULES)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_awards_are_finite_and_add_up(rule: str, data: st.DataObject) -> None:
    pair = RULES[rule].claimants == 2
    claims = data.draw(st.lists(AMOUNTS, min_size=2 if pair else 1, max_size=2 if pair else 5))
    total = float(np.sum(claims))
    endowment = data.draw(st.sampled_from([0.0, 0.3, 0.5, 1.0])) * total
    awards = RULES[rule](endowment, claims)
    slack = 1e-9 * total
    assert np.isfinite(awards).all()
    assert abs(awards.sum() - endowment) <= slack
    assert (awards >= -slack).all()
    assert (awards <= np.array(claims) + slack).all()


@pytest.mark.parametrize("rule", AIRPORT_RULES, ids=lambda rule: rule.__name__)
@settings(max_examples=60, deadline=None)
@given(costs=st.lists(AMOUNTS, min_size=1, max_size=6))
def test_contributions_are_finite_and_add_up(rule, costs: list[float]) -> None:
    paid = rule(costs)
    assert np.isfinite(paid).all()
    assert abs(paid.sum() - max(costs)) <= 1e-9 * max(costs)


@pytest.mark.parametrize("solution", SOLUTIONS)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_charges_are_finite_or_refused(solution: str, data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 4))
    signed = st.builds(lambda a, s: a * s, AMOUNTS, st.sampled_from([-1, 1]))
    worths = data.draw(st.lists(signed, min_size=(1 << size) - 1, max_size=(1 << size) - 1))
    game = Game.from_vector(worths, data.draw(st.sampled_from(["cost", "value"])))
    try:
        charges = SOLUTIONS[solution](game)
    except ProblemError:
        return
    assert np.isfinite(charges).all()
    if solution != "banzhaf":
        scale = float(np.abs(game.values).max())
        assert abs(charges.sum() - game.values[-1]) <= 1e-7 * scale
    assert np.isfinite(core(game).point).all()
