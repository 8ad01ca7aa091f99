"""What each principle promises in the small case, worked out by hand.

Wide base: 130, stand-alone costs 80 (BBB) and 90 (AAA), benefits 120 and 60.
"""

import pytest
from tests.small_case import plain, read

from burdenshare.analysis import run
from burdenshare.report.document import sections
from burdenshare.results import Answer


@pytest.fixture(scope="module")
def answer() -> Answer:
    return run(read(plain()), draws=8, threads=1)


def promise(answer: Answer, name: str):
    asked = answer.promises
    return next(p for p in (*asked.promises, *asked.of_claims_rules) if p.id == name)


def how(answer: Answer, name: str) -> dict[str, str]:
    return {entry.principle: entry.sentence.text for entry in promise(answer, name).broken}


def test_charges_above_the_benefit_are_told_with_the_amounts(answer):
    # A quarter of the people and of the income: BBB pays 32.5, AAA 97.5 for a benefit of 60.
    told = how(answer, "within_benefit")
    assert set(told) == {"equal", "per-head", "ability-gdp", "ability-relief", "aca", "shapley",
                         "cost-causation"}  # fmt: skip
    assert "97.5" in told["per-head"]
    assert "60" in told["per-head"]
    assert "65" in told["equal"]


def test_stand_alone_costs_bound_what_only_some_charge(answer):
    # Equal losses charge BBB 95 of its benefit of 120, above the 80 that it would cost alone.
    broken = set(how(answer, "stand_alone"))
    assert {"per-head", "ability-gdp", "benefit", "claims-equal-losses"} <= broken
    assert broken.isdisjoint({"shapley", "aca", "scrb"})


def test_rules_for_claims_are_held_to_their_axioms(answer):
    assert promise(answer, "self_duality").kept == ("claims-talmud",)
    assert {entry.principle for entry in promise(answer, "self_duality").broken} == {
        "claims-equal-awards",
        "claims-equal-losses",
    }


def test_the_base_that_matters_most_is_named(answer):
    assert answer.promises.base == answer.fair_shares.headline
    rows = answer.promises.rows()
    assert {row["base"] for row in rows} == {answer.promises.base}
    kept = [row for row in rows if row["promise"] == "full_cost"]
    assert len(kept) == 12
    assert all(row["kept"] for row in kept)


def test_the_report_shows_who_keeps_and_who_breaks(answer):
    section = next(part for part in sections(answer) if part.id == "promises")
    rows = {row[0]: row for row in section.tables[0].rows}
    assert rows["The cost is covered"][2:] == ("all", "none")
    assert "Shapley value" in rows["Nobody pays more than alone"][2]
    assert {table.caption.split(":")[0] for table in section.folded} == {
        "How a promise is broken",
        "What the rules for claims promise besides, the cost read as an amount to divide",
    }


def test_what_cannot_be_asked_says_why():
    data = plain()
    for party in data["parties"].values():
        del party["stand_alone_cost"]
    answer = run(read(data), draws=4, threads=1)
    reasons = {left.promise: left.reason for left in answer.promises.not_asked}
    assert "what each side's own aims would cost it alone" in reasons["no_subsidy"]
    assert "within_benefit" not in reasons


def test_a_case_without_cost_bases_has_no_promises():
    data = plain()
    del data["cost_bases"]
    answer = run(read(data), draws=4, threads=1)
    assert answer.promises.promises == ()
    assert not [part for part in sections(answer) if part.id == "promises"]
