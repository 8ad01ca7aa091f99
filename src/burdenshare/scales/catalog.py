"""The scales that ship, by slug; their files hold methods, never data."""

from __future__ import annotations

from functools import cache
from pathlib import Path

LIBRARY = Path(__file__).parent / "library"


@cache
def scale_slugs() -> tuple[str, ...]:
    """Give the slugs of the scales that ship, in alphabetical order.

    Examples
    --------
    >>> "un-2025" in scale_slugs()
    True
    """
    return tuple(sorted(path.stem for path in LIBRARY.glob("*.yaml")))


def scale_path(slug: str) -> Path:
    """Give the file of a scale that ships.

    Raises
    ------
    KeyError
        If there is none with that slug.
    """
    if slug not in scale_slugs():
        raise KeyError(slug)
    return LIBRARY / f"{slug}.yaml"


def scale_titles() -> dict[str, str]:
    """Give the title of every scale that ships, by slug, read off the head of its file."""
    titles = {}
    for slug in scale_slugs():
        with scale_path(slug).open(encoding="utf-8") as file:
            line = next(line for line in file if line.startswith("title:"))
        titles[slug] = line.removeprefix("title:").strip()
    return titles
