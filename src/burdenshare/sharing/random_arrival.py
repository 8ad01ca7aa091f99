"""Random arrival: claimants come in random order and each takes what is left of the claim.

Object: a claims problem (E, d) (see `claims_problem`). Averaged over the n! orders, claimant i
gets the Shapley value of the bankruptcy game, or of its dual with h(S) = max(0, E - d(S)):

    x_i = sum over S without i of |S|! (n - |S| - 1)! / n! * (h(S) - h(S + i)).

No order is ever run through. Claims are first truncated at E and E is replaced by D - E where
that is less; neither moves the rule. Up to 14 claims all 2^n sums are one matrix product for
many draws at once. Beyond, the claims that are less than E are split in two halves, the sums of
the halves sorted, and prefix sums read off where the two together pass E: 2^(n/2) numbers.
"""

from __future__ import annotations

from functools import lru_cache
from math import comb

import numpy as np
from numpy.typing import ArrayLike, NDArray

from burdenshare.arrays import Array
from burdenshare.errors import ProblemError
from burdenshare.sharing.claims_problem import as_claims_problem

MOST_TABULATED = 14
"""Up to this many claims all sums are tabulated; beyond, sums of halves are sorted."""

MOST_SMALL_CLAIMS = 44
"""More claims below the endowment than this would need more memory than a machine has."""

_CELLS = 1 << 21


def random_arrival(endowment: ArrayLike, claims: ArrayLike) -> Array:
    """Average, over all orders of arrival, what each claimant finds left of the claim.

    It is the Shapley value of the bankruptcy game. The result is exact up to rounding: within
    1e-13 of the endowment of exact rational arithmetic for 20 claims. Time grows as 2^(n/2),
    where n counts the claims that are less than both the endowment and the shortage.

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
        If a claim is negative, the endowment is negative or exceeds the claims, or more than
        44 claims are less than both the endowment and the shortage.

    References
    ----------
    B. O'Neill (1982), A problem of rights arbitration from the Talmud, Math. Soc. Sci. 2.

    Examples
    --------
    >>> random_arrival(36, [10, 20, 30])
    array([ 6., 11., 19.])
    """
    problem = as_claims_problem(endowment, claims)
    size = problem.claims.shape[-1]
    lesser = np.minimum(problem.endowment, problem.total - problem.endowment)
    left = lesser.reshape(-1)
    caps = np.minimum(problem.claims, lesser).reshape(-1, size)
    if size <= MOST_TABULATED:
        part = _by_table(left, caps)
    else:
        part = np.empty_like(caps)
        for row in range(len(left)):
            part[row] = _by_halves(float(left[row]), caps[row])
    part = np.clip(part, 0.0, caps).reshape(problem.claims.shape)
    return np.where(2 * problem.endowment <= problem.total, part, problem.claims - part)


@lru_cache(maxsize=64)
def _arrival_weights(size: int, most: int) -> tuple[Array, Array]:
    """Weights, by |S| = 0..most, of h(S): for members outside S, and the sum with those inside."""
    outside = np.array(
        [1 / (size * comb(size - 1, s)) if s < size else 0.0 for s in range(most + 1)]
    )
    both = outside.copy()
    both[1:] += outside[:-1]
    return outside, both


def _by_table(left: Array, caps: Array) -> Array:
    """Tabulate all 2^n sums of each draw and multiply them by the Shapley weights."""
    size = caps.shape[1]
    outside, both = _arrival_weights(size, size)
    members = (np.arange(1 << size)[:, None] >> np.arange(size)) & 1
    count = members.sum(axis=1)
    matrix = outside[count][:, None] - members * both[count][:, None]
    awards = np.empty_like(caps)
    step = max(1, _CELLS >> size)
    for start in range(0, len(left), step):
        part = slice(start, start + step)
        beyond = left[part, None] - _subset_sums(caps[part])
        awards[part] = np.maximum(beyond, 0.0, out=beyond) @ matrix
    return awards


def _subset_sums(values: Array) -> Array:
    """Give the sums of all subsets of the last axis; bit i of the index is member i."""
    sums = np.zeros((*values.shape[:-1], 1 << values.shape[-1]))
    for i in range(values.shape[-1]):
        np.add(sums[..., : 1 << i], values[..., i : i + 1], out=sums[..., 1 << i : 2 << i])
    return sums


def _by_halves(left: float, caps: Array) -> Array:
    """Give the awards of one draw from sorted sums of two halves of the small claims."""
    claimants = caps > 0
    small = np.flatnonzero(claimants & (caps < left))
    if len(small) > MOST_SMALL_CLAIMS:
        raise ProblemError(
            f"claims: {len(small)} of them are below the endowment and the shortage; random "
            f"arrival is exact for at most {MOST_SMALL_CLAIMS}. Group members, or estimate the "
            "Shapley value of the bankruptcy game by sampling"
        )
    if left <= 0:
        return np.zeros(len(caps))
    # A member without a claim changes nobody's award, so orders of the others are enough.
    present = int(claimants.sum())
    _, weights = _arrival_weights(present, len(small))
    first, second = small[::2], small[1::2]
    one, other = _Half(caps[first], left), _Half(caps[second], left)
    met = np.zeros(len(caps))
    met[first] = one.met_beside(other, left, weights)
    met[second] = other.met_beside(one, left, weights)
    # The awards sum to E, which gives the term that is common to all without a further sum.
    common = (left + met.sum()) / present
    return np.where(claimants, common - met, 0.0)


class _Half:
    """Sums of one half of the claims below the endowment, ascending, with the subsets' sizes."""

    def __init__(self, caps: Array, left: float) -> None:
        """Tabulate and sort the sums of the subsets of `caps` that are less than `left`."""
        self.size = len(caps)
        sums = _subset_sums(caps)
        below = np.flatnonzero(sums < left)
        self.order = below[np.argsort(sums[below])]
        self.sums = sums[self.order]
        self.counts = _subset_counts(self.size)[self.order]

    def met_beside(self, other: _Half, left: float, weights: Array) -> Array:
        """For each member i sum weights[|S|] h(S) over the S that hold i, S in both halves."""
        position = np.searchsorted(other.sums, left - self.sums, side="right")
        value = np.zeros(1 << self.size)
        step = max(1, _CELLS // len(other.sums))
        for start in range(0, self.size + 1, step):
            counts = np.arange(start, min(start + step, self.size + 1))
            number, amount = other.weighed(counts, weights)
            mine = slice(None) if len(counts) > self.size else _within(self.counts, counts)
            at = self.counts[mine] - start, position[mine]
            value[self.order[mine]] = (left - self.sums[mine]) * number[at] - amount[at]
        return _sums_with_member(value, self.size)

    def weighed(self, counts: NDArray[np.intp], weights: Array) -> tuple[Array, Array]:
        """Prefix sums, over subsets T in order, of weights[count + |T|], alone and times d(T)."""
        heavy = weights[np.minimum(counts[:, None] + self.counts, len(weights) - 1)]
        number = np.zeros((len(counts), len(self.sums) + 1))
        amount = np.zeros_like(number)
        np.cumsum(heavy, axis=1, out=number[:, 1:])
        np.cumsum(np.multiply(heavy, self.sums, out=heavy), axis=1, out=amount[:, 1:])
        return number, amount


@lru_cache(maxsize=8)
def _subset_counts(size: int) -> NDArray[np.intp]:
    """Give the number of members of each subset."""
    return _subset_sums(np.ones(size)).astype(np.intp)


def _within(values: NDArray[np.intp], block: NDArray[np.intp]) -> NDArray[np.intp]:
    """Give the places of the values that lie in a block of consecutive whole numbers."""
    return np.flatnonzero((values >= block[0]) & (values <= block[-1]))


def _sums_with_member(values: Array, size: int) -> Array:
    """For each member sum the values of the subsets that hold it, by folding the table."""
    totals = np.empty(size)
    for i in range(size - 1, -1, -1):
        lower, upper = values[: 1 << i], values[1 << i :]
        totals[i] = upper.sum()
        values = lower + upper
    return totals
