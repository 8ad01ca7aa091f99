"""The forecast of a case: what it says, what it leaves out, and that nothing later moves it."""

import math
from datetime import date

import numpy as np
import pytest
from tests.small_case import plain, read

from burdenshare.analysis import forecast, inquire, run
from burdenshare.analysis.middle_of_forecast import middle_of_forecast, record_input
from burdenshare.analysis.requirements import medians_of
from burdenshare.analysis.talks import (
    beliefs,
    calendar_of,
    changes_of,
    horizon_of,
    talks_of,
    walkout_rate,
)
from burdenshare.bargaining.history import MECHANISMS
from burdenshare.bargaining.history_premises import PAYEE, PAYER
from burdenshare.cases import load_case
from burdenshare.errors import ProblemError
from burdenshare.facts.priors import growth_for
from burdenshare.results.figures import Figure

FLAGSHIP = load_case("us-rok-2019")
FEW = {"draws": 4000, "threads": 1}


@pytest.fixture(scope="module")
def first():
    return forecast(FLAGSHIP, **FEW)


def figures(value):
    """Give every figure in an answer."""
    if isinstance(value, Figure):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from figures(each)
    elif hasattr(value, "__slots__") and not isinstance(value, str):
        for name in value.__slots__:
            yield from figures(getattr(value, name))


# --- what the case says of its talks -------------------------------------------------------------


def test_the_course_of_the_flagship_is_that_of_its_file():
    inquiry = inquire(FLAGSHIP, as_of=date(2020, 4, 30), **FEW)
    calendar = calendar_of(inquiry.model)
    course = talks_of(inquiry.model, inquiry.draws, calendar)
    assert calendar.opening == date(2019, 9, 24)
    assert calendar.day(course.expiry) == date(2019, 12, 31)
    asked = [float(f.demand[0]) for f in course.figures if f.demand is not None]
    offered = [float(f.offer[0]) for f in course.figures if f.offer is not None]
    assert asked == [5000, 4700, 4000]
    paid = float(inquiry.draws["payment.current"][0])
    # What a side refuses has been offered to it, if it is more than the other's own figure.
    assert [round(each / paid, 2) for each in offered] == [1.10, 1.13]
    refused = [(r.side, round(float(r.payment[0]) / paid, 2)) for r in course.refusals]
    assert (PAYEE, 1.13) in refused
    acts = [(c.event.id, c.acts) for c in changes_of(inquiry.model, calendar)]
    assert acts == [
        ("assembly-election", date(2020, 4, 15)),
        ("us-election", date(2021, 1, 20)),
    ]
    assert [c.side for c in course.changes] == [PAYER, PAYEE]
    assert [d.ends for d in course.departures] == [False, True]
    assert calendar.months(horizon_of(inquiry.model)) == pytest.approx(course.as_of + 36, abs=0.1)


def test_walkouts_are_reckoned_from_the_sessions_so_far():
    before = inquire(FLAGSHIP, as_of=date(2019, 11, 18), **FEW).model
    after = inquire(FLAGSHIP, as_of=date(2019, 11, 19), **FEW).model
    assert walkout_rate(before) == pytest.approx(0.5 / (10 + 3))
    assert walkout_rate(after) == pytest.approx(1.5 / (10 + 3))


def test_beliefs_are_those_of_rounds_settled_before():
    known = beliefs(inquire(FLAGSHIP, **FEW).model).rounds
    assert "us-rok-2018" in known
    assert not {"us-rok-2019", "us-rok-2024", "us-japan-2021"} & set(known)


# --- what the forecast says ----------------------------------------------------------------------


def test_shares_of_a_forecast_fit_together(first):
    by_day = [deal.probability.value for deal in first.deals]
    assert by_day == sorted(by_day)
    assert by_day[-1] == first.agreed.value
    assert [deal.id for deal in first.deals][-1] == "horizon"
    expiry = next(deal for deal in first.deals if deal.id == "expiry")
    assert expiry.probability.value == pytest.approx(1 - first.chance("lapse").value)
    assert list(first.survival.open) == sorted(first.survival.open, reverse=True)
    assert first.survival.open[0] == 1.0
    assert first.survival.open[-1] == pytest.approx(1 - first.agreed.value, abs=0.01)
    assert 3 <= len(first.histories) <= 5
    assert sum(h.share.value for h in first.histories) <= 1
    assert first.payment.low < first.payment.value < first.payment.high


def test_every_figure_has_an_origin_and_no_number_is_lost(first):
    found = list(figures(first))
    assert len(found) > 60
    for figure in found:
        assert figure.origin.ref
        assert math.isfinite(figure.value)
    assert "NaN" not in first.to_json()
    frame = first.to_frame()
    assert {"case", "quantity", "of", "value", "low", "high", "unit", "origin"} == set(frame)


def test_the_payments_of_a_year_are_the_old_ones_until_new_ones_hold(first):
    by_year = {year.year: year for year in first.years}
    assert list(by_year) == ["2019", "2020", "2021"]
    assert by_year["2019"].payment.low is None
    assert by_year["2019"].payment.value == first.present.value
    assert by_year["2021"].payment.low < first.present.value < by_year["2021"].payment.high


def test_typical_histories_tell_who_does_what_when(first):
    told = {history.id: history.text for history in first.histories}
    assert "31 December 2019, when the agreement ends" in told["in-time"]
    assert told["change.us-election"].index("January 2021") < told["change.us-election"].index(
        "sign"
    )
    assert "ends without a successor" in told["soon"]
    lapsed = forecast(FLAGSHIP, as_of=date(2020, 4, 30), **FEW)
    late = {history.id: history.text for history in lapsed.histories}
    assert "have signed nothing" in late["open"]
    assert "gives way" in late["soon"] + late["later"] or "comes down" in late["soon"]
    for text in (*told.values(), *late.values()):
        assert text.endswith(".")
        assert "  " not in text
        assert "{" not in text


def test_naive_rules_stand_beside_it(first):
    rules = {naive.id: naive.payment for naive in first.comparators}
    assert set(rules) == {"no-change", "past-growth", "past-rounds"}
    assert rules["no-change"] is first.present
    # From 760.0 billion won for 2009 to 1,038.9 for 2019 is 3.2% a year.
    growth = (1038.9 / 760.0) ** (1 / 10) - 1
    assert rules["past-growth"].value == pytest.approx(first.present.value * (1 + growth), rel=1e-6)
    later = forecast(FLAGSHIP, as_of=date(2020, 4, 30), **FEW)
    middle = {n.id: n.payment.value for n in later.comparators}["midpoint"]
    assert middle == pytest.approx((4000 + 1.13 * later.present.value) / 2)
    belief = growth_for(beliefs(inquire(FLAGSHIP, **FEW).model), "support", "KOR", "USA")
    suggested = first.present.value * math.exp(belief.centre)
    assert rules["past-rounds"].value == pytest.approx(suggested, rel=0.02)


def test_the_story_changes_with_the_evidence():
    days = [date(2019, 11, 19), date(2019, 12, 31), date(2020, 4, 30), date(2021, 2, 28)]
    told = [forecast(FLAGSHIP, as_of=day, **FEW) for day in days]
    agreed = [each.agreed.value for each in told]
    # Every month without agreement speaks for stubborn sides, until a new government comes.
    assert agreed[0] > agreed[1] > agreed[2] < agreed[3]
    assert told[2].chance("change.us-election").value > told[0].chance("change.us-election").value
    assert told[3].months.value < 3
    # A refusal of 13% moves what the United States would accept.
    assert told[2].payment.value > told[1].payment.value


def test_what_was_agreed_lies_within_the_intervals():
    """0% for 2020, and 1,183.3 billion won for 2021, agreed in March 2021."""
    outcome = forecast(FLAGSHIP, as_of=date(2021, 4, 1), **FEW)
    for day in (date(2019, 11, 19), date(2019, 12, 31), date(2020, 4, 30), date(2021, 2, 28)):
        told = forecast(FLAGSHIP, as_of=day, draws=20_000)
        assert told.payment.low <= outcome.payment.value <= told.payment.high, day
        years = {year.year: year.payment for year in told.years}
        if "2020" in years:
            assert years["2020"].low <= told.present.value <= years["2020"].high, day


def test_an_outcome_that_is_known_is_said_instead():
    over = forecast(FLAGSHIP, as_of=date(2021, 4, 1), **FEW)
    assert over.is_over
    assert over.sentences[0].text.startswith("The talks are over: on 7 March 2021")
    assert over.deals == over.histories == over.years == ()
    assert over.payment.origin.ref == "reuters_20210310"


def test_a_deal_in_principle_is_said_and_not_counted():
    told = forecast(FLAGSHIP, as_of=date(2021, 3, 8), **FEW)
    assert not told.is_over
    assert "agreement-reported" in {finding.id for finding in told.findings}


# --- how it is made ------------------------------------------------------------------------------


def test_threads_change_nothing():
    told = [forecast(FLAGSHIP, draws=40_000, threads=n).to_json() for n in (1, 2, 8)]
    assert told[0] == told[1] == told[2]


def test_the_seed_changes_it_a_little():
    one, other = (forecast(FLAGSHIP, seed=seed, draws=20_000) for seed in (0, 1))
    assert one.payment.value != other.payment.value
    assert one.payment.value == pytest.approx(other.payment.value, rel=0.02)
    assert one.agreed.value == pytest.approx(other.agreed.value, abs=0.02)


@pytest.mark.parametrize("name", [*MECHANISMS])
def test_every_mechanism_can_be_switched_off(name):
    day = date(2020, 4, 30)
    one, other = (forecast(FLAGSHIP, as_of=day, without=off, **FEW) for off in ((), (name,)))
    assert one.to_json() != other.to_json()


def test_a_mechanism_that_does_not_exist_is_refused():
    with pytest.raises(ProblemError, match="'luck' is no mechanism"):
        forecast(FLAGSHIP, without=["luck"], **FEW)


# --- small and odd cases -------------------------------------------------------------------------


def told_of(data, **options):
    return forecast(read(data), **{**FEW, **options})


@pytest.mark.parametrize("part", ["positions", "bargaining", "benefits", "costs"])
def test_a_case_without_a_part_is_forecast(part):
    data = plain()
    del data[part]
    if part == "costs":
        del data["cost_bases"], data["disagreement"][1]["saves"]
    if part == "benefits":
        data["disagreement"][1]["losses"] = {"AAA": 30, "BBB": 60}
        del data["disagreement"][1]["saves"]
    told = told_of(data)
    assert math.isfinite(told.payment.value)
    assert "no-expiry" in {finding.id for finding in told.findings}
    assert ("no-figure" in {f.id for f in told.findings}) is True


def test_a_case_that_says_nothing_of_disagreement_rests_on_past_rounds():
    data = plain()
    del data["disagreement"]
    told = told_of(data)
    assert 15 < told.payment.value < 30
    assert [event.id for event in told.events] == ["walkout"]


def test_without_a_zone_no_agreement_is_in_sight():
    data = plain()
    data["reservation"] = {
        "AAA": {"value": 40, "source": "s"}, "BBB": {"value": 10, "source": "s"}
    }  # fmt: skip
    told = told_of(data, without=["record"])
    assert told.agreed.value == 0
    assert "is in sight" in told.sentences[0].text
    assert "no-agreement" in {finding.id for finding in told.findings}
    assert told.histories[0].id in ("open", "end")


def test_a_single_draw_is_enough():
    told = told_of(plain(), draws=1)
    assert told.payment.low is None
    assert "NaN" not in told.to_json()


def test_a_leap_day_has_a_horizon():
    data = plain()
    data["as_of"] = "2024-02-29"
    assert told_of(data).horizon.text == "28 February 2027"


def test_an_expiry_ahead_may_bring_a_lapse():
    data = plain()
    data["payment"]["expires"] = "2020-12-31"
    told = told_of(data)
    assert 0 < told.chance("lapse").value < 1
    assert told.lapse.value > 0
    without = told_of(data, without=["deadline"])
    assert without.chance("lapse").value > told.chance("lapse").value


# --- the middle, and what would have to be true --------------------------------------------------


@pytest.mark.parametrize("slug", ["us-rok-2019", "us-rok-2018", "us-rok-2013", "uk-rebate-1984"])
def test_the_middle_is_near_the_median_of_the_histories(slug):
    inquiry = inquire(load_case(slug), **FEW)
    medians = medians_of(inquiry.model, record_input(inquiry.model))
    middle = float(middle_of_forecast(inquiry.model, medians)[0])
    told = forecast(load_case(slug), draws=20_000)
    assert middle == pytest.approx(told.payment.value, rel=0.06)


def test_the_verdict_ends_with_the_forecast():
    answer = run(FLAGSHIP, **FEW)
    assert answer.verdict.sentences[2] == answer.forecast.sentences[0]
    assert answer.forecast.payment.text in answer.verdict.text
    assert np.isin("forecast", answer.to_frame()["answer"])
