"""The challenge model: actors press one another to move, round by round, until nobody gives way.

Object and notation. `n` actors hold positions `x_i` in one or more dimensions, care with salience
`s_i` (0 to 1) and carry power `c_i`. In a round each actor `i` weighs a challenge to each `j`. With
`d_ij` their distance, as `i` feels it, over the length of the issue, `r_i` the risk exponent of `i`
and `P_ij` the chance that `i` wins,

    U_s = 2 - 4 (1/2 - d_ij/2)^r           winning: j comes to i
    U_f = 2 - 4 (1/2 + d_ij/2)^r           losing: i goes to j
    U_q = 2 - 4 (1/2)^r                    nothing changes
    U_b, U_w = 2 - 4 (1/2 -+ (d_im + d_ij) / 4)^r     things get better, or worse, by themselves
    EU_ij = s_j (P_ij U_s + (1 - P_ij) U_f) + (1 - s_j) U_s - Q U_q - (1 - Q) (T U_b + (1 - T) U_w)

with `m` the weighted median. An actor judges its own challenge and that of the other with its own
`r`. Where `j` gains by challenging `i`, `EU_ji > 0`, then `i` loses a confrontation and goes to `j`
if `0 < EU_ij < EU_ji`; they compromise if `EU_ij < 0` and `|EU_ij| < EU_ji`, by `i` going the part
`|EU_ij| / EU_ji` of the way; and `i` gives in if `EU_ij < 0` and `|EU_ij| >= EU_ji`. Each actor
takes one of what it is offered, and all move at once.

Risk exponents follow from how safe a position is. With `D_i = sum_j EU_ji` at `r = 1`,
`R_i = (2 D_i - max D - min D) / (max D - min D)` and `r_i = (1 - R_i / 3) / (1 + R_i / 3)`, from
1/2 to 2: the more others gain by challenging an actor, the lower its exponent.

Published descriptions leave choices open and public programs differ; each set of choices is a
`Variant` with a name. The model is kept as a comparator: on decisions of the European Union it
forecasts worse than the weighted mean.

References
----------
B. Bueno de Mesquita (1994), Political forecasting: an expected utility method, in: Bueno de
Mesquita & Stokman (eds), European Community Decision Making, Yale University Press, ch. 4.
B. Bueno de Mesquita (1997), A decision making model: its structure and form, International
Interactions 23, 235-266.
J. Scholz, G. Calbert and G. Smith (2011), Unravelling Bueno De Mesquita's group decision model,
Journal of Theoretical Politics 23, 510-531.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from burdenshare.arrays import Array, Flags, as_array
from burdenshare.bargaining.spatial import weighted_median
from burdenshare.errors import ProblemError

Chances = Literal["pair", "net", "all-pairs"]
Choice = Literal["nearest", "strongest", "by-kind"]


@dataclass(frozen=True, slots=True)
class Variant:
    """One set of choices that descriptions of the challenge model leave open."""

    id: str
    name: str
    chances: Chances
    """How votes become the chance `P_ij`: votes for `i` over all votes between the two (pair); what
    they are ahead by, if anything, over all votes between the two (net); or votes for `i` over the
    votes between all ordered pairs (all-pairs)."""
    choice: Choice
    """Which offer an actor takes: the one that moves it least (nearest), that of who gains most by
    the challenge (strongest), or a lost confrontation before a compromise before giving in, the
    least move among confrontations and the lowest meeting point among compromises (by-kind)."""
    bent_votes: bool
    """Whether votes are bent by the voters' risk exponents."""
    reference: str


VARIANTS: Mapping[str, Variant] = {
    variant.id: variant
    for variant in (
        Variant(
            "least-move", "Bueno de Mesquita, the offer that moves an actor least", "pair",
            "nearest", False, "Bueno de Mesquita (1994, 1997)",
        ),
        Variant(
            "net-votes", "Chances by the lead in votes, the strongest challenger first", "net",
            "strongest", False, "Bueno de Mesquita (1997)",
        ),
        Variant(
            "scholz", "Scholz, Calbert and Smith, all pairs of votes, offers by kind", "all-pairs",
            "by-kind", True, "Scholz, Calbert and Smith (2011)",
        ),
    )
}  # fmt: skip
"""Variants of the challenge model by id."""


class Challenge(NamedTuple):
    """Where rounds of challenges lead."""

    positions: Array
    """After the last round, shape (..., n) or (..., n, k). [unit of the issue]"""
    median: Array
    """Weighted median of these, shape (...) or (..., k). [unit of the issue]"""
    mean: Array
    """Weighted mean of these, shape (...) or (..., k). [unit of the issue]"""
    rounds: NDArray[np.intp]
    """Rounds in which somebody moved, shape (...)."""
    settled: Flags
    """Whether nobody moved in the last round that was played, shape (...)."""


class Field(NamedTuple):
    """Actors in the form that rounds work on."""

    positions: Array
    """Shape (..., n, k). [lengths of the issue]"""
    attention: Array
    """Part of an actor's salience that each dimension has, shape (..., n, k)."""
    salience: Array
    """Shape (..., n), 0 to 1."""
    power: Array
    """Shape (..., n)."""


def challenge(
    positions: ArrayLike,
    salience: ArrayLike,
    power: ArrayLike,
    *,
    variant: str = "least-move",
    status_quo: float = 1.0,
    better: float = 0.5,
    rounds: int = 10,
    span: ArrayLike | None = None,
    dimensions: bool = False,
) -> Challenge:
    """Play rounds of challenges until nobody moves, or for a number of rounds.

    Parameters
    ----------
    positions : array_like, shape (..., n), or (..., n, k) with `dimensions`
        [unit of the issue]
    salience : array_like, shape of `positions`, or (..., n)
        Between 0 and 1; those of several dimensions must not exceed 1 together. [pure number]
    power : array_like, shape (..., n)
        Not negative. [pure number, any one scale]
    variant : str
        A key of `VARIANTS`.
    status_quo : float
        `Q`: chance that nothing changes if nobody challenges, 0 to 1.
    better : float
        `T`: chance that things get better for the challenger if they change by themselves.
    rounds : int
        Most rounds to play, at least 1.
    span : array_like, optional
        Length of the issue, one a dimension; else what the positions of an issue cover.
        [unit of the issue]
    dimensions : bool
        Whether the last axis of `positions` is one of dimensions, weighed by salience.

    Returns
    -------
    Challenge

    Raises
    ------
    ProblemError
        If the variant is unknown, shapes do not match, or a number is out of its range.

    Examples
    --------
    >>> found = challenge([1, 0, 0.5, 0.5], [1, 1, 0.3, 0.1], [0.2, 0.1, 0.1, 25.0])
    >>> found.positions
    array([0.5, 0.5, 0.5, 0.5])
    >>> int(found.rounds), bool(found.settled)
    (1, True)
    """
    chosen = _variant(variant)
    if rounds < 1:
        raise ProblemError(f"rounds: at least 1 is needed, got {rounds}")
    _check_chance(status_quo, "status_quo")
    _check_chance(better, "better")
    field, start, length = _field(positions, salience, power, span, dimensions)
    moved_in = np.zeros(field.positions.shape[:-2], dtype=np.intp)
    settled: Flags = np.zeros(field.positions.shape[:-2], dtype=bool)
    for _ in range(rounds):
        after = _round(field, chosen, status_quo, better)
        moved = (np.abs(after - field.positions) > _STILL).any(axis=(-2, -1))
        field = field._replace(positions=after)
        moved_in += moved
        settled = np.asarray(~moved)
        if settled.all():
            break
    return _as_given(field, start, length, moved_in, settled, dimensions)


def success_chances(
    positions: ArrayLike,
    salience: ArrayLike,
    power: ArrayLike,
    *,
    variant: str = "least-move",
    risk: ArrayLike = 1.0,
) -> Array:
    """Give the chance that each actor wins a challenge to each other one.

    Parameters
    ----------
    positions, salience, power
        As `challenge` takes them, in one dimension.
    variant : str
        A key of `VARIANTS`.
    risk : array_like, shape (..., n) or a number
        Risk exponents, which bend votes in some variants.

    Returns
    -------
    ndarray, shape (..., n, n)
        Entry (i, j): of `i` against `j`; 0 for those who want the same. [probability]

    Examples
    --------
    >>> success_chances([0, 1, 1], [1, 1, 1], [1, 1, 1])[0].round(3)
    array([0.   , 0.333, 0.333])
    """
    field, _, _ = _field(positions, salience, power, None, dimensions=False)
    return _chances(field, _variant(variant), as_array(risk, "risk"))


def expected_utilities(
    positions: ArrayLike,
    salience: ArrayLike,
    power: ArrayLike,
    *,
    variant: str = "least-move",
    risk: ArrayLike | None = None,
    status_quo: float = 1.0,
    better: float = 0.5,
) -> Array:
    """Give what each actor expects of a challenge to each other one.

    Parameters
    ----------
    positions, salience, power, variant, status_quo, better
        As `challenge` takes them, in one dimension.
    risk : array_like, shape (..., n), optional
        Risk exponents; else those of `risk_exponents`.

    Returns
    -------
    ndarray, shape (..., n, n)
        Entry (i, j): `EU_ij` with the risk exponent of `i`. [pure number]
    """
    chosen = _variant(variant)
    field, _, _ = _field(positions, salience, power, None, dimensions=False)
    if risk is None:
        exponents = _risk(field, chosen, status_quo, better)
    else:
        exponents = np.broadcast_to(as_array(risk, "risk"), field.power.shape)
    chances = _chances(field, chosen, exponents)
    return _own_view(field, chances, exponents, status_quo, better)


def risk_exponents(
    positions: ArrayLike,
    salience: ArrayLike,
    power: ArrayLike,
    *,
    variant: str = "least-move",
    status_quo: float = 1.0,
    better: float = 0.5,
) -> Array:
    """Give the risk exponent of each actor, from how safe it is.

    Returns
    -------
    ndarray, shape (..., n)
        From 1/2 for whom others gain most by challenging to 2 for whom they gain least; 1 where
        all are alike.
        [pure number]

    References
    ----------
    Scholz, Calbert and Smith (2011).

    Examples
    --------
    >>> risk_exponents([4, 10, 7], [0.8, 0.9, 0.2], [0.3, 0.2, 0.1]).round(2)
    array([2.  , 1.26, 0.5 ])
    """
    field, _, _ = _field(positions, salience, power, None, dimensions=False)
    return _risk(field, _variant(variant), status_quo, better)


# --- one round -----------------------------------------------------------------------------------

_STILL = 1e-12
"""A move shorter than this, in lengths of the issue, is none."""


def _round(field: Field, variant: Variant, status_quo: float, better: float) -> Array:
    """Give the positions after one round."""
    risk = _risk(field, variant, status_quo, better)
    chances = _chances(field, variant, risk)
    own = _own_view(field, chances, risk, status_quo, better)
    others = _others_view(field, chances, risk, status_quo, better)
    # Entry (i, j): what i, who is challenged by j, would come to.
    apart = field.positions[..., None, :, :] - field.positions[..., :, None, :]
    same = _felt_distance(field) <= _STILL
    pressed = (others > 0) & ~same
    confronted = pressed & (own > 0) & (others > own)
    meeting = pressed & (own < 0) & (others > -own)
    giving_in = pressed & (own < 0) & (others <= -own)
    part = np.where(meeting, np.abs(own) / np.where(others > 0, others, 1.0), 1.0)
    step = part[..., None] * apart
    taken = _choose(variant, (confronted, meeting, giving_in), step, own, others, field)
    offered = confronted | meeting | giving_in
    chosen = np.take_along_axis(step, taken[..., None, None], axis=-2)[..., 0, :]
    moves = np.take_along_axis(offered, taken[..., None], axis=-1)
    return field.positions + np.where(moves, chosen, 0.0)


def _choose(
    variant: Variant,
    kinds: tuple[Flags, Flags, Flags],
    step: Array,
    own: Array,
    others: Array,
    field: Field,
) -> NDArray[np.intp]:
    """Give the number of the challenger to whom each actor yields."""
    length = np.sqrt((field.attention[..., :, None, :] * step**2).sum(axis=-1))
    offered = kinds[0] | kinds[1] | kinds[2]
    if variant.choice == "nearest":
        return np.asarray(np.argmin(np.where(offered, length, np.inf), axis=-1))
    if variant.choice == "strongest":
        return np.asarray(np.argmax(np.where(offered, others, -np.inf), axis=-1))
    here, there = field.positions[..., :, None, 0], field.positions[..., None, :, 0]
    weights = np.abs(own) + np.abs(others)
    met = (np.abs(own) * here + np.abs(others) * there) / np.where(weights > 0, weights, 1.0)
    # Kinds come in order; a whole number a kind keeps keys of one kind from those of the next.
    reach = 1 + 2 * max(float(np.abs(field.positions).max()), float(length.max()))
    keys = np.full(own.shape, np.inf)
    for place, (kind, key) in reversed(
        list(enumerate(zip(kinds, (length, met, length), strict=True)))
    ):
        keys = np.where(kind, place * 2 * reach + key, keys)
    return np.asarray(np.argmin(keys, axis=-1))


def _risk(field: Field, variant: Variant, status_quo: float, better: float) -> Array:
    neutral = np.ones(field.power.shape)
    expected = _own_view(field, _chances(field, variant, neutral), neutral, status_quo, better)
    count = field.power.shape[-1]
    danger = (expected * (1 - np.eye(count))).sum(axis=-2)
    most, least = danger.max(axis=-1, keepdims=True), danger.min(axis=-1, keepdims=True)
    spread = most - least
    relative = np.where(
        spread > 0, (2 * danger - most - least) / np.where(spread > 0, spread, 1), 0
    )
    return np.asarray((1 - relative / 3) / (1 + relative / 3))


def _chances(field: Field, variant: Variant, risk: Array) -> Array:
    distance = _felt_distance(field)
    if variant.bent_votes:
        bent = risk if risk.ndim == 0 else risk[..., :, None]
        distance = distance**bent
    weight = (field.power * field.salience)[..., :, None, None]
    # Entry (k, i, j): how far k prefers the position of i to that of j.
    lead = weight * (distance[..., :, None, :] - distance[..., :, :, None])
    for_it = np.maximum(lead, 0).sum(axis=-3)
    between = np.abs(lead).sum(axis=-3)
    if variant.chances == "net":
        for_it = np.maximum(lead.sum(axis=-3), 0)
    if variant.chances == "all-pairs":
        between = np.broadcast_to(between.sum(axis=(-2, -1), keepdims=True), between.shape)
    return np.asarray(np.where(between > 0, for_it / np.where(between > 0, between, 1.0), 0.0))


def _felt_distance(field: Field) -> Array:
    """Distance of each actor (row) to each position (column) as the actor weighs dimensions."""
    apart = field.positions[..., None, :, :] - field.positions[..., :, None, :]
    return np.asarray(np.sqrt((field.attention[..., :, None, :] * apart**2).sum(axis=-1)))


def _own_view(field: Field, chances: Array, risk: Array, status_quo: float, better: float) -> Array:
    """Entry (i, j): what `i` expects of challenging `j`, with the risk exponent of `i`."""
    return _expected(
        _felt_distance(field), chances, field.salience[..., None, :], risk[..., :, None],
        _from_median(field)[..., :, None], status_quo, better,
    )  # fmt: skip


def _others_view(
    field: Field, chances: Array, risk: Array, status_quo: float, better: float
) -> Array:
    """Entry (i, j): what `j` gains by challenging `i`, as `i` sees it with its own exponent."""
    return _expected(
        np.swapaxes(_felt_distance(field), -1, -2), np.swapaxes(chances, -1, -2),
        field.salience[..., :, None], risk[..., :, None],
        _from_median(field)[..., None, :], status_quo, better,
    )  # fmt: skip


def _expected(
    distance: Array,
    chances: Array,
    resisting: Array,
    risk: Array,
    from_median: Array,
    status_quo: float,
    better: float,
) -> Array:
    def utility(share: Array | float) -> Array:
        return np.asarray(2 - 4 * np.clip(share, 0.0, 1.0) ** risk)

    winning, losing = utility(0.5 - distance / 2), utility(0.5 + distance / 2)
    contested = chances * winning + (1 - chances) * losing
    expected = resisting * contested + (1 - resisting) * winning - status_quo * utility(0.5)
    if status_quo < 1:
        shift = (from_median + distance) / 4
        by_itself = better * utility(0.5 - shift) + (1 - better) * utility(0.5 + shift)
        expected = expected - (1 - status_quo) * by_itself
    return np.asarray(expected)


def _from_median(field: Field) -> Array:
    """Distance of each actor from the weighted median, as the actor weighs dimensions."""
    weight = (field.power * field.salience)[..., None, :]
    middle = weighted_median(np.swapaxes(field.positions, -1, -2), 1.0, weight)
    apart = field.positions - middle[..., None, :]
    return np.asarray(np.sqrt((field.attention * apart**2).sum(axis=-1)))


# --- what is taken in and given back -------------------------------------------------------------


def _variant(name: str) -> Variant:
    if name not in VARIANTS:
        raise ProblemError(f"variant: {name!r} is none of {', '.join(VARIANTS)}")
    return VARIANTS[name]


def _check_chance(value: float, name: str) -> None:
    if not 0 <= value <= 1:
        raise ProblemError(f"{name}: {value:g} is not between 0 and 1")


def _field(
    positions: ArrayLike,
    salience: ArrayLike,
    power: ArrayLike,
    span: ArrayLike | None,
    dimensions: bool,
) -> tuple[Field, Array, Array]:
    """Check the actors; give them with positions in lengths of the issue, its start and length."""
    places = as_array(positions, "positions")
    if not dimensions:
        places = places[..., None]
    if places.ndim < 2 or places.shape[-2] < 2:
        raise ProblemError("positions: a challenge takes at least 2 actors")
    caring, strength = as_array(salience, "salience"), as_array(power, "power")
    if caring.shape[-2:] != places.shape[-2:] or not dimensions:
        caring = caring[..., None] if caring.ndim else caring
        caring = caring / places.shape[-1] * np.ones(places.shape[-1])
    try:
        caring = np.broadcast_to(caring, np.broadcast_shapes(caring.shape, places.shape))
        strength = np.broadcast_to(strength, np.broadcast_shapes(strength.shape, caring.shape[:-1]))
        places = np.broadcast_to(places, (*strength.shape, places.shape[-1]))
        caring = np.broadcast_to(caring, places.shape)
    except ValueError:
        raise ProblemError(
            f"salience {np.shape(salience)} and power {np.shape(power)} do not match positions "
            f"{np.shape(positions)}; give one of each for every actor"
        ) from None
    whole = caring.sum(axis=-1)
    if (caring < 0).any() or (whole > 1 + 1e-9).any():
        raise ProblemError("salience: must lie between 0 and 1, that of all dimensions together")
    if (strength < 0).any():
        raise ProblemError(f"power: {strength.min():g} is negative")
    if not ((whole * strength).sum(axis=-1) > 0).all():
        raise ProblemError("salience, power: all actors have weight zero; somebody must matter")
    attention = np.where(
        whole[..., None] > 0,
        caring / np.where(whole > 0, whole, 1.0)[..., None],
        1 / places.shape[-1],
    )
    start = places.min(axis=-2, keepdims=True)
    if span is None:
        covered = places.max(axis=-2, keepdims=True) - start
        length = np.where(covered > 0, covered, 1.0)
    else:
        length = np.broadcast_to(as_array(span, "span"), (*start.shape[:-2], 1, start.shape[-1]))
        if not (length > 0).all():
            raise ProblemError("span: must be above 0")
    return (
        Field((places - start) / length, attention, np.minimum(whole, 1.0), strength),
        start,
        length,
    )


def _as_given(
    field: Field,
    start: Array,
    length: Array,
    rounds: NDArray[np.intp],
    settled: Flags,
    dimensions: bool,
) -> Challenge:
    ended = start + field.positions * length
    by_dimension = np.swapaxes(ended, -1, -2)
    weight = field.power[..., None, :] * np.swapaxes(
        field.attention * field.salience[..., None], -1, -2
    )
    # A dimension about which nobody cares is weighed by power alone.
    weight = np.where(weight.sum(axis=-1, keepdims=True) > 0, weight, field.power[..., None, :])
    median = weighted_median(by_dimension, 1.0, weight)
    mean = (by_dimension * weight).sum(axis=-1) / weight.sum(axis=-1)
    if not dimensions:
        ended, median, mean = ended[..., 0], median[..., 0], mean[..., 0]
    return Challenge(ended, median, np.asarray(mean), rounds, settled)
