"""Uncertain numbers as distributions that are cheap to draw from.

Object and notation. A `Distribution` turns uniform numbers u in (0, 1) into values by its quantile
function Q(u), and draws values with a generator. Both routes give the same distribution; the
quantile route serves quasi-random points. `interval` reads a number written as ``low`` to
``high``, which is a central 90% interval here.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property, lru_cache
from statistics import NormalDist
from typing import Protocol

import numpy as np

from burdenshare.arrays import Array
from burdenshare.errors import ProblemError

Z95 = NormalDist().inv_cdf(0.95)
"""Half-width of a central 90% interval of the standard normal distribution."""

TABLE_CELLS = 16_384
"""Cells of the quantile table of a beta distribution; each holds 6e-5 of the probability."""


class Distribution(Protocol):
    """A number that may be uncertain."""

    @property
    def mean(self) -> float:
        """Expected value."""
        ...

    def quantile(self, u: Array) -> Array:
        """Values at the probabilities `u`, each between 0 and 1."""
        ...

    def sample(self, rng: np.random.Generator, size: int) -> Array:
        """Draw `size` values."""
        ...


@dataclass(frozen=True)
class Constant:
    """A number taken as certain."""

    value: float

    @property
    def mean(self) -> float:
        """The number itself."""
        return self.value

    def quantile(self, u: Array) -> Array:
        """Give the number for every probability."""
        return np.full(np.shape(u), self.value)

    def sample(self, rng: np.random.Generator, size: int) -> Array:
        """Give the number `size` times; nothing is taken from `rng`."""
        return np.full(size, self.value)


@dataclass(frozen=True)
class Normal:
    """A normal distribution, values outside `least` to `greatest` moved to the nearer end."""

    mu: float
    sigma: float
    least: float = -math.inf
    greatest: float = math.inf

    @property
    def mean(self) -> float:
        """Expected value, with what is cut off counted at the ends."""
        if not self.sigma:
            return min(max(self.mu, self.least), self.greatest)
        return self._censored_mean()

    def _censored_mean(self) -> float:
        standard = NormalDist()
        low, high = ((end - self.mu) / self.sigma for end in (self.least, self.greatest))
        below, above = (0.0 if math.isinf(z) else standard.cdf(z) for z in (low, -high))
        middle = self.mu * (1 - below - above) + self.sigma * (_density(low) - _density(high))
        return (
            middle + (self.least * below if below else 0) + (self.greatest * above if above else 0)
        )

    def quantile(self, u: Array) -> Array:
        """Values at the probabilities `u`."""
        return np.clip(
            self.mu + self.sigma * standard_normal_quantile(u), self.least, self.greatest
        )

    def sample(self, rng: np.random.Generator, size: int) -> Array:
        """Draw `size` values."""
        values = rng.standard_normal(size)
        values *= self.sigma
        values += self.mu
        if math.isfinite(self.least) or math.isfinite(self.greatest):
            np.clip(values, self.least, self.greatest, out=values)
        return values


@dataclass(frozen=True)
class LogNormal:
    """A number whose logarithm is normal: `median` > 0, `sigma` of the logarithm."""

    median: float
    sigma: float

    @property
    def mean(self) -> float:
        """Expected value, median * exp(sigma^2 / 2)."""
        return self.median * math.exp(self.sigma**2 / 2)

    def quantile(self, u: Array) -> Array:
        """Values at the probabilities `u`."""
        values: Array = self.median * np.exp(self.sigma * standard_normal_quantile(u))
        return values

    def sample(self, rng: np.random.Generator, size: int) -> Array:
        """Draw `size` values."""
        values = rng.standard_normal(size)
        values *= self.sigma
        np.exp(values, out=values)
        values *= self.median
        return values


@dataclass(frozen=True)
class LogitNormal:
    """A share whose log odds are normal: `median` between 0 and 1, `sigma` of the log odds."""

    median: float
    sigma: float

    @cached_property
    def _location(self) -> float:
        return math.log(self.median / (1 - self.median))

    @property
    def mean(self) -> float:
        """Expected value, by the midpoint rule over 4,001 probabilities."""
        return float(self.quantile((np.arange(4001) + 0.5) / 4001).mean())

    def quantile(self, u: Array) -> Array:
        """Values at the probabilities `u`."""
        return _logistic(self._location + self.sigma * standard_normal_quantile(u))

    def sample(self, rng: np.random.Generator, size: int) -> Array:
        """Draw `size` values."""
        return _logistic(self._location + self.sigma * rng.standard_normal(size))


@dataclass(frozen=True)
class Uniform:
    """A number equally likely anywhere between `low` and `high`."""

    low: float
    high: float

    @property
    def mean(self) -> float:
        """The midpoint."""
        return (self.low + self.high) / 2

    def quantile(self, u: Array) -> Array:
        """Values at the probabilities `u`."""
        values: Array = self.low + (self.high - self.low) * np.asarray(u, dtype=np.float64)
        return values

    def sample(self, rng: np.random.Generator, size: int) -> Array:
        """Draw `size` values."""
        return self.quantile(rng.random(size))


@dataclass(frozen=True)
class Triangular:
    """A triangular distribution from `low` over `mode` to `high`."""

    low: float
    mode: float
    high: float

    @property
    def mean(self) -> float:
        """The mean of the three corners."""
        return (self.low + self.mode + self.high) / 3

    def quantile(self, u: Array) -> Array:
        """Values at the probabilities `u`."""
        width, left = self.high - self.low, self.mode - self.low
        u = np.asarray(u, dtype=np.float64)
        rising = self.low + np.sqrt(u * width * left)
        falling = self.high - np.sqrt((1 - u) * width * (width - left))
        return np.where(u * width < left, rising, falling)

    def sample(self, rng: np.random.Generator, size: int) -> Array:
        """Draw `size` values."""
        return self.quantile(rng.random(size))


@dataclass(frozen=True)
class Beta:
    """A beta distribution with shapes `a` and `b`, each at least 1/2, stretched over an interval.

    Values come from a table of the quantile function with `TABLE_CELLS` cells, straight between
    its nodes; a cell's ends are right to about 5e-6 of the interval.
    """

    a: float
    b: float
    low: float = 0.0
    high: float = 1.0

    def __post_init__(self) -> None:
        """Refuse shapes for which the table would not be accurate."""
        if self.a < 0.5 or self.b < 0.5:
            raise ProblemError(f"beta shapes must be at least 0.5, got a={self.a:g}, b={self.b:g}")

    @property
    def mean(self) -> float:
        """Expected value, low + (high - low) a / (a + b)."""
        return self.low + (self.high - self.low) * self.a / (self.a + self.b)

    def quantile(self, u: Array) -> Array:
        """Values at the probabilities `u`."""
        place = np.asarray(u, dtype=np.float64) * TABLE_CELLS
        cell = place.astype(np.intp)
        place -= cell
        table = _beta_table(self.a, self.b)
        # Taking with clipping skips a check of every index; only the cell after the last is moved.
        values = table.take(cell, mode="clip")
        cell += 1
        step = table.take(cell, mode="clip")
        step -= values
        place *= step
        values += place
        values *= self.high - self.low
        values += self.low
        return values

    def sample(self, rng: np.random.Generator, size: int) -> Array:
        """Draw `size` values."""
        return self.quantile(rng.random(size))


@lru_cache(maxsize=512)
def _beta_table(a: float, b: float) -> Array:
    """Quantiles of the beta distribution at 0, 1/cells, ..., 1.

    With x = sin(t)^2 the density becomes sin(t)^(2a-1) cos(t)^(2b-1), which stays bounded, so
    Gauss-Legendre in small cells of t integrates it. Large shapes leave almost all of t empty:
    the cells cover ten standard deviations about the peak, and the density is counted in units
    of its peak, which would otherwise vanish in rounding.
    """
    peak = math.atan2(math.sqrt(2 * a - 1), math.sqrt(2 * b - 1)) if a + b > 1 else math.pi / 4
    reach = 10 / (2 * math.sqrt(max(a + b - 1, 0.25)))
    angles = np.linspace(max(0.0, peak - reach), min(math.pi / 2, peak + reach), 1025)
    nodes, weights = np.polynomial.legendre.leggauss(5)
    half = np.diff(angles)[:, None] / 2
    points = angles[:-1, None] + half * (nodes + 1)
    rise = np.sin(points) / max(math.sin(peak), 1e-9)
    fall = np.cos(points) / max(math.cos(peak), 1e-9)
    with np.errstate(under="ignore"):
        density = np.exp((2 * a - 1) * np.log(rise) + (2 * b - 1) * np.log(fall))
    cumulative = np.concatenate(([0.0], np.cumsum((density * weights * half).sum(axis=1))))
    grid = np.linspace(0.0, 1.0, TABLE_CELLS + 1)
    shares: Array = np.sin(np.interp(grid * cumulative[-1], cumulative, angles)) ** 2
    shares.flags.writeable = False
    return shares


def pert(low: float, mode: float, high: float) -> Beta | Constant:
    """Give the PERT distribution: a beta between `low` and `high` with mean (low+4 mode+high)/6.

    References
    ----------
    Malcolm, Roseboom, Clark & Fazar (1959), Application of a technique for research and
    development program evaluation, Operations Research 7.

    Examples
    --------
    >>> pert(0, 3, 12).mean
    4.0
    """
    if not low <= mode <= high:
        raise ProblemError(f"pert: mode {mode:g} lies outside low {low:g} to high {high:g}")
    if low == high:
        return Constant(low)
    left = (mode - low) / (high - low)
    return Beta(1 + 4 * left, 5 - 4 * left, low, high)


def interval(low: float, high: float, *, share: bool = False) -> Distribution:
    """Give the distribution whose central 90% interval is `low` to `high`.

    Numbers above 0 are lognormal, so that errors are relative and none is negative; a `share`
    strictly between 0 and 1 has normal log odds; otherwise the number is normal, and a share is
    then moved to the nearer end where it would fall outside 0 to 1.

    Examples
    --------
    >>> interval(50, 200).median
    100.0
    >>> interval(-1, 3).mean
    1.0
    """
    if low > high:
        raise ProblemError(f"interval: low {low:g} is above high {high:g}")
    if low == high:
        return Constant(low)
    if share:
        if low > 0 and high < 1:
            ends = [math.log(end / (1 - end)) for end in (low, high)]
            middle, sigma = sum(ends) / 2, (ends[1] - ends[0]) / (2 * Z95)
            return LogitNormal(1 / (1 + math.exp(-middle)), sigma)
        return Normal((low + high) / 2, (high - low) / (2 * Z95), 0.0, 1.0)
    if low > 0:
        return LogNormal(math.sqrt(low * high), math.log(high / low) / (2 * Z95))
    return Normal((low + high) / 2, (high - low) / (2 * Z95))


def scaled(distribution: Distribution, factor: float) -> Distribution:
    """Give the distribution of `factor` > 0 times the number."""
    match distribution:
        case Constant(value):
            return Constant(factor * value)
        case Normal(mu, sigma, least, greatest):
            return Normal(factor * mu, factor * sigma, factor * least, factor * greatest)
        case LogNormal(median, sigma):
            return LogNormal(factor * median, sigma)
        case Uniform(low, high):
            return Uniform(factor * low, factor * high)
        case Triangular(low, mode, high):
            return Triangular(factor * low, factor * mode, factor * high)
        case Beta(a, b, low, high):
            return Beta(a, b, factor * low, factor * high)
    raise ProblemError(f"a {type(distribution).__name__} cannot be rescaled")


def standardised(distribution: Distribution, value: float) -> float:
    """Say how far a value lies from the middle of a distribution, in standard deviations.

    Logarithms are compared for a lognormal number and log odds for a logit-normal share, so that
    the answer is the standard normal quantile of the value's probability; other distributions
    take the value less the mean over the standard deviation. A constant has no spread: infinity
    with the sign of the difference, or 0 at the number itself.

    Examples
    --------
    >>> round(standardised(interval(50, 200), 200), 3)
    1.645
    """
    match distribution:
        case LogNormal(median, sigma):
            return math.log(value / median) / sigma if value > 0 else -math.inf
        case LogitNormal(median, sigma):
            if not 0 < value < 1:
                return math.copysign(math.inf, value - 0.5)
            return (math.log(value / (1 - value)) - math.log(median / (1 - median))) / sigma
        case Normal(mu, sigma) if sigma > 0:
            return (value - mu) / sigma
    spread = _standard_deviation(distribution)
    difference = value - distribution.mean
    if spread > 0:
        return difference / spread
    return math.copysign(math.inf, difference) if difference else 0.0


def at_standard(distribution: Distribution, z: Array) -> Array:
    """Give the values whose probabilities are those of standard normal numbers.

    For normal, lognormal and logit-normal numbers this is the inverse of `standardised`.

    Examples
    --------
    >>> at_standard(interval(50, 200), np.array([0.0, 1.6448536])).round(3)
    array([100., 200.])
    """
    values: Array
    match distribution:
        case Constant(value):
            return np.full_like(z, value)
        case Normal(mu, sigma, least, greatest):
            return np.clip(mu + sigma * z, least, greatest)
        case LogNormal(median, sigma):
            values = median * np.exp(sigma * z)
            return values
        case LogitNormal(median, sigma):
            return _logistic(math.log(median / (1 - median)) + sigma * z)
    normal = NormalDist()
    return distribution.quantile(np.array([normal.cdf(float(each)) for each in z]))


def _standard_deviation(distribution: Distribution) -> float:
    match distribution:
        case Uniform(low, high):
            return (high - low) / math.sqrt(12)
        case Triangular(low, mode, high):
            squares = low * low + mode * mode + high * high
            return math.sqrt(max(0.0, squares - low * mode - low * high - mode * high) / 18)
        case Beta(a, b, low, high):
            return (high - low) * math.sqrt(a * b / (a + b + 1)) / (a + b)
    return 0.0


def standard_normal_quantile(u: Array) -> Array:
    """Give the standard normal quantile of probabilities strictly between 0 and 1.

    Rational approximations with a relative error of about 1e-16.

    References
    ----------
    Wichura (1988), Algorithm AS 241: the percentage points of the normal distribution, Applied
    Statistics 37.

    Examples
    --------
    >>> standard_normal_quantile(np.array([0.5, 0.975])).round(6)
    array([0.      , 1.959964])
    """
    u = np.asarray(u, dtype=np.float64)
    centred = u - 0.5
    z = np.empty_like(u)
    central = np.abs(centred) <= 0.425
    q = centred[central]
    r = 0.180625 - q * q
    z[central] = q * _polynomial(_CENTRAL[0], r) / _polynomial(_CENTRAL[1], r)
    outer = ~central
    r = np.sqrt(-np.log(np.minimum(u[outer], 1 - u[outer])))
    near = r <= 5.0
    tail = np.where(
        near,
        _polynomial(_MIDDLE[0], r - 1.6) / _polynomial(_MIDDLE[1], r - 1.6),
        _polynomial(_FAR[0], r - 5.0) / _polynomial(_FAR[1], r - 5.0),
    )
    z[outer] = np.copysign(tail, centred[outer])
    return z


def _polynomial(coefficients: tuple[float, ...], x: Array) -> Array:
    value = np.full_like(x, coefficients[-1])
    for coefficient in coefficients[-2::-1]:
        value = value * x + coefficient
    return value


def _logistic(x: Array) -> Array:
    values: Array = 1.0 / (1.0 + np.exp(-x))
    return values


def _density(z: float) -> float:
    return 0.0 if math.isinf(z) else math.exp(-z * z / 2) / math.sqrt(2 * math.pi)


_CENTRAL = (
    (3.3871328727963666080, 1.3314166789178437745e2, 1.9715909503065514427e3,
     1.3731693765509461125e4, 4.5921953931549871457e4, 6.7265770927008700853e4,
     3.3430575583588128105e4, 2.5090809287301226727e3),
    (1.0, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
     2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4,
     5.2264952788528545610e3),
)  # fmt: skip
_MIDDLE = (
    (1.42343711074968357734, 4.63033784615654529590, 5.76949722146069140550,
     3.64784832476320460504, 1.27045825245236838258, 2.41780725177450611770e-1,
     2.27238449892691845833e-2, 7.74545014278341407640e-4),
    (1.0, 2.05319162663775882187, 1.67638483018380384940, 6.89767334985100004550e-1,
     1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4,
     1.05075007164441684324e-9),
)  # fmt: skip
_FAR = (
    (6.65790464350110377720, 5.46378491116411436990, 1.78482653991729133580,
     2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
     2.71155556874348757815e-5, 2.01033439929228813265e-7),
    (1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
     7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7,
     2.04426310338993978564e-15),
)  # fmt: skip
