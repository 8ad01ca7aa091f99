"""The document that reports an answer: sections of sentences, tables and charts.

Every writer (HTML and others) goes through the same sections, so that all formats hold the same
numbers. One function makes one section; `sections` lists them in order.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from burdenshare.report.charts import (
    Chart,
    grid_chart,
    headline_chart,
    solutions_chart,
    zone_chart,
)
from burdenshare.results import Answer, Figure, Sentence
from burdenshare.results.answers import Base


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere: an address, or a place in the document."""

    text: str
    target: str


Cell = str | Figure | Sentence | Link
"""What a table's cell may hold."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption; ``numeric`` names the columns that hold numbers."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    numeric: frozenset[int] = frozenset()
    anchors: tuple[str, ...] = ()
    """Ids of the rows, if other places point to them."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the document under one heading."""

    id: str
    title: str
    lead: tuple[Sentence | str, ...] = ()
    charts: tuple[Chart, ...] = ()
    tables: tuple[Table, ...] = ()
    points: tuple[Sentence | str, ...] = ()
    folded: tuple[Table, ...] = field(default=())
    """Tables that a screen shows on request."""


def sections(answer: Answer) -> list[Section]:
    """Give the sections of the document in their order."""
    made = (
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


def _kept(*charts: Chart | None) -> tuple[Chart, ...]:
    return tuple(chart for chart in charts if chart is not None)


def fair_shares(answer: Answer) -> Section:
    """Who should pay what."""
    shares = answer.fair_shares
    figures = {
        "counted": shares.counted,
        "reached": shares.reached,
        "figure": shares.figure,
        "percentile": shares.percentile,
    }
    lead = Sentence(
        "{counted} fair shares were computed: every recognised principle on every cost base, the "
        "present payment carried forward, and what allies pay. {percentile} of them lie below "
        "{figure} a year; {reached} reach it.",
        figures,
    )
    every = Table(
        "All fair shares, as yearly payments with 90% intervals",
        ("Principle", "Cost base", "Payment a year", "Share of the cost", "Reaches the figure"),
        tuple(
            (_upper(c.principle_name), _upper(c.base_name), c.payment, c.share, c.reaches)
            for c in shares.cells
        ),
        frozenset({2, 3, 4}),
    )
    bases = Table(
        "Cost bases",
        ("Cost base", "Comes to, a year", "Borne by the payer beside the payment", "Items"),
        tuple(
            (_upper(b.name), b.total, b.borne_outside, _items(b, shares.bases))
            for b in shares.bases
        ),
        frozenset({1, 2}),
    )
    return Section(
        "fair-shares",
        "Who should pay what",
        (lead,),
        _kept(headline_chart(answer), grid_chart(answer)),
        (bases,) if shares.bases else (),
        tuple(_left_out(answer)),
        (every,) if shares.cells else (),
    )


def _items(base: Base, bases: tuple[Base, ...]) -> str:
    """Name what is in a base; what is in a smaller base before it is named by that base."""
    before = bases[: bases.index(base)]
    inside = [other for other in before if set(other.items) < set(base.items)]
    if not inside:
        return "; ".join(base.items)
    largest = max(inside, key=lambda other: len(other.items))
    added = [item for item in base.items if item not in largest.items]
    return f"{_upper(largest.name)}, and: {'; '.join(added)}"


def _left_out(answer: Answer) -> Iterator[str]:
    grouped: dict[str, list[str]] = {}
    for left in answer.fair_shares.left_out:
        grouped.setdefault(left.reason, []).append(left.name)
    for reason, names in grouped.items():
        yield f"Left out: {'; '.join(names)}. Reason: {reason}."


def requirements(answer: Answer) -> Section | None:
    """What would have to be true."""
    asked = answer.requirements
    if not asked.requirements:
        return None
    table = Table(
        "Single inputs that would do, all others at their medians; the nearest first",
        ("What would be true", "Input", "Now", "Needed", "Distance"),
        tuple(
            (_upper(r.goal_name), _upper(r.input_name), r.now, r.needed, r.distance)
            for r in asked.requirements
        ),
        frozenset({2, 3, 4}),
    )
    title = f"What would have to be true for {asked.figure.text} a year"
    return Section(
        "requirements",
        title,
        (
            "Distances are in standard deviations of the input, or, for an input taken as certain "
            "and for the cost shared, the ratio of what is needed to what is known.",
        ),
        points=tuple(r.sentence for r in asked.headlines()),
        folded=(table,),
    )


def zone(answer: Answer) -> Section:
    """What could be agreed."""
    found = answer.zone
    lead = answer.verdict.sentences[1:2]
    table = Table(
        "Reservation values and bargaining solutions",
        ("Quantity", "Payment a year, or probability"),
        (
            (f"Least {found.payee} accepts rather than disagree", found.least),
            (f"Most {found.payer} pays rather than disagree", found.most),
            ("Probability that some payment suits both", found.exists),
            ("Probability that the figure is one of them", found.figure_inside),
            *((solution.name, solution.payment) for solution in found.solutions),
        ),
        frozenset({1}),
    )
    return Section(
        "zone",
        "What could be agreed",
        lead,
        _kept(zone_chart(answer), solutions_chart(answer)),
        (table,),
        tuple(finding.text for finding in found.findings),
    )


def threat(answer: Answer) -> Section:
    """Whether the threat to leave is worth believing."""
    part = answer.threat
    head = (
        "What would happen",
        "Costs who threatens, a year",
        "Carried out by the payoffs",
        "With the record",
        f"As {part.threatener} believes",
        f"As {part.target} believes",
        f"Costs {part.target}, a year",
        "Supports a payment of",
    )
    rows = tuple(
        (
            _upper(d.name), d.staying, d.payoffs_say, d.carried_out, d.threatener_believes,
            d.target_believes, d.target_loss, d.supports,
        )
        for d in part.departures
    )  # fmt: skip
    table = Table("Ways to carry out the threat", head, rows, frozenset(range(1, len(head))))
    return Section(
        "threat",
        "Is the threat to leave worth believing?",
        part.sentences,
        tables=(table,) if rows else (),
        points=tuple(finding.text for finding in part.findings),
    )


def precedent(answer: Answer) -> Section:
    """What the settlement does to the next talks."""
    part = answer.precedent
    moved = Table(
        "Talks that follow",
        ("Talks", "Part that carries over", "Moved there by the figure, a year"),
        tuple((_upper(t.name), t.pass_through, t.yearly) for t in part.tables),
        frozenset({1, 2}),
    )
    effects = Table(
        "What that does here",
        ("Quantity", "If this table stood alone", "Counting those that follow"),
        tuple((_upper(e.name), e.alone, e.counting) for e in part.effects),
        frozenset({1, 2}),
    )
    stakes = Table(
        "Worth today of what the figure changes",
        ("Side", "Where", "Over one term", "If every later term keeps it"),
        tuple((_upper(s.party), _upper(s.what), s.one_term, s.for_ever) for s in part.stakes),
        frozenset({2, 3}),
    )
    return Section(
        "precedent",
        "What it does to the next talks",
        part.sentences,
        tables=tuple(table for table in (moved, effects, stakes) if table.rows),
        points=tuple(finding.text for finding in part.findings),
    )


def timeline(answer: Answer) -> Section | None:
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


def judgements(answer: Answer) -> Section | None:
    """Inputs that are somebody's opinion, with the reasoning."""
    judged = [i for i in answer.inputs if i.figure.origin.kind == "judgement"]
    if not judged:
        return None
    rows = tuple((_upper(i.label), i.figure, i.note) for i in judged)
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


def documents(answer: Answer) -> Section | None:
    """Inputs that a source gives."""
    sourced = [i for i in answer.inputs if i.figure.origin.kind == "source"]
    if not sourced:
        return None
    rows = tuple(
        (
            _upper(i.label),
            i.figure,
            Link(i.figure.origin.ref, f"#source-{i.figure.origin.ref}"),
            i.note,
        )
        for i in sourced
    )
    return Section(
        "documents",
        "Numbers from documents",
        folded=(
            Table(
                "Inputs with their sources",
                ("Input", "Value and interval", "Source", "Note"),
                rows,
                frozenset({1}),
            ),
        ),
    )


def sources(answer: Answer) -> Section | None:
    """Who published what."""
    if not answer.sources:
        return None
    rows = tuple(
        (
            entry.id,
            Link(entry.title, entry.url) if entry.url else entry.title,
            entry.publisher,
            entry.date,
        )
        for entry in answer.sources.values()
    )
    return Section(
        "sources",
        "Sources",
        tables=(
            Table(
                "Sources used",
                ("Id", "Title", "Publisher", "Date"),
                rows,
                anchors=tuple(f"source-{name}" for name in answer.sources),
            ),
        ),
    )


def formulas(answer: Answer) -> Section:
    """How each number was computed."""
    rows = tuple(
        (f.id, _upper(f.name), f.expression, f.reference) for f in answer.formulas.values()
    )
    return Section(
        "formulas",
        "How the numbers were computed",
        folded=(
            Table(
                "Formulas",
                ("Id", "Number", "Formula", "Reference"),
                rows,
                anchors=tuple(f"formula-{name}" for name in answer.formulas),
            ),
        ),
    )


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
