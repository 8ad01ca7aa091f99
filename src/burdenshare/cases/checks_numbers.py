"""Checks of the numbers of a case: where they come from, what they are counted in, their sums."""

from __future__ import annotations

import math
from collections.abc import Iterator

from burdenshare.cases.hints import Path, did_you_mean, format_path, listed
from burdenshare.cases.schema import Disagreement
from burdenshare.cases.schema_numbers import Amount, Entry, Quantity, Rate
from burdenshare.cases.walk import Finding, Survey
from burdenshare.money import UNITS
from burdenshare.provenance import Basis

# --- sources -------------------------------------------------------------------------------------


def check_sources_are_listed(survey: Survey) -> Iterator[Finding]:
    """A source that is named stands under `sources`."""
    case = survey.case
    for path, part, _ in survey.parts:
        source = part.source if isinstance(part, Entry | Quantity) else None
        if source is not None and source not in case.sources:
            hint = did_you_mean(source, case.sources, "Add it, with title and publisher.")
            yield Finding((*path, "source"), f"{source!r} is not under sources", hint)


def check_numbers_have_sources(survey: Survey) -> Iterator[Finding]:
    """A number has a source, its own or its entry's, or is a judgement."""
    for path, part, context in survey.numbers:
        assert isinstance(part, Quantity)
        basis = part.basis or context.basis
        if part.source or context.source or basis is Basis.JUDGEMENT:
            continue
        if basis is None:
            yield Finding(
                path,
                "this number has no source",
                "Name one here or in its entry, or write basis: judgement and a note with the "
                "reasoning.",
            )
        else:
            kind = "a document" if basis is Basis.DOCUMENT else "an estimate"
            yield Finding(path, f"{kind} needs a source", "Name one here or in its entry.")


def check_judgements_have_notes(survey: Survey) -> Iterator[Finding]:
    """A judgement gives its reasoning."""
    for path, part, context in survey.numbers:
        assert isinstance(part, Quantity)
        if (part.basis or context.basis) is Basis.JUDGEMENT and not (part.note or context.note):
            yield Finding(path, "this judgement has no note", "Give the reasoning in a note.")


def check_sources_have_dates(survey: Survey) -> Iterator[Finding]:
    """It can be told of every number when it became known."""
    undated: dict[str, list[Path]] = {}
    for path, part, context in survey.numbers:
        assert isinstance(part, Quantity)
        source = part.source or context.source
        if source in survey.case.sources and context.known_from(part) is None:
            undated.setdefault(source, []).append(path)
    for source, paths in undated.items():
        users = listed([format_path(path) for path in paths], 3)
        yield Finding(
            ("sources", source),
            f"without a date it cannot be told when its numbers became known: {users}",
            "Add the date of the source, or known_on to the numbers.",
            at_key=True,
        )


# --- money ---------------------------------------------------------------------------------------

#: Amounts that are shown as they were paid, never converted.
_AS_PAID = (("payment", "history"), ("outcome", "paid"))


def _amounts(survey: Survey) -> Iterator[tuple[Path, str, int]]:
    """Give path, currency and price year of the amounts that are converted."""
    case = survey.case
    for path, part, _ in survey.numbers:
        if isinstance(part, Amount) and path[:2] not in _AS_PAID:
            yield (
                path,
                part.currency or case.money.currency,
                part.price_year or case.money.price_year,
            )


def check_exchange_rates(survey: Survey) -> Iterator[Finding]:
    """Each currency can be turned into that of the case at its price year."""
    case = survey.case
    target, year = case.money.currency, case.money.price_year
    there = {
        frozenset((rate.currency, rate.per)) for rate in case.exchange_rates if rate.year == year
    }
    told: set[str] = set()
    for path, currency, _ in _amounts(survey):
        missing = currency != target and frozenset((currency, target)) not in there
        if missing and currency not in told:
            told.add(currency)
            yield Finding(
                path,
                f"no exchange rate of {currency} to {target} for {year}",
                "Add one under exchange_rates: "
                f"{{currency: {currency}, per: {target}, year: {year}, rate: ...}}",
            )


def check_price_indices(survey: Survey) -> Iterator[Finding]:
    """Each price year can be turned into that of the case."""
    case = survey.case
    target = case.money.price_year
    there = {(index.currency, index.year) for index in case.price_indices}
    for path, currency, year in _amounts(survey):
        for needed in (year, target) if year != target else ():
            if (currency, needed) not in there:
                there.add((currency, needed))
                yield Finding(
                    path,
                    f"no price index of {currency} for {needed}",
                    "Add one under price_indices: "
                    f"{{currency: {currency}, year: {needed}, index: ...}}",
                )


def check_rates_are_positive(survey: Survey) -> Iterator[Finding]:
    """Exchange rates and price indices are above zero, and a rate is between two currencies."""
    case = survey.case
    for place, entry in enumerate(case.exchange_rates):
        yield from _positive(("exchange_rates", place, "rate"), entry.rate)
        if entry.currency == entry.per:
            path: Path = ("exchange_rates", place, "per")
            yield Finding(path, f"{entry.per} is the currency as well", "Name the other currency.")
    for place, index in enumerate(case.price_indices):
        yield from _positive(("price_indices", place, "index"), index.index)


def _positive(path: Path, rate: Rate) -> Iterator[Finding]:
    for version in rate.versions or (rate,):
        least = min(version.written, default=1.0)
        if least <= 0:
            yield Finding(path, f"{least:g} is not above 0")


_LARGEST = 1e18
_LARGEST_POPULATION = 20_000


def check_sizes(survey: Survey) -> Iterator[Finding]:
    """No amount is larger than the money there is."""
    case = survey.case
    for path, part, _ in survey.numbers:
        if not isinstance(part, Amount):
            continue
        unit = part.unit or case.money.unit
        currency = part.currency or case.money.currency
        largest = max(map(abs, part.written), default=0.0)
        if largest * UNITS[unit] > _LARGEST:
            count = "" if unit == "one" else f" {unit}"
            yield Finding(
                path,
                f"{currency} {largest:g}{count} is more than there is",
                f"Is the unit right? It is {unit} here.",
            )


def check_populations(survey: Survey) -> Iterator[Finding]:
    """Populations are counted in millions, and there is somebody."""
    for path, part, _ in survey.numbers:
        assert isinstance(part, Quantity)
        if path[0] != "parties" or path[2:3] != ("population",) or not part.written:
            continue
        largest = max(part.written)
        if min(part.written) <= 0:
            yield Finding(path, "nobody lives there", "Leave population out if it is unknown.")
        if largest > _LARGEST_POPULATION:
            message = f"{largest:,.15g} million people are more than there are"
            yield Finding(path, message, f"Did you mean {largest / 1e6:g}?")


#: Fields that are fractions, with a size that only a percentage reaches; `value` is a comparator's.
_FRACTIONS = {
    "growth": 1.0,
    "escalator": 1.0,
    "discount_rates": 1.0,
    "breakdown_hazard": math.inf,
    "value": 2.0,
}


def check_rates_are_fractions(survey: Survey) -> Iterator[Finding]:
    """Five per cent is written 0.05; what cannot be negative is not."""
    for path, part, _ in survey.numbers:
        assert isinstance(part, Quantity)
        name = _field_name(path)
        most, written = _FRACTIONS.get(name), part.written
        if most is None or not written:
            continue
        if max(written) >= most:
            hint = f"Did you mean {max(written) / 100:g}? Five per cent is 0.05."
            yield Finding(path, f"{max(written):g} is {max(written):.0%}", hint)
        elif name in ("discount_rates", "breakdown_hazard") and min(written) < 0:
            yield Finding(path, f"{min(written):g} is negative")
        elif min(written) <= -1:
            yield Finding(path, f"{min(written):g} is a fall below zero")


def _field_name(path: Path) -> str:
    """The field that a number belongs to, whether it stands in a list or under a party."""
    named = [str(step) for step in path if step in _FRACTIONS]
    return named[-1] if named else ""


# --- sums ----------------------------------------------------------------------------------------


def middle(quantity: Quantity) -> float | None:
    """Give a number by which sums can be judged: the value, mode, mean, or middle of the ends."""
    of = quantity if quantity.distribution is None else quantity.distribution
    centres: list[float | None] = [
        getattr(of, name, None) for name in ("value", "mode", "mean", "median")
    ]
    for centre in centres:
        if centre is not None:
            return centre
    return (of.low + of.high) / 2 if of.low is not None and of.high is not None else None


def check_probabilities(survey: Survey) -> Iterator[Finding]:
    """Outcomes without an agreement are, together, certain; one may take what the others leave."""
    visible = survey.visible
    outcomes = visible.disagreement if visible else ()
    if not outcomes:
        return
    open_ones = [outcome.id for outcome in outcomes if outcome.probability is None]
    if len(open_ones) > 1:
        yield Finding(
            ("disagreement",),
            f"{len(open_ones)} outcomes have no probability: {listed(open_ones)}",
            "Only one may leave it out; it takes what the others leave.",
            at_key=True,
        )
    believers = sorted({code for outcome in outcomes for code in outcome.beliefs})
    for believer in (None, *believers):
        yield from _sum_of(outcomes, believer)


def _sum_of(outcomes: tuple[Disagreement, ...], believer: str | None) -> Iterator[Finding]:
    shares = [
        outcome.beliefs.get(believer, outcome.probability) if believer else outcome.probability
        for outcome in outcomes
    ]
    given = [share for share in shares if share is not None]
    total = sum(middle(share) or 0.0 for share in given)
    whose = f"the probabilities as {believer} believes them" if believer else "the probabilities"
    if total > 1 + 1e-9:
        yield Finding(
            ("disagreement",), f"{whose} sum to {total:g}, more than 1", "Lower some.", True
        )
    elif len(given) == len(shares) and sum(map(_most, given)) < 1 - 1e-9:
        hint = "Add what else may happen, or leave one out: it takes the rest."
        yield Finding(("disagreement",), f"{whose} sum to {total:g}, less than 1", hint, True)


def _most(share: Quantity) -> float:
    return max(share.written, default=1.0)


_TOLERANCE = 0.05


def check_cost_items_meet_payment(survey: Survey) -> Iterator[Finding]:
    """The items met from the payment make up about what is paid."""
    visible = survey.visible
    if visible is None or visible.payment is None:
        return
    current = visible.payment.current
    items = [item for item in visible.costs if item.from_payment]
    if not items or any(_kind(item.amount) != _kind(current) for item in items):
        return  # across currencies or price years the rates would be judged, not the items
    total = sum(_single(item.amount) for item in items)
    paid = _single(current)
    if abs(total - paid) > _TOLERANCE * abs(paid):
        unit = UNITS[current.unit or survey.case.money.unit]
        yield Finding(
            ("payment", "current"),
            f"{paid / unit:g} is paid, and the cost items met from it sum to {total / unit:g}",
            "Items with from_payment: true make up the current payment.",
        )


def _kind(amount: Amount) -> tuple[str | None, int | None]:
    return amount.currency, amount.price_year


def _single(amount: Amount) -> float:
    """The middle of an amount of a cut case, in single units of its currency."""
    return (middle(amount) or 0.0) * UNITS[amount.unit or "one"]
