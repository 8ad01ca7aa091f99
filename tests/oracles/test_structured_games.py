"""Published airport, tree, assignment and voting games."""

from typing import Any

import numpy as np
import pytest

from burdenshare.sharing import airport, voting
from burdenshare.sharing.assignment import (
    assignment_core_ends,
    core_prices,
    optimal_pairing,
)
from burdenshare.sharing.spanning_trees import bird_rule
from burdenshare.sharing.trees import standard_tree_nucleolus, standard_tree_shapley
from tests.oracles import entries

KINDS = {"airport", "weighted_voting", "mcst", "assignment", "assignment_homogeneous"}
ENTRIES = [entry for entry in entries("tu_games") if entry["input"].get("kind") in KINDS]


def airport_answer(solution: str, data: dict[str, Any]) -> Any:
    rule = {
        "shapley": airport.sequential_equal_contributions,
        "shapley_by_type": airport.sequential_equal_contributions,
        "sequential_equal_contributions": airport.sequential_equal_contributions,
        "nucleolus": airport.slack_maximizer,
    }[solution]
    each = airport.contributions_per_type(rule, data["capital_cost"], data["movements"])
    return each * data["movements"] if solution == "shapley_by_type" else each


def answer(entry: dict[str, Any]) -> Any:
    solution, data = entry["solution"], entry["input"]
    if data["kind"] == "airport":
        return airport_answer(solution, data)
    if data["kind"] == "weighted_voting":
        return getattr(voting, solution)(data["weights"], data["quota"])
    return {
        "bird": lambda: bird_rule(data["cost_matrix"]),
        "grand_coalition_value": lambda: optimal_pairing(data["matrix"]).value,
        "core_side_optimal_points": lambda: assignment_core_ends(data["matrix"])._asdict(),
        "core_price_interval_and_trades": lambda: {
            f"price_{name}" if name != "trades" else name: value
            for name, value in core_prices(data["seller_costs"], data["buyer_values"])
            ._asdict()
            .items()
        },
    }[solution]()


@pytest.mark.parametrize("entry", ENTRIES, ids=[entry["id"] for entry in ENTRIES])
def test_published_value(entry: dict[str, Any]) -> None:
    found, published = answer(entry), entry["value"]
    if not isinstance(published, dict):
        found, published = {"value": found}, {"value": published}
    assert found.keys() == published.keys()
    for part, value in published.items():
        assert np.shape(found[part]) == np.shape(value)
        np.testing.assert_allclose(found[part], value, rtol=0, atol=entry["tolerance"])


def test_the_published_games_are_all_here() -> None:
    # A file that lost its entries, or a kind renamed, would leave nothing to check.
    assert len(ENTRIES) == 28
    assert {entry["input"]["kind"] for entry in ENTRIES} == KINDS


@pytest.mark.parametrize(
    "entry",
    [entry for entry in ENTRIES if entry["input"]["kind"] == "airport"],
    ids=lambda entry: entry["id"],
)
def test_airports_are_trees_without_branches(entry: dict[str, Any]) -> None:
    data = entry["input"]
    order = np.argsort(data["capital_cost"])
    edges = np.diff(np.array(data["capital_cost"])[order], prepend=0.0)
    chain = np.arange(-1, len(edges) - 1)
    homes = np.repeat(np.arange(len(edges)), np.array(data["movements"])[order])
    first = np.cumsum(np.array(data["movements"])[order]) - np.array(data["movements"])[order]
    solve = standard_tree_nucleolus if entry["solution"] == "nucleolus" else standard_tree_shapley
    each = solve(chain, edges, homes)[first]
    if entry["solution"] == "shapley_by_type":
        each = each * np.array(data["movements"])[order]
    np.testing.assert_allclose(
        each, np.array(entry["value"])[order], rtol=0, atol=entry["tolerance"]
    )


VOTES_OF_FIFTEEN = [10, 10, 10, 10, 8, 5, 5, 5, 5, 4, 4, 3, 3, 3, 2]

VOTES_OF_TWENTY_SEVEN = (
    [29] * 4 + [27] * 2 + [14, 13] + [12] * 5 + [10] * 3 + [7] * 5 + [4] * 5 + [3]
)

MILLIONS_OF_TWENTY_SEVEN = [
    *(82.038, 59.247, 58.966, 57.610, 39.394, 38.667, 22.489, 15.760, 10.533),
    *(10.290, 10.213, 10.092, 9.980, 8.854, 8.230, 8.082, 5.393, 5.313),
    *(5.160, 3.744, 3.701, 2.439, 1.978, 1.446, 0.752, 0.429, 0.379),
]


def test_council_of_fifteen() -> None:
    """Felsenthal and Machover (1998), The Measurement of Voting Power: quota 62 of 87 votes.

    Per cent of the swings of Germany, Spain, Belgium, Austria, Denmark, Luxembourg (recalled).
    """
    shares = 100 * voting.banzhaf_normalized(VOTES_OF_FIFTEEN, 62)
    np.testing.assert_allclose(
        shares[[0, 4, 5, 9, 11, 14]], [11.16, 9.24, 5.87, 4.79, 3.59, 2.26], atol=0.0051
    )


def test_council_of_fifteen_by_simple_majority() -> None:
    """Swings at 44 of 87 votes, as printed in d4maths.lowtech.org/eu2000.htm (read)."""
    swings = voting.banzhaf_swings(VOTES_OF_FIFTEEN, 44)
    assert [swings[i] for i in (5, 9, 11, 14)] == [2558, 2134, 1514, 1002]


def test_triple_majority_of_the_treaty_of_nice() -> None:
    """Felsenthal and Machover (2001), The Treaty of Nice and qualified majority voting.

    Social Choice and Welfare 18, 431-464: 255 of 345 votes, 14 of 27 members, 62% of the people.
    Per cent of the swings of Germany, Spain, Romania, the Netherlands, Greece, Sweden, Slovakia,
    Latvia and Malta (recalled).
    """
    population = [round(1000 * m / sum(MILLIONS_OF_TWENTY_SEVEN)) for m in MILLIONS_OF_TWENTY_SEVEN]
    weights = [VOTES_OF_TWENTY_SEVEN, [1] * 27, population]
    shares = 100 * voting.banzhaf_normalized(weights, [255, 14, 620])
    np.testing.assert_allclose(
        shares[[0, 4, 6, 7, 8, 13, 16, 21, 26]],
        [7.78, 7.42, 4.26, 3.97, 3.68, 3.09, 2.18, 1.25, 0.94],
        atol=0.0101,
    )


def test_security_council_by_vetoes() -> None:
    # Nine of fifteen members and no veto is the same rule as 39 votes with 7 for each of five.
    by_weight = voting.banzhaf_swings([7] * 5 + [1] * 10, 39)
    assert voting.banzhaf_swings([1] * 15, 9, vetoes=range(5)) == by_weight
    np.testing.assert_allclose(
        voting.shapley_shubik([1] * 15, 9, vetoes=range(5))[:5].sum(), 421 / 429, rtol=1e-12
    )


def test_airport_of_six() -> None:
    """Costs 40 to 90: math.techqa.club question 4152535 prints the Shapley value (read)."""
    np.testing.assert_allclose(
        airport.sequential_equal_contributions([40, 50, 60, 70, 80, 90]),
        np.array([40, 52, 67, 87, 117, 177]) / 6,
        rtol=1e-12,
    )
