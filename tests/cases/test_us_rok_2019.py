"""The flagship case says what its sources say, and shows on a day only what was known on it."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from burdenshare.cases.asof import cut, quantities
from burdenshare.cases.load import load_case
from burdenshare.cases.schema import Case, Position
from burdenshare.provenance import Basis

FACTS = Path(__file__).parents[3] / "shared" / "facts"
AS_OF = date(2019, 11, 19)

needs_facts = pytest.mark.skipif(
    not FACTS.is_dir(), reason="the tables of facts are not kept beside this checkout"
)


@pytest.fixture(scope="module")
def case() -> Case:
    return load_case("us-rok-2019")


@pytest.fixture(scope="module")
def then(case: Case) -> Case:
    return cut(case)


def rows(name: str) -> list[dict[str, str]]:
    with (FACTS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# --- the tables of facts --------------------------------------------------------------------------


@needs_facts
def test_payments_are_those_of_the_table(case):
    chosen = {
        int(row["year"]): (float(row["amount"]), row["currency"])
        for row in rows("korea_sma_payments.csv")
        if row["source_id"] in ("mnd_wp2018_p181", "hankyung_20190308")
    }
    told = {past.year: (past.amount.value, past.amount.currency) for past in case.payment.history}
    assert told == chosen
    assert sorted(told) == list(range(1991, 2020))
    assert all(past.amount.price_year == past.year for past in case.payment.history)


@needs_facts
def test_what_was_paid_afterwards_is_that_of_the_table(case):
    amounts = {
        (row["year"], row["source_id"]): float(row["amount"])
        for row in rows("korea_sma_payments.csv")
    }
    for past in case.outcome.paid:
        assert past.amount.value == amounts[str(past.year), past.source], past.year


KINDS = {
    "demand": {"demand", "report"},  # a figure that was not confirmed is a report
    "statement": {"statement", "report", "threat"},
    "session": {"session"},
    "furlough": {"notice"},
    "walkout": {"walkout"},
    "offer": {"offer"},
    "agreement": {"agreement"},
    "rejection": {"refusal"},
    "interim_deal": {"interim"},
    "deadline": {"report"},
    "ratification": {"ratification"},
}
PARTIES = {"US": "USA", "ROK": "KOR", "both": "both", "press": "both"}


def figure(row: dict[str, str]) -> tuple[float | None, float | None]:
    """Amount (USD million, or KRW billion) and rise of a row of the timeline."""
    if not row["amount"]:
        return None, None
    number = float(row["amount"])
    if row["unit"] == "percent":
        return None, number / 100
    return (number * 1000 if row["currency"] == "USD" else number), None


def says_the_same(position: Position, row: dict[str, str]) -> bool:
    amount, rise = figure(row)
    told_rise = position.rise.value if position.rise else None
    return (
        position.kind.value in KINDS[row["event_type"]]
        and position.party == PARTIES[row["actor"]]
        and position.source == row["source_id"]
        and (position.amount.value if position.amount else None) == amount
        # the terms of the agreement give the rise as well
        and (told_rise == rise or amount is not None)
    )


@needs_facts
def test_every_event_of_the_timeline_is_one_position(case):
    left = list(case.positions)
    for row in rows("timeline_2019_2021.csv"):
        same = [
            position
            for position in left
            if str(position.date) == row["date"] and says_the_same(position, row)
        ]
        assert len(same) == 1, row
        left.remove(same[0])
    assert not left


@needs_facts
def test_us_accounts_are_those_of_the_table(case):
    accounts = {
        row["item"]: float(row["amount"]) * 1000
        for row in rows("stationing_costs.csv")
        if (row["country"], row["fiscal_year"], row["payer"]) == ("Korea", "2020", "US")
    }
    items = {item.id: item for item in case.costs}
    told = {
        "military personnel": items["us-military-personnel"],
        "operations and maintenance": items["us-om"],
        "military construction": items["us-construction"],
        "family housing": items["us-family-housing"],
        "revolving funds": items["us-revolving-funds"],
    }
    for name, item in told.items():
        assert item.amount.value == pytest.approx(accounts[name]), name
        assert str(item.known_on) == "2019-03"
    assert sum(item.amount.value for item in told.values()) == pytest.approx(accounts["total"])


@needs_facts
def test_korean_support_is_that_of_the_table(case):
    table = [
        row
        for row in rows("stationing_costs.csv")
        if (row["country"], row["fiscal_year"], row["payer"]) == ("Korea", "2015", "host")
    ]
    items = {item.id: item for item in case.costs}
    printed = {(row["item"], float(row["amount"])) for row in table}
    for name, item in (
        ("KATUSA support (direct)", "kor-katusa"),
        ("private land rent", "kor-private-rent"),
        ("forgone land rent and other opportunity cost", "kor-forgone-rent"),
        ("KATUSA opportunity cost", "kor-katusa-opportunity"),
        ("utility charge reductions", "kor-utilities"),
    ):
        assert (name, items[item].amount.value) in printed
        assert items[item].amount.price_year == 2015
    for name, item in (("base-area works", "kor-area-works"), ("tax exemptions", "kor-taxes")):
        assert {items[item].amount.low, items[item].amount.high} == {
            number for label, number in printed if label == name
        }
    direct = 932.0 + sum(
        items[item].amount.value or items[item].amount.high
        for item in ("kor-katusa", "kor-private-rent", "kor-area-works", "kor-direct-other")
    )
    indirect = sum(
        items[item].amount.value or items[item].amount.high
        for item in (
            "kor-forgone-rent",
            "kor-taxes",
            "kor-katusa-opportunity",
            "kor-utilities",
            "kor-indirect-other",
        )
    )
    assert ("direct support total", round(direct, 1)) in printed
    assert ("indirect support total", round(indirect, 1)) in printed


@needs_facts
def test_items_of_the_contribution_are_those_of_2018(case):
    split = {
        float(row["amount"])
        for row in rows("stationing_costs.csv")
        if (row["country"], row["fiscal_year"], row["payer"]) == ("Korea", "2018", "host")
    }
    items = [item.amount.value for item in case.costs if item.source == "mnd_wp2018_p181"]
    assert set(items) == split
    assert sum(items) == pytest.approx(960.2)


@needs_facts
def test_polls_on_the_cost_are_those_of_the_table(case):
    # Polls on the alliance at large and of the US public are not about consent to the payment.
    of_the_cost = ("share", "demand", "rise", "pay", "if no deal")
    table = {
        (row["date"], row["share_support"], row["share_oppose"], row["source_id"], row["n"])
        for row in rows("polls.csv")
        if row["country"] == "South Korea"
        and any(word in row["question"].lower() for word in of_the_cost)
    }
    told = {
        (
            str(poll.date),
            f"{poll.support.value * 100:g}" if poll.support else "",
            f"{poll.oppose.value * 100:g}" if poll.oppose else "",
            poll.source,
            f"{poll.sample.value:g}" if poll.sample else "",
        )
        for poll in case.ratification[0].polls
    }
    assert told == table


@needs_facts
def test_sources_carry_the_dates_of_the_tables(case):
    table = {row["source_id"]: row for row in rows("sources_korea_japan.csv")}
    shared = {name: entry for name, entry in case.sources.items() if name in table}
    assert len(shared) > 50
    for name, entry in shared.items():
        assert (str(entry.date) if entry.date else "") == table[name]["date"], name
        assert entry.url == table[name]["url"], name
        assert entry.publisher == table[name]["publisher"], name


# --- the file by itself ---------------------------------------------------------------------------


def test_every_source_that_is_listed_is_used(case):
    used = {named.quantity.source for named in quantities(case)}
    used |= {version.source for named in quantities(case) for version in named.quantity.versions}
    for part in (
        *case.costs,
        *case.cost_bases,
        *case.benefits,
        *case.disagreement,
        *case.positions,
        *case.ratification,
        *(poll for ratifier in case.ratification for poll in ratifier.polls),
        *case.calendar,
        *case.linked,
        *case.comparators,
        *case.indexation,
        *case.price_indices,
        *case.payment.history,
        case.outcome,
        *case.outcome.paid,
    ):
        used.add(part.source)
    assert used - {None} == set(case.sources)


def test_items_met_from_the_contribution_make_it_up(case):
    items = [item.amount.value for item in case.costs if item.from_payment]
    assert sum(items) == pytest.approx(case.payment.current.value)


def test_no_base_counts_the_local_part_twice(case):
    bases = {base.id: base for base in case.cost_bases}
    for base in case.cost_bases:
        items, following = set(base.items), base.includes
        while following:
            items |= set(bases[following].items)
            following = bases[following].includes
        assert not {"us-om", "us-om-local"} <= items, base.id


def test_nothing_later_is_seen_on_the_day(then):
    assert then.outcome is None
    assert max(position.date.latest for position in then.positions) == AS_OF
    assert [position.id for position in then.positions][-3:] == [
        "us-walkout",
        "us-statement-2019-11-19",
        "kor-statement-2019-11-19",
    ]
    # What only a memoir of 2020 tells is not seen, although it happened before.
    assert not any("memoir" in position.id for position in then.positions)
    polls = [poll for ratifier in then.ratification for poll in ratifier.polls]
    assert {poll.pollster for poll in polls} == {"RealMeter", "KINU"}
    assert len(polls) == 4


def test_the_demand_is_seen_on_the_day(then):
    asked = {position.id: position for position in then.positions}["us-demand-2019-10"]
    assert asked.amount.value == 5000
    assert then.question.position == asked.id


def test_what_happened_later_became_known_later(case):
    for position in case.positions:
        if position.date.earliest > AS_OF:
            known = position.known_on or position.date
            assert known.latest >= position.date.earliest, position.id
            assert known.latest > AS_OF, position.id


def test_a_source_of_later_date_is_explained(then):
    late = {
        name: entry
        for name, entry in then.sources.items()
        if entry.date and entry.date.latest > AS_OF
    }
    for named in quantities(then):
        if named.quantity.source in late:
            assert named.quantity.note, named.path
    for part in (*then.positions, *then.calendar):
        if part.source in late:
            assert part.known_on, part.id
            assert part.known_on.latest <= AS_OF, part.id
            assert part.note, part.id


def test_judgements_give_reasons_and_a_width(then):
    judged = [named for named in quantities(then) if named.quantity.basis is Basis.JUDGEMENT]
    assert len(judged) > 30
    for named in judged:
        assert named.quantity.note, named.path
        certain = named.quantity.value is not None
        # an index not yet published, and the whole of the presence, are single numbers
        assert not certain or named.path.endswith((".index", "withdrawal.withdrawn")), named.path


@pytest.mark.parametrize(
    ("day", "least", "most"),
    [
        (date(2019, 11, 19), 0.35, 0.60),
        (date(2020, 4, 30), 0.38, 0.58),
        (date(2020, 11, 2), 0.55, 0.78),
        (date(2020, 11, 8), 0.95, 0.995),
    ],
)
def test_the_chance_of_another_administration_follows_the_news(case, day, least, most):
    events = {event.id: event for event in cut(case, day).calendar}
    chance = events["us-election"].type_change
    assert (chance.low, chance.high) == (least, most)


def test_beliefs_in_a_drawdown_fall_when_congress_forbids_it(case):
    def believed(day: date, side: str) -> float:
        outcomes = {outcome.id: outcome for outcome in cut(case, day).disagreement}
        return outcomes["drawdown"].beliefs[side].mode

    for side in ("USA", "KOR"):
        assert believed(date(2019, 12, 31), side) < believed(AS_OF, side)
        assert believed(date(2020, 7, 31), side) > believed(date(2019, 12, 31), side)
        assert believed(date(2021, 2, 28), side) < believed(date(2020, 7, 31), side)


@pytest.mark.parametrize(
    "day", [date(2019, 12, 31), date(2020, 4, 30), date(2021, 2, 28), date(2021, 3, 31)]
)
def test_the_case_can_be_asked_later(case, day):
    later = cut(case, day)
    assert (later.outcome is not None) == (day >= date(2021, 3, 10))
    assert later.payment.current.value == 1038.9
    assert {rate.currency for rate in later.exchange_rates} == {"KRW", "JPY", "EUR"}
