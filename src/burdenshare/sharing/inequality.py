"""How unequal shares are, and how far rankings agree.

Object: numbers x_1..x_n of n members (awards, burdens, incomes), of shape (..., n) with draws in
front. The Gini coefficient is sum |x_i - x_j| / (2 n^2 mean); ranks count from 1 and ties share
the mean of their ranks; Spearman's coefficient is the correlation of two rankings, Kendall's W
the agreement of m of them, between 0 and 1.
"""

from __future__ import annotations

from math import erfc
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from burdenshare.arrays import Array, as_array, as_nonnegative, as_vectors
from burdenshare.errors import ProblemError


class RankCorrelation(NamedTuple):
    """Spearman's coefficient and how likely chance alone gives one as great."""

    coefficient: Array
    """Between -1 and 1, shape (...)."""

    p_one_tailed: Array
    """Chance of a coefficient as far out on the same side, by Student's t, shape (...)."""


class Concordance(NamedTuple):
    """Kendall's coefficient of concordance and what it is made from."""

    coefficient: Array
    """W, between 0 and 1, shape (...)."""

    sum_of_squares: Array
    """Squared deviations of the rank sums from their mean, shape (...)."""

    p_value: Array
    """Chance of a W as great under random rankings, by chi-square, shape (...)."""


def gini(values: ArrayLike) -> Array:
    """Give the Gini coefficient: 0 if all are equal, (n - 1) / n if one has everything.

    Parameters
    ----------
    values : array_like, shape (..., n)
        Numbers that are not negative. [any one unit]

    Returns
    -------
    ndarray, shape (...)
        sum |x_i - x_j| / (2 n^2 mean), for the members as the whole population; 0 where all
        values are 0.

    Raises
    ------
    ProblemError
        If a value is negative or not finite.

    References
    ----------
    C. Gini (1912), Variabilità e mutabilità.

    Examples
    --------
    >>> gini([0, 0, 0, 1])
    array(0.75)
    """
    array = np.sort(as_nonnegative(values, "values"), axis=-1)
    size = array.shape[-1]
    total = _rescaled(array).sum(axis=-1)
    places = 2 * np.arange(1, size + 1) - size - 1
    spread = (places * _rescaled(array)).sum(axis=-1)
    empty = total == 0
    quotient = np.where(empty, 0.0, spread / np.where(empty, 1.0, size * total))
    return np.asarray(np.clip(quotient, 0.0, 1.0))


def lorenz_curve(values: ArrayLike) -> Array:
    """Give the share of the total that the k poorest members have, for k = 0..n.

    Parameters
    ----------
    values : array_like, shape (..., n)
        Numbers that are not negative. [any one unit]

    Returns
    -------
    ndarray, shape (..., n + 1)
        Cumulative shares from 0 to 1; the line of equality where all values are 0.

    Raises
    ------
    ProblemError
        If a value is negative or not finite.

    Examples
    --------
    >>> lorenz_curve([3, 1])
    array([0.  , 0.25, 1.  ])
    """
    array = np.sort(as_nonnegative(values, "values"), axis=-1)
    filled = np.where(array.sum(axis=-1, keepdims=True) > 0, _rescaled(array), 1.0)
    cumulative = np.cumsum(filled, axis=-1)
    curve = np.zeros((*array.shape[:-1], array.shape[-1] + 1))
    curve[..., 1:] = cumulative / cumulative[..., -1:]
    return curve


def shares(values: ArrayLike) -> Array:
    """Give each member's share of the total.

    Parameters
    ----------
    values : array_like, shape (..., n)
        Numbers that are not negative. [any one unit]

    Returns
    -------
    ndarray, shape (..., n)
        Shares between 0 and 1 that sum to 1; equal shares where all values are 0.

    Raises
    ------
    ProblemError
        If a value is negative or not finite.

    Examples
    --------
    >>> shares([1, 3])
    array([0.25, 0.75])
    """
    array = as_nonnegative(values, "values")
    scaled = _rescaled(array)
    filled = np.where(scaled.sum(axis=-1, keepdims=True) > 0, scaled, 1.0)
    return np.asarray(filled / filled.sum(axis=-1, keepdims=True))


def ranks(values: ArrayLike, *, descending: bool = False) -> Array:
    """Rank members from 1; those with equal values share the mean of their ranks.

    Parameters
    ----------
    values : array_like, shape (..., n)
        Numbers. [any one unit]
    descending : bool
        Whether the greatest value has rank 1 rather than the least.

    Returns
    -------
    ndarray, shape (..., n)
        Ranks from 1 to n, summing to n (n + 1) / 2.

    Raises
    ------
    ProblemError
        If a value is not finite.

    Examples
    --------
    >>> ranks([9.0, 5.5, 7.0, 5.5], descending=True)
    array([1. , 3.5, 2. , 3.5])
    """
    array = as_vectors(values, "values")
    signed = -array if descending else array
    below = (signed[..., None, :] < signed[..., :, None]).sum(axis=-1)
    equal = (signed[..., None, :] == signed[..., :, None]).sum(axis=-1)
    return np.asarray(below + (equal + 1) / 2)


def spearman(first: ArrayLike, second: ArrayLike) -> RankCorrelation:
    """Correlate two rankings of the same members.

    Parameters
    ----------
    first, second : array_like, shape (..., n)
        Numbers to rank, n at least 3. [any unit each]

    Returns
    -------
    RankCorrelation
        Pearson's correlation of the ranks (ties at mean ranks), and the chance of one as far
        out on the same side if the rankings had nothing to do with each other, from
        Student's t with n - 2 degrees of freedom. The chance is an approximation for small n.

    Raises
    ------
    ProblemError
        If there are fewer than 3 members, the numbers of members differ, or all values of one
        side are equal, so that there is no ranking.

    References
    ----------
    C. Spearman (1904), American J. Psychology 15. Student's t for whole degrees of freedom:
    M. Abramowitz and I. A. Stegun (1964), Handbook of Mathematical Functions, 26.7.3-4.

    Examples
    --------
    >>> spearman([1, 2, 3, 4], [1, 2, 4, 3]).coefficient
    array(0.8)
    """
    a, b = as_vectors(first, "first", least=3), as_vectors(second, "second", least=3)
    if a.shape[-1] != b.shape[-1]:
        raise ProblemError(
            f"second: {b.shape[-1]} members, but first has {a.shape[-1]}; expected the same ones"
        )
    size = a.shape[-1]
    x, y = _centred_ranks(a, "first"), _centred_ranks(b, "second")
    scale = np.sqrt((x**2).sum(axis=-1) * (y**2).sum(axis=-1))
    coefficient = np.clip((x * y).sum(axis=-1) / scale, -1.0, 1.0)
    return RankCorrelation(
        np.asarray(coefficient), tail_of_correlation(np.abs(coefficient), size - 2)
    )


def kendall_w(rankings: ArrayLike, *, correct_ties: bool = True) -> Concordance:
    """Measure how far m judges agree in ranking n items.

    Parameters
    ----------
    rankings : array_like, shape (..., m, n)
        One row a judge: ranks, or numbers in the order of which the judge ranks the items.
    correct_ties : bool
        Whether to allow for ties within a judge's ranking, which make 1 reachable again.

    Returns
    -------
    Concordance
        W = 12 S / (m^2 (n^3 - n) - m sum (t^3 - t)), S the squared deviations of the rank
        sums; and the chance of one as great under random rankings, from chi-square
        m (n - 1) W with n - 1 degrees of freedom. W is 0 if no judge tells items apart.

    Raises
    ------
    ProblemError
        If there are fewer than 2 judges or 2 items.

    References
    ----------
    M. G. Kendall and B. Babington Smith (1939), Annals of Mathematical Statistics 10.
    S. Siegel (1956), Nonparametric Statistics for the Behavioral Sciences.

    Examples
    --------
    >>> kendall_w([[1, 2, 3], [1, 2, 3]]).coefficient
    array(1.)
    """
    array = as_array(rankings, "rankings")
    if array.ndim < 2 or array.shape[-1] < 2 or array.shape[-2] < 2:
        raise ProblemError(
            f"rankings: shape {array.shape}; expected at least 2 rows (judges) of at least 2 items"
        )
    judges, size = array.shape[-2:]
    ranked = ranks(array)
    deviations = ranked.sum(axis=-2) - judges * (size + 1) / 2
    squares = (deviations**2).sum(axis=-1)
    most = np.full(squares.shape, judges**2 * (size**3 - size) / 12)
    if correct_ties:
        most = judges * _rank_squares(ranked).sum(axis=-1)
    coefficient = np.where(most > 0, squares / np.where(most > 0, most, 1.0), 0.0)
    coefficient = np.clip(coefficient, 0.0, 1.0)
    tail = _chi_square_tail(judges * (size - 1) * coefficient, size - 1)
    return Concordance(np.asarray(coefficient), np.asarray(squares), tail)


def _rescaled(values: Array) -> Array:
    """Divide by the greatest value, so that no sum overflows."""
    most = values.max(axis=-1, keepdims=True)
    return np.asarray(values / np.where(most > 0, most, 1.0))


def _centred_ranks(values: Array, name: str) -> Array:
    """Give ranks less their mean, or refuse values that have no order."""
    constant = values.min(axis=-1) == values.max(axis=-1)
    if constant.any():
        raise ProblemError(f"{name}: all values are equal, so they give no ranking")
    return np.asarray(ranks(values) - (values.shape[-1] + 1) / 2)


def _rank_squares(ranked: Array) -> Array:
    """Sum of squared deviations of ranks: (n^3 - n) / 12 less (t^3 - t) / 12 a tie of t."""
    return np.asarray(((ranked - (ranked.shape[-1] + 1) / 2) ** 2).sum(axis=-1))


def tail_of_correlation(coefficient: Array, freedom: int) -> Array:
    """Give P(T > t) for t = r sqrt(freedom / (1 - r^2)), r >= 0, as a finite sum.

    With t = sqrt(freedom) tan(a), sin(a) is r itself.

    Parameters
    ----------
    coefficient : ndarray
        Correlations r from 0 to 1.
    freedom : int
        Degrees of freedom, at least 1.

    Returns
    -------
    ndarray
        Upper tails of Student's t, 0 to 0.5.

    Examples
    --------
    >>> round(float(tail_of_correlation(np.array(0.5), 1)), 6)
    0.333333
    """
    sine = coefficient
    square = np.maximum(1 - sine**2, 0.0)
    if freedom % 2:
        term, total = np.sqrt(square), np.zeros_like(sine)
        for k in range(1, freedom - 1, 2):
            total = total + term
            term = term * square * ((k + 1) / (k + 2))
        central = 2 / np.pi * (np.arcsin(sine) + sine * total)
    else:
        term, total = np.ones_like(sine), np.zeros_like(sine)
        for k in range(0, freedom - 1, 2):
            total = total + term
            term = term * square * ((k + 1) / (k + 2))
        central = sine * total
    return np.asarray(np.clip((1 - central) / 2, 0.0, 0.5))


def _chi_square_tail(value: Array, freedom: int) -> Array:
    """Give P(chi-square > value) for whole degrees of freedom as a finite sum."""
    half = np.asarray(value) / 2
    if freedom % 2:
        tail = _normal_tail_twice(np.sqrt(2 * half))
        term = np.sqrt(half / np.pi) * 2 * np.exp(-half)
        start = 3
    else:
        tail = np.zeros_like(half)
        term = np.exp(-half)
        start = 2
    for k in range(start, freedom + 1, 2):
        tail = tail + term
        term = term * half / (k / 2)
    return np.asarray(np.clip(tail, 0.0, 1.0))


def _normal_tail_twice(value: Array) -> Array:
    """Give P(|Z| > value) for a standard normal Z."""
    return np.asarray(np.vectorize(erfc, otypes=[np.float64])(value / np.sqrt(2)))
