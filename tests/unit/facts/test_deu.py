"""Reading issues of many actors, as users keep them."""

from pathlib import Path

import numpy as np
import pytest

from burdenshare.errors import FactError
from burdenshare.facts.deu import POWER, WIDE, read_deu

TABLE = """isnr,prnr,prname,counvte,pcom,pat,scom,sat,rp,out
a1,a,first,QMV,100,40,50,20,0,40
a2,a,first,QMV,,0,60,,,70
b1,b,other,Unan,10,20,30,40,50,
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / WIDE).write_text(TABLE, encoding="utf-8")
    return tmp_path


def test_a_folder_gives_its_issues_with_blanks(folder: Path) -> None:
    table = read_deu(folder)
    assert table.ids == ("a1", "a2", "b1")
    assert table.proposals == ("a", "a", "b")
    assert table.actors == ("com", "at")
    assert table.positions[0].tolist() == [100, 40]
    assert np.isnan(table.positions[1, 0])
    assert np.isnan(table.outcome[2])
    assert not table.has_power
    assert table.power.tolist() == [1, 1]


def test_power_is_read_from_beside_the_table(folder: Path) -> None:
    (folder / POWER).write_text("actor,gdp\ncom,4\nat,0.5\nxx,1\n", encoding="utf-8")
    table = read_deu(folder / WIDE)
    assert table.has_power
    assert table.power.tolist() == [4, 0.5]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("isnr,prnr,out\n1,2,3\n", "no column rp"),
        ("isnr,prnr,out,rp\n1,2,3,4\n", "no column p<actor>"),
        ("isnr,prnr,out,rp,pa,sa\n1,2,3,4,x,1\n", ":2: pa: 'x' is not a number"),
        ("isnr,prnr,out,rp,pa,sa\n1,2,inf,4,1,1\n", "not a finite number"),
        ("", "holds no issue"),
    ],
)
def test_another_table_is_an_error_with_its_place(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "issues.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(FactError, match=says):
        read_deu(file)


def test_power_that_is_missing_for_an_actor_is_an_error(folder: Path) -> None:
    (folder / POWER).write_text("actor,gdp\ncom,4\n", encoding="utf-8")
    with pytest.raises(FactError, match="no power for at"):
        read_deu(folder)


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FactError, match="cannot be read"):
        read_deu(tmp_path)
