"""Cases and answers in a notebook: words, a chart and a table; nothing executed."""

import re

import pytest
from tests.small_case import plain, read

import burdenshare as bs
from burdenshare.cases.card import card_lines
from burdenshare.report.notebook import main_chart
from burdenshare.results import Result


@pytest.fixture(scope="module")
def answer():
    return bs.run(bs.load("us-rok-2019"), draws=500)


def parts(answer):
    """Every answer that stands in another, and that one."""
    found = [getattr(answer, name) for name in type(answer).__dataclass_fields__]
    return [answer, *(part for part in found if isinstance(part, Result))]


def test_every_answer_shows_itself_without_a_script(answer):
    assert len(parts(answer)) > 6
    for part in parts(answer):
        shown = part._repr_mimebundle_()
        assert set(shown) == {"text/plain", "text/html"}
        assert "us-rok-2019" in shown["text/plain"] or not hasattr(part, "made")
        assert "<script" not in shown["text/html"]
        assert len(shown["text/plain"]) < 5000


def test_the_main_chart_of_a_part_alone_is_that_of_the_whole(answer):
    for name in ("fair_shares", "zone", "forecast"):
        part = getattr(answer, name)
        chart = main_chart(part)
        assert chart is not None
        assert f'aria-label="{chart.title}. ' in part._repr_html_()
        assert part._repr_html_().count("<svg") == 1
    assert main_chart(answer).spec == main_chart(answer.fair_shares).spec


def test_the_verdict_comes_first(answer):
    shown = answer._repr_html_()
    text = re.sub(r"<[^>]+>", "", shown).replace("&#x27;", "'")
    assert all(sentence.text in text for sentence in answer.verdict.sentences)
    assert shown.index("<p>") < shown.index("<svg") < shown.index("<table>")


def test_a_case_shows_a_card():
    case = bs.load("us-rok-2019")
    shown = case._repr_mimebundle_()
    for text in shown.values():
        assert case.title in text
        assert "South Korea" in text
        assert "2019-11-19" in text
        assert re.search(r"\d+ known by then: \d+ from \d+ of \d+ sources, \d+ judgements", text)


def test_the_card_counts_judgements_apart():
    def counted(data):
        return [int(n) for n in re.findall(r"\d+", dict(card_lines(read(data)))["Numbers"])]

    data = plain()
    known, sourced, _, _, judged = counted(data)
    assert known == sourced + judged
    data["costs"][2] |= {"basis": "judgement", "note": "A guess."}
    cost_and_cause = 2
    assert counted(data)[:2] == [known, sourced - cost_and_cause]
    assert counted(data)[-1] == judged + cost_and_cause


@pytest.mark.parametrize("slug", bs.case_slugs())
def test_every_shipped_case_has_a_card(slug):
    assert "known by then" in bs.load(slug)._repr_html_()


def test_words_of_a_case_stay_words():
    data = plain()
    data["title"] = data["description"] = "<script>alert(1)</script>"
    data["parties"]["AAA"]["name"] = "<b>Aland</b>"
    case = read(data)
    answer = bs.run(case, draws=50)
    for shown in (case, answer, answer.zone):
        html = shown._repr_html_()
        assert "<script" not in html
        assert "<b>" not in html
