"""One table's outcome moving the next one's.

Object. A settlement `t` here moves the payment at table `j` by `phi_j` for each unit, so that the
provider gains `(1 + Phi) t` by it, `Phi` the sum over the tables that follow; a host whose own
renewals start from this payment loses `(1 + Psi) t`. With `t_min` and `t_max` the limits if this
table stood alone:

    known limits      the same Nash payment with limits t_min / (1 + Phi) and t_max / (1 + Psi):
                      a provider with something to win elsewhere settles for less here
    unseen limit      the demand (high + (w - B) / (1 + Phi)) / 2: bolder where a breakdown hurts
                      (B > w), milder where it does not

A payment that carries over to every later term is a perpetuity: `t / (rate - growth)`.

References
----------
R. Marshall and A. Merlo (2004), Pattern bargaining, International Economic Review 45, 239-255.
B. Walter (2006), Building reputation: why governments fight some separatists but not others,
American Journal of Political Science 50, 313-330.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from burdenshare.arrays import Array, as_array, as_shares, as_vectors
from burdenshare.bargaining.beliefs import UniformBelief
from burdenshare.bargaining.elementwise import above_zero, together
from burdenshare.bargaining.screening import Demand, best_demand
from burdenshare.bargaining.zone import Settlement, nash_payment
from burdenshare.errors import ProblemError


def precedent_multiplier(
    pass_through: ArrayLike,
    *,
    sizes: ArrayLike = 1.0,
    delays: ArrayLike = 0.0,
    discount: ArrayLike = 1.0,
) -> Array:
    """Give what one unit of payment here is worth once the tables that follow are counted.

    Parameters
    ----------
    pass_through : array_like, shape (..., n)
        Part `phi` of a change here that shows at each later table; negative where a concession
        here hardens those who come next.
    sizes : array_like, shape (..., n)
        Payment at each table as a multiple of this one, where `pass_through` is in percent for
        percent; 1 where it is in money. Not negative.
    delays : array_like, shape (..., n)
        Years until each table meets.
    discount : array_like
        Worth today of 1 a year later, 0 to 1; broadcasts against the leading axes.

    Returns
    -------
    ndarray
        `1 + sum of phi * size * discount ** delay`.

    Raises
    ------
    ProblemError
        If the multiplier is not above 0, a delay or size is negative, or shapes do not broadcast.

    Examples
    --------
    >>> precedent_multiplier([0.5, 0.25])
    array(1.75)
    """
    through, size, wait, factor = together(
        pass_through=as_vectors(pass_through, "pass_through"),
        sizes=as_array(sizes, "sizes"),
        delays=as_array(delays, "delays"),
        discount=as_shares(discount, "discount")[..., None],
    )
    if (size < 0).any() or (wait < 0).any():
        raise ProblemError("sizes, delays: expected no negative number")
    multiplier = 1.0 + np.sum(through * size * factor**wait, axis=-1)
    return above_zero(multiplier, "pass_through: the multiplier")


def settlement_with_precedent(
    t_min: ArrayLike,
    t_max: ArrayLike,
    power: ArrayLike = 0.5,
    *,
    provider_multiplier: ArrayLike = 1.0,
    host_multiplier: ArrayLike = 1.0,
) -> Settlement:
    """Settle between two sides that both know what the payment does elsewhere.

    Parameters
    ----------
    t_min, t_max : array_like
        Limits of the provider and of the host if this table stood alone. [any currency, a year]
    power : array_like
        Bargaining power `a` of the provider. [share]
    provider_multiplier, host_multiplier : array_like
        `1 + Phi` and `1 + Psi`, above 0.

    Returns
    -------
    Settlement
        The payment maximising `((1 + Phi) t - t_min)^a (t_max - (1 + Psi) t)^(1 - a)`.

    Raises
    ------
    ProblemError
        If a multiplier is not above 0, the power is not a share, or shapes do not broadcast.

    References
    ----------
    R. Marshall and A. Merlo (2004), Pattern bargaining, International Economic Review 45, 239-255.

    Examples
    --------
    >>> settlement_with_precedent(800, 1000, provider_multiplier=[1.0, 2.0]).payment
    array([900., 700.])
    """
    low, high, own, other = together(
        t_min=as_array(t_min, "t_min"),
        t_max=as_array(t_max, "t_max"),
        provider_multiplier=above_zero(provider_multiplier, "provider_multiplier"),
        host_multiplier=above_zero(host_multiplier, "host_multiplier"),
    )
    return nash_payment(low / own, high / other, power)


def demand_with_precedent(
    low: ArrayLike,
    high: ArrayLike,
    *,
    deal_value: ArrayLike = 0.0,
    refusal_value: ArrayLike = 0.0,
    provider_multiplier: ArrayLike = 1.0,
    host_multiplier: ArrayLike = 1.0,
) -> Demand:
    """Give the best single demand when an accepted one counts elsewhere as well.

    Parameters
    ----------
    low, high : array_like
        Ends of what the host may be willing to pay if this table stood alone. [currency, a year]
    deal_value, refusal_value : array_like
        Worth `B` of a deal beyond money, and `w` of a refusal, to the provider. [same]
    provider_multiplier, host_multiplier : array_like
        `1 + Phi` and `1 + Psi`, above 0.

    Returns
    -------
    Demand
        `worth` is in units of the payment here times the provider's multiplier.

    Raises
    ------
    ProblemError
        If a multiplier is not above 0, `low` exceeds `high`, or shapes do not broadcast.

    Examples
    --------
    >>> demand_with_precedent(0, 10, deal_value=4, provider_multiplier=[1.0, 2.0]).demand
    array([3., 4.])
    """
    own = above_zero(provider_multiplier, "provider_multiplier")
    other = above_zero(host_multiplier, "host_multiplier")
    bottom, top, extra, fallback, own, other = together(
        low=as_array(low, "low"),
        high=as_array(high, "high"),
        deal_value=as_array(deal_value, "deal_value"),
        refusal_value=as_array(refusal_value, "refusal_value"),
        provider_multiplier=own,
        host_multiplier=other,
    )
    belief = UniformBelief(bottom / other, top / other)
    answer = best_demand(belief, deal_value=extra / own, refusal_value=fallback / own)
    return Demand(answer.demand, answer.refusal, np.asarray(answer.worth * own))


def stake(
    payment: ArrayLike,
    rate: ArrayLike,
    *,
    growth: ArrayLike = 0.0,
    years: ArrayLike | None = None,
) -> Array:
    """Give what a yearly payment that carries over to later terms is worth today.

    Parameters
    ----------
    payment : array_like
        First payment, a year from now. [any currency, a year]
    rate : array_like
        Yearly discount rate, above -1. [share]
    growth : array_like
        Yearly growth of the payment, above -1. [share]
    years : array_like, optional
        Number of payments, not negative; without end if left out.

    Returns
    -------
    ndarray
        `payment / (rate - growth)` without end; with it, that times one less
        `((1 + growth) / (1 + rate)) ** years`. [unit of `payment`]

    Raises
    ------
    ProblemError
        If payments without end grow as fast as they are discounted, so that their sum has no
        limit, or a number is outside its range.

    Examples
    --------
    >>> [round(float(stake(100, 0.05, growth=0.03, years=n)), 2) for n in (None, 10)]
    [5000.0, 874.76]
    """
    paid, interest, rise = together(
        payment=as_array(payment, "payment"),
        rate=as_array(rate, "rate"),
        growth=as_array(growth, "growth"),
    )
    if (interest <= -1).any() or (rise <= -1).any():
        raise ProblemError("rate, growth: expected shares above -1, such as 0.03 for 3%")
    gap = interest - rise
    if years is None:
        if (gap <= 0).any():
            raise ProblemError(
                "growth: at or above the rate, so that payments without end have no finite "
                "worth; give the number of years"
            )
        return np.asarray(paid / gap)
    term = as_array(years, "years")
    if (term < 0).any():
        raise ProblemError("years: expected no negative number")
    # Through the logarithm of 1 - gap / (1 + rate), so that a rate near the growth, whose gap is
    # rounded, loses no digits: the same gap stands above and below.
    ratio = np.log1p(-gap / (1 + interest))
    even = gap == 0
    grown = -np.expm1(term * ratio) / np.where(even, 1.0, gap)
    return np.asarray(paid * np.where(even, term / (1 + interest), grown))


def money_elsewhere(
    change: ArrayLike,
    pass_through: ArrayLike,
    *,
    sizes: ArrayLike = 1.0,
    rate: ArrayLike | None = None,
    growth: ArrayLike = 0.0,
    years: ArrayLike | None = None,
) -> Array:
    """Give what a change of the payment here moves at each of the tables that follow.

    Parameters
    ----------
    change : array_like
        Change of the payment here. [any currency, a year]
    pass_through, sizes : array_like, shape (..., n)
        As in `precedent_multiplier`.
    rate, growth, years : array_like, optional
        If a rate is given, the worth today of the change carried on, as in `stake`; else the
        change in one year.

    Returns
    -------
    ndarray, shape (..., n)
        Money at each table: what the host there stands to lose and the provider to gain.

    Raises
    ------
    ProblemError
        As in `stake`, or if shapes do not broadcast.

    Examples
    --------
    >>> money_elsewhere(100.0, [0.5, 0.25], sizes=[2.0, 1.0])
    array([100.,  25.])
    """
    moved, through, size = together(
        change=as_array(change, "change")[..., None],
        pass_through=as_vectors(pass_through, "pass_through"),
        sizes=as_array(sizes, "sizes"),
    )
    yearly = moved * through * size
    return yearly if rate is None else stake(yearly, rate, growth=growth, years=years)
