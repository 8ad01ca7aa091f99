"""The cases that the page may open: those that ship, and those in the folder that is served."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from burdenshare.cases.catalog import case_path, case_slugs, shipped_cases
from burdenshare.cases.files import SUFFIXES
from burdenshare.cases.load import load_case
from burdenshare.cases.schema import Case
from burdenshare.errors import CaseError, CaseProblem

MOST_FILES = 500
_HEAD_BYTES = 8_000


class NoSuchCaseError(KeyError):
    """There is no case of that id on the shelf."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A case that may be opened: its id is its slug if it ships, or the name of its file."""

    id: str
    slug: str
    title: str
    as_of: str
    origin: str
    """``shipped`` or ``folder``."""


class Shelf:
    """The cases that ship, and the case files directly in one folder; nothing else is opened."""

    def __init__(self, folder: Path | None) -> None:
        """Serve a folder, or only the cases that ship."""
        self.folder = None if folder is None else folder.resolve()
        self._read: dict[str, tuple[object, Case]] = {}
        self._lock = Lock()

    def listed(self) -> list[Listed]:
        """Give all cases, those of the folder first."""
        shipped = [Listed(c.slug, c.slug, c.title, c.as_of, "shipped") for c in shipped_cases()]
        return [*self._in_folder(), *shipped]

    def open(self, name: str) -> Case:
        """Read a case by its id; a file is read again when it has changed.

        Raises
        ------
        NoSuchCaseError
            If there is no case of that id.
        CaseError
            If its file needs mending.
        """
        path = self._path(name)
        with self._lock:
            try:
                about = path.stat()
            except OSError:
                raise NoSuchCaseError(name) from None
            state = about.st_mtime_ns, about.st_size, about.st_ino
            kept = self._read.get(name)
            if kept is not None and kept[0] == state:
                return kept[1]
            case = self._load(path, name)
            self._read[name] = state, case
            return case

    def _load(self, path: Path, name: str) -> Case:
        """Read a file; messages name it as the user does, not by where it lies."""
        try:
            return load_case(path)
        except CaseError as error:
            shown = [
                CaseProblem(name, p.line, p.column, p.field, p.message, p.hint)
                for p in error.problems
            ]
            raise type(error)(shown) from None

    def _path(self, name: str) -> Path:
        if name in case_slugs():
            return case_path(name)
        if name in {path.name for path in self._files()} and self.folder is not None:
            return self.folder / name
        raise NoSuchCaseError(name)

    def _files(self) -> list[Path]:
        """Give the files of the folder that may be cases; links that lead out of it are none."""
        if self.folder is None:
            return []
        found = []
        try:
            for path in sorted(self.folder.iterdir())[:MOST_FILES]:
                if path.suffix not in SUFFIXES or path.name.startswith("."):
                    continue
                if path.is_file() and path.resolve().parent == self.folder:
                    found.append(path)
        except OSError:
            return []
        return found

    def _in_folder(self) -> list[Listed]:
        return [
            Listed(
                path.name,
                _key(text, "slug"),
                _key(text, "title") or path.name,
                _key(text, "as_of"),
                "folder",
            )
            for path in self._files()
            if _is_case(text := _head(path))
        ]


def _head(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file.read(_HEAD_BYTES).decode("utf-8", errors="replace")
    except OSError:
        return ""


def _is_case(text: str) -> bool:
    return any(
        line.lstrip('{ "').startswith(("burdenshare:", 'burdenshare"')) for line in _lines(text)
    )


def _key(text: str, key: str) -> str:
    for line in _lines(text):
        name, colon, value = line.strip().partition(":")
        if colon and name.strip('"') == key:
            return value.strip().rstrip(",").strip("\"'")
    return ""


def _lines(text: str) -> list[str]:
    return text.splitlines()[:80]
