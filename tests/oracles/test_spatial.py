"""Published results on positions, votes and challenges: every entry is run."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from burdenshare.bargaining import challenge, spatial, spatial_votes
from tests.oracles import entries

ENTRIES = {entry["id"]: entry for entry in entries("spatial")}

#: Which variant each published program is. The published forecast is that of the first round.
VARIANT = {
    "emission_risk_exponents_pairwise_prob": "net-votes",
    "emission_risk_exponents_global_prob": "scholz",
    "sultan_oil_risk_exponents_global": "scholz",
    "emission_belgium_expected_utilities": "net-votes",
    "emission_uk_expected_utilities": "net-votes",
    "emission_bdm_published_forecast": "scholz",
    "honduras_stable_outcome": "net-votes",
}


def field(given: dict[str, Any]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Positions, salience (0 to 1) and power of the actors of an entry."""
    rows = given["actors"]
    positions, salience, power = (
        np.array([float(row.get(key, 1.0)) for row in rows])
        for key in ("position", "salience", "capability")
    )
    return positions, salience / (100 if salience.max() > 1 else 1), power


def by_name(given: dict[str, Any], values: np.ndarray) -> dict[str, float]:
    return {row["name"]: float(v) for row, v in zip(given["actors"], values, strict=True)}


def risk(name: str, given: dict[str, Any]) -> dict[str, float]:
    return by_name(given, challenge.risk_exponents(*field(given), variant=VARIANT[name]))


def expected(name: str, given: dict[str, Any]) -> dict[str, float]:
    who = "Belgium" if "belgium" in name else "UK"
    place = [row["name"] for row in given["actors"]].index(who)
    values = challenge.expected_utilities(*field(given), variant=VARIANT[name])
    return by_name(given, values[place])


def interpolation(name: str, given: dict[str, Any]) -> list[float]:
    ideals = (given["ideal_i"], given["ideal_j"])
    salience = (given["salience_i"], given["salience_j"])
    rule = ENTRIES[name]["solution"].rsplit("_", 1)[1]
    return spatial_votes.interpolated_bargain(ideals, salience, tuple(given["prob"]), rule)


def nash(name: str, given: dict[str, Any]) -> float:
    positions, salience, _ = field(given)
    # The entry states the limit; a cost of failure of 1e13 steps across the issue stands for it.
    return spatial.nash_with_failure_cost(positions, 100.0, 1e13, salience).outcome


ROUTES: dict[str, Callable[[str, dict[str, Any]], Any]] = {
    "compromise_weighted_mean": lambda _, g: spatial.weighted_mean(*field(g)),
    "weighted_median": lambda _, g: spatial.weighted_median(*field(g)),
    "condorcet_winner": lambda _, g: spatial_votes.condorcet_winner(*field(g)),
    "bdm_risk_exponents": risk,
    "bdm_expected_utilities": expected,
    "bdm_challenge_model_forecast": lambda name, g: (
        challenge.challenge(*field(g), variant=VARIANT[name], rounds=1).median
    ),
    "bdm_final_positions": lambda name, g: by_name(
        g, challenge.challenge(*field(g), variant=VARIANT[name], better=0.0).positions
    ),
    "absolute_error": lambda _, g: {
        key: abs(value - g["actual"]) for key, value in g["predictions"].items()
    },
    "weighted_utility_by_option": lambda _, g: spatial_votes.weighted_utilities(
        g["actor_weights"], g["utility_matrix"]
    ),
    "central_position_index": lambda _, g: spatial_votes.central_position(
        g["actor_weights"], g["utility_matrix"]
    ),
    "victory_probability": lambda _, g: [
        spatial_votes.victory_probability(g["strength_ratio"], 1, model) for model in g["models"]
    ],
    **{f"bargain_interpolation_{rule}": interpolation for rule in spatial_votes.INTERPOLATIONS},
    "probability_weighted_mean": lambda _, g: spatial.weighted_mean(g["ideal"], 1.0, g["prob"]),
    "setter_outcome": lambda _, g: spatial.setter_outcome(
        g["setter"], g["median"], g["status_quo"]
    ),
    "nbs_approximation": nash,
}


@pytest.mark.parametrize("name", ENTRIES)
def test_published_value(name: str) -> None:
    entry = ENTRIES[name]
    found = ROUTES[entry["solution"]](name, entry["input"])
    tolerance = max(entry["tolerance"], 1e-9)
    if isinstance(entry["value"], dict):
        chosen = {key: found[key] for key in entry["value"]}
        assert chosen == pytest.approx(entry["value"], abs=tolerance)
    else:
        assert np.asarray(found, dtype=float) == pytest.approx(
            np.asarray(entry["value"], dtype=float), abs=tolerance
        )


def test_first_round_of_the_scholz_variant_is_that_of_the_replication() -> None:
    given = ENTRIES["emission_bdm_published_forecast"]["input"]
    found = challenge.challenge(*field(given), variant="scholz", rounds=1)
    replicated = ENTRIES["emission_absolute_errors"]["input"]["predictions"]["replication_round1"]
    assert float(found.median) == pytest.approx(replicated, abs=1e-9)


def test_the_scholz_variant_leaves_the_oil_price_where_it_is() -> None:
    given = ENTRIES["sultan_oil_risk_exponents_global"]["input"]
    found = challenge.challenge(*field(given), variant="scholz", rounds=10)
    assert float(found.median) == pytest.approx(13.9)
