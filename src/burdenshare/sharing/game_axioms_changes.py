"""Axioms that compare a solution's charges of a game with its charges of related games.

Object: a solution R of games (see `game_axioms`, which lists these with the others). The related
games differ from the given one in the order of members, the unit, one coalition's cost, or who is
there; those for which the solution is not defined are passed over.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from burdenshare.arrays import Vector
from burdenshare.sharing.checks import AxiomCheck, broken, held
from burdenshare.sharing.game_case import (
    MOST_GROUPS,
    TOLERANCE,
    GameCase,
    Solution,
    added,
    complement_game,
    own_terms_game,
    positions,
    raised,
    reordered,
    settled_game,
    unanimity,
)
from burdenshare.sharing.games import Game, coalition_sums

RAISES = (0.01, 0.1, 0.5, 1.0, 4.0)
"""By which parts of the largest value a coalition's cost is raised."""


def anonymity(solution: Solution, game: Game, *, tolerance: float = TOLERANCE) -> AxiomCheck:
    """Check that the order in which members are listed does not matter, for all rotations.

    Parameters as in `game_axioms.efficiency`.

    Examples
    --------
    >>> from burdenshare.sharing.values import shapley
    >>> anonymity(shapley, Game.from_vector([4, 5, 7])).holds
    True
    """
    case = GameCase(game, tolerance)
    charges = case.charges(solution)
    for shift in range(1, case.size):
        order = np.roll(np.arange(case.size), shift)
        other = case.elsewhere(solution, reordered(game, order))
        if other is None:
            continue
        check = case.compare(
            "anonymity", charges[order], other, "with the members listed in another order", order
        )
        if not check:
            return check
    return held("anonymity")


def covariance(
    solution: Solution,
    game: Game,
    *,
    factors: ArrayLike = (1 / 3, 1000.0),
    tolerance: float = TOLERANCE,
) -> AxiomCheck:
    """Check that units, and costs of one's own on top, do not matter: R(kc + d) = k R(c) + d.

    Parameters as in `game_axioms.efficiency`, and the factors k. Own costs d are, as parts of
    the largest value, 1, 0 and 1/2 in turn.

    Examples
    --------
    >>> covariance(lambda game: [3.5, 3.5], Game.from_vector([4, 5, 7])).violation
    '1 is charged 3.5, but -3.5 when own costs are taken out'
    """
    case = GameCase(game, tolerance)
    charges = case.charges(solution)
    own = case.scale * np.resize([1.0, 0.0, 0.5], case.size)
    changes = [(1.0, own, "when own costs are taken out")]
    for factor in np.ravel(np.asarray(factors, dtype=np.float64)).tolist():
        changes.append((factor, 0 * own, f"of a unit {1 / factor:.6g} times as large"))
    for factor, costs, text in changes:
        values = factor * (game.values + coalition_sums(costs))
        other = case.elsewhere(solution, Game(values, game.kind, game.members))
        if other is None:
            continue
        check = case.compare("covariance", charges, other / factor - costs, text)
        if not check:
            return check
    return held("covariance")


def additivity(
    solution: Solution,
    game: Game,
    *,
    others: Sequence[Game] = (),
    tolerance: float = TOLERANCE,
) -> AxiomCheck:
    """Check that two games are shared together as they are one by one: R(c + w) = R(c) + R(w).

    Parameters as in `game_axioms.efficiency`, and the games w of the same members; without them,
    an amount that arises for each pair, and the game with the members in reverse.

    Examples
    --------
    >>> from burdenshare.sharing.values import shapley
    >>> additivity(shapley, Game.from_vector([4, 5, 7])).holds
    True
    """
    case = GameCase(game, tolerance)
    charges = case.charges(solution)
    for other in others or _others(case):
        alone = case.elsewhere(solution, other)
        together = case.elsewhere(solution, added(game, other))
        if alone is None or together is None:
            continue
        text = "when another game is shared with it and its charges are taken out"
        check = case.compare("additivity", charges, together - alone, text)
        if not check:
            return check
    return held("additivity")


def _others(case: GameCase) -> list[Game]:
    """Games to add: one for each pair of neighbours, and the same game in reverse."""
    backwards = reordered(case.game, np.arange(case.size)[::-1])
    pairs = [(1 << member) | (1 << (member + 1) % case.size) for member in range(case.size)]
    found = [unanimity(case.game, mask, case.scale) for mask in pairs]
    return [*found, Game(backwards.values, case.game.kind, case.game.members)]


def marginality(solution: Solution, game: Game, *, tolerance: float = TOLERANCE) -> AxiomCheck:
    """Check that a charge depends only on what the member itself adds to coalitions.

    For each member, an amount is added that arises for a group of the others. Parameters as in
    `game_axioms.efficiency`.

    References
    ----------
    H. P. Young (1985), Monotonic solutions of cooperative games, Int. J. Game Theory 14, 65-72.

    Examples
    --------
    >>> from burdenshare.sharing.values import shapley
    >>> marginality(shapley, Game.from_vector([4, 5, 7])).holds
    True
    >>> marginality(lambda game: [game.values[-1] / 2] * 2, Game.from_vector([4, 5, 7])).violation
    '2 is charged 3.5, but 7 when 1 costs 7 more wherever it is present'
    """
    case = GameCase(game, tolerance)
    charges = case.charges(solution)
    verb = "costs" if game.kind == "cost" else "gains"
    for mask in case.groups():
        for part in (1.0, -1.0):
            amount = part * case.scale
            other = case.elsewhere(solution, added(game, unanimity(game, mask, amount)))
            if other is None:
                continue
            outside = positions(case.whole - mask, case.size)
            text = f"when {game.label(mask)} {verb} {amount:.6g} more wherever it is present"
            check = case.compare("marginality", charges[outside], other[outside], text, outside)
            if not check:
                return check
    return held("marginality")


def self_duality(solution: Solution, game: Game, *, tolerance: float = TOLERANCE) -> AxiomCheck:
    """Check that the dual game, with coalitions served last, is shared alike.

    Parameters as in `game_axioms.efficiency`.

    Examples
    --------
    >>> from burdenshare.sharing.values import shapley
    >>> self_duality(shapley, Game.from_vector([1, 2, 3, 5, 5, 5, 8])).holds
    True
    """
    case = GameCase(game, tolerance)
    charges = case.charges(solution)
    other = case.elsewhere(solution, game.dual())
    if other is None:
        return held("self_duality")
    return case.compare("self_duality", charges, other, "if coalitions are served last")


def aggregate_monotonicity(
    solution: Solution,
    game: Game,
    *,
    raises: ArrayLike = RAISES,
    tolerance: float = TOLERANCE,
) -> AxiomCheck:
    """Check that nobody pays less when the cost of everyone together alone rises.

    Parameters as in `game_axioms.efficiency`, and by which parts of the largest value it rises.

    References
    ----------
    N. Megiddo (1974), On the nonmonotonicity of the bargaining set, the kernel and the nucleolus
    of a game, SIAM J. Applied Mathematics 27, 355-358.

    Examples
    --------
    >>> from burdenshare.sharing.values import shapley
    >>> aggregate_monotonicity(shapley, Game.from_vector([4, 5, 7])).holds
    True
    """
    case = GameCase(game, tolerance)
    return _monotonicity("aggregate_monotonicity", case, solution, [case.whole], raises)


def coalitional_monotonicity(
    solution: Solution,
    game: Game,
    *,
    raises: ArrayLike = RAISES,
    tolerance: float = TOLERANCE,
) -> AxiomCheck:
    """Check that no member of a coalition pays less when the coalition's cost alone rises.

    Parameters as in `aggregate_monotonicity`. No solution in the core satisfies it for all games
    of four or more members.

    References
    ----------
    H. P. Young (1985), Monotonic solutions of cooperative games, Int. J. Game Theory 14, 65-72.
    D. Housman and L. Clark (1998), Core and monotonic allocation methods, Int. J. Game Theory 27.

    Examples
    --------
    >>> from burdenshare.sharing.values import shapley
    >>> coalitional_monotonicity(shapley, Game.from_vector([4, 5, 7])).holds
    True
    """
    case = GameCase(game, tolerance)
    masks = [*case.groups(), case.whole]
    return _monotonicity("coalitional_monotonicity", case, solution, masks, raises)


def _monotonicity(
    axiom: str, case: GameCase, solution: Solution, masks: Sequence[int], raises: ArrayLike
) -> AxiomCheck:
    """Raise coalitions one by one and look for a member of it who pays less, or gets less."""
    charges = case.charges(solution)
    verb = "costs" if case.game.kind == "cost" else "gains"
    for mask in masks:
        members = positions(mask, case.size)
        for part in np.ravel(np.asarray(raises, dtype=np.float64)).tolist():
            amount = part * case.scale
            other = case.elsewhere(solution, raised(case.game, mask, amount))
            if other is None:
                continue
            fall = charges[members] - other[members]
            worst = int(fall.argmax())
            if fall[worst] > case.slack:
                member = int(members[worst])
                text = f"{charges[member]:.6g}, but {other[member]:.6g} if"
                text = f"{case.name(member)} {case.word} {text} {case.game.label(mask)}"
                return broken(axiom, f"{text} {verb} {amount:.6g} more")
    return held(axiom)


def population_monotonicity(
    solution: Solution, game: Game, *, tolerance: float = TOLERANCE
) -> AxiomCheck:
    """Check that nobody in any group loses when one more member joins it.

    In a cost game nobody pays more, in a value game nobody gets less. All groups are tried, or
    only everyone less one if there are more than `MOST_GROUPS` members. Parameters as in
    `game_axioms.efficiency`.

    References
    ----------
    Y. Sprumont (1990), Population monotonic allocation schemes for cooperative games with
    transferable utility, Games and Economic Behavior 2, 378-394.

    Examples
    --------
    >>> from burdenshare.sharing.values import shapley
    >>> game = Game.from_vector([2, 2, 2, 3, 3, 6, 6])
    >>> population_monotonicity(shapley, game).violation
    '2 is charged 2, but 3 once 3 has joined 2'
    """
    case = GameCase(game, tolerance)
    solve = _Subgames(case, solution)
    case.charges(solution)
    few = case.size > MOST_GROUPS
    groups = [mask for mask in case.groups() if not few or mask.bit_count() == case.size - 1]
    for mask in groups:
        before = solve(mask)
        for newcomer in positions(case.whole - mask, case.size).tolist():
            after = solve(mask | 1 << newcomer)
            if before is None or after is None:
                continue
            kept = after[positions(mask | 1 << newcomer, case.size) != newcomer]
            loss = game.sign * (before - kept)
            worst = int(loss.argmax())
            if loss[worst] > case.slack:
                member = int(positions(mask, case.size)[worst])
                text = f"{case.name(member)} {case.word} {before[worst]:.6g}, but {kept[worst]:.6g}"
                text = f"{text} once {case.name(newcomer)} has joined {game.label(mask)}"
                return broken("population_monotonicity", text)
    return held("population_monotonicity")


def davis_maschler_consistency(
    solution: Solution, game: Game, *, tolerance: float = TOLERANCE
) -> AxiomCheck:
    """Check that no group would share anew when it may take along others at their charges.

    Parameters as in `game_axioms.efficiency`.

    References
    ----------
    M. Davis and M. Maschler (1965), The kernel of a cooperative game, Naval Research Logistics
    Quarterly 12, 223-259. A. I. Sobolev (1975), The characterization of optimality principles in
    cooperative games by functional equations, Mathematical Methods in Social Sciences 6.

    Examples
    --------
    >>> from burdenshare.sharing.nuclei import prenucleolus
    >>> game = Game.from_vector([0, 0, 0, 4, 0, 3, 6], "value")
    >>> davis_maschler_consistency(lambda g: prenucleolus(g).charges, game).holds
    True
    """
    case = GameCase(game, tolerance)
    charges = case.charges(solution)
    for group in case.groups():
        other = case.elsewhere(solution, settled_game(game, group, charges))
        check = _anew("davis_maschler_consistency", case, group, charges, other)
        if not check:
            return check
    return held("davis_maschler_consistency")


def complement_consistency(
    solution: Solution, game: Game, *, tolerance: float = TOLERANCE
) -> AxiomCheck:
    """Check that no group would share anew when all others join at their charges.

    Parameters as in `game_axioms.efficiency`.

    References
    ----------
    H. Moulin (1985), The separability axiom and equal-sharing methods, J. Economic Theory 36,
    120-148.

    Examples
    --------
    >>> from burdenshare.sharing.compromises import equal_nonseparable_cost
    >>> game = Game.from_vector([0, 0, 0, 4, 0, 3, 6], "value")
    >>> complement_consistency(equal_nonseparable_cost, game).holds
    True
    """
    case = GameCase(game, tolerance)
    charges = case.charges(solution)
    for group in case.groups():
        other = case.elsewhere(solution, complement_game(game, group, charges))
        check = _anew("complement_consistency", case, group, charges, other)
        if not check:
            return check
    return held("complement_consistency")


def hart_mas_colell_consistency(
    solution: Solution, game: Game, *, tolerance: float = TOLERANCE
) -> AxiomCheck:
    """Check that no group would share anew when each part of it settles by the same solution.

    Parameters as in `game_axioms.efficiency`.

    References
    ----------
    S. Hart and A. Mas-Colell (1989), Potential, value, and consistency, Econometrica 57, 589-614.

    Examples
    --------
    >>> from burdenshare.sharing.values import shapley
    >>> game = Game.from_vector([0, 0, 0, 4, 0, 3, 6], "value")
    >>> hart_mas_colell_consistency(shapley, game).holds
    True
    """
    case = GameCase(game, tolerance)
    charges = case.charges(solution)
    solve = _Subgames(case, solution)
    for group in case.groups():
        reduced = own_terms_game(game, group, solve)
        other = None if reduced is None else case.elsewhere(solution, reduced)
        check = _anew("hart_mas_colell_consistency", case, group, charges, other)
        if not check:
            return check
    return held("hart_mas_colell_consistency")


def _anew(
    axiom: str, case: GameCase, group: int, charges: Vector, other: Vector | None
) -> AxiomCheck:
    """Compare a group's charges with those it would set itself."""
    if other is None:
        return held(axiom)
    members = positions(group, case.size)
    text = f"if {case.game.label(group)} share their part anew"
    return case.compare(axiom, charges[members], other, text, members)


class _Subgames:
    """Charges of the game among the members of a coalition alone, each solved once."""

    def __init__(self, case: GameCase, solution: Solution) -> None:
        """Keep what is to be solved."""
        self._case, self._solution = case, solution
        self._known: dict[int, Vector | None] = {}

    def __call__(self, mask: int) -> Vector | None:
        """Give the charges of a coalition, or None if the solution is not defined for it."""
        if mask not in self._known:
            game = self._case.game
            part = game if mask == self._case.whole else game.restricted(game.coalition(mask))
            self._known[mask] = self._case.elsewhere(self._solution, part)
        return self._known[mask]
