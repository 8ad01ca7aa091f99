"""Sweeps: grids, what is refused, and resuming after kill -9."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests.small_case import plain, read

from burdenshare.analysis import inquire
from burdenshare.analysis.sweep import Over, parse_over, plan_sweep, run_sweep
from burdenshare.errors import ProblemError
from burdenshare.uncertainty.executors import Threads


@pytest.fixture
def uncertain():
    data = plain()
    data["disagreement"][0]["losses"] = {
        "AAA": {"distribution": {"name": "normal", "mean": 4, "sd": 8}},
        "BBB": {"distribution": {"name": "normal", "mean": 6, "sd": 4}},
    }
    return inquire(read(data), draws=2000)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("x=1:2:0.25", (1, 1.25, 1.5, 1.75, 2)),
        ("x=0.3:0.7:0.1", (0.3, 0.4, 0.5, 0.6, 0.7)),
        ("x=1:2:0.4", (1, 1.4, 1.8)),
        ("x=5:5:1", (5,)),
        ("x=3,1,2,2", (1, 2, 3)),
        (" x = 7 ", (7,)),
    ],
)
def test_values_to_go_over(text, values):
    assert parse_over(text) == Over("x", values)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x", "write NAME="),
        ("=1", "write NAME="),
        ("x=", "write NAME="),
        ("x=1:2", "three parts"),
        ("x=1:2:0", "STEP must be above 0"),
        ("x=2:1:1", "STOP not below START"),
        ("x=1,two", "no number"),
        ("x=inf", "finite"),
        ("x=0:1:1e-9", "at most 10,000"),
    ],
)
def test_what_cannot_be_gone_over(text, words):
    with pytest.raises(ProblemError, match=words):
        parse_over(text)


@pytest.mark.parametrize(
    ("over", "words"),
    [
        ("bargaining.powr=0.5", "Did you mean 'bargaining.power'"),
        ("demnd=5", "Did you mean 'demand'"),
        ("bargaining.power=1.5", "between 0 and 1"),
        ("parties.AAA.population=1:20001:2", "at most"),
    ],
)
def test_what_a_case_cannot_go_over(uncertain, over, words):
    with pytest.raises(ProblemError, match=words):
        plan_sweep(uncertain, [parse_over(over)], 1000)


def test_an_input_that_changes_nothing_is_refused():
    data = plain()
    data["linked"] = [{"id": "x", "name": "X", "pass_through": 0.5, "source": "s"}]
    with pytest.raises(ProblemError, match="no headline rests on it"):
        plan_sweep(inquire(read(data), draws=10), [Over("linked.x.pass_through", (0.2,))], 1000)


def test_the_grid_is_every_value_with_every_other(uncertain, tmp_path):
    over = [parse_over("demand=30,40,50"), parse_over("bargaining.power=0.25,0.75")]
    found = run_sweep(plan_sweep(uncertain, over, 3000, 500), tmp_path, Threads(1))
    assert [varied.path for varied in found.inputs] == ["bargaining.power"]
    assert [point.assumed[0].value for point in found.points] == [0.25, 0.75]
    assert [j.figure.value for j in found.points[0].judged] == [30, 40, 50]
    low, high = (
        next(q for q in point.quantities if q.id == "solution.asymmetric-nash")
        for point in found.points
    )
    # t = (1 - a) least + a most, with medians of about 22 and 49.5.
    assert low.figure.value == pytest.approx(0.75 * 22 + 0.25 * 49.5, abs=0.3)
    assert high.figure.value == pytest.approx(0.25 * 22 + 0.75 * 49.5, abs=0.3)
    least = [next(q for q in p.quantities if q.id == "least") for p in found.points]
    assert least[0] == least[1]
    inside = [judged.inside.value for judged in found.points[0].judged]
    # The least has a spread of 6 around 22, the most one of 3 around 49.5.
    assert inside == pytest.approx([0.909, 0.998, 0.434], abs=0.03)


def test_every_number_of_a_sweep_has_an_origin(uncertain, tmp_path):
    planned = plan_sweep(uncertain, [parse_over("bargaining.power=0.25,0.75")], 1000, 500)
    found = json.loads(run_sweep(planned, tmp_path, Threads(1)).to_json())
    for point in found["points"]:
        for quantity in point["quantities"]:
            for figure in (quantity["figure"], quantity["error"]):
                assert figure["origin"]["ref"] in found["formulas"]
        for judged in point["judged"]:
            for name in ("inside", "reached", "percentile"):
                assert judged[name]["origin"]["ref"] in found["formulas"]
            for figure in judged["reaches"].values():
                assert figure["origin"]["ref"] in found["formulas"]


def test_a_finished_sweep_is_not_done_again(uncertain, tmp_path):
    planned = plan_sweep(uncertain, [], 2000, 500)
    first = run_sweep(planned, tmp_path, Threads(1)).to_json()
    told = []

    class Idle:
        def finished(self, function, work):
            assert not list(work)
            return iter(())

    assert run_sweep(planned, tmp_path, Idle(), told.append).to_json() == first
    assert told == [2000]


def test_interrupted_between_pieces_it_goes_on(uncertain, tmp_path):
    planned = plan_sweep(uncertain, [], 4000, 100)
    whole = run_sweep(planned, _folder(tmp_path, "whole"), Threads(1)).to_json()
    broken = _folder(tmp_path, "broken")

    class StopsError(Exception):
        pass

    def stop_at(limit):
        def told(finished):
            if finished >= limit:
                raise StopsError

        return told

    for limit in (500, 1700, 1800, 3900):
        with pytest.raises(StopsError):
            run_sweep(planned, broken, Threads(2), stop_at(limit))
    assert run_sweep(planned, broken, Threads(2)).to_json() == whole


def _folder(parent, name):
    (parent / name).mkdir()
    return parent / name


KILLED = """
import os, random, signal, sys, time
from pathlib import Path
from burdenshare.analysis import inquire
from burdenshare.analysis.sweep import CHECKPOINT, parse_over, plan_sweep, run_sweep
from burdenshare.cases import load_case
from burdenshare.uncertainty.executors import Threads

folder, whole = map(Path, sys.argv[1:])
checkpoint = folder / CHECKPOINT
inquiry = inquire(load_case("us-rok-2019"), draws=1000, threads=1)
over = [parse_over("demand=1000,5000"), parse_over("bargaining.power=0.4,0.6")]
planned = plan_sweep(inquiry, over, 32_000, 125)
started = time.perf_counter()
(whole / "sweep.json").write_text(run_sweep(planned, whole, Threads(1)).to_json())
a_piece = (time.perf_counter() - started) / len(planned.job.pieces)


def lines():
    return checkpoint.read_bytes().count(b"\\n") if checkpoint.exists() else 0


random.seed(sys.argv[1])
# A kill comes at a random moment after so many more lines: how busy the machine is changes nothing.
lines_more = [0, 0, 0, 1, 1, 1, 1, 1, 1, 2]
random.shuffle(lines_more)
for more in lines_more:
    before = lines()
    child = os.fork()
    if not child:
        run_sweep(planned, folder, Threads(1))
        os._exit(0)
    while lines() < before + more and not os.waitid(
        os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT
    ):
        time.sleep(0.001)
    time.sleep(random.random() * a_piece)
    os.kill(child, signal.SIGKILL)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
print(lines(), len(planned.job.pieces))
(folder / "sweep.json").write_text(run_sweep(planned, folder, Threads(1)).to_json())
"""


@pytest.mark.skipif(not hasattr(__import__("os"), "fork"), reason="this system cannot fork")
def test_killed_ten_times_it_ends_with_the_same_result(tmp_path):
    folder, whole = _folder(tmp_path, "killed"), _folder(tmp_path, "whole")
    root = Path(__file__).parents[3]
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(folder), str(whole)],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )
    *ends, lines, pieces = map(int, done.stdout.split())
    assert ends == [-signal.SIGKILL] * 10
    # Pieces were finished before a kill, and not all of them.
    assert 8 <= lines < pieces
    assert (folder / "sweep.json").read_text() == (whole / "sweep.json").read_text()


def test_a_table_in_parquet_holds_the_rows(uncertain, tmp_path):
    duckdb = pytest.importorskip("duckdb")
    from burdenshare.report.sweeps import write_parquet

    over = [parse_over("bargaining.power=0.25,0.75")]
    found = run_sweep(plan_sweep(uncertain, over, 1000, 500), tmp_path, Threads(1))
    assert write_parquet(found, tmp_path / "it's.parquet")
    with duckdb.connect() as connection:
        read_back = connection.execute(
            "SELECT * FROM read_parquet(?)", [str(tmp_path / "it's.parquet")]
        )
        names = [column[0] for column in read_back.description]
        rows = [dict(zip(names, row, strict=True)) for row in read_back.fetchall()]
    assert rows == found.rows()
