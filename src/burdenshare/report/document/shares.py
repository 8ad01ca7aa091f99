"""Who should pay what, and what would have to be true."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from burdenshare.report.charts import grid_chart, headline_chart
from burdenshare.report.document.parts import Section, Table, kept
from burdenshare.results import Answer, Requirement, Requirements, Sentence
from burdenshare.results.answers import Base
from burdenshare.results.figures import capital

_LEAD = (
    "{counted} fair shares were computed: every recognised principle on every cost base, the "
    "present payment carried forward, and what allies pay. {percentile} of them lie below "
    "{figure} a year; {reached} reach it."
)
_NONE = "No principle finds in the case what it needs, so there is nothing to set {figure} against."


def fair_shares(answer: Answer) -> Section:
    """Who should pay what."""
    shares = answer.fair_shares
    figures = {
        "counted": shares.counted,
        "reached": shares.reached,
        "figure": shares.figure,
        "percentile": shares.percentile,
    }
    lead = Sentence(_LEAD if shares.counted.value else _NONE, figures)
    every = Table(
        "All fair shares, as yearly payments with 90% intervals",
        ("Principle", "Cost base", "Payment a year", "Share of the cost", "Reaches the figure"),
        tuple(
            (capital(c.principle_name), capital(c.base_name), c.payment, c.share, c.reaches)
            for c in shares.cells
        )
        + tuple((capital(r.name), "", r.payment, "", r.reaches) for r in shares.references),
        frozenset({2, 3, 4}),
    )
    bases = Table(
        "Cost bases",
        ("Cost base", "Comes to, a year", "Borne by the payer beside the payment", "Items"),
        tuple(
            (capital(b.name), b.total, b.borne_outside, _items(b, shares.bases))
            for b in shares.bases
        ),
        frozenset({1, 2}),
    )
    return Section(
        "fair-shares",
        "Who should pay what",
        (lead,),
        kept(headline_chart(answer), grid_chart(answer)),
        (bases,) if shares.bases else (),
        tuple(_left_out(answer)),
        (every,) if every.rows else (),
    )


MOST_INPUTS = 2
"""Inputs that are shown for each goal and principle; there may be dozens that are absurd."""


def _nearest(requirements: Iterable[Requirement]) -> Iterator[Requirement]:
    """Give the nearest inputs for each goal, principle and base, in the order of distance."""
    shown: Counter[tuple[str, str, str]] = Counter()
    for requirement in requirements:
        key = (requirement.goal, requirement.principle, requirement.base)
        shown[key] += 1
        if shown[key] <= MOST_INPUTS:
            yield requirement


def _items(base: Base, bases: tuple[Base, ...]) -> str:
    """Name what is in a base; what is in a smaller base before it is named by that base."""
    before = bases[: bases.index(base)]
    inside = [other for other in before if set(other.items) < set(base.items)]
    if not inside:
        return "; ".join(base.items)
    largest = max(inside, key=lambda other: len(other.items))
    added = [item for item in base.items if item not in largest.items]
    return f"{capital(largest.name)}, and: {'; '.join(added)}"


def _left_out(answer: Answer) -> Iterator[str]:
    grouped: dict[str, list[str]] = {}
    for left in answer.fair_shares.left_out:
        grouped.setdefault(left.reason, []).append(left.name)
    for reason, names in grouped.items():
        yield f"Left out: {'; '.join(names)}. Reason: {reason}."


def _together(asked: Requirements) -> Iterator[Table]:
    """Every input that moves in a joint change."""
    rows = tuple(
        (capital(change.goal_name), capital(move.input_name), move.now, move.needed, move.share)
        for change in asked.together
        for move in change.moves
    )
    if rows:
        yield Table(
            "The nearest joint changes, and what falls on each input",
            ("What would be true", "Input", "Now", "Needed", "Share of the change"),
            rows,
            frozenset({2, 3, 4}),
        )


def requirements(answer: Answer) -> Section | None:
    """What would have to be true."""
    asked = answer.requirements
    if not asked.requirements:
        return None
    nearest = tuple(_nearest(asked.requirements))
    table = Table(
        f"The {MOST_INPUTS} nearest inputs that would do for each, all others at their medians",
        ("What would be true", "Input", "Now", "Needed", "Distance"),
        tuple(
            (capital(r.goal_name), capital(r.input_name), r.now, r.needed, r.distance)
            for r in nearest
        ),
        frozenset({2, 3, 4}),
    )
    title = f"What would have to be true for {asked.figure.text} a year"
    return Section(
        "requirements",
        title,
        (
            "Distances are in standard deviations of the input, or, for an input taken as certain "
            "and for the cost shared, the ratio of what is needed to what is known. A joint change "
            "moves all uncertain inputs at once, by as little as will do.",
        ),
        points=(
            *(r.sentence for r in asked.headlines()),
            *(change.sentence for change in asked.together),
            *(finding.text for finding in asked.no_joint_change),
        ),
        folded=(table, *_together(asked)),
    )
