"""Tables of facts: what ships, lookups on a day, and values that disagree."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from burdenshare.errors import FactError
from burdenshare.facts import all_sources, load_table, table_names
from burdenshare.facts.catalog import DATA

ROOT = Path(__file__).parents[3]
SHARED = ROOT.parent / "shared" / "facts"

needs_shared = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the folder of collected tables is not beside this checkout"
)

#: Other people's compilations and whole data files, which users keep themselves.
FORBIDDEN = (
    "nato_cost_shares",
    "nato_defence_expenditure",
    "un_scale_inputs",
    "un_scale_method",
    "un_scale_published",
    "un_scale_reproduction_check",
    "eu_gni_keys",
    "eu_gross_reductions",
    "ecb_capital_key",
    "imf_quota_shares",
    "other_scales_published",
    "macro_panel",
    "us_troops_by_country",
    "fx_annual",
    "deu3",
    "actor_gdp_as_found",
    "cop21_exante",
    "copenhagen_exante",
    "nl_coalition_2012",
    "paris_outcome",
    "unstructured3",
    "onesided_info_pilot",
    "casino_outcomes",
    "sanctions_threats",
    "us_troops_country_year",
    "us_bases",
    "us_construction_spend",
)


def test_no_table_is_shipped_that_may_not_be():
    shipped = {path.name for path in (ROOT / "src").rglob("*") if path.is_file()}
    shipped |= {path.name for path in (ROOT / "docs").rglob("*") if path.is_file()}
    for name in shipped:
        assert not any(name.lower().startswith(word) for word in FORBIDDEN), name


def test_every_file_of_data_is_in_the_catalogue():
    files = {path.stem for path in DATA.glob("*.csv")} - {"sources"}
    assert files == set(table_names())


@pytest.mark.parametrize("name", table_names())
def test_a_table_reads_whole(name):
    table = load_table(name)
    assert table.rows
    assert set(table.numbers) <= set(table.columns)
    assert {table.period, *table.key} <= set(table.columns)
    for row in table.rows:
        assert row.sources
        for column in table.numbers:
            row.number(column)
    plain = table.to_dict()
    assert len(plain["rows"]) == len(table.rows)
    assert set(plain["sources"]) == set(table.sources)


@pytest.mark.parametrize("name", [n for n in table_names() if load_table(n).value])
def test_of_values_that_disagree_one_is_preferred_for_a_reason(name):
    table = load_table(name)
    groups: dict[tuple[str, ...], list] = {}
    for row in table.rows:
        groups.setdefault(tuple(row.values[c] for c in (*table.key, table.period)), []).append(row)
    for thing, rows in groups.items():
        preferred = [row for row in rows if row.is_preferred]
        assert len(preferred) == (len(rows) > 1), thing
        assert all(row.reason for row in preferred), thing


def test_every_source_has_a_title_and_a_publisher():
    for source in all_sources().values():
        assert source.title, source.id
        assert source.publisher, source.id
        assert source.url == "" or source.url.startswith(("http://", "https://")), source.id
    assert not any("wikileaks" in source.url for source in all_sources().values())


# --- lookups -------------------------------------------------------------------------------------


def test_a_value_that_sources_disagree_on_comes_with_the_others():
    found = load_table("korea_sma_payments").lookup("2002")
    assert found.row.number("amount") == 0.47
    assert [row.number("amount") for row in found.others] == [0.49]
    assert "one publisher" in found.reason


def test_a_lookup_by_currency_leaves_the_other_currency_out():
    found = load_table("korea_sma_payments").lookup("1997", currency="KRW")
    assert (found.row.number("amount"), found.others, found.reason) == (344.9, (), "")


def test_before_the_preferred_value_was_known_the_last_known_is_given():
    payments = load_table("korea_sma_payments")
    found = payments.lookup("2002", as_of=date(2001, 11, 30))
    assert (found.row.number("amount"), found.others) == (0.49, ())


def test_a_table_on_a_day_holds_nothing_later():
    then = load_table("korea_sma_payments").as_of(date(2019, 11, 19))
    assert max(int(row.values["year"]) for row in then.rows) == 2019
    assert not load_table("korea_sma_rounds").as_of(date(2021, 3, 6)).select(round="11")
    assert load_table("korea_sma_rounds").as_of(date(2021, 3, 7)).select(round="11")


def test_a_row_whose_source_has_no_date_is_known_on_no_day():
    table = load_table("stationing_costs")
    undated = [row for row in table.rows if row.known_on is None]
    assert undated
    assert not any(row.was_known(date(2100, 1, 1)) for row in undated)


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        (lambda: load_table("macro_panel"), "there is no table 'macro_panel'"),
        (lambda: load_table("korea_sma_payments").lookup("1888"), "nothing for 1888$"),
        (
            lambda: load_table("korea_sma_payments").lookup("2026", as_of=date(2024, 1, 1)),
            "nothing for 2026 was known by 2024-01-01",
        ),
        (lambda: load_table("stationing_costs").lookup("2015"), "say which country and payer"),
        (lambda: load_table("polls").select(colour="red"), "has no column 'colour'"),
    ],
)
def test_what_is_not_there_is_said(ask, says):
    with pytest.raises(FactError, match=says):
        ask()


# --- the tables that were collected ---------------------------------------------------------------


@needs_shared
@pytest.mark.parametrize("name", table_names())
def test_numbers_are_those_that_were_collected(name):
    inside = (
        "benchmarks/cost_cases" if name in ("cost_demand_cases", "korea_public_acceptance") else ""
    )
    with (SHARED / inside / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        collected = list(csv.DictReader(file))
    table = load_table(name)
    same = [column for column in collected[0] if column in (*table.key, *table.numbers)]
    told = sorted(tuple(row[column] for column in same) for row in collected)
    shipped = sorted(tuple(row.values[column] for column in same) for row in table.rows)
    extra = [("1247.1",)] if name == "korea_sma_payments" else []  # from another collected list
    assert shipped == sorted(told + extra)


@needs_shared
def test_sources_are_those_that_were_collected():
    for name in ("sources_korea_japan", "sources_multilateral"):
        with (SHARED / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                source = all_sources().get(row["source_id"])
                if source is None:
                    assert name == "sources_multilateral", row["source_id"]
                    continue
                assert source.publisher == row["publisher"]
                assert source.date == row["date"].replace("undated", "")
