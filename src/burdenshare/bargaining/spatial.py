"""Many parties on a line: where positions, salience and power lead a decision.

Object and notation. `n` actors hold positions `x_i` on an issue, care
about it with salience `s_i` and carry power `c_i`; the weight of an actor is `w_i = c_i s_i`. A
model turns them into an outcome `y`. Arrays have the actors on the last axis; leading axes are
issues or draws, and broadcast. An actor without a position has weight zero. The models:

    weighted mean      y = sum w_i x_i / sum w_i: what bargaining comes to when failing is costly
    weighted median    the first position at which half of the weight is reached
    Nash               maximises sum w_i ln(loss of failing_i - loss of y_i), losses quadratic,
                       failing worth the reference point less a cost common to all
    agenda setter      what one actor proposes to a median voter who may keep the status quo

Pairwise votes stand in `spatial_votes`, rounds of challenges in `challenge`.

References
----------
C. Achen (2006), Institutional realism and bargaining models, in: Thomson, Stokman, Achen & Koenig
(eds), The European Union Decides, Cambridge University Press, ch. 4.
D. Black (1948), On the rationale of group decision-making, Journal of Political Economy 56, 23-34.
T. Romer and H. Rosenthal (1978), Political resource allocation, controlled agendas, and the status
quo, Public Choice 33, 27-43.
F. Franchino and C. Mariotto (2021), Noncompliance risk, asymmetric power and the design of
enforcement of the European economic governance, European Union Politics 22.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from burdenshare.arrays import Array, Flags, as_array, as_nonnegative, as_vectors
from burdenshare.errors import ProblemError


class Actors(NamedTuple):
    """Positions, salience and power of actors, of one shape (..., n)."""

    positions: Array
    """[unit of the issue]"""
    salience: Array
    """Not negative. [pure number, any one scale]"""
    power: Array
    """Not negative. [pure number, any one scale]"""

    @property
    def weight(self) -> Array:
        """Power times salience."""
        return self.power * self.salience


def actors(positions: ArrayLike, salience: ArrayLike = 1.0, power: ArrayLike = 1.0) -> Actors:
    """Check positions, salience and power and give them one shape.

    Parameters
    ----------
    positions : array_like, shape (..., n)
        [unit of the issue]
    salience, power : array_like, shape (..., n) or broadcasting to it
        Not negative, on any one scale. [pure number]

    Returns
    -------
    Actors

    Raises
    ------
    ProblemError
        If something is not finite, negative where it must not be, or of another shape, or if all
        actors of an issue have weight zero.

    Examples
    --------
    >>> actors([0, 50, 100], [20, 30, 50]).weight
    array([20., 30., 50.])
    """
    places = as_vectors(positions, "positions")
    given = [places]
    for values, name in ((salience, "salience"), (power, "power")):
        array = as_array(values, name)
        checked = array if array.ndim == 0 else as_nonnegative(array, name)
        if (checked < 0).any():
            raise ProblemError(f"{name}: {float(checked)} is negative")
        given.append(checked)
    try:
        shaped = np.broadcast_arrays(*given)
    except ValueError:
        shapes = ", ".join(str(array.shape) for array in given)
        raise ProblemError(
            f"positions, salience and power: shapes {shapes} do not match; give one of each for "
            "every actor"
        ) from None
    found = Actors(*(np.asarray(array, dtype=np.float64) for array in shaped))
    if not (found.weight.sum(axis=-1) > 0).all():
        raise ProblemError(
            "salience, power: all actors of an issue have weight zero; somebody must matter"
        )
    return found


def weighted_mean(positions: ArrayLike, salience: ArrayLike = 1.0, power: ArrayLike = 1.0) -> Array:
    """Give the mean of the positions, weighted with power times salience.

    It maximises the Nash product of actors with quadratic losses when failing costs all of them far
    more than any outcome does.

    Parameters
    ----------
    positions, salience, power : array_like, shape (..., n)
        As `actors` takes them.

    Returns
    -------
    ndarray, shape (...)
        [unit of the issue]

    Raises
    ------
    ProblemError
        For the reasons of `actors`.

    References
    ----------
    Achen (2006).

    Examples
    --------
    >>> float(weighted_mean([0, 50, 100], [20, 30, 50]))
    65.0
    """
    found = actors(positions, salience, power)
    return np.asarray(_mean(found.positions, found.weight))


def weighted_median(
    positions: ArrayLike, salience: ArrayLike = 1.0, power: ArrayLike = 1.0
) -> Array:
    """Give the first position, from below, at which half of the weight is reached.

    With an odd number of equal actors it beats every other position in a pairwise vote (Black).

    Parameters
    ----------
    positions, salience, power : array_like, shape (..., n)
        As `actors` takes them.

    Returns
    -------
    ndarray, shape (...)
        One of the positions; the lower of two if exactly half of the weight lies below.
        [unit of the issue]

    Raises
    ------
    ProblemError
        For the reasons of `actors`.

    References
    ----------
    Black (1948).

    Examples
    --------
    >>> float(weighted_median([10, 20, 35, 70, 90]))
    35.0
    >>> float(weighted_median([0, 100]))
    0.0
    """
    found = actors(positions, salience, power)
    return np.asarray(_median(found.positions, found.weight))


def nash_with_failure_cost(
    positions: ArrayLike,
    reference: ArrayLike,
    failure_cost: ArrayLike,
    salience: ArrayLike = 1.0,
    power: ArrayLike = 1.0,
    *,
    span: float = 100.0,
) -> NashOutcome:
    """Give the Nash outcome of actors with quadratic losses, failing being costly to all.

    Each actor loses `((y - x_i) / span)^2` by an outcome `y`, and by failing what the reference
    point would cost it plus `failure_cost`. The outcome maximises the sum of weights times the logs
    of what each gains over failing, among the outcomes by which all who matter gain. With a growing
    cost of failure it tends to the weighted mean; with none it often stays at the reference point.

    Parameters
    ----------
    positions, salience, power : array_like, shape (..., n)
        As `actors` takes them.
    reference : array_like, shape (...)
        What holds if nothing is agreed. [unit of the issue]
    failure_cost : array_like, shape (...)
        Loss by failing that all share, not negative; 1 is what a step across the whole issue costs.
        [pure number]
    span : float
        Length of the issue. [unit of the issue]

    Returns
    -------
    NashOutcome

    Raises
    ------
    ProblemError
        If the cost is negative or the span is not positive, or for the reasons of `actors`.

    References
    ----------
    Nash (1950), The bargaining problem, Econometrica 18; Achen (2006); Franchino and Mariotto
    (2021).

    Examples
    --------
    >>> float(nash_with_failure_cost([0, 50, 100], 100, 1e8, [20, 30, 50]).outcome.round(3))
    65.0
    >>> bool(nash_with_failure_cost([0, 100], 100, 0.0).gains)
    False
    """
    found = actors(positions, salience, power)
    if not span > 0:
        raise ProblemError(f"span: must be above 0, got {span}")
    cost = as_array(failure_cost, "failure_cost")
    if (cost < 0).any():
        raise ProblemError(f"failure_cost: {cost.min():g} is negative")
    places = found.positions / span
    failing = as_array(reference, "reference") / span
    failing, cost = np.broadcast_arrays(failing, cost)
    allowed = (places - failing[..., None]) ** 2 + cost[..., None]
    weight = np.broadcast_to(found.weight, allowed.shape)
    places = np.broadcast_to(places, allowed.shape)
    reach, matters = np.sqrt(allowed), weight > 0
    low = np.where(matters, places - reach, -np.inf).max(axis=-1)
    high = np.where(matters, places + reach, np.inf).min(axis=-1)
    gains = high > low
    outcome = _nash_root(places, allowed, weight, np.where(gains, low, 0), np.where(gains, high, 1))
    return NashOutcome(np.asarray(np.where(gains, outcome, failing) * span), np.asarray(gains))


class NashOutcome(NamedTuple):
    """What Nash bargaining over an issue comes to."""

    outcome: Array
    """The reference point where nothing suits all. [unit of the issue]"""
    gains: Flags
    """Whether there is an outcome by which all who matter gain."""


def setter_outcome(setter: ArrayLike, median: ArrayLike, status_quo: ArrayLike) -> Array:
    """Give what an agenda setter gets from a median voter who may keep the status quo.

    The setter proposes what it likes best among what the median voter likes no less than the status
    quo: the points as near to the median as the status quo is.

    Parameters
    ----------
    setter, median, status_quo : array_like, broadcasting
        Positions. [unit of the issue]

    Returns
    -------
    ndarray
        [unit of the issue]

    References
    ----------
    Romer and Rosenthal (1978).

    Examples
    --------
    >>> float(setter_outcome(9, 5, 2)), float(setter_outcome(9, 5, 6))
    (8.0, 6.0)
    """
    wish, voter = as_array(setter, "setter"), as_array(median, "median")
    reach = np.abs(as_array(status_quo, "status_quo") - voter)
    return np.asarray(np.clip(wish, voter - reach, voter + reach))


def _mean(values: Array, weight: Array) -> Array:
    mean: Array = (values * weight).sum(axis=-1) / weight.sum(axis=-1)
    return mean


#: Sums of weights that differ by less than this, of the whole, are taken as equal.
_TIE = 1e-12


def _median(positions: Array, weight: Array) -> Array:
    order = np.argsort(positions, axis=-1, kind="stable")
    ordered = np.take_along_axis(positions, order, axis=-1)
    below = np.cumsum(np.take_along_axis(weight, order, axis=-1), axis=-1)
    reached = below >= below[..., -1:] * (0.5 - _TIE)
    first = np.argmax(reached, axis=-1)[..., None]
    return np.take_along_axis(ordered, first, axis=-1)[..., 0]


_HALVINGS = 60
"""Halvings that bring an interval of length 1 below the last digit of a double."""


def _nash_root(places: Array, allowed: Array, weight: Array, low: Array, high: Array) -> Array:
    """Bisect for the root of the derivative of the sum of log gains, which falls throughout.

    Each gain `allowed - (y - x)^2` is concave and positive inside, so its log is concave.
    """
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        step = places - middle[..., None]
        gain = allowed - step**2
        inside = np.where(weight > 0, gain, 1.0)
        slope = (weight * step / np.where(inside > 0, inside, np.finfo(float).tiny)).sum(axis=-1)
        low, high = np.where(slope > 0, middle, low), np.where(slope > 0, high, middle)
    return np.asarray((low + high) / 2)
