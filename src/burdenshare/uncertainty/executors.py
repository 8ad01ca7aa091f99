"""Who does the work: threads of this process, processes of this machine, or workers elsewhere.

Object and notation. An `Executor` applies one function to many pieces of work. `map` gives the
results in the order of the work; `finished` gives each as soon as it is there, so that no more than
a few wait at once. Which executor it is changes no number: a piece of work says all that its result
depends on, and results are put together by operations whose order does not matter.

A function that goes to another process must be one that can be pickled: a function of a module, or
a frozen dataclass with ``__call__``.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import (
    FIRST_COMPLETED,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
    wait,
)
from concurrent.futures import Executor as Pool
from dataclasses import dataclass
from itertools import islice
from typing import Any, Protocol, TypeVar

from burdenshare.errors import ProblemError

T = TypeVar("T")
R = TypeVar("R")

WAITING = 2
"""Pieces of work given out for each worker: one that it does and one that is ready for it."""


class Executor(Protocol):
    """Runs one function over many pieces of work and gives the results in their order."""

    def map(self, function: Callable[[T], R], work: Iterable[T]) -> list[R]:
        """Apply `function` to each piece of `work`."""
        ...

    def finished(self, function: Callable[[T], R], work: Iterable[T]) -> Iterator[R]:
        """Apply `function` to each piece of `work` and give results as they come, in any order."""
        ...

    def start(self, function: Callable[[], R]) -> Callable[[], R]:
        """Begin `function`, and give a function that waits for its result."""
        ...


@dataclass(frozen=True, slots=True)
class Threads:
    """Runs work on threads of this process; numpy lets them run side by side."""

    count: int

    def map(self, function: Callable[[T], R], work: Iterable[T]) -> list[R]:
        """Apply `function` to each piece of `work`, at most `count` at a time."""
        pieces = list(work)
        if self.count <= 1 or len(pieces) <= 1:
            return [function(piece) for piece in pieces]
        with ThreadPoolExecutor(min(self.count, len(pieces))) as pool:
            return list(pool.map(function, pieces))

    def finished(self, function: Callable[[T], R], work: Iterable[T]) -> Iterator[R]:
        """Apply `function` to each piece of `work` and give results as they come, in any order."""
        if self.count <= 1:
            yield from map(function, work)
            return
        with ThreadPoolExecutor(self.count) as pool:
            yield from _as_they_come(pool, function, work, self.count)

    def start(self, function: Callable[[], R]) -> Callable[[], R]:
        """Begin `function` on a thread of its own, or put it off if there is but one."""
        if self.count <= 1:
            return function
        pool = ThreadPoolExecutor(1)
        future = pool.submit(function)
        pool.shutdown(wait=False)
        return future.result


@dataclass(frozen=True, slots=True)
class Processes:
    """Runs work in processes of this machine, each of which is sent the function once."""

    count: int

    def __post_init__(self) -> None:
        """Refuse a number of processes that can do nothing."""
        if self.count < 1:
            raise ProblemError(f"processes: at least 1 is needed, got {self.count}")

    def map(self, function: Callable[[T], R], work: Iterable[T]) -> list[R]:
        """Apply `function` to each piece of `work`, at most `count` at a time."""
        with self._pool(function) as pool:
            return list(pool.map(_call_kept, work))

    def finished(self, function: Callable[[T], R], work: Iterable[T]) -> Iterator[R]:
        """Apply `function` to each piece of `work` and give results as they come, in any order."""
        with self._pool(function) as pool:
            yield from _as_they_come(pool, _call_kept, work, self.count)

    def start(self, function: Callable[[], R]) -> Callable[[], R]:
        """Put `function` off: it may hold what only this process has."""
        return function

    def _pool(self, function: Callable[[T], R]) -> ProcessPoolExecutor:
        # A forked copy of a process that has threads may hang; a new one cannot.
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(self.count, context, _keep, (function,))


_KEPT: list[Callable[[Any], Any]] = []
"""The function that this worker process was sent."""


def _keep(function: Callable[[Any], Any]) -> None:
    _KEPT[:] = [function]


def _call_kept(piece: Any) -> Any:
    return _KEPT[0](piece)


def _as_they_come(
    pool: Pool, function: Callable[[T], R], work: Iterable[T], workers: int
) -> Iterator[R]:
    """Give results as they come, with a bounded number of pieces under way."""
    pieces = iter(work)
    running: set[Future[R]] = {
        pool.submit(function, piece) for piece in islice(pieces, WAITING * workers)
    }
    try:
        while running:
            done, running = wait(running, return_when=FIRST_COMPLETED)
            running |= {pool.submit(function, piece) for piece in islice(pieces, len(done))}
            for future in done:
                yield future.result()
    finally:
        for future in running:
            future.cancel()
