"""The pages on sharing list what the code has, as the tests know it, and share one bibliography."""

import re
from pathlib import Path

import pytest
from tests.properties.test_game_axioms import ON_CONVEX_GAMES, SATISFIED, UNDECIDED

from burdenshare.sharing.claims import RULES
from burdenshare.sharing.game_axioms import AXIOMS
from burdenshare.sharing.principle_axioms import PROMISES
from burdenshare.sharing.solutions import SOLUTIONS

DOCS = Path(__file__).parents[2] / "docs"
PAGES = ("claims", "cooperative-games", "structured-games", "axioms")


def page(name: str) -> str:
    return (DOCS / "theory" / f"{name}.md").read_text(encoding="utf-8")


def verdict(solution: str, axiom: str) -> str:
    if axiom in SATISFIED[solution]:
        return "yes"
    if axiom in ON_CONVEX_GAMES.get(solution, set()):
        return "convex"
    return "open" if (solution, axiom) in UNDECIDED else "no"


def test_the_table_of_axioms_is_what_the_tests_hold_solutions_to() -> None:
    rows = [
        [cell.strip().strip("`") for cell in line.strip("|").split("|")]
        for line in page("axioms").splitlines()
        if line.startswith("| ")
    ]
    found, head = {}, []
    for row in rows:
        if row[0] == "axiom":
            head = row[1:]
        elif row[0] in AXIOMS and len(row) == len(head) + 1:
            found |= {(name, row[0]): cell for name, cell in zip(head, row[1:], strict=True)}
    assert found == {(name, axiom): verdict(name, axiom) for name in SOLUTIONS for axiom in AXIOMS}


@pytest.mark.parametrize(
    ("name", "entries"),
    [
        ("claims", RULES),
        ("cooperative-games", SOLUTIONS),
        ("axioms", PROMISES),
        ("axioms", AXIOMS),
    ],
)
def test_every_entry_has_its_line(name: str, entries) -> None:
    for entry in entries:
        assert f"`{entry}`" in page(name)


@pytest.mark.parametrize("name", PAGES)
def test_references_are_in_the_bibliography(name: str) -> None:
    listed = (DOCS / "reference" / "bibliography.md").read_text(encoding="utf-8")
    references = re.findall(r"(?m)^- .*\(\d{4}.*$", page(name).split("## References")[1])
    assert len(references) >= 10
    for reference in references:
        # Names may be written in another order; the year and all after it may not.
        assert reference[reference.index("(") :] in listed
