"""Toughness as an investment: a provider that meets one host after another.

Object. A provider meets hosts `1, ..., n` in order. Each host yields or resists; a provider that
is resisted fights, as a tough one always does, or gives in. To a provider that is not tough

    gain      what a host that yields is worth, over giving in to it
    cost      what a fight costs it, over giving in

and to a host `break_even` is the chance of a fight at which it is as well off yielding. Hosts see
all that happened before; `reputation` is the chance they give to the provider being tough. A
provider that has once given in is known, and resisted from then on.

With hosts alike, the next host yields iff the reputation is at least `break_even ** m`, `m` talks
left with this one: the longer the queue, the less it takes. Below that a provider that is not
tough fights just often enough to make its reputation, if it does fight, what deters the next.
The recursion here takes hosts that differ in stakes and in nerve:

    needed_m     least reputation after talks m at which fighting in m pays
    threshold_m  break_even_m * needed_m: host m yields from this reputation on

References
----------
R. Selten (1978), The chain store paradox, Theory and Decision 9, 127-159.
D. Kreps and R. Wilson (1982), Reputation and imperfect information, Journal of Economic Theory
27, 253-279.
P. Milgrom and J. Roberts (1982), Predation, reputation, and entry deterrence, Journal of Economic
Theory 27, 280-312.
B. Walter (2009), Reputation and Civil War, Cambridge University Press.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from burdenshare.arrays import Array, as_shares, as_vectors
from burdenshare.bargaining.elementwise import not_negative, together
from burdenshare.errors import ProblemError


class Queue(NamedTuple):
    """The equilibrium of talks with one host after another, shapes (..., n)."""

    threshold: Array
    """Reputation from which on each host yields; 0 for a host that always does."""

    needed: Array
    """Reputation that a fight in each talks has to leave for a provider that is not tough."""

    tested_by: NDArray[np.intp]
    """The host who is just at its threshold after a fight in these talks; `n` if none is."""

    yields_then: Array
    """Chance that this host yields, which leaves the provider indifferent about the fight."""


class QueuePath(NamedTuple):
    """What is expected of each talks at the start of the queue, shapes (..., n)."""

    yields: Array
    """Chance that the host yields."""

    fights: Array
    """Chance that the host resists and is fought."""

    gives_in: Array
    """Chance that the host resists and the provider gives in."""


def yield_threshold(break_even: ArrayLike, talks_left: ArrayLike) -> Array:
    """Give the reputation from which on a host yields, hosts alike.

    Parameters
    ----------
    break_even : array_like
        Chance of a fight at which a host is as well off yielding. [0 to 1]
    talks_left : array_like
        Talks left with this one, at least 1. [count]

    Returns
    -------
    ndarray
        `break_even ** talks_left`.

    Raises
    ------
    ProblemError
        If the chance is not in 0 to 1 or there are no talks left.

    References
    ----------
    D. Kreps and R. Wilson (1982), Reputation and imperfect information, Journal of Economic
    Theory 27, 253-279.

    Examples
    --------
    >>> yield_threshold(0.5, [1, 2, 3])
    array([0.5  , 0.25 , 0.125])
    """
    chance, left = together(
        break_even=as_shares(break_even, "break_even"),
        talks_left=not_negative(talks_left, "talks_left"),
    )
    if (left < 1).any():
        raise ProblemError("talks_left: expected at least 1, the talks at hand")
    return np.asarray(chance**left)


def fight_probability(reputation: ArrayLike, break_even: ArrayLike, talks_left: ArrayLike) -> Array:
    """Give how often a provider that is not tough fights a host that resists, hosts alike.

    Parameters
    ----------
    reputation : array_like
        Chance that the provider is tough, as hosts see it. [0 to 1]
    break_even : array_like
        Chance of a fight at which a host is as well off yielding. [0 to 1]
    talks_left : array_like
        Talks left with this one, at least 1. [count]

    Returns
    -------
    ndarray
        1 where the reputation already deters the next host, 0 in the last talks, and in between
        what makes the reputation after a fight equal to the next threshold.

    Raises
    ------
    ProblemError
        If a chance is not in 0 to 1 or there are no talks left.

    References
    ----------
    D. Kreps and R. Wilson (1982), Reputation and imperfect information, Journal of Economic
    Theory 27, 253-279.

    Examples
    --------
    >>> fight_probability(0.1, 0.5, [1, 2, 3, 6]).round(4)
    array([0.    , 0.1111, 0.3333, 1.    ])
    """
    chance, left = together(
        break_even=as_shares(break_even, "break_even"),
        talks_left=not_negative(talks_left, "talks_left"),
    )
    if (left < 1).any():
        raise ProblemError("talks_left: expected at least 1, the talks at hand")
    # With one talks left nothing follows that a reputation could deter: it would have to be 1.
    return fight_to_reach(reputation, np.where(left > 1, chance ** (left - 1), 1.0))


def fight_to_reach(reputation: ArrayLike, needed: ArrayLike) -> Array:
    """Give how often who is not tough fights, so that a fight lifts the reputation to a level.

    Parameters
    ----------
    reputation : array_like
        Chance that the provider is tough, before. [0 to 1]
    needed : array_like
        Chance after a fight. [0 to 1]

    Returns
    -------
    ndarray
        `p (1 - q) / ((1 - p) q)` by Bayes' rule, or 1 where `p >= q`. A reputation of 1 leaves
        nobody who is not tough; the answer is then 1, except 0 where certainty itself is needed.

    Raises
    ------
    ProblemError
        If a number is not in 0 to 1.

    Examples
    --------
    >>> float(fight_to_reach(0.2, 0.5))
    0.25
    """
    before, after = together(
        reputation=as_shares(reputation, "reputation"), needed=as_shares(needed, "needed")
    )
    odds = before * (1 - after)
    against = (1 - before) * after
    ratio = odds / np.where(against > 0, against, 1.0)
    return np.where((before >= after) & (after < 1), 1.0, np.minimum(ratio, 1.0))


def queue_equilibrium(
    break_even: ArrayLike,
    gains: ArrayLike,
    costs: ArrayLike,
    *,
    discount: ArrayLike = 1.0,
) -> Queue:
    """Solve a queue of hosts from its end, hosts alike or not.

    Parameters
    ----------
    break_even : array_like, shape (..., n)
        Chance of a fight at which each host is as well off yielding, in the order in which the
        provider meets them. [0 to 1]
    gains : array_like, shape (..., n)
        What it is worth to a provider that is not tough that a host yields. [any one unit]
    costs : array_like, shape (..., n)
        What a fight costs it, not negative. [unit of `gains`]
    discount : array_like
        Worth today of 1 at the next talks, 0 to 1; broadcasts against the leading axes.

    Returns
    -------
    Queue
        With hosts alike and gains no less than costs, the threshold of the host with `m` talks
        left is `break_even ** m`. Where what follows is worth less than a fight, reputation
        does not pay and `needed` is 1.

    Raises
    ------
    ProblemError
        If a number is outside its range or shapes do not broadcast.

    References
    ----------
    D. Kreps and R. Wilson (1982), Reputation and imperfect information, Journal of Economic
    Theory 27, 253-279.

    Examples
    --------
    >>> queue_equilibrium([0.5, 0.5, 0.5], [2.0, 2.0, 2.0], [1.0, 1.0, 1.0]).threshold
    array([0.125, 0.25 , 0.5  ])
    """
    chance, gain, cost, factor = together(
        break_even=as_shares(as_vectors(break_even, "break_even"), "break_even"),
        gains=not_negative(gains, "gains"),
        costs=not_negative(costs, "costs"),
        discount=as_shares(discount, "discount")[..., None],
    )
    n, factor = chance.shape[-1], factor[..., 0]
    threshold, needed, yields_then = (np.ones(chance.shape) for _ in range(3))
    tested_by = np.full(chance.shape, n)
    # The worth of the talks still to come, from the next host on, at reputation `levels[k]`:
    # the threshold of host k, or 1 for k = n. Between thresholds it does not change.
    levels, worth = (np.full((*chance.shape[:-1], n + 1), x) for x in (1.0, 0.0))
    when_yielding = np.zeros(levels.shape)
    for m in range(n - 1, -1, -1):
        price = cost[..., m]
        place = _least_level(levels, factor[..., None] * worth, price, m)
        reach = np.take_along_axis(levels, place, axis=-1)[..., 0]
        needed[..., m] = np.where(price > 0, reach, 0.0)
        threshold[..., m] = chance[..., m] * needed[..., m]
        tested_by[..., m] = place[..., 0]
        yields_then[..., m] = _indifference(worth, when_yielding, place, price, factor, m)
        # A host that yields to anyone rewards no reputation.
        reward = np.where(threshold[..., m] > 0, gain[..., m], 0.0)
        earlier = levels[..., m + 1 :] <= threshold[..., m, None]
        carried = np.where(earlier, worth[..., m + 1 :], 0.0).max(axis=-1)
        levels[..., m] = threshold[..., m]
        worth[..., m] = carried
        yields = levels >= threshold[..., m, None]
        worth = np.where(yields, reward[..., None] + factor[..., None] * worth, 0.0)
        when_yielding[..., m] = worth[..., m]
    return Queue(threshold, needed, tested_by, yields_then)


def queue_path(reputation: ArrayLike, queue: Queue) -> QueuePath:
    """Give what is expected of each talks, seen from the start of the queue.

    Parameters
    ----------
    reputation : array_like
        Chance that the provider is tough, as the first host sees it. [0 to 1]
    queue : Queue
        As `queue_equilibrium` gives it.

    Returns
    -------
    QueuePath
        Three chances for each talks, adding up to 1; the chance that the provider is tough is
        taken to be what hosts think.

    Raises
    ------
    ProblemError
        If the reputation is not in 0 to 1 or shapes do not broadcast.

    Examples
    --------
    >>> queue = queue_equilibrium([0.5, 0.5, 0.5], [2.0, 2.0, 2.0], [1.0, 1.0, 1.0])
    >>> path = queue_path(0.2, queue)
    >>> path.yields, path.fights.round(3), path.gives_in.round(3)
    (array([1. , 0. , 0.2]), array([0. , 0.4, 0.1]), array([0. , 0.6, 0.7]))
    """
    prior = as_shares(reputation, "reputation")
    n = queue.threshold.shape[-1]
    lead = np.broadcast_shapes(prior.shape, queue.threshold.shape[:-1])
    # States: last fought in talks 0 to n - 1, never challenged (n), has given in (n + 1).
    known = np.zeros((*lead, n + 2))
    known[..., :n] = queue.needed
    known[..., n] = prior
    chance = np.zeros((*lead, n + 2))
    chance[..., n] = 1.0
    path = QueuePath(*(np.zeros((*lead, n)) for _ in range(3)))
    for m in range(n):
        yields = np.where(known >= queue.threshold[..., m, None], 1.0, 0.0)
        tested = queue.tested_by[..., :n] == m
        yields[..., :n] = np.where(tested, queue.yields_then, yields[..., :n])
        needed = queue.needed[..., m, None]
        firm = np.where(needed > 0, np.minimum(known / np.where(needed > 0, needed, 1.0), 1), 1.0)
        resisted = chance * (1 - yields)
        path.yields[..., m] = (chance * yields).sum(axis=-1)
        path.fights[..., m] = (resisted * firm).sum(axis=-1)
        path.gives_in[..., m] = (resisted * (1 - firm)).sum(axis=-1)
        chance = chance * yields
        chance[..., m] = path.fights[..., m]
        chance[..., n + 1] += path.gives_in[..., m]
    return path


def _least_level(levels: Array, later: Array, price: Array, m: int) -> NDArray[np.intp]:
    """Give the place of the least reputation whose worth later on pays for a fight now."""
    n = levels.shape[-1] - 1
    pays = (later >= price[..., None]) & (np.arange(n + 1) > m)
    # Being known to be tough is beyond reach but always enough.
    pays[..., n] = True
    return np.asarray(np.argmin(np.where(pays, levels, 2.0), axis=-1)[..., None])


def _indifference(
    worth: Array,
    when_yielding: Array,
    place: NDArray[np.intp],
    price: Array,
    factor: Array,
    m: int,
) -> Array:
    """Give how often the tested host yields, so that a fight is worth just its price."""
    certain = np.take_along_axis(worth, place, axis=-1)[..., 0]
    tested = np.take_along_axis(when_yielding, place, axis=-1)[..., 0]
    tested = tested * factor ** (place[..., 0] - m - 1)
    before = certain - tested
    mixes = (tested > 0) & (factor > 0)
    target = price / np.where(factor > 0, factor, 1.0)
    share = (target - before) / np.where(mixes, tested, 1.0)
    return np.where(mixes, np.clip(share, 0.0, 1.0), 1.0)
