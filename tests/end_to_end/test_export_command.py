"""`burdenshare export` writes whole files for other programs, or nothing."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result

from burdenshare.cli import cli, main
from burdenshare.exchange.efg import node_count


def export(*words: str) -> Result:
    return CliRunner().invoke(cli, ["export", *words, "--draws", "2000"])


def test_the_offer_game_of_the_flagship(tmp_path: Path):
    path = tmp_path / "game.efg"
    done = export("us-rok-2019", "--format", "efg", "--out", str(path), "--offers", "5")
    assert done.exit_code == 0, done.output
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("EFG 2 R ")
    assert len(lines) == 2 + node_count(5, 3)
    assert [entry.name for entry in tmp_path.iterdir()] == ["game.efg"]


def test_the_packages_of_the_flagship(tmp_path: Path):
    folder = tmp_path / "domain"
    done = export("us-rok-2019", "--format", "negmas", "--out", str(folder))
    assert done.exit_code == 0, done.output
    roots = {path.name: ElementTree.parse(path).getroot().tag for path in folder.iterdir()}
    assert roots == {
        "us-rok-2019.xml": "negotiation_template",
        "us-rok-2019-KOR.xml": "utility_space",
        "us-rok-2019-USA.xml": "utility_space",
    }
    again = export("us-rok-2019", "--format", "negmas", "--out", str(folder))
    assert again.exit_code == 2
    assert "is there already" in again.output


@pytest.mark.parametrize(
    "words",
    [
        ("us-rok-2019", "--format", "efg", "--offers", "30", "--rounds", "9", "--out", "game.efg"),
        ("us-rok-2018", "--format", "negmas", "--out", "domain"),
    ],
)
def test_what_cannot_be_exported_leaves_nothing(tmp_path, monkeypatch, capsys, words):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["burdenshare", "export", *words, "--draws", "2000"])
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 3
    assert capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
