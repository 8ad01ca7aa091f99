"""A case at a date as arrays of draws in one money basis, labels kept.

`build` cuts a case at a date and turns each number that was known into an `Input`: a distribution
in the money of the case, with a label, a unit and its origin. `Model.draw` gives the draws.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from burdenshare.arrays import Array
from burdenshare.cases.asof import cut, quantities
from burdenshare.cases.schema import (
    Amount,
    Case,
    Count,
    Distribution,
    Quantity,
    Rate,
    Shape,
    Share,
)
from burdenshare.errors import CaseConsistencyError, CaseProblem, FactError
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

    @property
    def as_of(self) -> date:
        """The date at which the case is asked."""
        return self.case.as_of

    def draw(self, plan: Plan, executor: Executor) -> Draws:
        """Draw every input."""
        distributions = {path: entry.distribution for path, entry in self.inputs.items()}
        return Draws(draw(distributions, plan, executor))

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

    def __contains__(self, path: str) -> bool:
        """Tell whether an input was known."""
        return path in self.values

    def prefixed(self, prefix: str) -> dict[str, Array]:
        """Give the inputs below a path, by the rest of their path."""
        start = prefix + "."
        return {path[len(start) :]: v for path, v in self.values.items() if path.startswith(start)}


def build(case: Case, as_of: date | None = None) -> Model:
    """Turn a case into a model at a date.

    Parameters
    ----------
    case : Case
        A case as read from its file.
    as_of : date, optional
        The day; else the one that the case names.

    Raises
    ------
    CaseConsistencyError
        If a number without which nothing can be computed was not known by then, or an exchange
        rate or price index that an amount needs.
    """
    visible = cut(case, as_of)
    money = visible.money
    basis = MoneyBasis(money.currency, money.unit, money.price_year)
    converter = _converter(visible)
    labels = _labels(visible)
    inputs: dict[str, Input] = {}
    problems: list[CaseProblem] = []
    for path, quantity in quantities(visible):
        if path.startswith(_NOT_INPUTS):
            continue
        try:
            inputs[path] = _input(path, quantity, labels, basis, converter)
        except FactError as error:
            problems.append(CaseProblem(visible.slug, 0, 0, path, str(error)))
    if problems:
        raise CaseConsistencyError(problems)
    return Model(visible, basis, inputs, _sources(visible), digest(visible))


#: Numbers that serve conversion or describe the past; they are read from the case, never drawn.
_NOT_INPUTS = ("exchange_rates.", "price_indices.", "outcome.", "payment.history.")


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
            return {"population": "million people", "term": "years"}.get(
                path.rsplit(".", 1)[-1], "number"
            )
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
    """Words for the parts that an input's path goes through."""
    labels: dict[str, str] = {code: party.name for code, party in case.parties.items()}
    named: Iterable[tuple[str, tuple[object, ...]]] = (
        ("costs", case.costs),
        ("benefits", case.benefits),
        ("disagreement", case.disagreement),
        ("linked", case.linked),
        ("comparators", case.comparators),
        ("indexation", case.indexation),
        ("calendar", case.calendar),
        ("ratification", case.ratification),
    )
    for part, entries in named:
        for entry in entries:
            name = getattr(entry, "name", None) or getattr(entry, "body", "")
            labels[f"{part}.{getattr(entry, 'id', '')}"] = str(name)
    return labels


def _label(path: str, labels: Mapping[str, str]) -> str:
    """Say in words what an input is."""
    part, *rest = path.split(".")
    if part == "parties" and len(rest) == 2:
        return f"{labels.get(rest[0], rest[0])}: {_words(rest[1])}"
    name = labels.get(f"{part}.{rest[0]}") if rest else None
    if name is None:
        return ": ".join([_words(part), *(labels.get(piece, _words(piece)) for piece in rest)])
    tail = [labels.get(piece, _words(piece)) for piece in rest[1:] if piece != "amount"]
    return ": ".join([name, *tail])


def _words(name: str) -> str:
    return {"gdp": "GDP", "gni": "GNI"}.get(name, name.replace("_", " ").replace("-", " "))
