"""Published values of cost and value games; those with a structure of their own stand apart."""

import itertools
from typing import Any

import numpy as np
import pytest

from burdenshare.sharing import claims, compromises, nuclei, stability, values
from burdenshare.sharing.games import Game
from burdenshare.sharing.inequality import lorenz_curve
from burdenshare.sharing.kernel import in_kernel
from tests.oracles import entries
from tests.oracles.test_structured_games import KINDS as STRUCTURED

ALL = entries("tu_games")
ENTRIES = [entry for entry in ALL if entry["input"].get("kind") not in STRUCTURED]


def game_of(data: dict[str, Any]) -> Game:
    if data["kind"] == "glove":
        left, right = set(data["left"]), set(data["right"])
        return Game.from_function(
            data["n"],
            lambda names: float(
                min(len(left & set(map(int, names))), len(right & set(map(int, names))))
            ),
            "value",
        )
    kind = "cost" if data["kind"] == "cost" else "value"
    return Game.from_vector(data["v"], kind=kind)


def above_stand_alone(data: dict[str, Any]) -> list[str]:
    game = game_of(data)
    names = [name.split()[0] for name in data["players"]]
    return [
        name
        for name, paid, alone in zip(names, data["candidate"], game.singles, strict=True)
        if paid > alone
    ]


def alpha_game(alpha: float) -> Game:
    return Game.from_vector([0, 0, 0, alpha, alpha, alpha, 1], kind="value")


def by_lorenz(data: dict[str, Any]) -> list[str]:
    """Rules from the most to the least equal; each must dominate the next."""
    curves = {
        name: lorenz_curve(claims.claims_rule(name)(data["estate"], data["claims"]))
        for name in data["rules"]
    }
    order = sorted(curves, key=lambda name: -curves[name].sum())
    for more, less in itertools.pairwise(order):
        assert (curves[more] >= curves[less] - 1e-12).all()
    return order


ANSWERS = {
    "shapley": lambda d: values.shapley(game_of(d)),
    "banzhaf_value": lambda d: values.banzhaf_value(game_of(d)),
    "solidarity_value": lambda d: values.solidarity(game_of(d)),
    "myerson_value": lambda d: values.myerson(
        game_of(d), [tuple(str(end) for end in edge) for edge in d["edges"]]
    ),
    "nucleolus": lambda d: nuclei.nucleolus(game_of(d)).charges,
    "prenucleolus": lambda d: nuclei.prenucleolus(game_of(d)).charges,
    "per_capita_nucleolus": lambda d: nuclei.per_capita_nucleolus(game_of(d)).charges,
    "proportional_nucleolus": lambda d: nuclei.proportional_nucleolus(game_of(d)).charges,
    "modiclus": lambda d: nuclei.modiclus(game_of(d)),
    "kernel": lambda d: nuclei.nucleolus(game_of(d)).charges,
    "scrb": lambda d: compromises.alternate_costs_avoided(game_of(d)),
    "ensc": lambda d: compromises.equal_nonseparable_cost(game_of(d)),
    "gately_point": lambda d: compromises.gately_point(game_of(d)),
    "tau": lambda d: compromises.tau(game_of(d)),
    "minimal_rights": lambda d: compromises.minimal_rights(game_of(d)),
    "quasi_balanced": lambda d: bool(compromises.is_quasi_balanced(game_of(d))),
    "dutta_ray_egalitarian": lambda d: compromises.dutta_ray_egalitarian(game_of(d)),
    "proportional": lambda d: compromises.proportional_charges(d["total"], d["weights"]),
    "separable_costs": lambda d: game_of(d).separable,
    "savings_game": lambda d: game_of(d).savings().to_vector(),
    "core_nonempty": lambda d: (
        [stability.core(alpha_game(alpha)).nonempty for alpha in d["alphas"]]
        if "alphas" in d
        else stability.core(game_of(d)).nonempty
    ),
    "core_individual_bounds": lambda d: stability.core_bounds(game_of(d)),
    "core_vertices": lambda d: stability.core_vertices(game_of(d)),
    "core_center": lambda d: stability.core_centre(game_of(d)),
    "least_core_epsilon": lambda d: stability.least_core(game_of(d)).excess,
    "in_core": lambda d: {
        "shapley": bool(stability.in_core(game_of(d), values.shapley(game_of(d)))),
        "scrb": bool(
            stability.in_core(game_of(d), compromises.alternate_costs_avoided(game_of(d)))
        ),
    },
    "players_above_standalone_cost": above_stand_alone,
    "kernel_membership": lambda d: {
        name: in_kernel(game_of(d), point).inside for name, point in d["candidates"].items()
    },
    "lorenz_dominance_order": by_lorenz,
}


@pytest.mark.parametrize("entry", ENTRIES, ids=[entry["id"] for entry in ENTRIES])
def test_published_value(entry: dict[str, Any]) -> None:
    found, published = ANSWERS[entry["solution"]](entry["input"]), entry["value"]
    if entry["tolerance"] == 0:
        assert found == published
        return
    assert np.shape(found) == np.shape(published)
    np.testing.assert_allclose(found, published, rtol=0, atol=entry["tolerance"])


def test_every_entry_is_an_answer_here_or_a_structured_one() -> None:
    assert {entry["solution"] for entry in ENTRIES} <= set(ANSWERS)
    assert len(ENTRIES) + 28 == len(ALL)


@pytest.mark.parametrize(
    "entry",
    [entry for entry in ENTRIES if entry["solution"] == "nucleolus"],
    ids=lambda entry: entry["id"],
)
def test_a_nucleolus_lies_in_the_kernel(entry: dict[str, Any]) -> None:
    game = game_of(entry["input"])
    assert in_kernel(game, nuclei.nucleolus(game).charges, tolerance=1e-7)
