"""Sums over cost items that go on from one another."""

from types import SimpleNamespace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from burdenshare.analysis.amounts import RunningSums

SIZES = st.floats(-1e9, 1e9, allow_nan=False)
ITEMS = st.lists(st.lists(SIZES, min_size=3, max_size=3), min_size=2, max_size=8)


@given(values=ITEMS, cut=st.integers(1, 7), counted=st.lists(st.booleans(), min_size=8, max_size=8))
@settings(max_examples=100, deadline=None)
def test_going_on_from_a_sum_changes_no_bit(values, cut, counted):
    items = [SimpleNamespace(id=str(place)) for place in range(len(values))]

    def term(item):
        place = int(item.id)
        return np.array(values[place]) if counted[place] else None

    sums = RunningSums()
    sums.of("some", items[:cut], term, keep=True)
    asked = []

    def noted(item):
        asked.append(item.id)
        return term(item)

    found = sums.of("some", items, noted)
    afresh = RunningSums().of("some", items, term)
    np.testing.assert_array_equal(np.broadcast_to(found, 3), np.broadcast_to(afresh, 3))
    assert asked == [item.id for item in items[cut:]]


def test_sums_of_other_things_and_of_other_beginnings_are_not_gone_on_from():
    first, second, third = (SimpleNamespace(id=name) for name in "abc")
    sums = RunningSums()
    worth = {"a": 1.0, "b": 2.0, "c": 4.0}

    def term(item):
        return np.array([worth[item.id]])

    sums.of("cost", [first, second], term, keep=True)
    assert sums.of("cost", [second, first, third], term).tolist() == [7.0]
    assert sums.of("other", [first, second], lambda item: 10 * term(item)).tolist() == [30.0]
    assert sums.of("other", [], term).tolist() == [0.0]
