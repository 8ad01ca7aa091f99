"""Pairwise votes over positions: who beats whom, how surely, and what two who bargain settle on.

Object and notation. Actors with weights `w_k` compare options `a` and `b` by their utilities
`u_k(a)`, `u_k(b)`. In a vote between them an actor casts `w_k (u_k(a) - u_k(b))` (proportional), or
`w_k` for the better one (binary). With `S_a` the votes cast for `a` and `S_b` those for `b`, the
chance that `a` wins is

    S_a^m / (S_a^m + S_b^m),     m = 1 linear, 2 square, 4 quartic, 8 octic; binary: the larger wins

The Condorcet winner beats every other option. Where chances are wanted instead, options are drawn
in pairs again and again, the winner staying on; how often each is held in the long run is the
probabilistic Condorcet distribution.

References
----------
D. Black (1958), The Theory of Committees and Elections, Cambridge University Press.
KAPSARC (2017), KTAB: the KAPSARC Toolkit for Behavioral Analysis, SMP tutorial and working notes.
B. Wise, L. Lester and B. Efird (2015), An introduction to the KAPSARC Toolkit for Behavioral
Analysis (KTAB) using one-dimensional spatial models, KAPSARC discussion paper.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from burdenshare.arrays import Array, as_array, as_shares
from burdenshare.bargaining.spatial import actors
from burdenshare.errors import ProblemError

Voting = Literal["proportional", "binary"]
VictoryModel = Literal["linear", "square", "quartic", "octic", "binary"]

EXPONENTS: dict[VictoryModel, float] = {
    "linear": 1.0, "square": 2.0, "quartic": 4.0, "octic": 8.0, "binary": np.inf,
}  # fmt: skip
"""Exponent of each model of victory."""


def victory_probability(
    strength: ArrayLike, opposing: ArrayLike, model: VictoryModel = "linear"
) -> Array:
    """Give the chance that one side of a contest wins.

    Parameters
    ----------
    strength, opposing : array_like, broadcasting
        Votes for one side and for the other, not negative. [pure number, any one scale]
    model : str
        A key of `EXPONENTS`.

    Returns
    -------
    ndarray
        1/2 where neither side has any strength. [probability]

    Raises
    ------
    ProblemError
        If a strength is negative or the model is unknown.

    References
    ----------
    KAPSARC (2017).

    Examples
    --------
    >>> float(victory_probability(2, 1, "square").round(3))
    0.8
    """
    for_it, against = as_array(strength, "strength"), as_array(opposing, "opposing")
    if model not in EXPONENTS:
        raise ProblemError(f"model: {model!r} is none of {', '.join(EXPONENTS)}")
    if (for_it < 0).any() or (against < 0).any():
        raise ProblemError("strength, opposing: votes for a side are never negative")
    largest = np.maximum(for_it, against)
    scale = np.where(largest > 0, largest, 1.0)
    exponent = EXPONENTS[model]
    if np.isinf(exponent):
        return np.asarray(np.where(for_it == against, 0.5, np.where(for_it > against, 1.0, 0.0)))
    ours, theirs = (for_it / scale) ** exponent, (against / scale) ** exponent
    total = ours + theirs
    return np.asarray(np.where(largest > 0, ours / np.where(total > 0, total, 1.0), 0.5))


def spatial_utilities(
    positions: ArrayLike, options: ArrayLike, *, risk: ArrayLike = 1.0, span: ArrayLike = 100.0
) -> Array:
    """Give each actor's utility of each option: 1 at its own position, 0 at the far end.

    Parameters
    ----------
    positions : array_like, shape (..., n)
        [unit of the issue]
    options : array_like, shape (..., m)
        [unit of the issue]
    risk : array_like, shape (..., n) or a number
        Exponent of the distance, above 0: 1 linear, 2 quadratic. [pure number]
    span : array_like, shape (...)
        Length of the issue, above 0. [unit of the issue]

    Returns
    -------
    ndarray, shape (..., n, m)
        `1 - (|x_i - a| / span)^risk`. [pure number]

    Examples
    --------
    >>> spatial_utilities([0, 50], [0, 100])
    array([[1. , 0. ],
           [0.5, 0.5]])
    """
    places, choices = as_array(positions, "positions"), as_array(options, "options")
    length, exponent = as_array(span, "span"), as_array(risk, "risk")
    if not (length > 0).all() or not (exponent > 0).all():
        raise ProblemError("span, risk: must be above 0")
    distance = np.abs(places[..., :, None] - choices[..., None, :]) / length[..., None, None]
    bent = exponent[..., :, None] if exponent.ndim else exponent
    return np.asarray(1 - distance**bent)


def votes_for(weights: ArrayLike, utilities: ArrayLike, voting: Voting = "proportional") -> Array:
    """Give the votes that each option draws against each other one.

    Parameters
    ----------
    weights : array_like, shape (..., n)
        Not negative. [pure number]
    utilities : array_like, shape (..., n, m)
        Of each actor from each option. [pure number]
    voting : {'proportional', 'binary'}
        Whether a vote counts as much as the actor cares about the difference, or in full.

    Returns
    -------
    ndarray, shape (..., m, m)
        Entry (a, b): votes for `a` against `b`. [unit of the weights]

    Raises
    ------
    ProblemError
        If shapes do not match or the voting rule is unknown.

    Examples
    --------
    >>> votes_for([1, 2], [[1, 0], [0, 1]], "binary")
    array([[0., 1.],
           [2., 0.]])
    """
    weight, utility = as_array(weights, "weights"), as_array(utilities, "utilities")
    if utility.ndim < 2 or weight.ndim < 1 or weight.shape[-1] != utility.shape[-2]:
        raise ProblemError(
            f"utilities: expected one row an actor, shape (..., {weight.shape[-1:]}, options), "
            f"got {utility.shape}"
        )
    if voting not in ("proportional", "binary"):
        raise ProblemError(f"voting: {voting!r} is neither 'proportional' nor 'binary'")
    better = utility[..., :, :, None] - utility[..., :, None, :]
    cast = np.maximum(better, 0) if voting == "proportional" else (better > 0).astype(np.float64)
    return np.asarray((weight[..., :, None, None] * cast).sum(axis=-3))


def weighted_utilities(weights: ArrayLike, utilities: ArrayLike) -> Array:
    """Give the weighted sum of the utilities of each option.

    Under proportional voting the option with the most beats all others.

    Returns
    -------
    ndarray, shape (..., m)
        `sum_i w_i u_i(a)`. [unit of the weights]

    Examples
    --------
    >>> weighted_utilities([1, 2], [[1, 0], [0, 1]])
    array([1., 2.])
    """
    weight, utility = as_array(weights, "weights"), as_array(utilities, "utilities")
    return np.asarray((weight[..., :, None] * utility).sum(axis=-2))


def central_position(weights: ArrayLike, utilities: ArrayLike) -> NDArray[np.intp]:
    """Give the place of the option with the most weighted utility; the first of equals.

    Returns
    -------
    ndarray of int, shape (...)
        Counted from 0.

    Examples
    --------
    >>> int(central_position([1, 2], [[1, 0], [0, 1]]))
    1
    """
    return np.asarray(np.argmax(weighted_utilities(weights, utilities), axis=-1))


def condorcet_winner(
    positions: ArrayLike,
    salience: ArrayLike = 1.0,
    power: ArrayLike = 1.0,
    *,
    voting: Voting = "proportional",
    risk: ArrayLike = 1.0,
) -> Array:
    """Give the position that beats each other position in a weighted vote.

    With linear distances there always is one: under either rule of voting it is a weighted median.
    Where a cycle leaves none (several dimensions, or bent utilities with binary votes), the
    position that wins most contests is given, the lowest of equals.

    Parameters
    ----------
    positions, salience, power : array_like, shape (..., n)
        As `spatial.actors` takes them.
    voting : {'proportional', 'binary'}
        As `votes_for` takes it.
    risk : array_like
        As `spatial_utilities` takes it.

    Returns
    -------
    ndarray, shape (...)
        One of the positions. [unit of the issue]

    Examples
    --------
    >>> float(condorcet_winner([10, 20, 35, 70, 90]))
    35.0
    """
    found = actors(positions, salience, power)
    places = np.sort(found.positions, axis=-1)
    utilities = spatial_utilities(found.positions, places, risk=risk, span=_span(found.positions))
    drawn = votes_for(found.weight, utilities, voting)
    margin = drawn - np.swapaxes(drawn, -1, -2)
    slack = 1e-12 * found.weight.sum(axis=-1)[..., None, None]
    wins = (margin >= -slack).sum(axis=-1)
    first = np.argmax(wins, axis=-1)[..., None]
    return np.take_along_axis(places, first, axis=-1)[..., 0]


def probabilistic_condorcet(
    weights: ArrayLike,
    utilities: ArrayLike,
    *,
    voting: Voting = "proportional",
    model: VictoryModel = "linear",
) -> Array:
    """Give how often each option is held when pairs are put to the vote again and again.

    The option held is challenged by another drawn at random, and gives way with the chance that
    the challenger wins; the answer is the stationary distribution.

    Parameters
    ----------
    weights, utilities, voting
        As `votes_for` takes them.
    model : str
        How votes become chances, see `victory_probability`. Not `binary`: a certain winner holds
        all, which `condorcet_winner` gives.

    Returns
    -------
    ndarray, shape (..., m)
        Sums to 1. [probability]

    Raises
    ------
    ProblemError
        If the model is `binary`, or for the reasons of `votes_for`.

    Examples
    --------
    >>> probabilistic_condorcet([1, 2], [[1, 0], [0, 1]]).round(3)
    array([0.333, 0.667])
    """
    if model == "binary":
        raise ProblemError("model: 'binary' leaves nothing to chance; ask for condorcet_winner")
    drawn = votes_for(weights, utilities, voting)
    wins = victory_probability(drawn, np.swapaxes(drawn, -1, -2), model)
    count = wins.shape[-1]
    if count == 1:
        return np.ones(wins.shape[:-1])
    # From b to a with chance P(a beats b) / (m - 1); what is left stays.
    moving = np.swapaxes(wins, -1, -2) / (count - 1)
    moving = moving * (1 - np.eye(count))
    chain = moving + np.eye(count) * (1 - moving.sum(axis=-1, keepdims=True))
    return _stationary(chain)


Interpolation = Literal["S1P1", "S1P2", "S2P1", "S2P2"]

INTERPOLATIONS: tuple[Interpolation, ...] = ("S1P1", "S1P2", "S2P1", "S2P2")
"""Linear or squared salience, linear or squared chance of winning."""


def interpolated_bargain(
    ideals: tuple[ArrayLike, ArrayLike],
    salience: tuple[ArrayLike, ArrayLike],
    chances: tuple[ArrayLike, ArrayLike],
    rule: Interpolation = "S2P2",
) -> Array:
    """Give where two actors meet: between their ideals, nearer to who cares more and wins likelier.

    The weight of a side is its salience (squared under S2) times its chance of winning (squared
    under P2). With one salience for both, P1 gives the mean of the ideals by chance of winning.

    Parameters
    ----------
    ideals, salience, chances : pair of array_like, broadcasting
        Of the one and of the other. [unit of the issue; pure number; probability]
    rule : {'S1P1', 'S1P2', 'S2P1', 'S2P2'}
        Which powers.

    Returns
    -------
    ndarray
        [unit of the issue]

    Raises
    ------
    ProblemError
        If the rule is unknown, a chance is not between 0 and 1, or both weights are zero.

    References
    ----------
    KAPSARC (2017), working notes on bargains in several dimensions.

    Examples
    --------
    >>> float(interpolated_bargain((0.85, 0.15), (1, 1), (0.6656, 0.3344), "S1P1").round(4))
    0.6159
    """
    if rule not in INTERPOLATIONS:
        raise ProblemError(f"rule: {rule!r} is none of {', '.join(INTERPOLATIONS)}")
    by_salience, by_chance = int(rule[1]), int(rule[3])
    one, other = (
        as_array(caring, "salience") ** by_salience * as_shares(chance, "chances") ** by_chance
        for caring, chance in zip(salience, chances, strict=True)
    )
    total = one + other
    if not (total > 0).all():
        raise ProblemError("salience, chances: neither side has any weight somewhere")
    mine, theirs = (as_array(ideal, "ideals") for ideal in ideals)
    return np.asarray((one * mine + other * theirs) / total)


def _span(positions: Array) -> Array:
    """Length that the positions cover; 1 where all are the same."""
    span = positions.max(axis=-1) - positions.min(axis=-1)
    return np.asarray(np.where(span > 0, span, 1.0))


def _stationary(chain: Array) -> Array:
    """Solve for the stationary distribution of chains with rows that sum to 1."""
    count = chain.shape[-1]
    # The balance equations are dependent; that the shares sum to 1 takes the place of the last.
    system = np.swapaxes(chain, -1, -2) - np.eye(count)
    system[..., -1, :] = 1.0
    whole = np.zeros((*chain.shape[:-2], count, 1))
    whole[..., -1, 0] = 1.0
    shares = np.linalg.solve(system, whole)[..., 0]
    return np.clip(shares, 0.0, 1.0)
