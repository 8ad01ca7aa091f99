"""Dividing one amount among any number of parties.

Object. An amount `total` that `n` parties share out among themselves, utility moving one for one
with it, and what each has without agreement, `disagreement`, of shape (..., n); leading axes may
be draws. The surplus is `S = total - sum(disagreement)` and a party's gain what it gets beyond its
disagreement payoff. A `cap` is the most that a party may get (`inf` for none): what a legislature
lets the others give away, or what a coalition can hold against it.

A cost is divided by counting it as negative: the total is minus the bill, a disagreement payoff
minus the most the party would pay.

If there is nothing to gain together, or the caps leave some of the amount without a taker,
`Division.exists` is False and everyone has the disagreement payoff.

References
----------
W. Thomson (1994), Cooperative models of bargaining, in Handbook of Game Theory 2, chapter 35.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from burdenshare.arrays import Array, as_array, as_nonnegative, as_vectors
from burdenshare.errors import ProblemError


class Division(NamedTuple):
    """What each party gets in each draw, and whether there was anything to agree on."""

    amounts: Array
    """Shape (..., n), in the unit of the total; the disagreement payoffs if none exists."""

    exists: NDArray[np.bool_]
    """Whether the parties can divide the whole amount to everyone's advantage, shape (...)."""


def nash_division(
    total: ArrayLike,
    disagreement: ArrayLike,
    weights: ArrayLike | None = None,
    *,
    exponents: ArrayLike | None = None,
    caps: ArrayLike | None = None,
) -> Division:
    """Divide by the Nash solution: gains in proportion to power, as far as the caps allow.

    Parameters
    ----------
    total : array_like, shape (...)
        Amount to divide. [any one currency]
    disagreement : array_like, shape (..., n)
        What each party has without agreement. [unit of `total`]
    weights : array_like, shape (..., n), optional
        Bargaining power of each, not negative, not all 0; equal by default. [pure number]
    exponents : array_like, shape (..., n), optional
        Exponents of utility over gains, above 0: below 1 is averse to risk and gets less.
        [pure number]
    caps : array_like, shape (..., n), optional
        The most each may get, `inf` for no limit. [unit of `total`]

    Returns
    -------
    Division
        `d_i + w_i S` without caps; with them, whoever reaches its cap stays there and the others
        share what is left by their weights.

    Raises
    ------
    ProblemError
        If a weight is negative, all are 0, an exponent is not above 0 or the shapes do not fit.

    References
    ----------
    J. F. Nash (1950), Econometrica 18, 155-162; A. Roth (1979), Axiomatic Models of Bargaining.

    Examples
    --------
    >>> nash_division(12, [1, 2, 3]).amounts
    array([3., 4., 5.])
    >>> nash_division(12, [0, 0, 0], [2, 1, 1], caps=[4, np.inf, np.inf]).amounts
    array([4., 4., 4.])
    """
    d = as_vectors(disagreement, "disagreement")
    power = as_nonnegative(np.ones(d.shape[-1]) if weights is None else weights, "weights")
    if exponents is not None:
        risk = as_nonnegative(exponents, "exponents")
        if (risk == 0).any():
            raise ProblemError("exponents: expected numbers above 0")
        power = power * risk
    if not power.any(axis=-1).all():
        raise ProblemError("weights: all are 0; at least one party needs some power")
    sum_, d, power, limits = _together(total, d, power, caps)
    gain = sum_ - d.sum(axis=-1)
    room = np.where(power > 0, limits - d, 0.0).sum(axis=-1)
    exists = (gain >= 0) & (limits >= d).all(axis=-1) & (room >= gain)
    gains = _fill(np.where(exists, gain, 0.0), power, np.maximum(limits - d, 0.0))
    return Division(np.where(exists[..., None], d + gains, d), exists)


def egalitarian_division(
    total: ArrayLike, disagreement: ArrayLike, *, caps: ArrayLike | None = None
) -> Division:
    """Divide so that all gain alike, as far as the caps allow.

    Parameters
    ----------
    total, disagreement, caps
        As in `nash_division`.

    Returns
    -------
    Division
        Equal gains; whoever reaches its cap stays there and the others share the rest equally.

    Raises
    ------
    ProblemError
        As `nash_division` does.

    References
    ----------
    E. Kalai (1977), Econometrica 45, 1623-1630; H. Imai (1983), Econometrica 51, 389-401.

    Examples
    --------
    >>> egalitarian_division(10, [1, 3], caps=[2, 9]).amounts
    array([2., 8.])
    """
    return nash_division(total, disagreement, caps=caps)


def kalai_smorodinsky_division(
    total: ArrayLike, disagreement: ArrayLike, *, caps: ArrayLike | None = None
) -> Division:
    """Divide so that all get the same fraction of the most they could hope for.

    A party can hope for the whole surplus, or for what its cap allows if that is less.

    Parameters
    ----------
    total, disagreement, caps
        As in `nash_division`.

    Returns
    -------
    Division
        Gains in proportion to hopes.

    Raises
    ------
    ProblemError
        If the shapes do not fit or a number is not finite.

    References
    ----------
    E. Kalai and M. Smorodinsky (1975), Econometrica 43, 513-518.

    Examples
    --------
    >>> kalai_smorodinsky_division(90, [0, 0], caps=[45, np.inf]).amounts
    array([30., 60.])
    """
    d = as_vectors(disagreement, "disagreement")
    sum_, d, _, limits = _together(total, d, np.ones(d.shape[-1]), caps)
    gain = sum_ - d.sum(axis=-1)
    hopes = np.minimum(np.maximum(limits - d, 0.0), np.maximum(gain, 0.0)[..., None])
    all_hopes = hopes.sum(axis=-1)
    exists = (gain >= 0) & (limits >= d).all(axis=-1) & (all_hopes >= gain)
    fraction = np.where(exists, gain, 0.0) / np.where(all_hopes > 0, all_hopes, 1.0)
    return Division(np.where(exists[..., None], d + fraction[..., None] * hopes, d), exists)


def _fill(gain: Array, power: Array, room: Array) -> Array:
    """Share out gains by power, nobody beyond their room: one sort finds who is full."""
    # Who is full first: the least room for its power. Nobody without power is ever filled.
    active = power > 0
    full_at = np.where(active, room / np.where(active, power, 1.0), np.inf)
    taken = np.where(active & np.isfinite(room), room, 0.0)
    order = np.argsort(full_at, axis=-1)
    levels, steps, rooms = (np.take_along_axis(z, order, axis=-1) for z in (full_at, power, taken))
    ahead = np.cumsum(rooms, axis=-1) - rooms
    behind = np.flip(np.cumsum(np.flip(steps, axis=-1), axis=-1), axis=-1)
    level = (gain[..., None] - ahead) / np.where(behind > 0, behind, 1.0)
    right = (level <= levels) & (behind > 0)
    # The last party with power closes the count if rounding leaves no level that fits.
    last = np.maximum((steps > 0).sum(axis=-1) - 1, 0)
    found = np.where(right.any(axis=-1), np.argmax(right, axis=-1), last)
    chosen = np.take_along_axis(level, found[..., None], axis=-1)
    return np.asarray(np.minimum(np.maximum(chosen, 0.0) * power, room))


def _together(
    total: ArrayLike, d: Array, power: Array, caps: ArrayLike | None
) -> tuple[Array, Array, Array, Array]:
    sum_ = as_array(total, "total")
    limits = np.asarray(np.inf if caps is None else caps, dtype=np.float64)
    if np.isnan(limits).any() or (limits == -np.inf).any():
        raise ProblemError("caps: expected finite numbers, or inf for none")
    try:
        wide = np.broadcast_arrays(sum_[..., None], d, power, limits)
    except ValueError as error:
        raise ProblemError(
            f"shapes do not fit: total {sum_.shape}, disagreement {d.shape}, "
            f"weights {power.shape}, caps {limits.shape}"
        ) from error
    return wide[0][..., 0], wide[1], wide[2], wide[3]
