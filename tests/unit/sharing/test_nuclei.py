"""The nucleolus family at the edges: sums that miss by a digit, coalitions worth nothing."""

import numpy as np
import pytest

from burdenshare.errors import ProblemError
from burdenshare.sharing import nuclei
from burdenshare.sharing.airport import constrained_equal_benefits
from burdenshare.sharing.games import Game
from burdenshare.sharing.named_games import airport_game, glove_game
from burdenshare.sharing.nuclei_draws import nucleolus_charges

FAMILY = [nuclei.nucleolus, nuclei.per_capita_nucleolus, nuclei.proportional_nucleolus]


@pytest.mark.parametrize("solve", FAMILY)
@pytest.mark.parametrize(
    ("worths", "kind"),
    [
        ([0.1, 0.2, 0.3], "value"),  # 0.1 + 0.2 is more than 0.3 in the last digit
        ([0.1, 0.7, 0.8], "cost"),
        ([0.1, 0.2, 0.3, 0.3, 0.4, 0.5, 0.6], "value"),
    ],
)
def test_members_who_gain_nothing_together_get_what_they_have_alone(solve, worths, kind) -> None:
    game = Game.from_vector(worths, kind)
    found = solve(game)
    np.testing.assert_allclose(found.charges, game.singles, rtol=1e-15)
    assert found.residual() < 1e-15


def test_one_and_many_games_take_the_same_sums_for_enough() -> None:
    near = Game.from_vector([0.5, 0.5, 1 - 1e-10], "value")
    np.testing.assert_allclose(nuclei.nucleolus(near).charges, [0.5, 0.5], atol=1e-10)
    np.testing.assert_allclose(nucleolus_charges(near), [0.5, 0.5], atol=1e-10)
    short = Game.from_vector([0.5, 0.5, 1 - 1e-8], "value")
    with pytest.raises(ProblemError, match="more than the 1 to share"):
        nuclei.nucleolus(short)
    with pytest.raises(ProblemError, match="better alone than together"):
        nucleolus_charges(short)


@pytest.mark.parametrize(
    ("worths", "kind", "charges"),
    [
        ([0, 1, 0], "cost", [0, 0]),
        ([0, 1, 1], "value", [0, 1]),
        ([0, 0, 2, 1, 2, 0, 2], "value", [0, 0, 2]),
    ],
)
def test_coalitions_worth_nothing_are_part_of_the_proof(worths, kind, charges) -> None:
    found = nuclei.proportional_nucleolus(Game.from_vector(worths, kind))
    np.testing.assert_allclose(found.charges, charges, atol=1e-12)
    assert found.residual() < 1e-12


@pytest.mark.parametrize("solve", FAMILY)
def test_a_proof_is_as_good_in_any_unit(solve) -> None:
    for unit in (1e-9, 1.0, 1e12):
        found = solve(Game.from_vector(unit * np.array([3, 4, 5, 6, 7, 8, 10.0])))
        assert found.residual() < 1e-12
        np.testing.assert_allclose(found.charges / unit, solve(
            Game.from_vector([3, 4, 5, 6, 7, 8, 10])).charges, rtol=1e-9)  # fmt: skip


def test_a_proof_of_wrong_charges_fails() -> None:
    for solve in FAMILY:
        found = solve(Game.from_vector([3, 4, 5, 6, 7, 8, 10]))
        moved = found.charges + np.array([0.01, -0.01, 0.0])
        wrong = nuclei.NucleolusResult(found.game, moved, found.excess, found.domain, found.levels)
        assert wrong.residual() > 1e-4


@pytest.mark.parametrize("costs", [[1, 3, 7, 10], [4, 4, 4, 8], [0, 2, 5], [6, 7, 9], [1, 1, 5, 5]])
def test_the_modiclus_of_an_airport_game_lets_all_save_the_same(costs) -> None:
    """Potters and Sudholter (1999), Mathematical Social Sciences 38: the definition with all S."""
    found = nuclei.modiclus(airport_game(costs), proper=False)
    np.testing.assert_allclose(found, constrained_equal_benefits(costs), atol=1e-9)


@pytest.mark.parametrize("proper", [True, False])
def test_the_modiclus_gives_both_sides_of_a_market_the_same(proper) -> None:
    """Two gloves on the left and three on the right: each side shares one half of the pairs."""
    found = nuclei.modiclus(glove_game(2, 3), proper=proper)
    np.testing.assert_allclose(found, [1 / 2, 1 / 2, 1 / 3, 1 / 3, 1 / 3], atol=1e-9)
