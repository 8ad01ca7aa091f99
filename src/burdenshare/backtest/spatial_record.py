"""The record of spatial models on issues that the user keeps, as a result with intervals."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from burdenshare._version import __version__
from burdenshare.analysis.formulas import by_formula
from burdenshare.analysis.formulas_spatial import SPATIAL_FORMULAS, SPATIAL_RECORD_FORMULAS
from burdenshare.arrays import Array
from burdenshare.backtest.spatial import (
    FOLDS,
    MODELS,
    REPEATS,
    SCALE,
    Scorable,
    Scores,
    cross_validated,
    fit_density,
    forecast_others,
    scorable,
)
from burdenshare.bargaining.spatial_density import COMPONENTS, SpatialDensity
from burdenshare.errors import FactError
from burdenshare.facts.deu import read_deu
from burdenshare.provenance import Origin
from burdenshare.results.figures import COUNT, SHARE, Figure, Sentence, Unit
from burdenshare.results.made import Finding
from burdenshare.results.spatial_record import SpatialRecord, SpatialScore

POINTS = Unit("number", "points of 100")

NEAR = 10.0
"""What counts as near. [points of 100]"""

RESAMPLES = 4_000
"""Resamples of proposals behind each interval."""

LEAST_PROPOSALS = 5
"""Fewer proposals than this cannot be held out from one another."""

COMPONENT_NAMES = {
    "positions": "masses at the actors' positions",
    "mean": "normal about the weighted mean",
    "reference": "the reference point",
    "climatology": "outcomes of past issues",
}


def score_issues(
    data: str | Path, *, seed: int = 0, test: str | Path | None = None
) -> SpatialRecord:
    """Score spatial models and the density that pools them on a table of issues.

    Parameters
    ----------
    data : path
        A wide table of issues, or a folder that holds one, as `facts.deu.read_deu` takes it.
    seed : int
        Deals proposals into folds, and resamples them.
    test : path, optional
        Another such table: the models learn from `data` alone and are scored on this one. Without
        it they are scored on `data` by cross-validation, whole proposals at a time.

    Raises
    ------
    FactError
        If a file cannot be read, or holds too few proposals with a known outcome.
    """
    table = read_deu(data)
    known = _with_outcomes(scorable(table), data)
    rng = np.random.default_rng(seed)
    if test is None:
        judged, scores = known, cross_validated(known, rng)
    else:
        judged = scorable(read_deu(test))
        if not judged.outcomes.size:
            raise FactError(f"{test}: no issue has a known outcome")
        scores = forecast_others(known, judged)
    fitted = fit_density(known)
    means = _Means(judged, rng)
    rated = [_rated(name, found, scores["density"], means) for name, found in scores.items()]
    rated.sort(key=lambda score: (score.id != "density", score.crps.value))
    formulas = {f.id: f for f in (*SPATIAL_FORMULAS, *SPATIAL_RECORD_FORMULAS)}
    return SpatialRecord(
        dataset="deu3",
        issues=_count(judged.outcomes.size),
        proposals=_count(len(set(judged.proposals))),
        scores=tuple(rated),
        weights=tuple(_weights(fitted)),
        width=Figure(SCALE * fitted.width, POINTS, by_formula("spatial-fit")),
        sentences=tuple(_words(rated)),
        findings=tuple(_findings(table.has_power, test is not None)),
        seed=seed,
        version=__version__,
        formulas=formulas,
    )


def fitted_density(data: str | Path) -> SpatialDensity:
    """Fit the density on all issues of a table."""
    return fit_density(_with_outcomes(scorable(read_deu(data)), data))


def _with_outcomes(known: Scorable, data: str | Path) -> Scorable:
    count = len(set(known.proposals))
    if count < LEAST_PROPOSALS:
        raise FactError(
            f"{data}: {count} proposals with a known outcome; at least {LEAST_PROPOSALS} are "
            "needed to forecast one from the others"
        )
    return known


class _Means:
    """Means over issues, with the interval that resampling whole proposals gives."""

    def __init__(self, judged: Scorable, rng: np.random.Generator) -> None:
        names = sorted(set(judged.proposals))
        place = {name: number for number, name in enumerate(names)}
        self._of = np.array([place[name] for name in judged.proposals])
        self._sizes = np.bincount(self._of, minlength=len(names)).astype(np.float64)
        self._drawn = rng.multinomial(len(names), np.full(len(names), 1 / len(names)), RESAMPLES)

    def figure(self, values: Array, unit: Unit, formula: str) -> Figure:
        """Give the mean of values, one an issue."""
        sums = np.bincount(self._of, weights=values, minlength=self._sizes.size)
        resampled = (self._drawn @ sums) / (self._drawn @ self._sizes)
        low, high = np.quantile(resampled, (0.05, 0.95))
        origin = by_formula(formula)
        return Figure(float(values.mean()), unit, origin, float(low), float(high))


def _rated(name: str, found: Scores, density: Scores, means: _Means) -> SpatialScore:
    names = {"density": "Pooled density", "climatology": "Outcomes of past issues alone"}
    return SpatialScore(
        id=name,
        name=names.get(name) or MODELS[name][0],
        crps=means.figure(found.crps, POINTS, "spatial-crps"),
        error=means.figure(found.error, POINTS, "spatial-error"),
        near=means.figure((found.error <= NEAR).astype(float), SHARE, "spatial-hits"),
        covered=means.figure(found.covered, SHARE, "spatial-covered"),
        behind=None
        if name == "density"
        else means.figure(found.crps - density.crps, POINTS, "spatial-behind"),
    )


def _count(number: int) -> Figure:
    return Figure(float(number), COUNT, by_formula("spatial-issues"))


def _weights(fitted: SpatialDensity) -> list[tuple[str, Figure]]:
    origin: Origin = by_formula("spatial-fit")
    return [
        (COMPONENT_NAMES[name], Figure(weight, SHARE, origin))
        for name, weight in zip(COMPONENTS, fitted.weights, strict=True)
    ]


def _words(rated: list[SpatialScore]) -> list[Sentence]:
    density, best = rated[0], rated[1]
    assert best.behind is not None, "only the density has nothing that it is behind"
    figures = {"crps": density.crps, "error": density.error, "behind": best.behind}
    how = "better" if best.behind.value > 0 else "worse"
    words = [
        Sentence(
            "The pooled density scores {crps:full} points of 100 on average, and its median misses "
            "the outcome by {error:full} points.",
            figures,
        ),
        Sentence(
            f"That is {how} than the next best, {best.name[:1].lower() + best.name[1:]}, which "
            "stands {behind:full} points behind it.",
            figures,
        ),
    ]
    low = best.behind.low
    if low is not None and low <= 0 < best.behind.value:
        words.append(
            Sentence("The interval of that difference holds nothing, so it is not settled.", {})
        )
    return words


def _findings(has_power: bool, tested: bool) -> list[Finding]:
    found = [
        Finding(
            "discrete",
            "Many outcomes lie at an end of the scale, where a 90% interval cannot be cut short; "
            "it then holds more than nine in ten.",
        )
    ]
    if not has_power:
        found.append(
            Finding("equal-power", "No power of actors was found beside the data: all count alike.")
        )
    if not tested:
        found.append(
            Finding(
                "folds",
                f"Proposals were dealt into {FOLDS} folds, {REPEATS} times anew; issues of one "
                "proposal are never used to forecast one another.",
            )
        )
    return found
