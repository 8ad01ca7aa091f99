"""The command line: parse, call one function, print its result.

Results go to standard output; progress, warnings and errors to standard error. Exit codes: 0 done;
1 the analysis ran and a check that was asked for failed; 2 wrong usage; 3 a case needs mending;
4 an optional package is missing; 130 interrupted. Only click is imported at the top of any module
here, so that help is quick. A command is added by naming it in `COMMANDS`.
"""

from __future__ import annotations

import sys

import click

from burdenshare._version import __version__
from burdenshare.cli.answering import compare, run, why
from burdenshare.cli.backtesting import backtest
from burdenshare.cli.exits import exit_code
from burdenshare.cli.exporting import export
from burdenshare.cli.files import cases, check, doctor, facts, new, schema
from burdenshare.cli.forecasting import forecast
from burdenshare.cli.reporting import report
from burdenshare.cli.scaling import scale
from burdenshare.cli.sensing import sensitivity
from burdenshare.cli.serving import serve
from burdenshare.cli.sharing import share
from burdenshare.cli.sweeping import sweep

COMMANDS = (
    run, serve, why, forecast, sensitivity, sweep, compare, share, scale, backtest, report, export,
    cases, facts, new, check, schema, doctor,
)  # fmt: skip
"""The commands in the order in which a user meets them."""


class NearestCommand(click.Group):
    """A group of commands in the order in which they were added, which suggests near misses."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the commands in the order in which a user meets them."""
        return list(self.commands)


@click.group(cls=NearestCommand, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="burdenshare")
def cli() -> None:
    """Fair shares, forecasts and threats in negotiations where allies share a cost.

    \b
    Begin with:   burdenshare run us-rok-2019
    Your own:     burdenshare new my-case   then   burdenshare run my-case.yaml
    """


for _command in COMMANDS:
    cli.add_command(_command)


def main() -> None:
    """Run the command line and end the process with its exit code."""
    sys.exit(exit_code(lambda: cli.main(prog_name="burdenshare", standalone_mode=False)))
