"""Axes of money: whole intervals where they fit, else an arrow and the end in words."""

import dataclasses

import pytest

from burdenshare.analysis import run
from burdenshare.cases import load_case
from burdenshare.report.charts import CUT_NOTE, MoneyAxis, grid_chart, headline_chart
from burdenshare.report.render import drawing
from burdenshare.report.terminal import ASCII, Scale


@pytest.fixture(scope="module")
def answer():
    return run(load_case("us-rok-2019"), draws=500, threads=1)


def widened(answer, low, high):
    """The answer with the interval of its first fair share put otherwise. [millions]"""
    cells = answer.fair_shares.cells
    place = next(i for i, c in enumerate(cells) if c.base == answer.fair_shares.headline)
    payment = dataclasses.replace(cells[place].payment, low=low, high=high)
    cell = dataclasses.replace(cells[place], payment=payment)
    shares = dataclasses.replace(
        answer.fair_shares, cells=(*cells[:place], cell, *cells[place + 1 :])
    )
    return dataclasses.replace(answer, fair_shares=shares)


def test_no_interval_of_the_case_is_cut(answer):
    payments = [cell.payment for cell in answer.fair_shares.cells]
    axis = MoneyAxis.of(answer, payments)
    payments = [p for p in payments if p.high is not None]
    assert max(p.high for p in payments) / axis.divisor <= axis.high
    assert min(p.low for p in payments) / axis.divisor >= axis.low
    assert not axis.cuts(payments)
    assert CUT_NOTE not in headline_chart(answer).description


@pytest.mark.parametrize("draw", [headline_chart, grid_chart])
def test_an_interval_that_is_cut_says_where_it_ends(answer, draw):
    chart = draw(widened(answer, -65_400.0, 87_600.0))
    assert CUT_NOTE in chart.description
    (row,) = (r for r in chart.spec["data"]["values"] if r["over"])
    assert (row["over"], row["under"]) == ("► 87.6", "\N{MINUS SIGN}65.4 ◄")
    assert row["low"] < row["value"] < row["high"] < 87.6
    assert row["over"] in drawing(chart.spec)
    # The bar stops short of the end of the axis, where the arrow and the amount stand.
    low, high = first_domain(chart.spec)
    assert low < row["low"]
    assert row["high"] < high < 20


def first_domain(spec):
    if isinstance(spec, dict):
        if isinstance(spec.get("domain"), list):
            return spec["domain"]
        spec = list(spec.values())
    if isinstance(spec, list):
        return next((found for part in spec if (found := first_domain(part))), None)
    return None


def test_a_bar_in_the_terminal_ends_in_an_arrow_where_it_is_cut(answer):
    figure = dataclasses.replace(answer.fair_shares.cells[0].payment, value=3.0, low=-1.0, high=9.0)
    bar = Scale(0.0, 6.0, 13, 1.0, 2.0, ASCII).bar(figure).plain
    assert bar == "<=====o=====>"
    assert Scale(-1.0, 9.0, 11, 1.0, 2.0, ASCII).bar(figure).plain == "====o======"
