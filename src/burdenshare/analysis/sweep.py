"""Headlines over a grid of assumptions, from more draws than fit into memory.

Finished pieces of work go to a checkpoint in the folder of the sweep, so that a sweep that was
killed goes on where it stopped. Draws are the same under all assumptions, so that differences
between them are not sampling noise.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from burdenshare.analysis import amounts
from burdenshare.analysis.checkpoints import Checkpoint
from burdenshare.analysis.parts import Inquiry
from burdenshare.analysis.streaming import Axis, Job, Sums, Tally, job
from burdenshare.analysis.sweep_results import summed_up
from burdenshare.cases.hints import did_you_mean
from burdenshare.errors import ProblemError
from burdenshare.model import Model
from burdenshare.results.sweeps import Sweep
from burdenshare.uncertainty.executors import Executor
from burdenshare.uncertainty.sampling import Plan

SWEEP_BLOCK = 8_192
"""Draws in a block: its arrays of 64 KiB stay below the size at which workers that Dask starts
give memory back to the system after every operation."""

MOST_POINTS = 10_000
"""Assumptions of a grid, figures not counted."""

FIGURE_NAMES = ("demand", "figure")
"""Names under which the figure asked about is varied."""

CHECKPOINT = "checkpoint.jsonl"
"""Finished pieces of a sweep, in its folder."""


class Over(NamedTuple):
    """A name and the values that it is to take."""

    name: str
    values: tuple[float, ...]


def parse_over(text: str) -> Over:
    """Read ``NAME=START:STOP:STEP`` (both ends count) or ``NAME=VALUE,VALUE,...``.

    Raises
    ------
    ProblemError
        If it cannot be read so.

    Examples
    --------
    >>> parse_over("demand=1000:2000:500")
    Over(name='demand', values=(1000.0, 1500.0, 2000.0))
    >>> parse_over("bargaining.power=0.3,0.5").values
    (0.3, 0.5)
    """
    name, equals, written = (part.strip() for part in text.partition("="))
    how = "write NAME=START:STOP:STEP or NAME=VALUE,VALUE,... such as demand=1000:6000:250"
    if not (name and equals and written):
        raise ProblemError(f"{text!r}: {how}")
    separator = ":" if ":" in written else ","
    try:
        numbers = [float(part) for part in written.split(separator)]
    except ValueError:
        raise ProblemError(f"{text!r}: {written!r} holds what is no number; {how}") from None
    if not all(math.isfinite(number) for number in numbers):
        raise ProblemError(f"{text!r}: every value must be finite")
    values = _steps(text, numbers) if separator == ":" else numbers
    return Over(name, tuple(sorted(set(values))))


def _steps(text: str, numbers: Sequence[float]) -> list[float]:
    if len(numbers) != 3:
        raise ProblemError(f"{text!r}: a range has three parts, START:STOP:STEP")
    start, stop, step = numbers
    if step <= 0 or stop < start:
        raise ProblemError(f"{text!r}: STEP must be above 0 and STOP not below START")
    count = math.floor((stop - start) / step + 1e-9)
    if count >= MOST_POINTS:
        raise ProblemError(f"{text!r}: {count + 1:,} values; at most {MOST_POINTS:,} will do")
    # Rounding keeps 0.3 + 0.1 from being written as 0.30000000000000004.
    return [float(f"{start + place * step:.12g}") for place in range(count + 1)]


@dataclass(frozen=True, slots=True)
class Planned:
    """A sweep that is ready to run."""

    inquiry: Inquiry
    job: Job

    @property
    def identity(self) -> dict[str, object]:
        """All that its numbers depend on, as plain data."""
        made, work = self.inquiry.made, self.job
        return {
            "case": made.case,
            "digest": made.digest,
            "as_of": made.as_of.isoformat(),
            "draws": work.plan.draws,
            "seed": work.plan.seed,
            "block_size": work.plan.block_size,
            "blocks_a_piece": work.blocks_a_piece,
            "quasi": list(work.plan.quasi),
            "figures": list(work.figures),
            "size": work.size,
            "over": [[axis.path, list(axis.values)] for axis in work.axes],
            "version": made.version,
            "numpy": made.numpy,
        }


def plan_sweep(
    inquiry: Inquiry,
    over: Sequence[Over],
    draws: int,
    block_size: int = SWEEP_BLOCK,
    quasi: bool = False,
) -> Planned:
    """Check what a sweep is to go over and prepare it.

    Parameters
    ----------
    inquiry : Inquiry
        The case at a date with a few draws, and the figure that it is asked about.
    over : sequence of Over
        Inputs by path, or ``demand``; and their values.
    draws, block_size : int
        How many draws under each assumption, and how many at once.
    quasi : bool
        Whether inputs are drawn from a Sobol' sequence.

    Raises
    ------
    ProblemError
        If a name is not that of an input, a value is impossible, or the grid is too large.
    """
    model = inquiry.model
    figures = [inquiry.figure.value]
    axes: list[Axis] = []
    for entry in over:
        if entry.name in FIGURE_NAMES or entry.name == amounts.figure_path(model):
            figures = list(entry.values)
        else:
            axes.append(_axis(model, entry))
    names = [axis.path for axis in axes]
    if len(set(names)) < len(names):
        raise ProblemError(
            f"{max(names, key=names.count)}: named twice; give all its values at once"
        )
    points = math.prod(len(axis.values) for axis in axes)
    if points > MOST_POINTS:
        raise ProblemError(f"the grid has {points:,} assumptions; at most {MOST_POINTS:,} will do")
    # A belief that has a stream of its own keeps it.
    uncertain = sorted(p for p, i in model.inputs.items() if not (i.is_certain or i.stream))
    seed = inquiry.made.seed
    plan = Plan(draws, seed, block_size, tuple(uncertain) if quasi else ())
    size = abs(inquiry.present.value) or abs(inquiry.figure.value)
    work = job(model, plan, figures, size, axes)
    read = frozenset().union(*work.relevant.values())
    for axis in axes:
        if axis.path not in read:
            raise ProblemError(
                f"{axis.path}: no headline rests on it, so a sweep over it would change nothing"
            )
    return Planned(inquiry, work)


def _axis(model: Model, over: Over) -> Axis:
    if over.name not in model.inputs:
        near = did_you_mean(over.name, [*FIGURE_NAMES, *model.inputs])
        raise ProblemError(
            f"{over.name}: no such input was known on {model.as_of}.{f' {near}' if near else ''}\n"
            "    `burdenshare run CASE --json` lists all inputs by path, under inputs."
        )
    entry = model.inputs[over.name]
    if entry.unit.startswith("share") and not all(0 <= value <= 1 for value in over.values):
        raise ProblemError(f"{over.name}: a share lies between 0 and 1")
    return Axis(over.name, over.values)


def run_sweep(
    planned: Planned,
    folder: Path,
    executor: Executor,
    told: Callable[[int], None] | None = None,
) -> Sweep:
    """Do all pieces of a sweep that are not finished yet, and sum it up.

    Parameters
    ----------
    planned : Planned
        The sweep.
    folder : Path
        Where finished pieces are kept.
    executor : Executor
        Who does the work; it changes no number.
    told : callable, optional
        Told how many draws are finished, at first and after each piece.
    """
    work = planned.job
    tally, finished = Tally(work), 0
    with Checkpoint(folder / CHECKPOINT, planned.identity) as checkpoint:
        for result in checkpoint.results():
            tally.merge(Sums.from_plain(result))
        finished = sum(work.draws_in(piece) for piece in checkpoint.done)
        if told is not None:
            told(finished)
        left = [piece for piece in work.pieces if piece not in checkpoint.done]
        for piece, sums in executor.finished(work, left):
            checkpoint.add([piece], sums.to_plain())
            tally.merge(sums)
            finished += work.draws_in(piece)
            if told is not None:
                told(finished)
        if left:
            checkpoint.replace(list(work.pieces), tally.to_plain())
    return summed_up(planned.inquiry, tally)
