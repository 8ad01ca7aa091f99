"""How messages about a case quote what was written, and what they suggest instead."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

Path = tuple[str | int, ...]
"""Where something stands in a case: ``("costs", 2, "amount")``."""


def format_path(path: Path) -> str:
    """Give a path as messages show it.

    Examples
    --------
    >>> format_path(("costs", 2, "amount"))
    'costs[2].amount'
    """
    words = ""
    for part in path:
        if isinstance(part, int):
            words += f"[{part}]"
        else:
            plain = part if re.fullmatch(r"[\w.-]{1,80}", part) else clipped(repr(part))
            words += f".{plain}" if words else plain
    return words


def clipped(words: str, length: int = 60) -> str:
    """Cut words that are too long for a message."""
    return words if len(words) <= length else words[: length - 3] + "..."


def shown(value: object) -> str:
    """Say what a value of a file is, in the words of someone who wrote it."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return f"the number {value:.15g}"
    if isinstance(value, str):
        return f"the text {clipped(repr(value))}"
    return "a list" if isinstance(value, list | tuple) else "a group of 'key: value' lines"


def near_misses(word: str, known: Iterable[str], most: int = 1) -> list[str]:
    """Give the known words nearest to one that is not known, the nearest first."""
    import difflib

    plain = {_plain(name): name for name in known}
    nearest = difflib.get_close_matches(_plain(word[:100]), list(plain), n=most, cutoff=0.6)
    return [plain[name] for name in nearest]


def _plain(word: str) -> str:
    return word.casefold().replace("-", "_").replace(" ", "_")


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """Suggest the nearest known word, if one is near.

    Examples
    --------
    >>> did_you_mean("hihg", ["low", "mode", "high"])
    "Did you mean 'high'?"
    """
    near = near_misses(word, known)
    return f"Did you mean {near[0]!r}?" if near else otherwise


def listed(words: Sequence[str], most: int = 12) -> str:
    """List words for a sentence, or the first of many."""
    more = len(words) - most
    return ", ".join(words[:most]) + (f" and {more} more" if more > 0 else "")
