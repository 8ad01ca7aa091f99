"""What `burdenshare doctor` looks at: the installation, the optional packages, the cases."""

from __future__ import annotations

import os
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
    ("duckdb", "data", "sweeps in Parquet"),
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
    yield from _cluster()
    yield from _cases()
    yield Finding("ok", "No network is used and nothing is reported to anybody.")


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def _cluster() -> Iterator[Finding]:
    """Warn of workers that give memory back after every operation, which makes them slow."""
    if not _version("distributed"):
        return
    from dask import config  # type: ignore[import-untyped, unused-ignore]

    name = "distributed.nanny.pre-spawn-environ.MALLOC_TRIM_THRESHOLD_"
    threshold = config.get(name, os.environ.get("MALLOC_TRIM_THRESHOLD_", 65_536))
    if int(threshold) < 1 << 20:
        yield Finding(
            "note",
            "workers that Dask's nanny starts give memory back to the system after every array of "
            "128 KiB or more: keep --block of a sweep at 8,192 or fewer, or raise "
            f"{name} and ..._MMAP_THRESHOLD_ in Dask's configuration",
        )


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
