"""An overlay puts numbers otherwise, and says where it is wrong."""

import pytest
from tests.small_case import plain, read

from burdenshare.cases import load_case
from burdenshare.cases.asof import cut
from burdenshare.cases.assumed import NO_REASON, assume, may_be_assumed
from burdenshare.cases.overlay import (
    VERSION_KEY,
    Overlay,
    assumptions,
    load_overlay,
    overlay_text,
    parse_overlay,
)
from burdenshare.errors import CaseError
from burdenshare.provenance import Basis

HEAD = "burdenshare-overlay: 1\ncase: small\n"


def small_case(change=lambda data: None):
    data = plain()
    change(data)
    return read(data)


def refusal(text: str) -> str:
    with pytest.raises(CaseError) as caught:
        parse_overlay(text, "o.yaml")
    return str(caught.value)


def misfit(changes: str) -> str:
    with pytest.raises(CaseError) as caught:
        assume(cut(small_case()), parse_overlay(f"{HEAD}changes:\n{changes}", "o.yaml"))
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "o.yaml: the file is empty\n    Begin the file with 'burdenshare-overlay: 1'."),
        ("- 1", "o.yaml: expected an overlay, got a list\n    Begin the file with "
         "'burdenshare-overlay: 1'."),
        ("case: small", "o.yaml:1:1: burdenshare-overlay: required, and not there\n"
         "    Begin the file with 'burdenshare-overlay: 1'."),
        ("burdenshare: 1\nslug: small", "o.yaml:1:1: burdenshare-overlay: this is a case, not an "
         "overlay\n    Give it as the case itself."),
        ("burdenshare-overlay: 2\n", "o.yaml:1:22: burdenshare-overlay: the overlay is in version "
         "2 of the format; this burdenshare reads version 1\n    Install a newer burdenshare."),
        ("burdenshare-overlay: yes\n", "o.yaml:1:22: burdenshare-overlay: expected the version, 1, "
         "got the text 'yes'\n    Begin the file with 'burdenshare-overlay: 1'."),
        ("burdenshare-overlay: 1\n", "o.yaml:1:1: case: required, and not there\n"
         "    Add 'case: ...'."),
        (HEAD + "figur: 3\n", "o.yaml:3:1: figur: unknown key\n    Did you mean 'figure'?"),
        (HEAD + "draws: 0\n", "o.yaml:3:8: draws: 0 is below 1"),
        (HEAD + "seed: 1.5\n", "o.yaml:3:7: seed: expected a whole number, got the number 1.5"),
        (HEAD + "as_of: 2020-02-30\n", "o.yaml:3:8: as_of: '2020-02-30': February 2020 has 29 "
         "days"),
        (HEAD + "changes: {a.b: x}\n", "o.yaml:3:16: changes.a.b: expected a number, got the text "
         "'x'\n    Write 5000 or 5e3, without thousands separators, units or quotation marks."),
        (HEAD + "changes:\n  a.b: {lo: 1, high: 2}\n", "o.yaml:4:9: changes.a.b.lo: unknown key\n"
         "    Did you mean 'low'?"),
        (HEAD + "changes:\n  a.b: {low: 3, high: 2}\n", "o.yaml:4:8: changes.a.b: low 3 is above "
         "high 2\n    Swap them, or mend the wrong one."),
        (HEAD + "changes:\n  a.b: [1, 2]\n", "o.yaml:4:8: changes.a.b: a list of versions stands "
         "here\n    Write the one number that is assumed."),
        (HEAD + "changes:\n  a.b: {value: 2, source: s}\n", "o.yaml:4:8: changes.a.b: an "
         "assumption has no source\n    Leave out source, and say in the note where the number "
         "comes from."),
        (HEAD + "changes:\n  a.b: {value: 2, basis: document}\n", "o.yaml:4:8: changes.a.b: an "
         "assumption is a judgement, not a document\n    Leave out basis."),
        (HEAD + "changes:\n  a.b: 1\n  a.b: 2\n", "o.yaml:5:3: changes.a.b: this key stands twice, "
         "first on line 4\n    Keep one of them."),
        (HEAD + "changes: {a: &x 1, b: *x}\n", "o.yaml:3:14: changes.a: &x is an anchor\n"
         "    Anchors and aliases are not used in a case: write the value out. Text that begins "
         "with & or * needs quotation marks."),
    ],
)  # fmt: skip
def test_a_broken_overlay_gives_its_message(text, message):
    assert refusal(text) == message


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ("  costs.operation.amount: 3\n", "o.yaml:4:3: changes.costs.operation.amount: the case "
         "has no number there that was known on 2020-06-30\n    Did you mean "
         "costs.operations.amount or costs.pay.amount?"),
        ("  bargaining.power: 30\n", "o.yaml:4:21: changes.bargaining.power: 30 is not between 0 "
         "and 1\n    Did you mean 0.3?"),
        ("  parties.AAA.population: -1\n", "o.yaml:4:27: changes.parties.AAA.population: -1 is "
         "negative"),
        ("  bargaining.power: {value: 0.5, currency: USD}\n", "o.yaml:4:21: "
         "changes.bargaining.power: currency has no meaning here\n    The number is no amount of "
         "money."),
        ("  costs: 3\n", "o.yaml:4:3: changes.costs: the case has no number there that was known "
         "on 2020-06-30\n    Did you mean costs.local.amount or costs.local.caused_by_payer?"),
        ("  title: 3\n", "o.yaml:4:3: changes.title: the case has no number there that was known "
         "on 2020-06-30\n    'burdenshare run' lists the inputs."),
    ],
)  # fmt: skip
def test_an_assumption_that_does_not_fit_gives_its_message(changes, message):
    assert misfit(changes) == message


def test_every_misfit_is_told_at_once():
    told = misfit("  bargaining.power: 30\n  costs.x.amount: 3\n")
    assert told.count("changes.") == 2


def test_an_overlay_of_another_case_is_refused():
    assumed = parse_overlay("burdenshare-overlay: 1\ncase: us-rok-2018\n", "o.yaml")
    with pytest.raises(
        CaseError, match=r"o.yaml:2:7: case: the overlay belongs to the case us-rok"
    ):
        assume(cut(small_case()), assumed)


def test_a_number_becomes_a_judgement_with_the_note_as_its_reason():
    changes = {"costs.pay.amount": {"low": 30, "high": 60, "note": "Why."}, "bargaining.power": 0.1}
    case = assume(cut(small_case()), assumptions({"case": "small", "changes": changes}))
    pay = next(item for item in case.costs if item.id == "pay").amount
    assert (pay.low, pay.high, pay.basis, pay.note, pay.source) == (
        30, 60, Basis.JUDGEMENT, "Why.", None,
    )  # fmt: skip
    assert (pay.currency, pay.unit, pay.price_year) == ("USD", "million", 2020)
    assert case.bargaining.power.note == NO_REASON
    assert case.costs[0] == cut(small_case()).costs[0]


def test_a_reservation_value_that_is_derived_may_be_put_directly():
    changes = {"reservation.BBB": 44}
    case = assume(cut(small_case()), assumptions({"case": "small", "changes": changes}))
    assert case.reservation["BBB"].value == 44
    assert "reservation.BBB" in set(may_be_assumed(cut(small_case())))
    assert "changes.reservation.CCC" in misfit("  reservation.CCC: 3\n")


def test_an_id_may_hold_dots():
    def with_dots(data):
        data["costs"][1]["id"] = "pay.more"
        data["cost_bases"][0]["items"] = ["local", "pay.more"]
        data["disagreement"][1]["saves"] = ["pay.more", "pay"]

    changes = {"costs.pay.more.amount": 1, "costs.pay.amount": 2}
    case = assume(cut(small_case(with_dots)), assumptions({"case": "small", "changes": changes}))
    assert [item.amount.value for item in case.costs] == [20, 1, 2, 10]


def test_what_was_not_known_cannot_be_assumed_otherwise():
    case = load_case("us-rok-2019")
    later = next(p for p in case.positions if p.amount and p.date.earliest > case.as_of)
    changes = {f"positions.{later.id}.amount": 1}
    with pytest.raises(CaseError, match="that was known on 2019-11-19"):
        assume(cut(case), assumptions({"case": case.slug, "changes": changes}))


@pytest.mark.parametrize(
    "path", ["exchange_rates.KRW-2019.rate", "payment.history.2019.amount", "outcome.amount"]
)
def test_what_no_answer_draws_cannot_be_assumed(path):
    case = cut(load_case("us-rok-2019"))
    with pytest.raises(CaseError, match="has no number there"):
        assume(case, assumptions({"case": case.slug, "changes": {path: 1}}))


def test_what_is_written_is_read_again(tmp_path):
    overlay = Overlay.model_validate(
        {
            VERSION_KEY: 1,
            "case": "small",
            "digest": "0123456789abcdef",
            "as_of": "2020-05-31",
            "figure": 44.25,
            "draws": 1000,
            "seed": 7,
            "changes": {
                "costs.pay.amount": {"low": 0.1, "mode": 1 / 3, "high": 1e9, "note": "It's: # so"},
                "bargaining.power": {"value": 0.30000000000000004},
                "payment.term": {"distribution": {"name": "beta", "a": 2, "b": 3, "low": 1,
                                                  "high": 5}},
            },
        }
    )  # fmt: skip
    path = tmp_path / "o.yaml"
    path.write_text(overlay_text(overlay, ["A line\nwith: a break"]), encoding="utf-8")
    read = load_overlay(path).overlay
    judged = {
        name: change.model_copy(update={"basis": Basis.JUDGEMENT})
        for name, change in overlay.changes.items()
    }
    assert read == overlay.model_copy(update={"changes": judged})
    assert path.read_text("utf-8").startswith("# A line with: a break\nburdenshare-overlay: 1\n")
