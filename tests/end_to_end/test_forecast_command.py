"""`forecast` on the shell: one date, several dates, JSON, and wrong usage."""

import json

import pytest
from click.testing import CliRunner

from burdenshare.cli import cli
from burdenshare.cli.exits import EXIT_CASE


def call(*words):
    return CliRunner().invoke(cli, ["forecast", "us-rok-2019", "--draws", "2000", "-q", *words])


def test_it_tells_words_days_years_and_histories():
    done = call()
    assert done.exit_code == 0
    told = " ".join(done.output.split())
    for part in ("are forecast to settle on", "Agreed by", "31 December 2019", "Paid, nine in ten",
                 "An agreement before the present one ends"):  # fmt: skip
        assert part in told


def test_several_dates_show_how_it_moved():
    done = call("--as-of", "2019-11-19", "--as-of", "2020-04-30", "--as-of", "2021-04-01")
    assert done.exit_code == 0
    lines = [line for line in done.output.splitlines() if line[:4] in ("2019", "2020", "2021")]
    assert [line.split()[0] for line in lines[:3]] == ["2019-11-19", "2020-04-30", "2021-04-01"]
    assert "The talks are over" in done.output


def test_json_is_one_object():
    one = json.loads(call("--json").output)
    assert one["payment"]["origin"]["ref"] == "forecast-payment"
    two = json.loads(call("--json", "--as-of", "2019-11-19", "--as-of", "2020-04-30").output)
    assert [each["made"]["as_of"] for each in two["forecasts"]] == ["2019-11-19", "2020-04-30"]


def test_a_mechanism_can_be_switched_off():
    assert call("--without", "elections").output != call().output


def test_an_unknown_mechanism_is_wrong_usage():
    done = call("--without", "luck")
    assert done.exit_code == 2
    assert "'luck' is no mechanism" in done.output


@pytest.mark.parametrize("slug", ["gulf-war-1991", "us-japan-2021"])
def test_a_figure_may_be_asked_about(slug):
    done = CliRunner().invoke(cli, ["forecast", slug, "--draws", "500", "--figure", "1e3", "-q"])
    assert done.exit_code == 0
    assert EXIT_CASE == 3
