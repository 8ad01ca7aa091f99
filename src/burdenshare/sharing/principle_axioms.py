"""What a principle of burden sharing promises: does it keep it on this problem, and if not, where?

Object: a principle R (see `principles`) gives charges x = R(P) to the members who share a cost C;
P says besides what is known of them: benefits b_i, stand-alone costs c_i, for whose sake costs
arise, population, income. A promise looks at the charges of one problem, or compares them with
those of a problem that differs in one respect. One that fails is shown with the member worst off
and the amounts; one that holds speaks of this problem alone. A problem that differs and to which
the principle has no answer is passed over. `PROMISES` lists them all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from burdenshare.arrays import Vector
from burdenshare.errors import ProblemError
from burdenshare.sharing.burden_case import CHANGE, TOLERANCE, BurdenCase, BurdenRule, PromiseCheck
from burdenshare.sharing.cost_problem import CostProblem

__all__ = [
    "PROMISES",
    "BurdenCase",
    "BurdenPromise",
    "BurdenRule",
    "PromiseCheck",
    "benefit_monotonicity",
    "cost_additivity",
    "cost_monotonicity",
    "full_cost",
    "no_gain_by_understating",
    "no_gain_by_understating_cost",
    "no_gifts",
    "no_subsidy",
    "stand_alone",
    "within_benefit",
]


def full_cost(
    rule: BurdenRule, problem: CostProblem, *, tolerance: float = TOLERANCE
) -> PromiseCheck:
    """Check that the charges add up to the cost.

    Parameters
    ----------
    rule : callable
        The function of a principle: takes a problem, gives charges and where they are defined.
    problem : CostProblem
        A cost to share, of one draw. [any one currency and price year]
    tolerance : float
        Difference that counts as none, as part of the cost.

    Returns
    -------
    PromiseCheck
        Whether it is kept, and how it is broken.

    Raises
    ------
    ProblemError
        If the problem holds many draws, or the principle has no answer to it.

    Examples
    --------
    >>> import numpy as np
    >>> from burdenshare.sharing.principles import equal
    >>> full_cost(equal, CostProblem(np.array(10.0), 2)).holds
    True
    """
    case = BurdenCase(rule, problem, tolerance)
    total = float(case.charges.sum())
    if abs(total - case.cost) <= case.slack:
        return PromiseCheck("full_cost", True, "", None, {})
    text = "The charges come to {total}, the cost to {cost}."
    return PromiseCheck("full_cost", False, text, None, {"total": total, "cost": case.cost})


def no_gifts(
    rule: BurdenRule, problem: CostProblem, *, tolerance: float = TOLERANCE
) -> PromiseCheck:
    """Check that nobody is paid for sharing; parameters as in `full_cost`.

    Examples
    --------
    >>> import numpy as np
    >>> from burdenshare.sharing.principles import shapley_for_two
    >>> problem = CostProblem(np.array(10.0), 2, stand_alone=np.array([1.0, 12.0]))
    >>> no_gifts(shapley_for_two, problem).violation
    'member 0 is charged -0.5: it is paid for taking part.'
    """
    case = BurdenCase(rule, problem, tolerance)
    text = "{member} is charged {charge}: it is paid for taking part."
    return case.worst("no_gifts", -case.charges, text, charge=case.charges)


def within_benefit(
    rule: BurdenRule, problem: CostProblem, *, tolerance: float = TOLERANCE
) -> PromiseCheck:
    """Check that nobody is charged more than the undertaking is worth to it.

    Parameters as in `full_cost`; the problem must give benefits.

    Examples
    --------
    >>> import numpy as np
    >>> from burdenshare.sharing.principles import equal
    >>> problem = CostProblem(np.array(10.0), 2, benefit=np.array([4.0, 9.0]))
    >>> within_benefit(equal, problem).violation
    'member 0 is charged 5, more than the 4 that the undertaking is worth to it.'
    """
    case = BurdenCase(rule, problem, tolerance)
    worth = case.known("benefit")
    text = (
        "{member} is charged {charge}, more than the {worth} that the undertaking is worth to it."
    )
    excess = case.charges - worth
    return case.worst("within_benefit", excess, text, charge=case.charges, worth=worth)


def stand_alone(
    rule: BurdenRule, problem: CostProblem, *, tolerance: float = TOLERANCE
) -> PromiseCheck:
    """Check that nobody is charged more than its own aims would cost it alone.

    Parameters as in `full_cost`; the problem must give stand-alone costs.

    Examples
    --------
    >>> import numpy as np
    >>> from burdenshare.sharing.principles import equal
    >>> problem = CostProblem(np.array(10.0), 2, stand_alone=np.array([4.0, 9.0]))
    >>> stand_alone(equal, problem).violation
    'member 0 is charged 5, more than the 4 that its own aims would cost alone.'
    """
    case = BurdenCase(rule, problem, tolerance)
    alone = case.known("stand_alone")
    text = "{member} is charged {charge}, more than the {alone} that its own aims would cost alone."
    return case.worst("stand_alone", case.charges - alone, text, charge=case.charges, alone=alone)


def no_subsidy(
    rule: BurdenRule, problem: CostProblem, *, tolerance: float = TOLERANCE
) -> PromiseCheck:
    """Check that each member is charged at least what it adds to the cost of all others.

    Parameters as in `full_cost`; the problem must give stand-alone costs, and for more than two
    members the costs of coalitions.

    Examples
    --------
    >>> import numpy as np
    >>> from burdenshare.sharing.principles import equal
    >>> problem = CostProblem(np.array(10.0), 2, stand_alone=np.array([8.0, 4.0]))
    >>> no_subsidy(equal, problem).violation
    'member 0 is charged 5, less than the 6 that it adds to the others.'
    """
    case = BurdenCase(rule, problem, tolerance)
    if problem.members > 2 and problem.coalitions is None:
        raise ProblemError(
            f"problem: what each of {problem.members} members adds is known only with the costs of "
            "coalitions"
        )
    adds = case.added_costs()
    text = "{member} is charged {charge}, less than the {added} that it adds to the others."
    return case.worst("no_subsidy", adds - case.charges, text, charge=case.charges, added=adds)


def cost_monotonicity(
    rule: BurdenRule, problem: CostProblem, *, tolerance: float = TOLERANCE
) -> PromiseCheck:
    """Check that nobody is charged less when the cost that is shared rises by a tenth.

    Benefits and stand-alone costs stay as they are; costs rise alike for whosesoever sake they
    arise. Parameters as in `full_cost`.

    Examples
    --------
    >>> import numpy as np
    >>> from burdenshare.sharing.principles import equal
    >>> cost_monotonicity(equal, CostProblem(np.array(10.0), 2)).holds
    True
    """
    case = BurdenCase(rule, problem, tolerance)
    other = case.charges_of(case.scaled_cost(1 + CHANGE))
    if other is None:
        return PromiseCheck("cost_monotonicity", True, "", None, {})
    text = "{member} is charged {charge}, but {other} if the cost were {cost}."
    excess, cost = case.charges - other, case.cost * (1 + CHANGE)
    return case.worst(
        "cost_monotonicity", excess, text, charge=case.charges, other=other, cost=cost
    )


def cost_additivity(
    rule: BurdenRule, problem: CostProblem, *, tolerance: float = TOLERANCE
) -> PromiseCheck:
    """Check that sharing the cost in two halves comes to the same as sharing it at once.

    Stand-alone costs are halved with it; benefits are those of the whole. Parameters as in
    `full_cost`.

    References
    ----------
    H. Moulin (2002), Axiomatic cost and surplus sharing, Handbook of Social Choice and Welfare I,
    ch. 6.

    Examples
    --------
    >>> import numpy as np
    >>> from burdenshare.sharing.principles import PRINCIPLES
    >>> rule = PRINCIPLES["claims-equal-awards"].function
    >>> problem = CostProblem(np.array(10.0), 2, benefit=np.array([3.0, 9.0]))
    >>> cost_additivity(rule, problem).violation
    'member 1 is charged 7, but 5 if the cost is shared in two halves, one by one.'
    """
    case = BurdenCase(rule, problem, tolerance)
    half = case.charges_of(case.half())
    if half is None:
        return PromiseCheck("cost_additivity", True, "", None, {})
    text = (
        "{member} is charged {charge}, but {other} if the cost is shared in two halves, one by one."
    )
    excess = case.charges - 2 * half
    return case.worst("cost_additivity", excess, text, charge=case.charges, other=2 * half)


def benefit_monotonicity(
    rule: BurdenRule, problem: CostProblem, *, tolerance: float = TOLERANCE
) -> PromiseCheck:
    """Check that nobody is charged less if the undertaking is worth a tenth more to it.

    Parameters as in `full_cost`; the problem must give benefits.

    Examples
    --------
    >>> import numpy as np
    >>> from burdenshare.sharing.principles import benefit
    >>> problem = CostProblem(np.array(10.0), 2, benefit=np.array([4.0, 9.0]))
    >>> benefit_monotonicity(benefit, problem).holds
    True
    """
    case = BurdenCase(rule, problem, tolerance)
    other = _own_change(case, "benefit", 1 + CHANGE)
    text = "{member} is charged {charge}, but {other} if the undertaking were worth {worth} to it."
    worth = case.known("benefit") * (1 + CHANGE)
    amounts = {"charge": case.charges, "other": other, "worth": worth}
    return case.worst("benefit_monotonicity", case.charges - other, text, **amounts)


def no_gain_by_understating(
    rule: BurdenRule, problem: CostProblem, *, tolerance: float = TOLERANCE
) -> PromiseCheck:
    """Check that nobody is charged less by stating a benefit that is a tenth smaller.

    Parameters as in `full_cost`; the problem must give benefits.

    References
    ----------
    J. Green and J.-J. Laffont (1979), Incentives in Public Decision-Making, North-Holland.

    Examples
    --------
    >>> import numpy as np
    >>> from burdenshare.sharing.principles import benefit
    >>> problem = CostProblem(np.array(10.0), 2, benefit=np.array([5.0, 5.0]))
    >>> no_gain_by_understating(benefit, problem).violation
    'member 0 is charged 5, but 4.73684 if it says that the undertaking is worth 4.5 to it.'
    """
    case = BurdenCase(rule, problem, tolerance)
    other = _own_change(case, "benefit", 1 - CHANGE)
    text = "{member} is charged {charge}, but {other} if it says that the undertaking is worth "
    worth = case.known("benefit") * (1 - CHANGE)
    amounts = {"charge": case.charges, "other": other, "worth": worth}
    excess = case.charges - other
    return case.worst("no_gain_by_understating", excess, text + "{worth} to it.", **amounts)


def no_gain_by_understating_cost(
    rule: BurdenRule, problem: CostProblem, *, tolerance: float = TOLERANCE
) -> PromiseCheck:
    """Check that nobody is charged less by stating a stand-alone cost that is a tenth smaller.

    Parameters as in `full_cost`; the problem must give stand-alone costs.

    Examples
    --------
    >>> import numpy as np
    >>> from burdenshare.sharing.principles import shapley_for_two
    >>> problem = CostProblem(np.array(10.0), 2, stand_alone=np.array([8.0, 8.0]))
    >>> no_gain_by_understating_cost(shapley_for_two, problem).violation
    'member 0 is charged 5, but 4.6 if it says that its own aims would cost 7.2 alone.'
    """
    case = BurdenCase(rule, problem, tolerance)
    other = _own_change(case, "stand_alone", 1 - CHANGE)
    text = "{member} is charged {charge}, but {other} if it says that its own aims would cost "
    alone = case.known("stand_alone") * (1 - CHANGE)
    amounts = {"charge": case.charges, "other": other, "alone": alone}
    excess = case.charges - other
    return case.worst("no_gain_by_understating_cost", excess, text + "{alone} alone.", **amounts)


def _own_change(case: BurdenCase, name: str, factor: float) -> Vector:
    """Charge of each member if what is known of it alone were a multiple of what it is."""
    other = case.charges.copy()
    for member in range(case.problem.members):
        charges = case.charges_of(case.changed(member, name, factor))
        if charges is not None:
            other[member] = charges[member]
    return other


@dataclass(frozen=True, slots=True)
class BurdenPromise:
    """Something that a principle may promise those who share a cost."""

    id: str
    """Name in files and checks."""

    name: str
    """Name for readers."""

    function: Callable[..., PromiseCheck] = field(repr=False)
    """Called with the function of a principle and a problem."""

    promise: str
    """What it promises."""

    reference: str
    """Where it comes from."""

    needs: tuple[str, ...] = ()
    """Fields of the problem without which it cannot be asked."""

    needs_of_many: tuple[str, ...] = ()
    """Fields that it needs besides where more than two share."""

    is_free: bool = False
    """Whether it changes costs, which a facility or network of given needs would not allow."""

    def missing(self, problem: CostProblem) -> tuple[str, ...]:
        """Fields that it needs and the problem lacks."""
        needs = self.needs if problem.members <= 2 else (*self.needs, *self.needs_of_many)
        return tuple(field for field in needs if getattr(problem, field) is None)

    def applies(self, problem: CostProblem) -> bool:
        """Whether it can be asked of a problem."""
        structured = problem.landings is not None or problem.links is not None
        return not self.missing(problem) and not (self.is_free and structured)


_MOULIN = "Moulin (2002), Axiomatic cost and surplus sharing, Handbook of Social Choice, ch. 6"
_FAULHABER = "Faulhaber (1975), Cross-subsidization, American Economic Review 65"
_LINDAHL = "Lindahl (1919), Just taxation: a positive solution"
_INCENTIVES = "Green & Laffont (1979), Incentives in Public Decision-Making"

_TABLE = (
    BurdenPromise(
        "full_cost", "the cost is covered", full_cost,
        "The charges add up to the cost.", _MOULIN,
    ),
    BurdenPromise(
        "no_gifts", "nobody is paid", no_gifts,
        "No charge is below nothing.", _MOULIN,
    ),
    BurdenPromise(
        "within_benefit", "nobody pays more than it gains", within_benefit,
        "No charge exceeds what the undertaking is worth to the member.", _LINDAHL, ("benefit",),
    ),
    BurdenPromise(
        "stand_alone", "nobody pays more than alone", stand_alone,
        "No charge exceeds what the member's own aims would cost alone.", _FAULHABER,
        ("stand_alone",),
    ),
    BurdenPromise(
        "no_subsidy", "nobody is subsidised", no_subsidy,
        "Each pays at least what it adds to the cost of the others.", _FAULHABER,
        ("stand_alone",), ("coalitions",),
    ),
    BurdenPromise(
        "cost_monotonicity", "nobody gains by waste", cost_monotonicity,
        "If the cost rises, no charge falls.",
        "Young (1985), Monotonic solutions of cooperative games, Int. J. Game Theory 14",
        is_free=True,
    ),
    BurdenPromise(
        "cost_additivity", "item by item or all at once", cost_additivity,
        "Sharing the cost in two halves comes to the same as sharing it at once.", _MOULIN,
        is_free=True,
    ),
    BurdenPromise(
        "benefit_monotonicity", "who gains more pays no less", benefit_monotonicity,
        "If the undertaking is worth more to a member, its charge does not fall.", _LINDAHL,
        ("benefit",),
    ),
    BurdenPromise(
        "no_gain_by_understating", "understating benefits does not pay", no_gain_by_understating,
        "Nobody is charged less by saying that it gains less.", _INCENTIVES, ("benefit",),
    ),
    BurdenPromise(
        "no_gain_by_understating_cost", "understating one's own cost does not pay",
        no_gain_by_understating_cost,
        "Nobody is charged less by saying that its own aims would cost less alone.", _INCENTIVES,
        ("stand_alone",), is_free=True,
    ),
)  # fmt: skip

PROMISES: Mapping[str, BurdenPromise] = MappingProxyType({entry.id: entry for entry in _TABLE})
"""Every promise by its id, in the order in which they are listed."""
