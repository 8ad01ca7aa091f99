"""The report as a Word document to go on editing: real styles, captions that number themselves.

Headings, captions, lists and tables use the styles of the document (`word_styles`), so that another
look is a change of styles. Charts are pictures with words for those who cannot see them. Table
headers repeat over pages and rows do not break; the contents are a field that Word brings up to
date. Paragraphs and tables are written as WordprocessingML by `_Writer` and put into a document of
python-docx, which keeps styles, pictures and the package.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from burdenshare.errors import MissingPackageError
from burdenshare.report.charts import Chart
from burdenshare.report.document import Document, Run, Table, runs
from burdenshare.report.document.layout import Part, on_paper, origin_note, weights
from burdenshare.report.document.parts import Cell, unbroken
from burdenshare.report.render import png

WIDTH_MM = 168
"""Width of the text on A4. [mm]"""
TWIPS = 56.693
"""Twentieths of a point to a millimetre."""


def render_docx(document: Document) -> bytes:
    """Give a document as a Word file; the same document gives the same bytes.

    Raises
    ------
    MissingPackageError
        If python-docx is not installed; the extra ``report`` brings it.
    """
    try:
        import docx
    except ImportError:
        raise MissingPackageError("python-docx", "report", "A report in Word's format") from None
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    from burdenshare.report.word_styles import apply

    made = docx.Document()
    apply(made)
    _describe(made, document)
    writer = _Writer(document, made)
    body = parse_xml(f"<w:body {nsdecls('w', 'r', 'wp', 'a', 'pic')}>{writer.body()}</w:body>")
    end = made.element.body.sectPr
    for element in list(body):
        end.addprevious(element)
    head, foot = writer.running()
    for place, text in ((made.sections[0].header, head), (made.sections[0].footer, foot)):
        paragraph = place.paragraphs[0]._p
        paragraph.getparent().replace(paragraph, parse_xml(text.replace("<w:p>", _OPEN, 1)))
    return _saved(made)


_OPEN = '<w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'


def _describe(made: Any, document: Document) -> None:
    """Set the page, and what the file says of itself."""
    from docx.shared import Mm

    day = document.made.as_of
    properties = made.core_properties
    properties.title, properties.subject = document.title, document.description[:255]
    properties.author = f"burdenshare {document.made.version}"
    properties.comments, properties.keywords = document.command, "cost sharing, negotiation"
    properties.language, properties.last_modified_by = "en-GB", properties.author
    properties.created = properties.modified = datetime(day.year, day.month, day.day)
    properties.revision = 1
    page = made.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm((210 - WIDTH_MM) / 2)
    page.top_margin = page.bottom_margin = Mm(23)


def _saved(made: Any) -> bytes:
    """The file, with the same date on each of its parts whenever it is written."""
    first, last = io.BytesIO(), io.BytesIO()
    made.save(first)
    with (
        zipfile.ZipFile(first) as source,
        zipfile.ZipFile(last, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return last.getvalue()


class _Writer:
    """Writes a document as paragraphs and tables of WordprocessingML."""

    def __init__(self, document: Document, made: Any) -> None:
        self.document, self.part = document, made.part
        self.parts = on_paper(document)
        self.anchors = document.anchors() | {part.id for part in self.parts}
        self.styles = {style.name: style.style_id for style in made.styles}
        self.numbers: Counter[str] = Counter()

    def body(self) -> str:
        """Give all that stands between the first and the last page."""
        pieces = [*self._front(), *self._contents()]
        for part in self.parts:
            pieces += self._part(part)
        pieces += [
            self._paragraph("Heading 1", _text("How this was made")),
            self._paragraph("Body Text", _text(self.document.how_made)),
            self._paragraph("Command", _text(self.document.command)),
        ]
        return "".join(pieces)

    def running(self) -> tuple[str, str]:
        """Give the lines at the head and the foot of each page."""
        document, made = self.document, self.document.made
        stops = (
            f'<w:tabs><w:tab w:val="clear" w:pos="4320"/><w:tab w:val="clear" w:pos="8640"/>'
            f'<w:tab w:val="right" w:pos="{WIDTH_MM * TWIPS:.0f}"/></w:tabs>'
        )
        tab = "<w:r><w:tab/></w:r>"
        pages = f"{_text('Page ')}{_field('PAGE', '1')}{_text(' of ')}{_field('NUMPAGES', '1')}"
        program = f"burdenshare {made.version}, case {made.case} ({made.digest})"
        return (
            self._paragraph(
                "Header", _text(document.title) + tab + _text(f"As known on {made.as_of}"), stops
            ),
            self._paragraph("Footer", _text(program) + tab + pages, stops),
        )

    def _front(self) -> list[str]:
        document = self.document
        keys = tuple((name, figure) for name, figure in document.keys)
        return [
            self._paragraph("Subtitle", _text(document.kicker)),
            self._paragraph("Title", _text(document.title)),
            self._words("Body Text", document.description),
            self._words("Note", document.standing),
            self._words("Question", document.question),
            *(self._words("Answer", sentence) for sentence in document.answer),
            *(self._words("List Bullet", finding) for finding in document.findings),
            *self._table(Table("Key figures", ("Figure", "Value"), keys, frozenset({1}))),
            self._words("Note", document.legend),
        ]

    def _contents(self) -> list[str]:
        """A field of contents, filled in with the headings so that it is not empty at first."""
        lines = [self._link(Run(part.title, None, f"#{part.id}")) for part in self.parts]
        if not lines:
            return []
        code = r'TOC \o "1-1" \h \z \u'
        lines[0] = f"{_mark('begin')}{_instruction(code)}{_mark('separate')}{lines[0]}"
        lines[-1] += _mark("end")
        return [
            self._paragraph("TOC Heading", _text("Contents")),
            *(self._paragraph("toc 1", line) for line in lines),
        ]

    def _part(self, part: Part) -> list[str]:
        new_page = "<w:pageBreakBefore/>" if part.opens_annex else ""
        pieces = [self._paragraph("Heading 1", _text(part.title), new_page, part.id)]
        pieces += [self._words("Body Text", sentence) for sentence in part.lead]
        for chart in part.charts:
            pieces += self._chart(chart)
        pieces += [self._words("List Bullet", point) for point in part.points]
        for table in part.tables:
            pieces += self._table(table)
        return pieces if part.more is None else [*pieces, self._words("Note", part.more)]

    # --- paragraphs ------------------------------------------------------------------------------

    def _paragraph(self, style: str, content: str, layout: str = "", anchor: str = "") -> str:
        style_id = self.styles[style]
        mark = self._bookmark(anchor) if anchor else ""
        return f'<w:p><w:pPr><w:pStyle w:val="{style_id}"/>{layout}</w:pPr>{mark}{content}</w:p>'

    def _words(self, style: str, cell: Cell) -> str:
        return self._paragraph(style, self._pieces(runs(cell)))

    def _pieces(self, pieces: Iterable[Run]) -> str:
        return "".join(
            self._link(piece) if piece.target else _text(_words_of(piece), self._mark_of(piece))
            for piece in pieces
        )

    def _mark_of(self, piece: Run) -> str:
        return self.styles["Judgement"] if piece.is_judged else ""

    def _link(self, piece: Run) -> str:
        words = _text(piece.text, self.styles["Hyperlink"])
        if piece.target.startswith("#") and piece.target[1:] in self.anchors:
            name = bookmark_name(piece.target[1:])
            return f'<w:hyperlink w:anchor="{name}" w:history="1">{words}</w:hyperlink>'
        if piece.target.startswith(("https://", "http://")):
            from docx.opc.constants import RELATIONSHIP_TYPE

            kind = RELATIONSHIP_TYPE.HYPERLINK
            place = self.part.relate_to(piece.target, kind, is_external=True)
            return f'<w:hyperlink r:id="{place}" w:history="1">{words}</w:hyperlink>'
        return _text(piece.text)

    def _bookmark(self, name: str) -> str:
        self.numbers["bookmarks"] += 1
        number = self.numbers["bookmarks"]
        return (
            f'<w:bookmarkStart w:id="{number}" w:name="{bookmark_name(name)}"/>'
            f'<w:bookmarkEnd w:id="{number}"/>'
        )

    def _caption(self, kind: str, text: str, layout: str = "") -> str:
        self.numbers[kind] += 1
        number = _field(rf"SEQ {kind} \* ARABIC", str(self.numbers[kind]))
        return self._paragraph(
            "Caption", f"{_text(f'{kind} ')}{number}{_text(f'. {text}')}", layout
        )

    # --- charts and tables -----------------------------------------------------------------------

    def _chart(self, chart: Chart) -> list[str]:
        from docx.image.image import Image
        from docx.shared import Mm

        picture = png(chart.spec)
        size = Image.from_blob(picture)
        # Two dots make a pixel of the drawing, and 0.7 points a pixel of it look right in print.
        width = min(int(Mm(WIDTH_MM)), int(size.px_width * 0.35 * 12700))
        height = int(width * size.px_height / size.px_width)
        inline = self.part.new_pic_inline(io.BytesIO(picture), width, height)
        self.numbers["pictures"] += 1
        inline.docPr.set("id", str(self.numbers["pictures"]))
        inline.docPr.set("name", chart.id)
        inline.docPr.set("descr", f"{chart.title}. {chart.description}")
        return [
            self._paragraph("Picture", f"<w:r><w:drawing>{inline.xml}</w:drawing></w:r>"),
            self._caption("Figure", f"{chart.title}. {chart.description}"),
            self._paragraph("Note", self._pieces(origin_note(self.document, chart))),
        ]

    def _table(self, table: Table) -> list[str]:
        widths = [round(WIDTH_MM * TWIPS * weight) for weight in weights(table)]
        columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        rows = [self._row(table, table.head, widths, is_head=True)]
        for position, row in enumerate(table.rows):
            anchor = table.anchors[position] if table.anchors else ""
            rows.append(self._row(table, row, widths, anchor))
        return [
            self._caption("Table", table.caption, "<w:keepNext/>"),
            f'<w:tbl><w:tblPr><w:tblStyle w:val="{self.styles["Figures"]}"/>'
            f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
            '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" '
            'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
            f"<w:tblCaption w:val={quoteattr(table.caption)}/></w:tblPr>"
            f"<w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>",
            self._paragraph("After Table", ""),
        ]

    def _row(
        self,
        table: Table,
        row: tuple[Cell, ...],
        widths: list[int],
        anchor: str = "",
        *,
        is_head: bool = False,
    ) -> str:
        style = "Table Text" if len(table.head) <= 5 else "Table Text Small"
        cells = []
        for column, (cell, width) in enumerate(zip(row, widths, strict=True)):
            layout = '<w:jc w:val="right"/>' if column in table.numeric else ""
            content = self._pieces(runs(cell))
            paragraph = self._paragraph(style, content, layout, "" if column else anchor)
            cells.append(
                f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{paragraph}</w:tc>'
            )
        repeat = "<w:tblHeader/>" if is_head else ""
        return f"<w:tr><w:trPr><w:cantSplit/>{repeat}</w:trPr>{''.join(cells)}</w:tr>"


# --- pieces of WordprocessingML ------------------------------------------------------------------


def bookmark_name(name: str) -> str:
    """Give a name that Word allows: letters, digits and underscores, 40 at most."""
    plain = "b_" + "".join(sign if sign.isalnum() else "_" for sign in name)
    if len(plain) <= 40:
        return plain
    return plain[:31] + "_" + hashlib.sha256(name.encode()).hexdigest()[:8]


def _words_of(piece: Run) -> str:
    return piece.text if piece.figure is None else unbroken(piece.text)


def _text(text: str, style_id: str = "") -> str:
    if not text:
        return ""
    look = f'<w:rPr><w:rStyle w:val="{style_id}"/></w:rPr>' if style_id else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _field(code: str, shown: str) -> str:
    """A field that Word computes, with what it shows until then."""
    return f"{_mark('begin')}{_instruction(code)}{_mark('separate')}{_text(shown)}{_mark('end')}"


def _mark(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def _instruction(code: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve"> {escape(code)} </w:instrText></w:r>'
