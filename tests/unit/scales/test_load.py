"""Scale files: what they may hold, and what is said of those that need mending."""

import json

import pytest
import yaml
from tests.small_scale import DEFINITION

from burdenshare.errors import CaseError, CaseSchemaError
from burdenshare.scales.catalog import scale_slugs, scale_titles
from burdenshare.scales.load import load_scale, parse_scale
from burdenshare.sharing.scale_inputs import Period
from burdenshare.sharing.scales import FIRST_STEPS


@pytest.mark.parametrize("slug", scale_slugs())
def test_every_shipped_scale_loads(slug):
    definition = load_scale(slug)
    assert definition.head.slug == slug
    assert definition.head.title == scale_titles()[slug]
    assert type(definition.scale.first) in FIRST_STEPS.values()


def test_the_scales_that_were_asked_for_ship():
    kinds = {"un-2022", "un-2025", "un-peacekeeping-2022", "un-peacekeeping-2025",
             "ecb-capital-key-2024", "eu-gni-2023", "uk-correction-2018", "gni-key", "gdp-key",
             "nato-common-funding-2018", "nato-common-funding-2021", "imf-quota",
             "cern-nni-2009"}  # fmt: skip
    assert kinds <= set(scale_slugs())


def test_a_file_becomes_steps():
    scale = parse_scale(DEFINITION).scale
    assert [step.id for step in scale.all_steps] == [
        "income", "low-income-relief", "reallocation", "floor", "ceiling", "average", "rounding",
    ]  # fmt: skip
    assert scale.first.periods == (Period(2021, 2022), Period(2022, 2022))
    assert scale.steps[0].gradient == 0.5
    assert scale.total == 200


def test_json_is_read_too():
    text = json.dumps(yaml.safe_load(DEFINITION))
    assert parse_scale(text, json=True).scale == parse_scale(DEFINITION).scale


def test_a_scale_that_begins_with_another_goes_on_from_it():
    definition = load_scale("un-peacekeeping-2025")
    before = load_scale("un-2025")
    length = len(before.scale.all_steps)
    assert definition.scale.all_steps[:length] == before.scale.all_steps
    assert definition.head.data == before.head.data
    assert definition.digest != before.digest


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("gradient: 0.5", "gradiant: 0.5",
         "scale:23:5: steps[1].gradiant: unknown key\n    Did you mean 'gradient'?"),
        ("gradient: 0.5", "gradient: 1.5",
         "scale:23:15: steps[1].gradient: 1.5 is not between 0 and 1"),
        ("gradient: 0.5", "gradient: half",
         "scale:23:15: steps[1].gradient: expected a number, got the text 'half'"),
        ("series: income\n", "series: incomes\n",
         "scale:20:13: steps[0].series: the data has no series 'incomes'\n"
         "    Did you mean 'income'?"),
        ("step: floor", "step: flor",
         "scale:26:11: steps[3].step: there is no step the text 'flor'\n"
         "    Did you mean 'floor'?"),
        ("step: low-income-relief", "step: blend",
         "scale:22:11: steps[1].step: only the first step is one of income, blend; got 'blend'"),
        ("step: income", "step: floor",
         "scale:19:11: steps[0].step: a scale begins with one of income, blend; got 'floor'"),
        ("[2021-2022, 2022]", "[2022-2021]",
         "scale:21:15: steps[0].periods[0]: 2022-2021 ends before it begins\n"
         "    Write 2021-2022."),
        ("[2021-2022, 2022]", "[soon]",
         "scale:21:15: steps[0].periods[0]: the text 'soon' is no period\n"
         "    Write 2020-2022, or 2022 alone."),
        ("excepted: [BIG]", "excepted: BIG",
         "scale:25:15: steps[2].excepted: expected a list, got the text 'BIG'\n"
         "    Write [one, two]."),
        ("decimals: 2", "decimals: 2\n    method: nearest",
         "scale:34:13: steps[6].method: expected one of largest-remainder, smallest-first; got the "
         "text 'nearest'"),
        ("title: What the members of a club pay\n", "",
         "scale:1:1: title: required, and not there\n    Add 'title: ...'."),
        ("  - step: average\n", "  - step: floor\n    least: 0\n",
         "scale:19:3: steps: two steps have the id floor; give one of them an id"),
        ("burdenshare-scale: 1", "burdenshare-scale: 7",
         "scale:1:20: burdenshare-scale: expected the version of the format, 1, got the number 7\n"
         "    Write 'burdenshare-scale: 1'."),
        ("  - step: average", "  - average",
         "scale:31:5: steps[5]: expected a step, got the text 'average'\n"
         "    Write '- step: KIND'."),
        ("most: 0.4", "most: .inf",
         "scale:29:11: steps[4].most: the number is not finite, or too large to compute with"),
        ("most: 0.4", "most: &x 0.4",
         "scale:29:11: steps[4].most: &x is an anchor\n    Anchors and aliases are not used in a "
         "scale: write the value out. Text that begins with & or * needs quotation marks."),
    ],
)  # fmt: skip
def test_a_broken_file_gives_its_message(old, new, said):
    assert old in DEFINITION
    with pytest.raises(CaseSchemaError) as caught:
        parse_scale(DEFINITION.replace(old, new, 1))
    assert str(caught.value) == said


def test_every_problem_comes_at_once():
    text = DEFINITION.replace("gradient: 0.5", "gradient: 2").replace("most: 0.4", "moost: 0.4")
    with pytest.raises(CaseSchemaError) as caught:
        parse_scale(text)
    told = [problem.field for problem in caught.value.problems]
    assert told == ["steps[1].gradient", "steps[4].most", "steps[4].moost"]


@pytest.mark.parametrize("text", ["", "[]", "burdenshare-scale: 1", "- a", "a: [", "\x00"])
def test_text_that_is_no_scale_is_refused(text):
    with pytest.raises(CaseError):
        parse_scale(text)


def test_a_missing_file_is_said_with_what_ships(tmp_path):
    with pytest.raises(CaseError, match=r"no such file\n    Did you mean un-20"):
        load_scale("un-2020")
    with pytest.raises(CaseError, match="burdenshare scale --list"):
        load_scale(tmp_path / "zzzzzz.yaml")


def test_a_scale_cannot_begin_with_one_that_does_not_ship():
    text = DEFINITION.replace("total: 200", "total: 200\nbegins_with: un-2052")
    with pytest.raises(CaseSchemaError, match=r"no scale 'un-2052' ships\n    Did you mean 'un-20"):
        parse_scale(text)
