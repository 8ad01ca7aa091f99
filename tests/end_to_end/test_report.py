"""The HTML report: every number in it has an origin, nothing is fetched, nothing is executed."""

import re
from html.parser import HTMLParser

import pytest
from tests.small_case import plain, read

from burdenshare.analysis import run
from burdenshare.cases import load_case
from burdenshare.report.html import render_html


@pytest.fixture(scope="module")
def answer():
    return run(load_case("us-rok-2019"), draws=5000, threads=1)


@pytest.fixture(scope="module")
def page(answer):
    return render_html(answer)


class Walker(HTMLParser):
    """Collects figures, and digits that stand outside of them."""

    #: Words of the case's author, dates, and the block that says how the report was made.
    MAY_HOLD_DIGITS = ("words", "made", "finding", "asof")
    VOID = ("meta", "link", "br", "hr", "img", "input")

    def __init__(self):
        super().__init__()
        self.open, self.figures, self.loose, self.tags = [], [], [], set()

    def handle_starttag(self, tag, attributes):
        named = dict(attributes)
        self.tags.add(tag)
        if tag in self.VOID:
            return
        self.open.append((tag, named.get("class") or ""))
        if tag == "data":
            self.figures.append(named)

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if not re.search(r"\d", data):
            return
        for tag, classes in self.open:
            if tag in ("th", "td") and "n" not in classes.split():
                return  # words of the case's author
            if tag in ("data", "time", "style", "svg", "title", "pre", "h1", "summary", "caption"):
                return
            if set(classes.split()) & set(self.MAY_HOLD_DIGITS):
                return
        self.loose.append(data.strip())


@pytest.fixture(scope="module")
def walked(page):
    walker = Walker()
    walker.feed(page)
    return walker


def test_every_figure_resolves(answer, walked):
    notes = {entry.path: entry.note for entry in answer.inputs}
    assert len(walked.figures) > 300
    for figure in walked.figures:
        kind, ref = figure["data-origin"].split(":", 1)
        assert float(figure["value"]) == float(figure["value"])
        match kind:
            case "source":
                assert ref in answer.sources
            case "formula":
                assert ref in answer.formulas
            case "judgement":
                assert notes[ref]
            case _:
                pytest.fail(f"{kind} is no origin")


def test_no_number_stands_outside_of_a_figure(walked):
    assert walked.loose == []


def test_nothing_is_executed_or_fetched(page, walked):
    assert "script" not in walked.tags
    assert not walked.tags & {"link", "img", "iframe", "object", "embed"}
    assert not re.search(r"url\(\s*['\"]?https?:|@import", page)


def test_the_verdict_stands_first_and_pictures_are_inline(answer, page):
    text = re.sub(r"<[^>]+>", "", page).replace("\N{NO-BREAK SPACE}", " ")
    assert page.index('id="verdict"') < page.index('id="fair-shares"') < page.index('id="sources"')
    assert answer.verdict.sentences[0].text[:40] in text
    assert page.count("<svg") >= 3
    assert page.count('role="img"') == page.count("<svg")


def test_the_page_is_small(page):
    assert len(page.encode()) < 350_000


def test_the_same_answer_gives_the_same_bytes(answer, page):
    assert render_html(answer) == page


def test_judgements_stand_apart_with_their_reasons(answer, page):
    judged = [i for i in answer.inputs if i.figure.origin.kind == "judgement"]
    section = page[page.index('id="judgements"') : page.index('id="documents"')]
    assert section.count("<tr id=") == len(judged)
    assert all(entry.note for entry in judged)


def test_words_of_a_case_are_never_markup():
    data = plain()
    data["title"] = "<script>alert(1)</script> & {figure}"
    data["parties"]["AAA"]["name"] = "<b>A</b> {least}"
    data["positions"][0]["text"] = '"><img src=x onerror=alert(1)>'
    data["costs"][2]["name"] = "{multiple} <i>pay</i>"
    page = render_html(run(read(data), draws=50))
    walker = Walker()
    walker.feed(page)
    assert not walker.tags & {"script", "img", "i", "b"}
    assert "{least}" in page


@pytest.mark.parametrize("part", ["cost_bases", "positions", "bargaining", "costs"])
def test_a_case_without_a_part_still_makes_a_report(part):
    data = plain()
    del data[part]
    if part == "costs":
        del data["cost_bases"], data["disagreement"][1]["saves"]
    page = render_html(run(read(data), draws=50))
    assert "nan" not in re.sub(r"[a-z]nan|nan[a-z]", "", page.lower())
