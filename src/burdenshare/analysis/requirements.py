"""What would have to be true: the value that one input would need for a statement to hold.

All inputs are held at their medians but one; `single_change` looks for its value. `joint_change`
moves all inputs together. Statements whose amounts come from one computation, such as all
principles on one cost base, are looked into together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np

from burdenshare.analysis import amounts
from burdenshare.analysis.fair_shares import headline_base
from burdenshare.analysis.figures import amount_figure, certain, input_figure, input_unit
from burdenshare.analysis.grid import BaseDraws, answering, base_draws, payment_if_any
from burdenshare.analysis.joint_change import Aim, joint_changes
from burdenshare.analysis.middle_of_forecast import middle_of_forecast, record_input
from burdenshare.analysis.scenes import inputs_read
from burdenshare.analysis.single_change import Family, single_changes
from burdenshare.arrays import Array
from burdenshare.bargaining.zone import nash_payment
from burdenshare.cases.schema import CostBase
from burdenshare.model import Draws, Input, Model
from burdenshare.provenance import Basis
from burdenshare.results import (
    Figure,
    Finding,
    JointChange,
    Made,
    Requirement,
    Requirements,
    Sentence,
)
from burdenshare.results.figures import RATIO, Unit
from burdenshare.sharing.principles import PRINCIPLES, Principle
from burdenshare.uncertainty.distributions import at_standard, standardised

SAME = 1e-3
"""Part of the figure within which an amount already comes to it."""

SWITCH_INPUTS = ("question.", "positions.", "comparators.", "indexation.", "linked.")
"""Inputs that no fair share or reservation value depends on."""


SAME_FOR_TWO = frozenset({"aca"})
"""Principles that give two members what another one in the table gives."""


def requirements(
    model: Model, draws: Draws, figure: Figure, made: Made, bases: Sequence[CostBase] | None = None
) -> Requirements:
    """Find what would have to be true for a figure to be fair, acceptable, and what is agreed.

    Parameters
    ----------
    model, draws : Model, Draws
        A case at a date and its draws.
    figure : Figure
        A yearly payment in the money of the model.
    made : Made
        How the answer is made.
    bases : sequence of CostBase, optional
        Cost bases on which to ask what would make the figure fair; else all of them.
    """
    record = record_input(model)
    medians = medians_of(model, record)
    bases = model.case.cost_bases if bases is None else bases
    entries = [i for path, i in model.inputs.items() if not path.startswith(SWITCH_INPUTS)]
    entries.append(record)
    found: list[Requirement] = []
    impossible: list[Finding] = []
    for base in bases:
        found += _by_total(model, draws, medians, base, figure)
    families = list(_families(model, medians, bases))
    for family in families:
        read = inputs_read(medians, family.amounts)
        movable = [entry for entry in entries if entry.path in read]
        for goal, reached in _by_input(model, medians, family, figure, movable):
            found += reached
            if not reached:
                impossible.append(_impossible(goal, figure))
    found.sort(key=_order)
    chosen = headline_base(model)
    headline = chosen.id if chosen else ""
    goals = [goal for family in families for goal in family.aims]
    together = list(joint_changes(model, medians, _joint_goals(goals, headline), figure, entries))
    return Requirements(
        made,
        model.basis,
        figure,
        headline,
        tuple(found),
        tuple(change for change in together if isinstance(change, JointChange)),
        (*impossible, *(finding for finding in together if isinstance(finding, Finding))),
    )


def _joint_goals(goals: Sequence[Aim], headline: str) -> list[Aim]:
    """Goals of which the nearest joint change is shown: an even split, the zone, the forecast."""
    return [
        goal
        for goal in goals
        if goal.kind in ("zone", "forecast") or (goal.principle, goal.base) == ("equal", headline)
    ]


def _order(requirement: Requirement) -> tuple[bool, bool, float]:
    """Plausible ones first, then opinions before documents, then by how far from what is known."""
    distance = requirement.distance
    is_ratio = distance.unit is RATIO
    size = abs(np.log(max(distance.value, 1e-12))) if is_ratio else abs(distance.value)
    return (not requirement.plausible, is_ratio, float(size))


def medians_of(model: Model, *beside: Input) -> Draws:
    """Give one draw with every input at its median, and those that stand beside the case's own."""
    middle = np.zeros(1)
    every = {**model.inputs, **{entry.path: entry for entry in beside}}
    return Draws({path: at_standard(i.distribution, middle) for path, i in every.items()})


# --- goals ---------------------------------------------------------------------------------------


def _families(model: Model, medians: Draws, bases: Sequence[CostBase]) -> Iterator[Family]:
    for base in bases:
        on = _on(model, medians, base)
        principles = [p for p in answering(on) if p.id not in SAME_FOR_TWO]
        if on.items and principles:
            yield _fair_goals(model, principles, base)
    yield _agreed_goals(model)
    yield _forecast_goal(model)


def _on(model: Model, draws: Draws, base: CostBase) -> BaseDraws:
    return base_draws(model, draws, base, amounts.member_data(model, draws))


def _fair_goals(model: Model, principles: Sequence[Principle], base: CostBase) -> Family:
    def goal(principle: Principle) -> Aim:
        name = _fair(principle, base)
        condition = f"For {{figure}} a year to be {_brace(name)}"
        amount = partial(_fair_payment, model, base, principle)
        return Aim("fair", name, condition, principle.id, base.id, amount)

    together = partial(_fair_payments, model, base, principles)
    return Family([goal(principle) for principle in principles], together)


def _fair_payments(
    model: Model, base: CostBase, principles: Sequence[Principle], draws: Draws
) -> list[Array]:
    on = _on(model, draws, base)
    return [payment_if_any(principle, on) for principle in principles]


def _fair_payment(model: Model, base: CostBase, principle: Principle, draws: Draws) -> Array:
    return _fair_payments(model, base, [principle], draws)[0]


def _agreed_goals(model: Model) -> Family:
    payer, payee = (model.case.parties[code].prose for code in amounts.sides(model))

    def payments(draws: Draws) -> list[Array]:
        limits = amounts.reservation(model, draws)
        return [limits.most, nash_payment(limits.least, limits.most).payment]

    acceptable = Aim(
        "zone",
        f"{payer} would rather pay it than disagree",
        f"For {_brace(payer)} to pay {{figure}} a year rather than disagree",
        "",
        "",
        lambda draws: payments(draws)[0],
    )
    settled = Aim(
        "settlement",
        f"{payer} and {payee} settle on it with equal power",
        f"For {_brace(payer)} and {_brace(payee)} to settle on {{figure}} a year with equal power",
        "",
        "",
        lambda draws: payments(draws)[1],
    )
    return Family([acceptable, settled], payments)


def _forecast_goal(model: Model) -> Family:
    goal = Aim(
        "forecast",
        "it is the middle of the forecast",
        "For {figure} a year to be the middle of what is forecast",
        "",
        "",
        lambda draws: middle_of_forecast(model, draws),
    )
    return Family([goal], lambda draws: [goal.amount(draws)])


def _fair(principle: Principle, base: CostBase) -> str:
    return f"fair by the principle {principle.name}, on {base.name}"


def _impossible(goal: Aim, figure: Figure) -> Finding:
    condition = Sentence(goal.condition, {"figure": figure}).text
    return Finding(
        f"impossible.{goal.kind}.{goal.principle}.{goal.base}",
        f"{condition}, no single input would do, however far it is moved.",
    )


# --- the cost that would have to be shared -------------------------------------------------------


def _by_total(
    model: Model, draws: Draws, medians: Draws, base: CostBase, figure: Figure
) -> Iterator[Requirement]:
    """The cost of a base that would make a figure fair by principles that share it pro rata."""
    on = _on(model, medians, base)
    if not on.items or on.problem.cost[0] <= 0:
        return
    now = amount_figure(amounts.total(draws, on.items), model.basis, "total")
    documented = _documented(model, medians, base)
    for name in PRO_RATA:
        principle = PRINCIPLES[name]
        if principle.missing(on.problem):
            continue
        charge = principle.function(on.problem).charges[0, amounts.PAYER]
        share = float(charge / on.problem.cost[0])
        if share > 0:
            needed = (figure.value + float(on.outside[0])) / share
            yield _total_requirement(model, principle, base, figure, now, needed, documented)


PRO_RATA = ("equal", "per-head", "ability-gdp", "ability-gni", "ability-relief", "benefit")
"""Principles by which a side's share does not depend on what the cost comes to."""


def _documented(model: Model, medians: Draws, base: CostBase) -> float:
    """What a document says that the payee pays for the items of a base."""
    _, payee = amounts.sides(model)
    items = [i for i in amounts.base_items(model, base) if i.payer == payee]
    printed = [i for i in items if i.amount.basis is Basis.DOCUMENT]
    return float(amounts.total(medians, printed)[0])


def _total_requirement(
    model: Model,
    principle: Principle,
    base: CostBase,
    figure: Figure,
    now: Figure,
    needed: float,
    documented: float,
) -> Requirement:
    money = Unit.money(model.basis)
    payee = model.case.parties[amounts.sides(model)[1]].prose
    figures = {
        "figure": figure,
        "needed": certain(needed, money, "needed"),
        "now": now,
        "multiple": certain(needed / now.value, RATIO, "multiple"),
    }
    template = (
        f"For {{figure}} a year to be {_brace(_fair(principle, base))}, the cost shared would have "
        "to be {needed} a year, {multiple} what it is put at"
    )
    if documented > 0:
        figures["documented"] = certain(needed / documented, RATIO, "documented")
        template += f", and {{documented}} what {_brace(payee)} is documented to pay for it"
    low, high = now.low or now.value, now.high or now.value
    return Requirement(
        goal="fair",
        goal_name=_fair(principle, base),
        principle=principle.id,
        base=base.id,
        input=f"total.{base.id}",
        input_name=f"cost shared on {base.name}",
        now=now,
        needed=figures["needed"],
        distance=certain(needed / now.value, RATIO, "distance"),
        plausible=low <= needed <= high,
        sentence=Sentence(template + ".", figures),
    )


# --- one input at a time -------------------------------------------------------------------------


def _by_input(
    model: Model, medians: Draws, family: Family, figure: Figure, entries: Sequence[Input]
) -> Iterator[tuple[Aim, list[Requirement]]]:
    """Give for each goal the values of single inputs at which its amount comes to the figure."""
    reached = list(single_changes(family, medians, entries, figure.value))
    for goal, now in zip(family.aims, family.at(medians, 1)[:, 0], strict=True):
        changes = [change for change in reached if change.aim is goal]
        if abs(now - figure.value) <= SAME * abs(figure.value):
            # Every input would need the value that it has; once is enough to say so.
            changes = changes[:1]
        yield goal, [_requirement(model, goal, figure, c.entry, c.needed, now) for c in changes]


def _requirement(
    model: Model,
    goal: Aim,
    figure: Figure,
    entry: Input,
    needed: float,
    amount: float,
) -> Requirement:
    now = input_figure(model, entry)
    unit = input_unit(model, entry)
    middle = now.value
    if entry.is_certain:
        distance = certain(needed / middle if middle else needed, RATIO, "distance")
        plausible = False
    else:
        spread = standardised(entry.distribution, needed)
        unit_of_distance = Unit("number", "standard deviations of the input")
        distance = certain(float(np.clip(spread, -99, 99)), unit_of_distance, "distance")
        plausible = now.low is not None and now.high is not None and now.low <= needed <= now.high
    figures = {"figure": figure, "needed": certain(needed, unit, "needed"), "now": now}
    template = (
        f"{goal.condition}, {_brace(entry.label)} would have to be {{needed}} instead of "
        "{now:full}."
    )
    if abs(amount - figure.value) <= SAME * abs(figure.value):
        template = f"{goal.condition}, nothing would have to change."
    elif goal.kind == "zone" and amount > figure.value:
        template = (
            f"{goal.condition}, nothing would have to change; that ends where "
            f"{_brace(entry.label)} comes to {{needed}} instead of {{now:full}}."
        )
    return Requirement(
        goal=goal.kind,
        goal_name=goal.name,
        principle=goal.principle,
        base=goal.base,
        input=entry.path,
        input_name=entry.label,
        now=now,
        needed=figures["needed"],
        distance=distance,
        plausible=plausible,
        sentence=Sentence(template, figures),
    )


def _brace(text: str) -> str:
    """Keep braces in a case's own words from being taken for figures."""
    return text.replace("{", "{{").replace("}", "}}")
