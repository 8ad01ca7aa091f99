"""What the answer rests on: steps so far, judgements, documents, sources, formulas."""

from __future__ import annotations

from burdenshare.report.document.parts import Link, Section, Table
from burdenshare.results import Reported
from burdenshare.results.figures import capital


def timeline(answer: Reported) -> Section | None:
    """What has happened so far."""
    if not answer.steps:
        return None
    names = {**answer.parties, "both": "Both sides"}
    rows = tuple(
        (step.date, names.get(step.party, step.party), step.kind, step.text, step.amount or "",
         Link(step.source, f"#source-{step.source}") if step.source else "")
        for step in answer.steps
    )  # fmt: skip
    head = ("Date", "Who", "What", "In words", "Payment a year", "Source")
    return Section(
        "timeline",
        "What has happened so far",
        (f"Steps that were known on {answer.made.as_of}.",),
        tables=(Table("Steps of the negotiation", head, rows, frozenset({4})),),
    )


def changes(answer: Reported) -> Section | None:
    """What was assumed otherwise than the case has it."""
    if not answer.changes:
        return None
    rows = tuple(
        (capital(c.label), c.own or "derived, or not given", c.assumed, c.note)
        for c in answer.changes
    )
    return Section(
        "changes",
        "What is assumed otherwise than the case has it",
        ("Every number of this report follows from these assumptions in place of the case's own.",),
        tables=(
            Table(
                "Assumptions of the overlay",
                ("Input", "The case's own", "Assumed", "Reason"),
                rows,
                frozenset({1, 2}),
                tuple(f"input-{c.path}" for c in answer.changes),
            ),
        ),
    )


def judgements(answer: Reported) -> Section | None:
    """Inputs that are somebody's opinion, with the reasoning."""
    changed = {change.path for change in answer.changes}
    judged = [
        i for i in answer.inputs if i.figure.origin.kind == "judgement" and i.path not in changed
    ]
    if not judged:
        return None
    before = ("", *(i.note for i in judged))
    rows = tuple(
        (capital(i.label), i.figure, "As in the row above." if i.note == last else i.note)
        for i, last in zip(judged, before[:-1], strict=True)
    )
    return Section(
        "judgements",
        "Judgements that the answer rests on",
        ("No document gives these numbers. Each is an opinion with a reason and an honest width.",),
        tables=(
            Table(
                "Judgements",
                ("Input", "Value and interval", "Reasoning"),
                rows,
                frozenset({1}),
                tuple(f"input-{i.path}" for i in judged),
            ),
        ),
    )


def documents(answer: Reported) -> Section | None:
    """Inputs that a source gives, and those that past rounds taught."""
    sourced = [i for i in answer.inputs if i.figure.origin.kind == "source"]
    taught = [i for i in answer.inputs if i.figure.origin.kind == "formula"]
    rows = tuple(
        (
            capital(i.label),
            i.figure,
            Link(i.figure.origin.ref, f"#source-{i.figure.origin.ref}"),
            i.note,
        )
        for i in sourced
    )
    tables = [
        Table(
            "Inputs with their sources",
            ("Input", "Value and interval", "Source", "Note"),
            rows,
            frozenset({1}),
        ),
        Table(
            "Beliefs that past rounds taught, where the case says nothing",
            ("Input", "Value and interval", "Note"),
            tuple((capital(i.label), i.figure, i.note) for i in taught),
            frozenset({1}),
        ),
    ]
    filled = tuple(table for table in tables if table.rows)
    return Section("documents", "Numbers from documents", folded=filled) if filled else None


def sources(answer: Reported, used: frozenset[str]) -> Section | None:
    """Who published what is used, as ``used`` names it by ``source:id``."""
    named = [entry for entry in answer.sources.values() if f"source:{entry.id}" in used]
    if not named:
        return None
    rows = tuple(
        (
            entry.id,
            Link(entry.title, entry.url) if entry.url else entry.title,
            entry.publisher,
            entry.date,
        )
        for entry in named
    )
    return Section(
        "sources",
        "Sources",
        tables=(
            Table(
                "Sources used",
                ("Id", "Title", "Publisher", "Date"),
                rows,
                anchors=tuple(f"source-{entry.id}" for entry in named),
            ),
        ),
    )


def formulas(answer: Reported, used: frozenset[str]) -> Section:
    """How the numbers were computed, by the formulas that ``used`` names by ``formula:id``."""
    named = [f for f in answer.formulas.values() if f"formula:{f.id}" in used]
    rows = tuple((f.id, capital(f.name), f.expression, f.reference) for f in named)
    return Section(
        "formulas",
        "How the numbers were computed",
        folded=(
            Table(
                "Formulas",
                ("Id", "Number", "Formula", "Reference"),
                rows,
                anchors=tuple(f"formula-{f.id}" for f in named),
            ),
        ),
    )
