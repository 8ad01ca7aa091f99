"""Slow and obvious versions of the structured games: every coalition and every order is listed.

A game is a function from a frozenset of members (numbered from 0) to a number.
"""

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import chain, combinations, permutations
from math import factorial

import numpy as np
from scipy.optimize import linprog

Game = Callable[[frozenset[int]], float]


def coalitions(n: int) -> Iterator[frozenset[int]]:
    """List all groups of n members, the empty one first."""
    for group in chain.from_iterable(combinations(range(n), size) for size in range(n + 1)):
        yield frozenset(group)


def shapley(game: Game, n: int) -> list:
    """Average the marginal contributions over all coalitions."""
    values = [0] * n
    for group in coalitions(n):
        size = len(group)
        for i in set(range(n)) - group:
            chance = Fraction(factorial(size) * factorial(n - 1 - size), factorial(n))
            values[i] += chance * (Fraction(game(group | {i})) - Fraction(game(group)))
    return [float(value) for value in values]


def shapley_by_orders(game: Game, n: int) -> np.ndarray:
    """Average the marginal contributions over all orders."""
    orders = list(permutations(range(n)))
    values = np.zeros(n)
    for order in orders:
        for place, i in enumerate(order):
            before = frozenset(order[:place])
            values[i] += game(before | {i}) - game(before)
    return values / len(orders)


def nucleolus_of_costs(game: Game, n: int, tolerance: float = 1e-9) -> np.ndarray:
    """Maximise the least saving c(S) - x(S), fix the groups that cannot do better, and go on."""
    proper = [group for group in coalitions(n) if 0 < len(group) < n]
    everyone = frozenset(range(n))
    if n == 1:
        return np.array([game(everyone)])
    incidence = np.array([[float(i in group) for i in range(n)] for group in proper])
    costs = np.array([game(group) for group in proper])
    fixed_rows, fixed_values = [np.ones(n)], [game(everyone)]
    open_rows = np.ones(len(proper), dtype=bool)
    while np.linalg.matrix_rank(np.array(fixed_rows)) < n:
        found = _greatest_least_saving(
            incidence[open_rows], costs[open_rows], np.array(fixed_rows), np.array(fixed_values)
        )
        level, duals = found.x[-1], found.ineqlin.marginals
        binding = np.flatnonzero(open_rows)[duals < -tolerance]
        for k in binding:
            fixed_rows.append(incidence[k])
            fixed_values.append(costs[k] - level)
        open_rows[binding] = False
    solution, *_ = np.linalg.lstsq(np.array(fixed_rows), np.array(fixed_values), rcond=None)
    return solution


def _greatest_least_saving(rows, costs, fixed_rows, fixed_values):
    n = rows.shape[1]
    return linprog(
        np.append(np.zeros(n), -1.0),
        A_ub=np.hstack([rows, np.ones((len(rows), 1))]),
        b_ub=costs,
        A_eq=np.hstack([fixed_rows, np.zeros((len(fixed_rows), 1))]),
        b_eq=fixed_values,
        bounds=[(None, None)] * (n + 1),
        method="highs",
    )


def airport_game(costs) -> Game:
    """Cost of the largest need in a group."""
    return lambda group: max((costs[i] for i in group), default=0)


def tree_game(parents, costs, locations) -> Game:
    """Cost of the edges on the ways from a group to the root."""

    def cost(group: frozenset[int]) -> float:
        edges = set()
        for member in group:
            node = locations[member]
            while node >= 0:
                edges.add(node)
                node = parents[node]
        return sum(costs[edge] for edge in edges)

    return cost


def peer_group_game(parents, worths) -> Game:
    """Sum of what is made by the members of a group whose superiors are all in it."""

    def value(group: frozenset[int]) -> float:
        total = 0
        for member in group:
            node = member
            while node in group:
                node = parents[node]
            total += worths[member] if node == -1 else 0
        return total

    return value


def spanning_tree_cost(matrix, nodes) -> float:
    """Cost of the cheapest tree on some nodes, by adding edges from the cheapest up."""
    nodes = list(nodes)
    part = {node: node for node in nodes}
    total = 0
    for a, b in sorted(combinations(nodes, 2), key=lambda pair: matrix[pair[0]][pair[1]]):
        if part[a] != part[b]:
            total += matrix[a][b]
            old = part[a]
            part = {node: part[b] if p == old else p for node, p in part.items()}
    return total


def spanning_tree_game(matrix) -> Game:
    """Cheapest way of joining a group to the source without the others."""
    return lambda group: spanning_tree_cost(matrix, [0, *(i + 1 for i in group)])


def optimistic_spanning_tree_game(matrix) -> Game:
    """Cheapest way of joining a group when all others are joined already."""
    n = len(matrix) - 1

    def cost(group: frozenset[int]) -> float:
        joined = [0, *(i + 1 for i in range(n) if i not in group)]
        nodes = [0, *(i + 1 for i in group)]
        merged = [[0.0] * len(nodes) for _ in nodes]
        for a, first in enumerate(nodes):
            for b, second in enumerate(nodes):
                ways = [
                    (x, y)
                    for x in (joined if a == 0 else [first])
                    for y in (joined if b == 0 else [second])
                ]
                merged[a][b] = min(matrix[x][y] for x, y in ways)
        return spanning_tree_cost(merged, range(len(nodes)))

    return cost


def dearest_edge_on_best_path(matrix, start, end, nodes) -> float:
    """Least over all paths of the dearest edge on the path."""
    between = [node for node in nodes if node not in (start, end)]
    return min(
        max(matrix[a][b] for a, b in zip((start, *path), (*path, end), strict=True))
        for size in range(len(between) + 1)
        for path in permutations(between, size)
    )


def weighted_majority(weights, quotas) -> Callable[[frozenset[int]], bool]:
    """Say whether a group reaches every quota; `weights` has a row for each quota."""
    return lambda group: all(
        sum(row[i] for i in group) >= quota for row, quota in zip(weights, quotas, strict=True)
    )


def swings(wins, n: int) -> list[int]:
    """Count the winning groups that each member turns into losing ones by leaving."""
    return [
        sum(i in group and wins(group) and not wins(group - {i}) for group in coalitions(n))
        for i in range(n)
    ]


def minimal_winning(wins, n: int) -> list[frozenset[int]]:
    """List the winning groups in which everyone is needed."""
    return [
        group
        for group in coalitions(n)
        if wins(group) and not any(wins(group - {i}) for i in group)
    ]


def deegan_packel(wins, n: int) -> list[Fraction]:
    """Pick a minimal winning group at random, then a member of it."""
    groups = minimal_winning(wins, n)
    return [
        sum((Fraction(1, len(group)) for group in groups if i in group), Fraction(0)) / len(groups)
        for i in range(n)
    ]


def public_good(wins, n: int) -> list[Fraction]:
    """Count the minimal winning groups of each member, and normalise."""
    counts = [sum(i in group for group in minimal_winning(wins, n)) for i in range(n)]
    return [Fraction(count, sum(counts)) for count in counts]


def johnston(wins, n: int) -> list[Fraction]:
    """Share each vulnerable group equally among its critical members, and normalise."""
    scores = [Fraction(0)] * n
    for group in coalitions(n):
        critical = [i for i in group if wins(group) and not wins(group - {i})]
        for i in critical:
            scores[i] += Fraction(1, len(critical))
    return [score / sum(scores) for score in scores]


def _integral(polynomial: list[Fraction]) -> list[Fraction]:
    return [Fraction(0), *(a / (k + 1) for k, a in enumerate(polynomial))]


def _value(polynomial: list[Fraction], x: Fraction) -> Fraction:
    return sum((a * x**k for k, a in enumerate(polynomial)), Fraction(0))


def core_centre_of_airport(costs) -> list[float]:
    """Mean of the core by exact integration over the partial sums, for positive costs."""
    c = [Fraction(cost) for cost in sorted(costs)]
    n = len(c)

    def integral_with_factor(factor: int) -> Fraction:
        polynomial = [Fraction(1)]
        for k in range(n - 2, -1, -1):
            if k == factor:
                polynomial = [Fraction(0), *polynomial]
            whole = _integral(polynomial)
            polynomial = [-a for a in whole]
            polynomial[0] += _value(whole, c[k])
        return polynomial[0]

    volume = integral_with_factor(-1)
    sums = [integral_with_factor(k) / volume for k in range(n - 1)] + [c[-1]]
    return [float(b - a) for a, b in zip([Fraction(0), *sums], sums, strict=False)]


def constrained_rates(costs, steps, allowance: float = 0.0) -> list[float]:
    """Let members in the order of their costs pay the least that later limits allow."""
    n, paid, contributions = len(costs), 0.0, []
    for i in range(n):
        limits = [
            (costs[r] - paid) / (sum(steps[i : r + 1]) + (allowance if r < n - 1 else 0))
            for r in range(i, n)
        ]
        contributions.append(steps[i] * min(limits))
        paid += contributions[-1]
    return contributions
