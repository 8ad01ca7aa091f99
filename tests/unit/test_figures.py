"""How numbers are written for a reader."""

import pytest

from burdenshare.money import MoneyBasis
from burdenshare.provenance import Origin
from burdenshare.results.figures import COUNT, PROBABILITY, RATIO, SHARE, Figure, Sentence, Unit

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
