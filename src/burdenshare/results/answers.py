"""The answers: frozen, every field filled, each able to become a mapping, JSON or a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from burdenshare.money import MoneyBasis
from burdenshare.provenance import Formula, Origin, Source
from burdenshare.results.changes import Change
from burdenshare.results.figures import Figure, Sentence
from burdenshare.results.forecasts import Forecast
from burdenshare.results.made import Finding, Made, Result, Row, figure_row
from burdenshare.results.precedents import Precedent
from burdenshare.results.promises import Promises
from burdenshare.results.records import RecordSummary
from burdenshare.results.sensitivities import Sensitivity
from burdenshare.results.threats import Threat

# --- who should pay ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cell:
    """What one principle asks of the payer on one cost base."""

    principle: str
    principle_name: str
    family: str
    base: str
    base_name: str
    payment: Figure
    """Yearly payment implied, what the payer bears outside the payment taken off."""
    share: Figure
    """The payer's share of the cost of the base, in expectation."""
    reaches: Figure
    """Probability that the payment implied is at least the figure asked about."""
    defined: Figure
    """Share of draws in which the principle has an answer."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A payment without a cost base: the present one carried forward, or what allies pay."""

    id: str
    name: str
    family: str
    payment: Figure
    reaches: Figure


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A principle that could not be computed, and why."""

    principle: str
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Base:
    """A cost base: what it holds and what it comes to."""

    id: str
    name: str
    items: tuple[str, ...]
    total: Figure
    borne_outside: Figure
    """What the payer bears of it outside the payment."""


@dataclass(frozen=True, slots=True)
class FairShares(Result):
    """What each principle asks on each cost base, and how the figure lies among them."""

    made: Made
    money: MoneyBasis
    figure: Figure
    present: Figure
    headline: str
    """The cost base that matters most."""
    bases: tuple[Base, ...]
    cells: tuple[Cell, ...]
    references: tuple[Reference, ...]
    left_out: tuple[LeftOut, ...]
    reached: Figure
    """How many cells and references have a median at or above the figure."""
    counted: Figure
    """How many there are."""
    percentile: Figure
    """Share of them with a median below the figure."""

    def rows(self) -> list[Row]:
        """One row a cell."""
        cells = [
            {
                "case": self.made.case,
                "principle": c.principle,
                "base": c.base,
                **figure_row(c.payment),
            }
            for c in self.cells
        ]
        return cells + [
            {"case": self.made.case, "principle": r.id, "base": "", **figure_row(r.payment)}
            for r in self.references
        ]


# --- what would have to be true ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Requirement:
    """The value that one input would need for a statement to hold, all others at their medians."""

    goal: str
    """What would become true: ``fair``, ``zone``, ``settlement`` or ``forecast``."""
    goal_name: str
    principle: str
    base: str
    input: str
    input_name: str
    now: Figure
    needed: Figure
    distance: Figure
    """How far that is, in standard deviations of the input; its ratio if it is certain."""
    plausible: bool
    """Whether the needed value lies inside the 90% interval of the input."""
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Move:
    """How one input moves in a joint change."""

    input: str
    input_name: str
    now: Figure
    needed: Figure
    share: Figure
    """Share of the squared distance that falls on it."""


@dataclass(frozen=True, slots=True)
class JointChange:
    """The nearest change of all inputs together that makes a statement true."""

    goal: str
    goal_name: str
    principle: str
    base: str
    distance: Figure
    """In standard deviations, inputs being independent."""
    probability: Figure
    """How likely a change as large in that direction is."""
    moves: tuple[Move, ...]
    """From the one that moves most."""
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Requirements(Result):
    """What would have to be true for a figure to be fair, acceptable, or the outcome."""

    made: Made
    money: MoneyBasis
    figure: Figure
    headline: str
    """The cost base that matters most."""
    requirements: tuple[Requirement, ...]
    together: tuple[JointChange, ...]
    """The nearest joint change for an even split, for the zone and for the forecast."""
    impossible: tuple[Finding, ...]
    """Goals that no single input, or no joint change, can reach."""

    @property
    def no_joint_change(self) -> tuple[Finding, ...]:
        """Goals that no joint change of inputs can reach."""
        return tuple(f for f in self.impossible if f.id.startswith("impossible.joint."))

    def headlines(self) -> tuple[Requirement, ...]:
        """Give the cost that an even split would need, then the nearest input for each goal."""
        total = f"total.{self.headline}"
        inputs = [r for r in self.requirements if not r.input.startswith("total.")]
        chosen = [r for r in self.requirements if (r.principle, r.input) == ("equal", total)]
        for goal in ("fair", "zone", "settlement", "forecast"):
            chosen += [r for r in inputs if r.goal == goal][:1]
        return tuple(chosen)

    def rows(self) -> list[Row]:
        """One row a requirement."""
        return [
            {
                "case": self.made.case,
                "goal": r.goal_name,
                "principle": r.principle,
                "base": r.base,
                "input": r.input_name,
                "now": r.now.value,
                "needed": r.needed.value,
                "unit": r.needed.unit.label,
                "distance": r.distance.value,
                "plausible": r.plausible,
            }
            for r in self.requirements
        ] + [
            {
                "case": self.made.case,
                "goal": change.goal_name,
                "principle": change.principle,
                "base": change.base,
                "input": f"together: {move.input_name}",
                "now": move.now.value,
                "needed": move.needed.value,
                "unit": move.needed.unit.label,
                "distance": change.distance.value,
                "plausible": False,
            }
            for change in self.together
            for move in change.moves
        ]


# --- what could be agreed ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Solution:
    """The payment that one bargaining solution predicts where there is a zone."""

    id: str
    name: str
    payment: Figure


@dataclass(frozen=True, slots=True)
class Densities:
    """Densities of both reservation values on common edges, for charts."""

    edges: tuple[float, ...]
    """Ends of the bins, one more than there are densities. [money of the answer]"""
    least: tuple[float, ...]
    most: tuple[float, ...]
    unit: str
    """Unit of the edges; the densities are per this unit."""
    origin: Origin


@dataclass(frozen=True, slots=True)
class Zone(Result):
    """Reservation values, the chance that there is a zone of agreement, and its solutions."""

    made: Made
    money: MoneyBasis
    payee: str
    payer: str
    least: Figure
    """Least payment that the payee accepts rather than disagree."""
    most: Figure
    """Most that the payer pays rather than disagree."""
    exists: Figure
    """Probability that there is a zone."""
    figure: Figure
    figure_inside: Figure
    """Probability that the figure lies inside the zone."""
    present: Figure
    solutions: tuple[Solution, ...]
    densities: Densities
    findings: tuple[Finding, ...]

    def rows(self) -> list[Row]:
        """One row a quantity."""
        named = [
            ("least the payee accepts", self.least),
            ("most the payer pays", self.most),
            ("probability of a zone", self.exists),
            ("probability that the figure lies inside", self.figure_inside),
            *((solution.name, solution.payment) for solution in self.solutions),
        ]
        return [
            {"case": self.made.case, "quantity": name, **figure_row(figure)}
            for name, figure in named
        ]


# --- all of it -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer in words: first the question, then sentences with numbers."""

    question: Sentence
    sentences: tuple[Sentence, ...]

    @property
    def text(self) -> str:
        """The sentences for a reader."""
        return " ".join(sentence.text for sentence in self.sentences)


@dataclass(frozen=True, slots=True)
class Step:
    """A dated step of the negotiation, for the reader."""

    date: str
    party: str
    kind: str
    text: str
    amount: Figure | None
    source: str


@dataclass(frozen=True, slots=True)
class InputUsed:
    """One input of the case as it entered the draws."""

    path: str
    label: str
    figure: Figure
    known_on: str
    note: str


@dataclass(frozen=True, slots=True)
class Answer(Result):
    """All answers to one case, and all that they rest on."""

    made: Made
    title: str
    description: str
    money: MoneyBasis
    parties: Mapping[str, str]
    """Names of the parties by code."""
    verdict: Verdict
    fair_shares: FairShares
    promises: Promises
    requirements: Requirements
    zone: Zone
    forecast: Forecast
    threat: Threat
    precedent: Precedent
    sensitivity: Sensitivity
    record: RecordSummary
    """How such forecasts did on rounds settled before the date."""
    findings: tuple[Finding, ...]
    steps: tuple[Step, ...]
    inputs: tuple[InputUsed, ...]
    sources: Mapping[str, Source]
    formulas: Mapping[str, Formula]
    changes: tuple[Change, ...]
    """What an overlay puts otherwise than the case."""

    def rows(self) -> list[Row]:
        """Rows of all parts, with the part named."""
        parts: tuple[tuple[str, Result], ...] = (
            ("fair shares", self.fair_shares),
            ("zone", self.zone),
            ("forecast", self.forecast),
            ("threat", self.threat),
            ("precedent", self.precedent),
            ("sensitivity", self.sensitivity),
            ("track record", self.record),
        )
        return [{"answer": name, **row} for name, part in parts for row in part.rows()]
