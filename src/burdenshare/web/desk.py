"""Where questions are answered: one at a time for each client, two at a time in all.

A client that moves a slider asks faster than it can be answered. While one question of a client is
being answered only its newest waits; one that is overtaken is told so. What was drawn and computed
is kept for the few cases that were asked about last.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from time import perf_counter
from typing import Any, TypeVar

from burdenshare.analysis.live import AHEAD, AT_ONCE, Live
from burdenshare.cases.overlay import Assumptions
from burdenshare.cases.schema import Case
from burdenshare.results import Answer, SharedCost, Unit
from burdenshare.web import controls
from burdenshare.web.forms import Ask, RunAsk
from burdenshare.web.shelf import Shelf
from burdenshare.web.views import against_view, answer_view, pictures_of

T = TypeVar("T")
Plain = dict[str, Any]

WORKERS = 2
MOST_SECONDS = 60.0
"""Time within which a question is answered or given up."""
MOST_CASES, MOST_CLIENTS = 3, 256
SIDE_BY_SIDE = ("fair-shares", "zone")
"""Charts that are shown of both sets of assumptions."""
LOOKS = {"glance": AT_ONCE, "ahead": (*AT_ONCE, *AHEAD)}
"""Parts of an answer that are computed while a slider moves."""


class OvertakenError(Exception):
    """The client has asked a newer question."""


class OverloadedError(Exception):
    """An answer took too long, or too much is waiting."""


@dataclass
class _Bench:
    """A case at a date under work, with the answers that were given last."""

    case: Case
    live: Live
    lock: Lock = field(default_factory=Lock)
    plain: Answer | SharedCost | None = None
    """The answer that assumes nothing."""
    latest: Answer | SharedCost | None = None
    against: tuple[Ask, Answer | SharedCost] | None = None


@dataclass
class _Client:
    busy: bool = False
    waiting: asyncio.Future[None] | None = None


class Desk:
    """Answers questions about the cases of a shelf."""

    def __init__(self, shelf: Shelf, *, seconds: float = MOST_SECONDS) -> None:
        """Open for questions; each is given up after some seconds."""
        self.shelf = shelf
        self.seconds = seconds
        self._pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="desk")
        self._benches: OrderedDict[tuple[object, ...], _Bench] = OrderedDict()
        self._clients: OrderedDict[str, _Client] = OrderedDict()
        self._lock = Lock()

    # --- one question at a time for each client ---------------------------------------------------

    async def ask(self, client: str, work: Callable[[], T]) -> T:
        """Do some work for a client when its turn comes.

        Raises
        ------
        OvertakenError
            If the client has asked again meanwhile.
        OverloadedError
            If it takes too long.
        """
        if not client:
            return await self._do(work)
        state = self._clients.setdefault(client, _Client())
        self._clients.move_to_end(client)
        self._forget_idle_clients()
        if state.busy:
            if state.waiting is not None and not state.waiting.done():
                state.waiting.set_exception(OvertakenError())
            turn = asyncio.get_running_loop().create_future()
            state.waiting = turn
            await turn
        state.busy = True
        try:
            return await self._do(work)
        finally:
            state.busy = False
            if state.waiting is not None and not state.waiting.done():
                state.busy = True  # the turn is handed on, so that nobody slips in between
                state.waiting.set_result(None)
            state.waiting = None

    async def _do(self, work: Callable[[], T]) -> T:
        future = asyncio.get_running_loop().run_in_executor(self._pool, work)
        try:
            return await asyncio.wait_for(asyncio.shield(future), self.seconds)
        except TimeoutError:
            raise OverloadedError from None

    def _forget_idle_clients(self) -> None:
        for name in list(self._clients):
            if len(self._clients) <= MOST_CLIENTS:
                return
            if not self._clients[name].busy:
                del self._clients[name]

    # --- answers ----------------------------------------------------------------------------------

    def run(self, asked: RunAsk) -> Plain:
        """Answer a question, for the page."""
        started = perf_counter()
        bench = self._bench(self.shelf.open(asked.case), asked)
        with bench.lock:
            latest, assumed = bench.latest, _assumed(bench, asked)
            answer: Answer | SharedCost
            # Where many share a cost there is no answer at a glance.
            part = asked.part if type(latest) is Answer else "all"
            if part != "all" and type(latest) is Answer:
                answer = bench.live.look(assumed, LOOKS[part], latest)
            else:
                answer = self._answer(bench, asked)
            view = answer_view(answer, part, bench.live.versions)
        view |= {"against": [], "against_pictures": []}
        if asked.against is not None and isinstance(answer, Answer):
            first = self._first(asked.against)
            if isinstance(first, Answer):
                view["against"] = against_view(first, answer)
                view["against_pictures"] = pictures_of(first, SIDE_BY_SIDE)
        view["milliseconds"] = round(1000 * (perf_counter() - started), 1)
        return view

    def answer(self, asked: Ask) -> Answer | SharedCost:
        """Answer every question under some assumptions."""
        bench = self._bench(self.shelf.open(asked.case), asked)
        with bench.lock:
            return self._answer(bench, asked)

    def _answer(self, bench: _Bench, asked: Ask) -> Answer | SharedCost:
        bench.latest = bench.live.answer(_assumed(bench, asked))
        if not asked.changes and asked.figure is None:
            bench.plain = bench.latest
        return bench.latest

    def _first(self, asked: Ask) -> Answer | SharedCost:
        """Answer the assumptions that others are put beside, which seldom change."""
        case = self.shelf.open(asked.case)
        bench = self._bench(case, asked)
        with bench.lock:
            kept = bench.against
        if kept is None or kept[0] != asked:
            live = Live(case, asked.as_of, draws=asked.draws, seed=asked.seed)
            kept = asked, live.answer(asked.assumptions(case.slug))
            with bench.lock:
                bench.against = kept
        return kept[1]

    def case(self, name: str, as_of: date | None, draws: int) -> Plain:
        """Give a case and its sliders."""
        case = self.shelf.open(name)
        asked = Ask(case=name, as_of=as_of, draws=draws)
        bench = self._bench(case, asked)
        with bench.lock:
            answer, model = bench.plain or self._answer(bench, asked), bench.live.model
        return {
            "id": name,
            "slug": case.slug,
            "title": case.title,
            "description": case.description,
            "as_of": model.as_of.isoformat(),
            "own_as_of": case.as_of.isoformat(),
            "digest": model.digest,
            "money": model.basis.per_year,
            "currency": model.basis.currency,
            "multiplier": Unit.money(model.basis).multiplier,
            "stops": controls.stops(case),
            "groups": list(controls.GROUPS),
            "controls": list(controls.controls(model, answer)),
            "figure": controls.figure_control(model, answer),
        }

    def digest(self, asked: Ask) -> tuple[str, str]:
        """Give slug and fingerprint of the case that is asked about, by itself."""
        case = self.shelf.open(asked.case)
        return case.slug, self._bench(case, asked).live.model.own_digest

    def _bench(self, case: Case, asked: Ask) -> _Bench:
        """Give the place where a case is worked on; the one used longest ago is cleared."""
        key = id(case), asked.as_of or case.as_of, asked.draws, asked.seed
        with self._lock:
            bench = self._benches.get(key)
            if bench is not None:
                self._benches.move_to_end(key)
                return bench
        bench = _Bench(case, Live(case, asked.as_of, draws=asked.draws, seed=asked.seed))
        with self._lock:
            bench = self._benches.setdefault(key, bench)
            while len(self._benches) > MOST_CASES:
                self._benches.popitem(last=False)
        return bench


def _assumed(bench: _Bench, asked: Ask) -> Assumptions:
    return asked.assumptions(bench.case.slug)
