"""Which requests are let in, and what every response says to the browser.

A page on this machine can be asked by any other page that the same browser shows. So a request
must name a host that is served here (or an address could be made to point here), one that changes
or computes something must come from the page itself, and the browser is told to load nothing from
anywhere else and to run no text as a program.
"""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})

MOST_BYTES = 256_000
"""Bytes that the body of a request may have."""

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; font-src 'self'; manifest-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)

HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}


def error(status: int, code: str, message: str, problems: list[dict[str, object]] | None = None
          ) -> JSONResponse:  # fmt: skip
    """Give an error in the one shape that all of them have."""
    body = {"error": {"code": code, "message": message, "problems": problems or []}}
    return JSONResponse(body, status)


class Guard:
    """Lets in what comes from the page itself, and adds the headers that hold the browser to it."""

    def __init__(self, app: ASGIApp, hosts: Collection[str] = LOOPBACK) -> None:
        """Wrap an application that is served under some names."""
        self.app = app
        self.hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer or refuse one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                headers.setdefault("cache-control", "no-store")
            await send(message)

        refusal = self._refusal(Headers(scope=scope), scope["method"])
        if refusal is not None:
            await refusal(scope, receive, guarded)
            return
        await self.app(scope, receive, guarded)

    def _refusal(self, headers: Headers, method: str) -> JSONResponse | None:
        host = headers.get("host", "")
        if _name(f"http://{host}") not in self.hosts:
            return error(421, "host", "This server answers under its own address alone.")
        if method in ("GET", "HEAD", "OPTIONS"):
            return None
        origin = headers.get("origin")
        if origin is not None and origin != f"http://{host}":
            return error(403, "origin", "Only the page of this server may ask this.")
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return error(403, "origin", "Only the page of this server may ask this.")
        if method != "POST":
            return None  # nothing is done by another method, and the application says so
        kind = headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != "application/json":
            return error(415, "type", "Send JSON, with the content type application/json.")
        length = headers.get("content-length", "0")
        if length.isdigit() and int(length) > MOST_BYTES:
            return too_large()
        return None


def too_large() -> JSONResponse:
    """Refuse a body that is too large."""
    return error(413, "size", f"A request has at most {MOST_BYTES // 1000} kB.")


def _name(address: str) -> str:
    """Give the name of the host in an address, empty if it has none."""
    try:
        parts = urlsplit(address)
        return "" if parts.path or parts.query or parts.username else parts.hostname or ""
    except ValueError:
        return ""
