"""Options and kinds of words that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

if TYPE_CHECKING:
    from burdenshare.cases.overlay import Assumptions
    from burdenshare.cases.schema import Case

Command = TypeVar("Command", bound=Callable[..., Any])
Given = TypeVar("Given")

MOST_DRAWS = 20_000_000


class Day(click.ParamType[date]):
    """A date on the command line."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read YYYY-MM-DD."""
        if isinstance(value, date):
            return value
        try:
            return datetime.strptime(value, "%Y-%m-%d").date()
        except ValueError:
            self.fail(f"{value!r} is not a date; write YYYY-MM-DD, such as 2019-11-19", param, ctx)


class Amount(click.ParamType[float]):
    """A finite amount on the command line."""

    name = "amount"
    most = 1e100

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """Read a finite number."""
        import math

        try:
            number = float(value)
        except (TypeError, ValueError):
            self.fail(f"{value!r} is not a number; write 5000 or 5e3", param, ctx)
        if not math.isfinite(number):
            self.fail(f"{value} is not a finite number", param, ctx)
        if abs(number) > self.most:
            self.fail(f"{value} is more than there is; is the unit right?", param, ctx)
        return number


class Draws(click.ParamType[int]):
    """A number of draws, which may be written 1e6."""

    name = "number"
    most = MOST_DRAWS

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Read a whole number from 1 to the most that are allowed."""
        try:
            number = float(value)
        except (TypeError, ValueError):
            self.fail(f"{value!r} is not a number", param, ctx)
        if number != int(number) or not 1 <= number <= self.most:
            self.fail(f"{value} must be a whole number from 1 to {self.most:,}", param, ctx)
        return int(number)


class ManyDraws(Draws):
    """A number of draws of which none are kept, so that the limit is one of patience."""

    most = 100_000_000_000


@dataclass(frozen=True, slots=True)
class Asked:
    """How an answer is to be drawn, and how it is to be shown."""

    draws: int
    seed: int
    threads: int | None
    assumed: Assumptions | None
    """The numbers of an overlay, if one is named."""
    as_json: bool
    no_color: bool
    quiet: bool

    @property
    def how(self) -> dict[str, Any]:
        """What every function that answers a case takes."""
        return {
            "draws": self.draws,
            "seed": self.seed,
            "threads": self.threads,
            "assumed": self.assumed,
        }


def asking_options(draws: Draws | None = None) -> Callable[[Command], Command]:
    """Add the options of commands that draw; they reach the command as one `Asked`.

    `draws` says how many draws there may be.
    """
    options = (
        click.option(
            "--draws", type=draws or Draws(), default=100_000, show_default=True,
            help="How many draws.",
        ),
        seed_option,
        threads_option,
        *showing_options,
    )  # fmt: skip

    def decorate(command: Command) -> Command:
        @wraps(command)
        def ask(
            *,
            draws: int,
            seed: int,
            threads: int | None,
            as_json: bool,
            no_color: bool,
            quiet: bool,
            overlay: str | None = None,
            **others: Any,
        ) -> Any:
            assumed = _load_overlay(overlay)
            draws, seed = _drawing(assumed, draws, seed)
            return command(
                asked=Asked(draws, seed, threads, assumed, as_json, no_color, quiet), **others
            )

        return cast(Command, with_options(*options)(ask))

    return decorate


def with_options(*options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    """Add options, the first of them first in the help."""

    def decorate(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


seed_option = click.option(
    "--seed", type=click.IntRange(0), default=0, show_default=True,
    help="Seed of the draws; the same seed gives the same numbers.",
)  # fmt: skip
threads_option = click.option(
    "--threads", type=click.IntRange(1, 1024),
    help="Threads; else one a processor. Changes no number.",
)  # fmt: skip
json_option = click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON object and nothing else."
)
colour_option = click.option(
    "--no-color", is_flag=True, help="Print without colour; NO_COLOR does too."
)
showing_options = (
    json_option,
    colour_option,
    click.option("-q", "--quiet", is_flag=True, help="No progress on standard error."),
)
as_of_option = click.option(
    "--as-of", type=Day(), help="Ask at this date (YYYY-MM-DD), not the case's own."
)
figure_option = click.option(
    "--figure", type=Amount(), help="Judge this yearly payment, in the money of the case."
)
overlay_option = click.option(
    "--overlay",
    type=click.Path(dir_okay=False),
    help="A file of numbers put otherwise than the case has them, such as the page saves.",
)


def load(name: str) -> Case:
    """Read a case by path or slug."""
    from burdenshare.cases.load import load_case

    return load_case(name)


def _load_overlay(name: str | None) -> Assumptions | None:
    """Read an overlay, if one is named."""
    if name is None:
        return None
    from burdenshare.cases.overlay import load_overlay as read

    return read(name)


def _drawing(assumed: Assumptions | None, draws: int, seed: int) -> tuple[int, int]:
    """Give draws and seed: those of the command line if given there, else those of an overlay."""
    if assumed is None:
        return draws, seed
    context = click.get_current_context()

    def is_default(name: str) -> bool:
        source = context.get_parameter_source(name)
        return source in (None, click.core.ParameterSource.DEFAULT)

    overlay = assumed.overlay
    if overlay.draws is not None and is_default("draws"):
        draws = overlay.draws
    if overlay.seed is not None and is_default("seed"):
        seed = overlay.seed
    return draws, seed
