"""The answer to a scale: its figures, their origins, thresholds, draws and what-ifs."""

import json

import numpy as np
import pytest
from tests import small_scale

from burdenshare.errors import FactError, ProblemError
from burdenshare.results.figures import Figure, Sentence
from burdenshare.results.made import to_plain
from burdenshare.scales.answer import answer_scale
from burdenshare.scales.formulas import FORMULAS
from burdenshare.scales.load import load_scale
from burdenshare.sharing.scales import STEPS


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("club")
    small_scale.write(path)
    return path


def ask(folder, **asked):
    return answer_scale(load_scale(folder / "club.yaml"), folder, **asked)


@pytest.fixture(scope="module")
def answer(folder):
    return ask(folder, members=["MID"], what_ifs=["ceiling=off", "members=-NEW"],
               spread={"income": 0.2}, draws=2000)  # fmt: skip


def figures_in(value):
    """Walk an answer for every figure in it."""
    if isinstance(value, Figure):
        yield value
    elif isinstance(value, Sentence):
        yield from value.figures.values()
    elif isinstance(value, dict):
        for item in value.values():
            yield from figures_in(item)
    elif isinstance(value, tuple | list):
        for item in value:
            yield from figures_in(item)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from figures_in(getattr(value, name))


def test_every_figure_has_an_origin_that_can_be_looked_up(answer):
    figures = list(figures_in(answer))
    assert len(figures) > 80
    for figure in figures:
        table = answer.sources if figure.origin.kind == "source" else answer.formulas
        assert figure.origin.ref in table
        assert np.isfinite(figure.value)


def test_inputs_name_the_users_file(answer):
    entry = answer.member("MID").inputs[0]
    assert (entry.figure.origin.kind, entry.figure.origin.ref) == ("source", "members.csv")
    assert (entry.series, entry.period, entry.figure.value) == ("income", "2021-2022", 262.5)


def test_effects_add_up_and_shares_sum(answer):
    for one in answer.members:
        total = one.base.value + sum(effect.value for effect in one.effects)
        assert total == pytest.approx(one.share.value)
    assert sum(round(one.share.value * 10_000) for one in answer.members) == 10_000


def test_payments_are_shares_of_the_total_in_its_money(answer):
    payment = answer.member("BIG").payment
    assert payment.value == pytest.approx(0.4 * 200)
    assert payment.unit.label == "million EUR"


def test_published_shares_are_compared_where_there_are_any(answer):
    assert answer.member("NEW").published is None
    error = answer.member("MID").error.value
    assert error == pytest.approx(answer.member("MID").share.value - 0.365)


def test_what_ifs_say_who_pays_more(answer):
    capped, left = answer.what_ifs
    assert capped.changes[0].code == "BIG"
    assert capped.changes[0].change.value > 0.1
    assert "Newland" in [one.name for one in left.changes]
    assert any("Left: Newland" in finding.text for finding in left.findings)
    assert sum(one.change.value for one in capped.changes) == pytest.approx(0, abs=1e-9)


def test_a_what_if_that_changes_nothing_says_so(folder):
    [change] = ask(folder, what_ifs=["ceiling.most=0.4"]).what_ifs
    assert change.changes == ()
    assert "no share changes" in change.sentence.text


def test_intervals_hold_the_share_and_threads_change_nothing(folder):
    one, two = (ask(folder, spread={"income": 0.2}, draws=1500, threads=n) for n in (1, 2))
    assert one.to_json() == two.to_json()
    share = one.member("MID").share
    assert share.low < share.value < share.high
    assert one.member("BIG").share.low is None  # at the ceiling in every draw


def test_a_chance_of_lying_below_is_one_of_the_draws(folder):
    near = ask(folder, members=["MID", "LOW"], spread={"income": 0.2}, draws=1500).near
    chances = {(one.code, one.period): one.below.value for one in near}
    assert chances["LOW", "2022"] > 0.9
    assert 0 <= min(chances.values()) <= max(chances.values()) <= 1


def test_findings_say_what_is_not_known(answer):
    assert any("Tinyland" in finding.text for finding in answer.findings)


def test_json_holds_no_nan_and_comes_back(answer):
    plain = json.loads(answer.to_json())
    assert plain["made"]["scale"] == "club"
    assert plain == json.loads(json.dumps(to_plain(answer)))


def test_rows_are_tidy(answer):
    frame = answer.to_frame()
    assert set(frame["quantity"]) >= {"share", "payment", "effect of ceiling"}
    assert frame[frame["quantity"] == "share"]["value"].sum() == pytest.approx(1)


def test_an_unknown_member_or_series_is_refused(folder):
    with pytest.raises(FactError, match=r"MDI is no member of the scale. Did you mean 'MID'"):
        ask(folder, members=["MDI"])
    with pytest.raises(ProblemError, match="no series 'gdp'"):
        ask(folder, spread={"gdp": 0.1}, draws=10)


def test_every_step_has_its_formula():
    assert {f"step.{kind}" for kind in STEPS} <= set(FORMULAS)
