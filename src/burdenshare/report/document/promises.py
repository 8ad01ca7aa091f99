"""What each principle promises on the problem at hand, who keeps it, and how others break it."""

from __future__ import annotations

from collections.abc import Iterable

from burdenshare.report.document.parts import Cell, Section, Table
from burdenshare.results import Promise, Promises
from burdenshare.results.figures import capital

HEAD = ("Promise", "What it means", "Kept by", "Broken by")


def promises(asked: Promises, name: str = "promises") -> Section | None:
    """What each principle promises here; ``name`` is the id of the section."""
    if not asked.promises:
        return None
    how = Table(
        "How a promise is broken: who is charged what",
        ("Promise", "Principle", "How it is broken"),
        tuple(
            (capital(promise.name), capital(entry.principle_name), entry.sentence)
            for promise in asked.promises
            for entry in promise.broken
            if entry.sentence
        ),
    )
    folded = (
        how,
        _table(
            "What the rules for claims promise besides, the cost read as an amount to divide",
            asked.of_claims_rules,
        ),
        _table(
            "What principles promise as solutions of the game that coalitions make",
            asked.of_games,
        ),
    )
    return Section(
        name,
        "What each principle promises here",
        (
            "Each promise is checked with every input at its median. A principle that breaks one "
            "is not refuted by it, but whoever argues for the principle will be asked about it.",
        ),
        tables=(_table(f"What each principle promises on {asked.base_name}", asked.promises),),
        points=tuple(f"Not asked: {left.name}. Reason: {left.reason}." for left in asked.not_asked),
        folded=tuple(table for table in folded if table.rows),
    )


def _table(caption: str, entries: Iterable[Promise]) -> Table:
    return Table(caption, HEAD, tuple(_row(entry) for entry in entries))


def _row(promise: Promise) -> tuple[Cell, ...]:
    """One promise, who keeps it and who breaks it."""
    kept_by = "; ".join(promise.kept_names) if promise.broken else "all"
    broken_by = "; ".join(entry.principle_name for entry in promise.broken)
    return (capital(promise.name), promise.meaning, kept_by or "none", broken_by or "none")
