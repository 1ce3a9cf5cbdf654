"""A folder replaced as a whole: readers see all old files or all new ones, never a part."""

from __future__ import annotations

import ctypes
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_HERE = -100  # AT_FDCWD: paths are relative to the working folder
_EXCHANGE = 2  # RENAME_EXCHANGE


@contextmanager
def staged(folder: Path) -> Iterator[Path]:
    """An empty folder to write into; at the end of the block it stands in place of `folder`.

    Where the block fails, or the process is killed, the old folder stays as it is.
    """
    fresh, old = _beside(folder, "new"), _beside(folder, "old")
    restore(folder)
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    try:
        yield fresh
        if not (folder.is_dir() and _exchanged(fresh, folder)):
            if folder.is_dir():
                folder.rename(old)
            fresh.rename(folder)
    finally:
        # After an exchange this is the old folder.
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)


def restore(folder: Path) -> None:
    """Put the old folder back where a process was killed between two renames."""
    old = _beside(folder, "old")
    if old.is_dir() and not folder.exists():
        old.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def _beside(folder: Path, what: str) -> Path:
    return folder.with_name(f".{folder.name}.{what}")


def _exchanged(first: Path, second: Path) -> bool:
    """Swap two folders in one step, where the system can; Linux alone does so by this call."""
    swap = getattr(ctypes.CDLL(None), "renameat2", None) if os.name == "posix" else None
    if swap is None:
        return False
    return int(swap(_HERE, os.fsencode(first), _HERE, os.fsencode(second), _EXCHANGE)) == 0
