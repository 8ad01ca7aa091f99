"""A comparison of shares on a table of members: in the terminal, and as CSV, XLSX or HTML."""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Callable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from burdenshare.errors import MissingPackageError
from burdenshare.report.terminal_parts import heading
from burdenshare.results.figures import capital
from burdenshare.results.members_table import Criterion, SharesTable

_NAME, _CELL = 18, 10


def print_shares(table: SharesTable, console: Console) -> None:
    """Print the comparison as it may be pasted into a memo: plain columns, sums, notes."""
    heading(console, f"Shares of {len(table.members)} members, per cent{_of_cost(table)}")
    room = max(1, (console.width - _NAME - (_CELL if table.present else 0)) // _CELL)
    for start in range(0, len(table.criteria), room):
        _part(table, table.criteria[start : start + room], console)
    if table.cost is not None:
        console.print()
        heading(console, f"Amounts, adding up to {table.cost.value:,.10g}")
        for start in range(0, len(table.criteria), room):
            _amounts(table, table.criteria[start : start + room], console)
    console.print()
    for criterion in table.criteria:
        console.print(Text(f"{capital(criterion.name)}: {criterion.formula}"))
    for note in table.notes:
        console.print(Text(note))
    console.print(
        Text(
            f"Source of the members' data: {table.source}. Rounded to {table.decimals} decimals of "
            "a per cent by largest remainders, so that every column sums exactly.",
            style="dim",
        )
    )


def _of_cost(table: SharesTable) -> str:
    return "" if table.cost is None else f", of {table.cost.value:,.10g}"


def _grid(heads: Sequence[str]) -> Table:
    grid = Table(box=None, padding=(0, 1, 0, 0), header_style="bold", pad_edge=False)
    for place, head in enumerate(heads):
        grid.add_column(
            head, justify="right" if place else "left", overflow="fold", vertical="bottom"
        )
    return grid


def _part(table: SharesTable, criteria: Sequence[Criterion], console: Console) -> None:
    grid = _grid(["Member", *(["Now"] if table.present else []), *map(_head, criteria)])
    digits = table.decimals
    for place, member in enumerate(table.members):
        now = [f"{100 * table.present[place].value:.{digits}f}"] if table.present else []
        cells = [f"{100 * c.shares[place].value:.{digits}f}" for c in criteria]
        grid.add_row(_cut(member), *now, *cells)
    sums = [f"{100 * sum(s.value for s in c.shares):.{digits}f}" for c in criteria]
    total = [f"{100 * sum(s.value for s in table.present):.{digits}f}"] if table.present else []
    grid.add_row("Sum", *total, *sums, style="bold")
    console.print(grid)


def _amounts(table: SharesTable, criteria: Sequence[Criterion], console: Console) -> None:
    grid = _grid(["Member", *map(_head, criteria)])
    for place, member in enumerate(table.members):
        cells = [f"{c.amounts[place].value:,.2f}" if c.amounts else "" for c in criteria]
        grid.add_row(_cut(member), *cells)
    sums = [f"{sum(a.value for a in c.amounts):,.2f}" for c in criteria]
    grid.add_row("Sum", *sums, style="bold")
    console.print(grid)


def _head(criterion: Criterion) -> str:
    words = criterion.name.removeprefix("by ").split()
    lines, line = [], ""
    for word in words:
        if line and len(line) + len(word) + 1 > _CELL - 1:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    text = "\n".join([*lines, line])
    return capital(text)


def _cut(name: str) -> str:
    return name if len(name) <= _NAME else f"{name[: _NAME - 1]}."


# --- files ----------------------------------------------------------------------------------------


def shares_csv(table: SharesTable) -> str:
    """Give the comparison as CSV, with a line of sums."""
    rows = table.rows()
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _safe(value) for name, value in row.items()} for row in rows)
    return out.getvalue()


def _safe(value: object) -> object:
    """Keep a spreadsheet from reading a member's name as a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t\r" else value


def shares_xlsx(table: SharesTable) -> bytes:
    """Give the comparison as an XLSX workbook: shares, amounts, notes."""
    try:
        import xlsxwriter
    except ImportError:
        raise MissingPackageError("xlsxwriter", "report", "An XLSX file") from None
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    bold = book.add_format({"bold": True, "text_wrap": True})
    percent = book.add_format({"num_format": "0." + "0" * table.decimals + "%"})
    money = book.add_format({"num_format": "#,##0.00"})
    sheets = [("Shares", "shares", percent)] + (
        [("Amounts", "amounts", money)] if table.cost else []
    )
    for title, field, form in sheets:
        sheet = book.add_worksheet(title)
        sheet.set_column(0, 0, 26)
        sheet.set_column(1, len(table.criteria), 16)
        sheet.write_row(0, 0, ["Member", *(c.name for c in table.criteria)], bold)
        for place, member in enumerate(table.members):
            sheet.write_string(place + 1, 0, member)
            for column, criterion in enumerate(table.criteria):
                figures = getattr(criterion, field)
                sheet.write_number(place + 1, column + 1, figures[place].value, form)
        last = len(table.members) + 1
        sheet.write_string(last, 0, "Sum", bold)
        for column, criterion in enumerate(table.criteria):
            total = sum(figure.value for figure in getattr(criterion, field))
            sheet.write_number(last, column + 1, total, form)
        sheet.freeze_panes(1, 1)
    notes = book.add_worksheet("Notes")
    notes.set_column(0, 0, 110)
    told = [f"{c.name}: {c.formula}" for c in table.criteria]
    for line, text in enumerate([*told, *table.notes, f"Source: {table.source}"]):
        notes.write_string(line, 0, text)
    book.close()
    return out.getvalue()


def shares_html(table: SharesTable) -> str:
    """Give the comparison as one HTML page, for a browser or a word processor."""
    digits = table.decimals
    parts = [
        _html_table(
            table,
            "Shares, per cent",
            lambda c, place: f"{100 * c.shares[place].value:.{digits}f}",
            lambda c: f"{100 * sum(share.value for share in c.shares):.{digits}f}",
        )
    ]
    if table.cost is not None:
        parts.append(
            _html_table(
                table,
                f"Amounts, adding up to {table.cost.value:,.10g}",
                lambda c, p: f"{c.amounts[p].value:,.2f}" if c.amounts else "",
                lambda c: f"{sum(a.value for a in c.amounts):,.2f}",
            )
        )
    told = [f"{capital(c.name)}: {c.formula}" for c in table.criteria]
    notes = "".join(f"<li>{html.escape(text)}</li>" for text in [*told, *table.notes])
    title = f"Shares of {len(table.members)} members"
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>\n{_STYLE}</style>\n</head>\n<body>\n"
        f"<h1>{title}</h1>\n{''.join(parts)}<ul>{notes}</ul>\n"
        f"<p>Source of the members' data: {html.escape(table.source)}. Every column sums exactly, "
        "by largest remainders.</p>\n</body>\n</html>\n"
    )


_STYLE = """body { font-family: Liberation Sans, Arial, sans-serif; margin: 2rem; color: #1b1f24; }
table { border-collapse: collapse; margin: 1rem 0; }
caption { text-align: left; font-weight: bold; padding-bottom: 0.4rem; }
th, td { padding: 0.2rem 0.7rem; border-bottom: 1px solid #e3e6ea; text-align: right; }
th:first-child { text-align: left; }
tfoot { font-weight: bold; }
"""


def _html_table(
    table: SharesTable,
    caption: str,
    cell: Callable[[Criterion, int], str],
    total: Callable[[Criterion], str],
) -> str:
    heads = "".join(f'<th scope="col">{html.escape(c.name)}</th>' for c in table.criteria)
    rows = "".join(
        f'<tr><th scope="row">{html.escape(member)}</th>'
        + "".join(f"<td>{cell(c, place)}</td>" for c in table.criteria)
        + "</tr>\n"
        for place, member in enumerate(table.members)
    )
    sums = "".join(f"<td>{total(c)}</td>" for c in table.criteria)
    return (
        f'<table><caption>{html.escape(caption)}</caption>\n<thead><tr><th scope="col">Member</th>'
        f"{heads}</tr></thead>\n<tbody>\n{rows}</tbody>\n"
        f'<tfoot><tr><th scope="row">Sum</th>{sums}</tr></tfoot></table>\n'
    )
