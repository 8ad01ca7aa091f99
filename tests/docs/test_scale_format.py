"""The reference of the scale format names every field, and its example is a valid scale."""

import dataclasses
import re
from pathlib import Path

import pytest

from burdenshare.scales.catalog import scale_slugs
from burdenshare.scales.definition import DataFile, Head, Members, Published
from burdenshare.scales.load import parse_scale
from burdenshare.sharing.scales import STEPS

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "reference" / "scale-format.md").read_text(encoding="utf-8")

PARTS = {
    "The head": Head, "`data`": DataFile, "`members`": Members, "`published`": Published,
    **{f"`{kind}`": step for kind, step in STEPS.items()},
}  # fmt: skip


def rows(heading):
    """Give the fields that have a row below a heading."""
    [text] = re.findall(
        rf"^##+ {re.escape(heading)}\n(.*?)(?=^##|\Z)", PAGE, flags=re.MULTILINE | re.DOTALL
    )
    return set(re.findall(r"^\| `([\w-]+)` \|", text, flags=re.MULTILINE))


@pytest.mark.parametrize("heading", PARTS)
def test_every_field_has_a_row_and_every_row_a_field(heading):
    fields = {one.name for one in dataclasses.fields(PARTS[heading])} - {"id"}
    if heading == "The head":
        fields |= {"burdenshare-scale", "steps"}
    assert rows(heading) == fields


def test_the_example_is_a_valid_scale():
    [block] = re.findall(r"^```yaml\n(.*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL)
    assert parse_scale(block).head.slug == "club"


def test_every_step_and_scale_is_on_the_theory_page():
    page = (DOCS / "theory" / "assessment-scales.md").read_text(encoding="utf-8")
    for name in (*STEPS, *scale_slugs()):
        assert f"`{name}`" in page, name
