"""One run at a time on a study."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from corpus.errors import StudyLockedError


@contextmanager
def hold(out: Path) -> Iterator[None]:
    """Hold the study's output folder until the block ends.

    A lock left by a process that is no longer there is taken over.

    Raises
    ------
    StudyLockedError
        Another process that is still running holds it.
    """
    out.mkdir(parents=True, exist_ok=True)
    path = out / ".lock"
    while not _take(path):
        holder = _holder(path)
        if holder is not None:
            raise StudyLockedError(f"{out} is held by another run (process {holder}). Wait until it ends")
        path.unlink(missing_ok=True)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def _take(path: Path) -> bool:
    """Put the lock there whole, or not at all: a link cannot be seen half written."""
    mine = psutil.Process()
    draft = path.with_name(f".lock.{mine.pid}")
    draft.write_text(json.dumps({"pid": mine.pid, "started": mine.create_time()}))
    try:
        os.link(draft, path)
    except FileExistsError:
        return False
    finally:
        draft.unlink()
    return True


def _holder(path: Path) -> int | None:
    """Process that holds the lock and still runs, else None."""
    try:
        content = json.loads(path.read_text())
        process = psutil.Process(content["pid"])
        return int(process.pid) if process.create_time() == content["started"] else None
    except (FileNotFoundError, ValueError, KeyError, psutil.NoSuchProcess):
        return None
