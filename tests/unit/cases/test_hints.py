"""What messages show, and what they suggest."""

import pytest

from burdenshare.cases.hints import clipped, did_you_mean, format_path, listed, near_misses, shown


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ((), ""),
        (("costs", 2, "amount"), "costs[2].amount"),
        (("sources", "mofa-2019.1", "date"), "sources.mofa-2019.1.date"),
        (("a b",), "'a b'"),
        (("parties", "\x1b[31m"), "parties.'\\x1b[31m'"),
        (("",), "''"),
    ],
)
def test_paths(path, words):
    assert format_path(path) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "nothing"),
        (True, "true"),
        (0.1, "the number 0.1"),
        (20190, "the number 20190"),
        ("a\nb", "the text 'a\\nb'"),
        ([], "a list"),
        ({}, "a group of 'key: value' lines"),
    ],
)
def test_values(value, words):
    assert shown(value) == words


def test_long_words_are_cut():
    assert clipped("x" * 61) == "x" * 57 + "..."
    assert clipped("x" * 60) == "x" * 60
    assert len(shown("x" * 10_000)) < 80


def test_near_misses_look_past_case_and_hyphens():
    assert near_misses("Cost-Bases", ["costs", "cost_bases"]) == ["cost_bases"]
    assert near_misses("zebra", ["costs", "cost_bases"]) == []
    assert did_you_mean("zebra", ["costs"], "No.") == "No."


def test_lists_are_cut():
    assert listed(["a", "b", "c"], 2) == "a, b and 1 more"
    assert listed(["a", "b"], 2) == "a, b"
