"""The Nash solution among members who could leave together: bargaining inside the core.

Object. Members i = 1..n share a joint cost C = c(N). Alone each pays a_i = c(i), so that without
agreement its gain is nothing; with charges x its gain is s_i = a_i - x_i. The weighted Nash
solution maximises the sum of w_i log s_i. Here the charges must also leave no coalition S with
reason to go its own way, x(S) <= c(S), and lie between what each member's ratifiers allow,
f_i <= x_i <= g_i. The maximiser is unique where it exists.

It is found by a primal-dual interior-point method; the result carries how far its conditions of
optimality (Karush, Kuhn and Tucker) are from holding.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from burdenshare.arrays import Array, Matrix, Vector, as_nonnegative, as_vectors
from burdenshare.errors import ConvergenceError, ProblemError

LARGEST = 10
"""Most members: each of the 2**n coalitions is a constraint."""

SLACK = 1e-6
"""How far the bounds of coalitions are loosened, of the largest cost, where the core is so thin (a
point, a line) that it has no inside."""

STEPS = 200
"""Steps of the interior-point method after which it is given up; a few dozen are usual."""


class NashInCore(NamedTuple):
    """Charges on which members settle who could leave together."""

    charges: Vector
    """Charge of each member, summing to the joint cost; stand-alone costs if none exist."""

    exists: bool
    """Whether some charges make every member better off and no coalition leave."""

    binding: tuple[int, ...]
    """Bitmasks of the coalitions that hold out for what they could have alone."""

    residual: float
    """Largest failure of the conditions of optimality, relative to the joint cost."""


def nash_in_core(
    costs: ArrayLike,
    weights: ArrayLike | None = None,
    *,
    caps: ArrayLike | None = None,
    floors: ArrayLike | None = None,
) -> NashInCore:
    """Share a joint cost by the Nash solution, within the core and ratification bounds.

    Parameters
    ----------
    costs : array_like, shape (2**n,)
        Cost of each coalition by bitmask, bit i for member i; entry 0 is 0. [any one currency]
    weights : array_like, shape (n,), optional
        Bargaining power, above zero; equal unless given. [ratio]
    caps, floors : array_like, shape (n,), optional
        The most and the least that each member's ratifiers let it pay, `inf` for no bound.
        [unit of `costs`]

    Returns
    -------
    NashInCore
        Charges and what holds them in place. [unit of `costs`]

    Raises
    ------
    ProblemError
        If the costs are not 2**n numbers of at most `LARGEST` members, or a weight is not above 0.
    ConvergenceError
        If the method stops short; it carries the residual.

    References
    ----------
    J. F. Nash (1950), The bargaining problem, Econometrica 18, 155-162. The method is that of
    S. Boyd and L. Vandenberghe (2004), Convex Optimization, section 11.7.

    Examples
    --------
    >>> nash_in_core([0, 10, 10, 17, 10, 17, 17, 24]).charges.round(6).tolist()
    [8.0, 8.0, 8.0]
    >>> nash_in_core([0, 4, 5, 7], caps=[2.5, np.inf]).charges.round(6).tolist()
    [2.5, 4.5]
    """
    c = as_vectors(costs, "costs", least=2)
    count = c.size.bit_length() - 1
    if c.ndim != 1 or c.size != 1 << count or c[0] != 0:
        raise ProblemError("costs: expected 2**n numbers of one game, the first of them 0")
    if count > LARGEST:
        raise ProblemError(f"costs: {count} members; at most {LARGEST} are solved")
    power = as_nonnegative(np.ones(count) if weights is None else weights, "weights")
    if power.shape != (count,) or (power <= 0).any():
        raise ProblemError(f"weights: expected {count} numbers above 0")
    alone = c[1 << np.arange(count)]
    scale = float(np.abs(c).max()) or 1.0
    rows, limits, masks = _constraints(c / scale, count, caps, floors, scale)
    power = power / power.sum()
    total = float(c[-1]) / scale
    start = _inside(rows, limits, total, count)
    if start is None:
        # A gain of nothing is not loosened: a member that cannot gain has no reason to join.
        limits = limits + SLACK * np.array([mask.bit_count() != 1 for mask in masks])
        start = _inside(rows, limits, total, count)
    if start is None:
        return NashInCore(alone, False, (), 0.0)

    def slope_and_curve(x: Vector) -> tuple[Vector, Matrix]:
        gains = alone / scale - x
        return power / gains, np.diag(power / gains**2)

    whole = np.ones((1, count))
    x, multipliers, residual = _interior_point(
        slope_and_curve, rows, limits, whole, np.array([total]), start
    )
    if float((alone / scale - x).min()) < 10 * SLACK:
        return NashInCore(alone, False, (), residual)
    held = [
        int(mask)
        for mask, slack, force in zip(masks, limits - rows @ x, multipliers, strict=True)
        # In a core that is a point a coalition may be at its bound without pressing on it.
        if mask.bit_count() > 1 and slack < 1e-6 and force > 1000 * max(slack, 1e-9)
    ]
    return NashInCore(x * scale, True, tuple(held), residual)


def _constraints(
    c: Vector, count: int, caps: ArrayLike | None, floors: ArrayLike | None, scale: float
) -> tuple[Matrix, Vector, list[int]]:
    """Rows R and limits h of R x <= h, and the coalition of each row (0 for a bound)."""
    masks = np.arange(1, (1 << count) - 1)
    rows = [(masks[:, None] >> np.arange(count) & 1).astype(np.float64)]
    limits, names = [c[masks]], masks.tolist()
    for bound, sign in ((caps, 1.0), (floors, -1.0)):
        if bound is None:
            continue
        given = np.broadcast_to(np.asarray(bound, dtype=np.float64), (count,))
        if np.isnan(given).any():
            raise ProblemError("caps and floors: expected numbers, or inf for no bound")
        there = np.isfinite(given)
        rows.append(sign * np.eye(count)[there])
        limits.append(sign * given[there] / scale)
        names += [0] * int(there.sum())
    return np.vstack(rows), np.concatenate(limits), names


def _inside(rows: Matrix, limits: Vector, total: float, count: int) -> Vector | None:
    """Find charges well inside all constraints; None if there are none that leave any room."""
    x = np.full(count, total / count)
    room = 1.0 + float(max(0.0, (rows @ x - limits).max(initial=0.0)))
    wide = np.column_stack([rows, -np.ones(len(rows))])
    wide = np.vstack([wide, np.append(np.zeros(count), -1.0)])
    bounds = np.append(limits, 2.0)
    objective = np.append(np.zeros(count), 1.0)

    def slope_and_curve(z: Vector) -> tuple[Vector, Matrix]:
        return objective, np.zeros((count + 1, count + 1))

    start = np.append(x, room)
    equal = np.append(np.ones(count), 0.0)[None, :]
    found, _, _ = _interior_point(slope_and_curve, wide, bounds, equal, np.array([total]), start)
    return found[:-1] if found[-1] < -SLACK / 10 else None


def _interior_point(
    slope_and_curve: Callable[[Vector], tuple[Vector, Matrix]],
    rows: Matrix,
    limits: Vector,
    equal: Matrix,
    target: Vector,
    start: Vector,
) -> tuple[Vector, Vector, float]:
    """Minimise a convex function with rows @ x <= limits and equal @ x = target.

    The start satisfies the inequalities strictly and the equations. Gives the point, the
    multipliers of the inequalities, and the largest failure of the conditions of optimality.
    """
    x = start.copy()
    forces = 1.0 / np.maximum(limits - rows @ x, 1e-12)
    prices = np.zeros(len(target))
    size, count = len(limits), x.size
    for _ in range(STEPS):
        slack = np.maximum(limits - rows @ x, 1e-14)
        gap = float(slack @ forces)
        slope, curve = slope_and_curve(x)
        dual = slope + rows.T @ forces + equal.T @ prices
        primal = equal @ x - target
        failure = max(float(np.abs(dual).max()), float(np.abs(primal).max()), gap)
        if failure < 1e-11 * max(1.0, float(np.abs(slope).max())):
            return x, forces, failure
        barrier = 0.1 * gap / size
        matrix = np.zeros((count + len(target),) * 2)
        matrix[:count, :count] = curve + rows.T @ ((forces / slack)[:, None] * rows)
        matrix[:count, count:], matrix[count:, :count] = equal.T, equal
        right = -np.concatenate([slope + equal.T @ prices + rows.T @ (barrier / slack), primal])
        step = np.linalg.lstsq(matrix, right, rcond=None)[0]
        towards, change = step[:count], step[count:]
        moved = rows @ towards
        pushed = (barrier + forces * moved) / slack - forces
        length = _length(x, towards, forces, pushed, slack, moved, slope_and_curve)
        x = x + length * towards
        forces = forces + length * pushed
        prices = prices + length * change
        if length * float(np.abs(towards).max()) < 1e-16 and failure < 1e-8:
            return x, forces, failure
    if failure < 1e-7:
        return x, forces, failure
    raise ConvergenceError(
        f"the Nash solution in the core was not found in {STEPS} steps",
        iterations=STEPS,
        residual=failure,
    )


def _length(
    x: Vector,
    towards: Vector,
    forces: Vector,
    pushed: Vector,
    slack: Vector,
    moved: Vector,
    slope_and_curve: Callable[[Vector], tuple[Array, Array]],
) -> float:
    """Longest step that keeps slacks and forces above zero, shortened a little."""
    down = pushed < 0
    length = min(1.0, float((-forces[down] / pushed[down]).min(initial=1.0)))
    tighter = moved > 0
    length = min(length, float((slack[tighter] / moved[tighter]).min(initial=1.0)))
    return 0.99 * length
