"""The finite game of offers: ties, passing, leaving, draws and shapes."""

import numpy as np
import pytest

from burdenshare.bargaining.offer_game import pie_offers, solve_offer_game
from burdenshare.errors import ProblemError


def test_ties_are_broken_as_said():
    # Rejecting the last offer gives nothing, and so does the offer of nothing.
    accepts = solve_offer_game(pie_offers(4), [0], [1, 1])
    rejects = solve_offer_game(pie_offers(4), [0], [1, 1], indifferent="rejects")
    np.testing.assert_allclose(accepts.values, [[1, 0]])
    np.testing.assert_allclose(rejects.values, [[0.75, 0.25]])
    assert accepts.acceptable.tolist() == [[True] * 5]
    assert rejects.acceptable.tolist() == [[True] * 4 + [False]]


def test_of_offers_as_good_for_the_proposer_the_kinder_is_made():
    game = solve_offer_game([[3, 0], [3, 2], [3, 2], [1, 5]], [0], [1, 1])
    assert game.proposals.tolist() == [1]


def test_a_proposer_who_wants_no_agreement_passes_or_is_refused():
    table = [[0, 0], [1, 4]]
    waits = {"deadline": [3, 1], "discounts": [1, 1]}
    passing = solve_offer_game(table, [0], **waits)
    forced = solve_offer_game(table, [0], **waits, may_pass=False)
    np.testing.assert_allclose(passing.values, [[3, 1]])
    np.testing.assert_allclose(forced.values, [[3, 1]])
    assert passing.proposals.tolist() == [-1]
    assert forced.proposals.tolist() == [0]
    assert passing.agreement_round == -1
    cornered = solve_offer_game([[1, 4]], [0], **waits, may_pass=False)
    np.testing.assert_allclose(cornered.values, [[1, 4]])


def test_who_walks_away_leaves_the_other_with_its_outside_option():
    game = solve_offer_game([[9, 1]], [0, 1], [0.9, 0.9], outside=[2, 3])
    # In the last round the second party passes, for the first will then walk away itself.
    np.testing.assert_allclose(game.values, [[2, 3], [2, 3]])
    assert game.leaves.tolist() == [True, True]
    assert game.proposals.tolist() == [-1, -1]
    assert game.agreement_round == -1
    alone = solve_offer_game([[9, 1]], [0], [1, 1], outside=[-np.inf, 3], after_breakdown=[0.5, 0])
    np.testing.assert_allclose(alone.values, [[0.5, 3]])


def test_a_costly_deadline_is_worth_waiting_for_only_if_near():
    # The first party would rather have the deadline than any offer; patience decides how early.
    game = solve_offer_game([[1, 1]], [0] * 4, [0.5, 1], deadline=[6, 1])
    assert game.accepted.tolist() == [True, True, False, False]
    assert game.agreement_round == 0


def test_rates_may_differ_by_round_and_draw():
    breakdown = np.array([[0.0, 0.0], [1.0, 0.0]])
    game = solve_offer_game(
        pie_offers(10), [0, 1], np.full((1, 2, 2), 0.5), breakdown=breakdown,
        deadline=np.zeros((3, 1, 2)),
    )  # fmt: skip
    assert game.values.shape == (3, 2, 2, 2)
    assert game.proposals.shape == (3, 2, 2)
    assert game.acceptable.shape == (3, 2, 2, 11)
    np.testing.assert_allclose(game.values[0, :, 0], [[0.5, 0.5], [1, 0]])


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: solve_offer_game([1, 2], [0], [1, 1]), "payoffs: expected shape"),
        (lambda: solve_offer_game([[1, 2]], [], [1, 1]), "proposers: expected 0 or 1"),
        (lambda: solve_offer_game([[1, 2]], [2], [1, 1]), "proposers: expected 0 or 1"),
        (lambda: solve_offer_game([[1, 2]], [0], np.ones((3, 2))), r"discounts: expected shape"),
        (lambda: solve_offer_game([[1, 2]], [0], [1, 1], breakdown=[0, 0, 0]), "breakdown"),
        (lambda: solve_offer_game([[1, 2]], [0], [1, 1], outside=[np.nan, 0]), "outside"),
        (lambda: solve_offer_game([[1, 2]], [0], [1, 1], indifferent="maybe"), "indifferent"),
        (lambda: pie_offers(0), "steps: expected at least 1"),
        (
            lambda: solve_offer_game(np.ones((3, 1, 2)), [0], [1, 1], deadline=np.zeros((2, 2))),
            "shapes of draws do not fit",
        ),
    ],
)
def test_bad_input_is_named(call, words):
    with pytest.raises(ProblemError, match=words):
        call()
