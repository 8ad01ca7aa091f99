"""What would have to be true in the small case, worked out by hand."""

import numpy as np
import pytest
from tests.small_case import plain, read

from burdenshare.analysis import why


def direct(least, most):
    return {"AAA": {"value": least, "source": "s"}, "BBB": {"value": most, "source": "s"}}


def found(figure, data=None):
    answer = why(read(data or plain()), figure, draws=64, threads=1)
    return {(r.goal, r.principle, r.base, r.input): r for r in answer.requirements}, answer


def test_an_even_split_needs_twice_the_figure_and_what_is_borne_outside():
    needed, _ = found(55)
    total = needed["fair", "equal", "wide", "total.wide"]
    assert total.needed.value == pytest.approx(2 * (55 + 10))
    assert total.distance.value == pytest.approx(130 / 130)
    assert "2 times" not in total.sentence.text or total.distance.value == 2


def test_one_input_at_a_time_solves_the_cell():
    needed, _ = found(65)
    # Half of (130 + x) less 10 is 65 for x = 20.
    pay = needed["fair", "equal", "wide", "costs.pay.amount"]
    assert pay.needed.value == pytest.approx(60, rel=1e-3)
    causation = needed["fair", "cost-causation", "wide", "costs.operations.caused_by_payer"]
    assert causation.needed.value == pytest.approx(0.5 + 15 / 60, rel=1e-3)


def test_the_loss_that_would_make_the_payer_accept():
    needed, _ = found(60)
    loss = needed["zone", "", "", "disagreement.lapse.losses.BBB"]
    # 3/4 (20 + x) + 30 = 60.
    assert loss.needed.value == pytest.approx(20, rel=1e-3)


def test_the_settlement_solves_nash():
    needed, _ = found(40)
    loss = needed["settlement", "", "", "disagreement.lapse.losses.BBB"]
    # (22 + most) / 2 = 40 for most = 58 = 3/4 (20 + x) + 30.
    assert loss.needed.value == pytest.approx(28 / 0.75 - 20, rel=1e-3)


def test_plausible_means_inside_the_interval_of_the_input():
    data = plain()
    data["costs"][2]["amount"] = {"low": 30, "high": 70}
    needed, _ = found(60, data)
    pay = needed["fair", "equal", "wide", "costs.pay.amount"]
    assert pay.plausible
    low = np.sqrt(30 * 70)
    assert pay.distance.value == pytest.approx(
        np.log(pay.needed.value / low) / (np.log(70 / 30) / (2 * 1.6448536)), rel=1e-3
    )
    far, _ = found(600, data)
    assert not far["fair", "equal", "wide", "costs.pay.amount"].plausible


def test_goals_that_no_input_reaches_are_named():
    data = plain()
    data["reservation"] = {
        s: {"value": v, "source": "s"} for s, v in {"AAA": 22, "BBB": 49.5}.items()
    }
    _, answer = found(49, data)
    assert all(r.input.startswith("reservation") for r in answer.requirements if r.goal == "zone")


def test_requirements_stand_nearest_first():
    _, answer = found(60)
    plausible = [r.plausible for r in answer.requirements]
    assert plausible == sorted(plausible, reverse=True)
