"""What a case may leave unsaid of how talks go, and what is believed of it then.

An analyst may say in a case how obstinate a side is, how far a deadline or a demand draws the
settlement, and what backing down from a threat costs. Where the case is silent an `Unsaid` stands
in the place of the number, under the path at which the case would give it: a belief fitted on past
rounds as of the date, or a judgement that ships. So it may be put otherwise like any other number.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from burdenshare.cases.schema import Case, Disagreement
from burdenshare.cases.schema_numbers import Quantity, Rate, Share
from burdenshare.facts.priors import BetaBelief, Priors
from burdenshare.uncertainty.distributions import Beta, Distribution, pert

AUDIENCE_COST_SHARE: Distribution = pert(0.0, 0.05, 0.3)
"""What backing down costs a year, as a share of the rise that is asked for: a judgement.

Nothing measures it in money. Low: nobody remembers. Mode: a twentieth of the rise asked for. High:
three tenths. In experiments an empty threat costs a leader some points of approval, which no leader
is known to have bought off at a price near that of a presence.
"""

AUDIENCE_COST_NOTE = (
    "Nothing measures it in money: at least nothing, most likely a twentieth of the rise asked "
    "for, at most three tenths; a louder demand makes a more visible retreat."
)


class Unsaid(NamedTuple):
    """A belief that stands in the place of a number that a case does not give."""

    path: str
    distribution: Distribution
    is_fitted: bool
    """Whether past rounds moved it; else it is a judgement."""
    note: str


def unsaid(case: Case, priors: Priors) -> Iterator[Unsaid]:
    """Give the beliefs that stand in where a case is silent.

    Parameters
    ----------
    case : Case
        A case about a payment, cut at a date; one about none has no talks of two sides.
    priors : Priors
        What past rounds taught by that date.
    """
    if case.payment is None:
        return
    if case.outcome is None:
        for side in (case.payment.payer, case.payment.payee):
            if side not in case.bargaining.obstinacy:
                yield _taught(f"bargaining.obstinacy.{side}", "obstinacy", priors)
        if case.bargaining.by_expiry is None:
            yield _taught("bargaining.by_expiry", "deadline_mass", priors)
        if case.bargaining.anchor is None:
            yield _taught("bargaining.anchor", "anchor", priors)
    for outcome in departures(case):
        if outcome.audience_cost is None:
            path = f"disagreement.{outcome.id}.audience_cost"
            yield Unsaid(path, AUDIENCE_COST_SHARE, False, AUDIENCE_COST_NOTE)


def departures(case: Case) -> list[Disagreement]:
    """Give the outcomes in which the undertaking ends in part or in whole.

    Those say which share ends. In a case where none does, they are the outcomes beside the one
    that goes on while talks last.
    """
    ending = [outcome for outcome in case.disagreement if outcome.withdrawn is not None]
    return ending or list(case.disagreement[1:])


def _taught(path: str, name: str, priors: Priors) -> Unsaid:
    belief: BetaBelief = getattr(priors, name)
    is_fitted = name in priors.fitted
    note = (
        f"Fitted on {len(priors.rounds)} past rounds, all that had been settled by then."
        if is_fitted
        else f"{_NO_ROUND[name]} It is wide on purpose."
    )
    return Unsaid(path, Beta(belief.a, belief.b), is_fitted, note)


_NO_ROUND: Mapping[str, str] = {
    "obstinacy": "A judgement: no round settled by then tells of it.",
    "deadline_mass": "A judgement: no round settled by then that had an expiry tells of it.",
    "anchor": "A judgement: settlements alone do not tell an anchor from a strong side.",
}


def kind_for_side(case: Case, path: str) -> type[Quantity] | None:
    """Give the kind of number at a path that names a side, None if no side can have one there."""
    part, _, side = path.rpartition(".")
    if case.payment is None or side not in (case.payment.payer, case.payment.payee):
        return None
    return {
        "bargaining.obstinacy": Share,
        "bargaining.discount_rates": Rate,
    }.get(part)


def stream_of(case: Case, path: str) -> str:
    """Give the name of the stream from which a belief is drawn, empty for that of its path.

    It goes by the role of a side, and all threats share one: the audience is the same.
    """
    if path.startswith("disagreement.") and path.endswith(".audience_cost"):
        return "prior.audience-cost"
    if case.payment is not None and path.startswith("bargaining.obstinacy."):
        roles = {case.payment.payee: "payee", case.payment.payer: "payer"}
        role = roles.get(path.rpartition(".")[2])
        return f"forecast.obstinacy.{role}" if role else ""
    return _STREAMS.get(path, "")


_STREAMS: Mapping[str, str] = {
    "bargaining.by_expiry": "forecast.by-expiry",
    "bargaining.anchor": "forecast.anchor",
}
