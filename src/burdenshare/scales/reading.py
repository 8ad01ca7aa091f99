"""Plain data to dataclasses by the types of their fields, with every problem at its path.

One function reads them all: a class, a mapping, a tuple, a choice, a number or a text. It never
stops at the first problem.
"""

from __future__ import annotations

import dataclasses
import math
import re
import types
import typing
from collections.abc import Mapping
from typing import Any, NamedTuple

from burdenshare.cases.hints import Path, clipped, did_you_mean, listed, shown
from burdenshare.errors import ProblemError
from burdenshare.sharing.scale_inputs import Period


class Problem(NamedTuple):
    """Something to mend: where, what is wrong, what to do; ``at_key`` if the key is wrong."""

    path: Path
    message: str
    hint: str = ""
    at_key: bool = False


BAD = object()
"""Stands for a value that could not be read; there is a problem that says why."""


class Reader:
    """Reads values and collects what is wrong with them."""

    def __init__(self, series: typing.Collection[str] | None = None) -> None:
        """Begin; with names of series, a step may name no other."""
        self.problems: list[Problem] = []
        self.series = series

    def bad(self, path: Path, message: str, hint: str = "", *, at_key: bool = False) -> Any:
        """Note a problem, and give what stands for a value that could not be read."""
        self.problems.append(Problem(path, message, hint, at_key))
        return BAD

    def read(self, kind: Any, value: Any, path: Path) -> Any:
        """Read a value as a type says, or give `BAD`."""
        origin = typing.get_origin(kind)
        if origin is typing.Annotated:
            return self._series(value, path)
        if origin in (typing.Union, types.UnionType):
            return self._either(typing.get_args(kind), value, path)
        if origin is typing.Literal:
            return self._choice(typing.get_args(kind), value, path)
        if kind is Period:
            return self._period(value, path)
        if origin is tuple:
            return self._list(typing.get_args(kind)[0], value, path)
        if origin is not None and issubclass(origin, Mapping):
            return self._mapping(typing.get_args(kind), value, path)
        if dataclasses.is_dataclass(kind):
            return self.group(kind, value, path)
        return self._scalar(kind, value, path)

    def group(self, kind: Any, value: Any, path: Path, *, besides: tuple[str, ...] = ()) -> Any:
        """Read a group of keys as a dataclass; keys `besides` its fields are left alone."""
        if not isinstance(value, dict):
            return self.bad(path, f"expected a group of 'key: value' lines, got {shown(value)}")
        hints = typing.get_type_hints(kind, include_extras=True)
        fields = {one.name: one for one in dataclasses.fields(kind)}
        read: dict[str, Any] = {}
        for key, inside in value.items():
            if key in fields:
                read[key] = self.read(hints[key], inside, (*path, key))
            elif key not in besides:
                known = [*besides, *fields]
                hint = did_you_mean(key, known, f"Keys here: {listed(known, 40)}.")
                read[key] = self.bad((*path, key), "unknown key", hint, at_key=True)
        for name, one in fields.items():
            required = one.default is dataclasses.MISSING and (
                one.default_factory is dataclasses.MISSING
            )
            if required and name not in value:
                read[name] = self.bad(
                    (*path, name), "required, and not there", f"Add '{name}: ...'."
                )
        return BAD if any(one is BAD for one in read.values()) else self._made(kind, read, path)

    def _made(self, kind: Any, read: dict[str, Any], path: Path) -> Any:
        try:
            return kind(**read)
        except ProblemError as error:
            # What a step says of a parameter begins with the parameter's name.
            name, _, rest = str(error).partition(": ")
            if name in {one.name for one in dataclasses.fields(kind)}:
                return self.bad((*path, name), rest)
            return self.bad(path, str(error))

    def _series(self, value: Any, path: Path) -> Any:
        name = self._scalar(str, value, path)
        if name is BAD or not name or self.series is None or name in self.series:
            return name
        hint = did_you_mean(name, self.series, f"There is {listed(sorted(self.series), 40)}.")
        return self.bad(path, f"the data has no series {clipped(repr(name))}", hint)

    def _either(self, kinds: tuple[Any, ...], value: Any, path: Path) -> Any:
        if value is None and type(None) in kinds:
            return None
        rest = [kind for kind in kinds if kind is not type(None)]
        is_number = isinstance(value, int | float)
        chosen = next((kind for kind in rest if (kind is float) == is_number), rest[0])
        return self.read(chosen, value, path)

    def _choice(self, options: tuple[Any, ...], value: Any, path: Path) -> Any:
        if value in options:
            return value
        hint = did_you_mean(value, options) if isinstance(value, str) else ""
        return self.bad(path, f"expected one of {listed(options, 40)}; got {shown(value)}", hint)

    def _period(self, value: Any, path: Path) -> Any:
        found = re.fullmatch(r"(\d{4})(?:\s*-\s*(\d{4}))?", str(value))
        if found is None or isinstance(value, bool):
            return self.bad(
                path, f"{clipped(shown(value))} is no period", "Write 2020-2022, or 2022 alone."
            )
        first, last = int(found[1]), int(found[2] or found[1])
        if last < first:
            return self.bad(path, f"{value} ends before it begins", f"Write {last}-{first}.")
        return Period(first, last)

    def _list(self, kind: Any, value: Any, path: Path) -> Any:
        if not isinstance(value, list):
            return self.bad(path, f"expected a list, got {shown(value)}", "Write [one, two].")
        items = [self.read(kind, item, (*path, place)) for place, item in enumerate(value)]
        return BAD if any(item is BAD for item in items) else tuple(items)

    def _mapping(self, kinds: tuple[Any, ...], value: Any, path: Path) -> Any:
        if not isinstance(value, dict):
            return self.bad(path, f"expected a group of 'key: value' lines, got {shown(value)}")
        read = {
            self.read(kinds[0], key, (*path, key)): self.read(kinds[1], inside, (*path, key))
            for key, inside in value.items()
        }
        return BAD if any(one is BAD for pair in read.items() for one in pair) else read

    def _scalar(self, kind: Any, value: Any, path: Path) -> Any:
        if kind is str:
            if isinstance(value, str):
                return value if len(value) <= 4000 else self.bad(path, "the text is too long")
            if type(value) is int and path[-2:-1] == ("where",):
                return str(value)  # a year that rows must have
            return self.bad(path, f"expected text, got {shown(value)}", "Put it in quotes.")
        if kind is bool:
            if isinstance(value, bool):
                return value
            return self.bad(path, f"expected true or false, got {shown(value)}")
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or (kind is int and value != int(value)):
            what = "a whole number" if kind is int else "a number"
            return self.bad(path, f"expected {what}, got {shown(value)}")
        if not math.isfinite(value):
            return self.bad(path, "the number is not finite, or too large to compute with")
        return kind(value)
