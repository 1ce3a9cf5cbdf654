"""What stands before every page: foreign hosts and origins are refused, and the headers are set.

A page on the web cannot use the desk through the browser: another name that leads to this machine is
no host of the desk, and a change must come from a page of the desk itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Guard:
    """An application behind the guard.

    Parameters
    ----------
    app
        What is guarded.
    hosts
        Host names, with the port, that are answered.
    refuse
        Makes the answer to a request that is refused, from the key of the reason.
    """

    def __init__(
        self, app: ASGIApp, hosts: Sequence[str], refuse: Callable[[Request, str], Response]
    ) -> None:
        self.app, self.hosts, self.refuse = app, frozenset(hosts), refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        host = request.headers.get("host", "")
        reason = None
        if host not in self.hosts:
            reason = "error.host"
        elif request.method not in ("GET", "HEAD") and request.headers.get("origin") != f"http://{host}":
            reason = "error.origin"
        app = self.app if reason is None else self.refuse(request, reason)

        async def with_headers(message: Any) -> None:
            if message["type"] == "http.response.start":
                more = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
                message = {**message, "headers": [*message["headers"], *more]}
            await send(message)

        await app(scope, receive, with_headers)
