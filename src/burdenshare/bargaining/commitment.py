"""Tying one's hands: commitments that can be taken back at a price, or that may fail.

Object. Two sides divide a surplus of 1. Before they talk each may commit to a demand. All arrays
have shape (..., 2), one number a side, provider first; leading axes may be draws.

    Muthoo                  taking back a demand costs `k_i` for each unit given up
    Ellingsen and Miettinen an attempt costs `c_i` and holds with probability `q_i`
    Crawford                the cost of taking back a demand is drawn, unseen by the other side,
                            after the demands were made

A dear revocation is a strength in the first. In the others both sides may find themselves bound
to demands that cannot both be met, and talks fail though both would gain by an agreement.

References
----------
T. Schelling (1960), The Strategy of Conflict, Harvard University Press.
V. Crawford (1982), A theory of disagreement in bargaining, Econometrica 50, 607-637.
A. Muthoo (1996), A bargaining model based on the commitment tactic, Journal of Economic Theory
69, 134-152.
T. Ellingsen and T. Miettinen (2008), Commitment and conflict in bilateral bargaining, American
Economic Review 98, 1629-1635.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from burdenshare.arrays import Array, as_shares
from burdenshare.bargaining.elementwise import above_zero, not_negative, sides, swapped
from burdenshare.bargaining.root_finding import crossing
from burdenshare.errors import ProblemError


class CommitmentAttempts(NamedTuple):
    """Who tries to commit, and what comes of it."""

    attempts: Array
    """Chance that each side makes the attempt, shape (..., 2)."""

    conflict: Array
    """Chance that both commitments hold and cannot both be met, shape (...)."""

    payoffs: Array
    """Expected share of each side, less what attempts cost, shape (..., 2)."""


class StickingPoint(NamedTuple):
    """Two demands in place, and the chance that neither is taken back."""

    sticks: Array
    """Chance that each side stands by its demand, shape (..., 2)."""

    impasse: Array
    """Chance that both do, shape (...)."""

    cutoffs: Array
    """Cost of taking back above which a side stands by its demand, shape (..., 2)."""


def muthoo_shares(revocation_costs: ArrayLike) -> Array:
    """Give the division when taking back a demand costs so much for each unit given up.

    Parameters
    ----------
    revocation_costs : array_like, shape (..., 2)
        Cost `k` to each side of a unit given up, not negative. [per unit of the surplus]

    Returns
    -------
    ndarray, shape (..., 2)
        `(1 + k_i) / (2 + k_1 + k_2)`: the dearer its own revocation, the larger a side's share.

    Raises
    ------
    ProblemError
        If a cost is negative or the last axis is not 2.

    References
    ----------
    A. Muthoo (1996), A bargaining model based on the commitment tactic, Journal of Economic
    Theory 69, 134-152.

    Examples
    --------
    >>> muthoo_shares([[0.0, 0.0], [2.0, 0.0]])
    array([[0.5 , 0.5 ],
           [0.75, 0.25]])
    """
    (costs,) = sides(revocation_costs=not_negative(revocation_costs, "revocation_costs"))
    return np.asarray((1 + costs) / (2 + costs.sum(axis=-1, keepdims=True)))


def commitment_attempts(
    success: ArrayLike,
    costs: ArrayLike = (0.0, 0.0),
    *,
    demands: ArrayLike = (1.0, 1.0),
    split: ArrayLike = (0.5, 0.5),
) -> CommitmentAttempts:
    """Give who tries to commit when attempts are cheap but may fail.

    If one commitment holds, its side gets its demand and the other side the rest. If both hold
    and conflict, there is nothing for either. If none holds, the surplus is split.

    Parameters
    ----------
    success : array_like, shape (..., 2)
        Chance `q` that each side's attempt holds. [0 to 1]
    costs : array_like, shape (..., 2)
        What an attempt costs, not negative. [shares of the surplus]
    demands : array_like, shape (..., 2)
        What each would commit to; in equilibrium, everything. They must exceed the surplus
        together. [shares of the surplus]
    split : array_like, shape (..., 2)
        Division without commitments, adding up to 1. [shares of the surplus]

    Returns
    -------
    CommitmentAttempts
        With both attempting, conflict has the chance `q_1 q_2`. Where each would attempt only if
        the other does not, as with attempts that never fail, the equilibrium in mixed strategies
        is given; in the two others one side alone attempts. Indifferent sides do not attempt.

    Raises
    ------
    ProblemError
        If a number is outside its range, the split does not add up to 1, a demand is below the
        side's split, or the demands do not conflict.

    References
    ----------
    T. Ellingsen and T. Miettinen (2008), Commitment and conflict in bilateral bargaining,
    American Economic Review 98, 1629-1635.

    Examples
    --------
    >>> answer = commitment_attempts([[0.5, 0.5], [1.0, 1.0]], [0.05, 0.05])
    >>> answer.attempts.round(4), answer.conflict.round(4)
    (array([[1. , 1. ],
           [0.9, 0.9]]), array([0.25, 0.81]))
    """
    holds, price, asked, shares = sides(
        success=as_shares(success, "success"),
        costs=not_negative(costs, "costs"),
        demands=as_shares(demands, "demands"),
        split=as_shares(split, "split"),
    )
    if (asked < shares).any() or (asked.sum(axis=-1) <= 1).any():
        raise ProblemError("demands: must be no less than the split, and exceed 1 together")
    _check_split(shares)
    extra, left = asked - shares, 1 - swapped(asked)
    # What an attempt gains if the other side makes none, and if it makes one.
    alone = holds * extra
    against = holds * ((1 - swapped(holds)) * extra - swapped(holds) * left)
    always, never = against > price, alone <= price
    swing = np.where(alone > against, alone - against, 1.0)
    mixed = np.clip(swapped((alone - price) / swing), 0.0, 1.0)
    answer = np.where(always[..., ::-1], 0.0, np.where(never[..., ::-1], 1.0, mixed))
    attempts = np.where(always, 1.0, np.where(never, 0.0, answer))
    bound = attempts * holds
    other = swapped(bound)
    payoffs = (
        bound * (1 - other) * asked
        + (1 - bound) * other * left
        + (1 - bound) * (1 - other) * shares
        - attempts * price
    )
    return CommitmentAttempts(attempts, np.asarray(bound.prod(axis=-1)), np.asarray(payoffs))


def sticking_point(
    demands: ArrayLike, highest_costs: ArrayLike, *, split: ArrayLike = (0.5, 0.5)
) -> StickingPoint:
    """Give the chance of an impasse when costs of taking a demand back are private.

    Each side learns its own cost, uniform from 0 up, and stands by its demand or takes it back.
    If one side takes its demand back it gets what the other's demand leaves, if both do the
    surplus is split; if none does there is nothing for either.

    Parameters
    ----------
    demands : array_like, shape (..., 2)
        What each side has committed to, adding up to more than 1. [shares of the surplus]
    highest_costs : array_like, shape (..., 2)
        Upper end of each side's cost of taking its demand back, above 0. [shares of the surplus]
    split : array_like, shape (..., 2)
        Division when both take their demands back, adding up to 1. [shares of the surplus]

    Returns
    -------
    StickingPoint
        Small costs make several equilibria possible: the one in which each side may do either is
        given where it exists, otherwise one in which a side is sure of what it does.

    Raises
    ------
    ProblemError
        If a number is outside its range, the split does not add up to 1, a demand is below the
        side's split, or the demands do not conflict.

    References
    ----------
    V. Crawford (1982), A theory of disagreement in bargaining, Econometrica 50, 607-637.

    Examples
    --------
    >>> answer = sticking_point([0.75, 0.75], [1.0, 1.0])
    >>> answer.sticks.round(4), round(float(answer.impasse), 4)
    (array([0.8333, 0.8333]), 0.6944)
    """
    asked, highest, shares = sides(
        demands=as_shares(demands, "demands"),
        highest_costs=above_zero(highest_costs, "highest_costs"),
        split=as_shares(split, "split"),
    )
    if (asked < shares).any() or (asked.sum(axis=-1) <= 1).any():
        raise ProblemError("demands: must be no less than the split, and exceed 1 together")
    _check_split(shares)
    extra, left = asked - shares, 1 - swapped(asked)

    def cutoffs(other_sticks: Array, side: int) -> Array:
        return np.asarray(other_sticks * left[..., side] - (1 - other_sticks) * extra[..., side])

    def sticks(other_sticks: Array, side: int) -> Array:
        return 1 - np.clip(cutoffs(other_sticks, side) / highest[..., side], 0, 1)

    shape = asked.shape[:-1]
    first = crossing(lambda q: sticks(sticks(q, 1), 0) - q, np.zeros(shape), np.ones(shape))
    both = np.stack([first, sticks(first, 1)], axis=-1)
    inner = _either(extra, left, highest)
    either = ((inner > 0) & (inner < 1)).all(axis=-1, keepdims=True)
    both = np.where(either, inner, both)
    bounds = np.stack([cutoffs(both[..., 1], 0), cutoffs(both[..., 0], 1)], axis=-1)
    return StickingPoint(both, np.asarray(both.prod(axis=-1)), np.maximum(bounds, 0.0))


def _either(extra: Array, left: Array, highest: Array) -> Array:
    """Solve `q_i = 1 - (q_j (left_i + extra_i) - extra_i) / highest_i` for both sides."""
    level, slope = 1 + extra / highest, (left + extra) / highest
    bracket = 1 - slope.prod(axis=-1, keepdims=True)
    solvable = bracket != 0
    found = (level - slope * swapped(level)) / np.where(solvable, bracket, 1.0)
    return np.where(solvable, found, -1.0)


def _check_split(shares: Array, tolerance: float = 1e-9) -> None:
    if (np.abs(shares.sum(axis=-1) - 1) > tolerance).any():
        raise ProblemError("split: expected two shares that add up to 1")
