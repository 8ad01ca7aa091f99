"""What each principle promises in the small case, worked out by hand.

Wide base: 130, stand-alone costs 80 (BBB) and 90 (AAA), benefits 120 and 60.
"""

import pytest
from tests.small_case import plain, read

from burdenshare.analysis import run
from burdenshare.analysis.shared_cost import shared_cost
from burdenshare.cases import load_case
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


@pytest.fixture(scope="module")
def skane():
    return shared_cost(load_case("skane-water-1982"), draws=20, threads=1)


def kept(shared, name: str) -> set[str]:
    asked = shared.promises
    entries = (*asked.promises, *asked.of_claims_rules, *asked.of_games)
    return set(next(entry for entry in entries if entry.id == name).kept)


def test_of_the_methods_for_skane_only_nuclei_hold_all_coalitions(skane):
    """Young, Okada and Hashimoto (1982): neither the Shapley value nor SCRB is in the core."""
    assert kept(skane, "core_membership") == {"nucleolus", "nucleolus-per-capita"}
    assert {"equal", "per-head", "use"}.isdisjoint(kept(skane, "stand_alone"))


def test_axioms_that_define_a_solution_are_kept_by_it(skane):
    assert kept(skane, "marginality") == {"shapley"}
    assert "shapley" in kept(skane, "hart_mas_colell_consistency")
    assert "nucleolus" in kept(skane, "davis_maschler_consistency")
    assert "ensc" in kept(skane, "complement_consistency")


def test_the_report_on_many_members_shows_their_promises(skane):
    section = next(part for part in sections(skane) if part.id == "member-promises")
    assert section.folded[-1].caption.startswith("What principles promise as solutions")
    told = [row[2].text for row in section.folded[0].rows]
    assert any("Malm" in text or "group is charged SEK" in text for text in told)


def test_games_of_many_members_are_not_held_to_axioms():
    found = shared_cost(load_case("birmingham-airport-1968"), draws=20, threads=1)
    assert found.promises.of_games == ()
    reasons = {left.promise: left.reason for left in found.promises.not_asked}
    assert "costs follow from what the members need" in reasons["cost_monotonicity"]
