"""Corners and centre of gravity of a small polytope given by its rows.

The object. Points x with a fixed total and a x >= b for a list of rows [a, b], of which the first
n are the single members, so that the set is bounded. Rows hold numbers of about one in size.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from burdenshare.arrays import Matrix, Vector


def vertices(rows: Matrix, total: float, tolerance: float) -> Matrix:
    """List the corners by cutting a simplex with one row after the other.

    Parameters
    ----------
    rows : ndarray, shape (m, n + 1)
        Rows [a, b]; the first n hold the unit vectors.
    total : float
        What the entries of a point add up to.
    tolerance : float
        Distances below this are taken for zero.

    Returns
    -------
    ndarray, shape (k, n)
        Corners in lexicographic order; none if no point meets all rows.
    """
    count = rows.shape[1] - 1
    if count == 1:
        return np.full((1, 1), total)
    floor = rows[:count, -1][rows[:count, :-1].argmax(axis=0)]
    room = total - floor.sum()
    if room < -tolerance * count:
        return np.empty((0, count))
    corners = floor + max(room, 0.0) * np.eye(count)
    if room <= tolerance:
        corners = floor[None, :] + room / count
    for step in range(count, len(rows) + 1):
        corners = _distinct(corners, tolerance)
        if step == len(rows) or not len(corners):
            break
        corners = _cut(corners, rows[: step + 1], tolerance)
    return np.asarray(corners[np.lexsort(corners.T[::-1])] if len(corners) else corners)


def _cut(corners: Matrix, rows: Matrix, tolerance: float) -> Matrix:
    """Keep what the last row allows: corners inside, and where edges cross it."""
    heights = corners @ rows[-1, :-1] - rows[-1, -1]
    out = heights < -tolerance
    if not out.any():
        return corners
    tight = np.abs(corners @ rows[:-1, :-1].T - rows[:-1, -1]) <= 10 * tolerance
    inside = np.flatnonzero(heights > tolerance)
    crossings = [
        corners[kept]
        + (corners[lost] - corners[kept]) * heights[kept] / (heights[kept] - heights[lost])
        for lost in np.flatnonzero(out)
        for kept in _adjacent(tight, int(lost), inside, corners.shape[1] - 2)
    ]
    return np.array([*corners[~out], *crossings]).reshape(-1, corners.shape[1])


def _adjacent(
    tight: NDArray[np.bool_], corner: int, others: NDArray[np.int64], least: int
) -> NDArray[np.int64]:
    """Which of the other corners share an edge: no third corner is tight in all they share."""
    shared = tight[others] & tight[corner]
    counts = shared.sum(axis=1)
    # An edge takes at least as many rows as it has dimensions fewer than the points.
    likely = counts >= least
    # Products of floats are exact here, and far faster than products of whole numbers.
    holders = shared[likely].astype(np.float32) @ tight.T.astype(np.float32)
    sole = (holders == counts[likely, None]).sum(axis=1) == 2
    return np.asarray(others[likely][sole], dtype=np.int64)


def _distinct(corners: Matrix, tolerance: float) -> Matrix:
    """Drop corners that lie within the tolerance of an earlier one."""
    if len(corners) < 2:
        return corners
    apart = np.abs(corners[:, None, :] - corners[None, :, :]).max(axis=2) > 10 * tolerance
    first = [index for index in range(len(corners)) if apart[index, :index].all()]
    return np.asarray(corners[first])


def centroid(corners: Matrix, tight: NDArray[np.bool_]) -> Vector:
    """Find the centre of gravity of a polytope, in the dimension that it has.

    Parameters
    ----------
    corners : ndarray, shape (k, n)
        Corners.
    tight : ndarray of bool, shape (k, m)
        Which rows hold with equality at which corner; facets are read off it.

    Returns
    -------
    ndarray, shape (n,)
        The mean of the uniform distribution.
    """
    return _measure(corners, tight, np.arange(len(corners)), {})[1]


def _measure(
    corners: Matrix,
    tight: NDArray[np.bool_],
    face: NDArray[np.int64],
    seen: dict[bytes, tuple[float, Vector]],
) -> tuple[float, Vector]:
    """Volume and centre of a face, as cones from its mean over its own facets."""
    key = face.tobytes()
    if key in seen:
        return seen[key]
    points = corners[face]
    apex = points.mean(axis=0)
    dimension = _dimension(points)
    if dimension == 0:
        return 1.0, apex
    if dimension == 1:
        ends = points[[np.lexsort(points.T)[0], np.lexsort(points.T)[-1]]]
        return float(np.linalg.norm(ends[1] - ends[0])), ends.mean(axis=0)
    volume, moment = 0.0, np.zeros(corners.shape[1])
    facets = {tuple(face[column]) for column in tight[face].T if 0 < column.sum() < len(face)}
    for facet in facets:
        inside = np.array(facet)
        if _dimension(corners[inside]) != dimension - 1:
            continue
        area, centre = _measure(corners, tight, inside, seen)
        cone = area * _distance(apex, corners[inside]) / dimension
        volume += cone
        moment += cone * (apex + dimension * centre) / (dimension + 1)
    # A face thinner than rounding has no volume of its own.
    seen[key] = (volume, moment / volume) if volume > 0 else (0.0, apex)
    return seen[key]


def _dimension(points: Matrix) -> int:
    """Dimension of the flat through points."""
    spread = points - points[0]
    size = float(np.abs(spread).max())
    return int(np.linalg.matrix_rank(spread, tol=1e-7 * size)) if size > 0 else 0


def _distance(point: Vector, points: Matrix) -> float:
    """Distance of a point from the flat through points."""
    _, singular, directions = np.linalg.svd(points - points[0])
    rank = int((singular > 1e-7 * max(float(singular.max(initial=0.0)), 1e-300)).sum())
    rest = point - points[0]
    rest = rest - directions[:rank].T @ (directions[:rank] @ rest)
    return float(np.linalg.norm(rest))
