"""Forecasts of issues decided by many, scored: each spatial model, and the density that pools them.

The density is fitted by cross-validation in which all issues of a proposal stay together, so that
no issue helps to forecast its own siblings. Models that give a point are scored by the distance of
the point, and as a normal distribution about it whose width is fitted on the other folds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np

from burdenshare.arrays import Array, Flags
from burdenshare.bargaining.beliefs import normal_survival
from burdenshare.bargaining.challenge import VARIANTS, challenge
from burdenshare.bargaining.spatial import (
    Actors,
    nash_with_failure_cost,
    weighted_mean,
    weighted_median,
)
from burdenshare.bargaining.spatial_density import (
    EDGES,
    WIDTHS,
    Issues,
    SpatialDensity,
    climatology_cdf,
    climatology_of,
    components,
    issues,
    quantile_on_grid,
    weights_of,
)
from burdenshare.bargaining.spatial_votes import (
    condorcet_winner,
    probabilistic_condorcet,
    spatial_utilities,
)
from burdenshare.errors import ProblemError
from burdenshare.facts.deu import SpatialIssues
from burdenshare.uncertainty.linear_pool import crps_on_grid, fit_weights

SCALE = 100.0
"""Length of an issue in the data."""

FOLDS, REPEATS = 10, 5
"""Folds of the cross-validation, and how often proposals are dealt into them anew."""


class Scorable(NamedTuple):
    """Issues whose outcome is known, on a scale from 0 to 1."""

    issues: Issues
    outcomes: Array
    proposals: tuple[str, ...]

    def part(self, chosen: Flags) -> Scorable:
        """Give some of the issues."""
        actors, reference, known = self.issues
        kept = Issues(
            Actors(*(array[chosen] for array in actors)), reference[chosen], known[chosen]
        )
        named = tuple(p for p, keep in zip(self.proposals, chosen, strict=True) if keep)
        return Scorable(kept, self.outcomes[chosen], named)


def scorable(table: SpatialIssues) -> Scorable:
    """Give the issues of a table that have an outcome.

    A position without a salience takes the mean salience of its issue.
    """
    kept = ~np.isnan(table.outcome)
    positions, salience = table.positions[kept], table.salience[kept]
    held = ~np.isnan(positions)
    blank = np.isnan(salience)
    told = np.where(held & ~blank, salience, 0.0)
    mean = told.sum(axis=1) / np.maximum((held & ~blank).sum(axis=1), 1)
    filled = np.where(blank, np.where(mean > 0, mean, 1.0)[:, None], salience)
    reference = table.reference[kept]
    unknown = np.isnan(reference)
    found = issues(
        np.where(held, positions, 0.0) / SCALE,
        np.where(held, filled, 0.0) / SCALE,
        np.broadcast_to(table.power, positions.shape),
        np.where(unknown, 0.0, reference) / SCALE,
        ~unknown,
    )
    named = tuple(p for p, keep in zip(table.proposals, kept, strict=True) if keep)
    return Scorable(found, table.outcome[kept] / SCALE, named)


def fit_density(known: Scorable, power_exponent: float = 0.5) -> SpatialDensity:
    """Fit the density on issues whose outcome is known: its width and weights by least mean CRPS.

    Raises
    ------
    ProblemError
        If there is no such issue.
    """
    if not known.outcomes.size:
        raise ProblemError("issues: none has a known outcome, so nothing can be learnt from them")
    past = climatology_of(known.outcomes)
    tried = []
    for width in WIDTHS:
        parts = components(known.issues, width, past, power_exponent)
        weights = fit_weights(parts, known.outcomes, EDGES)
        score = crps_on_grid(np.tensordot(weights, parts, axes=1), known.outcomes, EDGES).mean()
        tried.append((float(score), width, weights))
    _, width, weights = min(tried, key=lambda entry: entry[0])
    return SpatialDensity(tuple(weights.tolist()), width, past, power_exponent, known.outcomes.size)


# --- points of the models ------------------------------------------------------------------------


def _mean(given: Issues) -> Array:
    return weighted_mean(given.actors.positions, weights_of(given))


def _median(given: Issues) -> Array:
    return weighted_median(given.actors.positions, weights_of(given))


def _condorcet(given: Issues) -> Array:
    return condorcet_winner(given.actors.positions, weights_of(given))


def _probabilistic_condorcet(given: Issues) -> Array:
    places = given.actors.positions
    utilities = spatial_utilities(places, places, span=1.0)
    chances = probabilistic_condorcet(weights_of(given), utilities, model="quartic")
    # An actor without weight on an issue has no option there.
    held = chances * (given.actors.weight > 0)
    return np.asarray((held * places).sum(axis=1) / held.sum(axis=1))


def _nash(cost: float) -> Callable[[Issues], Array]:
    def outcome(given: Issues) -> Array:
        mean = _mean(given)
        point = np.where(given.has_reference, given.reference, mean)
        found = nash_with_failure_cost(
            given.actors.positions, point, cost, weights_of(given), span=1.0
        )
        return np.asarray(np.where(given.has_reference, found.outcome, mean))

    return outcome


def _challenge(variant: str) -> Callable[[Issues], Array]:
    def outcome(given: Issues) -> Array:
        found = challenge(
            given.actors.positions,
            np.clip(given.actors.salience, 0.0, 1.0),
            np.sqrt(given.actors.power),
            variant=variant,
            span=1.0,
        )
        return found.median

    return outcome


def _middle(given: Issues) -> Array:
    return np.full(given.reference.shape, 0.5)


MODELS: Mapping[str, tuple[str, Callable[[Issues], Array]]] = {
    "middle": ("The middle of every issue", _middle),
    "weighted-mean": ("Weighted mean", _mean),
    "weighted-median": ("Weighted median", _median),
    "condorcet": ("Condorcet winner", _condorcet),
    "probabilistic-condorcet": ("Probabilistic Condorcet, mean", _probabilistic_condorcet),
    "nash-0.25": ("Nash, failing costs 0.25", _nash(0.25)),
    "nash-1": ("Nash, failing costs 1", _nash(1.0)),
    "nash-5": ("Nash, failing costs 5", _nash(5.0)),
    **{
        f"challenge-{name}": (f"Challenge model: {variant.name}", _challenge(name))
        for name, variant in VARIANTS.items()
    },
}
"""Models that give a point: id, name and function of issues."""


# --- scores --------------------------------------------------------------------------------------


class Scores(NamedTuple):
    """Scores of one forecaster, issue by issue."""

    crps: Array
    """[points of 100]"""
    error: Array
    """Distance of the median, or of the point, from the outcome. [points of 100]"""
    covered: Array
    """Whether the 90% interval holds the outcome, as 0 or 1."""


def score_distributions(predicted: Array, outcomes: Array) -> Scores:
    """Score predictive distributions on the cells of the density."""
    error = np.abs(quantile_on_grid(predicted, 0.5) - outcomes)
    low, high = (quantile_on_grid(predicted, p) for p in (0.05, 0.95))
    covered = (low <= outcomes) & (outcomes <= high + np.diff(EDGES)[0])
    crps = crps_on_grid(predicted, outcomes, EDGES)
    return Scores(SCALE * crps, SCALE * error, covered.astype(np.float64))


def folds(proposals: tuple[str, ...], rng: np.random.Generator, count: int = FOLDS) -> Array:
    """Deal whole proposals into folds; give the fold of each issue."""
    names = sorted(set(proposals))
    if len(names) < 2:
        raise ProblemError("proposals: at least two are needed to forecast one from the others")
    dealt = rng.permutation(len(names)) % min(count, len(names))
    of_name = dict(zip(names, dealt.tolist(), strict=True))
    return np.array([of_name[name] for name in proposals])


def cross_validated(
    known: Scorable, rng: np.random.Generator, *, repeats: int = REPEATS
) -> dict[str, Scores]:
    """Forecast each issue from the issues of other proposals, and score all forecasters.

    Parameters
    ----------
    known : Scorable
        Issues whose outcome is known.
    rng : Generator
        Deals proposals into folds.
    repeats : int
        How often they are dealt anew; scores of an issue are means over these.

    Returns
    -------
    dict of str to Scores
        By model; ``density`` is the pooled density, ``climatology`` past outcomes alone.
    """
    points = {name: function(known.issues) for name, (_, function) in MODELS.items()}
    dealt = [folds(known.proposals, rng) for _ in range(repeats)]
    gathered: dict[str, list[Scores]] = {}
    for fold in dealt:
        predicted = {
            name: np.empty((known.outcomes.size, EDGES.size - 1))
            for name in ("density", "climatology", *points)
        }
        for number in np.unique(fold):
            held_out = fold == number
            _predict(known, points, np.asarray(held_out), predicted)
        for name, cdf in predicted.items():
            scored = score_distributions(cdf, known.outcomes)
            if name in points:
                scored = scored._replace(error=SCALE * np.abs(points[name] - known.outcomes))
            gathered.setdefault(name, []).append(scored)
    return {
        name: Scores(*(np.mean(parts, axis=0) for parts in zip(*scored, strict=True)))
        for name, scored in gathered.items()
    }


def forecast_others(known: Scorable, judged: Scorable) -> dict[str, Scores]:
    """Learn from some issues alone, forecast others, and score all forecasters on these.

    Returns
    -------
    dict of str to Scores
        By model, as `cross_validated` gives them.
    """
    both = Scorable(
        _stacked(known.issues, judged.issues),
        np.concatenate([known.outcomes, judged.outcomes]),
        (*known.proposals, *judged.proposals),
    )
    held_out = np.arange(both.outcomes.size) >= known.outcomes.size
    points = {name: function(both.issues) for name, (_, function) in MODELS.items()}
    predicted = {
        name: np.empty((both.outcomes.size, EDGES.size - 1))
        for name in ("density", "climatology", *points)
    }
    _predict(both, points, held_out, predicted)
    scores = {}
    for name, cdf in predicted.items():
        scores[name] = score_distributions(cdf[held_out], judged.outcomes)
        if name in points:
            error = SCALE * np.abs(points[name][held_out] - judged.outcomes)
            scores[name] = scores[name]._replace(error=error)
    return scores


def _stacked(first: Issues, second: Issues) -> Issues:
    """Put issues below one another; actors that only one table has carry no weight in the other."""
    most = max(first.actors.positions.shape[1], second.actors.positions.shape[1])

    def padded(array: Array) -> Array:
        return np.pad(array, ((0, 0), (0, most - array.shape[1])))

    actors = Actors(
        *(
            np.concatenate([padded(one), padded(other)])
            for one, other in zip(first.actors, second.actors, strict=True)
        )
    )
    return Issues(
        actors,
        np.concatenate([first.reference, second.reference]),
        np.concatenate([first.has_reference, second.has_reference]),
    )


def _predict(
    known: Scorable, points: Mapping[str, Array], held_out: Flags, predicted: dict[str, Array]
) -> None:
    """Fill the forecasts of the issues held out from what the others teach."""
    others = known.part(~held_out)
    fitted = fit_density(others)
    predicted["density"][held_out] = fitted.predict(known.part(held_out).issues)
    predicted["climatology"][held_out] = climatology_cdf(fitted.climatology)
    for name, point in points.items():
        width = float(np.sqrt(np.mean((point[~held_out] - others.outcomes) ** 2)))
        predicted[name][held_out] = _about(point[held_out], width)


def _about(point: Array, width: float) -> Array:
    """A normal distribution about each point, not cut off, on the cells."""
    middles = (EDGES[1:] + EDGES[:-1]) / 2
    return np.asarray(normal_survival((point[:, None] - middles) / max(width, 1e-3)))
