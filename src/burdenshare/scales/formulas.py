"""How each number of a scale is computed, and who described the method."""

from __future__ import annotations

from collections.abc import Mapping

from burdenshare.provenance import Formula, Origin
from burdenshare.sharing.scales import STEPS

_OURS = "burdenshare documentation, assessment scales"

_TABLE = (
    Formula(
        "scale.share", "Share", "share after the last step", "the rule that the scale follows",
    ),
    Formula(
        "scale.interval", "Share with uncertain inputs",
        "share at the inputs as given; 5% and 95% quantiles of the shares of the draws, in which "
        "each member's inputs are multiplied by exp(s z), z standard normal", _OURS,
    ),
    Formula("scale.payment", "Payment", "share x what the members pay together", _OURS),
    Formula("scale.error", "Error", "computed share less published share", _OURS),
    Formula(
        "scale.median-error", "Median error",
        "median of |computed / published - 1| over the members that pay at least 0.3% by "
        "publication", _OURS,
    ),
    Formula(
        "scale.misplaced", "Points misplaced",
        "half the sum of |computed - published| over the members with a published share", _OURS,
    ),
    Formula(
        "scale.moved", "Points moved by a step",
        "sum of the rises of shares; where points are released or charged, the larger of the sum "
        "of rises and the sum of falls", _OURS,
    ),
    Formula("scale.count", "Number of members", "members counted", _OURS),
    Formula("scale.together", "Sum of shares", "sum of the shares of the members named", _OURS),
    Formula(
        "scale.distance", "Distance to a threshold", "g_i / T - 1, g_i income a head", _OURS,
    ),
    Formula(
        "scale.needed", "Income to reach a threshold",
        "f - 1, f the factor of the member's income at which its distance is 0", _OURS,
    ),
    Formula(
        "scale.jump", "Jump at a threshold",
        "share with income a billionth above the threshold less share a billionth below, before "
        "rounding", _OURS,
    ),
    Formula(
        "scale.below", "Chance of lying below a threshold",
        "share of draws in which the member is below", _OURS,
    ),
    Formula("scale.what-if", "Share in a what-if", "share with the change made", _OURS),
    Formula(
        "scale.change", "Change in a what-if", "share with the change less share without", _OURS,
    ),
    *(
        Formula(f"step.{kind}", step.name, step.formula, step.reference)
        for kind, step in STEPS.items()
    ),
)  # fmt: skip

FORMULAS: Mapping[str, Formula] = {formula.id: formula for formula in _TABLE}
"""Formulas by id."""


def by_formula(formula: str) -> Origin:
    """Give the origin of a computed number; the formula must be in the table."""
    return Origin("formula", FORMULAS[formula].id)
