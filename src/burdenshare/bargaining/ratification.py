"""Two-level games: an agreement has to pass at home.

Object. A provider accepts a payment of at least `t_min`, a host pays at most `t_max`, and without
anyone at home they would settle at the Nash payment `t_min + a (t_max - t_min)`. Then

    ceiling `r`   the most that the host's ratifier passes: it ratifies `t` iff `t <= r`
    floor `s`     the least that the provider's ratifier passes: it ratifies `t` iff `t >= s`

A known limit truncates the settlement: it helps its own side if it binds and does nothing if it
does not. Two limits that cross block every agreement. If a limit is not known, a failure at home
is as bad as disagreement, and the settlement is shaded to where

    a / (t - t_min) - (1 - a) / (t_max - t) = hazard of the ceiling - reverse hazard of the floor

As in `zone`, where there is no agreement `Settlement.exists` is False and the payment is a finite
number that forecasts nothing.

References
----------
R. Putnam (1988), Diplomacy and domestic politics, International Organization 42, 427-460.
K. Iida (1993), When and how do domestic constraints matter?, Journal of Conflict Resolution 37,
403-426.
A. Tarar (2001), International bargaining with two-sided domestic constraints, Journal of Conflict
Resolution 45, 320-340.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from burdenshare.arrays import Array, as_array, as_nonnegative, as_shares, as_vectors
from burdenshare.bargaining.beliefs import (
    EmpiricalBelief,
    NormalBelief,
    SmoothBelief,
)
from burdenshare.bargaining.elementwise import above_zero, sides, swapped, together
from burdenshare.bargaining.root_finding import crossing
from burdenshare.bargaining.zone import Settlement, nash_payment
from burdenshare.errors import ProblemError


class RiskySettlement(NamedTuple):
    """A settlement that may yet fail at home."""

    payment: Array
    """What the two governments agree on. [unit of the limits]"""

    ratified: Array
    """Chance that it passes on both sides, 0 where there is no settlement."""

    unshaded: Array
    """The Nash payment if nobody at home had a say. [unit of the limits]"""

    exists: NDArray[np.bool_]
    """Whether some payment suits both governments and has a chance at home."""


class OfferShares(NamedTuple):
    """Alternating offers under limits at home."""

    proposer: Array
    """Share of the surplus that each side gets when it makes the offer, shape (..., 2)."""

    exists: NDArray[np.bool_]
    """Whether the two limits leave room for any agreement, shape (...)."""


class CeilingBias(NamedTuple):
    """How settlements compared with the ceilings announced before."""

    mean: float
    """Mean of ln(settlement / announced ceiling)."""

    deviation: float
    """Standard deviation of the same; 0 with a single case."""

    cases: int
    """How many cases."""


def known_ratifiers(
    t_min: ArrayLike,
    t_max: ArrayLike,
    power: ArrayLike = 0.5,
    *,
    ceiling: ArrayLike | None = None,
    floor: ArrayLike | None = None,
) -> Settlement:
    """Settle when both governments know what passes at home.

    Parameters
    ----------
    t_min, t_max : array_like
        Least the provider's government accepts, most the host's pays. [any currency, a year]
    power : array_like
        Bargaining power `a` of the provider. [share]
    ceiling : array_like, optional
        Most that the host's ratifier passes; `inf`, or nothing, if it passes all. [same]
    floor : array_like, optional
        Least that the provider's ratifier passes; `-inf`, or nothing, likewise. [same]

    Returns
    -------
    Settlement
        The Nash payment, moved to a limit where one binds.

    Raises
    ------
    ProblemError
        If the power is not a share, a limit is NaN, or shapes do not broadcast.

    References
    ----------
    T. Schelling (1960), The Strategy of Conflict, Harvard University Press.

    Examples
    --------
    >>> known_ratifiers(0.0, 1.0, ceiling=[0.25, 0.75, -1.0])
    Settlement(payment=array([0.25, 0.5 , 0.5 ]), exists=array([ True,  True, False]))
    """
    return nash_payment(t_min, t_max, power, cap=ceiling, floor=floor)


def constrained_offers(discounts: ArrayLike, least: ArrayLike) -> OfferShares:
    """Give the alternating-offers shares when no side may sign for less than a share of its own.

    Each side, asked to accept, needs the larger of what waiting is worth to it and what passes at
    home. A limit that does not bind changes nothing; one that does raises the side's own share.

    Parameters
    ----------
    discounts : array_like, shape (..., 2)
        Worth today of 1 a round later to each side, 0 to 1, not both 1. [pure number]
    least : array_like, shape (..., 2)
        Least share of the surplus that passes at each side's home; 0 if all passes. [share]

    Returns
    -------
    OfferShares
        `proposer[..., 0]` is what the first side gets if it makes the first offer. Where the
        limits add up to more than 1 there is no agreement and both shares are 0.

    Raises
    ------
    ProblemError
        If a number is not in 0 to 1, both discount factors are 1, or shapes do not fit.

    References
    ----------
    A. Tarar (2001), International bargaining with two-sided domestic constraints, Journal of
    Conflict Resolution 45, 320-340.

    Examples
    --------
    >>> constrained_offers([0.5, 0.5], [[0.0, 0.0], [0.0, 0.5]]).proposer.round(4)
    array([[0.6667, 0.6667],
           [0.5   , 0.75  ]])
    """
    patience, own = sides(
        discounts=as_shares(discounts, "discounts"), least=as_shares(least, "least")
    )
    both = patience.prod(axis=-1, keepdims=True)
    if (both >= 1).any():
        raise ProblemError("discounts: both are 1; take one of them below 1")
    other, theirs = swapped(patience), swapped(own)
    free = (1 - other) / (1 - both)
    held = np.maximum(1 - other * (1 - own), free)
    exists = own.sum(axis=-1) <= 1
    share = np.minimum(1 - theirs, held)
    return OfferShares(np.where(exists[..., None], share, 0.0), exists)


def shaded_nash(
    t_min: ArrayLike,
    t_max: ArrayLike,
    power: ArrayLike = 0.5,
    *,
    ceiling: SmoothBelief | EmpiricalBelief | None = None,
    floor: SmoothBelief | EmpiricalBelief | None = None,
) -> RiskySettlement:
    """Settle when what passes at home is uncertain to both governments.

    Maximises the chance of ratification times the product of the gains to the powers `a` and
    `1 - a`: asking for more wins money and loses votes.

    Parameters
    ----------
    t_min, t_max : array_like
        Least the provider's government accepts, most the host's pays. [any currency, a year]
    power : array_like
        Bargaining power `a` of the provider. [share]
    ceiling : UniformBelief, LogisticBelief, NormalBelief or EmpiricalBelief, optional
        What is believed about the most that the host's ratifier passes.
    floor : the same, optional
        What is believed about the least that the provider's ratifier passes.

    Returns
    -------
    RiskySettlement
        Smooth beliefs are solved by root finding to machine precision, empirical ones by trying
        every draw and the best point between draws. There is no settlement where no payment
        between `t_min` and `t_max` has a chance; a zone of one point is settled there if it has.

    Raises
    ------
    ProblemError
        If the power is not a share, shapes do not broadcast, or one belief is smooth and the
        other empirical.

    References
    ----------
    H. Milner and B. P. Rosendorff (1997), Democratic politics and international trade
    negotiations, Journal of Conflict Resolution 41, 117-146.

    Examples
    --------
    >>> from burdenshare.bargaining.beliefs import LogisticBelief
    >>> deal = shaded_nash(0.2, 2.5, 0.6, ceiling=LogisticBelief(1.2, 0.15))
    >>> round(float(deal.payment), 4), round(float(deal.unshaded), 4)
    (0.8673, 1.58)
    """
    low, high, weight = together(
        t_min=as_array(t_min, "t_min"),
        t_max=as_array(t_max, "t_max"),
        power=as_shares(power, "power"),
    )
    unshaded = low + weight * (high - low)
    beliefs = [belief for belief in (ceiling, floor) if belief is not None]
    if not beliefs:
        exists = low <= high
        return RiskySettlement(unshaded, exists.astype(np.float64), unshaded, exists)
    empirical = [isinstance(belief, EmpiricalBelief) for belief in beliefs]
    if any(empirical) and not all(empirical):
        raise ProblemError(
            "ceiling, floor: one belief is empirical and the other is not; "
            "draw from the second to make both empirical"
        )
    if isinstance(ceiling, EmpiricalBelief) or isinstance(floor, EmpiricalBelief):
        payment = _best_candidate(low, high, weight, ceiling, floor)
    else:
        payment = _smooth_settlement(low, high, weight, ceiling, floor)
    chance = _ratified(payment, ceiling, floor)
    payment, chance, unshaded, low, high = np.broadcast_arrays(payment, chance, unshaded, low, high)
    exists = (low <= high) & (chance > 0)
    middle = (low + high) / 2
    return RiskySettlement(
        np.where(exists, payment, middle), np.where(exists, chance, 0.0), unshaded, exists
    )


def involuntary_defection(
    payment: ArrayLike,
    *,
    ceiling: SmoothBelief | EmpiricalBelief | None = None,
    floor: SmoothBelief | EmpiricalBelief | None = None,
) -> Array:
    """Give the chance that a settlement, once signed, fails at home.

    Parameters
    ----------
    payment : array_like
        What was agreed. [any currency, a year]
    ceiling, floor : beliefs, optional
        As in `shaded_nash`, seen as independent; nothing stands for a side that passes all.

    Returns
    -------
    ndarray
        One less the chance that both sides ratify.

    Raises
    ------
    ProblemError
        If a payment is not finite.

    References
    ----------
    R. Putnam (1988), Diplomacy and domestic politics, International Organization 42, 427-460.

    Examples
    --------
    >>> from burdenshare.bargaining.beliefs import LogisticBelief
    >>> float(involuntary_defection(1.2, ceiling=LogisticBelief(1.2, 0.15)))
    0.5
    """
    return np.asarray(1.0 - _ratified(as_array(payment, "payment"), ceiling, floor))


def pivotal_ceiling(
    ceilings: ArrayLike, quota: ArrayLike, *, votes: ArrayLike | None = None
) -> Array:
    """Give the most that a vote passes: the ceiling of the member whose vote decides.

    Parameters
    ----------
    ceilings : array_like, shape (..., n)
        The most that each member would vote for. [any currency, a year]
    quota : array_like
        Votes needed, above 0 and at most all of them; broadcasts against the leading axes.
    votes : array_like, shape (..., n), optional
        Votes of each member, such as the seats of a party; 1 each if left out.

    Returns
    -------
    ndarray
        The largest payment for which at least `quota` votes are cast. [unit of `ceilings`]

    Raises
    ------
    ProblemError
        If votes are negative or the quota cannot be met.

    References
    ----------
    R. Putnam (1988), Diplomacy and domestic politics, International Organization 42, 427-460.

    Examples
    --------
    >>> pivotal_ceiling([900.0, 1000.0, 1100.0], [1, 2, 3])
    array([1100., 1000.,  900.])
    """
    limits = as_vectors(ceilings, "ceilings")
    seats = np.ones_like(limits) if votes is None else as_nonnegative(votes, "votes")
    limits, seats = together(ceilings=limits, votes=seats)
    need = above_zero(quota, "quota")
    order = np.argsort(-limits, axis=-1, kind="stable")
    cast = np.cumsum(np.take_along_axis(seats, order, axis=-1), axis=-1)
    if (need > cast[..., -1]).any():
        raise ProblemError("quota: more votes are needed than there are")
    shape = np.broadcast_shapes(need.shape, limits.shape[:-1])
    # Sums of fractional votes may fall short of the quota in the last digits.
    enough = cast >= need[..., None] * (1 - 1e-12)
    first = np.argmax(np.broadcast_to(enough, (*shape, limits.shape[-1])), axis=-1)
    ranked = np.take_along_axis(limits, order, axis=-1)
    ranked = np.broadcast_to(ranked, (*shape, limits.shape[-1]))
    return np.asarray(np.take_along_axis(ranked, first[..., None], axis=-1)[..., 0])


def ceiling_bias(announced: ArrayLike, settled: ArrayLike) -> CeilingBias:
    """Measure by how much settlements exceeded the ceilings that had been announced.

    Parameters
    ----------
    announced, settled : array_like, shape (n,)
        What negotiators said would never pass, and what then did. [one currency a case]

    Returns
    -------
    CeilingBias
        On the log scale: 0.03 means that ceilings were exceeded by about 3%.

    Raises
    ------
    ProblemError
        If a number is not above 0 or shapes differ.

    Examples
    --------
    >>> bias = ceiling_bias([900.0, 1000.0], [920.0, 1038.9])
    >>> round(bias.mean, 4), round(bias.deviation, 4)
    (0.0301, 0.0114)
    """
    said, done = together(
        announced=above_zero(as_vectors(announced, "announced"), "announced"),
        settled=above_zero(as_vectors(settled, "settled"), "settled"),
    )
    excess = np.log(done / said).ravel()
    spread = float(excess.std(ddof=1)) if excess.size > 1 else 0.0
    return CeilingBias(float(excess.mean()), spread, int(excess.size))


def announced_ceiling(
    announced: ArrayLike, *, bias: ArrayLike = 0.03, deviation: ArrayLike = 0.02
) -> NormalBelief:
    """Turn an announced ceiling into a belief about the true one.

    Parameters
    ----------
    announced : array_like
        What the host says its legislature would pass at most, above 0. [any currency, a year]
    bias : array_like
        Part by which true ceilings exceed announced ones. [share of `announced`]
    deviation : array_like
        Standard deviation of that part, above 0. [share of `announced`]

    Returns
    -------
    NormalBelief
        Mean `announced (1 + bias)`, standard deviation `announced deviation`.

    Raises
    ------
    ProblemError
        If `announced` or `deviation` is not above 0, or shapes do not broadcast.

    Examples
    --------
    >>> announced_ceiling(1000.0).mean
    array(1030.)
    """
    said, excess, spread = together(
        announced=above_zero(announced, "announced"),
        bias=as_array(bias, "bias"),
        deviation=above_zero(deviation, "deviation"),
    )
    return NormalBelief(said * (1 + excess), said * spread)


def _ratified(
    payment: Array,
    ceiling: SmoothBelief | EmpiricalBelief | None,
    floor: SmoothBelief | EmpiricalBelief | None,
) -> Array:
    passes = np.ones(()) if ceiling is None else ceiling.survival(payment)
    return np.asarray(passes * (1.0 if floor is None else floor.cdf(payment)))


def _smooth_settlement(
    low: Array,
    high: Array,
    weight: Array,
    ceiling: SmoothBelief | None,
    floor: SmoothBelief | None,
) -> Array:
    """Find where the pull of the gains balances the risk at home, within what can pass."""
    top = high if ceiling is None else np.minimum(high, ceiling.support[1])
    bottom = low if floor is None else np.maximum(low, floor.support[0])
    low, high, weight, bottom, top = np.broadcast_arrays(low, high, weight, bottom, top)
    top = np.maximum(top, bottom)

    def pull(t: Array) -> Array:
        risk = (0.0 if ceiling is None else ceiling.hazard(t)) - (
            0.0 if floor is None else floor.reverse_hazard(t)
        )
        gain = np.where(weight > 0, weight / np.maximum(t - low, 0), 0.0)
        loss = np.where(weight < 1, (1 - weight) / np.maximum(high - t, 0), 0.0)
        return np.asarray(gain - loss - risk)

    return crossing(pull, bottom, top)


def _best_candidate(
    low: Array,
    high: Array,
    weight: Array,
    ceiling: SmoothBelief | EmpiricalBelief | None,
    floor: SmoothBelief | EmpiricalBelief | None,
) -> Array:
    """Try every draw, and the Nash payment: between draws the risk does not change."""
    nash = low + weight * (high - low)
    tried = [nash[..., None]]
    tried += [b.draws for b in (ceiling, floor) if isinstance(b, EmpiricalBelief)]
    shape = np.broadcast_shapes(*(values.shape[:-1] for values in tried))
    values = np.concatenate([np.broadcast_to(t, (*shape, t.shape[-1])) for t in tried], axis=-1)
    inside = (values >= low[..., None]) & (values <= high[..., None])
    chances = np.stack(
        [_ratified(values[..., k], ceiling, floor) for k in range(values.shape[-1])], axis=-1
    )
    own, other = values - low[..., None], high[..., None] - values
    with np.errstate(divide="ignore", invalid="ignore"):
        score = (
            np.log(np.where(inside, chances, 0.0))
            + np.where(weight[..., None] > 0, weight[..., None] * np.log(own), 0.0)
            + np.where(weight[..., None] < 1, (1 - weight[..., None]) * np.log(other), 0.0)
        )
    score = np.where(np.isnan(score), -np.inf, score)
    # A zone of one point has no gains to weigh: fall back on the chance alone.
    hopeless = np.isneginf(score).all(axis=-1, keepdims=True)
    score = np.where(hopeless, np.where(inside, chances, -1.0), score)
    best = np.argmax(score, axis=-1)[..., None]
    return np.asarray(np.take_along_axis(values, best, axis=-1)[..., 0])
