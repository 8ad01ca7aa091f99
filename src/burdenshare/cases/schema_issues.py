"""The part of a case in which many actors decide issues: points on scales, and who wants what."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from burdenshare.cases.schema_numbers import (
    Count,
    Entry,
    Id,
    Number,
    PartyCode,
    Point,
    Share,
    Text,
    When,
    wrong,
)


class Stance(Entry):
    """Where one actor stands on an issue."""

    position: Point = Field(description="the point that it wants, on the scale of the issue")
    salience: Share | None = Field(
        None, description="how much it cares, 0 to 1; else as much as the others"
    )
    power: Count | None = Field(None, description="its weight in the decision, any scale; else 1")


class IssueOutcome(Entry):
    """What was decided in the end; invisible before it was known."""

    decided_on: When
    point: Point = Field(description="on the scale of the issue")


class Issue(Entry):
    """A point on a scale that many actors decide together."""

    id: Id
    name: Text = Field(description="the issue as it stands within a sentence")
    low: Number = Field(description="lower end of the scale")
    high: Number = Field(description="upper end of the scale")
    unit: Text = Field(description="what the scale counts, such as per cent of the budget")
    reference: Point | None = Field(None, description="what holds if nothing is decided")
    stances: dict[PartyCode, Stance]
    outcome: IssueOutcome | None = None

    @model_validator(mode="after")
    def _scale(self) -> Self:
        if not self.low < self.high:
            raise wrong(
                f"low {self.low:g} is not below high {self.high:g}", "Give both ends of the scale."
            )
        return self
