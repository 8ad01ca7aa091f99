"""What a scale met and what it says, in words for a reader."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from burdenshare.results.figures import Figure, Sentence, literal
from burdenshare.results.made import Finding
from burdenshare.sharing.scale_standing import Note, NoteKind

MOST_NAMES = 6


def listed_names(codes: Sequence[str], names: Mapping[str, str]) -> str:
    """Name members for a sentence, or the first of many."""
    told = [names.get(code, code) for code in codes[:MOST_NAMES]]
    more = len(codes) - len(told)
    if more:
        return f"{', '.join(told)} and {more} more"
    return told[0] if len(told) == 1 else f"{', '.join(told[:-1])} and {told[-1]}"


#: What to say of each kind of note, of the members and the step.
_WORDS: Mapping[NoteKind, Callable[[str, str], str]] = {
    "unknown": lambda who, step: (
        f"Nothing is known of {who} for step '{step}': assessed on nothing before any floor."
    ),
    "partly-unknown": lambda who, step: (
        f"Some years are not known of {who} for step '{step}': the average is over the others."
    ),
    "negative": lambda who, step: (
        f"What {who} would be assessed on is below nothing at step '{step}': it counts as nothing."
    ),
    "no-population": lambda who, step: (
        f"The population of {who} is not known at step '{step}': taken to lie above the threshold."
    ),
    "absent": lambda who, step: f"Step '{step}' names {who}, no member here: nothing is done.",
    "above-limit": lambda who, step: (
        f"Later steps lift {who} above the ceiling of step '{step}' again."
    ),
    "below-limit": lambda who, step: (
        f"Later steps bring {who} below the floor of step '{step}' again."
    ),
    "below-zero": lambda who, step: f"{who} would receive money after step '{step}'.",
    "tie": lambda who, step: (
        f"{who} stands exactly at a threshold of step '{step}' and counts as above it."
    ),
}


def findings(notes: Sequence[Note], names: Mapping[str, str]) -> list[Finding]:
    """Say notes in words; what several steps say of the same members is said once."""
    steps: dict[tuple[NoteKind, tuple[str, ...]], list[str]] = {}
    for note in notes:
        steps.setdefault((note.kind, note.members), []).append(note.step)
    return [
        Finding(
            f"{'+'.join(said)}.{kind}", _WORDS[kind](listed_names(who, names), "', '".join(said))
        )
        for (kind, who), said in steps.items()
    ]


def near_sentence(
    name: str, step: str, level: str, period: str, figures: Mapping[str, Figure]
) -> Sentence:
    """Say how near a member is to a threshold, and what its share does there."""
    threshold = f"level {level}" if level else f"step '{step}'"
    side = "below" if figures["distance"].value < 0 else "above"
    return Sentence(
        f"{literal(name)} stands {{distance}}% from the threshold of {literal(threshold)} in "
        f"{literal(period)}, {side} it. A change of its income by {{needed}}% brings it there, "
        f"where its share jumps by {{jump}} points.",
        figures,
    )


def what_if_sentence(text: str, names: Sequence[str], figures: Mapping[str, Figure]) -> Sentence:
    """Say who pays more and who pays less; `names` are of who rises and falls most."""
    start = f"With {literal(text)}, "
    if not names:
        return Sentence(f"{start}no share changes.", {})
    most, least = (literal(name) for name in names)
    return Sentence(
        f"{start}{{moved}} of the whole moves. Members that pay more: {{more}}; that pay less: "
        f"{{less}}. The largest rise is that of {most}, {{rise}} points, the largest fall that of "
        f"{least}, {{fall}} points.",
        figures,
    )
