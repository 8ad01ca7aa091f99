"""A case with some of its numbers put otherwise, as an overlay says.

The case is one that has been cut at a date, so that each number has one version and a path, and a
number that was not known by then cannot be changed by mistake. A number that is put otherwise
becomes a judgement with the overlay's note as its reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from burdenshare.cases.asof import label_of, quantities
from burdenshare.cases.hints import near_misses
from burdenshare.cases.overlay import Assumptions, check_case
from burdenshare.cases.schema import Case
from burdenshare.cases.schema_numbers import Amount, Part, Quantity
from burdenshare.cases.unsaid import kind_for_side, unsaid
from burdenshare.cases.wording import quantity_in
from burdenshare.errors import CaseConsistencyError, CaseProblem
from burdenshare.facts.priors import WEAK
from burdenshare.provenance import Basis

NO_REASON = "Assumed in an overlay that gives no reason."

_FIXED = (
    "exchange_rates.", "price_indices.", "outcome.", "payment.history.", "sharing.published.",
)  # fmt: skip
"""Beginnings of the paths of numbers that serve conversion or describe the past."""

_DECIDED = ".outcome.point"
"""End of the paths of what was decided on an issue."""


def is_input(path: str) -> bool:
    """Tell whether a number is drawn by a model; others are read from the case alone."""
    return not path.startswith(_FIXED) and not path.endswith(_DECIDED)


def assume(case: Case, assumed: Assumptions) -> Case:
    """Put the numbers of an overlay into a case that has been cut at a date.

    Parameters
    ----------
    case : Case
        As `cut` gives it.
    assumed : Assumptions
        The overlay, for the same case.

    Raises
    ------
    CaseConsistencyError
        If a path leads to no number of the case that was known by then, or the number does not fit
        there; all such problems at once, each at its place in the overlay.
    """
    check_case(assumed, case.slug)
    problems: list[CaseProblem] = []
    for path, written in assumed.overlay.changes.items():
        kind = _kinds(case, path) or kind_for_side(case, path)
        if kind is None or not is_input(path):
            problems.append(assumed.problem(path, *_unknown(case, path)))
            continue
        try:
            case = _put(case, path, _as(kind, written, case))
        except ValidationError as error:
            problems.append(assumed.problem(path, *_misfit(error), key=False))
    if problems:
        raise CaseConsistencyError(problems)
    return case


def may_be_assumed(case: Case) -> Iterator[str]:
    """Give the paths of the numbers that an overlay may put otherwise."""
    for path, _ in quantities(case):
        if is_input(path):
            yield path
    yield from (belief.path for belief in unsaid(case, WEAK))
    if case.payment is not None:
        for side in (case.payment.payer, case.payment.payee):
            if side not in case.reservation:
                yield f"reservation.{side}"
            if side not in case.bargaining.discount_rates:
                yield f"bargaining.discount_rates.{side}"


def _unknown(case: Case, path: str) -> tuple[str, str]:
    known = list(may_be_assumed(case))
    near = near_misses(path, known, most=2)
    if not near:
        last = path.rsplit(".", 1)[0]
        near = [name for name in known if name.startswith(last)][:2]
    hint = f"Did you mean {' or '.join(near)}?" if near else "'burdenshare run' lists the inputs."
    return f"the case has no number there that was known on {case.as_of}", hint


def _misfit(error: ValidationError) -> tuple[str, str]:
    one: Any = error.errors(include_url=False)[0]
    if one["type"] == "extra_forbidden":
        return f"{one['loc'][-1]} has no meaning here", "The number is no amount of money."
    words = one.get("ctx", {})
    return words.get("message", "the number does not fit here"), words.get("hint", "")


def _as(kind: type[Quantity], written: Amount, case: Case) -> Quantity:
    """Check a number as the kind that the case wants, and mark it as a judgement."""
    money = {"currency", "unit", "price_year"}
    plain = written.model_dump(exclude_none=True, exclude={"versions", "source", "known_on"})
    plain |= {"basis": Basis.JUDGEMENT, "note": written.note or NO_REASON}
    if kind is not Amount:
        return kind.model_validate(plain)  # of another kind, a currency is an unknown field
    given = {name: plain[name] for name in money & set(plain)}
    defaults = case.money.model_dump(include=money)
    return Amount.model_validate({**plain, **defaults, **given})


# --- to a number by its path ----------------------------------------------------------------------


def _kinds(part: Part, rest: str) -> type[Quantity] | None:
    """Give the kind of number at a path, whether or not it is there; None if nothing can be."""
    for name in type(part).model_fields:
        if rest == name:
            return quantity_in(type(part), name)
        if rest.startswith(f"{name}."):
            return _kind_inside(part, name, rest[len(name) + 1 :])
    return None


def _kind_inside(part: Part, name: str, rest: str) -> type[Quantity] | None:
    value = getattr(part, name)
    if isinstance(value, Part) and not isinstance(value, Quantity):
        return _kinds(value, rest)
    found = _item_at(value, rest)
    if found is not None:
        key, item = found
        return type(item) if isinstance(item, Quantity) else _kinds(item, rest[len(key) + 1 :])
    if isinstance(part, Case) and name == "reservation" and part.payment is not None:
        return Amount if rest in (part.payment.payer, part.payment.payee) else None
    return None


def _item_at(value: Any, rest: str) -> tuple[str, Any] | None:
    """Give the item of a list or mapping that a path leads into; an id may hold dots."""
    for key, item in _items(value):
        if rest == key and isinstance(item, Quantity):
            return key, item
        inside = rest.startswith(f"{key}.") and isinstance(item, Part)
        if inside and _kinds(item, rest[len(key) + 1 :]) is not None:
            return key, item
    return None


def _items(value: Any) -> list[tuple[str, Any]]:
    if isinstance(value, tuple):
        return [(label_of(item, place), item) for place, item in enumerate(value)]
    return list(value.items()) if isinstance(value, dict) else []


def _put(part: Any, rest: str, number: Quantity) -> Any:
    """Give a part with a number put at a path that leads to one."""
    for name in type(part).model_fields:
        if rest == name:
            return part.model_copy(update={name: number})
        if rest.startswith(f"{name}."):
            inside = _put_inside(getattr(part, name), rest[len(name) + 1 :], number)
            return part.model_copy(update={name: inside})
    raise AssertionError("the path was looked up before")


def _put_inside(value: Any, rest: str, number: Quantity) -> Any:
    if isinstance(value, Part):
        return _put(value, rest, number)
    found = _item_at(value, rest)
    if found is None:  # a number of one side, which the case does not give
        return {**value, rest: number}
    key, item = found
    changed = number if rest == key else _put(item, rest[len(key) + 1 :], number)
    if isinstance(value, tuple):
        return tuple(changed if other is item else other for other in value)
    return {**value, key: changed}
