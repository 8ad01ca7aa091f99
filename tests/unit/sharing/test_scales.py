"""Assessment scales: each step against a version written out, and what happens at the edges."""

import numpy as np
import pytest
from tests import naive_scales

from burdenshare.errors import ProblemError
from burdenshare.sharing.scale_bases import Average, Blend, Income, Power
from burdenshare.sharing.scale_corrections import Correction, FixedReductions
from burdenshare.sharing.scale_inputs import Period, ScaleInputs, series
from burdenshare.sharing.scale_limits import Ceiling, Floor, Rounding
from burdenshare.sharing.scale_relief import (
    DebtRelief,
    LevelDiscounts,
    LowIncomeRelief,
    Reallocation,
)
from burdenshare.sharing.scale_thresholds import thresholds
from burdenshare.sharing.scales import STEPS, Scale, assess, payments, shares

YEAR = (Period(2020, 2020),)


def inputs(income, members=None, **others):
    names = members or tuple("ABCDEFGHIJ"[: len(income)])
    given = {"income": series([income], [2020])}
    given |= {name: series(values) for name, values in others.items()}
    return ScaleInputs(tuple(names), given)


def shares_of(income, *steps, total=None, members=None, **others):
    return assess(Scale(Income("income", YEAR), steps, total), inputs(income, members, **others))


@pytest.fixture
def world():
    """Sixty invented members over six years, one of them far larger than the rest."""
    rng = np.random.default_rng(1)
    n, years = 60, tuple(range(2017, 2023))
    population = rng.lognormal(2, 1.5, n)
    income = population * rng.lognormal(2, 1.2, n)
    income[0], population[0] = income.sum(), population.sum() * 0.1
    growth = 1 + rng.normal(0.03, 0.05, (6, n)).cumsum(axis=0)
    poor = np.argsort(income / population)[:20]
    marks = np.zeros(n)
    marks[poor] = 1.0
    debt = income * rng.uniform(0, 0.6, n)
    debt[0] = 0
    members = ("USA", *(f"M{i:02d}" for i in range(1, n)))
    return ScaleInputs(
        members,
        {
            "gni": series(income * growth, years),
            "population": series(population * (growth * 0 + 1), years),
            "debt": series(debt * growth, years),
            "ldc": series(marks),
        },
    )


UN = (
    DebtRelief(),
    LowIncomeRelief(),
    Reallocation(excepted=("USA",)),
    Floor(0.00001, excepted=("USA",)),
    Ceiling(0.0001, group="ldc", excepted=("USA",), id="ldc-ceiling"),
    Ceiling(0.22, members=("USA",)),
)


@pytest.mark.parametrize("step", ["income", *(step.id for step in UN)])
def test_each_step_of_the_un_scale_is_as_written_out(world, step):
    period = Period(2020, 2022)
    scale = Scale(Income("gni", (period,)), UN)
    found = assess(scale, world)
    averages = [world.average(name, (period,))[0] for name in ("gni", "population", "debt", "ldc")]
    written_out = naive_scales.machine_scale(*averages, world.members)
    place = [one.id for one in scale.all_steps].index(step)
    np.testing.assert_allclose(found.after[place], written_out[step], rtol=1e-12, atol=1e-16)


def test_two_machine_scales_are_averaged_and_rounded(world):
    periods = (Period(2020, 2022), Period(2017, 2022))
    found = assess(Scale(Income("gni", periods), (*UN, Average(), Rounding(3))), world)
    one, other = (
        naive_scales.machine_scale(
            *(world.average(name, (p,))[0] for name in ("gni", "population", "debt", "ldc")),
            world.members,
        )["ceiling"]
        for p in periods
    )
    mean = [(a + b) / 2 for a, b in zip(one, other, strict=True)]
    np.testing.assert_allclose(found.shares, naive_scales.largest_remainder(mean, 3), atol=1e-12)


def test_draws_give_what_single_scales_give(world):
    factor = np.exp(np.random.default_rng(2).normal(0, 0.1, (7, 1, len(world.members))))
    scale = Scale(
        Income("gni", (Period(2020, 2022), Period(2017, 2022))), (*UN, Average(), Rounding(3))
    )
    together = shares(scale, world.with_factor("gni", factor))
    for draw in range(7):
        alone = assess(scale, world.with_factor("gni", factor[draw])).shares
        np.testing.assert_array_equal(together[draw], alone)


def test_mean_of_shares_and_share_of_means_differ_where_the_total_grows():
    years = series([[1.0, 1.0], [6.0, 2.0]], [2020, 2021])
    given = ScaleInputs(("A", "B"), {"income": years})
    both = (Period(2020, 2021),)
    of_amounts = assess(Scale(Income("income", both)), given).shares
    of_shares = assess(Scale(Income("income", both, "shares")), given).shares
    np.testing.assert_allclose(of_amounts, [0.7, 0.3])
    np.testing.assert_allclose(of_shares, [0.625, 0.375])


# --- floors, ceilings, rounding ------------------------------------------------------------------


def test_the_ceiling_member_pays_relief_or_does_not():
    population = [10.0, 40.0, 50.0]
    steps = (LowIncomeRelief(), Ceiling(0.5, members=("A",)))
    incomes = [800.0, 400.0, 100.0]
    paying = (steps[0], Reallocation(), steps[1])
    spared = (steps[0], Reallocation(excepted=("A",)), steps[1])
    with pytest.raises(ProblemError, match="nobody left to pay"):
        shares_of(incomes, *spared, population=population)
    assert shares_of(incomes, *paying, population=population).shares[0] == pytest.approx(0.5)


def test_a_ceiling_repeats_until_it_holds_for_all():
    once = shares_of([60, 30, 6, 4], Ceiling(0.35))
    assert [(note.kind, note.members) for note in once.notes] == [("above-limit", ("B",))]
    held = shares_of([60, 30, 6, 4], Ceiling(0.35, repeat=True))
    np.testing.assert_allclose(held.shares, [0.35, 0.35, 0.18, 0.12])
    assert held.notes == ()


def test_a_floor_repeats_until_nobody_lies_below_it():
    once = shares_of([0, 0, 101, 899], Floor(0.1))
    assert [note.kind for note in once.notes] == ["below-limit"]
    held = shares_of([0, 0, 101, 899], Floor(0.1, repeat=True))
    np.testing.assert_allclose(held.shares, [0.1, 0.1, 0.1, 0.7])


@pytest.mark.parametrize(
    ("step", "message"),
    [
        (Ceiling(0.2), "come to 60.0% of the whole"),
        (Floor(0.4), "come to 120.0% of the whole"),
        (Ceiling(0.1, members=("A",), excepted=("B", "C")), "nobody left to pay"),
    ],
)
def test_limits_that_cannot_all_hold_are_refused_in_words(step, message):
    with pytest.raises(ProblemError, match=message):
        shares_of([5, 3, 2], step)


def test_a_member_exactly_at_its_ceiling_is_held_there():
    low = Ceiling(0.22, members=("B",), id="low")
    found = shares_of([60, 22, 18], low, Ceiling(0.5, members=("A",)))
    np.testing.assert_allclose(found.shares, [0.5, 0.22, 0.28])


@pytest.mark.parametrize("method", ["largest-remainder", "smallest-first"])
@pytest.mark.parametrize("decimals", [0, 1, 3, 4])
def test_rounding_is_as_written_out_and_sums_exactly(method, decimals):
    rng = np.random.default_rng(decimals)
    write_out = {
        "largest-remainder": naive_scales.largest_remainder,
        "smallest-first": naive_scales.smallest_first,
    }[method]
    for _ in range(200):
        income = rng.lognormal(0, 2, int(rng.integers(1, 40)))
        members = tuple(f"M{i}" for i in range(len(income)))
        step = Rounding(decimals, method)
        found = shares_of(income, step, members=members).shares
        units = np.rint(found * 10 ** (decimals + 2)).astype(int)
        assert units.sum() == 10 ** (decimals + 2)
        np.testing.assert_allclose(found, units / 10 ** (decimals + 2), rtol=0, atol=1e-15)
        np.testing.assert_allclose(found, write_out(income / income.sum(), decimals), atol=1e-12)


def test_rounding_gives_ties_to_the_earlier_member():
    np.testing.assert_allclose(shares_of([1, 1, 1], Rounding(0)).shares, [0.34, 0.33, 0.33])
    small = shares_of([1, 1, 1], Rounding(0, "smallest-first")).shares
    np.testing.assert_allclose(small, [0.34, 0.33, 0.33])


# --- relief --------------------------------------------------------------------------------------


def test_relief_must_be_charged_to_somebody():
    with pytest.raises(ProblemError, match="charged to nobody; add a reallocation step"):
        shares_of([9, 1], LowIncomeRelief(), population=[5, 5])
    with pytest.raises(ProblemError, match="charged to nobody"):
        shares_of([9, 1], LowIncomeRelief(), Rounding(2), population=[5, 5])


def test_base_periods_must_be_averaged():
    given = ScaleInputs(("A", "B"), {"income": series([[1, 2], [3, 4]], [2020, 2021])})
    scale = Scale(Income("income", (Period(2020, 2020), Period(2020, 2021))))
    with pytest.raises(ProblemError, match="2 base periods and no step averages them"):
        assess(scale, given)


def test_a_member_exactly_at_the_threshold_gets_no_relief_and_pays():
    found = shares_of([10, 4, 6], LowIncomeRelief(), Reallocation(), population=[5, 2, 3])
    np.testing.assert_allclose(found.shares, [0.5, 0.2, 0.3])
    assert [note.kind for note in found.notes] == ["tie"]
    assert found.notes[0].members == ("A", "B", "C")


def test_negative_income_counts_as_nothing_and_is_said():
    found = shares_of([-5, 10, 10], Floor(0.1), Rounding(1))
    np.testing.assert_allclose(found.shares, [0.1, 0.45, 0.45])
    assert [(note.kind, note.members) for note in found.notes] == [("negative", ("A",))]


def test_debt_above_income_counts_as_nothing_and_is_said():
    found = shares_of([1, 10], DebtRelief(rate=0.5), debt=[4, 2])
    np.testing.assert_allclose(found.shares, [0, 1])
    assert found.notes[0].kind == "negative"


def test_a_member_without_data_is_lifted_to_the_floor_and_said():
    known = [[True, False, True]]
    given = ScaleInputs(("A", "B", "C"), {"income": series([[3, float("nan"), 7]], [2020], known)})
    found = assess(Scale(Income("income", YEAR), (Floor(0.01),)), given)
    np.testing.assert_allclose(found.shares, [0.297, 0.01, 0.693])
    assert [(note.kind, note.members) for note in found.notes] == [("unknown", ("B",))]


def test_an_average_goes_over_the_known_years():
    known = [[True, True], [True, False]]
    one = series([[2.0, 4.0], [4.0, float("nan")]], [2020, 2021], known)
    given = ScaleInputs(("A", "B"), {"income": one})
    found = assess(Scale(Income("income", (Period(2020, 2021),))), given)
    np.testing.assert_allclose(found.shares, [3 / 7, 4 / 7])
    assert found.notes[0].kind == "partly-unknown"


def test_a_member_without_people_gets_no_relief_and_is_said():
    found = shares_of([9, 1, 1], LowIncomeRelief(), Reallocation(), population=[5, 5, 0])
    assert ("no-population", ("C",)) in [(note.kind, note.members) for note in found.notes]
    assert np.isfinite(found.shares).all()


def test_nobody_with_anything_is_refused():
    with pytest.raises(ProblemError, match="no member has anything"):
        shares_of([0, 0])


def test_one_member_pays_all():
    found = shares_of([7], Floor(0.1), Ceiling(1.0), Rounding(3))
    np.testing.assert_array_equal(found.shares, [1.0])


# --- levels, blends, corrections -----------------------------------------------------------------


LEVELS = LevelDiscounts(
    discounts={"A": 0, "B": 0, "D": 0.2, "I": 0.8, "J": 0.9},
    paid_by="A",
    otherwise="B",
    income="income",
    periods=YEAR,
    members={"A": ("A",)},
    groups={"J": "ldc"},
    below={"D": 2.0, "I": 1.0},
)


def test_discounts_are_paid_by_one_level_in_proportion():
    income, population = [50, 30, 12, 6, 2], [2, 3, 8, 12, 9]
    found = shares_of(income, LEVELS, population=population, ldc=[0, 0, 0, 0, 1])
    # Average income a head is 100 / 34: B stands at 3.4 of it, the others below 1.
    written_out = naive_scales.peacekeeping(
        [0.5, 0.3, 0.12, 0.06, 0.02], [0, 0, 0.8, 0.8, 0.9], [True, False, False, False, False]
    )
    np.testing.assert_allclose(found.shares, written_out)


def test_a_member_at_a_bound_has_the_level_above_it():
    # Average income a head is 2: B stands exactly at twice the average, C exactly at it.
    income, population = [6, 4, 2, 4], [3, 1, 1, 3]
    given = inputs(income, population=population, ldc=[0] * 4)
    marked = {name: who[0].tolist() for name, who in LEVELS.levels(given).items()}
    assert marked["B"] == [False, True, False, False]
    assert marked["D"] == [False, False, True, False]
    assert marked["I"] == [False, False, False, True]
    assert assess(Scale(Income("income", YEAR), (LEVELS,)), given).notes[0].kind == "tie"


def test_a_blend_weighs_shares_of_each_key():
    given = ScaleInputs(
        ("A", "B"),
        {"population": series([[1, 3]], [2022]), "gdp": series([[1, 1], [3, 1]], [2021, 2022])},
    )
    key = Blend({"population": 0.5, "gdp": 0.5}, {"population": Period(2022, 2022)})
    np.testing.assert_allclose(assess(Scale(key), given).shares, [0.125 + 1 / 3, 0.375 + 1 / 6])


def test_a_power_flattens_shares():
    found = shares_of([81, 16, 3], Power(0.5))
    roots = np.sqrt([0.81, 0.16, 0.03])
    np.testing.assert_allclose(found.shares, roots / roots.sum())


def test_fixed_reductions_are_financed_by_all_in_proportion():
    step = FixedReductions({"A": 10, "B": 4}, index=1.5)
    found = shares_of([50, 30, 20], step, total=100)
    np.testing.assert_allclose(
        found.shares * 100, [50 - 15 + 10.5, 30 - 6 + 6.3, 20 + 4.2], rtol=1e-12
    )


def test_a_correction_is_as_written_out():
    incomes, members = [30, 25, 20, 15, 10], ("GBR", "DEU", "FRA", "NLD", "ITA")
    step = Correction("GBR", 8, ("DEU", "NLD"), 0.25)
    found = shares_of(incomes, step, total=200, members=members)
    paid = [2.0 * income for income in incomes]
    written_out = naive_scales.correction(
        paid, incomes, list(members), "GBR", 8, ("DEU", "NLD"), 0.25
    )
    np.testing.assert_allclose(found.shares * 200, written_out)
    named = Correction("GBR", "booked", ("DEU", "NLD"), 0.25)
    given = inputs(incomes, members, booked=[-8, 1, 2, 3, 2])
    again = assess(Scale(Income("income", YEAR), (named,), 200), given)
    np.testing.assert_allclose(again.shares, found.shares)


def test_a_reduction_above_the_contribution_is_said():
    found = shares_of([99, 1], FixedReductions({"B": 5}), total=100)
    assert found.shares[1] < 0
    assert found.notes[0].kind == "below-zero"


def test_money_needs_to_know_what_is_paid_together():
    with pytest.raises(ProblemError, match="say what the members pay together"):
        shares_of([1, 2], FixedReductions({"A": 1}))


def test_a_correction_of_a_member_that_left_does_nothing_and_is_said():
    found = shares_of([1, 3], Correction("GBR", 5), total=100)
    np.testing.assert_allclose(found.shares, [0.25, 0.75])
    assert (found.notes[0].kind, found.notes[0].members) == ("absent", ("GBR",))


def test_payments_are_rounded_to_the_cent():
    np.testing.assert_array_equal(payments([0.5, 0.5], 0.01), [0.01, 0.01])
    np.testing.assert_array_equal(payments([1 / 3], 100.0), [33.33])


# --- thresholds ----------------------------------------------------------------------------------


def test_the_jump_at_a_threshold_is_what_two_scales_by_its_sides_differ_by(world):
    scale = Scale(
        Income("gni", (Period(2020, 2022), Period(2017, 2022))), (*UN, Average(), Rounding(3))
    )
    found = thresholds(scale, world)
    assert [str(one.period) for one in found] == ["2020-2022", "2017-2022"]
    checked = 0
    for number, threshold in enumerate(found):
        for member in np.argsort(np.abs(threshold.distance))[:3]:
            sides = []
            for side in (1 - 1e-6, 1 + 1e-6):
                factor = np.ones((2, len(world.members)))
                factor[number, member] = threshold.factor[member] * side
                sides.append(
                    assess(
                        scale.unrounded(), world.with_factor("gni", factor, scale.first.periods)
                    ).shares
                )
            jump = sides[1][member] - sides[0][member]
            assert threshold.jump[member] == pytest.approx(jump, abs=1e-6)
            checked += abs(jump) > 1e-5
    assert checked


def test_income_times_the_factor_lies_at_the_threshold(world):
    scale = Scale(Income("gni", (Period(2020, 2022),)), (*UN, Rounding(3)))
    [threshold] = thresholds(scale, world)
    relief = LowIncomeRelief()
    before = Scale(scale.first, (DebtRelief(),))
    from burdenshare.sharing.scales import standings

    for member in np.flatnonzero(threshold.factor > 0)[:10]:
        factor = np.ones((1, len(world.members)))
        factor[0, member] = threshold.factor[member]
        moved = world.with_factor("gni", factor)
        place = relief.place(standings(before, moved)[-1], moved)
        assert place[0, member] == pytest.approx(0, abs=1e-9)


def test_levels_have_a_threshold_each():
    given = inputs([50, 30, 12, 6, 2], population=[2, 3, 8, 12, 9], ldc=[0, 0, 0, 0, 1])
    found = thresholds(Scale(Income("income", YEAR), (LEVELS,)), given)
    assert [one.level for one in found] == ["D", "I"]
    # C, at half the average, would lose its discount of 80% for one of 20%: it rises.
    assert found[1].jump[2] > 0
    # A, named to its level, has nothing to cross.
    assert found[0].jump[0] == pytest.approx(0, abs=1e-9)


def test_thresholds_of_relief_and_of_levels_stand_side_by_side(world):
    """Relief is judged in each base period, levels in one of them, after the average."""
    periods = (Period(2020, 2022), Period(2017, 2022))
    levels = LevelDiscounts(
        {"A": 0, "B": 0, "I": 0.8}, "A", "B", "gni", periods[1:], {"A": ("USA",)}, {}, {"I": 1.0}
    )
    scale = Scale(Income("gni", periods), (*UN, Average(), levels, Rounding(4)))
    found = thresholds(scale, world)
    assert [(one.level, str(one.period)) for one in found] == [
        ("", "2020-2022"), ("", "2017-2022"), ("I", "2017-2022"),
    ]  # fmt: skip
    member = int(np.argmin(np.abs(found[2].distance[1:]))) + 1
    rates = []
    for side in (1 - 1e-6, 1 + 1e-6):
        factor = np.ones((1, len(world.members)))
        factor[0, member] = found[2].factor[member] * side
        moved = world.with_factor("gni", factor, periods[1:])
        rates.append(assess(scale.unrounded(), moved).shares[member])
    assert found[2].jump[member] == pytest.approx(rates[1] - rates[0], abs=1e-6)


def test_a_factor_for_one_period_leaves_the_others_alone(world):
    period, other = Period(2020, 2022), Period(2017, 2022)
    factor = np.full((1, len(world.members)), 2.0)
    before = world.average("gni", (other, period))
    after = world.with_factor("gni", factor, (period,)).average("gni", (other, period))
    np.testing.assert_array_equal(after[0], before[0])
    np.testing.assert_array_equal(after[1], 2 * before[1])
    with pytest.raises(ProblemError, match="a factor of 1 rows for 2 periods"):
        world.with_factor("gni", factor, (period, other))
    with pytest.raises(ProblemError, match="factor for other periods already"):
        world.with_factor("gni", factor, (period,)).with_factor("gni", factor)


# --- parameters ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: LowIncomeRelief(gradient=1.4), "gradient: 1.4 is not between 0 and 1"),
        (lambda: LowIncomeRelief(threshold=0), "threshold: 0 is not above 0"),
        (lambda: DebtRelief(rate=-0.1), "rate: -0.1 is not between 0 and 1"),
        (lambda: Floor(2), "least: 2 is not between 0 and 1"),
        (lambda: Ceiling(-1), "most: -1 is not between 0 and 1"),
        (lambda: Ceiling(0.5, members=("A",), group="ldc"), "group: name members or a group"),
        (lambda: Rounding(12), "decimals: 12 is not between 0 and 9"),
        (lambda: Power(0), "exponent: 0 is not above 0"),
        (lambda: Blend({"a": 0.5, "b": 0.6}), "weights: they sum to 1.1, not to 1"),
        (lambda: Blend({"a": 1}, {"b": Period(1, 2)}), "periods: b has no weight"),
        (lambda: Income("income", ()), "periods: at least one is needed"),
        (lambda: FixedReductions({"A": -1}), "reductions: that of A is negative"),
        (lambda: Correction("A", 1, ("A",)), "reduced: A gets the correction"),
        (lambda: Scale(Income("income", YEAR), (Floor(0), Floor(0.1))), "two steps have the id"),
    ],
)
def test_parameters_outside_their_range_are_refused(make, message):
    with pytest.raises(ProblemError, match=message):
        make()


def test_years_that_are_not_there_are_refused():
    with pytest.raises(ProblemError, match="no data for all of 2019-2020; there is 2020 to 2020"):
        assess(Scale(Income("income", (Period(2019, 2020),))), inputs([1, 2]))


def test_every_step_has_a_name_a_formula_and_a_reference():
    for kind, step in STEPS.items():
        assert step.kind == kind
        assert step.name
        assert step.formula
        assert step.reference
