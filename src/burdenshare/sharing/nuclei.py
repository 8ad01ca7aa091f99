"""The nucleolus and its kin: no coalition has more to complain of than need be.

The object. At payments x, coalition S complains by its *excess*: v(S) - x(S) in a value game,
x(S) - c(S) in a cost game. The *nucleolus* makes the largest excess as small as can be, then the
next largest, and so on, among payments that give every member at least v(i) (charge at most
c(i)); the *prenucleolus* does so among all payments that add up. Excesses may be divided by the
number of members (per capita) or by the worth of the coalition (proportional).

The proof. By Kohlberg's criterion x is the prenucleolus if and only if, for every level e, the
coalitions whose excess is at least e are balanced: positive weights make them add up to the grand
coalition. Results carry such weights.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

import numpy as np

from burdenshare.arrays import Array, Vector, frozen
from burdenshare.errors import ConvergenceError, ProblemError
from burdenshare.sharing.coalition_rows import GENERIC
from burdenshare.sharing.excess_programs import Level, Optimum, lexicographic_least_excess
from burdenshare.sharing.games import (
    Game,
    Masks,
    coalition_sizes,
    coalition_sums,
    one_game,
)

Domain: TypeAlias = Literal["imputations", "preimputations"]
"""Whether members may be charged more than they would pay alone."""

LARGEST_MODICLUS = 10
"""Most members for the modiclus, which solves a game of twice as many."""


class BalancedCollection(NamedTuple):
    """Coalitions whose positive weights cover every member exactly once."""

    coalitions: Masks
    """Bitmasks of the coalitions, shape (k,)."""

    weights: Vector
    """Weight of each, positive, shape (k,)."""

    def coverage(self, count: int) -> Vector:
        """Give the total weight over each of `count` members: 1 if the collection is balanced."""
        inside = self.coalitions[:, None] >> np.arange(count) & 1
        return np.asarray(self.weights @ inside, dtype=np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class NucleolusResult:
    """A point of the nucleolus family, with the certificate that it is one."""

    game: Game
    """The game it belongs to."""

    charges: Vector
    """Charge, or payment, of each member, shape (n,), adding up to c(N). [unit of the game]"""

    excess: str
    """``"plain"``, ``"per capita"`` or ``"proportional"``."""

    domain: Domain
    """Where the point was sought."""

    levels: tuple[Level, ...]
    """What each linear program found: its excess, the coalitions it settled, the multipliers."""

    @property
    def excess_levels(self) -> Vector:
        """Excess of each level, from the largest down. [unit of the game, or of excess]"""
        return np.array([level.excess for level in self.levels])

    def settled(self, level: int) -> tuple[tuple[str, ...], ...]:
        """Give the coalitions, by names, whose excess one level settled."""
        return tuple(self.game.coalition(mask) for mask in self.levels[level].coalitions)

    def tight(self, level: int, *, tolerance: float = 1e-9) -> Masks:
        """Give every proper coalition whose excess is that of a level, as bitmasks."""
        excesses = self.all_excesses()
        slack = tolerance * max(1.0, float(np.abs(excesses[1:-1]).max(initial=0.0)))
        near = np.abs(excesses - self.levels[level].excess) <= slack
        near[[0, -1]] = False
        return np.flatnonzero(near)

    def all_excesses(self) -> Vector:
        """Give the weighted excess of every coalition by bitmask; -inf where its weight is 0."""
        gaps = self.game.gains - self.game.sign * coalition_sums(self.charges)
        weights = excess_weights(self.game, self.excess)
        if weights is None:
            return np.asarray(gaps)
        counted = weights > 0
        return np.where(counted, gaps / np.where(counted, weights, 1.0), -np.inf)

    def balanced(self, level: int) -> BalancedCollection:
        """Give the balanced collection that proves a level and all above it.

        It holds the coalitions settled up to `level`, and single members whose charge stands at
        its bound, with positive weights that cover each member once. No payments can lower the
        excess of one of the coalitions without raising another's.
        """
        whole = (1 << self.game.size) - 1
        weights: dict[int, float] = {}
        for step in self.levels[: level + 1]:
            weights = _extend(weights, step, whole)
        masks = sorted(weights)
        return BalancedCollection(
            np.array(masks, dtype=np.int64), np.array([weights[mask] for mask in masks])
        )

    def residual(self) -> float:
        """Check the certificate from the game and the charges alone; give the largest failure.

        The charges must add up; the coalitions of a level must have its excess; those still
        unsettled must not exceed it; the balanced collection of the level must cover every member
        once; and together the settled coalitions must determine the charges. The failure is
        relative to the largest value of the game, and infinite if the charges are undetermined.
        """
        excesses = self.all_excesses()
        size = float(np.abs(self.game.values).max()) or 1.0
        total = abs(float(self.charges.sum() - self.game.values[-1])) / size
        # Excesses in proportion to worth are pure numbers.
        scale = 1.0 if self.excess == "proportional" else size
        failures = [total]
        equations = [np.ones(self.game.size)]
        for number, level in enumerate(self.levels):
            unsettled = excesses[_outside_span(equations)]
            failures += [
                float((unsettled - level.excess).max(initial=0.0)) / scale,
                *self._missed(level, size).tolist(),
                float(np.abs(self.balanced(number).coverage(self.game.size) - 1.0).max()),
            ]
            masks = [*level.coalitions, *(1 << member for member in level.bounded)]
            equations += [_bits(mask, self.game.size) for mask in masks]
        if self.game.size > 1 and np.linalg.matrix_rank(np.array(equations)) < self.game.size:
            return float("inf")
        return max(failures)

    def _missed(self, level: Level, size: float) -> Vector:
        """How far coalitions are from the excess of the level that settled them.

        A coalition of worth zero has no proportional excess; it is settled when it stands at zero.
        """
        masks = list(level.coalitions)
        excesses = self.all_excesses()[masks]
        gaps = (self.game.gains - self.game.sign * coalition_sums(self.charges))[masks] / size
        unit = 1.0 if self.excess == "proportional" else size
        settled = np.isfinite(excesses)
        return np.abs(np.where(settled, (excesses - level.excess) / unit, gaps))


def nucleolus(game: Game, *, tolerance: float = 1e-7) -> NucleolusResult:
    """Find the charges that leave no coalition with more to complain of than need be.

    Among charges that add up to c(N) and ask of no member more than its stand-alone cost, the
    largest excess is made least, then the next, and so on. It is unique, and in the core whenever
    the core is not empty.

    Parameters
    ----------
    game : Game
        A single cost or value game. [any unit]
    tolerance : float
        How far charges may miss c(N) or a bound, relative to the largest value.

    Returns
    -------
    NucleolusResult
        Charges with excess levels and certificate. [unit of the game]

    Raises
    ------
    ProblemError
        If no charges are acceptable to every member alone (c(N) above the sum of c(i)): the
        `prenucleolus` still exists.
    ConvergenceError
        If the charges miss c(N) or a bound by more than `tolerance`.

    References
    ----------
    D. Schmeidler (1969), The nucleolus of a characteristic function game, SIAM J. Applied
    Mathematics 17, 1163-1170. E. Kohlberg (1971), On the nucleolus of a characteristic function
    game, SIAM J. Applied Mathematics 20, 62-66.

    Examples
    --------
    >>> found = nucleolus(Game.from_vector([0, 0, 0, 0, 100, 200, 300], "value"))
    >>> found.charges.round(9).tolist()
    [50.0, 100.0, 150.0]
    >>> found.excess_levels.round(9).tolist()
    [-50.0, -100.0]
    """
    return _solve(game, "plain", "imputations", tolerance)


def prenucleolus(game: Game, *, tolerance: float = 1e-7) -> NucleolusResult:
    """Find the nucleolus among all charges that add up, stand-alone costs notwithstanding.

    Parameters and results are those of `nucleolus`, whose answer it shares when the core is not
    empty. It always exists and is unique.

    References
    ----------
    B. Peleg and P. Sudholter (2007), Introduction to the Theory of Cooperative Games, ch. 5-6.

    Examples
    --------
    >>> game = Game.from_vector([0, 0, 0, 10, 0, 0, 2], "value")
    >>> (prenucleolus(game).charges + 0.0).round(9).tolist()
    [3.0, 3.0, -4.0]
    """
    return _solve(game, "plain", "preimputations", tolerance)


def per_capita_nucleolus(
    game: Game, *, domain: Domain = "imputations", tolerance: float = 1e-7
) -> NucleolusResult:
    """Find the nucleolus of excesses divided by the number of members of the coalition.

    Unlike the nucleolus it charges every member more when c(N) alone rises (aggregate
    monotonicity, among all charges that add up).

    Parameters
    ----------
    game : Game
        A single cost or value game. [any unit]
    domain : {"imputations", "preimputations"}
        Whether no member may be charged more than its stand-alone cost.
    tolerance : float
        How far charges may miss c(N) or a bound, relative to the largest value.

    References
    ----------
    J. H. Grotte (1970), Computation of and observations on the nucleolus, the normalized
    nucleolus and the central games, MSc thesis, Cornell. H. P. Young, N. Okada and T. Hashimoto
    (1982), Cost allocation in water resources development, Water Resources Research 18, 463-475.

    Examples
    --------
    >>> game = Game.from_vector([0, 0, 0, 0, 9, 10, 12], "value")
    >>> per_capita_nucleolus(game).charges.round(4).tolist()
    [0.6667, 1.1667, 10.1667]
    """
    return _solve(game, "per capita", domain, tolerance)


def proportional_nucleolus(
    game: Game, *, domain: Domain = "imputations", tolerance: float = 1e-7
) -> NucleolusResult:
    """Find the nucleolus of excesses divided by the cost or value of the coalition.

    A coalition of worth zero has no ratio: it must then not be charged more (paid less) than zero.

    Parameters
    ----------
    game : Game
        A single game in which no coalition has a negative cost or value. [any unit]
    domain : {"imputations", "preimputations"}
        Whether no member may be charged more than its stand-alone cost.
    tolerance : float
        How far charges may miss c(N) or a bound, relative to the largest value.

    Raises
    ------
    ProblemError
        If a value is negative, coalitions of worth zero cannot all be left at zero, or those of
        positive worth leave charges undetermined.

    References
    ----------
    H. P. Young, N. Okada and T. Hashimoto (1982), Cost allocation in water resources development,
    Water Resources Research 18, 463-475.

    Examples
    --------
    >>> game = Game.from_vector([20, 200, 0, 210, 40, 200, 350], "value")
    >>> proportional_nucleolus(game).charges.round(3).tolist()
    [36.992, 291.667, 21.341]
    """
    return _solve(game, "proportional", domain, tolerance)


def modiclus(game: Game, *, proper: bool = True) -> Vector:
    """Find the charges that make the differences between excesses lexicographically least.

    Coalitions complain of being treated worse than others, so that what a coalition can block
    counts as much as what it can do. It is the prenucleolus of a game of 2n members, the dual
    cover, restricted to the first n.

    Parameters
    ----------
    game : Game
        A single game of at most `LARGEST_MODICLUS` members. [any unit]
    proper : bool
        Compare the excesses of non-empty proper coalitions alone, as published software does;
        if false also those of the empty and the grand coalition, which are zero, as in the
        original definition. The two may differ.

    Returns
    -------
    ndarray, shape (n,)
        Charges, adding up to c(N). [unit of the game]

    Raises
    ------
    ProblemError
        If there are more members.

    References
    ----------
    P. Sudholter (1997), The modified nucleolus: properties and axiomatizations, Int. J. Game
    Theory 26, 147-182.

    Examples
    --------
    >>> worths = [0, 0, 0, 0, 5, 5, 8, 9, 10, 8, 13, 15, 16, 17, 21]
    >>> modiclus(Game.from_vector(worths, "value")).round(9).tolist()
    [4.25, 5.25, 5.75, 5.75]
    """
    if game.size > LARGEST_MODICLUS:
        raise ProblemError(
            f"game: the modiclus of {game.size} members needs a game of {2 * game.size}; at most "
            f"{LARGEST_MODICLUS} members; use the prenucleolus"
        )
    gains = one_game(game).gains
    if game.size <= 2:
        return prenucleolus(game).charges
    dual = gains[-1] - gains[::-1]
    cover = np.maximum(gains[:, None] + dual[None, :], dual[:, None] + gains[None, :])
    counted = np.ones(cover.shape, dtype=bool)
    if proper:
        counted[[0, -1], :] = counted[:, [0, -1]] = False
    doubled = lexicographic_least_excess(cover.reshape(-1), counted=counted.reshape(-1)).payments
    return frozen(game.sign * (doubled[: game.size] + doubled[game.size :]) / 2)


def excess_weights(game: Game, excess: str) -> Array | None:
    """Give what the excess of each coalition is divided by.

    Parameters
    ----------
    game : Game
        One game or many.
    excess : {"plain", "per capita", "proportional"}
        The kind of excess.

    Returns
    -------
    ndarray, shape (2**n,) or (..., 2**n), or None
        Divisors by bitmask; None where every one is 1.

    Raises
    ------
    ProblemError
        If `excess` is something else, or proportional and a value is negative.
    """
    if excess == "plain":
        return None
    if excess == "per capita":
        return coalition_sizes(game.size).astype(np.float64)
    if excess != "proportional":
        raise ProblemError(f"excess: {excess!r} is not 'plain', 'per capita' or 'proportional'")
    if (game.values < 0).any():
        index = tuple(int(i) for i in np.argwhere(game.values < 0)[0])
        raise ProblemError(
            f"game: {game.label(index[-1])} has {game.values[index]:g}; excesses in proportion to "
            "worth need values that are not negative; use the per-capita nucleolus"
        )
    return game.values


def _solve(game: Game, excess: str, domain: Domain, tolerance: float) -> NucleolusResult:
    """Solve and check a member of the family."""
    if domain not in ("imputations", "preimputations"):
        raise ProblemError(f"domain: {domain!r} is neither 'imputations' nor 'preimputations'")
    gains = one_game(game).gains
    bounds = None
    if domain == "imputations":
        bounds = gains[1 << np.arange(game.size)]
    found = lexicographic_least_excess(gains, weights=excess_weights(game, excess), bounds=bounds)
    _check(gains, found, bounds, tolerance)
    charges = frozen(game.sign * found.payments + 0.0)
    return NucleolusResult(game, charges, excess, domain, found.levels)


def _check(gains: Vector, found: Optimum, bounds: Vector | None, tolerance: float) -> None:
    """Refuse payments that do not add up, or fall short of a bound."""
    scale = float(np.abs(gains).max()) or 1.0
    residual = abs(float(found.payments.sum() - gains[-1])) / scale
    if bounds is not None:
        residual = max(residual, float((bounds - found.payments).max()) / scale)
    if not residual <= tolerance:
        raise ConvergenceError(
            f"the linear programs end {residual:.1e} away from payments that add up and meet the "
            f"bounds, above the tolerance {tolerance:.1e}",
            iterations=len(found.levels),
            residual=residual,
        )


def _extend(weights: dict[int, float], level: Level, whole: int) -> dict[int, float]:
    """Add the coalitions of a level to a balanced collection that holds those of earlier ones."""
    added = dict(zip(level.coalitions, level.weights, strict=True))
    for member, weight in zip(level.bounded, level.bound_weights, strict=True):
        added[1 << member] = added.get(1 << member, 0.0) + weight
    covered = 0.0
    for mask, weight in zip(level.earlier, level.earlier_weights, strict=True):
        if mask == whole:
            covered -= weight
        else:
            added[mask] = added.get(mask, 0.0) + weight
    # Enough of the earlier collection makes every weight positive.
    times = 1.0 + max(
        (-weight / weights[mask] for mask, weight in added.items() if weight < 0), default=0.0
    )
    for mask, weight in weights.items():
        added[mask] = added.get(mask, 0.0) + times * weight
    covered += times * bool(weights)
    return {mask: weight / covered for mask, weight in added.items()}


def _bits(mask: int, count: int) -> Vector:
    """Row of zeros and ones of a coalition."""
    return (mask >> np.arange(count) & 1).astype(np.float64)


def _outside_span(equations: list[Vector]) -> Masks:
    """Coalitions that the equations leave free, by a direction that the equations allow."""
    matrix = np.array(equations)
    count = matrix.shape[1]
    _, singular, directions = np.linalg.svd(matrix)
    rank = int((singular > 1e-9).sum())
    if rank >= count:
        return np.zeros(0, dtype=np.int64)
    generic = GENERIC[: count - rank] @ directions[rank:]
    free = np.abs(coalition_sums(generic)) > 1e-9
    return np.flatnonzero(free)
