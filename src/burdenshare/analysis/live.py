"""One case at a date, answered again and again while somebody moves what they believe.

Each input has a stream of draws of its own, so that a number that is moved leaves the draws of all
others as they were. `Live` keeps them, and what follows from them alone; the answers are those that
`run` gives with the same overlay, draw for draw.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date

from burdenshare.analysis.ledger import Ledger
from burdenshare.analysis.parts import Parts
from burdenshare.analysis.recalled import Memory
from burdenshare.analysis.run import answer_of, changes_made, default_threads, inquiry_of
from burdenshare.analysis.shared_cost import among_many, shared_cost_of
from burdenshare.analysis.verdict import verdict
from burdenshare.arrays import Array
from burdenshare.cases.overlay import Assumptions
from burdenshare.cases.schema import Case
from burdenshare.model import Draws, Model, build
from burdenshare.results import Answer, SharedCost
from burdenshare.uncertainty.distributions import Distribution
from burdenshare.uncertainty.sampling import Plan, Threads

AT_ONCE = ("fair_shares", "zone")
"""Parts of an answer that follow a moving slider at once."""

AHEAD = ("forecast", "threat", "precedent")
"""Parts that look ahead, and follow a moving slider as soon as they can."""

BESIDE = frozenset({"zone", "threat", "precedent"})
"""Parts that are computed beside the others, each on one thread."""


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

    Attributes
    ----------
    versions : mapping of str to str
        The parts of the last answer that belong to what was assumed last, each with a version that
        is the same for as long as the part is; all others are those of an earlier answer.
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
        self._memory, self._ledger = Memory(), Ledger()
        self.versions: Mapping[str, str] = {}

    def drawn(self, assumed: Assumptions | None = None) -> Draws:
        """Give the draws of every input under some assumptions."""
        return self._draw(self._model(assumed))

    def answer(self, assumed: Assumptions | None = None) -> Answer | SharedCost:
        """Answer every question under some assumptions, as `run` does."""
        model = self._model(assumed)
        if model.case.payment is None and model.case.sharing is not None:
            return shared_cost_of(model, self._draw(model), self.plan, self.executor)
        parts = self._parts(model, assumed)
        found = answer_of(parts)
        self.versions = parts.versions()
        if model.case.sharing is None:
            return found
        shared = shared_cost_of(model, parts.inquiry.draws, self.plan, self.executor)
        return among_many(found, shared)

    def look(self, assumed: Assumptions | None, wanted: Collection[str], earlier: Answer) -> Answer:
        """Answer some questions, and leave the rest as they were in an earlier answer.

        Parameters
        ----------
        assumed : Assumptions, optional
            What is assumed.
        wanted : collection of str
            Parts of the answer to compute, of `AT_ONCE` and `AHEAD`. What holds still without being
            computed is taken as well.
        earlier : Answer
            An answer about the two sides of this case.
        """
        parts = self._parts(self._model(assumed), assumed)
        inquiry = parts.inquiry
        parts.limits()
        fresh = [name for name in (*AT_ONCE, *AHEAD) if name in wanted or parts.holds(name)]
        # One thread goes through fair shares and histories, which share their work out themselves.
        beside = self.executor.start(
            lambda: {name: getattr(parts, name)() for name in fresh if name in BESIDE}
        )
        found = {name: getattr(parts, name)() for name in fresh if name not in BESIDE} | beside()
        answer = replace(
            earlier,
            **found,
            made=inquiry.made,
            findings=inquiry.findings,
            changes=tuple(changes_made(inquiry.model)),
        )
        told = verdict(inquiry.model, answer.fair_shares, answer.zone, answer.forecast)
        self.versions = parts.versions()
        return replace(answer, verdict=told)

    def _parts(self, model: Model, assumed: Assumptions | None) -> Parts:
        draws = self._draw(model)
        inquiry = inquiry_of(model, draws, self.plan, self.executor, _figure(assumed), assumed)
        moved = assumed.overlay.changes if assumed else {}
        return Parts(inquiry, self._memory, self._ledger, moved)

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
