"""Methods between two bounds: what a member must bear and what it can be asked to.

The object. The *separable cost* of member i, s_i = c(N) - c(N without i), is what it adds to all
the others; the rest, c(N) - sum of s_j, is *non-separable*. A member should bear at least s_i and
at most its stand-alone cost c(i). The methods here differ in how they share the non-separable
cost, or how they choose a point between bounds. In a value game the same words are: the utopia
payoff M_i = v(N) - v(N without i), and the minimal right, the most that i can keep of some
coalition's value after paying the others their utopia payoffs.

All functions take one game or many, of shape (..., 2**n).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from burdenshare.arrays import Array, as_nonnegative, as_vectors
from burdenshare.errors import ProblemError
from burdenshare.sharing.game_properties import Flags, is_concave, is_convex
from burdenshare.sharing.games import (
    Game,
    coalition_sizes,
    coalition_sums,
    maxima_by_member,
    one_game,
)


def proportional_charges(total: ArrayLike, weights: ArrayLike) -> Array:
    """Charge a total in proportion to weights, such as demand, population or income.

    Parameters
    ----------
    total : array_like, shape (...)
        Amount to share. [any unit]
    weights : array_like, shape (..., n)
        Weights, not negative and not all zero. [ratio]

    Returns
    -------
    ndarray, shape (..., n)
        Charges adding up to `total`. [unit of `total`]

    Raises
    ------
    ProblemError
        If a weight is negative or all are zero.

    Examples
    --------
    >>> proportional_charges(12, [1, 2, 3])
    array([2., 4., 6.])
    """
    given = as_nonnegative(weights, "weights")
    together = given.sum(axis=-1, keepdims=True)
    if (together <= 0).any():
        raise ProblemError("weights: all are zero, so they give no proportion; use equal weights")
    return np.asarray(np.asarray(total, dtype=np.float64)[..., None] * given / together)


def equal_nonseparable_cost(game: Game) -> Array:
    """Charge separable costs, and the rest of c(N) in equal parts (ENSC, EANSC).

    Parameters
    ----------
    game : Game
        One cost or value game, or many. [any unit]

    Returns
    -------
    ndarray, shape (..., n)
        Charges adding up to c(N). [unit of the game]

    References
    ----------
    H. Moulin (1985), The separability axiom and equal-sharing methods, J. Economic Theory 36,
    120-148.

    Examples
    --------
    >>> equal_nonseparable_cost(Game.from_vector([4, 5, 7]))
    array([3., 4.])
    """
    return np.asarray(game.separable + _nonseparable(game) / game.size)


def equal_surplus(game: Game) -> Array:
    """Charge stand-alone costs, less the savings in equal parts (centre of the imputations).

    Examples
    --------
    >>> equal_surplus(Game.from_vector([4, 5, 7]))
    array([3., 4.])
    """
    left = game.grand - game.singles.sum(axis=-1)
    return np.asarray(game.singles + left[..., None] / game.size)


def separable_costs_remaining_benefits(
    game: Game, benefits: ArrayLike | None = None, *, tolerance: float = 1e-12
) -> Array:
    """Charge separable costs, and the rest in proportion to remaining benefits (SCRB).

    The remaining benefit of a member is its benefit, but not more than its stand-alone cost, less
    its separable cost.

    Parameters
    ----------
    game : Game
        One cost game, or many. [any unit]
    benefits : array_like, shape (n,) or (..., n), optional
        Benefit of each member; without them stand-alone costs alone bound what a member may bear,
        and the method is that of alternate costs avoided. [unit of the game]
    tolerance : float
        Non-separable costs and remaining benefits below this, relative to the largest cost, are
        taken for zero.

    Returns
    -------
    ndarray, shape (..., n)
        Charges adding up to c(N). [unit of the game]

    Raises
    ------
    ProblemError
        If remaining benefits add up to zero while there is non-separable cost to share.

    References
    ----------
    L. D. James and R. R. Lee (1971), Economics of Water Resources Planning. H. P. Young, N. Okada
    and T. Hashimoto (1982), Water Resources Research 18, 463-475.

    Examples
    --------
    >>> game = Game.from_vector([163520, 140826, 250096, 301607, 378821, 367370, 412584])
    >>> separable_costs_remaining_benefits(game).round()
    array([117476.,  99157., 195951.])
    """
    most = game.singles
    if benefits is not None:
        given = as_vectors(benefits, "benefits")
        if given.shape[-1] != game.size:
            raise ProblemError(f"benefits: {given.shape[-1]} numbers for {game.size} members")
        most = game.sign * np.maximum(game.sign * most, game.sign * given)
    return _by_room(game, most - game.separable, tolerance, "remaining benefits")


def alternate_costs_avoided(game: Game, *, tolerance: float = 1e-12) -> Array:
    """Charge separable costs, and the rest in proportion to alternate costs avoided (ACA).

    The alternate cost avoided is c(i) less the separable cost: what a member saves by not going
    it alone. It is the method of the engineers of the Tennessee Valley Authority.

    Examples
    --------
    >>> alternate_costs_avoided(Game.from_vector([4, 5, 7]))
    array([3., 4.])
    """
    return _by_room(game, game.singles - game.separable, tolerance, "alternate costs avoided")


def gately_point(game: Game, *, tolerance: float = 1e-12) -> Array:
    """Make every member's propensity to disrupt equal: the others' loss over its own if it leaves.

    In a cost game it coincides with `alternate_costs_avoided`.

    Parameters
    ----------
    game : Game
        One cost or value game, or many. [any unit]
    tolerance : float
        Sums below this, relative to the largest value, are taken for zero.

    Returns
    -------
    ndarray, shape (..., n)
        Charges adding up to c(N). [unit of the game]

    Raises
    ------
    ProblemError
        If utopia payoffs add up to the stand-alone values but v(N) does not.

    References
    ----------
    D. Gately (1974), Sharing the gains from regional cooperation, Int. Economic Review 15,
    195-208. P. D. Straffin and J. P. Heaney (1981), Game theory and the Tennessee Valley
    Authority, Int. J. Game Theory 10, 35-43.

    Examples
    --------
    >>> gately_point(Game.from_vector([0, 0, 0, 4, 0, 3, 6], "value")).round(4)
    array([1.6364, 3.2727, 1.0909])
    """
    return _by_room(game, game.singles - game.separable, tolerance, "propensities to disrupt")


def utopia_payoffs(game: Game) -> Array:
    """Give what each member adds to all the others, the most it can hope for; same as separable.

    Examples
    --------
    >>> utopia_payoffs(Game.from_vector([0, 0, 0, 60, 60, 60, 72], "value"))
    array([12., 12., 12.])
    """
    return game.separable


def minimal_rights(game: Game) -> Array:
    """Give the most that each member can keep in some coalition that pays the others their utopia.

    In a cost game: the least that a member can be asked to bear of some coalition's cost when the
    others in it bear no more than their separable costs.

    Returns
    -------
    ndarray, shape (..., n)
        Minimal rights (concession costs in a cost game). [unit of the game]

    Examples
    --------
    >>> minimal_rights(Game.from_vector([2, 4, 5, 18, 14, 9, 24], "value"))
    array([8., 4., 5.])
    """
    utopia = game.sign * game.separable
    remainders = game.gains - coalition_sums(utopia)
    return np.asarray(game.sign * (maxima_by_member(remainders) + utopia))


def is_quasi_balanced(game: Game, *, tolerance: float = 1e-9) -> Flags:
    """Say whether minimal rights lie below utopia payoffs, and v(N) between their sums.

    Examples
    --------
    >>> bool(is_quasi_balanced(Game.from_vector([0, 0, 0, 60, 60, 60, 72], "value")))
    False
    """
    utopia = game.sign * game.separable
    rights = game.sign * minimal_rights(game)
    total = game.sign * game.grand
    slack = tolerance * np.abs(game.values).max(axis=-1)
    below = (rights <= utopia + slack[..., None]).all(axis=-1)
    between = (rights.sum(axis=-1) <= total + slack) & (total <= utopia.sum(axis=-1) + slack)
    return np.asarray(below & between)


def tau(game: Game, *, tolerance: float = 1e-9) -> Array:
    """Compromise between what members can hope for and what they can insist on.

    The tau value is the point on the line from minimal rights to utopia payoffs that adds up.

    Parameters
    ----------
    game : Game
        One cost or value game, or many. [any unit]
    tolerance : float
        How far the conditions of quasi-balance may fail, relative to the largest value.

    Returns
    -------
    ndarray, shape (..., n)
        Charges adding up to c(N). [unit of the game]

    Raises
    ------
    ProblemError
        If a game is not quasi-balanced, so that no such point exists.

    References
    ----------
    S. H. Tijs (1981), Bounds for the core and the tau-value, in Game Theory and Mathematical
    Economics, 123-132.

    Examples
    --------
    >>> tau(Game.from_vector([0, 0, 0, 1, 2, 1, 3], "value")).round(9)
    array([1.2, 0.6, 1.2])
    """
    fine = is_quasi_balanced(game, tolerance=tolerance)
    utopia, rights = game.separable, minimal_rights(game)
    if not fine.all():
        index = tuple(int(i) for i in np.argwhere(~fine)[0])
        where = f"game {index}" if index else "game"
        raise ProblemError(
            f"{where}: not quasi-balanced, so there is no tau value: minimal rights "
            f"{_listed(rights[index])}, utopia payoffs {_listed(utopia[index])}, to share "
            f"{game.grand[index]:g}; use the nucleolus"
        )
    room = (utopia - rights).sum(axis=-1)
    left = game.grand - rights.sum(axis=-1)
    apart = np.abs(room) > tolerance * np.abs(game.values).max(axis=-1)
    part = np.where(apart, left / np.where(apart, room, 1.0), 0.0)
    charges = rights + part[..., None] * (utopia - rights)
    return np.asarray(charges + (game.grand - charges.sum(axis=-1))[..., None] / game.size)


def dutta_ray_egalitarian(game: Game, *, tolerance: float = 1e-9) -> Array:
    """Share as equally as the core of a convex game allows.

    The coalition with the largest average worth, the largest such, shares it equally; then the
    same among the rest with what they add. In a concave cost game the cheapest coalition per head
    comes first. The result is in the core, and Lorenz-dominates every other point of it.

    Parameters
    ----------
    game : Game
        A single convex value game, or a single concave cost game. [any unit]
    tolerance : float
        Averages closer than this, relative to the largest value, are taken for equal.

    Returns
    -------
    ndarray, shape (n,)
        Charges adding up to c(N). [unit of the game]

    Raises
    ------
    ProblemError
        If the game is not convex (concave for costs): the egalitarian point of Dutta and Ray may
        then not exist, and the method here would not find it.

    References
    ----------
    B. Dutta and D. Ray (1989), A concept of egalitarianism under participation constraints,
    Econometrica 57, 615-635.

    Examples
    --------
    >>> worths = [0, 0, 0, 0, 0, 0, 0, 0, 1, 4, 2, 3, 6, 8, 10]
    >>> dutta_ray_egalitarian(Game.from_vector(worths, "value")).round(4)
    array([2.    , 2.6667, 2.6667, 2.6667])
    """
    shape_fits = is_convex if one_game(game).kind == "value" else is_concave
    if not shape_fits(game, tolerance=tolerance):
        raise ProblemError(
            f"game: not {'convex' if game.kind == 'value' else 'concave'}, so Dutta and Ray's "
            "egalitarian point may not exist; use the nucleolus"
        )
    gains = game.gains
    slack = tolerance * float(np.abs(gains).max())
    payments = np.zeros(game.size)
    served, whole = 0, (1 << game.size) - 1
    masks = np.arange(1 << game.size)
    sizes = coalition_sizes(game.size).astype(np.float64)
    while served != whole:
        rest = masks[(masks & served == 0) & (masks > 0)]
        means = (gains[rest | served] - gains[served]) / sizes[rest]
        best = rest[means >= means.max() - slack]
        # Coalitions of the largest mean are closed under union in a convex game.
        chosen = int(np.bitwise_or.reduce(best))
        mean = (gains[chosen | served] - gains[served]) / sizes[chosen]
        payments[(chosen >> np.arange(game.size) & 1) == 1] = mean
        served |= chosen
    return np.asarray(game.sign * payments + 0.0)


def _nonseparable(game: Game) -> Array:
    """Cost left after separable costs, shape (..., 1)."""
    return np.asarray((game.grand - game.separable.sum(axis=-1))[..., None])


def _by_room(game: Game, room: Array, tolerance: float, name: str) -> Array:
    """Charge separable costs, and the rest in proportion to room."""
    rest = _nonseparable(game)
    slack = tolerance * np.abs(game.values).max(axis=-1, keepdims=True)
    together = room.sum(axis=-1, keepdims=True)
    bare = np.abs(together) <= slack
    stuck = (bare & (np.abs(rest) > slack))[..., 0]
    if stuck.any():
        index = tuple(int(i) for i in np.argwhere(stuck)[0])
        raise ProblemError(
            f"game{f' {index}' if index else ''}: the {name} add up to zero, so they give no "
            f"proportion for the {float(rest[..., 0][index]):g} left after separable costs; use "
            "equal_nonseparable_cost"
        )
    with np.errstate(over="ignore", invalid="ignore"):
        charges = game.separable + room * (rest / np.where(bare, 1.0, together)) * ~bare
    if not np.isfinite(charges).all():
        raise ProblemError(
            f"game: the {name} nearly add up to zero, and charges in proportion to them are too "
            "large for a number; use equal_nonseparable_cost"
        )
    return np.asarray(charges)


def _listed(numbers: Array) -> str:
    """Numbers as text."""
    return ", ".join(f"{number:g}" for number in numbers)
