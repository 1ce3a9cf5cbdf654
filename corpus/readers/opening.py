"""Files to tables: each kind of file told by its bytes and handed to the module that reads it."""

from __future__ import annotations

import io
import mmap
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import BinaryIO

from corpus import text
from corpus.errors import ExportError
from corpus.readers.archives import unpack
from corpus.readers.delimited import read_delimited
from corpus.readers.espacenet import by_shape
from corpus.readers.format import Format
from corpus.readers.ledger import with_roles
from corpus.readers.lines import lines_of, stream_lines
from corpus.readers.markup import is_markup, read_markup
from corpus.readers.objects import read_objects
from corpus.readers.sheets import Opened, Sheet, whole
from corpus.readers.tagged import read_tagged
from corpus.readers.uspto_greenbook import read_greenbook
from corpus.readers.workbooks import read_workbook

_ZIP, _OLE, _GZIP = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b"
# Smaller files are decoded at once.
_LARGE, _HEAD = 32 * 2**20, 2**20
_BY_LINE = ("text", "JSON Lines", "Green Book")


def open_table(stream: BinaryIO, formats: Sequence[Format], *, encoding: str | None = None) -> Opened:
    """Table of a file that holds the records; an archive of one table is read as that table.

    Parameters
    ----------
    stream
        The file; it must stay open while rows are read.
    formats
        Formats that may be in it; they tell the headings, the delimiter and the sheet.
    encoding
        Encoding named by the study, for text files.

    Raises
    ------
    ExportError
        The file is empty, of a kind that is not read, cannot be opened, or holds records on two
        sheets. Damage further down is told when the rows are read, once the format is known.
    """
    archive = None
    size = stream.seek(0, io.SEEK_END)
    stream.seek(0)
    if stream.read(2) in (_ZIP[:2], _GZIP):
        stream.seek(0)
        content, archive = unpack(stream.read())
        stream, size = io.BytesIO(content), len(content)
    opened = _open_large(stream, formats, encoding) if size > _LARGE else None
    if opened is None:
        stream.seek(0)
        opened = _opened(stream.read(), formats, encoding)
    if archive is None:
        return opened
    return replace(opened, sheet=replace(opened.sheet, kind=f"{opened.sheet.kind} in {archive}"))


def _open_large(stream: BinaryIO, formats: Sequence[Format], encoding: str | None) -> Opened | None:
    """Table of a large file of lines; None where it must be read at once."""
    stream.seek(0)
    head = stream.read(_HEAD)
    if is_markup(head):
        xml = _written_as("xml", formats)
        if isinstance(stream, io.BytesIO):
            return read_markup(stream.getvalue(), xml, encoding=encoding)
        mapped = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        return read_markup(mapped, xml, encoding=encoding)
    try:
        kind = _opened(head[: head.rfind(b"\n") + 1], formats, encoding).sheet.kind
        lines = stream_lines(stream, encoding=encoding) if kind in _BY_LINE else None
    except ExportError:
        return None  # what is wrong is told of the whole file
    if lines is None:
        return None
    if kind == "Green Book":
        return read_greenbook(lines, _written_as("tagged", formats))
    if kind == "text":
        opened = read_delimited(lines, _written_as("table", formats))
    else:
        opened = read_objects(lines, _written_as("json", formats))
    return by_shape(with_roles(opened, formats), formats)


def _opened(data: bytes, formats: Sequence[Format], encoding: str | None) -> Opened:
    if not data.strip(b"\0\t\r\n "):
        raise ExportError("the file is empty")
    read = _read_content(data, formats, encoding)
    return whole(read) if isinstance(read, Sheet) else by_shape(with_roles(read, formats), formats)


def _read_content(data: bytes, formats: Sequence[Format], encoding: str | None) -> Sheet | Opened:
    if data.startswith((_ZIP, _OLE)):
        return read_workbook(data, _written_as("table", formats))
    if is_markup(data):
        return read_markup(data, _written_as("xml", formats), encoding=encoding)
    decoded = text.decode(data, encoding=encoding)
    greenbook = read_greenbook(lines_of(decoded), _written_as("tagged", formats))
    if greenbook is not None:
        return greenbook
    tagged = read_tagged(decoded, _written_as("tagged", formats))
    if tagged is not None:
        return tagged
    start = decoded.text.lstrip()[:1]
    if start == "{":
        return read_objects(lines_of(decoded), _written_as("json", formats))
    if re.match(r"\s*\[\s*\{", decoded.text):
        raise ExportError(
            "the file is one JSON list; only JSON Lines and an object with one list of records are read"
        )
    return read_delimited(lines_of(decoded), _written_as("table", formats))


def _written_as(medium: str, formats: Sequence[Format]) -> list[Format]:
    """Formats of a medium; a mapped table may be written in any."""
    return [f for f in formats if f.medium == medium or not f.signature]
