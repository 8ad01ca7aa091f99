"""Sliders made of a model's inputs: what may be moved, from where, and how far."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date
from typing import Any

import numpy as np

from burdenshare.analysis import amounts
from burdenshare.analysis.figures import INTERVAL, input_figure
from burdenshare.cases.schema import Case
from burdenshare.errors import BurdenshareError
from burdenshare.model import Input, Model
from burdenshare.provenance import Source
from burdenshare.results import Answer, Figure, SharedCost
from burdenshare.results.figures import capital
from burdenshare.uncertainty.distributions import Beta, Constant, Distribution

Plain = dict[str, Any]

ASKED = "What is asked and paid"
RESERVATIONS = "What each side would rather have than disagree"
CHANCES = "How likely each outcome of disagreement is"
PATIENCE = "Patience and power"
RESOLVE = "Who gives in, backs down or waits for the deadline"
HOME = "What is accepted at home"
DATES = "Elections and other dates"
ELSEWHERE = "What it does to other talks"
BENEFITS = "What the undertaking is worth"
COSTS = "What it costs"
CAUSES = "For whose sake each cost arises"
MEANS = "Means of each side"
YARDSTICKS = "What allies pay, and growth"

SHARED = "What members share"

GROUPS = (
    SHARED, ASKED, RESERVATIONS, CHANCES, PATIENCE, RESOLVE, HOME, DATES, ELSEWHERE, BENEFITS,
    COSTS, CAUSES, MEANS, YARDSTICKS,
)  # fmt: skip
"""Groups of sliders in their order."""

_BY_PART = {
    "payment": ASKED, "reservation": RESERVATIONS, "bargaining": PATIENCE, "ratification": HOME,
    "calendar": DATES, "linked": ELSEWHERE, "benefits": BENEFITS, "parties": MEANS,
    "comparators": YARDSTICKS, "indexation": YARDSTICKS, "sharing": SHARED,
}  # fmt: skip


_RESOLVE = ("obstinacy.", "by_expiry", "anchor")
"""Beginnings of beliefs about bargaining that tell how talks go."""


def group_of(path: str) -> str | None:
    """Give the group of an input, None for one that is not believed but done: a step, a poll."""
    part, _, rest = path.partition(".")
    if part in ("question", "positions") or ".polls." in path:
        return None
    if part == "costs":
        return CAUSES if rest.endswith("caused_by_payer") else COSTS
    if rest.startswith(_RESOLVE) or rest.endswith(".audience_cost"):
        return RESOLVE
    if part == "disagreement":
        is_chance = rest.endswith(".probability") or ".beliefs." in rest
        return CHANCES if is_chance else RESERVATIONS
    return _BY_PART.get(part)


def controls(model: Model, answer: Answer | SharedCost) -> Iterator[Plain]:
    """Give the sliders of a model that assumes nothing, with its answer."""
    if isinstance(answer, Answer):
        yield from _reservations(model, answer)
    for path, entry in model.inputs.items():
        group = group_of(path)
        if group is not None:
            figure = input_figure(model, entry)
            own = written(entry.distribution)
            yield {
                **_about(model, entry, figure),
                "path": path,
                "label": capital(entry.label),
                "group": group,
                "own": own,
                "start": own,
                **_reach(own, kind_of(model, entry), is_whole=path in model.unsaid),
            }


def _reservations(model: Model, answer: Answer) -> Iterator[Plain]:
    """Sliders for reservation values that the case derives, to be put directly."""
    payer, payee = amounts.sides(model)
    zone = answer.zone
    named = ((payee, f"Least {zone.payee} accepts, put directly", zone.least),
             (payer, f"Most {zone.payer} pays, put directly", zone.most))  # fmt: skip
    for side, label, figure in named:
        path = f"reservation.{side}"
        if path in model.inputs:
            continue
        start = {"value": figure.value}
        if figure.low is not None and figure.high is not None:
            start = {"low": figure.low, "high": figure.high}
        yield {
            "path": path,
            "label": label,
            "group": RESERVATIONS,
            "unit": model.basis.per_year,
            "kind": "money",
            "own": None,
            "start": start,
            "own_text": f"{figure.full_text}, derived from what disagreement would be",
            "origin": "derived",
            "note": "",
            "judged": False,
            **_reach(start, "money"),
        }


def figure_control(model: Model, answer: Answer | SharedCost) -> Plain | None:
    """Give the slider of the figure that is judged; None if nobody pays another."""
    if not isinstance(answer, Answer):
        return None
    figure, present = answer.fair_shares.figure, answer.fair_shares.present
    path = amounts.figure_path(model)
    entry = model.inputs.get(path) if path else None
    top = 2 * max(figure.value, present.value, 1e-9)
    return {
        "path": "figure",
        "label": "The payment that is judged",
        "group": ASKED,
        "unit": model.basis.per_year,
        "kind": "money",
        "own": {"value": figure.value},
        "start": {"value": figure.value},
        "own_text": figure.text,
        "origin": _source_words(model, entry) if entry is not None else "the present payment",
        "note": "",
        "judged": False,
        "least": 0.0,
        "greatest": _round_up(top),
        "step": _step(_round_up(top)),
    }


_SILENT = ", since it says nothing of it itself"
"""Ends the sentence about a number that a case has from past rounds or from judgement."""


def _about(model: Model, entry: Input, figure: Figure) -> Plain:
    return {
        "unit": entry.unit,
        "kind": kind_of(model, entry),
        "own_text": figure.full_text + (_SILENT if entry.path in model.unsaid else ""),
        "origin": _source_words(model, entry),
        "note": entry.origin.note,
        "judged": entry.origin.kind == "judgement",
    }


def _source_words(model: Model, entry: Input) -> str:
    if entry.origin.kind == "formula":
        return "past rounds"
    if entry.origin.kind == "judgement":
        return "judgement"
    source: Source | None = model.sources.get(entry.origin.ref)
    return ", ".join(filter(None, (source.publisher, source.date))) if source else entry.origin.ref


def kind_of(model: Model, entry: Input) -> str:
    """Say what kind of number an input is, for the way in which it is moved."""
    if entry.unit == model.basis.per_year:
        return "money"
    if entry.unit == "share, 0 to 1":
        return "share"
    return "rate" if entry.unit in ("a year, as a fraction", "ratio") else "count"


def written(distribution: Distribution) -> dict[str, float]:
    """Give a distribution as an overlay writes it: a value, a PERT, or else its 90% interval."""
    match distribution:
        case Constant(value):
            return {"value": value}
        case Beta(a, b, low, high) if math.isclose(a + b, 6.0) and high > low:
            mode = low + (a - 1) / 4 * (high - low)
            return {"low": low, "mode": min(max(mode, low), high), "high": high}
    low, _, high = (float(q) for q in distribution.quantile(np.array(INTERVAL)))
    return {"low": low, "high": high} if low < high else {"value": low}


def _reach(number: dict[str, float], kind: str, *, is_whole: bool = False) -> dict[str, float]:
    """Say how far a slider goes: wide enough to doubt the number, fine enough to set it.

    The slider of a share of which a case says nothing goes the whole way.
    """
    low, high = min(number.values()), max(number.values())
    if kind == "share":
        if is_whole:
            return {"least": 0.0, "greatest": 1.0, "step": _step(1.0)}
        greatest = 1.0 if high > 0.2 else min(1.0, _round_up(5 * max(high, 0.01)))
        return {"least": 0.0, "greatest": greatest, "step": _step(greatest)}
    if low < 0:
        span = _round_up(2 * max(-low, high, 1e-9))
        return {"least": -span, "greatest": span, "step": _step(2 * span)}
    unknown = 0.1 if kind == "rate" else 100.0
    greatest = _round_up(2.5 * high if high > 0 else unknown)
    return {"least": 0.0, "greatest": greatest, "step": _step(greatest)}


def _round_up(value: float) -> float:
    """Give the next number of two digits."""
    size = 10.0 ** (math.floor(math.log10(value)) - 1)
    return float(f"{math.ceil(value / size - 1e-9) * size:.12g}")


def _step(span: float) -> float:
    """Give a step of 1, 2 or 5 in some digit, at least 200 of which go into a span."""
    raw = span / 400
    size = 10.0 ** math.floor(math.log10(raw))
    return float(f"{next(n for n in (1, 2, 5, 10) if n * size >= raw * 0.999) * size:.12g}")


# --- the timeline ---------------------------------------------------------------------------------


def stops(case: Case) -> list[Plain]:
    """Give the days on which something happened and on which the case can be asked, in order."""
    days: dict[date, list[str]] = {case.as_of: []}
    for position in case.positions:
        days.setdefault(position.date.latest, []).append(position.text)
    if case.outcome is not None:
        days.setdefault(case.outcome.agreed_on.latest, [])
    ordered = sorted(days)
    first = _first_possible(case, ordered)
    return [{"date": day.isoformat(), "texts": days[day]} for day in ordered[first:]]


def _first_possible(case: Case, ordered: list[date]) -> int:
    """Find the first day on which enough was known; from then on it always is."""
    low, high = 0, ordered.index(case.as_of)
    while low < high:
        middle = (low + high) // 2
        if _can_be_asked(case, ordered[middle]):
            high = middle
        else:
            low = middle + 1
    return low


def _can_be_asked(case: Case, day: date) -> bool:
    from burdenshare.analysis.live import Live

    try:
        Live(case, day, draws=2, threads=1).answer()
    except BurdenshareError:
        return False
    return True
