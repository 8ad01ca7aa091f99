"""Broken case files, each with the exact message that it must give."""

import os
import time
from pathlib import Path

import pytest

from burdenshare.cases import load_case
from burdenshare.errors import CaseError

BROKEN = Path(__file__).with_name("broken")
FILES = sorted(path.name for path in BROKEN.iterdir() if path.suffix in (".yaml", ".json"))


@pytest.mark.parametrize("name", FILES)
def test_a_broken_file_gives_its_message(name, monkeypatch):
    monkeypatch.chdir(BROKEN)
    with pytest.raises(CaseError) as caught:
        load_case(name)
    assert f"{caught.value}\n" == (BROKEN / name).with_suffix(".expected").read_text("utf-8")


def test_every_message_has_its_file():
    names = {Path(name).stem for name in FILES}
    assert {path.stem for path in BROKEN.glob("*.expected")} == names
    assert len(FILES) == len(names) >= 45


def refusal(path) -> str:
    """The message by which a path is refused, which must come at once."""
    start = time.process_time()
    with pytest.raises(CaseError) as caught:
        load_case(path)
    assert time.process_time() - start < 2
    return str(caught.value)


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def test_100_megabytes_of_nesting():
    with open("deep.yaml", "wb") as file:
        for _ in range(100):
            file.write(b"[" * 1_000_000)
    assert refusal("deep.yaml") == "deep.yaml: it has 100.0 MB; a case has at most 5 MB"


@pytest.mark.parametrize(("text", "column"), [("[" * 4_000_000, 41), ("- " * 2_000_000, 81)])
def test_nesting_below_the_largest_size(text, column):
    Path("deep.yaml").write_text(text)
    where = "[0]" * 40
    assert refusal("deep.yaml") == (
        f"deep.yaml:1:{column}: {where}: values are nested more than 40 deep"
    )


def test_a_hundred_thousand_values():
    Path("wide.yaml").write_text("burdenshare: 1\ncosts: [" + "1, " * 120_000 + "]\n")
    assert refusal("wide.yaml") == (
        "wide.yaml:2:299994: costs[99995]: the case has more than 100,000 values"
    )


def test_thousands_of_problems_are_counted():
    Path("many.yaml").write_text("burdenshare: 1\n" + "".join(f"k{i}: 1\n" for i in range(5000)))
    lines = refusal("many.yaml").splitlines()
    assert lines[-1] == "many.yaml:96:1: 4,906 more problems from here on"


def test_a_binary_file():
    Path("case.yaml").write_bytes(b"\x7fELF\x02\x01\x01\x00\x00\x00")
    assert refusal("case.yaml") == (
        "case.yaml: it is not a text file\n    A case is a YAML or JSON file in UTF-8."
    )


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_a_file_in_another_encoding(encoding):
    Path("case.yaml").write_text("burdenshare: 1\n", encoding=encoding)
    assert refusal("case.yaml") == ("case.yaml: it is in UTF-16 or UTF-32\n    Save it as UTF-8.")


def test_an_empty_file():
    Path("case.yaml").touch()
    assert refusal("case.yaml") == (
        "case.yaml: the file is empty\n    'burdenshare new NAME' writes a case to begin with."
    )


def test_a_folder():
    Path("cases").mkdir()
    assert refusal("cases") == "cases: it is a folder\n    Name a file."
    Path("cases/korea.yaml").touch()
    named = os.path.join("cases", "korea.yaml")
    assert refusal("cases") == f"cases: it is a folder\n    Name a file in it, such as {named}."


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_pipe():
    os.mkfifo("pipe.yaml")
    assert refusal("pipe.yaml") == "pipe.yaml: it is not a plain file"


def test_a_missing_file():
    assert refusal("kore.yaml") == (
        "kore.yaml: there is no such file\n    'burdenshare cases' lists the cases that ship."
    )
    Path("korea.yaml").touch()
    assert refusal("kore.yaml") == "kore.yaml: there is no such file\n    Did you mean korea.yaml?"
    assert refusal("djibouti-2041") == (
        "djibouti-2041: there is no such file\n    Did you mean djibouti-2014?"
    )
    within = os.path.join("korea.yaml", "case.yaml")
    assert refusal(within).startswith(f"{within}: there is no such file")


@pytest.mark.parametrize("name", ["", "a\0b", "x" * 5000])
def test_a_name_that_is_none(name):
    with pytest.raises(CaseError):
        load_case(name)


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is forbidden to this user"
)
def test_a_file_that_may_not_be_read():
    Path("case.yaml").write_text("burdenshare: 1\n")
    os.chmod("case.yaml", 0)
    assert refusal("case.yaml") == "case.yaml: there is no permission to read it"


def test_a_file_that_the_system_forbids(monkeypatch):
    def forbidden(self, *arguments, **options):
        raise PermissionError(13, "Permission denied")

    Path("case.yaml").write_text("burdenshare: 1\n")
    monkeypatch.setattr(Path, "open", forbidden)
    assert refusal("case.yaml") == "case.yaml: there is no permission to read it"
