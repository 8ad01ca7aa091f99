"""`serve`: the page on this machine."""

from __future__ import annotations

from pathlib import Path

import click

from burdenshare.cli.options import load


@click.command()
@click.argument("where", metavar="[FOLDER|CASE]", required=False)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8765,
    show_default=True,
    help="Port; another free one is taken if it is busy.",
)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="Address to listen on; any other lets other machines in.",
)
@click.option("--no-browser", is_flag=True, help="Do not open the page in a browser.")
def serve(where: str | None, port: int, host: str, no_browser: bool) -> None:
    """Open the page: move what you believe and see the answers follow.

    FOLDER holds case files of your own; the cases that ship can be opened in any case. CASE is the
    slug of a case that ships, or a case file, with which the page then begins; the other case
    files beside it can be opened too. Nothing leaves this machine, and nothing outside the folder
    is read.
    """
    from burdenshare.web.launch import launch

    folder, case = _place(where)
    browser = not no_browser
    try:
        launch(folder, case=case, port=port, host=host, browser=browser, tell=click.echo)
    except OSError as error:
        raise click.UsageError(f"{host} cannot be listened on: {error.strerror or error}") from None


def _place(where: str | None) -> tuple[Path | None, str | None]:
    """Give the folder to serve and the id of the case to begin with; a folder wins over a slug."""
    from burdenshare.cases.catalog import case_slugs
    from burdenshare.cases.files import SUFFIXES

    if where is None or Path(where).is_dir():
        return None if where is None else Path(where), None
    load(where)  # what is wrong with it is said here, and not on the page
    if where in case_slugs():
        return None, where
    file = Path(where)
    if file.suffix not in SUFFIXES:
        raise click.UsageError(f"{where}: the page reads files that end in {', '.join(SUFFIXES)}.")
    return file.parent, file.name
