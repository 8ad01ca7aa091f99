"""Two answers side by side."""

import pytest
from tests.small_case import plain, read

from burdenshare.analysis import compare, run


def answer(data, **options):
    return run(read(data), draws=8, threads=1, **options)


def lines(comparison):
    return {line.id: line for line in comparison.lines}


def test_an_answer_does_not_differ_from_itself():
    comparison = compare(answer(plain()), answer(plain()))
    assert comparison.findings == ()
    assert {line.difference.value for line in comparison.lines} == {0}


def test_a_second_figure_moves_what_depends_on_it_alone():
    comparison = compare(answer(plain()), answer(plain(), figure=30.0))
    found = lines(comparison)
    assert found["figure"].difference.value == pytest.approx(30 - 55)
    assert found["inside"].difference.value == 1
    assert found["least"].difference.value == found["solution.nash"].difference.value == 0


def test_amounts_in_different_money_have_no_difference():
    data = plain()
    data["money"] = {"currency": "EUR", "unit": "million", "price_year": 2020}
    comparison = compare(answer(plain()), answer(data))
    found = lines(comparison)
    assert found["least"].difference is None
    assert found["zone"].difference.value == 0
    assert "different-money" in [finding.id for finding in comparison.findings]


def test_what_one_answer_lacks_is_left_empty():
    data = plain()
    data["linked"] = [{"id": "next", "name": "Next", "pass_through": 0.5, "source": "s"}]
    found = lines(compare(answer(plain()), answer(data)))
    assert found["multiplier"].first is None
    assert found["multiplier"].difference is None
    assert found["multiplier"].second.value == 1.5


def test_a_case_that_has_changed_is_said_to_have():
    data = plain()
    data["costs"][1]["amount"] = 70
    comparison = compare(answer(plain()), answer(data))
    assert [finding.id for finding in comparison.findings] == ["changed-inputs"]


def test_every_number_has_an_origin_that_resolves():
    comparison = compare(answer(plain()), answer(plain(), figure=30.0))
    for line in comparison.lines:
        for figure in (line.first, line.second, line.difference):
            match figure.origin.kind:
                case "formula":
                    assert figure.origin.ref in comparison.formulas
                case "source":
                    assert figure.origin.ref in comparison.first.sources
                case "judgement":
                    assert figure.origin.note
    assert len(comparison.rows()) == 3 * len(comparison.lines)
    assert "NaN" not in comparison.to_json()
