"""One case at a date, answered again and again while somebody moves what they believe.

Each input has a stream of draws of its own, so that a number that is moved leaves the draws of all
others as they were. `Live` keeps them, and what follows from them alone; the answers are those that
`run` gives with the same overlay, draw for draw.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from burdenshare.analysis import amounts
from burdenshare.analysis.fair_shares import fair_shares
from burdenshare.analysis.grid import Memory
from burdenshare.analysis.run import Inquiry, answer, default_threads, inquiry_of
from burdenshare.analysis.verdict import verdict
from burdenshare.analysis.zone import zone
from burdenshare.arrays import Array
from burdenshare.cases.overlay import Assumptions
from burdenshare.cases.schema import Case
from burdenshare.model import Draws, Model, build
from burdenshare.results import Answer
from burdenshare.uncertainty.distributions import Distribution
from burdenshare.uncertainty.sampling import Plan, Threads


class Live:
    """A case at a date with its draws, for many questions; not to be used by two threads at once.

    Parameters
    ----------
    case : Case
        A case as read from its file.
    as_of : date, optional
        The day at which it is asked; else the one that the case names.
    draws, seed : int
        How many draws, from which seed.
    threads : int, optional
        How many threads work side by side; else one a processor. It changes no number.
    """

    def __init__(
        self,
        case: Case,
        as_of: date | None = None,
        *,
        draws: int,
        seed: int = 0,
        threads: int | None = None,
    ) -> None:
        """Build the model of the case by itself and draw its inputs."""
        self.model = build(case, as_of)
        self.plan = Plan(draws, seed)
        self.executor = Threads(default_threads() if threads is None else threads)
        self._own = dict(self.model.draw(self.plan, self.executor).values)
        self._moved: dict[str, tuple[Distribution, Array]] = {}
        self._memory = Memory()

    def inquire(self, assumed: Assumptions | None = None) -> Inquiry:
        """Give the model under some assumptions with its draws; only what has moved is drawn."""
        model = self.model if assumed is None else self.model.assuming(assumed)
        figure = assumed.overlay.figure if assumed is not None else None
        drawn = self._draw(model)
        return inquiry_of(model, drawn, self.plan, self.executor, figure, assumed)

    def answer(self, inquiry: Inquiry) -> Answer:
        """Answer every question, as `run` does."""
        return answer(inquiry, self._memory)

    def glance(self, inquiry: Inquiry, earlier: Answer) -> Answer:
        """Answer what a moving slider waits for, and leave the rest as it was in an earlier answer.

        Afresh are the verdict, the fair shares, the zone of agreement and its solutions.
        """
        model, draws, made = inquiry.model, inquiry.draws, inquiry.made
        figure, present = inquiry.figure, inquiry.present
        limits = amounts.reservation(model, draws)
        agreed = self.executor.start(lambda: zone(model, draws, figure, present, made, limits))
        shares = fair_shares(model, draws, figure, present, made, self.executor, self._memory)
        found = agreed()
        return replace(
            earlier,
            made=made,
            verdict=verdict(model, shares, found),
            fair_shares=shares,
            zone=found,
            findings=inquiry.findings,
        )

    def _draw(self, model: Model) -> Draws:
        """Draw the inputs of which the distribution has moved since they were last drawn."""
        moved = {path: model.inputs[path].distribution for path in model.own}
        kept = self._moved
        wanted = {
            path: distribution
            for path, distribution in moved.items()
            if path not in kept or kept[path][0] != distribution
        }
        changed = {path: replace(model.inputs[path]) for path in wanted}
        drawn = replace(model, inputs=changed).draw(self.plan, self.executor) if wanted else None
        self._moved = {
            path: (distribution, drawn[path] if drawn and path in wanted else kept[path][1])
            for path, distribution in moved.items()
        }
        values = {path: values for path, (_, values) in self._moved.items()}
        own = self._own
        return Draws({path: values[path] if path in values else own[path] for path in model.inputs})
