"""A scale under uncertain inputs: the shares of many draws, block by block.

Each member's numbers in a series are multiplied by exp(s z), one z a member and draw, so that all
its years move together; s puts the 90% interval at the part that is asked for. Blocks have streams
of their own, so that threads change no number.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from burdenshare.arrays import Array, Flags
from burdenshare.errors import ProblemError
from burdenshare.sharing.scale_inputs import ScaleInputs
from burdenshare.sharing.scale_relief import LowIncomeRelief
from burdenshare.sharing.scales import Scale, finished, standings
from burdenshare.uncertainty.sampling import Block, Plan, Threads, stream

BLOCK_SIZE = 256
"""Draws in a block: small, since each holds a number a member and period."""

NINETY = 1.6448536269514722
"""Standard deviations from the middle of a normal distribution to the ends of its 90% interval."""


class Drawn(NamedTuple):
    """Shares of all draws, and how often each member got relief."""

    shares: Array
    """Shape (draws, n)."""
    relieved: Mapping[str, Array]
    """By step of relief: part of the draws in which a member was below, shape (periods, n)."""


def drawn_shares(
    scale: Scale,
    inputs: ScaleInputs,
    spread: Mapping[str, float],
    plan: Plan,
    threads: int | None = None,
) -> Drawn:
    """Draw the shares of a scale.

    Parameters
    ----------
    scale : Scale
        The steps.
    inputs : ScaleInputs
        Members and series without draws.
    spread : mapping of str to float
        By series: how far the 90% interval reaches, as a part of the number; 0.05 for 5%.
    plan : Plan
        How many draws, from which seed, in blocks of which size.
    threads : int, optional
        How many threads; else one a processor. Changes no number.

    Raises
    ------
    ProblemError
        If a spread is negative, of a series that is not there, or the scale has no answer.
    """
    for name, part in spread.items():
        inputs.get(name)
        if not 0 <= part <= 10:
            raise ProblemError(f"spread of {name}: {part:g} is not between 0 and 10")
    reliefs = [
        (place, step.id)
        for place, step in enumerate(scale.all_steps)
        if isinstance(step, LowIncomeRelief)
    ]
    drawn = np.empty((plan.draws, len(inputs.members)))

    def fill(block: Block) -> list[Array]:
        found = standings(scale, _drawn_inputs(inputs, spread, plan.seed, block))
        finished(found[-1])
        drawn[block.start : block.start + block.size] = found[-1].shares[..., 0, :]
        return [_count(found[place].relieved, block.size) for place, _ in reliefs]

    executor = Threads(threads or os.cpu_count() or 1)
    counts = executor.map(fill, plan.blocks())
    relieved = {
        name: np.sum([count[place] for count in counts], axis=0) / plan.draws
        for place, (_, name) in enumerate(reliefs)
    }
    return Drawn(drawn, relieved)


def _drawn_inputs(
    inputs: ScaleInputs, spread: Mapping[str, float], seed: int, block: Block
) -> ScaleInputs:
    members = len(inputs.members)
    for name, part in spread.items():
        if part > 0:
            normal = stream(seed, name, block.number).standard_normal((block.size, 1, members))
            inputs = inputs.with_factor(name, np.exp(np.log1p(part) / NINETY * normal))
    return inputs


def _count(relieved: Flags, draws: int) -> Array:
    """Count the draws in which a member was below, shape (periods, n)."""
    every = np.broadcast_to(relieved, (draws, *relieved.shape[-2:]))
    counted: Array = every.sum(axis=0, dtype=np.float64)
    return counted
