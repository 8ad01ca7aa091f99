"""What one side believes about a limit it cannot see.

Object. A limit `R`, such as the most a host would pay or the most its legislature would ratify,
known only up to a distribution `F`. What the models need of it is

    survival   S(x) = P(R >= x)      that a demand of x is accepted, or an agreement on x ratified
    cdf        F(x) = P(R <= x)
    hazard     f(x) / S(x)           the risk run by asking for a little more
    mills      S(x) / f(x)           its inverse

Parameters may be arrays: each element is then a belief of its own, and `x` broadcasts against
them. Uniform, logistic and normal beliefs have rising hazards, which is what makes the best
demand and the shaded agreement unique. Draws from anything else make an `EmpiricalBelief`.

References
----------
M. Bagnoli and T. Bergstrom (2005), Log-concave probability and its applications, Economic Theory
26, 445-469.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.polynomial import chebyshev
from numpy.typing import ArrayLike

from burdenshare.arrays import Array, as_array, as_vectors
from burdenshare.bargaining.elementwise import above_zero, together
from burdenshare.errors import ProblemError


class SmoothBelief(Protocol):
    """A belief with a density and a rising hazard."""

    @property
    def support(self) -> tuple[Array, Array]:
        """Least and largest limit thought possible; may be infinite."""
        ...

    @property
    def centre(self) -> Array:
        """The median."""
        ...

    def survival(self, x: ArrayLike) -> Array:
        """Give `P(R >= x)`."""
        ...

    def cdf(self, x: ArrayLike) -> Array:
        """Give `P(R <= x)`."""
        ...

    def hazard(self, x: ArrayLike) -> Array:
        """Give `f(x) / P(R >= x)`; infinite where the survival is 0."""
        ...

    def reverse_hazard(self, x: ArrayLike) -> Array:
        """Give `f(x) / P(R <= x)`; infinite where the cdf is 0."""
        ...

    def mills(self, x: ArrayLike) -> Array:
        """Give `P(R >= x) / f(x)`; infinite below the support, 0 above it."""
        ...


class UniformBelief:
    """Any limit between two ends is as likely as any other.

    Parameters
    ----------
    low, high : array_like
        Ends of what is possible; where they are equal the limit is known. [any currency, a year]

    Raises
    ------
    ProblemError
        If `low` exceeds `high`, or an end is not finite.

    Examples
    --------
    >>> float(UniformBelief(1.0, 3.0).survival(1.5))
    0.75
    """

    __slots__ = ("high", "low")

    def __init__(self, low: ArrayLike, high: ArrayLike) -> None:
        """Check that the ends are in order."""
        self.low, self.high = together(low=as_array(low, "low"), high=as_array(high, "high"))
        if (self.low > self.high).any():
            index = tuple(int(i) for i in np.argwhere(self.low > self.high)[0])
            raise ProblemError(
                f"low: {self.low[index]:g} exceeds high {self.high[index]:g} at index {index}"
            )

    @property
    def support(self) -> tuple[Array, Array]:
        """Least and largest limit thought possible."""
        return self.low, self.high

    @property
    def centre(self) -> Array:
        """The median."""
        return (self.low + self.high) / 2

    def survival(self, x: ArrayLike) -> Array:
        """Give `P(R >= x)`."""
        x, width = np.asarray(x, dtype=np.float64), self.high - self.low
        inside = (self.high - x) / np.where(width > 0, width, 1.0)
        return np.where(width > 0, np.clip(inside, 0, 1), np.where(x <= self.high, 1.0, 0.0))

    def cdf(self, x: ArrayLike) -> Array:
        """Give `P(R <= x)`."""
        x, width = np.asarray(x, dtype=np.float64), self.high - self.low
        inside = (x - self.low) / np.where(width > 0, width, 1.0)
        return np.where(width > 0, np.clip(inside, 0, 1), np.where(x >= self.low, 1.0, 0.0))

    def hazard(self, x: ArrayLike) -> Array:
        """Give `f(x) / P(R >= x)`; infinite from the upper end on."""
        x = np.asarray(x, dtype=np.float64)
        with np.errstate(divide="ignore"):
            inside = np.where(x >= self.high, np.inf, 1 / np.maximum(self.high - x, 0))
        return np.where(x < self.low, 0.0, inside)

    def reverse_hazard(self, x: ArrayLike) -> Array:
        """Give `f(x) / P(R <= x)`; infinite up to the lower end."""
        x = np.asarray(x, dtype=np.float64)
        with np.errstate(divide="ignore"):
            inside = np.where(x <= self.low, np.inf, 1 / np.maximum(x - self.low, 0))
        return np.where(x > self.high, 0.0, inside)

    def mills(self, x: ArrayLike) -> Array:
        """Give `P(R >= x) / f(x)`; infinite below the support."""
        x = np.asarray(x, dtype=np.float64)
        return np.where(x < self.low, np.inf, np.maximum(self.high - x, 0))


@dataclass(frozen=True, slots=True, eq=False)
class LogisticBelief:
    """A bell with heavier tails than the normal, and closed forms for everything.

    Parameters
    ----------
    centre : array_like
        Median of the limit. [any currency, a year]
    scale : array_like
        Spread, above 0; the standard deviation is `pi / sqrt(3)` times it. [unit of `centre`]

    Raises
    ------
    ProblemError
        If a scale is not above 0 or a number is not finite.

    Examples
    --------
    >>> float(LogisticBelief(1.2, 0.15).survival(1.2))
    0.5
    """

    centre: Array
    scale: Array

    def __init__(self, centre: ArrayLike, scale: ArrayLike) -> None:
        """Check that the scale is above 0."""
        pair = together(centre=as_array(centre, "centre"), scale=above_zero(scale, "scale"))
        for name, array in zip(("centre", "scale"), pair, strict=True):
            object.__setattr__(self, name, array)

    @property
    def support(self) -> tuple[Array, Array]:
        """Least and largest limit thought possible: any number."""
        return _whole_line(self.centre)

    def survival(self, x: ArrayLike) -> Array:
        """Give `P(R >= x)`."""
        return _sigmoid(-self._standard(x))

    def cdf(self, x: ArrayLike) -> Array:
        """Give `P(R <= x)`."""
        return _sigmoid(self._standard(x))

    def hazard(self, x: ArrayLike) -> Array:
        """Give `f(x) / P(R >= x)`, which is the cdf over the scale."""
        return self.cdf(x) / self.scale

    def reverse_hazard(self, x: ArrayLike) -> Array:
        """Give `f(x) / P(R <= x)`, which is the survival over the scale."""
        return self.survival(x) / self.scale

    def mills(self, x: ArrayLike) -> Array:
        """Give `P(R >= x) / f(x)`."""
        with np.errstate(over="ignore"):
            return np.asarray(self.scale * (1 + np.exp(-self._standard(x))))

    def _standard(self, x: ArrayLike) -> Array:
        return np.asarray((np.asarray(x, dtype=np.float64) - self.centre) / self.scale)


@dataclass(frozen=True, slots=True, eq=False)
class NormalBelief:
    """A bell given by its mean and standard deviation.

    Parameters
    ----------
    mean : array_like
        Mean of the limit. [any currency, a year]
    deviation : array_like
        Standard deviation, above 0. [unit of `mean`]

    Raises
    ------
    ProblemError
        If a deviation is not above 0 or a number is not finite.

    Examples
    --------
    >>> round(float(NormalBelief(0.0, 1.0).survival(1.96)), 6)
    0.024998
    """

    mean: Array
    deviation: Array

    def __init__(self, mean: ArrayLike, deviation: ArrayLike) -> None:
        """Check that the standard deviation is above 0."""
        pair = together(mean=as_array(mean, "mean"), deviation=above_zero(deviation, "deviation"))
        for name, array in zip(("mean", "deviation"), pair, strict=True):
            object.__setattr__(self, name, array)

    @property
    def support(self) -> tuple[Array, Array]:
        """Least and largest limit thought possible: any number."""
        return _whole_line(self.mean)

    @property
    def centre(self) -> Array:
        """The median."""
        return self.mean

    def survival(self, x: ArrayLike) -> Array:
        """Give `P(R >= x)`."""
        return normal_survival(self._standard(x))

    def cdf(self, x: ArrayLike) -> Array:
        """Give `P(R <= x)`."""
        return normal_survival(-self._standard(x))

    def hazard(self, x: ArrayLike) -> Array:
        """Give `f(x) / P(R >= x)`."""
        return normal_hazard(self._standard(x)) / self.deviation

    def reverse_hazard(self, x: ArrayLike) -> Array:
        """Give `f(x) / P(R <= x)`."""
        return normal_hazard(-self._standard(x)) / self.deviation

    def mills(self, x: ArrayLike) -> Array:
        """Give `P(R >= x) / f(x)`."""
        with np.errstate(divide="ignore", over="ignore"):
            return np.asarray(self.deviation / normal_hazard(self._standard(x)))

    def _standard(self, x: ArrayLike) -> Array:
        return np.asarray((np.asarray(x, dtype=np.float64) - self.mean) / self.deviation)


class EmpiricalBelief:
    """Draws of the limit, each as likely as its weight.

    Parameters
    ----------
    draws : array_like, shape (..., m)
        Draws of the limit. [any currency, a year]
    weights : array_like, shape (..., m), optional
        Weight of each draw, not negative, with a sum above 0; equal weights if left out.

    Raises
    ------
    ProblemError
        If there is no draw, a weight is negative, or the weights of a belief are all 0.

    Examples
    --------
    >>> float(EmpiricalBelief([1.0, 2.0, 3.0, 4.0]).survival(3.0))
    0.5
    """

    __slots__ = ("draws", "tails")

    def __init__(self, draws: ArrayLike, weights: ArrayLike | None = None) -> None:
        """Sort the draws and keep the chance that the limit is at least each of them."""
        values = as_vectors(draws, "draws")
        mass = np.ones_like(values) if weights is None else as_vectors(weights, "weights")
        values, mass = together(draws=values, weights=mass)
        if (mass < 0).any() or (mass.sum(axis=-1) <= 0).any():
            raise ProblemError("weights: expected no negative weight and a sum above 0")
        order = np.argsort(values, axis=-1, kind="stable")
        self.draws = np.take_along_axis(values, order, axis=-1)
        """Draws from the least to the largest, shape (..., m)."""
        mass = np.take_along_axis(mass, order, axis=-1)
        tails = np.cumsum(mass[..., ::-1], axis=-1)[..., ::-1]
        self.tails = tails / tails[..., :1]
        """`P(R >= draw)` at the first of equal draws, shape (..., m)."""

    def survival(self, x: ArrayLike) -> Array:
        """Give `P(R >= x)`; `x` broadcasts against the leading axes of the draws."""
        x = np.asarray(x, dtype=np.float64)[..., None]
        return np.asarray(np.max(np.where(self.draws >= x, self.tails, 0.0), axis=-1))

    def cdf(self, x: ArrayLike) -> Array:
        """Give `P(R <= x)`; `x` broadcasts against the leading axes of the draws."""
        x = np.asarray(x, dtype=np.float64)[..., None]
        return np.asarray(1.0 - np.max(np.where(self.draws > x, self.tails, 0.0), axis=-1))


# Chebyshev coefficients of exp(z^2) erfc(z) / t in 2 t - 1, where t = 3 / (3 + z), z >= 0:
# computed by cosine sums over 64 nodes; the ratio is right to 5e-15.
_SCALED_TAIL = (
    0.4711460746602907,
    0.3771589496915657,
    0.11803603344749537,
    0.028362346699695097,
    0.004871757757605458,
    0.0004598523878765609,
    -2.1430222381074726e-05,
    -1.3014473699210494e-05,
    -8.809283582877914e-07,
    2.7464800488041785e-07,
    4.4159918909103535e-08,
    -6.398408400332123e-09,
    -1.6768355245999622e-09,
    1.9473359036403792e-10,
    6.247430350825312e-11,
    -8.12439004960197e-12,
    -2.330413639839435e-12,
    4.1916470294722785e-13,
    8.186507027829748e-14,
    -2.335631688055173e-14,
    -2.2690183065776637e-15,
    1.339206523454095e-15,
)


def normal_survival(x: ArrayLike) -> Array:
    """Give the chance that a standard normal number is at least `x`, right to about 1e-14.

    Examples
    --------
    >>> normal_survival([0.0, 1.0]).round(6)
    array([0.5     , 0.158655])
    """
    x = np.asarray(x, dtype=np.float64)
    tail = 0.5 * _scaled_tail(np.abs(x) / math.sqrt(2)) * np.exp(-0.5 * x * x)
    return np.asarray(np.where(x >= 0, tail, 1.0 - tail))


def normal_hazard(x: ArrayLike) -> Array:
    """Give the density of a standard normal number at `x` over the chance that it is at least `x`.

    Examples
    --------
    >>> round(float(normal_hazard(0.0)), 10)
    0.7978845608
    """
    x = np.asarray(x, dtype=np.float64)
    scaled, fall = _scaled_tail(np.abs(x) / math.sqrt(2)), np.exp(-0.5 * x * x)
    left = fall / math.sqrt(2 * math.pi) / (1.0 - 0.5 * scaled * fall)
    return np.where(x >= 0, math.sqrt(2 / math.pi) / scaled, left)


def _scaled_tail(z: Array) -> Array:
    t = 3.0 / (3.0 + z)
    return np.asarray(t * chebyshev.chebval(2 * t - 1, _SCALED_TAIL))


def _sigmoid(x: Array) -> Array:
    fall = np.exp(-np.abs(x))
    return np.asarray(np.where(x >= 0, 1.0, fall) / (1.0 + fall))


def _whole_line(like: Array) -> tuple[Array, Array]:
    return np.full(like.shape, -np.inf), np.full(like.shape, np.inf)
