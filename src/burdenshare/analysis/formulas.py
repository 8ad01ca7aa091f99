"""How each number is computed, and who described the method: the one table of formulas."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from burdenshare.analysis.formulas_sharing import SHARING_FORMULAS
from burdenshare.analysis.formulas_spatial import SPATIAL_FORMULAS, SPATIAL_RECORD_FORMULAS
from burdenshare.provenance import Formula, Origin
from burdenshare.sharing.principles import principles_for

OURS = "burdenshare documentation"

_TABLE = (
    Formula(
        "median", "Median of the draws",
        "the draw of rank D/2; interval from rank 0.05 D to 0.95 D",
        "Hyndman & Fan (1996), Sample quantiles in statistical packages, definition 1",
    ),
    Formula(
        "total", "Cost of a base", "T = sum of the items in the base, whoever pays them",
        "Young (1994), Cost allocation, Handbook of Game Theory II, ch. 34",
    ),
    Formula(
        "borne-outside", "Borne outside the payment",
        "sum of the items in the base that the payer bears and that are not met from the payment",
        f"{OURS}, fair shares",
    ),
    Formula(
        "promise", "Charge by which a promise is broken",
        "the principle's charge with every input at its median, or with the one change in words",
        f"{OURS}, axioms",
    ),
    Formula(
        "mean-share", "Share of the cost", "mean of the charge / mean of the cost, over the draws",
        f"{OURS}, fair shares",
    ),
    Formula(
        "defined", "Draws in which a principle has an answer",
        "share of draws in which the principle's conditions hold", f"{OURS}, fair shares",
    ),
    Formula(
        "density", "Density of a reservation value",
        "share of the draws in a bin / width of the bin", f"{OURS}, zone of agreement",
    ),
    Formula(
        "exceedance", "Probability of reaching a figure",
        "share of draws in which the amount is at least the figure", f"{OURS}, fair shares",
    ),
    Formula(
        "count", "Number of fair shares", "cells of principle and base, and reference payments",
        f"{OURS}, fair shares",
    ),
    Formula(
        "percentile", "Place among the fair shares",
        "share of cells and reference payments whose median lies below the figure",
        f"{OURS}, fair shares",
    ),
    Formula("multiple", "Multiple", "one amount divided by another", f"{OURS}, fair shares"),
    Formula(
        "spread", "Spread of the fair shares",
        "median, and 5% and 95% quantiles, of the medians of all cells and reference payments",
        f"{OURS}, fair shares",
    ),
    Formula(
        "indexation", "Present payment carried forward",
        "t = t_0 (1 + g), one year of growth g", f"{OURS}, fair shares",
    ),
    Formula(
        "comparator.share_of_cost", "Share of cost that an ally bears",
        "t = s T - B: the ally's share s of the base's cost T, less what the payer bears outside",
        f"{OURS}, fair shares",
    ),
    Formula(
        "comparator.per_troop", "Payment per soldier of an ally",
        "t = (payment per soldier there) x (soldiers here)", f"{OURS}, fair shares",
    ),
    Formula(
        "comparator.share_of_gdp", "Payment as a share of an ally's GDP",
        "t = (payment / GDP there) x (GDP of the payer)", f"{OURS}, fair shares",
    ),
    Formula(
        "comparator.payment", "What an ally pays", "t = the ally's payment", f"{OURS}, fair shares",
    ),
    Formula(
        "least", "Least that the payee accepts",
        "t_min = sum over outcomes k of p_k (payment_k - loss_k), with the payee's p and losses; "
        "not less than what waiting for an election on the other side is worth",
        "Nash (1953), Two-person cooperative games, Econometrica 21; Muthoo (1999), Bargaining "
        "Theory with Applications, ch. 3-6",
    ),
    Formula(
        "most", "Most that the payer pays",
        "t_max = sum over outcomes k of p_k (payment_k + loss_k), with the payer's p and losses; "
        "not more than what waiting for an election on the other side costs",
        "Nash (1953), Two-person cooperative games, Econometrica 21; Muthoo (1999), Bargaining "
        "Theory with Applications, ch. 3-6",
    ),
    Formula(
        "zone", "Chance of a zone of agreement", "share of draws with t_min <= t_max",
        "Nash (1953), Two-person cooperative games, Econometrica 21",
    ),
    Formula(
        "inside", "Chance that a figure lies inside the zone",
        "share of draws with t_min <= x <= t_max",
        "Nash (1953), Two-person cooperative games, Econometrica 21",
    ),
    Formula(
        "nash", "Symmetric Nash solution", "t = t_min + (t_max - t_min) / 2",
        "Nash (1950), The bargaining problem, Econometrica 18",
    ),
    Formula(
        "asymmetric-nash", "Asymmetric Nash solution",
        "t = t_min + a (t_max - t_min), a the payee's power",
        "Harsanyi & Selten (1972), A generalized Nash solution for two-person bargaining games "
        "with incomplete information, Management Science 18",
    ),
    Formula(
        "kalai-smorodinsky", "Kalai-Smorodinsky solution",
        "equal fractions of each side's best gain, the payer's legislature capping the payment",
        "Kalai & Smorodinsky (1975), Other solutions to Nash's bargaining problem, Econometrica 43",
    ),
    Formula(
        "egalitarian", "Egalitarian solution",
        "equal gains over disagreement, within what the legislature accepts",
        "Kalai (1977), Proportional solutions to bargaining situations, Econometrica 45",
    ),
    Formula(
        "alternating-offers", "Alternating offers",
        "weights by patience around the flows while talks last, held between the outside options",
        "Rubinstein (1982), Perfect equilibrium in a bargaining model, Econometrica 50; Binmore, "
        "Rubinstein & Wolinsky (1986), RAND Journal of Economics 17",
    ),
    Formula(
        "needed", "Value needed",
        "the value of one input, all others at their medians, at which the statement becomes true",
        f"{OURS}, what would have to be true",
    ),
    Formula(
        "distance", "Distance from what is known",
        "(needed - median) in standard deviations of the input, in logarithms for amounts above 0 "
        "and in log odds for shares; the ratio needed / now for an input taken as certain",
        "Hasofer & Lind (1974), Exact and invariant second-moment code format, Journal of the "
        "Engineering Mechanics Division 100",
    ),
    Formula(
        "documented", "Documented cost of the payee",
        "sum of the items of a base that the payee pays and that a document gives",
        f"{OURS}, what would have to be true",
    ),
    Formula(
        "staying", "Worth of staying over leaving",
        "(payment now - payment after leaving) + loss by leaving, for who threatens; signs of "
        "payments turned for a side that pays",
        "Fearon (1994), Domestic political audiences and the escalation of international "
        "disputes, American Political Science Review 88",
    ),
    Formula(
        "audience-cost-needed", "Audience cost needed", "A = max(0, stay - leave)",
        "Fearon (1994), Domestic political audiences and the escalation of international "
        "disputes, American Political Science Review 88",
    ),
    Formula(
        "audience-cost", "Cost of backing down",
        "share of the rise asked for, as the case says; else PERT from 0 to 0.3 with mode 0.05: a "
        "judgement, the same in all cases", f"{OURS}, threats and precedent",
    ),
    Formula(
        "leaves-gladly", "Chance that leaving is the better course",
        "share of draws with leave >= stay", f"{OURS}, threats and precedent",
    ),
    Formula(
        "payoffs-say", "Chance that a refused threat is carried out, by the payoffs",
        "share of draws with leave + A >= stay",
        "Schelling (1960), The Strategy of Conflict; Fearon (1994), American Political Science "
        "Review 88",
    ),
    Formula(
        "carried-out", "Chance that a refused threat is carried out",
        "mean, and 5% and 95% quantiles, of a Beta belief: sanctions record as two cases, past "
        "talks with a threat to leave as one case each, the payoffs as ten",
        f"{OURS}, threats and precedent",
    ),
    Formula(
        "belief", "What a side believes",
        "probability of the outcome as that side believes it, scaled so that all sum to 1",
        f"{OURS}, zone of agreement",
    ),
    Formula(
        "target-loss", "What the other side would lose",
        "loss by leaving, less the payment that it no longer makes (or with that it no longer "
        "gets)", f"{OURS}, threats and precedent",
    ),
    Formula(
        "threat-supports", "Payment that a threat supports",
        "x = t_0 + p L, p the chance that it is carried out, L what the other side would lose",
        "Schelling (1960), The Strategy of Conflict",
    ),
    Formula(
        "threat-supports-believed", "Payment that a threat supports as it is believed",
        "x = t_0 + max(0, sum over ways k to leave of q_k L_k), q_k as the other side believes",
        "Schelling (1960), The Strategy of Conflict",
    ),
    Formula(
        "belief-needed", "Belief needed for a figure", "p = min(1, (x - t_0) / L)",
        "Schelling (1960), The Strategy of Conflict",
    ),
    Formula(
        "threat-suffices", "Chance that a threat believed for certain suffices",
        "share of draws with x <= t_0 + L", f"{OURS}, threats and precedent",
    ),
    Formula(
        "threat-record", "Record of threats to leave",
        "past talks in which an end was threatened, those known by the date, and how many ended "
        "so; table of facts cost_demand_cases", f"{OURS}, threats and precedent",
    ),
    Formula(
        "sanctions-record", "Record of threats of sanctions",
        "carried out / (carried out + backed down) among resisted threats, 1970 to 2000: 132 of "
        "201 by the United States, 349 of 489 by all",
        "Morgan, Bapat & Kobayashi (2014), Conflict Management and Peace Science 31; counts as in "
        "Crisman-Cox & Gibilisco (2018), American Journal of Political Science 62",
    ),
    Formula(
        "precedent-multiplier", "Precedent multiplier",
        "1 + Phi, Phi = sum over the talks j that follow of phi_j / (1 + r)^m_j, phi_j the change "
        "there for a unit of change here, m_j the years until then, r the payee's discount rate",
        "Marshall & Merlo (2004), Pattern bargaining, International Economic Review 45",
    ),
    Formula(
        "money-at-a-table", "Money moved at one of the talks that follow",
        "phi_j (x - t_0) a year", f"{OURS}, threats and precedent",
    ),
    Formula(
        "money-elsewhere", "Money moved at all talks that follow", "Phi (x - t_0) a year",
        f"{OURS}, threats and precedent",
    ),
    Formula(
        "least-with-precedent", "Least that the payee accepts, precedent counted",
        "t_min / (1 + Phi)",
        "Marshall & Merlo (2004), Pattern bargaining, International Economic Review 45",
    ),
    Formula(
        "settlement-with-precedent", "Settlement with known limits, precedent counted",
        "t = a t_max + (1 - a) t_min / (1 + Phi)",
        "Marshall & Merlo (2004), Pattern bargaining, International Economic Review 45",
    ),
    Formula(
        "best-demand", "Best single demand against a limit unseen",
        "x = max(low, (high + t_min) / 2), t_max uniform between the ends that give its 5% and 95% "
        "quantiles",
        "Fearon (1995), Rationalist explanations for war, International Organization 49",
    ),
    Formula(
        "demand-with-precedent", "Best single demand, precedent counted",
        "x = max(low, (high + t_min / (1 + Phi)) / 2)",
        "Fearon (1995), Rationalist explanations for war, International Organization 49; Marshall "
        "& Merlo (2004), International Economic Review 45",
    ),
    Formula(
        "break-even", "Reputation that suffices in the last talks",
        "b = (x - t_0) / (t_max - t_0) within 0 and 1, x the median of the best single demand",
        "Kreps & Wilson (1982), Reputation and imperfect information, Journal of Economic Theory "
        "27",
    ),
    Formula(
        "yield-threshold", "Reputation that suffices with talks to follow",
        "b^n, n the talks left with this one, payers alike",
        "Kreps & Wilson (1982), Reputation and imperfect information, Journal of Economic Theory "
        "27",
    ),
    Formula(
        "firmness-pays", "Chance that firmness pays for itself elsewhere",
        "share of draws with Phi (x - t_0) >= t_0 - t_min, x the median of the best single demand",
        f"{OURS}, threats and precedent",
    ),
    Formula(
        "stake-term", "Worth of a change over one term",
        "(x - t_0) (1 - (1 + r)^-T) / r, r the side's discount rate, T the years of a term",
        f"{OURS}, threats and precedent",
    ),
    Formula(
        "stake-for-ever", "Worth of a change that every later term keeps", "(x - t_0) / r",
        f"{OURS}, threats and precedent",
    ),
    Formula(
        "linked-count", "Talks that follow", "number of linked talks that are still ahead",
        f"{OURS}, threats and precedent",
    ),
    Formula(
        "first-order", "First-order Sobol' index",
        "S_i = V(E(y | x_i)) / V(y), over two samples of the draws",
        "Sobol' (2001), Mathematics and Computers in Simulation 55; Saltelli et al. (2010), "
        "Computer Physics Communications 181",
    ),
    Formula(
        "first-order-seen", "First-order index from draws",
        "variance between 32 bins of the input / variance of the headline, less what chance shows",
        "Plischke, Borgonovo & Smith (2013), European Journal of Operational Research 226",
    ),
    Formula(
        "total-index", "Total Sobol' index",
        "T_i = E(V(y | all but x_i)) / V(y), over two samples of the draws",
        "Jansen (1999), Computer Physics Communications 117; Saltelli et al. (2010), Computer "
        "Physics Communications 181",
    ),
    Formula(
        "one-at-a-time", "Headline with one input set",
        "median, or share of draws, with one input at the 5% or 95% quantile and all others as "
        "drawn", f"{OURS}, uncertainty",
    ),
    Formula(
        "middle-of-points", "Headline at the points looked at",
        "median, or share of draws, over the first sample", f"{OURS}, uncertainty",
    ),
    Formula(
        "summary-error", "Error of a summary",
        "half the width of the bucket that holds the observation, at most 2^-10 of it or the "
        "scale's floor", f"{OURS}, uncertainty",
    ),
    Formula(
        "points", "Points of a sample", "number of draws in each of the two samples",
        f"{OURS}, uncertainty",
    ),
    Formula(
        "flip", "Value at which a headline flips",
        "the value of one input, all others as drawn, at which a statement turns true or false",
        f"{OURS}, uncertainty",
    ),
    Formula(
        "difference", "Change from one answer to the other",
        "value of the second less value of the first; medians where they are uncertain",
        f"{OURS}, command line",
    ),
    Formula(
        "joint-change", "Nearest joint change",
        "the point z nearest to the medians, inputs as standard normal numbers, at which the "
        "amount comes to the figure: z <- ((d z + x - g(z)) / |d|^2) d, d the gradient of g",
        "Hasofer & Lind (1974), Journal of the Engineering Mechanics Division 100; Rackwitz & "
        "Fiessler (1978), Computers & Structures 9",
    ),
    Formula(
        "joint-distance", "Distance of a joint change", "beta = |z|",
        "Hasofer & Lind (1974), Journal of the Engineering Mechanics Division 100",
    ),
    Formula(
        "joint-probability", "Chance of a joint change as large", "Phi(-beta), as if g were linear",
        "Hasofer & Lind (1974), Journal of the Engineering Mechanics Division 100",
    ),
    Formula(
        "joint-share", "Share of a joint change", "z_i^2 / |z|^2",
        "Hasofer & Lind (1974), Journal of the Engineering Mechanics Division 100",
    ),
    Formula(
        "agreed-by", "Chance of an agreement by a day",
        "share of histories with an agreement on or before the day", f"{OURS}, histories",
    ),
    Formula(
        "forecast-payment", "Settlement that is forecast",
        "median, and 5% and 95% quantiles, of the payment in histories with an agreement by the "
        "horizon", f"{OURS}, histories",
    ),
    Formula(
        "forecast-growth", "Rise that is forecast",
        "payment agreed over the present payment, less 1, in histories with an agreement",
        f"{OURS}, histories",
    ),
    Formula(
        "forecast-reaches", "Chance that a figure is agreed",
        "share of histories with an agreement by the horizon on the figure or more",
        f"{OURS}, histories",
    ),
    Formula(
        "forecast-months", "Months to an agreement",
        "months from the date of the question, in histories with an agreement by the horizon",
        f"{OURS}, histories",
    ),
    Formula(
        "forecast-date", "Month of an agreement",
        "the date of the question and the months to an agreement", f"{OURS}, histories",
    ),
    Formula(
        "horizon", "Horizon", "36 months after the date of the question", f"{OURS}, histories",
    ),
    Formula("dated", "A day in the case", "as the case gives it", f"{OURS}, case format"),
    Formula(
        "lapse", "Chance of a lapse",
        "share of histories without an agreement on the day on which the present one ends",
        f"{OURS}, histories",
    ),
    Formula(
        "lapse-length", "Length of a lapse",
        "months from the end of the present agreement to a new one, to the end of the undertaking "
        "or to the horizon, where there is a lapse", f"{OURS}, histories",
    ),
    Formula(
        "event", "Chance of an event", "share of histories in which it comes before an agreement",
        f"{OURS}, histories",
    ),
    Formula(
        "year-paid", "Payment in a year",
        "quantiles over histories of the new terms if they are agreed by the end of the year, else "
        "of the interim payment, or of the present one before it ends; 0 once the undertaking ends",
        f"{OURS}, histories",
    ),
    Formula(
        "survival", "Chance that nothing is agreed",
        "share of histories without an agreement, month by month", f"{OURS}, histories",
    ),
    Formula(
        "effective", "Effective share of the draws",
        "(sum of w)^2 / (D sum of w^2), w the chance in a draw of what has happened so far",
        "Kong, Liu & Wong (1994), Sequential imputations and Bayesian missing data problems, "
        "Journal of the American Statistical Association 89",
    ),
    Formula(
        "typical-share", "Share of a sort of history", "share of histories that end in this way",
        f"{OURS}, histories",
    ),
    Formula(
        "typical-payment", "Payment in a sort of history",
        "median, and 5% and 95% quantiles, of what is agreed, or goes on being paid, in histories "
        "that end in this way", f"{OURS}, histories",
    ),
    Formula(
        "typical-history", "A history that stands for many",
        "the history of its sort nearest to the medians of date and log payment",
        "Kaufman & Rousseeuw (1990), Finding groups in data, Wiley: medoids",
    ),
    Formula(
        "naive-past-growth", "Past growth carried forward",
        "t_0 (1 + g), g the mean growth a year of up to ten past years in the currency paid",
        f"{OURS}, histories",
    ),
    Formula(
        "naive-midpoint", "Midpoint of the last figures", "(d + o) / 2",
        "Keniston, Larsen, Li, Prescott, Silveira & Yu (2024), Splitting the difference in "
        "incomplete-information bargaining, International Economic Review",
    ),
    Formula(
        "naive-past-rounds", "As past rounds began",
        "t_0 e^g, g as past rounds predict it: a Student t distribution", f"{OURS}, histories",
    ),
    Formula(
        "outcome", "Outcome that was known", "what was agreed, as the case gives it",
        f"{OURS}, case format",
    ),
    Formula(
        "past-rounds-belief", "Belief that past rounds taught",
        "a judgement that is wide on purpose, updated by the rounds that had been settled before "
        "the date; file of fitted beliefs priors.json", f"{OURS}, track record",
    ),
    Formula(
        "rounds", "Number of past rounds",
        "rounds settled before the date that were forecast, each on rounds settled before it",
        f"{OURS}, track record",
    ),
    Formula(
        "growth", "Growth of a payment over a round",
        "first payment under new terms / present payment; scores are of its logarithm",
        f"{OURS}, track record",
    ),
    Formula(
        "crps", "Mean score of forecasts of terms",
        "mean over rounds of E|X - y| - E|X - X'| / 2, y the growth and X, X' draws of its "
        "forecast; interval by resampling pairs of sides",
        "Gneiting & Raftery (2007), Strictly proper scoring rules, Journal of the American "
        "Statistical Association 102, equation 21",
    ),
    Formula(
        "absolute-error", "Mean error of forecasts of terms",
        "mean over rounds of |median of the forecast - growth|", f"{OURS}, track record",
    ),
    Formula(
        "skill", "By what part a forecast scored better than a naive rule",
        "1 - (sum of our scores) / (sum of the rule's); interval by resampling pairs of sides",
        "Wilks (2011), Statistical Methods in the Atmospheric Sciences, ch. 8",
    ),
    Formula(
        "coverage", "Intervals that held what happened",
        "share of rounds whose growth lay in the central interval of its forecast",
        "Gneiting, Balabdaoui & Raftery (2007), Probabilistic forecasts, calibration and "
        "sharpness, Journal of the Royal Statistical Society B 69",
    ),
    Formula(
        "coverage-level", "Level of an interval", "share of forecasts that it is meant to hold",
        f"{OURS}, track record",
    ),
    Formula(
        "rank", "Place of what happened in its forecast",
        "share of draws below what happened, ties counting half",
        "Gneiting, Balabdaoui & Raftery (2007), as above",
    ),
    Formula(
        "brier", "Mean score of forecasts of a lapse",
        "mean over rounds of (p - 1 if the old terms ended first, else 0)^2",
        "Brier (1950), Verification of forecasts expressed in terms of probability, Monthly "
        "Weather Review 78",
    ),
    Formula(
        "delay-crps", "Mean score of forecasts of a delay",
        "as for terms, of the months from the end of the old terms to the agreement, at least 0",
        "Gneiting & Raftery (2007), as above",
    ),
    Formula(
        "past-forecast", "Forecast of a past round",
        "median and 90% interval of draws made on rounds settled before its opening",
        f"{OURS}, track record",
    ),
    *(
        Formula(f"principle.{p.id}", p.name, p.formula, p.reference) for p in principles_for(2)
    ),
)  # fmt: skip

FORMULAS: Mapping[str, Formula] = {formula.id: formula for formula in _TABLE}
"""Formulas by id."""

FORMULAS_OF_MANY: Mapping[str, Formula] = {
    "median": FORMULAS["median"],
    "defined": FORMULAS["defined"],
    "multiple": FORMULAS["multiple"],
    "promise": FORMULAS["promise"],
    **{formula.id: formula for formula in SHARING_FORMULAS},
}
"""Formulas of answers about a cost that many members share, by id."""


FORMULAS_OF_ISSUES: Mapping[str, Formula] = {
    "median": FORMULAS["median"],
    **{formula.id: formula for formula in (*SPATIAL_FORMULAS, *SPATIAL_RECORD_FORMULAS)},
}
"""Formulas of answers about issues that many decide, by id."""


@lru_cache(maxsize=1024)
def by_formula(formula: str, note: str = "") -> Origin:
    """Give the origin of a computed number; the formula must be in one of the tables."""
    tables = (FORMULAS, FORMULAS_OF_MANY, FORMULAS_OF_ISSUES)
    table = next(table for table in tables if formula in table)
    return Origin("formula", table[formula].id, note)
