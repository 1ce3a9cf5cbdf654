"""One run at a time on a study."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import IO

from corpus.errors import StudyLockedError
from flows.refusals import refusals

# Folders this run holds already: a flow within a flow does not wait for itself.
_HELD: ContextVar[frozenset[Path]] = ContextVar("held", default=frozenset())


@contextmanager
def hold(out: Path) -> Iterator[None]:
    """Hold the study's output folder until the block ends.

    The system lets go of the lock when its process ends, however it ends.

    Raises
    ------
    StudyLockedError
        Another run holds it.
    StorageError
        The folder cannot be written to.
    """
    key = out.resolve()
    if key in _HELD.get():
        yield
        return
    with refusals():
        out.mkdir(parents=True, exist_ok=True)
        stream = _taken(out)
    token = _HELD.set(_HELD.get() | {key})
    try:
        yield
    finally:
        _HELD.reset(token)
        (out / ".lock").unlink(missing_ok=True)
        stream.close()


def _taken(out: Path) -> IO[str]:
    """The lock file, open and locked."""
    path = out / ".lock"
    while True:
        stream = path.open("a+", encoding="ascii")
        if not _locked(stream):
            stream.seek(0)
            holder = stream.read().strip() or "unknown"
            stream.close()
            raise StudyLockedError(f"{out} is held by another run (process {holder}). Wait until it ends")
        # The run before may have removed the file between opening and locking it.
        if path.is_file() and os.path.samestat(path.stat(), os.fstat(stream.fileno())):
            stream.truncate(0)
            stream.write(str(os.getpid()))
            stream.flush()
            return stream
        stream.close()


def _locked(stream: IO[str]) -> bool:
    if sys.platform == "win32":
        import msvcrt

        try:
            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    import fcntl

    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
