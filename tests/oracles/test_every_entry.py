"""Every entry of the files of published values is run by a test, or listed here with its reason."""

from __future__ import annotations

import pytest

from tests.oracles import (
    entries,
    test_bargaining_models,
    test_bargaining_solutions,
    test_claims,
    test_inequality,
    test_structured_games,
    test_tu_games,
)

RUN: dict[str, list[set[str]]] = {
    "claims": [{entry["id"] for entry in test_claims.ENTRIES}],
    "tu_games": [
        {entry["id"] for entry in test_tu_games.ENTRIES},
        {entry["id"] for entry in test_structured_games.ENTRIES},
    ],
    "inequality_and_scales": [{entry["id"] for entry in test_inequality.ENTRIES}],
    "bargaining": [
        set(test_bargaining_solutions.ENTRIES) - test_bargaining_solutions.ELSEWHERE,
        set(test_bargaining_models.OWN),
    ],
}
"""What the tests of each file are given, module by module."""

NOT_COVERED: dict[str, dict[str, str]] = {
    "claims": {},
    "tu_games": {},
    "inequality_and_scales": {},
    "bargaining": {},
}
"""Entries that no test runs, with the reason."""


@pytest.mark.parametrize("file", RUN)
def test_every_entry_is_run_or_listed(file: str) -> None:
    ids = [entry["id"] for entry in entries(file)]
    assert len(ids) == len(set(ids))
    run = set().union(*RUN[file])
    assert run | set(NOT_COVERED[file]) == set(ids)
    assert run.isdisjoint(NOT_COVERED[file])
    assert all(NOT_COVERED[file].values())


@pytest.mark.parametrize("file", RUN)
def test_no_entry_is_loose(file: str) -> None:
    """A tolerance that anything would meet checks nothing."""
    for entry in entries(file):
        assert 0 <= entry["tolerance"] <= 1, entry["id"]
        assert entry["value_status"] in {"read", "recalled", "package-output", "closed-form"}
