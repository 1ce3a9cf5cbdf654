"""A disk that is full or a folder that refuses to be written, told as such."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from corpus.errors import StorageError

_TOLD = {
    errno.ENOSPC: "the disk is full. Make room there",
    errno.EDQUOT: "the disk quota is used up. Make room there",
    errno.EFBIG: "the file is larger than this disk or account allows. Raise the limit",
    errno.EROFS: "the disk is read-only. Choose another folder with --out, or make it writable",
    errno.EACCES: "permission is denied. Choose another folder with --out, or make it writable",
    errno.EPERM: "permission is denied. Choose another folder with --out, or make it writable",
    errno.ENOTDIR: "a file stands where a folder should be. Choose another folder with --out",
}


@contextmanager
def refusals() -> Iterator[None]:
    """Run a block that writes.

    Raises
    ------
    StorageError
        The disk or folder refused; what was there before is as it was.
    """
    try:
        yield
    except OSError as error:
        if error.errno not in _TOLD:
            raise
        where = f"{error.filename}: " if error.filename else ""
        raise StorageError(
            f"{where}{_TOLD[error.errno]}, then run again; the last reports are as they were"
        ) from error
