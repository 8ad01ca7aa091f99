"""What all answers share: how they become a mapping, JSON or a table, and how they were made."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING, Any

from burdenshare.provenance import Origin
from burdenshare.results.figures import Figure, Sentence

if TYPE_CHECKING:
    import pandas as pd

Row = dict[str, Any]
"""A row of a tidy table."""


class Result:
    """What all answers can do."""

    __slots__ = ()

    def rows(self) -> list[Row]:
        """Give the answer as rows of a tidy table, units in a column."""
        raise NotImplementedError

    def to_frame(self) -> pd.DataFrame:
        """Give the answer as a tidy table."""
        from burdenshare.errors import MissingPackageError

        try:
            import pandas as pd
        except ImportError:
            raise MissingPackageError("pandas", "data", "A data frame") from None
        return pd.DataFrame(self.rows())

    def to_dict(self) -> dict[str, Any]:
        """Give the answer as plain mappings, lists, numbers and texts."""
        plain = to_plain(self)
        assert isinstance(plain, dict)
        return plain

    def to_json(self, *, indent: int | None = 2) -> str:
        """Give the answer as JSON."""
        return json.dumps(self.to_dict(), indent=indent, ensure_ascii=False, allow_nan=False)

    def _repr_html_(self) -> str:
        """Show the answer in a notebook: its sentences, its main chart and its table."""
        html: str = _notebook().as_html(self)
        return html

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """Show the answer in a notebook, or in words where no HTML is shown."""
        return {"text/plain": _notebook().as_text(self), "text/html": self._repr_html_()}


def _notebook() -> Any:
    """What shows answers; reports read results, so it is looked up when it is asked for."""
    return import_module("burdenshare.report.notebook")


def to_plain(value: Any) -> Any:
    """Turn an answer or a part of one into plain mappings, lists, numbers and texts."""
    if isinstance(value, Figure | Sentence | Origin):
        return value.to_dict()
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: to_plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): to_plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [to_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return value


def figure_row(figure: Figure) -> Row:
    """Give the columns of a tidy table that hold a figure."""
    return {
        "value": figure.value,
        "low": figure.low,
        "high": figure.high,
        "unit": figure.unit.label,
        "origin": f"{figure.origin.kind}: {figure.origin.ref}",
    }


@dataclass(frozen=True, slots=True)
class Made:
    """How an answer was made; with it the same numbers can be had again."""

    case: str
    digest: str
    as_of: date
    draws: int
    seed: int
    version: str
    numpy: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Something worth saying that is not a number: an empty zone, a principle left out."""

    id: str
    text: str
