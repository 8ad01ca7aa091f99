"""What must hold of the forecast of any case as a side is believed more obstinate."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from burdenshare.analysis import forecast
from burdenshare.cases import load_case
from burdenshare.cases.overlay import assumptions

CASES = {slug: load_case(slug) for slug in ("us-rok-2018", "us-rok-2019", "kyrgyzstan-2009")}
DRAWS = 3000
ERROR = 0.03
"""About three standard errors of a chance in so many histories."""


def foreseen(slug, role, chance):
    case = CASES[slug]
    side = getattr(case.payment, role)
    changes = {f"bargaining.obstinacy.{side}": {"value": chance}}
    believed = assumptions({"case": slug, "changes": changes})
    return forecast(case, draws=DRAWS, threads=1, assumed=believed)


@given(
    st.sampled_from(sorted(CASES)),
    st.sampled_from(("payer", "payee")),
    st.floats(0, 1),
    st.floats(0, 1),
)
@settings(max_examples=10, deadline=None)
def test_a_more_obstinate_side_makes_no_agreement_likelier(slug, role, one, two):
    less, more = (foreseen(slug, role, chance) for chance in sorted((one, two)))
    assert more.agreed.value <= less.agreed.value + ERROR
    assert 0 <= more.agreed.value <= 1


@pytest.mark.parametrize("slug", ["us-rok-2018", "us-rok-2019"])
def test_a_host_that_never_gives_in_is_expected_to_raise_its_payment_less(slug):
    """The present payment goes on where nothing is agreed."""
    soft, firm = (foreseen(slug, "payer", chance) for chance in (0.0, 0.95))
    rises = [found.agreed.value * found.growth.value for found in (soft, firm)]
    assert rises[1] < rises[0]
    assert firm.payment.value < soft.payment.value
