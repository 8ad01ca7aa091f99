"""The fit of a Student t distribution against SciPy's, and what ties do to it."""

import numpy as np
import pytest
import scipy.stats as st

from burdenshare.errors import ProblemError
from burdenshare.uncertainty.student import FREEDOMS, fit_student


@pytest.mark.parametrize("freedom", [1.5, 4.0, 20.0])
def test_the_fit_is_the_one_scipy_finds(freedom):
    seen = st.t(3).rvs(size=400, random_state=np.random.default_rng(3)) * 2 + 1
    ours = fit_student(seen, freedoms=(freedom,))
    _, centre, scale = st.t.fit(seen, fix_df=freedom, loc=ours.centre + 0.1, scale=ours.scale * 1.1)
    assert ours.centre == pytest.approx(centre, abs=1e-3)
    assert ours.scale == pytest.approx(scale, abs=1e-3)
    density = st.t(freedom, ours.centre, ours.scale).logpdf(seen).mean()
    assert ours.log_likelihood == pytest.approx(density, rel=1e-12)


def test_the_likeliest_freedom_is_chosen():
    for freedom in (2.0, 40.0):
        seen = st.t(freedom).ppf((np.arange(2000) + 0.5) / 2000)
        fits = {nu: fit_student(seen, freedoms=(nu,)).log_likelihood for nu in FREEDOMS}
        assert fit_student(seen).freedom == max(fits, key=fits.__getitem__) == freedom


def test_moving_and_stretching_the_values_moves_and_stretches_the_fit():
    seen = np.random.default_rng(4).standard_t(4, 200)
    plain, moved = fit_student(seen), fit_student(1e6 + 1e3 * seen)
    assert moved.centre == pytest.approx(1e6 + 1e3 * plain.centre)
    assert moved.scale == pytest.approx(1e3 * plain.scale)
    assert moved.freedom == plain.freedom


@pytest.mark.parametrize("ties", [2, 20, 50, 999, 100_000])
def test_values_that_are_mostly_equal_leave_a_finite_scale(ties):
    fit = fit_student([*np.zeros(ties), 1.0])
    assert np.isfinite(fit).all()
    assert abs(fit.centre) < 1e-3
    assert 0 < fit.scale < 1


def test_equal_values_have_no_scale():
    assert fit_student([2.0, 2.0])[:3] == (2.0, 0.0, max(FREEDOMS))
    with pytest.raises(ProblemError, match="freedoms"):
        fit_student([1.0, 2.0], freedoms=())
