"""Axioms for claims rules about changes: of the endowment, of a claim, of who takes part.

Object: a rule R gives awards R(E, d) for an endowment E and claims d with sum D >= E (see
`claims_problem`). The axioms here compare the awards of one problem with those of a series of
related ones. They are listed, with the others, in `claims_axioms.AXIOMS`.

Every check takes a rule (a function of endowment and claims that is vectorised over leading
axes), one problem, and a tolerance relative to the sum of the claims.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike

from burdenshare.sharing.checks import AxiomCheck, broken, held
from burdenshare.sharing.claims_case import TOLERANCE, ClaimsCase, Rule, first_above

MOST_GROUPS = 4096
"""Consistency is checked for all groups of members up to so many, beyond that for pairs."""


def endowment_monotonicity(
    rule: Rule,
    endowment: float,
    claims: ArrayLike,
    *,
    steps: int = 16,
    tolerance: float = TOLERANCE,
) -> AxiomCheck:
    """Check that nobody loses when the endowment grows from 0 to E in equal steps.

    Parameters as in `claims_axioms.efficiency`, and the number of steps.

    Examples
    --------
    >>> from burdenshare.sharing.claims import talmud
    >>> endowment_monotonicity(talmud, 10, [2, 4, 7, 8]).holds
    True
    """
    case = ClaimsCase(endowment, claims, tolerance)
    levels = case.endowment * np.linspace(0, 1, steps + 1)
    awards = np.asarray(rule(levels, case.claims))
    place = first_above(-np.diff(awards, axis=0), case.slack)
    if place is None:
        return held("endowment_monotonicity")
    step, index = divmod(place, case.size)
    before, after = (f"{awards[s, index]:.6g} of {levels[s]:.6g}" for s in (step, step + 1))
    text = f"{case.member(index)} gets {before} but {after}"
    return broken("endowment_monotonicity", text)


def claims_monotonicity(
    rule: Rule,
    endowment: float,
    claims: ArrayLike,
    *,
    raises: ArrayLike = (0.01, 0.1, 0.5, 1.0),
    tolerance: float = TOLERANCE,
) -> AxiomCheck:
    """Check that nobody loses by a greater claim of their own.

    Parameters as in `claims_axioms.efficiency`, and by which parts of the endowment each claim
    is raised.

    Examples
    --------
    >>> from burdenshare.sharing.claims import talmud
    >>> claims_monotonicity(talmud, 10, [2, 4, 7, 8]).holds
    True
    """
    case = ClaimsCase(endowment, claims, tolerance)
    awards = case.divide(rule)
    for part in np.ravel(np.asarray(raises, dtype=np.float64)):
        raised = case.claims + part * case.endowment * np.eye(case.size)
        own = np.diagonal(np.asarray(rule(np.full(case.size, case.endowment), raised)))
        index = first_above(awards - own, case.slack)
        if index is not None:
            text = f"{awards[index]:.6g}, but {own[index]:.6g} with a claim of"
            text = f"{case.member(index)} gets {text} {raised[index, index]:.6g}"
            return broken("claims_monotonicity", text)
    return held("claims_monotonicity")


def composition_up(
    rule: Rule,
    endowment: float,
    claims: ArrayLike,
    *,
    steps: int = 4,
    tolerance: float = TOLERANCE,
) -> AxiomCheck:
    """Check that dividing part of E first, then the rest among what is unpaid, comes to the same.

    R(E, d) = R(E', d) + R(E - E', d - R(E', d)), for parts E' of E in equal steps. Parameters as
    in `claims_axioms.efficiency`, and the number of steps.

    Examples
    --------
    >>> from burdenshare.sharing.claims import talmud
    >>> composition_up(talmud, 6, [2, 6], steps=2).violation
    'member 0 (claim 2) gets 1, but 1.5 when 3 is divided first and then the rest'
    """
    case = ClaimsCase(endowment, claims, tolerance)
    awards = case.divide(rule)
    for part in case.endowment * np.arange(1, steps) / steps:
        early = case.divide(rule, float(part))
        other = early + case.divide(rule, case.endowment - float(part), case.claims - early)
        text = f"but {{:.6g}} when {part:.6g} is divided first and then the rest"
        check = case.compare("composition_up", awards, other, other, text)
        if not check.holds:
            return check
    return held("composition_up")


def composition_down(
    rule: Rule,
    endowment: float,
    claims: ArrayLike,
    *,
    steps: int = 4,
    tolerance: float = TOLERANCE,
) -> AxiomCheck:
    """Check that awards of a hoped-for endowment can serve as claims when less is there.

    R(E, d) = R(E, R(E', d)), for E' between E and D in equal steps. Parameters as in
    `claims_axioms.efficiency`, and the number of steps.

    Examples
    --------
    >>> from burdenshare.sharing.claims import talmud
    >>> composition_down(talmud, 3, [2, 6], steps=2).violation
    'member 0 (claim 2) gets 1, but 0.5 when awards of 5.5 serve as claims'
    """
    case = ClaimsCase(endowment, claims, tolerance)
    awards = case.divide(rule)
    gap = case.claims.sum() - case.endowment
    for hoped in case.endowment + gap * np.arange(1, steps) / steps:
        other = case.divide(rule, claims=case.divide(rule, float(hoped)))
        text = f"but {{:.6g}} when awards of {hoped:.6g} serve as claims"
        check = case.compare("composition_down", awards, other, other, text)
        if not check.holds:
            return check
    return held("composition_down")


def consistency(
    rule: Rule, endowment: float, claims: ArrayLike, *, tolerance: float = TOLERANCE
) -> AxiomCheck:
    """Check that any group would divide what it gets together as it is divided.

    All groups of two or more are tried, or all pairs if there are more than 4096 groups.
    Parameters as in `claims_axioms.efficiency`.

    Examples
    --------
    >>> from burdenshare.sharing.claims import random_arrival
    >>> consistency(random_arrival, 120, [120, 60, 40, 30]).violation
    'member 0 (claim 120) gets 57.5, but 56.6667 when members 0, 1 divide their 86.6667 anew'
    """
    case = ClaimsCase(endowment, claims, tolerance)
    awards = np.clip(case.divide(rule), 0.0, case.claims)
    most = case.size - 1 if 2**case.size <= MOST_GROUPS else 2
    for number in range(2, min(most, case.size - 1) + 1):
        groups = np.array(list(combinations(range(case.size), number)))
        kept = awards[groups]
        anew = np.asarray(rule(kept.sum(axis=1), case.claims[groups]))
        place = first_above(np.abs(anew - kept), case.slack)
        if place is not None:
            row, column = divmod(place, number)
            index, names = int(groups[row, column]), ", ".join(map(str, groups[row]))
            text = f"but {anew[row, column]:.6g} when members {names} divide their"
            text = f"gets {awards[index]:.6g}, {text} {kept[row].sum():.6g} anew"
            return broken("consistency", f"{case.member(index)} {text}")
    return held("consistency")


def population_monotonicity(
    rule: Rule, endowment: float, claims: ArrayLike, *, tolerance: float = TOLERANCE
) -> AxiomCheck:
    """Check that nobody gains when one more member claims a part of the same endowment.

    Each member in turn is taken for the newcomer, if the endowment does not exceed the claims
    of the others. Parameters as in `claims_axioms.efficiency`.

    Examples
    --------
    >>> from burdenshare.sharing.claims import talmud
    >>> population_monotonicity(talmud, 10, [2, 4, 7, 8]).holds
    True
    """
    case = ClaimsCase(endowment, claims, tolerance)
    awards = case.divide(rule)
    for newcomer in range(case.size if case.size > 2 else 0):
        others = np.delete(np.arange(case.size), newcomer)
        if case.claims[others].sum() < case.endowment:
            continue
        before = case.divide(rule, claims=case.claims[others])
        index = first_above(awards[others] - before, case.slack)
        if index is not None:
            member = int(others[index])
            text = f"{awards[member]:.6g}, but {before[index]:.6g} without member {newcomer}"
            return broken("population_monotonicity", f"{case.member(member)} gets {text}")
    return held("population_monotonicity")
