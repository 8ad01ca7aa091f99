"""Dates of which a part may be unknown."""

from datetime import date

import pytest

from burdenshare.provenance import PartialDate


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2019", date(2019, 1, 1), date(2019, 12, 31)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2019-11-19", date(2019, 11, 19), date(2019, 11, 19)),
        ("2019-01-01", date(2019, 1, 1), date(2019, 1, 1)),
    ],
)
def test_a_date_without_a_day_spans_what_it_may_be(text, earliest, latest):
    parsed = PartialDate.parse(text)
    assert (parsed.earliest, parsed.latest) == (earliest, latest)
    assert str(parsed) == text


@pytest.mark.parametrize(
    "text", ["2019-02-30", "2019-13", "19-1-1", "", "2019-11-19T10:00", "0000"]
)
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValueError, match=r".+"):
        PartialDate.parse(text)
