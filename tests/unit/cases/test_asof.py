"""What was known on a day."""

from datetime import date

import pytest
from tests.small_case import plain, read

from burdenshare.cases.asof import cut, quantities
from burdenshare.errors import CaseError


def known(data, day):
    visible = cut(read(data), date.fromisoformat(day))
    return {named.path: named.quantity for named in quantities(visible)}


def test_a_number_is_known_from_its_own_date_before_its_sources():
    data = plain()
    data["costs"][2]["amount"] = {"value": 40, "known_on": "2020-03-15"}
    assert "costs.pay.amount" not in known(data, "2020-03-14")
    assert "costs.pay.amount" in known(data, "2020-03-15")


def test_an_item_that_cannot_be_had_is_left_out_whole():
    data = plain()
    data["costs"][2]["amount"] = {"value": 40, "known_on": "2020-03-15"}
    assert "costs.pay.caused_by_payer" not in known(data, "2020-03-14")


def test_the_last_version_known_is_used():
    data = plain()
    del data["costs"][0]["from_payment"]
    data["payment"]["current"] = [
        {"value": 20, "source": "s"},
        {"value": 21, "known_on": "2020-02", "source": "s"},
        {"value": 22, "known_on": "2020-05-01", "source": "s"},
    ]
    values = {day: known(data, day)["payment.current"].value
              for day in ("2020-02-28", "2020-02-29", "2020-05-01")}  # fmt: skip
    assert list(values.values()) == [20, 21, 22]


def test_what_happened_is_known_from_the_day_it_did():
    data = plain()
    assert "positions.ask.amount" not in known(data, "2020-04-30")
    assert "positions.ask.amount" in known(data, "2020-05-01")


def test_a_judgement_counts_from_the_day_the_case_was_asked():
    data = plain()
    data["bargaining"] = {"power": {"value": 0.5, "basis": "judgement", "note": "Even."}}
    assert "bargaining.power" not in known(data, "2020-06-29")
    assert "bargaining.power" in known(data, "2020-06-30")


def test_numbers_carry_the_source_and_money_that_apply_to_them():
    quantity = known(plain(), "2020-06-30")["costs.pay.amount"]
    assert (quantity.source, quantity.currency, quantity.price_year) == ("s", "USD", 2020)


def test_an_outcome_is_invisible_until_it_is_one():
    data = plain()
    data["outcome"] = {"agreed_on": "2020-09-01", "first_year": 2021, "amount": 25, "text": "Done.",
                       "source": "late"}  # fmt: skip
    data["sources"]["late"] = {"title": "L", "publisher": "L", "date": "2020-09-02"}
    assert cut(read(data)).outcome is None
    assert "late" not in cut(read(data)).sources
    assert cut(read(data), date(2020, 9, 2)).outcome is not None


def test_a_number_that_nothing_can_do_without_is_asked_for():
    data = plain()
    data["payment"]["current"] = {"value": 20, "known_on": "2020-12-01"}
    with pytest.raises(CaseError, match=r"payment.current: was not known by 2020-06-30"):
        cut(read(data))


def test_cutting_twice_changes_nothing():
    once = cut(read(plain()))
    assert cut(once) == once
