"""The report as an Excel workbook: one sheet a table, real numbers, charts of Excel's own.

A column of figures becomes three: the value and the two ends of its 90% interval, with the unit in
the header, or in a column of its own where units differ. The sheet ``Figures`` lists every number
of the report with its unit and origin. Numbers are whole; their format rounds them for reading.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from burdenshare.errors import MissingPackageError
from burdenshare.report.charts import BLUE, FONT, GREY, INK, MUTED, ORANGE, Chart
from burdenshare.report.document import Document, Table, chart_table, plain
from burdenshare.report.document.parts import Cell, Link
from burdenshare.report.tidy import COLUMNS, tidy_rows
from burdenshare.results import Figure, Unit

LONGEST_NAME, WIDEST = 31, 60
"""Characters of a sheet's name, and of a column."""


def render_xlsx(document: Document) -> bytes:
    """Give a document as an Excel workbook; the same document gives the same bytes.

    Raises
    ------
    MissingPackageError
        If XlsxWriter is not installed; the extra ``report`` brings it.
    """
    try:
        import xlsxwriter
    except ImportError:
        raise MissingPackageError("xlsxwriter", "report", "A report in Excel's format") from None
    file = io.BytesIO()
    # Texts stay texts: nothing of a case becomes a formula, a number or an address by itself.
    plain_texts = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "nan_inf_to_errors": False,
    }
    with xlsxwriter.Workbook(file, {"in_memory": True, **plain_texts}) as book:
        _Writer(document, book).write()
    return file.getvalue()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet to be written: its name, the table in it, and a chart drawn from it."""

    name: str
    section: str
    table: Table
    chart: Chart | None = None


def sheets_of(document: Document) -> list[Sheet]:
    """Give the sheets of a document's tables, each with a name of its own."""
    taken = {"readme", "figures"}
    made = []
    for section in document.sections:
        tables: list[tuple[Table, Chart | None]] = [
            (chart_table(chart), chart) for chart in section.charts if chart.rows
        ]
        tables += [(table, None) for table in (*section.tables, *section.folded)]
        for table, chart in tables:
            name = _name(table.caption if chart is None else f"Chart {chart.id}", taken)
            taken.add(name.lower())
            made.append(Sheet(name, section.title, table, chart))
    return made


def _name(caption: str, taken: set[str]) -> str:
    """A name that Excel allows, from the first words of a caption."""
    words = re.sub(r"[\[\]:*?/\\'-]", " ", re.split(r"[,;(]| with ", caption)[0]).split()
    while len(" ".join(words)) > LONGEST_NAME - 3 and len(words) > 1:
        words.pop()
    while len(words) > 1 and words[-1].lower() in _LOOSE:
        words.pop()
    base = " ".join(words)[: LONGEST_NAME - 3] or "Table"
    name, number = base, 2
    while name.lower() in taken:
        name, number = f"{base} {number}", number + 1
    return name


_LOOSE = {"and", "of", "on", "the", "to", "each", "a", "that", "what", "would", "with"}
"""Words that no name ends with."""


class _Writer:
    """Writes a document into an empty workbook."""

    def __init__(self, document: Document, book: Any) -> None:
        self.document, self.book = document, book
        self.sheets = sheets_of(document)
        self.formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def write(self) -> None:
        """Write all of it."""
        document, day = self.document, self.document.made.as_of
        self.book.set_properties(
            {
                "title": document.title,
                "subject": document.description[:255],
                "author": f"burdenshare {document.made.version}",
                "comments": document.command,
                "created": datetime(day.year, day.month, day.day),
            }
        )
        self.book.formats[0].set_font_name("Arial")
        self.book.formats[0].set_font_size(10)
        self._readme()
        for sheet in self.sheets:
            self._sheet(sheet)
        self._figures()

    def style(self, **look: Any) -> Any:
        """Give a format, made once for each look."""
        look = {"font_name": "Arial", "font_size": 10, "valign": "top", **look}
        key = tuple(sorted(look.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(look)
        return self.formats[key]

    def _readme(self) -> None:
        document = self.document
        page = self.book.add_worksheet("README")
        page.hide_gridlines(2)
        page.set_column(0, 0, 44)
        page.set_column(1, 3, 16)
        page.set_column(4, 5, 34)
        words = self.style(text_wrap=True)
        row = 0
        lines: tuple[tuple[str, dict[str, Any]], ...] = (
            (document.title, {"bold": True, "font_size": 16}),
            (document.description, {}),
            (document.standing, {"font_color": MUTED}),
            (plain(document.question), {"bold": True, "font_size": 12}),
            *((plain(sentence), {}) for sentence in document.answer),
            *((finding, {}) for finding in document.findings),
        )
        for text, look in lines:
            page.merge_range(row, 0, row, 5, text, self.style(text_wrap=True, **look))
            page.set_row(row, 15 * (1 + len(text) // 130) + (10 if look else 4))
            row += 1
        row = self._key_figures(page, row + 1) + 1
        page.write_row(row, 0, ("Sheet", "Part of the report"), self.style(bold=True, bottom=2))
        for sheet in self.sheets:
            row += 1
            self._jump(page, row, sheet.name)
            page.write_string(row, 1, sheet.section)
        row += 1
        self._jump(page, row, "Figures")
        page.write_string(row, 1, "Every number of the report with its unit and origin")
        for text in (
            "Low and high are the ends of the 90% interval. Numbers in italics with a dotted line "
            "are judgements.",
            f"{document.how_made} {document.command}",
        ):
            row += 2
            page.merge_range(row, 0, row, 5, text, words)
            page.set_row(row, 30)
        self._print_setup(page)

    def _key_figures(self, page: Any, row: int) -> int:
        head = ("Figure", "Value", "Low", "High", "Unit", "Origin")
        page.write_row(row, 0, head, self.style(bold=True, bottom=2))
        for name, figure in self.document.keys:
            row += 1
            page.write_string(row, 0, name)
            self._numbers(page, row, 1, figure)
            page.write_string(row, 4, figure.unit.label)
            page.write_string(row, 5, self._origin(figure))
        return row + 1

    def _origin(self, figure: Figure) -> str:
        key = f"{figure.origin.kind}:{figure.origin.ref}"
        return f"{figure.origin.kind}: {self.document.origins.get(key, figure.origin.ref)}"

    def _jump(self, page: Any, row: int, name: str) -> None:
        look = self.style(font_color=BLUE, underline=1)
        page.write_url(row, 0, f"internal:'{name}'!A1", look, name)

    def _print_setup(self, page: Any) -> None:
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.set_footer(
            f"&L{self.document.made.case}, as of {self.document.made.as_of}&RPage &P of &N"
        )

    # --- tables ----------------------------------------------------------------------------------

    def _sheet(self, sheet: Sheet) -> None:
        page = self.book.add_worksheet(sheet.name)
        page.hide_gridlines(2)
        table = sheet.table
        page.write_string(0, 0, table.caption, self.style(bold=True, font_size=12))
        page.write_string(1, 0, sheet.section, self.style(font_color=MUTED))
        columns = spread(table)
        head = self.style(bold=True, text_wrap=True, bottom=2)
        for place, column in enumerate(columns):
            page.write_string(HEAD, place, column.head, head)
            page.set_column(place, place, column.width)
        page.set_row(HEAD, 13.5 * max(_lines(c.head, c.width * 0.9) for c in columns))
        for row, cells in enumerate(table.rows, HEAD + 1):
            texts = ((plain(cells[c.source]), 1.1 * c.width) for c in columns if c.part == "text")
            page.set_row(row, 13.5 * max((_lines(*text) for text in texts), default=1))
            for place, column in enumerate(columns):
                if column.part in ("text", "value"):
                    self._cell(page, row, place, cells[column.source], columns)
        page.freeze_panes(HEAD + 1, 1)
        page.repeat_rows(HEAD)
        if table.rows:
            page.autofilter(HEAD, 0, HEAD + len(table.rows), len(columns) - 1)
        if sheet.chart is not None:
            self._chart(page, sheet, columns)
        self._print_setup(page)

    def _cell(self, page: Any, row: int, place: int, cell: Cell, columns: list[Column]) -> None:
        if isinstance(cell, Figure):
            self._numbers(page, row, place, cell, [c.part for c in columns[place + 1 : place + 4]])
            if columns[place].has_unit:
                unit = next(
                    p for p in range(place, len(columns))
                    if columns[p].part == "unit" and columns[p].source == columns[place].source
                )  # fmt: skip
                page.write_string(row, unit, cell.unit.label, self.style())
        elif isinstance(cell, Link) and cell.target.startswith(("https://", "http://")):
            look = self.style(font_color=BLUE, underline=1, text_wrap=True)
            page.write_url(row, place, cell.target, look, cell.text)
        elif text := plain(cell):
            page.write_string(row, place, text, self.style(text_wrap=True))

    def _numbers(
        self,
        page: Any,
        row: int,
        place: int,
        figure: Figure,
        parts: Iterable[str] = ("low", "high"),
    ) -> None:
        look: dict[str, Any] = {"num_format": number_format(figure)}
        if figure.origin.kind == "judgement":
            look |= {"italic": True, "bottom": 4}
        days = EXCEL_DAY_0 if figure.unit.kind in DATES else 0
        page.write_number(row, place, figure.value - days, self.style(**look))
        ends = {"low": figure.low, "high": figure.high}
        for offset, part in enumerate(parts, 1):
            if part not in ends:
                break
            end = ends[part]
            if end is not None:
                page.write_number(row, place + offset, end - days, self.style(**look))

    def _figures(self) -> None:
        page = self.book.add_worksheet("Figures")
        page.write_string(0, 0, "Every number of the report", self.style(bold=True, font_size=12))
        page.write_row(HEAD, 0, COLUMNS, self.style(bold=True, bottom=2))
        last = HEAD
        for last, row in enumerate(tidy_rows(self.document), HEAD + 1):
            for place, value in enumerate(row):
                if isinstance(value, int | float):
                    page.write_number(last, place, value)
                elif value is not None:
                    page.write_string(last, place, value)
        for place, width in enumerate((14, 11, 14, 30, 40, 24, 12, 12, 12, 28, 34, 10, 24)):
            page.set_column(place, place, width)
        page.freeze_panes(HEAD + 1, 0)
        page.autofilter(HEAD, 0, last, len(COLUMNS) - 1)
        self._print_setup(page)

    # --- charts ----------------------------------------------------------------------------------

    def _chart(self, page: Any, sheet: Sheet, columns: list[Column]) -> None:
        """Draw a table's first kind of number: over dates as lines, else as bars with intervals."""
        first = next((c for c in columns if c.part == "value"), None)
        if first is None or not sheet.table.rows or sheet.chart is None:
            return
        places = [p for p, c in enumerate(columns) if c.part == "value" and c.unit == first.unit]
        over_time = all(_is_date(plain(row[0])) for row in sheet.table.rows)
        chart = self.book.add_chart({"type": "line" if over_time else "bar"})
        rows = (HEAD + 1, HEAD + len(sheet.table.rows))
        for number, place in enumerate(places):
            color = COLORS[number % len(COLORS)]
            self._series(chart, sheet, columns, place, rows, color, over_time, len(places) <= 2)
        unit = first.unit.label if first.unit is not None else ""
        font = {"name": FONT, "color": INK, "size": 9, "bold": False}
        percent = first.unit is not None and first.unit.kind in ("share", "portion", "probability")
        values = {
            "name": unit, "name_font": font, "num_font": font,
            "num_format": "0%" if percent else "#,##0",
            "major_gridlines": {"visible": True, "line": {"color": "#E3E6EA"}},
        }  # fmt: skip
        names = {"num_font": font, "label_position": "low", "reverse": not over_time}
        # Bars lie: their names stand at the y axis, the first of them at the top, and the amounts
        # cross it where it ends, which is then the foot.
        chart.set_x_axis(names if over_time else {**values, "label_position": "high"})
        chart.set_y_axis(values if over_time else names)
        chart.set_title(
            {"name": sheet.chart.title, "name_font": {**font, "size": 11}, "overlay": False}
        )
        if len(chart.series) == 1:
            chart.set_legend({"none": True})
        else:
            chart.set_legend({"position": "bottom", "font": font})
        height = 360 if over_time else 140 + len(sheet.table.rows) * max(18, 11 * len(places))
        chart.set_size({"width": 760, "height": height})
        alt = f"{sheet.chart.title}. {sheet.chart.description}"
        page.insert_chart(HEAD, len(columns) + 1, chart, {"description": alt})

    def _series(
        self,
        chart: Any,
        sheet: Sheet,
        columns: list[Column],
        place: int,
        rows: tuple[int, int],
        color: str,
        over_time: bool,
        with_ends: bool,
    ) -> None:
        first, last = rows
        series: dict[str, Any] = {
            "name": [sheet.name, HEAD, place],
            "categories": [sheet.name, first, 0, last, 0],
            "values": [sheet.name, first, place, last, place],
        }
        has_low = place + 2 < len(columns) and columns[place + 1].part == "low"
        has_ends = has_low and with_ends
        if not over_time:
            bars = {"fill": {"color": color, "transparency": 35}, "gap": 60}
            if has_ends:
                bars["y_error_bars"] = _error_bars(sheet.table, columns[place].source)
            chart.add_series(series | bars)
            return
        chart.add_series(series | {"line": {"color": color, "width": 2.25}})
        for offset in (1, 2) if has_ends else ():
            chart.add_series(
                {
                    **series,
                    "name": [sheet.name, HEAD, place + offset],
                    "values": [sheet.name, first, place + offset, last, place + offset],
                    "line": {"color": color, "width": 1, "dash_type": "dash"},
                }
            )


DATES = ("day", "month")
EXCEL_DAY_0 = 693594
"""The day from which Excel counts, 30 December 1899, counted from 1 January of the year 1 as 1."""

HEAD = 3
"""Row of the headers, counted from 0."""

COLORS = (BLUE, ORANGE, GREY, "#3A7D44", "#7A4FA3", "#A8893A", "#2B2F36")


def _error_bars(table: Table, source: int) -> dict[str, Any]:
    """Error bars from the value to the two ends of its interval."""
    figures = [row[source] if isinstance(row[source], Figure) else None for row in table.rows]
    above, below = [], []
    for figure in figures:
        known = isinstance(figure, Figure) and figure.low is not None and figure.high is not None
        above.append(figure.high - figure.value if known else 0.0)  # type: ignore[union-attr,operator]
        below.append(figure.value - figure.low if known else 0.0)  # type: ignore[union-attr,operator]
    return {
        "type": "custom",
        "plus_values": above,
        "minus_values": below,
        "line": {"color": INK, "width": 1},
    }


def _lines(text: str, width: float) -> int:
    """Lines that a text takes in a column of some width, about."""
    return max(1, -(-len(text) // max(int(width), 1)))


def _is_date(text: str) -> bool:
    return re.fullmatch(r"\d{4}(-\d{2}){0,2}", text) is not None


# --- columns -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet: a column of the table, or a part of its figures."""

    source: int
    part: str
    """``text``, ``value``, ``low``, ``high`` or ``unit``."""
    head: str
    width: float
    unit: Unit | None = None
    """The unit of all its figures, if they have one unit."""
    has_unit: bool = False
    """Whether another column names the unit of each figure."""


def spread(table: Table) -> list[Column]:
    """Spread the columns of a table over a sheet."""
    columns: list[Column] = []
    for source, head in enumerate(table.head):
        cells = [row[source] for row in table.rows]
        figures = [cell for cell in cells if isinstance(cell, Figure)]
        if not figures:
            longest = max((len(plain(cell)) for cell in cells), default=0)
            width = min(max(longest, len(head)) + 2, WIDEST)
            columns.append(Column(source, "text", head, max(width, 10)))
            continue
        units = {figure.unit.label: figure.unit for figure in figures}
        unit = next(iter(units.values())) if len(units) == 1 else None
        label = f" ({unit.label})" if unit is not None and unit.kind not in DATES else ""
        columns.append(Column(source, "value", head + label, 18, unit, unit is None))
        if any(figure.low is not None for figure in figures):
            columns += [
                Column(source, part, f"{head}: {part}", 14, unit) for part in ("low", "high")
            ]
        if unit is None:
            columns.append(Column(source, "unit", f"{head}: unit", 28))
    return columns


def number_format(figure: Figure) -> str:
    """Give Excel's format for a number, so that it is read as the report writes it."""
    size = abs(figure.value)
    match figure.unit.kind:
        case "share" | "probability":
            return "0.0%"
        case "portion":
            return "0.00%"
        case "count":
            return "#,##0"
        case "day":
            return "d mmmm yyyy"
        case "month":
            return "mmmm yyyy"
    return "#,##0" if size >= 99.95 else "#,##0.0" if size >= 9.995 else "#,##0.00"
