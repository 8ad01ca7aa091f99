"""All answers about a cost that several members share, and the verdict on it in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from datetime import date

from burdenshare.analysis.figures import amount_figure, certain, input_figure
from burdenshare.analysis.formulas import FORMULAS_OF_MANY
from burdenshare.analysis.promises import promises_among_many
from burdenshare.analysis.run import (
    DRAWS,
    changes_made,
    default_threads,
    inputs_used,
    made_of,
    steps_so_far,
)
from burdenshare.analysis.shared_columns import Solved, left_out, solved_columns
from burdenshare.analysis.shared_core import core_found, core_ranges, games_of, settlements
from burdenshare.analysis.shared_findings import (
    burden_tests,
    gains_told,
    limits_told,
    printed_rows,
    proposal_effects,
    quoted,
)
from burdenshare.analysis.shared_problem import SharedBase, shared_bases, sharing_of
from burdenshare.arrays import Array
from burdenshare.cases.overlay import Assumptions
from burdenshare.cases.schema import Case
from burdenshare.model import Draws, Model, build
from burdenshare.results import Answer, AnswerAmongMany, Finding, SharedCost, Verdict
from burdenshare.results.figures import COUNT, PORTION, Figure, Sentence
from burdenshare.results.shared_cost import CoreFound, MemberNow, ProposalEffect
from burdenshare.uncertainty.sampling import Executor, Plan, Threads


def among_many(answer: Answer, shared: SharedCost) -> AnswerAmongMany:
    """Put the answers about many members beside those about the payment."""
    parts = {field.name: getattr(answer, field.name) for field in fields(Answer)}
    parts["verdict"] = Verdict(
        answer.verdict.question, (*shared.verdict.sentences, *_of_two(answer))
    )
    parts["formulas"] = {**answer.formulas, **shared.formulas}
    return AnswerAmongMany(**parts, shared=shared)


def _of_two(answer: Answer) -> tuple[Sentence, ...]:
    """The verdict on the payment; without a cost base it says nothing of fair shares."""
    if answer.fair_shares.counted.value == 0:
        return answer.verdict.sentences[1:]
    return answer.verdict.sentences


def shared_cost(
    case: Case,
    *,
    as_of: date | None = None,
    draws: int = DRAWS,
    seed: int = 0,
    threads: int | None = None,
    assumed: Assumptions | None = None,
) -> SharedCost:
    """Say who should pay what of a cost that several members share.

    Parameters
    ----------
    case : Case
        A case with `sharing`.
    as_of, draws, seed, threads, assumed
        As for `inquire`.

    Raises
    ------
    CaseConsistencyError
        If the case has no shared cost, or nothing of it was known by then.
    """
    model = build(case, as_of, assumed)
    sharing_of(model)
    plan = Plan(draws, seed)
    executor = Threads(default_threads() if threads is None else threads)
    return shared_cost_of(model, model.draw(plan, executor), plan, executor)


def shared_cost_of(model: Model, drawn: Draws, plan: Plan, executor: Executor) -> SharedCost:
    """Answer about the shared cost of a model from its draws."""
    sharing = sharing_of(model)
    bases = shared_bases(model, drawn)
    base = bases[0]
    found = games_of(model, base) if base.id == "whole" else None
    game = found[1] if found else None
    solved = solved_columns(model, bases, game, executor)
    core = core_found(model, *found) if found else None
    ranges = core_ranges(game) if game is not None and game.size <= 12 else None
    members = tuple(_members(model, drawn, base, solved, ranges))
    effects = tuple(proposal_effects(model, drawn, base, solved))
    printed = tuple(printed_rows(model, solved))
    tests = tuple(burden_tests(model, drawn, base, solved))
    made = made_of(model, plan)
    return SharedCost(
        made=made,
        title=model.case.title,
        description=model.case.description,
        money=model.basis,
        parties={code: party.name for code, party in model.case.parties.items()},
        name=sharing.name,
        cost=amount_figure(base.problem.cost, model.basis, "shared-cost"),
        verdict=_verdict(model, base, solved, members, core, effects),
        members=members,
        columns=tuple(each.column for each in solved),
        left_out=tuple(left_out(model, bases, solved)),
        promises=promises_among_many(model, made, base),
        core=core,
        settlements=tuple(settlements(model, drawn, base, game)) if game is not None else (),
        gains=tuple(gains_told(base, solved)),
        limits=tuple(limits_told(model, base, solved)),
        proposals=effects,
        tests=tests,
        printed=printed,
        findings=tuple(_findings(model, base, members, plan.draws)),
        steps=steps_so_far(model, drawn) if model.case.payment is not None else (),
        inputs=inputs_used(model, drawn),
        sources=model.sources,
        formulas=FORMULAS_OF_MANY,
        changes=tuple(changes_made(model)),
    )


def _members(
    model: Model, draws: Draws, base: SharedBase, solved: Sequence[Solved], ranges: Array | None
) -> Iterator[MemberNow]:
    columns = [each.column for each in solved if each.column.base == base.id]
    for place, code in enumerate(sharing_of(model).members):
        shares = [column.charges[place].share.value for column in columns] or [0.0]
        paid = base.present[place]
        entry = model.inputs.get(f"sharing.members.{code}.present")
        more = None
        if paid is not None:
            changes = [column.charges[place].change for column in columns]
            above = sum(change is not None and change.value > 0 for change in changes)
            more = certain(float(above), COUNT, "principles-count")
        ends: list[Figure | None] = [None, None]
        if ranges is not None:
            unit = amount_figure(base.problem.cost, model.basis, "core").unit
            ends = [certain(float(end), unit, "core") for end in ranges[place]]
        yield MemberNow(
            member=code,
            name=model.case.parties[code].prose,
            share=_share_now(model, base, paid, entry is not None, code),
            amount=None if paid is None else amount_figure(paid, model.basis, "present-amount"),
            lowest=certain(min(shares), PORTION, "principles-range"),
            highest=certain(max(shares), PORTION, "principles-range"),
            asks_more=more,
            core_least=ends[0],
            core_most=ends[1],
        )


def _share_now(
    model: Model, base: SharedBase, paid: Array | None, is_input: bool, code: str
) -> Figure | None:
    if paid is None:
        return None
    if is_input:
        figure = input_figure(model, model.inputs[f"sharing.members.{code}.present"])
        return replace(figure, unit=PORTION)
    cost = float(base.problem.cost.mean())
    return certain(float(paid.mean()) / cost if cost else 0.0, PORTION, "member-share")


# --- in words -------------------------------------------------------------------------------------


def _verdict(
    model: Model,
    base: SharedBase,
    solved: Sequence[Solved],
    members: tuple[MemberNow, ...],
    core: CoreFound | None,
    effects: tuple[ProposalEffect, ...],
) -> Verdict:
    sentences = [_coverage(members), *_gainers(model, base, solved, members)]
    if core is not None:
        sentences.append(_stability(core, solved))
    sentences += [s for effect in effects[-2:] for s in effect.sentences[:2]]
    return Verdict(_question(model), tuple(s for s in sentences if s is not None))


def _question(model: Model) -> Sentence:
    if model.case.question.text:
        return Sentence(quoted(model.case.question.text), {})
    return Sentence(f"Who should pay what of {quoted(sharing_of(model).name)}?", {})


def _coverage(members: tuple[MemberNow, ...]) -> Sentence | None:
    """Say of how many members it is known what they pay; nothing is said of the others."""
    known = [member for member in members if member.share is not None]
    if not known or len(known) == len(members):
        return None
    figures = {
        "known": certain(float(len(known)), COUNT, "known-shares"),
        "all": certain(float(len(members)), COUNT, "known-shares"),
        "bear": certain(sum(m.share.value for m in known if m.share), PORTION, "known-shares"),
    }
    text = (
        "What members pay now is known of {known} of {all}, who bear {bear} together; what "
        "principles ask is given for all, who gains and who loses only for those."
    )
    return Sentence(text, figures)


def _gainers(
    model: Model, base: SharedBase, solved: Sequence[Solved], members: tuple[MemberNow, ...]
) -> Iterator[Sentence]:
    """Say who would gain and lose most under the principles, or how far they lie apart."""
    names = [each.column.name for each in solved if each.column.base == base.id]
    count = certain(float(len(names)), COUNT, "principles-count")
    cost = quoted(sharing_of(model).name)
    if len(names) < 2:
        only = (
            f"Only one principle could be computed ({quoted(names[0])})"
            if names
            else ("No principle could be computed")
        )
        yield Sentence(f"{only}: what the case knows of the members says no more.", {})
    told = [member for member in members if member.asks_more is not None]
    told.sort(key=lambda member: -(member.share.value if member.share else 0.0))
    for member in told[:3]:
        assert member.share is not None
        assert member.asks_more is not None
        figures = {
            "now": member.share, "low": member.lowest, "high": member.highest,
            "more": member.asks_more, "count": count,
        }  # fmt: skip
        who = quoted(member.name[:1].upper() + member.name[1:])
        text = f"{who} bears {{now}} of {cost}"
        if len(names) > 1:
            text += (
                "; {more} of {count} principles ask more of it, and they lie between {low} and "
                "{high}"
            )
        yield Sentence(f"{text}.", figures)
    if told or len(names) < 2:
        return
    widest = max(members, key=lambda member: member.highest.value - member.lowest.value)
    figures = {"count": count, "low": widest.lowest, "high": widest.highest}
    text = (
        f"{{count}} principles were computed. They differ most for {quoted(widest.name)}, of whom "
        f"they ask between {{low}} and {{high}} of {cost}."
    )
    yield Sentence(text, figures)


def _stability(core: CoreFound, solved: Sequence[Solved]) -> Sentence:
    """Say whether there is a core, and which principles keep every coalition in."""
    judged = [s.column for s in solved if s.column.standing is not None]
    apart = [c for c in judged if c.standing is not None and not c.standing.inside]
    figures = dict(core.sentence.figures)
    figures["apart"] = certain(float(len(apart)), COUNT, "principles-count")
    figures["judged"] = certain(float(len(judged)), COUNT, "principles-count")
    text = core.sentence.template
    if apart and core.nonempty:
        names = "; ".join(quoted(column.name) for column in apart)
        text += (
            f" {{apart}} of {{judged}} principles leave some coalition better off alone: {names}."
        )
    elif core.nonempty and judged:
        text += " All {judged} principles keep every coalition in."
    return Sentence(text, figures)


def _findings(
    model: Model, base: SharedBase, members: tuple[MemberNow, ...], draws: int
) -> Iterator[Finding]:
    unknown = [member.name for member in members if member.share is None]
    if 0 < len(unknown) < len(members):
        names = ", ".join(unknown[:30])
        yield Finding(
            "unknown-shares", f"What these pay now is not known, and is not guessed: {names}."
        )
    for row in sharing_of(model).published:
        if len(row.charges) < len(members):
            why = f" {row.note}" if row.note else ""
            text = (
                f"{row.name[:1].upper()}{row.name[1:]} is not compared: its charges are not given."
            )
            yield Finding(f"not-compared-{row.id}", text + why)
    known = base.problem.coalitions
    if known is not None and 1 < len(known) < draws:
        text = f"Costs of coalitions are many, so that {len(known):,} draws were used for them."
        yield Finding("fewer-draws", text)
