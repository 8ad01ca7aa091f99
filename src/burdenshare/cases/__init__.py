"""What is on the table: case files, read, checked and cut at a date.

Names are imported when they are first used, so that listing cases needs no schema.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from burdenshare.cases.catalog import case_slugs
    from burdenshare.cases.load import load_case, parse_case
    from burdenshare.cases.schema import Case
    from burdenshare.cases.template import json_schema

__all__ = ["Case", "case_slugs", "json_schema", "load_case", "parse_case"]

_HOMES = {
    "Case": "schema",
    "case_slugs": "catalog",
    "json_schema": "template",
    "load_case": "load",
    "parse_case": "load",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
