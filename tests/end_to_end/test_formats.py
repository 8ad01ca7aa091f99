"""The same numbers in every format: each is read back and compared with the document."""

import csv
import dataclasses
import io
import json
import re
import sys
import zipfile
from collections import Counter
from datetime import date, datetime
from html.parser import HTMLParser

import docx
import openpyxl
import pypdf
import pytest
from click.testing import CliRunner
from tests.small_case import plain, read
from tests.unit.analysis.test_decisions import TEXT as ISSUES

import burdenshare
from burdenshare.analysis import run
from burdenshare.analysis.decisions import decisions
from burdenshare.cases import load_case, parse_case
from burdenshare.cli import cli
from burdenshare.cli.exits import EXIT_MISSING, exit_code
from burdenshare.cli.reporting import FORMATS as OFFERED
from burdenshare.cli.reporting import OTHER_NAMES as ALSO_OFFERED
from burdenshare.errors import MissingPackageError, ProblemError
from burdenshare.report.document import document
from burdenshare.report.formats import FORMATS, OTHER_NAMES, render, render_all
from burdenshare.results import Figure, Sentence

CASES = ("us-rok-2019", "us-rok-1994", "kyrgyzstan-2009", "issues")
"""The flagship, a case with few fair shares, one with none, and one of issues that many decide."""


@pytest.fixture(scope="module", params=CASES)
def answer(request):
    if request.param == "issues":
        return decisions(parse_case(ISSUES, "issues.yaml"), as_of=date(2019, 11, 28), draws=500)
    return run(load_case(request.param), draws=500, threads=1)


@pytest.fixture(scope="module")
def files(answer):
    return render_all(answer, FORMATS)


@pytest.fixture(scope="module")
def figures(answer):
    """Every figure of the document, found without the code that writers use."""
    return list(walk(document(answer)))


def walk(value):
    if isinstance(value, Figure):
        yield value
    elif isinstance(value, Sentence):
        # A sentence may know of figures that it does not say.
        yield from (f for name, f in value.figures.items() if f"{{{name}" in value.template)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            if field.name != "spec":
                yield from walk(getattr(value, field.name))
    elif isinstance(value, dict):
        for item in value.values():
            yield from walk(item)
    elif isinstance(value, tuple | list):
        for item in value:
            yield from walk(item)


def spaced(text):
    """Text with single plain spaces: lines and unbreakable spaces are matters of layout."""
    return re.sub(r"\s+", " ", text.replace("\N{ZERO WIDTH SPACE}", ""))


def lacking(figures, text):
    """Figures of which the text has neither the value with its interval nor a part of a sentence.

    A sentence may write the value alone, or the interval alone.
    """
    return [f.full_text for f in figures if f.full_text not in text and f.text not in text]


def in_tables(answer):
    """The figures of key figures and tables, which are written in full."""
    made = document(answer)
    tables = [t for section in made.sections for t in (*section.tables, *section.folded)]
    return [*(f for _, f in made.keys), *walk([table.rows for table in tables])]


class Data(HTMLParser):
    """Collects what stands in the ``data`` elements of a page."""

    def __init__(self):
        super().__init__()
        self.found, self.value, self.text = Counter(), None, ""

    def handle_starttag(self, tag, attributes):
        if tag == "data":
            self.value, self.text = dict(attributes)["value"], ""

    def handle_data(self, data):
        self.text += data

    def handle_endtag(self, tag):
        if tag == "data":
            self.found[float(self.value), spaced(self.text)] += 1


def pdf_text(files):
    return spaced(
        " ".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(files["pdf"])).pages)
    )


def docx_text(files):
    body = docx.Document(io.BytesIO(files["docx"])).element.body
    return spaced("".join(node.text or "" if node.tag.endswith("}t") else " "
                          for node in body.iter() if node.tag.endswith(("}t", "}p"))))  # fmt: skip


def test_every_figure_stands_on_the_page(answer, files, figures):
    page = Data()
    page.feed(files["html"].decode())
    assert {digits(f.value) for f in figures} <= {value for value, _ in page.found}
    wanted = Counter((digits(f.value), f.full_text) for f in in_tables(answer))
    assert wanted <= page.found


@pytest.fixture(scope="module")
def texts(files):
    """The words of the formats on paper."""
    return {"pdf": pdf_text(files), "docx": docx_text(files)}


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_every_figure_stands_on_paper(answer, texts, figures, form):
    text = texts[form]
    assert len(figures) > 30
    assert lacking(figures, text) == []
    # What a table or the head says is there as often as in the document, with its interval.
    for words, count in Counter(f.full_text for f in in_tables(answer)).items():
        assert text.count(words) >= count, words


def test_every_figure_is_a_row_of_the_csv(files, figures):
    rows = list(csv.DictReader(io.StringIO(files["csv"].decode())))
    read_back = {
        (float(r["value"]), *(float(r[end]) if r[end] else None for end in ("low", "high")),
         r["unit"], r["text"], r["origin"], r["origin_ref"])
        for r in rows
    }  # fmt: skip
    wanted = {
        (f.value, f.low, f.high, f.unit.label, f.full_text, f.origin.kind, f.origin.ref)
        for f in figures
    }
    assert read_back == wanted


def digits(number):
    """A number to 9 digits, as the page keeps it; Excel keeps 15 and rounds the last."""
    return None if number is None else float(f"{number:.9g}")


def kept_digits(number):
    """The same of what a workbook holds: sixteen digits, so that a tie falls the same way."""
    return None if number is None else digits(float(f"{number:.16g}"))


def test_every_figure_is_in_the_workbook_as_a_number(answer, files, figures):
    book = openpyxl.load_workbook(io.BytesIO(files["xlsx"]))
    head, *rows = book["Figures"].iter_rows(min_row=4, values_only=True)
    at = head.index("value")
    wanted = {tuple(map(kept_digits, (f.value, f.low, f.high))) for f in figures}
    assert {tuple(map(kept_digits, r[at : at + 3])) for r in rows} == wanted
    sheets = [sheet for sheet in book if sheet.title not in ("README", "Figures")]
    cells = [cell for sheet in sheets for row in sheet.values for cell in row]
    numbers = {kept_digits(cell) for cell in cells if isinstance(cell, int | float)}
    numbers |= {cell.toordinal() for cell in cells if isinstance(cell, datetime)}
    tables = [t for s in document(answer).sections for t in (*s.tables, *s.folded)]
    alone = {c for t in tables for row in t.rows for c in row if isinstance(c, Figure)}
    assert {kept_digits(f.value) for f in alone} <= numbers


def test_every_figure_is_in_the_json(files, figures):
    found = set()

    def collect(value):
        if isinstance(value, dict):
            if {"value", "unit", "origin"} <= set(value):
                found.add((value["value"], value.get("low"), value.get("high")))
            for item in value.values():
                collect(item)
        elif isinstance(value, list):
            for item in value:
                collect(item)

    collect(json.loads(files["json"]))
    assert {(f.value, f.low, f.high) for f in figures} <= found


def test_every_figure_is_in_the_latex_tables(answer, files, figures):
    signs = {r"\ensuremath{-}": "\N{MINUS SIGN}", r"\%": "%", "~": " ", r"\_\allowbreak{}": "_"}
    text = files["tex"].decode()
    for written, sign in signs.items():
        text = text.replace(written, sign)
    text = spaced(text)
    assert lacking(figures, text) == []
    for words, count in Counter(f.full_text for f in in_tables(answer)).items():
        assert text.count(words) >= count, words


def test_the_answer_reads_the_same_everywhere(answer, files, texts):
    page = spaced(re.sub(r"<[^>]+>", "", files["html"].decode()).replace("&#39;", "'"))
    book = openpyxl.load_workbook(io.BytesIO(files["xlsx"]))
    readme = spaced(" ".join(str(c) for row in book["README"].values for c in row if c))
    for sentence in (answer.verdict.question, *answer.verdict.sentences):
        for text in (page, readme, *texts.values()):
            assert sentence.text in text


def test_the_same_answer_gives_the_same_bytes():
    answer = run(load_case("us-rok-1994"), draws=50)
    assert render_all(answer, FORMATS) == render_all(answer, FORMATS)


# --- what each format promises -------------------------------------------------------------------


def test_the_pdf_is_tagged_and_says_what_it_is(answer, files):
    reader = pypdf.PdfReader(io.BytesIO(files["pdf"]))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] is True or root["/MarkInfo"]["/Marked"].value
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "en-GB"
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    assert reader.metadata.title == answer.title
    assert reader.metadata.creation_date.date() == answer.made.as_of
    assert [entry.title for entry in reader.outline if not isinstance(entry, list)]


def test_the_pdf_holds_its_own_fonts(files):
    fonts = {
        font["/BaseFont"].split("+")[-1]
        for page in pypdf.PdfReader(io.BytesIO(files["pdf"])).pages
        for font in (f.get_object() for f in page["/Resources"]["/Font"].values())
    }
    # The command at the end is set in the fixed type that Typst brings.
    assert {name.split("-")[0] for name in fonts} <= {"LiberationSans", "DejaVuSansMono"}


def test_every_picture_of_the_pdf_has_words(answer, files):
    charts = [chart for section in document(answer).sections for chart in section.charts]
    words, seen = [], set()

    def visit(node):
        node = node.get_object()
        if id(node) in seen or not isinstance(node, dict):
            return
        seen.add(id(node))
        if node.get("/S") == "/Figure":
            words.append(node["/Alt"])
        kids = node.get("/K", [])
        for kid in kids if isinstance(kids, list) else [kids]:
            visit(kid)

    visit(pypdf.PdfReader(io.BytesIO(files["pdf"])).trailer["/Root"]["/StructTreeRoot"])
    assert words == [f"{chart.title}. {chart.description}" for chart in charts]


def test_the_word_document_has_real_styles(answer, files):
    made = docx.Document(io.BytesIO(files["docx"]))
    styles = Counter(paragraph.style.name for paragraph in made.paragraphs)
    sections = document(answer).sections
    charts = [chart for section in sections for chart in section.charts]
    assert styles["Title"] == 1
    assert styles["Heading 1"] >= len(sections)
    assert styles["Caption"] == len(made.tables) + len(charts)
    names = [node.get("descr") for node in made.element.body.iter() if node.tag.endswith("}docPr")]
    assert names == [f"{chart.title}. {chart.description}" for chart in charts]
    for table in made.tables:
        assert table.style.name == "Figures"
        assert "tblHeader" in table.rows[0]._tr.xml
    assert made.core_properties.created.date() == answer.made.as_of


def test_links_of_the_word_document_lead_somewhere(files):
    with zipfile.ZipFile(io.BytesIO(files["docx"])) as package:
        body = package.read("word/document.xml").decode()
    wanted = set(re.findall(r'w:anchor="([^"]+)"', body))
    marks = re.findall(r'<w:bookmarkStart[^>]*w:name="([^"]+)"', body)
    assert wanted
    assert wanted <= set(marks)
    assert len(marks) == len(set(marks))


def test_the_workbook_has_charts_of_its_own_and_names_its_sheets(answer, files):
    book = openpyxl.load_workbook(io.BytesIO(files["xlsx"]))
    assert book.sheetnames[0] == "README"
    assert {"Figures", "Sources used", "Formulas", "Judgements"} <= set(book.sheetnames)
    with_chart = [sheet.title for sheet in book if sheet._charts]
    charts = [chart for section in document(answer).sections for chart in section.charts]
    assert len(with_chart) == len(charts)
    for name in with_chart:
        assert str(next(c for row in book[name].values for c in row if isinstance(c, float)))


def test_judgements_are_marked_in_every_document(answer, files):
    judged = [f for f in in_tables(answer) if f.origin.kind == "judgement"]
    assert judged
    assert files["html"].decode().count('<data class="judged"') >= len(judged)
    assert files["tex"].decode().count(r"\judged{") > len(judged)
    with zipfile.ZipFile(io.BytesIO(files["docx"])) as package:
        assert package.read("word/document.xml").decode().count("Judgement") > len(judged)


# --- words of a case are words ------------------------------------------------------------------


NASTY = r"""=1+1 #let x = [\input{/etc/passwd}] <script>alert(1)</script> & $x^2$ %_{~} "'`*_"""


@pytest.fixture(scope="module")
def nasty():
    data = plain()
    data["title"] = data["description"] = NASTY
    data["parties"]["AAA"]["name"] = f"Aland {NASTY}"
    data["costs"][2]["name"] = NASTY
    data["positions"][0]["text"] = NASTY
    return render_all(run(read(data), draws=50), FORMATS)


def test_the_pdf_shows_the_words_of_a_case_as_they_are(nasty):
    assert r"#let x = [\input{/etc/passwd}] <script>" in pdf_text(nasty)


def test_the_word_document_shows_the_words_of_a_case_as_they_are(nasty):
    assert NASTY in docx_text(nasty)


def test_the_workbook_computes_nothing_that_a_case_says(nasty):
    book = openpyxl.load_workbook(io.BytesIO(nasty["xlsx"]))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any(cell.value == NASTY for cell in cells)
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}


def test_latex_runs_no_command_of_a_case(nasty):
    body = nasty["tex"].decode().split(r"\begin{document}")[1]
    assert r"\input" not in body
    assert r"\textbackslash{}input\{/etc/passwd\}" in body


# --- the command and the function ----------------------------------------------------------------


def test_the_command_offers_every_format():
    assert set(OFFERED) == set(FORMATS)
    assert dict(ALSO_OFFERED) == dict(OTHER_NAMES)


def test_latex_is_another_name_of_tex(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = report("kyrgyzstan-2009", "--draws", "50", "--format", "latex", "--format", "tex")
    assert done.output == "Report: kyrgyzstan-2009.tex\n"
    answer = run(load_case("kyrgyzstan-2009"), draws=50)
    assert render(answer, "latex") == (tmp_path / "kyrgyzstan-2009.tex").read_bytes()


def report(*words):
    return CliRunner().invoke(cli, ["report", *words], catch_exceptions=False)


def test_several_formats_go_to_a_folder(tmp_path):
    done = report("us-rok-1994", "--draws", "100", "--format", "csv", "--format", "json",
                  "--out", str(tmp_path))  # fmt: skip
    assert done.exit_code == 0, done.output
    assert sorted(p.name for p in tmp_path.iterdir()) == ["us-rok-1994.csv", "us-rok-1994.json"]


def test_the_ending_of_the_file_says_the_format(tmp_path):
    path = tmp_path / "memo.tex"
    assert report("us-rok-1994", "--draws", "100", "--out", str(path)).exit_code == 0
    assert path.read_text(encoding="utf-8").startswith("% ")
    assert burdenshare.save_report(run(load_case("us-rok-1994"), draws=100), path) == path


def test_one_file_holds_one_format(tmp_path):
    done = report("us-rok-1994", "--format", "csv", "--format", "pdf", "--out", f"{tmp_path}/x.pdf")
    assert done.exit_code == 2
    assert list(tmp_path.iterdir()) == []


def test_a_missing_package_is_named_before_anything_is_done(tmp_path, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "typst", None)
    words = ["report", "us-rok-1994", "--format", "csv", "--format", "pdf", "--out", str(tmp_path)]
    assert exit_code(lambda: cli.main(words, standalone_mode=False)) == EXIT_MISSING
    assert "burdenshare[report]" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("form", "module"), [("pdf", "typst"), ("docx", "docx"), ("xlsx", "xlsxwriter")]
)
def test_each_format_names_the_extra_that_it_needs(answer, monkeypatch, form, module):
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingPackageError) as caught:
        render(answer, form)
    assert caught.value.extra == "report"


def test_an_unknown_ending_is_refused(answer, tmp_path):
    with pytest.raises(ProblemError, match="there is no format 'odt'"):
        burdenshare.save_report(answer, tmp_path / "x.odt")
    assert list(tmp_path.iterdir()) == []
