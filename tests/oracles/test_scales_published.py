"""Scales against what the organisations published; the tables are read beside the checkout.

The tables are other people's compilations and do not ship. Where the folder is absent these tests
are not run, and say so.
"""

import csv
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest

from burdenshare.scales.answer import answer_scale
from burdenshare.scales.changes import Problem, changed
from burdenshare.scales.load import load_scale
from burdenshare.scales.tables import Folder, read_published, read_tables
from burdenshare.sharing.scale_bases import Income
from burdenshare.sharing.scale_corrections import FixedReductions
from burdenshare.sharing.scale_inputs import Period, ScaleInputs, series
from burdenshare.sharing.scale_limits import Rounding
from burdenshare.sharing.scale_relief import LevelDiscounts
from burdenshare.sharing.scales import Scale, assess, payments
from tests import naive_scales

FACTS = Path(__file__).parents[3] / "shared" / "facts"

pytestmark = pytest.mark.skipif(
    not FACTS.is_dir(), reason="the folder of collected tables is not beside this checkout"
)


def table(name):
    with (FACTS / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


# --- United Nations ------------------------------------------------------------------------------


TRIENNIA = {"2025-2027": "un-2025", "2022-2024": "un-2022"}
VARIANTS = {
    "all_dba": "",
    "no_dba_china": "debt-relief.excepted=CHN",
    "no_dba": "debt-relief=off",
}


@pytest.fixture(scope="module")
def reproduced():
    """Rates in percent of another program, to three decimals, by triennium and variant."""
    found = defaultdict(dict)
    for row in table("un_scale_reproduction_check"):
        found[row["period"], row["variant"]][row["iso3"]] = float(row["reproduced_percent"])
    return found


def un_problem(period, variant):
    definition = load_scale(TRIENNIA[period])
    folder = Folder(FACTS)
    problem = Problem(definition.scale, read_tables(definition, folder), definition.head.members)
    return definition, folder, changed(problem, VARIANTS[variant])


@pytest.mark.parametrize("period", TRIENNIA)
@pytest.mark.parametrize("variant", VARIANTS)
def test_the_un_scale_is_that_of_another_program(period, variant, reproduced):
    _, _, problem = un_problem(period, variant)
    inputs = problem.inputs()
    exact = 100 * assess(problem.scale.unrounded(), inputs).shares
    other = [reproduced[period, variant][code] for code in inputs.members]
    assert len(other) == 193
    np.testing.assert_allclose(exact, other, rtol=0, atol=0.0005 + 1e-9)
    # It rounded each rate by itself; rates that sum to 100 differ from that by one unit at most.
    rounded = 100 * assess(problem.scale, inputs).shares
    assert round(rounded.sum(), 9) == 100
    np.testing.assert_allclose(rounded, other, rtol=0, atol=0.001 + 1e-9)


#: Median error of rates of 0.3 and more, of those from 0.02 to 0.3, points misplaced, correlation.
REPORTED = {
    ("2025-2027", "all_dba"): (3.45, 2.4, 2.34, 0.99829),
    ("2025-2027", "no_dba_china"): (0.76, 1.5, 0.81, 0.99989),
    ("2025-2027", "no_dba"): (1.94, 7.0, 1.35, 0.99981),
    ("2022-2024", "all_dba"): (1.62, 3.7, 1.35, 0.99964),
    ("2022-2024", "no_dba_china"): (1.56, 4.0, 1.10, 0.99987),
    ("2022-2024", "no_dba"): (3.96, 7.3, 1.99, 0.99954),
}


@pytest.mark.parametrize("key", REPORTED)
def test_the_un_scale_is_as_near_to_the_published_one_as_reported(key):
    definition, folder, problem = un_problem(*key)
    inputs = problem.inputs()
    published, there = read_published(definition.head, folder, inputs.members)
    assert all(there)
    found = assess(problem.scale.unrounded(), inputs).shares
    error = 100 * np.abs(found / published - 1)
    large, middle, misplaced, correlation = REPORTED[key]
    assert np.median(error[published >= 0.003]) == pytest.approx(large, abs=0.06)
    between = (published >= 0.0002) & (published < 0.003)
    assert np.median(error[between]) == pytest.approx(middle, abs=0.1)
    assert 50 * np.abs(found - published).sum() == pytest.approx(misplaced, abs=0.006)
    assert np.corrcoef(found, published)[0, 1] == pytest.approx(correlation, abs=0.00001)


@pytest.mark.parametrize("period", TRIENNIA)
def test_each_un_step_is_as_written_out(period):
    _, _, problem = un_problem(period, "all_dba")
    inputs = problem.inputs()
    machines = [
        naive_scales.machine_scale(
            *(inputs.average(name, (one,))[0] for name in ("gni", "population", "debt", "ldc")),
            inputs.members,
        )
        for one in problem.scale.first.periods
    ]
    found = assess(problem.scale, inputs)
    for place, step in enumerate(problem.scale.all_steps[:-2]):
        mean = np.mean([machine[step.id] for machine in machines], axis=0)
        np.testing.assert_allclose(found.after[place], mean, rtol=1e-11, atol=1e-15)
    machine_mean = found.after[-3]
    np.testing.assert_allclose(found.after[-2], machine_mean, rtol=1e-12)
    expected = naive_scales.largest_remainder(machine_mean, 3)
    np.testing.assert_allclose(found.shares, expected, atol=1e-12)


def test_published_un_scales_sum_exactly_and_keep_their_limits():
    sums = defaultdict(float)
    for row in table("un_scale_published"):
        if row["period"][:4] >= "2001" and "-" in row["period"]:
            sums[row["period"]] += float(row["rate_percent"])
            assert 0.001 <= float(row["rate_percent"]) <= 22
    assert len(sums) == 8
    assert all(round(total, 6) == 100 for total in sums.values())


def test_china_stands_at_the_edge_of_relief_in_2025():
    answer = answer_scale(load_scale("un-2025"), FACTS)
    first = answer.near[0]
    assert (first.code, first.period) == ("CHN", "2020-2022")
    assert first.distance.value == pytest.approx(-0.0056, abs=0.0002)
    # Its debt-adjusted income a head is 11,813 dollars against a threshold of 11,880.
    assert first.distance.value == pytest.approx(11_813 / 11_880 - 1, abs=0.0001)
    assert 0.013 < first.jump.value < 0.017
    assert first.needed.value == pytest.approx(0.0068, abs=0.0005)


# --- peacekeeping --------------------------------------------------------------------------------


def peacekeeping_rows():
    rows = defaultdict(list)
    for row in table("un_peacekeeping_rates"):
        rows[row["period"]].append(row)
    return rows


def test_one_k_gives_the_thirteen_published_peacekeeping_rates():
    """The regular scale, and one discount of all others that makes the rates of level A right."""
    regular = defaultdict(dict)
    for row in table("un_scale_published"):
        regular[row["period"]][row["iso3"] or row["member"]] = float(row["rate_percent"])
    checked = 0
    for period, rows in peacekeeping_rows().items():
        rates = regular[period]
        members = tuple(rates)
        permanent = ("CHN", "FRA", "RUS", "GBR", "USA")
        full = tuple(row["iso3"] for row in rows if row["level"] == "B")
        rest = [code for code in members if code not in (*permanent, *full)]
        published = {row["iso3"]: float(row["published_rate_percent"]) for row in rows}
        k = published["USA"] / rates["USA"] - 1
        discount = k * sum(rates[c] for c in permanent) / sum(rates[c] for c in rest)
        given = ScaleInputs(
            members,
            {
                "rate": series([list(rates.values())], [2000]),
                "population": series([1.0] * len(members)),
            },
        )
        years = (Period(2000, 2000),)
        levels = LevelDiscounts(
            {"A": 0, "B": 0, "rest": discount}, "A", "rest", "rate", years,
            {"A": permanent, "B": full},
        )  # fmt: skip
        found = assess(Scale(Income("rate", years), (levels, Rounding(4))), given).shares
        for code, rate in published.items():
            computed = 100 * found[members.index(code)]
            assert computed == pytest.approx(rate, abs=0.006), (period, code)
            checked += 1
    assert checked == 13


def test_published_peacekeeping_rates_allow_one_k_a_period():
    for period, rows in peacekeeping_rows().items():
        low, high = 0.0, 1.0
        for row in rows:
            rate, regular = float(row["published_rate_percent"]), float(row["regular_rate_percent"])
            if row["level"] == "A":
                low = max(low, (rate - 0.005) / (regular + 0.0005) - 1)
                high = min(high, (rate + 0.005) / (regular - 0.0005) - 1)
            else:
                assert rate == pytest.approx(regular, abs=0.005)
        assert low <= high, period


def test_peacekeeping_rates_from_the_inputs_are_what_the_formula_gives():
    for slug, regular in (("un-peacekeeping-2025", "un-2025"), ("un-peacekeeping-2022", "un-2022")):
        definition = load_scale(slug)
        problem = Problem(
            definition.scale, read_tables(definition, Folder(FACTS)), definition.head.members
        )
        inputs = problem.inputs()
        found = assess(definition.scale, inputs)
        step = next(s for s in definition.scale.steps if isinstance(s, LevelDiscounts))
        levels = {name: who[0] for name, who in step.levels(inputs).items()}
        assert sum(who.astype(int) for who in levels.values()).tolist() == [1] * 193
        assert levels["A"].sum() == 5
        discounts = sum(step.discounts[name] * who for name, who in levels.items())
        rates = assess(load_scale(regular).scale, inputs).shares
        expected = naive_scales.peacekeeping(rates, discounts, levels["A"])
        np.testing.assert_allclose(found.after[-2], expected, rtol=1e-12)
        assert round(found.shares.sum() * 1e6) == 1e6


def test_peacekeeping_shares_jump_at_relief_and_at_levels():
    answer = answer_scale(load_scale("un-peacekeeping-2025"), FACTS)
    steps = {(near.step, bool(near.level)) for near in answer.near}
    assert steps == {("low-income-relief", False), ("level-discounts", True)}
    assert answer.near[0].code == "CHN"
    named = {"USA", "FRA", "GBR", "RUS", "QAT", "SGP", "BRN", "KWT", "ARE"}
    assert not named & {near.code for near in answer.near if near.level}


# --- European Central Bank -----------------------------------------------------------------------


def test_ecb_subscriptions_follow_from_the_key_to_the_cent():
    checked = defaultdict(int)
    for row in table("ecb_capital_key"):
        if not row["subscribed_capital_eur"]:
            continue
        key = float(row["capital_key_percent"]) / 100
        total = float(row["total_subscribed_capital_eur"])
        [paid] = payments([key], total)
        assert f"{paid:.2f}" == f"{float(row['subscribed_capital_eur']):.2f}", row["iso3"]
        checked[row["effective_from"][:4]] += 1
    assert checked == {"2024": 20, "2019": 13, "2014": 10}


def test_the_first_ecb_key_sums_exactly_and_stays_as_it_is_when_rounded():
    rows = [row for row in table("ecb_capital_key") if row["effective_from"] == "1998-12-01"]
    key = [float(row["capital_key_percent"]) for row in rows]
    assert len(key) == 15
    given = ScaleInputs(tuple(row["iso3"] for row in rows), {"key": series([key], [1998])})
    scale = Scale(Income("key", (Period(1998, 1998),)), (Rounding(4, "smallest-first"),))
    np.testing.assert_allclose(100 * assess(scale, given).shares, key, rtol=0, atol=1e-12)


def test_an_ecb_key_from_stand_in_inputs_comes_close():
    answer = answer_scale(load_scale("ecb-capital-key-2024"), FACTS)
    errors = [abs(one.error.value / one.published.value) for one in answer.members if one.published]
    assert len(errors) == 20
    assert np.median(errors) < 0.02
    assert max(abs(one.error.value) for one in answer.members if one.published) < 0.0035
    assert round(sum(one.share.value for one in answer.members), 12) == 1


# --- European Union ------------------------------------------------------------------------------


EURO_NON_RECIPIENTS = (
    "BEL", "CYP", "EST", "ESP", "FIN", "FRA", "GRC", "IRL", "ITA", "LTU", "LUX", "LVA", "MLT",
    "PRT", "SVK", "SVN",
)  # fmt: skip
STATUTORY = {"DEU": 3671.0, "NLD": 1921.0, "SWE": 1069.0, "AUT": 565.0, "DNK": 377.0}
#: Year: financing rate, index that the euro states imply, how far the rate from the sum is off.
REDUCTIONS = {
    "2021": (0.06646296, 1.01279, 0.0003),
    "2022": (0.07514325, 1.02874, 0.002),
    "2023": (0.08564499, 1.09999, 0.0005),
}


def eu_rows(year):
    return {row["iso3"]: row for row in table("eu_gni_keys") if row["year"] == year}


@pytest.mark.parametrize("year", REDUCTIONS)
def test_eu_gross_reductions_are_as_the_notes_describe(year):
    rows = eu_rows(year)
    resource = {code: float(row["gni_own_resource_meur"]) for code, row in rows.items()}
    booked = {code: float(row["gni_lump_sum_reduction_meur"]) for code, row in rows.items()}
    rate, index, off = REDUCTIONS[year]

    # The sixteen euro states without a reduction finance at one rate, to 0.000003 million euro.
    paid = sum(booked[c] for c in EURO_NON_RECIPIENTS)
    found_rate = paid / sum(resource[c] for c in EURO_NON_RECIPIENTS)
    assert found_rate == pytest.approx(rate, abs=5e-9)
    for code in EURO_NON_RECIPIENTS:
        assert abs(booked[code] - found_rate * resource[code]) <= 3.5e-6

    # The three euro states with one imply the same index to five digits.
    for code in ("AUT", "DEU", "NLD"):
        implied = (found_rate * resource[code] - booked[code]) / STATUTORY[code]
        assert round(implied, 5) == index

    # The step, given that index, charges the rate that its own sum needs, which cash in other
    # currencies moves a little.
    members = tuple(rows)
    given = ScaleInputs(members, {"own": series([list(resource.values())], [int(year)])})
    years = (Period(int(year), int(year)),)
    step = FixedReductions(STATUTORY, index, "own")
    found = assess(Scale(Income("own", years), (step,), "own"), given)
    change = (found.after[1] - found.after[0]) * sum(resource.values())
    own_rate = index * sum(STATUTORY.values()) / sum(resource.values())
    assert own_rate == pytest.approx(rate, rel=off * 1.2)
    for place, code in enumerate(members):
        exact = own_rate * resource[code] - index * STATUTORY.get(code, 0)
        assert change[place] == pytest.approx(exact, abs=1e-6)
    assert change.sum() == pytest.approx(0, abs=1e-6)

    # Financed at the booked rate, it is what was booked, for every euro state.
    for code in (*EURO_NON_RECIPIENTS, "AUT", "DEU", "NLD"):
        place = members.index(code)
        at_booked_rate = change[place] + (found_rate - own_rate) * resource[code]
        assert at_booked_rate == pytest.approx(
            booked[code], abs=0.02 if code in STATUTORY else 4e-6
        )


def test_the_eu_scale_that_ships_moves_money_between_members():
    answer = answer_scale(load_scale("eu-gni-2023"), FACTS, members=["DEU", "FRA"])
    booked = {c: float(r["gni_lump_sum_reduction_meur"]) for c, r in eu_rows("2023").items()}
    total = sum(float(r["gni_own_resource_meur"]) for r in eu_rows("2023").values())
    for one in answer.members:
        moved = one.effects[0].value * total
        assert moved == pytest.approx(booked[one.code], rel=0.05, abs=1), one.code


def test_the_uk_correction_is_financed_about_as_booked():
    answer = answer_scale(load_scale("uk-correction-2018"), FACTS)
    rows = eu_rows("2018")
    booked = {code: float(row["uk_correction_meur"]) for code, row in rows.items()}
    total = sum(float(row["gni_own_resource_meur"]) for row in rows.values())
    errors = []
    for one in answer.members:
        moved = one.effects[0].value * total
        if one.code == "GBR":
            assert moved == pytest.approx(booked["GBR"], abs=1e-6)
        else:
            errors.append(abs(moved / booked[one.code] - 1))
    assert np.median(errors) == pytest.approx(0.007, abs=0.0005)
    assert max(errors) == pytest.approx(0.05, abs=0.001)


def test_the_correction_of_2013_mixes_years_as_reported():
    problem = changed(uk_problem("2013"), "income.periods=2013")
    inputs = problem.inputs()
    found = assess(problem.scale, inputs)
    period = (Period(2013, 2013),)
    total = inputs.average("own_resource", period).sum()
    moved = (found.after[1] - found.after[0]) * total
    booked = inputs.average("correction", period)[0]
    others = [code != "GBR" and sum_ > 0 for code, sum_ in zip(inputs.members, booked, strict=True)]
    error = np.abs(moved[others] / booked[others] - 1)
    assert np.median(error) == pytest.approx(0.05, abs=0.003)


def uk_problem(year):
    from dataclasses import replace

    definition = load_scale("uk-correction-2018")
    [about] = definition.head.data
    head = replace(definition.head, data=(replace(about, where={"year": year}),))
    definition = replace(definition, head=head)
    return Problem(
        definition.scale, read_tables(definition, Folder(FACTS)), definition.head.members
    )


# --- others --------------------------------------------------------------------------------------


def test_nato_shares_of_large_members_come_close_and_the_cap_holds():
    answer = answer_scale(load_scale("nato-common-funding-2021"), FACTS)
    assert answer.member("USA").share.value == pytest.approx(0.1635)
    assert answer.member("DEU").share.value <= 0.1635
    for code, part in {"DEU": 0.01, "GBR": 0.1, "ITA": 0.1, "CAN": 0.1, "BEL": 0.15}.items():
        one = answer.member(code)
        assert abs(one.error.value / one.published.value) < part, code
    uncapped = answer_scale(
        load_scale("nato-common-funding-2018"), FACTS, what_ifs=["ceiling=off"]
    ).what_ifs[0]
    us = next(change for change in uncapped.changes if change.code == "USA")
    # Without its cap the United States would carry about half.
    assert 0.42 < us.after.value < 0.55


def test_gdp_alone_carries_part_of_the_imf_formula():
    answer = answer_scale(load_scale("imf-gdp-blend"), FACTS)
    assert len(answer.members) >= 180
    both = [(one.share.value, one.published.value) for one in answer.members if one.published]
    assert np.corrcoef(np.array(both).T)[0, 1] > 0.95


def test_published_imf_columns_sum_to_the_whole():
    rows = table("imf_quota_shares")
    for column in ("quota_share_14th_review_percent", "cqs_aug2018_update_percent"):
        total = sum(float(row[column]) for row in rows if row[column])
        assert total == pytest.approx(100, abs=0.06)


@pytest.mark.parametrize(
    "slug", ["gni-key", "gdp-key", "un-2022", "un-2025", "nato-common-funding-2018"]
)
def test_every_scale_sums_exactly(slug):
    definition = load_scale(slug)
    answer = answer_scale(definition, FACTS)
    decimals = next(s.decimals for s in definition.scale.steps if isinstance(s, Rounding))
    whole = 10 ** (decimals + 2)
    units = [one.share.value * whole for one in answer.members]
    assert sum(round(unit) for unit in units) == whole
    np.testing.assert_allclose(units, np.rint(units), rtol=0, atol=1e-6)
