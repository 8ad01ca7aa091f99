"""What-ifs: what they change, and what is said of those that cannot be read."""

import numpy as np
import pytest
from tests import small_scale

from burdenshare.scales.changes import ChangeError, Problem, changed
from burdenshare.scales.load import load_scale
from burdenshare.scales.tables import Folder, read_tables
from burdenshare.sharing.scales import assess


@pytest.fixture
def problem(tmp_path):
    definition = load_scale(small_scale.write(tmp_path))
    tables = read_tables(definition, Folder(tmp_path))
    return Problem(definition.scale, tables, definition.head.members)


def share(problem, code):
    inputs = problem.inputs()
    return assess(problem.scale, inputs).shares[inputs.members.index(code)]


def test_a_parameter_is_changed(problem):
    assert share(problem, "BIG") == pytest.approx(0.4)
    assert share(changed(problem, "ceiling.most=0.5"), "BIG") == pytest.approx(0.5)
    assert share(changed(problem, "ceiling.most=50%"), "BIG") == pytest.approx(0.5)
    assert changed(problem, "ceiling.repeat=true").scale.steps[3].repeat


def test_a_step_is_taken_out(problem):
    out = changed(problem, "ceiling=off")
    assert [step.id for step in out.scale.steps].count("ceiling") == 0
    assert share(out, "BIG") > 0.5


def test_lists_periods_and_choices_are_changed(problem):
    out = changed(problem, "income.periods=2022; reallocation.excepted=BIG,NEW")
    assert [str(one) for one in out.scale.first.periods] == ["2022"]
    assert out.scale.steps[1].excepted == ("BIG", "NEW")
    assert changed(problem, "rounding.method=smallest-first").scale.steps[-1].method


def test_one_entry_of_a_group_is_changed():
    definition = load_scale("un-peacekeeping-2025")
    problem = Problem(definition.scale, (), definition.head.members)
    out = changed(problem, "level-discounts.discounts.D=0.1")
    assert out.scale.steps[-2].discounts["D"] == 0.1
    assert out.scale.steps[-2].discounts["E"] == 0.4


def test_an_input_is_changed_by_a_part_or_to_an_amount(problem):
    before = problem.inputs().get("income").values
    by_part = changed(problem, "input:MID.income=+10%").inputs().get("income").values
    np.testing.assert_allclose(by_part[:, 1], before[:, 1] * 1.1)
    np.testing.assert_allclose(np.delete(by_part, 1, 1), np.delete(before, 1, 1))
    to_amount = changed(problem, "input:TIN.income=7").inputs().get("income")
    assert to_amount.values[:, 3].tolist() == [7, 7]
    assert to_amount.known[:, 3].all()
    everyone = changed(problem, "input:ALL.income=-50%").inputs().get("income").values
    np.testing.assert_allclose(everyone, before / 2)


def test_members_leave_and_join(problem):
    out = changed(problem, "members=-BIG")
    assert out.inputs().members == ("MID", "LOW", "TIN", "NEW")
    assert changed(out, "members=+BIG").inputs().members == problem.inputs().members


def test_what_is_paid_together_is_changed(problem):
    assert changed(problem, "total=4e9").scale.total == 4e9


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ceiling", "write STEP.PARAMETER=VALUE"),
        ("ceilling.most=0.3", "no step 'ceilling'. Did you mean 'ceiling'?"),
        ("ceiling.moost=0.3", "no parameter 'moost'. Did you mean 'most'?"),
        ("ceiling.most=high", "expected a number, got the text 'high'"),
        ("ceiling.most=1.5", "most: 1.5 is not between 0 and 1"),
        ("ceiling=on", "write ceiling=off"),
        ("ceiling.most=", "expected a number, got nothing"),
        ("income=off", "no step 'income' that the scale could do without"),
        ("ceiling.most.x=1", "most has no entries"),
        ("input:XXX.income=+5%", "XXX is no member"),
        ("input:MID.incom=+5%", "no series 'incom'. Did you mean 'income'?"),
        ("input:MID.income=lots", "write +5%, -3% or an amount"),
        ("members=XXX", "write -CODE for who leaves"),
        ("members=-XXX", "XXX is no member"),
        ("members=+XXX", "there is no data of XXX"),
        ("total=0", "write an amount above 0"),
        ("total=soon", "write an amount above 0"),
    ],
)
def test_a_what_if_that_cannot_be_read_is_refused_in_words(problem, text, said):
    with pytest.raises(ChangeError) as caught:
        changed(problem, text)
    assert said in str(caught.value)
