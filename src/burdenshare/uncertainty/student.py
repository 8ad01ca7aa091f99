"""The Student t distribution of location and scale: fitting it to draws, and drawing from it.

Object and notation. x = mu + s T with T of nu degrees of freedom. For given nu, mu and s maximise
the likelihood by reweighting: each value counts (nu + 1) / (nu + z^2), z its distance from mu in s.

References
----------
Lange, Little & Taylor (1989), Robust statistical modeling using the t distribution, Journal of the
American Statistical Association 84.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from burdenshare.arrays import Array, as_vectors
from burdenshare.errors import ProblemError

FREEDOMS = (1.5, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 20.0, 40.0)
"""Degrees of freedom among which a fit chooses."""

LEAST_SCALE = 1e-6
"""Least scale of a fit, in standard deviations of values that are not all equal."""


class StudentFit(NamedTuple):
    """A fitted distribution. [unit of the values]"""

    centre: float
    scale: float
    freedom: float
    log_likelihood: float
    """Mean of the log density of the values."""


def fit_student(
    values: ArrayLike, *, freedoms: Sequence[float] = FREEDOMS, sweeps: int = 200
) -> StudentFit:
    """Fit a Student t distribution to values by maximum likelihood.

    Parameters
    ----------
    values : array_like, shape (n,)
        Values or draws. [any unit]
    freedoms : sequence of float
        Degrees of freedom to choose from.
    sweeps : int
        Steps of reweighting at most for each of them; fewer once nothing moves.

    Returns
    -------
    StudentFit
        The best of them; of scale 0 and the most freedom if all values are equal. Where so many
        are that the likelihood grows without bound, the scale is `LEAST_SCALE`.

    Raises
    ------
    ProblemError
        If there is no value, or none of the degrees of freedom is above 0.

    Examples
    --------
    >>> fit = fit_student([-1.0, 0.0, 1.0], freedoms=(40.0,))
    >>> abs(fit.centre) < 1e-12, round(fit.scale, 1)
    (True, 0.8)
    """
    seen = as_vectors(values, "values")
    if seen.ndim != 1 or not freedoms or min(freedoms) <= 0:
        raise ProblemError("freedoms: expected degrees of freedom above 0, for one list of values")
    if np.ptp(seen) == 0:
        return StudentFit(float(seen[0]), 0.0, max(freedoms), math.inf)
    return max((_fit_one(seen, nu, sweeps) for nu in freedoms), key=lambda fit: fit.log_likelihood)


def _fit_one(seen: Array, nu: float, sweeps: int) -> StudentFit:
    low, centre, high = np.quantile(seen, [0.25, 0.5, 0.75])
    least = LEAST_SCALE * float(seen.std())
    scale = (high - low) / 1.35 or float(seen.std())
    for _ in range(sweeps):
        weight = (nu + 1) / (nu + ((seen - centre) / scale) ** 2)
        moved = float((weight * seen).sum() / weight.sum())
        spread = max(math.sqrt(float((weight * (seen - moved) ** 2).mean())), least)
        still = abs(moved - centre) + abs(spread - scale) < 1e-9 * spread
        centre, scale = moved, spread
        if still:
            break
    z = (seen - centre) / scale
    constant = math.lgamma((nu + 1) / 2) - math.lgamma(nu / 2) - math.log(nu * math.pi) / 2
    fit = constant - math.log(scale) - (nu + 1) / 2 * float(np.log1p(z**2 / nu).mean())
    return StudentFit(float(centre), float(scale), float(nu), fit)
