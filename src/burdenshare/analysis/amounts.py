"""Yearly amounts of a case, draw by draw: cost bases, members' data, reservation values.

Everything here takes a model and its draws and gives arrays of shape (draws,) or (1,), which
broadcast against one another. Where there is an axis of members, it holds the payer of the
payment first and the payee second.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from burdenshare.arrays import Array
from burdenshare.cases.schema import (
    CalendarEvent,
    CostBase,
    CostItem,
    Disagreement,
    Payment,
    PositionKind,
)
from burdenshare.errors import CaseConsistencyError, CaseProblem
from burdenshare.model import Draws, Model
from burdenshare.sharing.first_of_two import FirstOfTwo
from burdenshare.sharing.principles import CostProblem

PAYER, PAYEE = 0, 1
"""Places of the two sides on an axis of members."""


def payment_of(model: Model) -> Payment:
    """Give the payment that the case is about.

    Raises
    ------
    CaseConsistencyError
        If the case has none.
    """
    if model.case.payment is None:
        problem = "this answer needs a payment between two parties"
        hint = "Add payment to the case."
        if model.case.sharing is not None:
            hint = "Members share a cost here: 'burdenshare run' says what each should pay."
        raise CaseConsistencyError([CaseProblem(model.case.slug, 0, 0, "payment", problem, hint)])
    return model.case.payment


def sides(model: Model) -> tuple[str, str]:
    """Give the codes of payer and payee."""
    payment = payment_of(model)
    return payment.payer, payment.payee


def present_payment(draws: Draws) -> Array:
    """Give what is paid now."""
    return draws["payment.current"]


def figure_path(model: Model) -> str | None:
    """Give the path of the figure that the case is asked about.

    That is the figure of the question, or of the position that the question names, or else of the
    payee's last demand that has one; None if there is no such thing.
    """
    question = model.case.question
    if question.figure is not None:
        return "question.figure"
    _, payee = sides(model)
    with_amount = [p for p in model.case.positions if p.amount is not None or p.rise is not None]
    named = [p for p in with_amount if p.id == question.position]
    demands = [p for p in with_amount if p.party == payee and p.kind is PositionKind.DEMAND]
    if not (named or demands):
        return None
    chosen = named[0] if named else max(demands, key=lambda p: p.date.latest)
    return f"positions.{chosen.id}.{'amount' if chosen.amount is not None else 'rise'}"


def asked_figure(model: Model, draws: Draws) -> Array | None:
    """Give the figure that the case is asked about, a rise turned into a payment."""
    path = figure_path(model)
    if path is None:
        return None
    if path.endswith(".rise"):
        return present_payment(draws) * (1 + draws[path])
    return draws[path]


# --- cost bases ----------------------------------------------------------------------------------


def base_items(model: Model, base: CostBase) -> tuple[CostItem, ...]:
    """Give the cost items of a base that were known, those of included bases first."""
    bases = {entry.id: entry for entry in model.case.cost_bases}
    items = {item.id: item for item in model.case.costs}
    chain = [base]
    while chain[-1].includes in bases:
        chain.append(bases[str(chain[-1].includes)])
    names = [name for entry in reversed(chain) for name in entry.items]
    return tuple(items[name] for name in names if name in items)


def amount(draws: Draws, item: CostItem) -> Array:
    """Give the yearly amount of a cost item."""
    return draws[f"costs.{item.id}.amount"]


def total(draws: Draws, items: Sequence[CostItem]) -> Array:
    """Give what cost items come to, whoever pays them."""
    return _sum([amount(draws, item) for item in items])


class RunningSums:
    """Sums over runs of cost items, of which one may begin with another.

    Terms are added from left to right, so going on from a sum that is kept changes no bit.
    """

    def __init__(self) -> None:
        """Keep nothing yet."""
        self._kept: dict[tuple[str, tuple[str, ...]], Array] = {}

    def of(
        self,
        name: str,
        items: Sequence[CostItem],
        term: Callable[[CostItem], Array | None],
        *,
        keep: bool = False,
    ) -> Array:
        """Add what a term is of each item; items of which it is None count nothing.

        `keep` says that another run will begin with these items.
        """
        ids = tuple(item.id for item in items)
        starts = (ids[:length] for length in range(len(ids), 0, -1))
        begun = next((start for start in starts if (name, start) in self._kept), ())
        terms = (term(item) for item in items[len(begun) :])
        known = [] if not begun else [self._kept[name, begun]]
        result = _sum([*known, *(value for value in terms if value is not None)])
        if keep:
            self._kept[name, ids] = result
        return result


def borne_outside(
    model: Model, draws: Draws, items: Sequence[CostItem], sums: RunningSums, *, keep: bool = False
) -> Array:
    """Give what the payer bears of cost items beside the payment."""
    payer, _ = sides(model)

    def own(item: CostItem) -> Array | None:
        return amount(draws, item) if item.payer == payer and not item.from_payment else None

    return sums.of("outside", items, own, keep=keep)


class MemberData(NamedTuple):
    """What is known of payer and payee apart from any cost base; shapes (draws, 2) or None."""

    population: Array | None
    income: Array | None
    national_income: Array | None
    stand_alone: Array | None
    benefit: Array | None

    payers: FirstOfTwo
    """The payer's charges by principle; what cost bases have in common is computed once."""
    sums: RunningSums
    """Sums over cost items; a base goes on from those of the base that it includes."""


def member_data(model: Model, draws: Draws) -> MemberData:
    """Gather what principles need to know of payer and payee."""
    known = CostProblem(
        cost=np.zeros(1),
        members=2,
        population=_of_both(model, draws, "population"),
        income=_of_both(model, draws, "gdp"),
        national_income=_of_both(model, draws, "gni"),
        benefit=_benefits(model, draws),
        stand_alone=_of_both(model, draws, "stand_alone_cost"),
    )
    return MemberData(
        known.population,
        known.income,
        known.national_income,
        known.stand_alone,
        known.benefit,
        FirstOfTwo(known),
        RunningSums(),
    )


def cost_problem(
    draws: Draws,
    items: Sequence[CostItem],
    members: MemberData,
    *,
    is_whole: bool,
    causes: bool = True,
    cost: Array | None = None,
    keep: bool = False,
) -> CostProblem:
    """Give the problem of sharing some cost items between payer and payee.

    What each side's own aims would cost alone is compared with the whole of the undertaking only.
    For whose sake the cost arises is left out if `causes` says so; `cost` is what the items come
    to, if that is known. `keep` says that another problem begins with these items.
    """
    sums = members.sums
    if cost is None:
        cost = sums.of("total", items, lambda item: amount(draws, item), keep=keep)
    return CostProblem(
        cost=cost,
        members=2,
        population=members.population,
        income=members.income,
        national_income=members.national_income,
        stand_alone=members.stand_alone if is_whole else None,
        benefit=members.benefit,
        attributable=_attributable(draws, items, sums, keep=keep) if causes else None,
    )


def paths_read(
    model: Model, items: Sequence[CostItem], needs: Sequence[str], *, is_whole: bool
) -> list[str]:
    """Name the inputs that a principle reads on some cost items, by what it needs to know."""
    fields = {"population": "population", "income": "gdp", "national_income": "gni"}
    if is_whole:
        fields["stand_alone"] = "stand_alone_cost"
    both = sides(model)
    paths = [f"costs.{item.id}.amount" for item in items]
    for need in needs:
        if need in fields:
            paths += [f"parties.{code}.{fields[need]}" for code in both]
        elif need == "benefit":
            paths += [f"benefits.{b.id}.amount" for b in model.case.benefits if b.party in both]
        elif need == "attributable":
            paths += [f"costs.{item.id}.caused_by_payer" for item in items]
    return paths


def _of_both(model: Model, draws: Draws, field: str) -> Array | None:
    values = [draws.get(f"parties.{code}.{field}") for code in sides(model)]
    known = [value for value in values if value is not None]
    return side_by_side(known) if len(known) == len(values) else None


def _benefits(model: Model, draws: Draws) -> Array | None:
    values = [benefit_of(model, draws, code) for code in sides(model)]
    known = [value for value in values if value is not None]
    return side_by_side(known) if len(known) == len(values) else None


def benefit_of(model: Model, draws: Draws, party: str) -> Array | None:
    """Give what the undertaking is worth to a party a year, or None if nothing is known of it."""
    known = [draws[f"benefits.{b.id}.amount"] for b in model.case.benefits if b.party == party]
    return _sum(known) if known else None


def _attributable(
    draws: Draws, items: Sequence[CostItem], sums: RunningSums, *, keep: bool
) -> Array | None:
    """Cost that arises for payer and payee; None if for some item nobody says."""
    if not items or any(f"costs.{item.id}.caused_by_payer" not in draws for item in items):
        return None

    def for_payer(item: CostItem) -> Array:
        return amount(draws, item) * draws[f"costs.{item.id}.caused_by_payer"]

    def for_payee(item: CostItem) -> Array:
        return amount(draws, item) * (1 - draws[f"costs.{item.id}.caused_by_payer"])

    payers = sums.of("for the payer", items, for_payer, keep=keep)
    payees = sums.of("for the payee", items, for_payee, keep=keep)
    return side_by_side([payers, payees])


def _sum(values: Sequence[Array]) -> Array:
    """Add arrays of shape (draws,) or (1,)."""
    if not values:
        return np.zeros(1)
    result = values[0]
    for value in values[1:]:
        result = result + value
    return result


def side_by_side(values: Sequence[Array]) -> Array:
    """Put arrays of shape (draws,) or (1,) side by side on an axis of members.

    Each member's draws stay together in memory, which makes arithmetic on them quick.
    """
    return np.moveaxis(np.stack(np.broadcast_arrays(*values)), 0, -1)


# --- disagreement and reservation values ---------------------------------------------------------


class Reservation(NamedTuple):
    """What each side would rather have than disagree, as payments a year."""

    least: Array
    """Least payment that the payee accepts."""
    most: Array
    """Most that the payer pays."""
    inside_least: Array
    """Payment as good to the payee as what goes on while talks last."""
    inside_most: Array
    """Payment as good to the payer as what goes on while talks last."""
    outside_least: Array | None
    """Payment as good to the payee as ending the undertaking."""
    outside_most: Array | None
    """Payment as good to the payer as ending the undertaking."""


def reservation(model: Model, draws: Draws) -> Reservation:
    """Give the reservation values of both sides.

    They come from what disagreement would be, outcome by outcome, as each side believes it; or
    straight from the case where it gives them.
    """
    payer, payee = sides(model)
    outcomes = model.case.disagreement
    paid = [paid_in(draws, outcome) for outcome in outcomes]
    worth = {
        payee: [p - loss_in(model, draws, o, payee) for p, o in zip(paid, outcomes, strict=True)],
        payer: [p + loss_in(model, draws, o, payer) for p, o in zip(paid, outcomes, strict=True)],
    }
    expected = {side: _expected(model, draws, side, worth[side]) for side in (payee, payer)}
    going_on = [place for place, outcome in enumerate(outcomes) if outcome.withdrawn is None]
    ending = [place for place, outcome in enumerate(outcomes) if outcome.withdrawn is not None]
    inside = {s: worth[s][going_on[0]] if going_on else expected[s] for s in (payee, payer)}
    ends = {s: worth[s][ending[-1]] if ending else None for s in (payee, payer)}
    least = np.maximum(expected[payee], _by_waiting(model, draws, payee, inside, expected))
    most = np.minimum(expected[payer], _by_waiting(model, draws, payer, inside, expected))
    return Reservation(least, most, inside[payee], inside[payer], ends[payee], ends[payer])


def paid_in(draws: Draws, outcome: Disagreement) -> Array:
    """Give what goes on being paid a year in an outcome of disagreement."""
    paid = draws.get(f"disagreement.{outcome.id}.payment")
    return np.zeros(1) if paid is None else paid


def loss_in(model: Model, draws: Draws, outcome: Disagreement, side: str) -> Array:
    """Give what a side loses a year in an outcome: as given, or its benefit less what it saves."""
    given = draws.get(f"disagreement.{outcome.id}.losses.{side}")
    if given is not None:
        return given
    withdrawn = draws.get(f"disagreement.{outcome.id}.withdrawn")
    if withdrawn is None:
        return np.zeros(1)
    saved = [
        amount(draws, item)
        for item in model.case.costs
        if item.id in outcome.saves and item.payer == side and not item.from_payment
    ]
    worth = benefit_of(model, draws, side)
    return withdrawn * ((np.zeros(1) if worth is None else worth) - _sum(saved))


def probabilities(model: Model, draws: Draws, side: str) -> list[Array]:
    """Give the probability of each outcome of disagreement as one side believes it.

    One outcome takes what the others leave; if they leave nothing, all are scaled to sum to 1.
    """
    given: list[Array | None] = []
    for outcome in model.case.disagreement:
        start = f"disagreement.{outcome.id}"
        belief = draws.get(f"{start}.beliefs.{side}")
        given.append(draws.get(f"{start}.probability") if belief is None else belief)
    stated = _sum([value for value in given if value is not None])
    rest = np.maximum(0.0, 1.0 - stated)
    whole = np.maximum(stated + (rest if any(v is None for v in given) else 0.0), 1e-300)
    return [(rest if value is None else value) / whole for value in given]


def _expected(model: Model, draws: Draws, side: str, worth: Sequence[Array]) -> Array:
    direct = draws.get(f"reservation.{side}")
    if direct is not None:
        return direct
    if not worth:
        problem = "is needed to say what each side would rather have than disagree"
        raise CaseConsistencyError(
            [
                CaseProblem(
                    model.case.slug, 0, 0, "disagreement", problem, "Or give reservation directly."
                )
            ]
        )
    weights = probabilities(model, draws, side)
    return _sum([weight * value for weight, value in zip(weights, worth, strict=True)])


def _by_waiting(
    model: Model,
    draws: Draws,
    side: str,
    inside: dict[str, Array],
    expected: dict[str, Array],
) -> Array | float:
    """Payment as good to a side as waiting for an election on the other side.

    Over the usual term of T years, a wait of m years at what goes on meanwhile, then with chance q
    the payment expected of the new type, else the side's own reservation value.
    """
    payer, _ = sides(model)
    nothing = float("inf") if side == payer else float("-inf")
    event = _election_to_wait_for(model, side)
    term = draws.get("payment.term")
    if event is None or term is None or f"reservation.{side}" in draws:
        return nothing
    chance = draws.get(f"calendar.{event.id}.type_change")
    terms = draws.get(f"calendar.{event.id}.new_settlement")
    if chance is None or terms is None:
        return nothing
    wait = (event.date.latest - model.as_of).days / 365.25
    meanwhile = np.minimum(wait / np.maximum(term, wait), 1.0)
    after = chance * terms + (1 - chance) * expected[side]
    waiting: Array = meanwhile * inside[side] + (1 - meanwhile) * after
    return waiting


def _election_to_wait_for(model: Model, side: str) -> CalendarEvent | None:
    """The next election of the other side that may change its type."""
    payer, payee = sides(model)
    other = payee if side == payer else payer
    ahead = [
        event
        for event in model.case.calendar
        if event.kind == "election"
        and event.party == other
        and event.type_change is not None
        and event.date.latest > model.as_of
    ]
    return min(ahead, key=lambda event: event.date.latest) if ahead else None
