"""Published results on bargaining solutions, offers and packages, one test an entry."""

import math

import numpy as np
import pytest

from burdenshare.bargaining import axiomatic
from burdenshare.bargaining.alternating import (
    alternating_offers,
    finite_alternating_offers,
    fixed_delay_costs,
    quick_offers,
)
from burdenshare.bargaining.division import nash_division
from burdenshare.bargaining.finite import nash_outcome
from burdenshare.bargaining.multilateral import exit_shares, quota_division, unanimity_shares
from burdenshare.bargaining.offer_game import pie_offers, solve_offer_game
from burdenshare.bargaining.packages import nash_package
from burdenshare.bargaining.sets import amount_at, frontier_set, pie_set, polygon_set
from tests.oracles import entries

ENTRIES = {entry["id"]: entry for entry in entries("bargaining")}

# Trade under incomplete information, attrition and ratification: test_bargaining_models.py.
ELSEWHERE = {
    "ms_uniform_first_best",
    "ms_uniform_second_best",
    "ms_uniform_trade_threshold",
    "ms_uniform_trade_probability",
    "ms_uniform_budget_deficit_first_best",
    "cs_linear_equilibrium",
    "cs_linear_gains",
    "posted_price_half_gains",
    "abreu_gul_symmetric",
    "abreu_gul_asym_prior",
    "fearon1995_bargaining_range",
}

FRONTIERS = {"1-x**2": lambda x: 1 - x**2}
UTILITIES = {"sqrt(x)": math.sqrt, "1-x": lambda amount: amount}


def frontier(given, solution):
    problem = frontier_set(FRONTIERS[given["y"]], tuple(given["x"]), given["d"])
    return solve(problem, solution, given)


def polygon(given, solution):
    return solve(polygon_set(given["vertices"], given["d"]), solution, given)


def solve(problem, solution, given):
    if solution == "pareto_frontier_vertices":
        return problem.frontier[::-1]
    if "weights" in given:
        by_weights = {"asymmetric_nash": axiomatic.nash, "proportional": axiomatic.proportional}
        return by_weights[solution](problem, given["weights"])
    return axiomatic.SOLUTIONS[solution].function(problem)


def pie(given, solution):
    assert solution in ("nash", "asymmetric_nash")
    return nash_division(given["total"], given["d"], given.get("weights")).amounts


def pie_utilities(given, solution):
    problem = pie_set(given["total"], UTILITIES[given["u1"]], UTILITIES[given["u2"]], given["d"])
    share = amount_at(problem, axiomatic.SOLUTIONS[solution].function(problem))
    return {"share_1": share, "share_2": given["total"] - share}


def finite_outcomes(given, solution):
    if given["convexify"]:
        return solve(polygon_set(given["utilities"], given["d"]), solution, given)
    assert solution == "nash"
    return given["utilities"][int(nash_outcome(given["utilities"], given["d"]))]


def barter(given, solution):
    """Every good is an issue: it stays with its owner or changes hands."""
    assert solution == "nash"
    bill, jack = given["bill_goods"], given["jack_goods"]
    goods = [
        *([[0, 0], [-own, other]] for own, other in bill.values()),
        *([[0, 0], [own, -other]] for own, other in jack.values()),
    ]
    options, payoffs = nash_package(goods, [0, 0])
    moved = [name for name, option in zip([*bill, *jack], options, strict=True) if option]
    return {
        "gain_bill": payoffs[0],
        "gain_jack": payoffs[1],
        "product": payoffs.prod(),
        "bill_gives": [name for name in moved if name in bill],
        "jack_gives": [name for name in moved if name in jack],
    }


def offers(given, _solution):
    return alternating_offers(given["delta"]).payoffs[given["first"] - 1, given["first"] - 1]


def offers_in_a_hurry(given, _solution):
    return quick_offers(given["r"]).payoffs[0, 0]


def delay_costs(given, solution):
    interval = fixed_delay_costs(given["cost"])
    if solution == "spe_first_proposer_share_interval":
        return interval
    assert interval[0] == interval[1]
    return interval[0]


def outside_option(given, _solution):
    outside = [-np.inf, given["outside_option_2"]]
    return alternating_offers(given["delta"], given["pie"], outside=outside).payoffs[0, 1]


def split_the_difference(given, _solution):
    return nash_division(given["pie"], [0, given["outside_option_2"]]).amounts


def inside_option(given, _solution):
    return quick_offers(given["r"], given["pie"], flows=given["flow"]).payoffs[0]


def deadline(given, _solution):
    first = given["first"] - 1
    return finite_alternating_offers(given["delta"], given["periods"], first=first)[0, first]


def legislature(given, _solution):
    assert given["rule"] == "simple majority"
    return quota_division(given["n"], given["delta"])._asdict()


def unanimity(given, _solution):
    return unanimity_shares([given["delta"]] * given["n"])


def exit_(given, _solution):
    return exit_shares([given["delta"]] * given["n"])[:2]


SOLVERS = {
    "barter": barter,
    "polygon": polygon,
    "frontier": frontier,
    "pie": pie,
    "pie_utilities": pie_utilities,
    "finite_outcomes": finite_outcomes,
    "alternating_offers": offers,
    "alternating_offers_limit": offers_in_a_hurry,
    "alternating_offers_fixed_cost": delay_costs,
    "alternating_offers_outside_option": outside_option,
    "split_the_difference": split_the_difference,
    "alternating_offers_inside_option_limit": inside_option,
    "finite_alternating_offers": deadline,
    "baron_ferejohn_closed": legislature,
    "multilateral_alternating_unanimity": unanimity,
    "multilateral_with_exit": exit_,
}


def assert_same(got, expected, tolerance):
    if isinstance(expected, dict):
        for key, value in expected.items():
            assert_same(got[key], value, tolerance)
    elif isinstance(expected, list) and expected and isinstance(expected[0], str):
        assert got == expected
    else:
        np.testing.assert_allclose(got, expected, rtol=0, atol=tolerance)


@pytest.mark.parametrize("name", [name for name in ENTRIES if name not in ELSEWHERE])
def test_published_value(name):
    entry = ENTRIES[name]
    given = entry["input"]
    got = SOLVERS[given.get("type") or given["model"]](given, entry["solution"])
    assert_same(got, entry["value"], entry["tolerance"])


def test_every_entry_has_a_home():
    assert set(ENTRIES) >= ELSEWHERE
    homeless = {
        name
        for name, entry in ENTRIES.items()
        if (entry["input"].get("type") or entry["input"]["model"]) not in SOLVERS
    }
    assert homeless == ELSEWHERE


@pytest.mark.parametrize("name", [name for name in ENTRIES if name.startswith("stahl")])
def test_the_game_on_a_grid_finds_the_same_deadline_shares(name):
    entry = ENTRIES[name]
    given = entry["input"]
    proposers = [(given["first"] - 1 + t) % 2 for t in range(given["periods"])]
    game = solve_offer_game(pie_offers(1000), proposers, given["delta"])
    assert game.values[0, given["first"] - 1] == pytest.approx(entry["value"], abs=2e-3)
