"""Nothing that became known after a forecast reaches it: planted lies move nothing."""

from datetime import timedelta

import numpy as np
import pytest

from burdenshare.backtest import Fitter, fitting, past_rounds
from burdenshare.backtest.naive import RULES, NaiveForecasts
from burdenshare.backtest.replay import FORECASTS
from burdenshare.backtest.rounds import read_round
from burdenshare.cases.load import load_case
from burdenshare.cases.schema import Position

ROUNDS = past_rounds()
BY_SLUG = {each.slug: each for each in ROUNDS}


@pytest.fixture(scope="module", autouse=True)
def truth():
    """Beliefs fitted on the true rounds; fits need not be good here, only the same."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (("_DRAWS", 200), ("_SWEEPS", 5), ("_QUANTILES", 40)):
            patch.setattr(fitting, name, value)
        yield Fitter(ROUNDS)


def lying(each, day):
    """A round as it is, but with another outcome and other steps from the day after `day` on."""
    if each.settled < day:
        return each
    outcome = each.case.outcome
    amount = outcome.amount.model_copy(update={"value": 7 * outcome.amount.value})
    after = str(max(day, each.opened) + timedelta(days=1))
    step = Position.model_validate(
        {"id": "lie", "date": after, "party": each.case.payment.payee, "kind": "demand",
         "amount": {"value": 99 * outcome.amount.value}, "text": "A lie."}
    )  # fmt: skip
    false = each.case.model_copy(
        update={
            "outcome": outcome.model_copy(update={"amount": amount}),
            "positions": (*each.case.positions, step),
        }
    )
    read = read_round(false)
    assert read.growth != each.growth
    return read


@pytest.mark.parametrize("slug", BY_SLUG)
def test_a_false_outcome_after_the_day_moves_no_forecast(slug, truth):
    each = BY_SLUG[slug]
    day = each.opened
    planted = tuple(lying(other, day) for other in ROUNDS)
    there = next(other for other in planted if other.slug == slug)
    assert there.growth != each.growth
    true, false = truth.before(day), Fitter(planted).before(day)
    assert true == false
    for forecast in FORECASTS.values():
        drawn = [
            forecast(round_, day, priors, np.random.default_rng(1), 100)
            for round_, priors in ((each, true), (there, false))
        ]
        assert drawn[0].growth.tolist() == drawn[1].growth.tolist()
        assert drawn[0].months.tolist() == drawn[1].months.tolist()
    for rule in RULES.values():
        said = [
            NaiveForecasts(rounds).growth(rule, r.opening, r, np.random.default_rng(1), 10)
            for rounds, r in ((ROUNDS, each), (planted, there))
        ]
        assert said[0].tolist() == said[1].tolist()


def test_a_false_outcome_before_the_day_moves_the_forecast():
    day = BY_SLUG["us-rok-2019"].opened
    earlier = BY_SLUG["us-rok-2018"]
    planted = tuple(lying(r, earlier.opened) if r is earlier else r for r in ROUNDS)
    assert Fitter(ROUNDS).before(day) != Fitter(planted).before(day)


def test_the_outcome_of_a_case_is_out_of_sight_when_it_is_opened():
    from burdenshare.cases.asof import cut

    for each in ROUNDS:
        assert cut(load_case(each.slug)).outcome is None
        assert each.opened < each.settled
