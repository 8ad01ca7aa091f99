"""Checks of issues that many actors decide: who stands where, on which scale."""

from __future__ import annotations

from collections.abc import Iterator

from burdenshare.cases.hints import Path, did_you_mean, listed
from burdenshare.cases.schema_numbers import Quantity
from burdenshare.cases.walk import Finding, Survey


def check_issue_actors(survey: Survey) -> Iterator[Finding]:
    """Who has a position on an issue is a party, and there are two or more of them."""
    parties = survey.case.parties
    for place, issue in enumerate(survey.case.issues):
        if len(issue.stances) < 2:
            yield Finding(
                ("issues", place, "stances"),
                f"{len(issue.stances)} actor{'s' if len(issue.stances) != 1 else ''} with a "
                "position",
                "An issue is decided among two or more.",
                at_key=True,
            )
        for code in issue.stances:
            if code not in parties:
                hint = did_you_mean(code, parties, f"There are: {listed(list(parties))}.")
                path: Path = ("issues", place, "stances", code)
                yield Finding(path, f"{code} is not defined under parties", hint, at_key=True)


def check_issue_scales(survey: Survey) -> Iterator[Finding]:
    """Positions, reference points and outcomes lie on the scale of their issue."""
    for place, issue in enumerate(survey.case.issues):
        start: Path = ("issues", place)
        numbers: list[tuple[Path, Quantity]] = [
            ((*start, "stances", code, "position"), stance.position)
            for code, stance in issue.stances.items()
        ]
        if issue.reference is not None:
            numbers.append(((*start, "reference"), issue.reference))
        if issue.outcome is not None:
            numbers.append(((*start, "outcome", "point"), issue.outcome.point))
        for path, quantity in numbers:
            for version in quantity.versions or (quantity,):
                off = [n for n in version.ends if not issue.low <= n <= issue.high]
                if off:
                    yield Finding(
                        path,
                        f"{off[0]:g} lies off the scale of {issue.low:g} to {issue.high:g}",
                        "Mend the number, or widen the scale by low and high.",
                    )
                    break
