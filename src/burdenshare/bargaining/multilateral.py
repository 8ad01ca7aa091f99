"""Bargaining among more than two parties: all must agree, or a majority is enough.

Object. `n` members divide a pie of 1 by offers made in turn or by lot, each discounting a period
by a factor `d`. Shares sum to 1. The games differ in what an offer needs:

    exit         each accepts for itself and leaves with its share; the rest go on (one equilibrium)
    unanimity    all must accept, members propose in rotation (the stationary equilibrium)
    quota        a proposer drawn by lot needs `q` of the `n` votes, its own among them

Without exit, if members are patient enough any division among three or more can be an
equilibrium; the stationary one, in which nobody's offer depends on the past, is the usual choice.

References
----------
V. Krishna and R. Serrano (1996), Multilateral bargaining, Review of Economic Studies 63, 61-80.
D. Baron and J. Ferejohn (1989), Bargaining in legislatures, American Political Science Review 83,
1181-1206.
M. Osborne and A. Rubinstein (1990), Bargaining and Markets, Academic Press, section 3.13.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from burdenshare.arrays import Array, as_shares
from burdenshare.errors import ProblemError


def exit_shares(discounts: ArrayLike) -> Array:
    """Divide among members who may each accept and leave: the unique equilibrium.

    Parameters
    ----------
    discounts : array_like, shape (..., n)
        Discount factor of each member for one period, the first proposer's first, 0 to 1.
        [pure number]

    Returns
    -------
    ndarray, shape (..., n)
        Shares in proportion to `1 / (1 - d)` for the proposer and `d / (1 - d)` for the others:
        with a common factor, `1 / (1 + (n - 1) d)` and `d` times that. Members of endless patience
        take everything, in equal parts.

    Raises
    ------
    ProblemError
        If a factor is not between 0 and 1.

    References
    ----------
    Krishna and Serrano (1996).

    Examples
    --------
    >>> exit_shares([0.5, 0.5, 0.5])
    array([0.5 , 0.25, 0.25])
    """
    delta = _members(discounts)
    endless = (delta == 1).any(axis=-1, keepdims=True)
    pull = np.where(endless, delta == 1, delta / np.where(endless, 1.0, 1 - delta))
    # The proposer need not wait for its own turn.
    pull[..., 0] = np.where(
        endless[..., 0], pull[..., 0], 1 / np.where(endless[..., 0], 1.0, 1 - delta[..., 0])
    )
    return np.asarray(pull / pull.sum(axis=-1, keepdims=True))


def unanimity_shares(discounts: ArrayLike) -> Array:
    """Divide by offers in rotation that all must accept: the stationary equilibrium.

    A member whose turn comes `k` periods after the first gets what its own offer would leave it,
    discounted `k` times.

    Parameters
    ----------
    discounts : array_like, shape (..., n)
        Discount factor of each member, in the order of their turns, 0 to 1. [pure number]

    Returns
    -------
    ndarray, shape (..., n)
        Shares when the first member offers; in proportion to 1, d, d^2, ... with a common factor,
        equal if nobody discounts.

    Raises
    ------
    ProblemError
        If a factor is not between 0 and 1, or several but not all members have a factor of 1,
        between whom the terms are not determined.

    References
    ----------
    M. Herrero (1985), A strategic bargaining approach to market institutions, London School of
    Economics; Osborne and Rubinstein (1990), section 3.13.

    Examples
    --------
    >>> unanimity_shares([0.5, 0.5, 0.5]) * 7
    array([4., 2., 1.])
    """
    delta = _members(discounts)
    n = delta.shape[-1]
    patient = (delta == 1).sum(axis=-1)
    if ((patient > 1) & (patient < n)).any():
        raise ProblemError(
            "discounts: several members, but not all, have a factor of 1; terms between them are "
            "not determined. Give factors a little below 1"
        )
    turns = (np.arange(n) - np.arange(n)[:, None]) % n
    # Row i: what member i's offer gives each, in units of what their own offers leave them.
    system = delta[..., None, :] ** turns
    system = np.where((patient == n)[..., None, None], np.eye(n) * n, system)
    own = np.linalg.solve(system, np.ones((*delta.shape, 1)))[..., 0]
    return np.asarray(own * delta ** turns[0])


class QuotaDivision(NamedTuple):
    """What members get when a proposer drawn by lot needs a quota of votes."""

    proposer: Array
    """Share of the proposer."""

    partner: Array
    """Share of each member whose vote it buys."""

    partners: int
    """How many votes it buys; everyone else gets nothing."""

    ex_ante_value: Array
    """What a member expects before the proposer is drawn."""


def quota_division(members: int, discount: ArrayLike, quota: int | None = None) -> QuotaDivision:
    """Divide by offers under a closed rule: the symmetric stationary equilibrium.

    Parameters
    ----------
    members : int
        Number of members, at least 1.
    discount : array_like
        Common discount factor for one period, 0 to 1. [pure number]
    quota : int, optional
        Votes needed, the proposer's own among them; a simple majority by default, `members` for
        unanimity.

    Returns
    -------
    QuotaDivision
        The proposer keeps `1 - d (q - 1) / n` and gives `d / n` to each of `q - 1` others.

    Raises
    ------
    ProblemError
        If the quota does not lie between 1 and `members`, or the factor not between 0 and 1.

    References
    ----------
    Baron and Ferejohn (1989), proposition 3.

    Examples
    --------
    >>> quota_division(5, 0.75)
    QuotaDivision(proposer=array(0.7), partner=array(0.15), partners=2, ex_ante_value=array(0.2))
    """
    needed = members // 2 + 1 if quota is None else quota
    if not 1 <= needed <= members:
        raise ProblemError(f"quota: expected 1 to {members} votes of {members}, got {needed}")
    delta = as_shares(discount, "discount")
    partner = np.asarray(delta / members)
    proposer = np.asarray(1 - (needed - 1) * partner)
    return QuotaDivision(proposer, partner, needed - 1, np.full(delta.shape, 1 / members))


def _members(discounts: ArrayLike) -> Array:
    delta = as_shares(discounts, "discounts")
    if delta.ndim < 1 or not delta.shape[-1]:
        raise ProblemError("discounts: expected one factor a member, got a single number or none")
    return delta
