"""Scores of spatial models: no issue helps to forecast its own, and the data's known results."""

from pathlib import Path

import numpy as np
import pytest

from burdenshare.backtest.spatial import (
    MODELS,
    Scorable,
    cross_validated,
    fit_density,
    folds,
    scorable,
)
from burdenshare.bargaining.spatial_density import issues
from burdenshare.facts.deu import read_deu

DATA = Path(__file__).parents[4] / "shared" / "facts" / "benchmarks" / "deu3"


@pytest.fixture
def drawn() -> Scorable:
    """Sixty issues of twenty proposals whose outcome is somebody's position or the mean."""
    rng = np.random.default_rng(0)
    positions = np.round(rng.random((60, 6)), 1)
    outcomes = np.where(rng.random(60) < 0.5, positions[:, 0], positions.mean(axis=1))
    given = issues(positions, 1.0, 1.0, rng.random(60), rng.random(60) < 0.5)
    return Scorable(given, outcomes, tuple(f"p{k // 3}" for k in range(60)))


def test_issues_of_one_proposal_stay_in_one_fold(drawn: Scorable) -> None:
    dealt = folds(drawn.proposals, np.random.default_rng(1))
    for name in set(drawn.proposals):
        assert len({f for f, p in zip(dealt, drawn.proposals, strict=True) if p == name}) == 1


def test_the_outcome_of_a_proposal_does_not_move_its_own_forecast(drawn: Scorable) -> None:
    """Planting another outcome moves the fit on all issues, but not one that left it out."""
    fold = folds(drawn.proposals, np.random.default_rng(2))
    held_out = fold == 0
    planted = drawn._replace(outcomes=np.where(held_out, 1.0, drawn.outcomes))
    before, after = (fit_density(known.part(~held_out)) for known in (drawn, planted))
    assert before == after
    assert fit_density(drawn) != fit_density(planted)


def test_the_pool_scores_no_worse_on_its_own_data_than_any_component(drawn: Scorable) -> None:
    scores = cross_validated(drawn, np.random.default_rng(3), repeats=1)
    assert set(scores) == {"density", "climatology", *MODELS}
    assert scores["density"].crps.mean() < scores["climatology"].crps.mean()
    for found in scores.values():
        assert np.isfinite(found.crps).all()
        assert np.isfinite(found.error).all()


@pytest.mark.skipif(not DATA.is_dir(), reason="the DEU data are not beside the checkout")
def test_the_density_beats_the_mean_on_the_decisions_of_the_union() -> None:
    known = scorable(read_deu(DATA))
    scores = cross_validated(known, np.random.default_rng(0), repeats=1)
    assert scores["density"].crps.mean() <= 15.9
    assert scores["density"].error.mean() <= 22.5
    # As published analyses of these data have it: mean before median, before challenges.
    errors = {name: found.error.mean() for name, found in scores.items()}
    assert errors["weighted-mean"] == pytest.approx(22.7, abs=0.5)
    assert errors["middle"] == pytest.approx(28.0, abs=1.0)
    assert errors["nash-0.25"] > errors["nash-1"] > errors["nash-5"] > errors["weighted-mean"]
    hits = {name: (found.error <= 10).mean() for name, found in scores.items()}
    assert hits["weighted-median"] > hits["weighted-mean"]
