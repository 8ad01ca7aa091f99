"""The tables in the docs hold the numbers that the model gives, and miss no mechanism."""

import subprocess
import sys
from pathlib import Path

from burdenshare.bargaining.history import MECHANISMS

DOCS = Path(__file__).parents[2] / "docs"


def test_the_tables_of_the_flagship_are_those_of_the_model():
    command = [sys.executable, "docs/make_tables.py", "--check"]
    done = subprocess.run(command, cwd=DOCS.parent, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_mechanism_is_described():
    page = (DOCS / "theory" / "history.md").read_text(encoding="utf-8")
    for name in MECHANISMS:
        assert page.count(f"`{name}`") >= 3, name
