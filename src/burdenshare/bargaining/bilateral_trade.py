"""Limits unseen on both sides: how much of the surplus any talks must lose.

Object. A buyer values a thing at `v`, a seller gives it up at a cost `c`; each knows its own
number alone. Here the buyer is the host, whose `v` is the most it would pay, and the seller the
provider, whose `c` is the least it would take. Both are uniform on supports of their own,
`buyer = (low, high)` and `seller = (low, high)`, arrays of shape (..., 2) whose leading axes may
be draws; a support of no width is a number that everyone knows.

    first best          trade wherever v >= c
    second best         the most that any mechanism can do in which telling the truth is best, no
                        one loses by taking part and no outsider pays in: trade iff v - c >= wedge
    double auction      sealed bids b(v) and asks s(c); trade iff b >= s, at k b + (1 - k) s
    posted price        trade iff v >= price >= c

If the supports overlap the first best needs an outsider to pay (Myerson and Satterthwaite). With
both uniform on [0, 1] the wedge is 1/4 and the linear double auction reaches the second best.
This is a floor under the failures that no skill in bargaining removes.

References
----------
R. Myerson and M. Satterthwaite (1983), Efficient mechanisms for bilateral trading, Journal of
Economic Theory 29, 265-281.
K. Chatterjee and W. Samuelson (1983), Bargaining under incomplete information, Operations Research
31, 835-851.
K. Hagerty and W. Rogerson (1987), Robust trading mechanisms, Journal of Economic Theory 42, 94-107.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from burdenshare.arrays import Array, as_array, as_shares
from burdenshare.bargaining.elementwise import sides, together
from burdenshare.bargaining.root_finding import crossing
from burdenshare.errors import ProblemError


class Trade(NamedTuple):
    """How often a rule makes a deal, and what the deals are worth to both together."""

    probability: Array
    """Chance of a deal, 0 to 1."""

    gains: Array
    """Expected `v - c` over the deals made. [unit of the supports]"""


class LinearStrategies(NamedTuple):
    """Bids and asks of the linear equilibrium of a double auction."""

    buyer: Array
    """Slope and intercept of the bid in `v`, shape (..., 2)."""

    seller: Array
    """Slope and intercept of the ask in `c`, shape (..., 2)."""

    highest_bid: Array
    """No bid above this: it is the highest ask ever made."""

    lowest_ask: Array
    """No ask below this: it is the lowest bid ever made."""


def first_best(buyer: ArrayLike, seller: ArrayLike) -> Trade:
    """Give what would be traded if both limits were seen.

    Parameters
    ----------
    buyer, seller : array_like, shape (..., 2)
        Ends of the uniform supports of `v` and of `c`. [any currency, a year]

    Returns
    -------
    Trade
        Leading axes as the supports broadcast.

    Raises
    ------
    ProblemError
        If a support is not two finite numbers in order.

    Examples
    --------
    >>> answer = first_best((0, 1), (0, 1))
    >>> float(answer.probability), round(float(answer.gains), 6)
    (0.5, 0.166667)
    """
    v, c = _supports(buyer, seller)
    return _trade(v, c, np.ones(v.shape[:-1]), np.zeros(v.shape[:-1]))


def trade_wedge(buyer: ArrayLike, seller: ArrayLike) -> Array:
    """Give the least surplus `v - c` at which the second-best mechanism trades.

    Parameters
    ----------
    buyer, seller : array_like, shape (..., 2)
        Ends of the uniform supports of `v` and of `c`. [any currency, a year]

    Returns
    -------
    ndarray
        A quarter of the largest possible surplus wherever that is at least `v_low - c_low` and
        `v_high - c_high`; found by root finding elsewhere. 0 where trade can be efficient, as
        with supports that do not overlap, or where no surplus is possible. [unit of the supports]

    Raises
    ------
    ProblemError
        If a support is not two finite numbers in order.

    References
    ----------
    R. Myerson and M. Satterthwaite (1983), Efficient mechanisms for bilateral trading, Journal
    of Economic Theory 29, 265-281.

    Examples
    --------
    >>> trade_wedge((0, 1), [(0, 1), (0, 0.5), (-2, -1)])
    array([0.25      , 0.21132487, 0.        ])
    """
    v, c = _supports(buyer, seller)
    most = np.maximum(v[..., 1] - c[..., 0], 0.0)
    quarter = most / 4
    inner = np.maximum(v[..., 0] - c[..., 0], v[..., 1] - c[..., 1])
    # Rounding must not turn a deficit of nothing, as with one limit known, into a wedge.
    free = _virtual_surplus(v, c, np.zeros_like(most)) >= -1e-15 * most
    closed = quarter >= inner
    found = crossing(
        lambda wedge: _virtual_surplus(v, c, wedge), np.where(free, most / 2, 0.0), most / 2
    )
    return np.where(free, 0.0, np.where(closed, quarter, found))


def second_best(buyer: ArrayLike, seller: ArrayLike) -> Trade:
    """Give the most that can be traded when each side alone knows its limit.

    Parameters
    ----------
    buyer, seller : array_like, shape (..., 2)
        Ends of the uniform supports of `v` and of `c`. [any currency, a year]

    Returns
    -------
    Trade
        Leading axes as the supports broadcast.

    Raises
    ------
    ProblemError
        If a support is not two finite numbers in order.

    References
    ----------
    R. Myerson and M. Satterthwaite (1983), Efficient mechanisms for bilateral trading, Journal
    of Economic Theory 29, 265-281.

    Examples
    --------
    >>> answer = second_best((0, 1), (0, 1))
    >>> float(answer.probability), float(answer.gains)
    (0.28125, 0.140625)
    """
    v, c = _supports(buyer, seller)
    return _trade(v, c, np.ones(v.shape[:-1]), trade_wedge(v, c))


def efficiency_deficit(buyer: ArrayLike, seller: ArrayLike) -> Array:
    """Give what an outsider would have to pay in, on average, for every worthwhile deal to be made.

    Parameters
    ----------
    buyer, seller : array_like, shape (..., 2)
        Ends of the uniform supports of `v` and of `c`. [any currency, a year]

    Returns
    -------
    ndarray
        Expected subsidy of the cheapest mechanism that is efficient, truthful and voluntary;
        negative where an efficient mechanism leaves money over. [unit of the supports]

    Raises
    ------
    ProblemError
        If a support is not two finite numbers in order.

    References
    ----------
    R. Myerson and M. Satterthwaite (1983), Efficient mechanisms for bilateral trading, Journal
    of Economic Theory 29, 265-281.

    Examples
    --------
    >>> round(float(efficiency_deficit((0, 1), (0, 1))), 6)
    0.166667
    """
    v, c = _supports(buyer, seller)
    return 0.0 - _virtual_surplus(v, c, np.zeros(v.shape[:-1]))


def linear_strategies(
    buyer: ArrayLike, seller: ArrayLike, price_weight: ArrayLike = 0.5
) -> LinearStrategies:
    """Give the linear equilibrium of the sealed-bid double auction.

    Parameters
    ----------
    buyer, seller : array_like, shape (..., 2)
        Ends of the uniform supports of `v` and of `c`. [any currency, a year]
    price_weight : array_like
        Weight `k` of the bid in the price: 1 lets the buyer name it, 0 the seller. [share]

    Returns
    -------
    LinearStrategies
        Bid `min(slope v + intercept, highest_bid)`, ask `max(slope c + intercept, lowest_ask)`.
        A buyer below the lowest ask and a seller above the highest bid never trade, whatever
        they say. Where the supports are so far apart that the lowest bid would exceed the
        highest ask, all bids and asks are one price, `k v_low + (1 - k) c_high`: slope 0.

    Raises
    ------
    ProblemError
        If a support is not two finite numbers in order, or `price_weight` is not a share.

    References
    ----------
    K. Chatterjee and W. Samuelson (1983), Bargaining under incomplete information, Operations
    Research 31, 835-851.

    Examples
    --------
    >>> answer = linear_strategies((0, 1), (0, 1))
    >>> answer.buyer.round(4), answer.seller.round(4)
    (array([0.6667, 0.0833]), array([0.6667, 0.25  ]))
    """
    v, c, k = _auction(buyer, seller, price_weight)
    top_bid = ((2 - k) * v[..., 1] + k * c[..., 0]) / 2
    bottom_ask = ((1 - k) * v[..., 1] + (1 + k) * c[..., 0]) / 2
    bid = np.stack([1 / (1 + k), k * bottom_ask / (1 + k)], axis=-1)
    ask = np.stack([1 / (2 - k), (1 - k) * top_bid / (2 - k)], axis=-1)
    lowest_bid = bid[..., 0] * v[..., 0] + bid[..., 1]
    highest_ask = ask[..., 0] * c[..., 1] + ask[..., 1]
    apart = lowest_bid >= highest_ask
    price = k * v[..., 0] + (1 - k) * c[..., 1]
    one_price = np.stack([np.zeros_like(price), price], axis=-1)
    return LinearStrategies(
        buyer=np.where(apart[..., None], one_price, bid),
        seller=np.where(apart[..., None], one_price, ask),
        highest_bid=np.where(apart, price, highest_ask),
        lowest_ask=np.where(apart, price, lowest_bid),
    )


def double_auction(buyer: ArrayLike, seller: ArrayLike, price_weight: ArrayLike = 0.5) -> Trade:
    """Give what is traded in the linear equilibrium of the double auction.

    Parameters
    ----------
    buyer, seller : array_like, shape (..., 2)
        Ends of the uniform supports of `v` and of `c`. [any currency, a year]
    price_weight : array_like
        Weight `k` of the bid in the price. [share]

    Returns
    -------
    Trade
        Leading axes as the arguments broadcast.

    Raises
    ------
    ProblemError
        As in `linear_strategies`.

    References
    ----------
    K. Chatterjee and W. Samuelson (1983), Bargaining under incomplete information, Operations
    Research 31, 835-851.

    Examples
    --------
    >>> round(float(double_auction((0, 1), (0, 1)).gains), 6)
    0.140625
    """
    v, c, k = _auction(buyer, seller, price_weight)
    rule = linear_strategies(v, c, k)
    apart = rule.buyer[..., 0] == 0
    bid = np.where(apart, 1.0, rule.buyer[..., 0])
    slope = np.where(apart, 0.0, rule.seller[..., 0] / bid)
    least = np.where(apart, v[..., 0], (rule.seller[..., 1] - rule.buyer[..., 1]) / bid)
    return _trade(v, c, slope, least)


def posted_price(buyer: ArrayLike, seller: ArrayLike, price: ArrayLike) -> Trade:
    """Give what is traded at a fixed price that both may take or leave.

    Parameters
    ----------
    buyer, seller : array_like, shape (..., 2)
        Ends of the uniform supports of `v` and of `c`. [any currency, a year]
    price : array_like
        The price. [unit of the supports]

    Returns
    -------
    Trade
        Leading axes as the arguments broadcast.

    Raises
    ------
    ProblemError
        If a support is not two finite numbers in order, or the price is not finite.

    References
    ----------
    K. Hagerty and W. Rogerson (1987), Robust trading mechanisms, Journal of Economic Theory 42,
    94-107.

    Examples
    --------
    >>> posted_price((0, 1), (0, 1), 0.5)
    Trade(probability=array(0.25), gains=array(0.125))
    """
    v, c = _supports(buyer, seller)
    at, low, high, bottom, top = together(
        price=as_array(price, "price"),
        low=v[..., 0],
        high=v[..., 1],
        bottom=c[..., 0],
        top=c[..., 1],
    )
    buys, value = _above(low, high, at)
    sells, cost = _above(-top, -bottom, -at)
    probability = np.asarray(buys * sells)
    return Trade(probability, np.asarray(probability * (value + cost)))


def best_posted_price(buyer: ArrayLike, seller: ArrayLike) -> Array:
    """Give the fixed price with the largest expected gains.

    Parameters
    ----------
    buyer, seller : array_like, shape (..., 2)
        Ends of the uniform supports of `v` and of `c`. [any currency, a year]

    Returns
    -------
    ndarray
        The middle between the highest `v` and the lowest `c`, or the nearest price to it between
        `v_low` and `c_high`. [unit of the supports]

    Raises
    ------
    ProblemError
        If a support is not two finite numbers in order.

    Examples
    --------
    >>> best_posted_price((0, 1), [(0, 1), (0.8, 0.9)])
    array([0.5, 0.9])
    """
    v, c = _supports(buyer, seller)
    low, high = np.minimum(v[..., 0], c[..., 1]), np.maximum(v[..., 0], c[..., 1])
    return np.asarray(np.clip((v[..., 1] + c[..., 0]) / 2, low, high))


def _supports(buyer: ArrayLike, seller: ArrayLike) -> tuple[Array, ...]:
    v, c = sides(buyer=as_array(buyer, "buyer"), seller=as_array(seller, "seller"))
    for name, support in (("buyer", v), ("seller", c)):
        if (support[..., 0] > support[..., 1]).any():
            raise ProblemError(f"{name}: the lower end of a support exceeds the upper end")
    return v, c


def _auction(buyer: ArrayLike, seller: ArrayLike, weight: ArrayLike) -> tuple[Array, ...]:
    v, c = _supports(buyer, seller)
    k = as_shares(weight, "price_weight")
    low, high, bottom, top, k = together(
        buyer_low=v[..., 0],
        buyer_high=v[..., 1],
        seller_low=c[..., 0],
        seller_high=c[..., 1],
        price_weight=k,
    )
    return np.stack([low, high], axis=-1), np.stack([bottom, top], axis=-1), k


def _virtual_surplus(v: Array, c: Array, wedge: Array) -> Array:
    """Expect `(2 v - v_high) - (2 c - c_low)` over trades at a wedge: the money left over."""
    trade = _trade(v, c, np.ones(wedge.shape), wedge)
    return np.asarray(2 * trade.gains - (v[..., 1] - c[..., 0]) * trade.probability)


def _trade(v: Array, c: Array, slope: Array, least: Array) -> Trade:
    """Integrate over the region `v >= slope c + least`, exactly.

    Over `c` the chance of trade is straight and its worth a parabola between the points where
    the line enters and leaves the buyer's support, so three points a stretch do.
    """
    low, high = v[..., 0], v[..., 1]
    cuts = [c[..., 0], *(_meets(end, c, slope, least) for end in (low, high)), c[..., 1]]
    width = c[..., 1] - c[..., 0]
    probability, gains = np.zeros(width.shape), np.zeros(width.shape)
    for place, (start, end) in enumerate(pairwise(cuts)):
        weight = np.where(width > 0, (end - start) / np.where(width > 0, width, 1.0), 0.0)
        middle = (start + end) / 2
        # A seller without uncertainty sits on one stretch alone: the one its cost lies in.
        sits = _stretch(c[..., 0], v, slope, least) == place
        weight = np.where(width > 0, weight, sits)
        for share, at in ((1 / 6, start), (4 / 6, middle), (1 / 6, end)):
            chance, value = _on_stretch(place, low, high, slope * at + least)
            probability = probability + weight * share * chance
            gains = gains + weight * share * chance * (value - at)
    return Trade(np.asarray(probability), np.asarray(gains))


def _meets(end: Array, c: Array, slope: Array, least: Array) -> Array:
    """Give the cost, kept within its support, at which the line reaches an end of the buyer's."""
    rising = slope > 0
    at = (end - least) / np.where(rising, slope, 1.0)
    return np.clip(
        np.where(rising, at, np.where(least <= end, np.inf, -np.inf)), c[..., 0], c[..., 1]
    )


def _stretch(at: Array, v: Array, slope: Array, least: Array) -> NDArray[np.int64]:
    line = slope * at + least
    return np.where(line <= v[..., 0], 0, np.where(line <= v[..., 1], 1, 2))


def _on_stretch(place: int, low: Array, high: Array, line: Array) -> tuple[Array, Array]:
    """Give the chance that `v` is above the line, and its mean there."""
    if place == 0:
        return np.ones(low.shape), (low + high) / 2
    if place == 2:
        return np.zeros(low.shape), high
    width = high - low
    inside = np.clip(line, low, high)
    chance = np.where(width > 0, (high - inside) / np.where(width > 0, width, 1.0), 1.0)
    return chance, (inside + high) / 2


def _above(low: Array, high: Array, at: Array) -> tuple[Array, Array]:
    """Give the chance that a uniform number is at least `at`, and its mean there."""
    width = high - low
    inside = np.clip(at, low, high)
    share = (high - inside) / np.where(width > 0, width, 1.0)
    chance = np.where(width > 0, share, np.where(high >= at, 1.0, 0.0))
    return chance, (inside + high) / 2
