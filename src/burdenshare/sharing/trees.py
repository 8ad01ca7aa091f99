"""Games on a fixed tree: sharing a network whose shape is given, and chains of permission.

A standard tree has a root, where the service comes from, and nodes ``0, ..., m-1``; node ``v`` is
joined to ``parents[v]`` (the root is -1) by an edge of cost ``costs[v]``. Members live at nodes:
one at each unless `locations` says otherwise, so that nodes may be empty or shared, and a member
at the root needs nothing. A group pays for the smallest part of the tree that joins it to the
root, ``c(S)``. The game is concave and its core is not empty. An airport problem is a tree
without branches.

In a peer group the tree is a hierarchy of permission: ``worths[i]`` is made if member ``i`` and
everyone between ``i`` and the top take part.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from burdenshare.arrays import Array, as_nonnegative, as_vectors
from burdenshare.errors import ProblemError

Places = Sequence[int] | NDArray[np.int64]
"""Nodes named by whole numbers from 0, or -1 for the root."""


def standard_tree_shapley(
    parents: Places, costs: ArrayLike, locations: Places | None = None
) -> Array:
    """Share the cost of each edge equally among the members who need it: the Shapley value.

    Parameters
    ----------
    parents : sequence of int, shape (m,)
        Node towards the root from each node, or -1 for the root itself.
    costs : array_like, shape (..., m)
        Cost of the edge from each node to its parent, not negative. [any one currency]
    locations : sequence of int, shape (n,), optional
        Node where each member lives, -1 for the root; one at each node if left out.

    Returns
    -------
    ndarray, shape (..., n)
        Contributions in the order of the members. An edge that nobody needs is not built; the
        others are paid for exactly. [unit of `costs`]

    Raises
    ------
    ProblemError
        If the parents do not form a tree, a node does not exist, or a cost is negative.

    References
    ----------
    N. Megiddo (1978), Computational complexity of the game theory approach to cost allocation
    for a tree, Mathematics of Operations Research 3, 189-196.

    Examples
    --------
    >>> standard_tree_shapley([-1, 0, 0], [6, 4, 2])
    array([2., 6., 4.])
    """
    above, edge_costs, homes = _tree(parents, costs, locations)
    down = _downwards(above)
    users = _users_below(above, down, homes)
    each = np.where(users > 0, edge_costs / np.maximum(users, 1), 0.0).T
    for node in down.tolist():
        if above[node] >= 0:
            each[node] += each[above[node]]
    return _at_homes(each.T, homes)


def standard_tree_nucleolus(
    parents: Places, costs: ArrayLike, locations: Places | None = None
) -> Array:
    """Give the nucleolus of a standard tree game, in time close to linear.

    Each branch sends up to its parent some surplus over its own edges. The nucleolus makes the
    least of all contributions and surpluses as large as can be, then the next least, so the
    members next to the root form a block that pays one rate, and each branch left over is a
    smaller tree with the same rule whose first edge costs that rate more.

    Parameters
    ----------
    parents : sequence of int, shape (m,)
        Node towards the root from each node, or -1 for the root itself.
    costs : array_like, shape (..., m)
        Cost of the edge from each node to its parent, not negative. [any one currency]
    locations : sequence of int, shape (n,), optional
        Node where each member lives, -1 for the root; one at each node if left out.

    Returns
    -------
    ndarray, shape (..., n)
        Contributions in the order of the members. An edge that nobody needs is not built; the
        others are paid for exactly. [unit of `costs`]

    Raises
    ------
    ProblemError
        If the parents do not form a tree, a node does not exist, or a cost is negative.

    References
    ----------
    D. Granot, M. Maschler, G. Owen and W. R. Zhu (1996), The kernel/nucleolus of a standard tree
    game, International Journal of Game Theory 25, 219-244.

    Examples
    --------
    >>> standard_tree_nucleolus([-1, 0, 1, 2], [8, 3, 2, 5])
    array([3.25, 3.25, 3.25, 8.25])
    >>> standard_tree_nucleolus([-1, 0, 0], [6, 4, 2])
    array([2., 6., 4.])
    """
    above, edge_costs, homes = _tree(parents, costs, locations)
    down = _downwards(above)
    users = _users_below(above, down, homes)
    blocks = _Blocks(above, down, users, homes)
    rates = np.empty_like(edge_costs)
    for row in np.ndindex(edge_costs.shape[:-1]):
        rates[row] = blocks.rates(edge_costs[row].tolist())
    return _at_homes(rates, homes)


def peer_group_shapley(parents: Places, worths: ArrayLike) -> Array:
    """Share what each member makes equally with everyone above: the Shapley value.

    Parameters
    ----------
    parents : sequence of int, shape (n,)
        Direct superior of each member, or -1 for a member who needs nobody's consent.
    worths : array_like, shape (..., n)
        What each member makes once all superiors take part. [any one currency]

    Returns
    -------
    ndarray, shape (..., n)
        Values in the order of the members, summing to the sum of `worths`. [unit of `worths`]

    Raises
    ------
    ProblemError
        If the superiors do not form a hierarchy, or a worth is not finite.

    References
    ----------
    R. Branzei, V. Fragnelli and S. Tijs (2002), Tree-connected peer group situations and peer
    group games, Mathematical Methods of Operations Research 55, 93-106.

    Examples
    --------
    >>> peer_group_shapley([-1, 0, 1], [3, 4, 6])
    array([7., 4., 2.])
    """
    made = as_vectors(worths, "worths")
    above = _parents(parents, made.shape[-1])
    down = _downwards(above).tolist()
    depth = np.ones(len(above))
    for member in down:
        if above[member] >= 0:
            depth[member] = depth[above[member]] + 1
    values = np.ascontiguousarray((made / depth).T)
    for member in reversed(down):
        if above[member] >= 0:
            values[above[member]] += values[member]
    return np.asarray(values.T)


class _Blocks:
    """Finds the blocks of members that pay one rate in a tree, for edge costs given later.

    At a rate ``s`` the branch of node ``v`` could add to what its parent has to pay

        f_v(s) = s (residents + children - 1) - cost + sum over children u of max(0, f_u(s)),

    where only nodes with somebody at or below them count. It rises from a negative value;
    ``joining[v]`` is the rate at which it becomes positive. A block of rate ``s`` that contains
    the parent of ``v`` contains ``v`` if and only if ``joining[v] < s``.
    """

    def __init__(
        self,
        above: NDArray[np.int64],
        down: NDArray[np.int64],
        users: NDArray[np.int64],
        homes: NDArray[np.int64],
    ) -> None:
        self.up = [v for v in down[::-1].tolist() if users[v] > 0]
        self.above: list[int] = above.tolist()
        self.children: list[list[int]] = [[] for _ in self.above]
        for v in self.up:
            if self.above[v] >= 0:
                self.children[self.above[v]].append(v)
        residents = np.bincount(homes[homes >= 0], minlength=len(above)).tolist()
        self.payers = [
            here + len(below) for here, below in zip(residents, self.children, strict=True)
        ]

    def rates(self, costs: list[float]) -> Array:
        """Give the rate paid by each member at each node."""
        joining = self._joining_rates(costs)
        rates = [0.0] * len(costs)
        # (first node of a block, surplus that its parent's block wants from it)
        waiting = [(v, 0.0) for v in self.up if self.above[v] < 0]
        while waiting:
            first, wanted = waiting.pop()
            block, rate, outside = self._block(first, wanted, costs, joining)
            for v in block:
                rates[v] = rate
            waiting += [(v, rate) for v in outside]
        return np.asarray(rates)

    def _joining_rates(self, costs: list[float]) -> list[float]:
        """Find from the leaves upwards at which rate each branch joins its parent's block."""
        joining = [np.inf] * len(costs)
        cost_of = list(costs)
        weight_of = [payers - 1 for payers in self.payers]
        edge_of: list[list[tuple[float, int]]] = [[] for _ in costs]
        for v in self.up:
            cost, weight = cost_of[v], weight_of[v]
            # Merging the smaller heap into the larger keeps the whole near linear.
            below = [edge_of[u] for u in self.children[v]]
            heap = max(below, key=len, default=[])
            for other in below:
                if other is not heap:
                    for item in other:
                        heapq.heappush(heap, item)
            for u in self.children[v]:
                heapq.heappush(heap, (joining[u], u))
            # A node where nobody lives, with one free branch, joins as soon as that branch does.
            while heap and (heap[0][0] * weight < cost or weight == 0):
                u = heapq.heappop(heap)[1]
                cost += cost_of[u]
                weight += weight_of[u]
            cost_of[v], weight_of[v], edge_of[v] = cost, weight, heap
            joining[v] = cost / weight if weight > 0 else np.inf
        return joining

    def _block(
        self, first: int, wanted: float, costs: list[float], joining: list[float]
    ) -> tuple[list[int], float, list[int]]:
        """Give the nodes of the block that starts at a node, its rate, and the branches left."""
        block = [first]
        cost, weight = costs[first] + wanted, self.payers[first]
        heap = [(joining[u], u) for u in self.children[first]]
        heapq.heapify(heap)
        while heap and heap[0][0] * weight < cost:
            level, u = heapq.heappop(heap)
            inner = [u]
            while inner:
                v = inner.pop()
                block.append(v)
                cost += costs[v]
                weight += self.payers[v] - 1
                for w in self.children[v]:
                    if joining[w] < level:
                        inner.append(w)
                    else:
                        heapq.heappush(heap, (joining[w], w))
        return block, cost / weight, [u for _, u in heap]


def _tree(
    parents: Places, costs: ArrayLike, locations: Places | None
) -> tuple[NDArray[np.int64], Array, NDArray[np.int64]]:
    """Check a standard tree; give its parents, edge costs and the nodes of the members."""
    edge_costs = as_nonnegative(costs, "costs")
    above = _parents(parents, edge_costs.shape[-1])
    if locations is None:
        return above, edge_costs, np.arange(len(above))
    return above, edge_costs, _nodes(locations, "locations", len(above))


def _parents(parents: Places, nodes: int) -> NDArray[np.int64]:
    """Check that there is a parent for each node."""
    above = _nodes(parents, "parents", nodes)
    if len(above) != nodes:
        raise ProblemError(f"parents: expected {nodes}, one for each node, got {len(above)}")
    return above


def _nodes(places: Places, name: str, nodes: int) -> NDArray[np.int64]:
    """Check that places are nodes of the tree or its root."""
    array = np.asarray(places)
    if array.ndim != 1 or not len(array) or array.dtype.kind not in "iu":
        raise ProblemError(f"{name}: expected whole numbers, -1 for the root, got {places!r:.80}")
    if (array < -1).any() or (array >= nodes).any():
        wrong = array[(array < -1) | (array >= nodes)][0]
        raise ProblemError(f"{name}: there is no node {wrong}; nodes are 0 to {nodes - 1}")
    return array.astype(np.int64)


def _downwards(above: NDArray[np.int64]) -> NDArray[np.int64]:
    """Order the nodes so that each comes after its parent."""
    children: list[list[int]] = [[] for _ in range(len(above) + 1)]
    for node, parent in enumerate(above.tolist()):
        children[parent].append(node)
    order = list(children[-1])
    for node in order:
        order.extend(children[node])
    if len(order) < len(above):
        lost = min(set(range(len(above))) - set(order))
        raise ProblemError(f"parents: the way up from node {lost} runs in a circle, not to -1")
    return np.asarray(order, dtype=np.int64)


def _users_below(
    above: NDArray[np.int64], down: NDArray[np.int64], homes: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Count the members at or below each node."""
    users = np.bincount(homes[homes >= 0], minlength=len(above)).tolist()
    for node in down[::-1].tolist():
        if above[node] >= 0:
            users[above[node]] += users[node]
    return np.asarray(users, dtype=np.int64)


def _at_homes(values: Array, homes: NDArray[np.int64]) -> Array:
    """Give each member the value of its node, and nothing at the root."""
    return np.asarray(np.where(homes >= 0, values[..., np.maximum(homes, 0)], 0.0))
