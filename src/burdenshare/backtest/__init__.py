"""Past rounds, forecast as of their own dates on what was settled before, and scored."""

from __future__ import annotations

from burdenshare.backtest.fitting import Fitter
from burdenshare.backtest.rounds import PastRound, past_rounds

__all__ = ["Fitter", "PastRound", "past_rounds"]
