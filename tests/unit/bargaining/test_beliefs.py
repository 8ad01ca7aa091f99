"""Beliefs about a limit: distribution functions, hazards, edges."""

import numpy as np
import pytest
from scipy import stats

from burdenshare.bargaining.beliefs import (
    EmpiricalBelief,
    LogisticBelief,
    NormalBelief,
    UniformBelief,
    normal_hazard,
    normal_survival,
)
from burdenshare.errors import ProblemError

LAWS = {
    "uniform": (UniformBelief(1.0, 3.0), stats.uniform(1, 2)),
    "logistic": (LogisticBelief(1.0, 0.4), stats.logistic(1, 0.4)),
    "normal": (NormalBelief(1.0, 0.4), stats.norm(1, 0.4)),
}


@pytest.mark.parametrize("name", LAWS)
def test_functions_agree_with_scipy(name):
    belief, law = LAWS[name]
    x = np.linspace(1.05, 2.95, 301)
    np.testing.assert_allclose(belief.survival(x), law.sf(x), rtol=1e-12)
    np.testing.assert_allclose(belief.cdf(x), law.cdf(x), rtol=1e-12)
    np.testing.assert_allclose(belief.hazard(x), law.pdf(x) / law.sf(x), rtol=1e-12)
    np.testing.assert_allclose(belief.reverse_hazard(x), law.pdf(x) / law.cdf(x), rtol=1e-12)
    np.testing.assert_allclose(belief.mills(x), law.sf(x) / law.pdf(x), rtol=1e-12)
    np.testing.assert_allclose(belief.centre, law.median())


def test_normal_tail_far_out():
    x = np.linspace(-37, 37, 2001)
    np.testing.assert_allclose(normal_survival(x), stats.norm.sf(x), rtol=1e-12)
    expected = np.exp(stats.norm.logpdf(x) - stats.norm.logsf(x))
    np.testing.assert_allclose(normal_hazard(x), expected, rtol=1e-12, atol=1e-300)


def test_uniform_edges():
    belief = UniformBelief(1.0, 3.0)
    np.testing.assert_array_equal(belief.hazard([0.0, 3.0, 4.0]), [0.0, np.inf, np.inf])
    np.testing.assert_array_equal(belief.reverse_hazard([0.0, 1.0, 4.0]), [np.inf, np.inf, 0.0])
    np.testing.assert_array_equal(belief.mills([0.0, 3.0]), [np.inf, 0.0])


def test_known_limit_is_a_step():
    belief = UniformBelief(2.0, 2.0)
    np.testing.assert_array_equal(belief.survival([1.0, 2.0, 3.0]), [1.0, 1.0, 0.0])
    np.testing.assert_array_equal(belief.cdf([1.0, 2.0, 3.0]), [0.0, 1.0, 1.0])


def test_draws_with_ties_and_weights():
    belief = EmpiricalBelief([3.0, 1.0, 1.0, 2.0], [1.0, 2.0, 3.0, 4.0])
    np.testing.assert_allclose(belief.survival([0.0, 1.0, 1.5, 3.0, 4.0]), [1, 1, 0.5, 0.1, 0])
    np.testing.assert_allclose(belief.cdf([0.0, 1.0, 1.5, 3.0]), [0, 0.5, 0.5, 1])


@pytest.mark.parametrize(
    ("build", "message"),
    [
        (lambda: UniformBelief(2.0, 1.0), "low: 2 exceeds high 1"),
        (lambda: LogisticBelief(0.0, 0.0), "scale: 0 is not above 0"),
        (lambda: NormalBelief(0.0, -1.0), "deviation: -1 is not above 0"),
        (lambda: NormalBelief(np.nan, 1.0), "mean"),
        (lambda: EmpiricalBelief([]), "draws"),
        (lambda: EmpiricalBelief([1.0, 2.0], [0.0, 0.0]), "weights"),
        (lambda: UniformBelief([1.0, 2.0], [3.0, 4.0, 5.0]), "do not broadcast"),
    ],
)
def test_bad_input_is_named(build, message):
    with pytest.raises(ProblemError, match=message):
        build()
