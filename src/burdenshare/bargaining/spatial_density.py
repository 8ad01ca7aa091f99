"""A predictive density for issues decided by many: the spatial models pooled, their errors learnt.

Object and notation. An issue runs from 0 to 1. A `SpatialDensity` is a linear pool of

    positions     a mass at the position of each actor, by weight
    mean          a normal distribution about the weighted mean, cut off at the ends
    reference     a mass at the reference point; where there is none it joins `mean`
    climatology   where outcomes of past issues lay, whatever the positions: masses at the two ends
                  and in the middle, where experts put what was asked, refused and halved, and the
                  rest spread evenly

with weights, the width of the normal and the climatology fitted on issues whose outcome is known.
The weight of an actor is its salience times a power of its power (1/2: a large actor counts more
than a small one, but less than in proportion). Each component by itself forecasts worse: the masses
know that outcomes are often somebody's position, the normal that they are as often a compromise.

References
----------
R. Thomson, F. Stokman, C. Achen and T. Koenig (eds) (2006), The European Union Decides, Cambridge
University Press.
J. Arregui and C. Perarnaud (2022), A new dataset on legislative decision-making in the European
Union: the DEU III dataset, Journal of European Public Policy 29.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from burdenshare.arrays import Array, Flags, Vector, as_array, as_shares
from burdenshare.bargaining.beliefs import normal_survival
from burdenshare.bargaining.spatial import Actors, actors, weighted_mean
from burdenshare.errors import ProblemError

COMPONENTS = ("positions", "mean", "reference", "climatology")
"""Names of the components in the order of the weights."""

CELLS = 200
"""Cells of the grid on which distributions are held; half a point of an issue from 0 to 100."""

EDGES = np.linspace(0.0, 1.0, CELLS + 1)
"""Ends of the cells."""

WIDTHS = (0.10, 0.15, 0.20, 0.25, 0.30, 0.40)
"""Widths of the normal among which the fit chooses."""


class Issues(NamedTuple):
    """Issues on a scale from 0 to 1, with their actors and reference points."""

    actors: Actors
    """Shape (m, n); an actor without a position on an issue has weight zero there."""
    reference: Array
    """What holds if nothing is decided, shape (m,); 0 where unknown."""
    has_reference: Flags
    """Whether it is known, shape (m,)."""


def issues(
    positions: ArrayLike,
    salience: ArrayLike,
    power: ArrayLike,
    reference: ArrayLike | None = None,
    has_reference: ArrayLike | None = None,
) -> Issues:
    """Check issues on a scale from 0 to 1.

    Parameters
    ----------
    positions : array_like, shape (m, n)
        Between 0 and 1. [lengths of the issue]
    salience, power : array_like, broadcasting to (m, n)
        Not negative; zero for an actor that has no position. [pure number, any one scale]
    reference : array_like, shape (m,), optional
        Between 0 and 1. [lengths of the issue]
    has_reference : array_like of bool, shape (m,), optional
        Whether the reference point of an issue is known; else all are, if `reference` is given.

    Raises
    ------
    ProblemError
        If a position lies off the scale, or for the reasons of `spatial.actors`.
    """
    found = actors(as_shares(positions, "positions"), salience, power)
    if found.positions.ndim != 2:
        raise ProblemError(f"positions: expected shape (issues, actors), got {np.shape(positions)}")
    count = found.positions.shape[0]
    if reference is None:
        return Issues(found, np.zeros(count), np.zeros(count, dtype=bool))
    point = np.broadcast_to(as_shares(reference, "reference"), (count,))
    known = np.ones(count, bool) if has_reference is None else np.asarray(has_reference, bool)
    return Issues(found, point, np.broadcast_to(known, (count,)))


@dataclass(frozen=True, slots=True)
class SpatialDensity:
    """Weights of the components, and what they are made with."""

    weights: tuple[float, ...]
    """In the order of `COMPONENTS`, summing to 1."""
    width: float
    """Standard deviation of the normal about the weighted mean. [lengths of the issue]"""
    climatology: tuple[float, float, float]
    """Share of past outcomes at the lower end, in the middle and at the upper end."""
    power_exponent: float = 0.5
    fitted_on: int = 0
    """How many issues it was fitted on."""

    def predict(self, given: Issues) -> Array:
        """Give the predictive distribution of each issue.

        Parameters
        ----------
        given : Issues
            `m` of them.

        Returns
        -------
        ndarray, shape (m, CELLS)
            Cumulative distribution on the cells of `EDGES`. [probability]
        """
        parts = components(given, self.width, self.climatology, self.power_exponent)
        return np.asarray(np.tensordot(np.array(self.weights), parts, axes=1))


def components(
    given: Issues,
    width: float,
    climatology: tuple[float, float, float],
    power_exponent: float = 0.5,
) -> Array:
    """Give the distribution of each component for each issue.

    Returns
    -------
    ndarray, shape (len(COMPONENTS), m, CELLS)
        Cumulative distributions on the cells of `EDGES`. [probability]
    """
    weight = weights_of(given, power_exponent)
    centre = weighted_mean(given.actors.positions, weight)
    about = _normal(centre, width)
    reference = np.where(
        given.has_reference[:, None], _masses(given.reference[:, None], np.ones((1, 1))), about
    )
    past = np.broadcast_to(climatology_cdf(climatology), about.shape)
    return np.stack([_masses(given.actors.positions, weight), about, reference, past])


def weights_of(given: Issues, power_exponent: float = 0.5) -> Array:
    """Give the weight of each actor on each issue: salience times a power of its power."""
    return np.asarray(given.actors.salience * given.actors.power**power_exponent)


def climatology_of(outcomes: ArrayLike) -> tuple[float, float, float]:
    """Give the share of past outcomes at the lower end, in the middle and at the upper end.

    Parameters
    ----------
    outcomes : array_like, shape (m,)
        Between 0 and 1, at least one. [lengths of the issue]

    Examples
    --------
    >>> climatology_of([0.0, 0.5, 0.5, 0.7])
    (0.25, 0.5, 0.0)
    """
    happened = as_shares(outcomes, "outcomes")
    if happened.ndim != 1 or not happened.size:
        raise ProblemError("outcomes: at least one is needed")
    low, middle, high = (float(np.mean(happened == place)) for place in (0.0, 0.5, 1.0))
    return low, middle, high


def climatology_cdf(shares: tuple[float, float, float]) -> Vector:
    """Give the distribution of past outcomes on the cells."""
    rest = 1 - sum(shares)
    masses = _masses(np.array([[0.0, 0.5, 1.0]]), np.array([[*shares]]) + 1e-12)[0]
    spread = np.arange(1, CELLS + 1) / CELLS
    return np.asarray((1 - rest) * masses + rest * spread)


def quantile_on_grid(cdf: ArrayLike, probability: float) -> Array:
    """Give the quantile of distributions on the cells: the lower end of the first cell to reach it.

    Returns
    -------
    ndarray, shape (...)
        [lengths of the issue]
    """
    values = as_array(cdf, "cdf")
    reached = (values < probability - 1e-12).sum(axis=-1)
    # The last cell holds the upper end itself, where masses at the end of the scale lie.
    return np.asarray(np.where(reached >= CELLS - 1, 1.0, EDGES[np.minimum(reached, CELLS)]))


def _masses(places: Array, weight: Array) -> Array:
    """Cumulative distribution of masses at places by weight, shape (m, n) to (m, CELLS)."""
    share = weight / weight.sum(axis=-1, keepdims=True)
    places, share = np.broadcast_arrays(places, share)
    cell = np.clip(np.floor(places * CELLS + 1e-9).astype(np.intp), 0, CELLS - 1)
    rows = np.arange(places.shape[0])[:, None] * CELLS
    mass = np.bincount((rows + cell).ravel(), share.ravel(), minlength=places.shape[0] * CELLS)
    return np.minimum(np.cumsum(mass.reshape(-1, CELLS), axis=-1), 1.0)


def _normal(centre: Array, width: float) -> Array:
    """Normal distribution cut off at the ends of the scale, by the middle of each cell."""
    middles = (EDGES[1:] + EDGES[:-1]) / 2
    below, above = (normal_survival((centre[:, None] - end) / width) for end in (0.0, 1.0))
    values = normal_survival((centre[:, None] - middles) / width)
    cdf = np.clip((values - below) / (above - below), 0.0, 1.0)
    cdf[:, -1] = 1.0
    return np.asarray(cdf)
