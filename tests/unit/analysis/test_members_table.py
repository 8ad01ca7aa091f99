"""Shares on a table of members: by hand, read from files, refused with the cell that is wrong."""

import pytest

import burdenshare as bs
from burdenshare.analysis.members_file import read_members
from burdenshare.errors import CaseError, ProblemError
from burdenshare.report.members_table import shares_csv, shares_html, shares_xlsx

ROWS = [
    {"member": "AAA", "gdp [USD billion]": 600, "population": 10, "paid": 0.5},
    {"member": "BBB", "gdp [USD billion]": 300, "population": 60, "paid": 0.3},
    {"member": "CCC", "gdp [USD billion]": 100, "population": 30, "paid": 0.2},
]


def shares(found, place=0):
    return [figure.value for figure in found.criteria[place].shares]


def test_columns_principles_and_blends():
    found = bs.share(
        ROWS, by=["gdp", "population", "equal", "ability-relief"],
        blends=[{"gdp": 1, "population": 3}], decimals=4,
    )  # fmt: skip
    assert shares(found, 0) == pytest.approx([0.6, 0.3, 0.1])
    assert shares(found, 1) == pytest.approx([0.1, 0.6, 0.3])
    assert shares(found, 2) == pytest.approx([1 / 3] * 3, abs=1e-6)
    assert shares(found, 4) == pytest.approx([0.225, 0.525, 0.25])
    # Income a head is 60, 5 and 3.33 against 10: B lies a half below, C two thirds.
    assessed = [600, 300 * 0.6, 100 * (1 - 0.8 * 2 / 3)]
    assert shares(found, 3) == pytest.approx([a / sum(assessed) for a in assessed], abs=1e-6)


def test_weights_caps_and_floors():
    found = bs.share(ROWS, by=["gdp"], weights={"BBB": 0.5}, caps={"AAA": 0.5}, floors=0.15)
    # 600, 150, 100 with A capped at 0.5: the rest is 0.5 by 150 to 100, so 0.3 and 0.2.
    assert shares(found) == pytest.approx([0.5, 0.3, 0.2])
    assert found.criteria[0].capped == ("AAA",)
    assert "held at the cap: AAA" in found.notes[0]


def test_amounts_sum_to_the_cost_exactly():
    found = bs.share(ROWS, by=["equal"], cost=100)
    assert sum(round(100 * a.value) for a in found.criteria[0].amounts) == 10_000
    assert sum(round(100 * 100 * s.value) for s in found.criteria[0].shares) == 10_000


def test_changes_are_against_what_is_borne_now():
    found = bs.share(ROWS, by=["gdp"], present="paid")
    assert [f.value for f in found.criteria[0].changes] == pytest.approx([0.1, 0, -0.1])


def test_every_column_of_numbers_is_compared_unless_some_are_named():
    assert [c.id for c in bs.share(ROWS, present="paid").criteria] == ["gdp", "population"]
    holed = [dict(row) for row in ROWS]
    holed[1]["population"] = None
    found = bs.share(holed, present="paid")
    assert [c.id for c in found.criteria] == ["gdp"]
    assert "population was left out" in found.notes[0]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"by": ["gdb"]}, "Did you mean 'gdp'"),
        ({"by": ["gdp"], "caps": {"AAB": 0.2}}, "no member is called 'AAB'. Did you mean 'AAA'"),
        ({"by": ["gdp"], "caps": 0.2}, "cannot all hold"),
        ({"by": ["shapley"]}, "A table of members cannot give it"),
        ({"by": ["benefit"]}, "Add a column: benefit or benefits"),
        ({"by": ["gdp"], "cost": 0}, "above 0"),
        ({"by": ["gdp"], "decimals": 9}, "from 0 to 8"),
        ({"blends": [{"gdp": 0}]}, "not all zero"),
        ({"by": ["gdp"], "weights": {"AAA": -1}}, "negative"),
    ],
)
def test_what_cannot_be_shared_by_is_refused(options, message):
    with pytest.raises(ProblemError, match=message):
        bs.share(ROWS, **options)


def refusal(tmp_path, monkeypatch, text, **options):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "m.csv").write_text(text, encoding="utf-8")
    with pytest.raises(CaseError) as caught:
        bs.share("m.csv", **options)
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("member,gdp\nA,1\nB,2x\n", "m.csv:3:2: gdp: '2x' is not a number"),
        ("member,gdp\nA,1\nB,\n", "m.csv:3:2: gdp: there is no number here for B"),
        ("member,gdp\nA,1\nB,-2\n", "m.csv:3:2: gdp: -2 is negative"),
        ("member,gdp\nA,1\nA,2\n", "m.csv:3:1: member: A stands on line 2 already"),
        ("member,gdp\nA,1\n,2\n", "m.csv:3:1: member: the name is missing"),
        ("member,gdp,GDP\nA,1,2\nB,1,2\n", "m.csv:1:3: gdp: another column has this name"),
        ("member,gdp\nA,1,000\n", "m.csv:2:3: 3 cells, but 2 columns have names"),
        ("member,gdp\nA,1\nTotal,2\n", "m.csv:3:1: member: Total is a sum of members"),
        ("member,gdp\n", "m.csv: the table has no members"),
        ("member,gdp\nA,1e400\n", "m.csv:2:2: gdp: '1e400' is not a finite number"),
    ],
)
def test_a_file_that_needs_mending_names_the_cell(tmp_path, monkeypatch, text, message):
    told = refusal(tmp_path, monkeypatch, text, by=["gdp"])
    assert told.startswith(message)


def test_a_file_that_is_not_there_or_no_table(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "m.xlsx").write_bytes(b"PK nonsense")
    for name, message in (("none.csv", "no such file"), (".", "folder"), ("m.xlsx", "workbook")):
        with pytest.raises(CaseError, match=message):
            read_members(name)


def test_semicolons_tabs_and_marks_at_the_start_are_read(tmp_path):
    for text in ("\ufeffcountry;gdp\nA;1\nB;3\n", "iso3\tgdp\nA\t1\nB\t3\n"):
        path = tmp_path / "m.csv"
        path.write_text(text, encoding="utf-8")
        assert shares(bs.share(path)) == pytest.approx([0.25, 0.75])


def test_a_workbook_is_read_and_written(tmp_path):
    found = bs.share(ROWS, by=["gdp", "population"], cost=1000)
    path = tmp_path / "out.xlsx"
    path.write_bytes(shares_xlsx(found))
    import openpyxl

    book = openpyxl.load_workbook(path)
    sheet = book["Shares"]
    assert [cell.value for cell in sheet[1]] == ["Member", "by gdp (USD billion)", "by population"]
    assert [cell.value for cell in sheet[2]] == ["AAA", 0.6, 0.1]
    assert book["Amounts"]["B5"].value == 1000
    sheet.delete_rows(5)
    book.save(path)
    assert shares(bs.share(path)) == pytest.approx([0.6, 0.3, 0.1])


def test_files_hold_the_same_numbers_and_no_formula():
    rows = [{"member": "=1+1", "gdp": 1}, {"member": "<b>", "gdp": 3}]
    found = bs.share(rows)
    lines = shares_csv(found).splitlines()
    assert lines[0] == "member,gdp_percent"
    assert lines[1] == "'=1+1,25.0"
    page = shares_html(found)
    assert "&lt;b&gt;" in page
    assert "<b>" not in page
    assert "75.00" in page


def test_the_answer_says_how_each_share_was_had():
    found = bs.share(ROWS)
    plain = found.to_dict()
    refs = {f["origin"]["ref"] for c in plain["criteria"] for f in c["shares"]}
    assert refs <= set(plain["formulas"])
    assert found.to_frame().shape == (3, 4)
