"""Claims rules: what the theory proves of each, what it disproves, and slow versions of them."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests import naive_claims as naive

from burdenshare.sharing.claims import RULES, by_priority, contested_garment
from burdenshare.sharing.claims_axioms import AXIOMS

Problem = tuple[float, list[float]]

ALWAYS = {
    "efficiency",
    "equal_treatment",
    "anonymity",
    "homogeneity",
    "order_preservation",
    "endowment_monotonicity",
    "claims_monotonicity",
}
PARAMETRIC = ALWAYS | {"consistency", "population_monotonicity"}
SELF_DUAL = {"midpoint", "self_duality"}
COMPOSED = {"composition_up", "composition_down"}
CUT = {"claims_truncation_invariance", "minimal_rights_first"}

SATISFIED: dict[str, set[str]] = {
    "proportional": PARAMETRIC | SELF_DUAL | COMPOSED,
    "cea": PARAMETRIC | COMPOSED | {"claims_truncation_invariance", "reasonable_lower_bounds"},
    "cel": PARAMETRIC | COMPOSED | {"minimal_rights_first"},
    "constrained_egalitarian": PARAMETRIC | {"midpoint", "reasonable_lower_bounds"},
    "talmud": PARAMETRIC | SELF_DUAL | CUT | {"reasonable_lower_bounds"},
    "reverse_talmud": PARAMETRIC | SELF_DUAL,
    "piniles": PARAMETRIC | {"midpoint", "reasonable_lower_bounds"},
    "adjusted_proportional": ALWAYS | SELF_DUAL | CUT | {"reasonable_lower_bounds"},
    "minimal_overlap": ALWAYS | CUT | {"reasonable_lower_bounds", "population_monotonicity"},
    "random_arrival": ALWAYS
    | SELF_DUAL
    | CUT
    | {"reasonable_lower_bounds", "population_monotonicity"},
    "average_of_awards": ALWAYS
    | SELF_DUAL
    | CUT
    | {"reasonable_lower_bounds", "population_monotonicity"},
    "dominguez_thomson": ALWAYS | {"claims_truncation_invariance", "reasonable_lower_bounds"},
    "alpha_min": ALWAYS | COMPOSED,
    "average_cea_cel": ALWAYS | SELF_DUAL | {"population_monotonicity"},
    "contested_garment": PARAMETRIC | SELF_DUAL | CUT | {"reasonable_lower_bounds"},
}

COUNTEREXAMPLES: dict[tuple[str, str], Problem] = {
    ("proportional", "reasonable_lower_bounds"): (1, [1, 3]),
    ("proportional", "claims_truncation_invariance"): (1, [1, 3]),
    ("proportional", "minimal_rights_first"): (3, [1, 4]),
    ("cea", "midpoint"): (1, [1, 3]),
    ("cea", "self_duality"): (1, [1, 3]),
    ("cea", "minimal_rights_first"): (3, [1, 4]),
    ("cel", "reasonable_lower_bounds"): (1, [1, 3]),
    ("cel", "midpoint"): (1, [1, 3]),
    ("cel", "self_duality"): (1, [1, 3]),
    ("cel", "claims_truncation_invariance"): (1, [1, 3]),
    ("constrained_egalitarian", "self_duality"): (1, [1, 3]),
    ("constrained_egalitarian", "claims_truncation_invariance"): (5, [2, 7]),
    ("constrained_egalitarian", "minimal_rights_first"): (3, [1, 4]),
    ("constrained_egalitarian", "composition_up"): (3, [1, 4]),
    ("constrained_egalitarian", "composition_down"): (1, [1, 3]),
    ("talmud", "composition_up"): (3, [1, 4]),
    ("talmud", "composition_down"): (1, [1, 3]),
    ("reverse_talmud", "reasonable_lower_bounds"): (1, [1, 3]),
    ("reverse_talmud", "claims_truncation_invariance"): (1, [1, 3]),
    ("reverse_talmud", "minimal_rights_first"): (3, [1, 4]),
    ("reverse_talmud", "composition_up"): (3, [1, 4]),
    ("reverse_talmud", "composition_down"): (1, [1, 3]),
    ("piniles", "self_duality"): (1, [1, 3]),
    ("piniles", "claims_truncation_invariance"): (3, [1, 4]),
    ("piniles", "minimal_rights_first"): (3, [1, 4]),
    ("piniles", "composition_up"): (6, [5, 2]),
    ("piniles", "composition_down"): (1, [1, 3]),
    ("adjusted_proportional", "composition_up"): (3, [1, 4]),
    ("adjusted_proportional", "composition_down"): (1, [1, 3]),
    ("adjusted_proportional", "consistency"): (4, [7, 5, 3]),
    ("adjusted_proportional", "population_monotonicity"): (15, [10, 1, 2, 7]),
    ("minimal_overlap", "midpoint"): (6, [3, 2, 3]),
    ("minimal_overlap", "self_duality"): (5, [7, 2, 1]),
    ("minimal_overlap", "composition_up"): (3, [1, 4]),
    ("minimal_overlap", "composition_down"): (1, [1, 3]),
    ("minimal_overlap", "consistency"): (5, [7, 2, 1]),
    ("random_arrival", "composition_up"): (3, [1, 4]),
    ("random_arrival", "composition_down"): (1, [1, 3]),
    ("random_arrival", "consistency"): (4, [7, 5, 3]),
    ("average_of_awards", "composition_up"): (3, [1, 4]),
    ("average_of_awards", "composition_down"): (1, [1, 3]),
    ("average_of_awards", "consistency"): (4, [7, 5, 3]),
    ("dominguez_thomson", "midpoint"): (1, [1, 3]),
    ("dominguez_thomson", "self_duality"): (1, [1, 3]),
    ("dominguez_thomson", "minimal_rights_first"): (3, [1, 4]),
    ("dominguez_thomson", "composition_up"): (3, [1, 4]),
    ("dominguez_thomson", "composition_down"): (1, [1, 3]),
    ("dominguez_thomson", "consistency"): (6, [3, 2, 3]),
    ("dominguez_thomson", "population_monotonicity"): (8, [1, 4, 7, 8]),
    ("alpha_min", "reasonable_lower_bounds"): (3, [0, 3, 9]),
    ("alpha_min", "midpoint"): (1, [1, 3]),
    ("alpha_min", "self_duality"): (1, [1, 3]),
    ("alpha_min", "claims_truncation_invariance"): (5, [7, 2, 1]),
    ("alpha_min", "minimal_rights_first"): (3, [1, 4]),
    ("alpha_min", "consistency"): (5, [7, 2, 1]),
    ("alpha_min", "population_monotonicity"): (8, [1, 5, 9]),
    ("average_cea_cel", "reasonable_lower_bounds"): (1, [1, 3]),
    ("average_cea_cel", "claims_truncation_invariance"): (1, [1, 3]),
    ("average_cea_cel", "minimal_rights_first"): (3, [1, 4]),
    ("average_cea_cel", "composition_up"): (3, [1, 4]),
    ("average_cea_cel", "composition_down"): (2, [2, 3]),
    ("average_cea_cel", "consistency"): (9, [4, 3, 3]),
    ("contested_garment", "composition_up"): (3, [1, 4]),
    ("contested_garment", "composition_down"): (1, [1, 3]),
}


@st.composite
def problems(draw: st.DrawFn, least: int = 1, most: int = 5, zeros: bool = True) -> Problem:
    """Claims problems: small whole claims with ties and zeros, or floats over twelve decades.

    The endowment is a part of the sum of the claims, its two ends and a claim included.
    """
    whole = st.integers(0 if zeros else 1, 12).map(float)
    wide = st.builds(lambda m, e: m * 10.0**e, st.floats(1, 10), st.integers(-6, 6))
    claims = draw(st.lists(draw(st.sampled_from([whole, wide])), min_size=least, max_size=most))
    total = float(np.sum(claims))
    parts = st.one_of(st.sampled_from([0.0, 0.5, 1.0]), st.floats(0, 1))
    part = draw(parts) * total
    return draw(st.sampled_from([part, min(draw(st.sampled_from(claims)), total)])), claims


def test_every_verdict_is_given_once() -> None:
    for rule in RULES:
        disproved = {axiom for name, axiom in COUNTEREXAMPLES if name == rule}
        assert SATISFIED[rule].isdisjoint(disproved)
        assert SATISFIED[rule] | disproved == set(AXIOMS)


@pytest.mark.parametrize("rule", RULES)
@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_axioms_proved_for_a_rule_hold(rule: str, data: st.DataObject) -> None:
    pair = RULES[rule].claimants == 2
    problem = data.draw(problems(2, 2) if pair else problems())
    for axiom in sorted(SATISFIED[rule]):
        check = AXIOMS[axiom].function(RULES[rule], *problem)
        assert check.holds, check
        assert check.violation == ""


@pytest.mark.parametrize(("rule", "axiom"), COUNTEREXAMPLES)
def test_axioms_disproved_for_a_rule_are_violated(rule: str, axiom: str) -> None:
    check = AXIOMS[axiom].function(RULES[rule], *COUNTEREXAMPLES[rule, axiom])
    assert not check.holds
    assert check.axiom == axiom
    assert "member" in check.violation


@pytest.mark.parametrize("rule", RULES)
def test_draws_are_divided_as_if_each_were_alone(rule: str) -> None:
    size = RULES[rule].claimants or 6
    rng = np.random.default_rng(1)
    claims = rng.lognormal(0, 1.5, (2, 9, size)) * (rng.random((2, 9, size)) > 0.1)
    endowment = claims.sum(axis=-1) * np.linspace(0, 1, 9)
    awards = RULES[rule](endowment, claims)
    for i, j in np.ndindex(2, 9):
        alone = RULES[rule](endowment[i, j], claims[i, j])
        np.testing.assert_allclose(awards[i, j], alone, rtol=0, atol=1e-12 * claims[i, j].sum())


@settings(max_examples=40, deadline=None)
@given(problem=problems(1, 6))
def test_random_arrival_is_the_mean_over_all_orders(problem: Problem) -> None:
    awards = RULES["random_arrival"](*problem)
    slow = naive.random_arrival(*problem)
    np.testing.assert_allclose(awards, slow, rtol=0, atol=1e-14 * sum(problem[1]))


@pytest.mark.parametrize("size", [14, 15, 16, 21, 24])
def test_random_arrival_of_many_is_exact(size: int) -> None:
    rng = np.random.default_rng(size)
    claims = [int(claim) for claim in rng.integers(0, 30, size)]
    for part in (3, 2):
        endowment = sum(claims) // part
        awards = RULES["random_arrival"](endowment, claims)
        slow = naive.random_arrival_of_whole_claims(endowment, claims)
        np.testing.assert_allclose(awards, slow, rtol=0, atol=1e-13 * endowment)


@settings(max_examples=60, deadline=None)
@given(problem=problems(2, 8))
def test_average_of_awards_is_the_centre_in_exact_arithmetic(problem: Problem) -> None:
    endowment, claims = problem
    if not 0 < endowment < sum(map(Fraction, claims)):
        return
    awards = RULES["average_of_awards"](endowment, claims)
    slow = naive.average_of_awards(endowment, claims)
    np.testing.assert_allclose(awards, slow, rtol=0, atol=1e-12 * endowment)


@pytest.mark.parametrize("part", [0.02, 0.3, 0.5, 0.9])
@pytest.mark.parametrize(
    "claims",
    [
        [7] * 20,
        [*range(1, 21)],
        [1] * 10 + [1000] * 10,
        [1] * 12 + [10**6] * 4,
        [1, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144],
        [*range(1, 31)],
    ],
    ids=["alike", "rising", "two-sizes", "six-decades", "fibonacci", "thirty"],
)
def test_average_of_awards_of_many_is_exact(claims: list[int], part: float) -> None:
    endowment = round(part * sum(claims))
    awards = RULES["average_of_awards"](endowment, claims)
    slow = naive.average_of_awards(endowment, claims)
    np.testing.assert_allclose(awards, slow, rtol=0, atol=1e-12 * endowment)


@settings(max_examples=25, deadline=None)
@given(
    claims=st.lists(st.integers(1, 9), min_size=3, max_size=5), part=st.sampled_from([0.2, 0.45])
)
def test_average_of_awards_is_the_centre_of_the_polytope(claims: list[int], part: float) -> None:
    """The corners of the set of awards, cut into simplices: no shared formula."""
    endowment = part * sum(claims)
    slow = naive.average_of_awards_by_triangles(endowment, claims)
    awards = RULES["average_of_awards"](endowment, claims)
    np.testing.assert_allclose(awards, slow, rtol=0, atol=1e-6 * endowment)


@settings(max_examples=40, deadline=None)
@given(problem=problems(2, 6))
def test_dominguez_thomson_is_the_limit_of_its_rounds(problem: Problem) -> None:
    awards = RULES["dominguez_thomson"](*problem)
    slow = naive.dominguez_thomson(*problem)
    np.testing.assert_allclose(awards, slow, rtol=0, atol=1e-12 * sum(problem[1]))


@settings(max_examples=60, deadline=None)
@given(problem=problems(1, 6))
def test_minimal_overlap_lays_claims_out(problem: Problem) -> None:
    awards = RULES["minimal_overlap"](*problem)
    if not 0 < problem[0] < sum(map(Fraction, problem[1])):
        return
    slow = naive.minimal_overlap(*problem)
    np.testing.assert_allclose(awards, slow, rtol=0, atol=1e-13 * sum(problem[1]))


@settings(max_examples=60, deadline=None)
@given(problem=problems(1, 6))
def test_rules_of_one_level_agree_with_bisection(problem: Problem) -> None:
    endowment, claims = problem
    early = 2 * Fraction(endowment) <= sum(map(Fraction, claims))
    levels = {
        "cea": lambda c, t: min(c, t),
        "cel": lambda c, t: max(Fraction(0), c - t),
        "constrained_egalitarian": (
            (lambda c, t: min(c / 2, t)) if early else (lambda c, t: max(c / 2, min(c, t)))
        ),
        "talmud": (lambda c, t: min(c / 2, t)) if early else (lambda c, t: max(c / 2, c - t)),
        "reverse_talmud": (
            (lambda c, t: max(Fraction(0), c / 2 - t)) if early else lambda c, t: min(c, c / 2 + t)
        ),
        "piniles": (lambda c, t: min(c / 2, t)) if early else lambda c, t: min(c, c / 2 + t),
    }
    for rule, award in levels.items():
        slow = naive.by_level(award, endowment, claims)
        awards = RULES[rule](endowment, claims)
        np.testing.assert_allclose(awards, slow, rtol=0, atol=1e-13 * sum(claims), err_msg=rule)


@settings(max_examples=15, deadline=None)
@given(claims=st.lists(st.integers(0, 9), min_size=3, max_size=4), part=st.floats(0, 1))
def test_talmud_is_the_nucleolus_of_the_bankruptcy_game(claims: list[int], part: float) -> None:
    endowment = part * sum(claims)
    slow = naive.nucleolus(naive.bankruptcy_game(endowment, claims), len(claims))
    np.testing.assert_allclose(RULES["talmud"](endowment, claims), slow, atol=1e-6)


@settings(max_examples=50, deadline=None)
@given(problem=problems(2, 6))
def test_talmud_divides_every_pair_by_the_contested_garment(problem: Problem) -> None:
    claims = np.array(problem[1])
    awards = np.clip(RULES["talmud"](*problem), 0, claims)
    for pair in map(list, combinations(range(len(claims)), 2)):
        divided = contested_garment(awards[pair].sum(), claims[pair])
        np.testing.assert_allclose(divided, awards[pair], rtol=0, atol=1e-12 * claims.sum())


@pytest.mark.parametrize(
    "rule",
    ["talmud", "random_arrival", "minimal_overlap", "adjusted_proportional", "average_of_awards"],
)
@settings(max_examples=30, deadline=None)
@given(problem=problems(2, 2))
def test_for_two_claimants_many_rules_are_the_contested_garment(
    rule: str, problem: Problem
) -> None:
    awards, divided = RULES[rule](*problem), contested_garment(*problem)
    np.testing.assert_allclose(awards, divided, rtol=0, atol=1e-13 * sum(problem[1]))


@pytest.mark.parametrize("rule", [rule.id for rule in RULES.values() if rule.takes_weights])
@settings(max_examples=30, deadline=None)
@given(problem=problems(2, 2), weight=st.floats(0.01, 100))
def test_weights_favour_who_carries_them(rule: str, problem: Problem, weight: float) -> None:
    """Equal weights change nothing; a greater one gives no less, or for losses no more."""
    function = RULES[rule].function
    plain = function(*problem)
    slack = 1e-12 * sum(problem[1])
    alike = function(*problem, weights=[weight, weight])
    np.testing.assert_allclose(alike, plain, rtol=0, atol=slack)
    heavy = function(*problem, weights=[1 + weight, 1])
    assert abs(heavy.sum() - plain.sum()) <= slack
    gain = heavy[0] - plain[0]
    beyond_half = 2 * problem[0] > sum(problem[1])
    bears_losses = rule == "cel" or (rule == "talmud" and beyond_half)
    assert gain <= slack if bears_losses else gain >= -slack


@settings(max_examples=30, deadline=None)
@given(problem=problems(2, 6), weight=st.floats(0.01, 100))
def test_weighted_talmud_is_self_dual(problem: Problem, weight: float) -> None:
    endowment, claims = problem[0], np.array(problem[1])
    weights = np.linspace(1, 1 + weight, len(claims))
    talmud = RULES["talmud"].function
    losses = talmud(max(claims.sum() - endowment, 0.0), claims, weights=weights)
    awards = talmud(endowment, claims, weights=weights)
    np.testing.assert_allclose(awards, claims - losses, rtol=0, atol=1e-12 * claims.sum())


@settings(max_examples=30, deadline=None)
@given(problem=problems(3, 5))
def test_later_classes_wait_for_earlier_ones(problem: Problem) -> None:
    claims = np.array(problem[1])
    classes = np.arange(len(claims)) % 2
    awards = by_priority(RULES["cea"].function, *problem, classes)
    slack = 1e-12 * claims.sum()
    assert abs(awards.sum() - min(problem[0], claims.sum())) <= slack
    unpaid = (claims - awards)[classes == 0].sum() > slack
    assert not unpaid or awards[classes == 1].sum() <= slack
    queue = by_priority(RULES["talmud"].function, *problem, np.arange(len(claims)))
    before = np.concatenate([[0.0], np.cumsum(claims)[:-1]])
    expected = np.clip(problem[0] - before, 0.0, claims)
    np.testing.assert_allclose(queue, expected, rtol=0, atol=slack)
