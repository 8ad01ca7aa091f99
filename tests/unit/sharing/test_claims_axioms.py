"""Axioms for claims rules catch rules made to break them, and say where."""

import numpy as np
import pytest

from burdenshare.errors import ProblemError
from burdenshare.sharing.claims import talmud
from burdenshare.sharing.claims_axioms import AXIOMS


def queue(endowment, claims):
    """First come, first served, in the order of the list."""
    claims = np.asarray(claims, dtype=float)
    before = np.cumsum(claims, axis=-1) - claims
    return np.clip(np.asarray(endowment)[..., None] - before, 0, claims)


def half(endowment, claims):
    """Pay half of what there is in proportion."""
    claims = np.asarray(claims, dtype=float)
    return claims * np.asarray(endowment)[..., None] / claims.sum(axis=-1, keepdims=True) / 2


def smallest_first(endowment, claims):
    """Serve claims in ascending order."""
    claims = np.asarray(claims, dtype=float)
    order = np.argsort(claims, axis=-1, kind="stable")
    awards = np.empty(np.broadcast_shapes(claims.shape, (*np.shape(endowment), claims.shape[-1])))
    served = queue(endowment, np.take_along_axis(claims, order, axis=-1))
    np.put_along_axis(awards, np.broadcast_to(order, awards.shape), served, axis=-1)
    return awards


def by_unit(endowment, claims):
    """A queue, or the Talmud rule for endowments above 100."""
    large = np.asarray(endowment)[..., None] > 100
    return np.where(large, talmud(endowment, claims), queue(endowment, claims))


def fickle(endowment, claims):
    """A queue from either end, in turns as the endowment grows."""
    odd = np.asarray(endowment)[..., None] % 2 >= 1
    backwards = queue(endowment, np.asarray(claims)[..., ::-1])[..., ::-1]
    return np.where(odd, backwards, queue(endowment, claims))


def welcoming(endowment, claims):
    """A queue for three or more, the Talmud rule for two."""
    return (queue if np.shape(claims)[-1] > 2 else talmud)(endowment, claims)


@pytest.mark.parametrize(
    ("axiom", "rule", "endowment", "claims", "words"),
    [
        ("efficiency", half, 4, [2, 6], "the awards sum to 2, the endowment is 4"),
        ("equal_treatment", queue, 4, [3, 3], "members 0 and 1 (claims 3) get 3 and 1"),
        ("anonymity", queue, 4, [3, 6], "member 0 (claim 3) gets 3 as listed, 0 with the list"),
        ("homogeneity", by_unit, 4, [3, 3], "member 0 (claim 3) gets 3, but 2 of a unit 0.001"),
        ("order_preservation", queue, 3, [3, 6], "(claim 3) and member 1 (claim 6) get 3 and 0"),
        ("order_preservation", queue, 6, [6, 3], "(claim 3) and member 0 (claim 6) lose 3 and 0"),
        ("reasonable_lower_bounds", queue, 3, [3, 6], "gets 0, less than min(claim, endowment)"),
        ("midpoint", queue, 3, [3, 6], "member 0 (claim 3) gets 3 of half the sum"),
        ("self_duality", queue, 3, [3, 6], "gets 3 of 3, but would bear 3 if the shortage were"),
        ("claims_truncation_invariance", half, 3, [3, 6], "gets 0.5, but 0.75 with claims cut"),
        ("minimal_rights_first", half, 6, [3, 6], "gets 1, but 0.75 if minimal rights are paid"),
        ("endowment_monotonicity", fickle, 4, [3, 6], "gets 0.75 of 0.75 but 0 of 1"),
        ("claims_monotonicity", smallest_first, 4, [3, 3.1], "but 0.9 with a claim of 3.4"),
        ("composition_up", talmud, 3, [1, 4], "when 0.75 is divided first and then the rest"),
        ("composition_down", talmud, 1, [1, 3], "when awards of 1.75 serve as claims"),
        ("consistency", welcoming, 3, [2, 2, 2], "when members 0, 1 divide their 3 anew"),
        ("population_monotonicity", welcoming, 3, [2, 2, 2], "gets 2, but 1.5 without member 1"),
    ],
)
def test_a_rule_that_breaks_an_axiom_is_shown_to(axiom, rule, endowment, claims, words) -> None:
    check = AXIOMS[axiom].function(rule, endowment, claims)
    assert not check.holds
    assert not check
    assert check.axiom == axiom
    assert words in check.violation


def test_overpayment_is_no_efficiency() -> None:
    def swapped(endowment, claims):
        return talmud(endowment, claims)[..., ::-1]

    check = AXIOMS["efficiency"].function(swapped, 7, [2, 6])
    assert not check.holds
    assert check.violation == "member 0 (claim 2) gets 5.5"


@pytest.mark.parametrize("axiom", AXIOMS.values(), ids=lambda axiom: axiom.id)
def test_an_axiom_is_checked_on_one_problem(axiom) -> None:
    with pytest.raises(ProblemError, match="an axiom is checked on one problem"):
        axiom.function(talmud, [1, 2], [[1, 2], [3, 4]])
    with pytest.raises(ProblemError, match="exceeds the sum of the claims"):
        axiom.function(talmud, 9, [1, 2])
    assert axiom.promise.endswith(".")


@pytest.mark.parametrize("axiom", AXIOMS.values(), ids=lambda axiom: axiom.id)
def test_the_tolerance_decides_what_counts(axiom) -> None:
    """With a tolerance of all the claims no rule can break anything."""
    rule = half if axiom.id == "efficiency" else fickle
    assert axiom.function(rule, 4, [3, 6, 4], tolerance=1.0)


def test_more_members_than_groups_can_be_tried_are_checked_by_pairs() -> None:
    claims = np.arange(1.0, 21.0)
    assert AXIOMS["consistency"].function(talmud, 80, claims)
    assert not AXIOMS["consistency"].function(welcoming, 80, claims)
