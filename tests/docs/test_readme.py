"""The README and the tutorials run: every command is executed and its output compared.

In a console block a line that begins with ``$`` is a command; what follows is its output, where a
line of three dots stands for any number of lines. ``./dev X`` is run as ``burdenshare X``.
"""

import doctest
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
SET_UP = {"git", "cd", "pip", "pipx", "./dev test", "./dev check", "uvx"}
"""Commands that set things up; other tests run those of them that can be run."""


def blocks(page, language):
    text = page.read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)


def commands():
    """Give (page, number, command, expected lines) of every console block."""
    for page in PAGES:
        for number, block in enumerate(blocks(page, "console")):
            for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
                line, _, expected = part.partition("\n")
                if line.split()[0] not in SET_UP and line not in SET_UP:
                    yield pytest.param(page, line, expected, id=f"{page.stem}-{number}-{line[:40]}")


def matches(expected, printed):
    """Compare line by line; a line of three dots stands for any lines."""
    pattern = "\n".join(
        ".*" if line.strip() == "..." else re.escape(line.rstrip())
        for line in expected.rstrip("\n").split("\n")
    )
    text = "\n".join(line.rstrip() for line in printed.rstrip("\n").split("\n"))
    return re.fullmatch(pattern, text, flags=re.DOTALL) is not None


@pytest.mark.parametrize(("page", "line", "expected"), list(commands()))
def test_a_command_prints_what_the_page_shows(page, line, expected, tmp_path):
    words = shlex.split(line.replace("./dev", "burdenshare", 1))
    assert words[0] == "burdenshare", f"{page.name}: cannot run {line}"
    for needed in re.findall(r"\b([\w-]+\.(?:csv|yaml))\b", line):
        source = page.parent / needed
        if source.exists():
            (tmp_path / needed).write_bytes(source.read_bytes())
    done = subprocess.run(
        [sys.executable, "-m", *words],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env={**os.environ, "COLUMNS": "80", "PYTHONUTF8": "1"},
    )
    assert done.returncode == 0, done.stderr
    assert matches(expected, done.stdout), done.stdout


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_python_of_a_page_does_what_it_shows(page):
    code = "\n".join(blocks(page, "pycon"))
    found = doctest.DocTestParser().get_doctest(code, {}, page.name, str(page), 0)
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    results = doctest.DocTestRunner(optionflags=flags).run(found)
    assert results.failed == 0


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_links_inside_the_project_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        if not re.match(r"[a-z]+:", target):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_every_command_of_the_shell_is_documented():
    from burdenshare.cli import cli

    reference = (ROOT / "docs" / "reference" / "command-line.md").read_text(encoding="utf-8")
    for name in cli.commands:
        assert f"`{name}" in reference, f"docs/reference/command-line.md says nothing of {name}"


def test_every_principle_is_documented():
    from burdenshare.sharing.principles import PRINCIPLES

    page = (ROOT / "docs" / "theory" / "fair-shares.md").read_text(encoding="utf-8")
    for name in PRINCIPLES:
        assert f"`{name}`" in page, f"docs/theory/fair-shares.md says nothing of {name}"
