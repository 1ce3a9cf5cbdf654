"""What a browser sends, within bounds."""

from __future__ import annotations

import json
import urllib.parse
from typing import Any

from starlette.requests import ClientDisconnect, Request

MOST_BYTES = 64 * 1024


async def body(request: Request) -> bytes | None:
    """The bytes that were sent; None where they are too many or were broken off."""
    held = bytearray()
    try:
        async for part in request.stream():
            held += part
            if len(held) > MOST_BYTES:
                return None
    except ClientDisconnect:
        return None
    return bytes(held)


async def form(request: Request) -> dict[str, str] | None:
    """The fields of a form; None where it is none."""
    content = await body(request)
    if content is None:
        return None
    try:
        pairs = urllib.parse.parse_qsl(content.decode("utf-8", "replace"), max_num_fields=20)
    except ValueError:
        return None
    return dict(pairs)


async def fields(request: Request) -> dict[str, Any] | None:
    """The fields of a JSON object; None where it is none."""
    content = await body(request)
    try:
        found = json.loads(content or b"")
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
