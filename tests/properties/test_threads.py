"""The same seed gives the same bytes, whatever the number of threads."""

import pytest
from tests.small_case import plain, read

from burdenshare.analysis import run
from burdenshare.cases import load_case


@pytest.fixture(scope="module")
def alone():
    return run(load_case("us-rok-2019"), draws=40_000, seed=7, threads=1).to_json()


@pytest.mark.parametrize("threads", [2, 8])
def test_threads_change_no_byte(alone, threads):
    case = load_case("us-rok-2019")
    assert run(case, draws=40_000, seed=7, threads=threads).to_json() == alone


def test_another_seed_changes_the_numbers(alone):
    assert run(load_case("us-rok-2019"), draws=40_000, seed=8).to_json() != alone


def test_an_input_that_is_added_leaves_the_draws_of_the_others_alone():
    data = plain()
    data["costs"][2]["amount"] = {"low": 30, "high": 50}
    before = run(read(data), draws=500, seed=3)
    data["linked"] = [
        {"id": "x", "name": "X", "pass_through": {"low": 0.1, "high": 0.3}, "source": "s"}
    ]
    after = run(read(data), draws=500, seed=3)
    assert [c.payment for c in before.fair_shares.cells] == [
        c.payment for c in after.fair_shares.cells
    ]
