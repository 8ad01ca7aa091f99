"""`cases`, `new`, `check`, `schema`, `facts`, `doctor`: what there is, and files of one's own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from burdenshare.cli.exits import EXIT_CASE, EXIT_CHECK_FAILED
from burdenshare.cli.options import Day, load
from burdenshare.cli.output import console, write_text


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
def cases(as_json: bool) -> None:
    """List the cases that ship."""
    from burdenshare.cases.catalog import shipped_cases

    found = shipped_cases()
    if as_json:
        import json

        rows = [
            {"slug": c.slug, "title": c.title, "as_of": c.as_of, "kind": c.kind,
             "is_settled": c.is_settled}
            for c in found
        ]  # fmt: skip
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    width = max(len(entry.slug) for entry in found)
    for entry in found:
        click.echo(f"{entry.slug:<{width}}  {entry.as_of}  {entry.title}")


@click.command()
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


@click.command()
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


@click.command()
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
        given = [entry for path, entry in model.inputs.items() if path not in model.unsaid]
        judged = sum(entry.origin.kind == "judgement" for entry in given)
        click.echo(
            f"{name}: good. {len(given)} numbers known on {model.as_of}, {judged} of them "
            f"judgements, {len(model.sources)} sources."
        )
    if problems:
        click.echo(f"{problems} problem{'s' if problems != 1 else ''} to mend.", err=True)
        raise click.exceptions.Exit(EXIT_CASE)


@click.command()
def schema() -> None:
    """Print the JSON Schema of a case file, for editors."""
    import json

    from burdenshare.cases.template import json_schema

    click.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))


@click.command()
def doctor() -> None:
    """Say what is installed, what is missing, and whether the shipped cases load."""
    from burdenshare.doctor import findings

    failed = False
    for finding in findings():
        failed |= finding.is_bad
        click.echo(f"{finding.mark:<8}{finding.text}")
    if failed:
        raise click.exceptions.Exit(EXIT_CHECK_FAILED)
