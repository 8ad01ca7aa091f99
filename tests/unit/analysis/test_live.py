"""A case that is moved about answers as a run from nothing does, number for number."""

import numpy as np
import pytest
from tests.small_case import plain, read

from burdenshare.analysis.any_case import run
from burdenshare.analysis.live import AHEAD, AT_ONCE, Live
from burdenshare.analysis.run import inquire
from burdenshare.cases import load_case
from burdenshare.cases.overlay import assumptions
from burdenshare.errors import CaseError

DRAWS = 300


def small_case():
    return read(plain())


def assumed(case, changes, **more):
    return assumptions({"case": case.slug, "changes": changes, **more})


def uncertain_case():
    """The small case with every number but a few an interval."""

    def widen(value, key=""):
        if isinstance(value, dict):
            return {name: widen(item, name) for name, item in value.items()}
        if isinstance(value, list):
            return [widen(item, key) for item in value]
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or key in ("burdenshare", "price_year", "withdrawn"):
            return value
        return {"low": value * 0.8, "high": min(value * 1.1, 0.9) if value <= 1 else value * 1.2}

    return read(widen(plain()))


FLAGSHIP = (
    "costs.us-om.amount",
    "costs.kor-taxes.caused_by_payer",
    "parties.USA.stand_alone_cost",
    "comparators.japan-share-2002.value",
    "payment.current",
)


@pytest.mark.parametrize(
    ("case", "paths"), [(uncertain_case(), None), (load_case("us-rok-2019"), FLAGSHIP)]
)
def test_moving_each_input_in_turn_gives_what_a_run_gives(case, paths):
    live = Live(case, draws=DRAWS, threads=1)
    earlier = live.answer()
    for path in paths or list(live.model.inputs)[::3]:
        ends = live.model.inputs[path].distribution.quantile(np.array([0.3, 0.6]))
        changes = assumed(case, {path: {"low": ends[0] * 0.9, "high": ends[1]}})
        seen = live.look(changes, AT_ONCE, earlier)
        ahead = live.look(changes, AHEAD, seen)
        expected = run(case, draws=DRAWS, threads=1, assumed=changes)
        for part in ("fair_shares", "zone", "findings", "made", "changes"):
            assert getattr(seen, part) == getattr(expected, part), (path, part)
        assert seen.verdict.sentences[:2] == expected.verdict.sentences[:2], path
        for part in (*AT_ONCE, *AHEAD, "verdict"):
            assert getattr(ahead, part) == getattr(expected, part), (path, part)
        assert live.answer(changes).to_dict() == expected.to_dict(), path


def test_what_an_input_does_not_move_keeps_its_version():
    case = load_case("us-rok-2019")
    live = Live(case, draws=DRAWS, threads=1)
    plain = live.answer()

    def versions(changes, wanted=AT_ONCE):
        live.look(assumed(case, changes), wanted, plain)
        return live.versions

    before = versions({})
    after = versions({"costs.us-om.amount": 900})
    assert after["fair_shares"] != before["fair_shares"]
    assert {name: after[name] for name in AHEAD} == {name: before[name] for name in AHEAD}
    elsewhere = {"linked.japan.pass_through": 0.1}
    assert "precedent" not in versions(elsewhere)
    assert versions(elsewhere)["forecast"] == before["forecast"]
    assert versions(elsewhere, AHEAD)["precedent"] != before["precedent"]


@pytest.mark.parametrize("slug", ["un-regular-2000", "tva-1938"])
def test_a_cost_that_many_share_is_answered_as_a_run_does(slug):
    case = load_case(slug)
    live = Live(case, draws=20)
    assert live.answer().to_json() == run(case, draws=20).to_json()
    path = next(path for path in live.model.inputs if path.startswith(("costs.", "sharing.")))
    entry = live.model.inputs[path]
    changes = assumed(case, {path: {"value": entry.distribution.mean * 1.01}})
    assert live.answer(changes).to_json() == run(case, draws=20, assumed=changes).to_json()


def test_several_moves_on_top_of_one_another():
    case = small_case()
    live = Live(case, draws=DRAWS, threads=2)
    steps = [
        ({"costs.pay.amount": {"low": 30, "high": 50}}, {}),
        ({"costs.pay.amount": {"low": 30, "high": 50}, "bargaining.power": 0.2}, {}),
        ({"bargaining.power": 0.2}, {"figure": 40}),
        ({}, {"figure": 40}),
        ({"reservation.BBB": {"low": 20, "mode": 30, "high": 60}}, {}),
        ({}, {}),
    ]
    for changes, more in steps:
        overlay = assumed(case, changes, **more)
        answer = live.answer(overlay)
        assert answer.to_json() == run(case, draws=DRAWS, assumed=overlay).to_json()


def test_only_what_has_moved_is_drawn_anew():
    case = small_case()
    live = Live(case, draws=DRAWS)
    changes = {"costs.pay.amount": {"low": 30, "high": 50}}
    first = live.drawn(assumed(case, changes))
    again = live.drawn(assumed(case, {**changes, "bargaining.power": 0.3}))
    assert all(again[path] is first[path] for path in first.values if path != "bargaining.power")
    before = Live(case, draws=DRAWS).drawn()
    np.testing.assert_array_equal(before["payment.term"], first["payment.term"])


def test_changes_are_listed_against_the_cases_own_numbers():
    case = small_case()
    changes = {"costs.pay.amount": {"value": 50, "note": "A rise."}, "reservation.BBB": 30}
    answer = run(case, draws=10, assumed=assumed(case, changes))
    pay, limit = answer.changes
    assert (pay.own.value, pay.own.origin.kind, pay.own.origin.ref) == (40, "source", "s")
    assert (pay.assumed.value, pay.assumed.origin.kind, pay.note) == (50, "judgement", "A rise.")
    assert (limit.own, limit.assumed.value) == (None, 30)
    assert "s" in answer.sources
    assert run(case, draws=10).changes == ()


def test_an_overlay_says_date_and_figure_unless_they_are_given():
    case = load_case("us-rok-2019")
    overlay = assumed(case, {}, as_of="2019-12-20", figure=2000)
    assert str(inquire(case, draws=10, assumed=overlay).made.as_of) == "2019-12-20"
    assert inquire(case, draws=10, assumed=overlay).figure.value == 2000
    assert inquire(case, draws=10, assumed=overlay, figure=3000).figure.value == 3000


def test_a_case_that_has_changed_since_is_told():
    case = small_case()
    now = inquire(case, draws=10).made.digest
    unchanged = run(case, draws=10, assumed=assumed(case, {"bargaining.power": 0.3}, digest=now))
    assert [f.id for f in unchanged.findings] == []
    changed = run(case, draws=10, assumed=assumed(case, {}, digest="0" * 16))
    assert [f.id for f in changed.findings] == ["case-has-changed"]


def test_the_fingerprint_tells_assumptions_apart():
    case = small_case()
    none, one, two = (
        run(case, draws=10, assumed=assumed(case, changes)).made.digest
        for changes in ({}, {"bargaining.power": 0.3}, {"bargaining.power": 0.4})
    )
    assert len({none, one, two}) == 3
    assert none == run(case, draws=10).made.digest


def test_a_misfit_leaves_the_case_as_it_was():
    case = small_case()
    live = Live(case, draws=10)
    with pytest.raises(CaseError):
        live.answer(assumed(case, {"costs.none.amount": 1}))
    assert live.answer().to_json() == run(case, draws=10).to_json()
