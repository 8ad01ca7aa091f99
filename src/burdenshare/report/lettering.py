"""The fonts that charts and pages are set in: those that ship, and others only for other scripts.

The engine that draws charts brings Liberation Sans along. Where the machine has that family too,
the engine takes the machine's files, opens one again for each letter that it measures, and is
several times as slow. So it is told of no font of the machine, unless a text has letters that
Liberation Sans lacks. That also makes a chart the same on every machine.
"""

from __future__ import annotations

import os
import sys
import threading
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from types import ModuleType

_LAST_LETTER = 0x0530
"""Where the scripts end that Liberation Sans has: Latin, Greek, Cyrillic."""
_SIGNS = range(0x2000, 0x2600)
"""Punctuation, signs of currencies, arrows and mathematics, of which it has those that we write."""

_ON_LINUX = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")

_LOADING = threading.Lock()


def is_covered(text: str) -> bool:
    """Tell whether the fonts that ship have all letters of a text.

    >>> is_covered("Zürich: 5 ≥ 4 – Łódź, Київ"), is_covered("분담금")
    (True, False)
    """
    return text.isascii() or all(ord(sign) < _LAST_LETTER or ord(sign) in _SIGNS for sign in text)


def engine(text: str = "") -> ModuleType:
    """Give the module that draws charts, with fonts for the letters of a text."""
    import vl_convert

    with _LOADING:
        _load_bundled()
        if not is_covered(text):
            _load_others()
    return vl_convert


@cache
def _load_bundled() -> None:
    """Have the engine look for fonts once, and find none but its own."""
    import vl_convert

    name = "FONTCONFIG_FILE"
    before = os.environ.get(name)
    with as_file(files("burdenshare.report").joinpath("fonts", "bundled.conf")) as config:
        os.environ[name] = str(config)
        try:
            # It looks for fonts when it first needs some, which the smallest picture makes it do.
            vl_convert.svg_to_png('<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>')
        finally:
            if before is None:
                del os.environ[name]
            else:
                os.environ[name] = before


@cache
def _load_others() -> None:
    """Give the engine the fonts of the machine behind its own; elsewhere it has them already."""
    import vl_convert

    if sys.platform in ("win32", "darwin"):
        return
    for folder in map(Path, map(os.path.expanduser, _ON_LINUX)):
        if folder.is_dir():
            vl_convert.register_font_directory(str(folder))
