"""Published values that the files beside this one do not hold; recalled unless marked as read."""

from __future__ import annotations

import numpy as np
import pytest

from burdenshare.sharing import claims, compromises, nuclei, stability, values, voting
from burdenshare.sharing.games import Game
from tests.oracles import entries

SKANE = next(entry for entry in entries("tu_games") if entry["id"] == "skane_shapley")


@pytest.mark.parametrize(
    ("solve", "published"),
    [
        (values.shapley, [20.01, 10.71, 6.61, 10.37, 16.94, 19.18]),
        (compromises.alternate_costs_avoided, [19.54, 13.28, 5.62, 10.90, 16.66, 17.82]),
        (lambda g: nuclei.nucleolus(g).charges, [20.35, 12.06, 5.00, 8.61, 18.32, 19.49]),
        (
            lambda g: nuclei.per_capita_nucleolus(g).charges,
            [20.03, 12.52, 3.94, 9.07, 18.54, 19.71],
        ),
    ],
    ids=["shapley", "scrb", "nucleolus", "weak nucleolus"],
)
def test_water_for_skane(solve, published) -> None:
    """Young, Okada and Hashimoto (1982), Water Resources Research 18; printed rows add up."""
    game = Game.from_vector(SKANE["input"]["v"], kind="cost")
    np.testing.assert_allclose(solve(game), published, rtol=0, atol=0.0101)


def amends_the_constitution(provinces: tuple[str, ...]) -> float:
    """Quebec, Ontario, two of the Atlantic four, and half the West by people."""
    there = set(provinces)
    prairies = len(there & {"AB", "SK", "MB"})
    west = prairies == 3 or ("BC" in there and prairies >= 1)
    atlantic = len(there & {"NB", "NS", "PE", "NL"}) >= 2
    return float({"ON", "QC"} <= there and atlantic and west)


def test_canadian_provinces_under_the_victoria_charter() -> None:
    """Straffin (1977), Homogeneity, independence, and power indices, Public Choice 30.

    A prairie province has more power than an Atlantic one by the one index, and less by the other.
    """
    provinces = ["ON", "QC", "BC", "AB", "SK", "MB", "NB", "NS", "PE", "NL"]
    game = Game.from_function(provinces, amends_the_constitution, "value")
    banzhaf = values.banzhaf_value(game)
    places = [0, 2, 3, 6]
    np.testing.assert_allclose(
        100 * values.shapley(game)[places], [31.55, 12.50, 4.17, 2.98], atol=0.005
    )
    np.testing.assert_allclose(
        100 * (banzhaf / banzhaf.sum())[places], [21.78, 16.34, 5.45, 5.94], atol=0.005
    )


def megiddo(total: float) -> Game:
    worths = dict.fromkeys(("123", "14", "24", "34", "15", "25", "35", "789"), 6.0)
    worths |= dict.fromkeys(("12367", "12368", "12369", "456"), 9.0)
    worths["123456789"] = total
    return Game.from_function(9, lambda names: worths.get("".join(names), 0.0), "value")


def test_more_to_share_and_less_for_one() -> None:
    """Megiddo (1974), SIAM J. Applied Mathematics 27: the sixth member loses when v(N) grows."""
    before = nuclei.nucleolus(megiddo(12.0)).charges
    after = nuclei.nucleolus(megiddo(13.0)).charges
    np.testing.assert_allclose(before, [1, 1, 1, 2, 2, 2, 1, 1, 1], atol=1e-9)
    np.testing.assert_allclose(9 * after, [10, 10, 10, 20, 20, 17, 10, 10, 10], atol=1e-8)


def test_projective_game_of_seven() -> None:
    """Von Neumann and Morgenstern (1944): lines of the plane of order two win; all are alike."""
    lines = ({1, 2, 3}, {1, 4, 5}, {1, 6, 7}, {2, 4, 6}, {2, 5, 7}, {3, 4, 7}, {3, 5, 6})
    game = Game.from_function(
        7, lambda names: float(any(line <= set(map(int, names)) for line in lines)), "value"
    )
    for found in (nuclei.nucleolus(game).charges, values.shapley(game), nuclei.modiclus(game)):
        np.testing.assert_allclose(found, np.full(7, 1 / 7), atol=1e-9)


@pytest.mark.parametrize(
    ("votes", "quota", "published"),
    [
        ([10] * 4 + [5] * 2 + [3] * 2 + [2], 41, {10: 17.86, 5: 8.10, 3: 5.71, 2: 0.95}),
        (
            [10] * 4 + [8] + [5] * 4 + [4] * 2 + [3] * 3 + [2],
            62,
            {10: 11.67, 8: 9.55, 5: 5.52, 4: 4.54, 3: 3.53, 2: 2.07},
        ),
    ],
    ids=["nine members, 1973", "fifteen members, 1995"],
)
def test_councils_of_the_european_communities(votes, quota, published) -> None:
    """Felsenthal and Machover (1998), The Measurement of Voting Power: Shapley-Shubik per cent."""
    shares = 100 * voting.shapley_shubik(votes, quota)
    for weight, share in published.items():
        assert shares[votes.index(weight)] == pytest.approx(share, abs=0.0051)


def test_first_example_of_deegan_and_packel() -> None:
    """Deegan and Packel (1978), Int. J. Game Theory 7: votes 2, 1, 1 and a quota of 3."""
    np.testing.assert_allclose(voting.deegan_packel([2, 1, 1], 3), [1 / 2, 1 / 4, 1 / 4])


@pytest.mark.parametrize(
    ("votes", "quota", "banzhaf", "shapley"),
    [
        (
            [10] * 4 + [5] * 2 + [3] * 2 + [2],
            41,
            {10: 16.7, 5: 9.1, 3: 6.6, 2: 1.6},
            {10: 17.9, 5: 8.1, 3: 5.7, 2: 1.0},
        ),
        (
            [10] * 4 + [5] * 3 + [3] * 2 + [2],
            45,
            {10: 15.8, 5: 8.2, 3: 4.1, 2: 4.1},
            {10: 17.4, 5: 7.1, 3: 3.0, 2: 3.0},
        ),
        (
            [10] * 4 + [8] + [5] * 4 + [3] * 2 + [2],
            54,
            {10: 12.9, 8: 10.9, 5: 6.7, 3: 4.6, 2: 1.8},
            {10: 13.4, 8: 11.1, 5: 6.4, 3: 4.3, 2: 1.2},
        ),
    ],
    ids=["nine members, 1973", "ten members, 1981", "twelve members, 1986"],
)
def test_power_in_the_council_as_it_grew(votes, quota, banzhaf, shapley) -> None:
    """Brams and Affuso (1985), Electoral Studies 4; Felsenthal and Machover (1998): per cent."""
    found = 100 * voting.banzhaf_normalized(votes, quota), 100 * voting.shapley_shubik(votes, quota)
    for shares, published in zip(found, (banzhaf, shapley), strict=True):
        for weight, share in published.items():
            assert shares[votes.index(weight)] == pytest.approx(share, abs=0.0501)


def young(coalition: float, whole: float) -> Game:
    worths = {"35": 3.0, "123": 3.0, "134": 9.0, "245": 9.0, "1245": coalition, "12345": whole}

    def worth(names: tuple[str, ...]) -> float:
        return max((v for key, v in worths.items() if set(key) <= set(names)), default=0.0)

    return Game.from_function(5, worth, "value")


@pytest.mark.parametrize(
    ("coalition", "whole", "only_point"), [(9, 11, [0, 1, 2, 7, 1]), (12, 12, [3, 0, 0, 6, 3])]
)
def test_no_core_selection_is_coalitionally_monotonic(coalition, whole, only_point) -> None:
    """Young (1985), Int. J. Game Theory 14: two members who are in all that grew lose by it."""
    game = young(coalition, whole)
    np.testing.assert_allclose(stability.core_vertices(game), [only_point], atol=1e-9)
    np.testing.assert_allclose(nuclei.nucleolus(game).charges, only_point, atol=1e-9)


@pytest.mark.parametrize(
    ("rule", "published"),
    [
        ("random_arrival", [[100 / 3] * 3, [100 / 3, 250 / 3, 250 / 3], [50, 100, 150]]),
        (
            "minimal_overlap",
            [[100 / 3] * 3, [100 / 3, 250 / 3, 250 / 3], [100 / 3, 250 / 3, 550 / 3]],
        ),
        ("talmud", [[100 / 3] * 3, [50, 75, 75], [50, 100, 150]]),
        ("cea", [[100 / 3] * 3, [200 / 3] * 3, [100, 100, 100]]),
        ("cel", [[0, 0, 100], [0, 50, 150], [0, 100, 200]]),
    ],
)  # fmt: skip
def test_rules_on_the_estates_of_the_mishna(rule, published) -> None:
    """O'Neill (1982), Math. Soc. Sci. 2; Aumann and Maschler (1985), J. Econ. Theory 36."""
    found = claims.RULES[rule]([100, 200, 300], [100, 200, 300])
    np.testing.assert_allclose(found, published, atol=1e-12)
