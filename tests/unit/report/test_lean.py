"""Drawings made small: the same picture in fewer letters."""

import re

import pytest
from tests.small_case import plain, read

from burdenshare.analysis import run
from burdenshare.report import render
from burdenshare.report.document import document
from burdenshare.report.lean import lean


@pytest.fixture(scope="module")
def drawings():
    sections = document(run(read(plain()), draws=200, threads=1)).sections
    return [render.drawing(chart.spec) for section in sections for chart in section.charts]


def test_every_word_stays_in_its_order(drawings):
    assert len(drawings) > 4
    for drawn in drawings:
        words = re.findall(r">([^<]+)<", drawn)
        assert words
        assert re.findall(r">([^<]+)<", lean(drawn)) == words


def test_a_drawing_halves(drawings):
    assert sum(len(lean(drawn)) for drawn in drawings) < 0.5 * sum(map(len, drawings))


def test_lines_that_let_through_stay_apart():
    line = '<line transform="translate(1,2)" x2="4" stroke="red" opacity="0.5"/>'
    small = lean(f"<svg>{line}{line}</svg>")
    assert small.count("<path") == 2


@pytest.mark.parametrize(
    ("long", "short"),
    [
        ("M0,0L5.04,0L5.04,3L5,3L7,9Z", "M0,0H5V3L7,9Z"),
        ("M1,1C2,2,3,3,4,4.06", "M1,1C2,2,3,3,4,4.1"),
        ("M3.5,0A3.5,3.5,0,1,1,-3.5,0A3.5,3.5,0,1,1,3.5,0Z", None),
    ],
)
def test_paths_are_written_short(long, short):
    small = lean(f'<svg><path d="{long}" fill="red"/></svg>')
    want = '<circle fill="red" r="3.5"/>' if short is None else f'<path d="{short}" fill="red"/>'
    assert want in small


def test_a_look_is_said_once_by_the_group_and_kept_where_it_differs():
    texts = "".join(f'<text fill="{fill}" font-size="11px">{fill}</text>' for fill in ("a", "b"))
    assert lean(f'<svg><g transform="translate(1,1)">{texts}</g></svg>') == (
        '<svg font-size="12px"><g transform="translate(1,1)" font-size="11px"><text fill="a">a'
        '</text><text fill="b">b</text></g></svg>'
    )


def test_nothing_unseen_is_kept_but_what_others_refer_to():
    small = lean(
        '<svg><defs><clipPath id="c"><path d="M0,0h1"/></clipPath></defs><g class="x"><path '
        'd="M0,0h5"/><text></text><path d="M0,0h1" fill="red" display="none"/></g></svg>'
    )
    assert (
        small == '<svg font-size="12px"><defs><clipPath id="c"><path d="M0,0h1"/></clipPath>'
        "</defs></svg>"
    )


def test_lines_of_a_text_begin_where_they_did():
    lines = '<tspan x="0" dy="0">one</tspan><tspan x="0" dy="13">two</tspan>'
    small = lean(f'<svg><text transform="translate(-7,3)" fill="red">{lines}</text></svg>')
    assert small == (
        f'<svg font-size="12px"><text transform="translate(-7,3)" fill="red">{lines}</text></svg>'
    )


def test_groups_that_only_move_become_one():
    inner = (
        '<g transform="translate(1.5,2)"><g transform="translate(0.5,-2)"><text>w</text></g></g>'
    )
    assert lean(f"<svg>{inner}</svg>") == (
        '<svg font-size="12px"><g transform="translate(2,0)"><text>w</text></g></svg>'
    )
