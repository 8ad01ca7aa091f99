"""How numbers are written for a reader."""

import pytest

from burdenshare.money import MoneyBasis
from burdenshare.provenance import Origin
from burdenshare.results.figures import (
    COUNT,
    MONTHS,
    PROBABILITY,
    RATIO,
    SHARE,
    Figure,
    Sentence,
    Unit,
)

MONEY = Unit.money(MoneyBasis("USD", "million", 2019))
BY = Origin("formula", "median")


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (5000, MONEY, "USD 5 billion"),
        (890.5, MONEY, "USD 890 million"),
        (999.7, MONEY, "USD 1.00 billion"),
        (-17.46, MONEY, "USD \N{MINUS SIGN}17.5 million"),
        (0, MONEY, "USD 0"),
        (0.0004, MONEY, "USD 400"),
        (1.2e9, MONEY, "USD 1,200 trillion"),
        (0.5, SHARE, "50%"),
        (0.073, SHARE, "7.3%"),
        (1.29, SHARE, "129.0%"),
        (0, PROBABILITY, "less than 0.1%"),
        (1, PROBABILITY, "more than 99.9%"),
        (0.0004, PROBABILITY, "less than 0.1%"),
        (0, SHARE, "0%"),
        (5.614, RATIO, "5.61 times"),
        (28500, COUNT, "28,500"),
    ],
)
def test_a_number_is_rounded_to_what_it_deserves(value, unit, text):
    assert Figure(value, unit, BY).text == text


def test_value_and_interval_are_in_one_scale():
    figure = Figure(960, MONEY, BY, 819, 1137)
    assert figure.full_text == "USD 960 million (819 to 1,137)"
    assert figure.interval_text == "USD 0.82 to 1.14 billion"


def test_a_sentence_has_its_figures_written_into_it():
    figures = {"a": Figure(0.25, SHARE, BY, 0.1, 0.4)}
    sentence = Sentence("{{x}} {a}, {a:full}, between {a:between}.", figures)
    assert sentence.text == "{x} 25%, 25% (10 to 40%), between 10 and 40%."
    assert sentence.to_dict()["figures"]["a"]["low"] == 0.1


@pytest.mark.parametrize(
    ("value", "low", "high", "unit", "text"),
    [
        (0.06, 0.04, 0.123, SHARE, "6% (4 to 12%)"),
        (0.0625, 0.041, 0.098, SHARE, "6.2% (4.1 to 9.8%)"),
        (0.45, 0.0004, 0.623, PROBABILITY, "45% (less than 1 to 62%)"),
        (0.003, 0.0004, 0.2, PROBABILITY, "0.3% (less than 1 to 20%)"),
        (0.505, 0.501, 0.512, SHARE, "50% (50.1 to 51.2%)"),
        (0.96, 0.922, 0.9995, PROBABILITY, "96.0% (92.2 to more than 99.9%)"),
        (0.95, 0.85, 0.9995, PROBABILITY, "95% (85 to more than 99%)"),
        (17.9, 16, 20.04, Unit("number", ""), "17.9 (16.0 to 20.0)"),
        (12.4, 4.049, 123, RATIO, "12 times (4 to 123 times)"),
        (0.5, 0.04, 12.34, RATIO, "0.50 times (0.04 to 12.34 times)"),
        (18, 14, 23, Unit("number", ""), "18 (14 to 23)"),
        (12_400, 4_049, 23_000, MONEY, "USD 12.4 billion (4.0 to 23.0)"),
        (9530, 4500, 17_100, MONEY, "USD 9.5 billion (4.5 to 17.1)"),
        (4.6, 0.3, 34.6, MONTHS, "4.6 months (0.3 to 34.6 months)"),
        (60, -20.5, 5_000, MONEY, "USD 60 million (\N{MINUS SIGN}20 to 5,000)"),
    ],
)
def test_both_ends_of_an_interval_are_rounded_alike(value, low, high, unit, text):
    assert Figure(value, unit, BY, low, high).full_text == text
