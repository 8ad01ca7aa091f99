"""Published measures of inequality and of agreement between rankings."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from burdenshare.sharing.inequality import gini, kendall_w, ranks, shares, spearman
from tests.oracles import entries

ENTRIES = entries("inequality_and_scales")


def _sides(problem: dict[str, Any]) -> tuple[list[float], list[float]]:
    first = problem.get("gnp_billion_usd") or problem["gnp_per_capita"]
    return first, problem["defence_percent_gnp"]


def _spending_shares(problem: dict[str, Any]) -> dict[str, float]:
    gnp, percent = _sides(problem)
    return dict(zip(problem["countries"], shares(np.multiply(gnp, percent)), strict=True))


SOLUTIONS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "spearman_rank_correlation": lambda problem: spearman(*_sides(problem)).coefficient,
    "spearman_p_one_tailed": lambda problem: spearman(*_sides(problem)).p_one_tailed,
    "ranks_defence_share": lambda problem: ranks(problem["defence_percent_gnp"], descending=True),
    "share_of_total_defence_spending": _spending_shares,
    "gini": lambda problem: gini(problem.get("x") or problem["awards"]),
    "kendall_W": lambda problem: kendall_w(problem["rankings"]).coefficient,
}


@pytest.mark.parametrize("entry", ENTRIES, ids=[entry["id"] for entry in ENTRIES])
def test_measure_is_as_published(entry: dict[str, Any]) -> None:
    found, published = SOLUTIONS[entry["solution"]](entry["input"]), entry["value"]
    if isinstance(published, dict):
        found, published = [found[name] for name in published], list(published.values())
    np.testing.assert_allclose(found, published, rtol=0, atol=entry["tolerance"])
