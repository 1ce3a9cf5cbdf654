"""Who is signed in: random keys in cookies, kept in memory and forgotten when the desk stops."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

IDLE_SECONDS = 8 * 3600.0
MOST = 200


@dataclass
class Session:
    """A signed-in user; `token` must come with every change."""

    user: str
    token: str
    used: float


@dataclass
class Sessions:
    """The sessions by their keys."""

    held: dict[str, Session] = field(default_factory=dict)

    def begin(self, user: str, now: float) -> str:
        """A new session; returns its key."""
        for key in [k for k, s in self.held.items() if now - s.used > IDLE_SECONDS]:
            del self.held[key]
        while len(self.held) >= MOST:
            del self.held[min(self.held, key=lambda k: self.held[k].used)]
        key = secrets.token_urlsafe(32)
        self.held[key] = Session(user, secrets.token_urlsafe(32), now)
        return key

    def find(self, key: str | None, now: float) -> Session | None:
        """The session of a key, if it is not too old."""
        session = self.held.get(key or "")
        if session is None or now - session.used > IDLE_SECONDS:
            return None
        session.used = now
        return session

    def end(self, key: str | None) -> None:
        """Forget a session."""
        self.held.pop(key or "", None)


def is_same(given: str | None, expected: str) -> bool:
    """Whether a token is the one expected, without telling by the time how far it is."""
    return given is not None and secrets.compare_digest(given.encode(), expected.encode())
