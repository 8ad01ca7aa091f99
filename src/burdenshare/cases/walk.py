"""Every part of a case in turn, with its path and what it takes over from the parts around it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from burdenshare.cases.asof import Context as Context
from burdenshare.cases.asof import cut
from burdenshare.cases.hints import Path
from burdenshare.cases.schema import Case
from burdenshare.cases.schema_numbers import Entry, Part, Quantity
from burdenshare.errors import CaseConsistencyError, CaseProblem


class Finding(NamedTuple):
    """What a check found: where in the case, what is wrong and what to do.

    ``at_key`` says that the key is wrong rather than its value.
    """

    path: Path
    message: str
    hint: str = ""
    at_key: bool = False


class Found(NamedTuple):
    """A part with its path and the context that its numbers stand in."""

    path: Path
    part: Part
    context: Context


class Survey:
    """A case, gone through once for all checks.

    Attributes
    ----------
    case : Case
        The case as written.
    parts : tuple of Found
        The case and every part in it; of a number with several versions, each version.
    numbers : tuple of Found
        Those of them that are numbers.
    visible : Case or None
        The case as known on its date; None if what it cannot do without was not known.
    not_known : tuple of CaseProblem
        What that was.
    """

    def __init__(self, case: Case) -> None:
        """Go through a case."""
        self.case = case
        self.parts = tuple(_walk((), case, Context(case, case.as_of)))
        self.numbers = tuple(found for found in self.parts if isinstance(found.part, Quantity))
        self.visible: Case | None = None
        self.not_known: tuple[CaseProblem, ...] = ()
        try:
            self.visible = cut(case)
        except CaseConsistencyError as error:
            self.not_known = error.problems


def _walk(path: Path, part: Part, context: Context) -> Iterator[Found]:
    if isinstance(part, Quantity) and part.versions:
        for place, version in enumerate(part.versions):
            yield from _walk((*path, place), version, context)
        return
    if isinstance(part, Entry):
        context = context.inside(part)
    yield Found(path, part, context)
    if isinstance(part, Quantity):
        return
    for name, value in part:
        yield from _inside((*path, name), value, context)


def _inside(path: Path, value: Any, context: Context) -> Iterator[Found]:
    if isinstance(value, Part):
        yield from _walk(path, value, context)
    elif isinstance(value, tuple):
        for place, item in enumerate(value):
            yield from _inside((*path, place), item, context)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _inside((*path, key), item, context)
