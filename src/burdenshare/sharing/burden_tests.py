"""Do burdens follow benefits, and do allies ride free? The tests of the literature on alliances.

The object. Allies i = 1..n bear shares u_i of a burden, such as defence spending, and have shares
b_i of the benefits, commonly the mean of their shares of income, population and protected border.
*Concordance* asks whether the differences b_i - u_i lie around zero (Wilcoxon's signed ranks);
*exploitation* whether the rich bear more of their income (a rank correlation); a *reaction
function* regresses an ally's own spending on what it could spend, what the others spend (the
spill-in) and the threat, over years:

    ME = b_0 + b_1 GDP + b_2 PRICE + b_3 SPILLIN + b_4 THREAT

where b_3 below zero is free riding and above zero complementarity.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from burdenshare.arrays import Array, Matrix, Vector, as_array, as_nonnegative, as_vectors
from burdenshare.errors import ProblemError
from burdenshare.sharing.inequality import ranks, tail_of_correlation

LARGEST_EXACT = 500
"""Most differences for which the exact distribution is counted."""


class SignedRanks(NamedTuple):
    """Wilcoxon's test of whether paired differences lie around zero."""

    statistic: float
    """Sum of the ranks of the positive differences."""

    pairs: int
    """Pairs that differ; pairs that are equal say nothing and are left out."""

    p_value: float
    """Chance of a sum as far out on either side, if each sign were a coin's."""


class Regression(NamedTuple):
    """A least-squares fit with the usual standard errors."""

    names: tuple[str, ...]
    """What each coefficient belongs to."""

    coefficients: Vector
    """Shape (k,)."""

    standard_errors: Vector
    """Shape (k,); from the residual variance with T - k degrees of freedom."""

    p_values: Vector
    """Chance, two-tailed, of a coefficient as far from zero, by Student's t; shape (k,)."""

    r_squared: float
    """Part of the variance that is explained."""

    residuals: Vector
    """Shape (T,)."""


def benefit_shares(*measures: ArrayLike) -> Array:
    """Give each member's mean share of several measures of benefit.

    Parameters
    ----------
    *measures : array_like, shape (..., n)
        Income, population, protected border and the like, none negative. [any unit each]

    Returns
    -------
    ndarray, shape (..., n)
        Shares that sum to 1.

    Raises
    ------
    ProblemError
        If none is given, a number is negative, or a measure is zero for all members.

    References
    ----------
    T. Sandler and J. F. Forbes (1980), Burden sharing, strategy, and the design of NATO, Economic
    Inquiry 18, 425-444.

    Examples
    --------
    >>> benefit_shares([3, 1], [1, 1]).tolist()
    [0.625, 0.375]
    """
    if not measures:
        raise ProblemError("measures: none is given; name income, population or border")
    parts = []
    for place, measure in enumerate(measures):
        given = as_nonnegative(measure, f"measures[{place}]")
        total = given.sum(axis=-1, keepdims=True)
        if (total <= 0).any():
            raise ProblemError(f"measures[{place}]: it is zero for every member")
        parts.append(given / total)
    return np.asarray(np.mean(np.broadcast_arrays(*parts), axis=0))


def wilcoxon_signed_rank(first: ArrayLike, second: ArrayLike) -> SignedRanks:
    """Test whether paired numbers differ around zero, by signed ranks and exactly.

    Parameters
    ----------
    first, second : array_like, shape (n,)
        Numbers of the same members. [any one unit]

    Returns
    -------
    SignedRanks
        With the exact chance under random signs: every assignment of signs to the ranks that were
        found is counted, so that ties need no correction.

    Raises
    ------
    ProblemError
        If the numbers of members differ, no pair differs, or more than `LARGEST_EXACT` do.

    References
    ----------
    F. Wilcoxon (1945), Individual comparisons by ranking methods, Biometrics Bulletin 1, 80-83.

    Examples
    --------
    >>> wilcoxon_signed_rank([5, 7, 8, 9], [1, 2, 2, 2])
    SignedRanks(statistic=10.0, pairs=4, p_value=0.125)
    """
    a, b = as_vectors(first, "first"), as_vectors(second, "second")
    if a.shape != b.shape or a.ndim != 1:
        raise ProblemError(f"second: shape {b.shape}, but first has {a.shape}; expected the same")
    differences = a - b
    differences = differences[differences != 0]
    count = differences.size
    if not count:
        raise ProblemError("first: it equals second in every pair, so there is nothing to test")
    if count > LARGEST_EXACT:
        raise ProblemError(f"first: {count} pairs; signs of at most {LARGEST_EXACT} are counted")
    # Ranks of ties are halves, so twice the ranks are whole numbers.
    doubled = np.round(2 * ranks(np.abs(differences))).astype(np.int64)
    above = int(doubled[differences > 0].sum())
    chances = _sums_by_coin(doubled)
    lower, upper = chances[: above + 1].sum(), chances[above:].sum()
    return SignedRanks(above / 2, count, float(min(1.0, 2 * min(lower, upper))))


def _sums_by_coin(numbers: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Vector:
    """Chance of each sum when every number is counted with probability one half."""
    chances = np.zeros(int(numbers.sum()) + 1)
    chances[0] = 1.0
    reached = 0
    for number in numbers:
        reached += int(number)
        shifted = np.zeros(reached + 1)
        shifted[number:] = chances[: reached + 1 - number]
        chances[: reached + 1] = (chances[: reached + 1] + shifted) / 2
    return chances


def spill_ins(expenditures: ArrayLike) -> Array:
    """Give what the others spend, for each member.

    Parameters
    ----------
    expenditures : array_like, shape (..., n)
        Spending of each ally. [any one currency and price year]

    Returns
    -------
    ndarray, shape (..., n)
        Sum over all others. [same unit]

    Examples
    --------
    >>> spill_ins([1, 2, 4]).tolist()
    [6.0, 5.0, 3.0]
    """
    given = as_vectors(expenditures, "expenditures")
    return np.asarray(given.sum(axis=-1, keepdims=True) - given)


def reaction_function(
    expenditure: ArrayLike,
    income: ArrayLike,
    spill_in: ArrayLike,
    *,
    price: ArrayLike | None = None,
    threat: ArrayLike | None = None,
    lag: bool = False,
) -> Regression:
    """Regress an ally's spending on its income, the others' spending and the threat.

    Parameters
    ----------
    expenditure, income, spill_in : array_like, shape (T,)
        The ally's spending, its income and what the others spend, year by year.
        [one currency and price year]
    price : array_like, shape (T,), optional
        Price of defence relative to other goods. [ratio]
    threat : array_like, shape (T,), optional
        What the adversary spends. [any one unit]
    lag : bool
        Whether last year's own spending explains this year's; the first year is then lost.

    Returns
    -------
    Regression
        The coefficient of ``spill_in`` is below zero where the ally rides free on the others.

    Raises
    ------
    ProblemError
        If the lengths differ, there are no more years than coefficients, or one explanation is a
        combination of the others, so that their parts cannot be told apart.

    References
    ----------
    T. Sandler and J. C. Murdoch (1990), Nash-Cournot or Lindahl behavior? An empirical test for the
    NATO allies, Quarterly Journal of Economics 105, 875-894.

    Examples
    --------
    >>> years = [1.0, 2.0, 3.0, 4.0, 5.0]
    >>> others = [4.0, 1.0, 3.0, 2.0, 0.0]
    >>> spent = [2 + 3 * y - 0.5 * q for y, q in zip(years, others)]
    >>> reaction_function(spent, years, others).coefficients.round(9).tolist()
    [2.0, 3.0, -0.5]
    """
    spent = as_vectors(expenditure, "expenditure")
    columns = {"income": as_vectors(income, "income")}
    if price is not None:
        columns["price"] = as_vectors(price, "price")
    columns["spill-in"] = as_vectors(spill_in, "spill_in")
    if threat is not None:
        columns["threat"] = as_vectors(threat, "threat")
    for name, column in columns.items():
        if column.shape != spent.shape or spent.ndim != 1:
            raise ProblemError(
                f"{name}: shape {column.shape}, but expenditure has {spent.shape}; give one number "
                "a year in each"
            )
    if lag:
        columns = {name: column[1:] for name, column in columns.items()}
        columns["last year"] = spent[:-1]
        spent = spent[1:]
    names = ("constant", *columns)
    return _least_squares(names, np.column_stack([np.ones(spent.size), *columns.values()]), spent)


def _least_squares(names: tuple[str, ...], explained_by: Matrix, observed: Vector) -> Regression:
    years, count = explained_by.shape
    if years <= count:
        raise ProblemError(f"expenditure: {years} years cannot tell {count} coefficients apart")
    # Columns of very different size would make the rank a matter of units.
    scale = np.abs(explained_by).max(axis=0)
    scale = np.where(scale > 0, scale, 1.0)
    orthogonal, triangle = np.linalg.qr(explained_by / scale)
    if np.abs(np.diag(triangle)).min() < 1e-10 * np.abs(np.diag(triangle)).max():
        raise ProblemError(
            f"{' and '.join(names[1:])}: one is a combination of the others; leave one out"
        )
    inverse = np.linalg.inv(triangle)
    coefficients = inverse @ (orthogonal.T @ observed) / scale
    residuals = observed - explained_by @ coefficients
    freedom = years - count
    variance = float(residuals @ residuals) / freedom
    errors = np.sqrt(variance * (inverse**2).sum(axis=1)) / scale
    total = float(((observed - observed.mean()) ** 2).sum())
    r_squared = 1.0 - float(residuals @ residuals) / total if total > 0 else 1.0
    return Regression(
        names, coefficients, errors, _two_tails(coefficients, errors, freedom), r_squared, residuals
    )


def _two_tails(coefficients: Vector, errors: Vector, freedom: int) -> Vector:
    """Chance of coefficients as far from zero, by Student's t."""
    # t / sqrt(t^2 + freedom) is the partial correlation, by which the tail is known.
    size = np.hypot(coefficients, np.sqrt(freedom) * errors)
    partial = np.where(size > 0, np.abs(coefficients) / np.where(size > 0, size, 1.0), 0.0)
    return as_array(2 * tail_of_correlation(partial, freedom), "p_values")
