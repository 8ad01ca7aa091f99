"""A majority that divides a surplus, when members are heard and wait differently.

Object. `n` members divide a pie of 1. Each period a proposer is drawn, member i with chance p_i;
its offer passes with `q` votes, its own among them, under a closed rule; otherwise the next period
comes, which member i discounts by d_i. In a stationary equilibrium nobody's offer depends on the
past: member i votes for what waiting is worth, w_i = d_i v_i, and a proposer buys the q - 1
cheapest votes of the others.

The equilibrium. There is a price t such that members with w_i < t are always bought when they do
not propose, those with w_i > t never, and those at t sometimes. With s = 1 - (the q cheapest
prices), the value of a member solves

    v_i = p_i (s + min(w_i, t)) + r_i w_i ,    sum r_i = q - 1 ,

r_i the chance of being bought. All prices are in proportion to s, so that one search over t / s
gives them. Values are unique, whichever votes are bought.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from burdenshare.arrays import Vector, as_shares, as_vectors
from burdenshare.errors import ProblemError

HALVINGS = 200
"""Halvings of the interval in which the price of a vote is sought; it ends at rounding."""


class Legislature(NamedTuple):
    """What members of a legislature expect, and what its offers are."""

    values: Vector
    """What each member expects before the proposer is drawn; sums to 1, shape (n,)."""

    prices: Vector
    """What buys the vote of each member: its value, a period later, shape (n,)."""

    proposer: Vector
    """What each member keeps when it proposes, shape (n,)."""

    bought: Vector
    """Chance that each member is bought by somebody else's offer, shape (n,)."""


def legislature(recognition: ArrayLike, discounts: ArrayLike, quota: int) -> Legislature:
    """Divide by offers of members who are heard and wait differently: stationary equilibrium.

    Parameters
    ----------
    recognition : array_like, shape (n,)
        Chance that each member is drawn to propose, above 0, summing to 1. [probability]
    discounts : array_like, shape (n,) or a number
        Discount factor of each member for one period, above 0 and at most 1; below 1 where all
        must agree. [pure number]
    quota : int
        Votes needed, the proposer's own among them.

    Returns
    -------
    Legislature
        Values, prices of votes, what proposers keep, chances of being bought.

    Raises
    ------
    ProblemError
        If chances do not sum to 1 or one is 0, a factor is out of range, or the quota is not
        between 1 and n.

    References
    ----------
    D. Baron and J. Ferejohn (1989), American Political Science Review 83, 1181-1206. H. Eraslan
    (2002), Uniqueness of stationary equilibrium payoffs in the Baron-Ferejohn model, Journal of
    Economic Theory 103, 11-30.

    Examples
    --------
    >>> legislature([0.5, 0.25, 0.25], 0.9, 2).values.round(4)
    array([0.3548, 0.3226, 0.3226])
    >>> legislature([1 / 3, 1 / 3, 1 / 3], 1.0, 2).proposer.round(4)
    array([0.6667, 0.6667, 0.6667])
    """
    p = as_vectors(recognition, "recognition")
    if p.ndim != 1 or (p <= 0).any() or abs(float(p.sum()) - 1) > 1e-9:
        raise ProblemError("recognition: expected chances above 0 that sum to 1")
    d = np.broadcast_to(as_shares(discounts, "discounts"), p.shape)
    if not 1 <= quota <= p.size:
        raise ProblemError(f"quota: expected 1 to {p.size} votes of {p.size}, got {quota}")
    if (d <= 0).any():
        raise ProblemError("discounts: expected factors above 0")
    if quota == p.size and (d == 1).any():
        raise ProblemError(
            "discounts: where all must agree the terms between members of endless patience are not "
            "determined; give factors a little below 1"
        )
    price = _price(p, d, quota)
    worth = _worth(p, d, price)
    # All of it scales together; that nothing is lost says how large it is.
    scale = 1.0 / float((worth / d).sum())
    waiting = worth * scale
    bought = _bought(p, d, price)
    values = waiting / d
    proposer = np.asarray(scale * (1 + np.minimum(worth, price)))
    return Legislature(values, waiting, proposer, bought)


def _worth(p: Vector, d: Vector, price: float) -> Vector:
    """Prices of votes where what a proposer keeps beyond the price of its own vote is 1."""
    patient = d == 1
    always = np.where(patient, np.inf, p * d / np.where(patient, 1.0, 1 - d))
    never = d * p * (1 + price)
    return np.where(always < price, always, np.where(never > price, never, price))


def _bought(p: Vector, d: Vector, price: float) -> Vector:
    """Chance that each member is bought, at a price of votes."""
    if price <= 0:
        return np.zeros_like(p)
    return np.asarray(np.clip(1 / d - p - p / price, 0.0, 1 - p))


def _price(p: Vector, d: Vector, quota: int) -> float:
    """Find the price at which q - 1 votes are bought; the number rises with the price."""
    if quota == 1:
        return 0.0
    low, high = 0.0, 1.0
    for _ in range(HALVINGS):
        if _bought(p, d, high).sum() >= quota - 1 - 1e-12:
            break
        high *= 2
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if _bought(p, d, middle).sum() < quota - 1 - 1e-12:
            low = middle
        else:
            high = middle
    return high
