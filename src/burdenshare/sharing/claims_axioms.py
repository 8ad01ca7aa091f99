"""Axioms for claims rules: does a rule keep its promise on this problem, and if not, where?

Object: a rule R gives awards R(E, d) for an endowment E and claims d with sum D >= E (see
`claims_problem`). An axiom compares the awards of one problem with each other or with those of
related problems. A check that fails disproves the axiom for the rule; one that holds speaks of
this problem alone. Members are named by their index, from 0. Those about changes of a problem
are written in `claims_axioms_changes`; `AXIOMS` lists them all.

Every check takes a rule (a function of endowment and claims that is vectorised over leading
axes), one problem, and a tolerance relative to the sum of the claims.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike

from burdenshare.sharing.checks import AxiomCheck, broken, held
from burdenshare.sharing.claims_axioms_changes import (
    claims_monotonicity,
    composition_down,
    composition_up,
    consistency,
    endowment_monotonicity,
    population_monotonicity,
)
from burdenshare.sharing.claims_bounds import minimal_rights
from burdenshare.sharing.claims_case import TOLERANCE, ClaimsCase, Rule, first_above

__all__ = [
    "AXIOMS",
    "ClaimsAxiom",
    "anonymity",
    "claims_monotonicity",
    "claims_truncation_invariance",
    "composition_down",
    "composition_up",
    "consistency",
    "efficiency",
    "endowment_monotonicity",
    "equal_treatment",
    "homogeneity",
    "midpoint",
    "minimal_rights_first",
    "order_preservation",
    "population_monotonicity",
    "reasonable_lower_bounds",
    "self_duality",
]


def efficiency(
    rule: Rule, endowment: float, claims: ArrayLike, *, tolerance: float = TOLERANCE
) -> AxiomCheck:
    """Check that the awards sum to the endowment and lie between 0 and the claims.

    Parameters
    ----------
    rule : callable
        The claims rule.
    endowment : float
        Amount to divide. [unit of `claims`]
    claims : array_like, shape (n,)
        Claim of each member. [any one unit]
    tolerance : float
        Difference that counts as none, as part of the sum of the claims.

    Returns
    -------
    AxiomCheck
        Whether it holds, and the violation in words and numbers.

    Raises
    ------
    ProblemError
        If it is not one claims problem.

    Examples
    --------
    >>> efficiency(lambda e, d: d, 5, [4, 4]).violation
    'the awards sum to 8, the endowment is 5'
    """
    case = ClaimsCase(endowment, claims, tolerance)
    awards = case.divide(rule)
    if abs(awards.sum() - case.endowment) > case.slack:
        text = f"the awards sum to {awards.sum():.6g}, the endowment is {case.endowment:.6g}"
        return broken("efficiency", text)
    index = first_above(np.maximum(-awards, awards - case.claims), case.slack)
    if index is None:
        return held("efficiency")
    return broken("efficiency", f"{case.member(index)} gets {awards[index]:.6g}")


def equal_treatment(
    rule: Rule, endowment: float, claims: ArrayLike, *, tolerance: float = TOLERANCE
) -> AxiomCheck:
    """Check that members with equal claims get equal awards; parameters as in `efficiency`.

    Examples
    --------
    >>> from burdenshare.sharing.claims import talmud
    >>> equal_treatment(talmud, 5, [4, 4, 7]).holds
    True
    """
    case = ClaimsCase(endowment, claims, tolerance)
    awards = case.divide(rule)
    for first, second in combinations(range(case.size), 2):
        apart = abs(awards[first] - awards[second])
        if case.claims[first] == case.claims[second] and apart > case.slack:
            return broken("equal_treatment", case.pair(awards, first, second))
    return held("equal_treatment")


def anonymity(
    rule: Rule, endowment: float, claims: ArrayLike, *, tolerance: float = TOLERANCE
) -> AxiomCheck:
    """Check that the order in which members are listed does not matter, for all rotations.

    Parameters as in `efficiency`.

    Examples
    --------
    >>> from burdenshare.sharing.claims import talmud
    >>> anonymity(talmud, 5, [1, 4, 7]).holds
    True
    """
    case = ClaimsCase(endowment, claims, tolerance)
    awards = case.divide(rule)
    for shift in range(1, case.size):
        other = np.roll(case.divide(rule, claims=np.roll(case.claims, shift)), -shift)
        index = first_above(np.abs(other - awards), case.slack)
        if index is not None:
            text = f"{awards[index]:.6g} as listed, {other[index]:.6g} with the list rotated"
            return broken("anonymity", f"{case.member(index)} gets {text}")
    return held("anonymity")


def homogeneity(
    rule: Rule,
    endowment: float,
    claims: ArrayLike,
    *,
    factors: ArrayLike = (1 / 3, 1000.0),
    tolerance: float = TOLERANCE,
) -> AxiomCheck:
    """Check that the unit of account does not matter: R(cE, cd) = c R(E, d).

    Parameters as in `efficiency`, and the factors c.

    Examples
    --------
    >>> from burdenshare.sharing.claims import talmud
    >>> homogeneity(talmud, 5, [1, 4, 7]).holds
    True
    """
    case = ClaimsCase(endowment, claims, tolerance)
    awards = case.divide(rule)
    for factor in np.ravel(np.asarray(factors, dtype=np.float64)):
        other = case.divide(rule, case.endowment * factor, case.claims * factor) / factor
        index = first_above(np.abs(other - awards), case.slack)
        if index is not None:
            text = f"{awards[index]:.6g}, but {other[index]:.6g} of a unit {1 / factor:.6g} times"
            return broken("homogeneity", f"{case.member(index)} gets {text} as large")
    return held("homogeneity")


def order_preservation(
    rule: Rule, endowment: float, claims: ArrayLike, *, tolerance: float = TOLERANCE
) -> AxiomCheck:
    """Check that a greater claim gets no smaller award and bears no smaller loss.

    Parameters as in `efficiency`.

    Examples
    --------
    >>> from burdenshare.sharing.claims import constrained_equal_losses
    >>> order_preservation(constrained_equal_losses, 10, [2, 4, 7, 8]).holds
    True
    """
    case = ClaimsCase(endowment, claims, tolerance)
    awards = case.divide(rule)
    order = np.argsort(case.claims, kind="stable")
    for values, word in ((awards, "get"), (case.claims - awards, "lose")):
        index = first_above(-np.diff(values[order]), case.slack)
        if index is not None:
            low, high = int(order[index]), int(order[index + 1])
            text = f"{case.member(low)} and {case.member(high)} {word} "
            return broken("order_preservation", f"{text}{values[low]:.6g} and {values[high]:.6g}")
    return held("order_preservation")


def reasonable_lower_bounds(
    rule: Rule, endowment: float, claims: ArrayLike, *, tolerance: float = TOLERANCE
) -> AxiomCheck:
    """Check that everyone gets min(d_i, E) / n or more; parameters as in `efficiency`.

    References
    ----------
    J. D. Moreno-Ternero and A. Villar (2004), The Talmud rule and the securement of agents'
    awards, Math. Soc. Sci. 47.

    Examples
    --------
    >>> from burdenshare.sharing.claims import constrained_equal_losses
    >>> reasonable_lower_bounds(constrained_equal_losses, 10, [2, 4, 7, 8]).violation
    'member 0 (claim 2) gets 0, less than min(claim, endowment) / 4 = 0.5'
    """
    case = ClaimsCase(endowment, claims, tolerance)
    awards = case.divide(rule)
    bounds = np.minimum(case.claims, case.endowment) / case.size
    index = first_above(bounds - awards, case.slack)
    if index is None:
        return held("reasonable_lower_bounds")
    text = f"less than min(claim, endowment) / {case.size} = {bounds[index]:.6g}"
    return broken(
        "reasonable_lower_bounds", f"{case.member(index)} gets {awards[index]:.6g}, {text}"
    )


def midpoint(
    rule: Rule, endowment: float, claims: ArrayLike, *, tolerance: float = TOLERANCE
) -> AxiomCheck:
    """Check that half of the sum of the claims is divided as half of each claim.

    Parameters as in `efficiency`; the endowment only says which problem is meant.

    Examples
    --------
    >>> from burdenshare.sharing.claims import constrained_equal_awards
    >>> midpoint(constrained_equal_awards, 1, [2, 6]).violation
    'member 0 (claim 2) gets 2 of half the sum of the claims'
    """
    case = ClaimsCase(endowment, claims, tolerance)
    awards = case.divide(rule, case.claims.sum() / 2)
    index = first_above(np.abs(awards - case.claims / 2), case.slack)
    if index is None:
        return held("midpoint")
    text = f"{case.member(index)} gets {awards[index]:.6g} of half the sum of the claims"
    return broken("midpoint", text)


def self_duality(
    rule: Rule, endowment: float, claims: ArrayLike, *, tolerance: float = TOLERANCE
) -> AxiomCheck:
    """Check that awards of E are divided as losses are: R(E, d) = d - R(D - E, d).

    Parameters as in `efficiency`.

    Examples
    --------
    >>> from burdenshare.sharing.claims import talmud
    >>> self_duality(talmud, 10, [2, 4, 7, 8]).holds
    True
    """
    case = ClaimsCase(endowment, claims, tolerance)
    awards = case.divide(rule)
    shortage = case.claims.sum() - case.endowment
    losses = case.divide(rule, max(shortage, 0.0))
    other = case.claims - losses
    text = f"of {case.endowment:.6g}, but would bear {{:.6g}} if the shortage were divided"
    return case.compare("self_duality", awards, other, losses, text)


def claims_truncation_invariance(
    rule: Rule, endowment: float, claims: ArrayLike, *, tolerance: float = TOLERANCE
) -> AxiomCheck:
    """Check that the part of a claim above the endowment does not matter.

    Parameters as in `efficiency`.

    Examples
    --------
    >>> from burdenshare.sharing.claims import proportional
    >>> claims_truncation_invariance(proportional, 6, [3, 9]).violation
    'member 0 (claim 3) gets 1.5, but 2 with claims cut to the endowment'
    """
    case = ClaimsCase(endowment, claims, tolerance)
    other = case.divide(rule, claims=np.minimum(case.claims, case.endowment))
    text = "but {:.6g} with claims cut to the endowment"
    return case.compare("claims_truncation_invariance", case.divide(rule), other, other, text)


def minimal_rights_first(
    rule: Rule, endowment: float, claims: ArrayLike, *, tolerance: float = TOLERANCE
) -> AxiomCheck:
    """Check that paying minimal rights first and dividing the rest makes no difference.

    Parameters as in `efficiency`.

    Examples
    --------
    >>> from burdenshare.sharing.claims import proportional
    >>> minimal_rights_first(proportional, 6, [3, 6]).violation
    'member 0 (claim 3) gets 2, but 1.5 if minimal rights are paid first'
    """
    case = ClaimsCase(endowment, claims, tolerance)
    rights = minimal_rights(case.endowment, case.claims)
    other = rights + case.divide(rule, case.endowment - rights.sum(), case.claims - rights)
    text = "but {:.6g} if minimal rights are paid first"
    return case.compare("minimal_rights_first", case.divide(rule), other, other, text)


@dataclass(frozen=True, slots=True)
class ClaimsAxiom:
    """A principle that claims rules may satisfy."""

    id: str
    """Name in files and checks."""

    name: str
    """Name for readers."""

    function: Callable[..., AxiomCheck] = field(repr=False)
    """Called with a rule, an endowment and claims."""

    promise: str
    """What it promises the members."""


_TABLE = (
    ClaimsAxiom("efficiency", "Efficiency", efficiency, "All is divided, nobody is overpaid."),
    ClaimsAxiom(
        "equal_treatment", "Equal treatment", equal_treatment, "Equal claims get equal awards."
    ),
    ClaimsAxiom("anonymity", "Anonymity", anonymity, "Names and order do not matter."),
    ClaimsAxiom("homogeneity", "Homogeneity", homogeneity, "The unit of account does not matter."),
    ClaimsAxiom(
        "order_preservation",
        "Order preservation",
        order_preservation,
        "A greater claim gets no less and loses no less.",
    ),
    ClaimsAxiom(
        "reasonable_lower_bounds",
        "Reasonable lower bounds",
        reasonable_lower_bounds,
        "Everyone gets an equal part of the truncated claim at least.",
    ),
    ClaimsAxiom("midpoint", "Midpoint", midpoint, "Half of all is half for each."),
    ClaimsAxiom(
        "self_duality", "Self-duality", self_duality, "Awards and losses are divided alike."
    ),
    ClaimsAxiom(
        "claims_truncation_invariance",
        "Claims truncation invariance",
        claims_truncation_invariance,
        "Claiming more than there is changes nothing.",
    ),
    ClaimsAxiom(
        "minimal_rights_first",
        "Minimal rights first",
        minimal_rights_first,
        "What nobody else claims may be paid out beforehand.",
    ),
    ClaimsAxiom(
        "endowment_monotonicity",
        "Endowment monotonicity",
        endowment_monotonicity,
        "Nobody loses when there is more.",
    ),
    ClaimsAxiom(
        "claims_monotonicity",
        "Claims monotonicity",
        claims_monotonicity,
        "Nobody loses by a greater claim.",
    ),
    ClaimsAxiom(
        "composition_up",
        "Composition up",
        composition_up,
        "Instalments come to the same as one payment.",
    ),
    ClaimsAxiom(
        "composition_down",
        "Composition down",
        composition_down,
        "If less comes than was awarded, the awards can serve as claims.",
    ),
    ClaimsAxiom(
        "consistency",
        "Consistency",
        consistency,
        "No group has reason to divide its part anew.",
    ),
    ClaimsAxiom(
        "population_monotonicity",
        "Population monotonicity",
        population_monotonicity,
        "Nobody gains by a newcomer.",
    ),
)

AXIOMS: Mapping[str, ClaimsAxiom] = MappingProxyType({axiom.id: axiom for axiom in _TABLE})
"""Every axiom by its id, in the order in which they are listed."""
