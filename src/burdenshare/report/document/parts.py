"""What a document is made of: sections of sentences, tables and charts.

A writer of a format goes through a `Document` and asks `runs` what a sentence or the cell of a
table holds: words, figures and links, one after another. So every format writes the same numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from burdenshare.report.charts import Chart
from burdenshare.results import Figure, Made, Sentence
from burdenshare.results.figures import figure_text


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere: an address, or a place in the document."""

    text: str
    target: str


Cell = str | Figure | Sentence | Link
"""What a table's cell may hold."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption; ``numeric`` names the columns that hold numbers."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    numeric: frozenset[int] = frozenset()
    anchors: tuple[str, ...] = ()
    """Ids of the rows, if other places point to them."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the document under one heading."""

    id: str
    title: str
    lead: tuple[Sentence | str, ...] = ()
    charts: tuple[Chart, ...] = ()
    tables: tuple[Table, ...] = ()
    points: tuple[Sentence | str, ...] = ()
    folded: tuple[Table, ...] = field(default=())
    """Tables that a screen shows on request."""

    def annexed(self) -> tuple[Table, ...]:
        """Folded tables, and those numbers of charts that no table of the section holds.

        A format that cannot unfold anything writes these too, so that it lacks no number.
        """
        return (*self.folded, *self.twins().values())

    def twins(self) -> dict[str, Table]:
        """Give the numbers of charts, by the chart's id, that no table of the section holds."""
        held = set(figures_of((*self.tables, *self.folded)))
        tables = {chart.id: chart_table(chart) for chart in self.charts if chart.rows}
        return {name: t for name, t in tables.items() if not held >= set(figures_of((t,)))}


LEGEND = "Numbers with a dotted line under them are judgements."


@dataclass(frozen=True, slots=True)
class Document:
    """A report: what stands at its head, then its sections."""

    kicker: str
    title: str
    description: str
    standing: str
    """The date of the knowledge, the money, and what the intervals hold."""
    question: Sentence
    answer: tuple[Sentence, ...]
    findings: tuple[str, ...]
    keys: tuple[tuple[str, Figure], ...]
    """The figures to read first, each with its name."""
    sections: tuple[Section, ...]
    made: Made
    command: str
    """The command that gives the same numbers again."""
    origins: Mapping[str, str]
    """What each formula and source is called, by ``kind:id``."""

    @property
    def named(self) -> str:
        """Whose numbers charts show."""
        return f"case {self.made.case} as known on {self.made.as_of}"

    @property
    def legend(self) -> str:
        """How judgements are marked."""
        return LEGEND

    @property
    def how_made(self) -> str:
        """How the answer was made, but for the command."""
        made = self.made
        return (
            f"Case {made.case} ({made.digest}), as of {made.as_of}; {made.draws:,} draws, seed "
            f"{made.seed}; burdenshare {made.version}, NumPy {made.numpy}. The same command gives "
            "the same numbers:"
        )

    def anchors(self) -> frozenset[str]:
        """Give the ids that a link may lead to."""
        tables = [t for section in self.sections for t in (*section.tables, *section.folded)]
        rows = (name for table in tables for name in table.anchors)
        return frozenset((*rows, *(section.id for section in self.sections)))


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a line: plain words, a figure in words, or the words of a link."""

    text: str
    figure: Figure | None = None
    target: str = ""

    @property
    def is_judged(self) -> bool:
        """Whether it is a number that somebody judged."""
        return self.figure is not None and self.figure.origin.kind == "judgement"


def runs(cell: Cell) -> list[Run]:
    """Take a cell or a sentence apart into words, figures and links."""
    match cell:
        case Figure():
            return [Run(cell.full_text, cell)]
        case Link():
            return [Run(cell.text, target=cell.target)]
        case Sentence():
            pieces = []
            for words, name, form in cell.parts():
                if words:
                    pieces.append(Run(words))
                if name:
                    figure = cell.figures[name]
                    pieces.append(Run(figure_text(figure, form), figure))
            return pieces
    return [Run(cell)] if cell else []


LONGEST_TIED = 22
"""Letters up to which a number or an interval is kept on one line."""


def unbroken(text: str) -> str:
    """Keep the words of a number on one line; its interval may go to the next.

    An interval between long words, such as the names of months, may break between its ends.

    >>> unbroken("USD 5 billion (4.1 to 5.9)").split(" ")
    ['USD\\xa05\\xa0billion', '(4.1\\xa0to\\xa05.9)']
    """
    tied = text.replace(" ", "\N{NO-BREAK SPACE}").replace("\N{NO-BREAK SPACE}(", " (")
    if max(map(len, tied.split(" "))) > LONGEST_TIED:
        tied = tied.replace("to\N{NO-BREAK SPACE}", "to ")
    return tied


def plain(cell: Cell) -> str:
    """Write a cell or a sentence as plain words."""
    return "".join(run.text for run in runs(cell))


def chart_table(chart: Chart) -> Table:
    """Give the numbers of a chart as a table."""
    columns = range(1, len(chart.head))
    numeric = (c for c in columns if any(isinstance(row[c], Figure) for row in chart.rows))
    return Table(chart.title, chart.head, chart.rows, frozenset(numeric))


def cells_of(section: Section) -> Iterator[Cell]:
    """Give all that stands in the words, tables and charts of a section."""
    yield from section.lead
    yield from section.points
    for table in (*section.tables, *section.folded, *map(chart_table, section.charts)):
        for row in table.rows:
            yield from row


def figures_of(tables: Iterable[Table]) -> list[Figure]:
    """Give the figures in some tables."""
    cells = (cell for table in tables for row in table.rows for cell in row)
    return [run.figure for cell in cells for run in runs(cell) if run.figure is not None]


def kept(*charts: Chart | None) -> tuple[Chart, ...]:
    """Give the charts that could be drawn."""
    return tuple(chart for chart in charts if chart is not None)
