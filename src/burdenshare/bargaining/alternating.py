"""Bargaining by alternating offers between two parties: when each can wait, leave, or must hurry.

Object. Two parties divide a `pie`. One makes an offer; the other accepts, or rejects and makes the
next offer a period later. Arrays of shape (..., 2) hold one number for each party; leading axes may
be draws. Party `i` discounts a period by `d_i`. Besides the pie there may be

    inside_i     what talks without end are worth to it: g_i / r_i for a flow g_i
    outside_i    what it has if it walks away for good after rejecting an offer
    breakdown    chance that talks collapse after a rejection, leaving `after_breakdown_i`

A party that answers an offer must be given `max(outside_i, wait_i)`, where

    wait_i = p after_breakdown_i + (1 - p) ((1 - d_i) inside_i + d_i x_i)

and `x_i` is what its own offer will leave it. Two such equations have one solution. So inside
options shift the terms, and outside options only bound them. As periods shorten the outcome tends
to a Nash solution whose weights are the other's impatience.

References
----------
A. Rubinstein (1982), Perfect equilibrium in a bargaining model, Econometrica 50, 97-109.
K. Binmore, A. Rubinstein and A. Wolinsky (1986), RAND Journal of Economics 17, 176-188.
M. Osborne and A. Rubinstein (1990), Bargaining and Markets, Academic Press, chapters 3-4.
A. Muthoo (1999), Bargaining Theory with Applications, Cambridge University Press, chapters 3-6.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from burdenshare.arrays import Array, as_array, as_nonnegative, as_shares
from burdenshare.errors import ProblemError


class Offers(NamedTuple):
    """What the parties get, by who makes the first offer."""

    payoffs: Array
    """Shape (..., 2, 2): first the party that offers, then the party that gets.

    The offer is accepted at once. Where none exists, each party has the better of its inside and
    outside option, whoever offers.
    """

    exists: NDArray[np.bool_]
    """Whether the pie is large enough for what the parties have without agreement, shape (...)."""


def alternating_offers(
    discounts: ArrayLike,
    pie: ArrayLike = 1.0,
    *,
    inside: ArrayLike = (0.0, 0.0),
    outside: ArrayLike | None = None,
    breakdown: ArrayLike = 0.0,
    after_breakdown: ArrayLike = (0.0, 0.0),
) -> Offers:
    """Give the subgame-perfect equilibrium of alternating offers without a deadline.

    Parameters
    ----------
    discounts : array_like, shape (..., 2)
        Discount factor of each party for one period, 0 to 1. [pure number]
    pie : array_like, shape (...)
        Amount to divide. [any one currency]
    inside : array_like, shape (..., 2)
        What talks without end are worth to each. [unit of `pie`]
    outside : array_like, shape (..., 2), optional
        What each has by walking away; `-inf` if it cannot, as by default. [unit of `pie`]
    breakdown : array_like, shape (...)
        Chance that talks collapse after a rejected offer. [0 to 1]
    after_breakdown : array_like, shape (..., 2)
        What each has after such a collapse. [unit of `pie`]

    Returns
    -------
    Offers
        `payoffs[..., 0, :]` if the first party makes the first offer. If nobody discounts and
        nothing can break down, the surplus is split evenly, the limit of equal patience.

    Raises
    ------
    ProblemError
        If a discount factor or the chance of breakdown is no share, or shapes do not fit.

    References
    ----------
    Rubinstein (1982); A. Shaked and J. Sutton (1984), Econometrica 52, 1351-1364; K. Binmore,
    A. Shaked and J. Sutton (1989), An outside option experiment, Quarterly Journal of Economics
    104, 753-770.

    Examples
    --------
    >>> alternating_offers([0.9, 0.9], 19).payoffs
    array([[10.,  9.],
           [ 9., 10.]])
    >>> alternating_offers([0.9, 0.9], 7, outside=[0, 4]).payoffs[0]
    array([3., 4.])
    """
    delta, m, o, b, size, risk = _pairs_and_numbers(
        {
            "discounts": as_shares(discounts, "discounts"),
            "inside": as_array(inside, "inside"),
            "outside": _options(outside),
            "after_breakdown": as_array(after_breakdown, "after_breakdown"),
        },
        {"pie": as_array(pie, "pie"), "breakdown": as_shares(breakdown, "breakdown")},
    )
    stay = (1 - risk)[..., None] * delta
    wait = risk[..., None] * b + (1 - risk)[..., None] * (1 - delta) * m
    one, two = (_own_offer(i, size, stay, wait, m, o) for i in (0, 1))
    payoffs = np.stack([np.stack([one, size - one], -1), np.stack([size - two, two], -1)], -2)
    exists = _room(size, stay, wait, m) & (o.sum(axis=-1) <= size)
    return Offers(
        np.where(exists[..., None, None], payoffs, np.maximum(m, o)[..., None, :]), exists
    )


def quick_offers(
    rates: ArrayLike,
    pie: ArrayLike = 1.0,
    *,
    flows: ArrayLike = (0.0, 0.0),
    outside: ArrayLike | None = None,
    hazard: ArrayLike = 0.0,
    after_breakdown: ArrayLike = (0.0, 0.0),
) -> Offers:
    """Give the limit of alternating offers as the time between them vanishes.

    It is the Nash solution with the disagreement payoffs `(g_i + k b_i) / (r_i + k)` and the
    weights `1 / (r_i + k)`, held between the outside options.

    Parameters
    ----------
    rates : array_like, shape (..., 2)
        Discount rate of each party, not negative. [per unit of time]
    pie : array_like, shape (...)
        Amount to divide. [any one currency]
    flows : array_like, shape (..., 2)
        What each enjoys while talks go on. [unit of `pie` per unit of time]
    outside : array_like, shape (..., 2), optional
        What each has by walking away; `-inf` if it cannot. [unit of `pie`]
    hazard : array_like, shape (...)
        Rate at which talks collapse by themselves. [per unit of time]
    after_breakdown : array_like, shape (..., 2)
        What each has after a collapse. [unit of `pie`]

    Returns
    -------
    Offers
        The same payoffs whoever offers first. Two endlessly patient parties split evenly.

    Raises
    ------
    ProblemError
        If a rate or the hazard is negative, or a party without impatience or hazard enjoys a
        flow: talks for ever would be worth more than any pie.

    References
    ----------
    Binmore, Rubinstein and Wolinsky (1986); Muthoo (1999), chapters 3-6.

    Examples
    --------
    >>> quick_offers([0.1, 0.1], flows=[0.04, 0.02]).payoffs[0]
    array([0.6, 0.4])
    """
    r, g, o, b, size, k = _pairs_and_numbers(
        {
            "rates": as_nonnegative(rates, "rates"),
            "flows": as_array(flows, "flows"),
            "outside": _options(outside),
            "after_breakdown": as_array(after_breakdown, "after_breakdown"),
        },
        {"pie": as_array(pie, "pie"), "hazard": _rate(hazard, "hazard")},
    )
    speed = r + k[..., None]
    if ((speed == 0) & (g != 0)).any():
        raise ProblemError(
            "flows: a party that knows neither impatience nor breakdown enjoys a flow for ever"
        )
    d = (g + k[..., None] * b) / np.where(speed > 0, speed, 1.0)
    both = speed.sum(axis=-1)
    weight = np.where(both > 0, speed[..., 1], 0.5) / np.where(both > 0, both, 1.0)
    surplus = size - d.sum(axis=-1)
    exists = (surplus >= 0) & (o.sum(axis=-1) <= size)
    one = d[..., 0] + weight * surplus
    one = np.maximum(np.minimum(one, size - o[..., 1]), o[..., 0])
    payoffs = np.where(exists[..., None], np.stack([one, size - one], -1), np.maximum(d, o))
    return Offers(np.stack([payoffs, payoffs], -2), exists)


def fixed_delay_costs(costs: ArrayLike, pie: ArrayLike = 1.0) -> Array:
    """Give what the first proposer can get if each period costs each party a fixed amount.

    The party with the lower cost takes all, or all but that cost; a knife edge. With equal costs
    a whole interval of divisions is in equilibrium, some of them reached with delay.

    Parameters
    ----------
    costs : array_like, shape (..., 2)
        Cost of a period to the first proposer and to the other, not negative. [unit of `pie`]
    pie : array_like, shape (...)
        Amount to divide, not negative. [any one currency]

    Returns
    -------
    ndarray, shape (..., 2)
        Least and most that the first proposer gets in equilibrium; the same but at equal costs.

    Raises
    ------
    ProblemError
        If a cost or the pie is negative, or shapes do not fit.

    References
    ----------
    Rubinstein (1982), conclusion I.

    Examples
    --------
    >>> fixed_delay_costs([[0.1, 0.3], [0.3, 0.1], [0.2, 0.2]])
    array([[1. , 1. ],
           [0.1, 0.1],
           [0.2, 1. ]])
    """
    cost, size = _pairs_and_numbers(
        {"costs": as_nonnegative(costs, "costs")}, {"pie": as_array(pie, "pie")}
    )
    if (size < 0).any():
        raise ProblemError(f"pie: {size.min():g} is negative")
    own, other = cost[..., 0], cost[..., 1]
    least = np.where(own < other, size, np.minimum(other, size))
    return np.stack([least, np.where(own > other, least, size)], axis=-1)


def finite_alternating_offers(
    discounts: ArrayLike,
    periods: int,
    pie: ArrayLike = 1.0,
    *,
    first: int = 0,
    inside: ArrayLike = (0.0, 0.0),
    outside: ArrayLike | None = None,
    at_deadline: ArrayLike = (0.0, 0.0),
) -> Array:
    """Give the equilibrium of alternating offers before a deadline, round by round.

    Whoever makes the last offer holds the other down to what the deadline gives it; the offers
    before follow backwards.

    Parameters
    ----------
    discounts : array_like, shape (..., 2)
        Discount factor of each party for one period, 0 to 1. [pure number]
    periods : int
        Number of offers that can be made, at least 1.
    pie : array_like, shape (...)
        Amount to divide. [any one currency]
    first : int
        Who makes the first offer, 0 or 1. The last one is theirs if `periods` is odd.
    inside : array_like, shape (..., 2)
        What talks without end would be worth to each: a period of them gives `(1 - d) inside`.
        [unit of `pie`]
    outside : array_like, shape (..., 2), optional
        What each has once either walks away after rejecting an offer; a party with `-inf` cannot
        do so itself and, left behind, has what the deadline gives. [unit of `pie`]
    at_deadline : array_like, shape (..., 2)
        What each has one period after the last offer, if that too is rejected. [unit of `pie`]

    Returns
    -------
    ndarray, shape (..., periods, 2)
        What each party gets if the game is still on in that round, counted in that round. Where
        nothing can be gained by agreeing, it is what follows from a rejection.

    Raises
    ------
    ProblemError
        If there is no period, `first` is not 0 or 1, or a discount factor is no share.

    References
    ----------
    I. Ståhl (1972), Bargaining Theory, Stockholm School of Economics.

    Examples
    --------
    >>> finite_alternating_offers([0.5, 0.5], 3)
    array([[0.75, 0.25],
           [0.5 , 0.5 ],
           [1.  , 0.  ]])
    """
    if periods < 1 or first not in (0, 1):
        raise ProblemError(
            f"expected at least one period and first 0 or 1, got periods {periods}, first {first}"
        )
    delta, m, o, value, size = _pairs_and_numbers(
        {
            "discounts": as_shares(discounts, "discounts"),
            "inside": as_array(inside, "inside"),
            "outside": _options(outside),
            "at_deadline": as_array(at_deadline, "at_deadline"),
        },
        {"pie": as_array(pie, "pie")},
    )
    rounds, left = [], np.where(np.isfinite(o), o, value)
    for period in reversed(range(periods)):
        proposer = (first + period) % 2
        answerer = 1 - proposer
        wait = (1 - delta) * m + delta * value
        leaves = o[..., answerer] > wait[..., answerer]
        value = _one_round(size, np.where(leaves[..., None], left, wait), proposer)
        rounds.append(value)
    return np.stack(rounds[::-1], axis=-2)


def _one_round(size: Array, refused: Array, proposer: int) -> Array:
    """What a round gives both, if rejection gives `refused`: the proposer takes the difference."""
    value = np.array(refused)
    value[..., proposer] = np.maximum(size - refused[..., 1 - proposer], refused[..., proposer])
    return value


def _own_offer(i: int, size: Array, stay: Array, wait: Array, m: Array, o: Array) -> Array:
    """What the offer of party `i` leaves it: the fixed point of a bounded, increasing line."""
    j = 1 - i
    start = size * (1 - stay[..., j]) - wait[..., j]
    rest = 1 - stay[..., 0] * stay[..., 1]
    line = (start + stay[..., j] * wait[..., i]) / np.where(rest > 0, rest, 1.0)
    line = np.where(rest > 0, line, (size + m[..., i] - m[..., j]) / 2)
    # The slope is below one, so bounding the line bounds its fixed point.
    can_leave = np.isfinite(o[..., i])
    held = start + stay[..., j] * np.where(can_leave, o[..., i], 0.0)
    line = np.where(can_leave, np.maximum(line, held), line)
    return np.asarray(np.maximum(np.minimum(line, size - o[..., j]), o[..., i]))


def _room(size: Array, stay: Array, wait: Array, m: Array) -> NDArray[np.bool_]:
    """Whether the pie covers what the parties could have by rejecting everything for ever."""
    rest = 1 - stay
    alone = np.where(rest > 0, wait / np.where(rest > 0, rest, 1.0), m)
    return np.asarray(alone.sum(axis=-1) <= size)


def _rate(values: ArrayLike, name: str) -> Array:
    rate = as_array(values, name)
    if (rate < 0).any():
        raise ProblemError(f"{name}: {rate.min():g} is negative")
    return rate


def _options(outside: ArrayLike | None) -> Array:
    options = np.asarray((-np.inf, -np.inf) if outside is None else outside, dtype=np.float64)
    if np.isnan(options).any() or (options == np.inf).any():
        raise ProblemError(
            "outside: expected finite numbers, or -inf for a party that cannot leave"
        )
    return options


def _pairs_and_numbers(pairs: dict[str, Array], numbers: dict[str, Array]) -> list[Array]:
    """Broadcast arrays of shape (..., 2) and of shape (...) against one another."""
    for name, array in pairs.items():
        if array.ndim < 1 or array.shape[-1] != 2:
            raise ProblemError(
                f"{name}: expected one number for each of two parties, shape (..., 2)"
            )
    try:
        wide = np.broadcast_arrays(
            *pairs.values(), *(array[..., None] for array in numbers.values())
        )
    except ValueError as error:
        shapes = ", ".join(f"{name} {array.shape}" for name, array in (pairs | numbers).items())
        raise ProblemError(f"shapes do not fit: {shapes}") from error
    return [*wide[: len(pairs)], *(array[..., 0] for array in wide[len(pairs) :])]
