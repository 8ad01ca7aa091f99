"""A cost that many members share, by hand: charges, what is known, proposals, printed rows."""

import copy
import json
import re
import sys
from datetime import date

import numpy as np
import pytest
from tests.end_to_end.test_json import numbers
from tests.end_to_end.test_report import Walker

import burdenshare as bs
from burdenshare.analysis import run as run_two
from burdenshare.cases import parse_case
from burdenshare.errors import CaseConsistencyError
from burdenshare.report.html import render_html
from burdenshare.results import AnswerAmongMany, SharedCost

SHARED = {
    "burdenshare": 1,
    "slug": "radar",
    "title": "Three share a radar {chain}",
    "description": "Invented for tests.",
    "as_of": "2020-06-30",
    "money": {"currency": "USD", "unit": "million", "price_year": 2020},
    "parties": {
        "AAA": {"name": "Aland", "population": 30, "gdp": 300, "source": "s"},
        "BBB": {"name": "Bland", "population": 10, "gdp": 100, "source": "s"},
        "CCC": {"name": "<b>Cland</b>", "population": 20, "gdp": 100, "source": "s"},
    },
    "sharing": {
        "name": "the radar",
        "source": "s",
        "members": {"AAA": {"present": 0.5}, "BBB": {"present": 0.3}, "CCC": {}},
        "game": {
            "form": "table",
            "costs": {"AAA": 60, "BBB": 40, "CCC": 50, "AAA+BBB": 80, "AAA+CCC": 90,
                      "BBB+CCC": 70, "AAA+BBB+CCC": 100},
        },
        "groups": [{"id": "two", "name": "the two", "members": ["AAA", "BBB"]}],
        "proposals": [
            {"id": "p", "date": "2020-05-01", "name": "the plan",
             "shares": {"AAA": 0.6, "CCC": 0.2}},
            {"id": "late", "date": "2021-05-01", "name": "the pact", "kind": "agreement",
             "shares": {"AAA": 0.4}},
        ],
    },
    "sources": {"s": {"title": "A source", "publisher": "A press", "date": "2020-01-01"}},
}  # fmt: skip


def shared():
    return copy.deepcopy(SHARED)


def answer(data, **more):
    return bs.run(parse_case(json.dumps(data), "radar.json", "json"), **{"draws": 200, **more})


def column(found, principle):
    return next(c for c in found.columns if c.principle == principle)


def amounts(found, principle):
    return [charge.amount.value for charge in column(found, principle).charges]


@pytest.fixture(scope="module")
def found():
    return answer(shared())


def test_charges_are_those_of_the_principles(found):
    assert isinstance(found, SharedCost)
    assert amounts(found, "equal") == pytest.approx([100 / 3] * 3)
    assert amounts(found, "ability-gdp") == pytest.approx([60, 20, 20])
    # Orders of arrival: A adds 60, 40, 40, 30 in its places, and so on for B and C.
    shapley = [(2 * 60 + 40 + 40 + 2 * 30) / 6, (2 * 40 + 20 + 20 + 2 * 10) / 6,
               (2 * 50 + 30 + 30 + 2 * 20) / 6]  # fmt: skip
    assert amounts(found, "shapley") == pytest.approx(shapley)
    assert all(
        sum(c.share.value for c in each.charges) == pytest.approx(1) for each in found.columns
    )


def test_gains_and_losses_are_told_where_the_present_is_known(found):
    first, second, third = column(found, "ability-gdp").charges
    assert first.change.value == pytest.approx(10)
    assert first.pays_more.value == 1
    assert second.change.value == pytest.approx(-10)
    assert third.change is None
    group = column(found, "ability-gdp").groups[0]
    assert group.change.value == pytest.approx(0)
    assert any(f.id == "unknown-shares" and "Cland" in f.text for f in found.findings)
    assert "known of 2 of 3, who bear 80.00%" in found.verdict.text


def test_who_pays_more_and_less_is_said_by_principle(found):
    told = {sentence.text.split(":")[0]: sentence.text for sentence in found.gains}
    assert told["Ability to pay (GDP)"] == (
        "Ability to pay (GDP): more is paid by Aland USD 10 million; less is paid by Bland USD 10 "
        "million."
    )


def test_the_core_is_told_with_who_would_leave(found):
    assert found.core.nonempty
    # By GDP A pays its cost alone; nobody gains by leaving.
    assert column(found, "ability-gdp").standing.inside
    data = shared()
    data["parties"]["AAA"]["gdp"] = 3000
    apart = column(answer(data), "ability-gdp").standing
    assert not apart.inside
    assert "Aland would pay USD 60 million alone" in apart.sentence.text


def test_an_empty_core_is_proved():
    data = shared()
    data["sharing"]["game"]["costs"] |= {"AAA+BBB": 60, "AAA+CCC": 60, "BBB+CCC": 60}
    found = answer(data)
    assert not found.core.nonempty
    assert "cost USD 90 million together, less than USD 100 million" in found.core.sentence.text
    assert all(member.core_least is None for member in found.members)


def test_a_proposal_says_only_what_it_says(found):
    (effect,) = found.proposals
    first, third = effect.moves
    assert first.change.value == pytest.approx(10)
    assert third.before is None
    assert "what it bore before is not known" in effect.sentences[1].text
    later = answer(shared(), as_of=date(2021, 6, 1))
    assert [each.id for each in later.proposals] == ["p", "late"]
    assert "moved Aland from 50.00% to 40.00%" in later.proposals[1].sentences[0].text


def test_a_printed_row_that_is_not_what_it_claims_is_found_out():
    data = shared()
    true = amounts(answer(data), "nucleolus")
    false = amounts(answer(data), "ability-gdp")
    rows = [("true", true), ("false", false)]
    data["sharing"]["published"] = [
        {"id": name, "name": f"the {name} row", "principle": "nucleolus", "within": 0.01,
         "charges": dict(zip(("AAA", "BBB", "CCC"), row, strict=True))}
        for name, row in rows
    ]  # fmt: skip
    data["sharing"]["published"].append(
        {"id": "none", "name": "the lost row", "principle": "nucleolus", "within": 0.01}
    )
    found = answer(data)
    assert [row.agrees for row in found.printed] == [True, False]
    assert "does not follow the principle named (nucleolus)" in found.printed[1].sentence.text
    assert "another principle (ability to pay (GDP))" in found.printed[1].sentence.text
    assert any("The lost row is not compared" in f.text for f in found.findings)


def test_what_is_not_known_of_one_member_is_left_out_by_name():
    data = shared()
    del data["parties"]["BBB"]["gdp"]
    left = {entry.principle: entry.reason for entry in answer(data).left_out}
    assert "GDP of each member (not known of Bland)" in left["ability-gdp"]
    assert "benefit" in left


def test_uncertain_costs_give_intervals_and_a_chance_of_a_core():
    data = shared()
    data["sharing"]["game"]["costs"]["AAA+BBB"] = {"low": 40, "high": 90}
    found = answer(data, draws=4000)
    assert 0 < found.core.chance.value < 1
    shapley = column(found, "shapley").charges[2].amount
    assert shapley.low < shapley.value < shapley.high
    again = answer(data, draws=4000, threads=3)
    assert found.to_json() == again.to_json()


def test_many_members_with_uncertain_costs_use_fewer_draws_and_say_so():
    data = shared()
    codes = [f"M{n:02}" for n in range(6)]
    data["parties"] = {code: {"name": code} for code in codes}
    costs = {}
    for mask in range(1, 64):
        inside = [code for place, code in enumerate(codes) if mask >> place & 1]
        size = len(inside)
        costs["+".join(inside)] = {"low": 9 * size**0.7, "high": 11 * size**0.7}
    data["sharing"] = {
        "name": "the radar", "members": {code: {} for code in codes}, "source": "s",
        "game": {"form": "table", "costs": costs},
    }  # fmt: skip
    found = answer(data, draws=100_000)
    assert any("65,536 draws were used" in finding.text for finding in found.findings)
    assert column(found, "nucleolus").charges[0].amount.low is not None
    assert np.isfinite([c.amount.value for each in found.columns for c in each.charges]).all()


def test_the_nash_solution_and_the_one_in_the_core_are_given(found):
    ids = {settlement.id: settlement for settlement in found.settlements}
    alone, whole = np.array([60, 40, 50]), 100
    expected = alone - (alone.sum() - whole) / 3
    assert [f.value for _, f in ids["nash"].charges] == pytest.approx(expected)
    assert sum(f.value for _, f in ids["nash-core"].charges) == pytest.approx(whole)


def test_limits_of_legislatures_are_set_against_what_principles_ask():
    data = shared()
    data["sharing"]["members"]["AAA"]["cap"] = 0.5
    data["sharing"]["members"]["CCC"]["floor"] = 0.3
    found = answer(data)
    cap, floor = found.limits
    more = sum(c.charges[0].share.value > 0.5 for c in found.columns)
    less = sum(c.charges[2].share.value < 0.3 for c in found.columns)
    assert f"Aland accepts at most 50.00%; {more} of" in cap.text
    assert f"at least 30.00%; {less} of" in floor.text
    inside = next(s for s in found.settlements if s.id == "nash-core")
    assert inside.charges[0][1].value <= 50 + 1e-6
    assert inside.charges[2][1].value >= 30 - 1e-6


def test_cost_items_make_bases_of_their_own():
    data = shared()
    data["costs"] = [
        {"id": "mast", "name": "Mast", "payer": "AAA", "amount": 30, "source": "s"},
        {"id": "staff", "name": "Staff", "payer": "CCC", "amount": 10, "source": "s"},
    ]
    data["cost_bases"] = [{"id": "site", "name": "the site", "items": ["mast", "staff"]}]
    found = answer(data)
    site = [c for c in found.columns if c.base == "site"]
    by_gdp = next(c for c in site if c.principle == "ability-gdp")
    assert [c.amount.value for c in by_gdp.charges] == pytest.approx([24, 8, 8])
    assert [c.change.value for c in by_gdp.charges] == pytest.approx([-6, 8, -2])


def test_an_airport_and_links_are_games_too():
    data = shared()
    for code, cost, landings in (("AAA", 10, 4), ("BBB", 20, 2), ("CCC", 30, 1)):
        data["parties"][code]["stand_alone_cost"] = cost
        data["sharing"]["members"][code]["use"] = landings
    data["sharing"]["game"] = {"form": "airport"}
    del data["sharing"]["proposals"], data["sharing"]["groups"]
    found = answer(data)
    # The first 10 by seven landings, the next 10 by three, the last by one.
    expected = [4 * 10 / 7, 2 * (10 / 7 + 10 / 3), 10 / 7 + 10 / 3 + 10]
    assert amounts(found, "shapley") == pytest.approx(expected)
    data["sharing"]["game"] = {
        "form": "links",
        "links": [
            {"between": ["source", "AAA"], "cost": 10}, {"between": ["source", "BBB"], "cost": 10},
            {"between": ["source", "CCC"], "cost": 10}, {"between": ["AAA", "BBB"], "cost": 3},
            {"between": ["AAA", "CCC"], "cost": 8}, {"between": ["BBB", "CCC"], "cost": 4},
        ],
    }  # fmt: skip
    found = answer(data)
    assert amounts(found, "bird") == pytest.approx([10, 3, 4])
    assert amounts(found, "folk") == pytest.approx([5.5, 5.5, 6])
    assert found.cost.value == pytest.approx(17)


def test_every_number_of_the_json_resolves(found):
    plain = json.loads(found.to_json())
    listed = list(numbers(plain))
    assert len(listed) > 100
    for path, origin in listed:
        if path[-1] == "price_year":
            continue
        assert origin is not None, path
        known = {"source": plain["sources"], "formula": plain["formulas"]}.get(origin["kind"])
        assert known is None or origin["ref"] in known, (path, origin)


def test_every_number_of_the_page_resolves_and_words_are_no_markup(found):
    walker = Walker()
    walker.feed(render_html(found))
    assert not walker.loose
    assert not walker.tags & {"script", "b"}
    assert len(walker.figures) > 60
    for figure in walker.figures:
        kind, _, ref = figure["data-origin"].partition(":")
        assert kind != "formula" or ref in found.formulas


def test_a_case_with_a_payment_has_both_answers():
    answer = bs.run(bs.load("nato-common-funding-2019"), draws=100)
    assert isinstance(answer, AnswerAmongMany)
    assert answer.shared.name in answer.verdict.text
    assert len([row for row in answer.rows() if row["answer"] == "members"]) == 29 * 5
    page = render_html(answer)
    assert re.search(r'id="members".*id="zone"', page, re.DOTALL)


def test_answers_that_need_a_payment_say_so():
    case = parse_case(json.dumps(shared()), "radar.json", "json")
    with pytest.raises(CaseConsistencyError, match="needs a payment between two parties"):
        bs.why(case, 10.0, draws=10)
    with pytest.raises(CaseConsistencyError, match="Members share a cost here"):
        run_two(case, draws=10)


def test_a_case_of_two_without_sharing_has_no_word_of_it():
    with pytest.raises(CaseConsistencyError, match="cost that members share"):
        bs.shared_cost(bs.load("us-rok-2019"), draws=10)


def test_a_cost_that_was_not_known_yet_is_refused():
    data = shared()
    del data["sharing"]["game"]
    data["sharing"]["cost"] = {"value": 100, "known_on": "2022-01-01"}
    with pytest.raises(CaseConsistencyError, match="nothing of the cost"):
        answer(data)


def test_members_beside_a_payment_are_answered_from_the_draws_that_are_kept(monkeypatch):
    home = sys.modules["burdenshare.analysis.shared_cost"]
    answer_members, asked = home.shared_cost_of, []

    def spied(model, drawn, plan, executor):
        asked.append((drawn.size, plan.draws))
        return answer_members(model, drawn, plan, executor)

    monkeypatch.setattr("burdenshare.analysis.large.KEPT", 300)
    monkeypatch.setattr(home, "shared_cost_of", spied)
    answer = bs.run(bs.load("nato-common-funding-2019"), draws=900)
    assert asked == [(300, 300)]
    assert answer.shared.members
    assert answer.made.draws == 900
