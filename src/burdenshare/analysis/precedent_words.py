"""The answer about precedent in words: sentences with figures, and findings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from burdenshare.analysis.figures import certain
from burdenshare.analysis.threat_words import plain
from burdenshare.results import Figure, Finding, Sentence
from burdenshare.results.figures import COUNT
from burdenshare.results.precedents import Precedent


def sentences(answer: Precedent) -> Iterator[Sentence]:
    """Say what the settlement moves elsewhere, and what that does to the talks here."""
    if not answer.tables:
        return
    yield _verdict(answer)
    yield _names(answer)
    yield _bargaining(answer)
    yield _reputation(answer)


def _verdict(answer: Precedent) -> Sentence:
    figures = {
        "multiplier": answer.multiplier,
        "count": certain(len(answer.tables), COUNT, "linked-count"),
        "figure": answer.figure,
        "present": answer.present,
        "elsewhere": answer.elsewhere,
    }
    talks = "other talks" if len(answer.tables) == 1 else "{count} other talks"
    text = (
        f"What is agreed here counts {{multiplier:full}} for {plain(answer.payee)}, since part of "
        f"it carries over to {talks}: {{figure}} instead of {{present}} would move "
        "{elsewhere:full} a year there"
    )
    settled = next((e for e in answer.effects if e.id == "settlement"), None)
    if settled is None:
        return Sentence(f"{text}.", figures)
    figures |= {"settled": settled.alone, "then": settled.counting}
    return Sentence(
        f"{text}, and {plain(answer.payee)} has reason to settle near {{then}} rather than "
        "{settled} here.",
        figures,
    )


def _names(answer: Precedent) -> Sentence:
    names = "; ".join(plain(table.name) for table in answer.tables)
    own = [s for s in answer.stakes if s.what == "this table" and s.party == answer.payer]
    if not own:
        return Sentence(f"In order, they are: {names}.", {})
    figures = {"figure": answer.figure, "term": own[0].one_term, "ever": own[0].for_ever}
    return Sentence(
        f"In order, they are: {names}. At this table {{figure}} would cost {plain(answer.payer)} "
        "{term:full} more over one term, in money of today, and {ever:full} if every later term "
        "begins from it.",
        figures,
    )


def _bargaining(answer: Precedent) -> Sentence:
    effects = {effect.id: effect for effect in answer.effects}
    least, demand = effects["least"], effects["demand"]
    figures: dict[str, Figure] = {
        "least": least.alone,
        "less": least.counting,
        "demand": demand.alone,
        "other": demand.counting,
    }
    way = "less" if least.counting.value <= least.alone.value else "more"
    text = (
        f"If limits are known, {plain(answer.payee)} settles for {way}: the least it accepts goes "
        "from {least} to {less}"
    )
    if "settlement" in effects:
        figures |= {
            "settled": effects["settlement"].alone,
            "then": effects["settlement"].counting,
        }
        text += " and the settlement from {settled} to {then}"
    manner = "milder" if demand.counting.value <= demand.alone.value else "bolder"
    return Sentence(
        f"{text}; if {plain(answer.payer)}'s limit is unseen, the best single demand goes from "
        f"{{demand}} to {{other}}, which is {manner}.",
        figures,
    )


def _reputation(answer: Precedent) -> Sentence:
    effects = {effect.id: effect for effect in answer.effects}
    figures = {
        "demand": effects["demand"].alone,
        "alone": effects["reputation"].alone,
        "counting": effects["reputation"].counting,
        "count": certain(len(answer.tables), COUNT, "linked-count"),
        "pays": answer.pays,
    }
    return Sentence(
        f"Were these the last talks, {plain(answer.payer)} would yield to {{demand}} only if it "
        f"put the chance that {plain(answer.payee)} lets talks fail at {{alone}}; with {{count}} "
        "more to come {counting} is enough, for those who wait are watching. What firmness would "
        "bring there is worth a failure here with probability {pays}.",
        figures,
    )


def findings(answer: Precedent, *, over: Sequence[str], is_held: bool) -> Iterator[Finding]:
    """Say what is out of the ordinary about the talks that follow."""
    if over:
        yield Finding("linked-over", f"Already over by then, and left out: {', '.join(over)}.")
    if not answer.tables:
        yield Finding(
            "no-linked-talks",
            "The case knows of no talks that would follow this settlement, so nothing is counted "
            "but what is paid here.",
        )
        return
    if all(table.pass_through.value == 0 for table in answer.tables):
        yield Finding("nothing-passes", "In most draws nothing of it carries over to other talks.")
    if is_held:
        yield Finding(
            "precedent-reversed",
            "In some draws those who come next would take back more than is gained here; there "
            "they are taken to take back nearly all of it.",
        )
