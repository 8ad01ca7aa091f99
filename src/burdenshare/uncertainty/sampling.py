"""Draws in blocks: the same numbers for any number of threads, processes or machines.

Object and notation. A plan of D draws is cut into blocks of a fixed size. Each input has a stream
of its own in each block, seeded by (seed, name of the input, number of the block). So a block can
be computed anywhere and in any order, an input that is added or removed leaves the draws of the
others alone, and changing one input's distribution keeps all other draws as they were.

A plan may name inputs that are drawn from a Sobol' sequence instead, the k-th name from its k-th
dimension; all other names keep their streams.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from burdenshare.arrays import Array
from burdenshare.errors import ProblemError
from burdenshare.uncertainty.distributions import Constant, Distribution
from burdenshare.uncertainty.executors import Executor, Threads
from burdenshare.uncertainty.quasi import DIMENSIONS, POINTS, sobol_uniforms

__all__ = [
    "BLOCK_SIZE",
    "Block",
    "Executor",
    "Plan",
    "Threads",
    "draw",
    "draw_block",
    "draw_input",
    "quantiles",
    "stream",
]

BLOCK_SIZE = 16_384
"""Draws in a block; its arrays of 128 KiB stay in the cache of a core."""


class Block(NamedTuple):
    """A run of draws: its number, the first draw in it and how many there are."""

    number: int
    start: int
    size: int


@dataclass(frozen=True, slots=True)
class Plan:
    """How many draws, from which seed, in blocks of which size."""

    draws: int
    seed: int = 0
    block_size: int = BLOCK_SIZE
    quasi: tuple[str, ...] = ()
    """Inputs drawn from a Sobol' sequence, in the order of its dimensions."""

    def __post_init__(self) -> None:
        """Refuse a plan without draws."""
        if self.draws < 1:
            raise ProblemError(f"draws: at least 1 is needed, got {self.draws}")
        if self.block_size < 1:
            raise ProblemError(f"block_size: at least 1 is needed, got {self.block_size}")
        if self.seed < 0:
            raise ProblemError(f"seed: must not be negative, got {self.seed}")
        if self.quasi and self.draws > POINTS:
            raise ProblemError(f"draws: a Sobol' sequence has {POINTS:,} points, got {self.draws}")

    def blocks(self) -> Iterator[Block]:
        """Give the blocks in order; the last may be shorter."""
        return (self.block(number) for number in range(self.block_count))

    @property
    def block_count(self) -> int:
        """How many blocks there are."""
        return -(-self.draws // self.block_size)

    def block(self, number: int) -> Block:
        """Give one block by its number."""
        start = number * self.block_size
        return Block(number, start, min(self.block_size, self.draws - start))


def stream(seed: int, name: str, block: int) -> np.random.Generator:
    """Give the generator of one input in one block.

    Examples
    --------
    >>> float(stream(0, "costs.pay", 3).random()) == float(stream(0, "costs.pay", 3).random())
    True
    """
    key = (zlib.crc32(name.encode()), zlib.adler32(name[::-1].encode()), block)
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed, spawn_key=key)))


def draw_input(name: str, distribution: Distribution, plan: Plan, block: Block) -> Array:
    """Draw one block of one input.

    Parameters
    ----------
    name : str
        Name of the input, which its stream or its dimension depends on.
    distribution : Distribution
        What to draw from.
    plan : Plan
        Seed, and which inputs are drawn from a Sobol' sequence.
    block : Block
        Which draws.

    Returns
    -------
    ndarray, shape (block.size,)
        [unit of the input]
    """
    if name in plan.quasi:
        dimension = plan.quasi.index(name)
        if dimension < DIMENSIONS:
            shift = int(stream(plan.seed, name, 0).integers(POINTS))
            uniforms = sobol_uniforms(dimension, block.start, block.size, shift)
            return distribution.quantile(uniforms)
    return distribution.sample(stream(plan.seed, name, block.number), block.size)


_OWN_STREAMS: Mapping[str, str] = MappingProxyType({})
"""No input is drawn from another stream than that of its name."""


def draw_block(
    distributions: Mapping[str, Distribution],
    plan: Plan,
    block: Block,
    streams: Mapping[str, str] = _OWN_STREAMS,
) -> dict[str, Array]:
    """Draw one block of every input.

    Parameters
    ----------
    distributions : mapping of str to Distribution
        The inputs by name.
    plan : Plan
        Seed, and which inputs are drawn from a Sobol' sequence.
    block : Block
        Which draws.
    streams : mapping of str to str, optional
        Names of the streams of inputs that are not drawn from those of their own names. Inputs
        with one stream go together: the larger one is, the larger is the other.

    Returns
    -------
    dict of str to ndarray, shape (block.size,)
        Draws of each input. [unit of the input]
    """
    return {
        name: draw_input(streams.get(name, name), distribution, plan, block)
        for name, distribution in distributions.items()
    }


def draw(
    distributions: Mapping[str, Distribution],
    plan: Plan,
    executor: Executor,
    streams: Mapping[str, str] = _OWN_STREAMS,
) -> dict[str, Array]:
    """Draw every input of a plan; `draw_block` says what the parameters mean.

    An input taken as certain comes as an array of shape (1,), which broadcasts. The executor must
    share this process's memory, as threads do.

    Returns
    -------
    dict of str to ndarray, shape (plan.draws,) or (1,)
        The same for any executor.
    """
    uncertain = {n: d for n, d in distributions.items() if not isinstance(d, Constant)}
    drawn = dict(zip(uncertain, np.empty((len(uncertain), plan.draws)), strict=True))

    def fill(name: str) -> None:
        # One input after the other: the table of its quantiles stays in the cache.
        drawn_from = streams.get(name, name)
        for block in plan.blocks():
            here = slice(block.start, block.start + block.size)
            drawn[name][here] = draw_input(drawn_from, uncertain[name], plan, block)

    executor.map(fill, uncertain)
    return {
        name: drawn[name] if name in drawn else np.array([distribution.mean])
        for name, distribution in distributions.items()
    }


def quantiles(values: Array, probabilities: Sequence[float]) -> Array:
    """Give quantiles of draws: the observation of rank ceil(p n), without interpolation.

    Parameters
    ----------
    values : ndarray, shape (n,)
        Draws. [any unit]
    probabilities : sequence of float
        Each between 0 and 1.

    Returns
    -------
    ndarray, shape (len(probabilities),)
        [unit of `values`]

    References
    ----------
    Hyndman & Fan (1996), Sample quantiles in statistical packages, The American Statistician 50:
    their definition 1.

    Examples
    --------
    >>> quantiles(np.array([3.0, 1.0, 2.0, 4.0]), [0.25, 0.5, 1.0])
    array([1., 2., 4.])
    """
    if values.size == 1:
        return np.full(len(probabilities), values[0])
    # Rounded first: 0.07 times 100 is 7 and a little in floating point, and its rank is 7.
    shares = np.ceil(np.round(np.asarray(probabilities) * values.size, 6)).astype(np.int64)
    return _select(values, np.minimum(np.maximum(shares - 1, 0), values.size - 1))


PARTITIONED = 4096
"""Below so many values parting them about some ranks is as quick as putting them into buckets."""

BUCKETS = 4096
"""Buckets of equal width into which many values are put, to look only into some of them."""

COUNTED_AT_ONCE = 32_768
"""Values that are put into buckets at once; what is in between stays in the cache."""

SMALL = 1e-290
"""Spread of values below which the number of buckets in a unit overflows."""


def _select(values: Array, ranks: NDArray[np.int64]) -> Array:
    """Give the values of some ranks: count by bucket, then look only into those that matter.

    Of values with long tails one bucket may hold nearly all, which are then put into finer ones.
    """
    if values.size < PARTITIONED:
        return np.partition(values, ranks)[ranks]
    least = float(values.min())
    spread = float(values.max()) - least
    if not spread:
        return np.full(ranks.size, least)
    if not SMALL < spread < np.inf:
        return np.partition(values, ranks)[ranks]
    bucket, counts = _in_buckets(values, least, (BUCKETS - 1) / spread)
    ends = np.cumsum(counts)
    holders = np.searchsorted(ends, ranks, side="right")
    selected = np.empty(ranks.size)
    for holder in set(holders.tolist()):
        asked = holders == holder
        before = ends[holder] - counts[holder]
        selected[asked] = _select(values[bucket == holder], ranks[asked] - before)
    return selected


def _in_buckets(
    values: Array, least: float, per_unit: float
) -> tuple[NDArray[np.int16], NDArray[np.int64]]:
    """Put values into buckets, and count what each bucket holds."""
    bucket = np.empty(values.size, dtype=np.int16)
    counts = np.zeros(BUCKETS, dtype=np.int64)
    places = np.empty(min(values.size, COUNTED_AT_ONCE))
    for start in range(0, values.size, COUNTED_AT_ONCE):
        here = slice(start, start + COUNTED_AT_ONCE)
        place = np.subtract(values[here], least, out=places[: values[here].size])
        place *= per_unit
        bucket[here] = place
        counts += np.bincount(bucket[here], minlength=BUCKETS)
    return bucket, counts
