"""The blank case loads as it is, and the schema for editors agrees with the loader."""

import copy
import json
import re

import pytest
from tests.naive_json_schema import problems

from burdenshare.cases import case_slugs, json_schema, load_case, parse_case
from burdenshare.cases.catalog import case_path
from burdenshare.cases.hints import format_path
from burdenshare.cases.schema import Case
from burdenshare.cases.syntax import compose
from burdenshare.cases.template import SCHEMA_FILE, blank_case
from burdenshare.errors import CaseError
from burdenshare.provenance import Basis

SCHEMA = json_schema()


def fits(data: object) -> bool:
    return not problems(data, SCHEMA, SCHEMA)


@pytest.mark.parametrize("slug", ["own", "us-rok-2024", "2024", "1e5", "0x1f", "null", "true"])
def test_the_blank_case_loads(slug):
    assert parse_case(blank_case(slug)).slug == slug


@pytest.mark.parametrize("slug", ["", "Own", "a b", "../x", "-x", "x" * 81, "a:b", "a\nb"])
def test_a_name_that_is_no_slug_is_refused(slug):
    with pytest.raises(ValueError, match="cannot be the name of a case"):
        blank_case(slug)


def test_the_blank_case_points_editors_to_the_schema():
    assert blank_case("own").startswith(f"# yaml-language-server: $schema=./{SCHEMA_FILE}\n")


def test_its_numbers_are_marked_as_examples():
    case = parse_case(blank_case("own"))
    judged = [item for item in (*case.costs, *case.benefits) if item.basis is Basis.JUDGEMENT]
    assert judged
    assert all(item.note.startswith("Example") for item in judged)
    assert all(source.title.startswith("Example") for source in case.sources.values())


def test_every_part_is_there_or_mentioned():
    text = blank_case("own")
    for name in Case.model_fields:
        if name not in ("reservation", "linked"):  # for those who know that they want them
            assert f"\n{name}:" in text or f"\n# {name}:" in text, name


def test_what_is_commented_out_loads_as_well():
    lines = []
    within = False
    for line in blank_case("own").splitlines():
        within = line.startswith("#") and (
            within or line[2:] in ("sharing:", "exchange_rates:", "outcome:")
        )
        lines.append(line[2:] if within else line)
    text = "\n".join(lines)
    case = parse_case(text)
    assert case.outcome is not None
    assert case.sharing is not None
    assert len(case.price_indices) == 2
    assert fits(compose(text).data)


# --- the schema ----------------------------------------------------------------------------------


def test_the_schema_is_plain_json():
    assert json.loads(json.dumps(SCHEMA)) == SCHEMA
    assert "versions" not in json.dumps(SCHEMA)


@pytest.mark.parametrize("slug", case_slugs())
def test_shipped_cases_fit_the_schema(slug):
    load_case(slug)
    assert problems(compose(case_path(slug).read_text("utf-8")).data, SCHEMA, SCHEMA) == []


def test_the_blank_case_fits_the_schema():
    assert problems(compose(blank_case("own")).data, SCHEMA, SCHEMA) == []


@pytest.mark.parametrize(
    "number",
    [
        100,
        1.5e3,
        {"value": 100},
        {"low": 80, "high": 120, "unit": "billion"},
        [90, {"value": 100, "known_on": "2024-05"}],
        {"distribution": {"name": "normal", "mean": 100, "sd": 5}},
    ],
)
def test_short_and_long_numbers_fit(number):
    data = compose(blank_case("own")).data
    data["payment"]["current"] = number
    data["costs"][0]["from_payment"] = False
    assert fits(data)
    parse_case(json.dumps(data), format="json")


@pytest.mark.parametrize(
    "number", ["100", True, [], {"value": "100"}, {"valu": 100}, {"value": 1, "unit": "mn"}, [[1]]]
)
def test_what_the_loader_refuses_does_not_fit(number):
    data = compose(blank_case("own")).data
    data["payment"]["current"] = number
    assert not fits(data)
    with pytest.raises(CaseError):
        parse_case(json.dumps(data), format="json")


def _without(data, path):
    """A copy without the value at a path."""
    data = copy.deepcopy(data)
    part = data
    for step in path[:-1]:
        part = part[step]
    del part[path[-1]]
    return data


def test_what_lacks_a_field_fits_just_when_the_loader_does_not_miss_it():
    composed = compose(blank_case("own"))
    for path in composed.places:
        if not path or len(path) > 3 or isinstance(path[-1], int):
            continue
        data = _without(composed.data, path)
        try:
            parse_case(json.dumps(data), format="json")
            missed = False
        except CaseError as error:
            missed = any(problem.message.startswith("required") for problem in error.problems)
        assert fits(data) is not missed, format_path(path)


def test_beliefs_that_are_commented_out_within_a_part_load_as_well():
    within = re.compile(r"^(  +)# ((?:obstinacy|  NTH|  STH|by_expiry|anchor|audience_cost):.*)$")
    lines = [within.sub(r"\1\2", line) for line in blank_case("own").splitlines()]
    case = parse_case("\n".join(lines))
    assert set(case.bargaining.obstinacy) == {"NTH", "STH"}
    assert case.bargaining.by_expiry
    assert case.bargaining.anchor
    assert case.disagreement[1].audience_cost
