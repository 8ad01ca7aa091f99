"""What proposals did, whether burdens follow benefits, whether printed rows are what they claim.

All of it is at medians: principles, costs and what members bear now.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from burdenshare.analysis.figures import amount_figure, certain, input_figure
from burdenshare.analysis.formulas import by_formula
from burdenshare.analysis.shared_columns import Solved
from burdenshare.analysis.shared_problem import SharedBase, sharing_of
from burdenshare.arrays import Vector
from burdenshare.cases.schema_sharing import Proposal, PublishedRow
from burdenshare.model import Draws, Model, money_of
from burdenshare.results.figures import COUNT, PORTION, PROBABILITY, Figure, Sentence, Unit
from burdenshare.results.shared_cost import BurdenTest, Move, PrintedRow, ProposalEffect
from burdenshare.sharing.burden_tests import benefit_shares, wilcoxon_signed_rank
from burdenshare.sharing.inequality import gini, kendall_w, spearman

FEWEST = 5
"""Fewest members on whom the tests of the literature are tried."""

_NUMBER = Unit("number", "number")


def quoted(text: str) -> str:
    """Make words of a case safe in the template of a sentence."""
    return text.replace("{", "{{").replace("}", "}}")


# --- proposals ------------------------------------------------------------------------------------


def proposal_effects(
    model: Model, draws: Draws, base: SharedBase, solved: Sequence[Solved]
) -> Iterator[ProposalEffect]:
    """Say how each proposal that was known moves the members that it names."""
    whole = [each for each in solved if each.column.base == base.id]
    for proposal in sharing_of(model).proposals:
        moves = tuple(_move(model, draws, base, whole, proposal, c) for c in proposal.shares)
        yield ProposalEffect(
            id=proposal.id,
            name=proposal.name,
            kind=proposal.kind,
            date=str(proposal.date),
            source=proposal.source or "",
            moves=moves,
            sentences=tuple(_in_words(model, proposal, move, len(whole)) for move in moves),
        )


def _move(
    model: Model,
    draws: Draws,
    base: SharedBase,
    solved: Sequence[Solved],
    proposal: Proposal,
    code: str,
) -> Move:
    place = list(sharing_of(model).members).index(code)
    path = f"sharing.proposals.{proposal.id}.shares.{code}"
    share = float(np.median(draws[path]))
    now = draws.get(f"sharing.members.{code}.present")
    before = None if now is None else float(np.median(now))
    asked = tuple((s.column.name, s.column.charges[place].share) for s in solved)
    change, closer = None, None
    if before is not None and now is not None:
        change = amount_figure(
            (draws[path] - now) * base.problem.cost, model.basis, "proposal-change"
        )
        nearer = sum(abs(share - f.value) < abs(before - f.value) for _, f in asked)
        closer = certain(float(nearer), COUNT, "closer")
    return Move(
        member=code,
        name=model.case.parties[code].prose,
        before=None
        if before is None
        else Figure(before, PORTION, model.inputs[f"sharing.members.{code}.present"].origin),
        proposed=Figure(share, PORTION, model.inputs[path].origin),
        change=change,
        asked=asked,
        closer=closer,
    )


def _in_words(model: Model, proposal: Proposal, move: Move, principles: int) -> Sentence:
    figures = {"proposed": move.proposed}
    who, name = quoted(move.name), quoted(proposal.name)
    verb = "gave" if proposal.kind == "agreement" else "would give"
    if move.before is None or move.change is None or move.closer is None:
        text = f"{_capital(name)} {verb} {who} {{proposed}}; what it bore before is not known."
        return Sentence(text, figures)
    if move.change.value == 0:
        stays = "left" if proposal.kind == "agreement" else "would leave"
        return Sentence(f"{_capital(name)} {stays} {who} at {{proposed}}.", figures)
    figures |= {"before": move.before, "change": move.change, "closer": move.closer}
    figures["principles"] = certain(float(principles), COUNT, "principles-count")
    size = Figure(abs(move.change.value), move.change.unit, move.change.origin)
    figures["size"] = size
    way = "less" if move.change.value < 0 else "more"
    direct = "moved" if proposal.kind == "agreement" else "would move"
    text = (
        f"{_capital(name)} {direct} {who} from {{before}} to {{proposed}}, {{size}} a year {way}; "
        "that is closer to what {closer} of {principles} principles ask, further from the others"
    )
    ability = dict(move.asked).get("ability to pay (GDP)")
    if ability is not None:
        figures["ability"] = ability
        text += "; by ability to pay (GDP) it would be {ability}"
    return Sentence(f"{text}.", figures)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


# --- who gains and who loses ----------------------------------------------------------------------

_MOST_NAMED = 3


def gains_told(base: SharedBase, solved: Sequence[Solved]) -> Iterator[Sentence]:
    """Say who would pay most more, and who most less than now, principle by principle."""
    for column in (each.column for each in solved if each.column.base == base.id):
        known = [(c.name, c.change) for c in column.charges if c.change is not None]
        if not known:
            continue
        figures: dict[str, Figure] = {}
        parts = []
        for way, sign in (("more", 1), ("less", -1)):
            moved = [(name, f) for name, f in known if sign * f.value > 0]
            moved.sort(key=lambda pair: -abs(pair[1].value))
            names = []
            for place, (name, figure) in enumerate(moved[:_MOST_NAMED]):
                key = f"{way}{place}"
                figures[key] = Figure(abs(figure.value), figure.unit, figure.origin)
                names.append(f"{quoted(name)} {{{key}}}")
            if names:
                rest = " and others" if len(moved) > _MOST_NAMED else ""
                parts.append(f"{way} is paid by {', '.join(names)}{rest}")
        told = "; ".join(parts) or "nobody's payment changes"
        yield Sentence(f"{_capital(quoted(column.name))}: {told}.", figures)


# --- what ratifiers accept ------------------------------------------------------------------------


def limits_told(model: Model, base: SharedBase, solved: Sequence[Solved]) -> Iterator[Sentence]:
    """Say which principles ask more of a member than its cap, or less than its floor."""
    columns = [each.column for each in solved if each.column.base == base.id]
    count = certain(float(len(columns)), COUNT, "principles-count")
    for place, code in enumerate(sharing_of(model).members):
        for field, words in (("cap", "accepts at most"), ("floor", "is to bear at least")):
            entry = model.inputs.get(f"sharing.members.{code}.{field}")
            if entry is None:
                continue
            limit = replace(input_figure(model, entry), unit=PORTION)
            shares = [column.charges[place].share.value for column in columns]
            sign = 1 if field == "cap" else -1
            beyond = sum(sign * (share - limit.value) > 1e-9 for share in shares)
            figures = {
                "limit": limit,
                "beyond": certain(float(beyond), COUNT, "within-limit"),
                "count": count,
            }
            who = _capital(quoted(model.case.parties[code].prose))
            asks = "more" if field == "cap" else "less"
            text = f"{who} {words} {{limit}}; {{beyond}} of {{count}} principles ask {asks} of it."
            yield Sentence(text, figures)


# --- burdens and benefits -------------------------------------------------------------------------


class _Burden(NamedTuple):
    """What some members bear, with their income and benefit shares."""

    name: str
    values: Vector
    income: Vector
    benefits: Vector
    of: str
    """What the benefit shares are made of."""


def burden_tests(
    model: Model, draws: Draws, base: SharedBase, solved: Sequence[Solved]
) -> Iterator[BurdenTest]:
    """Test whether burdens follow benefits and income, and whether principles agree."""
    for burden in _burdens(model, draws):
        yield from _tests_of(burden)
    rankings = [each.middle for each in solved if each.column.base == base.id]
    rankings = [row for row in rankings if row.max() > row.min()]
    if len(rankings) >= 2 and rankings[0].size >= 3:
        found = kendall_w(np.array(rankings))
        figures = {
            "w": certain(float(found.coefficient), _NUMBER, "kendall"),
            "count": certain(float(len(rankings)), COUNT, "principles-count"),
            "p": certain(float(found.p_value), PROBABILITY, "kendall"),
        }
        text = (
            "The {count} principles that tell members apart rank them with a concordance of {w}, "
            "where 1 is the same order in all of them."
        )
        yield BurdenTest(
            "concordance", "Agreement of the principles about the order", "what principles ask",
            certain(float(rankings[0].size), COUNT, "principles-count"), figures["w"], figures["p"],
            Sentence(text, figures),
        )  # fmt: skip


def _burdens(model: Model, draws: Draws) -> Iterator[_Burden]:
    """Burdens of which enough is known: shares of this cost, and defence budgets."""
    members = sharing_of(model).members
    for name, path in (
        ("payments to this cost", "sharing.members.{}.present"),
        ("defence budgets", "parties.{}.defence_budget"),
    ):
        data = []
        for code in members:
            fields = [path.format(code), f"parties.{code}.gdp", f"parties.{code}.population"]
            values = [draws.get(field) for field in fields]
            values.append(draws.get(f"sharing.members.{code}.border"))
            if all(value is not None for value in values[:3]):
                data.append([np.nan if v is None else float(np.median(v)) for v in values])
        if len(data) < FEWEST:
            continue
        table = np.array(data)
        has_border = bool(np.isfinite(table[:, 3]).all() and table[:, 3].sum() > 0)
        measures = [table[:, 1], table[:, 2], *([table[:, 3]] if has_border else [])]
        of = "GDP, population and protected border" if has_border else "GDP and population"
        yield _Burden(name, table[:, 0], table[:, 1], benefit_shares(*measures), of)


def _tests_of(burden: _Burden) -> Iterator[BurdenTest]:
    count = certain(float(burden.values.size), COUNT, "known-shares")
    shares = burden.values / burden.values.sum()
    if np.ptp(burden.values / burden.income) > 0 and np.ptp(burden.income) > 0:
        found = spearman(burden.values / burden.income, burden.income)
        figures = {
            "rho": certain(float(found.coefficient), _NUMBER, "spearman"),
            "p": certain(float(found.p_one_tailed), PROBABILITY, "spearman"),
            "count": count,
        }
        words = _exploitation(float(found.coefficient), float(found.p_one_tailed))
        text = (
            f"Among {{count}} members, {burden.name} per unit of GDP and GDP have a rank "
            f"correlation of {{rho}} (chance of one as far out: {{p}}): {words}."
        )
        yield BurdenTest(
            f"exploitation-{_slug(burden)}", "Do the large bear more of their income?", burden.name,
            count, figures["rho"], figures["p"], Sentence(text, figures),
        )  # fmt: skip
    if (burden.benefits != shares).any():
        ranks = wilcoxon_signed_rank(burden.benefits, shares)
        figures = {
            "w": certain(ranks.statistic, _NUMBER, "wilcoxon"),
            "p": certain(ranks.p_value, PROBABILITY, "wilcoxon"),
            "count": count,
        }
        words = (
            "burdens do not follow benefits"
            if ranks.p_value < 0.05
            else "no sign that burdens and benefits differ in one direction"
        )
        text = (
            f"Shares of {burden.of}, averaged, against shares of {burden.name}, {{count}} members: "
            f"signed ranks of {{w}} (chance of a sum as far out: {{p}}): {words}."
        )
        yield BurdenTest(
            f"concordance-{_slug(burden)}", "Do burdens follow benefits?", burden.name, count,
            figures["w"], figures["p"], Sentence(text, figures),
        )  # fmt: skip
    figures = {
        "burden": certain(float(gini(shares)), _NUMBER, "gini"),
        "benefit": certain(float(gini(burden.benefits)), _NUMBER, "gini"),
    }
    text = (
        f"The Gini coefficient of {burden.name} is {{burden}}, that of benefit shares {{benefit}}."
    )
    yield BurdenTest(
        f"gini-{_slug(burden)}", "How unequal are burdens?", burden.name, count, figures["burden"],
        None, Sentence(text, figures),
    )  # fmt: skip


def _exploitation(coefficient: float, p_value: float) -> str:
    if p_value >= 0.05:
        return "no sign that the large bear more, or less, of their income"
    if coefficient > 0:
        return "the large bear more of their income, as the exploitation hypothesis has it"
    return "the small bear more of their income"


def _slug(burden: _Burden) -> str:
    return "defence" if burden.name.startswith("defence") else "cost"


# --- rows that somebody printed -------------------------------------------------------------------


def printed_rows(model: Model, solved: Sequence[Solved]) -> Iterator[PrintedRow]:
    """Compare each printed row with what its principle gives here."""
    columns = {s.column.principle: s for s in solved if s.column.base == "whole"}
    for row in sharing_of(model).published:
        found = columns.get(row.principle)
        if found is not None and len(row.charges) == len(found.middle):
            yield _printed(model, row, found, list(columns.values()))


def _printed(
    model: Model, row: PublishedRow, found: Solved, others: Sequence[Solved]
) -> PrintedRow:
    members = list(sharing_of(model).members)
    printed = np.array([_middle_of(model, row, code) for code in members])
    within = float(money_of(model, row.within).quantile(np.array([0.5]))[0])
    gap = np.abs(printed - found.middle)
    unit = Unit.money(model.basis)
    place = int(gap.argmax())
    furthest = Figure(float(gap[place]), unit, by_formula("printed"))
    agrees = bool(gap.max() <= within * (1 + 1e-9))
    figures = {
        "furthest": furthest,
        "printed": Figure(float(printed[place]), unit, by_formula("printed")),
        "computed": certain(float(found.middle[place]), unit, f"sharing.{row.principle}"),
    }
    name = quoted(row.name)
    if agrees:
        text = (
            f"{_capital(name)} follows the principle named ({found.column.name}): no charge "
            "differs by more than {furthest}."
        )
        return PrintedRow(row.id, row.name, row.principle, True, furthest, Sentence(text, figures))
    who = quoted(model.case.parties[members[place]].prose)
    text = (
        f"{_capital(name)} does not follow the principle named ({found.column.name}): for {who} it "
        "has {printed}, and the principle gives {computed}"
    )
    like = [s for s in others if np.abs(s.middle - printed).max() <= within * (1 + 1e-9)]
    if like:
        text += f"; what it gives is another principle ({like[0].column.name})"
    return PrintedRow(
        row.id, row.name, row.principle, False, furthest, Sentence(f"{text}.", figures)
    )


def _middle_of(model: Model, row: PublishedRow, code: str) -> float:
    return float(money_of(model, row.charges[code]).quantile(np.array([0.5]))[0])
