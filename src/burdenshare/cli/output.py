"""Where a command's words go, and files that are written whole or not at all."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from rich.console import Console


def console(no_color: bool = False) -> Console:
    """Give a console on standard output that folds at its width."""
    from rich.console import Console

    _speak_plainly_if_needed()
    # Without a terminal rich assumes 80 columns; colour is off there by itself.
    return Console(no_color=no_color or None, highlight=False, soft_wrap=False)


def _speak_plainly_if_needed() -> None:
    """Write signs that the output cannot encode as their nearest plain ones."""
    import codecs

    def nearest(error: UnicodeError) -> tuple[str, int]:
        if not isinstance(error, UnicodeEncodeError):
            raise error
        signs = error.object[error.start : error.end]
        return "".join(_PLAIN_SIGNS.get(sign, "?") for sign in signs), error.end

    codecs.register_error("burdenshare-plain", nearest)
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="burdenshare-plain")


_PLAIN_SIGNS = {"\N{MINUS SIGN}": "-", "\N{EN DASH}": "-", "\N{BULLET}": "-", "\N{MIDDLE DOT}": "."}


@contextmanager
def progress(text: str, quiet: bool) -> Iterator[None]:
    """Say on standard error that something is under way, if somebody is looking."""
    if quiet or not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(text, spinner="line"):
        yield


def must_be_writable(path: Path) -> None:
    """Refuse a path that no file can be written to, before any work is done."""
    if path.is_dir():
        raise click.UsageError(f"{path} is a folder; name a file in it")
    if not path.parent.is_dir():
        raise click.UsageError(f"{path.parent} is not a folder; make it first")
    import os

    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise click.UsageError(f"nothing may be written in {path.parent}; name another place")


def write_text(path: Path, text: str) -> None:
    """Write a text whole or not at all, its lines ending as they do in the text."""
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    from burdenshare.writing import write_whole

    must_be_writable(path)
    try:
        write_whole(path, content)
    except OSError as error:
        raise click.ClickException(f"{path} could not be written: {error.strerror}") from error


def write_folder(path: Path, files: Mapping[str, str]) -> None:
    """Make a folder with all its files, or none of it."""
    import shutil
    import tempfile

    if not path.parent.is_dir():
        raise click.UsageError(f"{path.parent} is not a folder; make it first")
    temporary = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}."))
    try:
        for name, text in files.items():
            write_text(temporary / name, text)
        temporary.chmod(0o755)
        temporary.rename(path)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
