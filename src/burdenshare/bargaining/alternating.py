"""Bargaining by alternating offers between two parties: when each can wait, leave, or must hurry.

Object. Two parties divide a `pie`. One makes an offer; the other accepts, or rejects and makes the
next offer a period later. Arrays of shape (..., 2) hold one number for each party; leading axes may
be draws. Party `i` discounts a period by `d_i`. Besides the pie there may be

    inside_i     what talks without end are worth to it: g_i / r_i for a flow g_i
    outside_i    what it has if it walks away for good after rejecting an offer
    breakdown    chance that talks collapse after a rejection, leaving `after_breakdown_i`

A party that answers an offer must be given `max(outside_i, wait_i)`, where

    wait_i = p after_breakdown_i + (1 - p) ((1 - d_i) inside_i + d_i x_i)

and `x_i` is what its own turn to offer is worth to it: the rest of the pie, or what it gets by
waiting itself, if that is more. Two such equations have one solution. So inside options shift the
terms, and outside options only bound them. As periods shorten the outcome tends to a Nash solution
whose weights are the other's impatience.

An outside option worth more than talks without end is a threat to leave that is believed, and it
ends talks even where the other would gladly talk for ever: such a party is offered what it would
leave for. If the other's enjoyment of the talks is so great that one more period of them is worth
more to both than an agreement now, the party that would leave makes an offer that nobody takes,
and agrees a period later to what the other then offers. Where the two could do better apart, who
would leave does, and both have what is left to them.

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

    Where no agreement exists it is what talks for ever are worth to each or, if one of them would
    leave, what each has then.
    """

    exists: NDArray[np.bool_]
    """Whether talks end in agreement whoever offers first, shape (...)."""

    at_once: NDArray[np.bool_]
    """Whether the first offer is accepted, by who makes it, shape (..., 2); else a later one is,
    where agreement exists."""


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
        What each has once either walks away after rejecting an offer; a party with `-inf`, as
        both by default, cannot do so itself and, left behind, has `after_breakdown`.
        [unit of `pie`]
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
    rest = 1 - stay
    forever = np.where(rest > 0, wait / np.where(rest > 0, rest, 1.0), m)
    leaves, together, left = _leaving(o, forever, b, size)
    own = np.stack([_own_offer(i, size, stay, wait, m, o) for i in (0, 1)], axis=-1)
    threats = [_held_by_leaving(i, size, stay, wait, o, left, together) for i in (0, 1)]
    worth = np.stack([threats[i][0][..., i, i] for i in (0, 1)], axis=-1)
    # Its own next offer may promise more than leaving, even to one whom the other would let go.
    leaves = leaves & (together[..., None] | (wait + stay * worth <= o))
    gone = np.asarray(leaves.any(axis=-1))
    free = (forever.sum(axis=-1) <= size) & (together | ~gone)
    apart = np.where(gone[..., None], left, forever)
    offers = np.stack([own, size[..., None] - own], axis=-1)
    offers[..., 1, :] = offers[..., 1, ::-1]
    payoffs = np.where(free[..., None, None], offers, apart[..., None, :])
    at_once = np.stack([free, free], axis=-1)
    for i, (terms, taken) in enumerate(threats):
        # Its own offer is at least as good as waiting, unless the other enjoys talks too much.
        owed = np.maximum(o[..., i], wait[..., i] + stay[..., i] * own[..., i])
        delayed = own[..., i] < wait[..., i] + stay[..., i] * owed - 1e-12 * np.abs(size)
        mine = leaves[..., i] & ~leaves[..., 1 - i] & (~free | (delayed & ~taken[..., i]))
        payoffs = np.where(mine[..., None, None], terms, payoffs)
        at_once = np.where(mine[..., None], taken, at_once)
    exists = free | (together & gone)
    return Offers(payoffs, exists, at_once)


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
        What each has once either walks away; a party with `-inf` cannot do so itself and, left
        behind, has `after_breakdown`. [unit of `pie`]
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
    leaves, together, left = _leaving(o, d, b, size)
    gone = np.asarray(leaves.any(axis=-1))
    both = speed.sum(axis=-1)
    weight = np.where(both > 0, speed[..., 1], 0.5) / np.where(both > 0, both, 1.0)
    surplus = size - d.sum(axis=-1)
    exists = np.where(gone, together, surplus >= 0)
    # Where talks are worth more than the pie, whoever would leave is still kept at the table.
    one = np.where(surplus >= 0, d[..., 0] + weight * surplus, size - d[..., 1])
    one = np.where((surplus < 0) & leaves[..., 0], d[..., 0], one)
    one = np.maximum(np.minimum(one, size - o[..., 1]), o[..., 0])
    apart = np.where(gone[..., None], left, d)
    payoffs = np.where(exists[..., None], np.stack([one, size - one], -1), apart)
    return Offers(np.stack([payoffs, payoffs], -2), exists, np.stack([exists, exists], -1))


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
    return np.asarray(np.minimum(line, size - o[..., j]))


def _leaving(
    o: Array, forever: Array, after: Array, size: Array
) -> tuple[NDArray[np.bool_], NDArray[np.bool_], Array]:
    """Who would rather leave than talk for ever, if the pie covers what is left then, and that."""
    left = np.where(np.isfinite(o), o, after)
    return o > forever, np.asarray(left.sum(axis=-1) <= size), left


def _held_by_leaving(
    i: int,
    size: Array,
    stay: Array,
    wait: Array,
    o: Array,
    left: Array,
    together: NDArray[np.bool_],
) -> tuple[Array, NDArray[np.bool_]]:
    """What both get, by who offers, if party `i` would leave and the other would talk on.

    The other offers it what it would leave for, or lets it go; before that it makes the best of
    its own turn, by an offer or by waiting for that end.
    """
    j = 1 - i
    mine = left[..., i]
    later = np.where(together, size - mine, left[..., j])
    on = wait[..., j] + stay[..., j] * later
    owed = np.maximum(o[..., j], on)
    waiting = np.where(o[..., j] > on, mine, wait[..., i] + stay[..., i] * mine)
    own = np.maximum(size - owed, waiting)
    terms = [np.stack([own, owed], axis=-1), np.stack([mine, later], axis=-1)]
    taken = np.stack([size - owed >= waiting, together], axis=-1)
    if i:
        terms = [pair[..., ::-1] for pair in reversed(terms)]
    return np.stack(terms, axis=-2), taken[..., :: 1 - 2 * i]


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
