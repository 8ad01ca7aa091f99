"""How good forecasts were: proper scores, coverage, ranks, and how sure a comparison is.

Object and notation. A forecast is a set of draws x_1..x_m, or a probability p, or a normal
distribution; y is what happened. Scores are losses: less is better, and a proper score is least in
expectation for whoever says what they believe. Leading axes hold forecasts.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from burdenshare.arrays import Array, as_array, as_shares, as_vectors
from burdenshare.errors import ProblemError


def crps(draws: ArrayLike, outcome: ArrayLike) -> Array:
    """Give the continuous ranked probability score of draws.

    The mean distance of the draws from what happened, less half their mean distance from one
    another; the absolute error for a single draw.

    Parameters
    ----------
    draws : array_like, shape (..., m)
        Draws of each forecast. [any unit]
    outcome : array_like, shape (...)
        What happened. [unit of `draws`]

    Returns
    -------
    ndarray, shape (...)
        Not negative, 0 for draws that all equal the outcome. [unit of `draws`]

    References
    ----------
    Gneiting & Raftery (2007), Strictly proper scoring rules, prediction, and estimation, Journal
    of the American Statistical Association 102, equation 21.

    Examples
    --------
    >>> crps([0.0, 2.0], 1.0)
    array(0.5)
    """
    happened = as_array(outcome, "outcome")
    # Counted from the outcome, so that large numbers close together lose no digits.
    ordered = np.sort(as_vectors(draws, "draws") - happened[..., None], axis=-1)
    m = ordered.shape[-1]
    error = np.abs(ordered).mean(axis=-1)
    # The sum of |x_i - x_j| over all pairs, by the rank of each draw.
    weights = 2.0 * np.arange(1, m + 1) - m - 1
    spread = (ordered * weights).sum(axis=-1) / m**2
    return np.asarray(np.maximum(error - spread, 0.0))


def crps_normal(mean: ArrayLike, sd: ArrayLike, outcome: ArrayLike) -> Array:
    """Give the continuous ranked probability score of normal forecasts.

    References
    ----------
    Gneiting, Raftery, Westveld & Goldman (2005), Calibrated probabilistic forecasting using
    ensemble model output statistics, Monthly Weather Review 133, equation 5.

    Examples
    --------
    >>> crps_normal(0, 1, [0, 1]).round(4)
    array([0.2337, 0.6024])
    """
    middle, spread, happened = np.broadcast_arrays(
        as_array(mean, "mean"), as_array(sd, "sd"), as_array(outcome, "outcome")
    )
    if (spread < 0).any():
        raise ProblemError("sd: a standard deviation must not be negative")
    scale = np.where(spread > 0, spread, 1.0)
    z = (happened - middle) / scale
    density = np.exp(-(z**2) / 2) / math.sqrt(2 * math.pi)
    score = scale * (z * (2 * _normal_cdf(z) - 1) + 2 * density - 1 / math.sqrt(math.pi))
    return np.asarray(np.where(spread > 0, score, np.abs(happened - middle)))


_erf = np.vectorize(math.erf, otypes=[np.float64])


def _normal_cdf(z: Array) -> Array:
    half: Array = 0.5 * (1.0 + _erf(z / math.sqrt(2)))
    return half


def brier(probability: ArrayLike, happened: ArrayLike) -> Array:
    """Give the squared distance of a probability from what happened, 1 if it did and 0 if not.

    References
    ----------
    Brier (1950), Verification of forecasts expressed in terms of probability, Monthly Weather
    Review 78.

    Examples
    --------
    >>> brier([0.8, 0.8], [1, 0])
    array([0.04, 0.64])
    """
    said, was = as_shares(probability, "probability"), as_shares(happened, "happened")
    return np.asarray((said - was) ** 2).round(15)


def covers(draws: ArrayLike, outcome: ArrayLike, level: float = 0.9) -> Array:
    """Say whether the central interval of draws holds what happened: 1 or 0.

    Examples
    --------
    >>> covers(np.arange(101.0), [50, 99], 0.9)
    array([1., 0.])
    """
    if not 0 < level < 1:
        raise ProblemError(f"level: {level:g} is not between 0 and 1")
    values = as_vectors(draws, "draws")
    happened = as_array(outcome, "outcome")
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2], axis=-1)
    return np.asarray(((low <= happened) & (happened <= high)).astype(np.float64))


def rank(draws: ArrayLike, outcome: ArrayLike) -> Array:
    """Give the place of what happened among the draws, from 0 (below all) to 1 (above all).

    Ties count half. Ranks of calibrated forecasts are uniform.

    Examples
    --------
    >>> rank([1.0, 2.0, 3.0, 4.0], 2.5)
    array(0.5)
    """
    values = as_vectors(draws, "draws")
    happened = as_array(outcome, "outcome")[..., None]
    return np.asarray((values < happened).mean(axis=-1) + (values == happened).mean(axis=-1) / 2)


class Comparison(NamedTuple):
    """A mean difference of scores with its bootstrap interval."""

    mean: float
    low: float
    high: float
    better: float
    """Share of resamples in which the first forecast scored less, ties counting half."""


def paired_bootstrap(
    first: ArrayLike,
    second: ArrayLike,
    rng: np.random.Generator,
    *,
    clusters: ArrayLike | None = None,
    resamples: int = 10_000,
    level: float = 0.9,
) -> Comparison:
    """Compare two forecasts of the same events by resampling the events, whole clusters at once.

    Parameters
    ----------
    first, second : array_like, shape (n,)
        Scores of the two forecasts, event by event. [any unit]
    rng : Generator
        Draws the resamples.
    clusters : array_like, shape (n,), optional
        Labels of events that depend on one another; else each event stands alone.
    resamples : int
        How many resamples.
    level : float
        Probability that the interval is to hold.

    Returns
    -------
    Comparison
        Mean of first less second, its percentile interval, and how often first was better.

    References
    ----------
    Efron & Tibshirani (1993), An Introduction to the Bootstrap, ch. 8 and 13.

    Examples
    --------
    >>> paired_bootstrap([1, 1, 1], [2, 2, 2], np.random.default_rng(0)).mean
    -1.0
    """
    ours, theirs = as_vectors(first, "first"), as_vectors(second, "second")
    if ours.shape != theirs.shape or ours.ndim != 1:
        raise ProblemError("first and second: expected two lists of the same length")
    difference = ours - theirs
    labels = np.arange(difference.size) if clusters is None else np.asarray(clusters)
    if labels.shape != difference.shape:
        raise ProblemError("clusters: expected one label an event")
    _, member = np.unique(labels, return_inverse=True)
    sums = np.bincount(member, weights=difference)
    sizes = np.bincount(member).astype(np.float64)
    chosen = rng.integers(0, sums.size, size=(resamples, sums.size))
    means = sums[chosen].sum(axis=1) / sizes[chosen].sum(axis=1)
    low, high = np.quantile(means, [(1 - level) / 2, (1 + level) / 2])
    better = float((means < 0).mean() + (means == 0).mean() / 2)
    return Comparison(float(difference.mean()), float(low), float(high), better)


def skill_bootstrap(
    ours: ArrayLike,
    theirs: ArrayLike,
    rng: np.random.Generator,
    *,
    clusters: ArrayLike | None = None,
    resamples: int = 10_000,
    level: float = 0.9,
) -> Comparison:
    """Give by what part our scores are lower on average than theirs, resampling whole clusters.

    One less the ratio of the mean scores: 1 for perfect forecasts, 0 for forecasts as good as
    theirs, below 0 for worse ones.

    Parameters
    ----------
    ours, theirs : array_like, shape (n,)
        Scores of the two forecasts, event by event, not negative. [any unit]
    rng : Generator
        Draws the resamples.
    clusters : array_like, shape (n,), optional
        Labels of events that depend on one another; else each event stands alone.
    resamples : int
        How many resamples.
    level : float
        Probability that the interval is to hold.

    Returns
    -------
    Comparison
        The skill, its percentile interval, and how often it was above 0, ties counting half. A
        resample in which their scores are all 0 has skill 0 if ours are too, else minus one.

    References
    ----------
    Wilks (2011), Statistical Methods in the Atmospheric Sciences, ch. 8; Efron & Tibshirani
    (1993), An Introduction to the Bootstrap, ch. 13.

    Examples
    --------
    >>> skill_bootstrap([1, 1, 2], [2, 2, 4], np.random.default_rng(0))
    Comparison(mean=0.5, low=0.5, high=0.5, better=1.0)
    """
    first, second = as_vectors(ours, "ours"), as_vectors(theirs, "theirs")
    if first.shape != second.shape or first.ndim != 1:
        raise ProblemError("ours and theirs: expected two lists of the same length")
    if (first < 0).any() or (second < 0).any():
        raise ProblemError("ours and theirs: a score must not be negative")
    labels = np.arange(first.size) if clusters is None else np.asarray(clusters)
    if labels.shape != first.shape:
        raise ProblemError("clusters: expected one label an event")
    _, member = np.unique(labels, return_inverse=True)
    sums = np.stack([np.bincount(member, weights=scores) for scores in (first, second)])
    chosen = rng.integers(0, sums.shape[1], size=(resamples, sums.shape[1]))
    skills = _skill(*sums[:, chosen].sum(axis=2))
    low, high = np.quantile(skills, [(1 - level) / 2, (1 + level) / 2])
    better = float((skills > 0).mean() + (skills == 0).mean() / 2)
    return Comparison(float(_skill(*sums.sum(axis=1))), float(low), float(high), better)


def _skill(ours: ArrayLike, theirs: ArrayLike) -> Array:
    mine, other = np.asarray(ours, dtype=np.float64), np.asarray(theirs, dtype=np.float64)
    ratio = np.divide(mine, other, out=np.full_like(mine, 2.0), where=other > 0)
    return np.where((other == 0) & (mine == 0), 0.0, 1 - ratio)
