"""Questions put to a case: each function joins a model and the theory and returns one answer.

``amounts`` reads yearly amounts off the draws, ``talks`` the course of the talks;
``fair_shares``, ``promises``, ``zone``, ``forecast``, ``requirements``, ``threat``, ``precedent``
and ``sensitivity`` answer a question each, ``verdict`` says it in words, ``run`` puts all of it
together, ``comparison`` sets two answers side by side, and ``formulas`` says how each number was
computed. ``streaming`` sums up draws that are not kept, and ``scenes`` does each piece of that work
once.
"""

from burdenshare.analysis.comparison import compare
from burdenshare.analysis.fair_shares import fair_shares
from burdenshare.analysis.parts import Inquiry
from burdenshare.analysis.precedent import precedent
from burdenshare.analysis.promises import promises
from burdenshare.analysis.requirements import requirements
from burdenshare.analysis.run import forecast, inquire, run, why
from burdenshare.analysis.sensitivity import sensitivity
from burdenshare.analysis.threat import threat
from burdenshare.analysis.zone import zone

__all__ = [
    "Inquiry",
    "compare",
    "fair_shares",
    "forecast",
    "inquire",
    "precedent",
    "promises",
    "requirements",
    "run",
    "sensitivity",
    "threat",
    "why",
    "zone",
]
