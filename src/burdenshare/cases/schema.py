"""The typed case: what a person writes about one negotiation, part by part.

Models are frozen and forbid fields they do not know. Every number is a `Quantity`, which carries
where it comes from and when it became known. Nothing is computed here: `load` turns a file into a
`Case`, `checks` says whether its parts agree, `asof` cuts it at a date.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import (
    Field,
    StrictBool,
)

from burdenshare.cases.schema_issues import Issue
from burdenshare.cases.schema_numbers import (
    Amount,
    Count,
    Currency,
    Day,
    Entry,
    Id,
    Link,
    Part,
    PartyCode,
    PartyOrBoth,
    Rate,
    Ratio,
    Share,
    Text,
    Unit,
    When,
    Year,
)
from burdenshare.cases.schema_sharing import Sharing

SCHEMA_VERSION = 1


class SourceEntry(Part):
    """A document that numbers are quoted from."""

    title: Text
    publisher: Text
    date: When | None = Field(None, description="when it was published; needed for a forecast")
    url: Link = ""
    kind: Literal["official", "press", "study", "statistics", "book", "treaty", "copy", "other"] = (
        "other"
    )
    note: Text | None = None


class MoneyEntry(Part):
    """The basis in which the case is computed, and the default of its amounts."""

    currency: Currency
    unit: Unit
    price_year: Year


class ExchangeRate(Entry):
    """Units of `currency` for one unit of `per`, on average over a year."""

    currency: Currency
    per: Currency
    year: Year
    rate: Rate


class PriceIndex(Entry):
    """The level of prices of one currency's economy in one year, on any one base."""

    currency: Currency
    year: Year
    index: Rate


class Party(Entry):
    """A side of the negotiation, or another country that the case refers to."""

    name: Text
    in_prose: Text | None = Field(
        None, description="the name within a sentence, if it differs: the United States"
    )
    population: Count | None = Field(None, description="million people")
    gdp: Amount | None = Field(None, description="gross domestic product a year")
    gni: Amount | None = Field(None, description="gross national income a year")
    defence_budget: Amount | None = Field(None, description="defence spending a year")
    troops: Count | None = Field(None, description="troops stationed there (of a host)")
    stand_alone_cost: Amount | None = Field(
        None, description="what serving its own aims alone would cost it a year"
    )

    @property
    def prose(self) -> str:
        """The name as it stands within a sentence."""
        return self.in_prose or self.name


class PastPayment(Entry):
    """What was paid in one year."""

    year: Year
    amount: Amount


class Payment(Entry):
    """What is bargained over: a yearly payment from one party to another."""

    name: Text = "payment"
    kind: Literal["support", "share", "rent", "offset", "other"] = Field(
        "other",
        description="kind of dispute: support by a host for forces there; a share of a common "
        "budget, or a rebate; rent asked by a host; offset of currency spent abroad",
    )
    payer: PartyCode
    payee: PartyCode
    current: Amount = Field(description="what is paid now, a year")
    interim: Amount | None = Field(
        None, description="what goes on being paid in a lapse; else current"
    )
    expires: When | None = Field(None, description="when the present agreement ends")
    term: Count | None = Field(None, description="years that a new agreement usually runs")
    history: tuple[PastPayment, ...] = ()


class CostItem(Entry):
    """A cost of the common undertaking, and who bears it now."""

    id: Id
    name: Text
    payer: PartyCode
    amount: Amount = Field(description="a year")
    from_payment: StrictBool = Field(
        False, description="true if it is met from the payment that is bargained over"
    )
    caused_by_payer: Share | None = Field(
        None, description="share, 0 to 1, that arises for the sake of the payer of the payment"
    )
    on_table: Literal["covered", "new", "no"] = Field(
        "no", description="covered by the present agreement, a new item asked for, or neither"
    )


class CostBase(Entry):
    """A set of cost items that a principle may be applied to."""

    id: Id
    name: Text
    includes: Id | None = Field(None, description="id of a base whose items this one has too")
    items: tuple[Id, ...] = ()
    whole: StrictBool = Field(
        False,
        description="true if it holds the whole cost of the undertaking, so that it may be set "
        "against what each side's own aims would cost alone",
    )


class Benefit(Entry):
    """What the undertaking is worth to one party a year, beside the payment."""

    id: Id
    name: Text
    party: PartyCode
    amount: Amount = Field(description="a year")


class Disagreement(Entry):
    """One thing that may happen without an agreement, and what each side would lose by it.

    Losses are yearly, against an agreement, the payment aside; a loss below zero is a gain. An
    outcome with `withdrawn` and no `losses` takes that share of a party's benefits as its loss,
    less that share of the cost items in `saves` for those who pay them.
    """

    id: Id
    name: Text
    probability: Share | None = Field(
        None, description="0 to 1; leave it out for one outcome, which takes the rest"
    )
    beliefs: dict[PartyCode, Share] = Field(
        default_factory=dict, description="probability as one side believes it, where they differ"
    )
    payment: Amount | None = Field(None, description="what goes on being paid a year; else nothing")
    losses: dict[PartyCode, Amount] = Field(default_factory=dict)
    withdrawn: Share | None = Field(None, description="share of the presence that ends, 0 to 1")
    saves: tuple[Id, ...] = Field((), description="cost items that end with the presence")
    audience_cost: Ratio | None = Field(
        None,
        description="of a threat: what backing down from it costs who threatens, a year, as a part "
        "of the rise asked for; else what is put in where a case is silent",
    )


class Bargaining(Entry):
    """How patient, how strong and how stubborn the sides are, and how talks like these go."""

    power: Share | None = Field(
        None, description="weight of the payee in the asymmetric Nash solution, 0 to 1"
    )
    discount_rates: dict[PartyCode, Rate] = Field(
        default_factory=dict, description="a year, 0.05 is five per cent"
    )
    breakdown_hazard: Rate | None = Field(
        None, description="rate a year at which talks end for good while no agreement is reached"
    )
    obstinacy: dict[PartyCode, Share] = Field(
        default_factory=dict,
        description="chance, 0 to 1, that a side never moves from its figure while its government "
        "lasts; else as past rounds taught",
    )
    by_expiry: Share | None = Field(
        None,
        description="chance, 0 to 1, that talks which can succeed do so by the expiry; else as "
        "past rounds taught",
    )
    anchor: Share | None = Field(
        None,
        description="how far a demand pulls the settlement along, 0 to 1: growth of its logarithm "
        "for one unit of the logarithm of the demand over the present payment; else as past "
        "rounds taught",
    )
    first_mover: PartyCode | None = None


class PositionKind(StrEnum):
    """What a side did."""

    DEMAND = "demand"
    OFFER = "offer"
    REFUSAL = "refusal"
    WALKOUT = "walkout"
    SESSION = "session"
    STATEMENT = "statement"
    REPORT = "report"
    NOTICE = "notice"
    THREAT = "threat"
    INTERIM = "interim"
    AGREEMENT = "agreement"
    RATIFICATION = "ratification"


class Position(Entry):
    """A dated step of the negotiation."""

    id: Id
    date: When
    party: PartyOrBoth
    kind: PositionKind
    amount: Amount | None = Field(None, description="a year")
    rise: Rate | None = Field(None, description="against the current payment; 0.13 is 13% more")
    text: Text


class Poll(Entry):
    """What a sample of people answered."""

    date: When
    question: Text
    pollster: Text
    support: Share | None = Field(None, description="share, 0 to 1")
    oppose: Share | None = Field(None, description="share, 0 to 1")
    sample: Count | None = Field(None, description="number of people asked")


class Ratifier(Entry):
    """A body at home whose consent is needed."""

    id: Id
    party: PartyCode
    body: Text
    ceiling: Amount | None = Field(
        None, description="for the payer: the largest yearly payment that it would accept"
    )
    floor: Amount | None = Field(
        None, description="for the payee: the least yearly payment that it would accept"
    )
    polls: tuple[Poll, ...] = ()


class CalendarEvent(Entry):
    """A date ahead that may change the negotiation."""

    id: Id
    date: When
    kind: Literal["expiry", "deadline", "election", "inauguration", "budget", "notice", "other"]
    name: Text
    party: PartyCode | None = None
    type_change: Share | None = Field(
        None, description="chance, 0 to 1, that a side's type changes on it"
    )
    new_settlement: Amount | None = Field(
        None, description="yearly payment expected with the new type"
    )


class LinkedTalk(Entry):
    """Another negotiation that this settlement would move."""

    id: Id
    name: Text
    party: PartyCode | None = None
    date: When | None = Field(None, description="when it is expected to settle")
    current: Amount | None = Field(None, description="what is paid there now, a year")
    demand: Amount | None = None
    pass_through: Rate = Field(description="change there for each unit of change here, in money")


class Measure(StrEnum):
    """What a comparator compares."""

    SHARE_OF_COST = "share_of_cost"
    PER_TROOP = "per_troop"
    SHARE_OF_GDP = "share_of_gdp"
    PAYMENT = "payment"


class Comparator(Entry):
    """What comparable allies pay."""

    id: Id
    name: Text
    measure: Measure
    value: Rate | None = Field(None, description="of a share or a ratio")
    amount: Amount | None = Field(None, description="of a payment, or a payment per soldier")
    base: Id | None = Field(None, description="cost base that a share of cost is applied to")


class Indexation(Entry):
    """A yearly growth rate by which the present payment might be carried forward."""

    id: Id
    name: Text
    growth: Rate = Field(description="a year; 0.05 is five per cent")


class Question(Entry):
    """The figure the case is asked about."""

    figure: Amount | None = None
    position: Id | None = Field(None, description="id of a position; else the last demand")
    base: Id | None = Field(
        None, description="id of the cost base that matters most; else the first whole one"
    )
    text: Text | None = None


class Outcome(Entry):
    """What was agreed in the end; invisible before it was known."""

    agreed_on: When
    first_year: Year
    amount: Amount = Field(description="payment in the first year of the new terms")
    escalator: Rate | None = Field(None, description="growth a year after the first")
    paid: tuple[PastPayment, ...] = Field((), description="what was paid year by year")
    text: Text


class Case(Part):
    """One negotiation: everything that a person wrote about it."""

    burdenshare: Literal[1] = Field(description="version of the case format")
    slug: Id
    title: Text
    description: Text
    as_of: Day = Field(description="the date at which the case is asked; nothing later is seen")
    money: MoneyEntry
    question: Question = Question()
    parties: dict[PartyCode, Party]
    payment: Payment | None = None
    sharing: Sharing | None = None
    issues: tuple[Issue, ...] = ()
    costs: tuple[CostItem, ...] = ()
    cost_bases: tuple[CostBase, ...] = ()
    benefits: tuple[Benefit, ...] = ()
    disagreement: tuple[Disagreement, ...] = ()
    reservation: dict[PartyCode, Amount] = Field(
        default_factory=dict, description="given directly, instead of derived from disagreement"
    )
    bargaining: Bargaining = Bargaining()
    positions: tuple[Position, ...] = ()
    ratification: tuple[Ratifier, ...] = ()
    calendar: tuple[CalendarEvent, ...] = ()
    linked: tuple[LinkedTalk, ...] = ()
    comparators: tuple[Comparator, ...] = ()
    indexation: tuple[Indexation, ...] = ()
    exchange_rates: tuple[ExchangeRate, ...] = ()
    price_indices: tuple[PriceIndex, ...] = ()
    sources: dict[Id, SourceEntry] = Field(default_factory=dict)
    outcome: Outcome | None = None

    def _repr_html_(self) -> str:
        """Show the case in a notebook as a card."""
        from burdenshare.cases.card import as_html

        return as_html(self)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """Show the case in a notebook as a card, or in words where no HTML is shown."""
        from burdenshare.cases.card import as_text

        return {"text/plain": as_text(self), "text/html": self._repr_html_()}
