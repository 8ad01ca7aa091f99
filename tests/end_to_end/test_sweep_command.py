"""The commands that sweep and that say what matters, as processes of their own."""

import json
import os
import subprocess
import sys

import pytest


def burdenshare(*words, cwd, **env):
    return subprocess.run(
        [sys.executable, "-m", "burdenshare", *words],
        cwd=cwd,
        capture_output=True,
        text=True,
        env={**os.environ, **env},
        check=False,
    )


SMALL = ("--draws", "4000", "--block", "1000")


def test_a_sweep_writes_its_results_and_shows_progress(tmp_path):
    done = burdenshare(
        "sweep", "us-rok-2019", *SMALL, "--over", "demand=1000,5000", "--out", "s", cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    assert "100.0% of 4,000 draws" in done.stderr
    assert "USD 5 billion" in done.stdout
    found = json.loads((tmp_path / "s" / "sweep.json").read_text())
    assert found["made"]["draws"] == 4000
    assert [judged["figure"]["value"] for judged in found["points"][0]["judged"]] == [1000, 5000]
    table = {path.name for path in (tmp_path / "s").iterdir()} - {"sweep.json", "checkpoint.jsonl"}
    assert table in ({"sweep.parquet"}, {"sweep.csv"})


def test_another_sweep_in_the_same_folder_is_refused_unless_restarted(tmp_path):
    words = ("sweep", "us-rok-2019", "--out", "s", "-q", "--json")
    first = burdenshare(*words, *SMALL, cwd=tmp_path)
    again = burdenshare(*words, *SMALL, cwd=tmp_path)
    assert json.loads(first.stdout) == json.loads(again.stdout)
    other = burdenshare(*words, *SMALL, "--seed", "1", cwd=tmp_path)
    assert other.returncode == 3
    assert "seed: 0 there, 1 here" in other.stderr
    anew = burdenshare(*words, *SMALL, "--seed", "1", "--restart", cwd=tmp_path)
    assert anew.returncode == 0
    assert json.loads(anew.stdout)["made"]["seed"] == 1


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("--over", "demand"), 2, "write NAME="),
        (("--over", "bargaining.powr=0.5"), 3, "Did you mean 'bargaining.power'?"),
        (("--address", "tcp://127.0.0.1:1"), 2, "goes with --executor dask"),
        (("--executor", "dask"), 3, "DASK_SCHEDULER_ADDRESS"),
        (("--draws", "1.5"), 2, "whole number"),
    ],
)
def test_what_is_wrong_is_told(tmp_path, words, code, told):
    done = burdenshare(
        "sweep", "us-rok-2019", "--out", "s", *words, cwd=tmp_path, DASK_SCHEDULER_ADDRESS=""
    )
    assert done.returncode == code, done.stderr
    assert told in done.stderr
    assert not (tmp_path / "s" / "sweep.json").exists()


def test_what_matters_is_told(tmp_path):
    shown = burdenshare("sensitivity", "us-rok-2019", "--draws", "4000", cwd=tmp_path)
    assert shown.returncode == 0
    assert "What moves the settlement" in shown.stdout
    found = burdenshare("sensitivity", "us-rok-2019", "--draws", "4000", "--json", cwd=tmp_path)
    names = [moved["id"] for moved in json.loads(found.stdout)["headlines"]]
    assert names[:2] == ["settlement", "zone"]
