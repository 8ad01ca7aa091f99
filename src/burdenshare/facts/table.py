"""Tables of dated facts: each row has sources and a day from which it was known.

Where sources disagree, each value keeps a row of its own under the same key and period, and one of
them is preferred, with the reason. Nothing is averaged. `Table.lookup` gives the preferred value
known on a day and the others beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from burdenshare.errors import FactError
from burdenshare.provenance import PartialDate, Source


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table, as printed, with its sources and the day from which it was known."""

    values: Mapping[str, str]
    sources: tuple[Source, ...]
    known_on: PartialDate | None
    """None if no source has a date: such a row serves no question about the past."""

    def number(self, column: str) -> float | None:
        """Give the number in a column; None if the cell is empty."""
        text = self.values[column]
        return float(text) if text else None

    @property
    def is_preferred(self) -> bool:
        """Whether this value is preferred over others for the same thing."""
        return self.values.get("preferred") == "yes"

    @property
    def reason(self) -> str:
        """Why it is preferred; empty if there is nothing to choose from."""
        return self.values.get("preferred_because", "")

    def was_known(self, day: date) -> bool:
        """Tell whether the row was known at the end of a day."""
        return self.known_on is not None and self.known_on.latest <= day


@dataclass(frozen=True, slots=True)
class Lookup:
    """What a table says of one thing: the preferred row, and those that disagree with it."""

    row: Row
    others: tuple[Row, ...]

    @property
    def reason(self) -> str:
        """Why the row was preferred; empty if it stands alone."""
        if not self.others:
            return ""
        return self.row.reason or "the preferred one was not yet known; the last known by then"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of facts about one subject.

    ``key`` names the columns that say what a row is about, ``period`` the one that says when,
    ``value`` the one that a lookup gives; it is empty where rows are events or rounds.
    """

    name: str
    title: str
    about: str
    key: tuple[str, ...]
    period: str
    value: str
    numbers: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def as_of(self, day: date) -> Table:
        """Give the table as it could be known at the end of a day."""
        return replace(self, rows=tuple(row for row in self.rows if row.was_known(day)))

    def select(self, **wanted: str) -> tuple[Row, ...]:
        """Give the rows that have the wanted values in the columns named.

        Raises
        ------
        FactError
            If there is no such column.
        """
        for column in wanted:
            if column not in self.columns:
                raise FactError(
                    f"{self.name} has no column {column!r}; it has {', '.join(self.columns)}"
                )
        return tuple(row for row in self.rows if all(row.values[c] == v for c, v in wanted.items()))

    def lookup(
        self, period: str, *, as_of: date | None = None, currency: str = "", **key: str
    ) -> Lookup:
        """Give the value of one thing for one period, and what other sources say.

        Parameters
        ----------
        period : str
            As printed in the column of periods, such as ``"2014"``.
        as_of : date, optional
            Only what was known at the end of this day; else all there is.
        currency : str, optional
            Only values in this currency, where a table has one thing in several.
        **key : str
            Values of the columns that say what a row is about.

        Returns
        -------
        Lookup
            The preferred row and the others. Without a preferred row among them, the last known.

        Raises
        ------
        FactError
            If nothing is known of it, or not by then, or a column of the key is not given.

        Examples
        --------
        >>> from datetime import date
        >>> from burdenshare.facts import load_table
        >>> payments = load_table("korea_sma_payments")
        >>> found = payments.lookup("2010")
        >>> found.row.number("amount"), [row.number("amount") for row in found.others]
        (790.4, [770.4])
        >>> payments.lookup("2014", as_of=date(2013, 6, 30))
        Traceback (most recent call last):
        ...
        burdenshare.errors.FactError: korea_sma_payments: nothing for 2014 was known by 2013-06-30
        """
        wanted = dict(key)
        missing = [column for column in self.key if column not in wanted]
        if missing:
            raise FactError(f"{self.name}: say which {' and '.join(missing)} is meant")
        if currency:
            wanted["currency"] = currency
        found = self.select(**wanted, **{self.period: period})
        known = found if as_of is None else tuple(row for row in found if row.was_known(as_of))
        if not known:
            raise FactError(self._nothing(period, key, as_of if found else None))
        best = max(known, key=lambda row: (row.is_preferred, _day_known(row)))
        return Lookup(best, tuple(row for row in known if row is not best))

    def _nothing(self, period: str, key: Mapping[str, str], as_of: date | None) -> str:
        what = ", ".join([*key.values(), period])
        by_then = f" was known by {as_of}" if as_of else ""
        return f"{self.name}: nothing for {what}{by_then}"

    @property
    def sources(self) -> dict[str, Source]:
        """The sources of the rows, by id."""
        return {source.id: source for row in self.rows for source in row.sources}

    def to_dict(self) -> dict[str, Any]:
        """Give the table as plain data: numbers as numbers, empty cells as None."""
        return {
            "name": self.name,
            "title": self.title,
            "about": self.about,
            "rows": [self._plain(row) for row in self.rows],
            "sources": {
                name: {
                    "title": source.title,
                    "publisher": source.publisher,
                    "date": source.date,
                    "url": source.url,
                    "kind": source.kind,
                }
                for name, source in sorted(self.sources.items())
            },
        }

    def _plain(self, row: Row) -> dict[str, Any]:
        plain: dict[str, Any] = {
            column: row.number(column) if column in self.numbers else text or None
            for column, text in row.values.items()
        }
        return {**plain, "known_on": str(row.known_on) if row.known_on else None}


def _day_known(row: Row) -> date:
    return row.known_on.latest if row.known_on else date.min
