"""Beliefs about hyperparameters: which of them a day may use, and their file."""

import json
from datetime import date

import pytest

from burdenshare.errors import FactError
from burdenshare.facts.priors import (
    WEAK,
    Fitted,
    Priors,
    StudentT,
    gap_conceded_for,
    growth_for,
    latest,
    positions_weight_for,
    priors_as_of,
    priors_text,
    read_priors,
)

ONE = Priors(rounds=("a",), growth={"": StudentT(0.1, 0.2, 4.0), "rent": StudentT(1.0, 1.0, 4.0)})
FITS = (Fitted(date(2000, 5, 1), ONE),)


def test_a_round_serves_from_the_day_after_it_was_settled():
    assert latest(FITS, date(2000, 5, 1)) is WEAK
    assert latest(FITS, date(2000, 5, 2)) is ONE


def test_the_file_gives_back_what_was_written():
    assert read_priors(priors_text(FITS)) == FITS


@pytest.mark.parametrize(
    ("key", "centre"),
    [(("rent", "USA", "KGZ"), 1.0), (("share", "A", "B"), 0.1), (("other", "A", "B"), 0.1)],
)
def test_the_most_specific_belief_serves(key, centre):
    assert growth_for(ONE, *key).centre == centre


def test_a_kind_not_yet_seen_takes_the_common_belief():
    priors = priors_as_of(date(2005, 1, 1))
    assert gap_conceded_for(priors, "rent") is priors.gap_conceded
    assert positions_weight_for(priors, "rent") is priors.positions_weight
    assert gap_conceded_for(priors, "support") is not priors.gap_conceded


def test_shipped_beliefs_never_see_a_round_settled_on_or_after_the_day():
    from burdenshare.backtest import past_rounds

    rounds = {each.slug: each.settled for each in past_rounds()}
    for day in sorted(rounds.values()):
        seen = priors_as_of(day).rounds
        assert set(seen) == {slug for slug, settled in rounds.items() if settled < day}


def test_what_settlements_cannot_tell_stays_weak():
    priors = priors_as_of(date(2026, 1, 1))
    for name in ("friction", "case_weight", "anchor", "noise"):
        assert getattr(priors, name) == getattr(WEAK, name)
        assert name not in priors.fitted
    assert "growth" in priors.fitted


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"version": 1}', '{"version": 1, "fits": [{}]}'])
def test_another_file_is_refused(text):
    with pytest.raises(FactError, match="not a file of fitted beliefs"):
        read_priors(text)


def test_another_version_is_refused():
    with pytest.raises(FactError, match="version 99"):
        read_priors(json.dumps({"version": 99, "fits": []}))
