"""Every case that ships loads, runs, says what the tables of facts say, and knows nothing early."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from burdenshare.analysis import run
from burdenshare.cases.asof import cut, quantities
from burdenshare.cases.catalog import case_slugs
from burdenshare.cases.load import load_case
from burdenshare.cases.schema import Case, PositionKind
from burdenshare.facts import all_sources, load_table
from burdenshare.money import UNITS
from burdenshare.provenance import Basis

DOCS = Path(__file__).parents[2] / "docs" / "cases" / "README.md"

CASES = {slug: load_case(slug) for slug in case_slugs()}

#: Rounds of talks, as against worked examples of the sharing of a cost.
ROUNDS = tuple(
    slug for slug, case in CASES.items() if case.payment is not None and case.disagreement
)
#: Rounds that follow the one rule of docs/cases/README.md.
BY_RULE = tuple(
    slug
    for slug in ROUNDS
    if any("The rule for every past round" in (o.note or "") for o in CASES[slug].disagreement)
)

FEW = 300


def days(case: Case) -> list[date]:
    """The days on which something of a case becomes known, from its own day on.

    Terms that were published after the agreement are asked about from then on.
    """
    found = {case.as_of}
    for position in case.positions:
        found |= {position.date.latest}
        found |= {position.known_on.latest} if position.known_on else set()
    if case.outcome:
        found |= {case.outcome.agreed_on.latest, case.outcome.agreed_on.latest + timedelta(400)}
    silent = (date.max, date.min)
    if case.outcome and case.outcome.known_on:
        silent = (case.outcome.agreed_on.latest, case.outcome.known_on.latest)
    return sorted(day for day in found if day >= case.as_of and not silent[0] <= day < silent[1])


def test_there_are_at_least_twenty_rounds():
    assert len(ROUNDS) >= 20
    assert len([slug for slug in ROUNDS if CASES[slug].outcome]) >= 20
    assert len([s for s in ROUNDS if CASES[s].outcome and CASES[s].payment.expires]) >= 12


@pytest.mark.parametrize("slug", case_slugs())
def test_the_file_is_named_by_its_slug_and_described(slug):
    case = CASES[slug]
    assert case.slug == slug
    assert len(case.description) > 80
    assert f"`{slug}`" in DOCS.read_text(encoding="utf-8") or slug not in ROUNDS


@pytest.mark.parametrize("slug", ROUNDS)
def test_the_table_in_the_docs_says_the_same(slug):
    case = CASES[slug]
    lines = DOCS.read_text(encoding="utf-8").splitlines()
    (row,) = [line for line in lines if line.startswith(f"| `{slug}` |")]
    paid = case.payment.current
    told = [str(case.as_of), f"{paid.value:,.10g}"]
    if case.outcome:
        told += [f"{case.outcome.amount.value:,.10g}", str(case.outcome.agreed_on)]
    assert all(f" {each} " in row or f" {each}," in row for each in told), (row, told)


@pytest.mark.parametrize("slug", ROUNDS)
def test_it_runs_on_its_day_and_on_later_ones(slug):
    case = CASES[slug]
    every = days(case)
    for day in {every[0], every[len(every) // 2], every[-1]}:
        answer = run(case, as_of=day, draws=FEW, threads=1)
        assert answer.zone.exists.value > 0.5
        assert "NaN" not in answer.to_json()
        assert all(step.date[:4] <= str(day.year) for step in answer.steps)


@pytest.mark.parametrize("slug", ROUNDS)
def test_nothing_later_is_visible(slug):
    case = CASES[slug]
    for day in days(case):
        visible = cut(case, day)
        for position in visible.positions:
            assert (position.known_on or position.date).latest <= day, position.id
            assert position.date.earliest <= day, position.id
        shown = visible.outcome
        assert (shown is None) == (case.outcome is None or case.outcome.agreed_on.latest > day)
        for named in quantities(visible):
            known = named.quantity.known_on
            assert known is None or known.latest <= day, named.path


@pytest.mark.parametrize("slug", BY_RULE)
def test_a_false_outcome_moves_nothing_before_its_day(slug):
    case = CASES[slug]
    if case.outcome is None:
        pytest.skip("these talks ended without an agreement")
    false = case.outcome.model_copy(
        update={"amount": case.outcome.amount.model_copy(update={"value": 12345.0})}
    )
    planted = case.model_copy(update={"outcome": false})
    told, other = (run(c, draws=FEW, threads=1).to_dict() for c in (case, planted))
    assert told == other


@pytest.mark.parametrize("slug", case_slugs())
def test_every_source_is_dated_or_its_numbers_are(slug):
    case = CASES[slug]
    dated = {name for name, source in case.sources.items() if source.date}
    for named in quantities(case):
        for number in named.quantity.versions or (named.quantity,):
            source = number.source
            assert source is None or source in dated or number.known_on, (named.path, source)


@pytest.mark.parametrize("slug", ROUNDS)
def test_sources_of_the_tables_carry_what_the_tables_say(slug):
    for name, entry in CASES[slug].sources.items():
        source = all_sources().get(name)
        if source is not None:
            assert (str(entry.date) if entry.date else "") == source.date, name
            assert (entry.publisher, entry.url) == (source.publisher, source.url), name


@pytest.mark.parametrize("slug", ROUNDS)
def test_positions_come_before_the_agreement(slug):
    case = CASES[slug]
    if case.outcome is None:
        return
    early = (PositionKind.DEMAND, PositionKind.OFFER, PositionKind.REFUSAL, PositionKind.SESSION)
    late = [p.id for p in case.positions if p.kind in early
            and p.date.earliest > case.outcome.agreed_on.latest]  # fmt: skip
    assert not late


# --- the one rule --------------------------------------------------------------------------------


@pytest.mark.parametrize("slug", BY_RULE)
def test_what_nobody_knows_follows_the_rule(slug):
    case = CASES[slug]
    lapse, *others = case.disagreement
    paid = case.payment.current.value
    assert lapse.payment.value == paid
    assert lapse.basis is Basis.JUDGEMENT
    for loss in lapse.losses.values():
        assert (loss.low, loss.mode, loss.high) == pytest.approx((0, 0.1 * paid, 0.4 * paid), 1e-3)
    assert set(lapse.losses) == {case.payment.payer, case.payment.payee}
    power = case.bargaining.power.distribution
    assert (power.a, power.b, power.low, power.high) == (4, 4, 0, 1)
    for patience in case.bargaining.discount_rates.values():
        assert (patience.low, patience.mode, patience.high) == (0.03, 0.06, 0.15)
    for outcome in others:
        chance = outcome.probability
        assert (chance.low, chance.mode, chance.high) == (0.02, 0.15, 0.5)


def test_only_the_flagship_has_losses_of_its_own():
    assert set(ROUNDS) - set(BY_RULE) == {"us-rok-2019"}


# --- the tables of facts -------------------------------------------------------------------------


def in_units(amount, case: Case) -> tuple[float, str]:
    """An amount in single units of its currency, with the currency."""
    unit = amount.unit or case.money.unit
    return amount.value * UNITS[unit], amount.currency or case.money.currency


def of_row(row, column: str, currency: str, unit: float = 1e9) -> tuple[float, str]:
    return row.number(column) * unit, row.values[currency]


KOREA = {
    "us-rok-1993": "2", "us-rok-1995": "3", "us-rok-1998": "4", "us-rok-2001": "5",
    "us-rok-2004": "6", "us-rok-2006": "7", "us-rok-2008": "8", "us-rok-2013": "9",
    "us-rok-2018": "10", "us-rok-2019": "11", "us-rok-2024": "12",
}  # fmt: skip
JAPAN = {
    "us-japan-2008": "2008", "us-japan-2011": "2011", "us-japan-2016": "2016",
    "us-japan-2021": "2021", "us-japan-2022": "2022",
}  # fmt: skip
TABLES = {
    **{slug: ("korea_sma_rounds", number) for slug, number in KOREA.items()},
    **{slug: ("japan_hns_rounds", year) for slug, year in JAPAN.items()},
}


@pytest.mark.parametrize("slug", TABLES)
def test_payment_and_outcome_are_those_of_the_rounds(slug):
    case = CASES[slug]
    name, number = TABLES[slug]
    (row,) = load_table(name).select(round=number)
    before = of_row(row, "previous_annual", "previous_currency")
    assert in_units(case.payment.current, case) == pytest.approx(before)
    after = of_row(row, "agreed_first_year", "currency")
    assert in_units(case.outcome.amount, case) == pytest.approx(after)
    assert str(case.outcome.first_year) == row.values["agreed_year"]
    told = {"us-rok-1993": "1993-11-04", "us-rok-2008": "2009-01-15", "us-japan-2008": "2007-12"}
    assert str(case.outcome.agreed_on) == row.values["agreed_on"] or told[slug]
    if slug not in ("us-rok-2019", "us-rok-1993"):
        ended = row.values["previous_expired_on"]
        assert str(case.payment.expires) == ended


@pytest.mark.parametrize("slug", TABLES)
def test_the_first_demand_is_that_of_the_rounds(slug):
    case = CASES[slug]
    name, number = TABLES[slug]
    (row,) = load_table(name).select(round=number)
    if row.number("us_opening_demand") is None:
        return
    opening = of_row(row, "us_opening_demand", "us_opening_currency")
    told = [
        in_units(p.amount, case) for p in case.positions if p.amount and p.party == "USA"
    ]  # fmt: skip
    assert any(each == pytest.approx(opening) for each in told), (opening, told)


COLLECTED = {
    "KOR_SMA7_2006": "us-rok-2006", "KOR_SMA9_2014": "us-rok-2013",
    "KOR_SMA10_2019": "us-rok-2018", "KOR_SMA12_2024": "us-rok-2024",
    "JPN_HNS_2008": "us-japan-2008", "JPN_HNS_2010": "us-japan-2011",
    "PHL_BASES_1991": "philippines-1991", "KGZ_MANAS_2006": "kyrgyzstan-2006",
    "KGZ_MANAS_2009": "kyrgyzstan-2009", "DJI_LEMONNIER_2014": "djibouti-2014",
    "UK_EC_1984": "uk-rebate-1984",
}  # fmt: skip


@pytest.mark.parametrize(("name", "slug"), COLLECTED.items())
def test_settlements_are_those_of_the_collected_disputes(name, slug):
    (row,) = load_table("cost_demand_cases").select(case_id=name)
    case = CASES[slug]
    assert case.outcome.amount.value == row.number("settlement")
    if slug != "uk-rebate-1984":  # that table counts from no standing rule, the case from 1983
        assert case.payment.current.value == row.number("status_quo")
    opening, offer = row.number("opening_demand"), row.number("payer_opening")
    named = {p.amount.value for p in case.positions if p.amount}
    if slug not in ("us-rok-2013", "us-rok-2018"):  # the rounds of Korea quote other newspapers
        assert opening is None or opening in named
        assert offer is None or offer in named


def test_shares_are_those_of_the_tables():
    table = load_table("nato_cost_share_negotiation_2019")
    rows = table.select(iso3="USA", unit="percent_of_common_funding")
    shares = {row.values["stage"]: row.number("value") / 100 for row in rows}
    case = CASES["nato-common-funding-2019"]
    budget = 2600
    demand = next(p for p in case.positions if p.id == "us-demand")
    told = (case.payment.current.value, demand.amount.value, case.outcome.amount.value)
    stages = ("status_quo", "us_backed_proposal", "agreed")
    assert told == pytest.approx([budget * (1 - shares[stage]) for stage in stages], abs=0.06)
    (row,) = load_table("cost_demand_cases").select(case_id="UN_REGULAR_2000")
    un = CASES["un-regular-2000"]
    assert un.payment.current.value == pytest.approx(1268 * (1 - row.number("status_quo") / 100))
    assert un.outcome.amount.value == pytest.approx(
        1268 * (1 - row.number("settlement") / 100), 1e-4
    )


def test_the_offset_and_the_pledges_are_those_of_the_tables():
    rows = load_table("offset_germany").select(date="1966-09")
    offset = CASES["germany-offset-1967"]
    assert offset.payment.current.value == rows[0].number("agreed_musd") / 2
    pledges = {row.values["as_of"]: row for row in load_table("gulf_war_pledges").rows
               if row.values["contributor"] == "ALL"}  # fmt: skip
    war = CASES["gulf-war-1991"]
    assert war.payment.current.value == pledges["1991-02-07"].number("pledged_usd_billion")
    share = pledges["1992-03"].number("pledged_usd_billion") / 61
    assert war.outcome.amount.value == pytest.approx(share * 11.1, abs=0.05)


@pytest.mark.parametrize("slug", [s for s in ROUNDS if s.startswith("us-rok")])
def test_the_history_of_korean_payments_is_that_of_the_table(slug):
    case = CASES[slug]
    table = load_table("korea_sma_payments")
    for past in (*case.payment.history, *(case.outcome.paid if case.outcome else ())):
        rows = table.select(year=str(past.year), source_id=past.source)
        told = in_units(past.amount, case)
        assert any(told == pytest.approx(of_row(row, "amount", "currency")) for row in rows)
