"""Files that people write, read as text: missing, too large or not UTF-8, said in words."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

from burdenshare.cases.hints import near_misses
from burdenshare.errors import CaseError, CaseProblem

MAX_BYTES = 5_000_000
SUFFIXES = (".yaml", ".yml", ".json")


@dataclass(frozen=True, slots=True)
class FileKind:
    """What a file is, for messages: a case, a scale."""

    noun: str
    listing: str
    """How to see what ships."""
    shipped: Callable[[], tuple[str, ...]]
    """Gives the slugs of what ships."""


def read_text(path: FilePath, kind: FileKind) -> str:
    """Read the text of a file, of which the size is looked at first.

    Raises
    ------
    CaseError
        If it is missing, no file, too large, not permitted, or not UTF-8 text.
    """
    try:
        about = path.stat()
        problem = _not_a_file(about, path, kind)
        if problem is None:
            with path.open("rb") as file:
                return decode(file.read(MAX_BYTES + 1), str(path), kind)
    except (FileNotFoundError, NotADirectoryError, ValueError):
        problem = CaseProblem(str(path), 0, 0, "", "there is no such file", _near_files(path, kind))
    except PermissionError:
        problem = CaseProblem(str(path), 0, 0, "", "there is no permission to read it")
    except OSError as error:
        reason = error.strerror or "the system gave no reason"
        problem = CaseProblem(str(path), 0, 0, "", f"it cannot be read: {reason}")
    raise CaseError([problem])


def decode(content: bytes, path: str, kind: FileKind) -> str:
    """Turn the bytes of a file into text.

    Raises
    ------
    CaseError
        If they are too many, or not UTF-8 text.
    """
    if len(content) > MAX_BYTES:
        raise CaseError([too_large(len(content), path, kind)])
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    if not wide and b"\x00" not in content:
        try:
            return content.decode("utf-8")
        except UnicodeDecodeError as error:
            raise CaseError([_not_utf8(content, error.start, path)]) from None
    name = "it is in UTF-16 or UTF-32" if wide else "it is not a text file"
    hint = "Save it as UTF-8." if wide else f"A {kind.noun} is a YAML or JSON file in UTF-8."
    raise CaseError([CaseProblem(path, 0, 0, "", name, hint)])


def _not_utf8(content: bytes, position: int, path: str) -> CaseProblem:
    before = content[:position]
    line = before.count(b"\n") + 1
    column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8")) + 1
    message = f"the byte 0x{content[position]:02X} is not UTF-8"
    return CaseProblem(path, line, column, "", message, "Save the file as UTF-8.")


def _not_a_file(about: os.stat_result, path: FilePath, kind: FileKind) -> CaseProblem | None:
    if stat.S_ISDIR(about.st_mode):
        inside = [str(path / name) for name in _case_files(path)[:1]]
        hint = f"Name a file in it, such as {inside[0]}." if inside else "Name a file."
        return CaseProblem(str(path), 0, 0, "", "it is a folder", hint)
    if not stat.S_ISREG(about.st_mode):
        return CaseProblem(str(path), 0, 0, "", "it is not a plain file")
    return too_large(about.st_size, str(path), kind) if about.st_size > MAX_BYTES else None


def too_large(size: int, path: str, kind: FileKind) -> CaseProblem:
    """Say that a file is too large."""
    message = f"it has {size / 1e6:.1f} MB; a {kind.noun} has at most {MAX_BYTES / 1e6:g} MB"
    return CaseProblem(path, 0, 0, "", message)


def _near_files(path: FilePath, kind: FileKind) -> str:
    """Suggest what ships and files nearby whose name is like that of a missing file."""
    nearby = {name: str(path.parent / name) for name in _case_files(path.parent)}
    candidates = {**nearby, **{slug: slug for slug in kind.shipped()}}
    near = [candidates[name] for name in near_misses(path.name, candidates, most=3)]
    if near:
        return f"Did you mean {' or '.join(near)}?"
    return kind.listing


def _case_files(folder: FilePath) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            names: Any = [entry.name for entry, _ in zip(entries, range(1000), strict=False)]
    except (OSError, ValueError):
        return []
    return sorted(name for name in names if name.endswith(SUFFIXES))
