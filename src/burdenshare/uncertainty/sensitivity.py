"""Which input moves the answer: Sobol' indices, one input at a time, and where an answer flips.

Object and notation. An output y = f(x_1, ..., x_k) of independent inputs has variance V. The
first-order index of input i, S_i = V(E(y | x_i)) / V, is the share of the variance that would be
expected to go if x_i were known; the total index, T_i = E(V(y | all but x_i)) / V, is the share
that would be expected to stay if all but x_i were known. S_i <= T_i, the difference being what x_i
does together with others; the S_i sum to 1 if and only if no inputs act together.

Pick and freeze: with two samples A and B of n points, and A with its column i taken from B, all
indices come from n (k + 2) evaluations. From draws that are there already, binning gives the
first-order indices alone.

References
----------
I. M. Sobol' (2001), Global sensitivity indices for nonlinear mathematical models, Mathematics and
Computers in Simulation 55. M. J. W. Jansen (1999), Analysis of variance designs for model output,
Computer Physics Communications 117. A. Saltelli, P. Annoni, I. Azzini, F. Campolongo, M. Ratto &
S. Tarantola (2010), Variance based sensitivity analysis of model output, Computer Physics
Communications 181. E. Plischke, E. Borgonovo & C. L. Smith (2013), Global sensitivity measures
from given data, European Journal of Operational Research 226.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from burdenshare.arrays import Array, Vector, as_array
from burdenshare.errors import ProblemError
from burdenshare.uncertainty.distributions import Z95

BINS = 32
"""Bins of equal probability into which draws of an input are put."""


class Indices(NamedTuple):
    """Sobol' indices of some inputs with their standard errors, each of shape (inputs,)."""

    first: Vector
    first_error: Vector
    total: Vector
    total_error: Vector
    variance: float
    """Variance of the output; 0 if it is the same at all points, and then all indices are 0."""

    def interval(self, index: Vector, error: Vector) -> tuple[Vector, Vector]:
        """Give the central 90% confidence intervals of indices, within 0 and 1."""
        return np.clip(index - Z95 * error, 0, 1), np.clip(index + Z95 * error, 0, 1)


Values = Mapping[str, Array]
"""Values of inputs by name, each of shape (n,) or (1,)."""


def pick_freeze(
    output: Callable[[Values], Array], first: Values, second: Values, varied: Sequence[str]
) -> Indices:
    """Give first-order and total Sobol' indices by pick and freeze.

    Parameters
    ----------
    output : callable
        Gives the output, shape (n,), from values of all inputs.
    first, second : mapping of str to ndarray, shape (n,) or (1,)
        Two independent samples of all inputs. [any units]
    varied : sequence of str
        The inputs whose indices are wanted.

    Returns
    -------
    Indices

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> a, b = ({name: rng.normal(size=5000) for name in "xy"} for _ in range(2))
    >>> found = pick_freeze(lambda at: 2 * at["x"] + at["y"], a, b, ("x", "y"))
    >>> [round(float(share), 1) for share in found.total]
    [0.8, 0.2]
    """
    rows = design_rows(output, first, second, varied)
    return indices_of(rows[0], rows[1], rows[2:])


def design_rows(
    output: Callable[[Values], Array], first: Values, second: Values, varied: Sequence[str]
) -> Array:
    """Give the outputs at all points of a pick-and-freeze design.

    Parameters
    ----------
    output : callable
        Gives one or more outputs, shape (..., n), from values of all inputs.
    first, second, varied
        As for `pick_freeze`.

    Returns
    -------
    ndarray, shape (..., 2 + len(varied), n)
        At A, at B, and at A with the column of each varied input taken from B.
    """
    all_changed = {n: v for n, v in second.items() if v.size > 1 or n in varied}
    return _outputs_under(output, first, [{}, all_changed, *({n: second[n]} for n in varied)])


POINTS_AT_ONCE = 8_192
"""Points at which outputs are asked for together; what is in between then stays in the cache."""


def _outputs_under(
    output: Callable[[Values], Array], base: Values, changes: Sequence[Mapping[str, Any]]
) -> Array:
    """Give the outputs at all points of a sample under each of some changes to its values.

    Returns
    -------
    ndarray, shape (..., len(changes), n)
    """
    points = max((values.size for values in base.values()), default=1)
    step = max(POINTS_AT_ONCE // points, 1)
    parts = []
    for start in range(0, len(changes), step):
        some = changes[start : start + step]
        found = np.asarray(output(_stacked(base, some, points)), dtype=np.float64)
        outputs = found.shape[:-1]
        whole = np.broadcast_to(found, (*outputs, len(some) * points))
        parts.append(whole.reshape(*outputs, len(some), points))
    return np.concatenate(parts, axis=-2)


def _stacked(base: Values, changes: Sequence[Mapping[str, Any]], points: int) -> Values:
    """Put a sample end to end as often as there are changes, each time with one of them made."""
    moved = {name for change in changes for name in change}
    columns = {
        name: np.empty((len(changes), points))
        for name, values in base.items()
        if values.size > 1 or name in moved
    }
    for name, column in columns.items():
        column[:] = base[name]
    for row, change in enumerate(changes):
        for name, values in change.items():
            columns[name][row] = values
    return {name: columns[name].ravel() if name in columns else base[name] for name in base}


def indices_of(first: ArrayLike, second: ArrayLike, mixed: ArrayLike) -> Indices:
    """Give Sobol' indices from outputs at the points of a pick-and-freeze design.

    First-order indices by Saltelli et al. (2010), table 2 (b); total ones by Jansen (1999), their
    (f). Standard errors by the delta method for ratios of means.

    Parameters
    ----------
    first, second : array_like, shape (n,)
        Outputs at the points of A and of B. [any unit]
    mixed : array_like, shape (inputs, n)
        Outputs at the points of A with the column of one input taken from B.
    """
    at_a, at_b = as_array(first, "first"), as_array(second, "second")
    at_mixed = as_array(mixed, "mixed")
    if at_a.shape != at_b.shape or at_mixed.shape[1:] != at_a.shape:
        raise ProblemError("first, second and each row of mixed: must have the same length")
    if at_a.size < 2:
        raise ProblemError(f"first: at least 2 points are needed, got {at_a.size}")
    both = np.concatenate((at_a, at_b))
    middle, variance = both.mean(), both.var()
    count = at_mixed.shape[0]
    # Beside numbers of size 1e9 a variance of 1e-7 is rounding.
    if not variance > 1e-24 * max(middle**2, 1e-280):
        nothing = np.zeros(count)
        return Indices(nothing, nothing, nothing, nothing, 0.0)
    at_a, at_b, at_mixed = at_a - middle, at_b - middle, at_mixed - middle
    spread = (at_a**2 + at_b**2) / 2
    first_index, first_error = _ratio(at_b * (at_mixed - at_a), spread)
    total_index, total_error = _ratio((at_a - at_mixed) ** 2 / 2, spread)
    return Indices(first_index, first_error, total_index, total_error, float(variance))


def _ratio(above: Array, below: Array) -> tuple[Vector, Vector]:
    """Ratios of means over the last axis, and their standard errors."""
    scale = below.mean()
    ratio = above.mean(axis=-1) / scale
    left = above - ratio[..., None] * below
    return ratio, left.std(axis=-1) / (scale * np.sqrt(below.size))


class FirstOrder(NamedTuple):
    """The first-order Sobol' index of one input, and its standard error."""

    share: float
    error: float


def first_order_from_draws(
    values: ArrayLike, output: ArrayLike, bins: int = BINS, edges: Vector | None = None
) -> FirstOrder:
    """Give the first-order Sobol' index of an input from draws that are there already.

    Draws are put in bins of equal number by the input; the index is the variance between the bins
    over all variance, less what bins of unrelated numbers would show by chance. It falls short by
    what y varies with the input inside a bin, which is most at the ends of long tails.

    Parameters
    ----------
    values, output : array_like, shape (n,)
        Draws of the input and of the output. [any units]
    bins : int, optional
        How many bins; each should hold 30 draws or more.
    edges : ndarray, optional
        Ascending values that part the bins, if they are known; else quantiles of the draws.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> x, y = rng.normal(size=(2, 100_000))
    >>> round(first_order_from_draws(x, 2 * x + y).share, 1)
    0.8
    """
    at, y = as_array(values, "values"), as_array(output, "output")
    if at.shape != y.shape or at.ndim != 1:
        raise ProblemError("values and output: must be vectors of the same length")
    if at.size < 2 * bins:
        raise ProblemError(f"values: at least {2 * bins} draws are needed, got {at.size}")
    if edges is None:
        edges = np.unique(np.quantile(at, np.arange(1, bins) / bins))
    (found,) = first_order_of_bins([bin_of_each(at, edges)], y)
    return found


def bin_of_each(values: Vector, edges: Vector) -> NDArray[np.intp]:
    """Give the place of each value among ascending edges; one that is an edge lies below it.

    Examples
    --------
    >>> bin_of_each(np.array([0.5, 1.0, 7.0]), np.array([1.0, 2.0]))
    array([0, 0, 2])
    """
    if edges.size > FEW_EDGES:
        return np.searchsorted(edges, values, side="left")
    # Comparing all with each edge is quicker than looking each up among a few.
    above = np.zeros(values.size, dtype=np.uint8)
    for edge in edges:
        above += values > edge
    return above.astype(np.intp)


FEW_EDGES = 100
"""Up to so many edges values are compared with each."""


def first_order_of_bins(held: Sequence[NDArray[np.intp]], output: Vector) -> list[FirstOrder]:
    """Give the first-order Sobol' indices of inputs by the bins in which their draws lie.

    Parameters
    ----------
    held : sequence of ndarray of int, shape (n,)
        For each input, the bin of each draw, counted from 0.
    output : ndarray, shape (n,)
        Draws of the output. [any unit]
    """
    variance = float(output.var())
    if not variance > 0:
        return [FirstOrder(0.0, 0.0) for _ in held]
    y = output - output.mean()
    squared = y * y
    return [_first_order(each, y, squared, variance) for each in held]


def _first_order(held: NDArray[np.intp], y: Vector, squared: Vector, variance: float) -> FirstOrder:
    """Give the index of one input; `y` is the output less its mean."""
    held, counts = _without_empty(held)
    if counts.size < 2:
        return FirstOrder(0.0, 0.0)
    sums = np.bincount(held, y, counts.size)
    squares = np.bincount(held, squared, counts.size)
    means = sums / counts
    # What is left within the bins, of which 1/count shows between them by chance.
    within = (squares - sums * means).sum() / max(y.size - counts.size, 1)
    between = (counts * means**2).sum() / y.size - within * (counts.size - 1) / y.size
    index = float(np.clip(between / variance, 0.0, 1.0))
    influence = squared - (y - means[held]) ** 2 - index * squared
    return FirstOrder(index, float(influence.std() / (variance * np.sqrt(y.size))))


def _without_empty(held: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Number the bins that hold something from 0, and count how many each holds."""
    counts = np.bincount(held)
    if counts.all():
        return held, counts
    kept = np.flatnonzero(counts)
    renumbered = np.zeros(counts.size, dtype=np.intp)
    renumbered[kept] = np.arange(kept.size)
    return renumbered[held], counts[kept]


def with_each_set(
    output: Callable[[Values], Array],
    base: Values,
    settings: Mapping[str, Vector],
) -> dict[str, Array]:
    """Give the output at all base points with one input set to some values, input by input.

    Parameters
    ----------
    output : callable
        Gives one or more outputs, shape (..., n), from values of all inputs.
    base : mapping of str to ndarray, shape (n,) or (1,)
        The points, all of one sample, at which the other inputs stay. [any units]
    settings : mapping of str to ndarray, shape (m,)
        The values that each input is set to, the same number for each.

    Returns
    -------
    dict of str to ndarray, shape (..., m, n)
        The outputs by the input that is set.

    Examples
    --------
    >>> base = {"x": np.array([0.0, 1.0]), "y": np.array([5.0])}
    >>> with_each_set(lambda at: at["x"] + at["y"], base, {"y": np.array([1.0, 2.0])})
    {'y': array([[1., 2.],
           [2., 3.]])}
    """
    if not settings:
        return {}
    changes = [{name: value} for name, wanted in settings.items() for value in wanted]
    found = _outputs_under(output, base, changes)
    parts = np.split(found, len(settings), axis=-2)
    return dict(zip(settings, parts, strict=True))


class Flip(NamedTuple):
    """Neighbouring values of an input between which a statement changes."""

    below: float
    above: float

    @property
    def middle(self) -> float:
        """The value half way."""
        return (self.below + self.above) / 2


def turns(
    told: Mapping[str, Array], grids: Mapping[str, Vector], now: Mapping[str, float]
) -> dict[str, Flip]:
    """Give the neighbouring values of each input between which a statement turns.

    Of several such places the one nearest to where the input is now is given.

    Parameters
    ----------
    told : mapping of str to ndarray of bool, shape (m,)
        Whether the statement holds at each value of an input.
    grids : mapping of str to ndarray, shape (m,)
        The values, ascending. [unit of the input]
    now : mapping of str to float
        Where each input is now.
    """
    found: dict[str, Flip] = {}
    for name, grid in grids.items():
        places = np.flatnonzero(told[name][1:] != told[name][:-1])
        if places.size:
            ends = np.abs(np.stack((grid[places], grid[places + 1])) - now[name])
            place = int(places[np.argmin(ends.min(axis=0))])
            found[name] = Flip(float(grid[place]), float(grid[place + 1]))
    return found


def flips(
    holds: Callable[[Mapping[str, Vector]], Mapping[str, Array]],
    brackets: Mapping[str, Flip],
    now: Mapping[str, float],
    passes: int = 3,
    values: int = 7,
) -> dict[str, Flip]:
    """Narrow down where a statement turns true or false as each input moves by itself.

    Parameters
    ----------
    holds : callable
        Whether the statement holds, by input and value: takes and gives vectors by name.
    brackets : mapping of str to Flip
        Neighbouring values between which it turns, as `turns` gives them.
    now : mapping of str to float
        Where each input is now.
    passes, values : int, optional
        Passes over ever finer grids of so many values.

    Examples
    --------
    >>> found = flips(lambda at: {n: v**2 > 2 for n, v in at.items()},
    ...               {"x": Flip(1.0, 4.0)}, {"x": 1.0}, passes=9)
    >>> round(found["x"].middle, 6)
    1.414214
    """
    found = dict(brackets)
    for _ in range(passes):
        if not found:
            break
        grids = {name: np.linspace(flip.below, flip.above, values) for name, flip in found.items()}
        found = turns(holds(grids), grids, now)
    return found
