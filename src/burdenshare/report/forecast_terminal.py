"""A forecast, or one forecast at several dates, as a page in the terminal."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from burdenshare.results.figures import capital
from burdenshare.results.forecasts import Forecast, Moves


def print_forecast(forecast: Forecast, console: Console, *, title: str = "") -> None:
    """Print a forecast: in words, by date, year by year, and as typical histories."""
    if title:
        console.print(Text(f"{title}, as of {forecast.made.as_of}", style="bold"))
        console.print()
    for sentence in forecast.sentences:
        console.print(Text(sentence.text))
        console.print()
    for finding in forecast.findings:
        console.print(Text(f"Note: {finding.text}", style="dim"))
    if forecast.is_over:
        return
    _deals(forecast, console)
    _years(forecast, console)
    _histories(forecast, console)


def print_summary(forecast: Forecast, console: Console) -> None:
    """Print what a page about everything has room for: words and the commonest histories."""
    for sentence in forecast.sentences[1:3]:
        console.print(Text(sentence.text))
    for history in forecast.histories[:2]:
        console.print()
        console.print(Text(f"{capital(history.name)} ({history.share.text}). {history.text}"))
    for finding in forecast.findings:
        console.print(Text(f"Note: {finding.text}", style="dim"))


def print_moves(moves: Moves, console: Console) -> None:
    """Print how a forecast moved from date to date, then the last one."""
    console.print(Text(moves.title, style="bold"))
    console.print()
    table = Table(box=None, padding=(0, 1), pad_edge=False, header_style="bold")
    table.add_column("As of")
    table.add_column("Settlement a year", overflow="fold", ratio=3)
    table.add_column("Rise", justify="right", overflow="fold", ratio=2)
    table.add_column("When", overflow="fold", ratio=3)
    table.add_column("Agreed", justify="right")
    for each in moves.forecasts:
        when = each.agreement.text if each.is_over else each.agreement.full_text
        agreed = "done" if each.is_over else each.agreed.text
        table.add_row(
            str(each.made.as_of), each.payment.full_text, each.growth.full_text, when, agreed
        )
    console.print(table)
    console.print()
    print_forecast(moves.forecasts[-1], console, title="The last of them")


def print_made(forecast: Forecast, console: Console) -> None:
    """Say how a forecast was made."""
    made = forecast.made
    text = (
        f"{made.draws:,} histories, seed {made.seed}, burdenshare {made.version}, case "
        f"{made.digest}."
    )
    console.print()
    console.print(Text(text, style="dim"))


def _deals(forecast: Forecast, console: Console) -> None:
    table = Table(box=None, padding=(0, 1), pad_edge=False, header_style="bold")
    table.add_column("Agreed by")
    table.add_column("", overflow="fold")
    table.add_column("Chance", justify="right")
    for deal in forecast.deals:
        table.add_row(deal.day.text, capital(deal.name), deal.probability.text)
    console.print()
    console.print(table)


def _years(forecast: Forecast, console: Console) -> None:
    table = Table(box=None, padding=(0, 1), pad_edge=False, header_style="bold")
    table.add_column("Year")
    table.add_column("Paid, nine in ten", justify="right")
    table.add_column("one in two", justify="right")
    for year in forecast.years:
        half = year.half.interval_text or year.half.text
        table.add_row(year.year, year.payment.full_text, half)
    console.print()
    console.print(table)


def _histories(forecast: Forecast, console: Console) -> None:
    for history in forecast.histories:
        console.print()
        console.print(Text(f"{capital(history.name)} ({history.share.text})", style="bold"))
        console.print(Text(history.text))
