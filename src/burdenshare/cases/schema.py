"""The typed case: what a person writes about one negotiation, part by part.

Models are frozen and forbid fields they do not know. Every number is a `Quantity`, which carries
where it comes from and when it became known. Nothing is computed here: `load` turns a file into a
`Case`, `checks` says whether its parts agree, `asof` cuts it at a date.
"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    model_validator,
)
from pydantic_core import PydanticCustomError

from burdenshare.cases.hints import clipped, did_you_mean, shown
from burdenshare.money import CURRENCIES, UNITS
from burdenshare.provenance import Basis, PartialDate

SCHEMA_VERSION = 1

SUPPLY = "source"
"""What links lead to in the end: the well, the port, the exchange that members want to reach."""


def _wrong(message: str, hint: str = "") -> PydanticCustomError:
    """An error in plain words; they travel beside the template, so that braces stay braces."""
    return PydanticCustomError("case", "{message}", {"message": message, "hint": hint})


# --- words and dates -----------------------------------------------------------------------------


def _identifier(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9_.-]{0,79}", text):
        raise _wrong(
            f"{clipped(repr(text))} is not an id",
            "An id has small letters, digits, '-', '_' and '.', and begins with a letter or digit.",
        )
    return text


def _party_code(text: str) -> str:
    if re.fullmatch(r"[A-Z]{2}", text):
        raise _wrong(
            f"{text!r} is a two-letter code",
            "Countries are named by their three-letter ISO code, such as NOR for Norway.",
        )
    if not re.fullmatch(r"[A-Z][A-Z0-9_]{2,15}", text):
        raise _wrong(
            f"{clipped(repr(text))} is not the code of a party",
            "Use the three-letter ISO code of a country, such as KOR, or capitals such as NATO.",
        )
    return text


def _party_or_both(text: str) -> str:
    return text if text == "both" else _party_code(text)


def _coalition(text: str) -> str:
    codes = [_party_code(code.strip()) for code in text.split("+")]
    twice = [code for code in codes if codes.count(code) > 1]
    if twice:
        raise _wrong(f"{twice[0]} stands in this coalition twice", "Name each member once.")
    return "+".join(codes)


def _party_or_source(text: str) -> str:
    return text if text == SUPPLY else _party_code(text)


def _link(text: str) -> str:
    if text and not re.match(r"https?://[^\s/]", text):
        raise _wrong(
            f"{clipped(repr(text))} is not an address", "It begins with https:// or http://."
        )
    return text


def _currency(text: str) -> str:
    if text not in CURRENCIES:
        raise _wrong(
            f"{clipped(repr(text))} is not a currency known here",
            did_you_mean(text, CURRENCIES, "Use an ISO 4217 code such as USD, KRW or EUR."),
        )
    return text


def _unit(text: str) -> str:
    if text not in UNITS:
        raise _wrong(f"{clipped(repr(text))} is not a unit", f"Use one of {', '.join(UNITS)}.")
    return text


def _date(value: Any) -> PartialDate:
    if isinstance(value, PartialDate):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if value is None:
        raise _wrong("there is no date here", "Write it as YYYY-MM-DD.")
    if not isinstance(value, str):
        raise _wrong(f"expected a date, got {shown(value)}", "Write it as YYYY-MM-DD.")
    try:
        return PartialDate.parse(value)
    except ValueError as error:
        written = clipped(repr(value))
        raise _wrong(str(error).replace(repr(value), written)) from None


def _day(value: Any) -> date:
    if isinstance(value, date):
        return value
    partial = _date(value)
    if partial.earliest != partial.latest:
        raise _wrong(f"{value} has no day", "This date needs year, month and day: YYYY-MM-DD.")
    return partial.earliest


#: A year alone is a number in YAML.
_DATE_SCHEMA: dict[str, Any] = {
    "type": ["string", "integer"],
    "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$",
    "minimum": 1000,
    "maximum": 9999,
}
_DAY_SCHEMA = {"type": "string", "format": "date"}

Id = Annotated[str, AfterValidator(_identifier)]
Link = Annotated[str, AfterValidator(_link)]
PartyCode = Annotated[str, AfterValidator(_party_code)]
PartyOrBoth = Annotated[str, AfterValidator(_party_or_both)]
CoalitionKey = Annotated[str, AfterValidator(_coalition)]
PartyOrSource = Annotated[str, AfterValidator(_party_or_source)]
Currency = Annotated[
    str, AfterValidator(_currency), Field(json_schema_extra={"enum": [*CURRENCIES]})
]
Unit = Annotated[str, AfterValidator(_unit), Field(json_schema_extra={"enum": [*UNITS]})]
When = Annotated[
    PartialDate,
    BeforeValidator(_date, json_schema_input_type=str),
    Field(json_schema_extra=_DATE_SCHEMA),
]
Day = Annotated[
    date, BeforeValidator(_day, json_schema_input_type=str), Field(json_schema_extra=_DAY_SCHEMA)
]
Text = Annotated[str, Field(min_length=1, max_length=4000)]
Year = Annotated[int, Field(strict=True, ge=1800, le=2200)]
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]


class Part(BaseModel):
    """A part of a case: frozen, and without unknown fields."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", arbitrary_types_allowed=True, str_strip_whitespace=True
    )


# --- numbers -------------------------------------------------------------------------------------


class Shape(StrEnum):
    """The named distributions an uncertain number may have."""

    NORMAL = "normal"
    LOGNORMAL = "lognormal"
    UNIFORM = "uniform"
    TRIANGULAR = "triangular"
    BETA = "beta"


class Distribution(Part):
    """A named distribution with its parameters, for those who know which one they mean."""

    name: Shape
    mean: Number | None = Field(None, description="normal: mean")
    sd: Annotated[Number, Field(ge=0)] | None = Field(
        None, description="normal: standard deviation"
    )
    median: Annotated[Number, Field(gt=0)] | None = Field(None, description="lognormal: median")
    sigma: Annotated[Number, Field(ge=0)] | None = Field(
        None, description="lognormal: standard deviation of the logarithm"
    )
    low: Number | None = Field(None, description="uniform, triangular, beta: least value")
    mode: Number | None = Field(None, description="triangular: most likely value")
    high: Number | None = Field(None, description="uniform, triangular, beta: greatest value")
    a: Annotated[Number, Field(gt=0)] | None = Field(None, description="beta: first shape")
    b: Annotated[Number, Field(gt=0)] | None = Field(None, description="beta: second shape")

    @model_validator(mode="after")
    def _complete(self) -> Self:
        needed = NEEDED_PARAMETERS[self.name]
        given = {name for name in type(self).model_fields if getattr(self, name) is not None}
        missing = [name for name in needed if name not in given]
        extra = sorted(given - {"name", *needed})
        if missing or extra:
            told = [f"{', '.join(missing)} missing"] if missing else []
            told += [f"{', '.join(extra)} not used by it"] if extra else []
            raise _wrong(
                f"a {self.name.value} distribution takes {', '.join(needed)}: {'; '.join(told)}"
            )
        _in_order(self.low, self.mode, self.high)
        return self


NEEDED_PARAMETERS: dict[Shape, tuple[str, ...]] = {
    Shape.NORMAL: ("mean", "sd"),
    Shape.LOGNORMAL: ("median", "sigma"),
    Shape.UNIFORM: ("low", "high"),
    Shape.TRIANGULAR: ("low", "mode", "high"),
    Shape.BETA: ("a", "b", "low", "high"),
}


def _in_order(low: float | None, mode: float | None, high: float | None) -> None:
    if low is not None and high is not None and low > high:
        raise _wrong(f"low {low:g} is above high {high:g}", "Swap them, or mend the wrong one.")
    if mode is not None and low is not None and high is not None and not low <= mode <= high:
        raise _wrong(f"mode {mode:g} lies outside low {low:g} to high {high:g}")


class Quantity(Part):
    """A number with its uncertainty, its source and the date on which it became known.

    A bare number is a value. ``{low, high}`` is a 90% interval, ``{low, mode, high}`` a PERT
    distribution between those ends, ``distribution`` a named one. A list is the same number as it
    became known at several dates: the last that was known is used.
    """

    value: Number | None = Field(None, description="the number, if it is taken as certain")
    low: Number | None = Field(None, description="5% quantile; with mode, the least value")
    mode: Number | None = Field(None, description="most likely value of a PERT distribution")
    high: Number | None = Field(None, description="95% quantile; with mode, the greatest value")
    distribution: Distribution | None = None
    source: Id | None = Field(None, description="id of an entry under sources")
    known_on: When | None = Field(None, description="when it became known; else its source's date")
    basis: Basis | None = Field(None, description="document, estimate or judgement")
    note: Text | None = Field(None, description="reasoning, or how the number was had")
    versions: tuple[Quantity, ...] = Field((), description="how a list is kept; not for files")

    @model_validator(mode="before")
    @classmethod
    def _shorthand(cls, data: Any) -> Any:
        if isinstance(data, bool):
            raise _wrong(f"expected a number, got {shown(data)}")
        if isinstance(data, int | float):
            return {"value": data}
        if isinstance(data, list | tuple):
            if not data:
                raise _wrong("the list is empty", "Give the number, or leave the field out.")
            return {"versions": data}
        if isinstance(data, str):
            raise _wrong(
                f"expected a number, got {shown(data)}",
                "Write 5000 or 5e3, without thousands separators, units or quotation marks.",
            )
        return data

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        forms = {
            "value": self.value is not None,
            "low and high": (self.low, self.mode, self.high) != (None, None, None),
            "distribution": self.distribution is not None,
            "versions": bool(self.versions),
        }
        used = [form for form, is_used in forms.items() if is_used]
        if not used:
            raise _wrong(
                "there is no number here",
                "Give value, or low and high, or low, mode and high, or distribution.",
            )
        if len(used) > 1:
            raise _wrong(f"{' and '.join(used)} are both given", "Keep one of them.")
        if any(version.versions for version in self.versions):
            raise _wrong("a list of versions stands in a list", "Write one list.")
        if used == ["low and high"]:
            if self.low is None or self.high is None:
                end = "low" if self.low is None else "high"
                raise _wrong(f"{end} is missing", "An interval has both ends.")
            _in_order(self.low, self.mode, self.high)
        return self

    @property
    def ends(self) -> tuple[float, ...]:
        """The numbers that were written down: value, or low, mode and high as far as given."""
        written = (self.value, self.low, self.mode, self.high)
        return tuple(number for number in written if number is not None)

    @property
    def written(self) -> tuple[float, ...]:
        """Every number that says how large it is, those of a distribution too."""
        shape = self.distribution
        if shape is None:
            return self.ends
        written = (shape.low, shape.mode, shape.high, shape.mean, shape.median)
        return tuple(number for number in written if number is not None)


class Amount(Quantity):
    """An amount of money; without currency, unit or price year it is in those of the case."""

    currency: Currency | None = Field(None, description="else that of the case")
    unit: Unit | None = Field(None, description="else that of the case")
    price_year: Year | None = Field(None, description="else that of the case")
    versions: tuple[Amount, ...] = Field((), description="how a list is kept; not for files")


class Share(Quantity):
    """A share or a probability, from 0 to 1."""

    versions: tuple[Share, ...] = Field((), description="how a list is kept; not for files")

    @model_validator(mode="after")
    def _between_0_and_1(self) -> Self:
        for number in self.written:
            if not 0 <= number <= 1:
                hint = f"Did you mean {number / 100:g}?" if 1 < number <= 100 else ""
                raise _wrong(f"{number:g} is not between 0 and 1", hint)
        return self


class Count(Quantity):
    """How many there are of something: not negative."""

    versions: tuple[Count, ...] = Field((), description="how a list is kept; not for files")

    @model_validator(mode="after")
    def _not_negative(self) -> Self:
        for number in self.written:
            if number < 0:
                raise _wrong(f"{number:g} is negative")
        return self


class Ratio(Quantity):
    """A part of something, which may exceed the whole: not negative."""

    versions: tuple[Ratio, ...] = Field((), description="how a list is kept; not for files")

    @model_validator(mode="after")
    def _not_negative(self) -> Self:
        for number in self.written:
            if number < 0:
                raise _wrong(f"{number:g} is negative")
        return self


class Rate(Quantity):
    """A growth, discount or exchange rate, or an index; a growth of 0.05 is five per cent."""

    versions: tuple[Rate, ...] = Field((), description="how a list is kept; not for files")


class Point(Quantity):
    """A point on the scale of an issue."""

    versions: tuple[Point, ...] = Field((), description="how a list is kept; not for files")


# --- parts ---------------------------------------------------------------------------------------


class Entry(Part):
    """A part that may name the source, date and basis for all numbers in it."""

    source: Id | None = Field(
        None, description="id of an entry under sources, for all numbers here"
    )
    known_on: When | None = Field(
        None, description="when this became known; else the source's date"
    )
    basis: Basis | None = Field(
        None, description="document, estimate or judgement, for all numbers here"
    )
    note: Text | None = Field(None, description="reasoning, or what to keep in mind")


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
            raise _wrong(
                f"low {self.low:g} is not below high {self.high:g}", "Give both ends of the scale."
            )
        return self


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
