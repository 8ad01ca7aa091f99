"""The cases that ship, by slug.

Listing them reads the head of each file, line by line; no YAML or schema is imported for it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

LIBRARY = Path(__file__).parent / "library"

_HEAD_LINES = 60


@dataclass(frozen=True, slots=True)
class ShippedCase:
    """What a list of cases says about one."""

    slug: str
    title: str
    as_of: str
    kind: str
    """Kind of dispute over a payment; empty for a case without one."""
    is_settled: bool
    """Whether the file holds an outcome, which a forecast does not see before its date."""


@cache
def case_slugs() -> tuple[str, ...]:
    """Give the slugs of the cases that ship, in alphabetical order.

    Examples
    --------
    >>> "us-rok-2019" in case_slugs()
    True
    """
    return tuple(sorted(path.stem for path in LIBRARY.glob("*.yaml")))


def case_path(slug: str) -> Path:
    """Give the file of a case that ships.

    Raises
    ------
    KeyError
        If there is none with that slug.

    Examples
    --------
    >>> case_path("us-rok-2019").name
    'us-rok-2019.yaml'
    """
    if slug not in case_slugs():
        raise KeyError(slug)
    return LIBRARY / f"{slug}.yaml"


def shipped_cases() -> tuple[ShippedCase, ...]:
    """Give slug, title and date of every case that ships."""
    return tuple(_listed(slug) for slug in case_slugs())


def _listed(slug: str) -> ShippedCase:
    path = case_path(slug)
    text = path.read_text(encoding="utf-8")
    kind = re.search(r"^payment:\n(?:(?:[ #].*)?\n)*?  kind: (\w+)$", text, flags=re.MULTILINE)
    return ShippedCase(
        slug,
        _head(path, "title"),
        _head(path, "as_of"),
        kind[1] if kind else "",
        re.search(r"^outcome:", text, flags=re.MULTILINE) is not None,
    )


def _head(path: Path, key: str) -> str:
    """Read one key of one line from the head of a file."""
    with path.open(encoding="utf-8") as file:
        for line, _ in zip(file, range(_HEAD_LINES), strict=False):
            found = re.fullmatch(rf"{key}:\s+(.*?)\s*", line.rstrip("\n"))
            if found:
                return _unquoted(found[1])
    return ""


def _unquoted(text: str) -> str:
    if len(text) > 1 and text[0] == text[-1] == '"':
        return text[1:-1].replace('\\"', '"').replace("\\\\", "\\")
    if len(text) > 1 and text[0] == text[-1] == "'":
        return text[1:-1].replace("''", "'")
    return text.split(" #")[0].rstrip()
