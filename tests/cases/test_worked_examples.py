"""The worked examples reproduce what was published; cases of common funds say what tables say."""

import csv
import json
from datetime import date
from pathlib import Path

import pytest

import burdenshare as bs
from burdenshare.facts import load_table

ORACLES = Path(__file__).parents[1] / "oracles" / "tu_games.json"
ENTRIES = {entry["id"]: entry for entry in json.loads(ORACLES.read_text("utf-8"))}
FACTS = Path(__file__).parents[3] / "shared" / "facts"

PUBLISHED = {
    "tva_shapley": ("tva-1938", "shapley"),
    "tva_scrb": ("tva-1938", "aca"),
    "tva_nucleolus": ("tva-1938", "nucleolus"),
    "tva_gately_equals_aca": ("tva-1938", "aca"),
    "tva_ensc": ("tva-1938", "ensc"),
    "skane_shapley": ("skane-water-1982", "shapley"),
    "skane_scrb": ("skane-water-1982", "aca"),
    "skane_prop_to_demand": ("skane-water-1982", "use"),
    "skane_prop_to_population": ("skane-water-1982", "per-head"),
    "birmingham_shapley_type_totals": ("birmingham-airport-1968", "shapley"),
}


@pytest.fixture(scope="module")
def answers():
    slugs = ("tva-1938", "skane-water-1982", "birmingham-airport-1968")
    return {slug: bs.run(bs.load(slug), draws=10) for slug in slugs}


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_published_row_is_reproduced(name, answers):
    slug, principle = PUBLISHED[name]
    column = next(c for c in answers[slug].columns if c.principle == principle)
    found = [charge.amount.value for charge in column.charges]
    assert found == pytest.approx(ENTRIES[name]["value"], abs=ENTRIES[name]["tolerance"])


def test_the_rows_in_the_files_are_what_they_claim(answers):
    for answer in answers.values():
        assert answer.printed
        assert all(row.agrees for row in answer.printed), [r.sentence.text for r in answer.printed]


def test_one_early_row_is_named_and_not_compared(answers):
    told = [finding.text for finding in answers["skane-water-1982"].findings]
    assert any("not compared" in text and "not to be the nucleolus" in text for text in told)


def test_the_core_of_the_dams_is_the_published_one(answers):
    bounds = [(m.core_least.value, m.core_most.value) for m in answers["tva-1938"].members]
    expected = [tuple(pair) for pair in ENTRIES["tva_core_bounds"]["value"]]
    assert [pytest.approx(pair) for pair in expected] == bounds
    assert all(c.standing.inside for c in answers["tva-1938"].columns)


def test_who_would_leave_the_water_supply_is_as_published(answers):
    standing = {c.principle: c.standing for c in answers["skane-water-1982"].columns}
    for principle in ("shapley", "aca"):
        assert not standing[principle].inside
        assert "Helsingborg group, Kävlinge and Lomma and Lund" in standing[principle].sentence.text
    assert standing["nucleolus"].inside
    population = next(c for c in answers["skane-water-1982"].columns if c.principle == "per-head")
    alone = [21.95, 17.08, 10.91, 15.88, 20.81, 21.98]
    above = [c.amount.value > cost for c, cost in zip(population.charges, alone, strict=True)]
    assert above == [False, True, False, False, True, False]


def test_a_landing_pays_what_was_printed(answers):
    entry = ENTRIES["birmingham_shapley_per_movement"]
    column = next(c for c in answers["birmingham-airport-1968"].columns if c.principle == "shapley")
    landings = entry["input"]["movements"]
    found = [c.amount.value / n for c, n in zip(column.charges, landings, strict=True)]
    assert found == pytest.approx(entry["value"], abs=entry["tolerance"])


# --- common funds --------------------------------------------------------------------------------


def test_the_shares_of_nato_are_those_of_the_table():
    rows = load_table("nato_cost_share_negotiation_2019").select(unit="percent_of_common_funding")
    case = bs.load("nato-common-funding-2019")
    told = {(p.id, c): s.value for p in case.sharing.proposals for c, s in p.shares.items()}
    stages = {"us_backed_proposal": "us-backed", "agreed": "agreement"}
    for row in rows:
        share, code = row.number("value") / 100, row.values["iso3"]
        if row.values["stage"] == "status_quo":
            assert case.sharing.members[code].present.value == pytest.approx(share)
        else:
            assert told[stages[row.values["stage"]], code] == pytest.approx(share)
    known = {code for code, m in case.sharing.members.items() if m.present is not None}
    assert known == {"USA", "DEU", "BEL", "FRA"}
    assert len(case.sharing.members) == 29


def test_what_the_deal_did_is_hidden_until_it_was_made():
    case = bs.load("nato-common-funding-2019")
    before, after = (bs.shared_cost(case, as_of=day, draws=10)
                     for day in (None, date(2019, 11, 30)))  # fmt: skip
    assert [effect.id for effect in before.proposals] == ["us-backed"]
    assert {m.member for m in before.members if m.share} == {"USA", "DEU"}
    assert [effect.id for effect in after.proposals] == ["us-backed", "agreement"]
    usa = after.proposals[1].moves[0]
    assert usa.change.value == pytest.approx((0.1635 - 0.221) * 2600)
    assert usa.closer.value == 1


def test_the_pledges_are_those_of_the_table():
    rows = {r.values["iso3"]: r for r in load_table("gulf_war_pledges").rows if r.values["iso3"]}
    members = bs.load("gulf-war-1991").sharing.members
    for code in ("SAU", "KWT", "KOR"):
        pledged = rows[code].number("pledged_usd_billion")
        assert members[code].present.value == pytest.approx(pledged / 61, abs=1e-4)
    for code in ("JPN", "DEU"):
        received = rows[code].number("received_usd_billion")
        assert members[code].present.value == pytest.approx(received / 61, abs=1e-4)
    assert members["ARE"].present is None


def table(name):
    if not FACTS.is_dir():
        pytest.skip("the folder of facts is not beside this checkout")
    with (FACTS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_single_numbers_are_those_of_the_statistics():
    panel = {(row["iso3"], row["year"]): row for row in table("macro_panel")}
    for slug, year in (("nato-common-funding-2019", "2018"), ("un-regular-2000", "1998")):
        case = bs.load(slug)
        for code in case.sharing.members:
            row, party = panel[code, year], case.parties[code]
            assert party.gdp.value == pytest.approx(float(row["gdp_usd_current_billion"]), rel=1e-3)
            assert party.population.value == pytest.approx(
                float(row["population_million"]), rel=1e-3
            )
    budgets = {row["iso3"]: row for row in table("nato_defence_expenditure")
               if row["edition"] == "2019-06" and row["year"] == "2018"}  # fmt: skip
    nato = bs.load("nato-common-funding-2019")
    for code in nato.sharing.members:
        budget = nato.parties[code].defence_budget
        assert (budget is None) == (code == "ISL")
        if budget is not None:
            expected = float(budgets[code]["defence_expenditure_musd"])
            assert budget.value == pytest.approx(expected, rel=1e-3)


def test_the_eight_rates_are_those_of_the_scale():
    rates = {row["iso3"]: float(row["rate_percent"]) for row in table("un_scale_published")
             if row["period"] == "2000"}  # fmt: skip
    members = bs.load("un-regular-2000").sharing.members
    total = sum(rates[code] for code in members)
    for code, member in members.items():
        assert member.present.value == pytest.approx(rates[code] / total, abs=1e-5)
    assert sorted(rates.values())[-8:] == sorted(rates[code] for code in members)
