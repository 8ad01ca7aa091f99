"""Who gives in, and when: reputational wars of attrition.

Object. Two sides divide a surplus of 1. Side `i` demands the share `a_i` of it, discounts the
future at the rate `r_i`, and is obstinate with probability `z_i`: it then never gives in. A side
that gives in gets what the other's demand leaves it. All arrays have shape (..., 2), one number
a side, provider first; leading axes may be draws. With `D = a_1 + a_2 - 1 > 0` at stake:

    hazard         l_i = r_j (1 - a_i) / D     at which i gives in, so that j is content to wait
    own horizon    T_i = -ln(z_i) / l_i        when only obstinate types of i would be left
    horizon        T   = min(T_1, T_2)         after which nobody gives in
    at once        1 - z_i exp(l_i T)          chance that the weaker side (larger T_i) does so at 0

Degenerate inputs have these answers. **Demands that do not conflict** (`D <= 0`) are agreed at
once; each side gets its demand and half of what nobody asked for. **Never obstinate** (`z_i = 0`):
gives in at once for certain, unless the other is never obstinate either; then nothing ends the
wait but the hazards, the horizon is infinite, and neither gives in at once. **Surely obstinate**
(`z_i = 1`): the horizon is 0 and the other side, unless obstinate, gives in at once. **One side
infinitely patient** (`r_j = 0`) never needs to be kept waiting at a cost, so the other has no
hazard and, unless obstinate, gives in at once. **Both infinitely patient**, or both demanding
everything: hazards are 0 and time has no measure; the chances at time 0 are those of two sides
equally patient (demanding everything: of equal hazards), and who has not given in then never does.

`compte_jehiel` adds outside options: a side that would rather leave than give in to an obstinate
opponent is not worth posturing to.

References
----------
D. Abreu and F. Gul (2000), Bargaining and reputation, Econometrica 68, 85-117.
O. Compte and P. Jehiel (2002), On the role of outside options in bargaining with obstinate
parties, Econometrica 70, 1477-1517.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from burdenshare.arrays import Array, as_array, as_shares
from burdenshare.bargaining.elementwise import not_negative, sides, swapped
from burdenshare.errors import ProblemError

NOBODY = -1
"""Stands where no side gave in."""


class Attrition(NamedTuple):
    """The equilibrium of a war of attrition; shapes (..., 2) unless said otherwise."""

    hazards: Array
    """Rate at which each side gives in between time 0 and the horizon. [per unit of time]"""

    own_horizons: Array
    """When only obstinate types of a side would be left; may be infinite. [time]"""

    horizon: Array
    """When concessions end, shape (...); may be infinite. [time]"""

    at_once: Array
    """Chance that a side gives in at time 0; at most one of a pair is above 0."""

    obstinate: Array
    """Chance that a side is obstinate, as it was given."""

    payoffs: Array
    """What a side that is not obstinate expects, as a share of the surplus."""

    conflict: NDArray[np.bool_]
    """Whether the demands exceed what there is, shape (...); if not, agreement is at once."""


class Outcomes(NamedTuple):
    """How a war of attrition ends; shapes (...) unless said otherwise."""

    gives_in: Array
    """Chance that each side is the one to give in, shape (..., 2)."""

    impasse: Array
    """Chance that neither ever does."""

    delay: Array
    """Expected time to agreement if there is one; 0 if there can be none, maybe infinite."""


class Concession(NamedTuple):
    """Drawn ends of wars of attrition."""

    time: Array
    """When a side gives in; infinite for an impasse. [time]"""

    side: NDArray[np.int8]
    """Who gives in: 0, 1 or `NOBODY`, also where the demands did not conflict."""


class OutsideOptionOutcomes(NamedTuple):
    """How talks end when sides may leave for good; shapes (...) unless said otherwise."""

    obstinacy_pays: NDArray[np.bool_]
    """Whether the other side would stay with an obstinate opponent, shape (..., 2)."""

    agreed_at_once: Array
    """Chance of agreement at time 0."""

    agreed_later: Array
    """Chance of agreement after time 0, by attrition."""

    walkout: Array
    """Chance that a side leaves for its outside option."""

    impasse: Array
    """Chance that neither leaves nor gives in."""


def war_of_attrition(demands: ArrayLike, obstinate: ArrayLike, rates: ArrayLike) -> Attrition:
    """Give the equilibrium of two demands against one another.

    Parameters
    ----------
    demands : array_like, shape (..., 2)
        What each side asks for. [shares of the surplus, 0 to 1]
    obstinate : array_like, shape (..., 2)
        Chance that each side never gives in. [0 to 1]
    rates : array_like, shape (..., 2)
        Rate at which each side discounts, not negative. [per unit of time]

    Returns
    -------
    Attrition
        Leading axes as the arguments broadcast; degenerate inputs as at the head of the module.

    Raises
    ------
    ProblemError
        If a demand or chance is not in 0 to 1, a rate is negative, or shapes do not fit.

    References
    ----------
    D. Abreu and F. Gul (2000), Bargaining and reputation, Econometrica 68, 85-117.

    Examples
    --------
    >>> war = war_of_attrition([0.6, 0.6], [0.2, 0.05], [0.1, 0.1])
    >>> war.hazards.round(6), war.at_once.round(6), war.payoffs.round(6)
    (array([0.2, 0.2]), array([0.  , 0.75]), array([0.55, 0.4 ]))
    """
    asked, stubborn, rate = sides(
        demands=as_shares(demands, "demands"),
        obstinate=as_shares(obstinate, "obstinate"),
        rates=not_negative(rates, "rates"),
    )
    excess = asked.sum(axis=-1) - 1.0
    conflict = excess > 0
    at_stake = np.where(conflict, excess, 1.0)[..., None]
    hazards = np.where(conflict[..., None], swapped(rate) * (1 - asked) / at_stake, 0.0)
    own, horizon = _horizons(hazards, stubborn)
    at_once = _at_once(_relative_hazards(asked, rate, at_stake), stubborn)
    at_once = np.where(conflict[..., None], at_once, 0.0)
    other = swapped(at_once)
    fought = other * asked + (1 - other) * (1 - swapped(asked))
    shared = (1 + asked - swapped(asked)) / 2
    return Attrition(
        hazards=hazards,
        own_horizons=np.where(conflict[..., None], own, 0.0),
        horizon=np.where(conflict, horizon, 0.0),
        at_once=at_once,
        obstinate=stubborn,
        payoffs=np.where(conflict[..., None], fought, shared),
        conflict=conflict,
    )


def conceded_by(war: Attrition, time: ArrayLike) -> Array:
    """Give the chance that a side has given in by a time, if the other has not.

    Parameters
    ----------
    war : Attrition
        As `war_of_attrition` gives it.
    time : array_like
        Times, not negative; broadcast against the leading axes. [time]

    Returns
    -------
    ndarray, shape (..., 2)
        Distribution of the date at which each side alone would give in. It rises from `at_once`
        to one less the chance of obstinacy at the horizon. For demands that do not conflict it
        is 0: nobody has to give in.

    Raises
    ------
    ProblemError
        If a time is negative or shapes do not broadcast.

    Examples
    --------
    >>> war = war_of_attrition([0.6, 0.6], [0.2, 0.05], [0.1, 0.1])
    >>> conceded_by(war, [0.0, 100.0]).round(6)
    array([[0.  , 0.75],
           [0.8 , 0.95]])
    """
    at, horizon = _at(war, time)
    reached = np.minimum(at, horizon)[..., None]
    with np.errstate(invalid="ignore"):
        spent = np.where(war.hazards > 0, war.hazards * reached, 0.0)
    return np.asarray(1.0 - (1.0 - war.at_once) * np.exp(-spent))


def agreed_by(war: Attrition, time: ArrayLike) -> Array:
    """Give the chance of an agreement by a time.

    Parameters
    ----------
    war : Attrition
        As `war_of_attrition` gives it.
    time : array_like
        Times, not negative; broadcast against the leading axes. [time]

    Returns
    -------
    ndarray
        One less the chance that both still hold out; 1 where the demands do not conflict.

    Raises
    ------
    ProblemError
        If a time is negative or shapes do not broadcast.

    Examples
    --------
    >>> war = war_of_attrition([0.6, 0.6], [0.2, 0.05], [0.1, 0.1])
    >>> agreed_by(war, [0.0, 100.0]).round(6)
    array([0.75, 0.99])
    """
    holding_out = np.prod(1.0 - conceded_by(war, time), axis=-1)
    return np.asarray(np.where(war.conflict, 1.0 - holding_out, 1.0))


def obstinate_after(war: Attrition, time: ArrayLike) -> Array:
    """Give what each side thinks of the other's obstinacy once both held out until a time.

    Parameters
    ----------
    war : Attrition
        As `war_of_attrition` gives it.
    time : array_like
        Times, not negative; broadcast against the leading axes. [time]

    Returns
    -------
    ndarray, shape (..., 2)
        Chance that each side is obstinate, given that it has not given in; 1 for both from the
        horizon on. A side that was never obstinate is still thought to be 0 if it gives in for
        certain before that time.

    Raises
    ------
    ProblemError
        If a time is negative or shapes do not broadcast.

    Examples
    --------
    >>> war = war_of_attrition([0.6, 0.6], [0.2, 0.05], [0.1, 0.1])
    >>> obstinate_after(war, 0.0).round(6)
    array([0.2, 0.2])
    """
    left = 1.0 - conceded_by(war, time)
    share = war.obstinate / np.where(left > 0, left, 1.0)
    return np.where(left > 0, np.minimum(share, 1.0), 0.0)


def attrition_outcomes(war: Attrition) -> Outcomes:
    """Give how a war of attrition ends: who gives in, how long it takes, whether it ends at all.

    Parameters
    ----------
    war : Attrition
        As `war_of_attrition` gives it.

    Returns
    -------
    Outcomes
        The chances add up to 1. Where the demands do not conflict all of them, and the delay,
        are 0: agreement is at once and nobody gives in.

    Examples
    --------
    >>> end = attrition_outcomes(war_of_attrition([0.6, 0.6], [0.2, 0.05], [0.1, 0.1]))
    >>> end.gives_in.round(6), round(float(end.impasse), 6), round(float(end.delay), 4)
    (array([0.12, 0.87]), 0.01, 0.5248)
    """
    waiting = np.prod(1.0 - war.at_once, axis=-1)
    total = war.hazards.sum(axis=-1)
    moving = total > 0
    rate = np.where(moving, total, 1.0)
    with np.errstate(invalid="ignore"):
        spent = np.where(moving, total * war.horizon, 0.0)
    ended = -np.expm1(-spent)
    share = war.hazards / rate[..., None]
    gives_in = war.at_once + share * (waiting * ended)[..., None]
    # Expected time over paths that end: the integral of t l e^(-l t) up to the horizon.
    with np.errstate(invalid="ignore"):
        tail = np.where(spent < 700, spent * np.exp(-np.minimum(spent, 700.0)), 0.0)
    agreed = gives_in.sum(axis=-1)
    lost = waiting * np.maximum(ended - tail, 0.0) / rate
    delay = np.where(agreed > 0, lost / np.where(agreed > 0, agreed, 1.0), 0.0)
    return Outcomes(
        gives_in=np.where(war.conflict[..., None], gives_in, 0.0),
        impasse=np.where(war.conflict, waiting * (1.0 - ended), 0.0),
        delay=np.where(war.conflict, delay, 0.0),
    )


def sample_concession(
    rng: np.random.Generator,
    war: Attrition,
    *,
    size: tuple[int, ...] = (),
    elapsed: ArrayLike = 0.0,
) -> Concession:
    """Draw when a war of attrition ends, by inverse transform of two uniform numbers a draw.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of randomness.
    war : Attrition
        As `war_of_attrition` gives it; leading axes are drawn independently.
    size : tuple of int
        Draws of each; these axes come before the leading ones.
    elapsed : array_like
        Time for which both are known to have held out; 0 means that nothing is known yet, not
        even that nobody gave in at once. Broadcasts against the leading axes. [time]

    Returns
    -------
    Concession
        Arrays of shape `size + (...)`. Times count from the start of the war. Demands that do
        not conflict are agreed at time `elapsed`.

    Raises
    ------
    ProblemError
        If `elapsed` is negative or shapes do not broadcast.

    Examples
    --------
    >>> war = war_of_attrition([0.6, 0.6], [1.0, 0.0], [0.1, 0.1])
    >>> drawn = sample_concession(np.random.default_rng(0), war, size=(3,))
    >>> drawn.time, drawn.side
    (array([0., 0., 0.]), array([1, 1, 1], dtype=int8))
    """
    start, _ = _at(war, elapsed)
    shape = np.broadcast_shapes(start.shape, war.conflict.shape)
    uniform = rng.random((*size, *shape, 2))
    known = (start > 0)[..., None]
    # Held out until `elapsed`: draw from what is left of the distribution, (F(elapsed), 1).
    begun = np.where(known, conceded_by(war, start), 0.0)
    reached = begun + (1.0 - begun) * uniform
    with np.errstate(divide="ignore", invalid="ignore"):
        later = -np.log((1.0 - reached) / (1.0 - war.at_once)) / war.hazards
    later = np.maximum(later, start[..., None])
    stops = (1.0 - reached > war.obstinate) & (later <= war.horizon[..., None]) & (war.hazards > 0)
    times = np.where(stops, later, np.inf)
    times = np.where((reached < war.at_once) & ~known, 0.0, times)
    side = np.argmin(times, axis=-1)
    time = np.take_along_axis(times, side[..., None], axis=-1)[..., 0]
    who = np.where(np.isfinite(time) & war.conflict, side, NOBODY).astype(np.int8)
    return Concession(np.where(war.conflict, time, start), who)


def compte_jehiel(
    demands: ArrayLike, obstinate: ArrayLike, rates: ArrayLike, outside_options: ArrayLike
) -> OutsideOptionOutcomes:
    """Give how talks end when a side may leave instead of giving in.

    A side whose outside option is worth more than what an obstinate opponent's demand would
    leave it leaves such an opponent. Against it obstinacy does not pay, so an opponent that is
    not obstinate shows it at once; who still insists is obstinate, and is left. If that holds
    for neither side the war of attrition goes on as if there were no outside options.

    Parameters
    ----------
    demands, obstinate, rates : array_like, shape (..., 2)
        As in `war_of_attrition`.
    outside_options : array_like, shape (..., 2)
        What each side gets by leaving. [shares of the surplus]

    Returns
    -------
    OutsideOptionOutcomes
        Leading axes as the arguments broadcast; the four chances add up to 1. Where the demands
        do not conflict, agreement is at once. Obstinate types neither give in nor leave.

    Raises
    ------
    ProblemError
        As in `war_of_attrition`, or if an outside option is not finite.

    References
    ----------
    O. Compte and P. Jehiel (2002), On the role of outside options in bargaining with obstinate
    parties, Econometrica 70, 1477-1517.

    Examples
    --------
    >>> end = compte_jehiel([0.6, 0.6], [0.25, 0.125], [0.1, 0.1], [0.5, 0.5])
    >>> float(end.agreed_at_once), float(end.walkout), float(end.impasse)
    (0.65625, 0.3125, 0.03125)
    """
    asked, stubborn, rate, option = sides(
        demands=as_shares(demands, "demands"),
        obstinate=as_shares(obstinate, "obstinate"),
        rates=not_negative(rates, "rates"),
        outside_options=as_array(outside_options, "outside_options"),
    )
    war = war_of_attrition(asked, stubborn, rate)
    end = attrition_outcomes(war)
    leaves = (option > 1.0 - swapped(asked)) & war.conflict[..., None]
    first, second = stubborn[..., 0], stubborn[..., 1]
    impasse = first * second
    # Where side j leaves, side i shows at once that it is not obstinate; who insists is left.
    shows = leaves[..., ::-1]
    at_once = np.where(
        leaves.all(axis=-1),
        (1 - first) * (1 - second),
        np.where(shows, 1.0 - stubborn, 0.0).sum(axis=-1),
    )
    switched = leaves.any(axis=-1)
    fought = np.where(war.conflict, war.at_once.sum(axis=-1), 1.0)
    later = np.where(war.conflict, end.gives_in.sum(axis=-1) - war.at_once.sum(axis=-1), 0.0)
    return OutsideOptionOutcomes(
        obstinacy_pays=~shows,
        agreed_at_once=np.where(switched, at_once, fought),
        agreed_later=np.where(switched, 0.0, np.maximum(later, 0.0)),
        walkout=np.where(switched, np.maximum(1.0 - at_once - impasse, 0.0), 0.0),
        impasse=np.where(switched, impasse, end.impasse),
    )


def _horizons(hazards: Array, stubborn: Array) -> tuple[Array, Array]:
    """Give when only obstinate types would be left, for each side and for the first of them."""
    moving = hazards > 0
    with np.errstate(divide="ignore", over="ignore"):
        own = -np.log(stubborn) / np.where(moving, hazards, 1.0)
    own = np.where(moving, own, np.inf)
    # -ln(1) is -0.0; a side that is surely obstinate needs no time to seem so.
    own = np.where(stubborn >= 1, 0.0, own)
    return own, own.min(axis=-1)


def _relative_hazards(asked: Array, rate: Array, at_stake: Array) -> Array:
    """Give hazards up to a common factor, also where both are 0."""
    patient = ~(rate > 0).any(axis=-1, keepdims=True)
    hazards = np.where(patient, 1.0, swapped(rate)) * (1 - asked) / at_stake
    return np.where((hazards > 0).any(axis=-1, keepdims=True), hazards, 1.0)


def _at_once(hazards: Array, stubborn: Array) -> Array:
    """Give the chance that each side gives in at time 0; only the weaker one does."""
    own, horizon = _horizons(hazards, stubborn)
    weaker = own > horizon[..., None]
    with np.errstate(invalid="ignore", over="ignore", divide="ignore"):
        spent = np.where(hazards > 0, hazards * horizon[..., None], 0.0)
        left = np.exp(np.minimum(np.log(stubborn) + spent, 0.0))
    return np.where(weaker, 1.0 - left, 0.0)


def _at(war: Attrition, time: ArrayLike) -> tuple[Array, Array]:
    at = not_negative(time, "time")
    try:
        at, horizon = np.broadcast_arrays(at, war.horizon)
    except ValueError as error:
        raise ProblemError(
            f"time: shape {at.shape} does not broadcast against the draws {war.horizon.shape}"
        ) from error
    return at, horizon
