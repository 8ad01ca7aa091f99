"""The reference of the case format names every field, and its examples are a valid case."""

import re
from pathlib import Path

import pytest

from burdenshare.cases import parse_case, schema_issues, schema_numbers, schema_sharing
from burdenshare.cases import schema as parts
from burdenshare.cases.schema import Case
from burdenshare.cases.schema_numbers import Entry, Part
from burdenshare.cases.wording import fields_of, part_at
from burdenshare.provenance import Basis

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "case-format.md").read_text("utf-8")
SECTIONS = {
    section.split("\n", 1)[0].strip("`"): section for section in re.split(r"(?m)^## ", PAGE)[1:]
}
HEAD = ("burdenshare", "slug", "title", "description", "as_of")

#: Where the fields of each kind of part are explained.
HOMES: dict[type[Part], str] = {
    Case: "The head",
    Entry: "Where numbers come from",
    schema_numbers.Distribution: "Numbers",
    schema_numbers.Amount: "Numbers",
    parts.PastPayment: "payment",
    parts.Poll: "ratification",
    parts.SourceEntry: "sources",
    parts.MoneyEntry: "money",
    parts.ExchangeRate: "exchange_rates",
    parts.PriceIndex: "price_indices",
    parts.Party: "parties",
    parts.Payment: "payment",
    schema_sharing.Sharing: "sharing",
    schema_sharing.Member: "sharing",
    schema_sharing.CostGame: "sharing",
    schema_sharing.Connection: "sharing",
    schema_sharing.MemberGroup: "sharing",
    schema_sharing.Proposal: "sharing",
    schema_sharing.PublishedRow: "sharing",
    schema_issues.Issue: "issues",
    schema_issues.Stance: "issues",
    schema_issues.IssueOutcome: "issues",
    parts.CostItem: "costs",
    parts.CostBase: "cost_bases",
    parts.Benefit: "benefits",
    parts.Disagreement: "disagreement",
    parts.Bargaining: "bargaining",
    parts.Position: "positions",
    parts.Ratifier: "ratification",
    parts.CalendarEvent: "calendar",
    parts.LinkedTalk: "linked",
    parts.Comparator: "comparators",
    parts.Indexation: "indexation",
    parts.Question: "question",
    parts.Outcome: "outcome",
}


def explained(part: type[Part]) -> list[str]:
    """The fields that the section of a part has to explain."""
    names = fields_of(part)
    if part is Case:
        return list(HEAD)
    if issubclass(part, Entry) and part is not Entry:
        return [name for name in names if name not in Entry.model_fields]
    return names


@pytest.mark.parametrize("part", HOMES, ids=lambda part: part.__name__)
def test_every_field_has_a_row(part):
    rows = re.findall(r"(?m)^\| `(\w+)` \|", SECTIONS[HOMES[part]])
    assert [name for name in explained(part) if name not in rows] == []


def test_every_part_of_a_case_has_a_section():
    assert [name for name in Case.model_fields if name not in (*HEAD, *SECTIONS)] == []


def test_every_kind_of_part_is_asked_about():
    kinds = {
        kind
        for module in (parts, schema_issues, schema_numbers, schema_sharing)
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, Part) and kind is not Part
    }
    numbers = {
        schema_numbers.Quantity,
        schema_numbers.NotNegative,
        schema_numbers.Share,
        schema_numbers.Count,
        schema_numbers.Ratio,
        schema_numbers.Rate,
        schema_numbers.Point,
    }  # fewer fields than Amount
    assert kinds - numbers == set(HOMES)


def test_rows_name_fields_that_exist():
    for part in SECTIONS:
        kind = part_at((part,)) or part_at((part, 0)) or part_at((part, "NTH"))
        if kind is None:
            continue
        known = {name for each, home in HOMES.items() if home == part for name in fields_of(each)}
        rows = re.findall(r"(?m)^\| `(\w+)` \|", SECTIONS[part])
        assert [name for name in rows if name not in known] == [], part


def test_choices_are_those_of_the_schema():
    for kind in (parts.PositionKind, parts.Measure, schema_numbers.Shape, Basis):
        assert [choice for choice in kind if f"`{choice.value}`" not in PAGE] == []


def test_the_examples_together_are_a_valid_case():
    text = "\n".join(re.findall(r"(?s)```yaml\n(.*?)```", PAGE))
    case = parse_case(text, "examples.yaml")
    assert all(getattr(case, name) for name in Case.model_fields)
