"""What an axiom answers on one problem: does it hold, and if not, by how much and for whom?"""

from __future__ import annotations

from typing import NamedTuple


class AxiomCheck(NamedTuple):
    """The verdict of one axiom on one problem.

    A check that holds has an empty violation. One that fails says in words, with numbers, what
    breaks it, so that a reader can verify the claim by hand.
    """

    axiom: str
    """Id of the axiom, such as ``"efficiency"``."""

    holds: bool
    """Whether the axiom is met, up to the tolerance of the check."""

    violation: str
    """What breaks it, with the members and the numbers; empty if it holds."""

    def __bool__(self) -> bool:
        """Whether the axiom holds, so that ``all(checks)`` reads as it sounds."""
        return self.holds


def held(axiom: str) -> AxiomCheck:
    """Give the check of an axiom that is met."""
    return AxiomCheck(axiom, True, "")


def broken(axiom: str, violation: str) -> AxiomCheck:
    """Give the check of an axiom that is not met, with what breaks it."""
    return AxiomCheck(axiom, False, violation)
