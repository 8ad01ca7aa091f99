"""Headline numbers from blocks that are not kept: those of the kept draws, bit for bit."""

import gc
import json
import os
import pickle

import numpy as np
import pytest
from tests.small_case import plain, read

from burdenshare.analysis import amounts, inquire, run, streaming
from burdenshare.analysis.scenes import Scene
from burdenshare.analysis.streaming import Axis, Tally, job, tallied
from burdenshare.cases import load_case
from burdenshare.errors import BurdenshareError
from burdenshare.uncertainty.executors import Processes, Threads
from burdenshare.uncertainty.sampling import Block, Plan

DRAWS = 20_000


@pytest.fixture(scope="module")
def flagship():
    return inquire(load_case("us-rok-2019"), draws=1000)


def streamed(inquiry, plan, executor, axes=(), figures=(1500.0, 5000.0)):
    work = job(inquiry.model, plan, figures, inquiry.present.value, axes)
    return tallied(work, executor)


def plain_bits(tally):
    return json.dumps(tally.to_plain())


@pytest.fixture(scope="module")
def alone(flagship):
    return plain_bits(streamed(flagship, Plan(DRAWS, 5, 512), Threads(1)))


@pytest.mark.parametrize("executor", [Threads(2), Threads(8), Processes(2)])
def test_the_same_bits_from_any_executor(flagship, alone, executor):
    assert plain_bits(streamed(flagship, Plan(DRAWS, 5, 512), executor)) == alone


def test_the_same_bits_from_two_workers_of_a_cluster(flagship, alone, cluster):
    from burdenshare.analysis.cluster import Cluster

    with Cluster.at(cluster) as workers:
        assert plain_bits(streamed(flagship, Plan(DRAWS, 5, 512), workers)) == alone


@pytest.fixture
def cluster(monkeypatch):
    distributed = pytest.importorskip("distributed")
    # Workers read the package from where the tests read it.
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(["src", os.environ.get("PYTHONPATH", "")]))
    with (
        distributed.LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            dashboard_address="127.0.0.1:0",
            memory_limit=0,
            silence_logs=50,
        ) as started,
    ):
        yield started.scheduler_address


def test_summaries_are_those_of_the_draws_kept(flagship):
    tally = streamed(flagship, Plan(DRAWS, 0), Threads(2))
    kept = run(load_case("us-rok-2019"), draws=DRAWS, figure=1500.0)
    assert tally.summary("room").share_reached()[0] == kept.zone.exists.value
    exists = tally.summary("least-agreed")
    below, above = tally.summary("most-agreed"), exists.reached[0]
    inside = exists.size - above - (below.size - below.reached[0])
    assert inside / DRAWS == kept.zone.figure_inside.value
    named = {"least": kept.zone.least, "most": kept.zone.most}
    named |= {f"solution.{s.id}": s.payment for s in kept.zone.solutions}
    named |= {f"cell.{c.base}.{c.principle}": c.payment for c in kept.fair_shares.cells}
    named |= {f"reference.{r.id}": r.payment for r in kept.fair_shares.references}
    named |= {f"total.{b.id}": b.total for b in kept.fair_shares.bases}
    assert len(named) > 70
    for quantity, figure in named.items():
        for probability, number in ((0.05, figure.low), (0.5, figure.value), (0.95, figure.high)):
            if number is not None:
                value, error = tally.summary(quantity).quantile(probability)
                assert abs(value - number) <= error * (1 + 1e-9), quantity
    for cell in kept.fair_shares.cells:
        quantity = f"cell.{cell.base}.{cell.principle}"
        summary = tally.summary(quantity)
        assert summary.share_reached()[0] == cell.reaches.value
        assert summary.size / DRAWS == cell.defined.value
        assert tally.share(quantity) == pytest.approx(cell.share.value, rel=1e-12)


def test_an_assumption_gives_what_the_changed_model_gives(flagship):
    path = "disagreement.lapse.losses.KOR"
    axes = [Axis("bargaining.power", (0.3, 0.6)), Axis(path, (50.0, 150.0))]
    plan = Plan(6000, 2, 1000)
    tally = streamed(flagship, plan, Threads(2), axes)
    from burdenshare.uncertainty.distributions import Constant

    for assumed in tally.job.assumptions():
        changed = flagship.model.replaced({p: Constant(value) for p, value in assumed})
        alone = tallied(job(changed, plan, (1500.0, 5000.0), flagship.present.value), Threads(1))
        for quantity in ("least", "most", "room", "solution.asymmetric-nash", "solution.nash"):
            one = tally.summary(quantity, assumed).to_plain()
            assert one == alone.summary(quantity).to_plain(), (quantity, assumed)


def test_what_an_assumption_does_not_touch_is_computed_once(flagship):
    axes = [Axis("bargaining.power", (0.3, 0.4, 0.5))]
    work = job(flagship.model, Plan(500), (1500.0,), 1000.0, axes)
    touched = {stage for stage, read in work.relevant.items() if read}
    assert touched == {"settlements", "solutions", "forecast"}
    tally = tallied(work, Threads(1))
    assert sum(key.startswith("least|") for key in tally.summaries) == 0
    assert sum(key.startswith("solution.nash|") for key in tally.summaries) == 3


def test_an_input_that_nothing_reads_is_not_drawn(flagship, monkeypatch):
    drawn = []
    from burdenshare.analysis import scenes

    real = scenes.draw_input

    def noted(path, *rest):
        drawn.append(path)
        return real(path, *rest)

    monkeypatch.setattr(scenes, "draw_input", noted)
    scene = Scene(flagship.model, Plan(100), Block(0, 0, 100))
    amounts.reservation(flagship.model, scene.draws)
    assert 0 < len(drawn) < 30
    assert len(drawn) == len(set(drawn))


def test_a_stage_that_reads_more_than_it_did_at_first_is_not_trusted(flagship):
    varied = {"limits": frozenset(), "other": frozenset({"bargaining.power"})}
    scene = Scene(flagship.model, Plan(10), Block(0, 0, 10), varied)
    with pytest.raises(BurdenshareError, match="did not read in the first"):
        scene.once("limits", lambda: scene.draws["bargaining.power"])


def test_memory_of_a_job_does_not_grow_with_its_draws(flagship):
    few, many = (job(flagship.model, Plan(draws, 0, 8192), (1.0,), 1.0) for draws in (10**6, 10**9))
    assert len(pickle.dumps(few)) == pytest.approx(len(pickle.dumps(many)), abs=64)
    assert len(many.pieces) <= 512
    assert sum(many.draws_in(piece) for piece in many.pieces) == 10**9


def test_a_block_is_let_go_of_once_it_is_taken_in(flagship):
    gc.disable()
    try:
        work = job(flagship.model, Plan(1024, 0, 512), (1.0,), 1000.0)
        tally = Tally(work)
        scenes = []
        real = streaming.Scene

        def noted(*words):
            scenes.append(real(*words))
            return scenes[-1]

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(streaming, "Scene", noted)
            tally.take_in(work.plan.block(0))
        [scene] = scenes
        assert not scene._done
        assert not scene._values._drawn
    finally:
        gc.enable()


def test_a_case_without_uncertainty_is_certain():
    inquiry = inquire(read(plain()), draws=10)
    tally = streamed(inquiry, Plan(300, 0, 100), Threads(1))
    assert tally.summary("least").quantile(0.5) == (22.0, 0.0)
    assert tally.summary("room").share_reached().tolist() == [1.0]


def test_quasi_random_draws_estimate_the_same(flagship):
    names = tuple(sorted(p for p, i in flagship.model.inputs.items() if not i.is_certain))
    quasi = streamed(flagship, Plan(8192, 1, 1024, names), Threads(2))
    random = streamed(flagship, Plan(200_000, 1), Threads(2))
    for quantity in ("least", "most", "solution.nash"):
        one, other = (t.summary(quantity).quantile(0.5).value for t in (quasi, random))
        assert one == pytest.approx(other, rel=0.01)
    assert np.isfinite(quasi.summary("least").mean)
