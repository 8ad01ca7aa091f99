"""What each principle promises those who share a cost, and how some break it."""

from __future__ import annotations

from dataclasses import dataclass

from burdenshare.results.figures import Sentence
from burdenshare.results.made import Made, Result, Row


@dataclass(frozen=True, slots=True)
class BrokenPromise:
    """A principle that does not keep a promise on this problem."""

    principle: str
    principle_name: str
    sentence: Sentence | None
    """How it is broken, with the amounts; None where it is not told."""


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise, and which principles keep it on this problem."""

    id: str
    name: str
    meaning: str
    reference: str
    kept: tuple[str, ...]
    """Ids of the principles that keep it."""
    kept_names: tuple[str, ...]
    broken: tuple[BrokenPromise, ...]


@dataclass(frozen=True, slots=True)
class NotAsked:
    """A promise that could not be asked of this problem, and why."""

    promise: str
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Promises(Result):
    """What each principle promises on one cost base, every input at its median."""

    made: Made
    base: str
    base_name: str
    promises: tuple[Promise, ...]
    """What any principle may promise."""
    of_claims_rules: tuple[Promise, ...]
    """What rules for claims may promise besides, the cost read as an amount to divide."""
    of_games: tuple[Promise, ...]
    """What solutions of games may promise besides, where the costs of coalitions are known."""
    not_asked: tuple[NotAsked, ...]

    def rows(self) -> list[Row]:
        """One row a promise and principle."""
        rows: list[Row] = []
        for promise in (*self.promises, *self.of_claims_rules, *self.of_games):
            start = {"case": self.made.case, "base": self.base, "promise": promise.id}
            rows += [{**start, "principle": name, "kept": True, "how": ""} for name in promise.kept]
            for entry in promise.broken:
                how = entry.sentence.text if entry.sentence else ""
                rows.append({**start, "principle": entry.principle, "kept": False, "how": how})
        return rows
