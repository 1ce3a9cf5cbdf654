"""Who may sign in: `users.toml` in the zone folder, with a salted scrypt hash for each name."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from corpus.errors import StudyError

FILE = "users.toml"
LEAST_LENGTH = 8
MOST_LENGTH = 200
# 16 MB and some 0.2 s for each try (N, r, p of scrypt).
_COST = {"n": 2**14, "r": 8, "p": 5}
_HEAD = "# Who may use patnav desk. Add: patnav desk ZONE --add-user NAME. Remove: delete a table.\n"
FREE_TRIES = 3
LONGEST_WAIT = 900.0


def users(folder: Path) -> dict[str, Mapping[str, str]]:
    """Salt and hash by user name; none where there is no file.

    Raises
    ------
    StudyError
        The file is no TOML or a user lacks something.
    """
    path = folder / FILE
    if not path.is_file():
        return {}
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))["user"]
        return {str(name): {"salt": one["salt"], "scrypt": one["scrypt"]} for name, one in found.items()}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError, AttributeError) as error:
        raise StudyError(f"{path} is not as patnav writes it ({error}). Correct or delete it") from error


def add_user(folder: Path, name: str, password: str) -> Path:
    """Add a user, or give one a new password.

    Raises
    ------
    StudyError
        The name or the password cannot be used.
    """
    if not name.strip() or len(name) > 60 or any(ord(c) < 32 or c in '"\\' for c in name):
        raise StudyError("the user name is empty, too long or holds quotes. Choose another")
    if not LEAST_LENGTH <= len(password) <= MOST_LENGTH:
        raise StudyError(
            f"the password has {len(password)} characters. Choose one of at least {LEAST_LENGTH}"
        )
    salt = secrets.token_bytes(16)
    known = users(folder) | {name.strip(): {"salt": salt.hex(), "scrypt": _hash(password, salt)}}
    tables = [
        f'\n[user."{who}"]\nsalt = "{one["salt"]}"\nscrypt = "{one["scrypt"]}"\n'
        for who, one in known.items()
    ]
    path = folder / FILE
    draft = path.with_name(path.name + ".part")
    draft.touch(mode=0o600)
    draft.write_text(_HEAD + "".join(tables), encoding="utf-8")
    os.replace(draft, path)
    return path


def is_right(folder: Path, name: str, password: str) -> bool:
    """Whether the password is the user's; an unknown name takes as long to refuse."""
    known = users(folder).get(name)
    one = known or {"salt": "00" * 16, "scrypt": ""}
    made = _hash(password[:MOST_LENGTH], bytes.fromhex(one["salt"]))
    return hmac.compare_digest(made, one["scrypt"]) and known is not None


def _hash(password: str, salt: bytes) -> str:
    return hashlib.scrypt(password.encode(), salt=salt, dklen=32, maxmem=64 * 2**20, **_COST).hex()


@dataclass
class Patience:
    """How long each name must wait after failed tries: nothing three times, then twice as long each time."""

    failed: dict[str, int] = field(default_factory=dict)
    until: dict[str, float] = field(default_factory=dict)

    def wait(self, name: str, now: float) -> float:
        """Seconds the name has to wait still."""
        return max(0.0, self.until.get(name, 0.0) - now)

    def fail(self, name: str, now: float) -> None:
        """Count a failed try."""
        # Names nobody has could otherwise fill the memory.
        if len(self.failed) > 1_000:
            self.failed.clear()
        self.failed[name] = self.failed.get(name, 0) + 1
        over = self.failed[name] - FREE_TRIES
        if over >= 0:
            self.until[name] = now + min(LONGEST_WAIT, 5.0 * 2**over)

    def forgive(self, name: str) -> None:
        """Forget the failed tries of a name."""
        self.failed.pop(name, None)
        self.until.pop(name, None)
