"""Items on the table as a domain for Genius and NegMAS, read back as XML."""

from xml.etree import ElementTree

import pytest
from tests.small_case import plain, read

from burdenshare.analysis import inquire
from burdenshare.errors import CaseError, ProblemError
from burdenshare.exchange.from_case import package_domain
from burdenshare.exchange.genius import Issue, PackageDomain, genius_files


def on_the_table():
    data = plain()
    for item, table in zip(data["costs"], ("covered", "new", "new", "no"), strict=True):
        item["on_table"] = table
    return data


def domain(data=None, **options):
    case = read(on_the_table() if data is None else data)
    return package_domain(inquire(case, draws=8, threads=1), **options)


def files():
    return {name: ElementTree.fromstring(text) for name, text in genius_files(domain()).items()}


def utility(profile, chosen):
    """Utility of a package, by number of the option of each issue, as the format defines it."""
    weights = {w.get("index"): float(w.get("value")) for w in profile.iter("weight")}
    worth = 0.0
    for issue, option in zip(profile.iter("issue"), chosen, strict=True):
        items = {item.get("index"): float(item.get("evaluation")) for item in issue.iter("item")}
        worth += weights[issue.get("index")] * items[str(option)]
    return worth


def test_three_files_with_the_same_issues():
    found = files()
    assert list(found) == ["small.xml", "small-AAA.xml", "small-BBB.xml"]
    names = [[issue.get("name") for issue in root.iter("issue")] for root in found.values()]
    assert names == [["Local items", "Operations", "Pay"]] * 3
    options = [[item.get("value") for item in root.iter("item")] for root in found.values()]
    assert options == [["0%", "50%", "100%"] * 3] * 3
    assert [root.tag for root in found.values()] == [
        "negotiation_template", "utility_space", "utility_space",
    ]  # fmt: skip
    for root in found.values():
        spaces = [root] if root.tag == "utility_space" else root.findall("utility_space")
        assert [space.get("number_of_issues") for space in spaces] == ["3"]


def test_the_payee_weighs_by_amount_and_the_payer_minds_its_own_sake_half():
    found = domain()
    amounts = (20, 60, 40)
    assert [issue.weights[0] for issue in found.issues] == pytest.approx(
        [amount / 120 for amount in amounts]
    )
    minded = [20 * 0.75, 60 * 0.75, 40 * 0.875]
    assert [issue.weights[1] for issue in found.issues] == pytest.approx(
        [part / sum(minded) for part in minded]
    )


def test_utilities_are_sums_of_weights_and_evaluations():
    found = files()
    payee, payer = found["small-AAA.xml"], found["small-BBB.xml"]
    assert [utility(payee, (3, 3, 3)), utility(payer, (1, 1, 1))] == pytest.approx([1, 1])
    assert [utility(payee, (1, 1, 1)), utility(payer, (3, 3, 3))] == [0, 0]
    # All local items and half of the pay: 20 + 20 of 120.
    assert utility(payee, (3, 1, 2)) == pytest.approx(40 / 120)


def test_reservation_values_are_those_of_the_limits():
    found = files()
    reserved = [
        float(found[f"small-{s}.xml"].find("reservation").get("value")) for s in ("AAA", "BBB")
    ]
    assert reserved == pytest.approx([22 / 120, 1 - 49.5 / 120], abs=1e-8)


def test_more_levels_make_more_options():
    (first, *_) = domain(levels=5).issues
    assert first.options == ("0%", "25%", "50%", "75%", "100%")


def test_names_are_escaped():
    data = on_the_table()
    data["costs"][0]["name"] = 'Local <"items"> & more'
    roots = [ElementTree.fromstring(text) for text in genius_files(domain(data)).values()]
    assert {next(iter(root.iter("issue"))).get("name") for root in roots} == {
        'Local <"items"> & more'
    }


def test_a_case_without_items_on_the_table_is_refused():
    with pytest.raises(CaseError, match="nothing to export"):
        domain(plain())


def issue(name="x", weights=(1.0, 1.0)):
    return Issue(name, ("a", "b"), weights, ((0.0, 1.0), (1.0, 0.0)))


@pytest.mark.parametrize(
    ("issues", "words"),
    [
        ((), "at least one"),
        ((issue(weights=(0.5, 0.5)), issue(weights=(0.5, 0.5))), "same name"),
        ((issue(weights=(0.5, 1.0)),), "weights of A"),
    ],
)
def test_what_is_no_domain_is_refused(issues, words):
    with pytest.raises(ProblemError, match=words):
        genius_files(PackageDomain("d", ("A", "B"), issues, (0.0, 0.0)))
