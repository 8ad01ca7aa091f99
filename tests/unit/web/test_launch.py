"""The page is served on this machine, on a port that is free, and ends when told to."""

import re
import signal
import socket
import subprocess
import sys
import urllib.request

import pytest
from click.testing import CliRunner

from burdenshare.cases.catalog import case_path
from burdenshare.cli import cli
from burdenshare.errors import CaseError
from burdenshare.web import launch as launching
from burdenshare.web.launch import listen


def test_a_busy_port_gives_way_to_another():
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        listener = listen("127.0.0.1", port)
        assert listener.getsockname()[0] == "127.0.0.1"
        assert listener.getsockname()[1] != port
        listener.close()


def test_an_address_of_another_machine_is_refused():
    with pytest.raises(OSError, match=r".+"):
        listen("192.0.2.1", 0)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT for one process")
def test_the_command_says_where_the_page_is_and_ends_cleanly():
    command = [sys.executable, "-m", "burdenshare", "serve", "--port", "0", "--no-browser"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        address = re.search(r"http://127\.0\.0\.1:\d+/", server.stdout.readline())[0]
        with urllib.request.urlopen(address, timeout=20) as page:
            assert b"burdenshare" in page.read()
        server.send_signal(signal.SIGINT)
        _, said = server.communicate(timeout=20)
    finally:
        server.kill()
    assert server.returncode in (0, 130)
    assert "Traceback" not in said


@pytest.fixture
def served(monkeypatch):
    """Give what `serve` would serve, without serving it."""
    launched = {}
    monkeypatch.setattr(
        launching, "launch", lambda folder, **more: launched.update(more, at=folder)
    )

    def serve(*words):
        result = CliRunner().invoke(cli, ["serve", *map(str, words)])
        return result, launched.get("at"), launched.get("case")

    return serve


def test_a_folder_a_slug_or_a_file_says_what_is_served(served, tmp_path):
    file = tmp_path / "mine one.yaml"
    file.write_text(case_path("us-rok-2018").read_text("utf-8"), "utf-8")
    assert served()[1:] == (None, None)
    assert served(tmp_path)[1:] == (tmp_path, None)
    assert served("us-rok-2019")[1:] == (None, "us-rok-2019")
    assert served(file)[1:] == (tmp_path, "mine one.yaml")


def test_what_is_neither_is_refused_with_a_hint(served, tmp_path):
    other = tmp_path / "case.txt"
    other.write_text(case_path("us-rok-2018").read_text("utf-8"), "utf-8")
    refused, *_ = served(other)
    assert refused.exit_code == 2
    assert ".yaml, .yml, .json" in refused.output
    missing, *_ = served("us-rok-2091")
    assert isinstance(missing.exception, CaseError)
    assert "Did you mean us-rok-2019" in str(missing.exception)


def test_the_address_names_the_case(monkeypatch):
    told = []
    monkeypatch.setattr("uvicorn.Server.run", lambda *about, **more: more["sockets"][0].close())
    launching.launch(case="mine one.yaml", port=0, browser=False, tell=told.append)
    assert re.fullmatch(r"The page is at http://127\.0\.0\.1:\d+/#case=mine%20one\.yaml", told[0])
