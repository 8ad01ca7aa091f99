"""An answer as plain mappings for the page: words with figures in them, tables, charts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from burdenshare.analysis.comparison import compare, headlines
from burdenshare.report.charts import Chart
from burdenshare.report.document import Cell, Link, Section, Table, sections
from burdenshare.report.document.agreement import precedent, threat, zone
from burdenshare.report.document.forecast import forecast
from burdenshare.report.document.shares import fair_shares
from burdenshare.results import Answer, Figure, Sentence, SharedCost
from burdenshare.results.figures import capital, figure_text
from burdenshare.web.pictures import take_apart

Plain = dict[str, Any]

FRESH = 2
"""Sentences of the verdict that are told without the forecast."""

LONG = 15
"""Rows above which a table is folded, so that the page can be read through."""

ELSEWHERE = frozenset({"changes"})
"""Sections that the page shows beside its sliders."""


MOVING: Mapping[str, tuple[Callable[[Answer], Section], ...]] = {
    "glance": (fair_shares, zone),
    "ahead": (forecast, threat, precedent),
}
"""Sections that are shown anew while a slider moves."""

PARTS = {
    "fair-shares": "fair_shares",
    **{name: name for name in ("zone", "forecast", "threat", "precedent")},
}
"""The part of an answer that a section shows, of those that follow a moving slider."""


def answer_view(
    answer: Answer | SharedCost, part: str = "all", versions: Mapping[str, str] | None = None
) -> Plain:
    """Give an answer for the page, or a part of it that a moving slider waits for.

    `versions` names the parts of the answer that belong to what is assumed; all do if none is.
    """
    whole = part == "all" or not isinstance(answer, Answer)
    if isinstance(answer, Answer) and not whole:
        chosen = [section(answer) for section in MOVING[part]]
    else:
        chosen = [section for section in sections(answer) if section.id not in ELSEWHERE]
    versions = versions or {}
    is_told = whole or "forecast" in versions
    keys, lines = (
        (_keys(answer), headlines(answer)) if isinstance(answer, Answer) else (_members(answer), {})
    )
    return {
        "case": answer.made.case,
        "title": answer.title,
        "as_of": answer.made.as_of.isoformat(),
        "draws": answer.made.draws,
        "seed": answer.made.seed,
        "digest": answer.made.digest,
        "question": words(answer.verdict.question),
        "verdict": [words(sentence) for sentence in answer.verdict.sentences],
        "fresh": len(answer.verdict.sentences) if is_told else FRESH,
        "findings": [finding.text for finding in answer.findings],
        "headline": _headline(answer),
        "keys": keys,
        "headlines": [
            {"id": key, "name": name, "figure": shown(figure)}
            for key, (name, figure) in lines.items()
        ],
        "changes": [
            {
                "path": change.path,
                "label": change.label,
                "own": change.own.full_text if change.own else "",
                "assumed": change.assumed.full_text,
                "origin": origin_words(answer, change.own) if change.own else "",
                "note": change.note,
            }
            for change in answer.changes
        ],
        "part": "all" if whole else part,
        "sections": [_section(section, whole=whole) for section in chosen],
        "versions": {
            section: versions[name] for section, name in PARTS.items() if name in versions
        },
        "origins": _origins(answer) if whole else {},
    }


def _headline(answer: Answer | SharedCost) -> str:
    """The answer in one line, for whoever looks at the sliders."""
    if isinstance(answer, SharedCost):
        return answer.verdict.sentences[0].text
    shares = answer.fair_shares
    agreed = f"a payment that suits both exists with probability {answer.zone.exists.text}"
    if not shares.counted.value:
        return f"{capital(agreed)}."
    return (
        f"{shares.figure.text} asked lies above {shares.percentile.text} of the fair shares; "
        f"{agreed}."
    )


def _members(answer: SharedCost) -> list[Plain]:
    return [{"id": "cost", "name": "Cost that is shared", "figure": shown(answer.cost)}]


def _keys(answer: Answer) -> list[Plain]:
    found, shares = answer.zone, answer.fair_shares
    named = (
        ("figure", "Asked", shares.figure),
        ("present", "Paid now", shares.present),
        ("least", f"Least {found.payee} accepts", found.least),
        ("most", f"Most {found.payer} pays", found.most),
        ("exists", "Chance that a payment suits both", found.exists),
        ("inside", "Chance that the figure is one", found.figure_inside),
    )
    return [{"id": key, "name": name, "figure": shown(figure)} for key, name, figure in named]


def against_view(first: Answer, second: Answer) -> list[Plain]:
    """Give the headline numbers of two answers, line by line."""
    return [
        {
            "id": line.id,
            "name": line.name,
            "first": line.first.full_text if line.first else "none",
            "second": line.second.full_text if line.second else "none",
            "difference": _difference(line.difference),
        }
        for line in compare(first, second).lines
    ]


def _difference(figure: Figure | None) -> str:
    if figure is None:
        return ""
    return figure.text if figure.value else "no change"


def pictures_of(answer: Answer, only: Collection[str]) -> list[Plain]:
    """Give some charts of an answer."""
    return [
        picture(chart)
        for section in (fair_shares(answer), zone(answer))
        for chart in section.charts
        if chart.id in only
    ]


# --- words ---------------------------------------------------------------------------------------


def shown(figure: Figure, form: str = "full") -> Plain:
    """Give a figure for a reader."""
    origin = figure.origin
    return {
        "text": figure_text(figure, form),
        "value": figure.value,
        "origin": f"{origin.kind}:{origin.ref}",
    }


def words(cell: Cell) -> list[Any]:
    """Give what a cell holds as text with figures in it."""
    match cell:
        case Figure():
            return [shown(cell)]
        case Sentence():
            return [
                piece
                for literal, name, form in cell.parts()
                for piece in (literal, shown(cell.figures[name], form) if name else "")
                if piece
            ]
        case Link():
            return [cell.text]
    return [cell] if cell else []


def origin_words(answer: Answer | SharedCost, figure: Figure) -> str:
    """Say where a figure comes from."""
    origin = figure.origin
    if origin.kind == "source":
        source = answer.sources.get(origin.ref)
        return ", ".join(filter(None, (source.publisher, source.date))) if source else origin.ref
    return "judgement"


def _origins(answer: Answer | SharedCost) -> Mapping[str, str]:
    formulas = {f"formula:{f.id}": f"Formula: {f.name}" for f in answer.formulas.values()}
    sources = {
        f"source:{s.id}": f"Source: {s.publisher}, {s.date}" for s in answer.sources.values()
    }
    return {**formulas, **sources}


# --- sections ------------------------------------------------------------------------------------


def _section(section: Section, *, whole: bool) -> Plain:
    tables = [(table, len(table.rows) > LONG) for table in section.tables]
    tables += [(table, True) for table in section.folded]
    tables = [(table, folded) for table, folded in tables if whole or not folded]
    return {
        "id": section.id,
        "title": section.title,
        "lead": [words(sentence) for sentence in section.lead],
        "pictures": [picture(chart) for chart in section.charts],
        "tables": [_table(table, folded) for table, folded in tables],
        "points": [words(point) for point in section.points],
    }


def _table(table: Table, folded: bool) -> Plain:
    linked = any(isinstance(cell, Link) for row in table.rows for cell in row)
    return {
        "caption": table.caption,
        "head": list(table.head),
        "rows": _rows(table.rows),
        "links": [[_address(cell) for cell in row] for row in table.rows] if linked else [],
        "numeric": sorted(table.numeric),
        "folded": folded,
    }


def _address(cell: Cell) -> str:
    """Give where a link leads, if that is a page of the web; places in a report are none here."""
    is_web = isinstance(cell, Link) and cell.target.startswith(("https://", "http://"))
    return cell.target if isinstance(cell, Link) and is_web else ""


def _rows(rows: Iterable[Iterable[Cell]]) -> list[list[list[Any]]]:
    return [[words(cell) for cell in row] for row in rows]


def picture(chart: Chart) -> Plain:
    """Give a chart with its specification taken apart."""
    parts = take_apart(chart.spec)
    return {
        "id": chart.id,
        "title": chart.title,
        "description": chart.description,
        "key": parts.key,
        "spec": parts.spec,
        "data": parts.data,
        "signals": parts.signals,
        "head": list(chart.head),
        "rows": _rows(chart.rows),
    }
