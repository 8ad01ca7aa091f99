"""Who should pay what of a cost that many members share: charges, core, proposals, tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from burdenshare.report.document.parts import Cell, Section, Table, kept
from burdenshare.report.document.promises import promises
from burdenshare.report.shared_charts import members_chart, principles_chart
from burdenshare.results import Figure
from burdenshare.results.figures import capital
from burdenshare.results.shared_cost import Charge, Column, SharedCost

FEW_MEMBERS = 8
"""Up to so many members a table has a column each; with more it has a column a principle."""


def member_sections(shared: SharedCost) -> list[Section]:
    """Give the sections about the members in their order."""
    made = (
        charges(shared),
        changes(shared),
        promises(shared.promises, "member-promises"),
        proposals(shared),
        stability(shared),
        tests(shared),
        printed(shared),
        left_out(shared),
    )
    return [section for section in made if section is not None]


def charges(shared: SharedCost) -> Section:
    """What each principle asks of each member."""
    bases = dict.fromkeys((column.base, column.base_name) for column in shared.columns)
    tables = [
        _charges(
            [c for c in shared.columns if c.base == base],
            f"{capital(name)}: what each principle asks",
        )
        for base, name in bases
    ]
    shares = [
        _shares([c for c in shared.columns if c.base == base], f"{capital(name)}: shares")
        for base, name in bases
    ]
    return Section(
        "members",
        f"Who should pay what of {shared.name}",
        (),
        kept(members_chart(shared), principles_chart(shared)),
        tuple(shares),
        folded=tuple(tables),
    )


def left_out(shared: SharedCost) -> Section | None:
    """Principles that could not be computed, and why."""
    points = tuple(_left_out(shared))
    return Section("left-out", "Principles that were left out", points=points) if points else None


def _charges(columns: Sequence[Column], caption: str) -> Table:
    """Amounts with intervals: members and groups down, principles across, or turned round."""
    return _laid_out(columns, f"{caption}, as yearly amounts", lambda charge: charge.amount)


def _shares(columns: Sequence[Column], caption: str) -> Table:
    return _laid_out(columns, caption, lambda charge: charge.share)


def _laid_out(columns: Sequence[Column], caption: str, pick: Callable[[Charge], Figure]) -> Table:
    every = [(*column.charges, *column.groups) for column in columns]
    names = [capital(charge.name) for charge in every[0]]
    if len(columns[0].charges) <= FEW_MEMBERS:
        rows: tuple[tuple[Cell, ...], ...] = tuple(
            (capital(column.name), *(pick(charge) for charge in charges))
            for column, charges in zip(columns, every, strict=True)
        )
        return Table(caption, ("Principle", *names), rows, frozenset(range(1, len(names) + 1)))
    rows = tuple(
        (name, *(pick(charges[place]) for charges in every)) for place, name in enumerate(names)
    )
    head = ("Member", *(capital(column.name) for column in columns))
    return Table(caption, head, rows, frozenset(range(1, len(head))))


def _left_out(shared: SharedCost) -> Iterator[str]:
    grouped: dict[str, list[str]] = {}
    for left in shared.left_out:
        grouped.setdefault(left.reason, []).append(left.name)
    for reason, names in grouped.items():
        yield f"{capital('; '.join(names))}. Reason: {reason}."


def changes(shared: SharedCost) -> Section | None:
    """Who gains and who loses against what is paid now."""
    known = [member for member in shared.members if member.share is not None]
    if not known or not shared.columns:
        return None
    base = shared.columns[0].base
    columns = [column for column in shared.columns if column.base == base]
    places = [place for place, m in enumerate(shared.members) if m.share is not None]
    head = (
        "Member",
        "Borne now",
        "Paid now, a year",
        *(capital(column.name) for column in columns),
    )
    rows: list[tuple[Cell, ...]] = []
    for place in places:
        member = shared.members[place]
        moved = [column.charges[place].change for column in columns]
        cells = [change if change is not None else "" for change in moved]
        now: tuple[Cell, ...] = (capital(member.name), member.share or "", member.amount or "")
        rows.append((*now, *cells))
    table = Table(
        "Change for each member, a year: above zero it would pay more, below zero less",
        head,
        tuple(rows),
        frozenset(range(1, len(head))),
    )
    unknown = [capital(member.name) for member in shared.members if member.share is None]
    points = (
        (f"What these bear now is not known, so nothing is said of their gains or losses: "
         f"{', '.join(unknown)}.",) if unknown else ()
    )  # fmt: skip
    points = (*shared.gains, *shared.limits, *points)
    return Section("changes", "Who gains and who loses", tables=(table,), points=points)


def proposals(shared: SharedCost) -> Section | None:
    """What proposals and agreements did."""
    if not shared.proposals:
        return None
    tables = []
    for effect in shared.proposals:
        asked = [name for name, _ in effect.moves[0].asked] if effect.moves else []
        head = ("Member", "Before", "Proposed", "Change, a year", *map(capital, asked))
        rows = tuple(
            (
                capital(move.name), move.before or "not known", move.proposed, move.change or "",
                *(figure for _, figure in move.asked),
            )
            for move in effect.moves
        )  # fmt: skip
        caption = f"{capital(effect.name)}, {effect.date}, beside the shares that principles ask"
        tables.append(Table(caption, head, rows, frozenset(range(1, len(head)))))
    return Section(
        "proposals",
        "What was proposed, and what was agreed",
        tables=tuple(tables),
        points=tuple(s for effect in shared.proposals for s in effect.sentences),
    )


def stability(shared: SharedCost) -> Section | None:
    """Which coalitions would do better alone, and where bargaining would settle."""
    if shared.core is None:
        return None
    judged = [column for column in shared.columns if column.standing is not None]
    standing = Table(
        "Coalitions that would do better on their own, at medians",
        ("Principle", "How many", "The one with most to gain"),
        tuple(
            (capital(c.name), c.standing.coalitions, c.standing.sentence)
            for c in judged
            if c.standing is not None
        ),
        frozenset({1}),
    )
    tables = [standing] if judged else []
    ranged = [m for m in shared.members if m.core_least is not None and m.core_most is not None]
    if ranged:
        rows = tuple((capital(m.name), m.core_least or "", m.core_most or "") for m in ranged)
        head = ("Member", "Least in the core, a year", "Most in the core, a year")
        tables.append(Table("What the core leaves each member", head, rows, frozenset({1, 2})))
    if shared.settlements:
        tables.append(_settlements(shared))
    return Section(
        "core",
        "Who would leave, and where bargaining would settle",
        (shared.core.sentence,),
        tables=tuple(tables),
        points=tuple(s.sentence for s in shared.settlements),
    )


def _settlements(shared: SharedCost) -> Table:
    head = ("Solution", *(capital(name) for name, _ in shared.settlements[0].charges))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (capital(found.name), *(figure for _, figure in found.charges))
        for found in shared.settlements
    )
    numeric = frozenset(range(1, len(head)))
    return Table("Where bargaining would settle, a year", head, rows, numeric)


def tests(shared: SharedCost) -> Section | None:
    """Whether burdens follow benefits."""
    if not shared.tests:
        return None
    rows = tuple(
        (t.name, capital(t.burden), t.members, t.statistic, t.p_value or "") for t in shared.tests
    )
    head = ("Question", "Burden", "Members", "Statistic", "Chance of one as far out")
    return Section(
        "burdens",
        "Burdens, benefits and how far principles agree",
        tables=(Table("Tests of the literature", head, rows, frozenset({2, 3, 4})),),
        points=tuple(test.sentence for test in shared.tests),
    )


def printed(shared: SharedCost) -> Section | None:
    """Rows that somebody printed, against what is computed here."""
    if not shared.printed:
        return None
    rows = tuple(
        (capital(row.name), row.principle, "yes" if row.agrees else "no", row.furthest)
        for row in shared.printed
    )
    head = ("Row", "Said to follow", "Does", "Largest difference")
    return Section(
        "printed",
        "Are printed rows what they claim to be?",
        tables=(Table("Printed rows", head, rows, frozenset({3})),),
        points=tuple(row.sentence for row in shared.printed),
    )
