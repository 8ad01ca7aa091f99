"""Frozen answers, one type a question; each says how it was made and where its numbers come from.

``figures`` has a number with its interval, unit and origin; ``wording`` says it in words;
``made`` has what all answers share;
``answers`` has the answers, ``promises`` what principles promise, ``forecasts``, ``threats``,
``precedents``, ``sensitivities`` and ``records`` those about what will be agreed, about threats,
about other talks, about which inputs matter and about past rounds, ``shared_cost`` those about a
cost that many members share, ``decisions`` those about issues that many decide;
``changes`` what was assumed otherwise than a case has it.
"""

from burdenshare.results.answers import (
    Answer,
    Cell,
    Densities,
    FairShares,
    JointChange,
    LeftOut,
    Move,
    Reference,
    Requirement,
    Requirements,
    Solution,
    Verdict,
    Zone,
)
from burdenshare.results.changes import Change
from burdenshare.results.decisions import Decision, Decisions
from burdenshare.results.figures import Figure, Sentence, Unit
from burdenshare.results.forecasts import Forecast, NaiveForecast, TypicalHistory
from burdenshare.results.made import Finding, Made, Result
from burdenshare.results.precedents import LinkedTable, Precedent, Stake, WithAndWithout
from burdenshare.results.promises import BrokenPromise, NotAsked, Promise, Promises
from burdenshare.results.records import RecordSummary, RoundScore, TrackRecord
from burdenshare.results.sensitivities import Effect, Moved, Sensitivity
from burdenshare.results.shared_cost import AnswerAmongMany, SharedCost
from burdenshare.results.threats import Departure, Threat

Reported = Answer | SharedCost | Decisions
"""Answers that a report is written on."""

__all__ = [
    "Answer",
    "AnswerAmongMany",
    "BrokenPromise",
    "Cell",
    "Change",
    "Decision",
    "Decisions",
    "Densities",
    "Departure",
    "Effect",
    "FairShares",
    "Figure",
    "Finding",
    "Forecast",
    "JointChange",
    "LeftOut",
    "LinkedTable",
    "Made",
    "Move",
    "Moved",
    "NaiveForecast",
    "NotAsked",
    "Precedent",
    "Promise",
    "Promises",
    "RecordSummary",
    "Reference",
    "Reported",
    "Requirement",
    "Requirements",
    "Result",
    "RoundScore",
    "Sensitivity",
    "Sentence",
    "SharedCost",
    "Solution",
    "Stake",
    "Threat",
    "TrackRecord",
    "TypicalHistory",
    "Unit",
    "Verdict",
    "WithAndWithout",
    "Zone",
]
