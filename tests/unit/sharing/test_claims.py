"""Claims rules at the edges: bad input, nothing to divide, one member, very many members."""

import numpy as np
import pytest

from burdenshare.errors import ProblemError
from burdenshare.sharing.awards_set import MOST_BRANCHED
from burdenshare.sharing.claims import (
    RULES,
    average_of_awards,
    by_priority,
    claims_rule,
    constrained_equal_awards,
    constrained_equal_losses,
    contested_garment,
    dominguez_thomson,
    minimal_rights,
    proportional,
    random_arrival,
    talmud,
)
from burdenshare.sharing.claims_problem import as_claims_problem

MANY = [rule for rule in RULES.values() if rule.claimants is None]
ANY = pytest.mark.parametrize("rule", MANY, ids=lambda rule: rule.id)


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.id)
@pytest.mark.parametrize(
    ("endowment", "claims", "message"),
    [
        (1, [2, -1], "claims: -1 at index (1,) is negative"),
        (-1, [2, 1], "endowment: -1 is negative"),
        (4, [2, 1], "endowment: 4 exceeds the sum of the claims, 3; there is nothing to ration"),
        (np.nan, [2, 1], "endowment: nan at index () is not a finite number"),
        (1, [2, np.inf], "claims: inf at index (1,) is not a finite number"),
        (1, 2, "claims: expected one number a member, got the single number 2.0"),
        (1, [], "claims: expected at least 1 member, got 0"),
        (1, ["a", "b"], "claims: expected numbers, got ['a', 'b']"),
        (1, [1e308, 1e308], "claims: their sum is too large for a number; use a larger unit"),
        ([1, 1, 1], [[2, 1], [2, 1]], "endowment: shape (3,) does not fit claims of shape (2, 2)"),
        ([1, 4], [[2, 1], [2, 1]], "endowment: 4 exceeds the sum of the claims, 3 at index (1,)"),
    ],
)
def test_what_is_no_claims_problem_is_refused(rule, endowment, claims, message) -> None:
    with pytest.raises(ProblemError) as caught:
        rule(endowment, claims)
    assert message in str(caught.value)


@ANY
def test_the_ends_are_nothing_and_the_claims(rule) -> None:
    claims = [2.0, 0.0, 4.5, 4.5]
    np.testing.assert_array_equal(rule(0, claims), np.zeros(4))
    np.testing.assert_allclose(rule(11, claims), claims, rtol=0, atol=1e-14)


@ANY
def test_no_claims_at_all_are_met_with_nothing(rule) -> None:
    np.testing.assert_array_equal(rule(0, [0, 0, 0]), np.zeros(3))


@ANY
def test_one_member_gets_everything(rule) -> None:
    np.testing.assert_array_equal(rule(3, [4]), [3])


@ANY
def test_a_member_without_a_claim_gets_nothing(rule) -> None:
    assert rule(5, [0, 4, 6])[0] == 0


@ANY
def test_an_endowment_is_taken_for_the_sum_within_rounding(rule) -> None:
    claims = np.full(10, 0.1)
    np.testing.assert_allclose(rule(1.0, claims), claims, rtol=0, atol=1e-15)
    assert rule(np.nextafter(1.0, 2.0), claims).sum() <= 1.0 + 1e-15


@ANY
def test_draws_broadcast(rule) -> None:
    assert rule([1, 2, 3], [2, 4, 7]).shape == (3, 3)
    assert rule(np.ones((4, 1)), np.ones((2, 5))).shape == (4, 2, 5)
    assert rule(np.zeros(0), [2, 4]).shape == (0, 2)


@ANY
def test_the_input_is_left_as_it_was(rule) -> None:
    endowment, claims = np.array([5.0, 10.0]), np.array([[8.0, 2, 4], [7, 8, 0]])
    rule(endowment, claims)
    np.testing.assert_array_equal(claims, [[8, 2, 4], [7, 8, 0]])
    np.testing.assert_array_equal(endowment, [5, 10])


@ANY
@pytest.mark.parametrize("scale", [1e-150, 1e150])
def test_any_unit_will_do(rule, scale) -> None:
    claims = np.array([2.0, 4, 7, 8])
    awards = rule(10 * scale, claims * scale) / scale
    np.testing.assert_allclose(awards, rule(10, claims), rtol=1e-12)


def test_minimal_rights_are_what_the_others_leave() -> None:
    np.testing.assert_allclose(minimal_rights([3, 18], [2, 4, 7, 8]), [[0] * 4, [0, 1, 4, 5]])


def test_weighted_awards_and_losses_below_the_claims_are_as_the_weights() -> None:
    awards = constrained_equal_awards(6, [10, 10, 1], weights=[1, 4, 7])
    np.testing.assert_allclose(awards, [1, 4, 1])
    awards = constrained_equal_losses(15, [10, 10, 1], weights=[1, 4, 7])
    np.testing.assert_allclose(awards, [9, 6, 0])
    np.testing.assert_allclose(contested_garment(6, [4, 8], weights=[3, 1]), [3, 3])
    np.testing.assert_allclose(talmud(6, [10, 20, 2], weights=[1, 4, 7]), [1, 4, 1])
    np.testing.assert_allclose(proportional(5, [0, 4, 2], weights=[9, 1, 8]), [0, 3, 2])


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        ([1, 0, 1], "weights: 0 at index (1,)"),
        ([1, -1, 1], "weights: -1 at index (1,) is negative"),
        ([1, 1], "weights: 2 weights for 3 claims; expected one a claim"),
        (np.ones((2, 3)), "weights: shape (2, 3) does not fit claims of shape (3,)"),
    ],
)
def test_bad_weights_are_refused(weights, message) -> None:
    with pytest.raises(ProblemError) as caught:
        constrained_equal_awards(3, [2, 2, 2], weights=weights)
    assert message in str(caught.value)


def test_the_contested_garment_is_for_two() -> None:
    with pytest.raises(ProblemError, match="3 claims; the contested garment divides between two"):
        contested_garment(1, [1, 1, 1])


def test_priority_classes_are_served_in_order_and_by_draw() -> None:
    awards = by_priority(talmud, [3, 12], [4, 4, 10], [0, 0, 1])
    np.testing.assert_allclose(awards, [[1.5, 1.5, 0], [4, 4, 4]])
    weighted = by_priority(constrained_equal_awards, 9, [5, 9, 9], [1, 2, 2], weights=[1, 1, 3])
    np.testing.assert_allclose(weighted, [5, 1, 3])


@pytest.mark.parametrize("classes", [[1, 2], [1.0, 2.0, 3.0], 1])
def test_bad_classes_are_refused(classes) -> None:
    with pytest.raises(ProblemError, match="classes: expected 3 whole numbers"):
        by_priority(talmud, 3, [2, 2, 2], classes)


def test_an_unknown_rule_is_answered_by_the_list() -> None:
    with pytest.raises(ProblemError, match="no claims rule 'tamlud'; there are proportional, cea"):
        claims_rule("tamlud")


def test_the_table_cannot_be_changed_and_is_complete() -> None:
    with pytest.raises(TypeError):
        RULES["mine"] = RULES["cea"]
    for rule in RULES.values():
        assert rule.name
        assert rule.idea.endswith(".")
        assert any(digit.isdigit() for digit in rule.reference) or "Aristotle" in rule.reference
        assert rule.needs == ("endowment", "claims")


def test_random_arrival_of_thousands_whose_claims_exceed_the_endowment() -> None:
    """Whoever comes first takes all, save for the three whose claims are small."""
    awards = random_arrival(50.0, np.r_[np.full(5000, 60.0), 50.0, 1.0])
    np.testing.assert_allclose(awards[-1], 1 / 5002, rtol=1e-10)
    np.testing.assert_allclose(awards[:-1], (50 - 1 / 5002) / 5001, rtol=1e-12)


def test_random_arrival_says_how_many_claims_are_too_many() -> None:
    with pytest.raises(ProblemError, match="60 of them are below the endowment"):
        random_arrival(20.0, np.ones(60))


def test_average_of_awards_of_thousands_is_that_of_an_exponential_tilt() -> None:
    """For many members the centre tends to the tilted means: Boltzmann's equal temperature."""
    claims = np.tile([1.0, 2.0, 4.0], 2000)
    awards = average_of_awards(4000.0, claims)
    np.testing.assert_allclose(awards.sum(), 4000, rtol=1e-12)
    low, high = -3.0, 0.0
    for _ in range(60):
        tilt = (low + high) / 2
        means = claims[:3] * (1 / -np.expm1(-tilt * claims[:3])) - 1 / tilt
        low, high = (tilt, high) if means.sum() < 2 else (low, tilt)
    np.testing.assert_allclose(awards[:3], means, rtol=1e-3)


def test_average_of_awards_says_when_no_method_is_short() -> None:
    claims = np.r_[1.0, 1.0, np.full(40, 1e-9)]
    with pytest.raises(ProblemError, match="a few claims are greater by many orders of magnitude"):
        average_of_awards(1 + 17.3e-9, claims)


def test_both_methods_for_the_average_of_awards_agree() -> None:
    """One claim of nothing more takes the problem from branching to the Fourier series."""
    rng = np.random.default_rng(3)
    claims = rng.lognormal(0, 1, (20, MOST_BRANCHED))
    endowment = claims.sum(axis=-1) * np.linspace(0.03, 0.97, 20)
    longer = np.concatenate([claims, np.zeros((20, 1))], axis=-1)
    branched, summed = average_of_awards(endowment, claims), average_of_awards(endowment, longer)
    np.testing.assert_allclose(summed[:, :-1], branched, rtol=0, atol=1e-13 * endowment.max())
    assert not np.array_equal(summed[:, :-1], branched)


def test_dominguez_thomson_survives_a_shortage_of_one_unit_in_the_last_place() -> None:
    claims = np.array([10, 5, 2]) / 3
    for endowment in (17 / 3, np.nextafter(claims.sum(), 0), claims.sum()):
        np.testing.assert_allclose(dominguez_thomson(endowment, claims), claims, rtol=1e-13)


def test_dominguez_thomson_of_two_with_very_unequal_claims() -> None:
    """Claims 1 and a million, endowment a million: half, a quarter, ... of the small claim."""
    awards = dominguez_thomson(1e6, [1, 1e6])
    np.testing.assert_allclose(awards, [1, 1e6 - 1], rtol=1e-12)


@ANY
@pytest.mark.parametrize("endowment", [5e-324, 1e-290, 1.0, 1e299, 1.4e300])
def test_claims_of_any_size_side_by_side_give_numbers(rule, endowment) -> None:
    claims = np.array([1e300, 5e-324, 0, 5e299, 1e-300, 2, 1, 1e-20])
    awards = rule(endowment, claims)
    slack = 1e-12 * claims.max()
    assert (awards >= -slack).all()
    assert (awards <= claims + slack).all()
    np.testing.assert_allclose(awards.sum(), endowment, rtol=1e-12, atol=slack)


@pytest.mark.parametrize("rule", ["cea", "constrained_egalitarian", "talmud", "piniles"])
def test_a_great_claim_takes_no_digits_from_a_small_endowment(rule) -> None:
    """Claims of 1 and 3 beside one of 10^17; the cap is the claim or half of it."""
    awards = RULES[rule]([0.9, 4], [1.0, 3.0, 1e17])
    expected = [[0.3, 0.3, 0.3], [1, 1.5, 1.5] if rule == "cea" else [0.5, 1.5, 2]]
    np.testing.assert_allclose(awards, expected, rtol=1e-14)


def test_a_checked_problem_keeps_its_draws() -> None:
    problem = as_claims_problem([[1.0], [2.0]], [[2, 4], [6, 8]])
    assert problem.endowment.shape == (2, 2, 1)
    np.testing.assert_array_equal(problem.total[..., 0], [[6, 14], [6, 14]])


@pytest.mark.parametrize("share", [1e-9, 1e-4, 0.01, 0.999, 1 - 1e-9])
def test_average_of_awards_of_thousands_whatever_the_endowment(share) -> None:
    """Far fewer and far more than the claims; by symmetry equal claims get the same."""
    claims = np.random.default_rng(5).random(2000)
    claims[1000:] = claims[:1000]
    endowment = share * claims.sum()
    awards = average_of_awards(endowment, claims)
    assert awards.sum() == pytest.approx(endowment, rel=1e-10)
    np.testing.assert_allclose(awards[1000:], awards[:1000], rtol=1e-10)
    assert (awards <= claims).all()
    if share == 1e-9:
        # Every claim exceeds the endowment, and nothing tells the claimants apart.
        np.testing.assert_allclose(awards, endowment / 2000, rtol=1e-9)


def test_average_of_awards_with_one_claim_below_a_small_endowment() -> None:
    """A slice of the simplex: the mean of x on (1 - x)^(n - 2) over [0, c], in closed form."""
    n, c = 60, 0.01
    awards = average_of_awards(1.0, [c] + [1.0] * (n - 1))
    left = (1 - c) ** (n - 1)
    mean = ((1 - (1 - c) ** n) / n - c * left) / (1 - left)
    np.testing.assert_allclose(awards[0], mean, rtol=1e-12)
    np.testing.assert_allclose(awards[1:], (1 - mean) / (n - 1), rtol=1e-12)


def test_contested_garment_never_exceeds_a_claim_by_a_digit() -> None:
    """Found by search: halves that add up to more than the claim in the last digit."""
    claims = np.array([0.040685533217748954, 17.018990039386317])
    assert (contested_garment(claims.sum(), claims) <= claims).all()
