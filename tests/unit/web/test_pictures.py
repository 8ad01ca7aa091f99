"""A chart taken apart and put together again is the chart."""

import json

import pytest

from burdenshare.analysis import run
from burdenshare.cases import load_case
from burdenshare.report.document import sections
from burdenshare.web.pictures import take_apart


def together(value, parts):
    """Put data and signals back where `take_apart` took them from."""
    if isinstance(value, list):
        return [together(item, parts) for item in value]
    if not isinstance(value, dict):
        return value
    if set(value) == {"name"} and value["name"] in parts.data:
        return {"values": parts.data[value["name"]]}
    if set(value) == {"expr"} and value["expr"] in parts.signals:
        return parts.signals[value["expr"]]
    found = {key: together(item, parts) for key, item in value.items()}
    if "domainMin" in found:
        found["domain"] = [found.pop("domainMin"), found.pop("domainMax")]
    found.pop("params", None) if parts.signals and "params" in found else None
    return found


def charts(draws):
    answer = run(load_case("us-rok-2019"), draws=draws)
    return [chart for section in sections(answer) for chart in section.charts]


@pytest.mark.parametrize("chart", charts(300), ids=lambda chart: chart.id)
def test_taken_apart_and_put_together(chart):
    parts = take_apart(chart.spec)
    plain = json.loads(json.dumps(chart.spec))
    assert together(json.loads(json.dumps(parts.spec)), parts) == plain


def test_charts_that_differ_in_numbers_alone_have_one_key():
    spec = {
        "data": {"values": [{"x": 1}]},
        "mark": "point",
        "encoding": {"x": {"field": "x", "scale": {"domain": [0, 3]}},
                     "text": {"value": "asked 5"}},
    }  # fmt: skip
    other = json.loads(json.dumps(spec).replace("[0, 3]", "[0, 4]").replace("asked 5", "asked 6"))
    other["data"]["values"] = [{"x": 2}, {"x": 3}]
    assert take_apart(spec).key == take_apart(other).key
    assert take_apart(spec).signals == {"s0": 0, "s1": 3, "s2": "asked 5"}
    other["mark"] = "bar"
    assert take_apart(spec).key != take_apart(other).key


def test_layers_with_the_same_ends_share_them():
    layer = {"encoding": {"x": {"scale": {"domain": [0.5, 2.5]}}}}
    parts = take_apart({"layer": [layer, layer]})
    assert parts.signals == {"s0": 0.5, "s1": 2.5}
