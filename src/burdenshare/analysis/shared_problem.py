"""A cost that several members share, draw by draw: what principles need to know of each member.

Arrays have draws in front and an axis of members behind, in the order of the case; what is taken
as certain has one draw, which broadcasts. What is not known of some member is left out of the
problem as a whole and named: nobody is taken to have nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from burdenshare.analysis import amounts
from burdenshare.arrays import Array
from burdenshare.cases.schema import CostBase, CostItem
from burdenshare.cases.schema_numbers import SUPPLY
from burdenshare.cases.schema_sharing import Sharing
from burdenshare.errors import CaseConsistencyError, CaseProblem
from burdenshare.model import Draws, Model
from burdenshare.sharing.coalition_charges import airport_coalitions, link_coalitions
from burdenshare.sharing.cost_problem import CostProblem

MOST_COALITIONS = 1 << 22
"""Costs of coalitions, over all draws, that are worked on; with many members fewer draws are."""

MOST_NUCLEI = 200
"""Draws for which a nucleus of more than four members is sought, one program after the other."""

LARGEST_GAME = 12
"""Most members whose coalitions are listed."""


@dataclass(frozen=True, slots=True)
class SharedBase:
    """A cost that members share: the whole, or a base made of items."""

    id: str
    name: str
    problem: CostProblem
    present: tuple[Array | None, ...]
    """What each member pays of it now; None where that is not known."""
    lacking: dict[str, tuple[str, ...]]
    """Members of whom something is not known, by field of the problem."""

    @property
    def draws(self) -> int:
        """How many draws there are; 1 if everything is certain."""
        known = [self.problem.cost.size]
        for field in ("population", "income", "national_income", "benefit", "stand_alone",
                      "attributable", "use", "border", "coalitions", "links"):  # fmt: skip
            value = getattr(self.problem, field)
            known += [value.shape[0]] if value is not None else []
        return max(known)


def sharing_of(model: Model) -> Sharing:
    """Give the shared cost that the case is about.

    Raises
    ------
    CaseConsistencyError
        If it has none, or nothing of it was known by then.
    """
    sharing = model.case.sharing
    if sharing is None:
        problem = "this answer needs a cost that members share"
        hint = "Add sharing to the case, with its members."
        raise CaseConsistencyError([CaseProblem(model.case.slug, 0, 0, "sharing", problem, hint)])
    return sharing


def shared_bases(model: Model, draws: Draws) -> tuple[SharedBase, ...]:
    """Give the whole cost, and each cost base of the case that holds anything."""
    sharing = sharing_of(model)
    members = tuple(sharing.members)
    if not members:
        raise _unknown(model)
    lacking: dict[str, tuple[str, ...]] = {}
    data = {
        field: _gathered(members, read, field, lacking)
        for field, read in _readers(model, draws).items()
    }
    bases = []
    whole = _whole(model, draws, data)
    if whole is not None:
        bases.append(
            SharedBase("whole", sharing.name, whole, _present(draws, members, whole), lacking)
        )
    if model.case.payment is None:
        bases += [
            _base(model, draws, base, items, data, lacking)
            for base in model.case.cost_bases
            if (items := amounts.base_items(model, base))
        ]
    if not bases:
        raise _unknown(model)
    return tuple(bases)


def _unknown(model: Model) -> CaseConsistencyError:
    problem = "nothing of the cost to be shared was known by then"
    return CaseConsistencyError(
        [CaseProblem(model.case.slug, 0, 0, "sharing.cost", problem, "Ask at a later date.")]
    )


Reader = Callable[[str], Array | None]


def _readers(model: Model, draws: Draws) -> dict[str, Reader]:
    """How each field of a problem is read for one member."""

    def party(field: str) -> Reader:
        return lambda code: draws.get(f"parties.{code}.{field}")

    def member(field: str) -> Reader:
        return lambda code: draws.get(f"sharing.members.{code}.{field}")

    def benefit(code: str) -> Array | None:
        own = draws.get(f"sharing.members.{code}.benefit")
        return amounts.benefit_of(model, draws, code) if own is None else own

    return {
        "population": party("population"),
        "income": party("gdp"),
        "national_income": party("gni"),
        "stand_alone": party("stand_alone_cost"),
        "benefit": benefit,
        "use": member("use"),
        "border": member("border"),
        "caused": member("caused"),
    }


def _gathered(
    members: tuple[str, ...], read: Reader, field: str, lacking: dict[str, tuple[str, ...]]
) -> Array | None:
    values = [read(code) for code in members]
    lacking[field] = tuple(c for c, v in zip(members, values, strict=True) if v is None)
    known = [value for value in values if value is not None]
    return amounts.side_by_side(known) if len(known) == len(members) else None


def _whole(model: Model, draws: Draws, data: dict[str, Array | None]) -> CostProblem | None:
    """The problem of sharing the whole cost, with what coalitions would pay."""
    sharing = sharing_of(model)
    members = tuple(sharing.members)
    coalitions, links, landings = None, None, None
    alone = data["stand_alone"]
    form = sharing.game.form if sharing.game else ""
    if form == "table":
        coalitions = _table(draws, members, sharing)
    elif form == "links":
        links = _links(draws, members, sharing)
        if links is not None and len(members) <= LARGEST_GAME:
            coalitions = link_coalitions(_fewer(links, len(members)))
    elif form == "airport" and alone is not None:
        if data["use"] is not None:
            landings = np.round(data["use"][0]).astype(np.int64)
        elif len(members) <= LARGEST_GAME:
            coalitions = airport_coalitions(_fewer(alone, len(members)))
    if coalitions is not None:
        coalitions = _fewer(coalitions, len(members))
        alone = coalitions[..., 1 << np.arange(len(members))]
    cost = _cost(draws, coalitions, alone if form == "airport" else None)
    if cost is None:
        return None
    caused = data["caused"]
    return CostProblem(
        cost=cost,
        members=len(members),
        population=data["population"],
        income=data["income"],
        national_income=data["national_income"],
        benefit=data["benefit"],
        stand_alone=alone,
        attributable=None if caused is None else caused * cost[..., None],
        use=data["use"],
        border=data["border"],
        coalitions=coalitions,
        landings=landings,
        links=links,
    )


def _fewer(values: Array, members: int) -> Array:
    """Keep as many draws as can be worked on."""
    return values[: max(1, MOST_COALITIONS >> members)]


def _cost(draws: Draws, coalitions: Array | None, airport: Array | None) -> Array | None:
    """What all members together cost: by the game, or as the case says."""
    if coalitions is not None:
        return coalitions[..., -1]
    if airport is not None:
        return np.asarray(airport.max(axis=-1))
    return draws.get("sharing.cost")


def _table(draws: Draws, members: tuple[str, ...], sharing: Sharing) -> Array | None:
    """Costs of all coalitions by bitmask; None if one of them was not known."""
    assert sharing.game is not None
    bit = {code: 1 << place for place, code in enumerate(members)}
    columns: dict[int, Array] = {}
    for key in sharing.game.costs:
        mask = sum(bit[code] for code in key.split("+"))
        columns[mask] = draws[f"sharing.game.costs.{key}"]
    if len(columns) != (1 << len(members)) - 1:
        return None
    ordered = [np.zeros(1), *(columns[mask] for mask in range(1, 1 << len(members)))]
    return amounts.side_by_side(ordered)


def _links(draws: Draws, members: tuple[str, ...], sharing: Sharing) -> Array | None:
    """Costs of linking each two; None if one of them was not known."""
    assert sharing.game is not None
    place = {SUPPLY: 0, **{code: number + 1 for number, code in enumerate(members)}}
    size = len(place)
    if len(sharing.game.links) != size * (size - 1) // 2:
        return None
    known = [
        draws[f"sharing.game.links.{number}.cost"] for number in range(len(sharing.game.links))
    ]
    count = max(cost.size for cost in known)
    matrix = np.zeros((count, size, size))
    for link, cost in zip(sharing.game.links, known, strict=True):
        one, other = (place[end] for end in link.between)
        matrix[:, one, other] = matrix[:, other, one] = cost
    return matrix


def _present(
    draws: Draws, members: tuple[str, ...], problem: CostProblem
) -> tuple[Array | None, ...]:
    shares = [draws.get(f"sharing.members.{code}.present") for code in members]
    return tuple(None if s is None else _times(s, problem.cost) for s in shares)


def _times(share: Array, cost: Array) -> Array:
    """A share of a cost; a game may have fewer draws than the shares."""
    return share[: cost.size] * cost if cost.size > 1 < share.size else share * cost


def _base(
    model: Model,
    draws: Draws,
    base: CostBase,
    items: tuple[CostItem, ...],
    data: dict[str, Array | None],
    lacking: dict[str, tuple[str, ...]],
) -> SharedBase:
    """The problem of sharing some cost items, which their payers bear now."""
    members = tuple(sharing_of(model).members)
    paid = tuple(
        amounts.total(draws, [item for item in items if item.payer == code]) for code in members
    )
    problem = CostProblem(
        cost=amounts.total(draws, items),
        members=len(members),
        population=data["population"],
        income=data["income"],
        national_income=data["national_income"],
        benefit=data["benefit"],
        stand_alone=data["stand_alone"] if base.whole else None,
        use=data["use"],
        border=data["border"],
    )
    return SharedBase(base.id, base.name, problem, paid, lacking)


def first_draws(problem: CostProblem, most: int) -> CostProblem:
    """Give the problem with at most so many draws."""
    cut: dict[str, Any] = {}
    for field in ("cost", "population", "income", "national_income", "benefit", "stand_alone",
                  "attributable", "use", "border", "coalitions", "links"):  # fmt: skip
        value = getattr(problem, field)
        cut[field] = None if value is None else value[:most]
    return replace(problem, **cut)


def at_medians(problem: CostProblem) -> CostProblem:
    """Give the problem with one draw: every number at its median.

    Coalitions keep their own medians, and the cost is that of all members.
    """
    cut: dict[str, Any] = {}
    for field in ("cost", "population", "income", "national_income", "benefit", "stand_alone",
                  "attributable", "use", "border", "coalitions", "links"):  # fmt: skip
        value = getattr(problem, field)
        cut[field] = None if value is None else np.median(value, axis=0, keepdims=True)
    middle = replace(problem, **cut)
    if middle.coalitions is not None:
        return replace(middle, cost=middle.coalitions[..., -1])
    return middle
