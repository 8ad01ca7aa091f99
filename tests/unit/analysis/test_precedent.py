"""Precedent in the small case, worked out by hand: t_min = 22, t_max = 49.5, 20 is paid now."""

import pytest
from tests.small_case import plain, read

from burdenshare.analysis import run


def linked(*talks):
    data = plain()
    data["linked"] = [
        {"id": f"t{place}", "name": f"Talk {place}", "source": "s", **talk}
        for place, talk in enumerate(talks)
    ]
    return data


def precedent_of(data, **options):
    return run(read(data), draws=options.pop("draws", 8), threads=1, **options).precedent


def effects(precedent):
    return {e.id: (e.alone.value, e.counting.value) for e in precedent.effects}


def ids(precedent):
    return [finding.id for finding in precedent.findings]


HALF = {"pass_through": 0.5}


def test_the_multiplier_adds_what_passes_through():
    precedent = precedent_of(linked(HALF, {"pass_through": 0.25}))
    assert precedent.multiplier.value == pytest.approx(1.75)
    assert precedent.elsewhere.value == pytest.approx(0.75 * (55 - 20))
    assert [t.yearly.value for t in precedent.tables] == pytest.approx([17.5, 8.75])


def test_talks_stand_in_order_and_later_ones_count_less():
    later = {"pass_through": 0.5, "date": "2022-06-30"}
    precedent = precedent_of(linked({"pass_through": 0.1}, later, {**HALF, "date": "2020-07-31"}))
    assert [table.id for table in precedent.tables] == ["t2", "t1", "t0"]
    waits = (31 / 365.25, 730 / 365.25)
    expected = 1 + 0.1 + sum(0.5 / 1.1**wait for wait in waits)
    assert precedent.multiplier.value == pytest.approx(expected)


def test_known_limits_make_for_less():
    found = effects(precedent_of(linked(HALF)))
    assert found["least"] == pytest.approx((22, 22 / 1.5))
    a = 0.75
    assert found["settlement"] == pytest.approx((a * 49.5 + 0.25 * 22, a * 49.5 + 0.25 * 22 / 1.5))


def test_equal_power_where_the_case_names_none():
    data = linked(HALF)
    del data["bargaining"]["power"]
    assert effects(precedent_of(data))["settlement"][0] == pytest.approx((49.5 + 22) / 2)


def test_a_known_limit_is_asked_for_whole():
    assert effects(precedent_of(linked(HALF)))["demand"] == pytest.approx((49.5, 49.5))


def test_an_unseen_limit_makes_the_demand_milder_where_failing_costs_little():
    data = linked(HALF)
    data["reservation"] = {
        "AAA": {"value": 30, "source": "s"},
        "BBB": {"distribution": {"name": "uniform", "low": 0, "high": 100}, "source": "s"},
    }
    alone, counting = effects(precedent_of(data, draws=20000))["demand"]
    assert alone == pytest.approx((100 + 30) / 2, abs=0.5)
    assert counting == pytest.approx((100 + 20) / 2, abs=0.5)


def test_reputation_that_suffices_falls_with_the_talks_that_follow():
    data = linked(HALF, HALF)
    data["reservation"] = {
        "AAA": {"value": 10, "source": "s"},
        "BBB": {"distribution": {"name": "uniform", "low": 20, "high": 60}, "source": "s"},
    }
    precedent = precedent_of(data, draws=20000)
    found = effects(precedent)
    assert found["demand"][0] == pytest.approx(35, abs=0.5)
    # The median payer would pay 40: it yields to 35 from (35 - 20) / (40 - 20) on.
    assert found["reputation"][0] == pytest.approx(0.75, abs=0.05)
    assert found["reputation"][1] == pytest.approx(0.75**3, abs=0.1)
    # Firmness costs 20 - 10 a year and brings 0.5 + 0.5 times 15.
    assert precedent.pays.value == 1


def test_firmness_that_costs_more_than_it_brings_does_not_pay():
    data = linked({"pass_through": 0.1})
    data["reservation"] = {"AAA": {"value": 10, "source": "s"}, "BBB": {"value": 40, "source": "s"}}
    assert precedent_of(data).pays.value == 0


def test_money_over_a_term_and_for_ever():
    stakes = {(s.party, s.what): s for s in precedent_of(linked(HALF)).stakes}
    here = stakes["Bland", "this table"]
    assert here.for_ever.value == pytest.approx(35 / 0.1)
    assert here.one_term.value == pytest.approx(sum(35 / 1.1**n for n in (1, 2, 3, 4)))
    assert stakes["Aland", "tables that follow"].for_ever.value == pytest.approx(0.5 * 35 / 0.1)
    assert ("Bland", "tables that follow") not in stakes


def test_without_linked_talks_nothing_is_counted_elsewhere():
    precedent = precedent_of(plain())
    assert precedent.multiplier.value == 1
    assert precedent.tables == precedent.effects == precedent.sentences == ()
    assert ids(precedent) == ["no-linked-talks"]
    assert precedent.elsewhere.value == precedent.pays.value == 0


def test_talks_that_are_over_are_left_out_and_named():
    over = {"pass_through": 0.4, "date": "2020-02-01"}
    precedent = precedent_of(linked(over, HALF))
    assert precedent.multiplier.value == pytest.approx(1.5)
    (finding,) = precedent.findings
    assert finding.id == "linked-over"
    assert "Talk 0" in finding.text


def test_talks_that_take_back_more_than_is_gained_are_a_finding():
    precedent = precedent_of(linked({"pass_through": -1.5}))
    assert precedent.multiplier.value == pytest.approx(0.05)
    assert "precedent-reversed" in ids(precedent)


def test_no_zone_leaves_the_settlement_out():
    data = linked(HALF)
    data["reservation"] = {"AAA": {"value": 90, "source": "s"}, "BBB": {"value": 40, "source": "s"}}
    precedent = precedent_of(data)
    assert "settlement" not in effects(precedent)
    assert "settle near" not in precedent.text
    assert len(precedent.sentences) == 4


def test_without_a_term_there_are_no_stakes():
    data = linked(HALF)
    del data["payment"]["term"]
    precedent = precedent_of(data)
    assert precedent.stakes == ()
    assert "over one term" not in precedent.text
