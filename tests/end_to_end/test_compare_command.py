"""`burdenshare compare` puts two answers side by side."""

from __future__ import annotations

import json

from click.testing import CliRunner

from burdenshare.cli import cli

FEW = ("--draws", "2000", "--threads", "1")


def compare(*words: str, exit_code: int = 0) -> str:
    done = CliRunner().invoke(cli, ["compare", *words, *FEW], env={"COLUMNS": "80"})
    assert done.exit_code == exit_code, done.output
    return done.output


def test_two_dates_of_one_case():
    dates = ("--as-of", "2019-11-19", "--as-of", "2020-11-30")
    shown = compare("us-rok-2019", "us-rok-2019", *dates)
    assert "as of 2019-11-19" in " ".join(shown.split())
    assert max(len(line) for line in shown.splitlines()) <= 80
    plain = json.loads(compare("us-rok-2019", "us-rok-2019", *dates, "--json"))
    lines = {line["id"]: line for line in plain["lines"]}
    # The president who threatened has lost the election by the second date.
    assert lines["threat-believed"]["difference"]["value"] < 0
    assert plain["first"]["made"]["as_of"] == "2019-11-19"


def test_two_figures():
    words = ("us-rok-2019", "us-rok-2019", "--figure", "5000", "--figure", "1200", "--json")
    lines = {line["id"]: line for line in json.loads(compare(*words))["lines"]}
    assert lines["figure"]["difference"]["value"] == -3800
    assert lines["reached"]["difference"]["value"] > 0
    assert lines["most"]["difference"]["value"] == 0


def test_two_cases_in_different_money():
    shown = compare("us-rok-2019", "us-japan-2021")
    assert "amounts of money have no difference" in " ".join(shown.split())


def test_a_third_date_is_wrong_usage():
    words = [word for day in ("2019", "2020", "2021") for word in ("--as-of", f"{day}-12-01")]
    assert "once or twice" in compare("us-rok-2019", "us-rok-2019", *words, exit_code=2)
