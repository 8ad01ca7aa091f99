"""Published awards: every entry of claims.json under the rule it names."""

from typing import Any

import numpy as np
import pytest

from burdenshare.sharing.claims import RULES, contested_garment
from tests.oracles import entries

ENTRIES = entries("claims")


@pytest.mark.parametrize("entry", ENTRIES, ids=[entry["id"] for entry in ENTRIES])
def test_rule_gives_the_published_awards(entry: dict[str, Any]) -> None:
    problem = entry["input"]
    awards = RULES[entry["solution"]](problem["estate"], problem["claims"])
    np.testing.assert_allclose(awards, entry["value"], rtol=0, atol=entry["tolerance"])


@pytest.mark.parametrize(
    "entry",
    [entry for entry in ENTRIES if "contested garment" in entry["input"].get("check", "")],
    ids=lambda entry: entry["id"],
)
def test_every_pair_divides_what_it_gets_by_the_contested_garment(entry: dict[str, Any]) -> None:
    claims, awards = np.array(entry["input"]["claims"]), np.array(entry["value"])
    for pair in ([0, 1], [0, 2], [1, 2]):
        divided = contested_garment(awards[pair].sum(), claims[pair])
        np.testing.assert_allclose(divided, awards[pair], atol=entry["tolerance"])


def test_every_rule_has_a_published_case() -> None:
    assert {entry["solution"] for entry in ENTRIES} == set(RULES)


@pytest.mark.parametrize(
    "rule",
    [
        "talmud",
        "random_arrival",
        "minimal_overlap",
        "adjusted_proportional",
        "average_of_awards",
    ],
)
def test_documented_coincidence_for_two_claimants(rule: str) -> None:
    """ClaimsProblems documents these rules as concede-and-divide for two claimants."""
    np.testing.assert_allclose(RULES[rule](10, [7, 8]), [4.5, 5.5], rtol=0, atol=1e-12)
