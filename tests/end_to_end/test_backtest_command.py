"""`burdenshare backtest` as a user runs it."""

import json
import re

import pytest
from click.testing import CliRunner

from burdenshare.cli import cli


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    page = tmp_path_factory.mktemp("record") / "record.html"
    result = CliRunner().invoke(
        cli, ["backtest", "--draws", "500", "--out", str(page)], env={"COLUMNS": "80"}
    )
    assert result.exit_code == 0, result.output
    return result, page.read_text(encoding="utf-8")


def test_the_page_in_the_terminal_fits_80_columns(done):
    result, _ = done
    assert max(map(len, result.output.splitlines())) <= 80
    for words in ("us-rok-2019", "Climatology of the kind", "intervals held", "Left out"):
        assert words in result.output


def test_the_report_has_its_charts_and_needs_no_network(done):
    _, page = done
    assert page.count("<svg") == 5
    for title in ("Reliability of the intervals", "Ranks of what happened", "Every round"):
        assert title in page
    assert "<script" not in page
    assert not re.search(r'(?:src|href)="https?:', page.split("</head>")[0])


def test_every_number_of_the_report_names_a_formula_that_it_lists(done):
    _, page = done
    named = set(re.findall(r'data-origin="formula:([^"]+)"', page))
    assert named
    assert named <= set(re.findall(r'id="formula-([^"]+)"', page))


def test_json_is_one_object_with_every_forecast():
    result = CliRunner().invoke(cli, ["backtest", "--draws", "200", "--json"])
    record = json.loads(result.stdout)
    assert record["dataset"] == "cases"
    assert len(record["scores"]) > len(record["cases"]) >= 20


@pytest.mark.parametrize(("least", "code"), [("0.15", 0), ("0.95", 1)])
def test_a_skill_that_is_asked_for_is_checked(least, code):
    result = CliRunner().invoke(cli, ["backtest", "--draws", "500", "--min-skill", least])
    assert result.exit_code == code
    assert ("asked for" in result.stderr) == bool(code)


def test_the_shipped_files_are_written_by_the_command(tmp_path):
    beliefs, record = tmp_path / "priors.json", tmp_path / "record.json"
    result = CliRunner().invoke(
        cli,
        ["backtest", "--draws", "200", "--json", "--write-priors", str(beliefs),
         "--write-record", str(record)],
    )  # fmt: skip
    assert result.exit_code == 0
    json.loads(result.stdout)
    assert json.loads(beliefs.read_text())["fits"]
    assert json.loads(record.read_text())["rounds"]


def test_a_place_that_cannot_be_written_to_is_refused_first(tmp_path):
    result = CliRunner().invoke(cli, ["backtest", "--out", str(tmp_path / "no" / "x.html")])
    assert result.exit_code == 2


def test_an_answer_shows_the_record_of_its_date():
    result = CliRunner().invoke(
        cli, ["run", "us-rok-2019", "--no-report", "--draws", "1000"], env={"COLUMNS": "80"}
    )
    assert "How such forecasts did before" in result.output
    assert "Of past rounds, 21 had been settled by then" in " ".join(result.output.split())
