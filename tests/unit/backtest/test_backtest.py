"""The track record of the shipped cases: targets, reproducibility, and the files that ship."""

import math
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from burdenshare.analysis.formulas import FORMULAS
from burdenshare.analysis.track_record import summary, track_record
from burdenshare.backtest import backtest, fitter_of, openings, past_rounds
from burdenshare.facts import priors
from burdenshare.facts import track_record as shipped
from burdenshare.facts.fitted_files import plain
from burdenshare.results import Figure
from burdenshare.results.records import FORECAST


@pytest.fixture(scope="module")
def record():
    return backtest()


def test_there_are_rounds_enough(record):
    assert len(record.cases) >= 20
    assert record.summary.timed.value >= 12


def test_intervals_of_terms_keep_their_promise(record):
    held = {c.level.value: c.held.value for c in record.summary.coverage}
    assert 0.8 <= held[0.9] <= 1.0
    assert 0.35 <= held[0.5] <= 0.75


def test_terms_are_forecast_better_than_by_any_naive_rule(record):
    ours, *rules = record.summary.terms
    assert ours.id == FORECAST
    for rule in rules:
        assert 1 - ours.score.value / rule.score.value >= 0.15
        assert rule.skill.value == pytest.approx(1 - ours.score.value / rule.score.value)
        assert rule.skill.low > 0


def test_the_forecast_of_a_lapse_beats_the_rates_so_far_but_not_beyond_doubt(record):
    ours, *rules = record.summary.timing
    assert ours.score.value < min(rule.score.value for rule in rules)
    # Five lapses of one pair of sides: the record says that this settles little.
    assert any(f.id == "unsettled-timing" for f in record.summary.findings)


def test_scores_follow_from_what_happened(record):
    for score in openings(record.scores):
        case = next(line for line in record.cases if line.case == score.case)
        assert case.happened.value == pytest.approx(math.exp(score.growth))
        assert score.covered["90"] == (score.low <= score.growth <= score.high)
        assert 0 <= score.rank <= 1
        assert score.error[FORECAST] == pytest.approx(abs(score.median - score.growth))


def test_known_rounds_are_read_as_they_were():
    rounds = {each.slug: each for each in past_rounds()}
    korea = rounds["us-rok-2018"]
    assert korea.growth == pytest.approx(math.log(1038.9 / 960.2))
    assert (korea.agreed, korea.expiry) == (date(2019, 2, 10), date(2018, 12, 31))
    assert korea.lapsed
    assert korea.delay == pytest.approx(41 / 30.4375)
    assert korea.over_ceilings == pytest.approx((math.log(1038.9 / 1000),), abs=1e-3)
    assert rounds["us-japan-2011"].growth == 0
    assert rounds["djibouti-2014"].lapsed is None
    flagship = rounds["us-rok-2019"]
    assert flagship.growth == pytest.approx(math.log(1183.3 / 1038.9))
    assert flagship.settled == date(2021, 3, 10)
    assert "philippines-1991" not in rounds


def test_the_same_seed_gives_the_same_bytes(record):
    fitter_of.cache_clear()
    assert backtest().to_json() == record.to_json()


def test_a_round_left_out_leaves_the_draws_of_earlier_ones_alone(record):
    some = tuple(r for r in past_rounds() if r.settled < date(2000, 1, 1))
    before = {s.case: s for s in openings(backtest(some).scores)}
    for score in openings(record.scores):
        if score.case in before:
            assert before[score.case].crps == score.crps


def test_the_shipped_beliefs_are_those_of_a_fresh_fit():
    fresh = priors.read_priors(priors.priors_text(fitter_of(past_rounds(), 0).fits()))
    kept = priors.read_priors(priors.DATA.read_text(encoding="utf-8"))
    assert [fit.after for fit in fresh] == [fit.after for fit in kept]
    for ours, theirs in zip(fresh, kept, strict=True):
        assert ours.priors.rounds == theirs.priors.rounds
        _assert_close(plain(ours.priors), plain(theirs.priors))


def test_the_shipped_record_is_that_of_a_fresh_run(record):
    fresh = shipped.read_scores(shipped.scores_text(openings(record.scores)))
    kept = shipped.read_scores(shipped.DATA.read_text(encoding="utf-8"))
    assert [s.case for s in fresh] == [s.case for s in kept]
    for ours, theirs in zip(fresh, kept, strict=True):
        _assert_close(plain(ours), plain(theirs))


def _assert_close(ours, theirs):
    """Equal up to what another version of the numerical libraries may move."""
    assert type(ours) is type(theirs)
    if isinstance(ours, dict):
        assert ours.keys() == theirs.keys()
        for key in ours:
            _assert_close(ours[key], theirs[key])
    elif isinstance(ours, list):
        assert len(ours) == len(theirs)
        for one, other in zip(ours, theirs, strict=True):
            _assert_close(one, other)
    elif isinstance(ours, float):
        assert ours == pytest.approx(theirs, rel=1e-3, abs=1e-4)
    else:
        assert ours == theirs


# --- the record beside an answer -----------------------------------------------------------------


def test_rounds_settled_later_do_not_count():
    for day in (date(1985, 1, 1), date(2000, 1, 1), date(2019, 11, 19)):
        expected = sum(each.settled < day for each in past_rounds())
        assert track_record(day).rounds.value == expected


def test_a_round_does_not_vouch_for_itself():
    day = date(2025, 1, 1)
    assert track_record(day, "us-rok-2019").rounds.value == track_record(day).rounds.value - 1


def test_without_rounds_it_is_said_that_there_is_no_record():
    nothing = track_record(date(1950, 1, 1))
    assert nothing.terms == ()
    assert [finding.id for finding in nothing.findings] == ["no-record"]


def test_of_two_rounds_it_is_said_that_they_say_little():
    few = track_record(date(1985, 1, 1))
    assert "few-rounds" in {finding.id for finding in few.findings}
    assert len(few.sentences) == 1


def test_a_naive_rule_that_does_better_is_said_to():
    # Before 2019 the midpoint did better on the three rounds about shares.
    told = track_record(date(2019, 9, 4), "", "share")
    assert told.own.skill.value < 0
    assert "for midpoint of known figures: worse by" in told.text
    assert "delay-worse" in {finding.id for finding in told.findings}


def test_means_are_those_of_the_rounds():
    scores = shipped.scores_before(date(2010, 1, 1))
    made = summary(scores, date(2010, 1, 1))
    for rule in made.terms:
        values = [score.crps[rule.id] for score in scores]
        assert rule.score.value == pytest.approx(np.mean(values))
        assert rule.score.low <= rule.score.value <= rule.score.high


def test_every_number_of_the_record_has_an_origin(record):
    def walk(value):
        if isinstance(value, Figure):
            yield value
        elif isinstance(value, tuple | list):
            for item in value:
                yield from walk(item)
        elif isinstance(value, dict):
            for item in value.values():
                yield from walk(item)
        elif hasattr(value, "__dataclass_fields__"):
            for name in value.__dataclass_fields__:
                yield from walk(getattr(value, name))

    figures = list(walk(record))
    assert len(figures) > 100
    assert all(f.origin.kind == "formula" and f.origin.ref in FORMULAS for f in figures)


def test_the_files_are_in_the_package():
    assert {Path(priors.DATA).name, Path(shipped.DATA).name} == {
        "priors.json",
        "track_record.json",
    }
