"""Axioms for solutions of games: does a solution keep its promise on this game, and if not, where?

Object: a solution R gives charges R(c) to the members of a cost game c, or payments of a value
game v (see `games`). An axiom looks at the charges of one game, or compares them with those of
related games (`game_axioms_changes`). A check that fails disproves the axiom for the solution; one
that holds speaks of this game alone. A related game for which the solution is not defined, such
as one without a tau value, is passed over. `AXIOMS` lists all axioms.

Every check takes a solution (a function of one `Game`), a game, and a tolerance relative to the
largest value of the game.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from types import MappingProxyType

import numpy as np

from burdenshare.arrays import Vector
from burdenshare.sharing.checks import AxiomCheck, broken, held
from burdenshare.sharing.game_axioms_changes import (
    additivity,
    aggregate_monotonicity,
    anonymity,
    coalitional_monotonicity,
    complement_consistency,
    covariance,
    davis_maschler_consistency,
    hart_mas_colell_consistency,
    marginality,
    population_monotonicity,
    self_duality,
)
from burdenshare.sharing.game_case import TOLERANCE, GameCase, Solution, marginals
from burdenshare.sharing.games import Game, coalition_sums

__all__ = [
    "AXIOMS",
    "GameAxiom",
    "additivity",
    "aggregate_monotonicity",
    "anonymity",
    "coalitional_monotonicity",
    "complement_consistency",
    "core_membership",
    "covariance",
    "davis_maschler_consistency",
    "dummy_member",
    "efficiency",
    "equal_treatment",
    "hart_mas_colell_consistency",
    "individual_rationality",
    "marginality",
    "no_subsidy",
    "null_member",
    "population_monotonicity",
    "reasonable_bounds",
    "self_duality",
    "stand_alone",
]


def efficiency(solution: Solution, game: Game, *, tolerance: float = TOLERANCE) -> AxiomCheck:
    """Check that the charges add up to what all members together cost.

    Parameters
    ----------
    solution : callable
        Takes one game, gives one charge (payment in a value game) a member.
    game : Game
        A single cost or value game. [any unit]
    tolerance : float
        Difference that counts as none, as part of the largest value.

    Returns
    -------
    AxiomCheck
        Whether it holds, and the violation in words and numbers.

    Raises
    ------
    ProblemError
        If it is not a single game, or the solution is not defined for it.

    Examples
    --------
    >>> efficiency(lambda game: game.singles, Game.from_vector([4, 5, 7])).violation
    'the charges add up to 9, not to 7'
    """
    case = GameCase(game, tolerance)
    total, whole = float(case.charges(solution).sum()), float(game.values[-1])
    if abs(total - whole) <= case.slack:
        return held("efficiency")
    return broken("efficiency", f"the charges add up to {total:.6g}, not to {whole:.6g}")


def equal_treatment(solution: Solution, game: Game, *, tolerance: float = TOLERANCE) -> AxiomCheck:
    """Check that members who add the same to every coalition are charged the same (symmetry).

    Parameters as in `efficiency`.

    Examples
    --------
    >>> from burdenshare.sharing.values import shapley
    >>> equal_treatment(shapley, Game.from_vector([4, 4, 7])).holds
    True
    """
    case = GameCase(game, tolerance)
    charges = case.charges(solution)
    masks = np.arange(case.whole + 1)
    for first, second in combinations(range(case.size), 2):
        neither = masks[(masks >> first | masks >> second) & 1 == 0]
        apart = game.values[neither | 1 << first] - game.values[neither | 1 << second]
        alike = np.abs(apart).max() <= 1e-12 * case.scale
        if alike and abs(charges[first] - charges[second]) > case.slack:
            names = f"{case.name(first)} and {case.name(second)}"
            text = f"{names} add the same to every coalition, at {charges[first]:.6g} and"
            return broken("equal_treatment", f"{text} {charges[second]:.6g}")
    return held("equal_treatment")


def null_member(solution: Solution, game: Game, *, tolerance: float = TOLERANCE) -> AxiomCheck:
    """Check that a member who adds nothing to any coalition is charged nothing.

    Parameters as in `efficiency`.

    Examples
    --------
    >>> from burdenshare.sharing.values import solidarity
    >>> game = Game.from_vector([0, 0, 0, 6, 0, 0, 6], "value")
    >>> null_member(solidarity, game).violation
    '3 adds nothing to any coalition and gets 1.33333'
    """
    case = GameCase(game, tolerance)
    charges = case.charges(solution)
    for member in range(case.size):
        adds = np.abs(marginals(game, member)).max()
        if adds <= 1e-12 * case.scale and abs(charges[member]) > case.slack:
            text = f"adds nothing to any coalition and {case.word} {charges[member]:.6g}"
            return broken("null_member", f"{case.name(member)} {text}")
    return held("null_member")


def dummy_member(solution: Solution, game: Game, *, tolerance: float = TOLERANCE) -> AxiomCheck:
    """Check that a member who adds its own cost to every coalition is charged just that.

    Parameters as in `efficiency`.

    Examples
    --------
    >>> dummy_member(lambda game: [3.5, 3.5], Game.from_vector([3, 4, 7])).violation
    '1 adds 3 to every coalition and is charged 3.5'
    """
    case = GameCase(game, tolerance)
    charges = case.charges(solution)
    for member in range(case.size):
        own = float(game.values[1 << member])
        same = np.abs(marginals(game, member) - own).max() <= 1e-12 * case.scale
        if same and abs(charges[member] - own) > case.slack:
            text = f"adds {own:.6g} to every coalition and {case.word} {charges[member]:.6g}"
            return broken("dummy_member", f"{case.name(member)} {text}")
    return held("dummy_member")


def reasonable_bounds(
    solution: Solution, game: Game, *, tolerance: float = TOLERANCE
) -> AxiomCheck:
    """Check that charges lie between the least and the most that a member adds to a coalition.

    Parameters as in `efficiency`.

    References
    ----------
    J. Milnor (1952), Reasonable outcomes for n-person games, RAND Research Memorandum RM-916.

    Examples
    --------
    >>> reasonable_bounds(lambda game: [1, 6], Game.from_vector([4, 5, 7])).violation
    '1 is charged 1, and adds from 2 to 4 to coalitions'
    """
    case = GameCase(game, tolerance)
    charges = case.charges(solution)
    for member in range(case.size):
        adds = marginals(game, member)
        low, high = float(adds.min()), float(adds.max())
        if not low - case.slack <= charges[member] <= high + case.slack:
            text = f"{case.word} {charges[member]:.6g}, and adds from {low:.6g} to {high:.6g}"
            return broken("reasonable_bounds", f"{case.name(member)} {text} to coalitions")
    return held("reasonable_bounds")


def individual_rationality(
    solution: Solution, game: Game, *, tolerance: float = TOLERANCE
) -> AxiomCheck:
    """Check that no member is charged more than it would pay alone.

    Parameters as in `efficiency`.

    Examples
    --------
    >>> individual_rationality(lambda game: [1, 6], Game.from_vector([4, 5, 7])).violation
    '2 is charged 6, and would pay 5 alone'
    """
    case = GameCase(game, tolerance)
    charges = case.charges(solution)
    loss = game.sign * (game.singles - charges)
    worst = int(loss.argmax())
    if loss[worst] <= case.slack:
        return held("individual_rationality")
    verb = "pay" if game.kind == "cost" else "get"
    text = f"{case.word} {charges[worst]:.6g}, and would {verb} {game.singles[worst]:.6g} alone"
    return broken("individual_rationality", f"{case.name(worst)} {text}")


def stand_alone(solution: Solution, game: Game, *, tolerance: float = TOLERANCE) -> AxiomCheck:
    """Check that no coalition is charged more than it would cost on its own.

    Parameters as in `efficiency`.

    References
    ----------
    G. R. Faulhaber (1975), Cross-subsidization: pricing in public enterprises, American Economic
    Review 65, 966-977.

    Examples
    --------
    >>> stand_alone(lambda game: [1, 6], Game.from_vector([4, 5, 7])).violation
    '2 together at 6, alone at 5'
    """
    case = GameCase(game, tolerance)
    return _stand_alone("stand_alone", case, case.charges(solution))


def no_subsidy(solution: Solution, game: Game, *, tolerance: float = TOLERANCE) -> AxiomCheck:
    """Check that every coalition is charged at least what it adds to the cost of the others.

    Where the charges add up this says the same as `stand_alone`. In a value game no coalition
    gets more than it adds. Parameters as in `efficiency`.

    References
    ----------
    G. R. Faulhaber (1975), Cross-subsidization: pricing in public enterprises, American Economic
    Review 65, 966-977. H. P. Young (1994), Cost allocation, Handbook of Game Theory II, ch. 34.

    Examples
    --------
    >>> no_subsidy(lambda game: [1, 6], Game.from_vector([4, 5, 7])).violation
    '1 at 1, adds 2 to the others'
    """
    case = GameCase(game, tolerance)
    together = coalition_sums(case.charges(solution))
    adds = game.values[-1] - game.values[::-1]
    missing = game.sign * (together - adds)
    worst = int(missing.argmax())
    if missing[worst] <= case.slack:
        return held("no_subsidy")
    text = f"at {together[worst]:.6g}, adds {adds[worst]:.6g} to the others"
    return broken("no_subsidy", f"{game.label(worst)} {text}")


def core_membership(solution: Solution, game: Game, *, tolerance: float = TOLERANCE) -> AxiomCheck:
    """Check that the charges add up and no coalition would do better on its own.

    If the core is empty no solution can keep this. Parameters as in `efficiency`.

    Examples
    --------
    >>> from burdenshare.sharing.values import shapley
    >>> game = Game.from_vector([0, 0, 0, 0, 10, 10, 10], "value")
    >>> core_membership(shapley, game).violation
    '1+3 together at 8.33333, alone at 10'
    """
    case = GameCase(game, tolerance)
    charges = case.charges(solution)
    gap = float(charges.sum() - game.values[-1])
    if abs(gap) > case.slack:
        text = f"the charges add up to {charges.sum():.6g}, not to {game.values[-1]:.6g}"
        return broken("core_membership", text)
    return _stand_alone("core_membership", case, charges)


def _stand_alone(axiom: str, case: GameCase, charges: Vector) -> AxiomCheck:
    """Find the coalition with most to gain by leaving."""
    game, together = case.game, coalition_sums(charges)
    gain = game.gains - game.sign * together
    worst = int(gain.argmax())
    if gain[worst] <= case.slack:
        return held(axiom)
    text = f"together at {together[worst]:.6g}, alone at {game.values[worst]:.6g}"
    return broken(axiom, f"{game.label(worst)} {text}")


@dataclass(frozen=True, slots=True)
class GameAxiom:
    """A principle that solutions of games may satisfy."""

    id: str
    """Name in files and checks."""

    name: str
    """Name for readers."""

    function: Callable[..., AxiomCheck] = field(repr=False)
    """Called with a solution and a game."""

    promise: str
    """What it promises the members."""

    reference: str
    """Where it comes from."""


_SHAPLEY = "Shapley (1953), Contributions to the Theory of Games II"
_YOUNG = "Young (1985), Int. J. Game Theory 14"

_TABLE = (
    GameAxiom("efficiency", "Efficiency", efficiency, "The charges add up.", _SHAPLEY),
    GameAxiom(
        "equal_treatment", "Equal treatment", equal_treatment,
        "Who adds the same pays the same.", _SHAPLEY,
    ),
    GameAxiom(
        "anonymity", "Anonymity", anonymity, "Names and order do not matter.", _SHAPLEY,
    ),
    GameAxiom(
        "null_member", "Null member", null_member, "Who adds nothing pays nothing.", _SHAPLEY,
    ),
    GameAxiom(
        "dummy_member", "Dummy member", dummy_member,
        "Who always adds its own cost pays its own cost.", _SHAPLEY,
    ),
    GameAxiom(
        "covariance", "Covariance", covariance,
        "Neither the unit of account nor a cost of one's own touches the sharing of the rest.",
        "Schmeidler (1969), SIAM J. Applied Mathematics 17",
    ),
    GameAxiom(
        "additivity", "Additivity", additivity,
        "Two undertakings are shared one by one as they are together.", _SHAPLEY,
    ),
    GameAxiom(
        "marginality", "Marginality", marginality,
        "A charge rests on what the member itself adds, and on nothing else.", _YOUNG,
    ),
    GameAxiom(
        "reasonable_bounds", "Reasonable bounds", reasonable_bounds,
        "Nobody pays less than the least it adds, or more than the most.",
        "Milnor (1952), RAND RM-916",
    ),
    GameAxiom(
        "self_duality", "Self-duality", self_duality,
        "It does not matter whether coalitions are thought to come first or last.",
        "Funaki (1998), in Game Theoretical Applications to Economics and Operations Research",
    ),
    GameAxiom(
        "individual_rationality", "Individual rationality", individual_rationality,
        "Nobody pays more than alone.",
        "von Neumann and Morgenstern (1944), Theory of Games and Economic Behavior",
    ),
    GameAxiom(
        "stand_alone", "Stand-alone test", stand_alone,
        "No coalition pays more than it would cost alone.",
        "Faulhaber (1975), American Economic Review 65",
    ),
    GameAxiom(
        "no_subsidy", "No subsidy", no_subsidy,
        "Every coalition pays at least what it adds.",
        "Faulhaber (1975), American Economic Review 65",
    ),
    GameAxiom(
        "core_membership", "Core membership", core_membership,
        "No coalition has reason to leave.",
        "Gillies (1959), Contributions to the Theory of Games IV",
    ),
    GameAxiom(
        "aggregate_monotonicity", "Aggregate monotonicity", aggregate_monotonicity,
        "If only the whole becomes dearer, nobody pays less.",
        "Megiddo (1974), SIAM J. Applied Mathematics 27",
    ),
    GameAxiom(
        "coalitional_monotonicity", "Coalitional monotonicity", coalitional_monotonicity,
        "If one coalition becomes dearer, none of its members pays less.", _YOUNG,
    ),
    GameAxiom(
        "population_monotonicity", "Population monotonicity", population_monotonicity,
        "Nobody loses when somebody joins.",
        "Sprumont (1990), Games and Economic Behavior 2",
    ),
    GameAxiom(
        "davis_maschler_consistency", "Consistency (Davis and Maschler)",
        davis_maschler_consistency,
        "No group has reason to share anew, if it may take along others at their charges.",
        "Davis and Maschler (1965), Naval Research Logistics Quarterly 12; Sobolev (1975)",
    ),
    GameAxiom(
        "hart_mas_colell_consistency", "Consistency (Hart and Mas-Colell)",
        hart_mas_colell_consistency,
        "No group has reason to share anew, if the others are settled with by the same rule.",
        "Hart and Mas-Colell (1989), Econometrica 57",
    ),
    GameAxiom(
        "complement_consistency", "Consistency (Moulin)", complement_consistency,
        "No group has reason to share anew, once all others have paid.",
        "Moulin (1985), J. Economic Theory 36",
    ),
)  # fmt: skip

AXIOMS: Mapping[str, GameAxiom] = MappingProxyType({axiom.id: axiom for axiom in _TABLE})
"""Every axiom by its id, in the order in which they are listed."""
