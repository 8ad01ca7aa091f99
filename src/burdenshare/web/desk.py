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

from burdenshare.analysis.live import Live
from burdenshare.cases.schema import Case
from burdenshare.results import Answer
from burdenshare.web import controls
from burdenshare.web.forms import Ask, RunAsk
from burdenshare.web.shelf import Shelf
from burdenshare.web.views import GLANCE, against_view, answer_view, pictures_of

T = TypeVar("T")
Plain = dict[str, Any]

WORKERS = 2
MOST_SECONDS = 60.0
"""Time within which a question is answered or given up."""
MOST_CASES, MOST_CLIENTS, MOST_ANSWERS = 3, 256, 4
SIDE_BY_SIDE = ("fair-shares", "zone")
"""Charts that are shown of both sets of assumptions."""


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
    plain: Answer | None = None
    """The answer that assumes nothing."""
    latest: Answer | None = None
    against: tuple[Ask, Answer] | None = None


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
        case = self.shelf.open(asked.case)
        bench = self._bench(case, asked)
        with bench.lock:
            is_glance = asked.part == "glance" and bench.latest is not None
            answer = self._answer(bench, case, asked, glance=is_glance)
            view = answer_view(answer, GLANCE if is_glance else None)
        view["part"] = "glance" if is_glance else "all"
        view["against"], view["against_pictures"] = [], []
        if asked.against is not None:
            first = self._first(asked.against)
            view["against"] = against_view(first, answer)
            if not is_glance:
                view["against_pictures"] = pictures_of(first, SIDE_BY_SIDE)
        view["milliseconds"] = round(1000 * (perf_counter() - started), 1)
        return view

    def answer(self, asked: Ask) -> Answer:
        """Answer every question under some assumptions."""
        case = self.shelf.open(asked.case)
        bench = self._bench(case, asked)
        with bench.lock:
            return self._answer(bench, case, asked)

    def _answer(self, bench: _Bench, case: Case, asked: Ask, *, glance: bool = False) -> Answer:
        inquiry = bench.live.inquire(asked.assumptions(case.slug))
        if glance and bench.latest is not None:
            return bench.live.glance(inquiry, bench.latest)
        bench.latest = bench.live.answer(inquiry)
        if not asked.changes and asked.figure is None:
            bench.plain = bench.latest
        return bench.latest

    def _first(self, asked: Ask) -> Answer:
        """Answer the assumptions that others are put beside, which seldom change."""
        bench = self._bench(self.shelf.open(asked.case), asked)
        with bench.lock:
            kept = bench.against
        if kept is not None and kept[0] == asked:
            return kept[1]
        case = self.shelf.open(asked.case)
        live = Live(case, asked.as_of, draws=asked.draws, seed=asked.seed)
        found = live.answer(live.inquire(asked.assumptions(case.slug)))
        with bench.lock:
            bench.against = (asked, found)
        return found

    def case(self, name: str, as_of: date | None, draws: int) -> Plain:
        """Give a case and its sliders."""
        case = self.shelf.open(name)
        bench = self._bench(case, Ask(case=name, as_of=as_of, draws=draws))
        with bench.lock:
            if bench.plain is None:
                bench.plain = bench.live.answer(bench.live.inquire())
            answer, model = bench.plain, bench.live.model
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
            "multiplier": answer.fair_shares.figure.unit.multiplier,
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
