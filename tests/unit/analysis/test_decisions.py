"""Forecasts of issues that many decide: what they rest on, and what they say at the edges."""

from datetime import date

import numpy as np
import pytest

from burdenshare.analysis.decisions import decisions
from burdenshare.bargaining.spatial_density import EDGES
from burdenshare.cases import parse_case
from burdenshare.errors import CaseConsistencyError, FactError
from burdenshare.facts.spatial_beliefs import (
    DATA,
    density_text,
    read_density,
    shipped_density,
)

TEXT = """
burdenshare: 1
slug: common-share
title: Share of a common fund
description: Invented. Members decide what share of a common fund the largest bears.
as_of: 2019-09-04
money: {currency: USD, unit: million, price_year: 2019}
parties: {USA: {name: United States}, DEU: {name: Germany}, FRA: {name: France}}
issues:
  - id: share
    name: the share of the largest member
    low: 10
    high: 30
    unit: per cent of the fund
    reference: 22
    stances:
      USA: {position: 15, salience: 0.9, power: 4}
      DEU: {position: {low: 16, high: 20}, salience: 0.6}
      FRA: {position: 22}
    outcome: {decided_on: 2019-11-28, point: 16.4, source: press}
    basis: judgement
    note: Invented.
    known_on: 2019-09-01
sources: {press: {title: A report, publisher: A paper, date: 2019-11-28}}
"""


@pytest.fixture
def case():
    return parse_case(TEXT, "issues.yaml")


def test_the_forecast_is_a_distribution_on_the_scale(case):
    (issue,) = decisions(case, draws=500).issues
    assert sum(issue.predictive.chances) == pytest.approx(1)
    assert min(issue.predictive.chances) >= 0
    assert issue.predictive.edges[0] == 10
    assert issue.predictive.edges[-1] == 30
    assert len(issue.predictive.chances) == EDGES.size - 1
    assert 10 <= issue.outcome.low <= issue.outcome.value <= issue.outcome.high <= 30
    below = np.cumsum(issue.predictive.chances)
    middle = np.searchsorted(issue.predictive.edges, issue.outcome.value, side="right") - 1
    assert below[middle] >= 0.5 > (below[middle - 1] if middle else 0)


def test_the_models_are_those_of_the_theory(case):
    (issue,) = decisions(case, draws=500).issues
    said = {point.id: point.outcome.value for point in issue.points}
    # By hand: weights 0.9 sqrt(4), 0.6 and, for who does not say, the mean of 0.9 and 0.6.
    weights = np.array([1.8, 0.6, 0.75])
    assert said["weighted-mean"] == pytest.approx(
        (weights @ [15, 18, 22]) / weights.sum(), abs=0.05
    )
    assert said["weighted-median"] == 15
    assert [s.weight.value for s in issue.stances] == pytest.approx(
        (weights / weights.sum()).tolist()
    )


def test_what_was_decided_is_seen_on_its_day_and_not_before(case):
    before = decisions(case, draws=200)
    assert before.issues[0].decided is None
    after = decisions(case, as_of=date(2019, 11, 28), draws=200)
    assert after.issues[0].decided.value == 16.4
    assert "already known" in after.issues[0].sentences[-1].text
    planted = parse_case(TEXT.replace("point: 16.4", "point: 29"), "issues.yaml")
    assert decisions(planted, draws=200).to_json() == before.to_json()


def test_every_number_has_an_origin_that_resolves(case):
    answer = decisions(case, draws=200)

    def walk(value):
        if isinstance(value, dict):
            if "origin" in value:
                yield value["origin"]
            for item in value.values():
                yield from walk(item)
        elif isinstance(value, list):
            for item in value:
                yield from walk(item)

    origins = [o for o in walk(answer.to_dict()["issues"]) if isinstance(o, dict)]
    assert len(origins) > 15
    for origin in origins:
        if origin["kind"] == "formula":
            assert origin["ref"] in answer.formulas
        elif origin["kind"] == "source":
            assert origin["ref"] in answer.sources
        else:
            assert origin["note"]


def test_the_same_seed_gives_the_same_bytes_with_any_threads(case):
    texts = {decisions(case, draws=3000, seed=7, threads=n).to_json() for n in (1, 2, 8)}
    assert len(texts) == 1


def test_an_early_question_is_told_of_the_hindsight_in_the_method(case):
    early = parse_case(TEXT.replace("2019-09-0", "2009-09-0"), "issues.yaml")
    assert [f.id for f in decisions(early, draws=50).findings] == ["hindsight-of-method"]
    assert not decisions(case, draws=50).findings


def test_positions_that_were_not_known_yet_leave_nothing_to_forecast(case):
    with pytest.raises(CaseConsistencyError, match="two actors' positions were known by 2018"):
        decisions(case, as_of=date(2018, 1, 1))


def test_the_shipped_density_is_written_as_the_command_writes_it():
    assert DATA.read_text("utf-8") == density_text(shipped_density())
    assert sum(shipped_density().weights) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("text", ["", "{}", '{"version": 2}', "[1]"])
def test_another_file_is_no_density(text):
    with pytest.raises(FactError):
        read_density(text)


def test_names_with_braces_stay_as_they_are():
    odd = parse_case(TEXT.replace("the largest member", "the {odd} member"), "issues.yaml")
    answer = decisions(odd, draws=50)
    assert "What will be decided on the share of the {odd} member?" in answer.verdict.question.text
    assert "On the share of the {odd} member" in answer.verdict.text
