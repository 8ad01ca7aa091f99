"""Readers of downloaded tables, on small files of the publishers' layouts."""

from __future__ import annotations

import sys
from pathlib import Path

import openpyxl
import pytest

from burdenshare.errors import FactError, MissingPackageError
from burdenshare.facts.readers import (
    Observation,
    read_nato,
    read_sipri,
    read_tidy,
    read_world_bank,
    world_bank_date,
)

SHARED = Path(__file__).parents[4] / "shared" / "facts"

needs_shared = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the folder of collected tables is not beside this checkout"
)

WORLD_BANK = [
    ["Data Source", "World Development Indicators"],
    [],
    ["Last Updated Date", "2024-06-28"],
    [],
    ["Country Name", "Country Code", "Indicator Name", "Indicator Code", "2018", "2019", "2020"],
    ["Northland", "NTH", "GDP (current US$)", "NY.GDP.MKTP.CD", "100.5", "", "120"],
    ["Southland", "STH", "GDP (current US$)", "NY.GDP.MKTP.CD", "7", "8", ".."],
]
GDP = "GDP (current US$)"
EXPECTED = (
    Observation(GDP, "Northland", "NTH", 2018, 100.5),
    Observation(GDP, "Northland", "NTH", 2020, 120.0),
    Observation(GDP, "Southland", "STH", 2018, 7.0),
    Observation(GDP, "Southland", "STH", 2019, 8.0),
)


def workbook(path: Path, **sheets) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name.replace("_", " "))
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def test_world_bank_csv(tmp_path):
    path = tmp_path / "API_NY.GDP.MKTP.CD.csv"
    lines = [",".join(f'"{cell}"' for cell in row) + ("," if row else "") for row in WORLD_BANK]
    path.write_text("\ufeff" + "\r\n".join(lines), encoding="utf-8")
    assert read_world_bank(path) == EXPECTED
    assert world_bank_date(path) == "2024-06-28"


def test_world_bank_workbook(tmp_path):
    rows = [[float(c) if r > 4 and c.replace(".", "", 1).isdigit() else c or None for c in row]
            for r, row in enumerate(WORLD_BANK)]  # fmt: skip
    path = workbook(tmp_path / "API.xlsx", Data=rows, Metadata=[["x"]])
    assert read_world_bank(path) == EXPECTED


def test_world_bank_databank_years(tmp_path):
    path = tmp_path / "databank.csv"
    path.write_text(
        "Country Name,Country Code,Series Name,Series Code,2018 [YR2018],2019 [YR2019]\n"
        "Northland,NTH,Population,SP.POP.TOTL,..,5\n",
        encoding="utf-8",
    )
    assert read_world_bank(path) == (Observation("Population", "Northland", "NTH", 2019, 5.0),)
    assert world_bank_date(path) == ""


def test_sipri(tmp_path):
    rows = [
        ["Military expenditure by country, in millions of US$ at current prices"],
        ["Figures in blue are SIPRI estimates."],
        [],
        ["Country", None, "Notes", 2018, 2019.0, "2020"],
        ["Africa"],
        ["North Africa"],
        ["Northland", None, 7, "...", 12.5, 13],
        ["Southland", None, None, "xxx", ". .", 0.02],
    ]
    path = workbook(tmp_path / "SIPRI.xlsx", **{"Current US$": rows, "Share of GDP": rows})
    assert read_sipri(path) == (
        Observation("Current US$", "Northland", "", 2019, 12.5),
        Observation("Current US$", "Northland", "", 2020, 13.0),
        Observation("Current US$", "Southland", "", 2020, 0.02),
    )
    assert {entry.series for entry in read_sipri(path, "Share of GDP")} == {"Share of GDP"}


def test_nato(tmp_path):
    rows = [
        ["Table 3 : Defence expenditure as a share of GDP"],
        [None, "(based on 2015 prices)"],
        [None, None, 2021, 2022, "2023e"],
        [None, "Share of real GDP (%)"],
        [None, "Northland*", 1.5, 1.6, 1.7],
        [None, "Southland", "..", 2.0, None],
        [None, "NATO Total", 2.1, 2.2, 2.3],
        [],
        [None, "Annual real change (%)"],
        [None, "Northland*", 3.0, 4.0, 5.0],
        [None, "Notes: figures are estimates."],
    ]
    found = read_nato(workbook(tmp_path / "def-exp.xlsx", Table_3=rows))
    share, change = "Share of real GDP (%)", "Annual real change (%)"
    assert found[:4] == (
        Observation(share, "Northland", "", 2021, 1.5),
        Observation(share, "Northland", "", 2022, 1.6),
        Observation(share, "Northland", "", 2023, 1.7, is_estimate=True),
        Observation(share, "Southland", "", 2022, 2.0),
    )
    assert [entry.value for entry in found if entry.series == change] == [3.0, 4.0, 5.0]
    assert len(found) == 10


def test_a_table_of_nato_with_one_block_is_named_by_the_line_above(tmp_path):
    rows = [["Table 7"], ["Thousands"], [None, 2021, 2022, 2023], ["Northland", 1, 2, 3]]
    found = read_nato(workbook(tmp_path / "n.xlsx", Table_7=rows), "Table 7")
    assert {entry.series for entry in found} == {"Thousands"}


@pytest.mark.parametrize(
    ("read", "says"),
    [
        (lambda p: read_world_bank(p / "none.csv"), "none.csv cannot be read: No such file"),
        (lambda p: read_sipri(p / "none.xlsx"), "none.xlsx cannot be read: No such file"),
        (lambda p: read_sipri(p / "text.xlsx"), "is not a workbook"),
        (lambda p: read_sipri(p / "book.xlsx", "Here"), "no row of headings with 'Country'"),
        (lambda p: read_sipri(p / "book.xlsx", "There"), "no sheet 'There'; there are Here"),
        (lambda p: read_nato(p / "book.xlsx", "Here"), "has no row of years"),
        (lambda p: read_world_bank(p / "other.csv"), "no row of headings with 'Country Code'"),
        (lambda p: read_world_bank(p / "untitled.csv"), "no column 'Indicator Name'"),
        (lambda p: read_tidy(p / "other.csv", "gdp"), "no column 'gdp'; there are a, b"),
    ],
)
def test_a_layout_that_is_not_recognised_is_an_error(tmp_path, read, says):
    workbook(tmp_path / "book.xlsx", Here=[["a", "b"], [1, 2]])
    (tmp_path / "text.xlsx").write_text("not a workbook")
    (tmp_path / "other.csv").write_text("a,b\n1,2\n")
    (tmp_path / "untitled.csv").write_text("Country Name,Country Code,2019\nNorthland,NTH,1\n")
    with pytest.raises(FactError, match=says):
        read(tmp_path)


def test_without_openpyxl_it_is_said_what_to_install(tmp_path, monkeypatch):
    path = workbook(tmp_path / "book.xlsx", Here=[["a"]])
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(MissingPackageError, match=r"burdenshare\[report\]"):
        read_sipri(path)


# --- the tables that were collected ---------------------------------------------------------------


@needs_shared
def test_tidy_tables_of_the_folder():
    gdp = read_tidy(SHARED / "macro_panel.csv", "gdp_usd_current_billion")
    korea = {entry.year: entry.value for entry in gdp if entry.iso3 == "KOR"}
    assert korea[2018] == pytest.approx(1725.3735)
    assert min(korea) == 1960
    rates = read_tidy(SHARED / "fx_annual.csv", "per_usd", iso3="currency")
    assert {e.year: e.value for e in rates if e.iso3 == "KRW"}[2019] == pytest.approx(1165.8016)


@needs_shared
def test_a_workbook_laid_out_as_natos_gives_back_its_numbers(tmp_path):
    edition = "2024-06"
    shares = [
        entry
        for entry in _nato_rows()
        if entry["edition"] == edition and entry["gdp_share_percent"]
    ]
    years = sorted({int(entry["year"]) for entry in shares})
    members = sorted({entry["member"] for entry in shares})
    told = {(e["member"], int(e["year"])): float(e["gdp_share_percent"]) for e in shares}
    head = [None, *(f"{year}e" if year > 2022 else year for year in years)]
    rows = [["Table 3"], head, ["Share of real GDP (%)"]]
    rows += [[member, *(told.get((member, year)) for year in years)] for member in members]
    found = read_nato(workbook(tmp_path / "nato.xlsx", Table_3=rows))
    assert {(entry.country, entry.year): entry.value for entry in found} == told


def _nato_rows():
    import csv

    with (SHARED / "nato_defence_expenditure.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
