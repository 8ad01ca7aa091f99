"""Nothing that became known after the date of the question reaches an answer."""

import copy
from datetime import date

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from burdenshare.analysis import run
from burdenshare.cases import parse_case
from burdenshare.cases.catalog import case_path
from burdenshare.provenance import PartialDate

AS_OF = date(2019, 11, 19)


class Text(yaml.SafeLoader):
    """Reads dates as text, as the format does."""


Text.yaml_implicit_resolvers = {
    first: [r for r in resolvers if r[0] != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@pytest.fixture(scope="module")
def flagship():
    return yaml.load(case_path("us-rok-2019").read_text(encoding="utf-8"), Loader=Text)


def answered(data) -> str:
    case = parse_case(yaml.safe_dump(data, sort_keys=False, allow_unicode=True), "flagship.yaml")
    return run(case, draws=300, seed=1, threads=1).to_json()


def is_late(text) -> bool:
    return text is not None and PartialDate.parse(str(text)).latest > AS_OF


def late_positions(data):
    known = [p.get("known_on", p["date"]) for p in data["positions"]]
    return [place for place, when in enumerate(known) if is_late(when)]


def late_versions(value, path=()):
    """Paths of versions of a number that became known later, found by their own date."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from late_versions(item, (*path, key))
    elif isinstance(value, list):
        for place, item in enumerate(value):
            if isinstance(item, dict) and is_late(item.get("known_on")) and "id" not in item:
                yield (*path, place)
            yield from late_versions(item, (*path, place))


def at(data, path):
    for key in path:
        data = data[key]
    return data


def test_the_flagship_has_later_facts_to_hide(flagship):
    assert len(late_positions(flagship)) > 20
    assert len(list(late_versions(flagship))) > 5
    assert is_late(flagship["outcome"]["agreed_on"])


@settings(max_examples=12, deadline=None)
@given(draw=st.data())
def test_later_facts_may_be_changed_added_or_deleted(flagship, draw):
    data = copy.deepcopy(flagship)
    for place in reversed(late_positions(data)):
        match draw.draw(st.sampled_from(["keep", "delete", "change"])):
            case "delete":
                del data["positions"][place]
            case "change":
                data["positions"][place]["text"] = "Something else happened."
                data["positions"][place]["amount"] = draw.draw(st.floats(1, 1e6))
    for path in list(late_versions(data)):
        version = at(data, path)
        if "value" in version and draw.draw(st.booleans()):
            version["value"] *= 0.5
    if draw.draw(st.booleans()):
        del data["outcome"]
    if draw.draw(st.booleans()):
        data["positions"].append(
            {"id": "planted", "date": "2019-11-20", "party": "USA", "kind": "demand",
             "amount": 123456, "text": "Planted.", "source": "planted"}
        )  # fmt: skip
        data["sources"]["planted"] = {"title": "P", "publisher": "P", "date": "2019-11-20"}
    assert answered(data) == answered(flagship)


def test_a_fact_known_on_the_day_does_count(flagship):
    """The other side of the property: the test above could fail."""
    data = copy.deepcopy(flagship)
    data["positions"].append(
        {"id": "planted", "date": "2019-11-19", "party": "USA", "kind": "demand", "amount": 123456,
         "text": "Planted.", "source": "planted"}
    )  # fmt: skip
    data["sources"]["planted"] = {"title": "P", "publisher": "P", "date": "2019-11-19"}
    assert answered(data) != answered(flagship)
