"""How the numbers of a cost that many members share are computed: rows of the table of formulas."""

from __future__ import annotations

from burdenshare.provenance import Formula
from burdenshare.sharing.principles import PRINCIPLES

_OURS = "burdenshare documentation, many parties"

SHARING_FORMULAS = (
    Formula("shared-cost", "Cost to be shared", "as the case gives it; with a game, c(N)", _OURS),
    Formula(
        "present-amount", "Paid now", "present share x cost, draw by draw", _OURS,
    ),
    Formula(
        "member-share", "Share of a member",
        "mean of the charge / mean of the cost, over the draws", _OURS,
    ),
    Formula("member-change", "Change for a member", "charge - present share x cost", _OURS),
    Formula(
        "pays-more", "Probability of paying more", "share of draws in which the charge is above "
        "what is paid now", _OURS,
    ),
    Formula(
        "principles-range", "Range over principles",
        "least and greatest of the shares that the principles ask", _OURS,
    ),
    Formula("principles-count", "Number of principles", "principles for which it holds", _OURS),
    Formula("known-shares", "Shares that are known", "members whose present share is known, and "
            "what they bear together", _OURS),
    Formula(
        "core", "Core", "charges x with x(S) <= c(S) for every coalition S; by linear programs",
        "Gillies (1959), Solutions to general non-zero-sum games; Bondareva (1963); Shapley "
        "(1967), On balanced sets and cores, Naval Research Logistics Quarterly 14",
    ),
    Formula(
        "excess", "Gain by leaving", "x(S) - c(S) at medians; the number of coalitions with a gain",
        "Schmeidler (1969), The nucleolus of a characteristic function game, SIAM Journal on "
        "Applied Mathematics 17",
    ),
    Formula(
        "nash-many", "Nash solution of many", "x_i = c_i - w_i (sum c - C), w the power, sum 1",
        "Nash (1950), The bargaining problem, Econometrica 18; Harsanyi & Selten (1972)",
    ),
    Formula(
        "nash-in-core", "Nash solution within the core",
        "maximise sum of w_i log(c_i - x_i) with x(S) <= c(S) and floors and caps, at medians",
        "Nash (1950), The bargaining problem, Econometrica 18",
    ),
    Formula(
        "proposal-change", "Change by a proposal", "(proposed share - present share) x cost", _OURS,
    ),
    Formula(
        "within-limit", "Principles beyond a limit",
        "principles whose share is above the cap, or below the floor, of the member", _OURS,
    ),
    Formula(
        "closer", "Principles that a proposal comes closer to",
        "principles with |proposed - asked| < |present - asked|", _OURS,
    ),
    Formula(
        "benefit-share", "Benefit share",
        "mean of the shares of GDP, population and, if known for all, protected border",
        "Sandler & Forbes (1980), Burden sharing, strategy, and the design of NATO, Economic "
        "Inquiry 18",
    ),
    Formula(
        "spearman", "Rank correlation", "correlation of ranks; chance by Student's t, n - 2",
        "Spearman (1904), American Journal of Psychology 15; Sandler & Shimizu (2014), NATO burden "
        "sharing 1999-2010: an altered alliance, Foreign Policy Analysis 10",
    ),
    Formula(
        "wilcoxon", "Signed ranks of benefit and burden shares",
        "sum of the ranks of positive differences; exact chance under random signs",
        "Wilcoxon (1945), Individual comparisons by ranking methods, Biometrics Bulletin 1; "
        "Sandler & Shimizu (2014)",
    ),
    Formula(
        "gini", "Gini coefficient", "sum |x_i - x_j| / (2 n^2 mean)",
        "Gini (1912), Variabilita e mutabilita",
    ),
    Formula(
        "kendall", "Concordance of the principles",
        "Kendall's W of the rankings of members by the shares that principles ask",
        "Kendall & Babington Smith (1939), Annals of Mathematical Statistics 10",
    ),
    Formula(
        "printed", "Distance from a printed row", "largest |printed - computed| over the members",
        _OURS,
    ),
    Formula(
        "table-share", "Share on a table of members",
        "x_i = min(max(k w_i, f_i), g_i) with sum 1: weights w, floors f, caps g; rounded by "
        "largest remainders",
        "Moulin (2000), Priority rules and other asymmetric rationing methods, Econometrica 68; "
        "Balinski & Young (1982), Fair Representation",
    ),
    Formula("table-change", "Change of a share", "share - share borne now", _OURS),
    *(
        Formula(f"sharing.{p.id}", p.name, p.formula_for(3), p.reference)
        for p in PRINCIPLES.values()
    ),
)  # fmt: skip
"""Rows that only answers about many members show."""
