"""What each principle promises: checks on the cost base that matters most, inputs at their medians.

A principle that charges much may keep promises that a cheaper one breaks. Each promise of
`sharing.principle_axioms` is checked for every principle that has an answer, and the rules for
claims are held to the axioms of `sharing.claims_axioms` as well, with benefits as claims.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from burdenshare.analysis import amounts
from burdenshare.analysis.fair_shares import headline_base
from burdenshare.analysis.formulas import by_formula
from burdenshare.analysis.grid import base_draws
from burdenshare.analysis.requirements import medians_of
from burdenshare.arrays import Array
from burdenshare.cases.schema import CostBase
from burdenshare.model import Model
from burdenshare.results import BrokenPromise, Figure, Made, NotAsked, Promise, Promises, Sentence
from burdenshare.results.figures import Unit
from burdenshare.sharing import claims_axioms
from burdenshare.sharing.principle_axioms import PROMISES, BurdenPromise, PromiseCheck
from burdenshare.sharing.principles import NEED_NAMES, CostProblem, Principle, principles_for

CLAIMS_FAMILY = "claims"
"""Family of the principles that divide the cost as claims rules do."""


class Asked(NamedTuple):
    """A problem at the medians, the principles that answer it, and the names of its members."""

    problem: CostProblem
    principles: tuple[Principle, ...]
    names: tuple[str, ...]


def promises(model: Model, made: Made) -> Promises:
    """Check what each principle promises on the cost base that matters most.

    Parameters
    ----------
    model : Model
        A case at a date.
    made : Made
        How the answer is made.
    """
    base = headline_base(model)
    asked = None if base is None else _asked(model, base)
    if base is None or asked is None:
        return Promises(made, "", "", (), (), ())
    return Promises(
        made,
        base.id,
        base.name,
        tuple(_kept_promises(model, asked)),
        tuple(_claims_promises(asked)),
        tuple(_not_asked(asked.problem)),
    )


def _asked(model: Model, base: CostBase) -> Asked | None:
    """The problem of a base at the medians; None if nothing of the base is known."""
    medians = medians_of(model)
    on = base_draws(model, medians, base, amounts.member_data(model, medians))
    if not on.items:
        return None
    answering = tuple(
        principle
        for principle in principles_for(2)
        if not principle.missing(on.problem) and principle.function(on.problem).defined.all()
    )
    names = tuple(model.case.parties[code].prose for code in amounts.sides(model))
    return Asked(on.problem, answering, names)


def _kept_promises(model: Model, asked: Asked) -> Iterator[Promise]:
    """Check every promise that can be asked for every principle."""
    for entry in PROMISES.values():
        if not entry.applies(asked.problem):
            continue
        checks = [(p, entry.function(p.function, asked.problem)) for p in asked.principles]
        broken = [
            BrokenPromise(p.id, p.name, _sentence(model, asked, check))
            for p, check in checks
            if not check
        ]
        yield Promise(
            entry.id,
            entry.name,
            entry.promise,
            entry.reference,
            tuple(p.id for p, check in checks if check),
            tuple(p.name for p, check in checks if check),
            tuple(broken),
        )


def _sentence(model: Model, asked: Asked, check: PromiseCheck) -> Sentence:
    """Say how a promise is broken, with the member named and the amounts as figures."""
    origin, unit = by_formula("promise"), Unit.money(model.basis)
    figures = {name: Figure(amount, unit, origin) for name, amount in check.amounts.items()}
    template = check.template
    if check.member is not None:
        name = asked.names[check.member]
        named = (name[:1].upper() + name[1:]).replace("{", "{{").replace("}", "}}")
        template = template.replace("{member}", named)
    return Sentence(template, figures)


def _not_asked(problem: CostProblem) -> Iterator[NotAsked]:
    """Name the promises that this problem says too little about."""
    for entry in PROMISES.values():
        if not entry.applies(problem):
            yield NotAsked(entry.id, entry.name, _reason(entry, problem))


def _reason(entry: BurdenPromise, problem: CostProblem) -> str:
    lacking = [NEED_NAMES[field] for field in entry.needs if getattr(problem, field) is None]
    if lacking:
        return f"the case does not give {' and '.join(lacking)}"
    return "what each member adds is known of two members alone"


# --- rules for claims ----------------------------------------------------------------------------


def _claims_promises(asked: Asked) -> Iterator[Promise]:
    """Hold the rules for claims to the axioms for them."""
    rules = [p for p in asked.principles if p.family == CLAIMS_FAMILY]
    if not rules or asked.problem.benefit is None:
        return
    claims = np.maximum(asked.problem.benefit.reshape(asked.problem.members), 0.0)
    endowment = float(asked.problem.cost.reshape(-1)[0])
    for axiom in claims_axioms.AXIOMS.values():
        checks = [(p, axiom.function(partial(_divide, p), endowment, claims)) for p in rules]
        yield Promise(
            axiom.id,
            axiom.name,
            axiom.promise,
            "",
            tuple(p.id for p, check in checks if check),
            tuple(p.name for p, check in checks if check),
            tuple(BrokenPromise(p.id, p.name, None) for p, check in checks if not check),
        )


def _divide(principle: Principle, endowment: ArrayLike, claims: ArrayLike) -> Array:
    """Read a principle as a claims rule: the endowment is the cost, claims are benefits."""
    wanted = np.asarray(claims, dtype=np.float64)
    cost = np.asarray(endowment, dtype=np.float64)
    problem = CostProblem(cost=cost, members=wanted.shape[-1], benefit=wanted)
    return principle.function(problem).charges
