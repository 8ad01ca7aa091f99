"""Do the parts of a case agree with one another?

Each check is a small function of a case, surveyed once for all, that yields its findings; `CHECKS`
is the table of them. Here are the checks of names and of what belongs together; `checks_numbers`
has those of sources, money and sums.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from burdenshare.cases.checks_issues import (
    check_issue_actors,
    check_issue_scales,
)
from burdenshare.cases.checks_numbers import (
    check_cost_items_meet_payment,
    check_exchange_rates,
    check_judgements_have_notes,
    check_numbers_have_sources,
    check_populations,
    check_price_indices,
    check_probabilities,
    check_rates_are_fractions,
    check_rates_are_positive,
    check_sizes,
    check_sources_are_listed,
    check_sources_have_dates,
)
from burdenshare.cases.checks_sharing import (
    check_sharing_game,
    check_sharing_ids,
    check_sharing_members,
    check_sharing_principles,
    check_sharing_shares,
)
from burdenshare.cases.hints import Path, did_you_mean, listed
from burdenshare.cases.schema import Case, Comparator, Measure, Position, PositionKind
from burdenshare.cases.unsaid import departures
from burdenshare.cases.walk import Finding, Survey

Check = Callable[[Survey], Iterator[Finding]]


def find_all(case: Case) -> list[Finding]:
    """Give what every check finds in a case.

    Examples
    --------
    >>> from burdenshare.cases.template import blank_case
    >>> from burdenshare.cases.load import parse_case
    >>> find_all(parse_case(blank_case("own")))
    []
    """
    survey = Survey(case)
    findings = [finding for check in CHECKS for finding in check(survey)]
    # A number of unknown source or date is named once, not again for what follows from it.
    return findings or list(check_known_by_then(survey))


# --- names ---------------------------------------------------------------------------------------

_PARTY_FIELDS = ("payer", "payee", "party", "first_mover")
_PARTY_KEYS = ("beliefs", "losses", "reservation", "discount_rates", "obstinacy")


def check_parties_are_defined(survey: Survey) -> Iterator[Finding]:
    """Every party that is named anywhere stands under `parties`."""
    case = survey.case
    for path, code, at_key in _parties_named(survey):
        if code not in case.parties:
            known = f"Parties defined: {listed(list(case.parties))}." if case.parties else ""
            yield Finding(
                path,
                f"{code} is not defined under parties",
                did_you_mean(code, case.parties, known),
                at_key,
            )


def _parties_named(survey: Survey) -> Iterator[tuple[Path, str, bool]]:
    for path, part, _ in survey.parts:
        fields = vars(part)
        for name in _PARTY_FIELDS:
            code = fields.get(name)
            if code is not None and not (code == "both" and isinstance(part, Position)):
                yield (*path, name), code, False
        for name in _PARTY_KEYS:
            for code in fields.get(name, ()):
                yield (*path, name, code), code, True


def check_payer_is_not_payee(survey: Survey) -> Iterator[Finding]:
    """A payment has two sides."""
    case = survey.case
    if case.payment and case.payment.payer == case.payment.payee:
        yield Finding(("payment", "payee"), f"{case.payment.payee} is the payer as well")


def check_first_mover_bargains(survey: Survey) -> Iterator[Finding]:
    """Whoever moves first is one of the two who bargain."""
    case = survey.case
    mover, payment = case.bargaining.first_mover, case.payment
    if mover in case.parties and payment and mover not in (payment.payer, payment.payee):
        yield Finding(
            ("bargaining", "first_mover"),
            f"{mover} is neither payer nor payee of the payment",
            f"Name {payment.payer} or {payment.payee}.",
        )


def check_obstinate_sides_bargain(survey: Survey) -> Iterator[Finding]:
    """Only who bargains can be obstinate about it."""
    case = survey.case
    payment = case.payment
    for code in case.bargaining.obstinacy:
        path: Path = ("bargaining", "obstinacy", code)
        if payment is None:
            yield Finding(path, "the case has no payment", _ADD_PAYMENT, at_key=True)
        elif code in case.parties and code not in (payment.payer, payment.payee):
            yield Finding(
                path,
                f"{code} is neither payer nor payee of the payment",
                f"Name {payment.payer} or {payment.payee}.",
                at_key=True,
            )


def check_ids_are_unique(survey: Survey) -> Iterator[Finding]:
    """No two entries of a list have the same id."""
    case = survey.case
    for name in type(case).model_fields:
        entries = getattr(case, name)
        if not isinstance(entries, tuple):
            continue
        first: dict[str, int] = {}
        for place, entry in enumerate(entries):
            label = getattr(entry, "id", None)
            if label is not None and first.setdefault(label, place) != place:
                message = f"{label!r} is the id of {name}[{first[label]}] already"
                yield Finding((name, place, "id"), message, "Give each entry an id of its own.")


def check_years_are_unique(survey: Survey) -> Iterator[Finding]:
    """No year is paid for, and no rate or index given, twice."""
    case = survey.case
    history = case.payment.history if case.payment else ()
    paid = case.outcome.paid if case.outcome else ()
    yield from _twice(("payment", "history"), [str(entry.year) for entry in history])
    yield from _twice(("outcome", "paid"), [str(entry.year) for entry in paid])
    pairs = [" ".join(sorted((rate.currency, rate.per))) for rate in case.exchange_rates]
    years = [f"{pair} {rate.year}" for pair, rate in zip(pairs, case.exchange_rates, strict=True)]
    yield from _twice(("exchange_rates",), years)
    indices = [f"{index.currency} {index.year}" for index in case.price_indices]
    yield from _twice(("price_indices",), indices)


def _twice(path: Path, labels: list[str]) -> Iterator[Finding]:
    seen: set[str] = set()
    for place, label in enumerate(labels):
        if label in seen:
            yield Finding(
                (*path, place, "year"),
                f"there is an entry for {label} already",
                "Keep one; a number that changed is a list with one entry for each date.",
            )
        seen.add(label)


def check_references(survey: Survey) -> Iterator[Finding]:
    """Ids that refer to another entry name one that is there."""
    case = survey.case
    items, bases = (
        [item.id for item in case.costs],
        [base.id for base in case.cost_bases],
    )
    for place, base in enumerate(case.cost_bases):
        for index, item in enumerate(base.items):
            yield from _refers(("cost_bases", place, "items", index), item, items, "costs")
        yield from _refers(("cost_bases", place, "includes"), base.includes, bases, "cost_bases")
    for place, outcome in enumerate(case.disagreement):
        for index, item in enumerate(outcome.saves):
            yield from _refers(("disagreement", place, "saves", index), item, items, "costs")
    for place, comparator in enumerate(case.comparators):
        yield from _refers(("comparators", place, "base"), comparator.base, bases, "cost_bases")
    question, positions = case.question, [position.id for position in case.positions]
    yield from _refers(("question", "position"), question.position, positions, "positions")
    yield from _refers(("question", "base"), question.base, bases, "cost_bases")


def _refers(path: Path, name: str | None, known: Collection[str], part: str) -> Iterator[Finding]:
    if name is not None and name not in known:
        there = f"There are: {listed(list(known))}." if known else f"There are no {part} at all."
        yield Finding(
            path, f"no entry of {part} has the id {name!r}", did_you_mean(name, known, there)
        )


# --- what belongs together -----------------------------------------------------------------------


def check_cost_bases(survey: Survey) -> Iterator[Finding]:
    """Cost bases do not include one another in a circle, nor count an item twice."""
    case = survey.case
    bases = {base.id: base for base in case.cost_bases}
    for place, base in enumerate(case.cost_bases):
        chain, following = [base.id], base.includes
        while following in bases and following not in chain:
            chain.append(following)
            following = bases[following].includes
        if following == base.id:
            circle = " -> ".join([*chain, base.id])
            yield Finding(
                ("cost_bases", place, "includes"), f"cost bases include one another: {circle}"
            )
            continue
        inherited = {item for name in chain[1:] for item in bases[name].items}
        yield from _counted_twice(place, base.items, inherited)


def _counted_twice(place: int, items: tuple[str, ...], inherited: set[str]) -> Iterator[Finding]:
    seen: set[str] = set()
    for index, item in enumerate(items):
        path: Path = ("cost_bases", place, "items", index)
        if item in seen:
            yield Finding(path, f"{item!r} stands in this base twice", "Remove one.")
        elif item in inherited:
            yield Finding(
                path, f"{item!r} is in a base that this one includes already", "Remove it here."
            )
        seen.add(item)


def check_question(survey: Survey) -> Iterator[Finding]:
    """The position that the case is asked about has a figure."""
    case = survey.case
    named = [entry for entry in case.positions if entry.id == case.question.position]
    if named and named[0].amount is None and named[0].rise is None:
        yield Finding(
            ("question", "position"),
            f"the position {named[0].id!r} has neither amount nor rise",
            "Name a position with a figure, or give the figure itself.",
        )


def check_comparators(survey: Survey) -> Iterator[Finding]:
    """A comparator has the number that its measure is made of."""
    for place, comparator in enumerate(survey.case.comparators):
        yield from _comparator(("comparators", place), comparator)


def _comparator(path: Path, comparator: Comparator) -> Iterator[Finding]:
    of_money = comparator.measure in (Measure.PER_TROOP, Measure.PAYMENT)
    needed, idle = ("amount", "value") if of_money else ("value", "amount")
    if getattr(comparator, needed) is None:
        yield Finding(path, f"a comparator by {comparator.measure.value} needs {needed}")
    if getattr(comparator, idle) is not None:
        yield Finding(
            (*path, idle),
            f"a comparator by {comparator.measure.value} does not use {idle}",
            f"Give {needed}.",
            at_key=True,
        )
    if comparator.base is not None and comparator.measure is not Measure.SHARE_OF_COST:
        message = f"a comparator by {comparator.measure.value} does not use base"
        yield Finding((*path, "base"), message, at_key=True)


def check_payment_is_there(survey: Survey) -> Iterator[Finding]:
    """What refers to the payment needs one."""
    case = survey.case
    if case.payment is not None:
        return
    for place, item in enumerate(case.costs):
        if item.from_payment:
            yield Finding(("costs", place, "from_payment"), "the case has no payment", _ADD_PAYMENT)
    for place, position in enumerate(case.positions):
        if position.rise is not None:
            message = "a rise is against the current payment, and the case has none"
            yield Finding(("positions", place, "rise"), message, _ADD_PAYMENT)


_ADD_PAYMENT = "Add payment, with payer, payee and current."


def check_from_payment_is_of_the_payer(survey: Survey) -> Iterator[Finding]:
    """Items met from the payment are borne by whoever pays it."""
    case = survey.case
    if case.payment is None:
        return
    for place, item in enumerate(case.costs):
        if item.from_payment and item.payer != case.payment.payer:
            yield Finding(
                ("costs", place, "payer"),
                f"an item met from the payment is borne by its payer, {case.payment.payer}, "
                f"not by {item.payer}",
                "Mend payer, or write from_payment: false.",
            )


def check_disagreement(survey: Survey) -> Iterator[Finding]:
    """A withdrawal takes benefits away, and costs are saved by a withdrawal."""
    case = survey.case
    for place, outcome in enumerate(case.disagreement):
        path: Path = ("disagreement", place)
        if outcome.withdrawn is not None and not outcome.losses and not case.benefits:
            yield Finding(
                (*path, "withdrawn"),
                "a withdrawal takes a share of the benefits, and the case lists none",
                "Add benefits, or give losses here.",
            )
        if outcome.saves and outcome.withdrawn is None:
            yield Finding(
                (*path, "saves"),
                "costs are saved by a withdrawal, and withdrawn is not given",
                "Add withdrawn, the share of the presence that ends.",
                at_key=True,
            )


def check_audience_costs(survey: Survey) -> Iterator[Finding]:
    """Nobody backs down from what is no threat."""
    threats = departures(survey.case)
    for place, outcome in enumerate(survey.case.disagreement):
        if outcome.audience_cost is not None and outcome not in threats:
            yield Finding(
                ("disagreement", place, "audience_cost"),
                "nothing ends in this outcome, so it is no threat to back down from",
                f"Give it under {listed([threat.id for threat in threats])}."
                if threats
                else "Add withdrawn, the share of the presence that ends, if it is one.",
                at_key=True,
            )


_STEPS_BEFORE = (
    PositionKind.DEMAND,
    PositionKind.OFFER,
    PositionKind.REFUSAL,
    PositionKind.WALKOUT,
    PositionKind.SESSION,
)


def check_outcome_comes_last(survey: Survey) -> Iterator[Finding]:
    """Nobody bargains on after the agreement."""
    case = survey.case
    if case.outcome is None:
        return
    agreed = case.outcome.agreed_on
    late = [
        entry
        for entry in case.positions
        if entry.kind in _STEPS_BEFORE and entry.date.earliest > agreed.latest
    ]
    if late:
        first = late[0]
        yield Finding(
            ("outcome", "agreed_on"),
            f"agreed on {agreed}, before the {first.kind.value} {first.id!r} of {first.date}",
            "Mend one of the dates.",
        )


def check_as_of(survey: Survey) -> Iterator[Finding]:
    """The case is asked at a date of the last centuries or the next."""
    case = survey.case
    if not 1800 <= case.as_of.year <= 2200:
        yield Finding(("as_of",), f"the year {case.as_of.year} is not between 1800 and 2200")


def check_somebody_is_there(survey: Survey) -> Iterator[Finding]:
    """A case is about somebody."""
    if not survey.case.parties:
        yield Finding(("parties",), "there are no parties", "Define the sides of the negotiation.")


def check_polls(survey: Survey) -> Iterator[Finding]:
    """Those for and those against are not more than all."""
    for place, ratifier in enumerate(survey.case.ratification):
        for index, poll in enumerate(ratifier.polls):
            sides = [side.value for side in (poll.support, poll.oppose) if side and side.value]
            if sum(sides) > 1 + 1e-9:
                message = f"support and oppose make {sum(sides):g}, more than 1"
                yield Finding(("ratification", place, "polls", index), message)


def check_known_by_then(survey: Survey) -> Iterator[Finding]:
    """What nothing can be computed without was known on the date of the case."""
    for problem in survey.not_known:
        yield Finding(tuple(problem.field.split(".")), problem.message, problem.hint)


#: Every check, in the order in which a reader would ask.
CHECKS: tuple[Check, ...] = (
    check_as_of,
    check_somebody_is_there,
    check_parties_are_defined,
    check_payer_is_not_payee,
    check_first_mover_bargains,
    check_obstinate_sides_bargain,
    check_ids_are_unique,
    check_years_are_unique,
    check_references,
    check_cost_bases,
    check_question,
    check_comparators,
    check_payment_is_there,
    check_from_payment_is_of_the_payer,
    check_disagreement,
    check_audience_costs,
    check_outcome_comes_last,
    check_polls,
    check_sources_are_listed,
    check_sources_have_dates,
    check_numbers_have_sources,
    check_judgements_have_notes,
    check_exchange_rates,
    check_price_indices,
    check_rates_are_positive,
    check_rates_are_fractions,
    check_sizes,
    check_populations,
    check_probabilities,
    check_cost_items_meet_payment,
    check_sharing_members,
    check_sharing_ids,
    check_sharing_principles,
    check_sharing_game,
    check_sharing_shares,
    check_issue_actors,
    check_issue_scales,
)
