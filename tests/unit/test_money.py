"""Conversion of money, worked out by hand."""

import pytest

from burdenshare.errors import FactError
from burdenshare.money import Converter, MoneyBasis

RATES = {("KRW", 2019): 1165.0, ("JPY", 2019): 109.0}
INDICES = {("KRW", 2015): 100.0, ("KRW", 2019): 105.0, ("USD", 2019): 100.0, ("USD", 2020): 101.0}
CONVERTER = Converter("USD", RATES, INDICES)
BASIS = MoneyBasis("USD", "million", 2019)


def test_a_unit_alone():
    assert CONVERTER.factor(MoneyBasis("USD", "billion", 2019), BASIS) == 1000


def test_a_currency_at_the_rate_of_the_price_year():
    factor = CONVERTER.factor(MoneyBasis("KRW", "billion", 2019), BASIS)
    assert 1038.9 * factor == pytest.approx(1038.9e9 / 1165 / 1e6)


def test_prices_are_moved_in_the_currency_of_the_amount_before_it_is_changed():
    factor = CONVERTER.factor(MoneyBasis("KRW", "million", 2015), BASIS)
    assert factor == pytest.approx(1.05 / 1165)


def test_there_and_back_is_nothing():
    other = MoneyBasis("JPY", "billion", 2019)
    assert CONVERTER.factor(other, BASIS) * CONVERTER.factor(BASIS, other) == pytest.approx(1)


@pytest.mark.parametrize(
    ("source", "what"),
    [
        (MoneyBasis("EUR", "million", 2019), "no exchange rate of EUR to USD for 2019"),
        (MoneyBasis("KRW", "million", 2016), "no price index of KRW for 2016"),
    ],
)
def test_what_is_not_there_is_never_assumed(source, what):
    with pytest.raises(FactError, match=what):
        CONVERTER.factor(source, BASIS)


def test_a_basis_says_what_it_is():
    assert BASIS.per_year == "USD million a year, 2019 prices"
