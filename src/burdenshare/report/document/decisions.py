"""What many actors will decide: a section for each issue."""

from __future__ import annotations

from burdenshare.report.decision_charts import density_chart, stances_chart
from burdenshare.report.document.parts import Section, Table
from burdenshare.results import Decision, Decisions, Sentence
from burdenshare.results.figures import capital, literal


def decision_sections(answer: Decisions) -> tuple[Section, ...]:
    """Give a section for each issue: where actors stand, what models say, what is forecast."""
    return tuple(_issue(issue) for issue in answer.issues)


def _issue(issue: Decision) -> Section:
    models = Table(
        "What models say",
        ("Model", capital(issue.unit)),
        (
            ("Pooled forecast, median and 90% interval", issue.outcome),
            *((point.name, point.outcome) for point in issue.points),
            *(() if issue.reference is None else (("If nothing is decided", issue.reference),)),
            *(() if issue.decided is None else (("What was decided", issue.decided),)),
        ),
        frozenset({1}),
    )
    stances = Table(
        "Who wants what",
        ("Actor", f"Wants, {issue.unit}", "Cares, of 100%", "Part of the weight of all"),
        tuple(
            (
                capital(stance.name), stance.position,
                "not said; as much as the others on average" if stance.salience is None
                else stance.salience,
                stance.weight,
            )
            for stance in sorted(issue.stances, key=lambda each: each.position.value)
        ),
        frozenset({1, 2, 3}),
    )  # fmt: skip
    return Section(
        f"issue-{issue.id}",
        capital(issue.name),
        (_lead(issue),),
        (density_chart(issue), stances_chart(issue)),
        (models, stances),
    )


def _lead(issue: Decision) -> Sentence:
    """Say how far apart the actors are, and what holds without a decision."""
    ordered = sorted(issue.stances, key=lambda each: each.position.value)
    first, last = ordered[0], ordered[-1]
    figures = {"least": first.position, "most": last.position}
    text = (
        f"Actors want between {{least}} ({literal(first.name)}) and {{most}} "
        f"({literal(last.name)}), in {literal(issue.unit)}."
    )
    if issue.reference is not None:
        figures["reference"] = issue.reference
        text += " If nothing is decided, {reference} holds."
    return Sentence(text, figures)
