"""Challenge, resistance and the audience at home: two games of crisis.

Object. In the signalling game a challenger challenges or not; the target concedes or resists; a
challenger that is resisted stands firm or backs down. Each outcome has a mean payoff to each side.
The challenger alone sees normal disturbances of its payoffs from a fight and from backing down,
the target alone one of its payoff from a fight:

    stands firm   iff its fight is worth at least its backing down, which an audience cost lowers
    challenges    iff what that leads to is worth at least the status quo
    resists       iff the chances of a fight and of a challenger backing down beat conceding

In the crisis of rising audience costs both sides escalate, each day with more to lose by giving
in, until one gives in or both would rather fight: the horizon.

References
----------
J. D. Fearon (1994), Domestic political audiences and the escalation of international disputes,
American Political Science Review 88, 577-592.
J. Lewis and K. Schultz (2003), Revealing preferences: empirical estimation of a crisis bargaining
game with incomplete information, Political Analysis 11, 345-367.
C. Crisman-Cox and M. Gibilisco (2018), Audience costs and the dynamics of war and peace, American
Journal of Political Science 62, 566-580.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from burdenshare.arrays import Array, as_array
from burdenshare.bargaining.beliefs import normal_survival
from burdenshare.bargaining.elementwise import above_zero, not_negative, sides, swapped, together
from burdenshare.bargaining.root_finding import crossing
from burdenshare.errors import ProblemError


class SignallingPayoffs(NamedTuple):
    """Mean payoffs of the signalling game, and the spread of what is private. [one unit]"""

    challenger_status_quo: ArrayLike
    """Of the challenger, if it does not challenge."""

    challenger_concession: ArrayLike
    """Of the challenger, if the target concedes."""

    challenger_fight: ArrayLike
    """Of the challenger, if the threat is carried out; mean of a normal number."""

    challenger_backdown: ArrayLike
    """Of the challenger, if it backs down; mean of a normal number."""

    target_concession: ArrayLike
    """Of the target, if it concedes."""

    target_fight: ArrayLike
    """Of the target, if the threat is carried out; mean of a normal number."""

    target_backdown: ArrayLike
    """Of the target, if the challenger backs down."""

    spread_challenger_fight: ArrayLike = 1.0
    """Standard deviation of what the challenger knows of its payoff from a fight."""

    spread_challenger_backdown: ArrayLike = 1.0
    """Standard deviation of what the challenger knows of its payoff from backing down."""

    spread_target_fight: ArrayLike = 1.0
    """Standard deviation of what the target knows of its payoff from a fight."""


class Signalling(NamedTuple):
    """The equilibrium of the signalling game; all are chances."""

    challenge: Array
    """That the challenger challenges."""

    resist: Array
    """That the target resists a challenge."""

    stand_firm: Array
    """That a resisted challenger stands firm; 0 where none ever challenges."""

    outcomes: Array
    """Of status quo, concession, fight and backing down, shape (..., 4); they add up to 1."""


class Crisis(NamedTuple):
    """A crisis of rising audience costs; shapes (..., 2) unless said otherwise."""

    horizon: Array
    """When both sides are locked in, shape (...); infinite if that never happens. [time]"""

    own_horizons: Array
    """When each side would be locked in if the other did not matter first. [time]"""

    quits_at_once: Array
    """Chance that a side gives in before any escalation; at most one of a pair is above 0."""

    backs_down: Array
    """Chance that each side is the one to give in at some time."""

    fight: Array
    """Chance that neither does, shape (...)."""


def signalling_equilibrium(
    payoffs: SignallingPayoffs, *, nodes: int = 48, scan: int = 17
) -> Signalling:
    """Solve the game of challenge, resistance and standing firm.

    The chance of resistance determines who challenges, that determines how many challengers
    would stand firm, and that in turn how many targets resist: the equilibrium is the fixed
    point. Where there are several the one with the least resistance found is given.

    Parameters
    ----------
    payoffs : SignallingPayoffs
        Means and spreads; arrays broadcast. The target must prefer that the challenger backs
        down to conceding.
    nodes : int
        Points of the Gauss-Legendre rule for the chance of standing firm.
    scan : int
        Points at which the chance of resistance is tried before the search; more find more of
        several equilibria.

    Returns
    -------
    Signalling
        Leading axes as the payoffs broadcast.

    Raises
    ------
    ProblemError
        If a spread is not above 0 or the target prefers conceding to a challenger that backs down.

    References
    ----------
    J. Lewis and K. Schultz (2003), Revealing preferences: empirical estimation of a crisis
    bargaining game with incomplete information, Political Analysis 11, 345-367.

    Examples
    --------
    >>> means = SignallingPayoffs(0.0, 1.0, -0.5, -0.5, -1.0, -1.5, 0.0)
    >>> answer = signalling_equilibrium(means)
    >>> answer.outcomes.round(3), round(float(answer.outcomes.sum()), 9)
    (array([0.272, 0.225, 0.252, 0.252]), 1.0)
    """
    game = _game(payoffs)

    def excess(resist: Array) -> Array:
        return _best_resistance(game, _challengers(game, resist, nodes)[1]) - resist

    places = np.linspace(0.0, 1.0, scan)
    shape = game.challenger_status_quo.shape
    low, high = np.zeros(shape), np.ones(shape)
    open_ = np.ones(shape, dtype=bool)
    for start, end in pairwise(places):
        turns = open_ & (excess(np.full(shape, end)) <= 0)
        low, high = np.where(turns, start, low), np.where(turns, end, high)
        open_ &= ~turns
    resist = crossing(excess, low, high, tolerance=1e-14)
    challenge, firm = _challengers(game, resist, nodes)
    parts = (
        1 - challenge,
        challenge * (1 - resist),
        challenge * resist * firm,
        challenge * resist * (1 - firm),
    )
    return Signalling(challenge, resist, firm, np.stack(parts, axis=-1))


def rising_audience_costs(
    audience_rates: ArrayLike, highest_fight_costs: ArrayLike, prize: ArrayLike = 1.0
) -> Crisis:
    """Give the horizon and the odds of a crisis in which backing down costs more every day.

    Both sides want a prize. A side that gives in at time `t` loses `rate * t` before its
    audience; a fight costs it a private amount, uniform from 0. It would rather fight than give
    in once the audience cost exceeds that amount. The side with the audience that minds more
    backs down less.

    Parameters
    ----------
    audience_rates : array_like, shape (..., 2)
        Growth of each side's audience cost, not negative. [unit of the prize, per unit of time]
    highest_fight_costs : array_like, shape (..., 2)
        Upper end of each side's cost of a fight, above 0. [unit of the prize]
    prize : array_like, shape (..., 2) or single number
        What winning is worth to each side, above 0.

    Returns
    -------
    Crisis
        Leading axes as the arguments broadcast. With no audience on either side waiting costs
        nothing: the horizon is infinite, nobody gives in and nobody fights in finite time, and
        all chances are 0. With one audience alone, the other side gives in at once.

    Raises
    ------
    ProblemError
        If a rate is negative, a cost or prize is not above 0, or shapes do not fit.

    References
    ----------
    J. D. Fearon (1994), Domestic political audiences and the escalation of international
    disputes, American Political Science Review 88, 577-592.

    Examples
    --------
    >>> crisis = rising_audience_costs([1.0, 2.0], [1.0, 1.0])
    >>> crisis.quits_at_once.round(4), round(float(crisis.fight), 4)
    (array([0.366, 0.   ]), 0.2679)
    """
    rates = not_negative(audience_rates, "audience_rates")
    value = above_zero(prize, "prize")
    value = value[..., None] * np.ones(2) if value.ndim == 0 or value.shape[-1] != 2 else value
    rates, costs, value = sides(
        audience_rates=rates,
        highest_fight_costs=above_zero(highest_fight_costs, "highest_fight_costs"),
        prize=value,
    )
    growth = swapped(rates / value)
    locking = rates / costs
    # Side i is locked in when (locking t)(1 + growth t) = 1; this form survives growth = 0.
    with np.errstate(divide="ignore"):
        own = np.where(
            locking > 0,
            2.0 / np.maximum(locking + np.sqrt(locking**2 + 4 * locking * growth), 1e-300),
            np.inf,
        )
    horizon = own.min(axis=-1)
    audience = np.isfinite(horizon)
    reached = np.where(audience, horizon, 0.0)[..., None]
    locked = np.minimum(locking * reached, 1.0)
    left = np.where(own <= horizon[..., None], 1.0, np.minimum(locked * (1 + growth * reached), 1))
    left = np.where(audience[..., None], left, 1.0)
    fight = np.where(audience, locked.prod(axis=-1), 0.0)
    escalation = _backs_down_later(left, growth, reached)
    backs_down = np.where(audience[..., None], (1 - left) + escalation, 0.0)
    return Crisis(horizon, own, 1 - left, backs_down, fight)


class _Game(NamedTuple):
    challenger_status_quo: Array
    challenger_concession: Array
    challenger_fight: Array
    challenger_backdown: Array
    target_concession: Array
    target_fight: Array
    target_backdown: Array
    spread_challenger_fight: Array
    spread_challenger_backdown: Array
    spread_target_fight: Array


def _game(payoffs: SignallingPayoffs) -> _Game:
    arrays = {
        name: above_zero(value, name) if name.startswith("spread") else as_array(value, name)
        for name, value in payoffs._asdict().items()
    }
    game = _Game(*together(**arrays))
    if (game.target_backdown <= game.target_concession).any():
        raise ProblemError(
            "target_backdown: must exceed target_concession; a target that would rather concede "
            "than see the challenger back down has nothing to resist for"
        )
    return game


def _challengers(game: _Game, resist: Array, nodes: int) -> tuple[Array, Array]:
    """Give the chance of a challenge, and that a challenger would stand firm if resisted.

    A challenger's best course after resistance is worth at least `least` if it challenges.
    """
    spare = game.challenger_status_quo - (1 - resist) * game.challenger_concession
    with np.errstate(divide="ignore", invalid="ignore"):
        least = np.where(resist > 0, spare / resist, np.where(spare > 0, np.inf, -np.inf))
    fight = (least - game.challenger_fight) / game.spread_challenger_fight
    retreat = (least - game.challenger_backdown) / game.spread_challenger_backdown
    challenge = 1.0 - normal_survival(-fight) * normal_survival(-retreat)
    firm = _firm(game, least, nodes)
    ratio = np.minimum(firm / np.where(challenge > 0, challenge, 1.0), 1.0)
    return challenge, np.where(challenge > 0, ratio, 0.0)


def _firm(game: _Game, least: Array, nodes: int) -> Array:
    """Give the chance that the payoff of a fight is at least `least` and that of backing down."""
    # Integrate over the narrower of the two, against which the other's tail is smooth.
    fight_first = game.spread_challenger_fight <= game.spread_challenger_backdown
    mean = np.where(fight_first, game.challenger_fight, game.challenger_backdown)
    spread = np.where(fight_first, game.spread_challenger_fight, game.spread_challenger_backdown)
    reach = 8.5 * spread
    start = np.clip(least, mean - reach, mean + reach)
    points, weights = np.polynomial.legendre.leggauss(nodes)
    half = (mean + reach - start) / 2
    at = start[..., None] + half[..., None] * (points + 1)
    z = (at - mean[..., None]) / spread[..., None]
    density = np.exp(-0.5 * z * z) / (np.sqrt(2 * np.pi) * spread[..., None])
    other = np.where(
        fight_first[..., None],
        normal_survival(
            (game.challenger_backdown[..., None] - at) / game.spread_challenger_backdown[..., None]
        ),
        normal_survival(
            (at - game.challenger_fight[..., None]) / game.spread_challenger_fight[..., None]
        ),
    )
    above = half * np.sum(weights * density * other, axis=-1)
    # Where backing down is worth less than `least`, a fight must be worth that alone.
    below = normal_survival(
        (game.challenger_backdown - least) / game.spread_challenger_backdown
    ) * normal_survival((least - game.challenger_fight) / game.spread_challenger_fight)
    return np.asarray(np.where(fight_first, above, above + below))


def _best_resistance(game: _Game, firm: Array) -> Array:
    """Give the chance that a target resists who expects challengers to stand firm so often."""
    stake = game.target_concession - (1 - firm) * game.target_backdown
    with np.errstate(divide="ignore", invalid="ignore"):
        least = np.where(firm > 0, stake / firm, -np.inf)
        z = (least - game.target_fight) / game.spread_target_fight
    return np.asarray(normal_survival(z))


def _backs_down_later(left: Array, growth: Array, reached: Array, nodes: int = 32) -> Array:
    """Give the chance that each side gives in first between time 0 and the horizon.

    Side i still holds out at time t with chance `left / (1 + growth t)`.
    """
    points, weights = np.polynomial.legendre.leggauss(nodes)
    span = reached * np.ones(2)
    # Escalation is fast at first where growth is large: equal steps of ln(1 + growth t) suit it.
    scale = growth.max(axis=-1, keepdims=True) * np.ones(2)
    depth = np.log1p(scale * span)[..., None] / 2
    flat = scale[..., None] <= 0
    safe = np.where(flat, 1.0, scale[..., None])
    time = np.where(flat, 0.0, np.expm1(depth * (points + 1)) / safe)
    step = np.where(flat, 0.0, depth * (1 + safe * time) / safe)
    own = left[..., None] * growth[..., None] / (1 + growth[..., None] * time) ** 2
    other = swapped(left)[..., None] / (1 + swapped(growth)[..., None] * time)
    return np.asarray(np.sum(weights * step * own * other, axis=-1))
