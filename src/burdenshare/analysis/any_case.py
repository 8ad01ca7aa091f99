"""All answers to a case of either kind: a payment, a cost that members share, or both.

What many members need, games above all, is loaded for cases that have some.
"""

from __future__ import annotations

from datetime import date

from burdenshare.analysis.run import DRAWS, answer_from, inquire
from burdenshare.cases.overlay import Assumptions
from burdenshare.cases.schema import Case
from burdenshare.results import Answer, SharedCost


def run(
    case: Case,
    *,
    as_of: date | None = None,
    draws: int = DRAWS,
    seed: int = 0,
    threads: int | None = None,
    figure: float | None = None,
    assumed: Assumptions | None = None,
) -> Answer | SharedCost:
    """Answer every question of a case.

    Parameters
    ----------
    case : Case
        A case as read from its file.
    as_of, draws, seed, threads, figure, assumed
        As for `inquire`.

    Returns
    -------
    Answer or SharedCost
        An `Answer` for a case with a payment, `AnswerAmongMany` if its cost is shared among
        several members as well; a `SharedCost` for one in which members share a cost and nobody
        pays another.

    Examples
    --------
    >>> from burdenshare.cases import load_case
    >>> found = run(load_case("tva-1938"), draws=10)
    >>> found.columns[0].name
    'equal split'
    """
    if case.payment is None and case.sharing is not None:
        from burdenshare.analysis.shared_cost import shared_cost

        return shared_cost(
            case, as_of=as_of, draws=draws, seed=seed, threads=threads, assumed=assumed
        )
    return answer_payment(
        case,
        as_of=as_of,
        draws=draws,
        seed=seed,
        threads=threads,
        figure=figure,
        assumed=assumed,
    )


def answer_payment(
    case: Case,
    *,
    as_of: date | None = None,
    draws: int = DRAWS,
    seed: int = 0,
    threads: int | None = None,
    figure: float | None = None,
    assumed: Assumptions | None = None,
) -> Answer:
    """Answer every question of a case with a payment, and of its members if it names some.

    Members are answered from the draws that are kept; `inquire` says what the parameters mean.
    """
    from burdenshare.analysis.large import KEPT

    inquiry = inquire(
        case,
        as_of=as_of,
        draws=min(draws, KEPT),
        seed=seed,
        threads=threads,
        figure=figure,
        assumed=assumed,
    )
    found = answer_from(inquiry, draws)
    if case.sharing is None:
        return found
    from burdenshare.analysis.shared_cost import among_many, shared_cost_of

    members = shared_cost_of(inquiry.model, inquiry.draws, inquiry.plan, inquiry.executor)
    return among_many(found, members)
