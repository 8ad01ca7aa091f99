"""The shipped record of how forecasts of past rounds scored, round by round.

The file ``data/track_record.json`` is written by the backtest, never by hand. Each round in it was
forecast on rounds settled before its own opening, so the rounds settled before any day make an
honest record as of that day.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from burdenshare.facts.fitted_files import FittedFile
from burdenshare.results.records import RoundScore

DATA = Path(__file__).parent / "data" / "track_record.json"
FILE = FittedFile("scores", 1, "burdenshare backtest --write-record")


def scores_before(day: date, without: str = "") -> tuple[RoundScore, ...]:
    """Give the scores of rounds settled before a day, as of their openings.

    Parameters
    ----------
    day : date
        A round settled on that very day does not count.
    without : str
        Slug of a case that is left out: the one that is asked about.

    Examples
    --------
    >>> scores_before(date(1960, 1, 1))
    ()
    """
    return tuple(s for s in _shipped() if s.settled < day and s.case != without)


@cache
def _shipped() -> tuple[RoundScore, ...]:
    return read_scores(DATA.read_text(encoding="utf-8"))


def read_scores(text: str) -> tuple[RoundScore, ...]:
    """Read a file of scores.

    Raises
    ------
    FactError
        If it is not such a file, or of another version.
    """
    return FILE.read(text, lambda written: tuple(_score(entry) for entry in written["rounds"]))


def scores_text(scores: Iterable[RoundScore]) -> str:
    """Write scores as the text of a file, to six significant digits."""
    return FILE.text(rounds=list(scores))


def _score(entry: dict[str, Any]) -> RoundScore:
    dated = {name: date.fromisoformat(entry[name]) for name in ("as_of", "settled")}
    return RoundScore(**{**entry, **dated})
