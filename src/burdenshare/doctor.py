"""What `burdenshare doctor` looks at: the installation, the optional packages, the cases."""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterator
from importlib import metadata
from typing import NamedTuple

from burdenshare._version import __version__

OPTIONAL = (
    ("typst", "report", "PDF reports"),
    ("python-docx", "report", "Word reports"),
    ("xlsxwriter", "report", "Excel reports"),
    ("pandas", "data", "data frames"),
    ("distributed", "dask", "sweeps on a cluster"),
)
"""Packages that extras bring: name, extra, what for."""

REQUIRED = (
    "numpy", "highspy", "pydantic", "pyyaml", "click", "rich", "jinja2", "vl-convert-python",
    "starlette", "uvicorn",
)  # fmt: skip


class Finding(NamedTuple):
    """One thing that was looked at."""

    mark: str
    text: str

    @property
    def is_bad(self) -> bool:
        """Whether something that is always needed does not work."""
        return self.mark == "broken"


def findings() -> Iterator[Finding]:
    """Look at the installation; nothing is changed and nothing leaves this machine."""
    yield Finding("ok", f"burdenshare {__version__}, Python {platform.python_version()}")
    yield Finding(
        "ok", f"{platform.system()} {platform.machine()}; output in {sys.stdout.encoding}"
    )
    for package in REQUIRED:
        version = _version(package)
        yield (
            Finding("ok", f"{package} {version}")
            if version
            else Finding("broken", f"{package} is missing; install burdenshare again")
        )
    for package, extra, purpose in OPTIONAL:
        version = _version(package)
        yield (
            Finding("ok", f"{package} {version} ({purpose})")
            if version
            else Finding(
                "absent", f"{package}: no {purpose}; pip install 'burdenshare[{extra}]' brings it"
            )
        )
    yield from _cases()
    yield Finding("ok", "No network is used and nothing is reported to anybody.")


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def _cases() -> Iterator[Finding]:
    from burdenshare.cases.catalog import case_slugs
    from burdenshare.cases.load import load_case
    from burdenshare.errors import CaseError

    for slug in case_slugs():
        try:
            load_case(slug)
        except CaseError as error:
            yield Finding("broken", f"case {slug}: {error}")
            continue
        yield Finding("ok", f"case {slug} loads")
