"""A finite game of offers between two parties, solved by backward induction.

Object. Rounds `0, ..., T - 1`. In each, one party proposes one of `K` possible agreements, or
passes; the other accepts, or rejects. An agreement ends the game with its payoffs. After a
rejection the party that rejected may walk away to its outside option; otherwise talks may break
down by chance, and if they do not, both get their inside payoff for the round and go on:

    refused_i(t) = outside_i(t)                                          if the answerer leaves
                 = p(t) broken_i + (1 - p(t)) (inside_i(t) + d_i V_i(t + 1))       if it stays

`V_i(T)` is what `i` has after the deadline. Payoffs of a round are counted in that round. What
follows a rejection does not depend on the offer rejected, so the game tree folds into one state a
round: the work is of order T K where the tree has of order K^T nodes. Leading axes may be draws.

Ties: an answerer accepts what is as good as rejection (or rejects it, if told so), and stays where
leaving is no better. A proposer takes the acceptable agreement that is best for it; of equals the
one better for the other, then the first in order; and it agrees where passing is no better.

References
----------
H. Kuhn (1953), Extensive games and the problem of information, Annals of Mathematics Studies 28,
193-216; I. Ståhl (1972), Bargaining Theory, Stockholm School of Economics.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from burdenshare.arrays import Array, as_array, as_shares
from burdenshare.errors import ProblemError


class OfferGameSolution(NamedTuple):
    """The subgame-perfect equilibrium of a game of offers, round by round.

    Payoffs are counted in their own round: what a round gives is not discounted to the first.
    """

    values: Array
    """What each party gets if the round is reached, shape (..., T, 2)."""

    refused: Array
    """What each gets if the round's offer is rejected, shape (..., T, 2)."""

    proposals: NDArray[np.intp]
    """Index of the agreement proposed, -1 for passing, shape (..., T)."""

    accepted: NDArray[np.bool_]
    """Whether the round ends in agreement, shape (..., T)."""

    leaves: NDArray[np.bool_]
    """Whether the answerer walks away after a rejection, shape (..., T)."""

    acceptable: NDArray[np.bool_]
    """Which agreements the answerer would accept, shape (..., T, K)."""

    @property
    def agreement_round(self) -> NDArray[np.intp]:
        """The round in which talks that do not break down end in agreement, -1 if they never do."""
        over = self.accepted | self.leaves
        first = np.argmax(over, axis=-1)
        agreed = np.take_along_axis(self.accepted, first[..., None], axis=-1)[..., 0]
        return np.where(agreed, first, -1)


def solve_offer_game(
    payoffs: ArrayLike,
    proposers: Sequence[int],
    discounts: ArrayLike,
    *,
    deadline: ArrayLike = (0.0, 0.0),
    inside: ArrayLike = (0.0, 0.0),
    outside: ArrayLike | None = None,
    breakdown: ArrayLike = 0.0,
    after_breakdown: ArrayLike = (0.0, 0.0),
    indifferent: Literal["accepts", "rejects"] = "accepts",
    may_pass: bool = True,
    tolerance: float = 1e-12,
) -> OfferGameSolution:
    """Solve a finite game of offers to its subgame-perfect equilibrium.

    Parameters
    ----------
    payoffs : array_like, shape (..., K, 2)
        What each party gets from each agreement. [utility]
    proposers : sequence of int, length T
        Who proposes in each round, 0 or 1.
    discounts : array_like, shape (2,) or (..., T, 2)
        Discount factor of each party from a round to the next. Here and below a single pair
        serves all rounds and draws, and the axis of rounds may have length 1. [0 to 1]
    deadline : array_like, shape (..., 2)
        What each has one round after the last, if there is no agreement. [utility]
    inside : array_like, shape (2,) or (..., T, 2)
        What each enjoys in a round that ends in rejection. [utility]
    outside : array_like, shape (2,) or (..., T, 2), optional
        What each has once the answerer walks away after rejecting. A party with `-inf` cannot do
        so itself and, left behind, has what a breakdown gives; by default nobody can. [utility]
    breakdown : array_like, shape () or (..., T)
        Chance that talks break down after a rejection. [0 to 1]
    after_breakdown : array_like, shape (..., 2)
        What each has then. [utility]
    indifferent : {"accepts", "rejects"}
        What an answerer does with an offer as good as rejection.
    may_pass : bool
        Whether a proposer may make no offer. If not, one that wants no agreement proposes the
        first agreement that will be rejected, if there is one.
    tolerance : float
        Difference of payoffs that counts as a tie. [utility]

    Returns
    -------
    OfferGameSolution
        Values, proposals and acceptance sets of every round.

    Raises
    ------
    ProblemError
        If there is no round or no agreement, a proposer is not 0 or 1, or shapes do not fit.

    Examples
    --------
    >>> game = solve_offer_game(pie_offers(10), [0, 1, 0], [0.5, 0.5])
    >>> game.values[:, 0]
    array([0.7, 0.5, 1. ])
    >>> int(game.agreement_round)
    0
    """
    order = _proposers(proposers)
    table = as_array(payoffs, "payoffs")
    if table.ndim < 2 or table.shape[-1] != 2 or not table.shape[-2]:
        raise ProblemError(f"payoffs: expected shape (..., agreements, 2), got {table.shape}")
    broken = as_array(after_breakdown, "after_breakdown")
    game = _Game(
        table,
        _by_round(as_shares(discounts, "discounts"), len(order), "discounts"),
        _by_round(as_array(inside, "inside"), len(order), "inside"),
        _by_round(_outside(outside), len(order), "outside"),
        _risk(breakdown, len(order)),
        broken,
        _Rules(indifferent == "accepts", may_pass, tolerance),
    )
    if indifferent not in ("accepts", "rejects"):
        raise ProblemError(f"indifferent: expected 'accepts' or 'rejects', got {indifferent!r:.40}")
    after = _broadcast(game, as_array(deadline, "deadline"))
    rounds: list[_Round] = []
    for t in reversed(range(len(order))):
        rounds.append(_play(game, t, order[t], after))
        after = rounds[-1].value
    rounds.reverse()
    return OfferGameSolution(
        np.stack([r.value for r in rounds], axis=-2),
        np.stack([r.refused for r in rounds], axis=-2),
        np.stack([r.proposal for r in rounds], axis=-1),
        np.stack([r.agreed for r in rounds], axis=-1),
        np.stack([r.leaves for r in rounds], axis=-1),
        np.stack([r.acceptable for r in rounds], axis=-2),
    )


def pie_offers(steps: int, pie: float = 1.0) -> Array:
    """List the divisions of a pie into equal steps.

    Parameters
    ----------
    steps : int
        Number of steps, at least 1; there is one more division than steps.
    pie : float
        Amount to divide. [any one currency]

    Returns
    -------
    ndarray, shape (steps + 1, 2)
        What the two parties get, from nothing to all for the first.

    Raises
    ------
    ProblemError
        If there is no step.

    Examples
    --------
    >>> pie_offers(2)
    array([[0. , 1. ],
           [0.5, 0.5],
           [1. , 0. ]])
    """
    if steps < 1:
        raise ProblemError(f"steps: expected at least 1, got {steps}")
    first = np.arange(steps + 1) * (pie / steps)
    return np.stack([first, pie - first], axis=-1)


class _Rules(NamedTuple):
    accepts_ties: bool
    may_pass: bool
    tolerance: float


class _Game(NamedTuple):
    """What a game is made of, each by round: payoffs (..., K, 2), the others (..., T, 2)."""

    payoffs: Array
    discounts: Array
    inside: Array
    outside: Array
    breakdown: Array
    broken: Array
    rules: _Rules


class _Round(NamedTuple):
    value: Array
    refused: Array
    proposal: NDArray[np.intp]
    agreed: NDArray[np.bool_]
    leaves: NDArray[np.bool_]
    acceptable: NDArray[np.bool_]


def _play(game: _Game, t: int, proposer: int, after: Array) -> _Round:
    """Solve one round, given what both get if the next is reached."""
    refused, leaves = _refusal(game, t, 1 - proposer, after)
    offered, least = game.payoffs[..., 1 - proposer], refused[..., 1 - proposer, None]
    if game.rules.accepts_ties:
        wanted = offered >= least - game.rules.tolerance
    else:
        wanted = offered > least + game.rules.tolerance
    proposal, agreed = _propose(game, wanted, refused[..., proposer], proposer)
    table = np.broadcast_to(game.payoffs, (*proposal.shape, *game.payoffs.shape[-2:]))
    index = np.maximum(proposal, 0)[..., None, None]
    offer = np.take_along_axis(table, index, axis=-2)[..., 0, :]
    value = np.where(agreed[..., None], offer, refused)
    return _Round(value, refused, proposal, agreed, leaves, wanted)


def _refusal(game: _Game, t: int, answerer: int, after: Array) -> tuple[Array, NDArray[np.bool_]]:
    """What follows a rejection, and whether the answerer walks away."""
    stay = game.inside[..., t, :] + game.discounts[..., t, :] * after
    stay = stay + game.breakdown[..., t, None] * (game.broken - stay)
    leave = game.outside[..., t, :]
    gone = leave[..., answerer] > stay[..., answerer] + game.rules.tolerance
    left = np.where(np.isfinite(leave), leave, game.broken)
    return np.where(gone[..., None], left, stay), gone


def _propose(
    game: _Game, wanted: NDArray[np.bool_], refused: Array, proposer: int
) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Choose the proposer's agreement, and tell whether it will be accepted."""
    own = np.where(wanted, game.payoffs[..., proposer], -np.inf)
    most = own.max(axis=-1, keepdims=True)
    close = wanted & (own >= most - game.rules.tolerance)
    best = np.argmax(np.where(close, game.payoffs[..., 1 - proposer], -np.inf), axis=-1)
    agreed = wanted.any(axis=-1) & (most[..., 0] >= refused - game.rules.tolerance)
    if game.rules.may_pass:
        return np.where(agreed, best, -1), agreed
    agreed = agreed | wanted.all(axis=-1)
    return np.where(agreed, best, np.argmin(wanted, axis=-1)), agreed


def _proposers(proposers: Sequence[int]) -> list[int]:
    order = [int(p) for p in proposers]
    if not order or any(p not in (0, 1) for p in order):
        raise ProblemError(f"proposers: expected 0 or 1 for each round, got {proposers!r:.60}")
    return order


def _outside(outside: ArrayLike | None) -> Array:
    options = np.asarray((-np.inf, -np.inf) if outside is None else outside, dtype=np.float64)
    if np.isnan(options).any() or (options == np.inf).any():
        raise ProblemError(
            "outside: expected finite numbers, or -inf for a party that cannot leave"
        )
    return options


def _by_round(array: Array, rounds: int, name: str) -> Array:
    """Give an array of shape (2,), (..., 1, 2) or (..., T, 2) the last of these shapes."""
    fits = array.shape == (2,) or (array.shape[-1:] == (2,) and array.shape[-2] in (1, rounds))
    if not fits:
        raise ProblemError(
            f"{name}: expected shape (2,), (..., 1, 2) or (..., {rounds}, 2), got {array.shape}"
        )
    return np.broadcast_to(array, (*array.shape[:-2], rounds, 2))


def _risk(breakdown: ArrayLike, rounds: int) -> Array:
    """Give the chance of breakdown an axis of rounds."""
    risk = as_shares(breakdown, "breakdown")
    if risk.ndim and risk.shape[-1] not in (1, rounds):
        raise ProblemError(
            f"breakdown: expected one chance, or {rounds} by round, got shape {risk.shape}"
        )
    return np.broadcast_to(risk, (*risk.shape[:-1], rounds))


def _broadcast(game: _Game, deadline: Array) -> Array:
    """Give the payoffs after the deadline the common shape of all draws."""
    draws = {
        "payoffs": game.payoffs.shape[:-2],
        "discounts": game.discounts.shape[:-2],
        "inside": game.inside.shape[:-2],
        "outside": game.outside.shape[:-2],
        "breakdown": game.breakdown.shape[:-1],
        "after_breakdown": game.broken.shape[:-1],
        "deadline": deadline.shape[:-1],
    }
    try:
        return np.broadcast_to(deadline, (*np.broadcast_shapes(*draws.values()), 2))
    except ValueError as error:
        words = ", ".join(f"{name} {shape}" for name, shape in draws.items())
        raise ProblemError(f"shapes of draws do not fit: {words}") from error
