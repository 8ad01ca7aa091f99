"""What would have to be true: the value that one input would need for a statement to hold.

All inputs are held at their medians but one, which goes over a wide grid of values. Every input's
grid is put end to end, so that one evaluation of the model gives the answer for all of them; a few
more, on finer grids around each crossing, settle it. `joint_change` moves all inputs together.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

import numpy as np

from burdenshare.analysis import amounts
from burdenshare.analysis.fair_shares import headline_base
from burdenshare.analysis.figures import amount_figure, certain, input_figure, input_unit
from burdenshare.analysis.grid import BaseDraws, base_draws, implied_payment
from burdenshare.analysis.joint_change import Aim, joint_changes, probe_of, read_by
from burdenshare.analysis.middle_of_forecast import middle_of_forecast, record_input
from burdenshare.analysis.zone import settlements
from burdenshare.arrays import Array
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
from burdenshare.sharing.principles import PRINCIPLES, Principle, principles_for
from burdenshare.uncertainty.distributions import standardised

GRID = 25
"""Values tried of each input in each pass."""

PASSES = 5
"""Passes over ever finer grids; the last one's values lie within 1e-5 of one another."""

SAME = 1e-3
"""Part of the figure within which an amount already comes to it."""

STRETCH = 200.0
"""How many times smaller and larger than its median an amount is tried."""

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
    grids = [_values_to_try(i, float(medians[i.path][0])) for i in entries]
    found: list[Requirement] = []
    impossible: list[Finding] = []
    for base in bases:
        found += _by_total(model, draws, medians, base, figure)
    goals = list(_goals(model, medians, bases))
    probe = probe_of(model)
    for goal in goals:
        # An input that the amount is not read from cannot move it.
        read = read_by(probe, goal) | ({record.path} if goal.kind == "forecast" else set())
        tried = [(e, g) for e, g in zip(entries, grids, strict=True) if e.path in read]
        own, values = [e for e, _ in tried], [g for _, g in tried]
        reached = list(_by_input(model, draws, medians, goal, figure, own, values))
        found += reached
        if not reached:
            impossible.append(_impossible(goal, figure))
    found.sort(key=_order)
    chosen = headline_base(model)
    headline = chosen.id if chosen else ""
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
    middle = np.array([0.5])
    every = {**model.inputs, **{entry.path: entry for entry in beside}}
    return Draws({path: i.distribution.quantile(middle) for path, i in every.items()})


# --- goals ---------------------------------------------------------------------------------------


def _goals(model: Model, medians: Draws, bases: Sequence[CostBase]) -> Iterator[Aim]:
    payer, payee = (model.case.parties[code].prose for code in amounts.sides(model))
    for base in bases:
        on = _on(model, medians, base)
        for principle in principles_for(2):
            is_new = principle.id not in SAME_FOR_TWO
            if on.items and is_new and not principle.missing(on.problem):
                yield _fair_goal(model, principle, base)
    yield Aim(
        "zone",
        f"{payer} would rather pay it than disagree",
        f"For {_brace(payer)} to pay {{figure}} a year rather than disagree",
        "",
        "",
        lambda draws: amounts.reservation(model, draws).most,
    )
    yield Aim(
        "settlement",
        f"{payer} and {payee} settle on it with equal power",
        f"For {_brace(payer)} and {_brace(payee)} to settle on {{figure}} a year with equal power",
        "",
        "",
        lambda draws: settlements(model, draws, amounts.reservation(model, draws))["nash"].payment,
    )
    yield Aim(
        "forecast",
        "it is the middle of the forecast",
        "For {figure} a year to be the middle of what is forecast",
        "",
        "",
        lambda draws: middle_of_forecast(model, draws),
    )


def _on(model: Model, draws: Draws, base: CostBase) -> BaseDraws:
    return base_draws(model, draws, base, amounts.member_data(model, draws))


def _fair_goal(model: Model, principle: Principle, base: CostBase) -> Aim:
    def payment(draws: Draws) -> Array:
        value, _, defined = implied_payment(principle, _on(model, draws, base))
        # Where the principle has no answer the figure is not reached.
        return np.where(defined, value, -np.inf)

    name = _fair(principle, base)
    condition = f"For {{figure}} a year to be {_brace(name)}"
    return Aim("fair", name, condition, principle.id, base.id, payment)


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
    now = amount_figure(_on(model, draws, base).problem.cost, model.basis, "total")
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
    model: Model,
    draws: Draws,
    medians: Draws,
    goal: Aim,
    figure: Figure,
    entries: Sequence[Input],
    grids: Sequence[Array],
) -> Iterator[Requirement]:
    """Values of single inputs at which a goal's amount comes to the figure."""
    for _ in range(PASSES):
        curves = _curves(goal, medians, entries, grids)
        brackets = [
            _bracket(grid, curve, figure.value, float(medians[entry.path][0]))
            for entry, grid, curve in zip(entries, grids, curves, strict=True)
        ]
        kept = [(e, b) for e, b in zip(entries, brackets, strict=True) if b is not None]
        if not kept:
            return
        entries, grids = [e for e, _ in kept], [b[0] + (b[1] - b[0]) * _FINE for _, b in kept]
    now = float(goal.amount(medians)[0])
    if abs(now - figure.value) <= SAME * abs(figure.value):
        # Every input would need the value that it has; once is enough to say so.
        entries, grids = entries[:1], grids[:1]
    for entry, grid in zip(entries, grids, strict=True):
        yield _requirement(model, draws, goal, figure, entry, float(grid[GRID // 2]), now)


_FINE = np.linspace(0.0, 1.0, GRID)


def _values_to_try(entry: Input, median: float) -> Array:
    """A wide grid of values of one input around its median."""
    if entry.unit.startswith("share"):
        return np.linspace(0.0, 1.0, GRID)
    if median > 0:
        return median * np.geomspace(1 / STRETCH, STRETCH, 2 * GRID)
    reach = STRETCH * max(abs(median), 0.05)
    return np.linspace(median - reach, median + reach, 2 * GRID)


def _curves(
    goal: Aim, medians: Draws, entries: Sequence[Input], grids: Sequence[Array]
) -> list[Array]:
    """The goal's amount along each input's grid, all others at their medians."""
    ends = np.cumsum([0, *(grid.size for grid in grids)])
    values = dict(medians.values)
    for entry, grid, start in zip(entries, grids, ends, strict=False):
        column = np.full(ends[-1], medians[entry.path][0])
        column[start : start + grid.size] = grid
        values[entry.path] = column
    whole = np.broadcast_to(goal.amount(Draws(values)), (int(ends[-1]),))
    return [whole[a:b] for a, b in itertools.pairwise(ends)]


def _bracket(grid: Array, curve: Array, figure: float, now: float) -> tuple[float, float] | None:
    """The pair of neighbouring values, nearest to the present one, that the figure lies between."""
    above = curve >= figure
    crosses = above[1:] != above[:-1]
    if not crosses.any():
        return None
    crossings = np.flatnonzero(crosses & np.isfinite(curve[1:] + curve[:-1]))
    if not crossings.size:
        return None
    place = crossings[np.argmin(np.abs(grid[crossings] - now))]
    return float(grid[place]), float(grid[place + 1])


def _requirement(
    model: Model,
    draws: Draws,
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
