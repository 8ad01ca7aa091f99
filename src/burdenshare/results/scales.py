"""The answer to: who pays what share by a scale, which step does what, and what if?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from burdenshare.provenance import Formula, Source
from burdenshare.results.figures import Figure, Sentence
from burdenshare.results.made import Finding, Result, Row, figure_row


@dataclass(frozen=True, slots=True)
class ScaleMade:
    """How the answer was made; with it and the same tables the same numbers can be had again."""

    scale: str
    digest: str
    tables: Mapping[str, str]
    """Fingerprint of each table, by file."""
    spread: Mapping[str, float]
    """Series taken as uncertain, with how far their 90% interval reaches, as a part."""
    draws: int
    seed: int
    version: str
    numpy: str


@dataclass(frozen=True, slots=True)
class ScaleStep:
    """One step of the scale, and how much it moves."""

    id: str
    kind: str
    name: str
    parameters: str
    formula: str
    """Id of its formula."""
    moved: Figure
    """Points that it moves from some members to others."""
    payers: int
    """Members that pay more after it than before."""
    relieved: int
    """Members that pay less after it than before."""


@dataclass(frozen=True, slots=True)
class MemberInput:
    """A number that the scale used of a member."""

    series: str
    period: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class MemberShare:
    """What one member pays, and what each step does to it."""

    code: str
    name: str
    share: Figure
    base: Figure
    """Share after the first step."""
    effects: tuple[Figure, ...]
    """Change of the share by each later step, in the order of the steps."""
    payment: Figure | None
    """In money, if it is known what the members pay together."""
    published: Figure | None
    error: Figure | None
    """Computed less published share."""
    inputs: tuple[MemberInput, ...]
    """What the scale used of it, for members asked about."""


@dataclass(frozen=True, slots=True)
class NearThreshold:
    """A member close to a threshold at which its share jumps."""

    code: str
    name: str
    step: str
    level: str
    period: str
    distance: Figure
    """Income a head over the threshold, less one."""
    needed: Figure
    """Change of income that brings the member to the threshold, as a part."""
    jump: Figure
    """Share just above the threshold less the share just below it."""
    below: Figure | None
    """Probability of lying below, if inputs are uncertain."""
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class MemberChange:
    """What a what-if does to one member."""

    code: str
    name: str
    before: Figure
    after: Figure
    change: Figure


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A scale with something changed: who pays more and who pays less."""

    text: str
    sentence: Sentence
    changes: tuple[MemberChange, ...]
    """The largest change first; members whose share stays are left out."""
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class ScaleAnswer(Result):
    """Who pays what share, what each step does, and what if something were otherwise."""

    made: ScaleMade
    title: str
    description: str
    reference: str
    sentences: tuple[Sentence, ...]
    steps: tuple[ScaleStep, ...]
    members: tuple[MemberShare, ...]
    """The largest share first."""
    asked: tuple[str, ...]
    """Codes of the members that were asked about."""
    near: tuple[NearThreshold, ...]
    """The largest jump first."""
    what_ifs: tuple[WhatIf, ...]
    findings: tuple[Finding, ...]
    sources: Mapping[str, Source]
    formulas: Mapping[str, Formula]

    def member(self, code: str) -> MemberShare:
        """Give a member by its code.

        Raises
        ------
        KeyError
            If there is none.
        """
        for member in self.members:
            if member.code == code:
                return member
        raise KeyError(code)

    def rows(self) -> list[Row]:
        """One row a member and quantity: its share, and what each step does to it."""
        return [
            {
                "scale": self.made.scale,
                "member": member.code,
                "quantity": name,
                **figure_row(figure),
            }
            for member in self.members
            for name, figure in self._quantities(member)
        ]

    def _quantities(self, member: MemberShare) -> list[tuple[str, Figure]]:
        effects = zip(self.steps[1:], member.effects, strict=True)
        named = [
            ("share", member.share),
            ("payment", member.payment),
            ("published share", member.published),
            (f"share after {self.steps[0].id}", member.base),
            *((f"effect of {step.id}", effect) for step, effect in effects),
        ]
        return [(name, figure) for name, figure in named if figure is not None]
