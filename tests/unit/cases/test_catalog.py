"""The list of shipped cases says the same as the cases, and is quick to give."""

import subprocess
import sys

import pytest

from burdenshare.cases import load_case
from burdenshare.cases.catalog import case_path, case_slugs, shipped_cases


def test_the_list_says_what_the_cases_say():
    for shipped in shipped_cases():
        case = load_case(shipped.slug)
        assert (case.slug, case.title, str(case.as_of)) == (
            shipped.slug,
            shipped.title,
            shipped.as_of,
        )
        assert shipped.kind == (case.payment.kind if case.payment else "")
        assert shipped.kind != "other"
        assert shipped.is_settled == (case.outcome is not None)


def test_slugs_are_sorted_and_have_files():
    assert list(case_slugs()) == sorted(case_slugs())
    assert all(case_path(slug).is_file() for slug in case_slugs())


def test_an_unknown_slug_has_no_file():
    with pytest.raises(KeyError):
        case_path("nowhere-1900")


def test_listing_imports_neither_schema_nor_yaml():
    code = (
        "import sys; from burdenshare.cases.catalog import shipped_cases; shipped_cases(); "
        "print({'pydantic', 'yaml', 'numpy'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.stderr) == ("set()", "")


def test_names_of_the_package_are_found_when_asked_for():
    import burdenshare.cases as cases

    assert all(getattr(cases, name) for name in cases.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = cases.nothing
