"""Sliders say a number as the case has it, and reach far enough to doubt it."""

import numpy as np
import pytest

from burdenshare.analysis.live import Live
from burdenshare.cases import case_slugs, load_case
from burdenshare.model import build
from burdenshare.uncertainty.distributions import Beta, Constant, LogNormal, Uniform, interval, pert
from burdenshare.web.controls import controls, figure_control, group_of, stops, written


@pytest.mark.parametrize(
    ("distribution", "number"),
    [
        (Constant(3.0), {"value": 3.0}),
        (pert(1.0, 2.0, 6.0), {"low": 1.0, "mode": 2.0, "high": 6.0}),
        (pert(-500.0, 100.0, 400.0), {"low": -500.0, "mode": 100.0, "high": 400.0}),
        (interval(50.0, 200.0), {"low": 50.0, "high": 200.0}),
        (interval(0.1, 0.4, share=True), {"low": 0.1, "high": 0.4}),
        (Uniform(0.0, 100.0), {"low": 5.0, "high": 95.0}),
    ],
)
def test_a_distribution_as_an_overlay_writes_it(distribution, number):
    assert written(distribution) == pytest.approx(number)


def test_what_is_written_has_the_quantiles_of_the_distribution():
    beta = Beta(4.0, 4.0, 0.0, 1.0)
    number = written(beta)
    again = interval(number["low"], number["high"], share=True)
    ends = np.array([0.05, 0.95])
    np.testing.assert_allclose(again.quantile(ends), beta.quantile(ends), rtol=1e-9)
    assert written(LogNormal(10.0, 0.5)) == pytest.approx(
        dict(zip(("low", "high"), LogNormal(10.0, 0.5).quantile(ends), strict=True))
    )


@pytest.mark.parametrize("slug", case_slugs())
def test_every_case_has_sliders_in_reach(slug):
    case = load_case(slug)
    live = Live(case, draws=20)
    answer = live.answer()
    found = list(controls(live.model, answer))
    figure = figure_control(live.model, answer)
    assert len({control["path"] for control in found}) == len(found)
    for control in [*found, *([figure] if figure else [])]:
        ends = control["start"].values()
        assert control["least"] <= min(ends), control["path"]
        assert max(ends) <= control["greatest"], control["path"]
        assert (control["greatest"] - control["least"]) / control["step"] >= 100, control["path"]
        assert control["own_text"], control["path"]
        assert control["origin"], control["path"]
    believed = {path for path in live.model.inputs if group_of(path)}
    assert believed <= {control["path"] for control in found}


def test_stops_are_days_on_which_the_case_can_be_asked():
    case = load_case("us-rok-2019")
    days = [stop["date"] for stop in stops(case)]
    assert days == sorted(set(days))
    assert case.as_of.isoformat() in days
    build(case, min(p.date.latest for p in case.positions if p.date.latest.isoformat() in days))
    assert "2021-03-07" in days


def test_what_past_rounds_taught_has_sliders_that_go_the_whole_way():
    live = Live(load_case("us-rok-2019"), draws=20)
    found = {control["path"]: control for control in controls(live.model, live.answer())}
    firm = found["bargaining.obstinacy.KOR"]
    assert (firm["least"], firm["greatest"], firm["kind"]) == (0.0, 1.0, "share")
    assert (firm["origin"], firm["judged"]) == ("past rounds", False)
    assert "past rounds" in firm["note"]
    shame = found["disagreement.withdrawal.audience_cost"]
    assert (shame["kind"], shame["judged"]) == ("rate", True)
    assert {firm["group"], shame["group"]} == {found["bargaining.by_expiry"]["group"]}
