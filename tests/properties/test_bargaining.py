"""Theorems on bargaining: limits, invariances, and slow versions of the same thing."""

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog
from tests import naive_bargaining as naive

from burdenshare.bargaining.alternating import (
    alternating_offers,
    finite_alternating_offers,
    quick_offers,
)
from burdenshare.bargaining.axiomatic import (
    SOLUTIONS,
    egalitarian,
    kalai_smorodinsky,
    nash,
    perles_maschler,
)
from burdenshare.bargaining.division import kalai_smorodinsky_division, nash_division
from burdenshare.bargaining.finite import nash_outcome, pareto_efficient
from burdenshare.bargaining.multilateral import exit_shares, unanimity_shares
from burdenshare.bargaining.offer_game import pie_offers, solve_offer_game
from burdenshare.bargaining.packages import logrolling_gain
from burdenshare.bargaining.sets import curve_set, polygon_set
from burdenshare.bargaining.zone import (
    alternating_offers_payment,
    kalai_smorodinsky_payment,
    nash_payment,
)

MANY = settings(max_examples=60, deadline=None)
FEW = settings(max_examples=15, deadline=None)

amounts = st.integers(0, 40).map(lambda k: k / 4)
discounts = st.integers(1, 19).map(lambda k: k / 20)
shares = st.integers(0, 20).map(lambda k: k / 20)
rates = st.integers(1, 60).map(lambda k: k / 100)
COVARIANT = [
    "nash", "kalai_smorodinsky", "equal_area", "perles_maschler", "raiffa_discrete",
    "raiffa_continuous",
]  # fmt: skip


@st.composite
def polygons(draw, least=1, most=6):
    """Payoff pairs of which at least one gives both parties something over (0, 0)."""
    points = draw(st.lists(st.tuples(amounts, amounts), min_size=least, max_size=most))
    assume(any(x > 0 and y > 0 for x, y in points))
    return np.array(points)


@st.composite
def offer_games(draw):
    """Small games of offers with coarse numbers, in which ties are common."""
    coarse = st.integers(0, 8).map(lambda k: k / 8)
    pair = st.tuples(coarse, coarse)
    return {
        "payoffs": draw(st.lists(pair, min_size=1, max_size=4)),
        "proposers": draw(st.lists(st.integers(0, 1), min_size=1, max_size=4)),
        "discounts": draw(pair),
        "deadline": draw(pair),
        "inside": draw(pair),
        "outside": draw(st.none() | pair),
        "breakdown": draw(coarse),
        "broken": draw(pair),
        "accepts_ties": draw(st.booleans()),
    }


@MANY
@given(polygons())
@pytest.mark.parametrize("name", SOLUTIONS)
def test_solutions_are_feasible_and_better_than_disagreement(name, points):
    problem = polygon_set(points)
    x, y = SOLUTIONS[name].function(problem)
    assert x >= 0
    assert y >= 0
    assert y <= problem.height(x) + 1e-9
    assert x <= problem.reach(y) + 1e-9


@MANY
@given(polygons())
@pytest.mark.parametrize("name", [name for name in SOLUTIONS if name != "egalitarian"])
def test_solutions_waste_nothing(name, points):
    problem = polygon_set(points)
    x, y = SOLUTIONS[name].function(problem)
    on_frontier = min(problem.height(x) - y, problem.reach(y) - x)
    assert on_frontier == pytest.approx(0, abs=1e-8)
    assert x >= problem.frontier[0, 0] - 1e-8
    assert y >= problem.frontier[-1, 1] - 1e-8


@MANY
@given(polygons(), st.tuples(amounts, amounts), st.tuples(rates, rates))
@pytest.mark.parametrize("name", COVARIANT)
def test_units_of_utility_do_not_matter(name, points, shift, scale):
    solve = SOLUTIONS[name].function
    moved = polygon_set(points * scale + shift, shift)
    np.testing.assert_allclose(moved.disagreement, shift)
    np.testing.assert_allclose(solve(moved), solve(polygon_set(points)) * scale + shift, atol=1e-7)


@MANY
@given(polygons(most=4))
@pytest.mark.parametrize("name", SOLUTIONS)
def test_parties_who_change_places_change_payoffs(name, points):
    solve = SOLUTIONS[name].function
    np.testing.assert_allclose(
        solve(polygon_set(points[:, ::-1])), solve(polygon_set(points))[::-1], atol=1e-7
    )


@MANY
@given(polygons())
@pytest.mark.parametrize("name", COVARIANT)
def test_both_get_at_least_half_of_their_best(name, points):
    problem = polygon_set(points)
    assert (SOLUTIONS[name].function(problem) >= problem.ideal / 2 - 1e-8).all()


@MANY
@given(polygons(), st.tuples(shares, shares), st.tuples(rates, rates))
def test_nash_has_the_largest_product(points, d, weights):
    problem = polygon_set(points, d)
    best = naive.best_mixture(
        points, d, lambda g: np.maximum(g[0], 0) ** weights[0] * np.maximum(g[1], 0) ** weights[1]
    )
    if best is None:
        np.testing.assert_array_equal(nash(problem, weights), d)
        return

    def product(point):
        return np.prod(np.maximum(point - np.array(d), 0) ** np.array(weights))

    assert product(nash(problem, weights)) >= product(best) - 1e-9
    # The search may find no more than the true best, and comes close to it.
    assert product(nash(problem, weights)) == pytest.approx(product(best), rel=0.02, abs=0.02)


@MANY
@given(polygons(), polygons())
def test_nash_does_not_mind_losing_irrelevant_agreements(points, others):
    chosen = nash(polygon_set(np.vstack([points, others])))
    left = np.vstack([points * 0.99, chosen])
    np.testing.assert_allclose(nash(polygon_set(left)), chosen, atol=1e-9)


@MANY
@given(polygons(), st.tuples(amounts, amounts))
def test_more_to_share_hurts_nobody_under_the_egalitarian_solution(points, extra):
    before, after = (egalitarian(polygon_set(p)) for p in (points, np.vstack([points, extra])))
    assert (after >= before - 1e-9).all()


@MANY
@given(polygons(), st.tuples(amounts, amounts))
def test_more_for_one_at_the_same_ideal_helps_it_under_kalai_smorodinsky(points, extra):
    before, after = polygon_set(points), polygon_set(np.vstack([points, extra]))
    assume(after.ideal == pytest.approx(before.ideal))
    assert (kalai_smorodinsky(after) >= kalai_smorodinsky(before) - 1e-9).all()


@FEW
@given(polygons(), st.tuples(rates, rates))
def test_egalitarian_and_kalai_smorodinsky_go_as_far_as_they_can(points, weights):
    np.testing.assert_allclose(
        egalitarian(polygon_set(points)), naive.furthest(points, (0, 0), (1, 1)), atol=0.02
    )
    ideal = polygon_set(points).ideal
    np.testing.assert_allclose(
        kalai_smorodinsky(polygon_set(points)), naive.furthest(points, (0, 0), ideal), atol=0.02
    )


@MANY
@given(polygons(most=4), polygons(most=4))
def test_settling_two_matters_at_once_never_costs_under_perles_maschler(points, others):
    # The theorem is about sets whose Pareto frontier reaches both axes.
    first, second = (
        np.vstack([p, [p[:, 0].max() + 1, 0], [0, p[:, 1].max() + 1]]) for p in (points, others)
    )
    sums = (first[:, None] + second).reshape(-1, 2)
    apart = perles_maschler(polygon_set(first)) + perles_maschler(polygon_set(second))
    assert (perles_maschler(polygon_set(sums)) >= apart - 1e-9).all()


@settings(max_examples=4, deadline=None)
@given(polygons(most=4))
def test_raiffa_follows_the_path_of_small_steps(points):
    np.testing.assert_allclose(
        SOLUTIONS["raiffa_continuous"].function(polygon_set(points)),
        naive.raiffa_by_small_steps(points, (0, 0), step=5e-3, rounds=2_400),
        atol=0.05,
    )


@FEW
@given(polygons(most=3))
def test_equal_area_halves_the_area(points):
    first, second = SOLUTIONS["equal_area"].function(polygon_set(points))
    above, below = naive.areas_beside(points, second / first)
    assert above == pytest.approx(below, rel=0.02)


@pytest.mark.parametrize("name", SOLUTIONS)
def test_a_curve_is_the_limit_of_its_polygons(name):
    angles = np.linspace(0, math.pi / 2, 20_001)
    chain = np.stack([3 * np.sin(angles), np.cos(angles)], axis=-1)
    smooth = curve_set(lambda s: (3 * math.sin(s), math.cos(s)), (0, math.pi / 2))
    solve = SOLUTIONS[name].function
    tolerance = 2e-4 if name in ("nash", "utilitarian") else 1e-6
    points = polygon_set(chain if name != "raiffa_continuous" else chain[::100])
    np.testing.assert_allclose(solve(smooth), solve(points), atol=max(tolerance, 1e-5))


@MANY
@given(st.lists(st.tuples(amounts, amounts, amounts), min_size=1, max_size=6), st.data())
def test_an_agreement_is_efficient_unless_another_beats_it(points, data):
    parties = data.draw(st.integers(1, 3))
    table = np.array(points)[:, :parties]
    beaten = [any((b >= a).all() and (b > a).any() for b in table) for a in table]
    np.testing.assert_array_equal(pareto_efficient(table), ~np.array(beaten))


@MANY
@given(st.lists(st.tuples(amounts, amounts), min_size=1, max_size=6), amounts)
def test_the_chosen_agreement_has_the_largest_product(points, d):
    index = int(nash_outcome(points, [d, 0.0]))
    allowed = [(x - d) * y for x, y in points if x >= d]
    if index < 0:
        assert not allowed
    else:
        assert (points[index][0] - d) * points[index][1] == pytest.approx(max(allowed))


@MANY
@given(amounts, amounts, shares, shares)
def test_the_zone_is_the_bargaining_set_of_a_transferable_amount(low, width, power, cap):
    assume(width > 0)
    weights = (power, 1 - power)
    line = polygon_set([[0, width], [width, 0]])
    assert nash_payment(low, low + width, power).payment - low == pytest.approx(
        nash(line, weights)[0]
    )
    assert kalai_smorodinsky_payment(low, low + width).payment == pytest.approx(low + width / 2)
    cut = polygon_set([[0, width], [cap * width, width - cap * width]])
    assert kalai_smorodinsky_payment(
        low, low + width, cap=low + cap * width
    ).payment - low == pytest.approx(kalai_smorodinsky(cut)[0])


@MANY
@given(
    st.lists(st.tuples(rates, amounts, amounts), min_size=1, max_size=5), shares,
)  # fmt: skip
def test_capped_divisions_are_what_raising_the_level_gives(members, fraction):
    power, d, room = (np.array(column) for column in zip(*members, strict=True))
    surplus = fraction * room.sum()
    division = nash_division(d.sum() + surplus, d, power, caps=d + room)
    assert division.exists
    np.testing.assert_allclose(
        division.amounts - d, naive.capped_division(surplus, power, room), atol=1e-9
    )
    fractions = kalai_smorodinsky_division(d.sum() + surplus, d, caps=d + room).amounts - d
    hopes = np.minimum(room, surplus)
    np.testing.assert_allclose(fractions * hopes.sum(), hopes * surplus, atol=1e-9)


@MANY
@given(st.tuples(rates, rates), st.tuples(shares, shares), rates, st.tuples(shares, shares))
def test_alternating_offers_tend_to_nash_as_delay_vanishes(r, flows, hazard, broken):
    speed = np.array(r) + hazard
    d = (np.array(flows) * 0.1 + hazard * np.array(broken) * 0.3) / speed
    assume(d.sum() < 0.95)
    limit = nash_division(1.0, d, 1 / speed).amounts
    period = 1e-6
    discount = np.exp(-np.array(r) * period)
    inside = np.array(flows) * 0.1 / r
    near = alternating_offers(
        discount, inside=inside, breakdown=-math.expm1(-hazard * period),
        after_breakdown=np.array(broken) * 0.3,
    ).payoffs  # fmt: skip
    np.testing.assert_allclose(near, [limit, limit], atol=1e-4)
    exact = quick_offers(
        r, flows=np.array(flows) * 0.1, hazard=hazard, after_breakdown=np.array(broken) * 0.3
    ).payoffs
    np.testing.assert_allclose(exact, [limit, limit], atol=1e-12)


@MANY
@given(
    st.tuples(*[st.floats(0, 0.95)] * 2), st.tuples(shares, shares), st.tuples(shares, shares),
    st.floats(0, 0.5), st.tuples(shares, shares),
)  # fmt: skip
def test_offers_without_end_are_those_before_a_far_deadline(delta, inside, options, risk, broken):
    """Backwards from a deadline after which talks would be worth what they are for ever."""
    stay = (1 - risk) * np.array(delta)
    wait = risk * np.array(broken) + (1 - risk) * (1 - np.array(delta)) * inside
    forever = wait / (1 - stay)
    # Where everyone is as well off leaving as staying there are two answers.
    assume(min(abs(forever - options)) > 1e-3 and abs(sum(options) - 1) > 1e-3)
    assume(abs(forever.sum() - 1) > 1e-3)
    found = alternating_offers(
        delta, inside=inside, outside=options, breakdown=risk, after_breakdown=broken
    )
    for first in (0, 1):
        far = finite_alternating_offers(
            stay, 901, first=first, inside=forever, outside=options, at_deadline=forever
        )[0]
        np.testing.assert_allclose(found.payoffs[first], far, atol=1e-6)
        if found.at_once[first]:
            assert far.sum() == pytest.approx(1, abs=1e-6)


@MANY
@given(st.tuples(discounts, discounts), st.tuples(shares, shares))
def test_outside_options_bind_or_do_nothing(delta, options):
    assume(sum(options) <= 1)
    free = alternating_offers(delta).payoffs
    held = alternating_offers(delta, outside=options).payoffs
    for proposer in (0, 1):
        answerer = 1 - proposer
        if all(options[i] <= delta[i] * free[i, i] for i in (0, 1)):
            np.testing.assert_allclose(held, free, atol=1e-12)
        kept = max(options[answerer], delta[answerer] * held[answerer, answerer])
        assert held[proposer, answerer] == pytest.approx(kept, abs=1e-12)


@MANY
@given(
    st.tuples(rates, rates), amounts, amounts, shares, st.none() | amounts, st.none() | amounts,
    shares,
)  # fmt: skip
def test_payments_and_payoffs_tell_the_same_story(r, low, width, hazard, worst, best, period):
    assume(width > 0 and period > 0)
    high = low + width
    leave = [-np.inf if worst is None else worst, np.inf if best is None else best]
    found = alternating_offers_payment(low, high, *r, hazard, *leave, "provider", period)
    assume(found.exists)
    if leave[0] > high or leave[1] < low:
        return
    options = np.array([leave[0] - low, high - leave[1]])
    broken = np.where(np.isfinite(options), options, 0.0)
    # Breakdown comes at any time within a period: fold it into the discount and what waiting gives.
    keep = np.exp(-(np.array(r) + hazard) * period)
    inside = hazard * broken / (np.array(r) + hazard)
    payoffs = alternating_offers(keep, width, inside=inside, outside=options)
    assert payoffs.exists
    assert found.payment - low == pytest.approx(payoffs.payoffs[0, 0], abs=1e-9)


@MANY
@given(st.tuples(shares, shares), st.integers(1, 7), st.integers(0, 1), st.tuples(shares, shares))
def test_deadlines_fold_back(delta, periods, first, end):
    found = finite_alternating_offers(delta, periods, first=first, at_deadline=end)
    slow = naive.rounds_of_offers(1.0, delta, periods, first, end)
    np.testing.assert_allclose(found, slow, atol=1e-12)


@MANY
@given(st.tuples(discounts, discounts), st.integers(0, 1))
def test_a_far_deadline_is_none(delta, first):
    far = finite_alternating_offers(delta, 400, first=first)[0]
    np.testing.assert_allclose(far, alternating_offers(delta).payoffs[first], atol=1e-6)


@settings(max_examples=150, deadline=None)
@given(offer_games())
def test_the_game_of_offers_is_solved_as_its_whole_tree_is(game):
    slow = naive.play_offers(**game)
    fast = solve_offer_game(
        game["payoffs"], game["proposers"], game["discounts"], deadline=game["deadline"],
        inside=game["inside"], outside=game["outside"], breakdown=game["breakdown"],
        after_breakdown=game["broken"],
        indifferent="accepts" if game["accepts_ties"] else "rejects",
    )  # fmt: skip
    np.testing.assert_allclose(fast.values[0], slow, atol=1e-9)


@FEW
@given(st.tuples(discounts, discounts), st.integers(1, 8))
def test_fine_grids_of_offers_tend_to_the_closed_form(delta, periods):
    proposers = [t % 2 for t in range(periods)]
    game = solve_offer_game(pie_offers(5_000), proposers, delta)
    closed = finite_alternating_offers(delta, periods)
    np.testing.assert_allclose(game.values, closed, atol=periods * 2e-4)
    assert game.agreement_round == 0


@MANY
@given(st.lists(rates, min_size=2, max_size=6))
def test_quick_offers_among_many_share_by_patience(r):
    r = np.array(r)
    np.testing.assert_allclose(exit_shares(np.exp(-r * 1e-7)), (1 / r) / (1 / r).sum(), atol=1e-5)
    np.testing.assert_allclose(
        unanimity_shares(np.exp(-r * 1e-7)), (1 / r) / (1 / r).sum(), atol=1e-5
    )


@MANY
@given(st.tuples(discounts, discounts))
def test_two_members_are_two_parties(delta):
    two = alternating_offers(delta).payoffs[0]
    np.testing.assert_allclose(exit_shares(delta), two, atol=1e-12)
    np.testing.assert_allclose(unanimity_shares(delta), two, atol=1e-12)


@MANY
@given(st.lists(discounts, min_size=1, max_size=6))
def test_a_member_in_rotation_gets_its_own_offer_later(delta):
    n = len(delta)
    for turn in range(n):
        now = unanimity_shares(np.roll(delta, -turn))
        later = np.roll(unanimity_shares(np.roll(delta, -turn - 1)), 1)
        assert now.sum() == pytest.approx(1)
        np.testing.assert_allclose(now[1:], (np.roll(delta, -turn) * later)[1:], atol=1e-12)


@MANY
@given(st.lists(st.tuples(rates, rates), min_size=1, max_size=5), shares)
def test_logrolling_gains_what_a_linear_program_finds(pairs, share):
    salience = np.array(pairs).T
    own, other = salience / salience.sum(axis=1, keepdims=True)
    found = logrolling_gain(salience, share)
    # Turn each issue some way to the first party; the common factor of gains is the objective.
    rows = [[*-own, share], [*other, 1 - share]]
    best = linprog(
        [0.0] * len(own) + [-1.0], rows, [0.0, 1.0], bounds=[(0, 1)] * len(own) + [(0, None)]
    )
    factor = -best.fun
    np.testing.assert_allclose(found.together, factor * found.apart, atol=1e-7)


@MANY
@given(st.lists(rates, min_size=1, max_size=5), rates, shares)
def test_equal_saliences_leave_nothing_to_trade(weights, factor, share):
    salience = [weights, [factor * w for w in weights]]
    for fair in (True, False):
        assert logrolling_gain(salience, share, fair=fair).gain.tolist() == [0, 0]
