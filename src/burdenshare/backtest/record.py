"""The whole track record of a data set of past rounds, from its scores."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from burdenshare._version import __version__
from burdenshare.analysis.formulas import FORMULAS, by_formula
from burdenshare.analysis.track_record import (
    GROWTH,
    KINDS,
    MULTIPLE,
    NAMES,
    best_rule,
    group,
    summary,
)
from burdenshare.backtest.replay import DRAWS, FORECASTS, replay
from burdenshare.backtest.rounds import LEFT_OUT, PastRound, past_rounds
from burdenshare.results.figures import PROBABILITY, SHARE, Figure
from burdenshare.results.made import Finding
from burdenshare.results.records import FORECAST, CaseLine, RoundScore, TrackRecord


def backtest(
    rounds: tuple[PastRound, ...] | None = None,
    *,
    draws: int = DRAWS,
    seed: int = 0,
    forecast: str = "histories",
) -> TrackRecord:
    """Forecast past rounds on what was settled before them, and score the forecasts.

    Parameters
    ----------
    rounds : tuple of PastRound, optional
        Else those of the cases that ship.
    draws, seed : int
        Draws of each forecast, and the seed of all.
    forecast : str
        Name in `FORECASTS` of the way in which our forecasts are made.
    """
    played = past_rounds() if rounds is None else rounds
    scores = replay(played, draws=draws, seed=seed, forecast=FORECASTS[forecast])
    first, last = openings(scores), _last_days(scores)
    after = max(score.settled for score in scores)
    end = date.fromordinal(after.toordinal() + 1)
    others = [score for score in first if score.kind != "rent"]
    return TrackRecord(
        dataset="cases",
        draws=draws,
        seed=seed,
        version=__version__,
        summary=summary(first, end),
        later=summary(last, end),
        without_rents=group("all but rents", others) if others else None,
        cases=_lines(first),
        ranks=tuple(Figure(score.rank, SHARE, by_formula("rank")) for score in first),
        scores=scores,
        left_out=tuple(Finding(slug, f"{slug}: {why}.") for slug, why in LEFT_OUT.items()),
        formulas=FORMULAS,
    )


DATASETS: Mapping[str, Callable[..., TrackRecord]] = {"cases": backtest}
"""Data sets that a track record can be had of, by name; each takes draws and a seed."""


def openings(scores: Sequence[RoundScore]) -> list[RoundScore]:
    """Give the first forecast of each round."""
    found: dict[str, RoundScore] = {}
    for score in sorted(scores, key=lambda each: each.as_of):
        found.setdefault(score.case, score)
    return list(found.values())


def _last_days(scores: Sequence[RoundScore]) -> list[RoundScore]:
    """Give the last forecast of each round."""
    return list({each.case: each for each in sorted(scores, key=lambda s: s.as_of)}.values())


def _multiple(formula: str, *logs: float) -> Figure:
    """First payment over the present one, of logs: the value, or the value and its ends."""
    value, *ends = map(math.exp, logs)
    return Figure(value, MULTIPLE, by_formula(formula), *ends)


def _lines(scores: Sequence[RoundScore]) -> tuple[CaseLine, ...]:
    best = best_rule(scores, lambda score: score.crps)
    return tuple(
        CaseLine(
            case=score.case,
            kind=KINDS[score.kind],
            as_of=score.as_of,
            forecast=_multiple("past-forecast", score.median, score.low, score.high),
            happened=_multiple("growth", score.growth),
            score=Figure(score.crps[FORECAST], GROWTH, by_formula("crps")),
            best_name=NAMES[best],
            best=Figure(score.crps[best], GROWTH, by_formula("crps")),
            lapse=Figure(score.lapse[FORECAST], PROBABILITY, by_formula("past-forecast"))
            if score.lapse
            else None,
            lapsed=score.lapsed,
        )
        for score in scores
    )
