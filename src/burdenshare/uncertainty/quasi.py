"""Quasi-random points: a Sobol' sequence with a random shift, any run of points at once.

Object and notation. Dimension j has a primitive polynomial over the integers mod 2 and odd initial
numbers m_1, m_2, ..., from which a recurrence gives direction numbers v_1, v_2, ... of 32 bits.
Point i, with bits i = (... i_2 i_1), is the exclusive or of all v_k with i_k = 1; the points are in
their natural order, not that of Gray codes, so a block of 2^m points that starts at a multiple of
2^m is a net of its own. A shift per dimension, exclusive or again, is drawn from the seed: each
point is then uniform, and averages over points are unbiased.

Averages of smooth functions of few inputs converge nearly as 1/n rather than as 1/sqrt(n); for an
indicator, or for very many inputs, little is gained.

References
----------
I. M. Sobol' (1967), On the distribution of points in a cube and the approximate evaluation of
integrals, USSR Computational Mathematics and Mathematical Physics 7. S. Joe & F. Y. Kuo (2008),
Constructing Sobol sequences with better two-dimensional projections, SIAM Journal on Scientific
Computing 30: the initial numbers of their search criterion D(6).
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from burdenshare.arrays import Array
from burdenshare.errors import ProblemError

BITS = 32

POINTS = 2**BITS
"""How many points there are before they repeat."""

_RUN = 13
"""A run of 2^13 points of one dimension is kept, the others follow from it."""

Integers = NDArray[np.uint32]


def sobol_integers(dimension: int, start: int, size: int) -> Integers:
    """Give a run of points of one dimension, as integers out of 2^32, without a shift.

    Parameters
    ----------
    dimension : int
        From 0 to `DIMENSIONS` - 1.
    start, size : int
        The first point and how many.

    Returns
    -------
    ndarray of uint32, shape (size,)

    Examples
    --------
    >>> (sobol_integers(0, 0, 4) / POINTS).tolist()
    [0.0, 0.5, 0.25, 0.75]
    """
    if not 0 <= dimension < DIMENSIONS:
        raise ProblemError(f"dimension: must lie between 0 and {DIMENSIONS - 1}, got {dimension}")
    if start < 0 or start + size > POINTS:
        raise ProblemError(f"points: only {POINTS:,} exist, asked for up to {start + size:,}")
    first = _first_points(dimension)
    points = np.empty(size, dtype=np.uint32)
    done = 0
    while done < size:
        run, place = divmod(start + done, first.size)
        count = min(first.size - place, size - done)
        np.bitwise_xor(
            first[place : place + count], _origin(dimension, run), out=points[done : done + count]
        )
        done += count
    return points


def sobol_uniforms(dimension: int, start: int, size: int, shift: int) -> Array:
    """Give a run of points of one dimension, shifted, as numbers strictly between 0 and 1.

    Parameters
    ----------
    dimension, start, size : int
        As for `sobol_integers`.
    shift : int
        From 0 to 2^32 - 1; drawn at random it makes each point uniform.

    Returns
    -------
    ndarray, shape (size,)
        Middles of 2^32 equal cells.
    """
    points = sobol_integers(dimension, start, size) ^ np.uint32(shift)
    uniforms: Array = (points + 0.5) * (1.0 / POINTS)
    return uniforms


@lru_cache(maxsize=256)
def _first_points(dimension: int) -> Integers:
    """The first 2^13 points of one dimension: each further bit doubles what is there."""
    points = np.zeros(1, dtype=np.uint32)
    for direction in _directions(dimension)[:_RUN]:
        points = np.concatenate((points, points ^ np.uint32(direction)))
    points.flags.writeable = False
    return points


def _origin(dimension: int, run: int) -> np.uint32:
    """What the higher bits of a point's number add to it."""
    origin = 0
    for place, direction in enumerate(_directions(dimension)[_RUN:]):
        if run >> place & 1:
            origin ^= direction
    return np.uint32(origin)


@lru_cache(maxsize=256)
def _directions(dimension: int) -> tuple[int, ...]:
    """Direction numbers of one dimension by the recurrence of its polynomial."""
    if dimension == 0:
        return tuple(1 << (BITS - k) for k in range(1, BITS + 1))
    polynomial = POLYNOMIALS[dimension - 1]
    degree = polynomial.bit_length() - 1
    numbers = [m << (BITS - k) for k, m in enumerate(INITIAL[dimension - 1], start=1)]
    for k in range(degree, BITS):
        number = numbers[k - degree] ^ (numbers[k - degree] >> degree)
        for power in range(1, degree):
            if polynomial >> (degree - power) & 1:
                number ^= numbers[k - power]
        numbers.append(number)
    return tuple(numbers)


_POLYNOMIALS = (
    "3 7 11 13 19 25 37 41 47 55 59 61 67 91 97 103 109 115 131 137 143 145 157 167 171 185 191 "
    "193 203 211 213 229 239 241 247 253 285 299 301 333 351 355 357 361 369 391 397 425 451 "
    "463 487 501 529 539 545 557 563 601 607 617 623 631 637 647 661 675 677 687 695 701 719 "
    "721 731 757 761 787 789 799 803 817 827 847 859 865 875 877 883 895 901 911 949 953 967 "
    "971 973 981 985 995 1001 1019 1033 1051 1063 1069 1125 1135 1153 1163 1221 1239 1255 1267 "
    "1279 1293 1305 1315 1329 1341 1347 1367 1387 1413 1423 1431 1441 1479 1509 1527 1531 1555 "
    "1557 1573 1591 1603 1615 1627 1657 1663 1673 1717 1729 1747 1759 1789 1815 1821 1825 1849 "
    "1863 1869 1877 1881 1891 1917 1933 1939 1969 2011 2035 "
)  # fmt: skip

POLYNOMIALS = tuple(int(word) for word in _POLYNOMIALS.split())
"""Primitive polynomials over the integers mod 2, a bit a coefficient, of dimensions 1, 2, ...."""

_INITIAL = (
    "1 1,3 1,3,1 1,1,1 1,1,3,3 1,3,5,13 1,1,5,5,17 1,1,5,5,5 1,1,7,11,19 1,1,5,1,1 1,1,1,3,11 "
    "1,3,5,5,31 1,3,3,9,7,49 1,1,1,15,21,21 1,3,1,13,27,49 1,1,1,15,7,5 1,3,1,15,13,25 "
    "1,1,5,5,19,61 1,3,7,11,23,15,103 1,3,7,13,13,15,69 1,1,3,13,7,35,63 1,3,5,9,1,25,53 "
    "1,3,1,13,9,35,107 1,3,1,5,27,61,31 1,1,5,11,19,41,61 1,3,5,3,3,13,69 1,1,7,13,1,19,1 "
    "1,3,7,5,13,19,59 1,1,3,9,25,29,41 1,3,5,13,23,1,55 1,3,7,3,13,59,17 1,3,1,3,5,53,69 "
    "1,1,5,5,23,33,13 1,1,7,7,1,61,123 1,1,7,9,13,61,49 1,3,3,5,3,55,33 1,3,1,15,31,13,49,245 "
    "1,3,5,15,31,59,63,97 1,3,1,11,11,11,77,249 1,3,1,11,27,43,71,9 1,1,7,15,21,11,81,45 "
    "1,3,7,3,25,31,65,79 1,3,1,1,19,11,3,205 1,1,5,9,19,21,29,157 1,3,7,11,1,33,89,185 "
    "1,3,3,3,15,9,79,71 1,3,7,11,15,39,119,27 1,1,3,1,11,31,97,225 1,1,1,3,23,43,57,177 "
    "1,3,7,7,17,17,37,71 1,3,1,5,27,63,123,213 1,1,3,5,11,43,53,133 1,3,5,5,29,17,47,173,479 "
    "1,3,3,11,3,1,109,9,69 1,1,1,5,17,39,23,5,343 1,3,1,5,25,15,31,103,499 "
    "1,1,1,11,11,17,63,105,183 1,1,5,11,9,29,97,231,363 1,1,5,15,19,45,41,7,383 "
    "1,3,7,7,31,19,83,137,221 1,1,1,3,23,15,111,223,83 1,1,5,13,31,15,55,25,161 "
    "1,1,3,13,25,47,39,87,257 1,1,1,11,21,53,125,249,293 1,1,7,11,11,7,57,79,323 "
    "1,1,5,5,17,13,81,3,131 1,1,7,13,23,7,65,251,475 1,3,5,1,9,43,3,149,11 "
    "1,1,3,13,31,13,13,255,487 1,3,3,1,5,63,89,91,127 1,1,3,3,1,19,123,127,237 "
    "1,1,5,7,23,31,37,243,289 1,1,5,11,17,53,117,183,491 1,1,1,5,1,13,13,209,345 "
    "1,1,3,15,1,57,115,7,33 1,3,1,11,7,43,81,207,175 1,3,1,1,15,27,63,255,49 "
    "1,3,5,3,27,61,105,171,305 1,1,5,3,1,3,57,249,149 1,1,3,5,5,57,15,13,159 "
    "1,1,1,11,7,11,105,141,225 1,3,3,5,27,59,121,101,271 1,3,5,9,11,49,51,59,115 "
    "1,1,7,1,23,45,125,71,419 1,1,3,5,23,5,105,109,75 1,1,7,15,7,11,67,121,453 "
    "1,3,7,3,9,13,31,27,449 1,3,1,15,19,39,39,89,15 1,1,1,1,1,33,73,145,379 "
    "1,3,1,15,15,43,29,13,483 1,1,7,3,19,27,85,131,431 1,3,3,3,5,35,23,195,349 "
    "1,3,3,7,9,27,39,59,297 1,1,3,9,11,17,13,241,157 1,3,7,15,25,57,33,189,213 "
    "1,1,7,1,9,55,73,83,217 1,3,3,13,19,27,23,113,249 1,3,5,3,23,43,3,253,479 "
    "1,1,5,5,11,5,45,117,217 1,3,3,7,29,37,33,123,147 1,3,1,15,5,5,37,227,223,459 "
    "1,1,7,5,5,39,63,255,135,487 1,3,1,7,9,7,87,249,217,599 1,1,3,13,9,47,7,225,363,247 "
    "1,3,7,13,19,13,9,67,9,737 1,3,5,5,19,59,7,41,319,677 1,1,5,3,31,63,15,43,207,789 "
    "1,1,7,9,13,39,3,47,497,169 1,3,1,7,21,17,97,19,415,905 1,3,7,1,3,31,71,111,165,127 "
    "1,1,5,11,1,61,83,119,203,847 1,3,3,13,9,61,19,97,47,35 1,1,7,7,15,29,63,95,417,469 "
    "1,3,1,9,25,9,71,57,213,385 1,3,5,13,31,47,101,57,39,341 1,1,3,3,31,57,125,173,365,551 "
    "1,3,7,1,13,57,67,157,451,707 1,1,1,7,21,13,105,89,429,965 1,1,5,9,17,51,45,119,157,141 "
    "1,3,7,7,13,45,91,9,129,741 1,3,7,1,23,57,67,141,151,571 1,1,3,11,17,47,93,107,375,157 "
    "1,3,3,5,11,21,43,51,169,915 1,1,5,3,15,55,101,67,455,625 1,3,5,9,1,23,29,47,345,595 "
    "1,3,7,7,5,49,29,155,323,589 1,3,3,7,5,41,127,61,261,717 1,3,7,7,17,23,117,67,129,1009 "
    "1,1,3,13,11,39,21,207,123,305 1,1,3,9,29,3,95,47,231,73 1,3,1,9,1,29,117,21,441,259 "
    "1,3,1,13,21,39,125,211,439,723 1,1,7,3,17,63,115,89,49,773 1,3,7,13,11,33,101,107,63,73 "
    "1,1,5,5,13,57,63,135,437,177 1,1,3,7,27,63,93,47,417,483 1,1,3,1,23,29,1,191,49,23 "
    "1,1,3,15,25,55,9,101,219,607 1,3,1,7,7,19,51,251,393,307 1,3,3,3,25,55,17,75,337,3 "
    "1,1,1,13,25,17,65,45,479,413 1,1,7,7,27,49,99,161,213,727 1,3,5,1,23,5,43,41,251,857 "
    "1,3,3,7,11,61,39,87,383,835 1,1,3,15,13,7,29,7,505,923 1,3,7,1,5,31,47,157,445,501 "
    "1,1,3,7,1,43,9,147,115,605 1,3,3,13,5,1,119,211,455,1001 1,1,3,5,13,19,3,243,75,843 "
    "1,3,7,7,1,19,91,249,357,589 1,1,1,9,1,25,109,197,279,411 1,3,1,15,23,57,59,135,191,75 "
    "1,1,5,15,29,21,39,253,383,349 1,3,3,5,19,45,61,151,199,981 1,3,5,13,9,61,107,141,141,1 "
    "1,3,1,11,27,25,85,105,309,979 1,3,3,11,19,7,115,223,349,43 1,1,7,9,21,39,123,21,275,927 "
    "1,1,7,13,15,41,47,243,303,437 "
)  # fmt: skip

INITIAL = tuple(tuple(map(int, word.split(","))) for word in _INITIAL.split())
"""Initial numbers of dimensions 1, 2, ..., one for each degree of the polynomial."""

DIMENSIONS = 1 + len(POLYNOMIALS)
"""How many dimensions there are."""
