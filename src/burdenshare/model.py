"""A case at a date as arrays of draws in one money basis, labels kept.

`build` cuts a case at a date and turns each number that was known into an `Input`: a distribution
in the money of the case, with a label, a unit and its origin. `Model.draw` gives the draws.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from burdenshare.arrays import Array
from burdenshare.cases.asof import Named, cut, quantities
from burdenshare.cases.assumed import assume, is_input
from burdenshare.cases.overlay import Assumptions
from burdenshare.cases.schema import Case
from burdenshare.cases.schema_numbers import (
    Amount,
    Count,
    Distribution,
    Quantity,
    Rate,
    Ratio,
    Shape,
    Share,
)
from burdenshare.cases.unsaid import stream_of, unsaid
from burdenshare.errors import CaseConsistencyError, CaseProblem, FactError
from burdenshare.facts.priors import WEAK, Priors, priors_as_of
from burdenshare.money import Converter, MoneyBasis
from burdenshare.provenance import Basis, Origin, Source
from burdenshare.uncertainty.distributions import (
    Beta,
    Constant,
    LogNormal,
    Normal,
    Triangular,
    Uniform,
    interval,
    pert,
    scaled,
)
from burdenshare.uncertainty.distributions import Distribution as Drawable
from burdenshare.uncertainty.sampling import Executor, Plan, draw


@dataclass(frozen=True, slots=True)
class Input:
    """One number of a case, ready to be drawn."""

    path: str
    label: str
    distribution: Drawable
    unit: str
    origin: Origin
    known_on: str = ""
    """When it became known, as the case says; empty for its source's date."""
    stream: str = ""
    """Name of the stream that it is drawn from; empty for that of its path."""

    @property
    def is_certain(self) -> bool:
        """Whether it is taken as certain."""
        return isinstance(self.distribution, Constant)


@dataclass(frozen=True)
class Model:
    """A case as known on a date, its inputs as distributions in one money basis.

    ``case`` is cut at the date, so nothing later can be read from it.
    """

    case: Case
    basis: MoneyBasis
    inputs: Mapping[str, Input]
    sources: Mapping[str, Source]
    digest: str
    """Fingerprint of the case at the date, with what is assumed."""
    own_digest: str = ""
    """Fingerprint of the case at the date, by itself."""
    own: Mapping[str, Input | None] = field(default_factory=dict)
    """What the case itself says where something else is assumed, None where it says nothing."""
    priors: Priors = WEAK
    """What past rounds taught by the date."""
    unsaid: tuple[str, ...] = ()
    """Paths of inputs that the case itself leaves to what past rounds taught, or to judgement."""

    @property
    def as_of(self) -> date:
        """The date at which the case is asked."""
        return self.case.as_of

    def draw(self, plan: Plan, executor: Executor) -> Draws:
        """Draw every input."""
        distributions = {path: entry.distribution for path, entry in self.inputs.items()}
        streams = {path: entry.stream for path, entry in self.inputs.items() if entry.stream}
        return Draws(draw(distributions, plan, executor, streams))

    def assuming(self, assumed: Assumptions) -> Model:
        """Give the model with the numbers of an overlay in place of the case's own.

        Raises
        ------
        CaseConsistencyError
            If an assumption does not fit the case.
        CaseError
            If the assumptions belong to another case.
        """
        case = assume(self.case, assumed)
        changed = assumed.overlay.changes
        if not changed:
            return self
        named = [one for one in quantities(case) if is_input(one.path)]
        fresh = _inputs(case, [one for one in named if one.path in changed])
        inputs = {path: fresh.get(path) or self.inputs[path] for path, _ in named}
        inputs |= {path: self.inputs[path] for path in self.unsaid if path not in inputs}
        own = {path: self.inputs.get(path) for path in changed}
        return replace(self, case=case, inputs=inputs, digest=digest(case), own=own)

    def replaced(self, distributions: Mapping[str, Drawable]) -> Model:
        """Give the model with other distributions for some inputs."""
        changed = {
            path: replace(self.inputs[path], distribution=distribution)
            for path, distribution in distributions.items()
        }
        return replace(self, inputs={**self.inputs, **changed})


@dataclass(frozen=True, slots=True)
class Draws:
    """Draws of every input by path; an input taken as certain has one, which broadcasts."""

    values: Mapping[str, Array]

    def __getitem__(self, path: str) -> Array:
        """Give the draws of one input."""
        return self.values[path]

    def get(self, path: str) -> Array | None:
        """Give the draws of one input, or None if it was not known."""
        return self.values.get(path)

    @property
    def size(self) -> int:
        """How many draws there are; 1 if every input is taken as certain."""
        return max((values.size for values in self.values.values()), default=1)

    def part(self, start: int, stop: int) -> Draws:
        """Give the draws from one place up to another."""
        return Draws({p: v if v.size == 1 else v[start:stop] for p, v in self.values.items()})

    def __contains__(self, path: str) -> bool:
        """Tell whether an input was known."""
        return path in self.values


def build(
    case: Case,
    as_of: date | None = None,
    assumed: Assumptions | None = None,
    priors: Priors | None = None,
) -> Model:
    """Turn a case into a model at a date.

    Parameters
    ----------
    case : Case
        A case as read from its file.
    as_of : date, optional
        The day; else that of the assumptions, or the one that the case names.
    assumed : Assumptions, optional
        Numbers put otherwise than the case has them.
    priors : Priors, optional
        What past rounds taught; else what the shipped record says as of the day.

    Raises
    ------
    CaseConsistencyError
        If a number without which nothing can be computed was not known by then, or an exchange
        rate or price index that an amount needs; or if an assumption does not fit the case.
    CaseError
        If the assumptions belong to another case.
    """
    day = as_of or (assumed.overlay.as_of if assumed else None)
    visible = cut(case, day)
    money = visible.money
    basis = MoneyBasis(money.currency, money.unit, money.price_year)
    fingerprint = digest(visible)
    taught = priors_as_of(visible.as_of) if priors is None else priors
    believed = _believed(visible, taught)
    model = Model(
        visible,
        basis,
        {**_inputs(visible), **believed},
        _sources(visible),
        fingerprint,
        fingerprint,
        priors=taught,
        unsaid=tuple(believed),
    )
    return model.assuming(assumed) if assumed else model


def _inputs(case: Case, named: Iterable[Named] | None = None) -> dict[str, Input]:
    """Turn the numbers of a cut case into inputs, or some of them."""
    basis = MoneyBasis(case.money.currency, case.money.unit, case.money.price_year)
    converter = _converter(case)
    labels = _labels(case)
    inputs: dict[str, Input] = {}
    problems: list[CaseProblem] = []
    for path, quantity in quantities(case) if named is None else named:
        if not is_input(path):
            continue
        try:
            entry = _input(path, quantity, labels, basis, converter)
            inputs[path] = replace(entry, stream=stream_of(case, path))
        except FactError as error:
            problems.append(CaseProblem(case.slug, 0, 0, path, str(error)))
    if problems:
        raise CaseConsistencyError(problems)
    return inputs


def _believed(case: Case, priors: Priors) -> dict[str, Input]:
    """Give what is believed where a cut case is silent, as inputs."""
    labels = _labels(case)
    return {
        belief.path: Input(
            belief.path,
            _label(belief.path, labels),
            belief.distribution,
            "ratio" if belief.path.endswith("audience_cost") else "share, 0 to 1",
            Origin("formula", "past-rounds-belief", belief.note)
            if belief.is_fitted
            else Origin("judgement", belief.path, belief.note),
            stream=stream_of(case, belief.path),
        )
        for belief in unsaid(case, priors)
    }


def digest(case: Case) -> str:
    """Give the fingerprint of a case: the same content gives the same digest."""
    plain = case.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    text = json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def origin_of(path: str, quantity: Quantity) -> Origin:
    """Say where one number of a cut case comes from."""
    if quantity.basis is Basis.JUDGEMENT or quantity.source is None:
        return Origin("judgement", path, quantity.note or "")
    return Origin("source", quantity.source, quantity.note or "")


def point(quantity: Quantity) -> float:
    """Give the middle of a number: its value, its mode, or the median of its interval."""
    return _central(_distribution(quantity))


def money_of(model: Model, quantity: Amount) -> Drawable:
    """Give an amount of the model's case as a distribution in the model's basis."""
    return _in_basis(quantity, model.basis, _converter(model.case))


def _central(distribution: Drawable) -> float:
    import numpy as np

    return float(distribution.quantile(np.array([0.5]))[0])


def _input(
    path: str,
    quantity: Quantity,
    labels: Mapping[str, str],
    basis: MoneyBasis,
    converter: Converter,
) -> Input:
    if isinstance(quantity, Amount):
        distribution, unit = _in_basis(quantity, basis, converter), basis.per_year
    else:
        distribution, unit = _distribution(quantity), _unit(path, quantity)
    known = str(quantity.known_on) if quantity.known_on else ""
    return Input(path, _label(path, labels), distribution, unit, origin_of(path, quantity), known)


def _in_basis(quantity: Amount, basis: MoneyBasis, converter: Converter) -> Drawable:
    assert quantity.currency is not None, "a cut case has its currencies filled in"
    assert quantity.unit is not None
    assert quantity.price_year is not None
    own = MoneyBasis(quantity.currency, quantity.unit, quantity.price_year)
    return scaled(_distribution(quantity), converter.factor(own, basis))


def _unit(path: str, quantity: Quantity) -> str:
    match quantity:
        case Share():
            return "share, 0 to 1"
        case Count():
            return {"population": "million people", "term": "years", "border": "kilometres"}.get(
                path.rsplit(".", 1)[-1], "number"
            )
        case Ratio():
            return "ratio"
        case Rate():
            return "a year, as a fraction" if path.endswith(("growth", "hazard")) else "ratio"
    return "number"


def _distribution(quantity: Quantity) -> Drawable:
    """Read the form in which a number was written."""
    if quantity.value is not None:
        return Constant(quantity.value)
    if quantity.distribution is not None:
        return _named(quantity.distribution)
    assert quantity.low is not None, "the schema lets no other form through"
    assert quantity.high is not None
    if quantity.mode is not None:
        return pert(quantity.low, quantity.mode, quantity.high)
    return interval(quantity.low, quantity.high, share=isinstance(quantity, Share))


def _named(written: Distribution) -> Drawable:
    def get(name: str) -> float:
        value = getattr(written, name)
        assert value is not None, "the schema asks for every parameter"
        return float(value)

    match written.name:
        case Shape.NORMAL:
            return Normal(get("mean"), get("sd"))
        case Shape.LOGNORMAL:
            return LogNormal(get("median"), get("sigma"))
        case Shape.UNIFORM:
            return Uniform(get("low"), get("high"))
        case Shape.TRIANGULAR:
            return Triangular(get("low"), get("mode"), get("high"))
        case Shape.BETA:
            return Beta(get("a"), get("b"), get("low"), get("high"))


def _converter(case: Case) -> Converter:
    """Gather the exchange rates and price indices of a cut case; its currency is the numeraire."""
    numeraire = case.money.currency
    rates: dict[tuple[str, int], float] = {}
    for entry in case.exchange_rates:
        if entry.per == numeraire:
            rates[entry.currency, entry.year] = point(entry.rate)
        elif entry.currency == numeraire:
            rates[entry.per, entry.year] = 1 / point(entry.rate)
    indices = {(entry.currency, entry.year): point(entry.index) for entry in case.price_indices}
    return Converter(numeraire, rates, indices)


def _sources(case: Case) -> dict[str, Source]:
    return {
        name: Source(
            name,
            entry.title,
            entry.publisher,
            str(entry.date) if entry.date else "",
            entry.url,
            entry.kind,
        )
        for name, entry in case.sources.items()
    }


def _labels(case: Case) -> dict[str, str]:
    """Names of the parts that an input's path goes through, by the beginning of the path."""
    names = {f"parties.{code}": party.prose for code, party in case.parties.items()}
    for part in ("costs", "benefits", "disagreement", "linked", "comparators", "indexation",
                 "calendar", "ratification"):  # fmt: skip
        for entry in getattr(case, part):
            names[f"{part}.{entry.id}"] = getattr(entry, "name", None) or entry.body
    names |= {f"positions.{entry.id}": str(entry.date) for entry in case.positions}
    names |= {f"issues.{issue.id}": issue.name for issue in case.issues}
    if case.sharing is not None:
        names |= _sharing_names(case)
    return names


def _sharing_names(case: Case) -> dict[str, str]:
    """Names of the proposals and of the links in a shared cost."""
    sharing = case.sharing
    assert sharing is not None, "asked for a case that shares a cost"
    names = {f"sharing.proposals.{entry.id}": entry.name for entry in sharing.proposals}
    for place, link in enumerate(sharing.game.links if sharing.game else ()):
        ends = [case.parties[c].prose if c in case.parties else "the source" for c in link.between]
        names[f"sharing.game.links.{place}"] = " and ".join(ends)
    return names


#: How an input is called in a sentence, by the first and the last name in its path; ``{0}`` is the
#: name of the part and ``{1}`` that of a party.
_PHRASES: Mapping[tuple[str, str], str] = {
    ("parties", "gdp"): "the GDP of {0}",
    ("parties", "gni"): "the gross national income of {0}",
    ("parties", "population"): "the population of {0} in millions",
    ("parties", "defence_budget"): "the defence budget of {0}",
    ("parties", "troops"): "the number of troops stationed in {0}",
    ("parties", "stand_alone_cost"): "what its own aims would cost {0} alone",
    ("costs", "amount"): "the cost of {0}",
    ("costs", "caused_by_payer"): "the payer's part in causing the cost of {0}",
    ("benefits", "amount"): "the yearly worth of {0}",
    ("disagreement", "probability"): "the probability that {0}",
    ("disagreement", "beliefs"): "the probability that {0}, as {1} sees it",
    ("disagreement", "losses"): "what {1} would lose if {0}",
    ("disagreement", "payment"): "what goes on being paid if {0}",
    ("disagreement", "withdrawn"): "the share of the presence that ends if {0}",
    ("positions", "amount"): "the payment named on {0}",
    ("positions", "rise"): "the rise named on {0}",
    ("question", "figure"): "the payment that the question asks about",
    ("ratification", "support"): "the share in favour in a poll ({0})",
    ("ratification", "oppose"): "the share against in a poll ({0})",
    ("linked", "current"): "the present payment there ({0})",
    ("linked", "demand"): "the payment demanded there ({0})",
    ("linked", "pass_through"): "the part of a change here that carries over ({0})",
    ("indexation", "growth"): "the yearly growth of this index ({0})",
    ("ratification", "ceiling"): "the most that the {0} would accept",
    ("ratification", "floor"): "the least that the {0} would accept",
    ("calendar", "type_change"): "the chance of a change at this event ({0})",
    ("calendar", "new_settlement"): "the payment expected after a change ({0})",
    ("payment", "current"): "the present payment",
    ("payment", "interim"): "what is paid while nothing is agreed",
    ("payment", "term"): "the years that an agreement usually runs",
    ("bargaining", "power"): "the payee's bargaining power",
    ("bargaining", "discount_rates"): "the impatience of {1}, a year",
    ("bargaining", "breakdown_hazard"): "the yearly rate at which talks break down",
    ("bargaining", "obstinacy"): "the chance that {1} never gives in",
    ("bargaining", "by_expiry"): "the chance that talks which can succeed do so by the expiry",
    ("bargaining", "anchor"): "how far a demand pulls the settlement along",
    ("disagreement", "audience_cost"): "what it costs to back down from the threat that {0}, as a "
    "part of the rise asked for",
    ("reservation", "reservation"): "the reservation value of {1}",
}


_CLAUSES = ("costs", "benefits", "disagreement")
"""Parts whose names go on with the phrase, rather than stand in brackets or by themselves."""


def _inside(name: str, names: Mapping[str, str]) -> str:
    """Write a name inside a sentence: its first letter small, unless a party's name begins it."""
    first = name.split(" ", 1)[0]
    # Korean pay belongs to South Korea, Japanese land to Japan; US to the United States. A is none.
    is_proper = (len(first) > 1 and first.isupper()) or any(
        word[:4] == first[:4]
        for key, text in names.items()
        if key.startswith("parties.")
        for word in text.split()
    )
    return name if is_proper else name[:1].lower() + name[1:]


def _label(path: str, names: Mapping[str, str]) -> str:
    """Say in words what an input is."""
    part, *rest = path.split(".")
    if part == "sharing":
        return _sharing_label(rest, names)
    if part == "issues":
        return _issue_label(rest, names)
    name = names.get(f"{part}.{rest[0]}", "") if rest else ""
    party = names.get(f"parties.{rest[-1]}", "") if rest else ""
    field = (rest[-2] if len(rest) > 1 else part) if party and part != "parties" else rest[-1]
    phrase = _PHRASES.get((part, field))
    if phrase is not None:
        return phrase.format(_inside(name, names) if part in _CLAUSES else name, party)
    words = [name or part, *(piece for piece in rest[1:] if piece not in ("amount", "value"))]
    return ": ".join(word.replace("_", " ") for word in words)


#: How an input of an issue is called; ``{0}`` is the issue and ``{1}`` the actor.
_ISSUE_PHRASES: Mapping[str, str] = {
    "reference": "what holds on {0} if nothing is decided",
    "position": "what {1} wants on {0}",
    "salience": "how much {1} cares about {0}",
    "power": "the weight of {1} in deciding on {0}",
}


def _issue_label(rest: list[str], names: Mapping[str, str]) -> str:
    """Say in words what an input of an issue is; ``rest`` begins with the issue's id."""
    issue = names.get(f"issues.{rest[0]}", rest[0])
    actor = names.get(f"parties.{rest[2]}", "") if len(rest) > 2 else ""
    return _ISSUE_PHRASES[rest[-1]].format(issue, actor)


#: How an input of a shared cost is called; ``{0}`` names the members that it is about.
_SHARING_PHRASES: Mapping[str, str] = {
    "cost": "the cost to be shared",
    "present": "the share that {0} bears now",
    "benefit": "what the undertaking is worth to {0}, a year",
    "use": "how much {0} uses",
    "border": "the protected border of {0}",
    "caused": "the share of the cost that arises for the sake of {0}",
    "power": "the weight of {0} in bargaining",
    "cap": "the largest share that {0} accepts",
    "floor": "the least share that {0} bears",
    "shares": "the share of {0} in this proposal ({1})",
    "costs": "the cost of {0} by themselves",
    "links": "the cost of linking {0}",
}


def _sharing_label(steps: list[str], names: Mapping[str, str]) -> str:
    """Say in words what an input of a shared cost is, by the steps of its path."""
    about = names.get(".".join(["sharing", *steps[:3]]), "members")
    match steps:
        case ["members", code, field]:
            return _SHARING_PHRASES[field].format(names.get(f"parties.{code}", code))
        case ["proposals", proposal, "shares", code]:
            title = names.get(f"sharing.proposals.{proposal}", proposal)
            return _SHARING_PHRASES["shares"].format(names.get(f"parties.{code}", code), title)
        case ["game", "costs", coalition]:
            members = [names.get(f"parties.{code}", code) for code in coalition.split("+")]
            phrase = "the cost of {0} alone" if len(members) == 1 else _SHARING_PHRASES["costs"]
            return phrase.format(", ".join(members))
        case ["game", "links", *_]:
            return _SHARING_PHRASES["links"].format(about)
    return _SHARING_PHRASES["cost"]
