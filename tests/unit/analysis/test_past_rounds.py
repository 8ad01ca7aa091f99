"""What past rounds say of a round, on rounds small enough to reckon by hand."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
import scipy.stats as st
from tests.small_case import plain, read

from burdenshare.analysis.past_rounds import (
    DEADLINE,
    ROUNDING,
    components,
    growth_draws,
    month_draws,
)
from burdenshare.analysis.standing import Standing, standing
from burdenshare.facts.priors import WEAK, BetaBelief, GammaBelief, StudentT
from burdenshare.model import build

NOTHING = Standing("support", "BBB", "AAA", date(2020, 1, 1), None, None, None)
SURE = BetaBelief(1e9, 1.0)
NEVER = BetaBelief(1.0, 1e9)


def rng():
    return np.random.default_rng(0)


def test_without_figures_the_record_speaks_alone():
    priors = replace(WEAK, growth={"": StudentT(0.1, 0.05, 5.0)})
    drawn = growth_draws(NOTHING, priors, rng(), 40_000)
    expected = st.t.ppf([0.05, 0.5, 0.95], 5, 0.1, 0.05)
    assert np.quantile(drawn, [0.05, 0.5, 0.95]) == pytest.approx(expected, abs=0.004)


def test_a_sure_bound_holds_the_record_between_the_figures():
    now = replace(NOTHING, payee_figure=0.05, payer_figure=0.0)
    drawn = components(now, replace(WEAK, bounded=SURE), rng(), 2000)
    assert drawn.record.min() == 0.0
    assert drawn.record.max() == 0.05


def test_a_payee_that_asks_for_no_more_than_is_paid_mostly_gets_that():
    now = replace(NOTHING, payee_figure=0.0)
    drawn = components(now, replace(WEAK, bounded=SURE), rng(), 20_000)
    assert drawn.figures is None
    # All growth above nothing is held at nothing.
    assert (drawn.record == 0).mean() == pytest.approx(st.t.sf(0, 4, 0.05, 0.12), abs=0.01)


def test_figures_divide_the_gap_by_the_part_conceded():
    now = replace(NOTHING, payee_figure=0.3, payer_figure=0.1)
    priors = replace(WEAK, positions_weight=SURE, gap_conceded=BetaBelief(5e8, 5e8))
    drawn = components(now, priors, rng(), 100)
    assert drawn.figures == pytest.approx(0.2, abs=1e-4)


@pytest.mark.parametrize(
    ("payee", "payer", "gap"),
    [
        (None, 0.1, None),
        (0.4, None, (0.0, 0.4)),
        (-0.1, None, (-0.1, -0.1)),
        (0.4, -0.2, (-0.2, 0.4)),
        (0.1, 0.3, (0.1, 0.3)),
    ],
)
def test_the_present_payment_stands_in_for_an_unknown_offer(payee, payer, gap):
    assert replace(NOTHING, payee_figure=payee, payer_figure=payer).gap == gap


def test_a_figure_far_out_has_little_weight():
    near, far = (
        components(replace(NOTHING, payee_figure=figure), WEAK, rng(), 10).credit
        for figure in (0.05, 5.0)
    )
    assert near > 0.99
    assert far < 0.2


def test_agreement_far_from_the_deadline_comes_at_a_rate():
    priors = replace(WEAK, early_hazard=GammaBelief(1e9, 0.25))
    months = month_draws(NOTHING, priors, rng(), 40_000)
    assert st.kstest(months, "expon", args=(0, 4)).statistic < 0.01


def test_past_the_end_the_late_rate_holds():
    priors = replace(WEAK, late_hazard=GammaBelief(1e9, 0.5))
    months = month_draws(replace(NOTHING, months_left=-1.0), priors, rng(), 40_000)
    assert st.kstest(months, "expon", args=(0, 2)).statistic < 0.01


@pytest.mark.parametrize(("draws_in", "lapse"), [(SURE, 0.0), (NEVER, np.exp(-0.1 * 5.5))])
def test_the_deadline_draws_agreements(draws_in, lapse):
    priors = replace(WEAK, early_hazard=GammaBelief(1e9, 0.1), by_expiry=draws_in)
    left = 5.5 + DEADLINE
    months = month_draws(replace(NOTHING, months_left=left), priors, rng(), 40_000)
    assert (months > left).mean() == pytest.approx(lapse, abs=0.01)


def test_figures_are_those_known_on_the_day():
    positions = [
        {"id": "ask", "date": "2020-02-01", "party": "AAA", "kind": "demand", "amount": 30},
        {"id": "say", "date": "2020-03-01", "party": "AAA", "kind": "statement", "amount": 99},
        {"id": "bid", "date": "2020-03-01", "party": "BBB", "kind": "offer", "rise": 0.1},
        {"id": "ask-less", "date": "2020-05-01", "known_on": "2020-09-01", "party": "AAA",
         "kind": "demand", "amount": 25},
    ]  # fmt: skip
    data = plain()
    judged = {"text": "It said so.", "basis": "judgement", "note": "Invented."}
    data["positions"] = [{"known_on": p["date"], **judged, **p} for p in positions]
    case = read(data)
    now, later = (standing(build(case, day)) for day in (date(2020, 6, 30), date(2020, 9, 1)))
    assert now.payee_figure == pytest.approx(np.log(1.5))
    assert now.payer_figure == pytest.approx(np.log(1.1))
    assert later.payee_figure == pytest.approx(np.log(1.25))


def test_rounding_alone_is_left_where_all_else_is_sure():
    now = replace(NOTHING, payee_figure=0.1, payer_figure=0.1)
    drawn = growth_draws(now, replace(WEAK, bounded=SURE), rng(), 20_000)
    assert drawn.mean() == pytest.approx(0.1, abs=1e-3)
    assert drawn.std() == pytest.approx(ROUNDING, rel=0.02)
