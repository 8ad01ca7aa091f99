"""What an answer is read from, so that it is computed anew only when one of those inputs has moved.

Object and notation. A part of an answer (the zone of agreement, the forecast) reads some inputs,
as draws or as what the model says of them. A `Ledger` keeps each part that was computed with the
paths that it read and with what was assumed of them. While the same is assumed of those paths, and
what stands beside them (the figure that is judged) is the same, the part is what it was.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple, TypeVar

from burdenshare.analysis.scenes import BlockDraws
from burdenshare.arrays import Array
from burdenshare.cases.overlay import Assumed
from burdenshare.model import Draws, Model

T = TypeVar("T")
V = TypeVar("V")

NAMES = ""
"""Stands among the paths that are read for the names of all inputs."""

Moved = Mapping[str, Assumed]
"""What is assumed, by path."""


class _Noted(Mapping[str, V]):
    """Values by path, of which every one that is read is noted."""

    def __init__(self, values: Mapping[str, V], read: set[str]) -> None:
        self._values, self._read = values, read

    def __getitem__(self, path: str) -> V:
        self._read.add(path)
        return self._values[path]

    def __contains__(self, path: object) -> bool:
        if isinstance(path, str):
            self._read.add(path)
        return path in self._values

    def __iter__(self) -> Iterator[str]:
        self._read.add(NAMES)
        return iter(self._values)

    def __len__(self) -> int:
        self._read.add(NAMES)
        return len(self._values)


class _Cut(Mapping[str, Array]):
    """Some of the draws of every input, each cut out when it is read."""

    def __init__(self, values: Mapping[str, Array], here: slice) -> None:
        self._values, self._here = values, here

    def __getitem__(self, path: str) -> Array:
        values = self._values[path]
        return values if values.size == 1 else values[self._here]

    def __contains__(self, path: object) -> bool:
        return path in self._values

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


class _NotedDraws(BlockDraws):
    """Draws of which the inputs that are read are noted; their size can be told without reading."""

    __slots__ = ()

    def part(self, start: int, stop: int) -> Draws:
        """Give the draws from one place up to another."""
        size = min(stop, self.size) - start if self.size > 1 else 1
        return _NotedDraws(_Cut(self.values, slice(start, stop)), size)


class Entry(NamedTuple):
    """A part that was computed, and what it holds for."""

    found: Any
    read: frozenset[str]
    names: frozenset[str]
    """Paths of all inputs there were."""
    moved: Moved
    size: int
    """How many draws there were; a mean of many equal ones differs from one in the last digit."""
    beside: tuple[object, ...]
    version: str
    """Fingerprint of the case and what was assumed: the same for as long as the part is."""


class Ledger:
    """Parts of answers to one case, each the last that was computed under its name.

    It serves one set of draws of the case's own inputs; of parts that are computed side by side
    each has a name of its own.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self._kept: dict[str, Entry] = {}

    def recall(
        self, name: str, model: Model, draws: Draws, moved: Moved, beside: tuple[object, ...]
    ) -> Entry | None:
        """Give the part of a name if it holds under what is assumed, else None."""
        entry = self._kept.get(name)
        if entry is None or (entry.size, entry.beside) != (draws.size, beside):
            return None
        if NAMES in entry.read and entry.names != frozenset(model.inputs):
            return None
        paths = entry.read.intersection((*entry.moved, *moved))
        holds = all(entry.moved.get(path) == moved.get(path) for path in paths)
        return entry if holds else None

    def compute(
        self,
        name: str,
        work: Callable[[Model, Draws], object],
        model: Model,
        draws: Draws,
        moved: Moved,
        beside: tuple[object, ...],
        after: Collection[Entry] = (),
    ) -> Entry:
        """Compute a part, note what it reads, and keep it under its name.

        What it is made from besides, in `after`, has been read from inputs too.
        """
        read: set[str] = set()
        noted = _NotedDraws(_Noted(draws.values, read), draws.size)
        found = work(replace(model, inputs=_Noted(model.inputs, read)), noted)
        every = frozenset(read).union(*(entry.read for entry in after))
        names = frozenset(model.inputs)
        entry = Entry(found, every, names, dict(moved), draws.size, beside, model.digest)
        self._kept[name] = entry
        return entry
