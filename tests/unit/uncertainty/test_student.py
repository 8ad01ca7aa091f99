"""Fits of Student t distributions against another implementation."""

import numpy as np
import pytest
import scipy.stats as st
from hypothesis import given, settings
from hypothesis import strategies as hs

from burdenshare.errors import ProblemError
from burdenshare.uncertainty.student import fit_student


@pytest.mark.parametrize("freedom", [2.0, 4.0, 12.0])
def test_for_given_freedom_the_fit_is_that_of_scipy(freedom):
    values = st.t.rvs(5, loc=0.3, scale=0.2, size=400, random_state=1)
    fit = fit_student(values, freedoms=(freedom,))
    _, centre, scale = st.t.fit(values, f0=freedom)
    assert fit.centre == pytest.approx(centre, abs=1e-4)
    assert fit.scale == pytest.approx(scale, rel=1e-3)
    density = st.t.logpdf(values, freedom, fit.centre, fit.scale).mean()
    assert fit.log_likelihood == pytest.approx(density, rel=1e-9)


@pytest.mark.parametrize("freedom", [2.0, 40.0])
def test_thin_and_fat_tails_are_told_apart(freedom):
    values = st.t.ppf((np.arange(2000) + 0.5) / 2000, freedom)
    assert fit_student(values).freedom == freedom


@settings(max_examples=30, deadline=None)
@given(hs.floats(-5, 5), hs.floats(0.1, 10))
def test_the_fit_moves_with_the_values(shift, stretch):
    values = st.t.ppf((np.arange(50) + 0.5) / 50, 4)
    plain, moved = fit_student(values), fit_student(shift + stretch * values)
    assert moved.freedom == plain.freedom
    assert moved.centre == pytest.approx(shift + stretch * plain.centre, abs=1e-6 * stretch)
    assert moved.scale == pytest.approx(stretch * plain.scale, rel=1e-6)


def test_equal_values_have_no_spread():
    assert fit_student([2.0, 2.0])[:2] == (2.0, 0.0)


def test_degrees_of_freedom_are_above_zero():
    with pytest.raises(ProblemError, match="freedoms"):
        fit_student([1.0, 2.0], freedoms=(0.0,))
