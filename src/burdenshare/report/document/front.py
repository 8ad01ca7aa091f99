"""The head of the document: its title, the question, the answer and the figures to read first."""

from __future__ import annotations

from collections.abc import Sequence

from burdenshare.report.document.parts import Document, Section, cells_of, runs
from burdenshare.results import AnswerAmongMany, Decisions, Figure, Reported, SharedCost
from burdenshare.results.figures import capital


def head(answer: Reported, sections: Sequence[Section]) -> Document:
    """Put a head on the sections of a document."""
    made = answer.made
    kicker = "Cost sharing: fair shares, and what could and will be agreed"
    findings = answer.findings
    if isinstance(answer, Decisions):
        kicker = "Issues that many decide: what each will come to"
    elif isinstance(answer, SharedCost):
        kicker = "Cost sharing: what each principle asks of each member"
    if isinstance(answer, AnswerAmongMany):
        findings = (*findings, *answer.shared.findings)
    return Document(
        kicker=kicker,
        title=answer.title,
        description=answer.description,
        standing=f"As known on {made.as_of}. {_money(answer)}Intervals hold nine times in ten.",
        question=answer.verdict.question,
        answer=answer.verdict.sentences,
        findings=tuple(finding.text for finding in findings),
        keys=_keys(answer),
        sections=tuple(sections),
        made=made,
        command=f"burdenshare run {made.case} --as-of {made.as_of} --draws {made.draws} "
        f"--seed {made.seed}{' --overlay FILE' if answer.changes else ''}",
        origins=_named(answer),
    )


def _money(answer: Reported) -> str:
    """Say what amounts are counted in, where there are any."""
    if isinstance(answer, Decisions):
        return ""
    return f"Amounts a year in {answer.money.currency} at {answer.money.price_year} prices. "


def _named(answer: Reported) -> dict[str, str]:
    """What formulas and sources are called."""
    names = {f"formula:{entry.id}": entry.name for entry in answer.formulas.values()}
    return names | {
        f"source:{entry.id}": f"{entry.publisher}, {entry.date}"
        for entry in answer.sources.values()
    }


def _keys(answer: Reported) -> tuple[tuple[str, Figure], ...]:
    """The figures that a reader looks for first."""
    if isinstance(answer, Decisions):
        return tuple(
            (f"{capital(issue.name)}, {issue.unit}", issue.outcome) for issue in answer.issues
        )
    if isinstance(answer, SharedCost):
        return (("To be shared, a year", answer.cost),)
    shares, agreed, forecast = answer.fair_shares, answer.zone, answer.forecast
    keys = (
        ("Asked", shares.figure),
        ("Paid now", shares.present),
        (f"Least {agreed.payee} accepts", agreed.least),
        (f"Most {agreed.payer} pays", agreed.most),
    )
    if forecast.is_over:
        return keys
    return (*keys, ("Forecast to be agreed", forecast.payment),
            ("Forecast to be agreed in", forecast.agreement))  # fmt: skip


def used_origins(answer: Reported, sections: Sequence[Section]) -> frozenset[str]:
    """Give the formulas and sources behind the head and the sections, as ``kind:id``."""
    words = (answer.verdict.question, *answer.verdict.sentences)
    cells = [*words, *(cell for section in sections for cell in cells_of(section))]
    used = {f"{figure.origin.kind}:{figure.origin.ref}" for _, figure in _keys(answer)}
    for run in (run for cell in cells for run in runs(cell)):
        if run.figure is not None:
            used.add(f"{run.figure.origin.kind}:{run.figure.origin.ref}")
        elif run.target.startswith("#source-"):
            used.add(run.target.replace("#source-", "source:"))
    return frozenset(used)
