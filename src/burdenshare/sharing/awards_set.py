"""The set of awards and its centre, the average of awards.

Object: for a claims problem (E, d) (see `claims_problem`) the set of awards
{x : 0 <= x_i <= d_i, sum x_i = E}, the core of the bankruptcy game. Let X_i be independent and
uniform on [0, d_i]. The centre of gravity is E[X_i | sum X = E].

Inclusion-exclusion over all subsets of claims loses every digit when some claims are small, so
two methods that do not are used, each where it is short.

Fourier: an exponential tilt exp(-s x), 0 < s, leaves the conditional law as it is and puts the
mean of the sum near E. Beyond some distance from E the density of the sum is nothing, so its
Fourier series at E is the density itself; coefficient k is a product of n factors, each at most
c_i / k, so few are needed when many claims matter, and those left out are bounded by 1e-18 of the
leading one.

Branching: with claims in descending order, condition on one claim after the other,
E[(y - U d)_+^q] = (y_+^(q+1) - (y - d)_+^(q+1)) / ((q + 1) d), and stop where what is left of E
covers all remaining claims, for there the expectation is a polynomial with positive terms.
Small claims are never subtracted. Short when few claims matter.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from burdenshare.arrays import Array
from burdenshare.errors import ProblemError
from burdenshare.sharing.claims_problem import ClaimsProblem, as_claims_problem

MOST_BRANCHED = 10
"""Up to this many claims branching is always used."""

MOST_COEFFICIENTS = 20_000
"""With more Fourier coefficients than this to compute, branching is used."""

MOST_BRANCHES = 1 << 22
"""Branching gives up beyond this many branches."""

_LOG_LEFT_OUT = -18 * np.log(10)
_LOG_ECHO = -20 * np.log(10)
_LESSER_TILTS = (0.03, 0.06, 0.12, 0.25, 0.5, 0.75)
_CELLS = 1 << 14
_NODES = 1 << 19


def average_of_awards(endowment: ArrayLike, claims: ArrayLike) -> Array:
    """Give the centre of gravity of all divisions that pay nobody more than the claim.

    The result is exact up to rounding: within 1e-12 of the endowment of exact rational
    arithmetic, for claims that differ by many orders of magnitude too. Thousands of claims that
    are alike are no difficulty.

    Parameters
    ----------
    endowment : array_like, shape (...)
        Amount to divide, between 0 and the sum of the claims. [unit of `claims`]
    claims : array_like, shape (..., n)
        Claim of each member, not negative. [any one currency and price year]

    Returns
    -------
    ndarray, shape (..., n)
        Awards in the order of `claims`, summing to `endowment`. [unit of `claims`]

    Raises
    ------
    ProblemError
        If a claim is negative, the endowment is negative or exceeds the claims, or two groups
        of many claims differ so much in size that neither method is short.

    References
    ----------
    M. A. Mirás Calvo, I. Núñez Lugilde, C. Quinteiro Sandomingo and E. Sánchez Rodríguez
    (2022), The average-of-awards rule for claims problems, Social Choice and Welfare 59.

    Examples
    --------
    >>> average_of_awards(10, [2, 4, 7, 8]).round(6)
    array([0.986755, 1.933775, 3.344371, 3.735099])
    """
    problem = as_claims_problem(endowment, claims)
    size = problem.claims.shape[-1]
    reduced = _reduce(problem)
    level, caps = reduced.level.reshape(-1), reduced.caps.reshape(-1, size)
    part = np.zeros(caps.shape)
    open_rows = np.flatnonzero(level > 0)
    if len(open_rows):
        scale = level[open_rows, None]
        unit = caps[open_rows] / scale
        part[open_rows] = np.clip(_centres(unit) * scale, 0.0, caps[open_rows])
    gained = part.reshape(problem.claims.shape)
    return reduced.rights + np.where(reduced.mirrored, reduced.caps - gained, gained)


class _Reduced(NamedTuple):
    """A problem without minimal rights, claims at most the level, and level at most half."""

    rights: Array
    level: Array
    caps: Array
    mirrored: NDArray[np.bool_]


def _reduce(problem: ClaimsProblem) -> _Reduced:
    """Take off minimal rights, truncate, and turn to the losses where they are less.

    The set of awards moves with the minimal rights, is the same for truncated claims, and is
    mirrored by turning to losses; so its centre is.
    """
    rights = np.maximum(problem.claims - (problem.total - problem.endowment), 0.0)
    rest = np.maximum(problem.endowment - rights.sum(axis=-1, keepdims=True), 0.0)
    caps = np.minimum(problem.claims - rights, rest)
    losses = np.maximum(caps.sum(axis=-1, keepdims=True) - rest, 0.0)
    mirrored = losses < rest
    return _Reduced(rights, np.minimum(rest, losses), caps, mirrored)


def _centres(caps: Array) -> Array:
    """Give the centre for endowment 1 and each row of claims, all at most 1, sum at least 2."""
    rows, size = caps.shape
    centres = np.empty_like(caps)
    if size <= MOST_BRANCHED:
        branched = np.ones(rows, dtype=np.bool_)
    else:
        tilt = _tilts(caps)
        count = _coefficients(caps, tilt)
        branched = count > MOST_COEFFICIENTS
        order = np.flatnonzero(~branched)[np.argsort(count[~branched], kind="stable")]
        step = max(1, _CELLS // size)
        for start in range(0, len(order), step):
            part = order[start : start + step]
            centres[part] = _by_fourier(caps[part], tilt[part], int(count[part].max()))
    chosen = np.flatnonzero(branched)
    step = max(16, _NODES >> size)
    for start in range(0, len(chosen), step):
        part = chosen[start : start + step]
        centres[part] = _by_branching(caps[part])
    return centres


def _tilts(caps: Array) -> Array:
    """Give a tilt for each row under which the mean of the sum is near 1.

    Every tilt gives the same centre; a good one keeps the digits. The Newton steps from 0 come
    down on the root from one side, since the mean is convex in the tilt below 0. The tilt is
    kept off 0, where factors of the series vanish and quotients of them would lose digits.
    """
    spread = np.sqrt((caps**2).sum(axis=1) / 12)
    least = -0.5 / spread
    tilt = least.copy()
    for _ in range(12):
        t = np.minimum(tilt[:, None] * caps, -1e-3)
        gone = np.expm1(t)
        mean = (caps * (1 + 1 / gone - 1 / t)).sum(axis=1)
        variance = (caps**2 * (1 / t**2 - (1 + gone) / gone**2)).sum(axis=1)
        tilt = np.minimum(tilt - (mean - 1) / np.maximum(variance, 1e-12), least)
    return np.asarray(np.maximum(tilt, -2.0 * caps.shape[1]))


def _period(caps: Array, tilt: Array) -> Array:
    """Give a period with which the series is the density at 1 and no echo of it.

    Echoes come from 1 + k P. Beyond the last sum, or so far out under the tilt that they are less
    than 1e-18 of the density at 1, they do not count: the density falls from its mode near 1 on,
    so at 1 + P it is at most 2 / P times the chance of more than 1 + P / 2 (Chernoff's bound).
    """
    far = np.maximum(caps.sum(axis=1) - 1.0, 1.0)
    turned = np.maximum(caps, 1e-300)
    start = _log_masses(turned, tilt)
    for part in _LESSER_TILTS:
        grown = _log_masses(turned, tilt * (1 - part)) - start
        reach = (grown - _LOG_ECHO) / (-part * tilt) - 1.0
        far = np.minimum(far, np.maximum(2 * reach, 1.0))
    return np.asarray(far)


def _log_masses(caps: Array, tilt: Array) -> Array:
    """Give the logarithm of the integral of exp(tilt x) over the box of claims."""
    return np.asarray(np.log(np.expm1(tilt[:, None] * caps) / tilt[:, None]).sum(axis=1))


def _coefficients(caps: Array, tilt: Array) -> NDArray[np.int64]:
    """Give the number of coefficients beyond which all are less than 1e-18 of the first.

    The factor of claim i at frequency w is at most min(1, c_i / w); the product over the m
    smallest c_i bounds the coefficient for every m.
    """
    positive = np.maximum(caps, 1e-300)
    bounds = np.sort(np.log(-tilt[:, None] / np.tanh(-tilt[:, None] * positive / 2)), axis=1)
    number = np.arange(1, caps.shape[1] + 1)
    highest = ((np.cumsum(bounds, axis=1) - _LOG_LEFT_OUT) / number).min(axis=1)
    steps = np.exp(np.minimum(highest, 60.0)) * _period(caps, tilt) / (2 * np.pi)
    return np.asarray(np.ceil(np.minimum(steps, 1e15)).astype(np.int64) + 1)


def _by_fourier(caps: Array, tilt: Array, count: int) -> Array:
    """Sum the Fourier series of the density and of the first moments, members down the rows.

    With z = (tilt + i w) d the factor of a claim is (e^z - 1) / z over its value at w = 0, and
    the mean of X under it d (1 + 1 / (e^z - 1) - 1 / z). Both e^(i w d / 2) and its sine are
    carried from one frequency to the next, which keeps e^z - 1 accurate for small claims.
    """
    d = np.maximum(caps.T, 1e-30)
    gone = np.expm1(tilt * d)
    inverse = 1 / d
    scale = tilt * d / gone
    swing = 2j * (1 + gone)
    frequency = 2 * np.pi / _period(caps, tilt)
    step, turn = np.exp(0.5j * frequency * d), np.exp(-1j * frequency)
    wave, phase = np.ones_like(step), np.ones_like(turn)
    density = np.ones_like(tilt)
    moments = 1 / gone - inverse / tilt
    for k in range(1, count + 1):
        wave *= step
        phase *= turn
        change = wave.imag * wave
        change *= swing
        change += gone
        inverse_z = inverse * (1 / (tilt + 1j * k * frequency))
        value = phase * np.multiply.reduce(change * (inverse_z * scale), axis=0)
        density += 2 * value.real
        np.reciprocal(change, out=change)
        change -= inverse_z
        moments += 2 * (value.real * change.real - value.imag * change.imag)
    centres: Array = (d * (1 + moments / density)).T
    return centres


def _by_branching(caps: Array) -> Array:
    """Give the centre from distribution functions: (F(1) - F_without_i(1 - d_i)) / f(1).

    F and f are the distribution function and the density of the sum of the uniform variables;
    the formula is integration by parts of the mean of X_i over the slice.
    """
    rows, size = caps.shape
    order = np.argsort(-caps, axis=1)
    ordered = np.take_along_axis(caps, order, axis=1)
    whole, density = _sum_law(np.ones(rows), ordered)
    centres = np.empty_like(caps)
    for i in range(size):
        others = np.delete(ordered, i, axis=1)
        without, _ = _sum_law(1 - ordered[:, i], others)
        np.put_along_axis(centres, order[:, i : i + 1], (whole - without)[:, None], axis=1)
    centres /= density[:, None]
    return centres


def _sum_law(level: Array, ordered: Array) -> tuple[Array, Array]:
    """Give P(sum <= level) and the density at level, for claims in descending order.

    A node holds the row, what is left of the level, and its sign over the product of the
    claims that were conditioned on.
    """
    rows, size = ordered.shape
    rest, series = _rest_series(ordered)
    law, density = np.zeros(rows), np.zeros(rows)
    row, left, weight = np.arange(rows), level, np.ones(rows)
    for depth in range(size + 1):
        alive = left > 0
        row, left, weight = row[alive], left[alive], weight[alive]
        closed = left >= rest[row, depth]
        ended = row[closed]
        powers = _powers(left[closed] - rest[ended, depth], depth)
        terms = powers[:, ::-1] * series[depth][ended]
        law += np.bincount(ended, weight[closed] * terms.sum(axis=1), rows)
        if depth:
            terms = powers[:, -2::-1] * series[depth][ended, :-1]
            density += np.bincount(ended, weight[closed] * terms.sum(axis=1), rows)
        row, left, weight = row[~closed], left[~closed], weight[~closed]
        if depth == size or not len(row):
            break
        if 2 * len(row) > MOST_BRANCHES:
            raise ProblemError(
                "claims: a few claims are greater by many orders of magnitude than many others, "
                "which leaves no short exact method; group the smallest claims into one"
            )
        claim = ordered[row, depth]
        weight = weight / claim
        row = np.concatenate([row, row])
        left = np.concatenate([left, left - claim])
        weight = np.concatenate([weight, -weight])
    return law, density


def _rest_series(ordered: Array) -> tuple[Array, list[Array]]:
    """Give, at each depth, the sum of the claims below it and E[Z^r] / r!, r = 0..depth.

    Z is the sum of the uniform variables below that depth; its series is a product of those of
    the single claims, d^r / (r + 1)!.
    """
    rows, size = ordered.shape
    rest = np.zeros((rows, size + 1))
    rest[:, :-1] = np.cumsum(ordered[:, ::-1], axis=1)[:, ::-1]
    current = np.zeros((rows, size + 1))
    current[:, 0] = 1.0
    series = [current]
    for depth in range(size - 1, -1, -1):
        factor = _powers(ordered[:, depth], size) / np.arange(1, size + 2)
        current = np.stack(
            [(current[:, : r + 1] * factor[:, r::-1]).sum(axis=1) for r in range(size + 1)], axis=1
        )
        series.append(current)
    series.reverse()
    return rest, [series[depth][:, : depth + 1] for depth in range(size + 1)]


def _powers(values: Array, highest: int) -> Array:
    """Give values^r / r! for r = 0..highest, on a new last axis."""
    powers = np.ones((len(values), highest + 1))
    for r in range(1, highest + 1):
        powers[:, r] = powers[:, r - 1] * values / r
    return powers
