"""Every number in the JSON of an answer has an origin that can be looked up."""

import json

import pytest

from burdenshare.analysis import run
from burdenshare.cases import load_case

#: How an answer was made, and the bins of charts, whose densities carry one origin together.
APART = ("made", "densities")


@pytest.fixture(scope="module")
def answer():
    return json.loads(run(load_case("us-rok-2019"), draws=2000, threads=1).to_json())


def numbers(value, path=(), origin=None):
    """Give (path, origin) of every number; the origin is that of the mapping it stands in."""
    if isinstance(value, dict):
        if path and path[-1] in APART:
            return
        own = value.get("origin", origin)
        for key, item in value.items():
            yield from numbers(item, (*path, key), own if key != "origin" else None)
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from numbers(item, (*path, place), origin)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield path, origin


def test_every_number_resolves(answer):
    notes = {entry["path"]: entry["note"] for entry in answer["inputs"]}
    found = list(numbers(answer))
    assert len(found) > 1000
    for path, origin in found:
        if path == ("money", "price_year") or path[-1] == "price_year":
            continue
        assert origin is not None, f"{'.'.join(map(str, path))} has no origin"
        match origin["kind"]:
            case "source":
                assert origin["ref"] in answer["sources"], path
            case "formula":
                assert origin["ref"] in answer["formulas"], path
            case "judgement":
                assert notes.get(origin["ref"]) or origin.get("note"), path
            case other:
                pytest.fail(f"{other} is no kind of origin")


def test_densities_carry_their_origin(answer):
    densities = answer["zone"]["densities"]
    assert densities["origin"]["ref"] in answer["formulas"]


def test_sources_say_who_published_what_and_when(answer):
    for name, source in answer["sources"].items():
        assert source["title"], name
        assert source["publisher"], name
        assert source["date"], name
