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
    return tuple(
        ShippedCase(slug, *(_head(case_path(slug), key) for key in ("title", "as_of")))
        for slug in case_slugs()
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
