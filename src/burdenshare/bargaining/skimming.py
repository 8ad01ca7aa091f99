"""Demand after demand: screening a host over time.

Object. Once a period the provider names a payment; the host takes it or waits for the next. The
host's limit is `v`, and the provider gains `payment - fallback` when it is paid, the host
`v - payment`. Each counts a gain one period later at its own discount factor, `d_P` and `d_H`.
The higher the limit the more a delay costs, so limits are skimmed from the top: who is left after
any number of refusals is everyone below a cutoff.

    demands   what is asked in each period, falling
    cutoffs   the highest limit left before each period, and after the last
    accepted  the chance, seen from the start, that the deal is made in that period
    gain      what the provider expects over its fallback, counted at the start

With limits uniform on `[fallback, high]` everything is in proportion to the cutoff:
`k = 1 - d_H (1 - c')`, next cutoff `g = k / (2 (k - d_P A'))`, demand `c = k g` and gain
`A = k g (1 - g) + d_P A' g^2`, where primes are the values with one period fewer left and the
last period has `c = g = 1/2`, `A = 1/4`. Without an end, `g = 1 / (1 + sqrt(1 - d_P))`.

The Coase conjecture: without an end and with ever shorter periods the first demand falls to the
fallback and there is no delay. A last date, or long periods, restore the power to wait.

References
----------
J. Sobel and I. Takahashi (1983), A multistage model of bargaining, Review of Economic Studies 50,
411-426.
D. Fudenberg, D. Levine and J. Tirole (1985), Infinite-horizon models of bargaining with one-sided
incomplete information, in Game-Theoretic Models of Bargaining, Cambridge University Press.
F. Gul, H. Sonnenschein and R. Wilson (1986), Foundations of dynamic monopoly and the Coase
conjecture, Journal of Economic Theory 39, 155-190.
L. Ausubel and R. Deneckere (1989), Reputation in bargaining and durable goods monopoly,
Econometrica 57, 511-531.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from burdenshare.arrays import Array, as_array, as_shares, as_vectors
from burdenshare.bargaining.elementwise import together
from burdenshare.errors import ProblemError


class DemandPath(NamedTuple):
    """Demands period by period, and who is left to hear them."""

    demands: Array
    """What is asked in each period, shape (..., periods). [unit of the limits]"""

    cutoffs: Array
    """Highest limit left before each period and after the last, shape (..., periods + 1)."""

    accepted: Array
    """Chance, seen from the start, of a deal in each period, shape (..., periods)."""

    gain: Array
    """What the provider expects over its fallback, shape (...). [unit of the limits]"""


class StationaryRule(NamedTuple):
    """The equilibrium without an end, in proportion to the highest limit left."""

    accepts_up_to: Array
    """Host with limit `v` accepts demands up to this share of `v`."""

    shrinks_to: Array
    """Next cutoff as a share of this one."""

    first_demand: Array
    """Demand as a share of the highest limit left."""

    gain: Array
    """The provider's gain as a share of the highest limit left, limits uniform."""


def demand_path(
    high: ArrayLike,
    periods: int,
    *,
    fallback: ArrayLike = 0.0,
    discount_provider: ArrayLike = 1.0,
    discount_host: ArrayLike = 1.0,
) -> DemandPath:
    """Give the demands of a provider with a last date, limits uniform.

    Parameters
    ----------
    high : array_like
        Highest limit the host may have. [any currency, a year]
    periods : int
        Number of demands that can be made, at least 1.
    fallback : array_like
        What the provider has without a deal, and the lowest limit; lower limits would never be
        served and change nothing but the chances. [unit of `high`]
    discount_provider, discount_host : array_like
        Worth today of 1 a period later, 0 to 1. [pure number]

    Returns
    -------
    DemandPath
        Leading axes as the arguments broadcast. Where `high` is no more than `fallback` there is
        nothing to gain: demands and cutoffs stay at `fallback`, nothing is accepted.

    Raises
    ------
    ProblemError
        If `periods` is below 1, a discount factor is not in 0 to 1, or a number is not finite.

    References
    ----------
    J. Sobel and I. Takahashi (1983), A multistage model of bargaining, Review of Economic
    Studies 50, 411-426.

    Examples
    --------
    >>> path = demand_path(1.0, 2, discount_provider=0.8, discount_host=0.8)
    >>> path.demands.round(4), path.cutoffs.round(4)
    (array([0.45 , 0.375]), array([1.   , 0.75 , 0.375]))
    """
    top, bottom, own, other = _checked(high, periods, fallback, discount_provider, discount_host)
    shares, demands, gain = _finite_rule(periods, own, other)
    left = np.concatenate([np.ones((*top.shape, 1)), np.cumprod(shares, axis=-1)], axis=-1)
    width = np.maximum(top - bottom, 0.0)
    accepted = np.where(width[..., None] > 0, left[..., :-1] - left[..., 1:], 0.0)
    return DemandPath(
        demands=bottom[..., None] + width[..., None] * demands * left[..., :-1],
        cutoffs=bottom[..., None] + width[..., None] * left,
        accepted=accepted,
        gain=np.asarray(width * gain),
    )


def stationary_rule(
    *, discount_provider: ArrayLike = 0.9, discount_host: ArrayLike = 0.9
) -> StationaryRule:
    """Give the equilibrium without a last date, limits uniform from the fallback up.

    Parameters
    ----------
    discount_provider, discount_host : array_like
        Worth today of 1 a period later, 0 to 1 and not both 1. [pure number]

    Returns
    -------
    StationaryRule
        All shares of the highest limit left, over the fallback. With equal factors `d` the host
        accepts up to `sqrt(1 - d)` of its limit and cutoffs shrink to `1 / (1 + sqrt(1 - d))`.
        A host that loses nothing by waiting (factor 1) accepts nothing above the fallback; a
        provider that loses nothing goes through the limits one by one, and gets every one whole.

    Raises
    ------
    ProblemError
        If a factor is not in 0 to 1 or both are 1, where no period is like any other.

    References
    ----------
    F. Gul, H. Sonnenschein and R. Wilson (1986), Foundations of dynamic monopoly and the Coase
    conjecture, Journal of Economic Theory 39, 155-190.

    Examples
    --------
    >>> rule = stationary_rule(discount_provider=0.75, discount_host=0.75)
    >>> float(rule.accepts_up_to), round(float(rule.first_demand), 6)
    (0.5, 0.333333)
    """
    own, other = together(
        discount_provider=as_shares(discount_provider, "discount_provider"),
        discount_host=as_shares(discount_host, "discount_host"),
    )
    if ((own == 1) & (other == 1)).any():
        raise ProblemError(
            "discount_provider, discount_host: both are 1, so that neither side minds waiting "
            "and there is no stationary equilibrium; take one of them below 1"
        )
    shrinks = 1.0 / (1.0 + np.sqrt(1.0 - own))
    accepts = (1.0 - other) / (1.0 - other * shrinks)
    demand = accepts * shrinks
    # k g (1 - g) / (1 - d_P g^2) comes to half the first demand, whatever the factors.
    return StationaryRule(accepts, shrinks, demand, demand / 2)


def endless_path(
    high: ArrayLike,
    periods: int,
    *,
    fallback: ArrayLike = 0.0,
    discount_provider: ArrayLike = 0.9,
    discount_host: ArrayLike = 0.9,
) -> DemandPath:
    """Give the first demands of talks without a last date, limits uniform.

    Parameters
    ----------
    high : array_like
        Highest limit the host may have. [any currency, a year]
    periods : int
        How many demands to list.
    fallback : array_like
        What the provider has without a deal. [unit of `high`]
    discount_provider, discount_host : array_like
        Worth today of 1 a period later, 0 to 1 and not both 1. [pure number]

    Returns
    -------
    DemandPath
        `gain` counts the periods after the list as well.

    Raises
    ------
    ProblemError
        As in `demand_path` and `stationary_rule`.

    Examples
    --------
    >>> endless_path(1.0, 3, discount_provider=0.75, discount_host=0.75).demands.round(4)
    array([0.3333, 0.2222, 0.1481])
    """
    top, bottom, own, other = _checked(high, periods, fallback, discount_provider, discount_host)
    rule = stationary_rule(discount_provider=own, discount_host=other)
    left = rule.shrinks_to[..., None] ** np.arange(periods + 1)
    width = np.maximum(top - bottom, 0.0)
    return DemandPath(
        demands=bottom[..., None] + (width * rule.first_demand)[..., None] * left[..., :-1],
        cutoffs=bottom[..., None] + width[..., None] * left,
        accepted=np.where(width[..., None] > 0, left[..., :-1] - left[..., 1:], 0.0),
        gain=np.asarray(width * rule.gain),
    )


def demand_path_on_grid(
    limits: ArrayLike,
    chances: ArrayLike,
    periods: int,
    *,
    fallback: ArrayLike = 0.0,
    discount_provider: ArrayLike = 1.0,
    discount_host: ArrayLike = 1.0,
    pieces: int = 1,
) -> DemandPath:
    """Give the demands of a provider with a last date, for any discrete limits.

    The states of the game are how much of the mass, from the highest limit down, has been
    served. Each limit's mass is cut into equal pieces, because in equilibrium a demand may be
    taken by a part of those who share a limit; the more pieces, the closer to the game without
    the cut. For many limits with small chances each, one piece will do. Where two demands are
    worth the same, the higher is made.

    Parameters
    ----------
    limits : array_like, shape (..., m)
        Limits the host may have, in any order. [any currency, a year]
    chances : array_like, shape (..., m)
        Chance of each, not negative, with sum 1.
    periods : int
        Number of demands that can be made, at least 1.
    fallback : array_like
        What the provider has without a deal; broadcasts against the leading axes.
    discount_provider, discount_host : array_like
        Worth today of 1 a period later, 0 to 1; broadcast against the leading axes.
    pieces : int
        Pieces a limit's mass is cut into, at least 1. Work grows with `periods (m pieces)^2`.

    Returns
    -------
    DemandPath
        `cutoffs` gives the highest limit left, and `fallback` once everyone is served.

    Raises
    ------
    ProblemError
        If chances are negative or do not add up to 1, or for the reasons of `demand_path`.

    References
    ----------
    F. Gul, H. Sonnenschein and R. Wilson (1986), Foundations of dynamic monopoly and the Coase
    conjecture, Journal of Economic Theory 39, 155-190.

    Examples
    --------
    >>> demand_path_on_grid([1.0, 3.0], [0.5, 0.5], 1).demands
    array([3.])
    """
    values, mass = together(
        limits=as_vectors(limits, "limits"), chances=as_shares(chances, "chances")
    )
    if (np.abs(mass.sum(axis=-1) - 1) > 1e-9).any():
        raise ProblemError("chances: expected numbers that add up to 1")
    if pieces < 1:
        raise ProblemError(f"pieces: {pieces} is below 1")
    lead = values[..., 0]
    _, bottom, own, other = _checked(lead, periods, fallback, discount_provider, discount_host)
    order = np.argsort(-values, axis=-1, kind="stable")
    values = np.repeat(np.take_along_axis(values, order, axis=-1), pieces, axis=-1)
    mass = np.repeat(np.take_along_axis(mass, order, axis=-1) / pieces, pieces, axis=-1)
    shape = bottom.shape
    values = np.broadcast_to(values, (*shape, values.shape[-1])) - bottom[..., None]
    mass = np.broadcast_to(mass, values.shape)
    served = np.concatenate([np.zeros((*shape, 1)), np.cumsum(mass, axis=-1)], axis=-1)
    policies, prices, gain = _backward(values, served, periods, own[..., None], other[..., None])
    return _walk(values, served, bottom, policies, prices, gain)


def _checked(
    high: ArrayLike,
    periods: int,
    fallback: ArrayLike,
    discount_provider: ArrayLike,
    discount_host: ArrayLike,
) -> tuple[Array, ...]:
    if periods < 1:
        raise ProblemError(f"periods: {periods} is below 1; at least one demand has to be made")
    return together(
        high=as_array(high, "high"),
        fallback=as_array(fallback, "fallback"),
        discount_provider=as_shares(discount_provider, "discount_provider"),
        discount_host=as_shares(discount_host, "discount_host"),
    )


def _finite_rule(periods: int, own: Array, other: Array) -> tuple[Array, Array, Array]:
    """Give next cutoff and demand in each period as shares of the cutoff, and the gain."""
    share, demand, gain = (np.full(own.shape, x) for x in (0.5, 0.5, 0.25))
    shares, demands = [share], [demand]
    for _ in range(periods - 1):
        keep = 1.0 - other * (1.0 - demand)
        share = keep / (2.0 * (keep - own * gain))
        demand = keep * share
        gain = keep * share * (1.0 - share) + own * gain * share**2
        shares.append(share)
        demands.append(demand)
    return np.stack(shares[::-1], axis=-1), np.stack(demands[::-1], axis=-1), gain


def _backward(
    values: Array, served: Array, periods: int, own: Array, other: Array
) -> tuple[list[NDArray[np.intp]], list[Array], Array]:
    """Solve from the last period: where to go from each state, and what each move costs.

    State j means that the first j pieces are served. `accept[j]` is the most that piece j pays
    if the state after this period is j: its limit in the last period, else what leaves it as
    well off as the next demand in state j.
    """
    states = served.shape[-1]
    forward = np.tril(np.ones((states, states), dtype=bool), k=-1).T
    accept = np.concatenate([np.zeros_like(served[..., :1]), values], axis=-1)
    worth = np.zeros_like(served)
    policies: list[NDArray[np.intp]] = []
    prices: list[Array] = []
    limit = accept
    for period in range(periods):
        if period:
            following = np.take_along_axis(prices[-1], policies[-1], axis=-1)
            # Once nobody is left worth serving the next demand serves nobody.
            following = np.where(policies[-1] > np.arange(states), following, limit)
            accept = limit - other * (limit - np.minimum(following, limit))
        move = served[..., None, :] - served[..., :, None]
        total = accept[..., None, :] * move + (own * worth)[..., None, :]
        stay = (own * worth)[..., None]
        total = np.where(forward, total, np.where(np.eye(states, dtype=bool), stay, -np.inf))
        policies.append(np.argmax(total, axis=-1))
        prices.append(accept)
        worth = np.max(total, axis=-1)
    return policies, prices, worth[..., 0]


def _walk(
    values: Array,
    served: Array,
    bottom: Array,
    policies: list[NDArray[np.intp]],
    prices: list[Array],
    gain: Array,
) -> DemandPath:
    """Follow the solution from the start, where nobody is served."""
    state = np.zeros((*bottom.shape, 1), dtype=np.intp)
    highest = np.concatenate([values, np.zeros((*bottom.shape, 1))], axis=-1)
    demands, accepted = [], []
    cutoffs = [np.maximum(np.take_along_axis(highest, state, axis=-1), 0.0)]
    for policy, price in zip(policies[::-1], prices[::-1], strict=True):
        after = np.take_along_axis(policy, state, axis=-1)
        idle = after == state
        asked = np.take_along_axis(price, after, axis=-1)
        demands.append(np.where(idle, cutoffs[-1], asked))
        accepted.append(
            np.take_along_axis(served, after, axis=-1) - np.take_along_axis(served, state, axis=-1)
        )
        cutoffs.append(np.maximum(np.take_along_axis(highest, after, axis=-1), 0.0))
        state = after
    return DemandPath(
        demands=np.concatenate(demands, axis=-1) + bottom[..., None],
        cutoffs=np.concatenate(cutoffs, axis=-1) + bottom[..., None],
        accepted=np.concatenate(accepted, axis=-1),
        gain=gain,
    )
