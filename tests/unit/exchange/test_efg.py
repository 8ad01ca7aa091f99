"""Games of offers as Gambit files: read back by a small parser, and solved without our solver."""

import re
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import pytest
from tests.small_case import plain, read

from burdenshare.analysis import inquire
from burdenshare.bargaining.offer_game import solve_offer_game
from burdenshare.errors import CaseError, ProblemError
from burdenshare.exchange.efg import OfferGame, decimal, node_count, offer_game_efg
from burdenshare.exchange.from_case import offer_game

TOKEN = re.compile(r'"((?:[^"\\]|\\.)*)"|([{},])|([^\s{},"]+)')


class Node(NamedTuple):
    """A node as read from a file; a leaf has payoffs, another node a player and branches."""

    player: int
    information_set: int
    actions: tuple[str, ...]
    payoffs: tuple[float, ...]
    branches: tuple["Node", ...]


class Reader:
    """Reads the extensive forms that the format allows, as far as perfect information goes."""

    def __init__(self, text):
        self.words = [
            (match[1], True) if match[1] is not None else (match[2] or match[3], False)
            for match in TOKEN.finditer(text)
        ]
        self.place, self.outcomes, self.count = 0, {}, 0
        assert [self.take() for _ in range(3)] == ["EFG", "2", "R"]
        self.title, self.players, self.comment = self.take(), self.listed(), self.take()
        self.root = self.node()
        assert self.place == len(self.words)

    def take(self):
        self.place += 1
        return self.words[self.place - 1][0]

    def listed(self):
        assert self.take() == "{"
        found = []
        while (word := self.take()) != "}":
            if word != ",":
                found.append(word)
        return tuple(found)

    def node(self):
        self.count += 1
        kind, _ = self.take(), self.take()
        if kind == "t":
            outcome = int(self.take())
            if self.place < len(self.words) and self.words[self.place][1]:
                self.take()
                assert outcome not in self.outcomes
                self.outcomes[outcome] = tuple(float(word) for word in self.listed())
            return Node(0, 0, (), self.outcomes[outcome], ())
        assert kind == "p"
        player, number = int(self.take()), int(self.take())
        self.take()
        actions = self.listed()
        assert self.take() == "0"
        return Node(player, number, actions, (), tuple(self.node() for _ in actions))


def solved(node):
    """Backward induction: ties are accepted, and proposed to the good of the other."""
    if not node.branches:
        return node.payoffs
    values = [solved(branch) for branch in node.branches]
    own, other = node.player - 1, 2 - node.player
    best = max(value[own] for value in values)
    ties = [value for value in values if value[own] >= best - 1e-8]
    answers = node.actions == ("accept", "refuse")
    return ties[0] if answers else max(ties, key=lambda value: value[other])


def sets_of(node):
    if node.branches:
        yield node.player, node.information_set
        for branch in node.branches:
            yield from sets_of(branch)


def game(rounds=3, offers=4, discounts=(0.9, 0.8), **changes):
    payments = np.linspace(0, 1, offers)
    given = {
        "title": 'A "pie"',
        "comment": "",
        "players": ("A", "B"),
        "offers": tuple(f"{x:.3f}" for x in payments),
        "payoffs": tuple((float(x), float(1 - x)) for x in payments),
        "proposers": tuple(t % 2 for t in range(rounds)),
        "discounts": discounts,
    }
    return OfferGame(**given | changes)


@pytest.mark.parametrize("offers", [1, 2, 5])
@pytest.mark.parametrize("rounds", [1, 2, 3])
def test_every_history_is_in_the_tree(offers, rounds):
    found = Reader(offer_game_efg(game(rounds, offers)))
    assert found.count == node_count(offers, rounds)
    sets = list(sets_of(found.root))
    assert len(sets) == len(set(sets))
    assert len(found.outcomes) == offers * rounds + 1
    assert found.players == ("A", "B")


def test_the_number_of_nodes_is_that_of_a_known_tree():
    assert node_count(11, 5) == 531_466


def test_payoffs_are_discounted_once_a_round():
    root = Reader(offer_game_efg(game(2, 4, disagreement=(0.1, 0.2)))).root
    assert root.actions == ("0.000", "0.333", "0.667", "1.000")
    first = root.branches[2].branches[0]
    assert first.payoffs == pytest.approx((2 / 3, 1 / 3))
    second = root.branches[2].branches[1].branches[3].branches[0]
    assert second.payoffs == pytest.approx((0.9, 0))
    last = root.branches[2].branches[1].branches[3].branches[1]
    assert last.payoffs == pytest.approx((0.1 * 0.9**2, 0.2 * 0.8**2))


@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.parametrize("discounts", [(0.9, 0.8), (0.5, 0.99), (1.0, 0.6)])
def test_backward_induction_on_the_tree_gives_what_the_solver_gives(first, discounts):
    written = game(4, 6, discounts, proposers=tuple((first + t) % 2 for t in range(4)))
    ours = solve_offer_game(written.payoffs, written.proposers, written.discounts, may_pass=False)
    assert solved(Reader(offer_game_efg(written)).root) == pytest.approx(
        ours.values[0].tolist(), abs=1e-8
    )


def test_a_tree_that_is_too_large_is_refused_with_advice():
    with pytest.raises(ProblemError, match="fewer offers or rounds"):
        offer_game_efg(game(12, 11))
    with pytest.raises(ProblemError, match="fewer offers or rounds"):
        offer_game_efg(game(3, 4), most_nodes=100)


def test_what_is_no_game_is_refused():
    with pytest.raises(ProblemError, match="at least one offer"):
        offer_game_efg(game(0, 3))
    with pytest.raises(ProblemError, match="labels are the same"):
        offer_game_efg(replace(game(1, 2), offers=("x", "x")))


def test_numbers_have_no_exponent():
    assert [decimal(x) for x in (1e9, -1e-3, 1 / 3)] == ["1000000000", "-0.001", "0.333333333"]


# --- from a case ---------------------------------------------------------------------------------


def test_the_game_of_the_small_case():
    made = offer_game(inquire(read(plain()), draws=8, threads=1), offers=12, rounds=2)
    assert made.players == ("Aland", "Bland")
    # From 22, the least that AAA takes, to 49.5, the most that BBB pays, in steps of 2.5.
    assert made.offers[0] == "22.000"
    assert made.offers[1] == "24.500"
    assert made.payoffs[1] == pytest.approx((2.5, 25))
    assert made.discounts == pytest.approx((1.1 ** (-1 / 12), 1.1 ** (-1 / 12)))
    assert made.proposers == (0, 1)
    root = Reader(offer_game_efg(made)).root
    # BBB makes the last offer and keeps all; AAA asks for no more than the month is worth to BBB.
    assert solved(root)[1] >= 27.5 * made.discounts[1] - 1e-6


def test_the_payer_may_move_first():
    data = plain()
    data["bargaining"]["first_mover"] = "BBB"
    made = offer_game(inquire(read(data), draws=8, threads=1))
    assert made.proposers == (1, 0, 1)


def test_limits_that_agree_leave_nothing_to_offer():
    data = plain()
    data["reservation"] = {s: {"value": 30, "source": "s"} for s in ("AAA", "BBB")}
    with pytest.raises(CaseError, match="nothing to export"):
        offer_game(inquire(read(data), draws=8, threads=1))
