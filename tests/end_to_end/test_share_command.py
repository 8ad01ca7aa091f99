"""`share`, and `run` on cases in which members share a cost, as a user types them."""

import json

import pytest
from click.testing import CliRunner

from burdenshare.cli import cli
from burdenshare.cli.exits import exit_code


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    lines = ["member,gdp [USD billion],population"]
    lines += [f"M{n:02},{1000 / n:.1f},{5 + n}" for n in range(1, 31)]
    (tmp_path / "members.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return tmp_path


def typed(*words):
    result = CliRunner().invoke(cli, list(words), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_a_table_of_thirty_members_prints_a_comparison():
    text = typed(
        "share", "members.csv", "--by", "gdp,population,equal", "--blend", "gdp=0.5,population=0.5",
        "--cap", "M01=0.22", "--floor", "0.0001", "--cost", "2600", "--no-color",
    )  # fmt: skip
    lines = text.splitlines()
    assert max(map(len, lines)) <= 80
    assert sum(line.startswith("Sum") for line in lines) == 2
    shares, amounts = (line.split()[1:] for line in lines if line.startswith("Sum"))
    assert shares == ["100.00"] * 4
    assert amounts == ["2,600.00"] * 4
    assert next(line for line in lines if line.startswith("M01")).split()[1] == "22.00"
    assert "held at the cap: M01" in text


@pytest.mark.parametrize("ending", ["csv", "html", "xlsx", "json"])
def test_it_writes_files(folder, ending):
    typed("share", "members.csv", "--out", f"out.{ending}")
    assert (folder / f"out.{ending}").stat().st_size > 300


def test_the_table_of_principles_is_listed():
    from burdenshare.sharing.principles import PRINCIPLES

    text = typed("share", "--principles")
    assert all(f"{p.id}: {p.name}" in text for p in PRINCIPLES.values())
    assert "for 3 members or more" in text


def test_json_is_one_object():
    found = json.loads(typed("share", "members.csv", "--json"))
    assert [criterion["id"] for criterion in found["criteria"]] == ["gdp", "population"]


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["--by", "gdb"], 3, "Did you mean 'gdp'"),
        (["--cap", "0.01"], 3, "cannot all hold"),
        (["--cap", "M01=22"], 2, "did you mean 0.22?"),
        (["--blend", "gdp"], 2, "write NAME=NUMBER"),
        (["--out", "x.pdf"], 2, "name a file that ends in"),
        (["--cap", "0.5", "--cap", "M01=0.2"], 2, "one number for all members"),
    ],
)
def test_what_is_wrong_is_told_with_an_exit_code(words, code, message, capsys):
    arguments = ["share", "members.csv", *words]
    assert exit_code(lambda: cli.main(arguments, standalone_mode=False)) == code
    assert message in capsys.readouterr().err


@pytest.mark.parametrize("slug", ["tva-1938", "skane-water-1982", "birmingham-airport-1968"])
def test_a_worked_example_runs(folder, slug):
    text = typed("run", slug, "--no-color", "-q")
    assert max(len(line.rstrip()) for line in text.splitlines()) <= 80
    assert "follows the principle named (Shapley value)" in " ".join(text.split())
    assert (folder / f"{slug}.html").exists()
    assert json.loads(typed("run", slug, "--json"))["made"]["case"] == slug


def test_the_report_of_nato_says_who_gains_and_what_the_deal_did():
    text = typed("run", "nato-common-funding-2019", "--as-of", "2019-11-30", "--no-report",
                 "--draws", "1000", "--no-color")  # fmt: skip
    told = " ".join(text.split())
    assert "Who gains and who loses, against what is paid now" in told
    assert "The agreement of November 2019 moved the United States from 22.10% to 16.35%" in told
    assert "What these pay now is not known, and is not guessed" in told


def test_figure_and_why_need_a_payment(capsys):
    run = ["run", "tva-1938", "--figure", "5"]
    assert exit_code(lambda: cli.main(run, standalone_mode=False)) == 2
    assert "this case has none" in capsys.readouterr().err
    why = ["why", "tva-1938", "--figure", "5"]
    assert exit_code(lambda: cli.main(why, standalone_mode=False)) == 3
    assert "needs a payment between two parties" in capsys.readouterr().err
