"""What is wrong with the fields of a case, said to the person who wrote them.

`describe` turns what pydantic found into problems with a place in the text. Each of its error types
has a row in `WORDS`.
"""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from burdenshare.cases.hints import (
    Path,
    did_you_mean,
    format_path,
    listed,
    shown,
)
from burdenshare.cases.schema import SCHEMA_VERSION, Case
from burdenshare.cases.schema_numbers import Part, Quantity
from burdenshare.cases.syntax import Place
from burdenshare.errors import CaseProblem

MAX_PROBLEMS = 100

Words = tuple[str, str]
"""What is wrong, and what to do."""


def describe(error: ValidationError, places: Mapping[Path, Place], path: str) -> list[CaseProblem]:
    """Give every problem that pydantic found, with its place, in the order of the text.

    Parameters
    ----------
    error : ValidationError
        What pydantic raised for a `Case`.
    places : mapping
        Place of every path in the text.
    path : str
        Name of the file, for the messages.
    """
    found = [(*_locate(one, places), one) for one in error.errors(include_url=False)]
    found.sort(key=lambda item: item[0])
    problems = [
        CaseProblem(path, *place, format_path(where), *_words(one, where))
        for place, where, one in found[:MAX_PROBLEMS]
    ]
    # Nobody reads further, and finding words for a hundred thousand takes long: `few` counts them.
    return problems + [CaseProblem(path, *place, "", "") for place, _, _ in found[MAX_PROBLEMS:]]


def few(problems: list[CaseProblem]) -> list[CaseProblem]:
    """Keep the first `MAX_PROBLEMS` in the order of the text, and say how many more there are."""
    if len(problems) <= MAX_PROBLEMS:
        return problems
    ordered = sorted(problems, key=lambda problem: (problem.line, problem.column))
    first = ordered[MAX_PROBLEMS]
    more = f"{len(ordered) - MAX_PROBLEMS:,} more problems from here on"
    told = CaseProblem(first.path, first.line, first.column, "", more)
    return [*ordered[:MAX_PROBLEMS], told]


# --- places --------------------------------------------------------------------------------------


def _locate(one: Any, places: Mapping[Path, Place]) -> tuple[tuple[int, int], Path]:
    """Give the line and column of an error, and its path as it stands in the file."""
    is_key = one["loc"][-1:] == ("[key]",)
    loc = one["loc"][:-1] if is_key else one["loc"]
    where: Path = ()
    for step in loc:
        # A list of versions stands directly under the name of its quantity.
        if step == "versions" and (*where, 0) in places:
            continue
        where = (*where, step)
    if is_key or one["type"] == "extra_forbidden":
        return place_of(where, places, key=True), where
    return place_of(where, places), where


def place_of(where: Path, places: Mapping[Path, Place], *, key: bool = False) -> tuple[int, int]:
    """Give the line and column of what stands at a path, or of the nearest part around it."""
    place = places.get(where)
    while place is None and where:
        where, key = where[:-1], False
        place = places.get(where)
    if place is None:
        return (0, 0)
    return (place.key_line, place.key_column) if key else (place.line, place.column)


# --- the schema, looked up by path ----------------------------------------------------------------


def part_at(where: Path) -> type[Part] | None:
    """Give the kind of part that stands at a path of a case, None if it is no part."""
    annotation: Any = Case
    for step in where:
        annotation = _step_into(annotation, step)
    return annotation if _is_part(annotation) else None


def _step_into(annotation: Any, step: str | int) -> Any:
    if _is_part(annotation):
        if isinstance(step, int):  # a list of versions
            return annotation
        field = annotation.model_fields.get(step)
        return _bare(field.annotation) if field else None
    arguments = typing.get_args(annotation)
    if typing.get_origin(annotation) is tuple:
        return _bare(arguments[0])
    if typing.get_origin(annotation) is dict:
        return _bare(arguments[1])
    return None


def _bare(annotation: Any) -> Any:
    """Take ``Annotated`` and ``| None`` off a type."""
    if typing.get_origin(annotation) is typing.Annotated:
        return _bare(typing.get_args(annotation)[0])
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        rest = [kind for kind in typing.get_args(annotation) if kind is not type(None)]
        return _bare(rest[0])
    return annotation


def _is_part(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, Part)


def is_quantity(where: Path) -> bool:
    """Tell whether a number stands at a path of a case."""
    part = part_at(where)
    return part is not None and issubclass(part, Quantity)


def quantity_in(part: type[Part], name: str) -> type[Quantity] | None:
    """Give the kind of number that a field of a part holds, None if it holds another thing."""
    kind = _bare(part.model_fields[name].annotation)
    return kind if isinstance(kind, type) and issubclass(kind, Quantity) else None


def fields_of(part: type[Part]) -> list[str]:
    """Give the names that a file may use in a part."""
    hidden = "versions" if issubclass(part, Quantity) else None
    return [name for name in part.model_fields if name != hidden]


# --- words ---------------------------------------------------------------------------------------


def _words(one: Any, where: Path) -> Words:
    say = WORDS.get(one["type"])
    if say is None:
        return f"{shown(one['input'])} does not fit here", ""
    return say(one["input"], one.get("ctx", {}), where)


def _missing(value: Any, context: Any, where: Path) -> Words:
    name = str(where[-1])
    if where == ("burdenshare",):
        return "required, and not there", f"Begin the file with 'burdenshare: {SCHEMA_VERSION}'."
    part = part_at(where[:-1])
    field: FieldInfo | None = part.model_fields.get(name) if part else None
    told = f" ({field.description})" if field and field.description else ""
    return "required, and not there", f"Add '{name}: ...'{told}."


def unknown_key(where: Path) -> Words:
    """Say that a key has no meaning where it stands, and which one may have been meant."""
    name, part = str(where[-1]), part_at(where[:-1])
    known = fields_of(part) if part else []
    hints = [did_you_mean(name, known)]
    if len(where) > 1 and name in Case.model_fields:
        hints.insert(0, f"'{name}' is a part of the case itself: check its indentation.")
    return "unknown key", " ".join(filter(None, hints)) or f"Keys here: {listed(known, 40)}."


def _group_wanted(value: Any, context: Any, where: Path) -> Words:
    if is_quantity(where):
        if value is None:
            return "there is no number here", "Give one, or leave the field out."
        return f"expected a number, got {shown(value)}", ""
    if value is None:
        return "there is nothing here", "Give its fields, indented, or leave it out."
    return f"expected a group of 'key: value' lines, got {shown(value)}", ""


def _list_wanted(value: Any, context: Any, where: Path) -> Words:
    if value is None:
        return "there is nothing here", "Give the items, or leave the field out."
    return f"expected a list, got {shown(value)}", "Each item begins with '- '."


def _text_wanted(value: Any, context: Any, where: Path) -> Words:
    if value is None:
        return "there is no text here", "Write it, or leave the field out if it is not required."
    hint = "" if isinstance(value, list | dict) else "Put it in quotation marks if it is meant."
    return f"expected text, got {shown(value)}", hint


def _whole_wanted(value: Any, context: Any, where: Path) -> Words:
    return f"expected a whole number, got {shown(value)}", ""


def _number_wanted(value: Any, context: Any, where: Path) -> Words:
    hint = "Write it without quotation marks." if isinstance(value, str) else ""
    return f"expected a number, got {shown(value)}", hint


def _choice(value: Any, context: Any, where: Path) -> Words:
    if where == ("burdenshare",):
        return wrong_version(value)
    options = re.findall(r"'([^']*)'", str(context["expected"]))
    hint = did_you_mean(value, options) if isinstance(value, str) else ""
    return f"expected one of {listed(options, 40)}; got {shown(value)}", hint


def wrong_version(value: Any) -> Words:
    """Say that the version of the format is not the one read here."""
    if isinstance(value, int) and not isinstance(value, bool) and value > SCHEMA_VERSION:
        return (
            f"the case is in version {value} of the format; this burdenshare reads version "
            f"{SCHEMA_VERSION}",
            "Install a newer burdenshare.",
        )
    return (
        f"expected the version of the format, {SCHEMA_VERSION}, got {shown(value)}",
        f"Write 'burdenshare: {SCHEMA_VERSION}'.",
    )


def _bound(words: str, name: str) -> Callable[[Any, Any, Path], Words]:
    def say(value: Any, context: Any, where: Path) -> Words:
        return f"{value:.15g} is {words} {context[name]:g}", ""

    return say


#: What to say for each type of error that pydantic raises for a case: of the value, the context of
#: the error, and the path.
WORDS: dict[str, Callable[[Any, Any, Path], Words]] = {
    "case": lambda value, context, where: (context["message"], context["hint"]),
    "missing": _missing,
    "extra_forbidden": lambda value, context, where: unknown_key(where),
    "model_type": _group_wanted,
    "dict_type": _group_wanted,
    "tuple_type": _list_wanted,
    "string_type": _text_wanted,
    "string_too_short": lambda value, context, where: ("the text is empty", ""),
    "string_too_long": lambda value, context, where: (
        f"the text has {len(value):,} characters; {context['max_length']:,} are allowed",
        "",
    ),
    "int_type": _whole_wanted,
    "float_type": _number_wanted,
    "finite_number": lambda value, context, where: (
        "the number is not finite, or too large to compute with",
        "",
    ),
    "greater_than": _bound("not above", "gt"),
    "greater_than_equal": _bound("below", "ge"),
    "less_than_equal": _bound("above", "le"),
    "bool_type": lambda value, context, where: (
        f"expected true or false, got {shown(value)}",
        "",
    ),
    "enum": _choice,
    "literal_error": _choice,
}
