"""Summaries of draws that are not kept: counts by size, exact sums, quantiles with an error bound.

Object and notation. A `Summary` takes values x block by block. It counts them in buckets whose ends
do not depend on the draws: between 2^e and 2^(e+1) there are 512 of equal width, and the bucket of
a value is read off the bits of the number, so that no rounding of a logarithm can move it. Counts
are integers and sums are kept exactly, so summaries of parts merge to the same bits in any order
and however the parts were cut.

A quantile is the middle of the bucket that holds the observation of rank ceil(p n). It lies within
half a bucket of that observation: at most 2^-10 (0.098%) of it, or, for values nearer to 0 than the
scale's floor, at most the floor.

References
----------
C. Masson, J. E. Rim & H. K. Lee (2019), DDSketch: a fast and fully-mergeable quantile sketch with
relative-error guarantees, Proceedings of the VLDB Endowment 12. G. Tene, HdrHistogram: buckets
linear within each power of two.
"""

from __future__ import annotations

import base64
import math
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from burdenshare.arrays import Array
from burdenshare.errors import ProblemError

DETAIL = 9
"""Leading bits of a number, after the first, that choose its bucket: 2^9 buckets an octave."""

OCTAVES = 12
"""Powers of two below and above the size of a quantity that are told apart."""

RELATIVE_ERROR = 2.0 ** -(DETAIL + 1)
"""Half the width of a bucket over the least value in it."""

_DROPPED = 52 - DETAIL
_ONE = 1074
"""Every finite float is a whole multiple of 2^-1074."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Which values are told apart: sizes from 2^(exponent-12) to 2^(exponent+12)."""

    exponent: int

    @classmethod
    def of(cls, size: float) -> Scale:
        """Give the scale of quantities that are about as large as `size`."""
        return cls(math.frexp(abs(size))[1] if size and math.isfinite(size) else 0)

    @property
    def floor(self) -> float:
        """The least size that is told from 0."""
        return math.ldexp(1.0, self.exponent - OCTAVES)

    @property
    def buckets(self) -> int:
        """Buckets of positive values; there are as many of negative ones, and one around 0."""
        return 2 * OCTAVES << DETAIL

    def places(
        self, values: Array, least: float = -math.inf, greatest: float = math.inf
    ) -> np.ndarray[Any, np.dtype[np.int64]]:
        """Give the bucket of each value, from 0 to 2 `buckets`; the ends of the values may help."""
        base = int(np.float64(self.floor).view(np.int64)) >> _DROPPED
        if self.floor <= least and greatest < math.ldexp(self.floor, 2 * OCTAVES):
            # All are positive and told apart, so that none is to be moved.
            places: np.ndarray[Any, np.dtype[np.int64]] = values.view(np.int64) >> _DROPPED
            places += self.buckets + 1 - base
            return places
        places = np.abs(values).view(np.int64)
        places >>= _DROPPED
        places -= base - 1
        np.minimum(np.maximum(places, 0, out=places), self.buckets, out=places)
        np.negative(places, out=places, where=values < 0)
        places += self.buckets
        return places

    def ends(self, place: int) -> tuple[float, float]:
        """Give the ends of a bucket."""
        key = abs(place - self.buckets)
        if key == 0:
            return -self.floor, self.floor
        near = self._edge(key - 1)
        far = self._edge(key) if key < self.buckets else math.inf
        return (near, far) if place > self.buckets else (-far, -near)

    def _edge(self, key: int) -> float:
        octave, part = divmod(key, 1 << DETAIL)
        return math.ldexp(1.0 + part / (1 << DETAIL), self.exponent - OCTAVES + octave)


class Estimate(NamedTuple):
    """A number read off a summary, and how far it may be from the number of all the draws."""

    value: float
    error: float


class Summary:
    """Counts, sum and ends of the values that it was given, and how many reach each threshold."""

    __slots__ = (
        "counts", "first", "greatest", "last", "least", "reached", "scale", "size", "thresholds",
        "total",
    )  # fmt: skip

    def __init__(self, scale: Scale, thresholds: Sequence[float] = ()) -> None:
        """Begin without values; thresholds ascend."""
        if list(thresholds) != sorted(thresholds):
            raise ProblemError("thresholds: must ascend")
        self.scale = scale
        self.thresholds = np.asarray(thresholds, dtype=np.float64)
        self.size = 0
        self.total = 0
        """Sum of all values in units of 2^-1074."""
        self.least, self.greatest = math.inf, -math.inf
        self.counts = np.zeros(2 * scale.buckets + 1, dtype=np.int64)
        self.first, self.last = self.counts.size, 0
        """The buckets from the first up to the last are those that may hold something."""
        self.reached = np.zeros(len(thresholds), dtype=np.int64)
        """How many values are at least each threshold."""

    def add(self, values: Array) -> None:
        """Take in the values of one block.

        Parameters
        ----------
        values : ndarray, shape (n,)
            Finite numbers. The sum of a block is that of numpy, sums of blocks are exact.
        """
        if not values.size:
            return
        self.size += values.size
        self.total += exact(float(values.sum()))
        least, greatest = float(values.min()), float(values.max())
        self.least, self.greatest = min(self.least, least), max(self.greatest, greatest)
        places = self.scale.places(values, least, greatest)
        first = int(places.min())
        places -= first
        counted = np.bincount(places)
        self.counts[first : first + counted.size] += counted
        self.first, self.last = min(self.first, first), max(self.last, first + counted.size)
        if self.thresholds.size:
            self.reached += count_at_least(values, self.thresholds)

    def merge(self, other: Summary) -> None:
        """Take in all that another summary of the same scale and thresholds was given."""
        if self.scale != other.scale or not np.array_equal(self.thresholds, other.thresholds):
            raise ProblemError("summaries of different scales or thresholds cannot be merged")
        self.size += other.size
        self.total += other.total
        self.least = min(self.least, other.least)
        self.greatest = max(self.greatest, other.greatest)
        held = slice(other.first, other.last)
        self.counts[held] += other.counts[held]
        self.first, self.last = min(self.first, other.first), max(self.last, other.last)
        self.reached += other.reached

    @property
    def is_certain(self) -> bool:
        """Whether all values are alike, but for the rounding of their last digits."""
        return self.greatest - self.least <= 1e-12 * abs(self.greatest)

    @property
    def mean(self) -> float:
        """Mean of the values, 0 if there are none."""
        return inexact(self.total) / self.size if self.size else 0.0

    def quantile(self, probability: float) -> Estimate:
        """Give the observation of rank ceil(p n) within its bucket.

        Examples
        --------
        >>> summary = Summary(Scale.of(100.0))
        >>> summary.add(np.arange(1.0, 1001.0))
        >>> value, error = summary.quantile(0.5)
        >>> abs(value - 500) <= error <= 500 * RELATIVE_ERROR
        True
        """
        if not self.size:
            raise ProblemError("a summary without values has no quantiles")
        rank = min(max(math.ceil(probability * self.size), 1), self.size)
        place = int(np.searchsorted(np.cumsum(self.counts), rank))
        low, high = self.scale.ends(place)
        low, high = max(low, self.least), min(high, self.greatest)
        return Estimate((low + high) / 2, (high - low) / 2)

    def share_reached(self) -> Array:
        """Give the share of the values that is at least each threshold."""
        return self.reached / max(self.size, 1)

    def densities(self, edges: Array) -> Array:
        """Give the density of the values between edges; buckets count where their middle lies."""
        held = np.flatnonzero(self.counts)
        middles = np.array([self._middle(int(place)) for place in held])
        counted = np.histogram(middles, edges, weights=self.counts[held])[0]
        density: Array = counted / (np.diff(edges) * max(self.size, 1))
        return density

    def _middle(self, place: int) -> float:
        low, high = self.scale.ends(place)
        return (max(low, self.least) + min(high, self.greatest)) / 2

    def to_plain(self) -> dict[str, Any]:
        """Give the summary as numbers and texts, small enough to keep or to send."""
        first, last = (self.first, self.last) if self.size else (0, 0)
        counts = self.counts[first:last].astype("<i8").tobytes()
        return {
            "exponent": self.scale.exponent,
            "thresholds": self.thresholds.tolist(),
            "size": self.size,
            "total": hex(self.total),
            "ends": [self.least, self.greatest] if self.size else [],
            "first": first,
            "counts": base64.b64encode(zlib.compress(counts, 1)).decode(),
            "reached": self.reached.tolist(),
        }

    def __reduce__(self) -> tuple[Callable[[dict[str, Any]], Summary], tuple[dict[str, Any]]]:
        """Go to another process as plain data, which is small."""
        return _unpickled, (self.to_plain(),)

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Summary:
        """Give the summary that `to_plain` wrote."""
        summary = cls(Scale(plain["exponent"]), plain["thresholds"])
        summary.size = plain["size"]
        summary.total = int(plain["total"], 16)
        if summary.size:
            summary.least, summary.greatest = plain["ends"]
        counts = np.frombuffer(zlib.decompress(base64.b64decode(plain["counts"])), dtype="<i8")
        summary.counts[plain["first"] : plain["first"] + counts.size] = counts
        if counts.size:
            summary.first, summary.last = plain["first"], plain["first"] + counts.size
        summary.reached[:] = plain["reached"]
        return summary


def _unpickled(plain: dict[str, Any]) -> Summary:
    return Summary.from_plain(plain)


def count_at_least(values: Array, thresholds: Array) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Count the values that are at least each of some ascending thresholds."""
    if thresholds.size <= 4:
        return np.array([np.count_nonzero(values >= t) for t in thresholds], dtype=np.int64)
    passed = np.searchsorted(thresholds, values, side="right")
    counts = np.bincount(passed, minlength=thresholds.size + 1)
    return counts[::-1].cumsum()[::-1][1:]


def exact(value: float) -> int:
    """Give a finite float in units of 2^-1074; sums of such numbers have no rounding.

    Examples
    --------
    >>> inexact(exact(1e16) + exact(1.0) - exact(1e16))
    1.0
    """
    numerator, denominator = value.as_integer_ratio()
    return numerator << (_ONE - denominator.bit_length() + 1)


def inexact(total: int) -> float:
    """Give the float nearest to a whole multiple of 2^-1074."""
    return total / (1 << _ONE)
