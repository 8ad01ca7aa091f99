"""The styles of the report in Word; a change of one changes every place that uses it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

FONT = "Arial"
INK, MUTED, LINK, LINE, ACCENT = "1B1F24", "555D67", "1F5FA8", "C9CED5", "C2560C"


@dataclass(frozen=True, slots=True)
class Look:
    """How a style of paragraphs looks. [points]"""

    name: str
    size: float
    bold: bool = False
    color: str = INK
    before: float = 0
    after: float = 6
    follows: bool = False
    """Whether it stays on the page of what follows."""


LOOKS = (
    Look("Normal", 10),
    Look("Body Text", 10),
    Look("Subtitle", 8.5, color=MUTED, after=2),
    Look("Title", 22, bold=True, after=8),
    Look("Heading 1", 14, bold=True, before=18, after=6, follows=True),
    Look("Heading 2", 11, bold=True, before=12, after=4, follows=True),
    Look("Caption", 8.5, color=MUTED, before=6, after=4),
    Look("List Bullet", 10, after=4),
    Look("Question", 13, bold=True, before=12, after=6, follows=True),
    Look("Answer", 11, after=6),
    Look("Note", 8, color=MUTED, after=8),
    Look("Command", 8.5, color=MUTED),
    Look("Picture", 10, before=8, after=2, follows=True),
    Look("Table Text", 8.5, after=0),
    Look("Table Text Small", 7.5, after=0),
    Look("After Table", 4, after=4),
    Look("TOC Heading", 11, bold=True, before=12, after=4, follows=True),
    Look("toc 1", 10, after=2),
)


def apply(made: Any) -> None:
    """Set the styles of a Word document, adding those that it lacks."""
    from docx.enum.style import WD_STYLE_TYPE

    styles = made.styles
    for look in LOOKS:
        if look.name not in [style.name for style in styles]:
            styles.add_style(look.name, WD_STYLE_TYPE.PARAGRAPH).base_style = styles["Normal"]
        _set(styles[look.name], look)
    _rule_at_left(styles["Question"])
    _rule_at_left(styles["Answer"])
    judged = styles.add_style("Judgement", WD_STYLE_TYPE.CHARACTER)
    from docx.enum.text import WD_UNDERLINE

    judged.font.underline = WD_UNDERLINE.DOTTED
    link = styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    link.font.color.rgb = _color(LINK)
    _table_style(styles.add_style("Figures", WD_STYLE_TYPE.TABLE))


def _color(text: str) -> Any:
    from docx.shared import RGBColor

    return RGBColor.from_string(text)


def _set(style: Any, look: Look) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    font, layout = style.font, style.paragraph_format
    font.name, font.size, font.bold, font.italic = FONT, Pt(look.size), look.bold or None, None
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(fonts.attrib):
        if name.endswith("Theme"):
            del fonts.attrib[name]
    for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(name), FONT)
    font.color.rgb = _color(look.color)
    layout.space_before, layout.space_after = Pt(look.before), Pt(look.after)
    layout.keep_with_next = look.follows
    for border in style.element.get_or_add_pPr().findall(qn("w:pBdr")):
        style.element.pPr.remove(border)


def _rule_at_left(style: Any) -> None:
    """A coloured rule beside a paragraph."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    border = parse_xml(
        f'<w:pBdr {nsdecls("w")}><w:left w:val="single" w:sz="18" w:space="8" '
        f'w:color="{ACCENT}"/></w:pBdr>'
    )
    properties = style.element.get_or_add_pPr()
    properties.insert_element_before(
        border, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc"
    )


def _table_style(style: Any) -> None:
    """Thin lines between rows, a strong one and bold type at the header."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    line = f'w:val="single" w:sz="4" w:space="0" w:color="{LINE}"'
    strong = f'w:val="single" w:sz="8" w:space="0" w:color="{INK}"'
    style.element.append(
        parse_xml(
            f"<w:tblPr {nsdecls('w')}><w:tblBorders><w:top {strong}/><w:bottom {line}/>"
            f"<w:insideH {line}/></w:tblBorders><w:tblCellMar><w:left w:w='50' w:type='dxa'/>"
            f"<w:right w:w='50' w:type='dxa'/></w:tblCellMar></w:tblPr>"
        )
    )
    style.element.append(
        parse_xml(
            f'<w:tblStylePr {nsdecls("w")} w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr>'
            f"<w:tcBorders><w:bottom {strong}/></w:tcBorders></w:tcPr></w:tblStylePr>"
        )
    )
