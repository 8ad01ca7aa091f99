"""The document that reports an answer: sections of sentences, tables and charts.

Every writer (HTML and others) goes through the same sections, so that all formats hold the same
numbers. One function makes one section; `sections` lists them in order. The last two name the
sources and formulas that the ones before them use.
"""

from __future__ import annotations

from burdenshare.report.document.agreement import precedent, threat, zone
from burdenshare.report.document.decisions import decision_sections
from burdenshare.report.document.forecast import forecast
from burdenshare.report.document.front import head, used_origins
from burdenshare.report.document.grounds import (
    changes,
    documents,
    formulas,
    judgements,
    sources,
    timeline,
)
from burdenshare.report.document.members import member_sections
from burdenshare.report.document.parts import (
    Cell,
    Document,
    Link,
    Run,
    Section,
    Table,
    chart_table,
    figures_of,
    plain,
    runs,
)
from burdenshare.report.document.promises import promises
from burdenshare.report.document.record import record
from burdenshare.report.document.sensitivity import sensitivity
from burdenshare.report.document.shares import fair_shares, requirements
from burdenshare.results import AnswerAmongMany, Decisions, Reported, SharedCost

__all__ = [
    "Cell",
    "Document",
    "Link",
    "Run",
    "Section",
    "Table",
    "chart_table",
    "document",
    "figures_of",
    "plain",
    "runs",
    "sections",
]


def document(answer: Reported) -> Document:
    """Give the document that reports an answer."""
    return head(answer, sections(answer))


def sections(answer: Reported) -> list[Section]:
    """Give the sections of the document in their order."""
    made: tuple[Section | None, ...]
    if isinstance(answer, Decisions):
        made = decision_sections(answer)
    elif isinstance(answer, SharedCost):
        made = (changes(answer), *member_sections(answer))
    else:
        made = (
            changes(answer),
            *(member_sections(answer.shared) if isinstance(answer, AnswerAmongMany) else ()),
            fair_shares(answer),
            promises(answer.promises),
            requirements(answer),
            zone(answer),
            forecast(answer),
            threat(answer),
            precedent(answer),
            sensitivity(answer),
            record(answer),
        )
    made = (*made, timeline(answer), judgements(answer), documents(answer))
    found = [section for section in made if section is not None]
    used = used_origins(answer, found)
    ends = (sources(answer, used), formulas(answer, used))
    return [*found, *(section for section in ends if section is not None)]
