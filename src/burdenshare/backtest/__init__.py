"""Past rounds, forecast as of their own dates on what was settled before, and scored."""

from __future__ import annotations

from burdenshare.backtest.fitting import Fitter, fitter_of
from burdenshare.backtest.record import DATASETS, backtest, openings
from burdenshare.backtest.rounds import PastRound, past_rounds
from burdenshare.backtest.spatial_record import fitted_density, score_issues

__all__ = [
    "DATASETS",
    "Fitter",
    "PastRound",
    "backtest",
    "fitted_density",
    "fitter_of",
    "openings",
    "past_rounds",
    "score_issues",
]
