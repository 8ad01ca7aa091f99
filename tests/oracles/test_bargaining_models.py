"""Published results on incomplete information: trade, attrition and crises."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from burdenshare.bargaining import attrition, bilateral_trade, screening
from tests.oracles import entries

Answer = dict[str, Any] | float | list[float]

ENTRIES = {entry["id"]: entry for entry in entries("bargaining")}

MODELS = {"bilateral_trade", "war_of_attrition_obstinate", "war_ultimatum"}
OWN = [name for name, entry in ENTRIES.items() if entry["input"].get("model") in MODELS]
ELSEWHERE = dict.fromkeys(ENTRIES.keys() - OWN, "tests/oracles/test_bargaining_solutions.py")


def support(text: str) -> tuple[float, float]:
    """Read `U[a,b]`."""
    low, high = text.removeprefix("U[").removesuffix("]").split(",")
    return float(low), float(high)


def trade(case: dict[str, Any], solution: str) -> Answer:
    buyer, seller = support(case["buyer"]), support(case["seller"])
    auction = (buyer, seller, case.get("k", 0.5))
    table: dict[str, Callable[[], Answer]] = {
        "expected_gains_first_best": lambda: bilateral_trade.first_best(buyer, seller).gains,
        "expected_gains_second_best": lambda: bilateral_trade.second_best(buyer, seller).gains,
        "trade_wedge": lambda: bilateral_trade.trade_wedge(buyer, seller),
        "trade_probability": lambda: bilateral_trade.second_best(buyer, seller).probability,
        "ex_ante_deficit_of_efficient_ic_ir": lambda: bilateral_trade.efficiency_deficit(
            buyer, seller
        ),
        "double_auction_linear_strategies": lambda: {
            side: getattr(bilateral_trade.linear_strategies(*auction), side)
            for side in ("buyer", "seller")
        },
        "double_auction_expected_gains": lambda: bilateral_trade.double_auction(*auction).gains,
        "posted_price_expected_gains": lambda: (
            bilateral_trade.posted_price(buyer, seller, case["posted_price"]).gains
        ),
    }
    return table[solution]()


def war(case: dict[str, Any], solution: str) -> Answer:
    assert solution == "equilibrium"
    answer = attrition.war_of_attrition(case["alpha"], case["z"], case["r"])
    return {
        "lambda_": answer.hazards,
        "T": answer.own_horizons,
        "T0": answer.horizon,
        "F0": answer.at_once,
        "payoff": answer.payoffs,
    }


def crisis(case: dict[str, Any], solution: str) -> Answer:
    assert solution == "bargaining_range"
    return np.array(screening.crisis_range(case["p"], *case["costs"]))


SOLVERS = {
    "bilateral_trade": trade,
    "war_of_attrition_obstinate": war,
    "war_ultimatum": crisis,
}


@pytest.mark.parametrize("name", OWN)
def test_published_value(name):
    entry = ENTRIES[name]
    answer = SOLVERS[entry["input"]["model"]](entry["input"], entry["solution"])
    expected = entry["value"] if isinstance(entry["value"], dict) else {"": entry["value"]}
    found = answer if isinstance(answer, dict) else {"": answer}
    assert found.keys() == expected.keys()
    for part, value in expected.items():
        np.testing.assert_allclose(found[part], value, rtol=0, atol=entry["tolerance"])


def test_every_entry_is_tested_somewhere():
    assert len(OWN) == 11
    assert len(OWN) + len(ELSEWHERE) == len(ENTRIES)
