"""A file to a case, with every problem at its line and column."""

from __future__ import annotations

import os
import stat
from pathlib import Path as FilePath
from typing import Any, Literal

from pydantic import ValidationError

from burdenshare.cases.catalog import case_path, case_slugs
from burdenshare.cases.checks import find_all
from burdenshare.cases.hints import format_path, near_misses, shown
from burdenshare.cases.schema import SCHEMA_VERSION, Case
from burdenshare.cases.syntax import Composed, compose
from burdenshare.cases.wording import (
    describe,
    few,
    is_quantity,
    place_of,
    unknown_key,
    wrong_version,
)
from burdenshare.errors import CaseConsistencyError, CaseError, CaseProblem, CaseSchemaError

MAX_BYTES = 5_000_000
SUFFIXES = (".yaml", ".yml", ".json")

Format = Literal["yaml", "json"]


def load_case(path_or_slug: str | FilePath) -> Case:
    """Read a case from a file, or a shipped case by its slug.

    Parameters
    ----------
    path_or_slug : str or pathlib.Path
        Path of a YAML or JSON file, or the slug of a case that ships. A slug wins over a file or
        folder of the same name.

    Returns
    -------
    Case
        A case whose fields are valid by themselves and agree with one another.

    Raises
    ------
    CaseError
        If there is no such file, or it cannot be read as text.
    CaseSchemaError
        If the text is not YAML, or a field is missing, misspelt, or of the wrong type or unit.
    CaseConsistencyError
        If the fields contradict one another.
    """
    if isinstance(path_or_slug, str) and path_or_slug in case_slugs():
        path_or_slug = case_path(path_or_slug)
    path = FilePath(path_or_slug)
    return parse_case(read_text(path), str(path), "json" if path.suffix == ".json" else "yaml")


def parse_case(text: str | bytes, path: str = "case", format: Format = "yaml") -> Case:
    """Read a case from its text.

    Parameters
    ----------
    text : str or bytes
        The case, in UTF-8 if bytes.
    path : str
        What messages call it.
    format : {"yaml", "json"}
        JSON is read as the part of YAML that it is, and may also hold escaped surrogate pairs.

    Raises
    ------
    CaseError
        As `load_case` does; every problem of a stage is reported at once.

    Examples
    --------
    >>> parse_case("burdenshare: 2")
    Traceback (most recent call last):
    ...
    burdenshare.errors.CaseSchemaError: case:1:14: burdenshare: the case is in version 2 of the \
format; this burdenshare reads version 1
        Install a newer burdenshare.
    """
    if isinstance(text, bytes):
        text = decode(text, path)
    elif len(text) > MAX_BYTES:
        raise CaseError([_too_large(len(text), path)])
    composed = compose(text, path, json=format == "json")
    _require_a_group(composed, path)
    case = _validate(composed, path)
    problems = [
        CaseProblem(
            path,
            *place_of(finding.path, composed.places, key=finding.at_key),
            format_path(finding.path),
            finding.message,
            finding.hint,
        )
        for finding in find_all(case)
    ]
    if problems:
        raise CaseConsistencyError(few(problems))
    return case


def _require_a_group(composed: Composed, path: str) -> None:
    """Raise unless the text was read to its end and holds keys and values."""
    if not composed.complete:
        raise CaseSchemaError(few(composed.problems))
    data = composed.data
    if data is None and not composed.problems:
        hint = "'burdenshare new NAME' writes a case to begin with."
        raise CaseSchemaError([CaseProblem(path, 0, 0, "", "the file is empty", hint)])
    if not isinstance(data, dict):
        message = f"expected a group of 'key: value' lines, got {shown(data)}"
        place = place_of((), composed.places)
        hint = f"Begin the file with 'burdenshare: {SCHEMA_VERSION}'."
        raise CaseSchemaError([CaseProblem(path, *place, "", message, hint)])
    version = data.get("burdenshare", SCHEMA_VERSION)
    if type(version) is not int or version != SCHEMA_VERSION:
        # Of a later format nothing else can be judged.
        place = place_of(("burdenshare",), composed.places)
        words = wrong_version(version)
        raise CaseSchemaError([CaseProblem(path, *place, "burdenshare", *words)])


def _validate(composed: Composed, path: str) -> Case:
    problems = [*composed.problems, *_internal_keys(composed, path)]
    try:
        case = Case.model_validate(composed.data)
    except ValidationError as error:
        problems += describe(error, composed.places, path)
    if problems:
        raise CaseSchemaError(few(problems))
    return case


def _internal_keys(composed: Composed, path: str) -> list[CaseProblem]:
    """Refuse the key under which the schema keeps a list of versions."""
    places = composed.places
    return [
        CaseProblem(
            path, *place_of(where, places, key=True), format_path(where), *unknown_key(where)
        )
        for where in places
        if where[-1:] == ("versions",) and is_quantity(where[:-1])
    ]


# --- files ---------------------------------------------------------------------------------------


def read_text(path: FilePath) -> str:
    """Read the text of a case file, of which the size is looked at first.

    Raises
    ------
    CaseError
        If it is missing, no file, too large, not permitted, or not UTF-8 text.
    """
    try:
        about = path.stat()
        problem = _not_a_file(about, path)
        if problem is None:
            with path.open("rb") as file:
                return decode(file.read(MAX_BYTES + 1), str(path))
    except (FileNotFoundError, NotADirectoryError, ValueError):
        problem = CaseProblem(str(path), 0, 0, "", "there is no such file", _near_files(path))
    except PermissionError:
        problem = CaseProblem(str(path), 0, 0, "", "there is no permission to read it")
    except OSError as error:
        reason = error.strerror or "the system gave no reason"
        problem = CaseProblem(str(path), 0, 0, "", f"it cannot be read: {reason}")
    raise CaseError([problem])


def decode(content: bytes, path: str) -> str:
    """Turn the bytes of a case into text.

    Raises
    ------
    CaseError
        If they are too many, or not UTF-8 text.
    """
    if len(content) > MAX_BYTES:
        raise CaseError([_too_large(len(content), path)])
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    if not wide and b"\x00" not in content:
        try:
            return content.decode("utf-8")
        except UnicodeDecodeError as error:
            raise CaseError([_not_utf8(content, error.start, path)]) from None
    name = "it is in UTF-16 or UTF-32" if wide else "it is not a text file"
    hint = "Save it as UTF-8." if wide else "A case is a YAML or JSON file in UTF-8."
    raise CaseError([CaseProblem(path, 0, 0, "", name, hint)])


def _not_utf8(content: bytes, position: int, path: str) -> CaseProblem:
    before = content[:position]
    line = before.count(b"\n") + 1
    column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8")) + 1
    message = f"the byte 0x{content[position]:02X} is not UTF-8"
    return CaseProblem(path, line, column, "", message, "Save the file as UTF-8.")


def _not_a_file(about: os.stat_result, path: FilePath) -> CaseProblem | None:
    if stat.S_ISDIR(about.st_mode):
        inside = [str(path / name) for name in _case_files(path)[:1]]
        hint = f"Name a file in it, such as {inside[0]}." if inside else "Name a file."
        return CaseProblem(str(path), 0, 0, "", "it is a folder", hint)
    if not stat.S_ISREG(about.st_mode):
        return CaseProblem(str(path), 0, 0, "", "it is not a plain file")
    return _too_large(about.st_size, str(path)) if about.st_size > MAX_BYTES else None


def _too_large(size: int, path: str) -> CaseProblem:
    message = f"it has {size / 1e6:.1f} MB; a case has at most {MAX_BYTES / 1e6:g} MB"
    return CaseProblem(path, 0, 0, "", message)


def _near_files(path: FilePath) -> str:
    """Suggest shipped cases and files nearby whose name is like that of a missing file."""
    nearby = {name: str(path.parent / name) for name in _case_files(path.parent)}
    candidates = {**nearby, **{slug: slug for slug in case_slugs()}}
    near = [candidates[name] for name in near_misses(path.name, candidates, most=3)]
    if near:
        return f"Did you mean {' or '.join(near)}?"
    return "'burdenshare cases' lists the cases that ship."


def _case_files(folder: FilePath) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            names: Any = [entry.name for entry, _ in zip(entries, range(1000), strict=False)]
    except (OSError, ValueError):
        return []
    return sorted(name for name in names if name.endswith(SUFFIXES))
