"""Who should pay what of a cost that several members share: the answer, part by part."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from burdenshare.money import MoneyBasis
from burdenshare.provenance import Formula, Source
from burdenshare.results.answers import Answer, InputUsed, LeftOut, Step, Verdict
from burdenshare.results.changes import Change
from burdenshare.results.figures import Figure, Sentence
from burdenshare.results.made import Finding, Made, Result, Row, figure_row
from burdenshare.results.promises import Promises


@dataclass(frozen=True, slots=True)
class Charge:
    """What one member, or a group of members, would pay."""

    member: str
    name: str
    amount: Figure
    share: Figure
    """Share of the cost, in expectation."""
    change: Figure | None
    """Amount less what is paid now; None where that is not known."""
    pays_more: Figure | None
    """Probability that the amount is above what is paid now."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether charges, at medians, would hold coalitions together."""

    inside: bool
    coalitions: Figure
    """How many coalitions would do better on their own."""
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Column:
    """What one principle asks of every member on one cost base."""

    principle: str
    name: str
    family: str
    base: str
    base_name: str
    charges: tuple[Charge, ...]
    groups: tuple[Charge, ...]
    defined: Figure
    """Share of draws in which the principle has an answer."""
    standing: Standing | None
    """Whether coalitions would leave; None where their costs are not known."""


@dataclass(frozen=True, slots=True)
class MemberNow:
    """What is known of one member today, and the range that the core leaves it."""

    member: str
    name: str
    share: Figure | None
    """Share borne now; None where it is not known."""
    amount: Figure | None
    lowest: Figure
    """Least share that any principle asks."""
    highest: Figure
    """Greatest share that any principle asks."""
    asks_more: Figure | None
    """How many principles ask more than is paid now."""
    core_least: Figure | None
    core_most: Figure | None


@dataclass(frozen=True, slots=True)
class CoreFound:
    """Whether some charges leave no coalition better off alone, with the proof."""

    nonempty: bool
    chance: Figure
    """Share of draws in which the core is not empty."""
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Settlement:
    """Charges on which bargaining members would settle."""

    id: str
    name: str
    charges: tuple[tuple[str, Figure], ...]
    """Member and charge."""
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Move:
    """How a proposal moves one member, and how far that is from what a principle asks."""

    member: str
    name: str
    before: Figure | None
    proposed: Figure
    change: Figure | None
    """Yearly amount, proposed less paid now."""
    asked: tuple[tuple[str, Figure], ...]
    """Name of a principle and the share that it asks."""
    closer: Figure | None
    """How many principles it comes closer to."""


@dataclass(frozen=True, slots=True)
class ProposalEffect:
    """What a proposal, or an agreement, did to the members that it names."""

    id: str
    name: str
    kind: str
    date: str
    source: str
    moves: tuple[Move, ...]
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class BurdenTest:
    """One test of the literature on whether burdens follow benefits or income."""

    id: str
    name: str
    burden: str
    members: Figure
    statistic: Figure
    p_value: Figure | None
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """A row that somebody printed, against what the principle gives here."""

    id: str
    name: str
    principle: str
    agrees: bool
    furthest: Figure
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class SharedCost(Result):
    """Who should pay what of a cost that members share, and all that the answer rests on."""

    made: Made
    title: str
    description: str
    money: MoneyBasis
    parties: Mapping[str, str]
    """Names of the parties by code."""
    name: str
    """The cost as it stands within a sentence."""
    cost: Figure
    verdict: Verdict
    members: tuple[MemberNow, ...]
    columns: tuple[Column, ...]
    left_out: tuple[LeftOut, ...]
    promises: Promises
    core: CoreFound | None
    settlements: tuple[Settlement, ...]
    gains: tuple[Sentence, ...]
    """Who would pay more and who less than now, principle by principle."""
    limits: tuple[Sentence, ...]
    """What members' legislatures accept, against what principles ask."""
    proposals: tuple[ProposalEffect, ...]
    tests: tuple[BurdenTest, ...]
    printed: tuple[PrintedRow, ...]
    findings: tuple[Finding, ...]
    steps: tuple[Step, ...]
    inputs: tuple[InputUsed, ...]
    sources: Mapping[str, Source]
    formulas: Mapping[str, Formula]
    changes: tuple[Change, ...]
    """What an overlay puts otherwise than the case."""

    def rows(self) -> list[Row]:
        """One row a member, principle and cost base."""
        return [
            {
                "case": self.made.case,
                "base": column.base,
                "principle": column.principle,
                "member": charge.member,
                "share": charge.share.value,
                **figure_row(charge.amount),
            }
            for column in self.columns
            for charge in column.charges
        ]


@dataclass(frozen=True, slots=True)
class AnswerAmongMany(Answer):
    """The answers to a case with a payment whose cost is also shared among several members."""

    shared: SharedCost

    def rows(self) -> list[Row]:
        """Rows of the two-party answers, then those of the members."""
        ours = [{"answer": "members", **row} for row in self.shared.rows()]
        return [*Answer.rows(self), *ours]
