r"""Weighted voting games: how much power votes carry.

Member ``i`` has ``w_i`` votes and a coalition wins if its votes reach the quota. With several
criteria (votes, heads, population) `weights` has a row and `quota` a number for each, and a
coalition wins if it reaches them all. Members named in `vetoes` must be in every winning
coalition. A member is critical in a winning coalition that loses without it; each such pair is
a swing. A coalition is vulnerable if somebody is critical in it and minimal if everybody is.

| index | what it counts |
| --- | --- |
| Shapley-Shubik | swings, a coalition weighing as much as its share of the orders of voting |
| Banzhaf | swings, all alike |
| Deegan-Packel | minimal winning coalitions, each shared equally |
| public good (Holler) | minimal winning coalitions, each counted for every member of it |
| Johnston | vulnerable coalitions, each shared equally among its critical members |

Weights and quotas are exact numbers: whole numbers, fractions, or decimals read as they are
written, so that 0.1 and 0.2 reach a quota of 0.3. All counts are exact, and the indices are
rounded once at the end. Where the votes are whole numbers of moderate size (after dividing
by common factors) generating functions take hundreds of members. Otherwise every coalition is
listed, for up to 20 members, as it also is where that is quicker.

For a rule that passes under one of two conditions, values add up: those of each condition alone
less those of both required together, for Shapley-Shubik shares and for numbers of swings.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import factorial

import numpy as np

from burdenshare.arrays import Vector
from burdenshare.sharing.coalition_counts import Counts
from burdenshare.sharing.voting_games import (
    Quota,
    Votes,
    minimal_of,
    swings_of,
    voting_game,
    vulnerable_of,
)


def shapley_shubik(weights: Votes, quota: Quota, vetoes: Sequence[int] = ()) -> Vector:
    """Give the chance of each member to turn a losing coalition into a winning one.

    Members join one by one, in every order equally likely; one of them is pivotal. It is the
    Shapley value of the voting game.

    Parameters
    ----------
    weights : sequence of numbers, shape (n,) or (criteria, n)
        Votes of each member, not negative. [votes]
    quota : number or sequence of numbers, shape (criteria,)
        Votes needed by each criterion, above 0 and no more than there are. [votes]
    vetoes : sequence of int
        Members, as places from 0, without whom nothing passes.

    Returns
    -------
    ndarray, shape (n,)
        Shares of power, summing to 1. [no unit]

    Raises
    ------
    ProblemError
        If votes or quota are out of range, or the game is too large.

    References
    ----------
    L. S. Shapley and M. Shubik (1954), A method for evaluating the distribution of power in a
    committee system, American Political Science Review 48, 787-792.

    Examples
    --------
    >>> shapley_shubik([10, 10, 20, 30], 50)
    array([0.08333333, 0.08333333, 0.25      , 0.58333333])
    """
    return np.array([float(share) for share in shapley_shubik_fractions(weights, quota, vetoes)])


def shapley_shubik_fractions(
    weights: Votes, quota: Quota, vetoes: Sequence[int] = ()
) -> tuple[Fraction, ...]:
    """Give the Shapley-Shubik index as exact fractions.

    Parameters
    ----------
    weights : sequence of numbers, shape (n,) or (criteria, n)
        Votes of each member, not negative. [votes]
    quota : number or sequence of numbers, shape (criteria,)
        Votes needed by each criterion, above 0 and no more than there are. [votes]
    vetoes : sequence of int
        Members, as places from 0, without whom nothing passes.

    Returns
    -------
    tuple of Fraction
        Shares of power, summing to 1. [no unit]

    Raises
    ------
    ProblemError
        If votes or quota are out of range, or the game is too large.

    References
    ----------
    I. Mann and L. S. Shapley (1962), Values of large games VI: evaluating the Electoral College
    exactly, RAND Memorandum RM-3158-PR.

    Examples
    --------
    >>> shapley_shubik_fractions([50, 49, 1], 51)
    (Fraction(2, 3), Fraction(1, 6), Fraction(1, 6))
    """
    game = voting_game(weights, quota, vetoes)
    n = game.members
    orders = [factorial(k) * factorial(n - 1 - k) for k in range(n)]
    known: dict[tuple[int, ...], Fraction] = {}
    shares = []
    for row in swings_of(game, by_size=True).tolist():
        counts = tuple(row[:n])
        if counts not in known:
            pivots = sum(count * order for count, order in zip(counts, orders, strict=True))
            known[counts] = Fraction(pivots, factorial(n))
        shares.append(known[counts])
    return tuple(shares)


def banzhaf_swings(weights: Votes, quota: Quota, vetoes: Sequence[int] = ()) -> tuple[int, ...]:
    """Count the winning coalitions that would lose without each member.

    Parameters
    ----------
    weights : sequence of numbers, shape (n,) or (criteria, n)
        Votes of each member, not negative. [votes]
    quota : number or sequence of numbers, shape (criteria,)
        Votes needed by each criterion, above 0 and no more than there are. [votes]
    vetoes : sequence of int
        Members, as places from 0, without whom nothing passes.

    Returns
    -------
    tuple of int
        Exact numbers of swings. [coalitions]

    Raises
    ------
    ProblemError
        If votes or quota are out of range, or the game is too large.

    References
    ----------
    J. F. Banzhaf (1965), Weighted voting doesn't work: a mathematical analysis, Rutgers Law
    Review 19, 317-343.

    Examples
    --------
    >>> banzhaf_swings([8, 6, 4, 2], 12)
    (5, 3, 3, 1)
    """
    game = voting_game(weights, quota, vetoes)
    return tuple(int(sum(row)) for row in swings_of(game, by_size=False).tolist())


def banzhaf_normalized(weights: Votes, quota: Quota, vetoes: Sequence[int] = ()) -> Vector:
    """Give each member's share of all swings.

    Parameters
    ----------
    weights : sequence of numbers, shape (n,) or (criteria, n)
        Votes of each member, not negative. [votes]
    quota : number or sequence of numbers, shape (criteria,)
        Votes needed by each criterion, above 0 and no more than there are. [votes]
    vetoes : sequence of int
        Members, as places from 0, without whom nothing passes.

    Returns
    -------
    ndarray, shape (n,)
        Shares of power, summing to 1. [no unit]

    Raises
    ------
    ProblemError
        If votes or quota are out of range, or the game is too large.

    References
    ----------
    D. S. Felsenthal and M. Machover (1998), The Measurement of Voting Power, Edward Elgar.

    Examples
    --------
    >>> banzhaf_normalized([50, 49, 1], 51)
    array([0.6, 0.2, 0.2])
    """
    return _shares([Fraction(count) for count in banzhaf_swings(weights, quota, vetoes)])


def banzhaf_absolute(weights: Votes, quota: Quota, vetoes: Sequence[int] = ()) -> Vector:
    """Give the chance that a member decides when all others vote yes or no by a fair coin.

    Parameters
    ----------
    weights : sequence of numbers, shape (n,) or (criteria, n)
        Votes of each member, not negative. [votes]
    quota : number or sequence of numbers, shape (criteria,)
        Votes needed by each criterion, above 0 and no more than there are. [votes]
    vetoes : sequence of int
        Members, as places from 0, without whom nothing passes.

    Returns
    -------
    ndarray, shape (n,)
        Probabilities, which need not sum to 1: the Penrose-Banzhaf measure. [no unit]

    Raises
    ------
    ProblemError
        If votes or quota are out of range, or the game is too large.

    References
    ----------
    L. S. Penrose (1946), The elementary statistics of majority voting, Journal of the Royal
    Statistical Society 109, 53-57.

    Examples
    --------
    >>> banzhaf_absolute([50, 49, 1], 51)
    array([0.75, 0.25, 0.25])
    """
    swings = banzhaf_swings(weights, quota, vetoes)
    return np.array([float(Fraction(count, 2 ** (len(swings) - 1))) for count in swings])


def deegan_packel(weights: Votes, quota: Quota, vetoes: Sequence[int] = ()) -> Vector:
    """Give the chance to be picked from a minimal winning coalition that is itself picked.

    Parameters
    ----------
    weights : sequence of numbers, shape (n,) or (criteria, n)
        Votes of each member, not negative. [votes]
    quota : number or sequence of numbers, shape (criteria,)
        Votes needed by each criterion, above 0 and no more than there are. [votes]
    vetoes : sequence of int
        Members, as places from 0, without whom nothing passes.

    Returns
    -------
    ndarray, shape (n,)
        Shares of power, summing to 1. [no unit]

    Raises
    ------
    ProblemError
        If votes or quota are out of range, or the game is too large.

    References
    ----------
    J. Deegan and E. W. Packel (1978), A new index of power for simple n-person games,
    International Journal of Game Theory 7, 113-123.

    Examples
    --------
    >>> deegan_packel([35, 20, 15, 15, 15], 51)
    array([0.3       , 0.15      , 0.18333333, 0.18333333, 0.18333333])
    """
    return _shares(_over_sizes(minimal_of(voting_game(weights, quota, vetoes))))


def public_good_index(weights: Votes, quota: Quota, vetoes: Sequence[int] = ()) -> Vector:
    """Give each member's share of all memberships of minimal winning coalitions: Holler's index.

    Parameters
    ----------
    weights : sequence of numbers, shape (n,) or (criteria, n)
        Votes of each member, not negative. [votes]
    quota : number or sequence of numbers, shape (criteria,)
        Votes needed by each criterion, above 0 and no more than there are. [votes]
    vetoes : sequence of int
        Members, as places from 0, without whom nothing passes.

    Returns
    -------
    ndarray, shape (n,)
        Shares of power, summing to 1. [no unit]

    Raises
    ------
    ProblemError
        If votes or quota are out of range, or the game is too large.

    References
    ----------
    M. J. Holler (1982), Forming coalitions and measuring voting power, Political Studies 30,
    262-271.

    Examples
    --------
    >>> public_good_index([35, 20, 15, 15, 15], 51)
    array([0.26666667, 0.13333333, 0.2       , 0.2       , 0.2       ])
    """
    counts = minimal_of(voting_game(weights, quota, vetoes))
    return _shares([Fraction(sum(row)) for row in counts.tolist()])


def johnston(weights: Votes, quota: Quota, vetoes: Sequence[int] = ()) -> Vector:
    """Share each vulnerable coalition equally among its critical members.

    Parameters
    ----------
    weights : sequence of numbers, shape (n,) or (criteria, n)
        Votes of each member, not negative. [votes]
    quota : number or sequence of numbers, shape (criteria,)
        Votes needed by each criterion, above 0 and no more than there are. [votes]
    vetoes : sequence of int
        Members, as places from 0, without whom nothing passes.

    Returns
    -------
    ndarray, shape (n,)
        Shares of power, summing to 1. [no unit]

    Raises
    ------
    ProblemError
        If votes or quota are out of range, or the game is too large.

    References
    ----------
    R. J. Johnston (1978), On the measurement of power: some reactions to Laver, Environment and
    Planning A 10, 907-914.

    Examples
    --------
    >>> johnston([5, 1, 1, 1], 6)
    array([0.78571429, 0.07142857, 0.07142857, 0.07142857])
    """
    return _shares(_over_sizes(vulnerable_of(voting_game(weights, quota, vetoes))))


def _over_sizes(counts: Counts) -> list[Fraction]:
    """Add up the counts of each member, each divided by its size."""
    return [
        sum((Fraction(count, k) for k, count in enumerate(row) if count), Fraction(0))
        for row in counts.tolist()
    ]


def _shares(scores: Sequence[Fraction]) -> Vector:
    """Divide scores by their sum."""
    total = sum(scores)
    return np.array([float(score / total) for score in scores])
