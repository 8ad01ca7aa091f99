"""Histories of the talks of a case, drawn block by block given what has happened by its date.

Each block has streams of its own, so that the number of threads changes nothing.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from burdenshare.analysis import amounts
from burdenshare.analysis.talks import (
    Calendar,
    Hyper,
    beliefs,
    calendar_of,
    drawn_beliefs,
    has_limits,
    talks_of,
)
from burdenshare.arrays import Array
from burdenshare.bargaining import history
from burdenshare.bargaining.history_premises import Beliefs, Talks
from burdenshare.facts.priors import Priors
from burdenshare.model import Draws, Model
from burdenshare.uncertainty.sampling import Block, Executor, Plan, stream


@dataclass(frozen=True, slots=True)
class Simulated:
    """Histories of all blocks, in order; times in months from the opening of the talks."""

    calendar: Calendar
    as_of: float
    end: float
    expiry: float | None
    date: Array
    payment: Array
    way: NDArray[np.int8]
    changed: NDArray[np.bool_]
    refused_at_home: Array
    departs: Array
    walkout: Array
    source: NDArray[np.int64]
    effective: float

    @property
    def agreed(self) -> NDArray[np.bool_]:
        """Which histories end in an agreement by the horizon."""
        return np.isfinite(self.date)

    def of(self, values: Array) -> Array:
        """Give an input of the draws that histories are made from."""
        return values if values.size == 1 else values[self.source]


def simulated(
    model: Model,
    draws: Draws,
    plan: Plan,
    executor: Executor,
    limits: amounts.Reservation | None = None,
    without: Collection[str] = (),
) -> Simulated:
    """Draw histories of a case, given what was known of it by its date."""
    calendar, size = calendar_of(model), plan.draws
    taught = beliefs(model)
    if limits is None and has_limits(model):
        limits = amounts.reservation(model, draws)
    talks = talks_of(model, draws.part(0, 1), calendar)
    found = Simulated(
        calendar=calendar,
        as_of=talks.as_of,
        end=talks.as_of + talks.horizon,
        expiry=talks.expiry,
        date=np.empty(size),
        payment=np.empty(size),
        way=np.empty(size, dtype=np.int8),
        changed=np.empty((len(talks.changes), size), dtype=bool),
        refused_at_home=np.empty(size),
        departs=np.empty((len(talks.departures), size)),
        walkout=np.empty(size),
        source=np.empty(size, dtype=np.int64),
        effective=1.0,
    )

    def fill(block: Block) -> float:
        here = slice(block.start, block.start + block.size)
        part = draws.part(here.start, here.stop)
        bounds = None if limits is None else _part(limits, here)
        drawn = histories_of_block(model, part, plan.seed, block, bounds, taught, without)
        for name in ("date", "payment", "way", "refused_at_home", "walkout"):
            getattr(found, name)[here] = getattr(drawn, name)
        found.changed[:, here] = drawn.changed
        found.departs[:, here] = drawn.departs
        found.source[here] = drawn.source + block.start
        return drawn.effective * block.size

    effective = executor.map(fill, plan.blocks())
    return replace(found, effective=sum(effective) / size)


def histories_of_block(
    model: Model,
    draws: Draws,
    seed: int,
    block: Block,
    limits: amounts.Reservation | None,
    priors: Priors,
    without: Collection[str] = (),
) -> history.Histories:
    """Draw the histories of one block from the draws and the limits of that block."""
    course, believed = course_and_beliefs(model, draws, seed, block, limits, priors)
    rng = stream(seed, "forecast.histories", block.number)
    return history.simulate(course, believed, rng, size=block.size, without=without)


def course_and_beliefs(
    model: Model,
    draws: Draws,
    seed: int,
    block: Block,
    limits: amounts.Reservation | None,
    priors: Priors,
) -> tuple[Talks, Beliefs]:
    """Give all that the histories of one block are made from."""
    believed = drawn_beliefs(model, draws, priors, Hyper(seed, block), limits)
    return talks_of(model, draws, calendar_of(model)), believed


def _part(limits: amounts.Reservation, here: slice) -> amounts.Reservation:
    def cut(values: Array) -> Array:
        return values if values.size == 1 else values[here]

    outside = [None if v is None else cut(v) for v in limits[4:]]
    return amounts.Reservation(
        cut(limits.least),
        cut(limits.most),
        cut(limits.inside_least),
        cut(limits.inside_most),
        outside[0],
        outside[1],
    )
