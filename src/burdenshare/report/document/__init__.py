"""The document that reports an answer: sections of sentences, tables and charts.

Every writer (HTML and others) goes through the same sections, so that all formats hold the same
numbers. One function makes one section; `sections` lists them in order.
"""

from __future__ import annotations

from burdenshare.report.document.agreement import precedent, threat, zone
from burdenshare.report.document.grounds import (
    changes,
    documents,
    formulas,
    judgements,
    sources,
    timeline,
)
from burdenshare.report.document.parts import Cell, Link, Section, Table
from burdenshare.report.document.shares import fair_shares, requirements
from burdenshare.results import Answer

__all__ = ["Cell", "Link", "Section", "Table", "sections"]


def sections(answer: Answer) -> list[Section]:
    """Give the sections of the document in their order."""
    made = (
        changes(answer),
        fair_shares(answer),
        requirements(answer),
        zone(answer),
        threat(answer),
        precedent(answer),
        timeline(answer),
        judgements(answer),
        documents(answer),
        sources(answer),
        formulas(answer),
    )
    return [section for section in made if section is not None]
