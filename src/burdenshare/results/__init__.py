"""Frozen answers, one type a question; each says how it was made and where its numbers come from.

``figures`` has a number with its interval, unit and origin; ``wording`` says it in words;
``made`` has what all answers share;
``answers`` has the answers.
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
from burdenshare.results.made import Finding, Made, Result

__all__ = [
    "Answer",
    "Cell",
    "Densities",
    "FairShares",
    "Figure",
    "Finding",
    "LeftOut",
    "Made",
    "Reference",
    "Requirement",
    "Requirements",
    "Result",
    "Sentence",
    "Solution",
    "Unit",
    "Verdict",
    "Zone",
]
