"""Workers of a Dask cluster that runs already, as an executor.

The function goes to every worker once; then each piece of work is a number. Before any work all
workers are asked which versions they run, because other versions may give other numbers.
"""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from types import TracebackType
from typing import Any, TypeVar

from burdenshare.errors import BurdenshareError, MissingPackageError
from burdenshare.uncertainty.executors import WAITING

T = TypeVar("T")
R = TypeVar("R")

ADDRESS_VARIABLE = "DASK_SCHEDULER_ADDRESS"
"""Where Dask itself looks for the address of a scheduler."""

ANSWER_WITHIN = 15
"""Seconds in which a scheduler must answer."""


class ClusterError(BurdenshareError):
    """A cluster cannot be reached, or its workers cannot do the work."""


def versions() -> dict[str, str]:
    """Give the versions that numbers depend on; run here and on each worker."""
    import platform

    import numpy as np

    from burdenshare._version import __version__

    python = ".".join(platform.python_version_tuple()[:2])
    return {"burdenshare": __version__, "numpy": np.__version__, "Python": python}


@dataclass(frozen=True, slots=True)
class Cluster:
    """Runs work on the workers of a Dask cluster."""

    client: Any
    """A `distributed.Client`."""

    @classmethod
    def at(cls, address: str | None = None) -> Cluster:
        """Reach the cluster at an address, or where the environment says.

        Raises
        ------
        MissingPackageError
            If the package distributed is not installed.
        ClusterError
            If nothing answers there, if there are no workers, or if versions differ.
        """
        distributed = _distributed()
        found = address or os.environ.get(ADDRESS_VARIABLE)
        if not found:
            raise ClusterError(
                f"no cluster is named; give --address tcp://HOST:8786 or set {ADDRESS_VARIABLE}"
            )
        try:
            client = distributed.Client(found, timeout=ANSWER_WITHIN, set_as_default=False)
        except (OSError, ValueError, TypeError) as error:
            raise ClusterError(f"no Dask scheduler answers at {found}: {error}") from None
        cluster = cls(client)
        try:
            cluster._check_versions()
        except BaseException:
            client.close()
            raise
        return cluster

    def _check_versions(self) -> None:
        found = _ask_versions(self.client)
        if not found:
            raise ClusterError("the cluster has no workers; start some with: dask worker ADDRESS")
        wanted = versions()
        wrong = [
            f"    {worker} has {_differences(has, wanted)}"
            for worker, has in sorted(found.items())
            if has != wanted
        ]
        if wrong:
            here = ", ".join(f"{name} {version}" for name, version in wanted.items())
            raise ClusterError(
                "\n".join(
                    [
                        f"{len(wrong)} of {len(found)} workers have other versions than here "
                        f"({here}), so their numbers might differ:",
                        *wrong[:10],
                        "    Install the same versions on all of them, then start again.",
                    ]
                )
            )

    @property
    def workers(self) -> int:
        """How many threads all workers have together."""
        return max(int(sum(self.client.nthreads().values())), 1)

    def map(self, function: Callable[[T], R], work: Iterable[T]) -> list[R]:
        """Apply `function` to each piece of `work`."""
        pieces = list(work)
        kept: dict[int, R] = dict(self.finished(_Placed(function, pieces), range(len(pieces))))
        return [kept[place] for place in range(len(pieces))]

    def finished(self, function: Callable[[T], R], work: Iterable[T]) -> Iterator[R]:
        """Apply `function` to each piece of `work` and give results as they come, in any order."""
        there = self.client.scatter(function, broadcast=True, hash=False)
        pieces = iter(work)
        # A piece has no key that two runs could share, so nothing old is taken for its result.
        running = _distributed().as_completed(
            [
                self.client.submit(_call, there, piece, pure=False)
                for piece in islice(pieces, WAITING * self.workers)
            ],
            loop=self.client.loop,
        )
        for future in running:
            for piece in islice(pieces, 1):
                running.add(self.client.submit(_call, there, piece, pure=False))
            yield future.result()
            future.release()

    def start(self, function: Callable[[], R]) -> Callable[[], R]:
        """Put `function` off: it may hold what only this process has."""
        return function

    def __enter__(self) -> Cluster:
        """Use the cluster for a while."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let go of the cluster, which runs on."""
        self.client.close()


def _distributed() -> Any:
    try:
        return importlib.import_module("distributed")
    except ImportError:
        raise MissingPackageError("distributed", "dask", "A sweep on a cluster") from None


def _ask_versions(client: Any) -> dict[str, dict[str, str]]:
    """The versions of each worker; a worker without burdenshare cannot say any."""
    try:
        found: dict[str, object] = client.run(versions, on_error="return")
    except (ImportError, OSError) as error:
        raise ClusterError(f"the workers cannot be asked for their versions: {error}") from None
    return {
        worker: has if isinstance(has, dict) else {"burdenshare": f"no version ({has})"}
        for worker, has in found.items()
    }


def _differences(has: dict[str, str], wanted: dict[str, str]) -> str:
    return ", ".join(
        f"{name} {has[name]}" for name in wanted if name in has and has[name] != wanted[name]
    )


def _call(function: Callable[[Any], Any], piece: Any) -> Any:
    return function(piece)


@dataclass(frozen=True, slots=True)
class _Placed:
    """A function of the place of a piece of work, which gives the place with the result."""

    function: Callable[[Any], Any]
    pieces: list[Any]

    def __call__(self, place: int) -> tuple[int, Any]:
        return place, self.function(self.pieces[place])
