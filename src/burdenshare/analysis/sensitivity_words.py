"""Which inputs matter, in words: what moves a headline most, and what would flip it."""

from __future__ import annotations

from collections.abc import Iterator

from burdenshare.results import Figure, Finding, Sentence
from burdenshare.results.sensitivities import Effect, Moved

TOLD = 3
"""Inputs that are named in a sentence."""

MATTERS = 0.05
"""Share of the variance from which on an input is named."""


def sentences(moved: Moved) -> Iterator[Sentence]:
    """Say what moves a headline most, and which inputs would flip it."""
    leading = [e for e in moved.effects if _share(e).value >= MATTERS]
    if leading:
        yield _most(moved, leading[:TOLD])
    turning = [effect for effect in moved.effects if effect.flip is not None]
    if turning:
        turning.sort(key=lambda effect: not effect.is_plausible)
        yield _flips(moved, turning[:TOLD])


def _most(moved: Moved, leading: list[Effect]) -> Sentence:
    figures = {}
    words = []
    for place, effect in enumerate(leading):
        figures[f"share{place}"] = _share(effect)
        alone = "which by itself makes up" if effect.total is None else "which has a part in"
        part = f"{alone} {{share0}} of its variance" if place == 0 else f"{{share{place}}}"
        words.append(f"{_brace(effect.input_name)} ({part})")
    first = leading[0]
    template = f"{_upper(_brace(moved.name))} depends most on {_joined(words)}"
    ends = first.at_low, first.at_high
    # Ends that read the same would say that a headline goes from a number to that very number.
    if ends[0] is not None and ends[1] is not None and ends[0].text != ends[1].text:
        figures |= {"low": ends[0], "high": ends[1], "now": first.now}
        template += "; as the first goes through {now:range}, it goes from {low} to {high}"
    return Sentence(template + ".", figures)


def _flips(moved: Moved, turning: list[Effect]) -> Sentence:
    figures = dict(moved.statement.figures)
    words = []
    for place, effect in enumerate(turning):
        assert effect.flip is not None, "only inputs that flip the headline are told"
        figures |= {f"flip{place}": effect.flip, f"now{place}": effect.now}
        words.append(f"{_brace(effect.input_name)} at {{flip{place}}} (now {{now{place}:full}})")
    verb = "no longer true" if moved.holds else "true"
    return Sentence(
        f"By itself, any of these would make it {verb} that {moved.statement.template}: "
        f"{'; '.join(words)}.",
        figures,
    )


def findings(moved: Moved) -> Iterator[Finding]:
    """Say so where nothing moves a headline, and where nothing flips it."""
    if not moved.effects:
        yield Finding(f"unmoved.{moved.id}", f"No input is seen to move {moved.name}.")
        return
    if all(e.flip is None and e.total is not None for e in moved.effects):
        state = "stays true" if moved.holds else "stays untrue"
        yield Finding(
            f"no-flip.{moved.id}",
            f"It {state} that {moved.statement.text}, wherever in its range any one input lies.",
        )


def _share(effect: Effect) -> Figure:
    """The total index, or the first-order one where only draws were looked at."""
    return effect.first if effect.total is None else effect.total


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _joined(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _brace(text: str) -> str:
    """Keep braces in a case's own words from being taken for figures."""
    return text.replace("{", "{{").replace("}", "}}")
