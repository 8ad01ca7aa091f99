"""The interface does what its own description says, for whatever is asked of it."""

import pytest

from burdenshare.web.app import create_app

schemathesis = pytest.importorskip("schemathesis", reason="the browser group has schemathesis")
hypothesis = pytest.importorskip("hypothesis")
checks = pytest.importorskip("schemathesis.specs.openapi.checks")

#: Data of the described shape may still be no case or no number of one, so refusals are fine.
CHECKS = [
    schemathesis.checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]

CASES = ("us-rok-2018", "djibouti-2014", "tva-1938", "nowhere")
app = create_app(hosts={"127.0.0.1", "localhost", "testserver"})
described = schemathesis.openapi.from_asgi("/openapi.json", app)


@described.hook
def map_body(context, body):
    """Ask of cases that there are, with few draws: of other words it is known what comes."""
    if isinstance(body, dict) and isinstance(body.get("case"), str):
        body = {**body, "case": CASES[len(body["case"]) % len(CASES)]}
        if (isinstance(body.get("draws"), int) and body["draws"] > 50) or "draws" not in body:
            body["draws"] = 50
        if isinstance(body.get("against"), dict) and isinstance(body["against"].get("case"), str):
            body["against"] = {"case": CASES[0], "draws": 20}
    return body


@described.parametrize()
@hypothesis.settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(hypothesis.HealthCheck),
)
def test_the_interface_is_as_described(case):
    case.call_and_validate(checks=CHECKS)
