"""Tables of a scale: what is read from the user's folder, and what is refused."""

import pytest
from tests import small_scale

from burdenshare.errors import FactError
from burdenshare.scales.definition import Members
from burdenshare.scales.load import load_scale
from burdenshare.scales.tables import Folder, build_inputs, read_published, read_tables


@pytest.fixture
def folder(tmp_path):
    small_scale.write(tmp_path)
    return tmp_path


def read(folder):
    return read_tables(load_scale(folder / "club.yaml"), Folder(folder))


def test_cells_become_series_and_an_empty_one_is_not_known(folder):
    inputs = build_inputs(read(folder), Members())
    assert inputs.members == ("BIG", "MID", "LOW", "TIN", "NEW")
    income = inputs.get("income")
    assert income.years == (2021, 2022)
    assert income.values[:, 0].tolist() == [600, 660]
    assert income.known[:, 3].tolist() == [False, True]


def test_members_are_chosen(folder):
    tables = read(folder)
    assert build_inputs(tables, Members(("TIN", "BIG"), ())).members == ("TIN", "BIG")
    assert build_inputs(tables, Members((), ("BIG",))).members == ("MID", "LOW", "TIN", "NEW")


def test_published_shares_are_read_where_they_are(folder):
    head = load_scale(folder / "club.yaml").head
    values, there = read_published(head, Folder(folder), ("BIG", "NEW"))
    assert values.tolist() == [0.4, 0]
    assert there == (True, False)
    (folder / "published.csv").unlink()
    assert read_published(head, Folder(folder), ("BIG",)) is None


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("BIG,Bigland,2021,600", "BIG,Bigland,2021,much", "members.csv:2: income: 'much' is not"),
        ("BIG,Bigland,2021,600", "BIG,Bigland,2021,inf", "members.csv:2: income: 'inf' is not"),
        ("BIG,Bigland,2021", "BIG,Bigland,soon", "members.csv:2: 'soon' is not a year"),
        ("BIG,Bigland,2022", "BIG,Bigland,2021", "members.csv:3: BIG has a row of 2021 already"),
        ("code,name,year,income", "code,name,year,incomes",
         "no column 'income'. Did you mean 'incomes'?"),
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_read_is_refused_with_its_line(folder, old, new, said):
    path = folder / "members.csv"
    path.write_text(path.read_text().replace(old, new, 1))
    with pytest.raises(FactError) as caught:
        read(folder)
    assert said in str(caught.value)


def test_a_missing_table_or_folder_is_said_with_its_columns(folder):
    (folder / "members.csv").unlink()
    with pytest.raises(
        FactError, match=r"holds no members.csv; put it there, with the columns code"
    ):
        read(folder)
    with pytest.raises(FactError, match="is no folder"):
        read_tables(load_scale(folder / "club.yaml"), Folder(folder / "nowhere"))


def test_a_table_outside_the_folder_is_refused(folder):
    path = folder / "club.yaml"
    path.write_text(path.read_text().replace("file: members.csv", "file: ../members.csv"))
    with pytest.raises(FactError, match="not the plain name of a file"):
        read(folder)


def test_a_member_without_any_row_is_refused(folder):
    with pytest.raises(FactError, match=r"no member MDI. Did you mean 'MID'\?"):
        build_inputs(read(folder), Members(("BIG", "MDI"), ()))
    with pytest.raises(FactError, match="no member is left"):
        build_inputs(read(folder), Members(("BIG",), ("BIG",)))


def test_an_empty_table_and_one_without_matching_rows_are_refused(folder):
    path = folder / "members.csv"
    path.write_text("code,name,year,income,people\n")
    with pytest.raises(FactError, match="has no rows"):
        read(folder)
    small_scale.write(folder)
    scale = folder / "club.yaml"
    scale.write_text(
        scale.read_text().replace("    year: year", "    year: year\n    where: {year: 1999}", 1)
    )
    with pytest.raises(FactError, match="no row has year = 1999"):
        read(folder)
