"""Laws of the models of many parties on a line, and second routes to their numbers."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import nnls
from tests import naive_spatial

from burdenshare.bargaining import challenge, spatial, spatial_votes
from burdenshare.bargaining.spatial_density import (
    COMPONENTS,
    EDGES,
    SpatialDensity,
    components,
    issues,
)
from burdenshare.errors import ProblemError
from burdenshare.uncertainty.linear_pool import crps_on_grid, fit_weights, steps
from burdenshare.uncertainty.scoring import crps


@st.composite
def fields(draw: st.DrawFn, least: int = 2, most: int = 7):
    """Actors on a scale from 0 to 100 with salience and power well above zero."""
    n = draw(st.integers(least, most))
    position = st.integers(0, 20).map(lambda k: 5.0 * k)
    share = st.integers(1, 20).map(lambda k: k / 20)
    return tuple(np.array(draw(st.lists(kind, min_size=n, max_size=n)))
                 for kind in (position, share, share))  # fmt: skip


@given(fields())
def test_the_condorcet_winner_is_unbeaten_and_the_median_is_among_the_unbeaten(field) -> None:
    positions, salience, power = field
    unbeaten = naive_spatial.pairwise_winners(positions, salience * power)
    assert float(spatial_votes.condorcet_winner(*field)) in unbeaten
    assert float(spatial.weighted_median(*field)) in unbeaten


@given(fields(), st.floats(-50, 50), st.floats(0.1, 5))
def test_means_and_medians_move_with_the_scale(field, shift, factor) -> None:
    positions, salience, power = field
    for model in (spatial.weighted_mean, spatial.weighted_median):
        plain = model(positions, salience, power)
        moved = model(shift + factor * positions, salience, power)
        assert moved == pytest.approx(shift + factor * plain, abs=1e-9)
        assert positions.min() - 1e-9 <= plain <= positions.max() + 1e-9


@given(fields(), st.integers(0, 20), st.sampled_from([0.02, 0.3, 2.0]))
@settings(max_examples=40)
def test_nash_is_the_best_point_of_a_fine_grid(field, reference, cost) -> None:
    positions, salience, power = field
    found = spatial.nash_with_failure_cost(positions, 5.0 * reference, cost, salience, power)
    best = naive_spatial.nash_on_grid(positions / 100, salience * power, reference / 20, cost)
    if not found.gains:
        assert best is None
        assert found.outcome == 5.0 * reference
    else:
        assert found.outcome / 100 == pytest.approx(best, abs=2e-5)


@given(fields(), st.integers(0, 20))
def test_nash_tends_to_the_weighted_mean_as_failing_gets_costly(field, reference) -> None:
    positions, salience, power = field
    mean = spatial.weighted_mean(*field)
    far = [
        abs(spatial.nash_with_failure_cost(positions, 5.0 * reference, c, salience, power).outcome
            - mean)
        for c in (1e3, 1e6)
    ]  # fmt: skip
    assert far[1] <= far[0] + 1e-6
    assert far[1] < 1e-3


@given(st.floats(0, 100), st.floats(0, 100), st.floats(0, 100))
def test_the_setter_never_leaves_the_median_worse_off_nor_itself(
    setter, median, status_quo
) -> None:
    y = spatial.setter_outcome(setter, median, status_quo)
    assert abs(y - median) <= abs(status_quo - median) + 1e-9
    assert abs(y - setter) <= abs(status_quo - setter) + 1e-9


@pytest.mark.parametrize("variant", challenge.VARIANTS)
@given(field=fields(3, 6))
@settings(max_examples=30)
def test_a_round_is_that_of_loops_over_actors(variant, field) -> None:
    positions, salience, power = field
    if np.ptp(positions) == 0:
        return
    # Equal offers may be chosen in either order; small differences between actors avoid ties.
    positions = positions + np.arange(positions.size) * 0.137
    power = power + np.arange(power.size) * 0.0171
    risk, after = naive_spatial.one_round(
        positions.tolist(), salience.tolist(), power.tolist(), challenge.VARIANTS[variant]
    )
    assert challenge.risk_exponents(positions, salience, power, variant=variant) == pytest.approx(
        risk, abs=1e-9
    )
    found = challenge.challenge(positions, salience, power, variant=variant, rounds=1)
    assert found.positions == pytest.approx(after, abs=1e-9)


@pytest.mark.parametrize("variant", challenge.VARIANTS)
def test_challenges_of_many_draws_are_those_of_each(variant) -> None:
    rng = np.random.default_rng(1)
    positions, salience, power = rng.random((3, 20, 6))
    together = challenge.challenge(positions, salience, power, variant=variant)
    for k in range(20):
        alone = challenge.challenge(positions[k], salience[k], power[k], variant=variant)
        assert together.positions[k] == pytest.approx(alone.positions, abs=1e-12)
        assert together.rounds[k] == alone.rounds


@given(fields(3, 6))
def test_risk_exponents_lie_between_one_half_and_two(field) -> None:
    risk = challenge.risk_exponents(*field)
    assert (risk >= 0.5 - 1e-12).all()
    assert (risk <= 2 + 1e-12).all()


def test_a_second_dimension_about_which_nobody_cares_changes_nothing() -> None:
    rng = np.random.default_rng(2)
    positions, salience, power = rng.random((3, 5))
    flat = challenge.challenge(positions, salience, power)
    deep = challenge.challenge(
        np.stack([positions, rng.random(5)], axis=-1),
        np.stack([salience, np.zeros(5)], axis=-1),
        power,
        dimensions=True,
    )
    assert deep.positions[:, 0] == pytest.approx(flat.positions, abs=1e-12)


def test_the_probabilistic_winner_is_how_often_a_long_contest_holds_it() -> None:
    rng = np.random.default_rng(3)
    weights, utilities = rng.random(5), rng.random((5, 4))
    votes = spatial_votes.votes_for(weights, utilities)
    wins = spatial_votes.victory_probability(votes, votes.T, "square")
    shares = spatial_votes.probabilistic_condorcet(weights, utilities, model="square")
    counted = naive_spatial.held_in_the_long_run(wins.tolist(), 200_000, rng)
    assert shares == pytest.approx(counted, abs=0.01)
    assert shares.sum() == pytest.approx(1)


@given(fields(2, 5), st.sampled_from(["linear", "square", "quartic", "octic"]))
def test_chances_of_both_sides_sum_to_one(field, model) -> None:
    _, strength, opposing = field
    one = spatial_votes.victory_probability(strength, opposing, model)
    other = spatial_votes.victory_probability(opposing, strength, model)
    assert one + other == pytest.approx(np.ones_like(one))


# --- the pooled density --------------------------------------------------------------------------


def test_weights_are_those_of_nonnegative_least_squares() -> None:
    rng = np.random.default_rng(4)
    for _ in range(20):
        edges = np.linspace(0, 1, 41)
        parts = np.sort(rng.random((5, 12, 40)), axis=-1)
        outcomes = rng.random(12)
        weights = fit_weights(parts, outcomes, edges)
        target = steps(outcomes, edges).ravel()
        # A heavy row asks that the weights sum to one.
        system = np.vstack([parts.reshape(5, -1).T, 1e4 * np.ones((1, 5))])
        other, _ = nnls(system, np.append(target, 1e4))
        assert weights == pytest.approx(other, abs=1e-5)
        assert weights.sum() == pytest.approx(1)


def test_the_score_on_a_grid_is_that_of_many_draws() -> None:
    rng = np.random.default_rng(5)
    edges = np.linspace(0, 1, 201)
    draws = rng.choice(np.arange(200) / 200, 4000)
    cdf = (draws[:, None] <= edges[None, :-1]).mean(axis=0)
    assert crps_on_grid(cdf[None, :], [0.3], edges)[0] == pytest.approx(
        float(crps(draws, 0.3)), abs=1e-9
    )


def test_every_component_is_a_distribution_and_the_pool_lies_among_them() -> None:
    rng = np.random.default_rng(6)
    positions = rng.random((7, 5))
    asked = issues(positions, rng.random((7, 5)), rng.random(5), rng.random(7), rng.random(7) > 0.5)
    past = (0.2, 0.2, 0.1)
    parts = components(asked, 0.2, past)
    assert parts.shape == (len(COMPONENTS), 7, EDGES.size - 1)
    assert (np.diff(parts, axis=-1) >= -1e-12).all()
    assert parts[..., -1] == pytest.approx(np.ones(parts.shape[:-1]))
    pooled = SpatialDensity((0.1, 0.2, 0.3, 0.4), 0.2, past).predict(asked)
    assert (pooled <= parts.max(axis=0) + 1e-12).all()
    assert (pooled >= parts.min(axis=0) - 1e-12).all()


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: spatial.weighted_mean([0, 1], [0, 0]), "somebody must matter"),
        (lambda: spatial.weighted_mean([0, 1], [-1, 1]), "negative"),
        (lambda: spatial.weighted_mean([0, 1], [1, 1, 1]), "do not match"),
        (lambda: spatial.weighted_mean([0, float("nan")]), "not a finite number"),
        (lambda: spatial.nash_with_failure_cost([0, 1], 0, -1), "negative"),
        (lambda: challenge.challenge([0, 1], [1, 1], [1, 1], variant="x"), "none of"),
        (lambda: challenge.challenge([0], [1], [1]), "at least 2 actors"),
        (lambda: challenge.challenge([0, 1], [2, 1], [1, 1]), "between 0 and 1"),
        (lambda: challenge.challenge([0, 1], [1, 1], [1, 1], rounds=0), "at least 1"),
        (lambda: spatial_votes.victory_probability(1, 1, "cubic"), "none of"),
        (lambda: spatial_votes.probabilistic_condorcet([1], [[1, 0]], model="binary"), "chance"),
        (lambda: issues([[0, 2]], 1, 1), "not between 0 and 1"),
        (lambda: fit_weights(np.zeros((13, 1, 1)), [0.0], [0, 1]), "components"),
    ],
)
def test_what_cannot_be_computed_says_why(call, says) -> None:
    with pytest.raises(ProblemError, match=says):
        call()


def test_actors_who_all_agree_stay_where_they_are() -> None:
    found = challenge.challenge([3.0, 3.0, 3.0], [1, 1, 1], [1, 2, 3])
    assert found.positions.tolist() == [3, 3, 3]
    assert found.settled
    assert found.rounds == 0
