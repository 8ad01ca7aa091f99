"""A scale file to its definition, with every problem at its line and column."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path as FilePath
from typing import Any

from burdenshare.cases.files import MAX_BYTES, FileKind, decode, read_text, too_large
from burdenshare.cases.hints import Path, did_you_mean, format_path, listed, shown
from burdenshare.cases.syntax import Composed, Place, compose
from burdenshare.errors import CaseError, CaseProblem, CaseSchemaError, ProblemError
from burdenshare.scales.catalog import scale_path, scale_slugs
from burdenshare.scales.definition import FORMAT_VERSION, Definition, Head
from burdenshare.scales.reading import BAD, Problem, Reader
from burdenshare.sharing.scales import FIRST_STEPS, LATER_STEPS, STEPS, Scale

SCALE = FileKind("scale", "'burdenshare scale --list' lists the scales that ship.", scale_slugs)

VERSION_KEY = "burdenshare-scale"


def load_scale(path_or_slug: str | FilePath) -> Definition:
    """Read a scale from a file, or a shipped scale by its slug.

    Raises
    ------
    CaseError
        If there is no such file, or it cannot be read as text.
    CaseSchemaError
        If the text is not YAML, or a field is missing, misspelt, or of the wrong type; every
        problem is reported at once.

    Examples
    --------
    >>> [step.kind for step in load_scale("gni-key").scale.all_steps]
    ['income', 'rounding']
    """
    if isinstance(path_or_slug, str) and path_or_slug in scale_slugs():
        path_or_slug = scale_path(path_or_slug)
    path = FilePath(path_or_slug)
    return parse_scale(read_text(path, SCALE), str(path), json=path.suffix == ".json")


def parse_scale(text: str | bytes, path: str = "scale", *, json: bool = False) -> Definition:
    """Read a scale from its text.

    Raises
    ------
    CaseError
        As `load_scale` does.

    Examples
    --------
    >>> parse_scale("burdenshare-scale: 2")
    Traceback (most recent call last):
    ...
    burdenshare.errors.CaseSchemaError: scale:1:20: burdenshare-scale: expected the version of \
the format, 1, got the number 2
        Write 'burdenshare-scale: 1'.
    """
    if isinstance(text, bytes):
        text = decode(text, path, SCALE)
    elif len(text) > MAX_BYTES:
        raise CaseError([too_large(len(text), path, SCALE)])
    composed = compose(text, path, json=json, noun="scale")
    if not composed.complete:
        raise CaseSchemaError(composed.problems)
    found, problems = _definition(composed.data, hashlib.sha256(text.encode()).hexdigest()[:16])
    told = [*composed.problems, *(_placed(one, composed, path) for one in problems)]
    if told or found is None:
        raise CaseSchemaError(told)
    return found


def _definition(data: Any, digest: str) -> tuple[Definition | None, list[Problem]]:
    reader = Reader()
    begin = f"Begin the file with '{VERSION_KEY}: {FORMAT_VERSION}'."
    if not isinstance(data, dict):
        reader.bad((), f"expected a group of 'key: value' lines, got {shown(data)}", begin)
        return None, reader.problems
    version = data.get(VERSION_KEY)
    if VERSION_KEY not in data:
        reader.bad((VERSION_KEY,), "required, and not there", begin)
    elif type(version) is not int or version != FORMAT_VERSION:
        words = f"expected the version of the format, {FORMAT_VERSION}, got {shown(version)}"
        reader.bad((VERSION_KEY,), words, f"Write '{VERSION_KEY}: {FORMAT_VERSION}'.")
        return None, reader.problems
    head = reader.group(Head, data, (), besides=(VERSION_KEY, "steps"))
    if "steps" not in data:
        reader.bad(("steps",), "required, and not there", "Add 'steps:' and a list of steps.")
    before = None if head is BAD else _before(head, reader)
    reader.series = _series_of(head, before)
    steps = _steps(data.get("steps", []), reader, continued=before is not None)
    if head is BAD or reader.problems:
        return None, reader.problems
    try:
        return _joined(head, before, steps, digest), []
    except ProblemError as error:
        reader.bad(("steps",), str(error))
        return None, reader.problems


def _before(head: Head, reader: Reader) -> Definition | None:
    """The scale that this one begins with."""
    if not head.begins_with:
        if not head.data:
            reader.bad(("data",), "required, and not there", "Say which tables the scale reads.")
        return None
    if head.begins_with not in scale_slugs():
        hint = did_you_mean(head.begins_with, scale_slugs(), SCALE.listing)
        reader.bad(("begins_with",), f"no scale {head.begins_with!r} ships", hint)
        return None
    return load_scale(head.begins_with)


def _series_of(head: Any, before: Definition | None) -> set[str] | None:
    if head is BAD:
        return None
    tables = (*(before.head.data if before else ()), *head.data)
    return {name for table in tables for name in table.series}


def _steps(listing: Any, reader: Reader, *, continued: bool) -> list[Any]:
    if not isinstance(listing, list) or not listing:
        reader.bad(("steps",), f"expected a list of steps, got {shown(listing or None)}")
        return []
    return [
        _step(item, ("steps", place), reader, first=place == 0 and not continued)
        for place, item in enumerate(listing)
    ]


def _step(item: Any, path: Path, reader: Reader, *, first: bool) -> Any:
    if not isinstance(item, dict):
        return reader.bad(path, f"expected a step, got {shown(item)}", "Write '- step: KIND'.")
    kind = item.get("step")
    allowed = FIRST_STEPS if first else LATER_STEPS
    if isinstance(kind, str) and kind in allowed:
        return reader.group(allowed[kind], item, path, besides=("step",))
    where = (*path, "step") if "step" in item else path
    if kind in STEPS:
        words = "a scale begins with" if first else "only the first step is"
        return reader.bad(where, f"{words} one of {listed(list(FIRST_STEPS))}; got {kind!r}")
    if "step" not in item:
        return reader.bad(where, "the step has no kind", f"Add 'step: ...': {listed([*allowed])}.")
    hint = did_you_mean(str(kind), allowed, f"Steps: {listed(list(allowed), 40)}.")
    return reader.bad(where, f"there is no step {shown(kind)}", hint)


def _joined(head: Head, before: Definition | None, steps: list[Any], digest: str) -> Definition:
    if before is None:
        return Definition(head, Scale(steps[0], tuple(steps[1:]), head.total), digest)
    from dataclasses import replace

    total = before.head.total if head.total is None else head.total
    scale = Scale(before.scale.first, (*before.scale.steps, *steps), total)
    data = (*before.head.data, *head.data)
    members = before.head.members if head.members == type(head.members)() else head.members
    whole = hashlib.sha256((before.digest + digest).encode()).hexdigest()[:16]
    money = head.money or before.head.money
    joined = replace(head, data=data, members=members, total=total, money=money)
    return Definition(joined, scale, whole)


def _placed(problem: Problem, composed: Composed, path: str) -> CaseProblem:
    place = _place(problem.path, composed.places, key=problem.at_key)
    return CaseProblem(path, *place, format_path(problem.path), problem.message, problem.hint)


def _place(where: Path, places: Mapping[Path, Place], *, key: bool) -> tuple[int, int]:
    """The line and column of a path, or of the nearest part around it."""
    while where and where not in places:
        where, key = where[:-1], False
    place = places.get(where)
    if place is None:
        return (0, 0)
    return (place.key_line, place.key_column) if key else (place.line, place.column)
