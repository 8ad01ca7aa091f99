"""What each principle promises: checks on the cost base that matters most, inputs at their medians.

A principle that charges much may keep promises that a cheaper one breaks. Each promise of
`sharing.principle_axioms` is checked for every principle that has an answer. The rules for claims
are held to the axioms of `sharing.claims_axioms` as well, with benefits as claims, and where costs
of coalitions are known, principles to those of `sharing.game_axioms`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from burdenshare.analysis import amounts
from burdenshare.analysis.fair_shares import headline_base
from burdenshare.analysis.formulas import by_formula
from burdenshare.analysis.grid import base_draws
from burdenshare.analysis.requirements import medians_of
from burdenshare.analysis.shared_problem import SharedBase, at_medians, sharing_of
from burdenshare.arrays import Array
from burdenshare.model import Model
from burdenshare.results import BrokenPromise, Figure, Made, NotAsked, Promise, Promises, Sentence
from burdenshare.results.figures import Unit
from burdenshare.sharing import claims_axioms, game_axioms
from burdenshare.sharing.burden_case import BurdenRule
from burdenshare.sharing.claims_axioms import ClaimsAxiom
from burdenshare.sharing.claims_case import Rule
from burdenshare.sharing.game_axioms import GameAxiom
from burdenshare.sharing.principle_axioms import PROMISES, BurdenPromise, PromiseCheck
from burdenshare.sharing.principle_games import OF_MEMBERS, as_solution, game_of_problem
from burdenshare.sharing.principles import (
    NEED_NAMES,
    PRINCIPLES,
    Charges,
    CostProblem,
    Principle,
    principles_for,
)

Checks: TypeAlias = Sequence[tuple[Principle, bool, Sentence | None]]
"""Principles, whether each keeps a promise, and how it is broken if that is told."""

CLAIMS_FAMILY = "claims"
"""Family of the principles that divide the cost as claims rules do."""


AXIOMS_ASKED = (
    "equal_treatment", "null_member", "covariance", "additivity", "marginality",
    "reasonable_bounds", "self_duality", "core_membership", "coalitional_monotonicity",
    "population_monotonicity", "davis_maschler_consistency", "hart_mas_colell_consistency",
    "complement_consistency",
)  # fmt: skip
"""Axioms for solutions of games that say more than the promises do."""

OPTIONS = {"coalitional_monotonicity": {"raises": (0.1,)}}
"""Each coalition's cost is raised once, by a tenth of the whole, as elsewhere in the answer."""

LARGEST_ASKED = 6
"""Most members whose game is held to axioms: each changes the cost of every coalition in turn."""


class Asked(NamedTuple):
    """A problem at the medians, the principles that answer it, and the names of its members."""

    problem: CostProblem
    charges: Mapping[str, Charges]
    """What the principles that have an answer charge, by id."""
    names: tuple[str, ...]

    @property
    def principles(self) -> tuple[Principle, ...]:
        """The principles that have an answer."""
        return tuple(PRINCIPLES[name] for name in self.charges)

    def rule(self, principle: Principle) -> BurdenRule:
        """Give the function of a principle, which need not charge for this problem once more."""
        own = self.charges[principle.id]
        return lambda posed: own if posed is self.problem else principle.function(posed)


def promises(model: Model, made: Made) -> Promises:
    """Check what each principle promises payer and payee on the cost base that matters most.

    Parameters
    ----------
    model : Model
        A case at a date, with a payment.
    made : Made
        How the answer is made.
    """
    base = headline_base(model)
    if base is None:
        return _nothing(made)
    medians = medians_of(model)
    on = base_draws(model, medians, base, amounts.member_data(model, medians))
    if not on.items:
        return _nothing(made)
    names = tuple(model.case.parties[code].prose for code in amounts.sides(model))
    return _answer(model, made, base.id, base.name, _asked(on.problem, names))


def promises_among_many(model: Model, made: Made, base: SharedBase) -> Promises:
    """Check what each principle promises the members who share a cost.

    Parameters
    ----------
    model : Model
        A case at a date, with a shared cost.
    made : Made
        How the answer is made.
    base : SharedBase
        The cost that they share.
    """
    names = tuple(model.case.parties[code].prose for code in sharing_of(model).members)
    return _answer(model, made, base.id, base.name, _asked(at_medians(base.problem), names))


def _nothing(made: Made) -> Promises:
    return Promises(made, "", "", (), (), (), ())


def _asked(problem: CostProblem, names: tuple[str, ...]) -> Asked:
    """Find the principles that have an answer to a problem of one draw."""
    charges = {
        principle.id: principle.function(problem)
        for principle in principles_for(problem.members)
        if not principle.missing(problem)
    }
    answered = {name: found for name, found in charges.items() if np.all(found.defined)}
    return Asked(problem, answered, names)


def _answer(model: Model, made: Made, base: str, base_name: str, asked: Asked) -> Promises:
    return Promises(
        made,
        base,
        base_name,
        tuple(_kept_promises(model, asked)),
        tuple(_claims_promises(asked)),
        tuple(_game_promises(asked)),
        tuple(_not_asked(asked.problem)),
    )


def _promise(
    entry: BurdenPromise | GameAxiom | ClaimsAxiom, reference: str, checks: Checks
) -> Promise:
    """Say who keeps a promise and who breaks it."""
    return Promise(
        entry.id,
        entry.name,
        entry.promise,
        reference,
        tuple(p.id for p, holds, _ in checks if holds),
        tuple(p.name for p, holds, _ in checks if holds),
        tuple(BrokenPromise(p.id, p.name, how) for p, holds, how in checks if not holds),
    )


def _kept_promises(model: Model, asked: Asked) -> Iterator[Promise]:
    """Check every promise that can be asked for every principle."""
    rules = [(principle, asked.rule(principle)) for principle in asked.principles]
    for entry in PROMISES.values():
        if not entry.applies(asked.problem):
            continue
        found = [(p, entry.function(rule, asked.problem)) for p, rule in rules]
        checks = [(p, c.holds, None if c else _sentence(model, asked, c)) for p, c in found]
        yield _promise(entry, entry.reference, checks)


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
    if problem.coalitions is not None and problem.members > LARGEST_ASKED:
        why = "every coalition's cost would be changed in turn, which is done for up to six members"
        yield NotAsked("games", "what solutions of games promise", why)


def _reason(entry: BurdenPromise, problem: CostProblem) -> str:
    lacking = [NEED_NAMES[field] for field in entry.missing(problem)]
    if lacking:
        needs = f"the case does not give {' and '.join(lacking)}"
        return needs if problem.members <= 2 else needs.replace("each side", "each member")
    return "costs follow from what the members need, so that none can be changed by itself"


# --- solutions of games --------------------------------------------------------------------------


def _game_promises(asked: Asked) -> Iterator[Promise]:
    """Hold principles to the axioms for solutions of the game that coalitions make."""
    problem = asked.problem
    if problem.coalitions is None or not 2 < problem.members <= LARGEST_ASKED:
        return
    game = game_of_problem(problem, asked.names)
    told = {*OF_MEMBERS, "stand_alone", "coalitions", "groups"}
    fitting = [p for p in asked.principles if {*p.needs, *p.needs_of_many} <= told]
    solutions = [(p, as_solution(p.function, problem, asked.names)) for p in fitting]
    for name in AXIOMS_ASKED:
        axiom = game_axioms.AXIOMS[name]
        check = partial(axiom.function, **OPTIONS.get(name, {}))
        checks = [(p, check(solve, game).holds, None) for p, solve in solutions]
        yield _promise(axiom, axiom.reference, checks)


# --- rules for claims ----------------------------------------------------------------------------


def _claims_promises(asked: Asked) -> Iterator[Promise]:
    """Hold the rules for claims to the axioms for them."""
    rules = [(p, _as_claims_rule(p)) for p in asked.principles if p.family == CLAIMS_FAMILY]
    if not rules or asked.problem.benefit is None:
        return
    claims = np.maximum(asked.problem.benefit.reshape(asked.problem.members), 0.0)
    endowment = float(asked.problem.cost.reshape(-1)[0])
    for axiom in claims_axioms.AXIOMS.values():
        checks = [(p, axiom.function(rule, endowment, claims).holds, None) for p, rule in rules]
        yield _promise(axiom, "", checks)


def _as_claims_rule(principle: Principle) -> Rule:
    """Read a principle as a claims rule: the endowment is the cost, claims are benefits.

    Axioms ask for the same division many times, which is made once.
    """
    known: dict[tuple[object, ...], Array] = {}

    def divide(endowment: ArrayLike, claims: ArrayLike) -> Array:
        cost = np.asarray(endowment, dtype=np.float64)
        wanted = np.asarray(claims, dtype=np.float64)
        asked = cost.shape, cost.tobytes(), wanted.shape, wanted.tobytes()
        if asked not in known:
            problem = CostProblem(cost=cost, members=wanted.shape[-1], benefit=wanted)
            known[asked] = principle.function(problem).charges
        return known[asked]

    return divide
