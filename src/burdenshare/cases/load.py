"""A file to a case, with every problem at its line and column."""

from __future__ import annotations

from pathlib import Path as FilePath
from typing import Literal

from pydantic import ValidationError

from burdenshare.cases.catalog import case_path, case_slugs
from burdenshare.cases.checks import find_all
from burdenshare.cases.files import MAX_BYTES, FileKind, decode, read_text, too_large
from burdenshare.cases.hints import format_path, shown
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

CASE = FileKind("case", "'burdenshare cases' lists the cases that ship.", case_slugs)

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
    return parse_case(
        read_text(path, CASE), str(path), "json" if path.suffix == ".json" else "yaml"
    )


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
        text = decode(text, path, CASE)
    elif len(text) > MAX_BYTES:
        raise CaseError([too_large(len(text), path, CASE)])
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
