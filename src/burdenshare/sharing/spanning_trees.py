"""Minimum-cost spanning trees: sharing a network that is still to be laid out.

The object is a symmetric matrix ``c`` of shape (n+1, n+1), or (..., n+1, n+1) with a problem in
each leading place. Row 0 is the source of the service and row ``i`` member ``i``; ``c_ij`` is the
cost of joining two of them. Everyone wants to be joined to the source, directly or through
others; the cheapest network that does so is a minimum-cost spanning tree.

The irreducible matrix ``c*`` lowers each cost as far as it can fall without making that tree
cheaper: ``c*_ij`` is the dearest edge between ``i`` and ``j`` on the tree. The cycle-complete
matrix lowers costs less: to the dearest edge that would still be needed whichever other member
were absent. Diagonals are not read and come back as zero.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from burdenshare.arrays import Array, as_array
from burdenshare.errors import ProblemError


class SpanningTree(NamedTuple):
    """A cheapest network that joins every member to the source."""

    parents: NDArray[np.int64]
    """Whom each member joins on the way to the source, shape (..., n); 0 is the source."""

    costs: Array
    """Cost of that edge, shape (..., n). [unit of the cost matrix]"""

    order: NDArray[np.int64]
    """Members from 1 to n in the order in which they are joined, shape (..., n)."""


def minimum_cost_spanning_tree(cost_matrix: ArrayLike) -> SpanningTree:
    """Find a cheapest network by joining the nearest member, one at a time, from the source.

    Of members that are equally near the first listed is joined, to whichever neighbour was
    joined first.

    Parameters
    ----------
    cost_matrix : array_like, shape (..., n+1, n+1)
        Cost of joining each two, symmetric, not negative; row 0 is the source. [any currency]

    Returns
    -------
    SpanningTree
        Parents, edge costs and the order of joining.

    Raises
    ------
    ProblemError
        If the matrix is not square and symmetric, holds no member, or has a negative cost.

    References
    ----------
    R. C. Prim (1957), Shortest connection networks and some generalizations, Bell System
    Technical Journal 36, 1389-1401.

    Examples
    --------
    >>> tree = minimum_cost_spanning_tree([[0, 10, 10, 10], [10, 0, 3, 8], [10, 3, 0, 4],
    ...                                    [10, 8, 4, 0]])
    >>> tree.parents, tree.costs
    (array([0, 1, 2]), array([10.,  3.,  4.]))
    """
    c = _cost_matrices(cost_matrix)
    problems = c.reshape(-1, *c.shape[-2:])
    rows, n = np.arange(len(problems)), c.shape[-1] - 1
    nearest = problems[:, 0, 1:].copy()
    parents = np.zeros((len(rows), n), dtype=np.int64)
    order = np.empty((len(rows), n), dtype=np.int64)
    waiting = np.ones((len(rows), n), dtype=bool)
    for step in range(n):
        joined = np.where(waiting, nearest, np.inf).argmin(axis=1)
        waiting[rows, joined] = False
        order[:, step] = joined + 1
        offers = problems[rows, joined + 1, 1:]
        closer = waiting & (offers < nearest)
        nearest = np.where(closer, offers, nearest)
        parents = np.where(closer, (joined + 1)[:, None], parents)
    shape = (*c.shape[:-2], n)
    return SpanningTree(parents.reshape(shape), nearest.reshape(shape), order.reshape(shape))


def bird_rule(cost_matrix: ArrayLike) -> Array:
    """Let each member pay for its own edge of a minimum-cost spanning tree.

    The answer is in the core. Where several trees are cheapest it depends on the tree, and is
    that of `minimum_cost_spanning_tree`; a small change of costs can then move it by a jump.

    Parameters
    ----------
    cost_matrix : array_like, shape (..., n+1, n+1)
        Cost of joining each two, symmetric, not negative; row 0 is the source. [any currency]

    Returns
    -------
    ndarray, shape (..., n)
        Contributions of members 1 to n. [unit of `cost_matrix`]

    Raises
    ------
    ProblemError
        If the matrix is not square and symmetric, holds no member, or has a negative cost.

    References
    ----------
    C. G. Bird (1976), On cost allocation for a spanning tree: a game theoretic approach,
    Networks 6, 335-350.

    Examples
    --------
    >>> bird_rule([[0, 10, 10, 10], [10, 0, 3, 8], [10, 3, 0, 4], [10, 8, 4, 0]])
    array([10.,  3.,  4.])
    """
    return minimum_cost_spanning_tree(cost_matrix).costs


def irreducible_costs(cost_matrix: ArrayLike) -> Array:
    """Lower each cost as far as it can fall without making the cheapest network cheaper.

    Parameters
    ----------
    cost_matrix : array_like, shape (..., n+1, n+1)
        Cost of joining each two, symmetric, not negative; row 0 is the source. [any currency]

    Returns
    -------
    ndarray, shape (..., n+1, n+1)
        The irreducible matrix: the dearest edge on the tree between each two. It does not
        depend on which cheapest tree is taken. [unit of `cost_matrix`]

    Raises
    ------
    ProblemError
        If the matrix is not square and symmetric, holds no member, or has a negative cost.

    References
    ----------
    C. G. Bird (1976), On cost allocation for a spanning tree: a game theoretic approach,
    Networks 6, 335-350.

    Examples
    --------
    >>> irreducible_costs([[0, 10, 10, 10], [10, 0, 3, 8], [10, 3, 0, 4], [10, 8, 4, 0]])
    array([[ 0., 10., 10., 10.],
           [10.,  0.,  3.,  4.],
           [10.,  3.,  0.,  4.],
           [10.,  4.,  4.,  0.]])
    """
    c = _cost_matrices(cost_matrix)
    problems = c.reshape(-1, *c.shape[-2:])
    tree = minimum_cost_spanning_tree(problems)
    rows, n = np.arange(len(problems)), c.shape[-1] - 1
    lowest = np.zeros_like(problems)
    inside = np.zeros((len(rows), n + 1), dtype=bool)
    inside[:, 0] = True
    for step in range(n):
        member = tree.order[:, step]
        edge, parent = tree.costs[rows, member - 1], tree.parents[rows, member - 1]
        path = np.where(inside, np.maximum(lowest[rows, parent], edge[:, None]), 0.0)
        lowest[rows, member] = path
        lowest[rows, :, member] = path
        inside[rows, member] = True
    return lowest.reshape(c.shape)


def folk_rule(cost_matrix: ArrayLike) -> Array:
    """Share each edge as groups join: the Shapley value of the irreducible matrix.

    As edges are added from the cheapest up, each member of a group that is not yet joined to
    the source owes ``1/size`` of an edge; what two groups no longer owe once they are joined is
    what they pay of that edge. The answer is in the core, moves without jumps, and is also the
    Shapley value of the optimistic game in which the others are joined already.

    Parameters
    ----------
    cost_matrix : array_like, shape (..., n+1, n+1)
        Cost of joining each two, symmetric, not negative; row 0 is the source. [any currency]

    Returns
    -------
    ndarray, shape (..., n)
        Contributions of members 1 to n. [unit of `cost_matrix`]

    Raises
    ------
    ProblemError
        If the matrix is not square and symmetric, holds no member, or has a negative cost.

    References
    ----------
    G. Bergantinos and J. J. Vidal-Puga (2007), A fair rule in minimum cost spanning tree
    problems, Journal of Economic Theory 137, 326-352.

    Examples
    --------
    >>> folk_rule([[0, 10, 10, 10], [10, 0, 3, 8], [10, 3, 0, 4], [10, 8, 4, 0]])
    array([5.5, 5.5, 6. ])
    """
    tree = minimum_cost_spanning_tree(cost_matrix)
    shares = np.empty_like(tree.costs)
    for row in np.ndindex(tree.costs.shape[:-1]):
        shares[row] = _shares_as_groups_join(tree.parents[row], tree.costs[row])
    return shares


def cycle_complete_costs(cost_matrix: ArrayLike) -> Array:
    """Lower each cost to the dearest edge still needed whichever other member were absent.

    Parameters
    ----------
    cost_matrix : array_like, shape (..., n+1, n+1)
        Cost of joining each two, symmetric, not negative; row 0 is the source. [any currency]

    Returns
    -------
    ndarray, shape (..., n+1, n+1)
        For each two, the largest entry of the irreducible matrices of the problems that leave
        one other member out. With one or two members it is the matrix itself. [unit of
        `cost_matrix`]

    Raises
    ------
    ProblemError
        If the matrix is not square and symmetric, holds no member, or has a negative cost.

    References
    ----------
    C. Trudeau (2012), A new stable and more responsive cost sharing solution for minimum cost
    spanning tree problems, Games and Economic Behavior 75, 402-412.

    Examples
    --------
    >>> cycle_complete_costs([[0, 10, 10, 10], [10, 0, 3, 8], [10, 3, 0, 4], [10, 8, 4, 0]])
    array([[ 0., 10., 10., 10.],
           [10.,  0.,  3.,  8.],
           [10.,  3.,  0.,  4.],
           [10.,  8.,  4.,  0.]])
    """
    c = _cost_matrices(cost_matrix)
    n = c.shape[-1] - 1
    if n <= 2:
        return c
    highest = np.zeros_like(c)
    for absent in range(1, n + 1):
        others = np.delete(np.arange(n + 1), absent)
        place = (..., others[:, None], others)
        highest[place] = np.maximum(highest[place], irreducible_costs(c[place]))
    return highest


def cycle_complete_rule(cost_matrix: ArrayLike) -> Array:
    """Give the Shapley value of the cycle-complete matrix.

    It is in the core and, unlike the folk rule, rewards a member for cheap edges that the
    cheapest tree does not use. At each cost level the cheap edges of the cycle-complete matrix
    form groups that overlap in single points, for which the value has a closed form; the levels
    are then added up. The work grows with the fourth power of the number of members.

    Parameters
    ----------
    cost_matrix : array_like, shape (..., n+1, n+1)
        Cost of joining each two, symmetric, not negative; row 0 is the source. [any currency]

    Returns
    -------
    ndarray, shape (..., n)
        Contributions of members 1 to n. [unit of `cost_matrix`]

    Raises
    ------
    ProblemError
        If the matrix is not square and symmetric, holds no member, or has a negative cost.

    References
    ----------
    C. Trudeau (2012), A new stable and more responsive cost sharing solution for minimum cost
    spanning tree problems, Games and Economic Behavior 75, 402-412.

    Examples
    --------
    >>> cycle_complete_rule([[0, 10, 10, 10], [10, 0, 3, 8], [10, 3, 0, 4], [10, 8, 4, 0]])
    array([6.16666667, 4.16666667, 6.66666667])
    """
    c = cycle_complete_costs(cost_matrix)
    shares = np.empty((*c.shape[:-2], c.shape[-1] - 1))
    for row in np.ndindex(c.shape[:-2]):
        shares[row] = _shares_by_level(c[row])
    return shares


def _cost_matrices(cost_matrix: ArrayLike) -> Array:
    """Check cost matrices; give them with zero diagonals."""
    c = as_array(cost_matrix, "cost_matrix")
    if c.ndim < 2 or c.shape[-1] != c.shape[-2] or c.shape[-1] < 2:
        raise ProblemError(
            "cost_matrix: expected a square matrix of the source and at least one member, "
            f"got shape {c.shape}"
        )
    apart = c != np.swapaxes(c, -1, -2)
    if apart.any():
        place = tuple(int(i) for i in np.argwhere(apart)[0])
        raise ProblemError(f"cost_matrix: {c[place]:g} at {place} differs from its mirror image")
    c = np.where(np.eye(c.shape[-1], dtype=bool), 0.0, c)
    if (c < 0).any():
        place = tuple(int(i) for i in np.argwhere(c < 0)[0])
        raise ProblemError(f"cost_matrix: {c[place]:g} at {place} is negative")
    return c


def _shares_as_groups_join(parents: NDArray[np.int64], costs: Array) -> Array:
    """Add a tree's edges from the cheapest up; each group keeps a tally of what it pays a head.

    A merged group gets a tally of its own, so that a member's share is the sum of the tallies
    from its own group up to the whole.
    """
    n = len(parents)
    group_of = list(range(2 * n + 1))
    holder = [0] * (2 * n + 1)
    size = [1] * (n + 1) + [0] * n
    has_source = [True] + [False] * (2 * n)
    tally = [0.0] * (2 * n + 1)
    for merged, member in enumerate((np.argsort(costs, kind="stable") + 1).tolist(), start=n + 1):
        pair = [_root(group_of, member), _root(group_of, int(parents[member - 1]))]
        size[merged] = sum(size[g] for g in pair)
        has_source[merged] = any(has_source[g] for g in pair)
        owed = 0.0 if has_source[merged] else 1 / size[merged]
        for g in pair:
            owed_before = 0.0 if has_source[g] else 1 / size[g]
            tally[g] = float(costs[member - 1]) * (owed_before - owed)
            group_of[g] = holder[g] = merged
    for g in range(2 * n - 1, 0, -1):
        tally[g] += tally[holder[g]]
    return np.asarray(tally[1 : n + 1])


def _root(group_of: list[int], member: int) -> int:
    """Find the group that a member is in, and shorten the way there."""
    group = member
    while group_of[group] != group:
        group_of[group] = group_of[group_of[group]]
        group = group_of[group]
    return group


def _shares_by_level(costs: Array) -> Array:
    """Add up the Shapley values of a cycle-complete matrix over its cost levels.

    Between two neighbouring levels a group needs one edge for each of its parts that the
    cheaper edges leave apart. Cheap edges form cliques which meet in single points, so the
    parts are the members less one for each further member of the same clique; those in the
    source's clique need no edge at all. By symmetry a clique of b members saves each 1 - 1/b.
    """
    n = len(costs) - 1
    off_diagonal = costs[~np.eye(n + 1, dtype=bool)]
    levels = np.unique(np.append(off_diagonal, 0.0))
    shares = np.full(n, levels[0])
    for level, above in pairwise(levels.tolist()):
        cheap = costs[1:, 1:] <= level
        np.fill_diagonal(cheap, False)
        joined = costs[0, 1:] <= level
        apart = cheap & ~(joined[:, None] & joined)
        common = cheap.astype(np.float64) @ cheap
        saved = np.where(apart, 1 / (common + 2), 0.0).sum(axis=1)
        shares += (above - level) * (1 - joined - saved)
    return shares
