"""The answer about a threat in words: sentences with figures, and findings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from burdenshare.analysis.figures import certain
from burdenshare.analysis.threat_priors import ThreatenedEnd
from burdenshare.results import Finding, Sentence
from burdenshare.results.figures import COUNT
from burdenshare.results.threats import Departure, Threat


def plain(text: str) -> str:
    """Give words of a case as they stand in a template of a sentence."""
    return text.replace("{", "{{").replace("}", "}}")


UNLIKELY, EVEN, LIKELY = 0.1, 0.35, 0.65
"""Chances that a refused threat is carried out at which the opening word changes."""


def sentences(threat: Threat, record: Sequence[ThreatenedEnd]) -> Iterator[Sentence]:
    """Say whether the threat is worth believing; then why, and what it extracts."""
    if not threat.departures:
        return
    gravest = threat.departures[-1]
    yield _verdict(threat, gravest)
    yield _payoffs(threat, gravest)
    yield _probability(threat, gravest, record)
    yield _extracts(threat, gravest)
    for milder in reversed(threat.departures[:-1]):
        yield _milder(threat, milder)


def _verdict(threat: Threat, gravest: Departure) -> Sentence:
    likely = gravest.carried_out.value
    words = ("No", "Hardly", "It may be", "Yes")
    opening = words[sum(likely >= bound for bound in (UNLIKELY, EVEN, LIKELY))]
    figures = {
        "staying": gravest.staying,
        "out": gravest.carried_out,
        "supports": threat.supports,
        "figure": threat.figure,
        "present": threat.present,
    }
    cost = (
        "is worth {staying} a year less than going on at the present payment"
        if gravest.staying.value > 0
        else "is no worse than going on at the present payment"
    )
    return Sentence(
        f"{opening}: to {plain(threat.threatener)} leaving {cost}, and a refused threat would be "
        f"carried out with probability {{out:full}}. Believed as {plain(threat.target)} believes "
        "it, all that is threatened supports a payment of {supports:full} a year; now it is "
        "{present}, and {figure} is asked.",
        figures,
    )


def _payoffs(threat: Threat, gravest: Departure) -> Sentence:
    who = plain(threat.threatener)
    figures = {
        "needed": gravest.audience_cost_needed,
        "shame": threat.audience_cost,
        "gladly": gravest.leaves_gladly,
        "say": gravest.payoffs_say,
    }
    opening = f"Carried out in full ({_lower(gravest.name)}), the threat"
    if gravest.leaves_gladly.value >= 0.5:
        return Sentence(
            f"{opening} would leave {who} no worse off than the present payment does with "
            "probability {gladly}: it need not fear to be called on it.",
            figures,
        )
    shame = "and is put at {shame:full}" if threat.audience_cost.value else "and costs nothing"
    return Sentence(
        f"{opening} would cost {who} {{needed:full}} a year more than going on at the present "
        f"payment. Backing down would have to cost it more than that {shame}: by the payoffs "
        "alone it would be carried out with probability {say}.",
        figures,
    )


def _probability(threat: Threat, gravest: Departure, record: Sequence[ThreatenedEnd]) -> Sentence:
    figures = {
        "out": gravest.carried_out,
        "own": gravest.threatener_believes,
        "other": gravest.target_believes,
        "sanctions": threat.sanctions,
        "ended": certain(sum(entry.ended for entry in record), COUNT, "threat-record"),
        "count": certain(len(record), COUNT, "threat-record"),
    }
    past = "{ended} of {count} past talks with such a threat ended so, and " if record else ""
    return Sentence(
        f"With the record counted ({past}threats of sanctions, an upper bound, were carried out in "
        f"{{sanctions}} of cases once resisted) it is {{out:full}}; the case has "
        f"{plain(threat.threatener)} put it at {{own}} and {plain(threat.target)} at {{other}}.",
        figures,
    )


def _extracts(threat: Threat, gravest: Departure) -> Sentence:
    figures = {
        "figure": threat.figure,
        "loss": gravest.target_loss,
        "needed": gravest.belief_needed,
        "suffices": gravest.suffices,
    }
    if gravest.belief_needed.value <= 0:
        return Sentence("{figure} asks for no more than goes on now.", figures)
    if gravest.suffices.value < 0.5:
        chance = " (with probability {suffices} it would)" if gravest.suffices.value else ""
        return Sentence(
            f"Even believed for certain, the threat would not support {{figure}}{chance}, for "
            f"{plain(threat.target)} would lose {{loss:full}} a year by it.",
            figures,
        )
    return Sentence(
        f"To support {{figure}} it would have to be believed with probability {{needed:full}}, for "
        f"{plain(threat.target)} would lose {{loss:full}} a year by it.",
        figures,
    )


def _milder(threat: Threat, milder: Departure) -> Sentence:
    figures = {
        "needed": milder.audience_cost_needed,
        "out": milder.carried_out,
        "own": milder.threatener_believes,
        "other": milder.target_believes,
    }
    return Sentence(
        f"The milder step ({_lower(milder.name)}) would cost {plain(threat.threatener)} "
        "{needed:full} a year; payoffs and record make it {out:full} likely once refused, and the "
        f"case has {plain(threat.threatener)} put it at {{own}} and {plain(threat.target)} at "
        "{other}.",
        figures,
    )


def _lower(name: str) -> str:
    return plain(name[:1].lower() + name[1:])


def findings(threat: Threat, *, was_spoken: bool) -> Iterator[Finding]:
    """Say what is out of the ordinary about a threat."""
    who, other = threat.threatener, threat.target
    if not threat.departures:
        yield Finding(
            "no-threat",
            "The case knows of no outcome in which the undertaking ends in part or in whole, so "
            "there is no threat to leave to be judged.",
        )
        return
    if not was_spoken:
        yield Finding(
            "threat-unspoken",
            f"Nobody was known to have threatened to leave by then; this is what a threat of {who} "
            "would be worth.",
        )
    if any(departure.leaves_gladly.value >= 0.5 for departure in threat.departures):
        yield Finding(
            "leaving-is-better",
            f"In most draws {who} is no worse off leaving than going on at the present payment: "
            "that is an outside option rather than a threat, and it bounds the terms whether or "
            "not it is spoken of.",
        )
    if all(departure.target_loss.value <= 0 for departure in threat.departures):
        yield Finding(
            "threat-harms-nobody",
            f"{other[:1].upper()}{other[1:]} would lose nothing by it in most draws, so the threat "
            "supports no more than the present payment.",
        )
    if all(departure.belief_needed.value <= 0 for departure in threat.departures):
        yield Finding(
            "nothing-asked",
            f"The figure asks {other} for nothing beyond what goes on now, so no threat is needed "
            "for it.",
        )
