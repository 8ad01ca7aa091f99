"""Which inputs move each headline: Sobol' indices, one input at a time, and where it flips.

The draws that answer the case serve again: the first n are the sample A of pick and freeze and the
next n its sample B. Only the inputs that a headline reads are varied. A tornado sets one input to
the ends of its 90% interval, and a flip is looked for in the middle 99.8% of it, with all others as
drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from burdenshare.analysis import amounts
from burdenshare.analysis.fair_shares import headline_base
from burdenshare.analysis.figures import certain, input_figure, input_unit, values_at
from burdenshare.analysis.formulas import by_formula
from burdenshare.analysis.grid import answering, base_draws, payment_if_any
from burdenshare.analysis.histories import Simulated, course_and_beliefs
from burdenshare.analysis.scenes import inputs_read
from burdenshare.analysis.sensitivity_words import findings, sentences
from burdenshare.analysis.talks import beliefs, has_limits
from burdenshare.analysis.threat import (
    departures_of,
    payer_threatens,
    payoffs_say,
    supported_payment,
)
from burdenshare.arrays import Array, Vector
from burdenshare.bargaining.zone import nash_payment
from burdenshare.model import Draws, Model
from burdenshare.results import Figure, Finding, Made, Sentence
from burdenshare.results.figures import COUNT, PROBABILITY, SHARE, Unit
from burdenshare.results.sensitivities import Effect, Moved, Sensitivity
from burdenshare.uncertainty.distributions import Z95
from burdenshare.uncertainty.sampling import Block
from burdenshare.uncertainty.sensitivity import (
    BINS,
    Flip,
    Indices,
    bin_of_each,
    design_rows,
    first_order_of_bins,
    flips,
    indices_of,
    turns,
    with_each_set,
)

GRID = (0.001, 0.05, 0.25, 0.5, 0.75, 0.95, 0.999)
"""Probabilities at whose values each input is set: the ends of the interval are among them."""

LOW, HIGH = GRID.index(0.05), GRID.index(0.95)

LEAST_POINTS = 64
"""Fewer points than this say nothing of indices."""

SHOWN = 6
"""Inputs of a headline that are kept, those that matter most."""


class Output(NamedTuple):
    """A headline as a number of each draw, and a statement about it that may flip."""

    id: str
    name: str
    statement: Sentence
    unit: Unit
    threshold: float
    """The statement is that the headline is at least so much."""
    sign: float = 1.0
    """-1 turns the statement round: that the headline is at most so much."""

    @property
    def is_chance(self) -> bool:
        """Whether the headline is the mean of the draws, else it is their median."""
        return self.unit is PROBABILITY

    def headline(self, values: Array) -> Array:
        """Give the headline over the last axis."""
        return np.asarray(values.mean(axis=-1) if self.is_chance else np.median(values, axis=-1))

    def holds(self, headline: Array) -> Array:
        """Tell whether the statement is true of a headline."""
        return np.asarray(self.sign * headline >= self.sign * self.threshold)


class Group(NamedTuple):
    """Headlines that come from one computation."""

    outputs: tuple[Output, ...]
    evaluate: Callable[[Draws], Array]
    """The outputs, shape (outputs, draws)."""
    points: int
    """Points of each sample for the indices."""
    tried: int
    """Draws over which an input is set to a value."""


def sensitivity(
    model: Model, draws: Draws, figure: Figure, made: Made, histories: Simulated | None = None
) -> Sensitivity:
    """Say which inputs move each headline, and at which values it flips.

    Parameters
    ----------
    model, draws : Model, Draws
        A case at a date and its draws; the first few thousand serve.
    figure : Figure
        The figure asked about, in the money of the model.
    made : Made
        How the answer is made.
    histories : Simulated, optional
        Histories of the forecast, whose headlines are looked at by their draws alone.
    """
    if draws.size < 2 * LEAST_POINTS:
        few = f"With fewer than {2 * LEAST_POINTS} draws nothing can be said of what matters."
        certain_all = "Every input is taken as certain, so nothing moves the answers."
        is_certain = all(entry.is_certain for entry in model.inputs.values())
        return Sensitivity(
            made, (), (Finding("no-sensitivity", certain_all if is_certain else few),)
        )
    groups = (
        _agreement(model, figure),
        _fair(model, draws, figure),
        _threat(model, figure),
        _credibility(model, figure),
    )
    headlines = [
        moved for group in groups if group is not None for moved in _moved(model, draws, group)
    ]
    if histories is not None:
        headlines += _forecast(model, draws, figure, histories)
    return Sensitivity(made, tuple(headlines), ())


# --- the headlines -------------------------------------------------------------------------------


def _agreement(model: Model, figure: Figure) -> Group:
    has_power = "bargaining.power" in model.inputs

    def evaluate(at: Draws) -> Array:
        limits = amounts.reservation(model, at)
        power = {"power": at["bargaining.power"]} if has_power else {}
        payment = nash_payment(limits.least, limits.most, **power).payment
        return np.stack(np.broadcast_arrays(payment, limits.least <= limits.most))

    settlement = Output(
        "settlement",
        f"the settlement with {'power as judged' if has_power else 'equal power'}",
        Sentence("the settlement reaches {figure} a year", {"figure": figure}),
        figure.unit,
        figure.value,
    )
    zone = Output(
        "zone",
        "the chance that a payment suits both sides",
        Sentence("a payment that suits both sides is likelier than not", {}),
        PROBABILITY,
        0.5,
    )
    return Group((settlement, zone), evaluate, 2048, 512)


def _fair(model: Model, draws: Draws, figure: Figure) -> Group | None:
    base = headline_base(model)
    if base is None or not amounts.base_items(model, base):
        return None

    def payments(at: Draws) -> list[Array]:
        on = base_draws(model, at, base, amounts.member_data(model, at))
        return [payment_if_any(principle, on) for principle in answering(on)]

    if not payments(draws.part(0, 1)):
        return None

    def evaluate(at: Draws) -> Array:
        every = np.stack(np.broadcast_arrays(*payments(at)))
        reach = (every >= figure.value).mean(axis=0)
        middle = np.partition(every, every.shape[0] // 2, axis=0)[every.shape[0] // 2]
        known = np.isfinite(middle)
        if not known.all():
            # Where most principles have no answer, the least that any of the others asks counts.
            least = np.where(np.isfinite(every), every, 1e300).min(axis=0)
            middle = np.where(known, middle, least)
        return np.stack((middle, reach))

    where = brace(base.name)
    share = Output(
        "fair-share",
        f"the fair share in the middle of all principles, on {base.name}",
        Sentence(
            f"half of the principles, on {where}, ask for {{figure}} a year or more",
            {"figure": figure},
        ),
        figure.unit,
        figure.value,
    )
    reach = Output(
        "fair-reach",
        f"the chance that a principle, on {base.name}, asks for the figure or more",
        Sentence(
            f"a principle, on {where}, is likelier than not to ask for {{figure}} a year or more",
            {"figure": figure},
        ),
        PROBABILITY,
        0.5,
    )
    return Group((share, reach), evaluate, 768, 256)


def _threat(model: Model, figure: Figure) -> Group:
    down = payer_threatens(model)
    words = "brings the payment down to {figure} a year" if down else "supports {figure} a year"
    output = Output(
        "threat",
        "the payment that the threat to leave supports",
        Sentence(f"the threat {words}", {"figure": figure}),
        figure.unit,
        figure.value,
        -1.0 if down else 1.0,
    )
    return Group((output,), lambda at: supported_payment(model, at)[None, :], 2048, 512)


def _credibility(model: Model, figure: Figure) -> Group | None:
    if not departures_of(model):
        return None
    output = Output(
        "threat-credible",
        "the chance, by the payoffs alone, that a refused threat to leave is carried out",
        Sentence("by the payoffs alone, a refused threat is likelier than not carried out", {}),
        PROBABILITY,
        0.5,
    )
    return Group((output,), lambda at: payoffs_say(model, at, figure.value)[None, :], 2048, 512)


def brace(text: str) -> str:
    """Keep braces in a case's own words from being taken for figures."""
    return text.replace("{", "{{").replace("}", "}}")


# --- the forecast, from its draws ----------------------------------------------------------------

LOOKED_AT = 8192
"""Histories from which first-order indices of the forecast are estimated."""


class _Seen(NamedTuple):
    """A headline of the forecast in the histories that it is read from."""

    output: Output
    values: Array
    histories: NDArray[np.intp]
    """Places of these histories among those looked at."""


def _forecast(model: Model, draws: Draws, figure: Figure, histories: Simulated) -> Iterator[Moved]:
    """First-order indices of the forecast: histories cannot be drawn again for each input."""
    source, date = histories.source[:LOOKED_AT], histories.date[:LOOKED_AT]
    agreed = np.flatnonzero(np.isfinite(date))
    payment = Output(
        "forecast-payment",
        "the settlement that is forecast",
        Sentence("the settlement that is forecast reaches {figure} a year", {"figure": figure}),
        figure.unit,
        figure.value,
    )
    deal = Output(
        "forecast-deal",
        "the chance of an agreement within a year",
        Sentence("an agreement within a year is likelier than not", {}),
        PROBABILITY,
        0.5,
    )
    soon = date <= histories.as_of + min(12.0, histories.end - histories.as_of) + 1e-9
    bins = {
        path: bin_of_each(draws[path][source], _edges(model, path))
        for path in sorted(_read_by_forecast(model, draws))
    }
    for seen in (
        _Seen(payment, histories.payment[agreed], agreed),
        _Seen(deal, np.where(soon, 1.0, 0.0), np.arange(date.size)),
    ):
        yield _observed(model, bins, seen)


def _read_by_forecast(model: Model, draws: Draws) -> set[str]:
    """Uncertain inputs that histories are made from."""
    one = Block(0, 0, 1)

    def work(at: Draws) -> object:
        limits = amounts.reservation(model, at) if has_limits(model) else None
        return course_and_beliefs(model, at, 0, one, limits, beliefs(model))

    read = inputs_read(draws.part(0, 1), work)
    return {path for path in read if not model.inputs[path].is_certain}


def _edges(model: Model, path: str) -> Vector:
    """Values that part an input into bins of equal probability."""
    return np.unique(values_at(model.inputs[path].distribution, _PARTS))


_PARTS = tuple(part / BINS for part in range(1, BINS))
"""Probabilities between the bins."""


def _observed(model: Model, bins: Mapping[str, NDArray[np.intp]], seen: _Seen) -> Moved:
    """What inputs say of a headline in draws that are there already."""
    output, values = seen.output, seen.values
    if values.size < 2 * BINS:
        middle = float(output.headline(values)) if values.size else 0.0
        return _headline(output, values.size, middle, 0.0, [])
    effects = []
    indices = first_order_of_bins([held[seen.histories] for held in bins.values()], values)
    for path, found in zip(bins, indices, strict=True):
        entry = model.inputs[path]
        if found.share < max(2 * Z95 * found.error, LEAST_SEEN):
            continue
        low, high = (float(np.clip(found.share + s * Z95 * found.error, 0, 1)) for s in (-1, 1))
        first = Figure(found.share, SHARE, by_formula("first-order-seen"), low, high)
        now = input_figure(model, entry)
        effects.append(Effect(path, entry.label, now, first, None, None, None, None, False))
    effects.sort(key=lambda effect: -effect.first.value)
    middle = float(output.headline(values))
    return _headline(output, values.size, middle, float(values.var()), effects)


LEAST_SEEN = 0.005
"""First-order indices below this are not told from chance in so few draws."""


# --- indices, one at a time, flips ---------------------------------------------------------------


class _Points(NamedTuple):
    """Two samples of the inputs that a group reads, and which of them vary."""

    first: Mapping[str, Array]
    second: Mapping[str, Array]
    varied: tuple[str, ...]
    number: int


def _points(model: Model, draws: Draws, group: Group) -> _Points:
    read = sorted(inputs_read(draws.part(0, 1), group.evaluate))
    number = min(group.points, draws.size // 2)
    first, second = draws.part(0, number), draws.part(number, 2 * number)
    return _Points(
        {path: first[path] for path in read},
        {path: second[path] for path in read},
        tuple(path for path in read if not model.inputs[path].is_certain),
        number,
    )


def _moved(model: Model, draws: Draws, group: Group) -> Iterator[Moved]:
    points = _points(model, draws, group)

    def outputs(at: Mapping[str, Array]) -> Array:
        return group.evaluate(Draws(at))

    if not points.varied:
        for output, values in zip(group.outputs, outputs(points.first), strict=True):
            yield _headline(output, points.number, float(output.headline(values)), 0.0, [])
        return
    rows = design_rows(outputs, points.first, points.second, points.varied)
    tried = min(group.tried, points.number)
    base = {p: v if v.size == 1 else v[:tried] for p, v in points.first.items()}
    grids = {path: values_at(model.inputs[path].distribution, GRID) for path in points.varied}
    now = {path: float(grid[len(GRID) // 2]) for path, grid in grids.items()}
    coarse = with_each_set(outputs, base, grids)
    for place, output in enumerate(group.outputs):
        headlines = output.headline(np.stack([found[place] for found in coarse.values()]))
        set_to = dict(zip(coarse, headlines, strict=True))
        brackets = turns({p: output.holds(values) for p, values in set_to.items()}, grids, now)

        def holds(
            at: Mapping[str, Vector], output: Output = output, place: int = place
        ) -> Mapping[str, Array]:
            told = with_each_set(outputs, base, at)
            return {path: output.holds(output.headline(v[place])) for path, v in told.items()}

        indices = indices_of(rows[place, 0], rows[place, 1], rows[place, 2:])
        middle = float(output.headline(rows[place, 0]))
        found = _effects(model, output, points.varied, indices, set_to, flips(holds, brackets, now))
        yield _headline(output, points.number, middle, indices.variance, found)


def _effects(
    model: Model,
    output: Output,
    varied: tuple[str, ...],
    indices: Indices,
    set_to: Mapping[str, Array],
    flip: Mapping[str, Flip],
) -> list[Effect]:
    first_ends = indices.interval(indices.first, indices.first_error)
    total_ends = indices.interval(indices.total, indices.total_error)
    found = []
    for place in np.argsort(-indices.total, kind="stable"):
        path = varied[place]
        entry = model.inputs[path]
        now = input_figure(model, entry)
        turn = flip[path].middle if path in flip else None
        low, high = now.low, now.high
        found.append(
            Effect(
                input=path,
                input_name=entry.label,
                now=now,
                first=_share(indices.first[place], first_ends, int(place), "first-order"),
                total=_share(indices.total[place], total_ends, int(place), "total-index"),
                at_low=certain(float(set_to[path][LOW]), output.unit, "one-at-a-time"),
                at_high=certain(float(set_to[path][HIGH]), output.unit, "one-at-a-time"),
                flip=None if turn is None else certain(turn, input_unit(model, entry), "flip"),
                is_plausible=turn is not None
                and low is not None
                and high is not None
                and low <= turn <= high,
            )
        )
    return found


def _share(index: float, ends: tuple[Vector, Vector], place: int, formula: str) -> Figure:
    """An index with its interval; sampling may put the estimate outside 0 to 1."""
    figure = certain(float(np.clip(index, 0.0, 1.0)), SHARE, formula)
    low, high = float(ends[0][place]), float(ends[1][place])
    return figure if low == high else Figure(figure.value, SHARE, figure.origin, low, high)


def _headline(
    output: Output, points: int, middle: float, variance: float, effects: list[Effect]
) -> Moved:
    moved = Moved(
        id=output.id,
        name=output.name,
        statement=output.statement,
        holds=bool(output.holds(np.array(middle))),
        middle=certain(middle, output.unit, "middle-of-points"),
        points=certain(points, COUNT, "points"),
        # An input that does nothing is told from one that does little by its interval.
        effects=tuple(e for e in effects if _matters(e))[:SHOWN] if variance else (),
        sentences=(),
        findings=(),
    )
    return replace(moved, sentences=tuple(sentences(moved)), findings=tuple(findings(moved)))


def _matters(effect: Effect) -> bool:
    total = effect.total
    return effect.flip is not None or total is None or (total.high or total.value) > 0
