"""The formats that an answer is written in: one table of them, one function that writes any."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from burdenshare.errors import MissingPackageError, ProblemError
from burdenshare.report.document import Document, document
from burdenshare.results import Reported
from burdenshare.writing import write_whole


@dataclass(frozen=True, slots=True)
class Format:
    """A format of files: its name, what it is, and what writes it."""

    id: str
    name: str
    media_type: str
    write: Callable[[Reported, Document], bytes]
    package: str = ""
    """The package of the extra ``report`` that it needs, by the name of its module."""


def _html(answer: Reported, document: Document) -> bytes:
    from burdenshare.report.html import render_document

    return render_document(document).encode()


def _pdf(answer: Reported, document: Document) -> bytes:
    from burdenshare.report.typeset import render_pdf

    return render_pdf(document)


def _docx(answer: Reported, document: Document) -> bytes:
    from burdenshare.report.word import render_docx

    return render_docx(document)


def _xlsx(answer: Reported, document: Document) -> bytes:
    from burdenshare.report.workbook import render_xlsx

    return render_xlsx(document)


def _json(answer: Reported, document: Document) -> bytes:
    return (answer.to_json() + "\n").encode()


def _csv(answer: Reported, document: Document) -> bytes:
    from burdenshare.report.tidy import render_csv

    return render_csv(document).encode()


def _tex(answer: Reported, document: Document) -> bytes:
    from burdenshare.report.latex import render_tex

    return render_tex(document).encode()


_OFFICE = "application/vnd.openxmlformats-officedocument."

FORMATS: Mapping[str, Format] = {
    entry.id: entry
    for entry in (
        Format("html", "one web page", "text/html; charset=utf-8", _html),
        Format("pdf", "tagged PDF", "application/pdf", _pdf, "typst"),
        Format("docx", "Word document", f"{_OFFICE}wordprocessingml.document", _docx, "docx"),
        Format("xlsx", "Excel workbook", f"{_OFFICE}spreadsheetml.sheet", _xlsx, "xlsxwriter"),
        Format("json", "JSON, all of the answer", "application/json", _json),
        Format("csv", "every number, one a row", "text/csv; charset=utf-8", _csv),
        Format("tex", "LaTeX tables", "application/x-tex", _tex),
    )
}
"""The formats by the ending of their files."""


OTHER_NAMES: Mapping[str, str] = {"latex": "tex"}
"""What a format is also called."""


def format_of(name: str) -> Format:
    """Give a format by its name, or by what else it is called.

    Raises
    ------
    ProblemError
        If there is no such format.
    """
    form = OTHER_NAMES.get(name, name)
    if form not in FORMATS:
        raise ProblemError(f"there is no format {name!r}; there are {', '.join(FORMATS)}")
    return FORMATS[form]


def needed(forms: Iterable[str]) -> None:
    """Refuse formats that cannot be written here, before any work is done.

    Raises
    ------
    ProblemError
        If there is no such format.
    MissingPackageError
        If a format needs a package that is not installed; the extra ``report`` brings it.
    """
    from importlib.util import find_spec

    for form in map(format_of, forms):
        if form.package and find_spec(form.package) is None:
            distribution = _DISTRIBUTIONS.get(form.package, form.package)
            raise MissingPackageError(distribution, "report", f"A report as {form.name}")


_DISTRIBUTIONS = {"docx": "python-docx"}
"""Packages whose module has another name."""


def render(answer: Reported, form: str) -> bytes:
    """Give an answer as a file of a format.

    Parameters
    ----------
    answer : Answer, SharedCost or Decisions
        What `burdenshare.run` or `burdenshare.decisions` returned.
    form : str
        A name in `FORMATS`, such as ``pdf``, or in `OTHER_NAMES`.

    Returns
    -------
    bytes
        What the file holds. The same answer gives the same bytes.

    Raises
    ------
    ProblemError
        If there is no such format.
    MissingPackageError
        If the format needs a package of the extra ``report``.
    """
    return render_all(answer, (form,))[form]


def render_all(answer: Reported, forms: Iterable[str]) -> dict[str, bytes]:
    """Give an answer in several formats, from one document."""
    forms = tuple(forms)
    needed(forms)
    made = document(answer)
    return {form: format_of(form).write(answer, made) for form in forms}


def save_report(answer: Reported, path: str | Path) -> Path:
    """Write the report on an answer to a file, whole or not at all.

    Parameters
    ----------
    answer : Answer, SharedCost or Decisions
        What `burdenshare.run` or `burdenshare.decisions` returned.
    path : str or Path
        Where to; its ending says the format: html, pdf, docx, xlsx, json, csv or tex.

    Returns
    -------
    Path
        The file that was written.
    """
    path = Path(path)
    content = render(answer, path.suffix.removeprefix(".").lower())
    write_whole(path, content)
    return path
