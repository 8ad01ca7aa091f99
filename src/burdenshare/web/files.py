"""Reports as files to take away."""

from __future__ import annotations

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
    from burdenshare.report.formats import FORMATS, needed, render_all

    needed((form,))
    content = render_all(answer, (form,))[form]
    return File(content, FORMATS[form].media_type, f"{answer.made.case}.{form}")
