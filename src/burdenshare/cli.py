"""The command line: parse, call one function, print its result.

Results go to standard output; progress, warnings and errors to standard error. Exit codes: 0 done;
1 the analysis ran and a check that was asked for failed; 2 wrong usage; 3 a case needs mending;
4 an optional package is missing; 130 interrupted. Only click is imported at the top, so that help
is quick.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from burdenshare._version import __version__

if TYPE_CHECKING:
    from rich.console import Console

    from burdenshare.cases.schema import Case
    from burdenshare.results import Answer

EXIT_CHECK_FAILED, EXIT_CASE, EXIT_MISSING, EXIT_INTERRUPTED = 1, 3, 4, 130

Command = TypeVar("Command", bound=Callable[..., Any])
Given = TypeVar("Given")


class NearestCommand(click.Group):
    """A group of commands in the order in which they were added, which suggests near misses."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the commands in the order in which a user meets them."""
        return list(self.commands)


@click.group(cls=NearestCommand, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="burdenshare")
def cli() -> None:
    """Fair shares, forecasts and threats in negotiations where allies share a cost.

    \b
    Begin with:   burdenshare run us-rok-2019
    Your own:     burdenshare new my-case   then   burdenshare run my-case.yaml
    """


def main() -> None:
    """Run the command line and end the process with its exit code."""
    sys.exit(_exit_code(lambda: cli.main(prog_name="burdenshare", standalone_mode=False)))


def _exit_code(command: Callable[[], object]) -> int:
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


# --- options that several commands share ---------------------------------------------------------


class Day(click.ParamType[date]):
    """A date on the command line."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read YYYY-MM-DD."""
        if isinstance(value, date):
            return value
        try:
            return datetime.strptime(value, "%Y-%m-%d").date()
        except ValueError:
            self.fail(f"{value!r} is not a date; write YYYY-MM-DD, such as 2019-11-19", param, ctx)


class Amount(click.ParamType[float]):
    """A finite amount on the command line."""

    name = "amount"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Read a finite number."""
        import math

        try:
            number = float(value)
        except (TypeError, ValueError):
            self.fail(f"{value!r} is not a number; write 5000 or 5e3", param, ctx)
        if not math.isfinite(number):
            self.fail(f"{value} is not a finite number", param, ctx)
        return number


class Draws(click.ParamType[int]):
    """A number of draws, which may be written 1e6."""

    name = "number"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Read a whole number between 1 and 20 million."""
        try:
            number = float(value)
        except (TypeError, ValueError):
            self.fail(f"{value!r} is not a number", param, ctx)
        if number != int(number) or not 1 <= number <= MOST_DRAWS:
            self.fail(f"{value} must be a whole number from 1 to {MOST_DRAWS:,}", param, ctx)
        return int(number)


MOST_DRAWS = 20_000_000


def shared_options(command: Command) -> Command:
    """Add the options of commands that draw and ask at one date."""
    as_of = click.option(
        "--as-of", type=Day(), help="Ask at this date (YYYY-MM-DD), not the case's own."
    )
    return as_of(drawing_options(command))


def drawing_options(command: Command) -> Command:
    """Add the options of commands that draw."""
    for option in reversed(
        (
            click.option(
                "--draws", type=Draws(), default=100_000, show_default=True, help="How many draws."
            ),
            click.option(
                "--seed", type=click.IntRange(0), default=0, show_default=True,
                help="Seed of the draws; the same seed gives the same numbers.",
            ),
            click.option(
                "--threads", type=click.IntRange(1, 1024),
                help="Threads; else one a processor. Changes no number.",
            ),
            click.option(
                "--json", "as_json", is_flag=True, help="Print one JSON object and nothing else."
            ),
            click.option(
                "--no-color", is_flag=True, help="Print without colour; NO_COLOR does too."
            ),
            click.option("-q", "--quiet", is_flag=True, help="No progress on standard error."),
        )
    ):  # fmt: skip
        command = option(command)
    return command


def load(name: str) -> Case:
    """Read a case by path or slug."""
    from burdenshare.cases.load import load_case

    return load_case(name)


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


def write_text(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    import os
    import tempfile

    must_be_writable(path)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


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


# --- commands ------------------------------------------------------------------------------------


@cli.command()
@click.argument("case")
@shared_options
@click.option(
    "--figure", type=Amount(), help="Judge this yearly payment, in the money of the case."
)
@click.option("--out", type=click.Path(path_type=Path), help="Where to write the HTML report.")
@click.option("--no-report", is_flag=True, help="Write no report.")
def run(
    case: str,
    draws: int,
    seed: int,
    as_of: date | None,
    threads: int | None,
    as_json: bool,
    no_color: bool,
    quiet: bool,
    figure: float | None,
    out: Path | None,
    no_report: bool,
) -> None:
    """Answer a case: verdict, fair shares, zone of agreement, report.

    CASE is the name of a case that ships (see `burdenshare cases`) or the path of a file. The
    report goes to NAME.html in the current folder unless --out names a file.
    """
    wants_report = not no_report and (out is not None or not as_json)
    if out is not None:
        must_be_writable(out)
    loaded = load(case)
    if wants_report:
        from burdenshare.report.render import warm_up

        warm_up()
    answer = _answer(loaded, draws, seed, as_of, threads, figure, quiet)
    if as_json:
        click.echo(answer.to_json())
    else:
        from burdenshare.report.terminal import print_answer

        print_answer(answer, console(no_color))
    if wants_report:
        _write_report(answer, out or Path(f"{answer.made.case}.html"), quiet, as_json)


def _answer(
    loaded: Case,
    draws: int,
    seed: int,
    as_of: date | None,
    threads: int | None,
    figure: float | None,
    quiet: bool,
) -> Answer:
    from burdenshare.analysis import run as run_case

    with progress(f"Answering {loaded.slug} with {draws:,} draws", quiet):
        return run_case(loaded, as_of=as_of, draws=draws, seed=seed, threads=threads, figure=figure)


def _write_report(answer: Answer, path: Path, quiet: bool, as_json: bool) -> None:
    from burdenshare.report.html import render_html

    with progress("Drawing the report", quiet):
        text = render_html(answer)
    write_text(path, text)
    click.echo(f"Report: {path}", err=as_json)


@cli.command()
@click.argument("case")
@click.option(
    "--figure", type=Amount(), required=True, help="Yearly payment, in the money of the case."
)
@shared_options
@click.option(
    "--all", "show_all", is_flag=True, help="Show everything that would do, not the nearest."
)
def why(
    case: str,
    figure: float,
    draws: int,
    seed: int,
    as_of: date | None,
    threads: int | None,
    as_json: bool,
    no_color: bool,
    quiet: bool,
    show_all: bool,
) -> None:
    """Say what would have to be true for a figure to be fair, acceptable or the settlement."""
    loaded = load(case)
    from burdenshare.analysis import why as ask
    from burdenshare.report.terminal import print_requirements

    with progress(f"Asking what would have to be true for {figure:g}", quiet):
        answer = ask(loaded, figure, as_of=as_of, draws=draws, seed=seed, threads=threads)
    if as_json:
        click.echo(answer.to_json())
    else:
        most = len(answer.requirements) if show_all else 12
        print_requirements(answer, console(no_color), most=most)


@cli.command()
@click.argument("first")
@click.argument("second")
@click.option(
    "--as-of",
    type=Day(),
    multiple=True,
    help="Date for both; given twice, for the first and for the second.",
)
@click.option(
    "--figure",
    type=Amount(),
    multiple=True,
    help="Yearly payment for both; given twice, for the first and for the second.",
)
@drawing_options
def compare(
    first: str,
    second: str,
    as_of: tuple[date, ...],
    figure: tuple[float, ...],
    draws: int,
    seed: int,
    threads: int | None,
    as_json: bool,
    no_color: bool,
    quiet: bool,
) -> None:
    """Put two cases, or one case at two dates or with two figures, side by side.

    FIRST and SECOND are names of cases that ship or paths of files; they may be the same.
    """
    dates = _one_each(as_of, "--as-of")
    figures = _one_each(figure, "--figure")
    first_answer, second_answer = (
        _answer(load(name), draws, seed, day, threads, asked, quiet)
        for name, day, asked in zip((first, second), dates, figures, strict=True)
    )
    from burdenshare.analysis.comparison import compare as put_side_by_side

    comparison = put_side_by_side(first_answer, second_answer)
    if as_json:
        click.echo(comparison.to_json())
        return
    from burdenshare.report.comparison import print_comparison

    print_comparison(comparison, console(no_color))


def _one_each(given: tuple[Given, ...], option: str) -> tuple[Given | None, Given | None]:
    """Give an option's value for each of two cases: none, one for both, or one each."""
    match given:
        case ():
            return None, None
        case (both,):
            return both, both
        case (one, other):
            return one, other
    raise click.UsageError(f"{option} is given {len(given)} times; once or twice will do")


@cli.command()
@click.argument("case")
@click.option(
    "--format",
    "form",
    type=click.Choice(["efg", "negmas"]),
    required=True,
    help="efg: the offer game for Gambit. negmas: the items on the table, for NegMAS and Genius.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    help="File to write (efg), or folder to make (negmas).",
)
@click.option(
    "--offers",
    type=click.IntRange(2, 1000),
    default=11,
    show_default=True,
    help="efg: payments that may be proposed.",
)
@click.option(
    "--rounds",
    type=click.IntRange(1, 50),
    default=3,
    show_default=True,
    help="efg: rounds of offers, a month each.",
)
@click.option(
    "--levels",
    type=click.IntRange(2, 101),
    default=3,
    show_default=True,
    help="negmas: parts of an item that the payer may bear.",
)
@click.option("--draws", type=Draws(), default=100_000, show_default=True, help="How many draws.")
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Seed.")
@click.option("--as-of", type=Day(), help="Ask at this date (YYYY-MM-DD), not the case's own.")
def export(
    case: str,
    form: str,
    out: Path,
    offers: int,
    rounds: int,
    levels: int,
    draws: int,
    seed: int,
    as_of: date | None,
) -> None:
    """Write a case for other programs: its offer game, or its items as a package.

    Medians stand for what is uncertain.
    """
    if form == "efg":
        must_be_writable(out)
    elif out.exists():
        raise click.UsageError(f"{out} is there already; name a folder to be made")
    from burdenshare.analysis import inquire

    inquiry = inquire(load(case), as_of=as_of, draws=draws, seed=seed)
    if form == "efg":
        from burdenshare.exchange.efg import offer_game_efg
        from burdenshare.exchange.from_case import offer_game

        write_text(out, offer_game_efg(offer_game(inquiry, offers=offers, rounds=rounds)))
    else:
        from burdenshare.exchange.from_case import package_domain
        from burdenshare.exchange.genius import genius_files

        write_folder(out, genius_files(package_domain(inquiry, levels=levels)))
    click.echo(f"Wrote {out}.")


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
def cases(as_json: bool) -> None:
    """List the cases that ship."""
    from burdenshare.cases.catalog import shipped_cases

    found = shipped_cases()
    if as_json:
        import json

        rows = [{"slug": c.slug, "title": c.title, "as_of": c.as_of} for c in found]
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    width = max(len(entry.slug) for entry in found)
    for entry in found:
        click.echo(f"{entry.slug:<{width}}  {entry.as_of}  {entry.title}")


@cli.command()
@click.argument("name", required=False)
@click.option("--as-of", type=Day(), help="Only what was known at the end of this day.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON and nothing else.")
@click.option("--no-color", is_flag=True, help="Print without colour; NO_COLOR does too.")
def facts(name: str | None, as_of: date | None, as_json: bool, no_color: bool) -> None:
    """List the tables of facts that ship, or show one of them by NAME with its sources."""
    from burdenshare.facts import load_table, table_names

    tables = [load_table(each) for each in ([name] if name else table_names())]
    if as_of is not None:
        tables = [table.as_of(as_of) for table in tables]
    if as_json:
        import json

        rows = [{"name": t.name, "rows": len(t.rows), "title": t.title} for t in tables]
        shown = tables[0].to_dict() if name else rows
        click.echo(json.dumps(shown, indent=2, ensure_ascii=False))
        return
    from burdenshare.report.facts import print_table, print_tables

    if name:
        print_table(tables[0], console(no_color))
    else:
        print_tables(tables, console(no_color))


@cli.command()
@click.argument("name")
@click.option("--out", type=click.Path(path_type=Path), help="File to write; else NAME.yaml.")
def new(name: str, out: Path | None) -> None:
    """Write a commented case of your own to begin with, and the schema for your editor."""
    import json

    from burdenshare.cases.template import SCHEMA_FILE, blank_case, json_schema

    path = out or Path(f"{name.removesuffix('.yaml')}.yaml")
    if path.exists():
        raise click.UsageError(f"{path} is there already; choose another name or remove it")
    try:
        text = blank_case(path.stem if out is None else name.removesuffix(".yaml"))
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    write_text(path, text)
    schema = path.parent / SCHEMA_FILE
    write_text(schema, json.dumps(json_schema(), indent=1))
    click.echo(f"Wrote {path} and {schema}.")
    click.echo(f"Fill it in, then: burdenshare check {path}; burdenshare run {path}")


@cli.command()
@click.argument("files", nargs=-1, required=True)
@click.option("--as-of", type=Day(), help="Check that it can be asked at this date too.")
def check(files: tuple[str, ...], as_of: date | None) -> None:
    """Check case files: every problem with its line, and what to do."""
    from burdenshare.errors import CaseError
    from burdenshare.model import build

    problems = 0
    for name in files:
        try:
            case = load(name)
            model = build(case, as_of)
        except CaseError as error:
            problems += len(error.problems)
            click.echo(str(error), err=True)
            continue
        judged = sum(entry.origin.kind == "judgement" for entry in model.inputs.values())
        click.echo(
            f"{name}: good. {len(model.inputs)} numbers known on {model.as_of}, {judged} of them "
            f"judgements, {len(model.sources)} sources."
        )
    if problems:
        click.echo(f"{problems} problem{'s' if problems != 1 else ''} to mend.", err=True)
        raise click.exceptions.Exit(EXIT_CASE)


@cli.command()
def schema() -> None:
    """Print the JSON Schema of a case file, for editors."""
    import json

    from burdenshare.cases.template import json_schema

    click.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))


@cli.command()
def doctor() -> None:
    """Say what is installed, what is missing, and whether the shipped cases load."""
    from burdenshare.doctor import findings

    failed = False
    for finding in findings():
        failed |= finding.is_bad
        click.echo(f"{finding.mark:<8}{finding.text}")
    if failed:
        raise click.exceptions.Exit(EXIT_CHECK_FAILED)
