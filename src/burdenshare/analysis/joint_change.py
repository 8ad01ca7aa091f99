"""The nearest joint change of inputs that would make a statement true.

Every uncertain input is written as a standard normal number, `z = normal quantile of its own
distribution function`, so that one unit is as much in each. With `g(z)` the amount and `x` the
figure that it is to reach, the nearest point is the one with `g(z) = x` and the least distance

    beta = |z|

from where all inputs are at their medians. It is found by the step

    z  <-  ((d . z + x - g(z)) / |d|^2) d,    d the gradient of g at z,

repeated until it stays; the first step alone is the linear answer `(x - g(0)) / |d|`. Were `g`
linear, the statement would hold with probability `Phi(-beta)`. What an input's share of `z^2` is
says how much of the change falls on it.

References
----------
A. M. Hasofer and N. C. Lind (1974), Exact and invariant second-moment code format, Journal of the
Engineering Mechanics Division 100, 111-121.
R. Rackwitz and B. Fiessler (1978), Structural reliability under combined random load sequences,
Computers & Structures 9, 489-494.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from burdenshare.analysis.figures import certain, input_figure, input_unit
from burdenshare.analysis.scenes import inputs_read
from burdenshare.analysis.threat_words import plain
from burdenshare.arrays import Array
from burdenshare.model import Draws, Input, Model
from burdenshare.results import Figure, Finding, JointChange, Move, Sentence
from burdenshare.results.figures import PROBABILITY, SHARE, Unit
from burdenshare.uncertainty.distributions import at_standard

STEP = 0.05
"""Half of the distance over which slopes are taken. [standard deviations]"""

SWEEPS = 25
HOPE = 8
"""Sweep by which half of the way must be behind, or the search is given up."""

CLOSE = 1e-4
"""How near the amount must come to the figure, as a part of what separates them at first."""

FAR = 7.0
"""Distance beyond which no input is moved; a table of quantiles has nothing more to say."""

BELIEVED = 3.0
"""Distance beyond which a joint change is told in words alone: nobody believes its numbers."""

TOLD = 4
"""Inputs named in the sentence, those that move most."""


@dataclass(frozen=True, slots=True)
class Aim:
    """A statement: that an amount comes to the figure."""

    kind: str
    name: str
    condition: str
    principle: str
    base: str
    amount: Callable[[Draws], Array]

    def holds(self, medians: Draws, figure: float) -> bool:
        """Tell whether it is true already: of an acceptable payment, if more would be paid."""
        return self.kind == "zone" and float(self.amount(medians)[0]) >= figure


def nearest(
    aim: Aim, medians: Draws, entries: Sequence[Input], figure: float
) -> tuple[Array, bool]:
    """Give the nearest point at which an amount comes to a figure, and whether it was reached.

    Parameters
    ----------
    aim : Aim
        The amount.
    medians : Draws
        Every input at its median.
    entries : sequence of Input
        The inputs that may move, none of them certain.
    figure : float
        [unit of the amount]

    Returns
    -------
    ndarray, shape (len(entries),)
        How far each input moves. [standard deviations]
    """
    place = np.zeros(len(entries))
    first = 0.0
    for sweep in range(SWEEPS):
        value, slopes = _slopes(aim, medians, entries, place)
        gap = figure - value
        if sweep == 0:
            first = abs(gap) or 1.0
        if abs(gap) <= CLOSE * first and (sweep > 1 or gap == 0):
            return place, True
        steep = float(slopes @ slopes)
        if not np.isfinite(gap) or steep <= 0 or (sweep == HOPE and abs(gap) > first / 2):
            return place, False
        target = (slopes @ place + gap) / steep * slopes
        # Half steps where the way bends keep the search from running in a circle.
        place = target if sweep < 6 else (place + target) / 2
        place = np.minimum(np.maximum(place, -FAR), FAR)
    value, _ = _slopes(aim, medians, entries, place)
    return place, abs(figure - value) <= 0.01 * first


def _slopes(
    aim: Aim, medians: Draws, entries: Sequence[Input], place: Array
) -> tuple[float, Array]:
    """Give the amount at a point and its slope along each input, in one evaluation."""
    count = len(entries)
    values = dict(medians.values)
    for k, (entry, z) in enumerate(zip(entries, place, strict=True)):
        column = np.empty(2 * count + 1)
        column[:], column[1 + k], column[1 + count + k] = at_standard(
            entry.distribution, np.array([z, z + STEP, z - STEP])
        )
        values[entry.path] = column
    found = np.broadcast_to(aim.amount(Draws(values)), (2 * count + 1,))
    slopes = (found[1 : count + 1] - found[count + 1 :]) / (2 * STEP)
    return float(found[0]), np.where(np.isfinite(slopes), slopes, 0.0)


def joint_changes(
    model: Model, medians: Draws, aims: Sequence[Aim], figure: Figure, entries: Sequence[Input]
) -> Iterator[JointChange | Finding]:
    """Give the nearest joint change for each statement, or say that none is to be believed."""
    uncertain = [entry for entry in entries if not entry.is_certain]
    for aim in aims:
        read = inputs_read(medians, aim.amount)
        movable = [entry for entry in uncertain if entry.path in read]
        if aim.holds(medians, figure.value):
            yield _told(model, aim, figure, movable, np.zeros(len(movable)))
            continue
        place, reached = nearest(aim, medians, movable, figure.value)
        if not reached or float(np.sqrt(place @ place)) > BELIEVED:
            condition = Sentence(aim.condition, {"figure": figure}).text
            yield Finding(
                f"impossible.joint.{aim.kind}.{aim.principle}.{aim.base}",
                f"{condition}, no joint change of inputs would do that lies within "
                f"{BELIEVED:g} standard deviations of what is believed of them together.",
            )
            continue
        yield _told(model, aim, figure, movable, place)


def _told(
    model: Model, aim: Aim, figure: Figure, entries: Sequence[Input], place: Array
) -> JointChange:
    size = float(np.sqrt(place @ place))
    order = sorted(range(len(entries)), key=lambda k: -abs(place[k]))
    moves = tuple(
        _move(model, entries[k], float(place[k]), size)
        for k in order
        if abs(place[k]) > 0.05 * max(size, 1e-12)
    )
    distance = certain(size, Unit("number", "standard deviations of all inputs"), "joint-distance")
    probability = certain(NormalDist().cdf(-size), PROBABILITY, "joint-probability")
    figures = {"figure": figure, "distance": distance, "probability": probability}
    told = []
    for k, move in enumerate(moves[:TOLD]):
        figures |= {f"needed{k}": move.needed, f"now{k}": move.now}
        told.append(f"{plain(move.input_name)} {{needed{k}}} instead of {{now{k}:full}}")
    if not told:
        return JointChange(
            aim.kind, aim.name, aim.principle, aim.base, distance, probability, moves,
            Sentence(f"{aim.condition}, nothing would have to change.", figures),
        )  # fmt: skip
    sentence = Sentence(
        f"{aim.condition}, the nearest joint change of what is uncertain lies {{distance}} "
        f"standard deviations off: {'; '.join(told)}.",
        figures,
    )
    return JointChange(
        aim.kind, aim.name, aim.principle, aim.base, distance, probability, moves, sentence
    )


def _move(model: Model, entry: Input, z: float, size: float) -> Move:
    needed = float(at_standard(entry.distribution, np.array([z]))[0])
    return Move(
        input=entry.path,
        input_name=entry.label,
        now=input_figure(model, entry),
        needed=certain(needed, input_unit(model, entry), "joint-change"),
        share=certain(z * z / (size * size), SHARE, "joint-share"),
    )
