"""How do two cases differ, or one case at two dates or with two figures?

The headline figures of two answers stand side by side. Differences are those of the medians; they
are given where both figures are counted in the same unit.
"""

from __future__ import annotations

from collections.abc import Iterator

from burdenshare.analysis.figures import certain
from burdenshare.results import Answer, Figure, Finding
from burdenshare.results.comparison import Comparison, Line, Side


def compare(first: Answer, second: Answer) -> Comparison:
    """Put the headline figures of two answers side by side.

    Parameters
    ----------
    first, second : Answer
        Answers to two cases, or to one case asked twice.

    Returns
    -------
    Comparison
        One line for each headline that either answer has.
    """
    before, after = headlines(first), headlines(second)
    names = {key: name for found in (after, before) for key, (name, _) in found.items()}
    order = [*before, *(key for key in after if key not in before)]
    lines = tuple(
        _line(key, names[key], before.get(key, ("", None))[1], after.get(key, ("", None))[1])
        for key in order
    )
    return Comparison(
        first=_side(first),
        second=_side(second),
        lines=lines,
        findings=tuple(_findings(first, second)),
        formulas={**first.formulas, **second.formulas},
    )


def headlines(answer: Answer) -> dict[str, tuple[str, Figure]]:
    """Give the headline figures of an answer by id, each with its name."""
    shares, zone, threat = answer.fair_shares, answer.zone, answer.threat
    found = {
        "present": ("present payment", shares.present),
        "figure": ("figure asked about", shares.figure),
        "counted": ("fair shares computed", shares.counted),
        "reached": ("fair shares that reach the figure", shares.reached),
        "percentile": ("fair shares below the figure", shares.percentile),
        "least": ("least the payee accepts", zone.least),
        "most": ("most the payer pays", zone.most),
        "zone": ("chance of a zone of agreement", zone.exists),
        "inside": ("chance that the figure is inside", zone.figure_inside),
    }
    found |= {
        f"solution.{solution.id}": (solution.name, solution.payment) for solution in zone.solutions
    }
    forecast = answer.forecast
    found |= {
        "forecast": ("settlement forecast", forecast.payment),
        "forecast.agreed": ("chance that it is agreed by the horizon", forecast.agreed),
        "forecast.months": ("months to the agreement", forecast.months),
    }
    lapse = forecast.chance("lapse")
    if lapse is not None:
        found["forecast.lapse"] = ("chance of a lapse", lapse)
    if threat.departures:
        gravest = threat.departures[-1]
        found["carried-out"] = ("chance that a refused threat is carried out", gravest.carried_out)
        found["threat-believed"] = ("the same as the other side believes", gravest.target_believes)
        found["threat-supports"] = ("payment that the threat supports", threat.supports)
    if answer.precedent.tables:
        found["multiplier"] = ("what a payment here counts", answer.precedent.multiplier)
        found["elsewhere"] = ("moved at other talks, a year", answer.precedent.elsewhere)
    return found


def _line(key: str, name: str, first: Figure | None, second: Figure | None) -> Line:
    difference = None
    if first is not None and second is not None and first.unit == second.unit:
        difference = certain(second.value - first.value, first.unit, "difference")
    return Line(key, name, first, second, difference)


def _side(answer: Answer) -> Side:
    sentences = answer.verdict.sentences
    return Side(
        made=answer.made,
        title=answer.title,
        money=answer.money,
        verdict=sentences[0] if sentences else answer.verdict.question,
        sources=answer.sources,
    )


def _findings(first: Answer, second: Answer) -> Iterator[Finding]:
    if first.money != second.money:
        yield Finding(
            "different-money",
            f"The first is in {first.money} and the second in {second.money}, so that amounts of "
            "money have no difference here.",
        )
    if first.made.digest != second.made.digest and first.made.case == second.made.case:
        yield Finding(
            "changed-inputs",
            "What was known of the case differs between the two, so that both inputs and figures "
            "move.",
        )
