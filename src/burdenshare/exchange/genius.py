"""A negotiation over several issues as a domain with two utility profiles, for Genius and NegMAS.

Object. Each issue has options. What a side gets from a package is the sum over the issues of its
weight of the issue times its evaluation of the option; weights sum to 1 and evaluations lie between
0 and 1. A side that has less than its reservation value walks away.

Format. The domain is an XML file with the root ``negotiation_template``; each profile is one with
the root ``utility_space`` that repeats the issues with evaluations and adds weights, a reservation
value and a discount factor.

References
----------
R. Lin, S. Kraus, T. Baarslag, D. Tykhonov, K. Hindriks and C. Jonker (2014), Genius: an integrated
environment for supporting the design of generic automated negotiators, Computational Intelligence
30, 48-70.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from burdenshare.errors import ProblemError
from burdenshare.exchange.efg import decimal


@dataclass(frozen=True, slots=True)
class Issue:
    """One issue: its name, its options, and each side's weight and evaluations."""

    name: str
    options: tuple[str, ...]
    weights: tuple[float, float]
    evaluations: tuple[tuple[float, ...], tuple[float, ...]]
    """Of each side, one number an option, 0 to 1."""


@dataclass(frozen=True, slots=True)
class PackageDomain:
    """Issues to be settled together by two sides."""

    name: str
    sides: tuple[str, str]
    issues: tuple[Issue, ...]
    reservations: tuple[float, float]
    """Utility of each side without agreement, 0 to 1."""
    discounts: tuple[float, float] = (1.0, 1.0)
    """What each side's utility is multiplied by over the whole time of the talks."""


def genius_files(domain: PackageDomain) -> dict[str, str]:
    """Write a domain and its two profiles.

    Parameters
    ----------
    domain : PackageDomain
        What is negotiated.

    Returns
    -------
    dict of str to str
        Text of each file by its name: the domain, then one profile a side.

    Raises
    ------
    ProblemError
        If there is no issue, names repeat, or weights do not sum to 1.

    Examples
    --------
    >>> issue = Issue("Pay", ("none", "all"), (1.0, 1.0), ((0.0, 1.0), (1.0, 0.0)))
    >>> files = genius_files(PackageDomain("small", ("AAA", "BBB"), (issue,), (0.2, 0.3)))
    >>> list(files)
    ['small.xml', 'small-AAA.xml', 'small-BBB.xml']
    """
    _check(domain)
    files = {f"{domain.name}.xml": _joined(_template(domain))}
    for place, side in enumerate(domain.sides):
        files[f"{domain.name}-{side}.xml"] = _joined(_profile(domain, place))
    return files


def _check(domain: PackageDomain) -> None:
    names = [issue.name for issue in domain.issues]
    if not names:
        raise ProblemError("issues: expected at least one")
    if len(set(names)) != len(names):
        raise ProblemError("issues: two of them have the same name")
    for place, side in enumerate(domain.sides):
        total = sum(issue.weights[place] for issue in domain.issues)
        if abs(total - 1) > 1e-6:
            raise ProblemError(f"weights of {side}: they sum to {total:g} instead of 1")


def _template(domain: PackageDomain) -> Iterator[str]:
    yield "<negotiation_template>"
    yield f'<utility_space number_of_issues="{len(domain.issues)}">'
    yield _OBJECTIVE
    for number, issue in enumerate(domain.issues, 1):
        yield _issue_tag(number, issue)
        for place, option in enumerate(issue.options, 1):
            yield f'<item index="{place}" value={quoteattr(option)}/>'
        yield "</issue>"
    yield from ("</objective>", "</utility_space>", "</negotiation_template>")


def _profile(domain: PackageDomain, side: int) -> Iterator[str]:
    yield f'<utility_space type="any" number_of_issues="{len(domain.issues)}">'
    yield _OBJECTIVE
    for number, issue in enumerate(domain.issues, 1):
        yield _issue_tag(number, issue)
        options = zip(issue.options, issue.evaluations[side], strict=True)
        for place, (option, evaluation) in enumerate(options, 1):
            worth = decimal(evaluation)
            yield f'<item index="{place}" value={quoteattr(option)} evaluation="{worth}"/>'
        yield "</issue>"
    for number, issue in enumerate(domain.issues, 1):
        yield f'<weight index="{number}" value="{decimal(issue.weights[side])}"/>'
    yield "</objective>"
    yield f'<discount_factor value="{decimal(domain.discounts[side])}"/>'
    yield f'<reservation value="{decimal(domain.reservations[side])}"/>'
    yield "</utility_space>"


_OBJECTIVE = '<objective index="0" name="root" description="" type="objective" etype="objective">'


def _issue_tag(number: int, issue: Issue) -> str:
    return (
        f'<issue index="{number}" name={quoteattr(issue.name)} type="discrete" etype="discrete" '
        'vtype="discrete">'
    )


def _joined(lines: Iterator[str]) -> str:
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + "\n".join(lines) + "\n"
