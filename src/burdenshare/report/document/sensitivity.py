"""Which inputs matter: a chart and a table a headline, and what would flip it."""

from __future__ import annotations

from burdenshare.report.document.parts import Section, Table, kept
from burdenshare.report.sensitivity_charts import indices_chart, tornado_chart
from burdenshare.results import Answer, Moved
from burdenshare.results.figures import capital

CHARTED = ("settlement",)
"""Headlines that are drawn; the others have tables."""


def sensitivity(answer: Answer) -> Section:
    """Which inputs move each headline, and at which values it flips."""
    part = answer.sensitivity
    drawn = [moved for moved in part.headlines if moved.id in CHARTED]
    return Section(
        "sensitivity",
        "Which inputs matter",
        (
            "Each headline varies because inputs are uncertain. An input's total index is the "
            "share of that variance in which it has a part, alone or together with others; its "
            "first-order index is the share that would go if it were known.",
            *(sentence for moved in part.headlines for sentence in moved.sentences[:1]),
        ),
        kept(*(draw(moved) for moved in drawn for draw in (indices_chart, tornado_chart))),
        points=(
            *(sentence for moved in part.headlines for sentence in moved.sentences[1:]),
            *(finding.text for finding in part.findings),
            *(finding.text for moved in part.headlines for finding in moved.findings),
        ),
        folded=tuple(_table(moved) for moved in part.headlines if moved.effects),
    )


def _table(moved: Moved) -> Table:
    head = (
        "Input",
        "Now",
        "First-order index",
        "Total index",
        "Headline with it low",
        "Headline with it high",
        "Flips at",
    )
    return Table(
        f"Inputs that move {moved.name}",
        head,
        tuple(
            (
                capital(e.input_name), e.now, e.first, e.total or "", e.at_low or "",
                e.at_high or "", e.flip or "",
            )
            for e in moved.effects
        ),
        frozenset(range(1, len(head))),
    )  # fmt: skip
