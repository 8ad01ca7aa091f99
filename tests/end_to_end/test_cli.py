"""The command line as a user meets it: processes, exit codes, files written or not."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest


def burdenshare(*arguments, cwd, **environment):
    words = [sys.executable, "-m", "burdenshare", *arguments]
    return subprocess.run(
        words,
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "COLUMNS": "80", **environment},
    )


FEW = ("--draws", "2000", "--no-report")


def test_run_prints_the_verdict_in_80_columns(tmp_path):
    done = burdenshare("run", "us-rok-2019", *FEW, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "USD 5 billion" in done.stdout
    assert max(len(line) for line in done.stdout.splitlines()) <= 80
    assert "\x1b" not in done.stdout
    assert done.stderr == ""
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("columns", ["40", "60", "200"])
def test_run_fits_the_terminal(tmp_path, columns):
    done = burdenshare("run", "us-rok-2019", *FEW, cwd=tmp_path, COLUMNS=columns)
    assert done.returncode == 0
    assert max(len(line) for line in done.stdout.splitlines()) <= int(columns)


def test_numbers_stay_whole_on_a_narrow_terminal(tmp_path):
    done = burdenshare("run", "us-rok-2019", *FEW, cwd=tmp_path, COLUMNS="40")
    bars = [line for line in done.stdout.splitlines() if "●" in line and "median" not in line]
    assert len(bars) > 20
    # A bar is followed by the whole number, with its interval if it has one.
    number = r"[−\d][−\d.,]*(trn|bn|m|k)?"
    for line in bars:
        assert re.search(rf"[·━●│┃▶] {number}( \({number}–{number}\))?$", line), line


def test_run_can_do_without_unicode(tmp_path):
    done = burdenshare("run", "us-rok-2019", *FEW, cwd=tmp_path, PYTHONIOENCODING="ascii")
    assert done.returncode == 0, done.stderr
    assert done.stdout.isascii()


def test_json_is_one_object_and_nothing_else(tmp_path):
    done = burdenshare("run", "us-rok-2019", "--json", "--draws", "2000", cwd=tmp_path)
    answer = json.loads(done.stdout)
    assert answer["made"]["draws"] == 2000
    assert list(tmp_path.iterdir()) == []


def test_the_same_command_prints_the_same_bytes(tmp_path):
    first, second = (
        burdenshare("run", "us-rok-2019", "--json", "--draws", "3000", "--threads", n, cwd=tmp_path)
        for n in ("1", "3")
    )
    assert first.stdout == second.stdout


def test_as_of_an_earlier_day_says_what_was_not_known(tmp_path):
    done = burdenshare("run", "us-rok-2019", *FEW, "--as-of", "1990-01-01", cwd=tmp_path)
    assert done.returncode == 3
    assert "was not known by 1990-01-01" in done.stderr
    assert done.stdout == ""


def test_why_names_the_cost_that_an_even_split_would_need(tmp_path):
    done = burdenshare("why", "us-rok-2019", "--figure", "5000", "--draws", "500", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    text = " ".join(done.stdout.split())
    assert "the cost shared would have to be USD 10 billion a year" in text
    assert "2.24 times what the United States is documented to pay" in text


def test_new_check_run_is_a_way_to_a_case_of_ones_own(tmp_path):
    assert burdenshare("new", "mine", cwd=tmp_path).returncode == 0
    checked = burdenshare("check", "mine.yaml", cwd=tmp_path)
    assert checked.returncode == 0, checked.stderr
    done = burdenshare("run", "mine.yaml", *FEW, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    again = burdenshare("new", "mine", cwd=tmp_path)
    assert again.returncode == 2
    assert "is there already" in again.stderr


def test_a_broken_case_is_exit_3_and_nothing_is_written(tmp_path):
    (tmp_path / "broken.yaml").write_text("burdenshare: 1\nslug: broken\n")
    for command in (("run", "broken.yaml"), ("check", "broken.yaml")):
        done = burdenshare(*command, cwd=tmp_path)
        assert done.returncode == 3
        assert "broken.yaml:1:1" in done.stderr
        assert done.stdout == ""
    assert [path.name for path in tmp_path.iterdir()] == ["broken.yaml"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("run", "us-rok-2018x", "--draws", "10"), "us-rok-2019"),
        (("runn", "us-rok-2019"), "Did you mean"),
        (("run", "us-rok-2019", "--draws", "0"), "from 1 to"),
        (("run", "us-rok-2019", "--draws", "1e12"), "from 1 to"),
        (("run", "us-rok-2019", "--as-of", "2019-02-30"), "YYYY-MM-DD"),
        (("why", "us-rok-2019"), "--figure"),
        (("run", "us-rok-2019", "--figure", "nan"), "finite"),
        (("run", "us-rok-2019", "--figure", "1e300"), "more than there is"),
        (("run", "us-rok-2019", "--draws", "10", "--out", "none/there.html"), "not a folder"),
    ],
)
def test_wrong_usage_says_what_is_wrong(tmp_path, arguments, words):
    done = burdenshare(*arguments, cwd=tmp_path)
    assert done.returncode in (2, 3)
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(
    not Path("/dev/fd").is_dir(), reason="no folder that refuses files of all users"
)
def test_a_folder_that_takes_no_file_is_named_without_a_traceback(tmp_path):
    done = burdenshare("run", "tva-1938", "--draws", "10", "--out", "/dev/fd/x.html", cwd=tmp_path)
    assert done.returncode in (1, 2)
    assert "/dev/fd" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_huge_figure_is_still_answered(tmp_path):
    done = burdenshare("run", "us-rok-2019", *FEW, "--figure", "1e30", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "nan" not in done.stdout.lower()


def test_interrupting_leaves_nothing_behind(tmp_path):
    words = [sys.executable, "-m", "burdenshare", "run", "us-rok-2019", "--draws", "5000000"]
    # Whoever runs the tests in the background ignores SIGINT, and hands that down.
    ours = signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        process = subprocess.Popen(
            words, cwd=tmp_path, stderr=subprocess.PIPE, stdout=subprocess.PIPE
        )
    finally:
        signal.signal(signal.SIGINT, ours)
    time.sleep(3)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"Traceback" not in errors
    assert list(tmp_path.iterdir()) == []


def test_a_pipe_that_closes_early_is_no_error(tmp_path):
    line = f"{sys.executable} -m burdenshare run us-rok-2019 --json --draws 1000 | head -c 100"
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {line}"], cwd=tmp_path, capture_output=True, text=True
    )
    assert "Traceback" not in done.stderr
    assert "Broken" not in done.stderr


def test_cases_schema_and_doctor(tmp_path):
    listed = burdenshare("cases", cwd=tmp_path)
    assert "us-rok-2019" in listed.stdout
    assert json.loads(burdenshare("schema", cwd=tmp_path).stdout)["title"]
    assert burdenshare("doctor", cwd=tmp_path).returncode == 0


def test_help_needs_click_alone(tmp_path):
    code = (
        "import sys; from burdenshare.cli import cli\n"
        "try:\n cli.main(['--help'])\nexcept SystemExit: pass\n"
        "heavy = {'numpy', 'pydantic', 'rich', 'yaml', 'jinja2', 'pandas'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
