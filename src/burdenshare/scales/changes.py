"""What-ifs: a step, an input, a member or the total of a scale changed, as written on one line.

Several changes in one what-if stand between semicolons:

- ``ceiling.most=0.25`` changes a parameter of a step, ``level-discounts.discounts.D=0.1`` one
  entry of it, ``debt-relief=off`` takes the step out;
- ``input:CHN.gni=+5%`` changes an input by a part, ``input:CHN.gni=1.9e7`` to an amount,
  ``input:ALL.debt=-10%`` that of all members;
- ``members=-GBR,+UKR`` lets members leave and join; ``total=4e9`` sets what they pay together.
"""

from __future__ import annotations

import re
import typing
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from burdenshare.cases.hints import did_you_mean, listed
from burdenshare.cases.syntax import resolve
from burdenshare.errors import BurdenshareError, ProblemError
from burdenshare.scales.definition import Members
from burdenshare.scales.reading import Reader
from burdenshare.scales.tables import TableRead, build_inputs
from burdenshare.sharing.scale_inputs import ScaleInputs
from burdenshare.sharing.scales import Scale


class ChangeError(BurdenshareError):
    """A what-if that cannot be read, or names something that is not there."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A scale with its inputs: what can be changed."""

    scale: Scale
    tables: tuple[TableRead, ...]
    members: Members
    factors: tuple[tuple[str, str, float, bool], ...] = ()
    """Changes of inputs: member or ALL, series, number, whether it is a part."""

    def inputs(self) -> ScaleInputs:
        """Build the inputs, changed as asked.

        Raises
        ------
        FactError
            As `build_inputs`.
        """
        built = build_inputs(self.tables, self.members)
        for member, name, number, is_part in self.factors:
            built = _with_input(built, member, name, number, is_part=is_part)
        return built


def changed(problem: Problem, text: str) -> Problem:
    """Apply a what-if.

    Parameters
    ----------
    problem : Problem
        The scale as it is.
    text : str
        The changes, as the module describes them.

    Raises
    ------
    ChangeError
        If a change cannot be read, or names a step, parameter, member or series that is not there.
    """
    for part in filter(None, (one.strip() for one in text.split(";"))):
        name, sign, value = part.partition("=")
        if not sign:
            raise ChangeError(f"what-if {part!r}: write STEP.PARAMETER=VALUE, such as {_EXAMPLE}")
        problem = _one(problem, name.strip(), value.strip())
    return problem


_EXAMPLE = "ceiling.most=0.25 or input:CHN.gni=+5%"


def _one(problem: Problem, name: str, value: str) -> Problem:
    if name.startswith("input:"):
        return _change_input(problem, name.removeprefix("input:"), value)
    if name == "members":
        return _change_members(problem, value)
    if name == "total":
        total = resolve(value)
        if not isinstance(total, int | float) or isinstance(total, bool) or not 0 < total < 1e30:
            raise ChangeError(f"what-if total={value}: write an amount above 0")
        return replace(problem, scale=replace(problem.scale, total=float(total)))
    return replace(problem, scale=_change_step(problem.scale, name, value))


# --- steps ---------------------------------------------------------------------------------------


def _change_step(scale: Scale, name: str, value: str) -> Scale:
    step_id, _, parameter = name.partition(".")
    ids = [step.id for step in scale.all_steps]
    if step_id not in ids:
        hint = did_you_mean(step_id, ids, f"Steps: {listed(ids, 20)}.")
        raise ChangeError(f"what-if {name}={value}: the scale has no step {step_id!r}. {hint}")
    try:
        if not parameter:
            if value != "off":
                raise ChangeError(f"what-if {name}={value}: write {name}=off or {name}.PARAMETER=")
            return scale.without(step_id)
        place = ids.index(step_id)
        if place == 0:
            return replace(scale, first=_with_parameter(scale.first, parameter, value))
        step = _with_parameter(scale.steps[place - 1], parameter, value)
        return replace(scale, steps=(*scale.steps[: place - 1], step, *scale.steps[place:]))
    except ProblemError as error:
        raise ChangeError(f"what-if {name}={value}: {error}") from None


def _with_parameter(step: Any, parameter: str, text: str) -> Any:
    name, _, entry = parameter.partition(".")
    known = [one.name for one in fields(step) if one.name != "id"]
    if name not in known:
        hint = did_you_mean(name, known, f"It has {listed(known, 20)}.")
        raise ChangeError(f"what-if {step.id}.{parameter}={text}: no parameter {name!r}. {hint}")
    kind = typing.get_type_hints(type(step), include_extras=True)[name]
    reader = Reader()
    if entry:
        now = getattr(step, name)
        if not isinstance(now, dict):
            raise ChangeError(f"what-if {step.id}.{parameter}={text}: {name} has no entries")
        inside = typing.get_args(kind)[1]
        value: Any = {**now, entry: reader.read(inside, _plain(inside, text), (name, entry))}
    else:
        value = reader.read(kind, _plain(kind, text), (name,))
    if reader.problems:
        told = reader.problems[0]
        raise ChangeError(f"what-if {step.id}.{parameter}={text}: {told.message}. {told.hint}")
    return replace(step, **{name: value})


def _plain(kind: Any, text: str) -> Any:
    """The value that a file would hold: a list for a list, else a number or text."""
    if typing.get_origin(kind) is tuple:
        return [one.strip() for one in text.strip("[]").split(",") if one.strip()]
    if text.endswith("%") and re.fullmatch(r"[\d.eE+-]+%", text):
        return float(text[:-1]) / 100
    return resolve(text)


# --- members and inputs --------------------------------------------------------------------------


def _change_members(problem: Problem, value: str) -> Problem:
    only, excepted = list(problem.members.only), list(problem.members.excepted)
    now = build_inputs(problem.tables, problem.members).members
    for word in (one.strip() for one in value.split(",")):
        code = word[1:]
        if word[:1] not in ("+", "-") or not code:
            raise ChangeError(
                f"what-if members={value}: write -CODE for who leaves, +CODE for who joins"
            )
        if word[0] == "-":
            if code not in now:
                raise ChangeError(
                    f"what-if members={value}: {code} is no member.{_near(code, now)}"
                )
            excepted.append(code)
        else:
            there = tuple(dict.fromkeys(n for table in problem.tables for n in table.names))
            if code not in there:
                hint = _near(code, there)
                raise ChangeError(f"what-if members={value}: there is no data of {code}.{hint}")
            excepted = [name for name in excepted if name != code]
            only += [code] if only and code not in only else []
    return replace(problem, members=Members(tuple(only), tuple(excepted)))


def _near(code: str, known: tuple[str, ...]) -> str:
    hint = did_you_mean(code, known)
    return f" {hint}" if hint else ""


def _change_input(problem: Problem, name: str, value: str) -> Problem:
    member, _, series = name.partition(".")
    inputs = problem.inputs()
    what = f"what-if input:{name}={value}"
    if member != "ALL" and member not in inputs.members:
        raise ChangeError(f"{what}: {member} is no member.{_near(member, inputs.members)}")
    if series not in inputs.series:
        known = tuple(sorted(inputs.series))
        hint = did_you_mean(series, known, f"There is {listed(known)}.")
        raise ChangeError(f"{what}: there is no series {series!r}. {hint}")
    part = re.fullmatch(r"([+-]?\d+(?:\.\d*)?)%", value)
    number = float(part[1]) / 100 if part else resolve(value)
    if not isinstance(number, int | float) or isinstance(number, bool) or abs(number) > 1e30:
        raise ChangeError(f"{what}: write +5%, -3% or an amount")
    change = (member, series, float(number), part is not None)
    return replace(problem, factors=(*problem.factors, change))


def _with_input(
    inputs: ScaleInputs, member: str, name: str, number: float, *, is_part: bool
) -> ScaleInputs:
    one = inputs.get(name)
    who = np.array([member in (code, "ALL") for code in inputs.members])
    if is_part:
        values, known = np.where(who, one.values * (1 + number), one.values), one.known
    else:
        values, known = np.where(who, number, one.values), one.known | who
    return replace(inputs, series={**inputs.series, name: replace(one, values=values, known=known)})
