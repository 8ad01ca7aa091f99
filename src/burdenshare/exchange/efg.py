"""A game of offers as an extensive form in the format of Gambit.

Object. In each round one player proposes one of `K` agreements; the other accepts, which ends the
game with the payoffs of the agreement, or refuses, which leads to the next round. After the last
refusal both have their disagreement payoffs. All payoffs are counted at the start: what happens in
round `t` is discounted `t` times, disagreement as often as there are rounds.

The tree has every history in it, so it grows with the power of the number of rounds; `node_count`
says how large it will be. `bargaining.offer_game` solves the same game without the tree.

Format. A file begins with ``EFG 2 R``, the title, the players and a comment. Nodes follow in
prefix order: ``p name player information-set set-name { actions } outcome`` and
``t name outcome outcome-name { payoffs }``.

References
----------
T. Turocy and others, Gambit: software tools for game theory, documentation of the file formats.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from burdenshare.errors import ProblemError

MOST_NODES = 600_000
"""Nodes that a file may have; 11 offers over five rounds are 531,466."""


@dataclass(frozen=True, slots=True)
class OfferGame:
    """A finite game of offers between two players."""

    title: str
    comment: str
    players: tuple[str, str]
    offers: tuple[str, ...]
    """Labels of the agreements, each another."""
    payoffs: tuple[tuple[float, float], ...]
    """What the two players get from each agreement."""
    proposers: tuple[int, ...]
    """Who proposes in each round, 0 or 1."""
    discounts: tuple[float, float]
    """Discount factor of each player from a round to the next."""
    disagreement: tuple[float, float] = (0.0, 0.0)
    """What each has one round after the last."""


def node_count(offers: int, rounds: int) -> int:
    """Give the number of nodes of the tree.

    Examples
    --------
    >>> node_count(11, 5)
    531466
    """
    proposing = sum(offers**t for t in range(rounds))
    answering = offers * proposing
    return int(proposing + 2 * answering + offers**rounds)


def offer_game_efg(game: OfferGame, *, most_nodes: int = MOST_NODES) -> str:
    """Write a game of offers as a Gambit extensive form.

    Parameters
    ----------
    game : OfferGame
        The game.
    most_nodes : int
        Nodes that the tree may have.

    Returns
    -------
    str
        The text of an ``.efg`` file.

    Raises
    ------
    ProblemError
        If there is no offer or round, labels repeat, or the tree would be too large.

    Examples
    --------
    >>> game = OfferGame("Pie", "", ("A", "B"), ("half",), ((1, 1),), (0,), (1.0, 1.0))
    >>> print(offer_game_efg(game), end="")
    EFG 2 R "Pie" { "A" "B" }
    ""
    p "" 1 1 "" { "half" } 0
    p "" 2 1 "" { "accept" "refuse" } 0
    t "" 1 "half in round 1" { 1, 1 }
    t "" 2 "no agreement" { 0, 0 }
    """
    _check(game, most_nodes)
    head = [
        f"EFG 2 R {_quoted(game.title)} {{ {' '.join(map(_quoted, game.players))} }}",
        _quoted(game.comment),
    ]
    return "\n".join([*head, *_nodes(game, 0, _Numbers(len(game.offers)))]) + "\n"


def _check(game: OfferGame, most_nodes: int) -> None:
    offers, rounds = len(game.offers), len(game.proposers)
    if not offers or not rounds or len(game.payoffs) != offers:
        raise ProblemError(
            f"expected at least one offer and one round and payoffs for each offer, got {offers} "
            f"offers, {rounds} rounds and {len(game.payoffs)} payoffs"
        )
    if len(set(game.offers)) != offers:
        raise ProblemError(
            "offers: two of the labels are the same; use more digits or fewer offers"
        )
    nodes = node_count(offers, rounds)
    if nodes > most_nodes:
        raise ProblemError(
            f"{offers} offers over {rounds} rounds make a tree of {nodes:,} nodes, more than "
            f"{most_nodes:,}; take fewer offers or rounds"
        )


@dataclass
class _Numbers:
    """Numbers of information sets and outcomes, handed out as nodes are written."""

    offers: int
    sets: tuple[Iterator[int], Iterator[int]] = field(default_factory=lambda: (count(1), count(1)))
    written: set[int] = field(default_factory=set)


def _nodes(game: OfferGame, t: int, numbers: _Numbers) -> Iterator[str]:
    """The subtree of round `t`, in prefix order."""
    offers, rounds = len(game.offers), len(game.proposers)
    if t == rounds:
        payoffs = _discounted(game, game.disagreement, t)
        yield _leaf(numbers, offers * rounds + 1, "no agreement", payoffs)
        return
    proposer = game.proposers[t]
    yield _move(numbers, proposer, game.offers)
    for place, label in enumerate(game.offers):
        yield _move(numbers, 1 - proposer, ("accept", "refuse"))
        payoffs = _discounted(game, game.payoffs[place], t)
        yield _leaf(numbers, t * offers + place + 1, f"{label} in round {t + 1}", payoffs)
        yield from _nodes(game, t + 1, numbers)


def _move(numbers: _Numbers, player: int, actions: tuple[str, ...]) -> str:
    listed = " ".join(map(_quoted, actions))
    return f'p "" {player + 1} {next(numbers.sets[player])} "" {{ {listed} }} 0'


def _leaf(numbers: _Numbers, outcome: int, name: str, payoffs: tuple[float, float]) -> str:
    """A leaf; the name and payoffs of an outcome are written where it comes first."""
    if outcome in numbers.written:
        return f't "" {outcome}'
    numbers.written.add(outcome)
    return f't "" {outcome} {_quoted(name)} {{ {", ".join(map(decimal, payoffs))} }}'


def _discounted(game: OfferGame, payoffs: tuple[float, float], t: int) -> tuple[float, float]:
    first, second = (p * d**t for p, d in zip(payoffs, game.discounts, strict=True))
    return first, second


def decimal(value: float) -> str:
    """Write a number with up to nine decimals and no exponent.

    Examples
    --------
    >>> decimal(2.50), decimal(-0.0), decimal(1e-12)
    ('2.5', '0', '0')
    """
    text = f"{value:.9f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + " ".join(escaped.split()) + '"'
