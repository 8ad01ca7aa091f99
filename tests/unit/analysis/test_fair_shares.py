"""Fair shares of the small case, worked out by hand.

Wide base: 20 + 60 + 40 + 10 = 130, of which BBB bears 10 outside its payment. Narrow base: 80.
"""

import pytest
from tests.small_case import plain, read

from burdenshare.analysis import run
from burdenshare.results import Answer


@pytest.fixture(scope="module")
def answer() -> Answer:
    return run(read(plain()), draws=8, threads=1)


def payments(answer: Answer, base: str) -> dict[str, float]:
    return {c.principle: c.payment.value for c in answer.fair_shares.cells if c.base == base}


BY_HAND_WIDE = {
    "equal": 130 / 2 - 10,
    "per-head": 130 * 10 / 40 - 10,
    "ability-gdp": 130 * 100 / 400 - 10,
    # Income a head is the same on both sides, so there is no relief.
    "ability-relief": 130 * 100 / 400 - 10,
    "benefit": 130 * 120 / 180 - 10,
    "cost-causation": 20 * 0.5 + 60 * 0.5 + 40 * 0.25 + 10 - 10,
    # Separable: 130 - 90 = 40 for BBB, 130 - 80 = 50 for AAA; 40 remain. Remaining benefits:
    # min(120, 80) - 40 = 40 for BBB, min(60, 90) - 50 = 10 for AAA.
    "scrb": 40 + 40 * 40 / 50 - 10,
    "aca": 40 + 40 * 40 / 80 - 10,
    "shapley": 80 - (80 + 90 - 130) / 2 - 10,
    # Benefits 120 and 60 as claims on 130.
    "claims-equal-awards": 70 - 10,
    "claims-equal-losses": 120 - 25 - 10,
    # AAA concedes 70 of 130, BBB concedes 10; 50 is contested.
    "claims-talmud": 70 + 25 - 10,
}


@pytest.mark.parametrize("principle", BY_HAND_WIDE)
def test_a_principle_on_the_wide_base_is_as_worked_out_by_hand(answer, principle):
    assert payments(answer, "wide")[principle] == pytest.approx(BY_HAND_WIDE[principle])


def test_costs_alone_are_compared_with_the_whole_undertaking_only(answer):
    assert "shapley" not in payments(answer, "narrow")
    reasons = {left.principle: left.reason for left in answer.fair_shares.left_out}
    assert "the narrow base" in reasons["shapley"]


def test_a_principle_without_its_inputs_is_left_out_by_name(answer):
    reasons = {left.principle: left.reason for left in answer.fair_shares.left_out}
    assert reasons["ability-gni"] == (
        "the case does not give the gross national income of each side"
    )


def test_the_count_and_place_of_the_figure(answer):
    shares = answer.fair_shares
    medians = [c.payment.value for c in shares.cells]
    assert shares.counted.value == len(medians)
    assert shares.reached.value == sum(m >= 55 for m in medians)
    assert shares.percentile.value == pytest.approx(sum(m < 55 for m in medians) / len(medians))


def test_a_charge_of_the_present_share_gives_the_present_payment():
    """If BBB's fair share is what it bears now, 30 of 130, its payment stays as it is."""
    data = plain()
    for item in data["costs"]:
        item["caused_by_payer"] = {"local": 1, "land": 1}.get(item["id"], 0)
    answer = run(read(data), draws=4, threads=1)
    assert payments(answer, "wide")["cost-causation"] == pytest.approx(20)


def test_benefits_below_the_cost_leave_claims_rules_without_an_answer():
    data = plain()
    for benefit in data["benefits"]:
        benefit["amount"] = 10
    shares = run(read(data), draws=4, threads=1).fair_shares
    assert not [c for c in shares.cells if c.principle.startswith("claims")]
    assert any(left.principle == "claims-talmud" for left in shares.left_out)


def test_costs_of_zero_are_a_finding_in_words_and_no_number_is_lost():
    data = plain()
    for item in data["costs"]:
        item["amount"] = 0
    data["payment"]["current"] = 0
    answer = run(read(data), draws=4, threads=1)
    assert payments(answer, "wide")["equal"] == 0
    assert "nan" not in answer.to_json().lower()
    assert answer.verdict.text


def test_a_figure_below_every_fair_share_is_said_to_be_so():
    answer = run(read(plain()), draws=4, threads=1, figure=-1000.0)
    assert answer.verdict.text.startswith("It is no more than any principle asks:")


def test_a_case_without_cost_bases_says_so():
    data = plain()
    del data["cost_bases"]
    answer = run(read(data), draws=4, threads=1)
    assert answer.fair_shares.cells == ()
    assert "No fair share could be computed" in answer.verdict.text


def test_comparators_and_indexation_give_reference_payments():
    data = plain()
    data["parties"]["BBB"]["troops"] = 1000
    data["indexation"] = [{"id": "cpi", "name": "prices", "growth": 0.1, "source": "s"}]
    data["comparators"] = [
        {"id": "c1", "name": "share", "measure": "share_of_cost", "value": 0.5, "base": "wide",
         "source": "s"},
        {"id": "c2", "name": "per soldier", "measure": "per_troop", "source": "s",
         "amount": {"value": 40, "unit": "thousand"}},
        {"id": "c3", "name": "of GDP", "measure": "share_of_gdp", "value": 0.3, "source": "s"},
        {"id": "c4", "name": "as paid", "measure": "payment", "amount": 33, "source": "s"},
    ]  # fmt: skip
    found = {r.id: r.payment.value for r in run(read(data), draws=4).fair_shares.references}
    assert found == pytest.approx({"cpi": 22, "c1": 55, "c2": 40, "c3": 30, "c4": 33})
