"""What could be agreed, the threat to leave, and the talks that follow."""

from __future__ import annotations

from burdenshare.report.charts import solutions_chart, zone_chart
from burdenshare.report.document.parts import Section, Table, kept
from burdenshare.results import Answer, Sentence
from burdenshare.results.figures import capital, literal


def zone(answer: Answer) -> Section:
    """What could be agreed."""
    found = answer.zone
    lead = Sentence(
        f"Both gain from a payment above the least that {literal(found.payee)} accepts and below "
        f"the most that {literal(found.payer)} pays, if there is one; there is with probability "
        "{exists}.",
        {"exists": found.exists},
    )
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
        (lead,),
        kept(zone_chart(answer), solutions_chart(answer)),
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
            capital(d.name), d.staying, d.payoffs_say, d.carried_out, d.threatener_believes,
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
        tuple((capital(t.name), t.pass_through, t.yearly) for t in part.tables),
        frozenset({1, 2}),
    )
    effects = Table(
        "What that does here",
        ("Quantity", "If this table stood alone", "Counting those that follow"),
        tuple((capital(e.name), e.alone, e.counting) for e in part.effects),
        frozenset({1, 2}),
    )
    stakes = Table(
        "Worth today of what the figure changes",
        ("Side", "Where", "Over one term", "If every later term keeps it"),
        tuple((capital(s.party), capital(s.what), s.one_term, s.for_ever) for s in part.stakes),
        frozenset({2, 3}),
    )
    return Section(
        "precedent",
        "What it does to the next talks",
        part.sentences,
        tables=tuple(table for table in (moved, effects, stakes) if table.rows),
        points=tuple(finding.text for finding in part.findings),
    )
