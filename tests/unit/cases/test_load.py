"""Text to data and to a case: YAML 1.2, places, and an answer to whatever is handed in."""

import json
import math
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from burdenshare.cases import Case, case_slugs, load_case, parse_case
from burdenshare.cases.syntax import compose, resolve
from burdenshare.cases.template import blank_case
from burdenshare.cases.wording import WORDS
from burdenshare.errors import CaseError

TEMPLATE = blank_case("own")
BROKEN = Path(__file__).parents[2] / "cases" / "broken"

# The core schema of YAML 1.2.2, chapter 10.3.2, with what YAML 1.1 made of the same text.
CORE = [
    ("null", None),
    ("~", None),
    ("", None),
    ("nULL", "nULL"),
    ("true", True),
    ("TRUE", True),
    ("tRUE", "tRUE"),
    ("NO", "NO"),
    ("yes", "yes"),
    ("off", "off"),
    ("y", "y"),
    ("0", 0),
    ("-19", -19),
    ("+12", 12),
    ("007", 7),
    ("0o7", 7),
    ("0o17", 15),
    ("0x3A", 58),
    ("0.", 0.0),
    ("-0.0", -0.0),
    (".5", 0.5),
    ("+12e03", 12000.0),
    ("-2E+05", -200000.0),
    ("1e9", 1e9),
    ("12:30", "12:30"),
    ("1_000", "1_000"),
    ("1,000", "1,000"),
    ("0b1", "0b1"),
    ("2019-11-19", "2019-11-19"),
    ("2001-12-14t21:59:43.10-05:00", "2001-12-14t21:59:43.10-05:00"),
    (".inf", math.inf),
    ("-.INF", -math.inf),
    ("inf", "inf"),
    ("nan", "nan"),
    ("=", "="),
    ("<<", "<<"),
    ("1e", "1e"),
    (".", "."),
    ("-", "-"),
    ("9" * 5000, math.inf),
]


@pytest.mark.parametrize(("text", "value"), CORE)
def test_plain_scalars_follow_the_core_schema(text, value):
    found = resolve(text)
    assert found == value
    assert type(found) is type(value)


def test_not_a_number_is_read_as_one():
    assert math.isnan(resolve(".NaN"))


@pytest.mark.parametrize("text", ["'1'", '"1"', "|-\n  1", ">-\n  1"])
def test_quoted_text_and_blocks_stay_text(text):
    assert compose(f"a: {text}").data == {"a": "1"}


def test_places_are_those_of_value_and_key():
    places = compose("a: 1\nbc:\n  - x\n  - {d:  5}\n").places
    assert places["a",] == (1, 4, 1, 1)
    assert places["bc",] == (3, 3, 2, 1)
    assert places["bc", 0] == (3, 5, 3, 5)
    assert places["bc", 1, "d"] == (4, 10, 4, 6)


def test_a_byte_order_mark_is_no_part_of_the_text():
    composed = compose("\ufeffa: 1\n")
    assert composed.data == {"a": 1}
    assert composed.places["a",].key_column == 1


def test_a_key_that_stands_twice_keeps_its_first_value():
    composed = compose("a: {b: 1}\na: {b: 2, b: 3}\nc: 4\n")
    assert composed.data == {"a": {"b": 1}, "c": 4}
    assert [problem.line for problem in composed.problems] == [2]


PRINTABLE = st.characters(
    exclude_categories=("Cc", "Cs"), exclude_characters="\u2028\u2029\ufffe\uffff"
)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**17), 10**17)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(PRINTABLE, max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(PRINTABLE, max_size=20), inner, max_size=4)
    ),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(JSON, st.sampled_from([None, 2, "\t"]), st.booleans())
def test_json_is_read_as_the_standard_library_reads_it(value, indent, ascii_only):
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    composed = compose(text, json=True)
    assert not composed.problems
    assert composed.data == json.loads(text)


@settings(max_examples=80, deadline=None)
@given(JSON)
def test_each_place_is_where_the_value_is_written(value):
    composed = compose(json.dumps(value, indent=1))
    lines = json.dumps(value, indent=1).split("\n")
    for path, place in composed.places.items():
        found = composed.data
        for step in path:
            found = found[step]
        if path and isinstance(path[-1], str):
            assert lines[place.key_line - 1][place.key_column - 1 :].startswith('"')
        if not isinstance(found, list | dict):
            assert lines[place.line - 1][place.column - 1 :].startswith(json.dumps(found))


# --- cases ---------------------------------------------------------------------------------------


def test_yaml_and_json_give_the_same_case():
    data = compose(TEMPLATE).data
    assert parse_case(json.dumps(data, indent="\t"), format="json") == parse_case(TEMPLATE)


def test_bytes_are_read_as_utf8():
    assert parse_case(("\ufeff" + TEMPLATE).encode()) == parse_case(TEMPLATE)


def test_windows_line_ends_change_nothing():
    assert parse_case(TEMPLATE.replace("\n", "\r\n")) == parse_case(TEMPLATE)


def test_a_file_is_read_by_path_and_by_name(tmp_path):
    file = tmp_path / "own.yaml"
    file.write_text(TEMPLATE, encoding="utf-8")
    assert load_case(file) == load_case(str(file)) == parse_case(TEMPLATE)


def test_a_json_file_is_read(tmp_path):
    file = tmp_path / "own.json"
    file.write_text(json.dumps(compose(TEMPLATE).data), encoding="utf-8")
    assert load_case(file) == parse_case(TEMPLATE)


@pytest.mark.parametrize("slug", case_slugs())
def test_a_shipped_case_is_read_by_its_slug(slug, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path(slug).mkdir()  # such as a folder of results
    assert load_case(slug).slug == slug


def test_every_problem_comes_at_once_in_the_order_of_the_text():
    broken = (
        TEMPLATE.replace("slug: own", "slug: OWN")
        .replace("payee: NTH", "payee: NO")
        .replace("term: 3", "term: -3\n  term: 4")
    )
    with pytest.raises(CaseError) as caught:
        parse_case(broken, "own.yaml")
    problems = caught.value.problems
    assert [problem.field for problem in problems] == [
        "slug",
        "payment.payee",
        "payment.term",
        "payment.term",
    ]
    assert list(problems) == sorted(problems)


# --- whatever is handed in -----------------------------------------------------------------------

# fmt: off
PIECES = st.sampled_from([
    "a", "1", ": ", "- ", "\n", "  ", "\t", "[", "]", "{", "}", ",", "'", '"', "#", "&a", "*a",
    "!x", "|", ">", "?", "---", "...", "%YAML 1.2", "\\", "\ud800", "\x00", "é", "\u2028", "~",
    "burdenshare: 1\n", "parties:\n", "costs:\n", "money: ", "<<: ", "@", "`", "NO", "1e9",
])
# fmt: on
TEXT = st.lists(PIECES | st.text(max_size=5), max_size=25).map("".join)


def answer(text, **options) -> Case | CaseError:
    """What comes of a text, which must be a case or a `CaseError`, and soon."""
    start = time.process_time()
    try:
        return parse_case(text, **options)
    except CaseError as error:
        return error
    finally:
        assert time.process_time() - start < 5


@settings(max_examples=400, deadline=None)
@given(TEXT | st.text() | st.binary(), st.sampled_from(["yaml", "json"]))
def test_any_text_gives_a_case_or_an_error(text, format):
    answer(text, format=format)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, len(TEMPLATE)), st.integers(0, 40), TEXT)
def test_a_damaged_case_gives_a_case_or_an_error(start, length, text):
    answer(TEMPLATE[:start] + text + TEMPLATE[start + length :])


PATHS = sorted(compose(TEMPLATE).places, key=str)
# fmt: off
ODD = st.sampled_from([
    None, True, 0, -1, 2, 1e300, -1e300, 0.5, 1e-300, 10**30, "", "x", "STH", "NO", "2024", "both",
    [], {}, [1], [[1]], [None], "\x1b[31m", "{message}", {"STH": 1}, {"distribution": {}},
    {"low": 2, "high": 1}, {"low": 0, "mode": 0, "high": 0}, {"value": 1, "versions": [1]},
    {"distribution": {"name": "normal", "mean": 1, "sd": 0}}, {"value": 1, "known_on": "2099"},
    {"value": 1, "basis": "judgement"}, {"value": 1, "currency": "EUR", "price_year": 1900},
])
# fmt: on


def replaced(value, path, new):
    """A copy of data in which one path holds something else."""
    if not path:
        return new
    copy = list(value) if isinstance(value, list) else dict(value)
    copy[path[0]] = replaced(value[path[0]], path[1:], new)
    return copy


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(PATHS), ODD | JSON)
def test_any_value_in_any_place_gives_a_case_or_an_error_in_our_words(path, odd):
    data = replaced(compose(TEMPLATE).data, path, odd)
    result = answer(json.dumps(data), format="json")
    if isinstance(result, CaseError):
        assert "does not fit here" not in str(result)
        assert "\x1b" not in str(result)
        assert "Input should" not in str(result)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(PATHS), st.text(max_size=10))
def test_any_key_in_any_group_gives_a_case_or_an_error(path, key):
    data = compose(TEMPLATE).data
    group = data
    for step in path:
        group = group[step]
    if isinstance(group, dict):
        result = answer(json.dumps(replaced(data, path, {**group, key: 1})), format="json")
        assert isinstance(result, CaseError) or key in group


def test_every_kind_of_error_has_a_broken_file(monkeypatch):
    used = set()

    def recorded(kind, say):
        def record(*arguments):
            used.add(kind)
            return say(*arguments)

        return record

    for kind, say in [*WORDS.items()]:
        monkeypatch.setitem(WORDS, kind, recorded(kind, say))
    for path in BROKEN.iterdir():
        if path.suffix != ".expected":
            with pytest.raises(CaseError):
                load_case(path)
    assert used == set(WORDS)
