"""Every error that burdenshare raises on purpose.

The tree::

    BurdenshareError
    ├── CaseError                   a file needs mending; carries every problem found in it
    │   ├── CaseSchemaError             a field is missing, misspelt, of the wrong type or unit
    │   └── CaseConsistencyError        each field is fine; together they are not
    ├── FactError                   no such fact, or not for that date, country or unit
    ├── ProblemError                arrays outside a method's domain (also a ValueError)
    ├── ConvergenceError            a solver stopped short; carries iterations and residual
    └── MissingPackageError         an optional package is needed; says which extra holds it

An expected outcome (an empty core, no zone of agreement, a breakdown) is a result, not an error.
Only ``cli`` and ``web`` turn errors into words on a screen and exit codes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


class BurdenshareError(Exception):
    """Base of every error that burdenshare raises on purpose."""


@dataclass(frozen=True, slots=True, order=True)
class CaseProblem:
    """One thing to mend in a case file: where it is, what is wrong and what to do.

    Lines and columns count from 1; 0 says that the problem has no place in the text.
    """

    path: str
    line: int
    column: int
    field: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        """Give ``path:line:column: field: message``, then the hint on a line of its own."""
        place = f"{self.path}:{self.line}:{self.column}" if self.line else self.path
        where = f"{place}: {self.field}: " if self.field else f"{place}: "
        return where + self.message + (f"\n    {self.hint}" if self.hint else "")


class CaseError(BurdenshareError):
    """A case file needs mending; ``problems`` lists all that was found, in the text's order."""

    def __init__(self, problems: Iterable[CaseProblem]) -> None:
        """Keep the problems sorted by their place in the file."""
        self.problems: tuple[CaseProblem, ...] = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class CaseSchemaError(CaseError):
    """A field is missing, misspelt, or of the wrong type or unit."""


class CaseConsistencyError(CaseError):
    """Each field is fine by itself; together they contradict one another."""


class FactError(BurdenshareError):
    """No such fact, or none for that date, country, currency or unit."""


class ProblemError(BurdenshareError, ValueError):
    """Arrays outside a method's domain, such as a negative claim."""


class ConvergenceError(BurdenshareError):
    """A solver stopped short of its tolerance."""

    def __init__(self, message: str, *, iterations: int = 0, residual: float = 0.0) -> None:
        """Keep how far the solver got."""
        self.iterations = iterations
        self.residual = residual
        super().__init__(message)


class MissingPackageError(BurdenshareError):
    """An optional package is needed for what was asked."""

    def __init__(self, package: str, extra: str, purpose: str) -> None:
        """Say which package is missing, what for, and which extra installs it."""
        self.package = package
        self.extra = extra
        super().__init__(
            f"{purpose} needs the package {package}, which is not installed.\n"
            f"    Install it with: pip install 'burdenshare[{extra}]'"
        )
