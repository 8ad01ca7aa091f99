"""Frozen answers, one type a question; each says how it was made and where its numbers come from.

``figures`` has a number with its interval, unit and origin; ``wording`` says it in words;
``made`` has what all answers share;
``answers`` has the answers, ``forecasts``, ``threats`` and ``precedents`` those about what will be
agreed, about threats and about other talks.
"""

from burdenshare.results.answers import (
    Answer,
    Cell,
    Densities,
    FairShares,
    LeftOut,
    Reference,
    Requirement,
    Requirements,
    Solution,
    Verdict,
    Zone,
)
from burdenshare.results.figures import Figure, Sentence, Unit
from burdenshare.results.forecasts import Forecast, NaiveForecast, TypicalHistory
from burdenshare.results.made import Finding, Made, Result
from burdenshare.results.precedents import LinkedTable, Precedent, Stake, WithAndWithout
from burdenshare.results.threats import Departure, Threat

__all__ = [
    "Answer",
    "Cell",
    "Densities",
    "Departure",
    "FairShares",
    "Figure",
    "Finding",
    "Forecast",
    "LeftOut",
    "LinkedTable",
    "Made",
    "NaiveForecast",
    "Precedent",
    "Reference",
    "Requirement",
    "Requirements",
    "Result",
    "Sentence",
    "Solution",
    "Stake",
    "Threat",
    "TypicalHistory",
    "Unit",
    "Verdict",
    "WithAndWithout",
    "Zone",
]
