"""The part of a case in which members share a cost: who they are, and what coalitions would pay."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from burdenshare.cases.schema_numbers import (
    Amount,
    CoalitionKey,
    Count,
    Entry,
    Id,
    PartyCode,
    PartyOrSource,
    Share,
    Text,
    When,
)


class Member(Entry):
    """One of those who share a cost, and what the case knows of it beside `parties`."""

    present: Share | None = Field(None, description="share of the cost that it bears now, 0 to 1")
    benefit: Amount | None = Field(None, description="what the undertaking is worth to it a year")
    use: Count | None = Field(
        None, description="how much it uses, in any one unit; of an airport, its landings"
    )
    border: Count | None = Field(
        None, description="length of its border that the alliance protects, in kilometres"
    )
    caused: Share | None = Field(
        None, description="share of the cost, 0 to 1, that arises for its sake"
    )
    power: Count | None = Field(None, description="weight in bargaining, on any scale; else equal")
    cap: Share | None = Field(
        None, description="largest share of the cost, 0 to 1, that its legislature accepts"
    )
    floor: Share | None = Field(None, description="least share of the cost, 0 to 1, that it bears")


class Connection(Entry):
    """What it costs to join two members, or a member and the source, directly."""

    between: tuple[PartyOrSource, PartyOrSource]
    cost: Amount


class CostGame(Entry):
    """What every coalition of members would pay for itself: a table, or a structure."""

    form: Literal["table", "airport", "links"] = Field(
        description="table: costs by coalition; airport: each needs a facility of its own size and "
        "a coalition the largest; links: the cheapest links that join a coalition to the source"
    )
    costs: dict[CoalitionKey, Amount] = Field(
        default_factory=dict, description="of a table: cost a year of each coalition, AAA+BBB"
    )
    links: tuple[Connection, ...] = Field((), description="of links: the cost of each pair")


class MemberGroup(Entry):
    """Members that are counted together, such as those of one region."""

    id: Id
    name: Text
    members: tuple[PartyCode, ...]


class Proposal(Entry):
    """Shares that somebody proposed, or that were agreed; of members not named nothing is known."""

    id: Id
    date: When
    name: Text = Field(description="the proposal as it stands within a sentence")
    kind: Literal["proposal", "agreement"] = "proposal"
    shares: dict[PartyCode, Share] = Field(description="share of the cost, 0 to 1, by member")


class PublishedRow(Entry):
    """Charges that somebody printed for a principle, to compare with what is computed here."""

    id: Id
    name: Text = Field(description="where it is printed, as it stands within a sentence")
    principle: Id = Field(description="id of the principle that it is said to follow")
    charges: dict[PartyCode, Amount] = Field(
        default_factory=dict,
        description="charge by member; without all of them nothing is compared",
    )
    within: Amount = Field(description="how far rounding may take a printed charge from the exact")


class Sharing(Entry):
    """A cost that several members share: who they are, what it costs, who bears what now."""

    name: Text = Field(description="the cost as it stands within a sentence")
    cost: Amount | None = Field(
        None, description="cost a year; may be left out where the game gives it"
    )
    members: dict[PartyCode, Member]
    game: CostGame | None = None
    groups: tuple[MemberGroup, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    published: tuple[PublishedRow, ...] = ()
