"""Lines of a text file, decoded as they are read, so that a large file is never in memory whole."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from corpus import text
from corpus.errors import ExportError
from corpus.text import Decoded

_BLOCK = 8 * 2**20
_MOST_IN_A_LINE = 64 * 2**20
# Encodings whose text cannot be taken up in the middle of a file, whose lines do not end with one byte,
# of which a name means several, or which the rest may prove to be another.
_NOT_BY_LINE = ("utf-16", "utf-32", "utf-7", "iso2022", "hz", "big5", "shift_jis", "euc", "latin-1")


@dataclass(frozen=True)
class Lines:
    """Text of a file: how it begins, and all its lines, as often as wanted.

    Attributes
    ----------
    encoding
        Encoding it was decoded with.
    control_count
        Control characters removed or replaced.
    head
        How the text begins: all of it, or at least some megabytes.
    read
        Lines with their ends as they stand in the file: LF, CR or CRLF.
    evidence
        What told the encoding.
    """

    encoding: str
    control_count: int
    head: str = field(repr=False)
    read: Callable[[], Iterator[str]] = field(repr=False)
    evidence: str = ""


def lines_of(decoded: Decoded) -> Lines:
    """Lines of a text that is in memory."""
    return Lines(
        decoded.encoding,
        decoded.control_count,
        decoded.text,
        lambda: io.StringIO(decoded.text, newline=""),
        decoded.evidence,
    )


def stream_lines(stream: BinaryIO, *, encoding: str | None = None) -> Lines | None:
    """Lines of a file that is decoded as it is read, 8 MiB at a time.

    The encoding is that of the beginning, proven by decoding all of the file once.

    Parameters
    ----------
    stream
        The file; it must stay open while lines are read.
    encoding
        Encoding named by the study.

    Returns
    -------
    Lines or None
        None where the beginning does not tell the encoding of the rest, so that the file must be
        decoded whole.

    Raises
    ------
    ExportError
        The beginning cannot be decoded, or a line has more than 64 MiB.
    """
    stream.seek(0)
    beginning = next(_blocks(stream))
    first = text.decode(beginning, encoding=encoding)
    name = first.encoding
    if name.startswith(_NOT_BY_LINE):
        return None
    try:
        count = sum(part.control_count for part in _decoded(stream, name))
    except ExportError:
        return None

    def read() -> Iterator[str]:
        for part in _decoded(stream, name):
            yield from io.StringIO(part.text, newline="")

    return Lines(name, count, first.text, read, first.evidence)


def _decoded(stream: BinaryIO, encoding: str) -> Iterator[Decoded]:
    stream.seek(0)
    return (text.decode(block, encoding=encoding) for block in _blocks(stream))


def _blocks(stream: BinaryIO) -> Iterator[bytes]:
    """Blocks that end with a line."""
    place, rest = stream.tell(), b""
    while block := stream.read(_BLOCK):
        place += len(block)
        data = rest + block
        # CR alone ends the lines of old files; at the very end an LF may yet follow it.
        end = data.rfind(b"\n") + 1 or data.rfind(b"\r", 0, -1) + 1
        if not end and len(data) > _MOST_IN_A_LINE:
            raise ExportError(f"a line of more than {_MOST_IN_A_LINE:,} bytes, as no table has")
        rest = data[end:]
        if end:
            yield data[:end]
        stream.seek(place)  # another reader of the same file may have moved it
    if rest:
        yield rest
