"""Checks of a cost that several members share: who they are, what coalitions cost, who bears it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from burdenshare.cases.checks_numbers import middle
from burdenshare.cases.hints import Path, did_you_mean, listed
from burdenshare.cases.schema import Case
from burdenshare.cases.schema_numbers import SUPPLY, Quantity
from burdenshare.cases.schema_sharing import CostGame, Sharing
from burdenshare.cases.walk import Finding, Survey

LARGEST_TABLE = 12
"""Most members whose coalitions a file may list."""

_SLACK = 0.005
"""How far rounded shares may sum above 1."""

_TOLERANCE = 0.05


def check_sharing_members(survey: Survey) -> Iterator[Finding]:
    """Members are parties, and whoever is named as one is one."""
    sharing = survey.case.sharing
    if sharing is None:
        return
    if len(sharing.members) < 2:
        yield Finding(
            ("sharing", "members"),
            f"{len(sharing.members)} members share the cost",
            "Sharing takes two or more.",
            at_key=True,
        )
    for path, code, at_key, known, where in _names(survey.case, sharing):
        if code not in known:
            hint = did_you_mean(code, known, f"There are: {listed(list(known))}.")
            yield Finding(path, f"{code} is not defined under {where}", hint, at_key)


def _names(
    case: Case, sharing: Sharing
) -> Iterator[tuple[Path, str, bool, Mapping[str, object], str]]:
    """Give path, code, whether it is a key, and among what and where it has to stand."""
    members, among = sharing.members, "sharing.members"
    for code in members:
        yield ("sharing", "members", code), code, True, case.parties, "parties"
    for place, group in enumerate(sharing.groups):
        for index, code in enumerate(group.members):
            path: Path = ("sharing", "groups", place, "members", index)
            yield path, code, False, members, among
    for place, proposal in enumerate(sharing.proposals):
        for code in proposal.shares:
            path = ("sharing", "proposals", place, "shares", code)
            yield path, code, True, members, among
    for place, row in enumerate(sharing.published):
        for code in row.charges:
            yield ("sharing", "published", place, "charges", code), code, True, members, among
    game = sharing.game
    for key in game.costs if game else ():
        for code in key.split("+"):
            yield ("sharing", "game", "costs", key), code, True, members, among
    for place, link in enumerate(game.links if game else ()):
        for index, code in enumerate(link.between):
            if code != SUPPLY:
                path = ("sharing", "game", "links", place, "between", index)
                yield path, code, False, members, among


def check_sharing_ids(survey: Survey) -> Iterator[Finding]:
    """No two groups, proposals or published rows have the same id."""
    sharing = survey.case.sharing
    for name in ("groups", "proposals", "published") if sharing else ():
        seen: set[str] = set()
        for place, entry in enumerate(getattr(sharing, name)):
            if entry.id in seen:
                message = f"{entry.id!r} is the id of another of these already"
                path: Path = ("sharing", name, place, "id")
                yield Finding(path, message, "Give each entry an id of its own.")
            seen.add(entry.id)


def check_sharing_principles(survey: Survey) -> Iterator[Finding]:
    """A published row follows a principle that is known here."""
    sharing = survey.case.sharing
    if sharing is None or not sharing.published:
        return
    from burdenshare.sharing.principles import PRINCIPLES

    for place, row in enumerate(sharing.published):
        if row.principle not in PRINCIPLES:
            hint = did_you_mean(
                row.principle, PRINCIPLES, f"There are: {listed(list(PRINCIPLES))}."
            )
            path: Path = ("sharing", "published", place, "principle")
            yield Finding(path, f"{row.principle!r} is not the id of a principle", hint)


# --- the cost of coalitions ----------------------------------------------------------------------


def check_sharing_game(survey: Survey) -> Iterator[Finding]:
    """A game has what its form is made of, and nothing else."""
    sharing = survey.case.sharing
    if sharing is None:
        return
    game = sharing.game
    if game is None:
        if sharing.cost is None:
            hint = "Add cost, or a game that gives it."
            yield Finding(("sharing",), "there is no cost to share", hint, at_key=True)
        return
    for name, form in (("costs", "table"), ("links", "links")):
        given = getattr(game, name)
        if given and game.form != form:
            message = f"a game of the form {game.form} does not use {name}"
            yield Finding(("sharing", "game", name), message, f"Or write form: {form}.", True)
    match game.form:
        case "table":
            yield from _table(sharing, game)
        case "airport":
            yield from _airport(survey.case, sharing)
        case "links":
            yield from _links(sharing, game)


def _table(sharing: Sharing, game: CostGame) -> Iterator[Finding]:
    path: Path = ("sharing", "game", "costs")
    members = list(sharing.members)
    if len(members) > LARGEST_TABLE:
        message = f"{len(members)} members have too many coalitions to list"
        yield Finding(path, message, f"A table is for at most {LARGEST_TABLE}.", at_key=True)
        return
    seen: dict[frozenset[str], str] = {}
    for key in game.costs:
        coalition = frozenset(key.split("+"))
        if coalition in seen:
            message = f"{key} is the coalition {seen[coalition]} again"
            yield Finding((*path, key), message, "Keep one of them.", at_key=True)
        seen[coalition] = key
    missing = [
        "+".join(coalition)
        for coalition in _coalitions(members)
        if frozenset(coalition) not in seen
    ]
    if missing:
        yield Finding(
            path if game.costs else ("sharing", "game"),
            f"{_count(len(missing), 'coalition')} missing: {listed(missing, 5)}",
            f"{len(members)} members have {2 ** len(members) - 1} coalitions; each needs a cost.",
            at_key=True,
        )
    elif sharing.cost is not None:
        yield from _same_whole(
            sharing, next(key for c, key in seen.items() if len(c) == len(members))
        )


def _same_whole(sharing: Sharing, whole: str) -> Iterator[Finding]:
    assert sharing.cost is not None
    assert sharing.game is not None
    by_game, by_case = middle(sharing.game.costs[whole]), middle(sharing.cost)
    if by_game is None or by_case is None or sharing.cost.unit or sharing.game.costs[whole].unit:
        return  # in units of their own the conversion would be judged, not the numbers
    if abs(by_game - by_case) > _TOLERANCE * abs(by_case):
        yield Finding(
            ("sharing", "cost"),
            f"it is {by_case:g}, and the game gives {by_game:g} for all members",
            "Leave cost out where the game gives it, or mend one of them.",
        )


def _coalitions(members: list[str]) -> Iterator[list[str]]:
    for mask in range(1, 1 << len(members)):
        yield [code for place, code in enumerate(members) if mask >> place & 1]


def _airport(case: Case, sharing: Sharing) -> Iterator[Finding]:
    lacking = [
        code
        for code in sharing.members
        if code in case.parties and case.parties[code].stand_alone_cost is None
    ]
    if lacking:
        yield Finding(
            ("sharing", "game", "form"),
            "an airport needs the cost of each member's own facility",
            f"Add stand_alone_cost to these parties: {listed(lacking)}.",
        )
    for code, member in sharing.members.items():
        for number in member.use.written if member.use else ():
            if number < 1 or number != int(number):
                path: Path = ("sharing", "members", code, "use")
                yield Finding(path, f"{number:g} is not a whole number of landings")


def _links(sharing: Sharing, game: CostGame) -> Iterator[Finding]:
    path: Path = ("sharing", "game", "links")
    seen: set[frozenset[str]] = set()
    for place, link in enumerate(game.links):
        pair = frozenset(link.between)
        ends = " and ".join(link.between)
        if len(pair) == 1:
            yield Finding((*path, place, "between"), f"{link.between[0]} is linked to itself")
        elif pair in seen:
            message = f"there is a link of {ends} already"
            yield Finding((*path, place, "between"), message, "Keep one of them.")
        seen.add(pair)
    ends_of = [SUPPLY, *sharing.members]
    missing = [
        f"{one} and {other}"
        for place, one in enumerate(ends_of)
        for other in ends_of[place + 1 :]
        if frozenset((one, other)) not in seen
    ]
    if missing:
        yield Finding(
            path if game.links else ("sharing", "game"),
            f"{_count(len(missing), 'link')} missing: {listed(missing, 5)}",
            "Give the cost of every pair, the source among them.",
            at_key=True,
        )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'s are' if number != 1 else ' is'}"


# --- shares --------------------------------------------------------------------------------------


def check_sharing_shares(survey: Survey) -> Iterator[Finding]:
    """Shares are parts of one whole, and bounds leave room for it."""
    visible = survey.visible
    sharing = visible.sharing if visible else None
    if sharing is None:
        return
    members = sharing.members
    present = [member.present for member in members.values()]
    yield from _at_most_whole(("sharing", "members"), "the shares borne now", present)
    for place, proposal in enumerate(survey.case.sharing.proposals if survey.case.sharing else ()):
        path: Path = ("sharing", "proposals", place, "shares")
        yield from _at_most_whole(path, "the shares proposed", proposal.shares.values())
    yield from _at_most_whole(
        ("sharing", "members"), "the least shares", [member.floor for member in members.values()]
    )
    caps = [middle(member.cap) for member in members.values() if member.cap is not None]
    known = [cap for cap in caps if cap is not None]
    if len(known) == len(members) and sum(known) < 1 - _SLACK:
        yield Finding(
            ("sharing", "members"),
            f"the largest shares that members accept sum to {sum(known):g}, less than 1",
            "Nobody is left to bear the rest: raise a cap, or leave one out.",
            at_key=True,
        )
    for code, member in members.items():
        cap, floor = (middle(each) if each else None for each in (member.cap, member.floor))
        if cap is not None and floor is not None and floor > cap:
            message = f"the least share, {floor:g}, is above the largest, {cap:g}"
            yield Finding(("sharing", "members", code, "floor"), message)


def _at_most_whole(path: Path, what: str, shares: Iterable[Quantity | None]) -> Iterator[Finding]:
    total = sum(middle(share) or 0.0 for share in shares if share is not None)
    if total > 1 + _SLACK:
        hint = "Shares are parts of 1: 22 per cent is 0.22."
        yield Finding(path, f"{what} sum to {total:.6g}, more than 1", hint, at_key=True)
