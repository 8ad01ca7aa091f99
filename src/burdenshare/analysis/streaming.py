"""Headline numbers from blocks of draws that are not kept.

Every fair share, the limits of both sides, the chance of a zone and the solutions are computed
block by block and taken into summaries, so that memory does not grow with the number of draws.
A `Job` says all that a piece of work depends on; it can be sent to another process or machine. Its
summaries merge to the same bits however the work was shared out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import product
from typing import Any, NamedTuple

import numpy as np

from burdenshare.analysis import amounts
from burdenshare.analysis.fair_shares import ReferencePayment, reference_payments
from burdenshare.analysis.grid import (
    BaseAmounts,
    BaseDraws,
    answering,
    base_draws,
    implied_payment,
)
from burdenshare.analysis.histories import histories_of_block
from burdenshare.analysis.scenes import Assumed, Relevant, Scene
from burdenshare.analysis.talks import HORIZON, beliefs, calendar_of, has_limits
from burdenshare.analysis.threat import carried_out_from, departures_of, payer_threatens
from burdenshare.analysis.zone import settlements
from burdenshare.arrays import Array, Flags
from burdenshare.bargaining.zone import Settlement
from burdenshare.cases.schema import CostBase
from burdenshare.model import Model
from burdenshare.uncertainty.executors import Executor
from burdenshare.uncertainty.sampling import Block, Plan
from burdenshare.uncertainty.summaries import Scale, Summary, exact, inexact

PIECES = 512
"""Pieces of work that a long job is cut into at most; each ends in a checkpoint."""

PIECE_DRAWS = 262_144
"""Draws of a piece of work in a job that is not long: a second of work, beside which sending its
summaries, writing them down and putting them together, some 25 ms, costs little."""

SHARED_OUT = 16
"""Pieces that a short job is cut into, so that several workers end together."""


@dataclass(frozen=True, slots=True)
class Axis:
    """An input and the values that it is set to, one after the other."""

    path: str
    values: tuple[float, ...]


class Measured(NamedTuple):
    """A quantity in one block: its values where it has an answer, and means that belong to it."""

    quantity: str
    values: Array
    answered: Flags | None = None
    parts: tuple[Array, Array] | None = None
    """What is divided by what in the mean, such as the charge and the cost."""


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be computed: a model, its draws, assumptions, and figures to be reached.

    Called with the number of a piece of work it gives that number and the piece's summaries.
    """

    model: Model
    plan: Plan
    figures: tuple[float, ...]
    """Payments to be reached, ascending."""
    size: float
    """About how large amounts are, which sets the scale of the summaries."""
    axes: tuple[Axis, ...] = ()
    relevant: Relevant = field(default_factory=dict)
    """The varied inputs that each stage reads."""
    without: frozenset[str] = frozenset()
    """Stages whose quantities are not wanted."""

    @property
    def blocks_a_piece(self) -> int:
        """How many blocks make a piece of work; it depends on the plan alone."""
        blocks = self.plan.block_count
        enough = min(PIECE_DRAWS // self.plan.block_size, -(-blocks // SHARED_OUT))
        return max(-(-blocks // PIECES), enough, 1)

    @property
    def pieces(self) -> range:
        """The numbers of the pieces of work."""
        return range(-(-self.plan.block_count // self.blocks_a_piece))

    def draws_in(self, piece: int) -> int:
        """How many draws a piece of work has."""
        return sum(block.size for block in self._blocks(piece))

    def assumptions(self) -> Iterator[Assumed]:
        """Go through all assumptions: each value of an axis with each of the others."""
        paths = [axis.path for axis in self.axes]
        for values in product(*(axis.values for axis in self.axes)):
            yield tuple(sorted(zip(paths, values, strict=True)))

    def __call__(self, piece: int) -> tuple[int, Sums]:
        """Give the summaries of a piece of work."""
        tally = Tally(self)
        for block in self._blocks(piece):
            tally.take_in(block)
        return piece, tally.sums

    def _blocks(self, piece: int) -> Iterator[Block]:
        first = piece * self.blocks_a_piece
        for number in range(first, min(first + self.blocks_a_piece, self.plan.block_count)):
            yield self.plan.block(number)


def job(
    model: Model,
    plan: Plan,
    figures: Iterable[float],
    size: float,
    axes: Sequence[Axis] = (),
    without: Iterable[str] = (),
) -> Job:
    """Prepare a job: find out on one draw which stage reads which of the varied inputs.

    Parameters
    ----------
    model, plan : Model, Plan
        A case at a date, and how it is drawn.
    figures : iterable of float
        Payments to be reached, in the money of the model.
    size : float
        About how large amounts are.
    axes : sequence of Axis, optional
        Inputs to be set, each to some values.
    without : iterable of str, optional
        Stages whose quantities are not wanted, such as ``forecast``.
    """
    paths = {axis.path for axis in axes}
    # Histories are weighed against one another, which takes more than one of them.
    probe = Scene(model, plan, Block(0, 0, min(64, plan.draws)))
    relevant = {
        stage: frozenset(probe.reads(stage, work) & paths if paths else ())
        for stage, work in _all_stages(probe).items()
    }
    every = tuple(sorted(set(figures)))
    return Job(model, plan, every, size, tuple(axes), relevant, frozenset(without))


# --- stages --------------------------------------------------------------------------------------


def _all_stages(scene: Scene) -> dict[str, Callable[[], object]]:
    stages: dict[str, Callable[[], object]] = dict(_inner_stages(scene))
    stages |= {name: partial(_listed, work) for name, work in _stages(scene).items()}
    return stages


def _inner_stages(scene: Scene) -> dict[str, Callable[[], object]]:
    """Stages that others rest on."""
    bases = scene.model.case.cost_bases
    return {
        "limits": partial(_limits, scene),
        "settlements": partial(_settlements, scene),
        "members": partial(_members, scene),
        **{f"base.{base.id}": partial(_base, scene, base) for base in bases},
    }


def _stages(scene: Scene) -> dict[str, Callable[[], Iterator[Measured]]]:
    """Stages that measure quantities."""
    bases = _known(scene)
    return {
        "zone": partial(_zone, scene),
        "solutions": partial(_solutions, scene),
        **{f"shares.{base.id}": partial(_shares, scene, base) for base in bases},
        "references": partial(_references, scene),
        **({"threat": partial(_threat, scene)} if departures_of(scene.model) else {}),
        **({"forecast": partial(_forecast, scene)} if scene.model.case.outcome is None else {}),
    }


def _listed(work: Callable[[], Iterator[Measured]]) -> list[Measured]:
    return list(work())


def _known(scene: Scene) -> list[CostBase]:
    """Cost bases that hold an item; that does not depend on draws."""
    return [b for b in scene.model.case.cost_bases if amounts.base_items(scene.model, b)]


def _limits(scene: Scene) -> amounts.Reservation:
    return scene.once("limits", lambda: amounts.reservation(scene.model, scene.draws))


def _settlements(scene: Scene) -> dict[str, Settlement]:
    limits = _limits(scene)
    return scene.once("settlements", lambda: settlements(scene.model, scene.draws, limits))


def _members(scene: Scene) -> amounts.MemberData:
    return scene.once("members", lambda: amounts.member_data(scene.model, scene.draws))


def _base(scene: Scene, base: CostBase) -> BaseDraws:
    return scene.once(
        f"base.{base.id}",
        lambda: base_draws(scene.model, scene.draws, base, _members(scene)),
    )


def _zone(scene: Scene) -> Iterator[Measured]:
    limits = _limits(scene)
    yield Measured("least", limits.least)
    yield Measured("most", limits.most)
    least, most = np.broadcast_arrays(limits.least, limits.most)
    yield Measured("room", most - least)
    exists = least <= most
    yield Measured("least-agreed", least, exists)
    yield Measured("most-agreed", most, exists)


def _solutions(scene: Scene) -> Iterator[Measured]:
    limits = _limits(scene)
    in_zone = limits.least <= limits.most
    for name, settlement in _settlements(scene).items():
        yield Measured(f"solution.{name}", settlement.payment, settlement.exists & in_zone)


def _shares(scene: Scene, base: CostBase) -> Iterator[Measured]:
    on = _base(scene, base)
    yield Measured(f"total.{base.id}", on.problem.cost)
    yield Measured(f"outside.{base.id}", on.outside)
    for principle in answering(on):
        payment, charge, answered = implied_payment(principle, on)
        key = f"cell.{base.id}.{principle.id}"
        yield Measured(key, payment, answered, (charge, on.problem.cost))


def reference_entries(scene: Scene) -> Iterator[ReferencePayment]:
    """Give the payments that need no principle."""
    on = [(base, _base(scene, base)) for base in _known(scene)]
    columns = [BaseAmounts(base, o.problem.cost, o.outside) for base, o in on]
    return reference_payments(scene.model, scene.draws, columns)


def _references(scene: Scene) -> Iterator[Measured]:
    for entry in reference_entries(scene):
        yield Measured(f"reference.{entry.id}", entry.payment)


def _threat(scene: Scene) -> Iterator[Measured]:
    kind = THREAT_DOWN if payer_threatens(scene.model) else THREAT_UP
    for outcome, figure in carried_out_from(scene.model, scene.draws).items():
        yield Measured(f"{kind}.{outcome}", figure)


THREAT_UP, THREAT_DOWN = "threat-up-from", "threat-down-from"
"""Figures from which on, upwards or downwards, the payoffs have a refused threat carried out."""


def _forecast(scene: Scene) -> Iterator[Measured]:
    model = scene.model
    limits = _limits(scene) if has_limits(model) else None
    drawn = histories_of_block(
        model,
        scene.draws,
        scene.seed,
        scene.block,
        limits,
        scene.once("priors", partial(beliefs, model)),
    )
    agreed = np.isfinite(drawn.date)
    yield Measured("forecast.payment", drawn.payment, agreed)
    waits = np.where(agreed, drawn.date, 0.0) - calendar_of(model).months(model.as_of)
    yield Measured("forecast.months", waits, agreed)


DEAL_MONTHS = tuple(range(1, HORIZON + 1))
"""Months ahead by which the chance of an agreement is counted."""


# --- taking in blocks ----------------------------------------------------------------------------


class Sums(NamedTuple):
    """Summaries by their keys, and exact sums of what is divided by what in means."""

    summaries: dict[str, Summary]
    means: dict[str, list[int]]

    def to_plain(self) -> dict[str, Any]:
        """Give all of it as numbers and texts."""
        return {
            "summaries": {k: s.to_plain() for k, s in sorted(self.summaries.items())},
            "means": {k: [hex(t) for t in sums] for k, sums in sorted(self.means.items())},
        }

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Sums:
        """Give the summaries that `to_plain` wrote."""
        return cls(
            {key: Summary.from_plain(entry) for key, entry in plain["summaries"].items()},
            {key: [int(total, 16) for total in sums] for key, sums in plain["means"].items()},
        )


class Tally:
    """Summaries of all quantities under all assumptions of a job."""

    def __init__(self, of: Job) -> None:
        """Begin without draws."""
        self.job = of
        self.sums = Sums({}, {})

    @property
    def summaries(self) -> dict[str, Summary]:
        """Summaries by their keys."""
        return self.sums.summaries

    @property
    def means(self) -> dict[str, list[int]]:
        """Exact sums of what is divided by what in the mean of a quantity."""
        return self.sums.means

    def to_plain(self) -> dict[str, Any]:
        """Give all of it as numbers and texts."""
        return self.sums.to_plain()

    def take_in(self, block: Block) -> None:
        """Compute all quantities of a block and take them in."""
        scene = Scene(self.job.model, self.job.plan, block, self.job.relevant)
        taken = set()
        for assumed in self.job.assumptions():
            scene.assume(assumed)
            for stage, work in _stages(scene).items():
                if stage in self.job.without:
                    continue
                under = scene.restricted(stage)
                if (stage, under) not in taken:
                    taken.add((stage, under))
                    for measured in scene.once(stage, partial(_listed, work)):
                        self._take(measured, under, block.size)
                    scene.forget(stage)
        scene.close()

    def _take(self, measured: Measured, under: Assumed, size: int) -> None:
        key = key_of(measured.quantity, under)
        answered = measured.answered
        if answered is not None and answered.all():
            answered = None
        if key not in self.summaries:
            self.summaries[key] = self._summary(measured.quantity)
        self.summaries[key].add(_kept(measured.values, answered, size))
        if measured.parts is not None:
            sums = self.means.setdefault(key, [0, 0])
            for place, part in enumerate(measured.parts):
                sums[place] += exact(float(_kept(part, answered, size).sum()))

    def _summary(self, quantity: str) -> Summary:
        figures = self.job.figures
        if quantity == "room":
            figures = (0.0,)
        elif quantity == "forecast.months":
            later = np.nextafter(np.array(DEAL_MONTHS) + 1e-9, np.inf)
            return Summary(Scale.of(HORIZON), tuple(later.tolist()))
        elif quantity == "least-agreed" or quantity.startswith(THREAT_UP):
            # What is at least the next number up is above the figure.
            figures = tuple(np.nextafter(figures, np.inf).tolist())
        return Summary(Scale.of(self.job.size), figures)

    def merge(self, other: Sums) -> None:
        """Take in the summaries of a piece of work."""
        for key, summary in other.summaries.items():
            if key in self.summaries:
                self.summaries[key].merge(summary)
            else:
                self.summaries[key] = summary
        for key, sums in other.means.items():
            kept = self.means.setdefault(key, [0, 0])
            for place, total in enumerate(sums):
                kept[place] += total

    def summary(self, quantity: str, assumed: Assumed = ()) -> Summary:
        """Give the summary of a quantity under an assumption."""
        return self.summaries[self._key(quantity, assumed)]

    def find(self, quantity: str, assumed: Assumed = ()) -> Summary | None:
        """Give the summary of a quantity, or None if the case has no such thing."""
        return self.summaries.get(self._key(quantity, assumed))

    def share(self, quantity: str, assumed: Assumed = ()) -> float:
        """Give the mean of what is divided over the mean of what it is divided by."""
        above, below = self.means[self._key(quantity, assumed)]
        return inexact(above) / inexact(below) if below else 0.0

    def _key(self, quantity: str, assumed: Assumed) -> str:
        read = self.job.relevant.get(stage_of(quantity), frozenset())
        return key_of(quantity, tuple(pair for pair in assumed if pair[0] in read))


def stage_of(quantity: str) -> str:
    """Give the stage that measures a quantity."""
    kind, _, rest = quantity.partition(".")
    match kind:
        case "solution":
            return "solutions"
        case "total" | "outside":
            return f"shares.{rest}"
        case "cell":
            return f"shares.{rest.rpartition('.')[0]}"
        case "reference":
            return "references"
        case "forecast":
            return "forecast"
        case "threat-up-from" | "threat-down-from":
            return "threat"
    return "zone"


def key_of(quantity: str, under: Assumed) -> str:
    """Give the key of a summary: the quantity, and what was assumed of the inputs it rests on."""
    return "|".join([quantity, *(f"{path}={value!r}" for path, value in under)])


def _kept(values: Array, answered: Flags | None, size: int) -> Array:
    """Values of a block in the draws that have an answer; None stands for all of them."""
    whole = values if values.size == size else np.broadcast_to(values, (size,))
    return whole if answered is None else whole[np.broadcast_to(answered, (size,))]


def tallied(work: Job, executor: Executor, done: Callable[[int], None] | None = None) -> Tally:
    """Do all of a job and give its summaries.

    Parameters
    ----------
    work : Job
        What is to be computed.
    executor : Executor
        Who does the work; it changes no bit of the result.
    done : callable, optional
        Told after each piece how many draws it had.
    """
    tally = Tally(work)
    for piece, sums in executor.finished(work, work.pieces):
        tally.merge(sums)
        if done is not None:
            done(work.draws_in(piece))
    return tally
