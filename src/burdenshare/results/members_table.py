"""Principles compared on a table of members: shares that sum exactly, and what bounds did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from burdenshare.provenance import Formula
from burdenshare.results.figures import Figure
from burdenshare.results.made import Result, Row


@dataclass(frozen=True, slots=True)
class Criterion:
    """What one way of sharing gives each member."""

    id: str
    name: str
    formula: str
    shares: tuple[Figure, ...]
    """Share of each member, rounded; they sum to 1 exactly in the units of rounding."""
    amounts: tuple[Figure, ...]
    """Amount of each member, rounded, summing to the cost; empty without a cost."""
    changes: tuple[Figure, ...]
    """Share less the share borne now; empty where that is not given."""
    capped: tuple[str, ...]
    """Members held at their cap."""
    floored: tuple[str, ...]
    """Members raised to their floor."""


@dataclass(frozen=True, slots=True)
class SharesTable(Result):
    """Ways of sharing a cost compared on a table of members."""

    source: str
    """The file, or what the table was called."""
    members: tuple[str, ...]
    criteria: tuple[Criterion, ...]
    present: tuple[Figure, ...]
    """Share that each member bears now; empty if it is not given."""
    cost: Figure | None
    decimals: int
    """Decimals of a per cent to which shares are rounded."""
    notes: tuple[str, ...]
    """What bounds did and what was left out, in words."""
    formulas: Mapping[str, Formula]

    def rows(self) -> list[Row]:
        """One row a member, with a column for each way of sharing."""
        rows: list[Row] = []
        for place, member in enumerate(self.members):
            row: Row = {"member": member}
            if self.present:
                row["now_percent"] = round(100 * self.present[place].value, self.decimals)
            for criterion in self.criteria:
                name = criterion.id.replace("-", "_")
                row[f"{name}_percent"] = round(100 * criterion.shares[place].value, self.decimals)
                if criterion.amounts:
                    row[f"{name}_amount"] = criterion.amounts[place].value
            rows.append(row)
        return rows
