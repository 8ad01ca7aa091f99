"""Frozen answers, one type a question; each says how it was made and where its numbers come from.

``figures`` has a number with its interval, unit and origin; ``wording`` says it in words;
``made`` has what all answers share;
``answers`` has the answers, ``threats`` and ``precedents`` those about threats and other talks;
``changes`` what was assumed otherwise than a case has it.
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
from burdenshare.results.changes import Change
from burdenshare.results.figures import Figure, Sentence, Unit
from burdenshare.results.made import Finding, Made, Result
from burdenshare.results.precedents import LinkedTable, Precedent, Stake, WithAndWithout
from burdenshare.results.threats import Departure, Threat

__all__ = [
    "Answer",
    "Cell",
    "Change",
    "Densities",
    "Departure",
    "FairShares",
    "Figure",
    "Finding",
    "LeftOut",
    "LinkedTable",
    "Made",
    "Precedent",
    "Reference",
    "Requirement",
    "Requirements",
    "Result",
    "Sentence",
    "Solution",
    "Stake",
    "Threat",
    "Unit",
    "Verdict",
    "WithAndWithout",
    "Zone",
]
