"""What `dev.py` decides before it installs anything."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def dev(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return dev.py as a module whose environment is an empty folder under a path with a space."""
    monkeypatch.setenv("BURDENSHARE_VENV", str(tmp_path / "an environment"))
    spec = importlib.util.spec_from_file_location("dev", ROOT / "dev.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def pretend(dev: ModuleType, note: str) -> None:
    """Lay down an environment that carries a note."""
    Path(dev.BIN).mkdir(parents=True)
    shutil.copy2(sys.executable, dev.PYTHON)
    dev.write_note(note)


def test_no_environment_is_not_ready(dev: ModuleType) -> None:
    assert not dev.is_ready("run")


@pytest.mark.parametrize(
    ("installed", "asked", "ready"),
    [
        ("run", "run", True),
        ("test", "run", True),
        ("run", "test", False),
        ("test", "browser", False),
    ],
)
def test_an_environment_serves_its_level_and_those_below(
    dev: ModuleType, installed: str, asked: str, ready: bool
) -> None:
    pretend(dev, dev.note_for(installed))
    assert dev.is_ready(asked) is ready


@pytest.mark.parametrize("note", ["", "unfinished\n", "level run\nroot elsewhere\n"])
def test_an_environment_cut_short_or_moved_is_not_ready(dev: ModuleType, note: str) -> None:
    pretend(dev, note)
    assert not dev.is_ready("run")


def test_a_moved_environment_is_made_anew(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pretend(dev, dev.note_for("run").replace(dev.VENV, "/elsewhere"))
    steps = []
    monkeypatch.setattr(dev, "works", lambda: True)
    monkeypatch.setattr(dev, "make_venv", lambda lock: steps.append("made") or "")
    monkeypatch.setattr(dev, "quietly", lambda command, lock, tell=True: True)
    dev.prepare("run")
    assert steps == ["made"]
    assert dev.is_ready("run")


def test_what_stood_before_stands_still_when_pip_fails(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = dev.note_for("run")
    pretend(dev, before)
    monkeypatch.setattr(dev, "works", lambda: True)
    monkeypatch.setattr(dev, "quietly", lambda command, lock, tell=True: False)
    with pytest.raises(SystemExit, match="could not be installed"):
        dev.prepare("test")
    assert dev.read_note() == before
    assert dev.is_ready("run")


def test_an_environment_made_from_other_pins_is_not_ready(dev: ModuleType, tmp_path: Path) -> None:
    pretend(dev, dev.note_for("run"))
    changed = tmp_path / "run.txt"
    changed.write_bytes(Path(dev.lock_file("run")).read_bytes() + b"# changed\n")
    dev.lock_file = lambda level: str(changed)
    assert not dev.is_ready("run")


def test_a_folder_of_other_things_is_left_as_it_is(dev: ModuleType) -> None:
    Path(dev.VENV).mkdir()
    precious = Path(dev.VENV) / "thesis.txt"
    precious.write_text("years of work")
    with pytest.raises(SystemExit, match="left as it is"):
        dev.prepare("run")
    assert precious.read_text() == "years of work"


@pytest.mark.skipif(os.name == "nt", reason="the lock is tried across two handles of one process")
def test_only_one_start_holds_the_lock(dev: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with path.open("w") as first, path.open("w") as second:
        assert dev.try_to_hold(first)
        assert not dev.try_to_hold(second)
        first.close()
        assert dev.try_to_hold(second)


@pytest.mark.skipif(os.name == "nt", reason="dev is for a POSIX shell")
def test_the_list_of_commands_needs_no_environment(tmp_path: Path) -> None:
    environment = tmp_path / "never made"
    answer = subprocess.run(
        [ROOT / "dev"],
        cwd=tmp_path,
        env={**os.environ, "BURDENSHARE_VENV": str(environment)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stdout.startswith("Usage: ./dev COMMAND")
    assert answer.stderr == ""
    assert not environment.exists()


@pytest.mark.skipif(os.name == "nt", reason="dev is for a POSIX shell")
def test_a_machine_without_a_fit_python_is_told_what_to_install(tmp_path: Path) -> None:
    tools = tmp_path / "bin"
    tools.mkdir()
    old = tools / "python3"
    old.write_text("#!/bin/sh\necho 3.9\n")
    old.chmod(0o755)
    for name in ("dirname", "sh"):
        (tools / name).symlink_to(str(shutil.which(name)))
    answer = subprocess.run(
        [ROOT / "dev", "run", "us-rok-2019"],
        env={"PATH": str(tools), "BURDENSHARE_VENV": str(tmp_path / "none")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 1
    assert answer.stdout == ""
    assert "needs Python 3.11 or newer" in answer.stderr
    assert "python3 is 3.9;" in answer.stderr
    assert "BURDENSHARE_PYTHON" in answer.stderr
