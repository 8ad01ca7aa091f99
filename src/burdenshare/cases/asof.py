"""A case as it could be known on a date: everything later is cut out, not hidden.

The rule. A number is known from its own ``known_on``; else from the date of its own source; else
from the ``known_on`` of the entry it stands in; else, for things that happened, from the entry's
date; else from the date of the entry's source; else, for a judgement, from the day on which the
case was asked. A number whose date cannot be told is never known. Dates without a day count from
the last day of their month or year.

What `cut` returns is a case of its own, in which each number has one version and carries the
source, basis, date and note that apply to it. Models are built from such a case alone, so that
nothing later can reach them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, TypeVar

from burdenshare.cases.schema import Case, Outcome, Poll, Position, SourceEntry
from burdenshare.cases.schema_issues import IssueOutcome
from burdenshare.cases.schema_numbers import Amount, Entry, Part, Quantity
from burdenshare.cases.schema_sharing import Proposal
from burdenshare.errors import CaseConsistencyError, CaseProblem
from burdenshare.provenance import Basis, PartialDate

AnyQuantity = TypeVar("AnyQuantity", bound=Quantity)


class Named(NamedTuple):
    """A quantity with its path in the case, such as ``costs.military_pay.amount``."""

    path: str
    quantity: Quantity


@dataclass(frozen=True, slots=True)
class Context:
    """What a number takes over from the parts it stands in."""

    case: Case
    as_of: date
    known: date | None = None
    source: str | None = None
    basis: Basis | None = None
    note: str | None = None

    def source_date(self, source: str | None) -> date | None:
        """The day from which a source can have been read, if it has a date."""
        entry = self.case.sources.get(source) if source else None
        return entry.date.latest if entry and entry.date else None

    def inside(self, entry: Entry) -> Context:
        """The context of the numbers in `entry`."""
        known = (
            (entry.known_on.latest if entry.known_on else None)
            or _happened_on(entry)
            or self.source_date(entry.source)
            or self.known
        )
        return Context(
            self.case,
            self.as_of,
            known,
            entry.source or self.source,
            entry.basis or self.basis,
            entry.note or self.note,
        )

    def known_from(self, quantity: Quantity) -> date | None:
        """The day from which a quantity may be used, if any."""
        if quantity.known_on:
            return quantity.known_on.latest
        own = self.source_date(quantity.source)
        if own or self.known:
            return own or self.known
        judged = (quantity.basis or self.basis) is Basis.JUDGEMENT
        return self.case.as_of if judged else None


def _happened_on(entry: Entry) -> date | None:
    match entry:
        case Position() | Poll() | Proposal():
            return entry.date.latest
        case Outcome():
            return entry.agreed_on.latest
        case IssueOutcome():
            return entry.decided_on.latest
    return None


def cut(case: Case, as_of: date | None = None) -> Case:
    """Give the case as it could be known at the end of a day.

    Parameters
    ----------
    case : Case
        A case as read from its file.
    as_of : date, optional
        The day; else the one that the case names.

    Returns
    -------
    Case
        With ``as_of`` set, later parts removed, and each number resolved to one version that
        carries its source, basis, date and note.

    Raises
    ------
    CaseConsistencyError
        If a number without which nothing can be computed was not known by then.
    """
    day = as_of or case.as_of
    context = Context(case, day)
    missing: list[str] = []
    visible: Case | None = _cut_part(case, context, "", missing)
    if missing or visible is None:
        raise CaseConsistencyError(
            CaseProblem(
                case.slug,
                0,
                0,
                path,
                f"was not known by {day}",
                "Give an earlier version, or ask later.",
            )
            for path in missing
        )
    used = {named.quantity.source for named in quantities(visible)} | set(_cited(visible))
    sources = {name: entry for name, entry in case.sources.items() if name in used}
    return visible.model_copy(update={"as_of": day, "sources": sources})


def _cut_part(part: Part, context: Context, path: str, missing: list[str]) -> Any:
    """Cut one part; None if a number that it cannot do without is not known."""
    if isinstance(part, SourceEntry):
        return part
    if isinstance(part, Entry):
        context = context.inside(part)
    update: dict[str, Any] = {}
    for name, value in _holding(part):
        here = f"{path}.{name}" if path else name
        cut_value = _cut_value(value, context, here, missing)
        if cut_value is None and type(part).model_fields[name].is_required():
            missing.append(here)
            return None
        update[name] = cut_value
    return part.model_copy(update=update) if update else part


_PLAIN = frozenset({type(None), str, int, float, bool, date, PartialDate, Basis})
"""Types of which most fields are, and in which no number with a source can stand."""


def _holding(part: Part) -> Iterator[tuple[str, Any]]:
    """Give the fields of a part in which parts and numbers may stand, by name."""
    return ((name, value) for name, value in part if type(value) not in _PLAIN)


def _cut_value(value: Any, context: Context, path: str, missing: list[str]) -> Any:
    if isinstance(value, Quantity):
        return _resolve(value, context)
    if isinstance(value, Outcome | IssueOutcome):
        known = context.inside(value).known
        is_later = known is not None and known > context.as_of
        return None if is_later else _cut_part(value, context, path, [])
    if isinstance(value, Part):
        return _cut_part(value, context, path, missing)
    if isinstance(value, tuple):
        pieces = (_cut_item(item, context, path) for item in value)
        return tuple(piece for piece in pieces if piece is not None)
    if isinstance(value, dict):
        kept = {key: _cut_item(item, context, f"{path}.{key}") for key, item in value.items()}
        return {key: item for key, item in kept.items() if item is not None}
    return value


def _cut_item(item: Any, context: Context, path: str) -> Any:
    """Cut one of many; an item that was not known is left out without a word."""
    if isinstance(item, Entry):
        known = context.inside(item).known
        if known is not None and known > context.as_of:
            return None
    return _cut_value(item, context, path, [])


def _resolve(quantity: AnyQuantity, context: Context) -> AnyQuantity | None:
    """Give the last version known, with all that applies to it filled in."""
    best: tuple[date, AnyQuantity] | None = None
    for version in quantity.versions or (quantity,):
        known = context.known_from(version)
        if known is not None and known <= context.as_of and (best is None or known >= best[0]):
            best = known, version  # type: ignore[assignment]  # versions are of the same class
    if best is None:
        return None
    known, version = best
    update: dict[str, Any] = {
        "source": version.source or context.source,
        "basis": version.basis
        or context.basis
        or (Basis.DOCUMENT if version.source or context.source else None),
        "note": version.note or context.note,
        "known_on": version.known_on,
    }
    if isinstance(version, Amount):
        money = context.case.money
        update |= {
            "currency": version.currency or money.currency,
            "unit": version.unit or money.unit,
            "price_year": version.price_year or money.price_year,
        }
    return version.model_copy(update=update)


def quantities(part: Part, path: str = "") -> Iterator[Named]:
    """Give every number of a case with its path; items of a list go by their id or place."""
    for name, value in _holding(part):
        yield from _quantities_in(value, f"{path}.{name}" if path else name)


def _quantities_in(value: Any, path: str) -> Iterator[Named]:
    if isinstance(value, Quantity):
        yield Named(path, value)
    elif isinstance(value, Part):
        yield from quantities(value, path)
    elif isinstance(value, tuple):
        for place, item in enumerate(value):
            yield from _quantities_in(item, f"{path}.{label_of(item, place)}")
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _quantities_in(item, f"{path}.{key}")


def label_of(item: Any, place: int) -> str:
    """Give the name by which a path calls an item of a list: its id or year, else its place."""
    for name in ("id", "year"):
        label = getattr(item, name, None)
        if label is not None:
            currency = getattr(item, "currency", None)
            return f"{currency}-{label}" if currency else str(label)
    return str(place)


def _cited(part: Part) -> Iterator[str]:
    """Sources that parts name for themselves, such as a statement without a number."""
    if isinstance(part, Entry) and part.source is not None:
        yield part.source
    for _, value in _holding(part):
        items = (
            value.values()
            if isinstance(value, dict)
            else value
            if isinstance(value, tuple)
            else [value]
        )
        for item in items:
            if isinstance(item, Part) and not isinstance(item, Quantity | SourceEntry):
                yield from _cited(item)
