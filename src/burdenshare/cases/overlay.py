"""An overlay: a small file that says what somebody believes otherwise than a case does.

An `Overlay` names a case, and the numbers of it that are put otherwise, each by its path
(``costs.us-rotations.amount``), as one would write it in the case. It may also say at which date
and for which figure the case is asked, and with which draws, so that it holds all that is needed to
have the same numbers again. `load_overlay` reads one, `overlay_text` writes one, and
`cases.assumed` puts its numbers into a case.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any, Literal, Self

from pydantic import Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from burdenshare.cases.files import FileKind, decode, read_text
from burdenshare.cases.hints import Path, did_you_mean, format_path, listed, shown
from burdenshare.cases.schema_numbers import Amount, Day, Id, Number, Part
from burdenshare.cases.syntax import Composed, Place, compose
from burdenshare.cases.wording import WORDS, few, place_of
from burdenshare.errors import CaseError, CaseProblem, CaseSchemaError
from burdenshare.provenance import Basis

OVERLAY_VERSION = 1
MOST_DRAWS = 20_000_000
MOST_CHANGES = 500

VERSION_KEY = "burdenshare-overlay"

OVERLAY_FILE = FileKind("overlay", "The page of 'burdenshare serve' saves one.", lambda: ())


class Assumed(Amount):
    """A number that is put otherwise: written as in a case, with a reason in place of a source."""

    @model_validator(mode="after")
    def _a_single_opinion(self) -> Self:
        if self.versions:
            raise _wrong("a list of versions stands here", "Write the one number that is assumed.")
        for name in ("source", "known_on"):
            if getattr(self, name) is not None:
                hint = f"Leave out {name}, and say in the note where the number comes from."
                raise _wrong(f"an assumption has no {name}", hint)
        if self.basis not in (None, Basis.JUDGEMENT):
            raise _wrong(f"an assumption is a judgement, not a {self.basis}", "Leave out basis.")
        return self


def _wrong(message: str, hint: str) -> PydanticCustomError:
    return PydanticCustomError("case", "{message}", {"message": message, "hint": hint})


class Overlay(Part):
    """What somebody believes otherwise than a case does, and how the case was asked."""

    version: Literal[1] = Field(alias=VERSION_KEY, description="version of the overlay format")
    case: Id = Field(description="slug of the case that it belongs to")
    digest: str | None = Field(
        None,
        max_length=64,
        description="fingerprint of the case as it was when the overlay was written; if the case "
        "has changed since, the answer says so",
    )
    as_of: Day | None = Field(None, description="date at which the case is asked; else its own")
    figure: Number | None = Field(
        None, description="yearly payment that is judged, in the money of the case; else its own"
    )
    draws: int | None = Field(None, ge=1, le=MOST_DRAWS, strict=True, description="how many draws")
    seed: int | None = Field(None, ge=0, lt=2**63, strict=True, description="seed of the draws")
    changes: dict[str, Assumed] = Field(
        default_factory=dict,
        max_length=MOST_CHANGES,
        description="numbers put otherwise, by their path in the case; each is written as in the "
        "case, with a note that gives the reason",
    )


@dataclass(frozen=True)
class Assumptions:
    """An overlay with the name of its file and the place of everything in it, for messages."""

    overlay: Overlay
    path: str = "overlay"
    places: Mapping[Path, Place] = field(default_factory=dict)

    def problem(self, path: str, message: str, hint: str = "", *, key: bool = True) -> CaseProblem:
        """Give a problem of one change, at its place in the file."""
        line, column = place_of(("changes", path), self.places, key=key)
        return CaseProblem(self.path, line, column, f"changes.{path}", message, hint)


def load_overlay(path: str | FilePath) -> Assumptions:
    """Read an overlay from a file.

    Raises
    ------
    CaseError
        If there is no such file, or it is no overlay; every problem has its line and column.
    """
    file = FilePath(path)
    return parse_overlay(read_text(file, OVERLAY_FILE), str(path))


def parse_overlay(text: str | bytes, path: str = "overlay") -> Assumptions:
    """Read an overlay from its text.

    Raises
    ------
    CaseError
        As `load_overlay` does.

    Examples
    --------
    >>> parse_overlay("burdenshare-overlay: 1\\ncase: us-rok-2019\\nfigur: 3000")
    Traceback (most recent call last):
    ...
    burdenshare.errors.CaseSchemaError: overlay:3:1: figur: unknown key
        Did you mean 'figure'?
    """
    if isinstance(text, bytes):
        text = decode(text, path, OVERLAY_FILE)
    composed = compose(text, path)
    _require_an_overlay(composed, path)
    problems = list(composed.problems)
    try:
        overlay = Overlay.model_validate(composed.data)
    except ValidationError as error:
        problems += problems_of(error, composed.places, path)
    if problems:
        raise CaseSchemaError(few(problems))
    return Assumptions(overlay, path, composed.places)


def assumptions(data: Mapping[str, Any], path: str = "assumptions") -> Assumptions:
    """Make assumptions of plain data, such as a program sends.

    Raises
    ------
    CaseSchemaError
        If they are not what an overlay may hold.
    """
    try:
        return Assumptions(Overlay.model_validate({VERSION_KEY: OVERLAY_VERSION, **data}), path)
    except ValidationError as error:
        raise CaseSchemaError(few(problems_of(error, {}, path))) from None


def _require_an_overlay(composed: Composed, path: str) -> None:
    """Raise unless the text was read to its end and begins as an overlay does."""
    if not composed.complete:
        raise CaseSchemaError(few(composed.problems))
    data = composed.data
    if not isinstance(data, dict):
        message = "the file is empty" if data is None else f"expected an overlay, got {shown(data)}"
        raise CaseSchemaError([CaseProblem(path, 0, 0, "", message, _BEGIN)])
    version = data.get(VERSION_KEY)
    if type(version) is int and version == OVERLAY_VERSION:
        return
    line, column = place_of((VERSION_KEY,), composed.places)
    if "burdenshare" in data and VERSION_KEY not in data:
        words = ("this is a case, not an overlay", "Give it as the case itself.")
    elif VERSION_KEY not in data:
        words = ("required, and not there", _BEGIN)
    elif type(version) is int and version > OVERLAY_VERSION:
        words = (
            f"the overlay is in version {version} of the format; this burdenshare reads version "
            f"{OVERLAY_VERSION}",
            "Install a newer burdenshare.",
        )
    else:
        words = (f"expected the version, {OVERLAY_VERSION}, got {shown(version)}", _BEGIN)
    raise CaseSchemaError([CaseProblem(path, line, column, VERSION_KEY, *words)])


_BEGIN = f"Begin the file with '{VERSION_KEY}: {OVERLAY_VERSION}'."


# --- what is wrong with the fields, in words ------------------------------------------------------


def problems_of(
    error: ValidationError, places: Mapping[Path, Place], path: str
) -> list[CaseProblem]:
    """Give every problem that pydantic found in an overlay or a part of one, with its place."""
    return [
        _problem(one, places, path)
        for one in sorted(error.errors(include_url=False), key=lambda one: str(one["loc"]))
    ]


def _problem(one: Any, places: Mapping[Path, Place], path: str) -> CaseProblem:
    where: Path = tuple(step for step in one["loc"] if step not in ("versions", "[key]"))
    at_key = one["type"] == "extra_forbidden"
    line, column = place_of(where, places, key=at_key)
    return CaseProblem(path, line, column, format_path(where), *_words(one, where))


def _words(one: Any, where: Path) -> tuple[str, str]:
    name, value = str(where[-1]) if where else "", one.get("input")
    in_number = len(where) > 1 and where[0] == "changes"
    match one["type"]:
        case "extra_forbidden":
            known = _fields(Assumed if in_number else Overlay)
            return "unknown key", did_you_mean(name, known, f"Keys here: {listed(known, 40)}.")
        case "missing":
            return "required, and not there", f"Add '{name}: ...'."
        case "model_type" if in_number:
            return f"expected a number, got {shown(value)}", ""
        case "too_long":
            return f"there are more than {MOST_CHANGES} changes", ""
        case kind if kind in WORDS:
            return WORDS[kind](value, one.get("ctx", {}), ())
    return f"{shown(value)} does not fit here", ""


def _fields(part: type[Part]) -> list[str]:
    hidden = ("versions", "source", "known_on")
    return [entry.alias or n for n, entry in part.model_fields.items() if n not in hidden]


# --- writing -------------------------------------------------------------------------------------


def overlay_text(overlay: Overlay, about: Iterable[str] = ()) -> str:
    """Write an overlay as YAML, with comments at its head; `parse_overlay` reads the same again.

    Parameters
    ----------
    overlay : Overlay
        What to write.
    about : iterable of str
        Lines for the head.
    """
    import yaml

    plain = overlay.model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=True)
    plain.setdefault("changes", {})
    for change in plain["changes"].values():
        change.setdefault("basis", Basis.JUDGEMENT.value)
    if "as_of" in plain and overlay.as_of is not None:
        plain["as_of"] = overlay.as_of.isoformat()
    head = "".join(f"# {' '.join(line.split())}\n" for line in about)
    body = yaml.safe_dump(plain, sort_keys=False, allow_unicode=True, width=96)
    return head + body


def check_case(assumed: Assumptions, slug: str) -> None:
    """Refuse an overlay that was written for another case.

    Raises
    ------
    CaseError
        If it was.
    """
    written = assumed.overlay.case
    if written != slug:
        line, column = place_of(("case",), assumed.places)
        message = f"the overlay belongs to the case {written}, not to {slug}"
        hint = "Give it with its own case, or copy the changes that make sense here."
        raise CaseError([CaseProblem(assumed.path, line, column, "case", message, hint)])
