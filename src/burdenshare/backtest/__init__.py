"""Past rounds, forecast as of their own dates on what was settled before, and scored."""

from __future__ import annotations

from burdenshare.backtest.fitting import Fitter, fitter_of
from burdenshare.backtest.record import DATASETS, backtest, openings
from burdenshare.backtest.rounds import PastRound, past_rounds

__all__ = ["DATASETS", "Fitter", "PastRound", "backtest", "fitter_of", "openings", "past_rounds"]
