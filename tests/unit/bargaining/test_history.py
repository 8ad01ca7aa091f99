"""Histories: against slow steps, rejection, closed forms and laws; switches; degenerate talks."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.naive_history import stepped_dates

from burdenshare.bargaining.attrition import war_of_attrition
from burdenshare.bargaining.history import MECHANISMS, Way, open_until, simulate
from burdenshare.bargaining.history_premises import (
    NEVER,
    PAYEE,
    PAYER,
    Beliefs,
    CaseLimits,
    Departure,
    Figures,
    Refusal,
    Talks,
    TypeChange,
)
from burdenshare.errors import ProblemError

ONE = np.ones(1)


PACED = (Figures(0.0, 105 * ONE, 95 * ONE),)
"""Claims of three quarters each of a surplus from 90 to 110, at which rates add up to the pace."""


def plain(**changes):
    """Beliefs taken as certain, in which nobody is obstinate and nothing is uncertain."""
    sure = Beliefs(
        present=100 * ONE, growth=0 * ONE, later_growth=0 * ONE, friction=(0.1 * ONE, 0.1 * ONE),
        typical_friction=0.1, impatience=(0.05 * ONE, 0.05 * ONE), obstinacy=(0 * ONE, 0 * ONE),
        power=0.5 * ONE, by_expiry=0.5 * ONE, early_pace=0.1 * ONE, pace=0.2 * ONE,
        gap_conceded=0.5 * ONE, anchor=0 * ONE, noise=0 * ONE, positions_weight=1.0, bounded=1.0,
        case_weight=0.0, walkouts=0 * ONE,
    )  # fmt: skip
    return replace(sure, **changes)


def drawn(rng, size, **changes):
    """Beliefs as wide as those of a case."""
    gamma = rng.standard_gamma
    return replace(
        plain(
            growth=0.05 + 0.1 * rng.standard_normal(size),
            later_growth=0.05 + 0.1 * rng.standard_normal(size),
            friction=(gamma(2, size) * 0.075, gamma(2, size) * 0.075),
            typical_friction=0.15,
            obstinacy=(rng.beta(1, 6, size), rng.beta(1, 6, size)),
            power=rng.beta(4, 4, size),
            by_expiry=rng.beta(2, 2, size),
            early_pace=gamma(2, size) * 0.05,
            pace=gamma(2, size) * 0.15,
            gap_conceded=rng.beta(2, 4, size),
            anchor=rng.beta(1, 19, size),
            noise=gamma(4, size) * 0.01,
            positions_weight=0.5,
            bounded=0.9,
            walkouts=0.1 * ONE,
            relenting=gamma(2, size) * 0.04,
        ),
        **changes,
    )


def rich(rng, size):
    """Beliefs and talks in which every mechanism has something to do."""
    limits = CaseLimits(rng.normal(85, 12, size), rng.normal(130, 12, size), 60 * ONE, 900 * ONE,
                        (2 * ONE, 20 * ONE))  # fmt: skip
    believed = drawn(
        rng, size, case_weight=0.5, limits=limits, ceiling=rng.normal(112, 8, size),
        ceiling_bias=rng.normal(0.03, 0.03, size), room=-0.02,
    )  # fmt: skip
    talks = Talks(
        as_of=7.0,
        expiry=9.0,
        deadlines=(12.0,),
        changes=(TypeChange(14.0, PAYEE, 0.5 * ONE, 108 * ONE),),
        figures=(Figures(1.0, 300 * ONE, None), Figures(4.0, None, 104 * ONE)),
        refusals=(Refusal(5.0, PAYEE, 104 * ONE, 0.2),),
        departures=(Departure(0.3 * ONE, False), Departure(0.05 * ONE, True)),
    )
    return talks, believed


def same(first, second):
    """Tell whether two sets of histories are the same."""
    pairs = (
        (getattr(first, name), getattr(second, name))
        for name in ("date", "payment", "way", "changed", "departs", "walkout", "refused_at_home")
    )
    return all(np.array_equal(a, b) for a, b in pairs)


def distance(first, second):
    """Largest gap between two distribution functions."""
    every = np.sort(np.concatenate([first, second]))
    cumulative = [
        np.searchsorted(np.sort(x), every, side="right") / x.size for x in (first, second)
    ]
    return np.abs(cumulative[0] - cumulative[1]).max()


# --- second routes -------------------------------------------------------------------------------


@pytest.mark.parametrize("expiry", [4.0, 10.0])
def test_inversion_gives_the_dates_that_small_steps_give(expiry):
    size, rng = 6000, np.random.default_rng(1)
    growth = 0.08 * rng.standard_normal(size)
    believed = plain(
        growth=growth, obstinacy=(0.15 * ONE, 0.25 * ONE), impatience=(0.3 * ONE, 0.1 * ONE),
        friction=(0.2 * ONE, 0.1 * ONE), typical_friction=0.15, positions_weight=0.0,
    )  # fmt: skip
    talks = Talks(0.0, 36.0, expiry, changes=(TypeChange(14.0, PAYEE, 0.6 * ONE, None),))
    found = simulate(talks, believed, rng, size=size, without=["noise"])
    centre = 100 * np.exp(growth)
    slow = stepped_dates(
        rng, size, step=1 / 32, end=36.0, expiry=expiry, early=0.1, share_by_expiry=0.5, pace=0.2,
        impatience=(0.3, 0.1), obstinacy=(0.15, 0.25), friction=(0.2, 0.1), typical_friction=0.15,
        most=(centre + 15, centre - 15), change_at=14.0, change_chance=0.6,
    )  # fmt: skip
    # Two samples of this size differ by more than 0.036 once in a thousand times.
    dates, others = (np.where(np.isinf(d), 99.0, np.round(d, 1)) for d in (found.date, slow))
    assert distance(dates, others) < 0.036
    assert 0.02 < np.isinf(found.date).mean() < 0.5


def test_conditioning_is_what_throwing_away_would_give():
    size, rng = 60_000, np.random.default_rng(2)
    ask, talks = 103.0, Talks(0.0, 40.0, 3.0, changes=(TypeChange(9.0, PAYER, 0.3 * ONE, None),))
    refusal = (Refusal(2.0, PAYEE, ask * ONE, 0.3),)
    every = drawn(rng, size)
    free = simulate(talks, every, rng, size=size, without=["walkout"])
    width = (every.friction[0] + every.friction[1]) * 100
    least = 100 * np.exp(every.growth) - every.power * width
    refuses = (ask < least) | (rng.random(size) < 0.3)
    kept = refuses & (free.date > 10.0)
    later = replace(talks, as_of=10.0, horizon=30.0, refusals=refusal)
    given_ = simulate(later, drawn(rng, size), rng, size=size, without=["walkout"])
    assert 0.02 < kept.mean() < 0.4
    assert 0.05 < given_.effective < 0.9
    for name in ("date", "payment"):
        told = [getattr(x, name)[mask] for x, mask in ((free, kept), (given_, slice(None)))]
        told = [np.where(np.isinf(x), 1e6, x) for x in told]
        assert distance(*told) < 0.035, name


def test_the_rate_in_a_lapse_is_that_of_the_formula():
    """Without obstinacy each side is content to wait for ever; claims of 3/4 give the pace."""
    found = simulate(
        Talks(0.0, 600.0, expiry=0.0, figures=PACED),
        plain(friction=(0.1 * ONE, 0.1 * ONE)),
        np.random.default_rng(3),
        size=40_000,
    )
    assert np.mean(found.date) == pytest.approx(1 / 0.2, rel=0.02)
    assert (found.way == Way.PAYEE_YIELDS).mean() == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize(
    ("obstinate", "rates"), [((0.3, 0.1), (0.1, 0.1)), ((0.2, 0.2), (0.3, 0.1))]
)
def test_giving_in_at_once_to_a_new_government_is_that_of_the_closed_form(obstinate, rates):
    """A pace near nothing leaves only what the weaker side gives in at once."""
    size = 40_000
    believed = plain(
        pace=1e-9 * ONE, early_pace=0 * ONE, by_expiry=0 * ONE,
        impatience=tuple(r * ONE for r in rates),
        obstinacy=tuple(z * ONE for z in obstinate),
    )  # fmt: skip
    talks = Talks(0.0, 36.0, expiry=30.0, changes=(TypeChange(5.0, PAYEE, ONE, 100 * ONE),))
    found = simulate(talks, believed, np.random.default_rng(4), size=size)
    war = war_of_attrition([0.6, 0.6], obstinate, rates)
    assert (found.date <= 8.0 + 1e-9).mean() == pytest.approx(war.at_once.sum(), abs=0.01)
    weaker = int(np.argmax(war.at_once))
    ways = set(found.way[np.isfinite(found.date)].tolist())
    assert ways == {(Way.PAYEE_YIELDS, Way.PAYER_YIELDS)[weaker]}


def test_holding_out_makes_a_side_look_obstinate_as_in_the_closed_form():
    """What is left open after a time in the war is what survives of the two populations."""
    size, z = 60_000, 0.2
    believed = plain(obstinacy=(z * ONE, z * ONE))
    talks = Talks(0.0, 60.0, expiry=0.0, figures=PACED)
    found = simulate(talks, believed, np.random.default_rng(5), size=size)
    war = war_of_attrition([0.75, 0.75], [z, z], [0.1, 0.1])
    assert war.at_once.sum() == 0
    rate = 0.1  # a month, for each side: half of the pace
    for month in (3.0, 10.0):
        still_open = np.prod([max(np.exp(-rate * month), z)] * 2)
        assert (found.date > month).mean() == pytest.approx(still_open, abs=0.01)
    assert np.isinf(found.date).mean() == pytest.approx(z * z, abs=0.005)


def test_a_new_government_knows_an_opponent_that_has_held_out_for_what_it_is():
    """By month 10 both old sides would have given in; a new payee that can gives in at once."""
    size, z = 40_000, 0.5
    believed = plain(obstinacy=(z * ONE, z * ONE))
    talks = Talks(0.0, 30.0, expiry=0.0, changes=(TypeChange(10.0, PAYEE, ONE, None),))
    found = simulate(talks, believed, np.random.default_rng(6), size=size)
    still_open = found.date > 10.0
    assert still_open.mean() == pytest.approx(z * z, abs=0.01)
    assert (found.date[still_open] > 13.0).mean() == pytest.approx(z, abs=0.015)


def test_a_government_that_settles_today_is_settled_in_time():
    """Conditioning while a new government finds its feet is what throwing away would give."""
    size, believed = 60_000, plain(obstinacy=(0.6 * ONE, 0.1 * ONE), pace=0.02 * ONE)
    talks = Talks(0.0, 40.0, expiry=0.0, changes=(TypeChange(1.0, PAYEE, ONE, None),))
    free = simulate(talks, believed, np.random.default_rng(7), size=size).date
    later = replace(talks, as_of=2.0, horizon=38.0)
    given_ = simulate(later, believed, np.random.default_rng(8), size=size).date
    told = [np.where(np.isinf(x), 1e6, x) for x in (free[free > 2.0], given_)]
    assert distance(*told) < 0.015


def test_a_later_election_that_changes_nothing_moves_no_date():
    size, believed = 60_000, plain(obstinacy=(0.6 * ONE, 0.1 * ONE), pace=0.02 * ONE)
    once = TypeChange(1.0, PAYEE, ONE, None)
    talks = Talks(0.0, 40.0, expiry=0.0, changes=(once,))
    told = []
    for changes in ((once,), (once, TypeChange(20.0, PAYEE, 0 * ONE, None))):
        found = simulate(
            replace(talks, changes=changes), believed, np.random.default_rng(9), size=size
        )
        told.append(np.where(np.isinf(found.date), 1e6, found.date))
    assert distance(*told) < 0.015


def test_an_election_on_the_day_of_the_opening_is_held_once():
    change = TypeChange(0.0, PAYEE, 0.5 * ONE, 200 * ONE)
    talks = Talks(0.0, 36.0, expiry=6.0, changes=(change,))
    believed = plain(by_expiry=ONE)
    found = simulate(talks, believed, np.random.default_rng(10), size=20_000)
    assert (found.payment > 150).mean() == pytest.approx(0.5, abs=0.015)


# --- calibration ---------------------------------------------------------------------------------


def test_forecasts_are_calibrated_on_histories_of_the_model():
    """Simulation-based calibration: the truth's rank among what is forecast is uniform."""
    rng, ranks = np.random.default_rng(6), {"date": [], "least": []}
    size = 200
    while len(ranks["date"]) < 400:
        as_of, ask = rng.uniform(1.0, 14.0), rng.normal(102.0, 8.0)
        events = {"expiry": 4.0, "changes": (TypeChange(8.0, PAYEE, 0.5 * ONE, 106 * ONE),)}
        truths = drawn(rng, size)
        told = simulate(Talks(0.0, as_of + 24.0, **events), truths, rng, size=size)
        least = limits_of(truths)
        fits = (told.date > as_of) & ((ask < least) | (rng.random(size) < 0.2))
        if not fits.any():
            continue
        truth = int(np.flatnonzero(fits)[0])
        asked = Talks(as_of, 24.0, refusals=(Refusal(0.5, PAYEE, ask * ONE, 0.2),), **events)
        believed = drawn(rng, 1000)
        forecast = simulate(asked, believed, rng, size=1000)
        ranks["date"].append(rank(rng, told.date[truth], forecast.date))
        ranks["least"].append(rank(rng, least[truth], limits_of(believed)[forecast.source]))
    for name, values in ranks.items():
        counts = np.histogram(values, 10, (0, 1))[0]
        # Exceeded once in a thousand by chance, with nine degrees of freedom.
        assert ((counts - 40.0) ** 2 / 40.0).sum() < 27.9, (name, counts)


def limits_of(believed):
    width = (believed.friction[0] + believed.friction[1]) * 100
    return 100 * np.exp(believed.growth) - believed.power * width


def rank(rng, truth, forecast):
    """Share of the forecast below the truth; ties, such as never, are broken by chance."""
    return (forecast < truth).mean() + rng.random() * (forecast == truth).mean()


# --- switches ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", MECHANISMS)
def test_every_mechanism_changes_something(name):
    size = 4000
    runs = []
    for off in ((), (name,)):
        rng = np.random.default_rng(7)
        talks, believed = rich(rng, size)
        runs.append(simulate(talks, believed, rng, size=size, without=off))
    assert not same(*runs)


def test_the_same_generator_gives_the_same_histories():
    runs = []
    for _ in range(2):
        rng = np.random.default_rng(8)
        runs.append(simulate(*rich(rng, 500), rng, size=500))
    assert same(*runs)


def test_nothing_is_left_unsaid():
    rng = np.random.default_rng(9)
    found = simulate(*rich(rng, 5000), rng, size=5000)
    agreed = np.isfinite(found.date)
    assert not np.isnan(found.date).any()
    assert not np.isnan(found.payment).any()
    assert ((found.way > 0) == agreed).all()
    assert (found.date[agreed] >= 7.0).all()
    assert (found.date[agreed] <= 43.0).all()
    assert (found.payment[agreed] > 0).all()
    assert 0 < found.effective <= 1
    ended = np.isfinite(found.departs[1])
    assert not agreed[ended].any()


# --- laws ----------------------------------------------------------------------------------------


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 99), cut=st.floats(0.7, 1.0))
def test_a_tighter_ratifier_never_raises_the_terms(seed, cut):
    ends = []
    for factor in (1.0, cut):
        rng = np.random.default_rng(seed)
        believed = drawn(rng, 400, ceiling=factor * rng.normal(112, 8, 400), ceiling_bias=0 * ONE)
        talks = Talks(0.0, expiry=4.0)
        # Who relents signs otherwise than who gives in; the law holds for each way by itself.
        ends.append(simulate(talks, believed, rng, size=400, without=["relenting"]))
    loose, tight = ends
    both = np.isfinite(loose.date) & np.isfinite(tight.date)
    assert (tight.payment[both] <= loose.payment[both] + 1e-9).all()


@pytest.mark.parametrize("levels", [(0.02, 0.1, 0.5)])
def test_more_friction_brings_agreement_sooner(levels):
    """Limits of the case, frictions growing: who bleeds more gives in sooner."""
    shares = []
    for level in levels:
        limits = CaseLimits(90 * ONE, 110 * ONE, friction=(100 * level * ONE, 100 * level * ONE))
        believed = plain(limits=limits, case_weight=1.0, by_expiry=0 * ONE, early_pace=0 * ONE)
        rng = np.random.default_rng(10)
        found = simulate(Talks(0.0, expiry=1.0), believed, rng, size=20_000)
        shares.append((found.date <= 7.0).mean())
    assert shares[0] < shares[1] < shares[2]


def test_a_refusal_moves_the_limit_of_the_side_that_refused():
    size, rng = 20_000, np.random.default_rng(11)
    believed = drawn(rng, size)
    for side, figure, above in ((PAYEE, 110.0, True), (PAYER, 95.0, False)):
        refused = Talks(1.0, expiry=5.0, refusals=(Refusal(0.5, side, figure * ONE, 0.1),))
        told = simulate(refused, believed, rng, size=size)
        least = limits_of(believed)
        bound = (
            least if side == PAYEE else least + (believed.friction[0] + believed.friction[1]) * 100
        )
        before = (bound > figure).mean()
        after = (bound[told.source] > figure).mean()
        assert (after > before) == above


def test_a_refusal_that_is_never_made_for_show_rules_draws_out():
    size = 20_000
    believed = drawn(np.random.default_rng(11), size)
    talks = Talks(1.0, 12.0, 6.0, refusals=(Refusal(0.5, PAYEE, 104 * ONE, 0.0),))
    found = simulate(talks, believed, np.random.default_rng(12), size=size)
    width = (believed.friction[0] + believed.friction[1]) * 100
    least = 100 * np.exp(believed.growth) - believed.power * width
    assert (least[found.source] > 104).all()
    assert (least > 104).mean() < 0.7


def test_a_good_outside_option_takes_the_sense_out_of_obstinacy():
    """The payer would rather leave than grant the claim: a payee not obstinate gives in at once."""
    demand = (Figures(0.0, 120 * ONE, None),)
    shares = []
    for outside in (np.inf * ONE, 105 * ONE):
        limits = CaseLimits(80 * ONE, 120 * ONE, None, outside, (0 * ONE, 4 * ONE))
        believed = plain(limits=limits, case_weight=1.0, obstinacy=(0.3 * ONE, 0 * ONE))
        talks = Talks(0.0, expiry=0.0, figures=demand, departures=(Departure(0 * ONE, True),))
        found = simulate(talks, believed, np.random.default_rng(12), size=20_000)
        yields = (found.way == Way.PAYEE_YIELDS).mean()
        shares.append((yields, np.isfinite(found.departs[0]).mean()))
    assert shares[1][0] > shares[0][0]
    assert shares[0][1] == 0.0
    # Who still insists is obstinate, and is left.
    assert shares[1][1] == pytest.approx(0.3, abs=0.02)


def test_terms_stay_between_known_figures():
    figures = (Figures(0.5, 115 * ONE, 104 * ONE),)
    rng = np.random.default_rng(13)
    found = simulate(
        Talks(1.0, expiry=4.0, figures=figures), drawn(rng, 5000, bounded=1.0), rng, size=5000
    )
    agreed = found.payment[np.isfinite(found.date)]
    assert agreed.min() >= 104 - 1e-9
    assert agreed.max() <= 115 + 1e-9


# --- what keeps sides apart ----------------------------------------------------------------------


def test_what_keeps_sides_apart_gives_way_in_a_lapse_at_its_own_rate():
    """Consent at home falls short by far; the payee relents in the end."""
    believed = plain(ceiling=50 * ONE, ceiling_bias=0 * ONE, relenting=0.1 * ONE)
    talks = Talks(0.0, 400.0, expiry=4.0)
    found = simulate(talks, believed, np.random.default_rng(19), size=20_000)
    assert (found.way == Way.RELENTING).all()
    assert found.date.min() >= 4.0
    assert np.mean(found.date - 4.0) == pytest.approx(10.0, rel=0.03)
    assert (found.payment == 50).all()
    off = simulate(talks, believed, np.random.default_rng(19), size=100, without=["relenting"])
    assert np.isinf(off.date).all()


def test_an_obstinate_side_relents_but_one_that_is_met_needs_not():
    believed = plain(obstinacy=(ONE, 0 * ONE), relenting=0.1 * ONE)
    for demand, way in ((104.0, Way.PAYER_YIELDS), (150.0, Way.RELENTING)):
        talks = Talks(0.0, 900.0, expiry=0.0, figures=(Figures(0.0, demand * ONE, None),))
        found = simulate(talks, believed, np.random.default_rng(20), size=500)
        assert set(found.way.tolist()) == {way}


def test_a_deadline_calls_back_who_has_left_the_room():
    believed = plain(
        by_expiry=ONE, early_pace=0 * ONE, walkouts=5 * ONE, impatience=(0 * ONE, 0 * ONE)
    )
    found = simulate(Talks(0.0, expiry=4.0), believed, np.random.default_rng(22), size=500)
    assert (found.walkout < 4.0).mean() > 0.9
    assert (found.date == 4.0).all()


def test_where_surely_nobody_is_obstinate_nobody_gives_in_at_once():
    talks = Talks(0.0, 36.0, expiry=0.0, changes=(TypeChange(0.01, PAYEE, ONE, 100 * ONE),))
    for z, share in ((0.0, 0.0), (1e-4, 1.0)):
        believed = plain(
            obstinacy=(z * ONE, z * ONE), pace=1e-9 * ONE,
            impatience=(0.3 * ONE, 0.1 * ONE), friction=(0 * ONE, 0 * ONE),
        )  # fmt: skip
        found = simulate(talks, believed, np.random.default_rng(23), size=500)
        assert (found.date <= 3.1).mean() == pytest.approx(share, abs=0.01)


def test_the_chance_that_talks_are_open_is_the_share_of_histories_that_are():
    size, rng = 60_000, np.random.default_rng(24)
    talks, believed = rich(rng, size)
    begun = replace(talks, refusals=(), as_of=0.0)
    off = ["walkout", "ratification", "departure"]
    dates = simulate(begun, believed, rng, size=size, without=off).date
    for month in (6.0, 9.0, 16.0):
        chances = open_until(replace(begun, as_of=month), believed, rng, size=size, without=off)
        assert chances.mean() == pytest.approx((dates > month).mean(), abs=0.008)


# --- degenerate talks ----------------------------------------------------------------------------


def test_without_a_zone_nothing_is_agreed_until_a_side_changes():
    limits = CaseLimits(120 * ONE, 90 * ONE)
    believed = plain(limits=limits, case_weight=1.0, relenting=ONE)
    rng = np.random.default_rng(14)
    found = simulate(Talks(0.0, expiry=4.0), believed, rng, size=300)
    assert np.isinf(found.date).all()
    assert (found.way == Way.NONE).all()
    change = (TypeChange(6.0, PAYEE, ONE, 100 * ONE),)
    found = simulate(Talks(0.0, expiry=4.0, changes=change), believed, rng, size=300)
    assert np.isfinite(found.date).mean() > 0.9
    assert found.date.min() > 6.0


def test_both_sides_surely_obstinate_never_agree():
    believed = plain(obstinacy=(ONE, ONE))
    found = simulate(Talks(0.0, expiry=4.0), believed, np.random.default_rng(15), size=300)
    assert np.isinf(found.date).all()


def test_no_impatience_no_friction_and_no_pace_leave_only_the_deadline():
    believed = plain(
        impatience=(0 * ONE, 0 * ONE), friction=(0 * ONE, 0 * ONE), pace=0 * ONE, early_pace=0 * ONE
    )
    found = simulate(Talks(0.0, expiry=4.0), believed, np.random.default_rng(16), size=4000)
    assert set(found.date.tolist()) == {4.0, NEVER}
    assert (found.date == 4.0).mean() == pytest.approx(0.5, abs=0.03)


def test_a_payment_of_nothing_is_no_trouble():
    believed = plain(present=0 * ONE)
    found = simulate(Talks(0.0, expiry=4.0), believed, np.random.default_rng(17), size=100)
    assert (found.payment == 0).all()


def test_evidence_that_no_draw_can_explain_leaves_the_draws_as_they_were():
    """All sides would have given in by now; the weights are equally tiny, none is lost."""
    believed = plain(by_expiry=ONE)
    found = simulate(Talks(400.0, expiry=4.0), believed, np.random.default_rng(18), size=100)
    assert np.isfinite(found.payment).all()


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Talks(-1.0), "as_of"),
        (lambda: Talks(0.0, 0.0), "horizon"),
        (
            lambda: simulate(
                Talks(0.0), plain(), np.random.default_rng(0), size=1, without=["luck"]
            ),
            "'luck' is no mechanism; use record",
        ),
        (
            lambda: open_until(
                Talks(0.0), plain(), np.random.default_rng(0), size=1, without=["luck"]
            ),
            "'luck' is no mechanism; use record",
        ),
    ],
)
def test_errors_say_what_is_wrong(make, message):
    with pytest.raises(ProblemError, match=message):
        make()
