"""The shipped record of how forecasts of past rounds scored, round by round.

The file ``data/track_record.json`` is written by the backtest, never by hand. Each round in it was
forecast on rounds settled before its own opening, so the rounds settled before any day make an
honest record as of that day.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from burdenshare.errors import FactError
from burdenshare.results.records import RoundScore

DATA = Path(__file__).parent / "data" / "track_record.json"
VERSION = 1


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
    try:
        written = json.loads(text)
        if written["version"] != VERSION:
            raise FactError(
                f"the file of scores is of version {written['version']}, not {VERSION}; "
                "write it again with `burdenshare backtest --write-record`"
            )
        return tuple(_score(entry) for entry in written["rounds"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise FactError(f"this is not a file of scores: {error!r}") from None


def scores_text(scores: Iterable[RoundScore]) -> str:
    """Write scores as the text of a file, to six significant digits."""
    return json.dumps({"version": VERSION, "rounds": [_plain(s) for s in scores]}, indent=1) + "\n"


def _plain(score: RoundScore) -> dict[str, Any]:
    return {f.name: _rounded(getattr(score, f.name)) for f in dataclasses.fields(score)}


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _rounded(item) for name, item in value.items()}
    if isinstance(value, date):
        return value.isoformat()
    return float(f"{value:.6g}") if isinstance(value, float) else value


def _score(entry: dict[str, Any]) -> RoundScore:
    dated = {name: date.fromisoformat(entry[name]) for name in ("as_of", "settled")}
    return RoundScore(**{**entry, **dated})
