"""Properties of a game: is joining worth it, and ever more so?

A property holds or not for every game of an array of them. Differences are compared with zero up
to a tolerance relative to the largest value of the game.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from burdenshare.arrays import Array
from burdenshare.errors import ProblemError
from burdenshare.sharing.games import Game, Masks, members_of_array

Flags: TypeAlias = NDArray[np.bool_]
"""One truth value a game."""

LARGEST_PAIRWISE = 15
"""Most members for which all 3**n pairs of disjoint coalitions are compared."""


def is_monotonic(game: Game, *, tolerance: float = 1e-9) -> Flags:
    """Say whether a larger coalition never costs, or gains, less.

    Parameters
    ----------
    game : Game
        One game or many.
    tolerance : float
        How far below zero a difference may fall, relative to the largest value.

    Returns
    -------
    ndarray of bool, shape (...)
        One answer a game.

    Examples
    --------
    >>> from burdenshare.sharing.games import Game
    >>> bool(is_monotonic(Game.from_vector([4, 5, 7])))
    True
    """
    worst = np.full(game.values.shape[:-1], np.inf)
    for member in range(game.size):
        split = game.values.reshape(*worst.shape, -1, 2, 1 << member)
        steps = split[..., 1, :] - split[..., 0, :]
        worst = np.minimum(worst, steps.min(axis=(-2, -1)))
    return np.asarray(worst >= -_slack(game, tolerance))


def is_convex(game: Game, *, tolerance: float = 1e-9) -> Flags:
    """Say whether a member adds more, the larger the coalition it joins (supermodular).

    Convex value games, such as bankruptcy games, have a core that holds the Shapley value.

    Parameters
    ----------
    game : Game
        One game or many; the values are read as they stand, whatever the kind.
    tolerance : float
        How far below zero a second difference may fall, relative to the largest value.

    Returns
    -------
    ndarray of bool, shape (...)
        One answer a game.

    References
    ----------
    L. S. Shapley (1971), Cores of convex games, Int. J. Game Theory 1, 11-26.

    Examples
    --------
    >>> from burdenshare.sharing.games import Game
    >>> bool(is_convex(Game.from_vector([0, 0, 1], kind="value")))
    True
    """
    return np.asarray(_least_second_difference(game.values) >= -_slack(game, tolerance))


def is_concave(game: Game, *, tolerance: float = 1e-9) -> Flags:
    """Say whether a member adds less, the larger the coalition it joins (submodular).

    A concave cost game has economies of scale throughout: its savings game is convex, so its
    core holds the Shapley value.

    Examples
    --------
    >>> from burdenshare.sharing.games import Game
    >>> bool(is_concave(Game.from_vector([4, 5, 7])))
    True
    """
    return np.asarray(_least_second_difference(-game.values) >= -_slack(game, tolerance))


def is_superadditive(game: Game, *, tolerance: float = 1e-9) -> Flags:
    """Say whether two coalitions without common members never lose by joining, as values.

    Raises
    ------
    ProblemError
        If there are more than `LARGEST_PAIRWISE` members: 3**n pairs are compared.

    Examples
    --------
    >>> from burdenshare.sharing.games import Game
    >>> bool(is_superadditive(Game.from_vector([1, 1, 3], kind="value")))
    True
    """
    return np.asarray(_least_gain_of_joining(game.values) >= -_slack(game, tolerance))


def is_subadditive(game: Game, *, tolerance: float = 1e-9) -> Flags:
    """Say whether two coalitions without common members never pay more by joining, as costs.

    Raises
    ------
    ProblemError
        If there are more than `LARGEST_PAIRWISE` members: 3**n pairs are compared.

    Examples
    --------
    >>> from burdenshare.sharing.games import Game
    >>> bool(is_subadditive(Game.from_vector([4, 5, 7])))
    True
    """
    return np.asarray(_least_gain_of_joining(-game.values) >= -_slack(game, tolerance))


def is_essential(game: Game, *, tolerance: float = 1e-9) -> Flags:
    """Say whether there is something to gain together: v(N) above the sum of v(i), or c(N) below.

    Examples
    --------
    >>> from burdenshare.sharing.games import Game
    >>> bool(is_essential(Game.from_vector([4, 5, 7])))
    True
    """
    surplus = game.sign * (game.grand - game.singles.sum(axis=-1))
    return np.asarray(surplus > _slack(game, tolerance))


def _least_second_difference(values: Array) -> Array:
    """Least v(S+i+j) - v(S+i) - v(S+j) + v(S) over members i, j and S without them."""
    lead = values.shape[:-1]
    count = members_of_array(values.shape[-1])
    worst = np.full(lead, np.inf)
    for high in range(count):
        for low in range(high):
            split = values.reshape(*lead, -1, 2, 1 << (high - low - 1), 2, 1 << low)
            second = split[..., 1, :, 1, :] - split[..., 1, :, 0, :]
            second = second - split[..., 0, :, 1, :] + split[..., 0, :, 0, :]
            worst = np.minimum(worst, second.min(axis=(-3, -2, -1)))
    return worst


def _least_gain_of_joining(values: Array) -> Array:
    """Least v(S+T) - v(S) - v(T) over disjoint S and T, in blocks of at most 3**10 pairs."""
    count = members_of_array(values.shape[-1])
    if count > LARGEST_PAIRWISE:
        raise ProblemError(
            f"game: {count} members make 3**{count} pairs of coalitions, more than this test "
            f"compares (at most {LARGEST_PAIRWISE} members); a convexity test takes fewer steps "
            "and implies it"
        )
    few = min(count, 10)
    left, right = _disjoint_pairs(few)
    more_left, more_right = _disjoint_pairs(count - few)
    worst = np.full(values.shape[:-1], np.inf)
    for high_left, high_right in zip(more_left << few, more_right << few, strict=True):
        one, other = left | high_left, right | high_right
        gain = values[..., one | other] - values[..., one] - values[..., other]
        worst = np.minimum(worst, gain.min(axis=-1))
    return worst


def _disjoint_pairs(count: int) -> tuple[Masks, Masks]:
    """Every ordered pair of disjoint coalitions: each member is left, right or outside."""
    left = right = np.zeros(1, dtype=np.int64)
    for position in range(count):
        bit = 1 << position
        left, right = (
            np.concatenate([left, left | bit, left]),
            np.concatenate([right, right, right | bit]),
        )
    return left, right


def _slack(game: Game, tolerance: float) -> Array:
    """Tolerance in the unit of the game, one number a game."""
    return np.asarray(tolerance * np.abs(game.values).max(axis=-1))
