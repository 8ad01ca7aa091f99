"""What a command's exit code means, and how what it raises becomes words and a code."""

from __future__ import annotations

import sys
from collections.abc import Callable

import click

EXIT_CHECK_FAILED, EXIT_CASE, EXIT_MISSING, EXIT_INTERRUPTED = 1, 3, 4, 130


def exit_code(command: Callable[[], object]) -> int:
    """Run a command; turn what it raises into words on standard error and an exit code."""
    from burdenshare.errors import BurdenshareError, CaseError, MissingPackageError

    try:
        result = command()
    except click.exceptions.Exit as leave:
        return int(leave.exit_code)
    except click.ClickException as error:
        error.show()
        return int(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("Interrupted; nothing was left half written.", err=True)
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        _close_standard_output()
        return 0
    except CaseError as error:
        click.echo(str(error), err=True)
        count = len(error.problems)
        click.echo(
            f"{count} problem{'s' if count != 1 else ''} to mend; nothing written.", err=True
        )
        return EXIT_CASE
    except MissingPackageError as error:
        click.echo(str(error), err=True)
        return EXIT_MISSING
    except BurdenshareError as error:
        click.echo(f"burdenshare: {error}", err=True)
        return EXIT_CASE
    return result if isinstance(result, int) else 0


def _close_standard_output() -> None:
    """Keep Python from complaining that the reader of a pipe has gone."""
    import os

    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
