"""`forecast` and `backtest` on issues that many decide, as a user meets them."""

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from tests.unit.analysis.test_decisions import TEXT

from burdenshare.cli import cli


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Forty invented issues of twenty proposals, decided near the mean or at a position."""
    rng = np.random.default_rng(0)
    lines = ["isnr,prnr,pa,pb,pc,sa,sb,sc,rp,out"]
    for number in range(40):
        places, caring = rng.integers(0, 11, 3) * 10, rng.integers(20, 100, 3)
        mean = round(float(places @ caring / caring.sum()))
        out = mean if rng.random() < 0.6 else places[0]
        cells = (f"i{number}", f"p{number // 2}", *places, *caring, rng.integers(0, 11) * 10, out)
        lines.append(",".join(str(cell) for cell in cells))
    path = tmp_path / "issues.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def run(*words: str):
    return CliRunner().invoke(cli, list(words))


def test_a_case_of_issues_is_forecast(tmp_path: Path) -> None:
    path = tmp_path / "common-share.yaml"
    path.write_text(TEXT, encoding="utf-8")
    printed = run("forecast", str(path))
    assert printed.exit_code == 0
    assert "the actors are forecast to decide for" in printed.output
    assert max(len(line) for line in printed.output.splitlines()) <= 80
    answered = run("run", str(path))
    assert answered.exit_code == 0
    assert "the actors are forecast to decide for" in answered.output
    plain = json.loads(run("forecast", str(path), "--json").output)
    assert plain["issues"][0]["outcome"]["unit"] == "per cent of the fund"


def test_issues_have_a_report_in_every_format(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("common-share.yaml").write_text(TEXT, encoding="utf-8")
    answered = run("run", "common-share.yaml")
    assert "Report: common-share.html" in answered.output
    page = Path("common-share.html").read_text("utf-8")
    assert "What will be decided on the share of the largest member?" in page
    forms = ("html", "pdf", "docx", "xlsx", "json", "csv", "tex")
    words = [word for form in forms for word in ("--format", form)]
    written = run("report", "common-share.yaml", *words)
    assert written.exit_code == 0, written.output
    assert {path.suffix[1:] for path in tmp_path.iterdir()} == {*forms, "yaml"}
    assert Path("common-share.html").read_text("utf-8") == page


def test_issues_are_scored_on_a_table_of_the_users_own(table: Path) -> None:
    printed = run("backtest", "--dataset", "deu3", "--data", str(table))
    assert printed.exit_code == 0
    assert "40 issues of 20 proposals" in printed.output
    assert max(len(line) for line in printed.output.splitlines()) <= 80
    record = json.loads(run("backtest", "--dataset", "deu3", "--data", str(table), "--json").output)
    assert record["scores"][0]["id"] == "density"
    for score in record["scores"]:
        assert score["crps"]["low"] <= score["crps"]["value"] <= score["crps"]["high"]
        assert score["crps"]["origin"]["ref"] in record["formulas"]
    again = run("backtest", "--dataset", "deu3", "--data", str(table), "--json").output
    assert json.loads(again) == record


def test_another_table_may_be_scored_and_the_density_written(table: Path, tmp_path: Path) -> None:
    out = tmp_path / "density.json"
    words = ("--dataset", "deu3", "--data", str(table), "--test", str(table))
    printed = run("backtest", *words, "--write-density", str(out))
    assert printed.exit_code == 0
    assert json.loads(out.read_text("utf-8"))["fitted_on"] == 40


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--dataset", "deu3"), "needs --data"),
        (("--data", "."), "go with --dataset deu3"),
        (("--dataset", "deu3", "--data", ".", "--min-skill", "0.1"), "go with --dataset cases"),
    ],
)
def test_options_that_do_not_go_together_are_refused(words, says) -> None:
    printed = run("backtest", *words)
    assert printed.exit_code == 2
    assert says in printed.output


@pytest.mark.parametrize(
    "words",
    [
        ("run", "--figure", "5"),
        ("report", "--figure", "5"),
        ("forecast", "--figure", "5"),
        ("forecast", "--without", "attrition"),
    ],
)
def test_what_only_a_payment_has_is_refused_for_issues(words, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "common-share.yaml"
    path.write_text(TEXT, encoding="utf-8")
    command, *options = words
    printed = run(command, str(path), *options)
    assert printed.exit_code == 2
    assert f"{options[0]} is for talks about a payment" in printed.output
    assert [entry.name for entry in tmp_path.iterdir()] == ["common-share.yaml"]
