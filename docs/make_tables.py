"""Make the tables of docs/theory/history.md anew: the flagship with each mechanism switched off,
and the flagship at four dates.

Run it as ``python docs/make_tables.py``; with ``--check`` it writes nothing and ends with 1 if the
page holds other numbers.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from burdenshare.analysis import forecast
from burdenshare.bargaining.history import MECHANISMS
from burdenshare.cases import load_case
from burdenshare.results import Forecast

PAGE = Path(__file__).parent / "theory" / "history.md"
DRAWS = 20_000
OPENING, LAPSED = date(2019, 11, 19), date(2020, 4, 30)
DATES = (OPENING, date(2019, 12, 31), LAPSED, date(2021, 2, 28))
KNOWN = date(2021, 4, 1)
"""A day on which the outcome was known."""


def told(day: date, *off: str) -> Forecast:
    """Give the forecast of the flagship on a day."""
    return forecast(load_case("us-rok-2019"), as_of=day, draws=DRAWS, without=off)


def agreed_within(found: Forecast, months: int) -> str:
    """Give the chance of an agreement within some months, in percent."""
    place = found.survival.months.index(float(months))
    return percent(1 - found.survival.open[place])


def percent(share: float) -> str:
    """Write a share for a table."""
    return f"{100 * share:.0f}%" if share >= 0.01 or share == 0 else "under 1%"


def left(found: Forecast) -> str:
    """Give the chance that forces leave, in part or in whole."""
    ends = [e.probability.value for e in found.events if e.id.startswith("departure.")]
    return percent(sum(ends))


def switches(day: date) -> str:
    """Give the table of a day with each mechanism switched off."""
    rows = []
    for name in ("", *MECHANISMS):
        found = told(day, *([name] if name else []))
        label = f"without `{name}`" if name else "**all mechanisms**"
        rows.append(
            f"| {label} | {found.payment.full_text} | {agreed_within(found, 3)} | "
            f"{agreed_within(found, 12)} | {agreed_within(found, 36)} | {left(found)} |"
        )
    head = (
        "| | settlement a year | agreed in 3 months | in 12 | in 36 | forces leave |\n"
        "| --- | --- | --- | --- | --- | --- |"
    )
    return "\n".join([head, *rows])


def evidence() -> str:
    """Give the table of the flagship at four dates, with what came of it."""
    outcome = told(KNOWN)
    rows = []
    for day in DATES:
        found = told(day)
        years = {year.year: year.payment for year in found.years}
        freeze = "known" if "2020" not in years else inside(years["2020"], found.present.value)
        rows.append(
            f"| {day} | {found.payment.full_text} {inside(found.payment, outcome.payment.value)} | "
            f"{found.agreement.full_text} {inside(found.agreement, outcome.agreement.value)} | "
            f"{percent(found.agreed.value)} | {freeze} | "
            f"{inside(years['2021'], outcome.payment.value)} |"
        )
    head = (
        "| as of | settlement a year | when | agreed in 36 months | no rise in 2020 | 2021 |\n"
        "| --- | --- | --- | --- | --- | --- |"
    )
    note = (
        f"What came of it: {outcome.payment.text} in the money of the case for 2021, agreed on "
        f"{outcome.agreement.text}, and no rise for 2020."
    )
    return "\n".join([head, *rows, "", note])


def inside(figure: object, value: float) -> str:
    """Say whether a value lies within a figure's interval; a month holds all its days."""
    low = getattr(figure, "low", None)
    high = getattr(figure, "high", None)
    if low is None or high is None:
        low = high = figure.value  # type: ignore[attr-defined]
    if figure.unit.kind == "month":  # type: ignore[attr-defined]
        low, high, value = (date.fromordinal(int(d)).strftime("%Y-%m") for d in (low, high, value))
    return "(in)" if low <= value <= high else "(**out**)"


def page(text: str) -> str:
    """Put the tables into the text of the page."""
    tables = {
        "switches-opening": switches(OPENING),
        "switches-lapsed": switches(LAPSED),
        "evidence": evidence(),
    }
    for name, table in tables.items():
        start, end = f"<!-- table: {name} -->\n", "<!-- end -->"
        assert text.count(start) == 1, f"{PAGE.name} has no place for the table {name}"
        before, _, rest = text.partition(start)
        text = before + start + table + "\n" + end + rest.partition(end)[2]
    return text


def main(words: list[str]) -> int:
    """Write the page, or check it."""
    before = PAGE.read_text(encoding="utf-8")
    after = page(before)
    if "--check" in words:
        if before != after:
            print(f"{PAGE.name} holds other numbers; run python docs/make_tables.py")
        return int(before != after)
    PAGE.write_text(after, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
