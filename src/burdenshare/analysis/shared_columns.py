"""Every principle on every cost base for every member, with intervals and with what is paid now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from burdenshare.analysis.figures import amount_figure, certain, chance
from burdenshare.analysis.shared_core import Game, standing
from burdenshare.analysis.shared_problem import (
    MOST_NUCLEI,
    SharedBase,
    at_medians,
    first_draws,
    sharing_of,
)
from burdenshare.arrays import Array, Flags, Vector
from burdenshare.model import Model
from burdenshare.results.answers import LeftOut
from burdenshare.results.figures import PORTION, SHARE
from burdenshare.results.shared_cost import Charge, Column
from burdenshare.sharing.principles import NEED_NAMES, Principle, principles_for
from burdenshare.uncertainty.sampling import Executor

_ONE_BY_ONE = ("nucleolus", "nucleolus-per-capita", "folk")
"""Principles whose draws are solved one after the other where there are many members."""


class Solved(NamedTuple):
    """A column with its charges at medians, shape (n,), for what is computed from them."""

    column: Column
    middle: Vector


def solved_columns(
    model: Model, bases: tuple[SharedBase, ...], game: Game | None, executor: Executor
) -> tuple[Solved, ...]:
    """Compute every principle that has what it needs on every base, side by side."""
    members = len(sharing_of(model).members)
    work = [
        (base, principle)
        for base in bases
        for principle in principles_for(members)
        if not principle.missing(base.problem)
    ]

    def solve(one: tuple[SharedBase, Principle]) -> Solved | None:
        base, principle = one
        return _solve(model, base, principle, game if base.id == "whole" else None)

    return tuple(solved for solved in executor.map(solve, work) if solved is not None)


def _solve(
    model: Model, base: SharedBase, principle: Principle, game: Game | None
) -> Solved | None:
    """One principle on one base; None if it has no answer in any draw."""
    problem = base.problem
    if principle.id in _ONE_BY_ONE and problem.members > 4 and base.draws > MOST_NUCLEI:
        problem = first_draws(problem, MOST_NUCLEI)
    charges, defined = principle.function(problem)
    charges = np.atleast_2d(charges)
    defined = np.broadcast_to(np.atleast_1d(defined), charges.shape[:1])
    if not defined.any():
        return None
    cost = np.broadcast_to(problem.cost[: len(charges)], charges.shape[:1])
    column = Column(
        principle=principle.id,
        name=principle.name,
        family=principle.family,
        base=base.id,
        base_name=base.name,
        charges=tuple(_member_charges(model, base, principle, charges, cost, defined)),
        groups=tuple(_group_charges(model, base, principle, charges, cost, defined)),
        defined=certain(float(defined.mean()), SHARE, "defined"),
        standing=None,
    )
    middle = principle.function(at_medians(base.problem)).charges.reshape(-1)
    if game is not None:
        column = replace(column, standing=standing(model, game, middle))
    return Solved(column, middle)


def _member_charges(
    model: Model, base: SharedBase, principle: Principle, charges: Array, cost: Array, fine: Flags
) -> Iterator[Charge]:
    for place, code in enumerate(sharing_of(model).members):
        paid = base.present[place]
        name = model.case.parties[code].prose
        yield _charge(model, code, name, principle, charges[fine, place], cost[fine], paid, fine)


def _group_charges(
    model: Model, base: SharedBase, principle: Principle, charges: Array, cost: Array, fine: Flags
) -> Iterator[Charge]:
    sharing = sharing_of(model)
    order = list(sharing.members)
    for group in sharing.groups:
        places = [order.index(code) for code in group.members]
        paid = [base.present[place] for place in places]
        known = [each for each in paid if each is not None]
        together = sum(known[1:], known[0]) if len(known) == len(paid) else None
        total = charges[fine][:, places].sum(axis=1)
        yield _charge(model, group.id, group.name, principle, total, cost[fine], together, fine)


def _charge(
    model: Model,
    code: str,
    name: str,
    principle: Principle,
    amount: Vector,
    cost: Vector,
    paid: Array | None,
    fine: Flags,
) -> Charge:
    change = None
    if paid is not None:
        change = amount - _in_the_same_draws(paid, fine)
    formula = f"sharing.{principle.id}"
    whole = float(cost.sum())
    return Charge(
        member=code,
        name=name,
        amount=amount_figure(amount, model.basis, formula),
        share=certain(float(amount.sum()) / whole if whole else 0.0, PORTION, "member-share"),
        change=None if change is None else amount_figure(change, model.basis, "member-change"),
        pays_more=None if change is None else chance(change > 0, "pays-more"),
    )


def left_out(
    model: Model, bases: tuple[SharedBase, ...], solved: tuple[Solved, ...]
) -> Iterator[LeftOut]:
    """Name the principles that could not be computed on any base, and why."""
    members = sharing_of(model).members
    there = {each.column.principle for each in solved}
    for principle in principles_for(len(members)):
        if principle.id in there:
            continue
        missing = {field for base in bases for field in principle.missing(base.problem)}
        if not missing:
            yield LeftOut(principle.id, principle.name, "it has no answer in any draw")
            continue
        needs = " and ".join(dict.fromkeys(NEED_NAMES[f] for f in sorted(missing)))
        needs = needs.replace("each side", "each member")
        yield LeftOut(
            principle.id,
            principle.name,
            f"the case does not give {needs}{_of_whom(model, bases[0], missing)}",
        )


def _of_whom(model: Model, base: SharedBase, missing: set[str]) -> str:
    """Name the few members of whom something is not known, where it is known of most."""
    members = len(base.present)
    unknown = {
        c for f in missing for c in base.lacking.get(f, ()) if len(base.lacking[f]) < members
    }
    if not unknown:
        return ""
    names = [model.case.parties[c].name for c in sharing_of(model).members if c in unknown]
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return f" (not known of {', '.join(names[:3])}{more})"


def _in_the_same_draws(paid: Array, fine: Flags) -> Array:
    """What is paid now in the draws that are counted; its first ones where a game has fewer."""
    return paid if paid.size == 1 else paid[: fine.size][fine]
