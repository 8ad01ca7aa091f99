"""`serve`: the page on this machine."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument(
    "folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path)
)
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
def serve(folder: Path | None, port: int, host: str, no_browser: bool) -> None:
    """Open the page: move what you believe and see the answers follow.

    FOLDER holds case files of your own; the cases that ship can be opened in any case. Nothing
    leaves this machine, and nothing outside the folder is read.
    """
    from burdenshare.web.launch import launch

    try:
        launch(folder, port=port, host=host, browser=not no_browser, tell=click.echo)
    except OSError as error:
        raise click.UsageError(f"{host} cannot be listened on: {error.strerror or error}") from None
