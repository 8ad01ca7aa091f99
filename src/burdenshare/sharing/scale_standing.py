"""Where the members of a scale stand between two of its steps.

Object and notation. Each member i has an assessable base a_i, in the unit of the first step's
series or in shares; some points may have been taken from members and not yet been charged to
others: the pool p. A member's share is a_i / (sum of a + p). Arrays have shape (..., periods, n):
draws in front, one row a base period until a step averages over them.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import ClassVar, Literal, NamedTuple, Protocol

import numpy as np

from burdenshare.arrays import Array, Flags
from burdenshare.errors import ProblemError
from burdenshare.sharing.scale_inputs import Period, ScaleInputs

NoteKind = Literal[
    "unknown", "partly-unknown", "negative", "no-population", "absent", "above-limit",
    "below-limit", "below-zero", "tie",
]  # fmt: skip


class Note(NamedTuple):
    """Something that a step met and that a reader should know, and whom it concerns."""

    step: str
    kind: NoteKind
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """Where members stand after a step."""

    base: Array
    """What each is assessed on, shape (..., periods, n)."""
    initial: Array
    """What each was assessed on after the first step, shape (..., periods, n)."""
    pool: Array
    """Taken from members and not yet charged to others, shape (..., periods), unit of `base`."""
    periods: tuple[Period, ...]
    relieved: Flags
    """Who got relief for low income, shape (..., periods, n)."""
    at_floor: Flags
    """Who was raised to a floor, shape (..., periods, n)."""
    at_ceiling: Flags
    """Who was cut to a ceiling, shape (..., periods, n)."""
    amount: Array | None = None
    """What the members pay together, shape (..., periods) or (). [money]"""
    notes: tuple[Note, ...] = field(default=())

    @property
    def held(self) -> Flags:
        """Who stands at a limit and pays for later changes only if nobody else can."""
        return self.at_floor | self.at_ceiling

    @property
    def total(self) -> Array:
        """The whole of which shares are taken, shape (..., periods, 1)."""
        total: Array = self.base.sum(axis=-1, keepdims=True) + self.pool[..., None]
        return total

    @property
    def shares(self) -> Array:
        """Share of each member, shape (..., periods, n); they sum to 1 less the pool's share."""
        return self.base / self.total

    def noted(self, step: str, kind: NoteKind, who: Flags, inputs: ScaleInputs) -> Standing:
        """Add a note about members that it concerns in some draw or period."""
        if not who.any():
            return self
        concerned: Flags = np.asarray(who.reshape(-1, who.shape[-1]).any(axis=0))
        names = tuple(m for m, is_so in zip(inputs.members, concerned, strict=True) if is_so)
        return replace(self, notes=(*self.notes, Note(step, kind, names)))

    def absent(self, step: str, named: tuple[str, ...], inputs: ScaleInputs) -> Standing:
        """Note members that a step names and the scale has not."""
        away = tuple(name for name in named if name not in inputs.members)
        return replace(self, notes=(*self.notes, Note(step, "absent", away))) if away else self


def begun(base: Array, periods: tuple[Period, ...], step: str, inputs: ScaleInputs) -> Standing:
    """Begin a scale from what each member is assessed on; below zero counts as nothing.

    Raises
    ------
    ProblemError
        If nobody has anything to be assessed on.
    """
    negative = base < 0
    base = np.maximum(base, 0.0)
    if not (base.sum(axis=-1) > 0).all():
        raise ProblemError(f"{step}: no member has anything to be assessed on")
    nobody = np.zeros((1, base.shape[-1]), np.bool_)
    standing = Standing(base, base, np.zeros(base.shape[:-1]), periods, nobody, nobody, nobody)
    return standing.noted(step, "negative", negative, inputs)


def charged(
    base: Array,
    amount: Array,
    payers: Flags,
    weights: Array,
    step: str,
    *,
    otherwise: Flags | None = None,
) -> Array:
    """Charge an amount to payers in proportion to weights; a negative amount is given to them.

    Parameters
    ----------
    base : ndarray, shape (..., n)
        What each is assessed on.
    amount : ndarray, shape (...)
        What is to be charged. [unit of `base`]
    payers : ndarray of bool, shape (..., n)
        Who pays.
    weights : ndarray, shape (..., n)
        Not negative. [any one unit]
    step : str
        What an error calls the step.
    otherwise : ndarray of bool, shape (..., n), optional
        Who pays where none of the payers can.

    Raises
    ------
    ProblemError
        If there is something to charge and nobody who can pay.
    """
    key = np.where(payers, weights, 0.0)
    total = key.sum(axis=-1)
    stuck = (total <= 0) & (np.abs(amount) > 1e-15 * np.abs(base).sum(axis=-1))
    if stuck.any() and otherwise is not None:
        key = np.where(stuck[..., None] & otherwise, weights, key)
        total = key.sum(axis=-1)
        stuck = stuck & (total <= 0)
    if stuck.any():
        times = f" in {stuck.sum()} of {stuck.size} scales" if stuck.size > 1 else ""
        raise ProblemError(
            f"{step}: there are points to charge and nobody left to pay them{times}; name other "
            "payers, or loosen the floor or ceiling"
        )
    rate = amount / np.where(total > 0, total, 1.0)
    return base + key * rate[..., None]


class Step(Protocol):
    """One step of a scale: `kind` is its name in a file, `id` tells two of a kind apart."""

    kind: ClassVar[str]
    name: ClassVar[str]
    formula: ClassVar[str]
    reference: ClassVar[str]

    @property
    def id(self) -> str:
        """Name of the step in its scale."""
        ...

    def apply(self, standing: Standing, inputs: ScaleInputs) -> Standing:
        """Give where members stand after the step."""
        ...
