"""A part of an answer is kept with what it reads, and holds for as long as that stays as it is."""

import numpy as np
import pytest
from tests.small_case import plain, read

from burdenshare.analysis.any_case import run
from burdenshare.analysis.ledger import Ledger
from burdenshare.analysis.live import Live
from burdenshare.cases import load_case
from burdenshare.cases.overlay import assumptions
from burdenshare.model import Draws, build

PAY, POWER = "costs.pay.amount", "bargaining.power"


@pytest.fixture
def kept():
    """A ledger that holds a part which reads one input, and how that was computed."""
    model = build(read(plain()))
    draws = Draws({path: np.arange(6.0) for path in model.inputs})
    ledger = Ledger()

    def compute(work, moved=None, after=()):
        return ledger.compute("part", work, model, draws, moved or {}, ("figure",), after)

    def recall(moved=None, beside=("figure",), at=model, drawn=draws):
        return ledger.recall("part", at, drawn, moved or {}, beside)

    return compute, recall, draws, model


def changes(**values):
    written = {name.replace("__", "."): value for name, value in values.items()}
    return assumptions({"case": "small", "changes": written}).overlay.changes


@pytest.mark.parametrize(
    "work",
    [
        lambda model, draws: draws[PAY].sum(),
        lambda model, draws: draws.get(PAY),
        lambda model, draws: PAY in draws,
        lambda model, draws: draws.part(2, 4)[PAY],
        lambda model, draws: draws.part(0, 4).part(1, 2)[PAY],
        lambda model, draws: model.inputs[PAY].label,
        lambda model, draws: model.inputs.get(PAY),
        lambda model, draws: [entry.label for entry in model.inputs.values()],
    ],
)
def test_what_is_read_in_any_way_is_noted(kept, work):
    compute, recall, *_ = kept
    entry = compute(work)
    assert recall() is entry
    assert recall(changes(costs__pay__amount=41)) is None


def test_a_part_holds_while_what_it_reads_is_assumed_alike(kept):
    compute, recall, draws, _ = kept
    entry = compute(lambda model, draws: draws[PAY].mean(), changes(costs__pay__amount=41))
    assert entry.read == {PAY}
    assert recall(changes(costs__pay__amount=41, bargaining__power=0.2)) is entry
    assert recall(changes(bargaining__power=0.2)) is None
    assert recall(changes(costs__pay__amount={"value": 41, "note": "Otherwise."})) is None
    assert recall(changes(costs__pay__amount=41), beside=("another",)) is None
    assert recall(changes(costs__pay__amount=41), drawn=draws.part(0, 5)) is None


def test_a_part_that_goes_through_all_inputs_reads_their_names(kept):
    compute, recall, _, model = kept
    entry = compute(lambda model, draws: [path for path in model.inputs if "zzz" in path])
    more = changes(reservation__BBB=30)
    assumed = assumptions({"case": model.case.slug, "changes": {"reservation.BBB": 30}})
    assert recall(changes(costs__pay__amount=41)) is entry
    assert recall(more, at=model.assuming(assumed)) is None


def test_what_a_part_is_made_from_counts_as_read(kept):
    compute, recall, *_ = kept
    first = compute(lambda model, draws: draws[POWER])
    compute(lambda model, draws: draws[PAY], after=[first])
    assert recall(changes(bargaining__power=0.2)) is None


def test_parts_of_draws_are_those_of_the_draws(kept):
    compute, _, draws, _ = kept
    noted = compute(lambda model, noted: noted.part(1, 4)).found
    expected = draws.part(1, 4)
    assert noted.size == expected.size == 3
    np.testing.assert_array_equal(noted[PAY], expected[PAY])
    assert noted.get("nothing") is None
    assert set(noted.values) == set(expected.values)


STEPS = (
    {"linked.japan.pass_through": 0.1},
    {"linked.japan.pass_through": 0.1, "costs.us-om.amount": 900},
    {"calendar.us-election.type_change": 0.7, "costs.us-om.amount": 900},
    {"calendar.us-election.type_change": 0.7, "reservation.KOR": {"low": 1000, "high": 1500}},
    {"disagreement.withdrawal.beliefs.KOR": 0.2, "reservation.KOR": {"low": 1000, "high": 1500}},
    {"disagreement.lapse.losses.USA": {"low": -100, "high": 200}},
    {"ratification.national-assembly.ceiling": 1100, "parties.KOR.gdp": 1700},
)


def test_a_walk_among_assumptions_gives_at_each_step_what_a_run_gives():
    case = load_case("us-rok-2019")
    live = Live(case, draws=200, threads=2)
    live.answer()
    for number, step in enumerate(STEPS):
        figure = {"figure": 2000} if number in (3, 4) else {}
        assumed = assumptions({"case": case.slug, "changes": step, **figure})
        expected = run(case, draws=200, threads=1, assumed=assumed)
        assert live.answer(assumed).to_dict() == expected.to_dict(), step
