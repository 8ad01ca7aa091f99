"""Amounts of money: a currency, a unit, a price year, and dated conversion between them.

A model works in one `MoneyBasis`. A `Converter` holds the exchange rates and price indices that
were known, and gives the factor from any other basis to it. It never assumes a rate: what is not
there raises `FactError`, which says what to add.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from burdenshare.errors import FactError

UNITS: Mapping[str, float] = {
    "one": 1.0,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
}
"""Names of units and what they multiply by."""

#: ISO 4217 codes that a case may use, with the name for a reader.
CURRENCIES: Mapping[str, str] = {
    "USD": "US dollars",
    "KRW": "Korean won",
    "JPY": "Japanese yen",
    "EUR": "euro",
    "GBP": "pounds sterling",
    "DEM": "German marks",
    "FRF": "French francs",
    "ITL": "Italian lire",
    "CAD": "Canadian dollars",
    "AUD": "Australian dollars",
    "NZD": "New Zealand dollars",
    "NOK": "Norwegian kroner",
    "SEK": "Swedish kronor",
    "DKK": "Danish kroner",
    "CHF": "Swiss francs",
    "PLN": "Polish zloty",
    "CZK": "Czech koruny",
    "HUF": "Hungarian forint",
    "RON": "Romanian lei",
    "BGN": "Bulgarian leva",
    "TRY": "Turkish lira",
    "PHP": "Philippine pesos",
    "KGS": "Kyrgyz som",
    "DJF": "Djibouti francs",
    "SAR": "Saudi riyals",
    "KWD": "Kuwaiti dinars",
    "AED": "UAE dirhams",
    "QAR": "Qatari riyals",
    "CNY": "Chinese yuan",
    "INR": "Indian rupees",
    "BRL": "Brazilian reais",
    "MXN": "Mexican pesos",
    "ZAR": "South African rand",
    "SGD": "Singapore dollars",
    "THB": "Thai baht",
    "IDR": "Indonesian rupiah",
    "ILS": "Israeli shekels",
    "EGP": "Egyptian pounds",
    "PKR": "Pakistani rupees",
    "RUB": "Russian roubles",
    "UAH": "Ukrainian hryvnias",
    "ISK": "Icelandic kronur",
    "TWD": "Taiwan dollars",
    "HKD": "Hong Kong dollars",
    "ECU": "European currency units",
}


@dataclass(frozen=True, slots=True)
class MoneyBasis:
    """What an amount is counted in, such as USD million at 2019 prices."""

    currency: str
    unit: str
    price_year: int

    def __str__(self) -> str:
        """Give the basis as it stands in a table's head."""
        unit = f" {self.unit}" if self.unit != "one" else ""
        return f"{self.currency}{unit}, {self.price_year} prices"

    @property
    def per_year(self) -> str:
        """The unit of a yearly amount."""
        unit = f" {self.unit}" if self.unit != "one" else ""
        return f"{self.currency}{unit} a year, {self.price_year} prices"


@dataclass(frozen=True, slots=True)
class Converter:
    """Exchange rates and price indices by year.

    ``rates[(currency, year)]`` is how many units of the currency one unit of `numeraire` buys;
    ``indices[(currency, year)]`` is the price level of that currency's economy in that year.
    """

    numeraire: str
    rates: Mapping[tuple[str, int], float] = field(default_factory=dict)
    indices: Mapping[tuple[str, int], float] = field(default_factory=dict)

    def factor(self, source: MoneyBasis, target: MoneyBasis) -> float:
        """Give what an amount in `source` is to be multiplied by to be in `target`.

        Prices are moved first, by the index of the amount's own currency, to the price year of
        the target; then the currency is changed at that year's exchange rate.

        Raises
        ------
        FactError
            If a rate or an index is needed and not there.
        """
        factor = UNITS[source.unit] / UNITS[target.unit]
        if source.price_year != target.price_year:
            before = self._index(source.currency, source.price_year)
            after = self._index(source.currency, target.price_year)
            factor *= after / before
        if source.currency != target.currency:
            factor *= self._rate(target.currency, target.price_year)
            factor /= self._rate(source.currency, target.price_year)
        return factor

    def _rate(self, currency: str, year: int) -> float:
        if currency == self.numeraire:
            return 1.0
        try:
            return self.rates[currency, year]
        except KeyError:
            raise FactError(
                f"no exchange rate of {currency} to {self.numeraire} for {year} was known by then; "
                f"add one under exchange_rates"
            ) from None

    def _index(self, currency: str, year: int) -> float:
        try:
            return self.indices[currency, year]
        except KeyError:
            raise FactError(
                f"no price index of {currency} for {year} was known by then; "
                f"add one under price_indices"
            ) from None
