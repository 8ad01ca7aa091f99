"""The zone of agreement: two parties and one payment, many draws at once.

Object. A host pays a provider an amount `t` a year. The provider accepts any payment of at least
`t_min`, the host pays at most `t_max`; both say what is as good as disagreement. The gains are

    provider   t - t_min          host   t_max - t          surplus   S = t_max - t_min

Utility moves one for one with the payment, so every agreement shares out the same surplus.
There is a zone of agreement where `S` is not negative. A `cap` is the most that the host may sign
(its legislature refuses more) and a `floor` the least that the provider may sign; `inf` and `-inf`
stand for none in a draw.

Every function works elementwise and broadcasts its arguments, so that the leading axes may be
draws. Amounts are in any one currency and price year, a year.

No agreement is a finding, not an error. Where no payment suits both, `Settlement.exists` is False
and `Settlement.payment` is the midpoint of the two reservation values: a finite number that keeps
arrays free of NaN, and no forecast of anything.

References
----------
J. F. Nash (1950), The bargaining problem, Econometrica 18, 155-162.
E. Kalai and M. Smorodinsky (1975), Other solutions to Nash's bargaining problem, Econometrica 43,
513-518.
K. Binmore, A. Rubinstein and A. Wolinsky (1986), The Nash bargaining solution in economic
modelling, RAND Journal of Economics 17, 176-188.
A. Muthoo (1999), Bargaining Theory with Applications, Cambridge University Press, chapters 2-6.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from burdenshare.arrays import Array, as_array, as_shares
from burdenshare.errors import ProblemError


class Settlement(NamedTuple):
    """A payment for every draw, and whether the two sides can agree on one at all."""

    payment: Array
    """What the host pays the provider a year; the midpoint of the reservation values if none."""

    exists: NDArray[np.bool_]
    """Whether some payment suits both sides; same shape as `payment`."""


def surplus(t_min: ArrayLike, t_max: ArrayLike) -> Array:
    """Give what there is to share: the host's most less the provider's least.

    Parameters
    ----------
    t_min, t_max : array_like
        Least payment the provider accepts, most the host pays. [any one currency, a year]

    Returns
    -------
    ndarray
        `t_max - t_min`; negative where there is no zone of agreement. [unit of `t_min`]

    Raises
    ------
    ProblemError
        If a number is not finite or the shapes do not broadcast.

    Examples
    --------
    >>> surplus([900, 1200], 1000)
    array([ 100., -200.])
    """
    low, high = _together(t_min=as_array(t_min, "t_min"), t_max=as_array(t_max, "t_max"))
    return high - low


def effective_power(
    power: ArrayLike, exponent_provider: ArrayLike = 1.0, exponent_host: ArrayLike = 1.0
) -> Array:
    """Give the provider's share of the surplus, its power corrected for risk aversion.

    With utility `gain ** r`, maximising the Nash product is sharing the surplus by the weights
    `a r_P` and `(1 - a) r_H`: the more risk-averse side gets less.

    Parameters
    ----------
    power : array_like
        Bargaining power `a` of the provider, 0 to 1. [pure number]
    exponent_provider, exponent_host : array_like
        Exponents `r` of utility over money gains: 1 is risk-neutral, below 1 averse to risk.
        [pure number, above 0]

    Returns
    -------
    ndarray
        `a r_P / (a r_P + (1 - a) r_H)`, 0 to 1.

    Raises
    ------
    ProblemError
        If the power is not a share or an exponent is not above 0.

    References
    ----------
    R. Kihlstrom, A. Roth and D. Schmeidler (1981), Risk aversion and solutions to Nash's
    bargaining problem, in Game Theory and Mathematical Economics, North-Holland.

    Examples
    --------
    >>> round(float(effective_power(0.5, exponent_provider=0.5)), 4)
    0.3333
    """
    share = as_shares(power, "power")
    own, other = (
        _above_zero(value, name)
        for value, name in (
            (exponent_provider, "exponent_provider"),
            (exponent_host, "exponent_host"),
        )
    )
    share, own, other = _together(power=share, exponent_provider=own, exponent_host=other)
    return share * own / (share * own + (1 - share) * other)


def nash_payment(
    t_min: ArrayLike,
    t_max: ArrayLike,
    power: ArrayLike = 0.5,
    *,
    exponent_provider: ArrayLike = 1.0,
    exponent_host: ArrayLike = 1.0,
    cap: ArrayLike | None = None,
    floor: ArrayLike | None = None,
) -> Settlement:
    """Settle by the asymmetric Nash solution: the provider gets its power's share of the surplus.

    A cap or floor changes nothing until it binds; then the payment is the cap or floor itself.

    Parameters
    ----------
    t_min, t_max : array_like
        Least payment the provider accepts, most the host pays. [any one currency, a year]
    power : array_like
        Bargaining power of the provider, 0 to 1; 0.5 is the symmetric solution. [pure number]
    exponent_provider, exponent_host : array_like
        Exponents of utility over money gains, as in `effective_power`. [pure number]
    cap, floor : array_like, optional
        Most the host and least the provider may sign. [unit of `t_min`]

    Returns
    -------
    Settlement
        `t_min + a S`, held between floor and cap; `exists` where some payment suits all.

    Raises
    ------
    ProblemError
        If a number is outside its domain or the shapes do not broadcast.

    References
    ----------
    J. F. Nash (1950), Econometrica 18, 155-162; A. Roth (1979), Axiomatic Models of Bargaining,
    Springer.

    Examples
    --------
    >>> nash_payment([900, 1200], 1000, power=0.7)
    Settlement(payment=array([ 970., 1100.]), exists=array([ True, False]))
    """
    share = effective_power(power, exponent_provider, exponent_host)
    low, high, top, bottom, share = _zone(t_min, t_max, cap, floor, share)
    payment = np.clip(low + share * (high - low), bottom, np.maximum(top, bottom))
    return _settle(payment, low, high, bottom, top)


def egalitarian_payment(
    t_min: ArrayLike,
    t_max: ArrayLike,
    *,
    cap: ArrayLike | None = None,
    floor: ArrayLike | None = None,
) -> Settlement:
    """Settle at equal gains: the midpoint of the zone, held between floor and cap.

    Where a cap binds, equal gains would mean burning money; the payment is the cap, which is
    better for the host and no worse for the provider (the lexicographic egalitarian solution).

    Parameters
    ----------
    t_min, t_max : array_like
        Least payment the provider accepts, most the host pays. [any one currency, a year]
    cap, floor : array_like, optional
        Most the host and least the provider may sign. [unit of `t_min`]

    Returns
    -------
    Settlement
        The payment, and where one exists.

    Raises
    ------
    ProblemError
        If a number is not finite or the shapes do not broadcast.

    References
    ----------
    E. Kalai (1977), Proportional solutions to bargaining situations, Econometrica 45, 1623-1630.

    Examples
    --------
    >>> egalitarian_payment(900, 1100, cap=[950, 1050]).payment
    array([ 950., 1000.])
    """
    return nash_payment(t_min, t_max, 0.5, cap=cap, floor=floor)


def kalai_smorodinsky_payment(
    t_min: ArrayLike,
    t_max: ArrayLike,
    *,
    cap: ArrayLike | None = None,
    floor: ArrayLike | None = None,
) -> Settlement:
    """Settle at equal fractions of the best that each side could hope for.

    The provider's best is the least of `t_max` and the cap, the host's best the greatest of
    `t_min` and the floor. Without cap and floor this is the midpoint of the zone. A cap moves the
    payment towards the host even before it binds, which the Nash solution does not.

    Parameters
    ----------
    t_min, t_max : array_like
        Least payment the provider accepts, most the host pays. [any one currency, a year]
    cap, floor : array_like, optional
        Most the host and least the provider may sign. [unit of `t_min`]

    Returns
    -------
    Settlement
        The payment, and where one exists.

    Raises
    ------
    ProblemError
        If a number is not finite or the shapes do not broadcast.

    References
    ----------
    E. Kalai and M. Smorodinsky (1975), Econometrica 43, 513-518.

    Examples
    --------
    >>> kalai_smorodinsky_payment(0, 100, cap=[np.inf, 100 / 3]).payment
    array([50., 25.])
    """
    low, high, top, bottom = _zone(t_min, t_max, cap, floor)
    best_provider = np.maximum(np.minimum(high, top) - low, 0.0)
    best_host = np.maximum(high - np.maximum(low, bottom), 0.0)
    both = best_provider + best_host
    fraction = best_provider / np.where(both > 0, both, 1.0)
    return _settle(low + fraction * (high - low), low, high, bottom, top)


def alternating_offers_payment(
    inside_provider: ArrayLike,
    inside_host: ArrayLike,
    discount_rate_provider: ArrayLike,
    discount_rate_host: ArrayLike,
    breakdown_hazard: ArrayLike = 0.0,
    outside_provider: ArrayLike | None = None,
    outside_host: ArrayLike | None = None,
    first_mover: Literal["provider", "host"] = "provider",
    period: ArrayLike = 0.0,
) -> Settlement:
    """Settle by alternating offers with inside options, outside options and breakdown.

    The sides take turns, one offer every `period` years. While they talk, each enjoys its inside
    option: what it has as long as nothing is signed. Talks break down for good at the rate
    `breakdown_hazard`; then each has its outside option (its inside option if it has none), which
    a side may also take of its own accord instead of making a counter-offer. All four options are
    said as payments: the agreed payment that would be just as good. So

        m_i = (r_i inside_i + k outside_i) / (r_i + k)        D_i = exp(-(r_i + k) period)

    are the effective reservation payment and discount factor, the provider's offer gives it the
    share (1 - D_H) / (1 - D_P D_H) of `m_H - m_P`, and as the period vanishes the payment tends to
    the Nash solution with the weight (r_H + k) / (r_P + r_H + 2 k). Inside options shift the
    payment; outside options only hold it between them (outside option principle).

    Parameters
    ----------
    inside_provider, inside_host : array_like
        Payment as good as talking for ever: the least for the provider, the most for the host.
        [any one currency, a year]
    discount_rate_provider, discount_rate_host : array_like
        Impatience of each side, not negative; 0 is endlessly patient. [a year]
    breakdown_hazard : array_like
        Rate at which talks break down by themselves, not negative. [a year]
    outside_provider, outside_host : array_like, optional
        Payment as good as leaving for good; `-inf` and `inf` (the default) for a side that
        cannot leave. [unit of `inside_provider`]
    first_mover : {"provider", "host"}
        Who makes the first offer; of no account as the period vanishes.
    period : array_like
        Time between offers; 0 for the limit of quick offers. [years]

    Returns
    -------
    Settlement
        The payment of the first offer, which is accepted at once. `exists` where the inside
        options leave a surplus or, if a side would rather leave than talk for ever, where what
        both then have leaves one; a side that cannot leave then has its inside option. So a side
        that enjoys the talks more than any agreement gives in to one that would leave. Two sides
        of endless patience without any hazard split evenly, the limit of equal patience.

    Raises
    ------
    ProblemError
        If a rate, the hazard or the period is negative, or the first mover is unknown.

    References
    ----------
    A. Rubinstein (1982), Perfect equilibrium in a bargaining model, Econometrica 50, 97-109.
    A. Shaked and J. Sutton (1984), Involuntary unemployment as a perfect equilibrium in a
    bargaining model, Econometrica 52, 1351-1364.
    A. Muthoo (1999), Bargaining Theory with Applications, chapters 3-6.

    Examples
    --------
    >>> alternating_offers_payment(900, 1200, 0.05, 0.10).payment
    array(1100.)
    >>> alternating_offers_payment(900, 1200, 0.05, 0.10, outside_host=[1150, 1050]).payment
    array([1100., 1050.])
    """
    if first_mover not in ("provider", "host"):
        raise ProblemError(f"first_mover: expected 'provider' or 'host', got {first_mover!r:.40}")
    low, high, top, bottom, *pace = _zone(
        inside_provider,
        inside_host,
        outside_host,
        outside_provider,
        _not_negative(discount_rate_provider, "discount_rate_provider"),
        _not_negative(discount_rate_host, "discount_rate_host"),
        _not_negative(breakdown_hazard, "breakdown_hazard"),
        _not_negative(period, "period"),
        clamp=False,
    )
    rate_provider, rate_host, hazard, wait = pace
    least = _mixed(low, bottom, rate_provider, hazard)
    most = _mixed(high, top, rate_host, hazard)
    lost_provider, lost_host = (-np.expm1(-(rate + hazard) * wait) for rate in pace[:2])
    share = _first_offer_share(rate_provider + hazard, rate_host + hazard, wait)
    # Each outside option enters as a bound because the map from one offer to the next is
    # increasing with a slope below one: the fixed point of a clipped map is the clipped one.
    by_provider = np.maximum(least + share * (most - least), most - _kept(lost_host, most, bottom))
    by_provider = np.clip(by_provider, bottom, np.maximum(top, bottom))
    payment = by_provider
    if first_mover == "host":
        by_host = by_provider - lost_provider * (by_provider - least)
        payment = np.clip(by_host, bottom, np.maximum(top, bottom))
    leaves = (bottom > least) | (top < most)
    left = [np.where(np.isfinite(end), end, own) for end, own in ((bottom, least), (top, most))]
    agreed = np.where(leaves, left[0] <= left[1], least <= most)
    return Settlement(np.where(agreed, payment, (least + most) / 2), agreed)


def _first_offer_share(rate_provider: Array, rate_host: Array, wait: Array) -> Array:
    """Share of the surplus that the provider's own offer leaves it; even if nobody is impatient."""
    own, other = -np.expm1(-rate_provider * wait), -np.expm1(-rate_host * wait)
    apart = wait > 0
    own, other = np.where(apart, own, rate_provider), np.where(apart, other, rate_host)
    # 1 - D_P D_H = own + other - own other; as the period vanishes the product drops out.
    both = own + other - np.where(apart, own * other, 0.0)
    return np.where(both > 0, other, 0.5) / np.where(both > 0, both, 1.0)


def _kept(lost: Array, most: Array, bottom: Array) -> Array:
    """What the host keeps by waiting for its own turn, when it will offer the outside option."""
    finite = np.isfinite(bottom)
    return np.where(finite, (1 - lost) * (most - np.where(finite, bottom, 0.0)), np.inf)


def _mixed(inside: Array, outside: Array, rate: Array, hazard: Array) -> Array:
    """Mix what talks give with what their breakdown gives, by how soon each counts."""
    both = rate + hazard
    weight = np.where(both > 0, hazard, 0.0) / np.where(both > 0, both, 1.0)
    broken = np.where(np.isfinite(outside), outside, inside)
    return inside + weight * (broken - inside)


def _zone(
    t_min: ArrayLike,
    t_max: ArrayLike,
    cap: ArrayLike | None,
    floor: ArrayLike | None,
    *more: Array,
    clamp: bool = True,
) -> tuple[Array, ...]:
    """Check and broadcast the reservation values, the cap, the floor and whatever comes with them.

    With `clamp`, the cap comes back as no more than `t_max` and the floor as no less than `t_min`.
    """
    low, high, top, bottom, *rest = _together(
        t_min=as_array(t_min, "t_min"),
        t_max=as_array(t_max, "t_max"),
        cap=_bound(cap, np.inf, "cap"),
        floor=_bound(floor, -np.inf, "floor"),
        **{f"argument {i}": value for i, value in enumerate(more, start=5)},
    )
    if clamp:
        top, bottom = np.minimum(top, high), np.maximum(bottom, low)
    return (low, high, top, bottom, *rest)


def _settle(payment: Array, low: Array, high: Array, bottom: Array, top: Array) -> Settlement:
    """Give the payment where the zone is not empty, the midpoint of the two values elsewhere."""
    exists = (low <= high) & (bottom <= top)
    return Settlement(np.where(exists, payment, low + (high - low) / 2), exists)


def _bound(values: ArrayLike | None, missing: float, name: str) -> Array:
    """Turn a bound into floats; infinite on the side where it does not bind, never NaN."""
    if values is None:
        return np.asarray(missing)
    array = np.asarray(values, dtype=np.float64)
    if np.isnan(array).any() or (array == -missing).any():
        raise ProblemError(f"{name}: expected finite numbers, or {missing} for none")
    return array


def _not_negative(values: ArrayLike, name: str) -> Array:
    array = as_array(values, name)
    if (array < 0).any():
        raise ProblemError(f"{name}: {array.min():g} is negative")
    return array


def _above_zero(values: ArrayLike, name: str) -> Array:
    array = as_array(values, name)
    if (array <= 0).any():
        raise ProblemError(f"{name}: {array.min():g} is not above 0")
    return array


def _together(**arrays: Array) -> tuple[Array, ...]:
    """Broadcast the arrays against one another, or say which shapes do not fit."""
    try:
        return tuple(np.broadcast_arrays(*arrays.values()))
    except ValueError as error:
        shapes = ", ".join(f"{name} {array.shape}" for name, array in arrays.items())
        raise ProblemError(f"shapes do not broadcast: {shapes}") from error
