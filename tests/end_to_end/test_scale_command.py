"""The command `scale`: what it prints, its report, and what it refuses."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests import small_scale
from tests.end_to_end.test_report import Walker

FACTS = Path(__file__).parents[3] / "shared" / "facts"


def scale(*words, cwd=None):
    done = subprocess.run(
        [sys.executable, "-m", "burdenshare", "scale", *words],
        cwd=cwd, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("club")
    small_scale.write(path)
    return path


@pytest.fixture(scope="module")
def page(folder):
    code, out, err = scale("club.yaml", "--data", ".", "--member", "MID", "--what-if",
                           "ceiling.most=0.5", "--uncertain", "income=10%", "--draws", "500",
                           "--out", "club.html", cwd=folder)  # fmt: skip
    assert code == 0, err
    return out, (folder / "club.html").read_text(encoding="utf-8")


def test_it_prints_shares_steps_thresholds_and_what_ifs(page):
    out, _ = page
    for words in ("Who pays what", "Bigland", "40.00%", "What each step does", "low-income-relief",
                  "Midland, step by step", "Where a share would jump",
                  "What if ceiling.most=0.5", "Report: club.html"):  # fmt: skip
        assert words in out


def test_every_number_of_the_report_has_an_origin(page):
    walker = Walker()
    walker.feed(page[1])
    assert walker.loose == []
    assert len(walker.figures) > 60
    assert {figure["data-origin"].split(":")[0] for figure in walker.figures} == {
        "source", "formula"
    }  # fmt: skip
    assert "script" not in walker.tags
    assert page[1].count("<svg") == 3  # shares, waterfall, what-if
    assert "http" not in page[1].replace("http://www.w3.org/", "")


def test_json_is_one_object_and_nothing_else(folder):
    code, out, err = scale("club.yaml", "--data", ".", "--json", cwd=folder)
    assert (code, err) == (0, "")
    assert {one["code"] for one in json.loads(out)["members"]} == {
        "BIG",
        "MID",
        "LOW",
        "NEW",
        "TIN",
    }


def test_the_shipped_scales_are_listed():
    code, out, _ = scale("--list")
    assert code == 0
    assert "un-2025" in out
    assert "United Nations regular budget, 2025 to 2027" in out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ((), 2, "name a scale"),
        (("club.yaml",), 2, "--data names the folder"),
        (("club.yaml", "--data", ".", "--what-if", "ceilng.most=1"), 2, "Did you mean 'ceiling'"),
        (("club.yaml", "--data", ".", "--uncertain", "income"), 2, "write SERIES=PERCENT"),
        (("un-2025", "--data", "."), 3, "holds no un_scale_inputs.csv"),
        (("nothing.yaml", "--data", "."), 3, "no such file"),
        (("club.yaml", "--data", ".", "--what-if", "ceiling.members=;ceiling.most=0.1"), 3,
         "come to 50.0% of the whole; raise the ceiling"),
        (("club.yaml", "--data", ".", "--member", "XXX"), 3, "XXX is no member"),
        (("club.yaml", "--data", ".", "--out", "nowhere/x.html"), 2, "is not a folder"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said(folder, words, code, said):
    found, out, err = scale(*words, cwd=folder)
    assert found == code, err
    assert said in err
    assert "Traceback" not in err
    assert out == ""


@pytest.mark.skipif(
    not FACTS.is_dir(), reason="the folder of collected tables is not beside this checkout"
)
def test_the_un_scale_is_printed_quickly():
    times = []
    for _ in range(2):
        start = time.perf_counter()
        code, out, err = scale("un-2025", "--data", str(FACTS), "--member", "CHN", "--what-if",
                               "ceiling.most=0.25")  # fmt: skip
        times.append(time.perf_counter() - start)
        assert code == 0, err
        assert "China" in out
    # One second by itself; a machine that does other things gets more.
    assert min(times) < 3
