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
from burdenshare.analysis.recalled import Memory
from burdenshare.analysis.run import answer, changes_made, default_threads, inquiry_of
from burdenshare.analysis.shared_cost import among_many, shared_cost_of
from burdenshare.analysis.verdict import verdict
from burdenshare.analysis.zone import zone
from burdenshare.arrays import Array
from burdenshare.cases.overlay import Assumptions
from burdenshare.cases.schema import Case
from burdenshare.model import Draws, Model, build
from burdenshare.results import Answer, SharedCost
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

    def drawn(self, assumed: Assumptions | None = None) -> Draws:
        """Give the draws of every input under some assumptions."""
        return self._draw(self._model(assumed))

    def answer(self, assumed: Assumptions | None = None) -> Answer | SharedCost:
        """Answer every question under some assumptions, as `run` does."""
        model = self._model(assumed)
        drawn = self._draw(model)
        if model.case.payment is None and model.case.sharing is not None:
            return shared_cost_of(model, drawn, self.plan, self.executor)
        inquiry = inquiry_of(model, drawn, self.plan, self.executor, _figure(assumed), assumed)
        found = answer(inquiry, self._memory)
        if model.case.sharing is None:
            return found
        return among_many(found, shared_cost_of(model, drawn, self.plan, self.executor))

    def glance(self, assumed: Assumptions, earlier: Answer) -> Answer:
        """Answer what a moving slider waits for, and leave the rest as it was in an earlier answer.

        Afresh are the fair shares, the zone of agreement with its solutions, and the first two
        sentences of the verdict, which tell of them. The earlier answer is one about two sides.
        """
        model = self._model(assumed)
        draws = self._draw(model)
        inquiry = inquiry_of(model, draws, self.plan, self.executor, _figure(assumed), assumed)
        made, figure, present = inquiry.made, inquiry.figure, inquiry.present
        limits = amounts.reservation(model, draws)
        rest = self.executor.start(lambda: zone(model, draws, figure, present, made, limits))
        shares = fair_shares(model, draws, figure, present, made, self.executor, self._memory)
        agreed = rest()
        return replace(
            earlier,
            made=made,
            verdict=verdict(model, shares, agreed, earlier.forecast),
            fair_shares=shares,
            zone=agreed,
            findings=inquiry.findings,
            changes=tuple(changes_made(model)),
        )

    def _model(self, assumed: Assumptions | None) -> Model:
        return self.model if assumed is None else self.model.assuming(assumed)

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


def _figure(assumed: Assumptions | None) -> float | None:
    return None if assumed is None else assumed.overlay.figure
