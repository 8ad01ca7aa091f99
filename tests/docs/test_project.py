"""The project's own files agree with one another and tie nobody to one machine."""

import re
import subprocess
import tomllib
import zipfile
from importlib import metadata
from pathlib import Path

import pytest
import yaml
from hatchling.builders.wheel import WheelBuilder
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from burdenshare._version import __version__

ROOT = Path(__file__).parents[2]
LEVELS = ("run", "test", "browser")

# Written with a bracket in each, so that no pattern finds itself.
FORBIDDEN = {
    "address of a registry": r"py[p]i\.org|pythonhoste[d]\.org|npmj[s]\.org|deb\.debia[n]\.org",
    "index option": r"--(?:extra-)?inde[x]-url|--find-link[s]|(?:PIP|UV)_\w*INDE[X]\w*\s*=",
    "path of one machine": r"(?<![\w.])/(?:roo[t]|wor[k]|hom[e]|op[t]|User[s])/",
}


def committed() -> list[Path]:
    """Return the files that git holds or would take."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout: what is committed cannot be told")
    return [
        path for name in listed.decode().split("\0") if name and (path := ROOT / name).is_file()
    ]


def pins(level: str) -> dict[str, list[str]]:
    """Return the versions that a lock file pins, by name, after checking that each has a hash."""
    text = (ROOT / "requirements" / f"{level}.txt").read_text(encoding="utf-8")
    found: dict[str, list[str]] = {}
    for entry in re.split(r"\n(?=\S)", re.sub(r"(?m)^ *#.*\n?", "", text).strip()):
        matched = re.match(r"([A-Za-z0-9._-]+)==([^ ;]+)(?: ; [^\\]+?)? \\\n", entry)
        assert matched, f"{level}.txt: not a pin: {entry.splitlines()[0]}"
        hashes = re.findall(r"--hash=sha256:[0-9a-f]{64}\b", entry)
        assert hashes, f"{level}.txt: {matched[1]} has no hash"
        found.setdefault(canonicalize_name(matched[1]), []).append(matched[2])
    return found


def declared(group: str | None) -> list[Requirement]:
    """Return what pyproject.toml asks for: the dependencies, or those of a group."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    if group is None:
        return [Requirement(line) for line in project["project"]["dependencies"]]
    wanted = []
    for entry in project["dependency-groups"][group]:
        nested = isinstance(entry, dict)
        wanted += declared(entry["include-group"]) if nested else [Requirement(entry)]
    return wanted


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_committed_file_ties_the_project_to_one_machine(what: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{text.count(chr(10), 0, hit.start()) + 1}: {hit[0]}"
        for path in committed()
        for text in [path.read_bytes().decode(errors="replace")]
        for hit in re.finditer(FORBIDDEN[what], text)
    ]
    assert not found


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("address of a registry", "see https://files.python" + "hosted.org/x.whl"),
        ("index option", "pip install --" + "index-url https://example.org"),
        ("index option", "export UV_DEFAULT_" + "INDEX=https://example.org"),
        ("path of one machine", "open('" + "/ro" + "ot/case.yaml')"),
        ("path of one machine", "file://" + "/op" + "t/simple"),
    ],
)
def test_the_patterns_find_what_they_are_for(what: str, text: str) -> None:
    assert re.search(FORBIDDEN[what], text)


def test_an_address_with_work_in_it_is_no_path_of_a_machine() -> None:
    assert not re.search(FORBIDDEN["path of one machine"], "https://example.org/our/work/x")


@pytest.mark.parametrize(
    ("level", "group"), [("run", "build"), ("test", "test"), ("browser", "browser")]
)
def test_the_lock_files_satisfy_the_project_file(level: str, group: str) -> None:
    locked = pins(level)
    wanted = declared(None) + declared(group)
    unmet = [
        str(requirement)
        for requirement in wanted
        if not (versions := locked.get(canonicalize_name(requirement.name)))
        or not all(requirement.specifier.contains(version) for version in versions)
    ]
    assert not unmet, "run ./dev lock"


@pytest.mark.parametrize(("lower", "higher"), [LEVELS[:2], LEVELS[1:]])
def test_each_lock_file_holds_the_one_before(lower: str, higher: str) -> None:
    below, above = pins(lower), pins(higher)
    assert {name: above.get(name) for name in below} == below


def test_the_installed_version_is_the_one_written_down() -> None:
    try:
        installed = metadata.version("burdenshare")
    except metadata.PackageNotFoundError:
        pytest.skip("the package is read from its folder and not installed")
    assert installed == __version__


def test_the_citation_is_whole_and_names_the_version() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["cff-version"] == "1.2.0"
    assert citation["version"] == __version__
    assert citation["license"] == "Apache-2.0"
    assert citation["type"] == "software"
    assert citation["title"]
    assert citation["message"]
    assert all(author["name"] for author in citation["authors"])


def test_the_changelog_opens_with_the_version_and_its_five_parts() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = re.split(r"(?m)^## ", text)[1]
    assert newest.startswith(__version__ + " ")
    parts = re.findall(r"(?m)^### (.+)$", newest)
    assert parts == ["Added", "Changed", "Fixed", "Removed", "Numbers that moved"]


def test_the_wheel_carries_every_file_of_the_package(tmp_path: Path) -> None:
    [wheel] = WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    with zipfile.ZipFile(wheel) as archive:
        carried = {name for name in archive.namelist() if ".dist-info/" not in name}
    package = ROOT / "src" / "burdenshare"
    ours = {
        path.relative_to(package.parent).as_posix()
        for path in committed()
        if path.is_relative_to(package)
    }
    assert carried == ours
