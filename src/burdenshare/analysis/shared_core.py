"""Who would leave: the core of a shared cost, charges against it, where bargaining would settle.

Verdicts are of the game at the medians of its costs; the chance that the core is not empty is over
the draws. An airport whose members have many landings is judged by whole members: since all
landings of a member cost the same facility, no part of its landings does better than all of them.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from burdenshare.analysis.figures import amount_figure, certain
from burdenshare.analysis.shared_problem import (
    LARGEST_GAME,
    MOST_NUCLEI,
    SharedBase,
    at_medians,
    sharing_of,
)
from burdenshare.arrays import Array, Vector
from burdenshare.bargaining import nash_in_core as bargaining_in_core
from burdenshare.bargaining.division import nash_division
from burdenshare.model import Draws, Model
from burdenshare.results.figures import COUNT, PROBABILITY, Sentence, Unit
from burdenshare.results.shared_cost import CoreFound, Settlement, Standing
from burdenshare.sharing.coalition_charges import airport_coalitions
from burdenshare.sharing.games import Game, coalition_sums
from burdenshare.sharing.stability import core, core_bounds, least_core

__all__ = ["Game", "core_found", "core_ranges", "games_of", "settlements", "standing"]

_TOLERANCE = 1e-9


def games_of(model: Model, base: SharedBase) -> tuple[Array, Game] | None:
    """Give the costs of coalitions, draw by draw, and the game at medians; None if not known."""
    problem = base.problem
    middle = at_medians(problem)
    names = tuple(model.case.parties[code].prose for code in sharing_of(model).members)
    if problem.landings is not None and problem.stand_alone is not None:
        if problem.members > LARGEST_GAME or middle.stand_alone is None:
            return None
        drawn = airport_coalitions(problem.stand_alone[: 1 << max(0, 22 - problem.members)])
        return drawn, Game(airport_coalitions(middle.stand_alone)[0], "cost", names)
    if problem.coalitions is None or middle.coalitions is None:
        return None
    return problem.coalitions, Game(middle.coalitions[0], "cost", names)


def standing(model: Model, game: Game, charges: Vector) -> Standing:
    """Say whether coalitions would do better on their own than with some charges."""
    excesses = coalition_sums(charges) - game.values
    slack = _TOLERANCE * float(np.abs(game.values).max() or 1.0)
    leaving = np.flatnonzero(excesses > slack)
    leaving = leaving[leaving < len(excesses) - 1]
    count = certain(float(leaving.size), COUNT, "excess")
    if not leaving.size:
        return Standing(True, count, Sentence("no coalition would do better on its own", {}))
    worst = int(leaving[excesses[leaving].argmax()])
    unit = Unit.money(model.basis)
    figures = {
        "alone": certain(float(game.values[worst]), unit, "excess"),
        "charged": certain(float(coalition_sums(charges)[worst]), unit, "excess"),
        "gain": certain(float(excesses[worst]), unit, "excess"),
        "count": count,
    }
    who = _listed(game, worst)
    others = "" if leaving.size == 1 else ", the most of {count} coalitions that would do better"
    text = f"{who} would pay {{alone}} on their own and {{charged}} here: {{gain}} more{others}"
    if worst.bit_count() == 1:
        text = text.replace("on their own", "alone")
    return Standing(False, count, Sentence(text, figures))


def _listed(game: Game, mask: int) -> str:
    *first, last = game.coalition(mask)
    words = f"{', '.join(first)} and {last}" if first else last
    return (words[:1].upper() + words[1:]).replace("{", "{{").replace("}", "}}")


def core_found(model: Model, drawn: Array, game: Game) -> CoreFound:
    """Say whether the core is empty, with the proof, and how often it is over the draws."""
    found = core(game)
    chance = certain(_share_with_core(drawn), PROBABILITY, "core")
    unit = Unit.money(model.basis)
    figures = {"chance": chance, "whole": certain(float(game.values[-1]), unit, "core")}
    if found.nonempty:
        room = max(0.0, -found.excess) if np.isfinite(found.excess) else 0.0
        figures["room"] = certain(room, unit, "excess")
        text = (
            "The core is not empty: charges can be found by which no coalition does better on its "
            "own; at best every coalition saves {room} or more"
        )
    else:
        total = float(found.balanced.weights @ game.values[found.balanced.coalitions])
        figures["total"] = certain(total, unit, "core")
        parts = "; ".join(_listed(game, int(mask)) for mask in found.balanced.coalitions)
        text = (
            "The core is empty: whatever the charges, some coalition does better on its own. The "
            f"proof: these coalitions ({parts}), weighted so that each member counts once, cost "
            "{total} together, less than {whole}"
        )
    if len(drawn) > 1:
        text += "; over the draws there is a core with probability {chance}"
    return CoreFound(bool(found.nonempty), chance, Sentence(f"{text}.", figures))


def _share_with_core(drawn: Array) -> float:
    """Share of draws with a core; many members are looked at in fewer draws."""
    count = drawn.shape[-1].bit_length() - 1
    if count < 2:
        return 1.0
    scale = np.abs(drawn).max(axis=-1)
    if count <= 4:
        from burdenshare.sharing.nuclei_draws import nucleolus_charges

        charges = nucleolus_charges(Game(drawn, "cost"), domain="preimputations")
        excess = (coalition_sums(charges) - drawn)[..., 1:-1].max(axis=-1)
        return float((excess <= 1e-9 * scale).mean())
    few = drawn[:MOST_NUCLEI]
    fine = [
        least_core(Game(v, "cost")).excess <= 1e-9 * s for v, s in zip(few, scale, strict=False)
    ]
    return float(np.mean(fine))


def core_ranges(game: Game) -> Array | None:
    """Give the least and the most of each member in the core, shape (n, 2); None if it is empty."""
    return core_bounds(game) if core(game).nonempty else None


# --- where bargaining would settle ----------------------------------------------------------------


def settlements(model: Model, draws: Draws, base: SharedBase, game: Game) -> Iterator[Settlement]:
    """Give the Nash solution by power, and the one that coalitions and ratifiers leave room for."""
    members = tuple(sharing_of(model).members)
    alone = base.problem.stand_alone
    if alone is None or base.problem.landings is not None:
        return
    power = np.array([_middle(draws, code, "power", 1.0) for code in members])
    if not (power > 0).all():
        return
    division = nash_division(-base.problem.cost, -alone, power)
    if division.exists.all():
        charges = -division.amounts
        named = tuple(
            (
                model.case.parties[code].prose,
                amount_figure(charges[:, place], model.basis, "nash-many"),
            )
            for place, code in enumerate(members)
        )
        words = "If all must agree and each would else go it alone, savings are shared by power."
        yield Settlement("nash", "Nash solution, all or each alone", named, Sentence(words, {}))
    if len(members) <= bargaining_in_core.LARGEST:
        yield from _in_core(model, draws, members, game, power)


def _in_core(
    model: Model, draws: Draws, members: tuple[str, ...], game: Game, power: Vector
) -> Iterator[Settlement]:
    whole = float(game.values[-1])
    caps = whole * np.array([_middle(draws, code, "cap", np.inf) for code in members])
    floors = whole * np.array([_middle(draws, code, "floor", -np.inf) for code in members])
    found = bargaining_in_core.nash_in_core(game.values, power, caps=caps, floors=floors)
    if not found.exists:
        return
    unit = Unit.money(model.basis)
    named = tuple(
        (model.case.parties[code].prose, certain(charge, unit, "nash-in-core"))
        for code, charge in zip(members, found.charges.tolist(), strict=True)
    )
    held = "; ".join(_listed(game, mask) for mask in found.binding)
    words = (
        f"Coalitions that hold out for what they could have alone: {held}."
        if held
        else "No coalition has to be held by more than that."
    )
    name = "Nash solution within the core and what ratifiers accept"
    yield Settlement("nash-core", name, named, Sentence(words, {}))


def _middle(draws: Draws, code: str, field: str, otherwise: float) -> float:
    value = draws.get(f"sharing.members.{code}.{field}")
    return otherwise if value is None else float(np.median(value))
