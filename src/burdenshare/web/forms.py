"""What the interface of the page takes and gives, as types from which its description is made."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from burdenshare.cases.overlay import (
    MOST_CHANGES,
    OVERLAY_VERSION,
    VERSION_KEY,
    Assumed,
    Assumptions,
    Overlay,
)
from burdenshare.cases.schema_numbers import Day, Number, Part

MOST_DRAWS = 200_000
DRAWS = 100_000
MOST_FIGURE = 1e100
"""Beyond this, sums of figures leave the floating-point numbers."""

CaseId = Annotated[str, Field(min_length=1, max_length=200, description="id as /api/cases has it")]
AnswerPart = Literal["all", "glance", "ahead"]
Format = Literal["html", "pdf", "docx", "xlsx", "json", "csv", "tex"]


class Ask(Part):
    """One case under some assumptions."""

    case: CaseId
    as_of: Day | None = Field(None, description="date at which the case is asked; else its own")
    figure: Number | None = Field(
        None,
        ge=-MOST_FIGURE,
        le=MOST_FIGURE,
        description="yearly payment to judge; else the case's own",
    )
    draws: int = Field(DRAWS, ge=1, le=MOST_DRAWS, strict=True)
    seed: int = Field(0, ge=0, lt=2**53, strict=True)
    changes: dict[str, Assumed] = Field(
        default_factory=dict,
        max_length=MOST_CHANGES,
        description="numbers put otherwise, by their path in the case",
    )

    def overlay(self, slug: str, digest: str | None = None) -> Overlay:
        """Give the assumptions as an overlay of a case."""
        return Overlay(
            **{VERSION_KEY: OVERLAY_VERSION},
            case=slug,
            digest=digest,
            as_of=self.as_of,
            figure=self.figure,
            draws=self.draws,
            seed=self.seed,
            changes=self.changes,
        )

    def assumptions(self, slug: str) -> Assumptions:
        """Give the assumptions as messages and models take them."""
        return Assumptions(self.overlay(slug), "assumptions")


class RunAsk(Ask):
    """A question to answer, from one client that cares for its latest question alone."""

    part: AnswerPart = Field(
        "all",
        description="everything; or what a moving slider waits for: at a glance fair shares and "
        "zone of agreement, and then, looking ahead, forecast, threat and precedent",
    )
    client: str = Field(
        "", max_length=64, description="name of the client; its newer question replaces an older"
    )
    against: Ask | None = Field(None, description="assumptions to put the answer beside")


class ReportAsk(Ask):
    """A report to write."""

    format: Format = "html"


class OverlayText(Part):
    """The text of an overlay file."""

    text: str = Field(max_length=200_000)


# --- what is given back ---------------------------------------------------------------------------


class Given(BaseModel):
    """A part of an answer of the interface."""

    model_config = ConfigDict(extra="forbid")


class ShownFigure(Given):
    """A number for a reader: its text, its value and where it comes from."""

    text: str
    value: float
    origin: str = Field(description="kind of origin and what to look up: formula:nash")


Words = list[str | ShownFigure]
"""Text with figures in it."""


class Problem(Given):
    """One thing that is wrong, and where."""

    path: str
    line: int
    column: int
    field: str
    message: str
    hint: str


class ErrorBody(Given):
    """What went wrong."""

    code: str
    message: str
    problems: list[Problem] = Field(default_factory=list)


class ErrorGiven(Given):
    """The one shape of every error."""

    error: ErrorBody


class CaseListed(Given):
    """A case that may be opened."""

    id: str
    slug: str
    title: str
    as_of: str
    origin: Literal["shipped", "folder"]


class CasesGiven(Given):
    """The cases that may be opened."""

    cases: list[CaseListed]
    version: str


class Stop(Given):
    """A day of the timeline on which something was known for the first time."""

    date: str
    texts: list[str]


class Written(Given):
    """A number as an overlay writes it."""

    value: float | None = None
    low: float | None = None
    mode: float | None = None
    high: float | None = None


class Control(Given):
    """A slider for one input."""

    path: str
    label: str
    group: str
    unit: str
    kind: Literal["money", "share", "count", "rate"]
    own: Written | None = Field(description="as the case has it; None if the case derives it")
    start: Written = Field(description="what moving begins from")
    own_text: str
    origin: str
    note: str
    judged: bool
    least: float
    greatest: float
    step: float


class CaseGiven(Given):
    """A case, and what may be moved in it."""

    id: str
    slug: str
    title: str
    description: str
    as_of: str
    own_as_of: str
    digest: str
    money: str
    multiplier: float = Field(description="units of currency in one unit of amounts")
    currency: str
    stops: list[Stop]
    groups: list[str]
    controls: list[Control]
    figure: Control | None


class Picture(Given):
    """A chart: a Vega-Lite specification without its data, and the data."""

    id: str
    title: str
    description: str
    key: str = Field(description="the same for charts that differ in data and signals alone")
    spec: dict[str, Any]
    data: dict[str, list[dict[str, Any]]]
    signals: dict[str, Any]
    head: list[str]
    rows: list[list[Words]]


class TableGiven(Given):
    """A table with a caption."""

    caption: str
    head: list[str]
    rows: list[list[Words]]
    links: list[list[str]] = Field(description="where the words of each cell lead, if anywhere")
    numeric: list[int]
    folded: bool


class SectionGiven(Given):
    """A part of the answer under one heading."""

    id: str
    title: str
    lead: list[Words]
    pictures: list[Picture]
    tables: list[TableGiven]
    points: list[Words]


class ChangeGiven(Given):
    """A number put otherwise, beside the case's own."""

    path: str
    label: str
    own: str
    assumed: str
    origin: str
    note: str


class LineGiven(Given):
    """A headline number of two answers."""

    id: str
    name: str
    first: str
    second: str
    difference: str


class Headline(Given):
    """A headline number."""

    id: str
    name: str
    figure: ShownFigure


class RunGiven(Given):
    """An answer."""

    case: str
    part: AnswerPart
    title: str
    as_of: str
    draws: int
    seed: int
    digest: str
    question: Words
    verdict: list[Words]
    fresh: int = Field(description="sentences of the verdict that are of this answer")
    headline: str
    findings: list[str]
    keys: list[Headline]
    headlines: list[Headline]
    changes: list[ChangeGiven]
    sections: list[SectionGiven]
    versions: dict[str, str] = Field(
        description="sections that are known to belong to these assumptions, shown here or not; "
        "one whose version has been shown before need not be asked for"
    )
    origins: dict[str, str] = Field(description="what an origin stands for, in words")
    against: list[LineGiven]
    against_pictures: list[Picture]
    milliseconds: float


class OverlayGiven(Given):
    """What an overlay file says."""

    case: str
    as_of: str | None
    figure: float | None
    draws: int | None
    seed: int | None
    changes: dict[str, dict[str, Any]]
