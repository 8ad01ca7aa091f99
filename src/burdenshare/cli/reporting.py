"""`report`: an answer as files to hand over."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from burdenshare.cli.answering import answer_any
from burdenshare.cli.options import (
    Asked,
    as_of_option,
    asking_options,
    figure_option,
    load,
    overlay_option,
)
from burdenshare.cli.output import must_be_writable, progress, write_bytes

FORMATS = ("html", "pdf", "docx", "xlsx", "json", "csv", "tex")
"""The names in `burdenshare.report.formats`, known without importing it."""
OTHER_NAMES = {"latex": "tex"}
"""What formats are also called, likewise."""


@click.command()
@click.argument("case")
@click.option(
    "--format",
    "forms",
    type=click.Choice((*FORMATS, *OTHER_NAMES)),
    multiple=True,
    help="html, pdf, docx (Word), xlsx (Excel), json, csv (every number) or tex, also called latex "
    "(tables); give it more than once for several. Without it, what the ending of --out says, else "
    "html.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="File to write, or a folder for NAME.pdf and so on; else the current folder.",
)
@figure_option
@overlay_option
@as_of_option
@asking_options()
def report(
    case: str,
    forms: tuple[str, ...],
    out: Path | None,
    figure: float | None,
    asked: Asked,
    as_of: date | None,
) -> None:
    """Write the report on a case in one or several formats.

    CASE is the name of a case that ships (see `burdenshare cases`) or the path of a file.
    """
    named = forms or _by_ending(out)
    forms = tuple(dict.fromkeys(OTHER_NAMES.get(form, form) for form in named))
    loaded = load(case)
    paths = _paths(out, loaded.slug, forms)
    from burdenshare.report.formats import needed, render_all
    from burdenshare.report.render import warm_up

    needed(forms)
    if not set(forms) <= {"json", "csv", "tex"}:
        warm_up()
    answer = answer_any(loaded, asked, as_of, figure)
    with progress(f"Writing {', '.join(forms)}", asked.quiet):
        written = render_all(answer, forms)
    for form, path in paths.items():
        write_bytes(path, written[form])
    if asked.as_json:
        import json

        click.echo(json.dumps({form: str(path) for form, path in paths.items()}))
        return
    for path in paths.values():
        click.echo(f"Report: {path}")


def _by_ending(out: Path | None) -> tuple[str, ...]:
    ending = "" if out is None else out.suffix.removeprefix(".").lower()
    return (ending,) if ending in FORMATS else ("html",)


def _paths(out: Path | None, slug: str, forms: tuple[str, ...]) -> dict[str, Path]:
    """Say where each format goes, and refuse what cannot be written before any work is done."""
    if out is not None and not out.is_dir():
        if len(forms) > 1:
            raise click.UsageError(f"{out} is one file for {len(forms)} formats; name a folder")
        must_be_writable(out)
        return {forms[0]: out}
    folder = out if out is not None else Path()
    paths = {form: folder / f"{slug}.{form}" for form in forms}
    for path in paths.values():
        must_be_writable(path)
    return paths
