"""The document that reports an answer: sections of sentences, tables and charts.

Every writer (HTML and others) goes through the same sections, so that all formats hold the same
numbers. One function makes one section; `sections` lists them in order.
"""

from __future__ import annotations

from burdenshare.report.document.agreement import precedent, threat, zone
from burdenshare.report.document.forecast import forecast
from burdenshare.report.document.grounds import (
    changes,
    documents,
    formulas,
    judgements,
    sources,
    timeline,
)
from burdenshare.report.document.members import member_sections
from burdenshare.report.document.parts import Cell, Link, Section, Table
from burdenshare.report.document.record import record
from burdenshare.report.document.sensitivity import sensitivity
from burdenshare.report.document.shares import fair_shares, promises, requirements
from burdenshare.results import Answer, AnswerAmongMany, SharedCost

__all__ = ["Cell", "Link", "Section", "Table", "sections"]


def sections(answer: Answer | SharedCost) -> list[Section]:
    """Give the sections of the document in their order."""
    if isinstance(answer, SharedCost):
        return [*member_sections(answer), *_grounds(answer)]
    made = (
        changes(answer),
        *(member_sections(answer.shared) if isinstance(answer, AnswerAmongMany) else ()),
        fair_shares(answer),
        promises(answer),
        requirements(answer),
        zone(answer),
        forecast(answer),
        threat(answer),
        precedent(answer),
        sensitivity(answer),
        record(answer),
        *_grounds(answer),
    )
    return [section for section in made if section is not None]


def _grounds(answer: Answer | SharedCost) -> list[Section]:
    """What the answer rests on."""
    made = (
        timeline(answer),
        judgements(answer),
        documents(answer),
        sources(answer),
        formulas(answer),
    )
    return [section for section in made if section is not None]
