"""Files of what was fitted on past rounds: JSON with a version, numbers to six digits.

They are written by commands and never by hand, so a file of another version is written again.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeVar

from burdenshare.errors import FactError

T = TypeVar("T")


@dataclasses.dataclass(frozen=True, slots=True)
class FittedFile:
    """A kind of such a file: what it holds, its version, and the command that writes it."""

    holds: str
    version: int
    command: str

    def text(self, **parts: Any) -> str:
        """Write the parts of a file as its text."""
        return json.dumps({"version": self.version, **plain(parts)}, indent=1) + "\n"

    def read(self, text: str, reader: Callable[[dict[str, Any]], T]) -> T:
        """Read the text of a file by what makes something of its parts.

        Raises
        ------
        FactError
            If it is not such a file, or of another version.
        """
        try:
            written = json.loads(text)
            if written["version"] != self.version:
                raise FactError(
                    f"the file of {self.holds} is of version {written['version']}, not "
                    f"{self.version}; write it again with `{self.command}`"
                )
            return reader(written)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise FactError(f"this is not a file of {self.holds}: {error!r}") from None


def plain(value: Any) -> Any:
    """Turn parts into mappings, lists, texts and numbers of six significant digits."""
    if dataclasses.is_dataclass(value):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return float(f"{value:.6g}") if isinstance(value, float) else value
