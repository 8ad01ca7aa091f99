"""The page is served on this machine, on a port that is free, and ends when told to."""

import re
import signal
import socket
import subprocess
import sys
import urllib.request

import pytest

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
