"""The server: what it lets in, what it refuses, and that it gives the numbers of a run."""

import json
import re
from pathlib import Path

import pytest
from tests.web_client import TestClient

from burdenshare.analysis.any_case import run
from burdenshare.cases import load_case
from burdenshare.cases.overlay import parse_overlay
from burdenshare.web import forms
from burdenshare.web.app import create_app
from burdenshare.web.guard import MOST_BYTES, POLICY

CASE = "us-rok-2018"
DRAWS = 500


@pytest.fixture(scope="module")
def app():
    return create_app()


@pytest.fixture
def client(app):
    return TestClient(app, base_url="http://127.0.0.1:8765", raise_server_exceptions=False)


def ask(client, **more):
    return client.post("/api/run", json={"case": CASE, "draws": DRAWS, **more})


def refused(response, status, code):
    assert response.status_code == status, response.text
    body = response.json()
    forms.ErrorGiven.model_validate(body)
    assert body["error"]["code"] == code
    return body["error"]


# --- what the browser is told ---------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", ["/", "/static/page.js", "/vendor/vega.min.js", "/api/cases", "/none", "/openapi.json"]
)
def test_every_response_carries_the_policy(client, path):
    headers = client.get(path).headers
    assert headers["content-security-policy"] == POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "server" not in headers


def test_the_policy_lets_no_text_be_run_and_nothing_in_from_elsewhere():
    assert "unsafe" not in POLICY
    assert "default-src 'none'" in POLICY
    assert "http" not in POLICY
    assert "*" not in POLICY


def test_the_page_holds_no_program_and_no_foreign_address():
    folder = Path(forms.__file__).parent / "static"
    page = (folder / "index.html").read_text("utf-8")
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert not re.search(r"\son\w+=|\sstyle=", page)
    for file in folder.iterdir():
        found = set(re.findall(r"https?://[^\s\"'`)]+", file.read_text("utf-8")))
        assert found <= {"http://www.w3.org/2000/svg"}, file.name


def test_what_draws_charts_is_as_it_was_vendored():
    import hashlib

    folder = Path(forms.__file__).parent / "vendor"
    told = re.findall(
        r"(?m)^\| `([\w.-]+)` \|.*\| `([0-9a-f]{64})` \|$", (folder / "README.md").read_text()
    )
    assert {name for name, _ in told} == {path.name for path in folder.glob("*.js")}
    for name, digest in told:
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest, name


# --- who is let in --------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "127.0.0.1@evil"])
def test_another_host_is_refused(client, host):
    refused(client.get("/api/cases", headers={"host": host}), 421, "host")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:1234", "[::1]:8765"])
def test_this_machine_goes_by_several_names(client, host):
    assert client.get("/api/cases", headers={"host": host}).status_code == 200


def test_a_name_that_was_given_is_let_in():
    named = TestClient(create_app(hosts={"desk.example"}), base_url="http://desk.example")
    assert named.get("/api/cases").status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "https://127.0.0.1:8765"},
        {"origin": "http://127.0.0.1:1"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_another_page_may_not_ask(client, headers):
    response = client.post("/api/run", json={"case": CASE}, headers=headers)
    refused(response, 403, "origin")


def test_the_page_itself_may_ask(client):
    headers = {"origin": "http://127.0.0.1:8765", "sec-fetch-site": "same-origin"}
    body = {"case": CASE, "draws": DRAWS}
    assert client.post("/api/run", json=body, headers=headers).status_code == 200


def test_a_form_of_another_page_is_no_question(client):
    response = client.post("/api/run", content="{}", headers={"content-type": "text/plain"})
    refused(response, 415, "type")


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b'{"case": NaN}', b"[" * 100_000])
def test_what_is_not_json_is_refused(client, content):
    response = client.post(
        "/api/run", content=content, headers={"content-type": "application/json"}
    )
    refused(response, 400, "http")


def test_a_large_body_is_refused_by_its_length_and_as_it_comes(client):
    headers = {"content-type": "application/json"}
    content = b" " * (MOST_BYTES + 1)
    refused(client.post("/api/run", content=content, headers=headers), 413, "size")

    def pieces():
        for _ in range(10):
            yield b" " * (MOST_BYTES // 8)

    refused(client.post("/api/run", content=pieces(), headers=headers), 413, "size")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"case": CASE, "draws": forms.MOST_DRAWS + 1}, "draws"),
        ({"case": CASE, "draws": 0}, "draws"),
        ({"case": CASE, "seed": -1}, "seed"),
        ({"case": CASE, "figure": "much"}, "figure"),
        ({"case": CASE, "as_of": "2019-13-01"}, "as_of"),
        ({"case": CASE, "color": 1}, "color"),
        ({"case": CASE, "part": "half"}, "part"),
        ({"case": CASE, "figure": 1e101}, "figure"),
        ({"case": CASE, "changes": {"a.b": {"lo": 1}}}, "changes.a.b.lo"),
        ({}, "case"),
        ([], ""),
    ],
)
def test_a_request_that_needs_mending_says_where(client, body, field):
    error = refused(client.post("/api/run", json=body), 422, "request")
    assert field in [problem["field"] for problem in error["problems"]]


def test_infinite_numbers_do_not_come_in(client):
    response = client.post(
        "/api/run",
        content=b'{"case": "us-rok-2018", "figure": 1e999}',
        headers={"content-type": "application/json"},
    )
    refused(response, 422, "request")


# --- cases and nothing else -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py",
        "/vendor/%2e%2e%2fapp.py",
        "/static//etc/passwd", "/..%2f..%2fetc%2fpasswd", "/api/cases/..%2f..%2fsecret.yaml",
        "/api/cases/%2fetc%2fpasswd", "/api/cases/secret.yaml%00", "/api/cases/nowhere",
    ],
)  # fmt: skip
def test_nothing_outside_is_given(client, path):
    response = client.get(path)
    assert response.status_code in (404, 422)
    forms.ErrorGiven.model_validate(response.json())


def test_the_folder_is_listed_and_links_out_of_it_are_not_followed(tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    folder = tmp_path / "folder"
    folder.mkdir()
    text = (Path(load_case.__code__.co_filename).parent / "library" / f"{CASE}.yaml").read_text(
        "utf-8"
    )
    (folder / "mine.yaml").write_text(text.replace(f"slug: {CASE}", "slug: mine"), "utf-8")
    (folder / "notes.yaml").write_text("a: 1\n")
    (folder / "other.txt").write_text(text)
    (folder / ".hidden.yaml").write_text(text)
    (folder / "sub").mkdir()
    (folder / "sub" / "deep.yaml").write_text(text)
    (outside / "secret.yaml").write_text(text)
    (folder / "link.yaml").symlink_to(outside / "secret.yaml")
    inside = TestClient(create_app(folder), base_url="http://127.0.0.1")
    listed = [case["id"] for case in inside.get("/api/cases").json()["cases"]]
    assert [name for name in listed if name.endswith(".yaml")] == ["mine.yaml"]
    for name in ("link.yaml", ".hidden.yaml", "other.txt", "sub%2Fdeep.yaml", "..%2Foutside"):
        assert inside.get(f"/api/cases/{name}").status_code == 404, name
    assert inside.get("/api/cases/mine.yaml?draws=100").json()["slug"] == "mine"


def test_a_file_is_read_again_when_it_changes_and_says_what_is_wrong(tmp_path):
    path = tmp_path / "mine.yaml"
    text = (Path(load_case.__code__.co_filename).parent / "library" / f"{CASE}.yaml").read_text(
        "utf-8"
    )
    path.write_text(text, "utf-8")
    inside = TestClient(create_app(tmp_path), base_url="http://127.0.0.1")
    assert inside.get("/api/cases/mine.yaml?draws=100").status_code == 200
    path.write_text(text + "\nextra: 1\n", "utf-8")
    error = refused(inside.get("/api/cases/mine.yaml?draws=100"), 422, "case")
    assert error["problems"][0]["field"] == "extra"
    assert error["problems"][0]["path"] == "mine.yaml"
    assert str(tmp_path) not in json.dumps(error)
    path.unlink()
    refused(inside.get("/api/cases/mine.yaml?draws=100"), 404, "case")


# --- answers --------------------------------------------------------------------------------------


def test_a_case_has_sliders_for_its_inputs(client):
    given = client.get(f"/api/cases/{CASE}?draws={DRAWS}").json()
    forms.CaseGiven.model_validate(given)
    paths = [control["path"] for control in given["controls"]]
    assert "payment.current" in paths
    assert {"reservation.KOR", "reservation.USA"} <= set(paths)
    assert not any(path.startswith(("positions.", "question.")) for path in paths)
    assert all(c["least"] <= max(c["start"].values()) <= c["greatest"] for c in given["controls"])
    assert given["stops"][0]["date"] <= given["as_of"] <= given["stops"][-1]["date"]


@pytest.mark.parametrize("slug", [CASE, "un-regular-2000", "tva-1938"])
def test_answers_are_of_the_described_shape(client, slug):
    forms.CaseGiven.model_validate(client.get(f"/api/cases/{slug}?draws=50").json())
    for part in ("all", "glance", "ahead"):
        given = client.post("/api/run", json={"case": slug, "draws": 50, "part": part}).json()
        forms.RunGiven.model_validate(given)


def test_the_numbers_are_those_of_a_run(client):
    changes = {"payment.current": 900, "reservation.KOR": {"low": 900, "high": 1400}}
    given = ask(client, changes=changes, figure=1200, seed=3).json()
    saved = client.post(
        "/api/overlay",
        json={"case": CASE, "draws": DRAWS, "seed": 3, "figure": 1200, "changes": changes},
    )
    assert saved.headers["content-disposition"] == f'attachment; filename="{CASE}-overlay.yaml"'
    assumed = parse_overlay(saved.content)
    overlay = assumed.overlay
    answer = run(load_case(CASE), draws=overlay.draws, seed=overlay.seed, assumed=assumed)
    values = {key["id"]: key["figure"]["value"] for key in given["keys"]}
    assert values["figure"] == answer.fair_shares.figure.value == 1200
    assert values["least"] == answer.zone.least.value
    assert values["most"] == answer.zone.most.value
    assert values["exists"] == answer.zone.exists.value
    said = ["".join(w if isinstance(w, str) else w["text"] for w in s) for s in given["verdict"]]
    assert said == [sentence.text for sentence in answer.verdict.sentences]
    assert given["digest"] == answer.made.digest
    assert answer.findings == ()
    assert [c["path"] for c in given["changes"]] == [c.path for c in answer.changes]


@pytest.mark.parametrize(
    ("part", "shown"),
    [("glance", ["fair-shares", "zone"]), ("ahead", ["forecast", "threat", "precedent"])],
)
def test_a_moving_slider_gets_charts_with_the_numbers_of_the_whole(client, part, shown):
    ask(client)
    changes = {"payment.current": 950}
    seen = ask(client, part=part, changes=changes).json()
    whole = ask(client, changes=changes).json()
    assert seen["part"] == part
    assert [s["id"] for s in seen["sections"]] == shown
    assert set(shown) <= set(seen["versions"])
    assert {name: whole["versions"][name] for name in seen["versions"]} == seen["versions"]
    sections = {section["id"]: section for section in whole["sections"]}
    for section in seen["sections"]:
        assert section["lead"] == sections[section["id"]]["lead"]
        assert section["pictures"] == sections[section["id"]]["pictures"]
    assert seen["verdict"][: seen["fresh"]] == whole["verdict"][: seen["fresh"]]
    if part == "glance":
        assert seen["keys"] == whole["keys"]


def test_two_sets_of_assumptions_side_by_side(client):
    against = {"case": CASE, "draws": DRAWS}
    given = ask(client, changes={"payment.current": 950}, against=against).json()
    lines = {line["id"]: line for line in given["against"]}
    assert lines["present"]["first"] != lines["present"]["second"] == "KRW 950 billion"
    assert given["against_pictures"]
    same = ask(client, against=against).json()
    assert {line["difference"] for line in same["against"]} == {"no change"}


def test_an_assumption_that_does_not_fit_is_a_message(client):
    error = refused(ask(client, changes={"costs.none.amount": 1}), 422, "case")
    assert "has no number there" in error["message"]
    assert error["problems"][0]["field"] == "changes.costs.none.amount"
    assert ask(client).status_code == 200


def test_a_date_before_anything_was_known_is_a_message(client):
    error = refused(ask(client, as_of="1950-01-01"), 422, "case")
    assert "1950-01-01" in error["message"]


def test_overlays_are_read_and_bad_ones_explained(client):
    text = "burdenshare-overlay: 1\ncase: us-rok-2018\nchanges:\n  payment.current: 3\n"
    given = client.post("/api/overlay/read", json={"text": text}).json()
    forms.OverlayGiven.model_validate(given)
    assert given["changes"] == {"payment.current": {"value": 3.0}}
    bad = client.post("/api/overlay/read", json={"text": text + "  bargaining.powr: x\n"})
    error = refused(bad, 422, "case")
    assert (error["problems"][0]["line"], error["problems"][0]["column"]) == (5, 20)


@pytest.mark.parametrize("form", forms.Format.__args__)
def test_reports_can_be_taken_away(client, form):
    response = client.post("/api/report", json={"case": CASE, "draws": DRAWS, "format": form})
    assert response.status_code == 200, response.text
    assert response.headers["content-disposition"].startswith(f'attachment; filename="{CASE}')
    assert len(response.content) > 500


def test_the_interface_is_described(client):
    described = client.get("/openapi.json").json()
    assert set(described["paths"]) == {
        "/api/cases", "/api/cases/{case}", "/api/run", "/api/report", "/api/overlay",
        "/api/overlay/read",
    }  # fmt: skip
    names = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(described)))
    assert names <= set(described["components"]["schemas"])
