"""One block of draws under many assumptions, each piece of work done once.

Object and notation. An assumption sets an input to a value. A stage (reservation values, a cost
base, the solutions) reads some inputs; two assumptions that agree on the inputs that a stage reads
share its result. An input is drawn when it is first read, so inputs that no stage reads cost
nothing. Streams belong to inputs, so neither changes a number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar, cast

import numpy as np

from burdenshare.arrays import Array
from burdenshare.errors import BurdenshareError
from burdenshare.model import Draws, Model
from burdenshare.uncertainty.distributions import Constant
from burdenshare.uncertainty.sampling import Block, Plan, draw_input

T = TypeVar("T")

Assumed = tuple[tuple[str, float], ...]
"""Values of inputs, sorted by path."""

Relevant = Mapping[str, frozenset[str]]
"""For each stage, the varied inputs that it reads."""


class BlockValues(Mapping[str, Array]):
    """Draws of one block by path, each made when it is first asked for."""

    def __init__(self, model: Model, plan: Plan, block: Block) -> None:
        """Draw nothing yet."""
        self._model, self._plan, self._block = model, plan, block
        self._drawn: dict[str, Array] = {}

    def __getitem__(self, path: str) -> Array:
        """Give the draws of an input, shape (block.size,), or (1,) if it is certain."""
        if path not in self._drawn:
            entry = self._model.inputs[path]
            distribution = entry.distribution
            self._drawn[path] = (
                np.array([distribution.mean])
                if isinstance(distribution, Constant)
                else draw_input(entry.stream or path, distribution, self._plan, self._block)
            )
        return self._drawn[path]

    def clear(self) -> None:
        """Let go of all draws."""
        self._drawn.clear()

    def __contains__(self, path: object) -> bool:
        """Tell whether an input was known, without drawing it."""
        return path in self._model.inputs

    def __iter__(self) -> Iterator[str]:
        """Go through the inputs by path."""
        return iter(self._model.inputs)

    def __len__(self) -> int:
        """Count the inputs."""
        return len(self._model.inputs)


class BlockDraws(Draws):
    """Draws of one block, whose size is known without drawing."""

    __slots__ = ("_size",)
    _size: int

    def __init__(self, values: Mapping[str, Array], size: int) -> None:
        """Keep the size beside the values."""
        super().__init__(values)
        object.__setattr__(self, "_size", size)

    @property
    def size(self) -> int:
        """How many draws there are."""
        return self._size


class _Assumed(Mapping[str, Array]):
    """Values of a block with some inputs set, which tells a scene of every input that is read."""

    def __init__(self, drawn: BlockValues, scene: Scene) -> None:
        self._drawn, self._scene = drawn, scene

    def __getitem__(self, path: str) -> Array:
        set_to = self._scene.set_to.get(path)
        self._scene.note(path)
        return self._drawn[path] if set_to is None else set_to

    def __contains__(self, path: object) -> bool:
        if isinstance(path, str):
            self._scene.note(path)
        return path in self._drawn

    def __iter__(self) -> Iterator[str]:
        return iter(self._drawn)

    def __len__(self) -> int:
        return len(self._drawn)


class Scene:
    """A block of draws under one assumption after another.

    Parameters
    ----------
    model, plan, block : Model, Plan, Block
        What is drawn.
    relevant : mapping of str to frozenset of str, optional
        The varied inputs that each stage reads, as `reads` found them; without it nothing varies.
    """

    def __init__(
        self, model: Model, plan: Plan, block: Block, relevant: Relevant | None = None
    ) -> None:
        """Compute nothing yet."""
        self.model, self.block, self.seed = model, block, plan.seed
        self.set_to: dict[str, Array] = {}
        self._relevant = relevant
        self._varied = frozenset().union(*relevant.values()) if relevant else frozenset()
        self._assumed: Assumed = ()
        self._done: dict[tuple[str, Assumed], Any] = {}
        self._running: list[tuple[str, set[str]]] = []
        self._values = BlockValues(model, plan, block)
        self.draws: Draws = BlockDraws(_Assumed(self._values, self), block.size)

    def assume(self, assumed: Assumed) -> None:
        """Set inputs; what no longer holds is computed anew when it is asked for."""
        self._assumed = assumed
        self.set_to = {path: np.array([value]) for path, value in assumed}

    def once(self, stage: str, work: Callable[[], T]) -> T:
        """Give the result of a stage, computed once for all assumptions that it cannot tell."""
        key = (stage, self.restricted(stage))
        if key not in self._done:
            self._running.append((stage, set()))
            try:
                self._done[key] = work()
            finally:
                _, read = self._running.pop()
            if self._running:
                self._running[-1][1].update(read)
            self._check(stage, read)
        elif self._running and self._relevant is not None:
            self._running[-1][1].update(self._relevant.get(stage, ()))
        return cast(T, self._done[key])

    def forget(self, stage: str) -> None:
        """Let go of the result of a stage that nothing else rests on."""
        self._done.pop((stage, self.restricted(stage)), None)

    def close(self) -> None:
        """Let go of draws and results; what refers to itself would wait for the next clean-up."""
        self._done.clear()
        self._values.clear()

    def restricted(self, stage: str) -> Assumed:
        """Give the part of the present assumption that a stage reads."""
        if self._relevant is None:
            return ()
        read = self._relevant.get(stage, frozenset())
        return tuple((path, value) for path, value in self._assumed if path in read)

    def note(self, path: str) -> None:
        """Remember that the stage under way reads an input."""
        if self._running and (self._relevant is None or path in self._varied):
            self._running[-1][1].add(path)

    def reads(self, stage: str, work: Callable[[], object]) -> set[str]:
        """Give the inputs that a stage reads, with all stages that it rests on."""
        self._done.clear()
        self._running.append((stage, set()))
        work()
        return self._running.pop()[1]

    def _check(self, stage: str, read: set[str]) -> None:
        """A stage that reads more than was found beforehand would be shared where it must not."""
        if self._relevant is not None and read - self._relevant.get(stage, frozenset()):
            raise BurdenshareError(
                f"{stage}: read {', '.join(sorted(read))} in draws {self.block.start:,} and after, "
                "which it did not read in the first; please report this"
            )


class _Noted(Mapping[str, Array]):
    """Values of inputs that remember which were read."""

    def __init__(self, values: Mapping[str, Array]) -> None:
        self._values = values
        self.read: set[str] = set()

    def __getitem__(self, path: str) -> Array:
        values = self._values[path]
        self.read.add(path)
        return values

    def __contains__(self, path: object) -> bool:
        is_there = path in self._values
        if is_there and isinstance(path, str):
            self.read.add(path)
        return is_there

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


def inputs_read(draws: Draws, work: Callable[[Draws], object]) -> set[str]:
    """Give the inputs that something is computed from, by computing it; no other can move it.

    Parameters
    ----------
    draws : Draws
        Values at which it is computed; one draw is enough.
    work : callable
        What computes it from draws.
    """
    noted = _Noted(draws.values)
    work(Draws(noted))
    return noted.read
