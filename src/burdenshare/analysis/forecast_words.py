"""The forecast in words: sentences with figures, and findings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from burdenshare.analysis import amounts
from burdenshare.analysis.figures import certain
from burdenshare.analysis.threat_words import plain
from burdenshare.cases.schema import PositionKind
from burdenshare.facts.priors import Priors
from burdenshare.model import Model
from burdenshare.results import Figure, Finding, Sentence
from burdenshare.results.figures import DAY
from burdenshare.results.forecasts import Forecast

HARDLY = 0.05
"""Chance of an agreement below which none is said to be in sight."""

FEW = 0.02
"""Share of the draws below which the evidence is said to surprise the model."""


def sentences(
    forecast: Forecast, expiry: date | None, outcome: str = "", notes: Sequence[str] = ()
) -> Iterator[Sentence]:
    """Say what will be agreed and when; then what may come first, and what naive rules say."""
    if forecast.is_over:
        yield _over(forecast)
        yield Sentence(plain(" ".join([outcome, *notes])), {})
        return
    yield settlement(forecast, expiry)
    yield from _lapse(forecast, expiry)
    yield from _events(forecast)
    yield _naive(forecast)


def _over(forecast: Forecast) -> Sentence:
    figures = {"day": forecast.agreement, "paid": forecast.payment, "present": forecast.present}
    return Sentence(
        "The talks are over: on {day} the sides agreed on {paid} a year, where {present} was paid "
        "before.",
        figures,
    )


def settlement(forecast: Forecast, expiry: date | None) -> Sentence:
    """Say on what the sides will settle and when, with intervals."""
    figures = {
        "paid": forecast.payment,
        "rise": forecast.growth,
        "month": forecast.agreement,
        "agreed": forecast.agreed,
        "horizon": forecast.horizon,
        "reaches": forecast.reaches,
        "figure": forecast.figure,
    }
    payer, payee = plain(forecast.payer), plain(forecast.payee)
    if forecast.agreed.value < HARDLY:
        return Sentence(
            f"No agreement between {payer} and {payee} is in sight: by {{horizon}} there is one "
            "with probability {agreed}.",
            figures,
        )
    change = "a rise" if forecast.growth.value >= 0 else "a change"
    opening = (
        f"{payer[:1].upper()}{payer[1:]} and {payee} are forecast to settle on {{paid:full}} a "
        f"year, {change} of {{rise:full}}, around {{month:full}}, and to have settled at all by "
        "{horizon} with probability {agreed}"
    )
    lapse = forecast.chance("lapse")
    if lapse is not None and expiry is not None and expiry > forecast.made.as_of:
        figures |= {"lapse": lapse, "expiry": certain(expiry.toordinal(), DAY, "dated")}
        opening += "; the present agreement lapses on {expiry} with probability {lapse}"
    return Sentence(f"{opening}; {{figure}} is agreed with probability {{reaches}}.", figures)


def _lapse(forecast: Forecast, expiry: date | None) -> Iterator[Sentence]:
    if expiry is None or not forecast.lapse.value:
        return
    figures = {"lapse": forecast.lapse, "expiry": certain(expiry.toordinal(), DAY, "dated")}
    if expiry <= forecast.made.as_of:
        yield Sentence(
            "The agreement that ended on {expiry} will have been without a successor for "
            "{lapse:full} when a new one comes, or the forecast ends.",
            figures,
        )
    else:
        yield Sentence(
            "Once the present agreement has lapsed, a new one comes, or the forecast ends, after "
            "{lapse:full}.",
            figures,
        )


def _events(forecast: Forecast) -> Iterator[Sentence]:
    """What may come before an agreement, with its chances."""
    figures: dict[str, Figure] = {}
    told = []
    walkout, home = forecast.chance("walkout"), forecast.chance("home")
    if walkout is not None:
        figures["walkout"] = walkout
        told.append("a side walks out with probability {walkout}")
    ends = [event for event in forecast.events if event.id.startswith("departure.")]
    if ends:
        figures |= {f"left{place}": event.probability for place, event in enumerate(ends)}
        names = [plain(event.name[:1].lower() + event.name[1:]) for event in ends]
        named = [f"{name}, {{left{place}}}" for place, name in enumerate(names)]
        told.append(f"what disagreement may lead to comes about ({'; '.join(named)})")
    if home is not None:
        figures["home"] = home
        told.append("a first agreement fails at home with probability {home}")
    if told:
        yield Sentence(f"Before the sides agree, {'; '.join(told)}.", figures)


def _naive(forecast: Forecast) -> Sentence:
    figures = {f"naive{k}": naive.payment for k, naive in enumerate(forecast.comparators)}
    told = [f"{naive.name} {{naive{k}}}" for k, naive in enumerate(forecast.comparators)]
    figures["paid"] = forecast.payment
    return Sentence(f"Rules without a model would say, a year: {'; '.join(told)}.", figures)


def findings(model: Model, forecast: Forecast, priors: Priors) -> Iterator[Finding]:
    """Say what is out of the ordinary about a forecast."""
    payer, payee = amounts.sides(model)
    if not priors.rounds:
        yield Finding(
            "weak-beliefs",
            "How fast such talks go and how payments grow rests on judgement here: no past round "
            "that was settled by then has been used.",
        )
    if amounts.payment_of(model).expires is None:
        yield Finding(
            "no-expiry",
            "The case has no day on which the present agreement ends, so there is no lapse, and "
            "disagreement costs friction all along.",
        )
    named = {p.party for p in model.case.positions if p.amount is not None or p.rise is not None}
    silent = [model.case.parties[side].prose for side in (payee, payer) if side not in named]
    if silent:
        yield Finding(
            "no-figure",
            f"No figure of {' or '.join(silent)} was known by then; limits and past rounds stand "
            "in for it.",
        )
    reported = [p for p in model.case.positions if p.kind is PositionKind.AGREEMENT]
    refused = [p for p in model.case.positions if p.kind is PositionKind.REFUSAL]
    last = max((p.date.latest for p in refused), default=date.min)
    if any(p.date.latest > last for p in reported):
        yield Finding(
            "agreement-reported",
            "An agreement, final or not, was reported, but its outcome was not yet known by then; "
            "the forecast does not count it.",
        )
    if forecast.effective.value < FEW:
        yield Finding(
            "surprising-evidence",
            "What has happened so far is rare in the model, so that few of its draws stand behind "
            "these histories.",
        )
    if forecast.agreed.value < HARDLY:
        yield Finding(
            "no-agreement",
            "In nearly all histories there is no payment that suits both sides, or one of them "
            "never gives in; only another government, or an end of the undertaking, would change "
            "that.",
        )
