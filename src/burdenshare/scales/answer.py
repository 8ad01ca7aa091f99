"""A scale, its data and its what-ifs put together: one answer with every number's origin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np

from burdenshare._version import __version__
from burdenshare.arrays import Array
from burdenshare.cases.hints import did_you_mean
from burdenshare.errors import FactError, ProblemError
from burdenshare.provenance import Origin, Source
from burdenshare.results.figures import COUNT, PROBABILITY, Figure, Sentence, Unit, literal
from burdenshare.results.made import Finding
from burdenshare.results.scales import (
    MemberChange,
    MemberInput,
    MemberShare,
    NearThreshold,
    ScaleAnswer,
    ScaleMade,
    ScaleStep,
    WhatIf,
)
from burdenshare.scales.changes import Problem, changed
from burdenshare.scales.definition import Definition
from burdenshare.scales.draws import BLOCK_SIZE, Drawn, drawn_shares
from burdenshare.scales.formulas import FORMULAS, by_formula
from burdenshare.scales.tables import Folder, read_published, read_tables
from burdenshare.scales.words import findings, near_sentence, what_if_sentence
from burdenshare.sharing.scale_bases import Income
from burdenshare.sharing.scale_inputs import Period, ScaleInputs
from burdenshare.sharing.scale_limits import Rounding
from burdenshare.sharing.scale_thresholds import Threshold, thresholds
from burdenshare.sharing.scales import Assessment, Scale, assess
from burdenshare.uncertainty.sampling import Plan, quantiles

NEAR = 0.1
"""Members within this part of a threshold are reported."""

COMPARED = 0.003
"""The median error is over members that pay at least this share by publication."""

PART = Unit("points", "part, 1 = 100%", decimals=1)


def answer_scale(
    definition: Definition,
    data: str | Path,
    *,
    what_ifs: Sequence[str] = (),
    members: Sequence[str] = (),
    spread: Mapping[str, float] | None = None,
    draws: int = 10_000,
    seed: int = 0,
    threads: int | None = None,
) -> ScaleAnswer:
    """Compute a scale from the tables of a folder.

    Parameters
    ----------
    definition : Definition
        The scale, as `burdenshare.scales.load.load_scale` gives it.
    data : str or Path
        Folder with the tables that it reads.
    what_ifs : sequence of str
        Changes, as `burdenshare.scales.changes` describes them; each is a question of its own.
    members : sequence of str
        Codes of members to show in detail.
    spread : mapping of str to float, optional
        Series to take as uncertain, with how far their 90% interval reaches, as a part.
    draws, seed, threads
        As for a case; used where `spread` is given.

    Returns
    -------
    ScaleAnswer
        Shares, steps, thresholds and what-ifs.

    Raises
    ------
    FactError
        If a table is missing or cannot be read, or a member asked about takes no part.
    ProblemError
        If the scale has no answer: floors or ceilings that cannot all hold, for instance.
    ChangeError
        If a what-if cannot be read.
    """
    folder = Folder(Path(data))
    tables = read_tables(definition, folder)
    problem = Problem(definition.scale, tables, definition.head.members)
    inputs = problem.inputs()
    _require_members(members, inputs)
    found = assess(definition.scale, inputs)
    drawn = None
    if spread:
        plan = Plan(draws, seed, BLOCK_SIZE)
        drawn = drawn_shares(definition.scale, inputs, spread, plan, threads)
    names = {code: name for table in reversed(tables) for code, name in table.names.items()}
    published = read_published(definition.head, folder, inputs.members)
    made = ScaleMade(
        definition.head.slug, definition.digest, {t.file: t.digest for t in tables},
        dict(spread or {}), draws if spread else 0, seed, __version__, np.__version__,
    )  # fmt: skip
    maker = _Maker(definition, problem, inputs, found, drawn, names, published)
    return maker.answer(made, tuple(members), what_ifs)


def _require_members(members: Sequence[str], inputs: ScaleInputs) -> None:
    for code in members:
        if code not in inputs.members:
            hint = did_you_mean(code, inputs.members)
            raise FactError(f"{code} is no member of the scale. {hint}".rstrip())


@dataclass(frozen=True, slots=True)
class _Maker:
    """Turns arrays into figures."""

    definition: Definition
    problem: Problem
    inputs: ScaleInputs
    found: Assessment
    drawn: Drawn | None
    names: Mapping[str, str]
    published: tuple[Array, tuple[bool, ...]] | None

    def answer(
        self, made: ScaleMade, asked: tuple[str, ...], what_ifs: Sequence[str]
    ) -> ScaleAnswer:
        head = self.definition.head
        members = self._members(asked)
        return ScaleAnswer(
            made=made,
            title=head.title,
            description=head.description,
            reference=head.reference,
            sentences=tuple(self._sentences(members)),
            steps=tuple(self._steps()),
            members=members,
            asked=asked,
            near=tuple(self._near(asked)),
            what_ifs=tuple(self._what_if(text) for text in what_ifs),
            findings=tuple(findings(self.found.notes, self.names)),
            sources=self._sources(),
            formulas=FORMULAS,
        )

    # --- units -----------------------------------------------------------------------------------

    @property
    def decimals(self) -> int:
        """Decimals of a share in percent: those that the scale rounds to, else four."""
        rounded = [s.decimals for s in self.definition.scale.steps if isinstance(s, Rounding)]
        return rounded[-1] if rounded else 4

    def _rate(self, value: float, formula: str) -> Figure:
        return Figure(float(value), Unit.rate(self.decimals), by_formula(formula))

    def _points(self, value: float, formula: str, more: int = 0) -> Figure:
        return Figure(float(value), Unit.points(self.decimals + more), by_formula(formula))

    def _name(self, code: str) -> str:
        return self.names.get(code, code)

    # --- members ---------------------------------------------------------------------------------

    def _members(self, asked: tuple[str, ...]) -> tuple[MemberShare, ...]:
        order = np.argsort(-self.found.shares, kind="stable")
        return tuple(self._member(int(place), asked) for place in order)

    def _member(self, place: int, asked: tuple[str, ...]) -> MemberShare:
        code = self.inputs.members[place]
        after = self.found.after[:, place]
        later = self.definition.scale.steps
        effects = tuple(
            self._points(change, f"step.{step.kind}")
            for step, change in zip(later, np.diff(after), strict=True)
        )
        first = f"step.{self.definition.scale.first.kind}"
        published = self._published_of(place)
        return MemberShare(
            code=code,
            name=self._name(code),
            share=self._share(place),
            base=self._rate(after[0], first),
            effects=effects,
            payment=self._payment(place),
            published=published,
            error=None
            if published is None
            else self._points(self.found.shares[place] - published.value, "scale.error"),
            inputs=tuple(self._inputs_of(place)) if code in asked else (),
        )

    def _share(self, place: int) -> Figure:
        value = float(self.found.shares[place])
        if self.drawn is None:
            return self._rate(value, "scale.share")
        low, high = (float(q) for q in quantiles(self.drawn.shares[:, place], (0.05, 0.95)))
        if low == high:
            return self._rate(value, "scale.interval")
        unit = Unit.rate(self.decimals)
        return Figure(value, unit, by_formula("scale.interval"), low, high)

    def _published_of(self, place: int) -> Figure | None:
        if self.published is None or not self.published[1][place]:
            return None
        about = self.definition.head.published
        assert about is not None
        value = float(self.published[0][place])
        return Figure(value, Unit.rate(self.decimals), Origin("source", about.file))

    def _payment(self, place: int) -> Figure | None:
        total = self._total()
        if total is None:
            return None
        unit = Unit("number", self.definition.head.money or "money of the scale", decimals=2)
        return Figure(float(self.found.shares[place] * total), unit, by_formula("scale.payment"))

    def _total(self) -> float | None:
        total = self.definition.scale.total
        if isinstance(total, str):
            return float(self.inputs.average(total, self._periods()).sum(axis=-1).mean())
        return total

    def _periods(self) -> tuple[Period, ...]:
        first = self.definition.scale.first
        if isinstance(first, Income):
            return first.periods
        return tuple(first.periods.values()) or (Period(0, 0),)

    def _inputs_of(self, place: int) -> list[MemberInput]:
        """The averages of a member's numbers, over each base period in which there are any."""
        listing = []
        for name, one in self.inputs.series.items():
            for period in self._periods() if one.years else (Period(0, 0),):
                try:
                    average = self.inputs.average(name, (period,))[0, place]
                    known = self.inputs.known(name, (period,))[0, place]
                except ProblemError:
                    continue
                if known:
                    file, column = self._column_of(name)
                    unit = Unit("number", column)
                    figure = Figure(float(average), unit, Origin("source", file))
                    listing.append(MemberInput(name, str(period) if one.years else "", figure))
        return listing

    def _column_of(self, series: str) -> tuple[str, str]:
        for about in self.definition.head.data:
            if series in about.series:
                return about.file, about.series[series]
        raise AssertionError(f"the series {series} stands in a table")

    # --- the whole -------------------------------------------------------------------------------

    def _sentences(self, members: tuple[MemberShare, ...]) -> list[Sentence]:
        count = Figure(float(len(members)), COUNT, by_formula("scale.count"))
        first, rest = members[0], members[1:5]
        named = ", ".join(one.name for one in members[:5])
        told = {"count": count, "first": first.share}
        words = f"{{count}} members share the whole. {literal(first.name)} pays most, {{first}}."
        if rest:
            together = sum(one.share.value for one in members[:5])
            told["together"] = self._rate(together, "scale.together")
            words += f" The largest together, {literal(named)}, pay {{together}}."
        return [Sentence(words, told), *self._against_published()]

    def _against_published(self) -> list[Sentence]:
        if self.published is None:
            return []
        values, there = self.published[0], np.array(self.published[1])
        large = there & (values >= COMPARED)
        if not large.any():
            return []
        errors = np.abs(self.found.shares[large] / values[large] - 1)
        misplaced = np.abs(self.found.shares - values)[there].sum() / 2
        unit = Unit("rate", "part of the published share", decimals=2)
        figures = {
            "error": Figure(float(np.median(errors)), unit, by_formula("scale.median-error")),
            "least": Figure(COMPARED, Unit.rate(1), by_formula("scale.median-error")),
            "large": Figure(float(large.sum()), COUNT, by_formula("scale.count")),
            "misplaced": Figure(float(misplaced), Unit.rate(2), by_formula("scale.misplaced")),
        }
        return [
            Sentence(
                "Against the published shares the median error is {error} over the {large} members "
                "that pay at least {least}, and {misplaced} of the whole stands with the wrong "
                "member.",
                figures,
            )
        ]

    def _steps(self) -> list[ScaleStep]:
        scale, after = self.definition.scale, self.found.after
        changes = [after[0] * 0, *np.diff(after, axis=0)]
        return [
            ScaleStep(
                id=step.id,
                kind=step.kind,
                name=step.name,
                parameters=_parameters(step),
                formula=f"step.{step.kind}",
                moved=self._rate(
                    max(change[change > 0].sum(), -change[change < 0].sum()), "scale.moved"
                ),
                payers=int((change > 1e-12).sum()),
                relieved=int((change < -1e-12).sum()),
            )
            for step, change in zip(scale.all_steps, changes, strict=True)
        ]

    def _sources(self) -> dict[str, Source]:
        files = {about.file: "numbers the scale uses" for about in self.definition.head.data}
        about = self.definition.head.published
        if self.published is not None and about is not None:
            files.setdefault(about.file, "published shares")
        return {
            file: Source(file, f"{file}: {what}", "table in the folder given as data", "")
            for file, what in files.items()
        }

    # --- thresholds ------------------------------------------------------------------------------

    def _near(self, asked: tuple[str, ...]) -> list[NearThreshold]:
        found = [
            self._near_one(threshold, place)
            for threshold in thresholds(self.definition.scale, self.inputs)
            for place in map(int, np.flatnonzero(threshold.factor > 0))
            if threshold.jump[place] != 0
            and (abs(threshold.distance[place]) <= NEAR or self.inputs.members[place] in asked)
        ]

        def order(near: NearThreshold) -> tuple[bool, float]:
            return abs(near.distance.value) > NEAR, -abs(near.jump.value)

        return sorted(found, key=order)

    def _near_one(self, threshold: Threshold, place: int) -> NearThreshold:
        code = self.inputs.members[place]
        distance, needed = threshold.distance[place], threshold.factor[place] - 1
        figures = {
            "distance": Figure(float(distance), PART, by_formula("scale.distance")),
            "needed": Figure(float(needed), PART, by_formula("scale.needed")),
            "jump": self._points(threshold.jump[place], "scale.jump"),
        }
        step, level, period = threshold.step, threshold.level, str(threshold.period)
        return NearThreshold(
            code=code,
            name=self._name(code),
            step=step,
            level=level,
            period=period,
            **figures,
            below=self._below(threshold, place),
            sentence=near_sentence(self._name(code), step, level, period, figures),
        )

    def _below(self, threshold: Threshold, place: int) -> Figure | None:
        first = self.definition.scale.first
        if self.drawn is None or threshold.level or not isinstance(first, Income):
            return None
        number = first.periods.index(threshold.period)
        chance = self.drawn.relieved[threshold.step][number, place]
        return Figure(float(chance), PROBABILITY, by_formula("scale.below"))

    # --- what-ifs --------------------------------------------------------------------------------

    def _what_if(self, text: str) -> WhatIf:
        problem = changed(self.problem, text)
        inputs = problem.inputs()
        found = assess(problem.scale, inputs)
        before = dict(zip(self.inputs.members, self.found.shares, strict=True))
        after = dict(zip(inputs.members, found.shares, strict=True))
        least = 0.5 * 10.0 ** -(self.decimals + 2) if _is_rounded(problem.scale) else 1e-12
        codes = dict.fromkeys((*before, *after))
        moved = {code: after.get(code, 0.0) - before.get(code, 0.0) for code in codes}
        changes = sorted(
            (code for code in codes if abs(moved[code]) > least), key=lambda c: -abs(moved[c])
        )
        new = [note for note in found.notes if note not in self.found.notes]
        return WhatIf(
            text,
            self._what_if_sentence(text, moved, changes),
            tuple(
                MemberChange(
                    code,
                    self._name(code),
                    self._rate(before.get(code, 0.0), "scale.share"),
                    self._rate(after.get(code, 0.0), "scale.what-if"),
                    self._points(moved[code], "scale.change"),
                )
                for code in changes
            ),
            (*findings(new, self.names), *self._joined_or_left(before, after)),
        )

    def _what_if_sentence(
        self, text: str, moved: Mapping[str, float], changes: Sequence[str]
    ) -> Sentence:
        if not changes:
            return what_if_sentence(text, (), {})
        rises = [moved[code] for code in changes if moved[code] > 0]
        falls = [moved[code] for code in changes if moved[code] < 0]
        most, least = max(moved, key=moved.__getitem__), min(moved, key=moved.__getitem__)
        figures = {
            "more": Figure(float(len(rises)), COUNT, by_formula("scale.count")),
            "less": Figure(float(len(falls)), COUNT, by_formula("scale.count")),
            "moved": self._rate(max(sum(rises), -sum(falls)), "scale.moved"),
            "rise": self._points(moved[most], "scale.change"),
            "fall": self._points(moved[least], "scale.change"),
        }
        return what_if_sentence(text, (self._name(most), self._name(least)), figures)

    def _joined_or_left(
        self, before: Mapping[str, float], after: Mapping[str, float]
    ) -> list[Finding]:
        joined = [self._name(code) for code in after if code not in before]
        left = [self._name(code) for code in before if code not in after]
        found = []
        if joined:
            found.append(Finding("joined", f"Joined: {', '.join(joined)}."))
        if left:
            found.append(Finding("left", f"Left: {', '.join(left)}."))
        return found


def _is_rounded(scale: Scale) -> bool:
    return any(isinstance(step, Rounding) for step in scale.steps)


def _parameters(step: Any) -> str:
    """The parameters of a step as a file would hold them, those left at their defaults too."""
    told = []
    for one in fields(step):
        value = getattr(step, one.name)
        if one.name != "id" and value not in ((), {}, "", False):
            told.append(f"{one.name.replace('_', ' ')}: {_told(value)}")
    return "; ".join(told)


def _told(value: Any) -> str:
    if isinstance(value, Period):
        return str(value)
    if isinstance(value, tuple):
        return ", ".join(_told(one) for one in value)
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {_told(one)}" for key, one in value.items())
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return np.format_float_positional(value, precision=12, trim="-")
    return str(value)
