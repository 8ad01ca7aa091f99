"""`burdenshare facts` lists and shows the tables that ship."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from burdenshare.cli import cli
from burdenshare.errors import FactError
from burdenshare.facts import table_names


def run(*words: str) -> str:
    done = CliRunner().invoke(cli, ["facts", *words], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def test_the_list_names_every_table():
    listed = run()
    assert all(name in listed for name in table_names())
    assert [entry["name"] for entry in json.loads(run("--json"))] == list(table_names())


@pytest.mark.parametrize("name", table_names())
def test_every_table_is_shown_with_its_sources(name):
    shown = run(name)
    plain = json.loads(run(name, "--json"))
    assert "Sources" in shown
    assert all(source in shown for source in plain["sources"])
    assert all(len(line) <= 80 for line in shown.splitlines() if "http" not in line)


def test_a_day_cuts_what_became_known_later():
    shown = run("korea_sma_payments", "--as-of", "2019-11-19")
    assert "1038.9" in shown
    assert "1183.3" not in shown
    assert "mnd_wp2018_p181" in shown
    assert "asiae_20210408" not in shown
    assert "Nothing of it was known by then." in run("polls", "--as-of", "1990-01-01")


def test_an_unknown_table_is_an_error_that_names_the_tables():
    with pytest.raises(FactError, match="the tables are korea_sma_payments"):
        run("prices")
