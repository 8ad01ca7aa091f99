"""How numbers about issues that many decide are computed."""

from __future__ import annotations

from burdenshare.provenance import Formula

_PAGE = "burdenshare documentation, many parties on one scale"

SPATIAL_FORMULAS = (
    Formula(
        "spatial-density", "Forecast of an issue",
        "quantiles of sum_j v_j F_j: masses at positions, a normal about the weighted mean, the "
        "reference point, past outcomes; weights v_j with the least mean CRPS on past decisions; "
        "mean over the draws", _PAGE,
    ),
    Formula(
        "spatial-near", "Chance of an outcome near the weighted mean",
        "mass of the forecast within a tenth of the scale of the median weighted mean", _PAGE,
    ),
    Formula(
        "spatial-weight", "Weight of an actor",
        "s_i sqrt(c_i) / sum_j s_j sqrt(c_j), s salience, c power", _PAGE,
    ),
    Formula(
        "spatial-weighted-mean", "Weighted mean", "sum w_i x_i / sum w_i",
        "Achen (2006), in The European Union Decides, ch. 4",
    ),
    Formula(
        "spatial-weighted-median", "Weighted median",
        "first position from below at which half of the weight is reached",
        "Black (1948), On the rationale of group decision-making, Journal of Political Economy 56",
    ),
    Formula(
        "spatial-nash", "Nash, failing costs as much as a step across the scale",
        "max sum w_i ln(((x_i - q)^2 + 1) - (y - x_i)^2), scale 0 to 1, q the reference point",
        "Nash (1950), The bargaining problem, Econometrica 18",
    ),
    Formula(
        "spatial-challenge", "Challenge model, the offer that moves an actor least",
        "weighted median after at most 10 rounds of challenges",
        "Bueno de Mesquita (1997), A decision making model, International Interactions 23",
    ),
)  # fmt: skip
"""Formulas of issues that many decide."""

SPATIAL_RECORD_FORMULAS = (
    Formula(
        "spatial-crps", "Mean score of forecasts of issues",
        "mean over issues of the CRPS, 100 integral (F(x) - 1{y <= x})^2 dx on a scale of 0 to 1; "
        "interval by resampling proposals",
        "Gneiting & Raftery (2007), Journal of the American Statistical Association 102",
    ),
    Formula(
        "spatial-error", "Mean error of forecasts of issues",
        "mean over issues of the distance of the median, or point, from the outcome", _PAGE,
    ),
    Formula(
        "spatial-hits", "Share of near forecasts", "share of issues with an error of at most 10",
        _PAGE,
    ),
    Formula(
        "spatial-covered", "Coverage", "share of issues whose outcome lies in the 90% interval",
        _PAGE,
    ),
    Formula(
        "spatial-behind", "Score behind the pooled density",
        "mean over issues of the score less that of the density; interval by resampling proposals",
        _PAGE,
    ),
    Formula(
        "spatial-fit", "Weights and width of the pooled density",
        "least mean CRPS over all issues with a known outcome", _PAGE,
    ),
    Formula("spatial-issues", "Issues scored", "number with a known outcome", _PAGE),
)  # fmt: skip
"""Formulas of scores of forecasts of such issues."""
