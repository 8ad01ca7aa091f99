"""The claims rules, and the one table that lists them.

Object: a claims problem (E, d), an endowment E to be divided among claims d that it cannot all
meet (see `claims_problem`). Read as cost sharing, E is a bill and d_i the most that member i
can be asked to bear. All rules are exact, take claims of shape (..., n) and an endowment of
shape (...), and give awards of shape (..., n).

The rules are written in four modules by how they work: `claims_levels` (one common level),
`claims_bounds` (shares and bounds), `random_arrival` and `awards_set`. Here they come together:
`RULES` lists them by id, and `by_priority` serves classes of members one after the other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike

from burdenshare.arrays import Array
from burdenshare.errors import ProblemError
from burdenshare.sharing.awards_set import average_of_awards
from burdenshare.sharing.claims_bounds import (
    adjusted_proportional,
    alpha_min,
    dominguez_thomson,
    minimal_overlap,
    minimal_rights,
    proportional,
)
from burdenshare.sharing.claims_levels import (
    average_of_equal_awards_and_losses,
    constrained_egalitarian,
    constrained_equal_awards,
    constrained_equal_losses,
    contested_garment,
    piniles,
    reverse_talmud,
    talmud,
)
from burdenshare.sharing.claims_problem import as_claims_problem, as_weights
from burdenshare.sharing.random_arrival import random_arrival

__all__ = [
    "RULES",
    "ClaimsRule",
    "adjusted_proportional",
    "alpha_min",
    "average_of_awards",
    "average_of_equal_awards_and_losses",
    "by_priority",
    "claims_rule",
    "constrained_egalitarian",
    "constrained_equal_awards",
    "constrained_equal_losses",
    "contested_garment",
    "dominguez_thomson",
    "minimal_overlap",
    "minimal_rights",
    "piniles",
    "proportional",
    "random_arrival",
    "reverse_talmud",
    "talmud",
]


@dataclass(frozen=True, slots=True)
class ClaimsRule:
    """A recognised way to divide an endowment among claims."""

    id: str
    """Name in files and on the command line."""

    name: str
    """Name for readers."""

    function: Callable[..., Array] = field(repr=False)
    """Called with the endowment and the claims, and with `weights` if `takes_weights`."""

    idea: str
    """What the rule does, in one sentence."""

    reference: str
    """Where it comes from."""

    claimants: int | None = None
    """Number of claimants it is for; any number if none is given."""

    takes_weights: bool = False
    """Whether the members may carry weights."""

    def __call__(self, endowment: ArrayLike, claims: ArrayLike) -> Array:
        """Divide an endowment among claims."""
        return self.function(endowment, claims)

    @property
    def needs(self) -> tuple[str, ...]:
        """What the rule must be told."""
        return ("endowment", "claims")


_TABLE = (
    ClaimsRule(
        "proportional",
        "Proportional",
        proportional,
        "Everyone gets the same part of the claim.",
        "Aristotle, Nicomachean Ethics V",
        takes_weights=True,
    ),
    ClaimsRule(
        "cea",
        "Constrained equal awards",
        constrained_equal_awards,
        "Everyone gets the same, nobody more than the claim.",
        "Maimonides, Mishneh Torah; Aumann and Maschler (1985)",
        takes_weights=True,
    ),
    ClaimsRule(
        "cel",
        "Constrained equal losses",
        constrained_equal_losses,
        "Everyone loses the same, nobody gets less than nothing.",
        "Maimonides, Mishneh Torah; Aumann and Maschler (1985)",
        takes_weights=True,
    ),
    ClaimsRule(
        "constrained_egalitarian",
        "Constrained egalitarian",
        constrained_egalitarian,
        "As equal as can be below half of each claim, then between half and all of it.",
        "Chun, Schummer and Thomson (2001), Seoul J. Econ. 14",
    ),
    ClaimsRule(
        "talmud",
        "Talmud",
        talmud,
        "Equal awards up to half of each claim, then equal losses.",
        "Aumann and Maschler (1985), J. Econ. Theory 36",
        takes_weights=True,
    ),
    ClaimsRule(
        "reverse_talmud",
        "Reverse Talmud",
        reverse_talmud,
        "Equal losses up to half of each claim, then equal awards.",
        "Chun, Schummer and Thomson (2001), Seoul J. Econ. 14",
    ),
    ClaimsRule(
        "piniles",
        "Piniles",
        piniles,
        "Equal awards on the half-claims, twice.",
        "Piniles (1861), Darkah shel Torah",
    ),
    ClaimsRule(
        "adjusted_proportional",
        "Adjusted proportional",
        adjusted_proportional,
        "Minimal rights first, then in proportion to the truncated rest.",
        "Curiel, Maschler and Tijs (1987), Z. Oper. Res. 31",
    ),
    ClaimsRule(
        "minimal_overlap",
        "Minimal overlap",
        minimal_overlap,
        "Claims overlap as little as can be; each part is shared by those who claim it.",
        "O'Neill (1982), Math. Soc. Sci. 2",
    ),
    ClaimsRule(
        "random_arrival",
        "Random arrival",
        random_arrival,
        "The mean over all orders of first come, first served.",
        "O'Neill (1982), Math. Soc. Sci. 2",
    ),
    ClaimsRule(
        "average_of_awards",
        "Average of awards",
        average_of_awards,
        "The centre of gravity of all divisions within the claims.",
        "Mirás Calvo et al. (2022), Social Choice and Welfare 59",
    ),
    ClaimsRule(
        "dominguez_thomson",
        "Dominguez-Thomson",
        dominguez_thomson,
        "An equal part of each truncated claim, again and again.",
        "Dominguez and Thomson (2006), Economic Theory 28",
    ),
    ClaimsRule(
        "alpha_min",
        "Alpha-min",
        alpha_min,
        "The smallest claim to everyone, the rest in proportion.",
        "Giménez-Gómez and Peris (2014), European J. Oper. Res. 232",
    ),
    ClaimsRule(
        "average_cea_cel",
        "Average of equal awards and equal losses",
        average_of_equal_awards_and_losses,
        "Half-way between equal awards and equal losses.",
        "Thomson (2019), How to Divide When There Isn't Enough",
    ),
    ClaimsRule(
        "contested_garment",
        "Contested garment",
        contested_garment,
        "Two claimants concede what they do not claim and halve the rest.",
        "Mishna, Bava Metzia 2a; Aumann and Maschler (1985)",
        claimants=2,
        takes_weights=True,
    ),
)

RULES: Mapping[str, ClaimsRule] = MappingProxyType({rule.id: rule for rule in _TABLE})
"""Every claims rule by its id, in the order in which they are listed."""


def claims_rule(rule: str) -> ClaimsRule:
    """Find a rule by its id.

    Raises
    ------
    ProblemError
        If there is no such rule; the message lists those there are.

    Examples
    --------
    >>> claims_rule("cea")(11, [2, 4, 7, 8])
    array([2., 3., 3., 3.])
    """
    try:
        return RULES[rule]
    except KeyError:
        raise ProblemError(f"rule: no claims rule {rule!r}; there are {', '.join(RULES)}") from None


def by_priority(
    rule: Callable[..., Array],
    endowment: ArrayLike,
    claims: ArrayLike,
    classes: ArrayLike,
    *,
    weights: ArrayLike | None = None,
) -> Array:
    """Serve priority classes one after the other, each by a rule.

    The class with the lowest number is served first, up to its claims; what is left goes to the
    next. With everyone in a class of their own it is a queue, with all in one the rule itself.

    Parameters
    ----------
    rule : callable
        A claims rule, called with an endowment and claims (and `weights` if they are given).
    endowment : array_like, shape (...)
        Amount to divide, between 0 and the sum of the claims. [unit of `claims`]
    claims : array_like, shape (..., n)
        Claim of each member, not negative. [any one currency and price year]
    classes : array_like, shape (n,)
        Whole number of the class of each member.
    weights : array_like, shape (n,) or (..., n), optional
        Positive weights, for rules that take them.

    Returns
    -------
    ndarray, shape (..., n)
        Awards in the order of `claims`, summing to `endowment`. [unit of `claims`]

    Raises
    ------
    ProblemError
        If the problem is none, or the classes are not one whole number a claim.

    References
    ----------
    H. Moulin (2000), Priority rules and other asymmetric rationing methods, Econometrica 68.

    Examples
    --------
    >>> by_priority(constrained_equal_awards, 10, [4, 4, 7, 8], [1, 1, 2, 2])
    array([4., 4., 1., 1.])
    """
    problem = as_claims_problem(endowment, claims)
    ranks = np.asarray(classes)
    if ranks.shape != problem.claims.shape[-1:] or ranks.dtype.kind not in "iu":
        raise ProblemError(
            f"classes: expected {problem.claims.shape[-1]} whole numbers, one a claim, "
            f"got {classes!r:.80}"
        )
    scale = None if weights is None else as_weights(weights, problem.claims)
    left = problem.endowment[..., 0]
    awards = np.zeros(problem.claims.shape)
    for rank in np.unique(ranks):
        members = np.flatnonzero(ranks == rank)
        wanted = problem.claims[..., members]
        given = np.minimum(left, wanted.sum(axis=-1))
        options = {} if scale is None else {"weights": scale[..., members]}
        awards[..., members] = rule(given, wanted, **options)
        left = np.maximum(left - given, 0.0)
    return awards
