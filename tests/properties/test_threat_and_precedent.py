"""What must hold of answers about threats and precedent in any case."""

import copy

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.small_case import plain, read

from burdenshare.analysis import run

MONEY = st.integers(1, 300)
SHARES = st.floats(0.01, 0.9)


def answer(data, figure=55.0):
    return run(read(data), draws=400, threads=1, figure=figure)


def departure(data, figure=55.0):
    return answer(data, figure).threat.departures[0]


@given(MONEY, st.integers(25, 200), st.integers(1, 100))
@settings(max_examples=12, deadline=None)
def test_a_louder_demand_makes_the_threat_no_less_credible(benefit, figure, louder):
    """Backing down costs a part of the rise asked for, so more is lost by it."""
    data = plain()
    data["benefits"][0]["amount"] = {"low": benefit, "high": benefit + 60, "source": "s"}
    before, after = departure(data, figure), departure(data, figure + louder)
    assert before.payoffs_say.value <= after.payoffs_say.value
    assert before.carried_out.value <= after.carried_out.value
    assert before.audience_cost_needed == after.audience_cost_needed


@given(MONEY, st.integers(0, 100))
@settings(max_examples=12, deadline=None)
def test_who_gains_more_by_staying_is_believed_less(benefit, more):
    data, other = plain(), plain()
    data["benefits"][0]["amount"], other["benefits"][0]["amount"] = benefit, benefit + more
    before, after = departure(data), departure(other)
    assert before.carried_out.value >= after.carried_out.value
    assert before.audience_cost_needed.value <= after.audience_cost_needed.value


@given(SHARES, SHARES, MONEY)
@settings(max_examples=15, deadline=None)
def test_a_threat_believed_more_supports_no_less(one, two, worth):
    low, high = sorted((one, two))
    paid = []
    for belief in (low, high):
        data = plain()
        data["benefits"][1]["amount"] = worth
        data["disagreement"][1]["beliefs"] = {"BBB": belief}
        threat = answer(data).threat
        assert threat.supports.value >= threat.present.value
        paid.append(threat.supports.value)
    assert paid[0] <= paid[1] + 1e-9


@given(st.lists(st.floats(0, 0.8), min_size=1, max_size=4), st.floats(0.01, 0.5))
@settings(max_examples=15, deadline=None)
def test_more_that_passes_through_makes_for_less_here(through, more):
    data = plain()
    data["linked"] = [
        {"id": f"t{n}", "name": f"T{n}", "pass_through": phi, "source": "s"}
        for n, phi in enumerate(through)
    ]
    wider = copy.deepcopy(data)
    wider["linked"][0]["pass_through"] += more
    before, after = answer(data).precedent, answer(wider).precedent
    assert before.multiplier.value < after.multiplier.value
    found = [{e.id: e.counting.value for e in p.effects} for p in (before, after)]
    for name in ("least", "settlement", "demand"):
        assert found[0][name] >= found[1][name] - 1e-9
    assert abs(before.elsewhere.value) <= abs(after.elsewhere.value)


@given(st.integers(1, 6), st.floats(0, 0.3))
@settings(max_examples=12, deadline=None)
def test_a_longer_queue_asks_for_less_reputation(talks, through):
    levels = []
    for count in (talks, talks + 1):
        data = plain()
        data["reservation"] = {
            "AAA": {"value": 15, "source": "s"},
            "BBB": {"distribution": {"name": "uniform", "low": 20, "high": 60}, "source": "s"},
        }
        data["linked"] = [
            {"id": f"t{n}", "name": f"T{n}", "pass_through": through, "source": "s"}
            for n in range(count)
        ]
        effect = next(e for e in answer(data).precedent.effects if e.id == "reputation")
        assert effect.counting.value <= effect.alone.value
        levels.append(effect.counting.value)
    assert levels[1] <= levels[0]
