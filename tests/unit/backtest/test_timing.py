"""Rates of histories: conjugate rules, total probability, and rates that made the dates."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from burdenshare.analysis import amounts
from burdenshare.analysis.talks import Hyper, calendar_of, drawn_beliefs, talks_of
from burdenshare.backtest import past_rounds, timing
from burdenshare.backtest.timing import Rates, log_likelihood, posterior
from burdenshare.bargaining.history import simulate
from burdenshare.facts.priors import WEAK
from burdenshare.model import build
from burdenshare.uncertainty.sampling import Block, Plan, Threads

OFF = ("walkout", "ratification", "departure")


@pytest.fixture(autouse=True)
def _few_points(monkeypatch):
    monkeypatch.setattr(timing, "POINTS", 256)


def a_round(slug, agreed):
    known = next(each for each in past_rounds() if each.slug == slug)
    return replace(known, agreed=agreed)


TRUE = {"early_pace": 0.3, "by_expiry": 0.3, "pace": 0.6, "relenting": 0.08}


def histories(slug, size):
    """Histories of a round with known rates; all else is as uncertain as for a real one."""
    each = a_round(slug, date(2005, 4, 25))
    model = build(each.case, each.opened, priors=WEAK)
    draws, calendar = model.draw(Plan(size, 3), Threads(1)), calendar_of(model)
    limits = amounts.reservation(model, draws)
    believed = drawn_beliefs(model, draws, WEAK, Hyper(3, Block(0, 0, size)), limits)
    believed = replace(believed, **{name: np.full(1, value) for name, value in TRUE.items()})
    rng, talks = np.random.default_rng(5), talks_of(model, draws, calendar)
    return simulate(talks, believed, rng, size=size, without=OFF), calendar


def test_moments_are_those_of_the_conjugate_rules():
    """n agreements in a time of waiting move a gamma belief; counts move a beta belief."""
    rates = Rates.spread(0)
    lapse = 5 * np.log(rates.lapse) - 12 * rates.lapse
    mass = 4 * np.log(rates.mass) + 3 * np.log1p(-rates.mass)
    found = posterior(rates, lapse + mass)
    weak = WEAK.lapse_pace
    assert found.lapse_pace.shape == pytest.approx(weak.shape + 5, rel=0.15)
    assert found.lapse_pace.mean == pytest.approx(
        (weak.shape + 5) / (weak.shape / weak.mean + 12), rel=0.03
    )
    share = (WEAK.deadline_mass.a + 4) / (WEAK.deadline_mass.a + WEAK.deadline_mass.b + 7)
    assert found.deadline_mass.a / (found.deadline_mass.a + found.deadline_mass.b) == (
        pytest.approx(share, rel=0.03)
    )
    # What no date speaks of stays as it was.
    assert found.relenting.mean == pytest.approx(WEAK.relenting.mean, rel=0.05)
    assert found.session_pace.shape == pytest.approx(WEAK.session_pace.shape, rel=0.15)


@pytest.mark.parametrize(
    ("agreed", "begins", "ends"),
    [  # months from the opening of the talks, 4.27 before that of the round; the terms end at 6.01
        (date(2004, 12, 1), 4.777, 5.277),
        (date(2004, 12, 31), 5.512, 6.013),
        (date(2005, 1, 2), 6.013, 6.513),
        (date(2005, 4, 25), 9.541, 10.041),
    ],
)
def test_the_likelihood_is_the_share_of_histories_that_end_in_the_window(
    agreed, begins, ends, monkeypatch
):
    monkeypatch.setattr(timing, "POINTS", 2)
    monkeypatch.setattr(timing, "LATENT", 8192)
    found, _ = histories("us-rok-2004", 20_000)
    rates = Rates(*(np.full(2, value) for value in (*TRUE.values(), 0.0)))
    logs = log_likelihood(a_round("us-rok-2004", agreed), WEAK, rates, 0)
    share = ((found.date > begins) & (found.date <= ends)).mean()
    assert np.exp(logs[0]) == pytest.approx(share, abs=0.01)


def test_at_the_same_rates_likelihoods_are_the_same():
    rates = Rates.spread(2)
    one = Rates(*(np.full(timing.POINTS, value) for value in (0.2, 0.5, 0.4, 0.1, 0.0)))
    logs = log_likelihood(a_round("us-rok-2004", date(2005, 4, 25)), WEAK, one, 0)
    assert np.ptp(logs) < 1e-9
    logs = log_likelihood(a_round("us-rok-2004", date(2005, 4, 25)), WEAK, rates, 0)
    assert np.ptp(logs) > 1


def test_rates_that_made_the_dates_are_found_again():
    """Dates of 60 histories; the posterior holds the rates within three standard deviations."""
    slug = "us-rok-2004"
    found, calendar = histories(slug, 400)
    dates = found.date[np.isfinite(found.date)][:60]
    rates = Rates.spread(0)
    logs = sum(
        log_likelihood(a_round(slug, calendar.day(months)), WEAK, rates, 0) for months in dates
    )
    fitted = posterior(rates, logs)
    for belief, truth in (
        (fitted.session_pace, TRUE["early_pace"]),
        (fitted.lapse_pace, TRUE["pace"]),
    ):
        assert abs(belief.mean - truth) < 3 * belief.mean / np.sqrt(belief.shape)
    mass = fitted.deadline_mass
    mean = mass.a / (mass.a + mass.b)
    assert abs(mean - TRUE["by_expiry"]) < 3 * np.sqrt(mean * (1 - mean) / (mass.a + mass.b + 1))
    # And they are not where the weak beliefs had them.
    assert fitted.lapse_pace.mean > 1.3 * WEAK.lapse_pace.mean
    assert fitted.lapse_pace.shape > 3 * WEAK.lapse_pace.shape
