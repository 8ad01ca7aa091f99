"""The page served on this machine."""

from __future__ import annotations

import socket
import sys
import threading
import webbrowser
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

PORT = 8765
"""Port that is tried first, so that a bookmark goes on working."""


def launch(
    folder: Path | None = None,
    *,
    case: str | None = None,
    port: int = PORT,
    host: str = "127.0.0.1",
    browser: bool = True,
    tell: Callable[[str], None] = print,
) -> None:
    """Serve the page until somebody ends it.

    Parameters
    ----------
    folder : Path, optional
        A folder whose case files may be opened.
    case : str, optional
        The case with which the page begins: a slug, or the name of a file in the folder.
    port : int
        Port to listen on; another free one is taken if it is busy, or if it is 0.
    host : str
        Address to listen on; anything but this machine itself lets others in.
    browser : bool
        Whether to open the page.
    tell : callable
        Says where the page is.
    """
    import uvicorn

    from burdenshare.web.app import create_app
    from burdenshare.web.guard import LOOPBACK

    listener = listen(host, port)
    bound = listener.getsockname()[1]
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{bound}/{f'#case={quote(case)}' if case else ''}"
    hosts = LOOPBACK | {host} | _names_of_this_machine(host)
    config = uvicorn.Config(
        create_app(folder, hosts=hosts),
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=2,
        timeout_keep_alive=30,
    )
    server = uvicorn.Server(config)
    tell(f"The page is at {address}")
    if port not in (0, bound):
        tell(f"Port {port} is busy, so another one was taken.")
    if host not in LOOPBACK:
        tell("Everyone who reaches this machine can use it, and read the cases of the folder.")
    tell("End it with Ctrl-C.")
    sys.stdout.flush()
    if browser:
        threading.Timer(0.5, webbrowser.open, [address]).start()
    server.run(sockets=[listener])


def listen(host: str, port: int) -> socket.socket:
    """Listen on a port, or on another free one if that is busy.

    Raises
    ------
    OSError
        If the address is none of this machine's.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for attempt in (port, 0):
        listener = socket.socket(family, socket.SOCK_STREAM)
        if sys.platform != "win32":  # there it would let two programs have one port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, attempt))
            listener.listen(128)
        except OSError:
            listener.close()
            if attempt == 0:
                raise
        else:
            return listener
    raise AssertionError("the second attempt returns or raises")


def _names_of_this_machine(host: str) -> set[str]:
    """Give the names by which others call this machine, if they are let in."""
    if host not in ("0.0.0.0", "::"):
        return set()
    name = socket.gethostname()
    try:
        return {name, *(str(info[4][0]) for info in socket.getaddrinfo(name, None))}
    except OSError:
        return {name}
