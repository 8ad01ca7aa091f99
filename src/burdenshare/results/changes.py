"""What was assumed otherwise than a case has it."""

from __future__ import annotations

from dataclasses import dataclass

from burdenshare.results.figures import Figure


@dataclass(frozen=True, slots=True)
class Change:
    """One number that was put otherwise, beside what the case itself says and where from."""

    path: str
    label: str
    own: Figure | None
    """None if the case says nothing of it by itself."""
    assumed: Figure
    note: str
