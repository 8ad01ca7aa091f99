"""Reports as files to take away."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from typing import NamedTuple

from burdenshare.results import Answer, SharedCost
from burdenshare.web.forms import Format


class File(NamedTuple):
    """A file to take away."""

    content: bytes
    media_type: str
    name: str


def write_report(answer: Answer | SharedCost, form: Format) -> File:
    """Write a report of an answer in one of the formats.

    Raises
    ------
    MissingPackageError
        If the format needs an optional package that is not installed.
    """
    writer, media_type, suffix = WRITERS[form]
    return File(writer(answer), media_type, f"{answer.made.case}.{suffix}")


def _html(answer: Answer | SharedCost) -> bytes:
    from burdenshare.report.html import render_html

    return render_html(answer).encode()


def _json(answer: Answer | SharedCost) -> bytes:
    return answer.to_json().encode()


def _csv(answer: Answer | SharedCost) -> bytes:
    rows = answer.rows()
    names = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    table = csv.DictWriter(text, names, lineterminator="\n")
    table.writeheader()
    table.writerows(rows)
    return text.getvalue().encode()


Writer = Callable[[Answer | SharedCost], bytes]

WRITERS: Mapping[str, tuple[Writer, str, str]] = {
    "html": (_html, "text/html", "html"),
    "json": (_json, "application/json", "json"),
    "csv": (_csv, "text/csv", "csv"),
}
"""How each format is written, its media type and the ending of its file."""
