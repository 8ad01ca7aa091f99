"""A case as a notebook shows it: a card with its question, parties, dates and what it rests on."""

from __future__ import annotations

from collections import Counter
from html import escape

from burdenshare.cases.asof import cut, quantities
from burdenshare.cases.schema import Case
from burdenshare.errors import CaseError
from burdenshare.provenance import Basis


def card_lines(case: Case) -> list[tuple[str, str]]:
    """Give what a card says of a case: a label and its words, line by line."""
    payment = case.payment
    names = {code: party.name for code, party in case.parties.items()}
    lines = [("Question", case.question.text or ""), ("Parties", "; ".join(names.values()))]
    if payment is not None:
        payer, payee = (case.parties[code].prose for code in (payment.payer, payment.payee))
        lines.append(("Payment", f"by {payer} to {payee}"))
    lines += [
        ("Asked as of", case.as_of.isoformat()),
        ("Money", f"{case.money.currency} {case.money.unit} at {case.money.price_year} prices"),
        ("Steps of the negotiation", _steps(case)),
        ("Numbers", _numbers(case)),
        ("Outcome", "known, and not seen before its date" if case.outcome else "not in the case"),
    ]
    return [(label, words) for label, words in lines if words]


def _steps(case: Case) -> str:
    dates = sorted(str(position.date) for position in case.positions)
    return f"{len(dates)}, from {dates[0]} to {dates[-1]}" if dates else ""


def _numbers(case: Case) -> str:
    """Count the numbers that were known on the date of the case, by what they rest on."""
    try:
        known = [named.quantity for named in quantities(cut(case))]
    except CaseError:
        return "some that the case needs were not known on its date; check says which"
    judged = Counter(
        quantity.source is None or quantity.basis is Basis.JUDGEMENT for quantity in known
    )
    sources = {quantity.source for quantity in known if quantity.source is not None}
    return (
        f"{len(known)} known by then: {judged[False]} from {len(sources)} of {len(case.sources)} "
        f"sources, {judged[True]} judgements"
    )


def as_text(case: Case) -> str:
    """Give the card as plain text."""
    lines = [f"{label}: {words}" for label, words in card_lines(case)]
    return "\n".join([f"{case.title} ({case.slug})", case.description, *lines])


def as_html(case: Case) -> str:
    """Give the card as HTML, all words escaped."""
    rows = "".join(
        f'<tr><th style="text-align:left;vertical-align:top">{escape(label)}</th>'
        f'<td style="text-align:left">{escape(words)}</td></tr>'
        for label, words in card_lines(case)
    )
    return (
        '<div class="burdenshare" style="max-width:52rem">'
        f"<p><strong>{escape(case.title)}</strong> <code>{escape(case.slug)}</code></p>"
        f"<p>{escape(case.description)}</p><table><tbody>{rows}</tbody></table></div>"
    )
