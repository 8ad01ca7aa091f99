"""One demand against a limit that the demander cannot see.

Object. A provider asks a host for a payment `x` a year. The host pays if `x` is at most its limit
`R`, about which the provider has a belief `F`. An accepted demand is worth `x + B`, a refused one
`w`:

    x                 demand
    B  deal_value     what an undisturbed agreement is worth beyond the money
    w  refusal_value  what the provider has if it is refused
    worth of x        P(R >= x) (x + B) + P(R < x) w

The best demand balances a little more money against the chance of losing the deal,
`x = (1 - F(x)) / f(x) - B + w`; more uncertainty upwards means a larger demand and more refusals,
a larger `B` a softer one. Where no demand that could be accepted is worth as much as a refusal,
the demand is `w - B`, the least with which the provider would be content, and it is refused for
certain. Where the best demand is not unique the least of them is given.

In the crisis form the two sides divide a good of size `whole`: fighting gives the demander `p` of
it less its costs, and the other side the rest less its own.

Every function works elementwise over draws. Several demands in a row are in `skimming`, limits on
both sides in `bilateral_trade`.

References
----------
J. D. Fearon (1995), Rationalist explanations for war, International Organization 49, 379-414.
R. Powell (1999), In the Shadow of Power, Princeton University Press.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from burdenshare.arrays import Array, as_array, as_shares, as_vectors
from burdenshare.bargaining.beliefs import EmpiricalBelief, SmoothBelief, UniformBelief
from burdenshare.bargaining.elementwise import bound, not_negative, together
from burdenshare.bargaining.root_finding import crossing
from burdenshare.errors import ProblemError


class Demand(NamedTuple):
    """The demand that is best for who makes it."""

    demand: Array
    """What to ask for. [unit of the limit]"""

    refusal: Array
    """Chance that it is refused, 0 to 1."""

    worth: Array
    """Expected worth to the demander, never below `refusal_value`. [unit of the limit]"""


def best_demand(
    belief: SmoothBelief | EmpiricalBelief,
    *,
    deal_value: ArrayLike = 0.0,
    refusal_value: ArrayLike = 0.0,
) -> Demand:
    """Give the best single demand against any belief about the limit.

    Parameters
    ----------
    belief : UniformBelief, LogisticBelief, NormalBelief or EmpiricalBelief
        What the demander believes about the limit; its parameters may be draws.
    deal_value : array_like
        Worth `B` of a deal beyond the money. [unit of the limit]
    refusal_value : array_like
        Worth `w` of a refusal. [unit of the limit]

    Returns
    -------
    Demand
        Arrays of the broadcast shape. A uniform belief is solved in closed form, an empirical
        one by trying each draw, the others by root finding to machine precision.

    Raises
    ------
    ProblemError
        If a value is not finite or shapes do not broadcast.

    References
    ----------
    J. D. Fearon (1995), Rationalist explanations for war, International Organization 49, 379-414.

    Examples
    --------
    >>> best_demand(UniformBelief(0.0, 10.0), deal_value=2.0).demand
    array(4.)
    >>> best_demand(EmpiricalBelief([1.0, 2.0, 3.0])).demand
    array(2.)
    """
    extra, fallback = as_array(deal_value, "deal_value"), as_array(refusal_value, "refusal_value")
    if isinstance(belief, EmpiricalBelief):
        return _among_draws(belief, extra, fallback)
    if isinstance(belief, UniformBelief):
        return _uniform(belief, extra, fallback)
    start, centre, extra, fallback = together(
        least=fallback - extra, centre=belief.centre, deal_value=extra, refusal_value=fallback
    )
    middle = np.maximum(start, centre)
    end = np.maximum(middle, start + belief.mills(middle))
    demand = crossing(lambda x: x - start - belief.mills(x), start, end)
    return _demand(demand, 1.0 - belief.survival(demand), extra, fallback)


def best_demand_on_grid(
    limits: ArrayLike,
    cdf: ArrayLike,
    *,
    deal_value: ArrayLike = 0.0,
    refusal_value: ArrayLike = 0.0,
    tolerance: float = 1e-9,
) -> Demand:
    """Give the best single demand against a distribution function known on a grid.

    Between the points of the grid the function is taken to be straight, which makes the best
    demand on each stretch a closed form; `cdf[..., 0]` is a mass at the first point itself.

    Parameters
    ----------
    limits : array_like, shape (..., m)
        Grid of limits, rising, at least 2. [any currency, a year]
    cdf : array_like, shape (..., m)
        `P(R <= limit)` at each, not falling, and 1 at the last.
    deal_value, refusal_value : array_like
        As in `best_demand`; broadcast against the leading axes. [unit of `limits`]
    tolerance : float
        How far from 1 the last value of `cdf` may be. [share]

    Returns
    -------
    Demand
        Arrays of the shape of the leading axes.

    Raises
    ------
    ProblemError
        If the grid does not rise, or `cdf` falls, leaves 0 to 1 or does not end at 1.

    Examples
    --------
    >>> best_demand_on_grid([0.0, 10.0], [0.0, 1.0], deal_value=2.0).demand
    array(4.)
    """
    grid, mass = together(limits=as_vectors(limits, "limits", least=2), cdf=as_shares(cdf, "cdf"))
    if (np.diff(grid) <= 0).any():
        raise ProblemError("limits: expected a grid that rises from point to point")
    if (np.diff(mass) < 0).any() or (np.abs(mass[..., -1] - 1) > tolerance).any():
        raise ProblemError("cdf: expected values that never fall and end at 1")
    extra, fallback = as_array(deal_value, "deal_value"), as_array(refusal_value, "refusal_value")
    least = (fallback - extra)[..., None]
    start, end, at_start, at_end = grid[..., :-1], grid[..., 1:], mass[..., :-1], mass[..., 1:]
    slope = (at_end - at_start) / (end - start)
    flat = slope <= 0
    peak = (start + least + (1 - at_start) / np.where(flat, 1.0, slope)) / 2
    inside = np.where(flat, end, np.clip(peak, start, end))
    kept = np.where(flat, 1 - at_start, 1 - at_start - slope * (inside - start))
    # A demand of the first limit itself is accepted even by those who are just at it.
    first = np.broadcast_to(grid[..., :1], inside[..., :1].shape)
    inside = np.concatenate([first, inside], axis=-1)
    kept = np.concatenate([np.ones_like(first), np.clip(kept, 0, 1)], axis=-1)
    return _best_of(inside, kept, extra, fallback)


def crisis_range(
    odds: ArrayLike, cost_demander: ArrayLike, cost_other: ArrayLike
) -> tuple[Array, Array]:
    """Give the divisions that both sides prefer to a fight.

    Parameters
    ----------
    odds : array_like
        Chance `p` that the demander wins, or what it expects of a fight before costs. [share]
    cost_demander, cost_other : array_like
        Costs of a fight to each side, not negative. [parts of what is divided]

    Returns
    -------
    least, most : ndarray
        Least that the demander accepts, `p - cost_demander`, and most that the other side
        leaves it, `p + cost_other`. They may lie outside 0 to 1, where a fight is so costly
        that a side would rather have nothing.

    Raises
    ------
    ProblemError
        If the odds are not a share or a cost is negative.

    References
    ----------
    J. D. Fearon (1995), Rationalist explanations for war, International Organization 49, 379-414.

    Examples
    --------
    >>> [float(end) for end in crisis_range(0.5, 0.125, 0.25)]
    [0.375, 0.75]
    """
    chance, own, other = together(
        odds=as_shares(odds, "odds"),
        cost_demander=not_negative(cost_demander, "cost_demander"),
        cost_other=not_negative(cost_other, "cost_other"),
    )
    return chance - own, chance + other


def crisis_demand(
    odds: ArrayLike,
    cost_demander: ArrayLike,
    highest_cost_other: ArrayLike,
    *,
    lowest_cost_other: ArrayLike = 0.0,
    whole: ArrayLike = 1.0,
) -> Demand:
    """Give the best demand when the other side's cost of a fight is uniform and unseen.

    Parameters
    ----------
    odds : array_like
        Chance `p` that the demander wins. [share]
    cost_demander : array_like
        Its own cost of a fight, not negative. [parts of what is divided]
    highest_cost_other, lowest_cost_other : array_like
        Ends of the uniform cost of the other side. [parts of what is divided]
    whole : array_like
        Most that can be demanded; `inf` for no such limit. [parts of what is divided]

    Returns
    -------
    Demand
        With no limit in the way: `p + (k - c) / 2`, a fight with probability `(k - c) / (2 k)`.

    Raises
    ------
    ProblemError
        If the odds are not a share, a cost is negative, or the ends are in the wrong order.

    References
    ----------
    J. D. Fearon (1995), Rationalist explanations for war, International Organization 49, 379-414.

    Examples
    --------
    >>> answer = crisis_demand(0.5, 0.125, 0.25)
    >>> float(answer.demand), float(answer.refusal)
    (0.5625, 0.25)
    """
    _, top = crisis_range(odds, cost_demander, highest_cost_other)
    fallback, bottom = crisis_range(odds, cost_demander, lowest_cost_other)
    belief = UniformBelief(bottom, top)
    free = best_demand(belief, refusal_value=fallback)
    demand, limit = together(demand=free.demand, whole=bound(whole, np.inf, "whole"))
    capped = np.minimum(demand, limit)
    # Demands below the best one are worth less the further down they are, so the cap is best.
    return _demand(capped, 1.0 - belief.survival(capped), np.zeros(()), fallback)


def _uniform(belief: UniformBelief, extra: Array, fallback: Array) -> Demand:
    low, high, extra, fallback = together(
        low=belief.low, high=belief.high, deal_value=extra, refusal_value=fallback
    )
    least = fallback - extra
    demand = np.where(least > high, least, np.clip((high + least) / 2, low, high))
    return _demand(demand, 1.0 - belief.survival(demand), extra, fallback)


def _among_draws(belief: EmpiricalBelief, extra: Array, fallback: Array) -> Demand:
    return _best_of(belief.draws, belief.tails, extra, fallback)


def _best_of(demands: Array, kept: Array, extra: Array, fallback: Array) -> Demand:
    """Give the best of the demands on the last axis, or a refusal where none is worth it."""
    least = (fallback - extra)[..., None]
    gains = kept * (demands - least)
    place = np.argmax(gains, axis=-1)[..., None]
    demand, refusal, extra, fallback = together(
        demand=_pick(demands, place),
        refusal=1.0 - _pick(kept, place),
        deal_value=extra,
        refusal_value=fallback,
    )
    refused = _pick(gains, place) < 0
    # A worthless demand that nobody meets has a gain of 0 as well; it is no deal either.
    refused = refused | (refusal >= 1)
    return _demand(
        np.where(refused, fallback - extra, demand),
        np.where(refused, 1.0, refusal),
        extra,
        fallback,
    )


def _pick(values: Array, place: Array) -> Array:
    shape = np.broadcast_shapes(values.shape[:-1], place.shape[:-1])
    full = np.broadcast_to(values, (*shape, values.shape[-1]))
    return np.take_along_axis(full, np.broadcast_to(place, (*shape, 1)), axis=-1)[..., 0]


def _demand(demand: Array, refusal: Array, extra: Array, fallback: Array) -> Demand:
    worth = np.asarray((1 - refusal) * (demand + extra) + refusal * fallback)
    shape = worth.shape
    return Demand(np.broadcast_to(demand, shape), np.broadcast_to(refusal, shape), worth)
