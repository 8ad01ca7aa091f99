"""What will be agreed, and when."""

from __future__ import annotations

from burdenshare.report.document.parts import Section, Table, kept
from burdenshare.report.forecast_charts import (
    comparators_chart,
    histories_chart,
    payments_chart,
    survival_chart,
)
from burdenshare.results import Answer
from burdenshare.results.figures import capital


def forecast(answer: Answer) -> Section:
    """What will be agreed, and when."""
    part = answer.forecast
    title = "What will be agreed, and when"
    if part.is_over:
        return Section("forecast", title, part.sentences)
    told = Table(
        "Histories that stand for many",
        ("How it goes", "Share", "In words"),
        tuple((capital(h.name), h.share, h.told) for h in part.histories),
        frozenset({1}),
    )
    deals = Table(
        "Chance of an agreement by a day",
        ("Day", "What is on it", "Agreed by then"),
        tuple((deal.day, capital(deal.name), deal.probability) for deal in part.deals),
        frozenset({2}),
    )
    events = Table(
        "What may come before an agreement",
        ("Event", "Probability"),
        tuple((capital(event.name), event.probability) for event in part.events),
        frozenset({1}),
    )
    return Section(
        "forecast",
        title,
        tuple(said for said in part.sentences if said.text not in answer.verdict.text),
        kept(
            survival_chart(answer),
            payments_chart(answer),
            histories_chart(answer),
            comparators_chart(answer),
        ),
        tuple(table for table in (told, deals) if table.rows),
        tuple(finding.text for finding in part.findings),
        (events,) if events.rows else (),
    )
