"""Each check finds what it is for, and lets sound cases be; `tests/cases/broken` has the words."""

import copy

import pytest

from burdenshare.cases.checks import CHECKS, find_all
from burdenshare.cases.schema import Case
from burdenshare.cases.walk import Survey

SOUND = {
    "burdenshare": 1,
    "slug": "own",
    "title": "A case",
    "description": "Invented.",
    "as_of": "2024-06-30",
    "money": {"currency": "USD", "unit": "million", "price_year": 2024},
    "parties": {"NTH": {"name": "Northland"}, "STH": {"name": "Southland"}},
    "payment": {"payer": "STH", "payee": "NTH", "current": 100, "source": "press"},
    "costs": [
        {
            "id": "staff",
            "name": "Staff",
            "payer": "STH",
            "amount": 100,
            "from_payment": True,
            "source": "press",
        },
        {"id": "pay", "name": "Pay", "payer": "NTH", "amount": 800, "source": "press"},
    ],
    "benefits": [
        {"id": "safety", "name": "Safety", "party": "STH", "amount": 900, "source": "press"}
    ],
    "sources": {"press": {"title": "A report", "publisher": "The Times", "date": "2024-06-01"}},
}


def changed(path: str, value: object) -> Case:
    """The sound case with something else at a dotted path."""
    data = copy.deepcopy(SOUND)
    *steps, last = path.split(".")
    part = data
    for step in steps:
        part = part[int(step)] if isinstance(part, list) else part[step]
    part[int(last) if isinstance(part, list) else last] = value
    return Case.model_validate(data)


def names(case: Case) -> list[tuple]:
    """The paths at which something is found."""
    return [finding.path for finding in find_all(case)]


def test_a_sound_case_has_no_findings():
    assert find_all(Case.model_validate(SOUND)) == []


def test_a_case_with_nothing_but_parties_has_no_findings():
    kept = ("burdenshare", "slug", "title", "description", "as_of", "money", "parties")
    assert find_all(Case.model_validate({name: SOUND[name] for name in kept})) == []


def test_every_check_is_told_apart_by_its_name():
    assert len({check.__name__ for check in CHECKS}) == len(CHECKS)
    assert all(check.__doc__ for check in CHECKS)


# --- sources -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "number",
    [
        {"value": 100, "source": "press"},
        {"value": 100, "basis": "judgement", "note": "A guess."},
        [{"value": 90, "source": "press", "known_on": "2023"}, {"value": 100, "source": "press"}],
    ],
)
def test_a_number_may_say_for_itself_where_it_comes_from(number):
    payment = {"payer": "STH", "payee": "NTH", "current": number}
    assert names(changed("payment", payment)) == []


def test_each_version_of_a_number_needs_a_source():
    versions = [{"value": 100, "source": "press"}, {"value": 110}]
    payment = {"payer": "STH", "payee": "NTH", "current": versions}
    assert names(changed("payment", payment)) == [("payment", "current", 1)]


def test_numbers_take_source_and_note_from_the_parts_around_them():
    party = {"name": "Northland", "population": 60, "basis": "judgement", "note": "A guess."}
    assert names(changed("parties.NTH", party)) == []
    payment = {**SOUND["payment"], "history": [{"year": 2023, "amount": 95}]}
    assert names(changed("payment", payment)) == []


def test_a_judgement_among_documents_needs_a_note_of_its_own():
    number = {"value": 100, "basis": "judgement"}
    assert names(changed("costs.0.amount", number)) == [("costs", 0, "amount")]


def test_a_source_without_a_date_is_named_once():
    case = changed("sources.press", {"title": "A report", "publisher": "The Times"})
    findings = find_all(case)
    assert [finding.path for finding in findings] == [("sources", "press")]
    assert "payment.current" in findings[0].message


def test_a_source_needs_no_date_where_the_numbers_have_theirs():
    data = copy.deepcopy(SOUND)
    del data["sources"]["press"]["date"]
    for entry in (data["payment"], *data["costs"], *data["benefits"]):
        entry["known_on"] = "2024-06"
    data["positions"] = [
        {
            "id": "a",
            "date": "2024-05-01",
            "party": "NTH",
            "kind": "demand",
            "amount": 300,
            "text": "A demand.",
            "source": "press",
        }
    ]
    assert find_all(Case.model_validate(data)) == []


# --- money ---------------------------------------------------------------------------------------

KOREAN = {"value": 1000, "currency": "KRW", "unit": "billion"}


@pytest.mark.parametrize("pair", [("KRW", "USD"), ("USD", "KRW")])
def test_an_exchange_rate_serves_both_ways(pair):
    data = copy.deepcopy(SOUND)
    data["benefits"][0]["amount"] = KOREAN
    assert names(Case.model_validate(data)) == [("benefits", 0, "amount")]
    rate = {"currency": pair[0], "per": pair[1], "year": 2024, "rate": 1300, "source": "press"}
    assert names(Case.model_validate({**data, "exchange_rates": [rate]})) == []


def test_an_exchange_rate_of_another_year_does_not_serve():
    data = copy.deepcopy(SOUND)
    data["benefits"][0]["amount"] = KOREAN
    rate = {"currency": "KRW", "per": "USD", "year": 2023, "rate": 1300, "source": "press"}
    assert names(Case.model_validate({**data, "exchange_rates": [rate]})) == [
        ("benefits", 0, "amount")
    ]


def test_a_missing_rate_is_named_once_a_currency():
    data = copy.deepcopy(SOUND)
    data["benefits"][0]["amount"] = KOREAN
    data["costs"][1]["amount"] = KOREAN
    assert names(Case.model_validate(data)) == [("costs", 1, "amount")]


def test_a_price_year_needs_the_index_of_both_years():
    data = copy.deepcopy(SOUND)
    data["benefits"][0]["amount"] = {"value": 800, "price_year": 2019}
    indices = [
        {"currency": "USD", "year": year, "index": 100, "source": "press"} for year in (2019, 2024)
    ]
    assert len(names(Case.model_validate(data))) == 2
    assert len(names(Case.model_validate({**data, "price_indices": indices[:1]}))) == 1
    assert names(Case.model_validate({**data, "price_indices": indices})) == []


def test_what_was_paid_in_the_past_is_not_converted():
    history = [{"year": 2005, "amount": {**KOREAN, "price_year": 2005}}]
    assert names(changed("payment", {**SOUND["payment"], "history": history})) == []


# --- sums, as known on the date of the case -------------------------------------------------------


def outcomes(*probabilities: object) -> list[dict]:
    """Outcomes without agreement, each with its probability or none."""
    return [
        {"id": f"o{place}", "name": "Something", "source": "press"}
        | ({} if probability is None else {"probability": probability})
        for place, probability in enumerate(probabilities)
    ]


@pytest.mark.parametrize(
    ("probabilities", "sound"),
    [
        ((None,), True),
        ((0.3, None), True),
        ((1, None), True),
        ((0.3, 0.7), True),
        ((0.1, 0.2, 0.7), True),
        (({"low": 0.2, "high": 0.4}, {"low": 0.6, "high": 0.8}), True),
        (({"low": 0.1, "high": 0.3}, {"low": 0.1, "high": 0.9}), True),
        (({"low": 0.1, "high": 0.3}, {"low": 0.1, "high": 0.5}), False),
        ((0.3, 0.6), False),
        ((0.6, 0.6), False),
        ((0.6, 0.6, None), False),
        ((0.6, None, None), False),
    ],
)
def test_probabilities_make_one(probabilities, sound):
    case = Case.model_validate({**SOUND, "disagreement": outcomes(*probabilities)})
    assert names(case) == ([] if sound else [("disagreement",)])


def test_what_one_side_believes_makes_one_as_well():
    listed = outcomes(0.5, None)
    listed[1]["beliefs"] = {"NTH": 0.4}
    assert names(Case.model_validate({**SOUND, "disagreement": listed})) == [("disagreement",)]
    listed[1]["beliefs"] = {"NTH": 0.5}
    assert names(Case.model_validate({**SOUND, "disagreement": listed})) == []


@pytest.mark.parametrize(
    ("amount", "sound"),
    [(100, True), (95.1, True), (94, False), (106, False), ({"low": 90, "high": 110}, True)],
)
def test_items_met_from_the_payment_make_up_the_payment(amount, sound):
    found = names(changed("costs.0.amount", amount))
    assert found == ([] if sound else [("payment", "current")])


def test_items_and_payment_may_have_other_units():
    assert names(changed("costs.0.amount", {"value": 0.1, "unit": "billion"})) == []


def test_a_later_version_is_not_held_against_the_payment():
    versions = [100, {"value": 300, "known_on": "2025-01-01"}]
    assert names(changed("costs.0.amount", versions)) == []


def test_a_payment_unknown_on_the_date_is_found():
    number = {"value": 100, "known_on": "2024-07-01"}
    assert names(changed("payment.current", number)) == [("payment", "current")]


# --- the survey ----------------------------------------------------------------------------------


def test_the_survey_gives_every_number_and_each_version_of_it():
    survey = Survey(changed("payment.current", [90, 100]))
    assert [found.path for found in survey.numbers] == [
        ("payment", "current", 0),
        ("payment", "current", 1),
        ("costs", 0, "amount"),
        ("costs", 1, "amount"),
        ("benefits", 0, "amount"),
    ]
