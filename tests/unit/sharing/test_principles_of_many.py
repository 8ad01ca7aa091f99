"""The principles of the table among many members: by hand, by the one-game functions, by draws."""

import numpy as np
import pytest

from burdenshare.sharing import compromises, nuclei, values
from burdenshare.sharing.airport import contributions_per_type, sequential_equal_contributions
from burdenshare.sharing.coalition_charges import airport_coalitions, link_coalitions
from burdenshare.sharing.games import Game
from burdenshare.sharing.principles import PRINCIPLES, CostProblem, principles_for
from burdenshare.sharing.spanning_trees import bird_rule, folk_rule

TVA = Game.from_vector([163520, 140826, 250096, 301607, 378821, 367370, 412584])


def problem(coalitions, **more):
    listed = np.atleast_2d(coalitions)
    count = listed.shape[-1].bit_length() - 1
    singles = listed[:, 1 << np.arange(count)]
    fields = {"cost": listed[:, -1], "members": count, "coalitions": listed, "stand_alone": singles}
    return CostProblem(**(fields | more))


def charges(principle, of):
    found = PRINCIPLES[principle].function(of)
    assert found.defined.all()
    return found.charges.reshape(-1)


@pytest.mark.parametrize(
    ("principle", "expected"),
    [
        ("shapley", values.shapley(TVA)),
        ("aca", compromises.alternate_costs_avoided(TVA)),
        ("ensc", compromises.equal_nonseparable_cost(TVA)),
        ("equal-savings", compromises.equal_surplus(TVA)),
        ("tau", compromises.tau(TVA)),
        ("nucleolus", nuclei.nucleolus(TVA).charges),
        ("nucleolus-per-capita", nuclei.per_capita_nucleolus(TVA).charges),
    ],
)
def test_a_principle_is_the_solution_that_it_names(principle, expected):
    assert charges(principle, problem(TVA.values)) == pytest.approx(expected, rel=1e-9)


def test_remaining_benefits_are_bounded_by_costs_alone():
    benefits = np.array([[150000.0, 500000.0, 300000.0]])
    found = charges("scrb", problem(TVA.values, benefit=benefits))
    expected = compromises.separable_costs_remaining_benefits(TVA, benefits[0])
    assert found == pytest.approx(expected, rel=1e-9)


def test_draws_are_each_the_answer_to_their_own_game():
    rng = np.random.default_rng(2)
    drawn = TVA.values * rng.uniform(0.97, 1.03, (200, 8))
    drawn[:, 0] = 0
    for principle in principles_for(3):
        together = problem(drawn)
        if principle.missing(together):
            continue
        found = principle.function(together)
        alone = [principle.function(problem(row)) for row in drawn]
        got = np.broadcast_to(found.charges, (200, 3))
        assert got == pytest.approx(np.vstack([a.charges.reshape(1, -1) for a in alone]), rel=1e-9)
        assert np.isfinite(got).all()


def test_where_there_is_no_answer_the_draw_is_marked_and_split_equally():
    # Nobody saves by joining: nothing is left to share, or something and no room for it.
    no_room = np.array([[0, 1, 2, 3, 3, 4, 5, 6.0], [0, 1, 1, 1.5, 1, 1.5, 1.5, 2.5]])
    apart = np.array([0, 1, 1, 2, 1, 2, 2, 6.0])  # joining costs more than going alone
    found = PRINCIPLES["nucleolus"].function(problem(np.vstack([apart, TVA.values])))
    assert found.defined.tolist() == [False, True]
    assert found.charges[0].tolist() == [2, 2, 2]
    assert PRINCIPLES["aca"].function(problem(no_room)).defined.tolist() == [True, False]
    no_tau = np.array([0, 1, 1, 1, 1, 1, 1, 2.0])
    assert not PRINCIPLES["tau"].function(problem(no_tau)).defined.any()


def test_an_airport_charges_landings_and_adds_them_up():
    costs, landings = np.array([[8.0, 11.0, 13.0]]), np.array([5, 2, 1])
    of = CostProblem(costs.max(axis=1), 3, stand_alone=costs, landings=landings)
    each = contributions_per_type(sequential_equal_contributions, costs[0], landings)
    assert charges("shapley", of) == pytest.approx(each * landings)
    assert charges("shapley", of).sum() == pytest.approx(13)
    assert charges("nucleolus", of).sum() == pytest.approx(13)
    one_each = CostProblem(costs.max(axis=1), 3, stand_alone=costs, landings=np.ones(3, int))
    table = problem(airport_coalitions(costs))
    for principle in ("shapley", "nucleolus"):
        assert charges(principle, one_each) == pytest.approx(charges(principle, table))


def test_links_give_coalitions_and_network_rules():
    links = np.array([[0, 10, 10, 10], [10, 0, 3, 8], [10, 3, 0, 4], [10, 8, 4, 0.0]])
    game = link_coalitions(links)
    assert game.tolist() == [0, 10, 10, 13, 10, 18, 14, 17]
    of = problem(game, links=links[None])
    assert charges("bird", of) == pytest.approx(bird_rule(links))
    assert charges("folk", of) == pytest.approx(folk_rule(links))


def test_among_two_the_table_is_that_of_two():
    ids = {principle.id for principle in principles_for(2)}
    assert "nucleolus" not in ids
    assert ids < {principle.id for principle in principles_for(3)}
    of = problem([0, 4, 5, 7.0])
    assert charges("shapley", of).tolist() == [3, 4]


def test_weights_of_many_members_are_shares():
    of = CostProblem(
        np.array([100.0]), 3, use=np.array([[1.0, 2.0, 2.0]]), income=np.array([[2.0, 1.0, 1.0]]),
        population=np.array([[1.0, 1.0, 2.0]]), border=np.array([[0.0, 1.0, 3.0]]),
    )  # fmt: skip
    assert charges("use", of).tolist() == [20, 40, 40]
    expected = 100 * np.array([0.5 + 0.25 + 0, 0.25 + 0.25 + 0.25, 0.25 + 0.5 + 0.75]) / 3
    assert charges("benefit-shares", of) == pytest.approx(expected)


def test_every_principle_has_a_formula_and_a_reference():
    for principle in PRINCIPLES.values():
        assert principle.formula_for(3)
        assert principle.reference
