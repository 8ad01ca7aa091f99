"""When a threat to leave is worth believing, and what it can extract.

Object. A provider threatens to leave unless the host pays more. If the host refuses, the provider
either carries the threat out or backs down in sight of everyone:

    stay       what staying on the old terms is worth to it:  payment - cost + own benefit
    leave      what leaving is worth to it
    A          audience cost: what backing down costs it in reputation and at home

It leaves iff `leave + A >= stay`. A host that believes the threat with probability `p` pays up to
`p` times what it would lose more than now: that is the largest demand the threat can support.
Games in which the belief itself comes about are in `signalling`.

References
----------
T. Schelling (1960), The Strategy of Conflict, Harvard University Press.
J. D. Fearon (1994), Domestic political audiences and the escalation of international disputes,
American Political Science Review 88, 577-592.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from burdenshare.arrays import Array, as_array, as_shares
from burdenshare.bargaining.elementwise import above_zero, not_negative, together
from burdenshare.errors import ProblemError


class BetaBelief(NamedTuple):
    """A belief about a probability, as a Beta distribution."""

    a: Array
    """As if so many cases had been seen in which it happened."""

    b: Array
    """As if so many cases had been seen in which it did not."""

    mean: Array
    """`a / (a + b)`."""


def staying_value(payment: ArrayLike, cost: ArrayLike, benefit: ArrayLike) -> Array:
    """Give what staying is worth to the provider: what it is paid and gains, less its cost.

    Parameters
    ----------
    payment, cost, benefit : array_like
        What the host pays, what the presence costs the provider, and what it is worth to the
        provider itself. [any one currency, a year]

    Returns
    -------
    ndarray
        `payment - cost + benefit`. [same]

    Raises
    ------
    ProblemError
        If a number is not finite or shapes do not broadcast.

    Examples
    --------
    >>> staying_value(900, 2000, [900, 1500])
    array([-200.,  400.])
    """
    paid, spent, own = together(
        payment=as_array(payment, "payment"),
        cost=as_array(cost, "cost"),
        benefit=as_array(benefit, "benefit"),
    )
    return np.asarray(paid - spent + own)


def audience_cost_needed(stay: ArrayLike, leave: ArrayLike) -> Array:
    """Give the least cost of backing down that makes leaving the better course.

    Parameters
    ----------
    stay, leave : array_like
        What staying on the old terms, and leaving, are worth to who threatens. [one unit]

    Returns
    -------
    ndarray
        `stay - leave`, or 0 where the threat is credible of itself. [unit of `stay`]

    Raises
    ------
    ProblemError
        If a number is not finite or shapes do not broadcast.

    Examples
    --------
    >>> audience_cost_needed([400, -200], 0)
    array([400.,   0.])
    """
    here, there = together(stay=as_array(stay, "stay"), leave=as_array(leave, "leave"))
    return np.maximum(here - there, 0.0)


def is_credible(
    stay: ArrayLike, leave: ArrayLike, audience_cost: ArrayLike = 0.0
) -> NDArray[np.bool_]:
    """Tell whether a refused threat would be carried out.

    Parameters
    ----------
    stay, leave : array_like
        What staying on the old terms, and leaving, are worth to who threatens. [one unit]
    audience_cost : array_like
        What backing down costs it, not negative. [unit of `stay`]

    Returns
    -------
    ndarray of bool
        `leave + audience_cost >= stay`.

    Raises
    ------
    ProblemError
        If an audience cost is negative, a number is not finite or shapes do not broadcast.

    Examples
    --------
    >>> is_credible(400, 0, [100, 400])
    array([False,  True])
    """
    here, there, shame = together(
        stay=as_array(stay, "stay"),
        leave=as_array(leave, "leave"),
        audience_cost=not_negative(audience_cost, "audience_cost"),
    )
    return np.asarray(there + shame >= here)


def execution_probability(
    stay: ArrayLike, leave: ArrayLike, audience_cost: ArrayLike = 0.0
) -> Array:
    """Give the share of draws in which a refused threat would be carried out.

    Parameters
    ----------
    stay, leave, audience_cost : array_like, shape (..., draws)
        As in `is_credible`; draws are on the last axis. [one unit]

    Returns
    -------
    ndarray, shape (...)
        Mean over the draws. [0 to 1]

    Raises
    ------
    ProblemError
        As in `is_credible`, or if there is no axis of draws.

    Examples
    --------
    >>> execution_probability([100.0, 200.0, 300.0, 400.0], 0.0, 250.0)
    array(0.5)
    """
    carried_out = is_credible(stay, leave, audience_cost)
    if carried_out.ndim == 0 or carried_out.shape[-1] == 0:
        raise ProblemError("stay, leave, audience_cost: expected draws on the last axis")
    return np.asarray(carried_out.mean(axis=-1))


def largest_demand(current: ArrayLike, probability: ArrayLike, loss: ArrayLike) -> Array:
    """Give the most that a threat, believed so far and no further, can extract.

    Parameters
    ----------
    current : array_like
        What the host goes on paying if it refuses and the provider backs down. [a currency, a year]
    probability : array_like
        Chance that a refused threat is carried out. [0 to 1]
    loss : array_like
        What the host loses if the provider leaves, compared with going on at `current`. Negative
        if it would be better off. [unit of `current`]

    Returns
    -------
    ndarray
        `current + probability * loss`: paying more is worse than refusing. [unit of `current`]

    Raises
    ------
    ProblemError
        If the probability is not a share or shapes do not broadcast.

    Examples
    --------
    >>> largest_demand(900, [0.0, 0.5, 1.0], 1000)
    array([ 900., 1400., 1900.])
    """
    now, chance, lost = together(
        current=as_array(current, "current"),
        probability=as_shares(probability, "probability"),
        loss=as_array(loss, "loss"),
    )
    return np.asarray(now + chance * lost)


def belief_needed(current: ArrayLike, demand: ArrayLike, loss: ArrayLike) -> Array:
    """Give how strongly a threat must be believed for a demand to be met.

    Parameters
    ----------
    current, demand : array_like
        What the host pays now, and what is demanded of it. [any currency, a year]
    loss : array_like
        What the host loses if the provider leaves. [unit of `current`]

    Returns
    -------
    ndarray
        Least chance of execution at which the host pays; above 1, even infinite, where no threat
        suffices, 0 where the demand is no more than `current`.

    Raises
    ------
    ProblemError
        If a number is not finite or shapes do not broadcast.

    Examples
    --------
    >>> belief_needed(900, [800, 1400, 5000], 1000)
    array([0. , 0.5, 4.1])
    """
    now, asked, lost = together(
        current=as_array(current, "current"),
        demand=as_array(demand, "demand"),
        loss=as_array(loss, "loss"),
    )
    rise = np.maximum(asked - now, 0.0)
    ratio = rise / np.where(lost > 0, lost, 1.0)
    return np.where(rise > 0, np.where(lost > 0, ratio, np.inf), 0.0)


def with_base_rate(
    probability: ArrayLike,
    happened: ArrayLike,
    cases: ArrayLike,
    *,
    weight: ArrayLike = 10.0,
    prior: tuple[float, float] = (1.0, 1.0),
) -> BetaBelief:
    """Combine what a model says with how often such threats were carried out.

    The record of past cases, on a Beta prior, is the base rate; the model's probability counts
    as so many cases more.

    Parameters
    ----------
    probability : array_like
        What the model says. [0 to 1]
    happened, cases : array_like
        Past cases in which it happened, and past cases in all, not negative. [count]
    weight : array_like
        How many cases the model's word is worth; 0 leaves the base rate alone. [count]
    prior : tuple of float
        Parameters of the Beta prior before any case, above 0; (1, 1) is uniform.

    Returns
    -------
    BetaBelief
        Leading axes as the arguments broadcast.

    Raises
    ------
    ProblemError
        If a count is negative or more happened than there were cases, or the probability is not
        a share.

    Examples
    --------
    >>> belief = with_base_rate(0.1, 5, 8, weight=10)
    >>> float(belief.a), float(belief.b), float(belief.mean)
    (7.0, 13.0, 0.35)
    """
    model, yes, seen, worth = together(
        probability=as_shares(probability, "probability"),
        happened=not_negative(happened, "happened"),
        cases=not_negative(cases, "cases"),
        weight=not_negative(weight, "weight"),
    )
    if (yes > seen).any():
        raise ProblemError("happened: more cases than there were in all")
    first, second = above_zero(prior, "prior")
    a = first + yes + worth * model
    b = second + seen - yes + worth * (1 - model)
    return BetaBelief(np.asarray(a), np.asarray(b), np.asarray(a / (a + b)))
