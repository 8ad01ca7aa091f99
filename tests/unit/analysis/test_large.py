"""More draws than are kept give the same answer, within the error of summaries."""

import pytest

from burdenshare.analysis import large, run
from burdenshare.cases import load_case


@pytest.fixture(scope="module")
def both():
    case = load_case("us-rok-2019")
    kept = run(case, draws=40_000)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(large, "KEPT", 20_000)
        return kept, run(case, draws=40_000)


def close(one, other):
    # An end is not given where most draws are alike, which buckets do not tell.
    for first, second in (
        (one.value, other.value),
        (one.value if one.low is None else one.low, other.low),
        (one.value if one.high is None else one.high, other.high),
    ):
        if second is not None:
            # 2^-10 of the number; or, for numbers near 0, the floor of the scale.
            assert second == pytest.approx(first, rel=1e-3, abs=0.25)


def test_fair_shares_are_those_of_all_draws(both):
    kept, streamed = both
    for one, other in zip(kept.fair_shares.cells, streamed.fair_shares.cells, strict=True):
        assert (one.principle, one.base) == (other.principle, other.base)
        close(one.payment, other.payment)
        assert other.reaches == one.reaches
        assert other.defined == one.defined
        assert other.share.value == pytest.approx(one.share.value, rel=1e-12)
    for one, other in zip(kept.fair_shares.bases, streamed.fair_shares.bases, strict=True):
        close(one.total, other.total)
        close(one.borne_outside, other.borne_outside)
    for one, other in zip(
        kept.fair_shares.references, streamed.fair_shares.references, strict=True
    ):
        close(one.payment, other.payment)
        assert other.reaches == one.reaches
    assert streamed.fair_shares.left_out == kept.fair_shares.left_out


def test_the_zone_is_that_of_all_draws(both):
    kept, streamed = both
    assert streamed.zone.exists == kept.zone.exists
    assert streamed.zone.figure_inside == kept.zone.figure_inside
    close(kept.zone.least, streamed.zone.least)
    close(kept.zone.most, streamed.zone.most)
    for one, other in zip(kept.zone.solutions, streamed.zone.solutions, strict=True):
        close(one.payment, other.payment)
    width = streamed.zone.densities.edges[1] - streamed.zone.densities.edges[0]
    assert sum(streamed.zone.densities.least) * width == pytest.approx(0.99, abs=0.01)


def test_the_answer_says_what_it_rests_on(both):
    _, streamed = both
    assert streamed.made.draws == 40_000
    assert streamed.threat.made.draws == 20_000
    [finding] = [f for f in streamed.findings if f.id == "draws-kept"]
    assert "all 40,000 draws" in finding.text
    assert "first 20,000" in finding.text
    assert streamed.to_json()
